//! What is missing, worst first, with columns for people to say who does what about it.

use envcoop_core::study::Study;
use envcoop_core::text::Label;
use envcoop_forms::table::Kind;
use envcoop_forms::workbook::{Book, Cell, Column, Grid, WorkbookError, columns, put_first};
use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

use super::cell;
use crate::tables;

/// The columns that come first; those to fill follow, and to their right, for filtering and not for
/// paper, the others.
const FIRST: [&str; 8] = ["measure", "title", "state", "low", "high", "gap", "answer", "next_step"];
/// The columns to fill: their names, what they hold, how wide they are.
const TO_FILL: [(Label, Kind, usize); 3] = [
    (words::column::OWNER, Kind::Text, 16),
    (words::gap::DUE, Kind::Date, 12),
    (words::gap::ACTION, Kind::Text, 26),
];

pub(super) fn fill(
    book: &Book<'_>,
    study: &Study,
    sheet: Worksheet,
) -> Result<Worksheet, WorkbookError> {
    let mut rows = cell::rows(book.words, |lang| tables::gaps(&study.gap, lang));
    let mut columns = columns(book.words, &tables::GAPS, &rows);
    put_first(&FIRST, &tables::GAPS, &mut columns, &mut rows);
    let to_fill = FIRST.len()..FIRST.len();
    columns.splice(
        to_fill.clone(),
        TO_FILL.map(|(label, kind, width)| Column {
            title: book.words.all(label, "\n"),
            kind,
            is_code: false,
            is_to_fill: true,
            width,
        }),
    );
    let mut grid = Grid::begin(&book.looks, sheet, 0, columns)?;
    for row in &mut rows {
        row.splice(to_fill.clone(), TO_FILL.map(|_| Cell::blank()));
        grid.push(row)?;
    }
    Ok(grid.printing(FIRST.len() + TO_FILL.len()).with_bars()?.end()?)
}
