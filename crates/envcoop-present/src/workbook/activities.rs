//! The sheets that grow with the plan: its rows, and those that are late. They are written while it
//! is read.

use envcoop_core::judge::judged::Judged;
use envcoop_core::problem::{Problem, Problems};
use envcoop_core::study::Study;
use envcoop_core::text::Label;
use envcoop_forms::table::{Forms, Schema};
use envcoop_forms::workbook::{Cell, Full, Grid, WorkbookError, streamed};
use envcoop_words as words;
use rust_xlsxwriter::{Workbook, Worksheet};

use super::Report;
use crate::tables;

/// What stands between words of two languages: a row may have to be one line.
const BETWEEN: &str = " / ";

/// Up to so many rows a workbook is made in memory, each row as high as its texts ask for. Those of a
/// longer plan go through temporary files, one line each.
const MOST_IN_MEMORY: usize = 10_000;

/// A report while the rows of its plan are read.
pub struct Rows<'r> {
    report: &'r Report<'r>,
    sheets: Sheets<'r>,
    /// Rows that were read before it is known how many there are; none once they are written.
    held: Option<Vec<Held>>,
    /// What cannot stand in a workbook.
    pub problems: Problems,
}

/// The sheets that grow with the plan.
struct Sheets<'r> {
    workbook: Workbook,
    activities: Grid<'r>,
    late: Grid<'r>,
}

/// A row of the plan, and the same as a late one.
struct Held(Vec<Cell<'static>>, Option<Vec<Cell<'static>>>);

impl<'r> Report<'r> {
    /// Begins the sheets that grow with the plan; with `constant_memory` their rows go through temporary
    /// files from the first one on.
    ///
    /// # Errors
    /// Says so where no temporary file can be made.
    pub fn rows(&'r self, constant_memory: bool) -> Result<Rows<'r>, WorkbookError> {
        let sheets = self.sheets(constant_memory)?;
        let held = (!constant_memory).then(Vec::new);
        Ok(Rows { report: self, sheets, held, problems: Problems::default() })
    }

    fn sheets(&'r self, constant_memory: bool) -> Result<Sheets<'r>, WorkbookError> {
        let mut workbook = Workbook::new();
        let mut begin = |name: Label, schema: &dyn Schema| {
            let sheet = if constant_memory {
                workbook.new_worksheet_with_constant_memory()?
            } else {
                Worksheet::new()
            };
            let columns = streamed(self.book.words, schema);
            let grid = Grid::begin(&self.book.looks, self.named(sheet, name)?, 0, columns)?;
            Ok::<_, WorkbookError>(if constant_memory { grid.in_single_lines() } else { grid })
        };
        let activities = begin(words::sheet::ACTIVITIES, tables::ACTIVITIES)?;
        let late = begin(words::row::LATE_HEADING, tables::LATE)?;
        Ok(Sheets { workbook, activities, late })
    }
}

impl Rows<'_> {
    /// Adds a row of the plan.
    ///
    /// # Errors
    /// Passes on what goes wrong with a file; what does not fit is added to the problems.
    pub fn add(&mut self, judged: &Judged<'_>) -> Result<(), WorkbookError> {
        if self.problems.has_fatal() {
            return Ok(());
        }
        let langs = self.report.book.words.langs();
        let cell = |value| Cell::said(value, langs, BETWEEN);
        let values = tables::activity(judged);
        let cells: Vec<Cell<'_>> = values.iter().map(cell).collect();
        if let Some(full) = self.sheets.activities.refusal(&cells) {
            let place = judged.row.place();
            let problem = match &full {
                Full::Cell(at, _) => Problem::error(place, full.message())
                    .column(tables::ACTIVITIES.columns(Forms::SHEET)[*at].name),
                _ => Problem::fatal(place, full.message()),
            };
            self.problems.push(problem.hint(full.hint()));
            return Ok(());
        }
        let values = tables::late(judged);
        let late: Option<Vec<Cell<'_>>> =
            values.as_ref().map(|values| values.iter().map(cell).collect());
        let Some(held) = &mut self.held else { return self.sheets.push(&cells, late.as_deref()) };
        let owned = |cells: Vec<Cell<'_>>| cells.into_iter().map(Cell::into_owned).collect();
        held.push(Held(owned(cells), late.map(owned)));
        if held.len() > MOST_IN_MEMORY {
            self.sheets = self.report.sheets(true)?;
            self.write_held()?;
        }
        Ok(())
    }

    fn write_held(&mut self) -> Result<(), WorkbookError> {
        let held = self.held.take().into_iter().flatten();
        held.into_iter().try_for_each(|Held(row, late)| self.sheets.push(&row, late.as_deref()))
    }

    /// Ends the workbook with every other sheet; there is none of late rows where no row is late.
    ///
    /// # Errors
    /// Names what does not fit.
    pub fn end(mut self, study: &Study) -> Result<Workbook, WorkbookError> {
        self.write_held()?;
        let Sheets { mut workbook, activities, late } = self.sheets;
        let late = if late.is_empty() { None } else { Some(late.end()?) };
        let mut activities = activities.end()?;
        // On one page beside each other, so many columns would be too small to read: two pages, each
        // with the ids, first all of a page's rows.
        activities.set_print_fit_to_pages(2, 0).set_page_order(true).set_repeat_columns(0, 0)?;
        self.report.fill(study, [Some(activities), late], &mut workbook)?;
        Ok(workbook)
    }
}

impl Sheets<'_> {
    fn push(&mut self, row: &[Cell<'_>], late: Option<&[Cell<'_>]>) -> Result<(), WorkbookError> {
        self.activities.push(row)?;
        late.map_or(Ok(()), |late| self.late.push(late))
    }
}
