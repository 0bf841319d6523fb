//! Records of separated text with the exact line each one starts on.
//!
//! The `csv` crate counts a line late after CRLF and blank lines early, and people look up the
//! line that a message names. So this drives the parser underneath it and counts lines itself.

use std::io::{self, BufRead, BufReader, Read};

use csv_core::ReadRecordResult;
use envcoop_core::text::trim;

/// What is put after a table. It arrives as a record of its own exactly if every quote is closed.
const END: &str = "\n\u{1}end\u{1}\n";

/// An input behind its beginning, with the end put after it.
type Ended<'h, R> = io::Chain<io::Chain<&'h [u8], R>, &'static [u8]>;

/// The rows of a table of separated text: first the header, then every row that is not blank.
pub(crate) struct Rows<'h, R> {
    records: Records<Ended<'h, R>>,
    /// What separates cells.
    pub(crate) separator: u8,
    /// Bytes of the input before the first record.
    skipped: usize,
    /// The line that the row read last starts on.
    line: u64,
    is_closed: bool,
}

impl<'h, R: Read> Rows<'h, R> {
    /// Starts reading. `head` is the beginning of the input, already taken from it; on that of the
    /// table `separator_of` tells what separates cells.
    pub(crate) fn new(head: &'h [u8], input: R, separator_of: impl FnOnce(&[u8]) -> u8) -> Self {
        let skipped = separator_line_len(head);
        let head = &head[skipped..];
        let separator = separator_of(head);
        let input = head.chain(input).chain(END.as_bytes());
        let line = 1 + u64::from(skipped > 0);
        let records = Records::new(input, separator, line);
        Rows { records, separator, skipped, line, is_closed: false }
    }

    /// Returns the next row; nothing at the end, or where an open quote takes all that follows.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        let is_header = self.records.taken == 0;
        while self.records.advance()? {
            let record = self.records.record();
            let text = record.text;
            if text == END.trim_matches('\n').as_bytes() {
                self.is_closed = true;
                break;
            }
            self.line = record.line;
            // Another row than the header that swallows the end is none.
            if !is_header && text.ends_with(END.as_bytes()) {
                break;
            }
            if is_header || !is_blank(text) {
                let mut record = self.records.record();
                record.span = (record.span.0 + self.skipped, record.span.1 + self.skipped);
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Counts the lines that follow from this one on: of a part of a file only its header is at its
    /// place.
    pub(crate) fn go_on_at(&mut self, line: u64) {
        self.records.line = line;
    }

    /// Once there are no more rows: returns the line of the one whose quote is never closed.
    pub(crate) fn open_quote(&self) -> Option<u64> {
        (!self.is_closed).then_some(self.line)
    }
}

fn is_blank(text: &[u8]) -> bool {
    // Most rows begin with a letter: look at one byte first.
    !text.first().is_some_and(u8::is_ascii_graphic)
        && std::str::from_utf8(text).is_ok_and(|text| trim(text).is_empty())
}

/// Returns the length of a `sep=` line, which tells Excel the separator and is no part of the table.
pub(crate) fn separator_line_len(head: &[u8]) -> usize {
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let line = &head[mark..];
    if line.len() > 5 && line[..4].eq_ignore_ascii_case(b"sep=") && matches!(line[5], b'\r' | b'\n')
    {
        return line.iter().position(|&b| b == b'\n').map_or(head.len(), |end| mark + end + 1);
    }
    0
}

/// A reader of records that reuses its memory from record to record.
pub(crate) struct Records<R> {
    input: BufReader<R>,
    parser: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
    /// Bytes of the input taken so far.
    taken: usize,
    /// The line that the record read last starts on, its place in the input, and how much of the text
    /// and of the ends it fills.
    last: (u64, (usize, usize), usize, usize),
}

/// A record: its cells lie one behind the other in its text.
#[derive(Clone, Copy)]
pub(crate) struct Record<'r> {
    /// The line it starts on, counted from 1.
    pub(crate) line: u64,
    /// Where it stands in the input; the line end may be part of it.
    pub(crate) span: (usize, usize),
    /// The cells' bytes, unquoted.
    pub(crate) text: &'r [u8],
    ends: &'r [usize],
}

impl<'r> Record<'r> {
    /// Returns where each cell lies in the text.
    pub(crate) fn ranges(self) -> impl Iterator<Item = std::ops::Range<usize>> + 'r {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| start..end)
    }

    /// Returns the cells' bytes.
    pub(crate) fn cells(self) -> impl Iterator<Item = &'r [u8]> {
        self.ranges().map(move |range| &self.text[range])
    }
}

