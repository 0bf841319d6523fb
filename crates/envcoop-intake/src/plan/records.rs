//! Records of separated text with the exact line each one starts on.
//!
//! The `csv` crate counts a line late after CRLF and blank lines early, and people look up the
//! line that a message names. So this drives the parser underneath it and counts lines itself. Records
//! whose quotes are where they belong are cut out of the input without that parser, which looks at every
//! byte.

use std::io::{self, Read};
use std::ops::Range;

use csv_core::ReadRecordResult;
use envcoop_core::plan::row;
use envcoop_core::text::trim;

use super::marks;

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

    /// Starts reading a part of a table that begins behind a row and on this line.
    pub(crate) fn of_part(part: &'h [u8], input: R, separator: u8, line: u64) -> Self {
        let mut records = Records::new(part.chain(input).chain(END.as_bytes()), separator, line);
        records.is_begun = true;
        Rows { records, separator, skipped: 0, line, is_closed: false }
    }

    /// Returns the next row; nothing at the end, or where an open quote takes all that follows.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        let is_header = !self.records.is_begun;
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
            if is_header || !record.cells().all(is_blank) {
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

    /// Returns what of the input was not read as rows yet, and the line on which it begins; nothing where
    /// it is held to its end.
    pub(crate) fn rest(&self) -> Option<(&[u8], u64)> {
        let held = &self.records.held[self.records.at..self.records.filled];
        (!held.ends_with(END.as_bytes())).then_some((held, self.records.line))
    }

    /// Returns the input behind what is held.
    pub(crate) fn into_input(self) -> io::Chain<&'h [u8], R> {
        self.records.input.into_inner().0
    }

    /// Once there are no more rows: returns the line of the one whose quote is never closed.
    pub(crate) fn open_quote(&self) -> Option<u64> {
        (!self.is_closed).then_some(self.line)
    }
}

fn is_blank(cell: &[u8]) -> bool {
    // Most cells begin with a letter: look at one byte first.
    !cell.first().is_some_and(u8::is_ascii_graphic)
        && std::str::from_utf8(cell).is_ok_and(|cell| trim(cell).is_empty())
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

/// How much of the input is held; a longer record is put together from pieces.
const HELD: usize = 64 * 1024;

/// A reader of records that reuses its memory from record to record.
pub(crate) struct Records<R> {
    input: R,
    separator: u8,
    /// What is held of the input: so much is filled, from `at` on it was not taken yet.
    held: Vec<u8>,
    filled: usize,
    at: usize,
    /// The places in what is held of separators, quotes and line ends, and the first of them that was
    /// not passed yet.
    marks: Vec<u32>,
    next_mark: usize,
    /// Each second of two quotes in a cell of the record that is looked for: which cell, and its place.
    doubled: Vec<(usize, usize)>,
    /// Whether nothing that is held is a character that no cell may hold.
    is_sound: bool,
    is_over: bool,
    /// Whether a record was read, so that what follows has no byte order mark.
    is_begun: bool,
    /// Made when it is needed: that takes as long as reading many records.
    parser: Option<csv_core::Reader>,
    /// The cells of a record that had to be put together, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
    /// Bytes of the input taken so far.
    taken: usize,
    last: Last,
}

/// The record read last.
#[derive(Default)]
struct Last {
    line: u64,
    span: (usize, usize),
    /// Whether it is held where it was read; else it had to be put together.
    is_held: bool,
    /// Where its text lies.
    text: Range<usize>,
    /// Where its cells lie in its text.
    cells: Vec<Range<usize>>,
}

/// What becomes of a record that is looked for in what is held.
enum Found {
    Whole,
    /// It does not end there.
    Short,
    /// Something stands behind a closing quote.
    Odd,
}

/// A record: its cells lie one behind the other in its text.
#[derive(Clone, Copy)]
pub(crate) struct Record<'r> {
    /// The line it starts on, counted from 1.
    pub(crate) line: u64,
    /// Where it stands in the input; the line end may be part of it.
    pub(crate) span: (usize, usize),
    /// The cells' bytes, unquoted; what separates them may stand between them.
    pub(crate) text: &'r [u8],
    /// Whether it is known that no cell holds a character that none may hold.
    pub(crate) is_sound: bool,
    /// Whether what separates the cells stands between them, so that their borders are ASCII.
    pub(crate) is_held: bool,
    cells: &'r [Range<usize>],
}

