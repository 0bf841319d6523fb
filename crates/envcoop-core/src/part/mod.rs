//! A part of a plan, added up apart from the others: what machines hand to each other, as one line of
//! JSON each, in place of the rows.

mod read;
mod write;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use envcoop_words::problem::{file, tally as say};

pub use self::read::named_framework;
use crate::date::Date;
use crate::framework::Framework;
use crate::judge::habits::Habits;
use crate::judge::judged::Rules;
use crate::judge::period::{Period, PeriodCounts};
use crate::judge::scope::Scope;
use crate::judge::tally::Tally;
use crate::judge::witness::Witness;
use crate::plan::Column;
use crate::problem::{Place, Problem, Problems, Severity, quoted};
use crate::study::{Input, Portfolio, Wanted};
use crate::text::Text;
use crate::vocabulary::{Blank, Profile};

/// The name and version of the format.
pub const FORMAT: &str = "envcoop-tally/1";

/// No count is larger than what every program can hold exactly.
const MOST: u64 = 1 << 53;

/// Under what rows were read and added up. Which measures are looked at, and which of their needs
/// count, is asked of the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The day at which lateness was judged.
    pub as_of: Date,
    /// What a blank means, where somebody said so.
    pub blank: Option<Blank>,
    /// Which rows were taken, where not all were.
    pub period: Option<Period>,
    /// Whether words for not known and for none were kept as text.
    pub is_literal: bool,
    /// Whether a cell that cannot be read was taken as not known.
    pub is_lenient: bool,
}

impl Terms {
    /// Returns how rows are judged.
    pub fn rules(&self, profile: Profile) -> Rules {
        Rules { profile, as_of: self.as_of, blank: self.blank.unwrap_or_default() }
    }

    /// Returns what is compared, each with its key.
    fn facts(&self) -> [(&'static str, String); 5] {
        let Terms { as_of, blank, period, is_literal, is_lenient } = self;
        let none = || "null".to_owned();
        [
            ("basis.as_of", as_of.to_string()),
            ("basis.blank", blank.map_or_else(none, |own| own.code().to_owned())),
            ("basis.period", period.map_or_else(none, |own| own.to_string())),
            ("basis.literal", is_literal.to_string()),
            ("basis.lenient", is_lenient.to_string()),
        ]
    }
}

/// A part of a plan, added up. Parts add up in any order, and any split of a plan comes to the same.
#[derive(Clone, Debug)]
pub struct Part {
    /// Where it stands: its file, or that of the first that was added to it.
    pub place: Place,
    /// Under what it was made.
    pub terms: Terms,
    /// What its rows add up to, measure by measure.
    pub tally: Tally,
    /// What the period left out.
    pub left_out: PeriodCounts,
    /// What its rows do throughout.
    pub habits: Habits,
    /// Whether all that was read were published activities.
    pub is_published: bool,
    /// What was read, sorted.
    pub inputs: Vec<Input>,
    /// How many parts were added up.
    pub parts: u64,
    /// The ids of its rows in comparable spelling, each with its row, where they are on record.
    pub ids: Option<BTreeMap<String, Witness>>,
    /// Whether no id stands in two of the parts; known where each had its ids on record.
    pub is_compared: bool,
}

impl Part {
    /// Adds another part. What keeps the two from being added is told in `problems`, and the sums
    /// mean nothing then.
    pub fn merge(&mut self, other: Part, problems: &mut Problems) {
        let theirs = other.terms.facts();
        let mut pairs = self.terms.facts().into_iter().zip(theirs);
        if let Some(((key, own), (_, theirs))) = pairs.find(|(own, theirs)| own != theirs) {
            let first = &self.place;
            let message =
                Text::new(|lang| say::other_terms(lang, quoted(&theirs), quoted(&own), first));
            let problem = Problem::fatal(other.place, message).column(key);
            return problems.push(problem.hint(say::OTHER_TERMS_HINT));
        }
        if self.tell_twice(&other, problems) {
            return;
        }
        let counts = |own: &Part| [own.tally.rows, own.tally.refused, own.left_out.outside];
        if counts(self).iter().zip(counts(&other)).any(|(own, theirs)| own + theirs > MOST) {
            let problem = Problem::fatal(other.place, say::TOO_MANY);
            return problems.push(problem.hint(say::TOO_MANY_HINT));
        }
        if let Err(foreign) = self.tally.merge(&other.tally) {
            return problems.push(Problem::fatal(other.place, foreign.to_string()));
        }
        self.left_out.outside += other.left_out.outside;
        self.left_out.undated += other.left_out.undated;
        self.habits.merge(&other.habits);
        self.is_published &= other.is_published;
        self.inputs.extend(other.inputs);
        self.inputs.sort();
        self.parts = self.parts.saturating_add(other.parts);
        self.is_compared &= other.is_compared && self.ids.is_some() && other.ids.is_some();
        self.ids = match (self.ids.take(), other.ids) {
            (Some(own), Some(theirs)) => Some(united(own, theirs, problems)),
            _ => None,
        };
    }