impl<R: Read> Records<R> {
    /// Starts reading; `first_line` is the number of the input's first line.
    pub(crate) fn new(input: R, separator: u8, first_line: u64) -> Self {
        Records {
            input: BufReader::with_capacity(64 * 1024, input),
            parser: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            text: vec![0; 1024],
            ends: vec![0; 64],
            line: first_line,
            taken: 0,
            last: (first_line, (0, 0), 0, 0),
        }
    }

    /// Returns the next record, passing over blank lines; nothing at the end of the input.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        Ok(if self.advance()? { Some(self.record()) } else { None })
    }

    /// Returns the record read last.
    fn record(&self) -> Record<'_> {
        let (line, span, n_text, n_ends) = self.last;
        Record { line, span, text: &self.text[..n_text], ends: &self.ends[..n_ends] }
    }

    /// Reads the next record; tells whether there is one.
    fn advance(&mut self) -> io::Result<bool> {
        loop {
            let input = self.input.fill_buf()?;
            let n_blank = input.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let all_blank = n_blank == input.len();
            if input.is_empty() {
                return Ok(false);
            }
            self.line += n_lines(&input[..n_blank]);
            self.input.consume(n_blank);
            self.taken += n_blank;
            if !all_blank {
                break;
            }
        }
        let (start, start_byte) = (self.line, self.taken);
        let (mut n_text, mut n_ends) = (0, 0);
        loop {
            let input = self.input.fill_buf()?;
            let (result, n_read, n_written, n_ended) =
                self.parser.read_record(input, &mut self.text[n_text..], &mut self.ends[n_ends..]);
            self.line += n_lines(&input[..n_read]);
            self.input.consume(n_read);
            self.taken += n_read;
            n_text += n_written;
            n_ends += n_ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::Record => {
                    self.last = (start, (start_byte, self.taken), n_text, n_ends);
                    return Ok(true);
                }
            }
        }
    }
}

/// Counts line ends.
pub(crate) fn n_lines(bytes: &[u8]) -> u64 {
    // So few at a time that their number fits a byte, and many are counted at once.
    let n_in = |few: &[u8]| few.iter().fold(0_u8, |n, &b| n.wrapping_add(u8::from(b == b'\n')));
    bytes.chunks(usize::from(u8::MAX)).map(|few| u64::from(n_in(few))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, usize)> {
        let mut records = Records::new(text.as_bytes(), b',', 1);
        let mut lines = Vec::new();
        while let Some(record) = records.next().expect("memory can be read") {
            lines.push((record.line, record.cells().count()));
        }
        lines
    }

    #[test]
    fn the_line_of_a_record_is_exact() {
        assert_eq!(lines("a,b\n1,2\n\n\n3,4\n5,6"), [(1, 2), (2, 2), (5, 2), (6, 2)]);
        assert_eq!(lines("a,b\r\n1,2\r\n\r\n3,4\r\n5,6\r\n"), [(1, 2), (2, 2), (4, 2), (5, 2)]);
        assert_eq!(lines("a,b\r\n\"x\r\ny\",2\r\n3,4\r\n"), [(1, 2), (2, 2), (4, 2)]);
        assert_eq!(lines("\n\na,b\n"), [(3, 2)]);
    }

    #[test]
    fn rows_end_at_an_open_quote_and_leave_out_what_is_blank() {
        let rows = |text: &'static str| {
            let mut rows = Rows::new(text.as_bytes(), io::empty(), |_| b',');
            let mut lines = Vec::new();
            while let Some(row) = rows.next().expect("memory can be read") {
                lines.push((row.line, &text[row.span.0..row.span.1.min(text.len())]));
            }
            (lines, rows.open_quote())
        };
        let sound = "\u{feff}sep=,\r\na,b\n\u{3000},\u{a0}\n , \n1,2";
        assert_eq!(rows(sound), (vec![(2, "a,b\n"), (5, "1,2")], None));
        assert_eq!(rows("a,b\n1,\"2\n3,4\n"), (vec![(1, "a,b\n")], Some(2)));
        assert_eq!(rows("a,\"b\n1,2"), (vec![(1, "a,\"b\n1,2")], Some(1)));
        assert_eq!(rows(""), (vec![], None));
    }

    #[test]
    fn long_records_grow_the_room() {
        let cell = "x".repeat(5000);
        let text = format!("{cell}{}\n1\n", ",y".repeat(200));
        assert_eq!(lines(&text), [(1, 201), (2, 1)]);
    }
}
