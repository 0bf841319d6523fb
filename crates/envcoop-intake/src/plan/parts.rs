//! Reading a long table in parts on several threads: the same rows as in one piece, part by part in
//! their order.
//!
//! A part ends at what looks like the end of a row: two rows of as many cells as the header follow. Whether it
//! is one, and not a line of a quoted cell, is known once the part was read: no quote may be open at
//! its end. The first part begins at a row, hence each does of which all before it end so.
//! From a part on that does not, the rest is read in one piece.

use std::io::{self, Cursor, Read};

use super::csv::Header;
use super::records::{Records, Rows, n_lines};
use crate::parallel::{Failing, in_order};

/// Into how large parts a table is cut, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// The least of a part.
    pub(crate) least: usize,
    /// The most of a part: a row may be long.
    pub(crate) most: usize,
    /// Where at the end of a part the end of a row is looked for.
    pub(crate) window: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes { least: 1 << 20, most: 16 << 20, window: 16 << 10 }
    }
}

/// The rows of a part.
pub(crate) type PartRows<'p> = Rows<'p, &'p mut dyn Read>;

/// Reads the rows of a part on any thread.
pub(crate) type Work<'w, W> = &'w (dyn Fn(&mut PartRows<'_>) -> io::Result<W> + Sync);

/// A table that is cut into parts.
pub(crate) struct Cutter<'i> {
    input: Box<dyn Read + 'i>,
    /// What was read of it already.
    pending: Vec<u8>,
    separator: u8,
    n_columns: usize,
    sizes: Sizes,
    /// The line on which it starts.
    line: u64,
    is_over: bool,
    /// Whether no end of a row was found where a part has to have one.
    is_stuck: bool,
    /// Why no more can be read.
    fault: Option<io::Error>,
}

/// A part of a table.
struct Part {
    /// The line on which it starts.
    line: u64,
    bytes: Vec<u8>,
    is_last: bool,
}

impl<'i> Cutter<'i> {
    /// Gets what follows the header ready to be cut; the rows themselves where it is short.
    pub(crate) fn new<'h: 'i, R: Read + 'i>(
        header: &Header,
        rows: Rows<'h, R>,
        sizes: Sizes,
    ) -> Result<Cutter<'i>, Box<Rows<'h, R>>> {
        let Some((held, line)) = rows.rest() else { return Err(Box::new(rows)) };
        let (pending, separator) = (held.to_vec(), rows.separator);
        let input = Box::new(rows.into_input());
        let n_columns = header.n_columns();
        let (is_over, is_stuck, fault) = (false, false, None);
        Ok(Cutter { input, pending, separator, n_columns, sizes, line, is_over, is_stuck, fault })
    }

    /// Reads parts, `n_threads` at a time, and takes what is found in their order; returns the rows that
    /// are to be read in one piece.
    pub(crate) fn read<W: Send>(
        mut self,
        n_threads: usize,
        work: Work<'_, W>,
        take: &mut dyn FnMut(W),
    ) -> Option<Rows<'static, Box<dyn Read + 'i>>> {
        let separator = self.separator;
        let open =
            in_order(n_threads, || self.cut(), &|part: &Part| part.rows(separator, work), take);
        if open.is_empty() && self.is_over {
            return None;
        }
        let line = open.front().map_or(self.line, |part| part.line);
        let bytes = open.iter().flat_map(|part| &part.bytes).chain(&self.pending).copied();
        let held = Cursor::new(bytes.collect::<Vec<u8>>());
        let rest = held.chain(Failing(self.fault)).chain(self.input);
        Some(Rows::of_part(&[], Box::new(rest), separator, line))
    }

    /// Cuts off the next part; nothing behind the last, or where it has no end.
    fn cut(&mut self) -> Option<Part> {
        let Sizes { least, most, window } = self.sizes;
        if self.is_over || self.is_stuck || self.fault.is_some() {
            return None;
        }
        let mut wanted = least.max(1);
        let end = loop {
            let missing = wanted.saturating_sub(self.pending.len());
            // At once, so that nothing is moved while it grows.
            self.pending.reserve(missing + 1);
            match self.input.by_ref().take(missing as u64).read_to_end(&mut self.pending) {
                Ok(n) if n < missing => {
                    self.is_over = true;
                    break self.pending.len();
                }
                Ok(_) => {}
                Err(fault) => {
                    self.fault = Some(fault);
                    return None;
                }
            }
            let from = self.pending.len().saturating_sub(window);
            if let Some(end) = self.end_of_row(from) {
                break end;
            }
            if self.pending.len() > most {
                self.is_stuck = true;
                return None;
            }
            wanted = self.pending.len() + least;
        };
        let pending = self.pending.split_off(end);
        let bytes = std::mem::replace(&mut self.pending, pending);
        let line = self.line;
        self.line += n_lines(&bytes);
        Some(Part { line, bytes, is_last: self.is_over })
    }

    /// Returns where a row seems to end behind `from`.
    fn end_of_row(&self, from: usize) -> Option<usize> {
        let window = &self.pending[from..];
        let ends = window.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1);
        ends.take(TRIED).find(|&at| self.are_rows(&window[at..])).map(|at| from + at)
    }

    /// Tells whether two rows of as many cells as the header begin a text that does not end with them.
    fn are_rows(&self, text: &[u8]) -> bool {
        let mut records = Records::new(text, self.separator, 1);
        (0..2).all(|_| {
            let record = records.next().ok().flatten();
            record.is_some_and(|r| r.ranges().count() == self.n_columns && r.span.1 < text.len())
        })
    }
}

