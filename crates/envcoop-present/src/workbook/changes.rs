//! What changed since the baseline: the challenges, then each need that is answered otherwise, and
//! because of which row.

use envcoop_core::judge::change::{ChangeKind, Changes};
use envcoop_forms::workbook::{Book, Column, Grid, WorkbookError, columns};
use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

use super::cell;
use crate::tables;

/// How many columns of needs are printed: up to the cause.
const PRINTED: usize = 7;

pub(super) fn fill(
    book: &Book<'_>,
    changes: &Changes,
    sheet: Worksheet,
) -> Result<Worksheet, WorkbookError> {
    let of_needs = cell::rows(book.words, |lang| tables::changes(changes, lang));
    let of_needs: Vec<_> = of_needs
        .into_iter()
        .zip(&changes.needs)
        .filter(|(_, need)| need.change != ChangeKind::Same)
        .map(|(row, _)| row)
        .collect();
    let columns_of_needs = columns(book.words, &tables::CHANGES, &of_needs);
    let rows = cell::rows(book.words, |lang| tables::challenge_changes(changes, lang));
    let mut columns = columns(book.words, &tables::CHALLENGE_CHANGES, &rows);
    // The columns below decide the widths: they are the wider ones.
    for (column, below) in columns.iter_mut().zip(&columns_of_needs) {
        column.width = column.width.max(below.width);
    }
    let widths: Vec<usize> = columns.iter().map(|column| column.width).collect();
    let mut grid = Grid::begin(&book.looks, sheet, 0, columns)?;
    rows.iter().try_for_each(|row| grid.push(row))?;
    let heading = grid.last() + 2;
    let mut sheet = grid.plain()?;
    let text = book.words.all(words::change::NEED_BY_NEED, " / ");
    book.line(&mut sheet, heading, &text, &book.looks.loud())?;
    let columns: Vec<Column> = columns_of_needs
        .into_iter()
        .enumerate()
        .map(|(at, column)| Column {
            width: widths.get(at).copied().unwrap_or(column.width),
            ..column
        })
        .collect();
    let mut grid = Grid::begin(&book.looks, sheet, heading + 1, columns)?;
    of_needs.iter().try_for_each(|row| grid.push(row))?;
    Ok(grid.printing(PRINTED).end()?)
}
