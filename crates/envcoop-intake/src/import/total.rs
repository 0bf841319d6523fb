//! Totals below the rows, held against what the rows add up to.

use std::sync::Arc;

use envcoop_core::plan::Column;
use envcoop_core::problem::{Problem, Problems, Severity, quoted};
use envcoop_core::text::Text;
use envcoop_words::import as say;

use crate::mapping::apply::Applier;
use crate::mapping::field::Field;
use crate::mapping::sum::Sum;
use crate::mapping::{Mapping, Pick, key};
use crate::table::{Row, State};

/// What the amounts of the rows add up to.
pub(super) struct Totals {
    /// The columns of amounts, each with its sum.
    sums: Vec<(usize, Sum)>,
    /// The sheet on which the rows stand.
    sheet: Option<Arc<str>>,
}

impl Totals {
    /// Finds the columns of amounts of a table.
    pub fn of(mapping: &Mapping, names: &[String]) -> Totals {
        let rule = mapping.rule(Field::Column(Column::Budget));
        let columns = |name: &String| rule.is_some_and(|rule| rule.from.contains(name));
        let n = if rule.is_some_and(|rule| rule.pick == Pick::Sum) { names.len() } else { 1 };
        let columns = (0..names.len()).filter(|&at| columns(&names[at])).take(n);
        Totals { sums: columns.map(|at| (at, Sum::default())).collect(), sheet: None }
    }

    /// Adds the amounts of a row.
    pub fn add(&mut self, row: &Row<'_>, applier: &Applier<'_>) {
        if self.sheet.as_ref() != Some(&row.part.place) {
            self.sheet = Some(Arc::clone(&row.part.place));
            self.sums.iter_mut().for_each(|(_, sum)| *sum = Sum::default());
        }
        for (at, sum) in &mut self.sums {
            let is_repeated = row.cells.get(*at).is_some_and(|c| c.state == State::Repeated);
            if !is_repeated && !row.text(*at).is_empty() {
                sum.add(applier.worth(*at, row));
            }
        }
    }

    /// Holds a total against what the rows above it add up to.
    pub fn check(&self, row: &Row<'_>, applier: &Applier<'_>, problems: &mut Problems) {
        // A total above the rows of a sheet is none of those of the sheet before.
        if !is_of_all_rows(row) || self.sheet.as_ref() != Some(&row.part.place) {
            return;
        }
        for (at, sum) in &self.sums {
            let (Some(total), Some(of_rows)) = (applier.worth(*at, row), sum.worth()) else {
                continue;
            };
            if !sum.is(total) {
                problems.add(Severity::Warning, || {
                    let text = row.text(*at);
                    let sum = applier.unit().counted(of_rows.cents);
                    let message = Text::new(|lang| say::total_differs(lang, quoted(text), &sum));
                    Problem::warning(row.place(*at), message).hint(say::TOTAL_DIFFERS_HINT)
                });
            }
        }
    }
}

/// Tells whether a total is that of all rows, and not of some.
fn is_of_all_rows(row: &Row<'_>) -> bool {
    !row.cells.iter().any(|cell| {
        let text = key(cell.text);
        text.starts_with("小计") || text.starts_with("sub")
    })
}
