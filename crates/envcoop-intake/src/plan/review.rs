//! Reviews of candidates as people give them back: in any form in which a table comes.

use std::sync::Arc;

use envcoop_core::edit::review::{Asked, Reviewed};
use envcoop_core::problem::{Place, Problem, Problems};
use envcoop_core::text::Text;
use envcoop_words::problem::header as say;

use super::TextEncoding;
use crate::table::{Opener, Search, Table};

/// Tells whether a file is a review.
pub fn is_one(file: &Arc<str>, open: &Opener<'_>, encoding: Option<TextEncoding>) -> bool {
    find(file, open, encoding).is_some()
}

/// Finds the table of a review. What is none is for others to read, who say what is wrong with it.
fn find(file: &Arc<str>, open: &Opener<'_>, encoding: Option<TextEncoding>) -> Option<Table> {
    let is_known = |text: &str| Asked::of_header(text).is_some();
    let search =
        Search { is_known: &is_known, encoding, sheet: None, depends_on: &|_| String::new() };
    let table = Table::find(file, open, search, &mut Problems::default())?;
    let is_one = Asked::are_headers(table.layout.names.iter().map(String::as_str));
    is_one.then_some(table)
}

/// Tells whether merging a review depends on what stands under a column.
fn is_read(column: Asked) -> bool {
    !matches!(column, Asked::Title | Asked::About | Asked::Why(_))
}

/// Reads a review, with the name of the sheet on which it stands; nothing where the file is none. A
/// column that the header names twice and a cell without a value are named among the problems.
pub fn read(
    file: &Arc<str>,
    open: &Opener<'_>,
    encoding: Option<TextEncoding>,
    problems: &mut Problems,
) -> Option<(Arc<str>, Vec<Reviewed>)> {
    let table = find(file, open, encoding)?;
    let part = table.parts.first();
    let place = part.map_or_else(|| Arc::clone(file), |part| Arc::clone(&part.place));
    let mut reviewed = Vec::new();
    let names = &table.layout.names;
    let columns: Vec<Option<Asked>> = names.iter().map(|name| Asked::of_header(name)).collect();
    let n_named = |own: Asked| columns.iter().filter(|column| **column == Some(own)).count();
    let twice = Asked::ALL.into_iter().filter(|own| is_read(*own) && n_named(*own) > 1);
    let twice: Vec<Asked> = twice.collect();
    for own in &twice {
        let place = Place { file: Arc::clone(&place), line: part.map_or(0, |part| part.header) };
        let n = n_named(*own);
        let message = Text::new(|lang| say::named_times(lang, own.title(lang), n));
        problems.push(Problem::error(place, message).hint(say::KEEP_ONE));
    }
    if !twice.is_empty() {
        return Some((place, reviewed));
    }
    table.read(open, problems, &mut |row, problems| {
        let mut own = Reviewed { number: row.number, ..Reviewed::default() };
        for (at, column) in columns.iter().enumerate() {
            let Some(column) = column.filter(|column| is_read(*column)) else { continue };
            if let Some(fault) = row.fault(at) {
                problems.push(fault.column(names[at].clone()));
            }
            let text = row.text(at).to_owned();
            match column {
                Asked::Id => own.id = text,
                Asked::Tied => own.tied = text,
                Asked::Candidate(n) => own.candidates[n] = text,
                Asked::Decision => {
                    own.decision = text;
                    own.place = Some(row.place(at));
                }
                Asked::Note => own.note = text,
                Asked::Title | Asked::About | Asked::Why(_) => {}
            }
        }
        if !own.id.is_empty() {
            reviewed.push(own);
        }
    });
    Some((place, reviewed))
}
