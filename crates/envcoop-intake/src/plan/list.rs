//! Small tables that go with a plan: separated text under a header of fixed columns, read whole.

use std::io::{self, Read};
use std::sync::Arc;

use envcoop_core::delimited::guard;
use envcoop_core::problem::{Place, Problem, Problems, Severity};
use envcoop_core::text::{Label, Lang, trim};
use envcoop_words::problem::{file as say, header};

use super::csv::{empty, not_once, open_quote, separator_by};
use super::encoding;
use super::records::Rows;

/// A column: its name in data and the header for people.
pub(crate) type Column = (&'static str, Label);

/// A row that has something in every column.
pub(crate) struct Line<const N: usize> {
    /// Where it stands.
    pub(crate) place: Place,
    /// Its cells, trimmed, in the order of the columns asked for.
    pub(crate) cells: [String; N],
}

/// Reads every row of a table that has these columns, in any order and among others. Rows with a
/// blank cell are named and left out.
pub(crate) fn read<const N: usize>(
    file: &Arc<str>,
    mut input: impl Read,
    columns: [Column; N],
    problems: &mut Problems,
) -> Vec<Line<N>> {
    let place = |line| Place { file: Arc::clone(file), line };
    let mut text = Vec::new();
    if let Err(error) = input.read_to_end(&mut text) {
        problems.push(super::unreadable(file, &error));
        return Vec::new();
    }
    let names_columns = |text: &str| {
        let header = text.lines().next().unwrap_or_default();
        let names = || header.split([',', ';', '\t']).map(|name| trim(name.trim_matches('"')));
        columns.iter().all(|column| names().any(|name| is_called(column, name)))
    };
    let Some(text) = encoding::of_words(&text, names_columns) else {
        let valid = std::str::from_utf8(&text).map_or_else(|error| error.valid_up_to(), str::len);
        let line = 1 + text[..valid].iter().filter(|&&b| b == b'\n').count();
        let problem = Problem::fatal(place(line as u64), say::NOT_UTF8);
        problems.push(problem.hint(say::SAVE_AS_UTF8));
        return Vec::new();
    };
    let text = text.into_bytes();
    let mut rows = Rows::new(&text, io::empty(), |head| {
        separator_by(head, |name| columns.iter().any(|column| is_called(column, trim(name))))
    });
    let cells = |text: &[u8]| trim(guard::remove(&String::from_utf8_lossy(text))).to_owned();
    let Ok(Some(header)) = rows.next() else {
        problems.push(empty(place(0), &codes(&columns)));
        return Vec::new();
    };
    let header_line = header.line;
    let names: Vec<String> = header.cells().map(cells).collect();
    let Some(places) = places(&names, &columns, place(header_line), problems) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    while let Ok(Some(record)) = rows.next() {
        let found: Vec<String> = record.cells().map(cells).collect();
        let own = places.map(|i| found.get(i).cloned().unwrap_or_default());
        let blank = columns.iter().zip(&own).find(|(_, cell)| cell.is_empty());
        match blank {
            Some((&(column, _), _)) => {
                let problem = Problem::error(place(record.line), say::BLANK_CELL);
                problems.push(problem.column(column).hint(say::BLANK_CELL_HINT));
            }
            None => lines.push(Line { place: place(record.line), cells: own }),
        }
    }
    if let Some(line) = rows.open_quote() {
        problems.push(open_quote(place(line)));
    }
    lines
}

fn is_called(&(code, label): &Column, name: &str) -> bool {
    let labels = Lang::ALL.map(|lang| label.get(lang));
    labels.into_iter().chain([code]).any(|known| known.eq_ignore_ascii_case(name))
}

fn codes(columns: &[Column]) -> String {
    columns.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(",")
}

/// Finds where each column stands; none, and every fault named, where the header does not do.
fn places<const N: usize>(
    names: &[String],
    columns: &[Column; N],
    place: Place,
    problems: &mut Problems,
) -> Option<[usize; N]> {
    let mut places = [0; N];
    let mut is_sound = true;
    for (at, column) in places.iter_mut().zip(columns) {
        let found: Vec<usize> =
            (0..names.len()).filter(|&i| is_called(column, &names[i])).collect();
        match found[..] {
            [only] => *at = only,
            [..] => {
                is_sound = false;
                problems.push(Problem::saying(Severity::Fatal, place.clone(), |lang| {
                    let otherwise = || header::must_name(lang, codes(columns));
                    not_once(lang, column.0, found.len(), names, otherwise)
                }));
            }
        }
    }
    is_sound.then_some(places)
}
