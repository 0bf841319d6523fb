//! Plans as comma-, semicolon- or tab-separated text, row by row.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use envcoop_core::delimited::guard;
use envcoop_core::plan::{Cells, Column, Heading, Row, row};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
use envcoop_core::text::{Lang, Text, nearest, trim};
use envcoop_words::problem::{file as say, header};

use crate::plan::columns::headings;
use crate::plan::records::{Record, Records, Rows, separator_line_len};

/// The separators that are tried on the header.
pub(crate) const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads every row of `input` and hands it to `sink`; returns how many could not be. `head` is the
/// beginning of the input, already taken from it; `first_row` the line of the first row, where that is not
/// the one after the header.
pub(crate) fn read(
    file: &Arc<str>,
    head: &[u8],
    input: impl Read,
    first_row: Option<u64>,
    problems: &mut Problems,
    sink: &mut dyn FnMut(Row<'_>, &mut Problems),
) -> io::Result<u64> {
    match Header::read(file, head, input, first_row, problems)? {
        None => Ok(0),
        Some((header, mut rows)) => header.rows(&mut rows, problems, sink),
    }
}

/// The header of a table, by which its rows are read.
pub(crate) struct Header {
    file: Arc<str>,
    headings: Vec<Heading>,
}

impl Header {
    /// Reads the header of a table; nothing, and why among the problems, where it has none.
    pub(crate) fn read<'h, R: Read>(
        file: &Arc<str>,
        head: &'h [u8],
        input: R,
        first_row: Option<u64>,
        problems: &mut Problems,
    ) -> io::Result<Option<(Header, Rows<'h, R>)>> {
        let place = |line| Place { file: Arc::clone(file), line };
        let mut rows = Rows::new(head, input, separator_of);
        let Some(first) = rows.next()? else {
            problems.push(empty(place(0), SOME_COLUMNS));
            return Ok(None);
        };
        let header_line = first.line;
        let Some(text) = utf8(file, first, problems) else { return Ok(None) };
        let name = |range| guard::remove(trim(&text[range])).to_owned();
        let names: Vec<String> = first.ranges().map(name).collect();
        let Some(headings) = headings(names, &place(header_line), problems) else {
            return Ok(None);
        };
        if let Some(line) = first_row {
            rows.go_on_at(line);
        }
        Ok(Some((Header { file: Arc::clone(file), headings }, rows)))
    }

    /// Returns how many columns there are.
    pub(super) fn n_columns(&self) -> usize {
        self.headings.len()
    }

    /// Hands every row to `sink`; returns how many could not be read.
    pub(crate) fn rows<R: Read>(
        &self,
        rows: &mut Rows<'_, R>,
        problems: &mut Problems,
        sink: &mut dyn FnMut(Row<'_>, &mut Problems),
    ) -> io::Result<u64> {
        self.some_rows(rows, problems, &mut |row, problems| {
            sink(row, problems);
            ControlFlow::Continue(())
        })
    }

    /// Hands rows to `sink` as long as it says so; returns how many of them could not be read.
    pub(crate) fn some_rows<R: Read>(
        &self,
        rows: &mut Rows<'_, R>,
        problems: &mut Problems,
        sink: &mut dyn FnMut(Row<'_>, &mut Problems) -> ControlFlow<()>,
    ) -> io::Result<u64> {
        let Header { file, headings } = self;
        let place = |line| Place { file: Arc::clone(file), line };
        let mut n_refused = 0;
        while let Some(record) = rows.next()? {
            let Some(text) = utf8(file, record, problems) else {
                n_refused += 1;
                continue;
            };
            let cell = |range| guard::remove(&text[range]);
            let beyond = record.ranges().skip(headings.len()).map(cell);
            let mut is_sound = true;
            for cell in beyond.filter(|cell| !trim(cell).is_empty()) {
                problems.add(Severity::Error, || beyond_last(place(record.line), cell));
                is_sound = false;
            }
            if is_sound {
                let (cells, extras) = Cells::of(headings.iter().zip(record.ranges().map(cell)));
                let is_sound = record.is_sound || row::is_sound(record.text);
                let row = Row { file, line: record.line, cells, extras: &extras, is_sound };
                if sink(row, problems).is_break() {
                    return Ok(n_refused);
                }
            } else {
                n_refused += 1;
            }
        }
        if let Some(line) = rows.open_quote() {
            problems.push(open_quote(place(line)));
        }
        Ok(n_refused)
    }
}

/// The columns that a plan's header begins with.
pub(super) const SOME_COLUMNS: &str = "id,measures,title,status,...";

/// Makes the problem of a file without a header.
pub(super) fn empty(place: Place, columns: &str) -> Problem {
    let hint = Text::new(|lang| header::must_name(lang, columns));
    Problem::fatal(place, say::EMPTY).hint(hint)
}

/// Makes the problem of a cell to which no header belongs.
pub(super) fn beyond_last(place: Place, cell: &str) -> Problem {
    let message = Text::new(|lang| say::beyond_last(lang, quoted(trim(cell))));
    Problem::error(place, message).hint(say::BEYOND_LAST_HINT)
}

/// Makes the problem of a quote that is never closed.
pub(crate) fn open_quote(place: Place) -> Problem {
    Problem::fatal(place, say::OPEN_QUOTE).hint(say::OPEN_QUOTE_HINT)
}

/// Returns the cells of the rows at the beginning of a text; the last row may be cut off.
pub(crate) fn rows_of_head(head: &[u8]) -> Vec<Vec<String>> {
    let head = &head[separator_line_len(head)..];
    let mut records = Records::new(head, separator_of(head), 1);
    let mut rows = Vec::new();
    while let Ok(Some(record)) = records.next() {
        let text = |cell: &[u8]| guard::remove(&String::from_utf8_lossy(cell)).to_owned();
        rows.push(record.cells().map(text).collect());
    }
    rows
}

/// Finds the separator under which the header names the most columns of the format. Data is not
/// looked at: commas in titles would mislead.
pub(super) fn separator_of(head: &[u8]) -> u8 {
    separator_by(head, |name| Column::of_header(name).is_some())
}

/// Finds the separator under which the header has the most names that are known.
pub(super) fn separator_by(head: &[u8], is_known: impl Fn(&str) -> bool) -> u8 {
    let n_known = |separator: &u8| {
        let mut records = Records::new(head, *separator, 1);
        let Ok(Some(header)) = records.next() else { return 0 };
        let names = header.cells().filter_map(|cell| std::str::from_utf8(cell).ok());
        names.filter(|name| is_known(guard::remove(name))).count()
    };
    // `max_by_key` returns the last of equals: the comma, tried last, wins a draw.
    SEPARATORS.into_iter().rev().max_by_key(n_known).unwrap_or(b',')
}

/// Says what is wrong with a column that a header must name once and names `n` times, and the way
/// out; `otherwise` is that for a column that is not there under a similar name.
pub(super) fn not_once(
    lang: Lang,
    code: &str,
    n: usize,
    names: &[impl AsRef<str>],
    otherwise: impl FnOnce() -> String,
) -> (String, String) {
    if n > 0 {
        return (header::named_times(lang, code, n), header::KEEP_ONE.get(lang).to_owned());
    }
    let near = nearest(code, names.iter().map(AsRef::as_ref));
    let hint = near.map_or_else(otherwise, |near| header::rename(lang, quoted(near), code));
    (header::missing(lang, code), hint)
}

/// Checks a record's bytes once; its cells are then cut out of the text. Separators are ASCII, so
/// the borders of cells are borders of characters, unless what stood between them is gone.
fn utf8<'r>(file: &Arc<str>, record: Record<'r>, problems: &mut Problems) -> Option<&'r str> {
    let error = match simdutf8::basic::from_utf8(record.text) {
        Ok(text) if record.is_held => return Some(text),
        Ok(text) if record.ranges().all(|range| text.is_char_boundary(range.end)) => {
            return Some(text);
        }
        Ok(_) => 0,
        Err(_) => {
            std::str::from_utf8(record.text).map_or_else(|error| error.valid_up_to(), str::len)
        }
    };
    let cell = record.ranges().take_while(|range| range.end <= error).count() + 1;
    let place = Place { file: Arc::clone(file), line: record.line };
    problems.add(Severity::Error, || {
        let message = Text::new(|lang| say::cell_not_utf8(lang, cell));
        Problem::error(place, message).hint(say::SAVE_AS_UTF8)
    });
    None
}