impl<'r> Record<'r> {
    /// Returns where each cell lies in the text.
    pub(crate) fn ranges(self) -> impl Iterator<Item = Range<usize>> + 'r {
        self.cells.iter().cloned()
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
            input,
            separator,
            held: vec![0; HELD],
            filled: 0,
            at: 0,
            marks: Vec::new(),
            next_mark: 0,
            doubled: Vec::new(),
            is_sound: false,
            is_over: false,
            is_begun: false,
            parser: None,
            text: Vec::new(),
            ends: Vec::new(),
            line: first_line,
            taken: 0,
            last: Last::default(),
        }
    }

    /// Returns the next record, passing over blank lines; nothing at the end of the input.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        Ok(if self.advance()? { Some(self.record()) } else { None })
    }

    /// Returns the record read last.
    fn record(&self) -> Record<'_> {
        let &Last { line, span, is_held, ref text, ref cells } = &self.last;
        let text = &(if is_held { &self.held } else { &self.text })[text.clone()];
        Record { line, span, text, is_sound: is_held && self.is_sound, is_held, cells }
    }

    /// Reads the next record; tells whether there is one.
    fn advance(&mut self) -> io::Result<bool> {
        while self.skip_blank_lines() {
            if self.is_over {
                return Ok(false);
            }
            self.fill()?;
        }
        let start = self.taken;
        if !std::mem::replace(&mut self.is_begun, true) && !self.pass_mark()? {
            return self.put_together(&mut self.new_parser());
        }
        let is_there = loop {
            match self.find() {
                Found::Whole => break true,
                Found::Short if self.filled - self.at < HELD && !self.is_over => self.fill()?,
                Found::Short | Found::Odd => {
                    let mut parser = self.parser.take().unwrap_or_else(|| {
                        let mut parser = self.new_parser();
                        // It takes a mark off what it reads first.
                        let _ = parser.read_record(b"-\n", &mut [0; 4], &mut [0; 4]);
                        parser
                    });
                    let read = self.put_together(&mut parser);
                    self.parser = Some(parser);
                    break read?;
                }
            }
        };
        self.last.span.0 = start;
        Ok(is_there)
    }

    /// Passes over a byte order mark before the first record; not where it stands before a blank line,
    /// of which the parser knows.
    fn pass_mark(&mut self) -> io::Result<bool> {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        while self.filled - self.at <= MARK.len() && !self.is_over {
            self.fill()?;
        }
        let Some(rest) = self.held[self.at..self.filled].strip_prefix(MARK) else {
            return Ok(true);
        };
        if matches!(rest.first(), None | Some(b'\r' | b'\n')) {
            return Ok(false);
        }
        self.take(MARK.len());
        Ok(true)
    }

    fn new_parser(&self) -> csv_core::Reader {
        csv_core::ReaderBuilder::new().delimiter(self.separator).build()
    }

    /// Passes over blank lines; tells whether nothing else is held.
    fn skip_blank_lines(&mut self) -> bool {
        while let Some(b @ (b'\r' | b'\n')) = self.held[..self.filled].get(self.at) {
            self.line += u64::from(*b == b'\n');
            self.take(1);
        }
        self.at == self.filled
    }

    /// Takes bytes that are held.
    fn take(&mut self, n: usize) {
        self.at += n;
        self.taken += n;
    }

    /// Reads on behind what was not taken yet.
    fn fill(&mut self) -> io::Result<()> {
        self.held.copy_within(self.at..self.filled, 0);
        self.filled -= self.at;
        self.at = 0;
        self.next_mark = 0;
        let n = loop {
            match self.input.read(&mut self.held[self.filled..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.is_over = n == 0;
        self.filled += n;
        self.marks.clear();
        let held = &self.held[..self.filled];
        marks::find(held, self.separator, &mut self.marks);
        self.is_sound = row::is_sound(held);
        Ok(())
    }

    /// Looks for the end of the next record in what is held.
    fn find(&mut self) -> Found {
        let passed = self.marks[self.next_mark..].iter().take_while(|&&at| (at as usize) < self.at);
        self.next_mark += passed.count();
        let Records { held, filled, marks, next_mark, separator, doubled, last, .. } = self;
        let (held, marks, cells) = (&held[..*filled], &marks[*next_mark..], &mut last.cells);
        let mut n_marks = 0;
        let mut mark = || {
            let at = *marks.get(n_marks)? as usize;
            n_marks += 1;
            Some((at, held[at]))
        };
        let start = self.at;
        let (mut cell, mut n_lines) = (start, 0);
        cells.clear();
        doubled.clear();
        let end = loop {
            let Some((mut at, mut b)) = mark() else { return Found::Short };
            let (mut from, mut to) = (cell, at);
            if b == b'"' {
                if at > cell {
                    // Only where it opens a cell does a quote mean anything.
                    continue;
                }
                from += 1;
                loop {
                    to = loop {
                        match mark() {
                            None => return Found::Short,
                            Some((at, b'"')) => break at,
                            Some((_, b)) => n_lines += u64::from(b == b'\n'),
                        }
                    };
                    (at, b) = match mark() {
                        None => return Found::Short,
                        Some(behind) => behind,
                    };
                    if at != to + 1 {
                        return Found::Odd;
                    }
                    if b != b'"' {
                        break;
                    }
                    // Two quotes in a cell stand for one.
                    doubled.push((cells.len(), at));
                }
            }
            cells.push(from - start..to - start);
            cell = at + 1;
            if b != *separator {
                break at;
            }
        };
        *next_mark += n_marks;
        let span = (self.taken, self.taken + cell - start);
        self.last = Last {
            line: self.line,
            span,
            is_held: true,
            text: start..end,
            cells: std::mem::take(&mut self.last.cells),
        };
        self.line += n_lines + u64::from(self.held[end] == b'\n');
        self.take(cell - start);
        self.unquote();
        Found::Whole
    }

    /// Takes the second of two quotes out of the cells of the record read last. What follows in the cell
    /// moves up, and blanks behind it keep the other cells where they are.
    fn unquote(&mut self) {
        let Last { text, cells, .. } = &mut self.last;
        for quotes in self.doubled.chunk_by(|a, b| a.0 == b.0) {
            let cell = &mut cells[quotes[0].0];
            let end = text.start + cell.end;
            let mut to = quotes[0].1;
            for (i, &(_, at)) in quotes.iter().enumerate() {
                let next = quotes.get(i + 1).map_or(end, |next| next.1);
                self.held.copy_within(at + 1..next, to);
                to += next - at - 1;
            }
            self.held[to..end].fill(b' ');
            cell.end = to - text.start;
        }
    }

    /// Reads the next record with the parser.
    fn put_together(&mut self, parser: &mut csv_core::Reader) -> io::Result<bool> {
        let (line, start) = (self.line, self.taken);
        let (mut n_text, mut n_ends) = (0, 0);
        if self.ends.is_empty() {
            self.text.resize(1024, 0);
            self.ends.resize(64, 0);
        }
        loop {
            if self.at == self.filled && !self.is_over {
                self.fill()?;
            }
            let input = &self.held[self.at..self.filled];
            let (result, n_read, n_written, n_ended) =
                parser.read_record(input, &mut self.text[n_text..], &mut self.ends[n_ends..]);
            self.line += n_lines(&input[..n_read]);
            self.take(n_read);
            n_text += n_written;
            n_ends += n_ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::Record => break,
            }
        }
        let mut cells = std::mem::take(&mut self.last.cells);
        cells.clear();
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        cells.extend(starts.zip(&self.ends[..n_ends]).map(|(start, &end)| start..end));
        self.last =
            Last { line, span: (start, self.taken), is_held: false, text: 0..n_text, cells };
        Ok(true)
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

    /// What an input gives in pieces of so many bytes.
    struct Pieces<'t>(&'t [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(buffer.len()).min(self.0.len());
            let (now, later) = self.0.split_at(n);
            buffer[..n].copy_from_slice(now);
            self.0 = later;
            Ok(n)
        }
    }

    /// A record: the line it starts on, where it stands, its cells.
    type Told = (u64, (usize, usize), Vec<Vec<u8>>);

    /// Reads records with nothing but the parser.
    fn by_parser(text: &[u8], separator: u8) -> Vec<Told> {
        let mut parser = csv_core::ReaderBuilder::new().delimiter(separator).build();
        let (mut all, mut at) = (Vec::new(), 0);
        let (mut cells, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
        loop {
            at += text[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let (line, start) = (1 + n_lines(&text[..at]), at);
            if at == text.len() {
                return all;
            }
            let (mut n_text, mut n_ends) = (0, 0);
            loop {
                let (result, n_read, n_written, n_ended) =
                    parser.read_record(&text[at..], &mut cells[n_text..], &mut ends[n_ends..]);
                at += n_read;
                n_text += n_written;
                n_ends += n_ended;
                match result {
                    ReadRecordResult::InputEmpty => {}
                    ReadRecordResult::Record => break,
                    _ => return all,
                }
            }
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let found = starts.zip(&ends[..n_ends]).map(|(start, &end)| cells[start..end].to_vec());
            all.push((line, (start, at), found.collect()));
        }
    }

    fn by_records(text: &[u8], separator: u8, piece: usize) -> Vec<Told> {
        let mut records = Records::new(Pieces(text, piece), separator, 1);
        let mut all = Vec::new();
        while let Some(record) = records.next().expect("memory can be read") {
            let cells = record.cells().map(<[u8]>::to_vec).collect();
            all.push((record.line, record.span, cells));
        }
        all
    }

    proptest::proptest! {
        #[test]
        fn records_are_those_of_the_parser(
            pieces in proptest::collection::vec(0..14_usize, 0..60),
            piece in 1..9_usize,
            separator in proptest::sample::select(b",;\t".to_vec()),
        ) {
            const PIECES: [&str; 14] = [
                ",", "\"", "\n", "\r\n", "\r", "a", "\"\"", "水", ";", "\"b\"", "\"c,\n\"", "\t", "\u{feff}", " ",
            ];
            let text = pieces.iter().map(|&at| PIECES[at]).collect::<String>();
            let told = by_parser(text.as_bytes(), separator);
            for piece in [piece, usize::MAX] {
                let found = by_records(text.as_bytes(), separator, piece);
                proptest::prop_assert_eq!(&found, &told, "{:?}", text);
            }
        }
    }

    #[test]
    fn a_record_longer_than_what_is_held_is_read() {
        for (n, quote) in [(HELD - 9, ""), (HELD, ""), (HELD + 1, "\""), (3 * HELD, "\"")] {
            let long =
                format!("id,note\r\nA1,x\r\nA2,{quote}{}{quote}\r\nA3,\r\n", "水".repeat(n / 3));
            for piece in [1000, usize::MAX] {
                let found = by_records(long.as_bytes(), b',', piece);
                assert!(found == by_parser(long.as_bytes(), b',') && found.len() == 4, "{n}");
            }
        }
    }

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
