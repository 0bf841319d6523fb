//! Where a workbook comes from: on a sheet, since a program may drop properties, and in properties,
//! since a person may delete a sheet.

use envcoop_core::plan::FORMAT;
use envcoop_core::text::Label;
use envcoop_forms::workbook::{Book, Cell, Content, WorkbookError, serial};
use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

use super::Facts;

/// The widths of the two columns.
const WIDTHS: [usize; 2] = [24, 80];

/// The name of the cell that holds the day from which rows past their end are marked.
pub(super) const AS_OF: &str = "AsOf";

/// Returns what programs read: keys never change.
pub(super) fn properties(book: &Book<'_>, facts: &Facts<'_>) -> Vec<(String, String)> {
    let langs: Vec<_> = book.words.langs().iter().map(|lang| lang.code()).collect();
    let year = facts.year.map(|year| ("year", year.to_string()));
    let as_of = facts.as_of.map(|day| ("as-of", day.to_string()));
    let facts = [
        ("format", FORMAT.to_owned()),
        ("framework", facts.framework.id.clone()),
        ("framework-version", facts.framework.version.clone()),
        ("tool", facts.tool.to_owned()),
        ("lang", langs.join(" ")),
    ];
    let facts = facts.into_iter().chain(year).chain(as_of);
    facts.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Fills the sheet. Returns the name of its day's cell and where it stands.
pub(super) fn fill(
    book: &Book<'_>,
    facts: &Facts<'_>,
    sheet: &mut Worksheet,
) -> Result<(&'static str, String), WorkbookError> {
    let Book { words: in_langs, looks, .. } = book;
    let (framework, source) = (facts.framework, &facts.framework.source);
    sheet.set_screen_gridlines(false).set_print_fit_to_pages(1, 1);
    sheet.write_string_with_format(0, 0, &book.title, &looks.title())?;
    let both = |text| in_langs.text(text, "\n");
    let occasion = format!("{}\n{}", both(&source.occasion), source.year);
    let year = facts.year.map_or(String::new(), |year| year.to_string());
    let rows: [(Label, String); 10] = [
        (words::strategy::HEADING, both(&framework.title)),
        (words::strategy::ID, framework.id.clone()),
        (words::strategy::VERSION, framework.version.clone()),
        (words::strategy::SOURCE, both(&source.title)),
        (words::strategy::OCCASION, occasion),
        (words::strategy::ABOUT_SOURCE, both(&source.note)),
        (words::checklist::YEAR, year),
        (words::language::LANGUAGE, in_langs.all(words::language::NAME, "\n")),
        (words::report::WRITTEN_BY, facts.tool.to_owned()),
        (words::report::FORMAT, FORMAT.to_owned()),
    ];
    let rows = rows.into_iter().map(|(name, text)| (name, Cell::text(text)));
    let rows: Vec<_> = rows.filter(|(_, cell)| cell.content != Content::Blank).collect();
    let row = book.facts(sheet, 2, WIDTHS, &rows)?;
    let name = in_langs.all(words::analysis::AS_OF, "\n");
    sheet.write_string_with_format(row, 0, &name, &looks.name())?;
    sheet.set_row_height(row, looks.height([(&*name, WIDTHS[0])]))?;
    match facts.as_of.and_then(serial) {
        Some(day) => sheet.write_number_with_format(row, 1, day, &looks.entry())?,
        None => sheet.write_blank(row, 1, &looks.entry())?,
    };
    let after = row + 1;
    let about = in_langs.all(words::checklist::AS_OF_MEANS, "\n");
    sheet.write_string_with_format(after, 1, &about, &looks.hint())?;
    sheet.set_row_height(after, looks.height([(&*about, WIDTHS[1])]))?;
    sheet.set_print_area(0, 0, after, 1)?;
    Ok((AS_OF, book.reference(words::sheet::ABOUT, &format!("$B${after}"))))
}
