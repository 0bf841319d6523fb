//! Totals below the rows, held against what the rows add up to.

use std::sync::Arc;

use envcoop_core::money::{Cents, parse_published};
use envcoop_core::plan::Column;
use envcoop_core::problem::{Problem, Problems, Severity, quoted};
use envcoop_core::text::Text;
use envcoop_words::import as say;

use crate::mapping::field::Field;
use crate::mapping::{Mapping, Pick, key};
use crate::table::{Row, State};

/// What the amounts of the rows add up to, in the table's own units.
pub(super) struct Totals {
    /// The columns of amounts, each with its sum; nothing where that is not known.
    sums: Vec<(usize, Option<Cents>)>,
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
        Totals { sums: columns.map(|at| (at, None)).collect(), sheet: None }
    }

    /// Adds the amounts of a row.
    pub fn add(&mut self, row: &Row<'_>) {
        if self.sheet.as_ref() != Some(&row.part.place) {
            self.sheet = Some(Arc::clone(&row.part.place));
            self.sums.iter_mut().for_each(|(_, sum)| *sum = Some(Cents(0)));
        }
        for (at, sum) in &mut self.sums {
            let is_repeated = row.cells.get(*at).is_some_and(|c| c.state == State::Repeated);
            match (parse_published(row.text(*at)), sum.as_mut()) {
                _ if is_repeated || row.text(*at).is_empty() => {}
                (Some((cents, false)), Some(sum)) => *sum += cents,
                // What is no plain number, or finer than a cent, cannot be held against a total.
                _ => *sum = None,
            }
        }
    }

    /// Holds a total against what the rows above it add up to.
    pub fn check(&self, row: &Row<'_>, problems: &mut Problems) {
        // A total above the rows of a sheet is none of those of the sheet before.
        if !is_of_all_rows(row) || self.sheet.as_ref() != Some(&row.part.place) {
            return;
        }
        for (at, sum) in &self.sums {
            let (Some((total, _)), Some(sum)) = (parse_published(row.text(*at)), *sum) else {
                continue;
            };
            if total != sum {
                problems.add(Severity::Warning, || {
                    let text = row.text(*at);
                    let message = Text::new(|lang| say::total_differs(lang, quoted(text), sum));
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