/// At so many ends of lines the end of a row is looked for.
const TRIED: usize = 64;

impl Part {
    /// Reads the part by itself; nothing where it does not end with a row.
    fn rows<W>(&self, separator: u8, work: Work<'_, W>) -> Option<W> {
        let nothing: &mut dyn Read = &mut io::empty();
        let mut rows = Rows::of_part(&self.bytes, nothing, separator, self.line);
        let found = work(&mut rows).ok()?;
        let is_whole = self.is_last || rows.open_quote().is_none();
        is_whole.then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use envcoop_core::problem::Problems;
    use proptest::prelude::*;

    use super::*;

    /// What a table may consist of; some of it is wrong, and some looks like what it is not.
    const PIECES: [&str; 14] = [
        "A1,W1.1,water\n",
        "A2,W1.2,\"air, soil\"\r\n",
        "A3,W1.3,\"two\nlines\"\n",
        "A4,W1.4,\"a \"\"forum\"\"\"\n",
        "A5,,\"x\nA6,W1.1,y\nA7,W1.1,z\n\"\n",
        "\u{feff}A8,W1.1,水\n",
        "\"A9\",,\n",
        "\n",
        "sep=;\n",
        "B1,W1.1\n",
        "B2,W1.1,\"odd\" end\n",
        "B3,W1.1,a\"b\n",
        "B4,W1.1,one,more\n",
        "\"",
    ];

    fn table() -> impl Strategy<Value = String> {
        // Most pieces are sound, so that faults stand behind something.
        let piece = prop_oneof![12 => 0..5_usize, 2 => 5..13_usize, 1 => Just(13)];
        proptest::collection::vec(piece.prop_map(|at| PIECES[at]), 0..40)
            .prop_map(|pieces| format!("\u{feff}id,measures,title\n{}", pieces.concat()))
    }

    /// What fails once its text was read.
    fn breaking(text: &str, breaks: bool) -> impl Read {
        text.as_bytes().chain(Failing(breaks.then(|| io::Error::other("the line is dead"))))
    }

    /// Reads a table; returns its rows and problems.
    fn read_all(text: &str, breaks: bool, parts: Option<(usize, Sizes)>) -> String {
        let file: Arc<str> = "f.csv".into();
        let mut problems = Problems::default();
        let read = Header::read(&file, &[], breaking(text, breaks), None, &mut problems);
        let Ok(Some((header, mut rows))) = read else { return format!("{problems:?}") };
        let in_one = |rows: &mut Rows<'_, Box<dyn Read + '_>>| in_piece(&header, rows);
        let mut all = String::new();
        let fault = match parts {
            None => {
                let (told, fault) = in_piece(&header, &mut rows);
                all += &told;
                fault
            }
            Some((n_threads, sizes)) => match Cutter::new(&header, rows, sizes) {
                Err(mut rows) => {
                    let (told, fault) = in_piece(&header, &mut *rows);
                    all += &told;
                    fault
                }
                Ok(cutter) => {
                    let work = |rows: &mut PartRows<'_>| Ok(in_piece(&header, rows).0);
                    let rest = cutter.read(n_threads, &work, &mut |told: String| all += &told);
                    rest.and_then(|mut rows| {
                        let (told, fault) = in_one(&mut rows);
                        all += &told;
                        fault
                    })
                }
            },
        };
        format!("{all}{fault:?}")
    }

    fn in_piece<R: Read>(header: &Header, rows: &mut Rows<'_, R>) -> (String, Option<String>) {
        let (mut told, mut problems) = (String::new(), Problems::with_limit(1000));
        let read = header.rows(rows, &mut problems, &mut |row, _| {
            told += &format!("{} {:?} {:?}\n", row.line, row.cells, row.extras);
        });
        problems.listed().for_each(|problem| told += &format!("{problem}\n"));
        (told, read.err().map(|fault| fault.to_string()))
    }

    proptest! {
        #[test]
        fn parts_are_the_whole(
            table in table(),
            n_threads in 1..4_usize,
            least in 1..200_usize,
            window in 1..100_usize,
            most in 0..400_usize,
            breaks: bool,
        ) {
            // Rows that are held at once are not cut.
            let long = format!("{table}{}", "Z,,\n".repeat(40_000));
            let text = if least % 2 == 0 { &long } else { &table };
            let parts = read_all(text, breaks, Some((n_threads, Sizes { least, most, window })));
            let sorted = |told: String| {
                // Problems stand behind the rows of each part.
                let mut lines: Vec<String> = told.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(sorted(parts), sorted(read_all(text, breaks, None)));
        }
    }
}
