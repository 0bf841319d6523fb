//! Tables as CSV, in two profiles: for people's spreadsheets and for programs.

use std::borrow::Cow;
use std::io::{self, Write};

use envcoop_core::delimited::{guard, quoted_cell};
use envcoop_core::text::Lang;

use crate::table::{Filled, Forms, Heading, Value};

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

/// What stands between the cells of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Separator {
    /// A comma; decimals have a dot.
    #[default]
    Comma,
    /// A semicolon; decimals have a comma, as where that is the custom.
    Semicolon,
}

/// The shape of a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// For whom it is.
    pub audience: Audience,
    /// What separates its cells.
    pub separator: Separator,
    /// The language of its titles and sentences.
    pub lang: Lang,
}

impl Form {
    /// Returns what stands for a value in a file of this shape, before it is quoted. Numbers are
    /// never guarded: -5 stays a number.
    pub fn value<'v>(self, value: &'v Value<'_>) -> Cow<'v, str> {
        match value {
            Value::Percent(_) | Value::Amount(_) if self.separator == Separator::Semicolon => {
                Cow::Owned(value.data(self.lang).replace('.', ","))
            }
            value if value.is_text() => match value.data(self.lang) {
                Cow::Borrowed(text) => self.text(text),
                Cow::Owned(text) => Cow::Owned(self.text(&text).into_owned()),
            },
            value => value.data(self.lang),
        }
    }

    fn text(self, text: &str) -> Cow<'_, str> {
        match self.audience {
            Audience::Sheet => guard::apply(text),
            Audience::Data => Cow::Borrowed(text),
        }
    }
}

/// Writes separated text, record by record.
pub struct CsvWriter<W> {
    out: W,
    form: Form,
    is_first: bool,
}

impl<W: Write> CsvWriter<W> {
    /// Starts a file whose cells commas separate.
    pub fn new(out: W, audience: Audience) -> Self {
        CsvWriter::shaped(out, Form { audience, ..Form::default() })
    }

    /// Starts a file of a shape.
    pub fn shaped(out: W, form: Form) -> Self {
        CsvWriter { out, form, is_first: true }
    }

    /// Writes a record of texts.
    ///
    /// # Errors
    /// Passes on what the stream refuses.
    pub fn texts<'t>(&mut self, cells: impl IntoIterator<Item = &'t str>) -> io::Result<()> {
        let form = self.form;
        self.record(cells.into_iter().map(|text| form.text(text)))
    }

    /// Writes a record of values.
    ///
    /// # Errors
    /// Passes on what the stream refuses.
    pub fn values<'v>(&mut self, cells: impl IntoIterator<Item = &'v Value<'v>>) -> io::Result<()> {
        let form = self.form;
        self.record(cells.into_iter().map(|value| form.value(value)))
    }

    fn record<'t>(&mut self, cells: impl IntoIterator<Item = Cow<'t, str>>) -> io::Result<()> {
        let is_sheet = self.form.audience == Audience::Sheet;
        if std::mem::take(&mut self.is_first) && is_sheet {
            self.out.write_all(b"\xef\xbb\xbf")?;
        }
        let separator: &[u8] = match self.form.separator {
            Separator::Comma => b",",
            Separator::Semicolon => b";",
        };
        for (i, text) in cells.into_iter().enumerate() {
            if i > 0 {
                self.out.write_all(separator)?;
            }
            self.out.write_all(quoted_cell(&text).as_bytes())?;
        }
        self.out.write_all(if is_sheet { b"\r\n" } else { b"\n" })
    }

    /// Ends the file and returns the stream.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// Writes a table in a shape, the names of its columns as header.
///
/// # Errors
/// Passes on what the stream refuses.
pub fn write(table: &Filled<'_>, out: impl Write, form: Form) -> io::Result<()> {
    let view = table.view(Forms::DATA);
    let mut csv = CsvWriter::shaped(out, form);
    csv.texts(view.columns().map(Heading::key))?;
    view.rows().try_for_each(|row| csv.values(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use envcoop_core::money::Cents;

    fn written(audience: Audience, separator: Separator, cells: &[Value<'_>]) -> Vec<u8> {
        let mut csv =
            CsvWriter::shaped(Vec::new(), Form { audience, separator, ..Form::default() });
        csv.values(cells).expect("memory can be written");
        csv.into_inner()
    }

    #[test]
    fn a_sheet_has_a_mark_crlf_and_a_guard_and_data_has_none() {
        let cells =
            [Value::text("=1"), Value::text("a,\"b\"\r\nc"), Value::text(" x"), Value::Integer(5)];
        assert_eq!(
            written(Audience::Sheet, Separator::Comma, &cells),
            "\u{feff}'=1,\"a,\"\"b\"\"\nc\",\" x\",5\r\n".as_bytes()
        );
        assert_eq!(
            written(Audience::Data, Separator::Comma, &cells),
            "=1,\"a,\"\"b\"\"\nc\",\" x\",5\n".as_bytes()
        );
    }

    #[test]
    fn semicolons_go_with_decimal_commas_in_numbers_alone() {
        let cells = [Value::text("1.5"), Value::Amount(Cents(-150)), Value::text("a;b")];
        assert_eq!(
            written(Audience::Sheet, Separator::Semicolon, &cells),
            "\u{feff}1.5;\"-1,50\";\"a;b\"\r\n".as_bytes().to_vec()
        );
    }
}
