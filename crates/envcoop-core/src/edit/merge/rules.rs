//! What was merged, held against the rules of a plan.

use std::sync::Arc;

use envcoop_words::edit as say;

use super::Merged;
use super::together::Together;
use crate::framework::Framework;
use crate::plan::Column;
use crate::problem::{Place, Problem, Problems};
use crate::text::{Lang, Text};

impl Merged {
    /// Holds every row that an edit touched and that has no conflict against the rules of a plan.
    /// Returns the rows that break one. A problem is named where its cell stands; where cells of
    /// several files meet in it, at the row of the plan, which stands in `file`, with all of them.
    pub fn check(
        &self,
        file: &Arc<str>,
        framework: &Framework,
        problems: &mut Problems,
    ) -> Vec<usize> {
        let settled = self.touched.iter().filter(|(row, _)| {
            let id = self.plan.text(&self.plan.lines[**row], Column::Id);
            !self.conflicts.iter().any(|conflict| conflict.id == id)
        });
        let mut bad = Vec::new();
        for (&row, place) in settled {
            let line = &self.plan.lines[row];
            let mut found = Problems::default().keeping_all();
            if self.plan.check(line, place, framework, &mut found) {
                continue;
            }
            bad.push(row);
            let id = self.plan.text(line, Column::Id);
            let is_new = self.added.iter().any(|added| added.id == id);
            let own = Place { file: Arc::clone(file), line: line.number };
            for problem in found.kept() {
                let problem = problem.clone();
                problems.push(if is_new { problem } else { self.placed(problem, id, &own) });
            }
        }
        bad
    }

    /// Names a problem of a merged row where the cells stand that break the rule.
    fn placed(&self, problem: Problem, id: &str, own: &Place) -> Problem {
        let column = problem.column.as_deref();
        let known = Column::ALL.into_iter().find(|known| Some(known.code()) == column);
        let group = known.and_then(Together::of_column).map(Together::columns);
        let names: Vec<&str> = match &group {
            Some(group) => group.iter().map(|column| column.code()).collect(),
            None => column.into_iter().collect(),
        };
        let place_of = |name: &str| {
            let change =
                self.changes.iter().find(|change| change.id == id && change.column == name);
            change.map_or(own, |change| &change.to.place)
        };
        // A rule of one cell names that cell only.
        let meets =
            group.is_some() && names.iter().any(|name| place_of(name) != place_of(names[0]));
        if !meets || !spans_cells(&problem, known) {
            let place = column.map_or(own, place_of).clone();
            return Problem { place, ..problem };
        }
        let hint = Text::new(|lang| {
            let from = names.iter().map(|name| say::comes_from(lang, name, place_of(name)));
            say::sound_apart(lang, from.collect::<Vec<_>>().join(lang.comma()))
        });
        let message = Text::new(|lang| say::in_merged_row(lang, id, problem.message.get(lang)));
        Problem { place: own.clone(), message, hint: Some(hint), ..problem }
    }
}

/// Tells whether a rule is about several cells of the row: it names, in English, the other column. What stands in
/// backticks is a value and names nothing.
fn spans_cells(problem: &Problem, column: Option<Column>) -> bool {
    let other = column.and_then(|column| {
        let group = Together::of_column(column)?.columns();
        group.into_iter().find(|other| *other != column)
    });
    let mut words = problem.message.get(Lang::En).split('`').step_by(2);
    other.is_some_and(|other| words.any(|words| words.contains(other.code())))
}
