//! Tables as separated text.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use encoding_rs::Encoding;
use envcoop_core::delimited::guard;
use envcoop_core::plan::{Document, Line};
use envcoop_core::problem::{Place, Problem, Problems};
use envcoop_core::text::{Text as Said, trim};
use envcoop_words::problem::file as say;
use envcoop_words::problem::patch as patching;

use super::layout::{self, HEADER_WITHIN, TopRow};
use super::{Cell, Content, Found, Part, Row, Search, no_header, whole};
use crate::plan::patch::csv::TextForm;
use crate::plan::patch::text::Encoded;
use crate::plan::patch::{self, Edits, Fault};
use crate::plan::records::{Record, Records, Rows, separator_line_len};
use crate::plan::{csv, encoding, unreadable};

/// How a text is read.
#[derive(Debug)]
pub(super) struct Text {
    encoding: &'static Encoding,
    separator: u8,
    /// The last line of the header, counted in rows that hold something.
    n_above: usize,
    /// Whether lines end in a carriage return alone, as old systems wrote them.
    is_returned: bool,
}

pub(super) fn find(
    file: &Arc<str>,
    head: &[u8],
    search: Search<'_>,
    problems: &mut Problems,
) -> Option<Found> {
    let n_sensible = |text: &str| {
        let rows = tops(text.as_bytes(), separator_of(text.as_bytes(), search.is_known));
        let cells = rows.iter().flat_map(|row| &row.cells);
        let is_told = |cell: &&String| (search.is_known)(cell) || (search.tells)(cell);
        cells.filter(|cell| !cell.is_ascii() && is_told(cell)).count()
    };
    let encoding = match encoding::of_text(head, search.encoding, n_sensible) {
        Ok(encoding) => encoding,
        Err(undecided) => {
            problems.push(undecided.problem(file));
            return None;
        }
    };
    let text = match encoding::decode(head, std::io::empty(), encoding) {
        Ok(text) => text.head,
        Err(error) => {
            problems.push(unreadable(file, &error));
            return None;
        }
    };
    let is_returned = text.contains(&b'\r') && !text.contains(&b'\n');
    let text = if is_returned { lines(&text) } else { text };
    if text.iter().all(u8::is_ascii_whitespace) {
        problems.push(Problem::fatal(whole(file), say::EMPTY));
        return None;
    }
    let separator = separator_of(&text, search.is_known);
    let rows = tops(&text, separator);
    let Some(layout) = layout::find(&rows, search.is_known) else {
        problems.push(no_header(whole(file)));
        return None;
    };
    let n_above = rows.iter().take_while(|row| row.number <= layout.header.1).count();
    let header = layout.header.1;
    let titles = layout.titles.clone();
    let part = Part { sheet: None, place: Arc::clone(file), header, first_column: 0, titles };
    Some((layout, vec![part], Content::Text(Text { encoding, separator, n_above, is_returned })))
}

/// Ends lines as they are counted.
fn lines(text: &[u8]) -> Vec<u8> {
    text.iter().map(|&b| if b == b'\r' { b'\n' } else { b }).collect()
}

/// A text of which lines end as they are counted.
struct Lines<R>(R);

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.0.read(buffer)?;
        buffer[..n].iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
        Ok(n)
    }
}

/// Returns the first rows that hold something.
fn tops(head: &[u8], separator: u8) -> Vec<TopRow> {
    let skipped = separator_line_len(head);
    let mut records = Records::new(&head[skipped..], separator, 1 + u64::from(skipped > 0));
    let mut rows = Vec::new();
    while let Ok(Some(record)) = records.next() {
        let text = |cell: &[u8]| guard::remove(&String::from_utf8_lossy(cell)).to_owned();
        let cells: Vec<String> = record.cells().map(text).collect();
        if cells.iter().any(|cell| !trim(cell).is_empty()) {
            rows.push(TopRow { number: record.line, cells, wide: Vec::new() });
        }
        if rows.len() == HEADER_WITHIN {
            break;
        }
    }
    rows
}

/// Finds the separator under which the first rows hold the most words that are known; of equals the one
/// that gives most rows the same number of cells.
fn separator_of(head: &[u8], is_known: &dyn Fn(&str) -> bool) -> u8 {
    let worth = |separator: &u8| {
        let rows = tops(head, *separator);
        let n_known = rows.iter().flat_map(|row| &row.cells).filter(|cell| is_known(cell)).count();
        let widths = || rows.iter().map(|row| row.cells.len()).filter(|&n| n > 1);
        let n_alike = widths().map(|width| widths().filter(|&other| other == width).count()).max();
        (n_known, n_alike)
    };
    // `max_by_key` returns the last of equals: the comma, tried last, wins a draw.
    csv::SEPARATORS.into_iter().rev().max_by_key(worth).unwrap_or(b',')
}

