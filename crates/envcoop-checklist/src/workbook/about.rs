//! Where a workbook comes from: on a sheet, since a program may drop properties, and in properties,
//! since a person may delete a sheet.

use envcoop_core::text::Label;
use envcoop_forms::workbook::serial;
use envcoop_intake::plan::JSON_FORMAT;
use rust_xlsxwriter::Worksheet;

use super::{ABOUT, Book, words};

/// The widths of the two columns.
const NAME_WIDTH: usize = 24;
const WIDTH: usize = 80;

/// The program that wrote the workbook.
pub(super) const TOOL: &str = concat!("envcoop-checklist ", env!("CARGO_PKG_VERSION"));
/// The name of the cell that holds the day from which rows past their end are marked.
pub(super) const AS_OF: &str = "AsOf";

/// Returns what programs read: keys never change.
pub(super) fn properties(book: &Book<'_>) -> Vec<(&'static str, String)> {
    let langs: Vec<_> = book.words.langs().iter().map(|lang| lang.code()).collect();
    let mut facts = vec![
        ("envcoop.format", JSON_FORMAT.to_owned()),
        ("envcoop.framework", book.framework.id.clone()),
        ("envcoop.framework-version", book.framework.version.clone()),
        ("envcoop.tool", TOOL.to_owned()),
        ("envcoop.lang", langs.join(" ")),
    ];
    facts.extend(book.facts.year.map(|year| ("envcoop.year", year.to_string())));
    facts.extend(book.facts.as_of.map(|day| ("envcoop.as-of", day.to_string())));
    facts
}

/// Fills the sheet. Returns the name of its day's cell and where it stands.
pub(super) fn fill(
    book: &Book<'_>,
    sheet: &mut Worksheet,
) -> anyhow::Result<(&'static str, String)> {
    let Book { framework, facts, words, looks, .. } = book;
    let source = &framework.source;
    sheet.set_column_width(0, NAME_WIDTH as f64)?.set_column_width(1, WIDTH as f64)?;
    sheet.set_screen_gridlines(false).set_print_fit_to_pages(1, 1);
    sheet.write_string_with_format(0, 0, book.title(), &looks.title())?;
    let both = |text| words.text(text, "\n");
    let year = facts.year.map_or(String::new(), |year| year.to_string());
    let langs: Vec<_> = words.langs().iter().map(|&lang| words::LANGUAGE.get(lang)).collect();
    let rows: [(Label, String); 10] = [
        (words::FRAMEWORK, both(&framework.title)),
        (words::FRAMEWORK_ID, framework.id.clone()),
        (words::FRAMEWORK_VERSION, framework.version.clone()),
        (words::SOURCE, both(&source.title)),
        (words::OCCASION, format!("{}\n{}", both(&source.occasion), source.year)),
        (words::SOURCE_NOTE, both(&source.note)),
        (words::YEAR, year),
        (words::LANG, langs.join("\n")),
        (words::WRITTEN_BY, TOOL.to_owned()),
        (words::FORMAT, JSON_FORMAT.to_owned()),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let mut row = 2;
    for (label, value) in rows {
        let label = words.all(label, "\n");
        sheet.write_string_with_format(row, 0, &label, &looks.name())?;
        sheet.write_string_with_format(row, 1, &value, &looks.ruled())?;
        sheet.set_row_height(row, looks.height([(&*label, NAME_WIDTH), (&*value, WIDTH)]))?;
        row += 1;
    }
    let label = words.all(words::AS_OF, "\n");
    sheet.write_string_with_format(row, 0, &label, &looks.name())?;
    sheet.set_row_height(row, looks.height([(&*label, NAME_WIDTH)]))?;
    match facts.as_of.and_then(serial) {
        Some(day) => sheet.write_number_with_format(row, 1, day, &looks.entry())?,
        None => sheet.write_blank(row, 1, &looks.entry())?,
    };
    let about = words.all(words::AS_OF_MEANS, "\n");
    sheet.write_string_with_format(row + 1, 1, &about, &looks.hint())?;
    sheet.set_row_height(row + 1, looks.height([(&*about, WIDTH)]))?;
    sheet.set_print_area(0, 0, row + 1, 1)?;
    Ok((AS_OF, book.reference(ABOUT, &format!("$B${}", row + 1))))
}
