//! Writes columns beside a table, into the person's own file: everything else stays byte for byte.

use std::collections::BTreeMap;

use envcoop_core::plan::{Document, Heading, Line};
use envcoop_core::problem::{Place, Problem};
use envcoop_core::text::trim;
use envcoop_words::problem::table as say;

use super::{Content, Part, Table, whole};
use crate::plan::patch::{self, Edits};
#[cfg(feature = "workbook")]
use crate::plan::workbook::cell::MOST_ROWS;

/// What is written beside a row: by its sheet and number, a text for each column.
pub type Beside = BTreeMap<(usize, u64), Vec<String>>;

impl Table {
    /// Returns the file, of which `bytes` are the content, with columns behind the last of the table; a
    /// column that has the header already is written over. `width` is how many columns the table has.
    ///
    /// # Errors
    /// Names the cell that cannot be written without damage, and the way out.
    pub fn beside(
        &self,
        bytes: &[u8],
        width: usize,
        headers: &[&str],
        rows: &Beside,
    ) -> Result<Vec<u8>, Box<Problem>> {
        let refused = |part: &Part, fault: patch::Fault| {
            let place = Place { file: part.place.clone(), line: fault.line };
            Box::new(Problem::fatal(place, fault.message).hint(fault.hint))
        };
        let mut bytes = bytes.to_vec();
        for (at, part) in self.parts.iter().enumerate() {
            let of_part = rows.range((at, 0)..(at + 1, 0));
            let of_part: Vec<(u64, &Vec<String>)> =
                of_part.map(|((_, n), row)| (*n, row)).collect();
            let (old, new) = self.documents(width, headers, &of_part);
            let Some(edits) = Edits::between(&old, &new).filter(|edits| !edits.is_empty()) else {
                continue;
            };
            bytes = match &self.content {
                Content::Text(text) => {
                    text.beside(&bytes, &old, &edits).map_err(|fault| refused(part, fault))?
                }
                Content::Objects(_) => {
                    let problem = Problem::fatal(whole(&self.file), say::NOT_BESIDE_OBJECTS);
                    return Err(Box::new(problem.hint(say::NOT_BESIDE_OBJECTS_HINT)));
                }
                #[cfg(feature = "workbook")]
                Content::Sheets(_) => {
                    let spot = crate::plan::workbook::Spot {
                        sheet: part.sheet.clone().unwrap_or_default(),
                        header: (part.header - 1) as u32,
                        first: part.first_column,
                        // No row comes behind the last.
                        last: MOST_ROWS,
                    };
                    patch::workbook(&bytes, &spot, &edits).map_err(|fault| refused(part, fault))?
                }
            };
        }
        Ok(bytes)
    }

    /// Returns the rows as they are and as they are to be. What stands in other columns is of no
    /// matter: it is the same in both.
    fn documents(
        &self,
        width: usize,
        headers: &[&str],
        rows: &[(u64, &Vec<String>)],
    ) -> (Document, Document) {
        let mut names = self.layout.names.clone();
        names.resize(width.max(names.len()), String::new());
        let width = names.len();
        let mut places = Vec::new();
        let mut new_names = Vec::new();
        for header in headers {
            let there = names.iter().position(|name| trim(name) == *header);
            places.push(there.unwrap_or(width + new_names.len()));
            if there.is_none() {
                new_names.push((*header).to_owned());
            }
        }
        let own = |text: &String| Heading { text: text.clone(), column: None, currency: None };
        let headings: Vec<Heading> = names.iter().map(own).collect();
        let all: Vec<Heading> = headings.iter().cloned().chain(new_names.iter().map(own)).collect();
        let mut old = Document { headings, lines: Vec::new() };
        let mut new = Document { headings: all, lines: Vec::new() };
        for (number, texts) in rows {
            let mut cells = vec![String::new(); new.headings.len()];
            for (&place, text) in places.iter().zip(texts.iter()) {
                cells[place].clone_from(text);
            }
            // A cell that is there is written even where nothing is to stand in it.
            let mut before = vec![String::new(); width];
            for (&place, text) in
                places.iter().zip(texts.iter()).filter(|(place, _)| **place < width)
            {
                before[place] = format!("{text}\u{0}");
            }
            old.lines.push(Line { number: *number, cells: before });
            new.lines.push(Line { number: *number, cells });
        }
        (old, new)
    }
}
