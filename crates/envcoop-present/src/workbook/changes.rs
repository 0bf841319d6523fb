//! What changed since the baseline: the challenges, then each need that is answered otherwise, and
//! because of which row.

use envcoop_core::judge::change::Changes;
use envcoop_forms::workbook::{Book, Grid, WorkbookError, filled, n_printed};
use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

use crate::tables;

pub(super) fn fill(
    book: &Book<'_>,
    changes: &Changes,
    sheet: Worksheet,
) -> Result<Worksheet, WorkbookError> {
    let (needs, challenges) = (tables::differences(changes), tables::challenge_changes(changes));
    let (mut of_needs, need_rows) = filled(book.words, &needs, "\n");
    let (mut columns, rows) = filled(book.words, &challenges, "\n");
    // The wider column decides, above or below.
    for (column, below) in columns.iter_mut().zip(&mut of_needs) {
        column.width = column.width.max(below.width);
        below.width = column.width;
    }
    let mut grid = Grid::begin(&book.looks, sheet, 0, columns)?;
    rows.iter().try_for_each(|row| grid.push(row))?;
    let heading = grid.last() + 2;
    let mut sheet = grid.plain()?;
    let text = book.words.all(words::change::NEED_BY_NEED, " / ");
    book.line(&mut sheet, heading, &text, &book.looks.loud())?;
    let mut grid = Grid::begin(&book.looks, sheet, heading + 1, of_needs)?;
    need_rows.iter().try_for_each(|row| grid.push(row))?;
    Ok(grid.printing(n_printed(&needs)).end()?)
}
