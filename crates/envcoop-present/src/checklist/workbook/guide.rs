//! How to fill the workbook in, for people who know nothing of the tools.

use envcoop_core::framework::Framework;
use envcoop_core::plan::Column;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::Status;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::workbook::{Book, WorkbookError};
use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

/// Fills the sheet: a text column per language.
pub(super) fn fill(
    book: &Book<'_>,
    framework: &Framework,
    sheet: &mut Worksheet,
) -> Result<(), WorkbookError> {
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
    let title = book.words.all(words::guide::TITLE, " / ");
    sheet.write_string_with_format(0, 0, title, &book.looks.title())?;
    let mut page = Page { book, sheet, width, row: 2 };
    for (n, step) in (1..).zip(steps(framework)) {
        page.line(&n.to_string(), &step)?;
    }
    page.part(words::guide::STATUSES_MEAN)?;
    for status in Status::ALL {
        page.line(&book.words.all(status.label(), " "), &of_status(status).into())?;
    }
    page.part(words::guide::COLUMNS_MEAN)?;
    for column in Column::ALL {
        page.line(&book.words.all(column.label(), " "), &of_column(column).into())?;
    }
    let (last_row, last_col) = (page.row - 1, langs.len() as u16);
    sheet.set_print_area(0, 0, last_row, last_col)?;
    Ok(())
}

/// Returns what to do, step by step, with the strategy's own measures in the examples.
fn steps(framework: &Framework) -> [Phrase<'static>; 14] {
    use words::guide::step;
    let mut ids = framework.measures.iter().map(|measure| measure.id.as_str());
    let (first, second) = (ids.next().unwrap_or("W1.1"), ids.next_back().unwrap_or("W2.3"));
    [
        step::ROWS.into(),
        step::GREEN_COLUMNS.into(),
        step::CHOOSE.into(),
        step::DATES.into(),
        step::BUDGET.into(),
        step::EMPTY.into(),
        step::NAMES.into(),
        step::IDS.into(),
        step::NO_DELETING.into(),
        step::OWN_ROWS.into(),
        Phrase::each(|lang| step::several_measures(lang, first, second)),
        step::SORT.into(),
        step::BASELINE.into(),
        step::SEND_BACK.into(),
    ]
}

/// Returns what a status means.
fn of_status(status: Status) -> Label {
    use words::guide::status;
    match status {
        Status::Proposed => status::PROPOSED,
        Status::Planned => status::PLANNED,
        Status::Ongoing => status::ONGOING,
        Status::Completed => status::COMPLETED,
        Status::Suspended => status::SUSPENDED,
        Status::Cancelled => status::CANCELLED,
        Status::NotApplicable => status::NOT_APPLICABLE,
    }
}

/// Returns what belongs into a column.
fn of_column(column: Column) -> Label {
    use words::guide::column;
    match column {
        Column::Id => column::ID,
        Column::Measures => column::MEASURES,
        Column::Title => column::TITLE,
        Column::Stage => column::STAGE,
        Column::Status => column::STATUS,
        Column::Owner => column::OWNER,
        Column::Partner => column::PARTNER,
        Column::Start => column::START,
        Column::End => column::END,
        Column::Budget => column::BUDGET,
        Column::Currency => column::CURRENCY,
        Column::Funder => column::FUNDER,
        Column::Evidence => column::EVIDENCE,
        Column::Updated => column::UPDATED,
        Column::Note => column::NOTE,
        Column::Link => column::LINK,
    }
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
    fn part(&mut self, title: Label) -> Result<(), WorkbookError> {
        self.row += 1;
        let heading = self.book.looks.heading();
        self.sheet.write_blank(self.row, 0, &heading)?;
        for (col, &lang) in (1u16..).zip(self.book.words.langs()) {
            self.sheet.write_string_with_format(self.row, col, title.get(lang), &heading)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Adds a line: its name, and what is said in every language.
    fn line(&mut self, name: &str, text: &Phrase<'_>) -> Result<(), WorkbookError> {
        let looks = &self.book.looks;
        self.sheet.write_string_with_format(self.row, 0, name, &looks.name())?;
        let langs = self.book.words.langs();
        for (col, &lang) in (1u16..).zip(langs) {
            self.sheet.write_string_with_format(self.row, col, text.get(lang), &looks.ruled())?;
        }
        let cells = langs.iter().map(|&lang| (text.get(lang), self.width));
        self.sheet.set_row_height(self.row, looks.height(cells))?;
        self.row += 1;
        Ok(())
    }
}
