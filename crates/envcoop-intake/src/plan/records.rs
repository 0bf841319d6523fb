//! Records of separated text with the exact line each one starts on.
//!
//! The `csv` crate counts a line late after CRLF and blank lines early, and people look up the
//! line that a message names. So this drives the parser underneath it and counts lines itself.

use std::io::{self, BufRead, BufReader, Read};

use csv_core::ReadRecordResult;

/// A reader of records that reuses its memory from record to record.
pub(super) struct Records<R> {
    input: BufReader<R>,
    parser: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
    /// Bytes of the input taken so far.
    taken: usize,
}

/// A record: its cells lie one behind the other in its text.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    /// The line it starts on, counted from 1.
    pub(super) line: u64,
    /// Where it stands in the input; the line end may be part of it.
    pub(super) span: (usize, usize),
    /// The cells' bytes, unquoted.
    pub(super) text: &'r [u8],
    ends: &'r [usize],
}

impl<'r> Record<'r> {
    /// Returns where each cell lies in the text.
    pub(super) fn ranges(self) -> impl Iterator<Item = std::ops::Range<usize>> + 'r {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| start..end)
    }

    /// Returns the cells' bytes.
    pub(super) fn cells(self) -> impl Iterator<Item = &'r [u8]> {
        self.ranges().map(move |range| &self.text[range])
    }
}

impl<R: Read> Records<R> {
    /// Starts reading; `first_line` is the number of the input's first line.
    pub(super) fn new(input: R, separator: u8, first_line: u64) -> Self {
        Records {
            input: BufReader::with_capacity(64 * 1024, input),
            parser: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            text: vec![0; 1024],
            ends: vec![0; 64],
            line: first_line,
            taken: 0,
        }
    }

    /// Returns the next record, passing over blank lines; nothing at the end of the input.
    pub(super) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        loop {
            let input = self.input.fill_buf()?;
            let n_blank = input.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let all_blank = n_blank == input.len();
            if input.is_empty() {
                return Ok(None);
            }
            self.line += n_newlines(&input[..n_blank]);
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
            self.line += n_newlines(&input[..n_read]);
            self.input.consume(n_read);
            self.taken += n_read;
            n_text += n_written;
            n_ends += n_ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => {
                    let (text, ends) = (&self.text[..n_text], &self.ends[..n_ends]);
                    let span = (start_byte, self.taken);
                    return Ok(Some(Record { line: start, span, text, ends }));
                }
            }
        }
    }
}

fn n_newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
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
    fn long_records_grow_the_room() {
        let cell = "x".repeat(5000);
        let text = format!("{cell}{}\n1\n", ",y".repeat(200));
        assert_eq!(lines(&text), [(1, 201), (2, 1)]);
    }
}
