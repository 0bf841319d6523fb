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

/// A report while the rows of its plan are read.
pub struct Rows<'r> {
    report: &'r Report<'r>,
    workbook: Workbook,
    activities: Grid<'r>,
    late: Grid<'r>,
    /// What cannot stand in a workbook.
    pub problems: Problems,
}

impl<'r> Report<'r> {
    /// Begins the sheets that grow with the plan: in memory, or in temporary files.
    ///
    /// # Errors
    /// Says so where no temporary file can be made.
    pub fn rows(&'r self, constant_memory: bool) -> Result<Rows<'r>, WorkbookError> {
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
        Ok(Rows { report: self, workbook, activities, late, problems: Problems::default() })
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
        if let Some(full) = self.activities.refusal(&cells) {
            let place = judged.row.place();
            let problem = match &full {
                Full::Cell(at, _) => Problem::error(place, full.message())
                    .column(tables::ACTIVITIES.columns(Forms::SHEET)[*at].name),
                _ => Problem::fatal(place, full.message()),
            };
            self.problems.push(problem.hint(full.hint()));
            return Ok(());
        }
        self.activities.push(&cells)?;
        match tables::late(judged) {
            Some(values) => self.late.push(&values.iter().map(cell).collect::<Vec<_>>()),
            None => Ok(()),
        }
    }

    /// Ends the workbook with every other sheet; there is none of late rows where no row is late.
    ///
    /// # Errors
    /// Names what does not fit.
    pub fn end(self, study: &Study) -> Result<Workbook, WorkbookError> {
        let late = if self.late.is_empty() { None } else { Some(self.late.end()?) };
        let mut activities = self.activities.end()?;
        // On one page beside each other, so many columns would be too small to read: two pages, each
        // with the ids, first all of a page's rows.
        activities.set_print_fit_to_pages(2, 0).set_page_order(true).set_repeat_columns(0, 0)?;
        let mut workbook = self.workbook;
        self.report.fill(study, [Some(activities), late], &mut workbook)?;
        Ok(workbook)
    }
}
