//! What a new version of the strategy asks people to look at: rows to review again with what they
//! answered to before, and rows with measures that are retired.

use envcoop_core::edit::migrate::{RETIRED, REVIEW};
use envcoop_core::plan::{Column, Document, Heading, Line};
use envcoop_core::text::trim;
use envcoop_forms::workbook::{Book, WorkbookError};
use envcoop_words as words;
use rust_xlsxwriter::{Color, Worksheet};

/// The widths of the columns: the row, its title, what to do, the measures that are gone.
const WIDTHS: [f64; 4] = [18.0, 44.0, 70.0, 22.0];

/// Fills the sheet; tells whether there is anything to look at.
pub(super) fn fill(
    book: &Book<'_>,
    plan: &Document,
    sheet: &mut Worksheet,
) -> Result<bool, WorkbookError> {
    let position = |header: &str| {
        let is_it = |heading: &Heading| heading.column.is_none() && trim(&heading.text) == header;
        plan.headings.iter().position(is_it)
    };
    let (review, retired) = (position(REVIEW), position(RETIRED));
    let text = |line: &'_ Line, at: Option<usize>| -> String {
        at.and_then(|at| line.cells.get(at)).cloned().unwrap_or_default()
    };
    let body = book.looks.data().set_text_wrap();
    let header = body.clone().set_bold();
    let headers =
        [Column::Id.label(), Column::Title.label(), words::sheet::REVIEW, words::review::RETIRED];
    for (col, (label, width)) in (0u16..).zip(headers.into_iter().zip(WIDTHS)) {
        sheet.write_string_with_format(0, col, book.words.first(label), &header)?;
        sheet.set_column_width(col, width)?;
    }
    let mut row = 0;
    for line in &plan.lines {
        let (review, retired) = (text(line, review), text(line, retired));
        if review.is_empty() && retired.is_empty() {
            continue;
        }
        row += 1;
        let id = plan.text(line, Column::Id).to_owned();
        let title = plan.text(line, Column::Title).to_owned();
        for (col, cell) in (0u16..).zip([id, title, review, retired]) {
            sheet.write_string_with_format(row, col, cell, &body)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?.set_tab_color(Color::RGB(0xC2571A));
    sheet.set_landscape().set_repeat_rows(0, 0)?;
    Ok(row > 0)
}
