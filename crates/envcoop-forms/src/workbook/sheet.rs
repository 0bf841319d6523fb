//! A document on a sheet, from top to bottom.

use rust_xlsxwriter::{Format, Worksheet};

use super::{Grid, Looks, Words, WorkbookError, filled, n_printed, visible};
use crate::document::{Block, Line};

/// Writes a line that runs over the columns.
///
/// # Errors
/// Passes on what the writer of workbooks refuses.
pub fn line(
    sheet: &mut Worksheet,
    looks: &Looks,
    row: u32,
    text: &str,
    format: &Format,
) -> Result<(), WorkbookError> {
    sheet.write_string_with_format(row, 0, visible(text), format)?;
    sheet.set_row_height(row, looks.height([(text, usize::from(u16::MAX))]))?;
    Ok(())
}

/// Writes a document onto a sheet. Of one table alone the header stays in view and rows can be
/// filtered; pictures are left to pages.
///
/// # Errors
/// Names what does not fit; passes on what the writer of workbooks refuses.
pub fn fill(
    mut sheet: Worksheet,
    looks: &Looks,
    words: Words<'_>,
    document: &[Block<'_>],
) -> Result<Worksheet, WorkbookError> {
    let langs = words.langs();
    let said = |line: &Line<'_>| -> String {
        let parts = line.0.iter().map(|part| part.words.all(langs, " / "));
        parts.collect()
    };
    let is_only = document.iter().filter(|b| matches!(b, Block::Table(..))).count() == 1;
    let mut row = 0;
    for block in document.iter().filter(|block| block.is_shown()) {
        let (lines, format) = match block {
            Block::Title(words) => (vec![words.all(langs, " / ").into_owned()], looks.title()),
            Block::Heading(_, words) => (vec![words.all(langs, " / ").into_owned()], looks.loud()),
            Block::Text(lines) => (lines.iter().map(said).collect(), looks.line()),
            Block::List(_, items) => {
                (items.iter().map(|item| format!("– {}", said(item))).collect(), looks.line())
            }
            Block::Picture { about, .. } => {
                (vec![about.all(langs, " / ").into_owned()], looks.line())
            }
            Block::Note(note) => (vec![said(note)], looks.hint()),
            Block::Data(_) => continue,
            Block::Table(table, _) | Block::Account(table, _) => {
                let key = if let Block::Table(_, key) = block { key.as_ref() } else { None };
                let (columns, rows) = filled(words, table, "\n");
                let mut grid = Grid::begin(looks, sheet, row, columns)?;
                rows.iter().try_for_each(|row| grid.push(row))?;
                row = grid.last() + 2;
                let grid = grid.printing(n_printed(table)).with_bars()?;
                sheet = if is_only { grid.end()? } else { grid.plain()? };
                let key = key.iter().map(|key| key.all(langs, " / ").into_owned());
                (key.collect(), looks.hint().unset_text_wrap())
            }
        };
        for text in lines {
            line(&mut sheet, looks, row, &text, &format)?;
            row += 1;
        }
        if !matches!(block, Block::Heading(..) | Block::Table(_, None) | Block::Account(..)) {
            row += 1;
        }
    }
    Ok(sheet)
}
