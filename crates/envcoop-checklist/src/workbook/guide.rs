//! How to fill the workbook in, for people who know nothing of the tools.

use envcoop_core::plan::Column;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::{Status, Word};
use rust_xlsxwriter::Worksheet;

use super::{Book, words};

/// Fills the sheet: a text column per language.
pub(super) fn fill(book: &Book<'_>, sheet: &mut Worksheet) -> anyhow::Result<()> {
    let langs = book.words.langs();
    let width = if langs.len() == 1 { 84 } else { 64 };
    sheet.set_column_width(0, if langs.len() == 1 { 16 } else { 24 })?;
    for col in 1..=langs.len() as u16 {
        sheet.set_column_width(col, width as f64)?;
    }
    sheet.set_screen_gridlines(false).set_print_fit_to_pages(1, 1);
    if langs.len() > 1 {
        // Two languages on one page would be too small to read.
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
    }
    let mut page = Page { book, sheet, width, row: 0 };
    let title = book.words.all(words::GUIDE_TITLE, " / ");
    page.sheet.write_string_with_format(0, 0, title, &book.looks.title())?;
    page.row = 2;
    for (n, step) in (1..).zip(words::STEPS) {
        page.line(&n.to_string(), |lang| fitted(book, step.get(lang)))?;
    }
    page.part(words::STATUSES_MEAN)?;
    for &status in Status::ALL {
        let about = words::status(status);
        page.line(&book.words.all(status.label(), " "), |lang| about.get(lang).to_owned())?;
    }
    page.part(words::COLUMNS_MEAN)?;
    for column in Column::ALL {
        let about = words::column(column);
        page.line(&book.words.all(column.label(), " "), |lang| about.get(lang).to_owned())?;
    }
    let (last_row, last_col) = (page.row - 1, langs.len() as u16);
    sheet.set_print_area(0, 0, last_row, last_col)?;
    Ok(())
}

/// Puts the strategy's own measures into an example.
fn fitted(book: &Book<'_>, text: &str) -> String {
    let mut ids = book.framework.measures.iter().map(|measure| measure.id.as_str());
    let (first, second) = (ids.next().unwrap_or("W1.1"), ids.next_back().unwrap_or("W2.3"));
    text.replace("{a}", first).replace("{b}", second)
}

struct Page<'p, 'b> {
    book: &'p Book<'b>,
    sheet: &'p mut Worksheet,
    /// The width of a column of text.
    width: usize,
    /// The next free row.
    row: u32,
}

impl Page<'_, '_> {
    /// Begins a part under its title.
    fn part(&mut self, title: Label) -> anyhow::Result<()> {
        self.row += 1;
        let heading = self.book.looks.heading();
        let langs = self.book.words.langs();
        self.sheet.write_blank(self.row, 0, &heading)?;
        for (col, &lang) in (1u16..).zip(langs) {
            self.sheet.write_string_with_format(self.row, col, title.get(lang), &heading)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Adds a line: its name, and what is said in every language.
    fn line(
        &mut self,
        name: &str,
        text: impl Fn(envcoop_core::text::Lang) -> String,
    ) -> anyhow::Result<()> {
        let looks = &self.book.looks;
        self.sheet.write_string_with_format(self.row, 0, name, &looks.name())?;
        let texts: Vec<String> = self.book.words.langs().iter().map(|&lang| text(lang)).collect();
        for (col, text) in (1u16..).zip(&texts) {
            self.sheet.write_string_with_format(self.row, col, text, &looks.ruled())?;
        }
        let cells = texts.iter().map(|text| (text.as_str(), self.width));
        self.sheet.set_row_height(self.row, looks.height(cells))?;
        self.row += 1;
        Ok(())
    }
}
