//! An analysis as a sorted text for version control: one fact a line, so that a change of one need
//! shows as a change of one line.
//!
//! ```text
//! envcoop/snapshot/1
//! as-of 2027-06-30
//! blank unmet
//! framework mini 1.0.0
//! profile track
//! C1 80.0–90.0
//! W1.2 60.0–80.0 action-gap
//! W1.2 timely unmet A3
//! ```
//!
//! Rows are named by their ids, not by their lines: sorting a plan changes nothing here.

use std::collections::BTreeMap;

use crate::date::{self, Date};
use crate::judge::gap::{Gap, State, interval};
use crate::judge::scope::Scope;
use crate::judge::witness::Witness;
use crate::problem::Place;
use crate::text::{Lang, misleads};

/// The first line of a snapshot.
pub const FORMAT: &str = "envcoop/snapshot/1";

/// The facts of an analysis: what each is about, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    facts: BTreeMap<Key, String>,
}

/// What a fact is about. The order is that of the lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// How the analysis was asked for.
    Term(String),
    /// A challenge, an area, or all measures.
    Group(String),
    /// A measure.
    Measure(String),
    /// A need of a measure, or its money in a currency.
    Part(String, String),
}

impl Key {
    /// Returns how its line begins.
    fn subject(&self) -> String {
        match self {
            Key::Term(name) | Key::Group(name) | Key::Measure(name) => name.clone(),
            Key::Part(measure, part) => format!("{measure} {part}"),
        }
    }
}

/// A fact that an analysis and a snapshot do not agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about, as its line begins.
    pub subject: String,
    /// What the snapshot says; none where it has no such line.
    pub was: Option<String>,
    /// What the analysis says; none where it has no such line.
    pub now: Option<String>,
    /// Where the row stands that decides a need now.
    pub place: Option<Place>,
}

/// The words that open the lines on how an analysis was asked for.
const TERMS: [&str; 8] =
    ["as-of", "blank", "framework", "profile", "filter", "period", "targets", "left-out"];
/// The word that stands for all measures.
const OVERALL: &str = "overall";

/// A text that is no snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSnapshot {
    /// The first line that is none of a snapshot's, counted from 1.
    pub line: u64,
}

impl Snapshot {
    /// Takes down an analysis, and what it is restricted to.
    pub fn of(gap: &Gap, scope: &Scope) -> Snapshot {
        let (framework, rules) = (&gap.framework, gap.rules);
        let mut facts = BTreeMap::new();
        for (term, value) in TERMS.into_iter().zip([
            Some(rules.as_of.to_string()),
            Some(rules.blank.code().to_owned()),
            Some(format!("{} {}", framework.id, framework.version)),
            Some(rules.profile.code().to_owned()),
            (!scope.filter.is_empty()).then(|| scope.filter.words(Lang::En)),
            scope.period.map(|period| period.to_string()),
            scope.targets.as_ref().map(|targets| line_of(&targets.file)),
            (gap.tally.refused > 0).then(|| gap.tally.refused.to_string()),
        ]) {
            facts.extend(value.map(|value| (Key::Term(term.to_owned()), value)));
        }
        let challenges = framework.challenges.iter().map(|c| c.id.as_str()).zip(&gap.challenges);
        let areas = framework.areas.iter().map(|a| a.id.as_str()).zip(&gap.areas);
        for (id, group) in challenges.chain(areas).chain([(OVERALL, &gap.overall)]) {
            facts.insert(Key::Group(id.to_owned()), interval(group.interval));
        }
        for result in &gap.measures {
            let id = &framework.measure(result.measure).id;
            let tally = &gap.tally.measures[result.measure.at()];
            let figure = format!("{} {}", interval(result.interval), result.state.code());
            facts.insert(Key::Measure(id.clone()), figure);
            for (currency, sums) in &tally.money {
                let money = format!("committed {} proposed {}", sums.committed, sums.proposed);
                facts.insert(Key::Part(id.clone(), currency.to_string()), money);
            }
            if result.state == State::NotApplicable {
                continue;
            }
            for &need in result.profile.needs() {
                let answer = result.answers.get(need).code();
                let row = tally.needs[need as usize].witness();
                let row = row.map_or_else(String::new, |row| format!(" {}", line_of(&row.id)));
                facts.insert(
                    Key::Part(id.clone(), need.code().to_owned()),
                    format!("{answer}{row}"),
                );
            }
        }
        Snapshot { facts }
    }

