//! Any table: found in a file of any form, under titles and over headers of two lines, and read row by
//! row with the place of every cell.
//!
//! What its columns mean is not known here: see [`mapping`](crate::mapping).

mod beside;
#[cfg(feature = "workbook")]
mod hidden;
pub mod layout;
mod objects;
#[cfg(feature = "workbook")]
mod sheet;
mod text;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use envcoop_core::problem::{Place, Problem, Problems};
use envcoop_core::text::{Text as Said, trim};
use envcoop_words::problem::table as say;

use self::layout::Layout;
use crate::plan::{Format, TextEncoding, lock_problem, unreadable};

/// Opens an input anew: a table is looked at before it is read.
pub type Opener<'o> = dyn Fn() -> Box<dyn Read + 'o> + 'o;

/// A table in a file.
#[derive(Debug)]
pub struct Table {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// What stands at its top.
    pub layout: Layout,
    /// The sheet or sheets that it fills; one without a name where the file has none.
    pub parts: Vec<Part>,
    content: Content,
}

/// A sheet of a table, or the whole of one that has no sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(Default))]
pub struct Part {
    /// The sheet's name.
    pub sheet: Option<String>,
    /// The file, with the sheet: `plan.xlsx!清单`.
    pub place: Arc<str>,
    /// The last row of the header.
    pub header: u64,
    /// The sheet's column, counted from 0, in which the table begins.
    pub first_column: u32,
    /// What stands above its header.
    pub titles: Vec<String>,
}

#[derive(Debug)]
enum Content {
    Text(text::Text),
    Objects(objects::Objects),
    #[cfg(feature = "workbook")]
    Sheets(sheet::Sheets),
}

/// What is known of a cell beside its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It stands there.
    #[default]
    Own,
    /// It stands in another row with which the cell is merged.
    Repeated,
    /// It is a part of the cell at its left, with which it is merged.
    Joined,
    /// The cell holds an error, as the spreadsheet shows it, or a formula that was never calculated.
    Fault,
}

/// A cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Its text, as it stands there.
    pub text: &'a str,
    /// What else is known.
    pub state: State,
    /// Whether it holds a number and no text: it keeps no zero at its end.
    pub is_number: bool,
}

/// A row under the header that holds something.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Where it belongs.
    pub part: &'a Part,
    /// The line or the sheet's row, counted from 1.
    pub number: u64,
    /// Which it is of the array, where several rows stand on one line of JSON.
    pub index: Option<u64>,
    /// One cell per column, and more where the row is longer than the header.
    pub cells: &'a [Cell<'a>],
}

impl Row<'_> {
    /// Tells whether a cell of it reaches over most columns, as headings do.
    pub fn is_wide(&self) -> bool {
        let joined = self.cells.split(|cell| cell.state != State::Joined).map(<[_]>::len);
        joined.max().is_some_and(|n| n * 2 >= self.cells.len())
    }

    /// Names a cell as a person finds it: `plan.xlsx!清单!E4`, or the line in a text.
    pub fn place(&self, column: usize) -> Place {
        match self.address(column) {
            Some(address) => {
                Place { file: format!("{}!{address}", self.part.place).into(), line: 0 }
            }
            None => self.own_place(),
        }
    }

    /// Returns the address of a cell of a sheet.
    fn address(&self, column: usize) -> Option<String> {
        #[cfg(feature = "workbook")]
        if self.part.sheet.is_some() {
            let at = (self.number as u32 - 1, self.part.first_column + column as u32);
            return Some(crate::plan::workbook::address(at));
        }
        let _ = column;
        None
    }

    /// Names a cell that holds an error, or a formula that was never calculated; nothing where it is
    /// sound.
    pub fn fault(&self, column: usize) -> Option<Problem> {
        #[cfg(feature = "workbook")]
        if let Some(cell) = self.cells.get(column).filter(|cell| cell.state == State::Fault) {
            let address = self.address(column).unwrap_or_default();
            let place = self.own_place();
            return Some(crate::plan::workbook::without_value(&address, trim(cell.text), place));
        }
        let _ = column;
        None
    }

    /// Names the row.
    pub fn own_place(&self) -> Place {
        row_place(&self.part.place, self.number, self.index)
    }

    /// Returns the text of a cell without the blanks at its edges; nothing beyond the last cell.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| trim(cell.text))
    }
}

/// How a table is looked for.
#[derive(Clone, Copy)]
pub struct Search<'s> {
    /// Tells the words that stand in a header.
    pub is_known: &'s dyn Fn(&str) -> bool,
    /// Tells other words by which the encoding of text is told.
    pub tells: &'s dyn Fn(&str) -> bool,
    /// The encoding of text, where somebody says so.
    pub encoding: Option<TextEncoding>,
    /// The sheet, where somebody says so.
    pub sheet: Option<&'s str>,
}

