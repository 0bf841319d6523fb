//! Reviews of candidates as people give them back: in any form in which a table comes.

use std::sync::Arc;

use envcoop_core::edit::review::{Asked, Reviewed};
use envcoop_core::problem::Problems;

use super::TextEncoding;
use crate::table::{Opener, Search, Table};

/// Reads a review, with the name of the sheet on which it stands; nothing where the file is none.
pub fn read(
    file: &Arc<str>,
    open: &Opener<'_>,
    encoding: Option<TextEncoding>,
    problems: &mut Problems,
) -> Option<(Arc<str>, Vec<Reviewed>)> {
    let is_known = |text: &str| Asked::of_header(text).is_some();
    let search =
        Search { is_known: &is_known, encoding, sheet: None, depends_on: &|_| String::new() };
    // What is no review is read as a plan, which says what is wrong with it.
    let table = Table::find(file, open, search, &mut Problems::default())?;
    let names = &table.layout.names;
    if !Asked::are_headers(names.iter().map(String::as_str)) {
        return None;
    }
    let columns: Vec<Option<Asked>> = names.iter().map(|name| Asked::of_header(name)).collect();
    let mut reviewed = Vec::new();
    table.read(open, problems, &mut |row, _| {
        let mut own = Reviewed { number: row.number, ..Reviewed::default() };
        for (at, column) in columns.iter().enumerate() {
            let text = || row.text(at).to_owned();
            match column {
                Some(Asked::Id) => own.id = text(),
                Some(Asked::Tied) => own.tied = text(),
                Some(Asked::Candidate(n)) => own.candidates[*n] = text(),
                Some(Asked::Decision) => {
                    own.decision = text();
                    own.place = Some(row.place(at));
                }
                Some(Asked::Note) => own.note = text(),
                Some(Asked::Title | Asked::About | Asked::Why(_)) | None => {}
            }
        }
        if !own.id.is_empty() {
            reviewed.push(own);
        }
    });
    let place =
        table.parts.first().map_or_else(|| Arc::clone(file), |part| Arc::clone(&part.place));
    Some((place, reviewed))
}
