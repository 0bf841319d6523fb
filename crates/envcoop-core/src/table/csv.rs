//! Tables as CSV, in two profiles: for people's spreadsheets and for programs.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::table::{Kind, Table, Value, guard};

/// For whom a CSV file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// A spreadsheet: UTF-8 with byte order mark, CRLF, formulas guarded.
    #[default]
    Sheet,
    /// A program: UTF-8 without byte order mark, LF, no guard.
    Data,
}

impl Audience {
    /// Returns the name used on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Audience::Sheet => "sheet",
            Audience::Data => "data",
        }
    }
}

/// Writes separated text, record by record.
pub struct CsvWriter<W> {
    out: W,
    audience: Audience,
    is_first: bool,
}

impl<W: Write> CsvWriter<W> {
    /// Starts a file.
    pub fn new(out: W, audience: Audience) -> Self {
        CsvWriter { out, audience, is_first: true }
    }

    /// Writes a record of texts.
    ///
    /// # Errors
    /// Passes on what the stream refuses.
    pub fn texts<'t>(&mut self, cells: impl IntoIterator<Item = &'t str>) -> io::Result<()> {
        self.record(cells.into_iter().map(|text| (Kind::Text, Cow::Borrowed(text))))
    }

    /// Writes a record of values.
    ///
    /// # Errors
    /// Passes on what the stream refuses.
    pub fn values(&mut self, cells: &[Value<'_>]) -> io::Result<()> {
        self.record(cells.iter().map(|value| {
            let kind = if matches!(value, Value::Text(_)) { Kind::Text } else { Kind::Integer };
            (kind, value.to_text())
        }))
    }

    fn record<'t>(
        &mut self,
        cells: impl IntoIterator<Item = (Kind, Cow<'t, str>)>,
    ) -> io::Result<()> {
        if std::mem::take(&mut self.is_first) && self.audience == Audience::Sheet {
            self.out.write_all(b"\xef\xbb\xbf")?;
        }
        for (i, (kind, text)) in cells.into_iter().enumerate() {
            if i > 0 {
                self.out.write_all(b",")?;
            }
            // Numbers are never guarded: -5 stays a number.
            let guarded = self.audience == Audience::Sheet && kind == Kind::Text;
            let text = if guarded { guard::apply(&text) } else { Cow::Borrowed(&*text) };
            self.out.write_all(quoted_cell(&text).as_bytes())?;
        }
        self.out.write_all(if self.audience == Audience::Sheet { b"\r\n" } else { b"\n" })
    }

    /// Ends the file and returns the stream.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// Returns a cell quoted where it holds a separator, a quote, a line end or an edge blank. Line ends
/// inside a cell are LF.
pub(crate) fn quoted_cell(text: &str) -> Cow<'_, str> {
    let special = |b: u8| matches!(b, b',' | b';' | b'\t' | b'"' | b'\r' | b'\n');
    let edge_blank = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if !edge_blank && !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('"', "\"\"");
    Cow::Owned(format!("\"{text}\""))
}

/// Writes a table with its column names as header.
///
/// # Errors
/// Passes on what the stream refuses.
pub fn write(table: &Table<'_>, out: impl Write, audience: Audience) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, audience);
    csv.texts(table.spec.columns.iter().map(|column| column.name))?;
    table.rows.iter().try_for_each(|row| csv.values(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(audience: Audience, cells: &[Value<'_>]) -> Vec<u8> {
        let mut csv = CsvWriter::new(Vec::new(), audience);
        csv.values(cells).expect("memory can be written");
        csv.into_inner()
    }

    #[test]
    fn a_sheet_has_a_mark_crlf_and_a_guard_and_data_has_none() {
        let cells =
            [Value::text("=1"), Value::text("a,\"b\"\r\nc"), Value::text(" x"), Value::Integer(5)];
        assert_eq!(
            written(Audience::Sheet, &cells),
            "\u{feff}'=1,\"a,\"\"b\"\"\nc\",\" x\",5\r\n".as_bytes()
        );
        assert_eq!(written(Audience::Data, &cells), "=1,\"a,\"\"b\"\"\nc\",\" x\",5\n".as_bytes());
    }
}