impl Table {
    /// Finds the table of a file; nothing, and the reason among the problems, where there is none.
    pub fn find(
        file: &Arc<str>,
        open: &Opener<'_>,
        search: Search<'_>,
        problems: &mut Problems,
    ) -> Option<Table> {
        if let Some(problem) = lock_problem(file) {
            problems.push(problem);
            return None;
        }
        // The first rows are looked at for every separator and encoding, their words once.
        let seen = RefCell::new(HashMap::new());
        let is_known = |text: &str| -> bool {
            if let Some(&is_known) = seen.borrow().get(text) {
                return is_known;
            }
            let is_known = (search.is_known)(text);
            seen.borrow_mut().insert(text.to_owned(), is_known);
            is_known
        };
        let search = Search { is_known: &is_known, ..search };
        let mut input = open();
        let (format, head) = match Format::sniff(&mut input) {
            Ok(sniffed) => sniffed,
            Err(error) => {
                problems.push(unreadable(file, &error));
                return None;
            }
        };
        if let Some(kind) = document(&head) {
            let message = Said::new(|lang| say::document(lang, kind));
            problems.push(Problem::fatal(whole(file), message).hint(say::DOCUMENT_HINT));
            return None;
        }
        let found = match format {
            Format::Csv => text::find(file, &head, search, problems),
            Format::Json => objects::find(file, open, problems),
            #[cfg(feature = "workbook")]
            Format::Workbook => sheet::find(file, &head, input, search, problems),
            #[cfg(not(feature = "workbook"))]
            Format::Workbook => {
                problems.push(crate::plan::left_out(file, "a workbook"));
                None
            }
            Format::Iati => {
                let problem = Problem::fatal(whole(file), say::PUBLISHED);
                problems.push(problem.hint(say::PUBLISHED_HINT));
                None
            }
        };
        let (layout, parts, content) = found?;
        Some(Table { file: Arc::clone(file), layout, parts, content })
    }

    /// Tells whether serial numbers of days count from 1904, and not from 1900.
    pub fn is_1904(&self) -> bool {
        match &self.content {
            Content::Text(_) | Content::Objects(_) => false,
            #[cfg(feature = "workbook")]
            Content::Sheets(sheets) => sheets.is_1904(),
        }
    }

    /// Tells whether it is separated text.
    pub fn is_text(&self) -> bool {
        matches!(self.content, Content::Text(_))
    }

    /// Hands every row under the header to `sink`, in order. Rows of which nothing can be read are
    /// named among the problems; returns how many.
    pub fn read(
        &self,
        open: &Opener<'_>,
        problems: &mut Problems,
        sink: &mut dyn FnMut(&Row<'_>, &mut Problems),
    ) -> u64 {
        match &self.content {
            Content::Text(text) => text.read(&self.parts[0], open(), problems, sink),
            Content::Objects(objects) => {
                objects.read(&self.parts[0], &self.layout.names, open(), problems, sink)
            }
            #[cfg(feature = "workbook")]
            Content::Sheets(sheets) => {
                sheets.read(&self.parts, self.layout.names.len(), problems, sink);
                0
            }
        }
    }
}

/// What finding a table gives.
type Found = (Layout, Vec<Part>, Content);

/// Names a row: `plan.json:4`, or `plan.json[3]:1` where several stand on one line.
fn row_place(file: &Arc<str>, line: u64, index: Option<u64>) -> Place {
    let file = match index {
        Some(n) => format!("{file}[{n}]").into(),
        None => Arc::clone(file),
    };
    Place { file, line }
}

fn whole(file: &Arc<str>) -> Place {
    Place { file: Arc::clone(file), line: 0 }
}

/// Tells by its beginning whether a file is a document whose tables cannot be read, and which.
fn document(head: &[u8]) -> Option<&'static str> {
    let holds = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
    match () {
        () if head.starts_with(b"%PDF-") => Some("PDF"),
        () if head.starts_with(b"{\\rtf") => Some("RTF"),
        () if !head.starts_with(b"PK\x03\x04") => None,
        () if holds(b"word/document.xml") || holds(b"word/styles.xml") => Some("Word (DOCX)"),
        () if holds(b"ppt/presentation.xml") => Some("PowerPoint (PPTX)"),
        () if holds(b"application/vnd.oasis.opendocument.text") => Some("OpenDocument (ODT)"),
        () => None,
    }
}

/// Makes the problem of a file in which no row looks like a header.
fn no_header(place: Place) -> Problem {
    Problem::fatal(place, say::NO_HEADER).hint(say::NO_HEADER_HINT)
}