    /// Tells which inputs with rows are in both, and whether there are any.
    fn tell_twice(&self, other: &Part, problems: &mut Problems) -> bool {
        let with_rows = |input: &&Input| input.rows + input.refused > 0;
        let own: BTreeMap<&str, &Input> =
            self.inputs.iter().filter(with_rows).map(|input| (&*input.sha256, input)).collect();
        let before = problems.n_errors();
        for input in other.inputs.iter().filter(with_rows) {
            let Some(first) = own.get(&*input.sha256) else { continue };
            let message = Text::new(|lang| {
                say::twice(lang, quoted(&input.name), &input.sha256, quoted(&first.name))
            });
            let problem = Problem::fatal(other.place.clone(), message).column("inputs");
            problems.push(problem.hint(say::TWICE_HINT));
        }
        problems.n_errors() > before
    }

    /// Returns the portfolio of the parts that were added up, looked at under a scope whose period is
    /// theirs.
    pub fn portfolio(self, scope: Scope, profile: Profile, advice: bool) -> Portfolio {
        let wanted = Wanted { advice, ..Wanted::default() };
        let mut portfolio = Portfolio::new(scope, self.terms.rules(profile), wanted);
        portfolio.advise(self.habits.advice(self.tally.refused));
        let default = if self.is_published { Blank::Unknown } else { Blank::Unmet };
        portfolio.tell_blank(self.terms.blank.unwrap_or(default));
        portfolio.take(self.tally, self.left_out);
        portfolio
    }

    /// Reads one of the JSON objects of a file, which stands at `place`.
    ///
    /// # Errors
    /// Names the key, the value and the way out.
    pub fn read(
        place: Place,
        value: &serde_json::Value,
        framework: &Framework,
    ) -> Result<Part, Box<Problem>> {
        read::part(place, value, framework)
    }

    /// Writes it as one line.
    pub fn line(&self, framework: &Framework) -> String {
        format!("{}\n", write::part(self, framework))
    }
}

/// Unites ids; tells which ones stand in both, at the later row.
fn united(
    mut own: BTreeMap<String, Witness>,
    theirs: BTreeMap<String, Witness>,
    problems: &mut Problems,
) -> BTreeMap<String, Witness> {
    for (id, row) in theirs {
        match own.entry(id) {
            Entry::Vacant(free) => drop(free.insert(row)),
            Entry::Occupied(mut there) => {
                let [first, later] = match row < *there.get() {
                    true => [row, there.get().clone()],
                    false => [there.get().clone(), row],
                };
                problems.add(Severity::Fatal, || {
                    let message =
                        Text::new(|lang| file::id_used(lang, quoted(&later.id), &first.place));
                    Problem::fatal(later.place, message)
                        .column(Column::Id.code())
                        .hint(file::ID_USED_HINT)
                });
                there.insert(first);
            }
        }
    }
    own
}
