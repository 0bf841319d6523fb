//! Sheets in which a person decides row by row, each with a drop-down of what may be chosen.

use envcoop_core::text::Label;
use envcoop_forms::table::Filled;
use envcoop_forms::workbook::{Book, Grid, WorkbookError, filled};
use envcoop_words as words;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Formula, Workbook, Worksheet, utility,
};

/// What may be chosen in a row.
pub(super) struct Choice {
    /// The texts of the drop-down.
    pub(super) offered: Vec<String>,
    /// Whether another text may be typed.
    pub(super) takes_text: bool,
    /// What is said of a text that is none of them.
    pub(super) message: Label,
}

/// A table to decide in, row by row.
pub(super) struct Sheet<'s> {
    /// The name of the sheet.
    pub(super) name: Label,
    /// Its title.
    pub(super) title: String,
    /// What stands above the table, line by line.
    pub(super) lines: Vec<String>,
    /// The table.
    pub(super) table: Filled<'s>,
    /// What may be chosen in each of its rows.
    pub(super) choices: Vec<Choice>,
    /// The column in which is decided.
    pub(super) decision: u16,
    /// How many columns stay in view; none for what a table keeps by itself.
    pub(super) kept_in_view: Option<u16>,
}

/// Returns a workbook of sheets to decide in, and behind them of those `beside` to look something up.
///
/// # Errors
/// Names the text that no cell holds.
pub(super) fn workbook(
    book: &Book<'_>,
    sheets: &[Sheet<'_>],
    beside: impl IntoIterator<Item = Worksheet>,
    author: &str,
) -> Result<Vec<u8>, WorkbookError> {
    let mut lists = book.sheet(Worksheet::new(), words::sheet::LISTS, &book.title)?;
    let mut n_lists = 0;
    let mut workbook = Workbook::new();
    workbook.set_properties(&book.properties(author, None, [])?);
    for sheet in sheets {
        workbook.push_worksheet(page(book, sheet, &mut lists, &mut n_lists)?);
    }
    for page in beside {
        workbook.push_worksheet(page);
    }
    lists.set_hidden(true);
    workbook.push_worksheet(lists);
    Ok(workbook.save_to_buffer()?)
}

/// Writes a sheet to decide in; of the sheet of lists `n_lists` rows are taken.
fn page(
    book: &Book<'_>,
    sheet: &Sheet<'_>,
    lists: &mut Worksheet,
    n_lists: &mut u32,
) -> Result<Worksheet, WorkbookError> {
    let (columns, rows) = filled(book.words, &sheet.table, "\n");
    let mut page = book.sheet(Worksheet::new(), sheet.name, &sheet.title)?;
    book.headline(&mut page, &sheet.title)?;
    let mut header = 1;
    for text in &sheet.lines {
        book.line(&mut page, header, text, &book.looks.line())?;
        header += 1;
    }
    let mut grid = Grid::begin(&book.looks, page, header, columns)?;
    rows.iter().try_for_each(|row| grid.push(row))?;
    let mut page = grid.end()?;
    if let Some(n) = sheet.kept_in_view {
        page.set_freeze_panes(header + 1, n)?;
    }
    for (choice, row) in sheet.choices.iter().zip(header + 1..) {
        let list = drop_down(book, *n_lists, choice, lists)?;
        page.add_data_validation(row, sheet.decision, row, sheet.decision, &list)?;
        *n_lists += 1;
    }
    Ok(page)
}

/// Writes what may be chosen into a row of the sheet of lists, and returns the drop-down of it.
fn drop_down(
    book: &Book<'_>,
    row: u32,
    choice: &Choice,
    lists: &mut Worksheet,
) -> Result<DataValidation, WorkbookError> {
    for (column, text) in (0u16..).zip(&choice.offered) {
        lists.write_string_with_format(row, column, text, &book.looks.body())?;
    }
    let last = (choice.offered.len() as u16).saturating_sub(1);
    let to = utility::column_number_to_name(last);
    let range = format!("$A${0}:${to}${0}", row + 1);
    let style = match choice.takes_text {
        true => DataValidationErrorStyle::Information,
        false => DataValidationErrorStyle::Stop,
    };
    Ok(DataValidation::new()
        .allow_list_formula(Formula::new(book.reference(words::sheet::LISTS, &range)))
        .set_error_title(book.words.first(words::edit::DECISION))?
        .set_error_message(book.words.all(choice.message, "\n"))?
        .set_error_style(style))
}