impl Text {
    /// Returns a file with what changed in its rows.
    pub(super) fn beside(
        &self,
        bytes: &[u8],
        rows: &Document,
        edits: &Edits<'_>,
    ) -> Result<Vec<u8>, Fault> {
        let (text, _) = self.encoding.decode_with_bom_removal(bytes);
        let counted = if self.is_returned { lines(text.as_bytes()) } else { Vec::new() };
        let counted = if self.is_returned { &counted } else { text.as_bytes() };
        let mut records = Rows::new(counted, std::io::empty(), |_| self.separator);
        let mut spans = BTreeMap::new();
        let (mut header, mut n_seen) = (0..0, 0);
        while let Ok(Some(record)) = records.next() {
            let span = record.span.0..record.span.1.min(text.len());
            n_seen +=
                usize::from(record.cells().any(|cell| !cell.iter().all(u8::is_ascii_whitespace)));
            if n_seen == self.n_above && header.is_empty() {
                header = span;
            } else if spans.insert(record.line, span).is_some() {
                return Err(Fault::new(patching::LINES_MIXED, patching::LINES_MIXED_HINT));
            }
        }
        let span = |line: &Line| spans.get(&line.number).cloned().unwrap_or_default();
        let rows = rows.lines.iter().map(span).collect();
        let form = TextForm { separator: self.separator, is_guarded: true, header, rows };
        let file = Encoded { encoding: self.encoding, bytes, text: &text };
        patch::csv::patch(&form, file, edits)
    }

    pub(super) fn read(
        &self,
        part: &Part,
        mut input: Box<dyn Read + '_>,
        problems: &mut Problems,
        sink: &mut dyn FnMut(&Row<'_>, &mut Problems),
    ) -> u64 {
        let mut n_refused = 0;
        if let Err(error) = self.each(part, &mut input, problems, sink, &mut n_refused) {
            problems.push(unreadable(&part.place, &error));
        }
        n_refused
    }

    fn each(
        &self,
        part: &Part,
        input: &mut dyn Read,
        problems: &mut Problems,
        sink: &mut dyn FnMut(&Row<'_>, &mut Problems),
        n_refused: &mut u64,
    ) -> std::io::Result<()> {
        let text = encoding::decode(&[], input, self.encoding)?;
        let mut head = text.head;
        let mut rest = text.rest;
        if self.is_returned {
            head = lines(&head);
            rest = Box::new(Lines(rest));
        }
        // A mark and a line that names the separator stand in the first bytes.
        rest.by_ref().take(64).read_to_end(&mut head)?;
        if head.starts_with(b"\xef\xbb\xbf") {
            head.drain(..3);
        }
        let mut rows = Rows::new(&head, rest, |_| self.separator);
        let mut n_seen = 0;
        while let Some(record) = rows.next()? {
            // The first row is handed on even where it is blank.
            n_seen +=
                usize::from(record.cells().any(|cell| !cell.iter().all(u8::is_ascii_whitespace)));
            if n_seen <= self.n_above || record.cells().all(<[u8]>::is_empty) {
                continue;
            }
            match cells(&record) {
                Some(cells) => {
                    let row = Row { part, number: record.line, index: None, cells: &cells };
                    sink(&row, problems);
                }
                None => {
                    *n_refused += 1;
                    let place = Place { file: Arc::clone(&part.place), line: record.line };
                    let message = Said::new(|lang| say::cell_not_utf8(lang, 1));
                    problems.push(Problem::error(place, message).hint(say::SAVE_AS_UTF8));
                }
            }
        }
        if let Some(line) = rows.open_quote() {
            problems.push(csv::open_quote(Place { file: Arc::clone(&part.place), line }));
        }
        Ok(())
    }
}

fn cells<'r>(record: &Record<'r>) -> Option<Vec<Cell<'r>>> {
    let cell = |bytes: &'r [u8]| {
        let text = guard::remove(std::str::from_utf8(bytes).ok()?);
        Some(Cell { text, ..Cell::default() })
    };
    record.cells().map(cell).collect()
}
