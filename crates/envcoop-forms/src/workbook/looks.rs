//! Fonts, colours, widths and heights.

use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Status;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::shaded;
use crate::palette::{self, Shade};

/// The formats of one workbook.
pub struct Looks {
    font: Option<&'static str>,
}

impl Looks {
    /// Names a font that has Chinese characters where they are written, none elsewhere: a program's
    /// own choice is better there.
    pub fn new(langs: &[Lang]) -> Self {
        Looks { font: langs.contains(&Lang::Zh).then_some("Microsoft YaHei") }
    }

    /// Returns the font that is named in formats, if one is.
    pub fn font(&self) -> Option<&'static str> {
        self.font
    }

    /// Text as it stands on every sheet: wrapped, from the top.
    pub fn text(&self) -> Format {
        let format = Format::new()
            .set_font_size(10)
            .set_font_color(palette::SHEET_INK)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        match self.font {
            Some(font) => format.set_font_name(font),
            None => format,
        }
    }

    /// Text for programs: one line, never taken for anything else.
    pub fn data(&self) -> Format {
        let format =
            Format::new().set_num_format(TEXT).set_font_size(9).set_font_color(palette::FAINT);
        match self.font {
            Some(font) => format.set_font_name(font),
            None => format,
        }
    }

    /// The large title on top of a sheet; not wrapped, so that it runs over the columns.
    pub fn title(&self) -> Format {
        let title = Format::new().set_font_size(16).set_bold().set_font_color(palette::TO_FILL);
        match self.font {
            Some(font) => title.set_font_name(font),
            None => title,
        }
    }

    /// A line that runs over the columns, as long as they are empty.
    pub fn line(&self) -> Format {
        self.text().unset_text_wrap()
    }

    /// The same, where it opens what stands below or beside it.
    pub fn loud(&self) -> Format {
        self.line().set_bold()
    }

    /// The title of a part of a sheet.
    pub fn heading(&self) -> Format {
        self.text().set_bold().set_font_color(Color::White).set_background_color(palette::TO_FILL)
    }

    /// The name of what stands to its right.
    pub fn name(&self) -> Format {
        self.ruled().set_bold()
    }

    /// Text in a table.
    pub fn ruled(&self) -> Format {
        self.text()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(palette::SHEET_LINE)
    }

    /// An explanation of what stands above it.
    pub fn hint(&self) -> Format {
        self.text().set_font_color(palette::FAINT)
    }

    /// A date that a person may set.
    pub fn entry(&self) -> Format {
        self.ruled()
            .set_num_format(DATE)
            .set_align(FormatAlign::Left)
            .set_background_color(palette::ENTRY)
    }

    /// The header of a table's column. Columns for people to fill have another colour than those that
    /// are given.
    pub fn header(&self, is_to_fill: bool) -> Format {
        self.text()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(if is_to_fill { palette::TO_FILL } else { palette::GIVEN })
            .set_align(FormatAlign::VerticalCenter)
            .set_border_right(FormatBorder::Thin)
            .set_border_right_color(Color::White)
    }

    /// A cell that no program takes for anything but text.
    pub fn body(&self) -> Format {
        self.text().set_num_format(TEXT)
    }

    /// A cell with a date.
    pub fn date(&self) -> Format {
        self.text().set_num_format(DATE).set_align(FormatAlign::Left)
    }

    /// A cell with an amount of money.
    pub fn amount(&self) -> Format {
        self.text().set_num_format(AMOUNT).set_align(FormatAlign::Right)
    }

    /// A cell with a whole number.
    pub fn whole(&self) -> Format {
        self.text().set_num_format(WHOLE).set_align(FormatAlign::Right)
    }

    /// A cell with a percentage, as a number between 0 and 100.
    pub fn percent(&self) -> Format {
        self.text().set_num_format(PERCENT).set_align(FormatAlign::Right)
    }

    /// A cell with an id.
    pub fn id(&self) -> Format {
        self.body().set_font_color(palette::FAINT).set_background_color(palette::TINT)
    }

    /// Draws thin lines around a cell; `begins` where it opens a group of rows.
    pub fn lined(cell: Format, begins: bool) -> Format {
        let cell = cell.set_border(FormatBorder::Thin).set_border_color(palette::SHEET_LINE);
        if begins { cell.set_border_top_color(palette::FAINT) } else { cell }
    }

    /// The colours of a status; none where it needs no attention.
    pub fn status(&self, status: Status) -> Option<Format> {
        Some(marked(match status {
            Status::Proposed => return None,
            Status::Planned => palette::PLANNED,
            Status::Ongoing => palette::ONGOING,
            Status::Completed => palette::COMPLETED,
            Status::Suspended => palette::SUSPENDED,
            Status::Cancelled | Status::NotApplicable => palette::GIVEN_UP,
        }))
    }

    /// The colours of a day by which a row is late.
    pub fn late(&self) -> Format {
        marked(palette::OVERDUE).set_bold()
    }
}

/// Dates as text sorts them.
pub const DATE: &str = "yyyy-mm-dd";
/// Money with its cents.
pub const AMOUNT: &str = "#,##0.00";
/// Whole numbers.
pub const WHOLE: &str = "#,##0";
/// Percentages, rounded as they are everywhere.
pub const PERCENT: &str = "0.0";
/// Text that no program takes for a number or a date.
pub const TEXT: &str = "@";

fn marked(shade: Shade) -> Format {
    shaded(Format::new(), shade)
}

impl Looks {
    /// Returns the height of a row whose cells hold these texts in columns of these widths. Programs
    /// that do not fit rows to wrapped text on opening would hide all but a line of it.
    pub fn height<'t>(&self, cells: impl IntoIterator<Item = (&'t str, usize)>) -> f64 {
        let lines = cells.into_iter().map(|(text, width)| lines(text, width)).max().unwrap_or(1);
        let line = if self.font.is_some() { 14.5 } else { 13.5 };
        // No program makes a row higher than this.
        (lines.max(1) as f64 * line + 5.0).min(409.0)
    }
}

/// Returns how many lines a text takes in a column of this width.
fn lines(text: &str, width: usize) -> usize {
    text.lines().map(|line| wrapped(line, width.max(2) * 10)).sum()
}

/// Breaks a line as a spreadsheet does, after blanks and between wide characters. Widths are in
/// tenths of a column's unit, a digit of the font that widths are measured in; ours is smaller.
fn wrapped(line: &str, width: usize) -> usize {
    let (mut lines, mut used, mut word) = (1, 0, 0);
    for c in line.chars() {
        let (wide, breaks) = match c.width().unwrap_or(0) {
            2 => (20, true),
            n => (n * 9, c == ' '),
        };
        word = if breaks { 0 } else { word + wide };
        used += wide;
        if used > width && c != ' ' {
            lines += 1;
            // The word that did not fit begins the new line, unless it fills one by itself.
            used = if word > 0 && word < width { word } else { wide };
        }
    }
    lines
}

/// Returns the width of a text's longest line in columns of a terminal: wide characters count two.
pub fn width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_after_blanks_and_between_wide_characters() {
        for (text, width, expected) in [
            ("", 10, 0),
            ("one two", 10, 1),
            ("one two three", 8, 2),
            ("one two three four", 9, 2),
            ("incomprehensibilities", 10, 2),
            ("one\ntwo", 10, 2),
            ("收集使用单位", 6, 2),
            ("对照REACH法规", 9, 2),
        ] {
            assert_eq!(lines(text, width), expected, "{text}");
        }
    }
}