    /// Reads a snapshot.
    ///
    /// # Errors
    /// Names the first line that is none of a snapshot's.
    pub fn read(text: &str) -> Result<Snapshot, NoSnapshot> {
        let mut lines = (1..).zip(text.lines());
        match lines.next() {
            Some((_, FORMAT)) => {}
            _ => return Err(NoSnapshot { line: 1 }),
        }
        let mut facts = BTreeMap::new();
        for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let (subject, rest) = line.split_once(' ').ok_or(NoSnapshot { line: n })?;
            let (key, value) = match rest.split_once(' ') {
                _ if TERMS.contains(&subject) => (Key::Term(subject.to_owned()), rest),
                None => (Key::Group(subject.to_owned()), rest),
                Some((figure, _)) if figure.contains('–') => {
                    (Key::Measure(subject.to_owned()), rest)
                }
                Some((part, value)) => (Key::Part(subject.to_owned(), part.to_owned()), value),
            };
            if facts.insert(key, value.to_owned()).is_some() {
                return Err(NoSnapshot { line: n });
            }
        }
        Ok(Snapshot { facts })
    }

    /// Returns what each fact is about and what is said of it, in the order of the lines.
    pub fn facts(&self) -> impl Iterator<Item = (String, &str)> {
        self.facts.iter().map(|(key, fact)| (key.subject(), fact.as_str()))
    }

    /// Writes a snapshot.
    pub fn write(&self) -> String {
        let facts = self.facts().map(|(subject, fact)| format!("{subject} {fact}\n"));
        [format!("{FORMAT}\n")].into_iter().chain(facts).collect()
    }

    /// Returns the day at which the analysis was made.
    pub fn as_of(&self) -> Option<Date> {
        let day = self.facts.get(&Key::Term(TERMS[0].to_owned()))?;
        date::parse(day).ok()
    }

    /// Returns how an analysis differs from this snapshot, in the order of the lines.
    pub fn differences(&self, gap: &Gap, scope: &Scope) -> Vec<Difference> {
        let now = Snapshot::of(gap, scope);
        let mut keys: Vec<&Key> = self.facts.keys().chain(now.facts.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        let changed = keys.into_iter().filter(|&key| self.facts.get(key) != now.facts.get(key));
        let difference = |key: &Key| Difference {
            subject: key.subject(),
            was: self.facts.get(key).cloned(),
            now: now.facts.get(key).cloned(),
            place: row_of(gap, key).map(|row| row.place.clone()),
        };
        changed.map(difference).collect()
    }
}

/// Returns the row that decides a need.
fn row_of<'a>(gap: &'a Gap, key: &Key) -> Option<&'a Witness> {
    let Key::Part(measure, part) = key else { return None };
    let measure = gap.framework.measure_idx(measure)?;
    let need = gap.rules.profile.needs().iter().find(|need| need.code() == part)?;
    gap.tally.measures[measure.at()].needs[*need as usize].witness()
}

/// Keeps an id on its line.
fn line_of(id: &str) -> String {
    id.chars().map(|c| if misleads(c) { '\u{b7}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "envcoop/snapshot/1\nas-of 2027-06-30\nframework mini 1.0.0\nC1 80.0–90.0\n\
                    overall –\nW1.2 60.0–80.0 action-gap\nW1.2 timely unmet A 3\nW1.2 CNY committed 1.00 proposed 0.00\n";
        let snapshot = Snapshot::read(text).expect("a snapshot");
        assert_eq!(Snapshot::read(&snapshot.write()), Ok(snapshot.clone()));
        assert_eq!(snapshot.as_of().map(|day| day.to_string()).as_deref(), Some("2027-06-30"));
        assert_eq!(snapshot.facts.len(), 7);
    }

    #[test]
    fn what_is_no_snapshot_is_refused_with_its_line() {
        let refused = |line| Err(NoSnapshot { line });
        assert_eq!(Snapshot::read(""), refused(1));
        assert_eq!(Snapshot::read("id,status\n"), refused(1));
        assert_eq!(Snapshot::read("envcoop/snapshot/1\nC1 1.0–2.0\nnothing\n"), refused(3));
        assert_eq!(Snapshot::read("envcoop/snapshot/1\nC1 1.0–2.0\nC1 1.0–3.0\n"), refused(3));
    }
}
