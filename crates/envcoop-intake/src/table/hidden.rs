//! What is hidden of a sheet: it is read like everything else, and named, so that nobody is surprised.

use std::collections::BTreeSet;

use envcoop_core::problem::{Place, Problem};
use envcoop_core::text::Text;
use envcoop_words::problem::table as say;

use super::Part;
use crate::plan::workbook::{RawSheet, column_name};

/// How many stretches of rows or columns are named.
const MOST_NAMED: usize = 12;

/// Says what is hidden of a sheet that is read: the sheet itself, rows under the header and columns that
/// hold something.
pub(super) fn notes(part: &Part, sheet: &RawSheet, n_columns: usize) -> Vec<Problem> {
    let place = || Place { file: part.place.clone(), line: 0 };
    let hidden = &sheet.hidden;
    let mut notes = Vec::new();
    if hidden.is_whole {
        notes.push(Problem::note(place(), say::HIDDEN_SHEET));
    }
    if hidden.rows.is_empty() && hidden.columns.is_empty() {
        return notes;
    }
    let is_in = |spans: &[(u32, u32)], at: u32| {
        let end = spans.partition_point(|(first, _)| *first <= at);
        end > 0 && spans[end - 1].1 >= at
    };
    let columns = part.first_column..part.first_column + n_columns as u32;
    let under = sheet.cells.iter().filter(|cell| u64::from(cell.at.0) >= part.header);
    let (mut rows, mut own_columns) = (BTreeSet::new(), BTreeSet::new());
    for (row, column) in under.map(|cell| cell.at) {
        if is_in(&hidden.rows, row) {
            rows.insert(row);
        }
        if columns.contains(&column) && is_in(&hidden.columns, column) {
            own_columns.insert(column);
        }
    }
    if !rows.is_empty() {
        let rows = spans(&rows, &|row| (row + 1).to_string());
        let message = Text::new(|lang| say::hidden_rows(lang, rows.join(lang.comma())));
        notes.push(Problem::note(place(), message));
    }
    if !own_columns.is_empty() {
        let columns = spans(&own_columns, &column_name);
        let message = Text::new(|lang| say::hidden_columns(lang, columns.join(lang.comma())));
        notes.push(Problem::note(place(), message));
    }
    notes
}

/// Names numbers in stretches: `3`, `5-7`.
fn spans(all: &BTreeSet<u32>, name: &dyn Fn(u32) -> String) -> Vec<String> {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for &at in all {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == at => *last = at,
            _ => spans.push((at, at)),
        }
    }
    let said = |&(first, last): &(u32, u32)| match first == last {
        true => name(first),
        false => format!("{}-{}", name(first), name(last)),
    };
    let more = (spans.len() > MOST_NAMED).then(|| "…".to_owned());
    spans.iter().take(MOST_NAMED).map(said).chain(more).collect()
}
