//! A plan as a workbook that can be mailed around: sheets for people, and a copy of what was sent
//! out by which edits are recognised.
//!
//! No cell holds a formula and nothing asks the clock: the same plan gives the same bytes.

mod about;
mod baseline;
mod checklist;
mod guide;
mod lists;
mod looks;
mod slots;

use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document};
use envcoop_core::text::{Label, Lang, Text};
use envcoop_forms::workbook::{Book, Full, SHEET_LIMIT, WorkbookError, beyond_cell};
use envcoop_words as words;
use envcoop_words::problem::full;
use rust_xlsxwriter::{Workbook, Worksheet};

use self::slots::slots;

/// What a workbook says of itself beside its plan.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// The strategy.
    pub framework: &'f Framework,
    /// The program that makes it, with its version.
    pub tool: &'f str,
    /// The year that the plan is for, where it is for one.
    pub year: Option<i16>,
    /// The day from which rows past their end are marked, where the user or the environment fixed
    /// one.
    pub as_of: Option<Date>,
}

/// How many rows below the last have formats and drop-downs, for rows that people add.
const SPARE_ROWS: u32 = 200;

/// Returns a plan as a workbook in one language or in two: the first one's words stand in the cells
/// that are read back.
///
/// # Errors
/// Names the row whose text is longer than a cell can hold; nothing is cut. Says so where the plan
/// is larger than a sheet.
pub fn write(plan: &Document, facts: &Facts<'_>, langs: &[Lang]) -> Result<Vec<u8>, WorkbookError> {
    check_limits(plan)?;
    let title = |lang| match facts.year {
        Some(year) => words::checklist::of_year(lang, year),
        None => words::checklist::PLAN.get(lang).to_owned(),
    };
    let book = &Book::new(langs, title, &facts.framework.title);
    let sheet = |name: Label| book.sheet(Worksheet::new(), name, &book.title);
    let mut workbook = Workbook::new();
    let properties = about::properties(book, facts);
    workbook.set_properties(&book.properties(facts.tool, facts.as_of, properties)?);
    let slots = slots(plan);
    // Names are defined before sheets refer to them: `Lists` says where each list stands.
    let mut lists = sheet(words::sheet::LISTS)?;
    let names = lists::fill(book, facts.framework, &mut lists)?;
    let mut about = sheet(words::sheet::ABOUT)?;
    let as_of = about::fill(book, facts, &mut about)?;
    for (name, range) in names.iter().chain([&as_of]) {
        workbook.define_name(*name, range)?;
    }
    let mut checklist = sheet(words::sheet::CHECKLIST)?;
    checklist::fill(book, plan, &slots, &mut checklist)?;
    let mut guide = sheet(words::sheet::HOW_TO)?;
    guide::fill(book, facts.framework, &mut guide)?;
    let mut baseline = sheet(words::sheet::BASELINE)?;
    baseline::fill(book, plan, &slots, &mut baseline)?;
    for sheet in [checklist, guide, lists, about, baseline] {
        workbook.push_worksheet(sheet);
    }
    Ok(workbook.save_to_buffer()?)
}

fn check_limits(plan: &Document) -> Result<(), WorkbookError> {
    let (rows, columns) = SHEET_LIMIT;
    let refused = |place: Text, full: Full| Err(WorkbookError::Full(full.at(place)));
    let most = rows - 1 - SPARE_ROWS as usize;
    if plan.lines.len() > most {
        return refused(full::PLAN.into(), Full::Rows(most));
    }
    if plan.headings.len() + Column::COUNT > columns {
        return refused(full::PLAN.into(), Full::Columns);
    }
    for line in &plan.lines {
        for (at, (heading, text)) in plan.headings.iter().zip(&line.cells).enumerate() {
            if let Some(n) = beyond_cell(text) {
                let id = plan.text(line, Column::Id);
                let place = Text::new(|lang| full::in_row(lang, id, &heading.text));
                return refused(place, Full::Cell(at, n));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use envcoop_forms::workbook::CELL_LIMIT;

    use super::*;

    #[test]
    fn a_text_that_no_cell_holds_is_refused_with_its_row() {
        let mut plan = Document::new();
        let long = "字".repeat(CELL_LIMIT + 1);
        plan.push(|heading| match heading.column {
            Some(Column::Id) => "A-1".into(),
            Some(Column::Note) => (&*long).into(),
            _ => "".into(),
        });
        let error = check_limits(&plan).expect_err("it is too long").to_string();
        assert!(error.starts_with("row `A-1`: column note: 32768 characters"), "{error}");
        for cell in &mut plan.lines[0].cells {
            cell.pop();
        }
        assert!(check_limits(&plan).is_ok());
    }
}
