//! What people decided in plans: which measures rows serve, and which proposals they refused.

use std::collections::HashMap;

use envcoop_core::edit::review::{is_by_person, is_decision};
use envcoop_core::framework::{Framework, LearnedPolicy, MeasureIdx};
use envcoop_core::plan::{Column, Document, canonical, grammar};
use envcoop_core::text::{folded, name_key, trim};

use crate::classify::{IMPORT_COLUMNS, Learned, Lesson, proposed_in};

/// Rows that people decided.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    lessons: Vec<Lesson>,
    /// Measures by id and title: a row that says something else now is another one.
    by_row: HashMap<(String, String), Decision>,
}

/// What a person decided of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The measures, as the plan writes them; blank where it serves none.
    pub measures: String,
    /// Why measures had been proposed: what was refused stays known from plan to plan.
    pub why: String,
}

/// How many rows of a plan people decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that serve measures.
    pub n_accepted: u64,
    /// Rows that serve none.
    pub n_refused: u64,
}

impl Decisions {
    /// Adds the rows of a plan that a person decided. What was proposed before stands in its column
    /// `why`, where the tools left it.
    pub fn add(&mut self, plan: &Document, framework: &Framework) -> Counts {
        let why = plan.headings.iter().position(|heading| trim(&heading.text) == IMPORT_COLUMNS[1]);
        let mut counts = Counts::default();
        for line in plan.lines.iter().filter(|line| is_by_person(plan, line)) {
            let measures = trim(plan.text(line, Column::Measures));
            let title = trim(plan.text(line, Column::Title));
            let id_of = |text: &str| framework.measure_idx(grammar::share(text).0);
            let accepted: Vec<MeasureIdx> = grammar::parts(measures).filter_map(id_of).collect();
            let proposed = why.and_then(|at| line.cells.get(at)).map_or("", String::as_str);
            let refused = proposed_in(proposed)
                .filter_map(|id| framework.measure_idx(id))
                .filter(|measure| !accepted.contains(measure))
                .collect();
            match measures {
                "" => counts.n_refused += 1,
                _ => counts.n_accepted += 1,
            }
            let key = key(plan.text(line, Column::Id), title);
            let decision = Decision { measures: measures.to_owned(), why: proposed.to_owned() };
            self.by_row.insert(key, decision);
            self.lessons.push(Lesson { title: title.to_owned(), accepted, refused });
        }
        counts
    }

    /// Returns how many rows people decided, each by its id and title once.
    pub fn n_rows(&self) -> u64 {
        self.by_row.len() as u64
    }

    /// Tells whether a row of these cells says what a person decided of it.
    pub fn are_in(&self, cells: &[String; Column::COUNT]) -> bool {
        let [measures, link] = [Column::Measures, Column::Link].map(|own| &cells[own as usize]);
        let column = Some(Column::Measures);
        let is_same =
            |own: &Decision| canonical(column, &own.measures) == canonical(column, measures);
        is_decision(measures, link) && self.of(cells).is_some_and(is_same)
    }

    /// Learns from the rows.
    pub fn learned(&self, policy: &LearnedPolicy) -> Learned {
        Learned::of(&self.lessons, policy)
    }

    /// Returns what a person decided of the row of these cells.
    pub fn of(&self, cells: &[String; Column::COUNT]) -> Option<&Decision> {
        let [id, title] = [Column::Id, Column::Title].map(|column| cells[column as usize].as_str());
        self.by_row.get(&key(id, title))
    }
}

/// What tells rows apart.
fn key(id: &str, title: &str) -> (String, String) {
    (folded(trim(id)).into_owned(), name_key(title))
}

#[cfg(test)]
mod tests {
    use envcoop_core::framework::shipped;
    use envcoop_core::plan::{Heading, Line};

    use super::*;

    #[test]
    fn only_what_a_person_decided_is_remembered() {
        let framework = shipped("two-services-2012").expect("shipped").expect("sound");
        let headings = ["id", "measures", "title", "link", "why"].map(Heading::new).to_vec();
        let line =
            |text: &str| Line { number: 0, cells: text.split(',').map(str::to_owned).collect() };
        let lines = [
            "A1,W2.5,Survey of POPs,human,W2.5 1.25: title",
            "A2,,Green film week,human,W2.2 1.25: title",
            "A3,W2.2,Clean air,rule,W2.2 1.25: title",
            "A4,,Nothing yet,,",
            "A5,W2.3:60;W2.5:40,Mercury,,",
        ];
        let plan = Document { headings, lines: lines.map(line).to_vec() };
        let mut decisions = Decisions::default();
        let counts = decisions.add(&plan, &framework);
        assert_eq!(counts, Counts { n_accepted: 2, n_refused: 1 });
        let of = |id: &str, title: &str| {
            let mut cells: [String; Column::COUNT] = std::array::from_fn(|_| String::new());
            cells[Column::Id as usize] = id.to_owned();
            cells[Column::Title as usize] = title.to_owned();
            decisions.of(&cells).map(|own| own.measures.clone())
        };
        assert_eq!(of("A2", "Green film  week").as_deref(), Some(""));
        assert_eq!(of("A5", "mercury").as_deref(), Some("W2.3:60;W2.5:40"));
        assert_eq!(of("A2", "Another title"), None);
        assert_eq!(of("A3", "Clean air"), None);
        assert_eq!(decisions.lessons[1].refused, [framework.measure_idx("W2.2").expect("there")]);
    }
}
