//! Writing a plan back into its file: only the cells that changed are written, everything else stays
//! byte for byte, whatever it is.
//!
//! Each form takes the file's bytes and what changed, and returns new bytes; what it cannot change
//! without damage it refuses by name.

pub(crate) mod csv;
#[cfg(feature = "workbook")]
mod grid;
pub(crate) mod json;
#[cfg(feature = "workbook")]
pub(in crate::plan) mod markup;
#[cfg(feature = "workbook")]
mod ods;
#[cfg(feature = "workbook")]
mod package;
#[cfg(feature = "workbook")]
mod styles;
pub(crate) mod text;
#[cfg(feature = "workbook")]
mod xlsx;

use std::ops::Range;

use envcoop_core::plan::{Document, Heading, Line};
use envcoop_core::text::Text;

#[cfg(feature = "workbook")]
pub(crate) use self::grid::workbook;
#[cfg(feature = "workbook")]
pub(in crate::plan) use self::xlsx::each_sheet;

/// Why a file cannot be changed.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The line or the sheet's row, counted from 1; 0 where it is about the file.
    pub(crate) line: u64,
    /// What is in the way.
    pub(crate) message: Text,
    /// The way out.
    pub(crate) hint: Text,
}

impl Fault {
    pub(crate) fn new(message: impl Into<Text>, hint: impl Into<Text>) -> Fault {
        Fault { line: 0, message: message.into(), hint: hint.into() }
    }

    #[cfg(feature = "workbook")]
    pub(crate) fn at(self, line: u64) -> Fault {
        Fault { line, ..self }
    }
}

/// What a plan says that its file does not: cells that changed, columns and rows behind the last.
pub(crate) struct Edits<'p> {
    old: &'p Document,
    new: &'p Document,
    /// The new columns that hold something, as positions in the new plan.
    columns: Vec<usize>,
}

impl<'p> Edits<'p> {
    /// Compares a plan with what its file holds; nothing where rows or columns went or moved, which
    /// no edit does.
    pub(crate) fn between(old: &'p Document, new: &'p Document) -> Option<Edits<'p>> {
        let n_old = old.headings.len();
        if !new.headings.starts_with(&old.headings) || new.lines.len() < old.lines.len() {
            return None;
        }
        let holds = |&column: &usize| new.lines.iter().any(|line| !text(line, column).is_empty());
        let columns = (n_old..new.headings.len()).filter(holds).collect();
        Some(Edits { old, new, columns })
    }

    pub(crate) fn is_empty(&self) -> bool {
        let same = |(row, _): (usize, &Line)| self.changed(row).is_empty();
        self.columns.is_empty()
            && self.added().is_empty()
            && self.old.lines.iter().enumerate().all(same)
    }

    /// Returns the rows that the file has.
    #[cfg(feature = "workbook")]
    pub(crate) fn rows(&self) -> &'p [Line] {
        &self.old.lines
    }

    /// Returns how many columns the file has.
    pub(crate) fn n_columns(&self) -> usize {
        self.old.headings.len()
    }

    /// Returns the columns of the result.
    pub(crate) fn headings(&self) -> impl Iterator<Item = &'p Heading> {
        let old = self.old.headings.iter();
        old.chain(self.columns.iter().map(|&column| &self.new.headings[column]))
    }

    /// Returns the columns that are new.
    pub(crate) fn new_headings(&self) -> impl Iterator<Item = &'p Heading> {
        self.headings().skip(self.n_columns())
    }

    /// Returns the cells of a row of the file that changed: where each stands in the result, and its
    /// text. A blank under a new column is no change.
    pub(crate) fn changed(&self, row: usize) -> Vec<(usize, &'p str)> {
        let (Some(old), Some(new)) = (self.old.lines.get(row), self.new.lines.get(row)) else {
            return Vec::new();
        };
        let differs = |&(at, new): &(usize, &str)| text(old, at) != new;
        self.cells(new).into_iter().enumerate().filter(differs).collect()
    }

    /// Returns the rows that are new, each with a text for every column of the result.
    pub(crate) fn added(&self) -> Vec<Vec<&'p str>> {
        let new = self.new.lines.iter().skip(self.old.lines.len());
        new.map(|line| self.cells(line)).collect()
    }

    fn cells(&self, line: &'p Line) -> Vec<&'p str> {
        let columns = (0..self.n_columns()).chain(self.columns.iter().copied());
        columns.map(|column| text(line, column)).collect()
    }
}

fn text(line: &Line, column: usize) -> &str {
    line.cells.get(column).map_or("", String::as_str)
}

/// Tells whether a text is a blank cell.
#[cfg(feature = "workbook")]
fn is_blank(text: &str) -> bool {
    envcoop_core::text::trim(text).is_empty()
}

/// A piece of a text, and what stands there instead.
#[derive(Debug)]
pub(crate) struct Splice {
    at: Range<usize>,
    new: String,
}

impl Splice {
    fn new(at: Range<usize>, new: impl Into<String>) -> Splice {
        Splice { at, new: new.into() }
    }

    fn insert(at: usize, new: impl Into<String>) -> Splice {
        Splice::new(at..at, new)
    }
}

/// Returns a text with every piece replaced.
#[cfg(feature = "workbook")]
fn spliced(text: &str, mut splices: Vec<Splice>) -> String {
    // What is put in front of a piece comes before what stands in its place.
    splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Splice { at, new } in splices {
        out.push_str(&text[done..at.start]);
        out.push_str(&new);
        done = at.end;
    }
    out.push_str(&text[done..]);
    out
}
