//! What a plan adds up to, measure by measure.
//!
//! Tallies form a commutative monoid: `tally(a ++ b) = tally(a) + tally(b)` in any order and any
//! split. Threads, files, shards and machines all use that one law.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::date::Date;
use crate::framework::{Framework, MeasureIdx};
use crate::judge::basis::{Basis, Foreign};
use crate::judge::judged::{Judged, Rules};
use crate::judge::orphans::Orphans;
use crate::judge::witness::{Witness, is_before, witness};
use crate::money::{Cents, Currency, split};
use crate::plan::{Activity, Cell, Money};
use crate::vocabulary::{Answer, Link, Need, Status};

/// Until when a row is on time. The order is that of days; of two rows on the same day the first by
/// file and line is the greater one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OnTime {
    /// The day.
    pub day: Date,
    /// The row.
    pub row: Reverse<Witness>,
}

/// Money of one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Of live rows.
    pub committed: Cents,
    /// Of proposed rows.
    pub proposed: Cents,
}

/// Money by currency, sorted by code.
pub type Purse = BTreeMap<Currency, Sums>;

/// How the rows of a measure answer one need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NeedTally {
    /// Live rows by answer, in the order of [`Answer::ALL`].
    pub rows: [u64; 3],
    /// For each answer the first row that gives it.
    pub first: [Option<Witness>; 3],
}

impl NeedTally {
    /// Returns the best answer that any row gives.
    pub fn best(&self) -> Answer {
        let given = |answer: &&Answer| self.rows[**answer as usize] > 0;
        Answer::ALL.iter().rev().find(given).copied().unwrap_or_default()
    }

    /// Returns the first row that gives the best answer.
    pub fn witness(&self) -> Option<&Witness> {
        self.first[self.best() as usize].as_ref()
    }
}

/// What the rows of one measure add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasureTally {
    /// Rows that count.
    pub live: u64,
    /// Rows that are ideas.
    pub proposed: u64,
    /// Rows of any status that a person tied to the measure.
    pub by_people: u64,
    /// Answers to each of [`Need::ALL`].
    pub needs: [NeedTally; 7],
    /// The measure's parts of the budgets.
    pub money: Purse,
    /// The first day of any live row.
    pub start: Option<Date>,
    /// The last day of any live row.
    pub end: Option<Date>,
    /// The last day on which a row that is planned or under way is still on time, and that row;
    /// none where no such row has the day that decides it.
    pub on_time_until: Option<OnTime>,
    /// The first live row.
    pub first_live: Option<Witness>,
    /// The first row that says that the measure does not apply, and its reason.
    pub not_applicable: Option<(Witness, String)>,
}

/// What a plan adds up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What it was made under.
    pub basis: Basis,
    /// One entry for each measure of the framework, in its order.
    pub measures: Vec<MeasureTally>,
    /// Rows.
    pub rows: u64,
    /// Rows that broke a rule and were left out.
    pub refused: u64,
    /// Rows that serve no measure.
    pub orphans: u64,
    /// Money of rows that serve no measure; it is in no measure's sums.
    pub orphan_money: Purse,
    /// The first rows that serve no measure.
    pub orphan_rows: Orphans,
}

impl Tally {
    /// Makes the tally of no rows.
    pub fn new(framework: &Framework, rules: Rules) -> Self {
        Tally {
            basis: Basis::new(framework, rules),
            measures: vec![MeasureTally::default(); framework.measures.len()],
            rows: 0,
            refused: 0,
            orphans: 0,
            orphan_money: Purse::new(),
            orphan_rows: Orphans::default(),
        }
    }

    /// Adds a row that was judged by the rules of the tally.
    pub fn add(&mut self, judged: &Judged<'_>) {
        let Judged { row, answers, .. } = *judged;
        self.rows += 1;
        let money = row.money().filter(|_| answers.is_some() || judged.is_proposed());
        if row.measures.is_empty() {
            self.orphans += 1;
            self.orphan_rows.add(row);
            if let Some(money) = money {
                add_money(&mut self.orphan_money, row, money);
            }
            return;
        }
        for share in row.measures {
            let measure = &mut self.measures[share.measure.at()];
            measure.by_people += u64::from(row.link == Link::Human);
            measure.proposed += u64::from(judged.is_proposed());
            if row.status == Some(Status::NotApplicable)
                && measure.not_applicable.as_ref().is_none_or(|(first, _)| is_before(row, first))
            {
                measure.not_applicable = Some((witness(row), row.note.to_owned()));
            }
            let Some(answers) = answers else { continue };
            measure.live += 1;
            keep_first(&mut measure.first_live, row);
            if let Cell::Known(start) = row.start {
                measure.start = Some(measure.start.map_or(start, |first| first.min(start)));
            }
            if let Cell::Known(end) = row.end {
                measure.end = Some(measure.end.map_or(end, |last| last.max(end)));
            }
            if let Some(day) = judged.due()
                && measure.on_time_until.as_ref().is_none_or(|last| last.day <= day)
            {
                let on_time = OnTime { day, row: Reverse(witness(row)) };
                measure.on_time_until = measure.on_time_until.take().max(Some(on_time));
            }
            for need in Need::ALL {
                let answer = answers.get(need) as usize;
                measure.needs[need as usize].rows[answer] += 1;
                keep_first(&mut measure.needs[need as usize].first[answer], row);
            }
        }
        if money.is_some() {
            parts(row, |measure, part| {
                add_money(&mut self.measures[measure.at()].money, row, part);
            });
        }
    }

