//! A plan whole, as it stands in its file: what merging, repairing and formatting work on.

use crate::framework::Framework;
use crate::plan::{CellNotes, Cells, Column, Heading, Lately, Row, row};
use crate::problem::{Place, Problems};

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line it starts on, or the sheet's row, counted from 1; 0 where it stands in no file.
    pub number: u64,
    /// One text per heading.
    pub cells: Vec<String>,
}

/// A plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The columns in file order.
    pub headings: Vec<Heading>,
    /// The rows in file order.
    pub lines: Vec<Line>,
}

impl Document {
    /// Makes a plan without rows that has every column of the format.
    pub fn new() -> Self {
        let headings = Column::ALL.map(|column| Heading::new(column.code())).into();
        Document { headings, lines: Vec::new() }
    }

    /// Adds a row that stands in no file.
    pub fn push<'t>(&mut self, text: impl Fn(&Heading) -> std::borrow::Cow<'t, str>) {
        let cells = self.headings.iter().map(|heading| text(heading).into_owned()).collect();
        self.lines.push(Line { number: 0, cells });
    }

    /// Returns where a column stands.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.headings.iter().position(|heading| heading.column == Some(column))
    }

    /// Returns the text of a row under a column of the plan; empty where the file has no such
    /// column.
    pub fn text<'d>(&self, line: &'d Line, column: Column) -> &'d str {
        let cell = self.position(column).and_then(|at| line.cells.get(at));
        cell.map_or("", String::as_str)
    }

    /// Holds a row against the rules of a plan, as read from `place`; tells whether it keeps them.
    pub fn check(
        &self,
        line: &Line,
        place: &Place,
        framework: &Framework,
        problems: &mut Problems,
    ) -> bool {
        let cells = self.headings.iter().zip(&line.cells);
        let (cells, extras) = Cells::of(cells.map(|(heading, text)| (heading, &**text)));
        let row =
            Row { file: &place.file, line: place.line, cells, extras: &extras, is_sound: false };
        let (mut lately, mut notes) = (Lately::default(), CellNotes::default());
        row::parse(framework, row, &mut lately, &mut notes, problems).is_some()
    }
}
