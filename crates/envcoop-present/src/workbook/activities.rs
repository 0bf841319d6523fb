//! The sheets that grow with the plan: its rows, and those that are late. They are written while it
//! is read.

use std::borrow::Cow;

use envcoop_core::date::Date;
use envcoop_core::judge::judged::Judged;
use envcoop_core::plan::{Activity, Cell as Read, Column};
use envcoop_core::problem::{Problem, Problems};
use envcoop_core::study::Study;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::{Link, Word};
use envcoop_forms::palette::STEPS;
use envcoop_forms::table::{ColumnSpec, Kind, TableSpec};
use envcoop_forms::workbook::{self as grid, Cell, Full, Grid, Words, WorkbookError};
use envcoop_words as words;
use rust_xlsxwriter::{Workbook, Worksheet};

use super::Report;
use super::cell::row;
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
        let mut begin = |name: Label, spec: &TableSpec| {
            let sheet = if constant_memory {
                workbook.new_worksheet_with_constant_memory()?
            } else {
                Worksheet::new()
            };
            let columns = columns(self.book.words, spec);
            let grid = Grid::begin(&self.book.looks, self.named(sheet, name)?, 0, columns)?;
            Ok::<_, WorkbookError>(if constant_memory { grid.in_single_lines() } else { grid })
        };
        let activities = begin(words::sheet::ACTIVITIES, &tables::ACTIVITIES)?;
        let late = begin(words::row::LATE_HEADING, &tables::LATE)?;
        Ok(Rows { report: self, workbook, activities, late, problems: Problems::default() })
    }
}

impl Rows<'_> {
    /// Adds a row of the plan.
    ///
    /// # Errors
    /// Passes on what goes wrong with a file; what does not fit is added to the problems.
    pub fn add(&mut self, judged: &Judged<'_>) -> Result<(), WorkbookError> {
        let activity = judged.row;
        if self.problems.has_fatal() {
            return Ok(());
        }
        let words = self.report.book.words;
        let cells = cells(words, activity);
        if let Some(full) = self.activities.refusal(&cells) {
            let problem = match &full {
                Full::Cell(at, _) => Problem::error(activity.place(), full.message())
                    .column(tables::ACTIVITIES.columns[*at].name),
                _ => Problem::fatal(activity.place(), full.message()),
            };
            self.problems.push(problem.hint(full.hint()));
            return Ok(());
        }
        self.activities.push(&cells)?;
        match tables::late(judged) {
            Some(values) => self.late.push(&row(words, &tables::LATE, &[&values], BETWEEN)),
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

/// Returns the columns of a table whose rows are not known yet.
fn columns(words: Words<'_>, spec: &TableSpec) -> Vec<grid::Column> {
    let column = |spec: &ColumnSpec| {
        let (width, kind) = match spec.name {
            "id" => (17, Kind::Text),
            "title" => (42, Kind::Text),
            "start" | "end" | "updated" | "due" => (12, Kind::Date),
            "budget" => (17, Kind::Amount),
            "currency" => (10, Kind::Text),
            "line" | "days" => (9, spec.kind),
            // A word; in two languages side by side, two.
            "stage" | "link" | "live" => (9 + 4 * (words.langs().len() - 1), spec.kind),
            "status" => (13 + 9 * (words.langs().len() - 1), spec.kind),
            "evidence" | "note" => (26, Kind::Text),
            "owner" | "partner" | "funder" | "file" => (17, Kind::Text),
            _ => (13, spec.kind),
        };
        grid::Column { kind, ..grid::Column::new(words, spec, width) }
    };
    spec.columns.iter().map(column).collect()
}

/// Returns the cells of a row under the columns of [`tables::ACTIVITIES`].
fn cells<'a>(words: Words<'_>, activity: &'a Activity<'_>) -> Vec<Cell<'a>> {
    let cell = |column: Column| {
        let text = activity.cells.get(column);
        match column {
            Column::Status => word(words, activity.status, text),
            Column::Stage => word(words, activity.stage.known(), text),
            Column::Link if activity.link == Link::Rule => {
                word(words, Some(Link::Rule), text).shaded(Some(STEPS[2].1))
            }
            Column::Link => word(words, Link::read(text), text),
            Column::Start => day(activity.start, text),
            Column::End => day(activity.end, text),
            Column::Updated => day(activity.updated, text),
            Column::Budget => match activity.budget {
                Read::Known(money) => Cell::amount(money.amount),
                Read::Blank | Read::Unknown => Cell::text(text),
            },
            _ => Cell::text(text),
        }
    };
    let mut cells: Vec<Cell<'a>> = Column::ALL.into_iter().map(cell).collect();
    let live = if activity.is_live() { words::answer::YES } else { words::answer::NO };
    cells.push(Cell::text(words.all(live, BETWEEN)));
    cells.push(Cell::text(&**activity.file));
    cells.push(Cell::whole(activity.line));
    cells
}

fn day<'t>(day: Read<Date>, text: &'t str) -> Cell<'t> {
    day.known().map_or_else(|| Cell::text(text), Cell::day)
}

/// Returns a word of a closed vocabulary as people read it, what is none as it stands.
fn word<'t, W: Word>(words: Words<'_>, word: Option<W>, text: &'t str) -> Cell<'t> {
    let label = word.map(|word| Cow::Owned(words.all(word.label(), BETWEEN)));
    Cell::text(label.unwrap_or(Cow::Borrowed(text)))
}