    /// Returns the tally of the measures that a part of the framework has, whose places in the
    /// whole are `keep`. Rows and orphans stay counted as they were read.
    #[must_use]
    pub fn only(&self, part: &Framework, keep: &[MeasureIdx]) -> Tally {
        Tally {
            basis: Basis { framework: part.digest(), ..self.basis },
            measures: keep.iter().map(|idx| self.measures[idx.at()].clone()).collect(),
            orphan_money: self.orphan_money.clone(),
            orphan_rows: self.orphan_rows.clone(),
            ..*self
        }
    }

    /// Adds another tally that was made under the same framework and rules.
    ///
    /// ```
    /// # use envcoop_core::framework::shipped;
    /// use envcoop_core::judge::{basis::Foreign, judged::Rules, tally::Tally};
    /// use envcoop_core::vocabulary::{Blank, Profile};
    ///
    /// # let framework = shipped("mini").expect("it is shipped").expect("it is sound");
    /// # let as_of = envcoop_core::date::parse("2027-06-30").expect("a date");
    /// let rules = Rules { profile: Profile::Track, as_of, blank: Blank::Unmet };
    /// let mut tally = Tally::new(&framework, rules);
    /// assert_eq!(tally.merge(&Tally::new(&framework, rules)), Ok(()));
    ///
    /// let other = Tally::new(&framework, Rules { blank: Blank::Unknown, ..rules });
    /// let refused = Foreign::Blank(Blank::Unmet, Blank::Unknown);
    /// assert_eq!(tally.merge(&other), Err(refused));
    /// ```
    ///
    /// # Errors
    /// Says what the other was made under; nothing is added then.
    pub fn merge(&mut self, other: &Tally) -> Result<(), Foreign> {
        self.basis.accepts(&other.basis)?;
        self.rows += other.rows;
        self.refused += other.refused;
        self.orphans += other.orphans;
        merge_money(&mut self.orphan_money, &other.orphan_money);
        self.orphan_rows.merge(&other.orphan_rows);
        for (ours, theirs) in self.measures.iter_mut().zip(&other.measures) {
            ours.merge(theirs);
        }
        Ok(())
    }
}

impl MeasureTally {
    fn merge(&mut self, other: &MeasureTally) {
        self.live += other.live;
        self.proposed += other.proposed;
        self.by_people += other.by_people;
        for (ours, theirs) in self.needs.iter_mut().zip(&other.needs) {
            for answer in 0..Answer::ALL.len() {
                ours.rows[answer] += theirs.rows[answer];
                ours.first[answer] = first(ours.first[answer].take(), theirs.first[answer].clone());
            }
        }
        merge_money(&mut self.money, &other.money);
        self.start = first(self.start, other.start);
        self.end = self.end.max(other.end);
        self.on_time_until = self.on_time_until.take().max(other.on_time_until.clone());
        self.first_live = first(self.first_live.take(), other.first_live.clone());
        self.not_applicable = first(self.not_applicable.take(), other.not_applicable.clone());
    }
}

/// Hands each measure of a row its part of the budget: by share, in cents, by largest remainder
/// with ties in framework order. Nothing where no budget is known or it is counted at another row.
pub fn parts(row: &Activity<'_>, mut part: impl FnMut(MeasureIdx, Money)) {
    let Some(Money { amount, currency }) = row.money() else { return };
    let mut few = [0; 16];
    let mut many = Vec::new();
    let weights = match few.get_mut(..row.measures.len()) {
        Some(few) => few,
        None => {
            many.resize(row.measures.len(), 0);
            &mut many
        }
    };
    weights.iter_mut().zip(row.measures).for_each(|(weight, share)| *weight = share.weight);
    split(amount, weights, |i, amount| part(row.measures[i].measure, Money { amount, currency }));
}

fn first<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[inline]
fn keep_first(first: &mut Option<Witness>, row: &Activity<'_>) {
    if first.as_ref().is_none_or(|first| is_before(row, first)) {
        *first = Some(witness(row));
    }
}

/// Adds a part of the budget of a row that counts or is proposed.
pub(crate) fn add_money(purse: &mut Purse, row: &Activity<'_>, part: Money) {
    let sums = purse.entry(part.currency).or_default();
    *(if row.is_live() { &mut sums.committed } else { &mut sums.proposed }) += part.amount;
}

/// Adds the sums of one purse to another.
pub fn merge_money(ours: &mut Purse, theirs: &Purse) {
    for (&currency, sums) in theirs {
        let own = ours.entry(currency).or_default();
        own.committed += sums.committed;
        own.proposed += sums.proposed;
    }
}
