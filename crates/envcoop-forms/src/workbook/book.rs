//! What the sheets of one workbook share: its languages, its looks, what it says of itself.

use envcoop_core::date::Date;
use envcoop_core::text::{Label, Lang, Text};
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Worksheet, XlsxError};

use super::paper::set_paper;
use super::{Cell, Content, DATE, Looks, Words, WorkbookError, line, made_on, visible, write};

/// What the sheets of one workbook share.
pub struct Book<'b> {
    /// Its languages.
    pub words: Words<'b>,
    /// Its formats.
    pub looks: Looks,
    /// Its title, in every language.
    pub title: String,
    /// The strategy that it is about.
    pub subject: &'b Text,
}

impl<'b> Book<'b> {
    /// Begins a workbook in these languages, the one of what is read back first.
    pub fn new(langs: &'b [Lang], title: impl Fn(Lang) -> String, subject: &'b Text) -> Self {
        let words = Words::new(langs);
        let titles: Vec<String> = words.langs().iter().map(|&lang| title(lang)).collect();
        Book { words, looks: Looks::new(langs), title: titles.join(" / "), subject }
    }

    /// Gives a new sheet its name, and its paper: A4, as wide as a page, with this title on top and
    /// page numbers below.
    ///
    /// # Errors
    /// Passes on what the writer of workbooks refuses.
    pub fn sheet(
        &self,
        mut sheet: Worksheet,
        name: Label,
        title: &str,
    ) -> Result<Worksheet, WorkbookError> {
        sheet.set_name(self.words.first(name))?;
        Ok(self.printed(sheet, title))
    }

    /// Gives a sheet its paper, with this title on top.
    pub fn printed(&self, mut sheet: Worksheet, title: &str) -> Worksheet {
        let subject = self.subject.get(self.words.lang());
        set_paper(&mut sheet, &self.looks, &self.words, title, &visible(subject));
        sheet
    }

    /// Writes the title of a sheet into its first row.
    ///
    /// # Errors
    /// Passes on what the writer of workbooks refuses.
    pub fn headline(&self, sheet: &mut Worksheet, text: &str) -> Result<(), WorkbookError> {
        const HEIGHT: f64 = 28.0;
        sheet.write_string_with_format(0, 0, text, &self.looks.title())?;
        sheet.set_row_height(0, HEIGHT)?;
        Ok(())
    }

    /// Writes a line that runs over the columns.
    ///
    /// # Errors
    /// Passes on what the writer of workbooks refuses.
    pub fn line(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        text: &str,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        line(sheet, &self.looks, row, text, format)
    }

    /// Writes facts from a row on, each beside its name, into columns of these widths; returns the
    /// row after them.
    ///
    /// # Errors
    /// Passes on what the writer of workbooks refuses.
    pub fn facts(
        &self,
        sheet: &mut Worksheet,
        mut row: u32,
        widths: [usize; 2],
        facts: &[(Label, Cell<'_>)],
    ) -> Result<u32, WorkbookError> {
        for (col, width) in (0u16..).zip(widths) {
            sheet.set_column_width(col, width as f64)?;
        }
        let day = self.looks.ruled().set_num_format(DATE).set_align(FormatAlign::Left);
        for (name, fact) in facts {
            let name = self.words.all(*name, "\n");
            let text: &str = if let Content::Text(text) = &fact.content { text } else { "" };
            let format = if text.is_empty() { &day } else { &self.looks.ruled() };
            sheet.write_string_with_format(row, 0, &name, &self.looks.name())?;
            write(sheet, row, 1, &fact.content, format)?;
            let height = self.looks.height([(&*name, widths[0]), (text, widths[1])]);
            sheet.set_row_height(row, height)?;
            row += 1;
        }
        Ok(row)
    }

    /// Returns how a formula refers to a range of a sheet.
    pub fn reference(&self, sheet: Label, range: &str) -> String {
        format!("='{}'!{range}", self.words.first(sheet))
    }

    /// Says what the file is, for programs and for the properties that an office program shows; keys
    /// for programs begin with `envcoop.`. It is dated the day that the user fixed.
    ///
    /// # Errors
    /// As [`made_on`].
    pub fn properties(
        &self,
        tool: &str,
        day: Option<Date>,
        facts: impl IntoIterator<Item = (String, String)>,
    ) -> Result<DocProperties, XlsxError> {
        let properties = DocProperties::new()
            .set_title(&self.title)
            .set_subject(visible(&self.words.text(self.subject, " / ")))
            .set_author(tool)
            .set_creation_datetime(&made_on(day)?);
        Ok(facts.into_iter().fold(properties, |properties, (key, value)| {
            properties.set_custom_property(format!("envcoop.{key}"), visible(&value).into_owned())
        }))
    }
}
