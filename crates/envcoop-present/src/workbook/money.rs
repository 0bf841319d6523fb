//! Money per measure and currency, and its sums by challenge: two sheets, since each is a table to
//! sort and filter.

use envcoop_core::study::Study;
use envcoop_forms::workbook::{Book, Grid, WorkbookError, filled};
use rust_xlsxwriter::Worksheet;

use crate::tables;

/// Fills the sheet of measures and returns it with that of challenges.
pub(super) fn fill(
    book: &Book<'_>,
    study: &Study,
    [of_measures, of_challenges]: [Worksheet; 2],
) -> Result<[Worksheet; 2], WorkbookError> {
    let table = tables::money(study);
    let (columns, rows) = filled(book.words, &table, "\n");
    let widths: Vec<usize> = columns.iter().map(|column| column.width).collect();
    let mut grid = Grid::begin(&book.looks, of_measures, 0, columns)?;
    rows.iter().try_for_each(|row| grid.push(row))?;
    let of_measures = grid.end()?;

    let table = tables::challenge_money(study);
    let (mut columns, rows) = filled(book.words, &table, "\n");
    // Who leafs from one sheet to the other finds the columns in their places.
    columns.iter_mut().zip(widths).for_each(|(column, width)| column.width = width);
    let mut grid = Grid::begin(&book.looks, of_challenges, 0, columns)?;
    rows.iter().try_for_each(|row| grid.push(row))?;
    Ok([of_measures, grid.end()?])
}
