//! What changed between two analyses of one strategy, need by need, and the rows behind it.

use std::collections::HashMap;
use std::sync::Arc;

use envcoop_words as words;

use crate::framework::MeasureIdx;
use crate::judge::gap::{Gap, MeasureGap, State};
use crate::judge::tally::Tally;
use crate::judge::witness::Witness;
use crate::plan::Activity;
use crate::problem::Place;
use crate::text::Lang;
use crate::vocabulary::{Answer, Need, Status, vocabulary};

vocabulary! {
    /// How the answer to a need changed, in the order in which changes are counted.
    ChangeKind {
        /// The need counts now and did not before.
        Entered = "entered", words::change::ENTERED;
        /// The need counted before and does not now.
        Left = "left", words::change::LEFT;
        /// It is answered better: unmet, unknown, met.
        Better = "better", words::change::BETTER;
        /// It is answered worse.
        Worse = "worse", words::change::WORSE;
        /// It is answered as before.
        Same = "same", words::change::SAME;
    }
}

/// What became of the rows that decided something in an earlier plan: where each stands in the
/// later one.
#[derive(Clone, Debug, Default)]
pub struct Fates {
    rows: HashMap<Arc<str>, Option<Whereabouts>>,
}

/// Where a row stands in the later plan.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    /// Its place.
    pub place: Place,
    /// How far it is; none where that is not known.
    pub status: Option<Status>,
}

impl Fates {
    /// Follows every row that decides something in an earlier plan.
    pub fn of(earlier: &Tally) -> Fates {
        let mut rows = HashMap::new();
        for measure in &earlier.measures {
            let needs = measure.needs.iter().filter_map(|need| need.witness());
            let excluding = measure.not_applicable.iter().map(|(row, _)| row);
            for row in needs.chain(excluding) {
                rows.insert(Arc::clone(&row.id), None);
            }
        }
        Fates { rows }
    }

    /// Looks at a row of the later plan.
    pub fn see(&mut self, row: &Activity<'_>) {
        if let Some(fate @ None) = self.rows.get_mut(row.id) {
            *fate = Some(Whereabouts { place: row.place(), status: row.status });
        }
    }

    fn get(&self, row: &Witness) -> Option<&Whereabouts> {
        self.rows.get(&row.id).and_then(Option::as_ref)
    }
}

/// How the answer to one need of one measure changed.
#[derive(Clone, Debug)]
pub struct NeedChange {
    /// The measure.
    pub measure: MeasureIdx,
    /// The need.
    pub need: Need,
    /// How it changed.
    pub change: ChangeKind,
    /// The answer before; none where the measure did not apply.
    pub before: Option<Answer>,
    /// The answer now; none where the measure does not apply.
    pub after: Option<Answer>,
    /// The row that decided it before.
    pub was: Option<Witness>,
    /// The row that decides it now.
    pub now: Option<Witness>,
    /// Where the row that decided before stands now; none where it is gone.
    pub fate: Option<Whereabouts>,
}

/// What changed between two analyses.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The earlier analysis.
    pub before: Arc<Gap>,
    /// The later analysis.
    pub after: Arc<Gap>,
    /// Every measure and need of the profile that counted before or counts now, in framework order.
    pub needs: Vec<NeedChange>,
}

impl Changes {
    /// Compares two analyses of one framework by the profiles of the later one.
    pub fn new(before: &Arc<Gap>, after: &Arc<Gap>, fates: &Fates) -> Changes {
        let mut needs = Vec::new();
        for (old, new) in before.measures.iter().zip(&after.measures) {
            for &need in new.profile.needs() {
                needs.extend(need_change(before, after, old, new, need, fates));
            }
        }
        Changes { before: Arc::clone(before), after: Arc::clone(after), needs }
    }

    /// Returns how many needs changed in each way, in the order of [`ChangeKind::ALL`].
    pub fn counts(&self) -> [u64; 5] {
        let mut counts = [0; 5];
        self.needs.iter().for_each(|need| counts[need.change as usize] += 1);
        counts
    }
}

fn need_change(
    before: &Gap,
    after: &Gap,
    old: &MeasureGap,
    new: &MeasureGap,
    need: Need,
    fates: &Fates,
) -> Option<NeedChange> {
    let answer =
        |gap: &MeasureGap| (gap.state != State::NotApplicable).then(|| gap.answers.get(need));
    let (was, now) = (answer(old), answer(new));
    let change = match (was, now) {
        (None, None) => return None,
        (None, Some(_)) => ChangeKind::Entered,
        (Some(_), None) => ChangeKind::Left,
        (Some(was), Some(now)) if now > was => ChangeKind::Better,
        (Some(was), Some(now)) if now < was => ChangeKind::Worse,
        (Some(_), Some(_)) => ChangeKind::Same,
    };
    let was_row = witness(before, old.measure, need);
    Some(NeedChange {
        measure: new.measure,
        need,
        change,
        before: was,
        after: now,
        was: was_row.cloned(),
        now: witness(after, new.measure, need).cloned(),
        fate: was_row.and_then(|row| fates.get(row)).cloned(),
    })
}

/// Returns the row that decides a need, or that says that the measure does not apply.
fn witness(gap: &Gap, measure: MeasureIdx, need: Need) -> Option<&Witness> {
    let tally = &gap.tally.measures[measure.at()];
    match &tally.not_applicable {
        Some((row, _)) => Some(row),
        None => tally.needs[need as usize].witness(),
    }
}

impl NeedChange {
    /// Says in words which row caused the change: the one that answers now, where it is better, and
    /// what became of the one that answered before, where it is worse. Empty where nothing changed.
    pub fn cause(&self, lang: Lang) -> String {
        let at = |row: &Witness| format!("{} ({})", row.id, row.place);
        match self.change {
            ChangeKind::Same => String::new(),
            ChangeKind::Better | ChangeKind::Entered => match (&self.now, &self.was) {
                (Some(now), _) => at(now),
                (None, Some(was)) => words::row::gone(lang, at(was)),
                (None, None) => words::row::NO_ROW.get(lang).to_owned(),
            },
            ChangeKind::Left => self.now.as_ref().map(at).unwrap_or_default(),
            ChangeKind::Worse => self.lost(lang),
        }
    }

    fn lost(&self, lang: Lang) -> String {
        let Some(was) = &self.was else { return String::new() };
        let row = format!("{} ({})", was.id, was.place);
        let Some(Whereabouts { place, status }) = &self.fate else {
            return words::row::gone(lang, row);
        };
        let status = status.map_or("?", |status| status.label().get(lang)).to_lowercase();
        words::row::no_longer_serves(lang, row, place, status)
    }
}
