//! Cells of a sheet, and the text that a plan as CSV would hold in their place.

use envcoop_core::text::{line_ends, trim};
use envcoop_words::problem::book as say;
use jiff::Span;
use jiff::civil::{Date, date};

use super::container::Fault;

/// The most rows of a sheet.
pub(crate) const MOST_ROWS: u32 = 1 << 20;
/// The most columns of a sheet.
pub(super) const MOST_COLUMNS: u32 = 1 << 14;
/// The most cells that are kept of a workbook.
pub(super) const MOST_CELLS: usize = 5_000_000;
/// The most bytes of text that are kept of a workbook.
pub(super) const MOST_TEXT: usize = 256 << 20;

/// Says of a sheet's name how many of its rows that hold something are wanted.
pub(super) type Wanted<'w> = &'w dyn Fn(&str) -> usize;

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RawCell {
    /// Row and column, counted from 0.
    pub at: (u32, u32),
    /// What it holds.
    pub value: Value,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// What a plan as CSV would hold.
    Text(String),
    /// The same of a number that is shown as none but a number.
    Number(String),
    /// An error, as the spreadsheet shows it.
    Error(String),
    /// A formula whose value was not stored.
    Unstored,
}

/// A rectangle of cells, both corners inclusive, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    /// Row and column of the upper left corner.
    pub first: (u32, u32),
    /// Row and column of the lower right corner.
    pub last: (u32, u32),
}

/// A sheet as it stands in the workbook.
#[derive(Debug, Default)]
pub(crate) struct RawSheet {
    /// Its name.
    pub name: String,
    /// Its cells, by row, then by column.
    pub cells: Vec<RawCell>,
    /// Its merged cells, if it was read to its end.
    pub merged: Vec<Area>,
    /// Whether the workbook counts days from 1904, and not from 1900.
    pub is_1904: bool,
    /// What is hidden of it.
    pub hidden: Hidden,
}

/// What is hidden of a sheet. Rows and columns are stretches, counted from 0, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hidden {
    /// Whether the sheet itself is.
    pub is_whole: bool,
    /// First and last row, also of those that a filter hides.
    pub rows: Vec<(u32, u32)>,
    /// First and last column.
    pub columns: Vec<(u32, u32)>,
}

/// What has been kept of a workbook so far.
#[derive(Debug, Default)]
pub(crate) struct Room {
    n_cells: usize,
    n_bytes: usize,
}

impl RawSheet {
    /// Keeps a cell unless it is blank. Returns whether more is wanted.
    pub fn push(
        &mut self,
        cell: RawCell,
        rows_left: &mut usize,
        room: &mut Room,
    ) -> Result<bool, Fault> {
        if cell.value.is_blank() {
            return Ok(true);
        }
        if cell.at.0 >= MOST_ROWS || cell.at.1 >= MOST_COLUMNS {
            return Err(Fault::damaged(say::CELL_OUTSIDE));
        }
        if self.cells.last().is_none_or(|last| last.at.0 != cell.at.0) {
            if *rows_left == 0 {
                return Ok(false);
            }
            *rows_left -= 1;
        }
        room.n_cells += 1;
        room.n_bytes += cell.value.n_bytes();
        if room.n_cells > MOST_CELLS {
            return Err(Fault::too_large(|lang| say::too_many_cells(lang, MOST_CELLS)));
        }
        if room.n_bytes > MOST_TEXT {
            return Err(Fault::too_large(|lang| say::too_large_text(lang, MOST_TEXT >> 20)));
        }
        self.cells.push(cell);
        Ok(true)
    }
}

impl Area {
    /// Reads the name of a rectangle: `A1:P45`, or that of a cell.
    pub(in crate::plan) fn of(name: &str) -> Option<Area> {
        let (first, last) = name.split_once(':').unwrap_or((name, name));
        Some(Area { first: cell_at(first)?, last: cell_at(last)? })
    }

    /// Tells whether a cell lies in it.
    pub(in crate::plan) fn holds(self, (row, column): (u32, u32)) -> bool {
        (self.first.0..=self.last.0).contains(&row)
            && (self.first.1..=self.last.1).contains(&column)
    }

    /// Names it as a spreadsheet does.
    pub(in crate::plan) fn name(self) -> String {
        format!("{}:{}", address(self.first), address(self.last))
    }
}

impl Value {
    /// Returns what a plan as CSV would hold; nothing where the cell has no value.
    pub fn plain(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Error(_) | Value::Unstored => None,
        }
    }

    /// Tells whether the cell counts as empty.
    pub fn is_blank(&self) -> bool {
        matches!(self, Value::Text(text) if trim(text).is_empty())
    }

    /// Returns how much text it holds.
    pub fn n_bytes(&self) -> usize {
        match self {
            Value::Text(text) | Value::Number(text) | Value::Error(text) => text.len(),
            Value::Unstored => 0,
        }
    }

    /// Makes what a cell with a text holds. A workbook needs no guard against formulas, so that an
    /// apostrophe is a part of the text.
    pub fn text(text: &str) -> Value {
        Value::Text(line_ends(text).into_owned())
    }
}

/// Names a cell as a spreadsheet does: `B7`.
pub(crate) fn address((row, column): (u32, u32)) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// Names a column as a spreadsheet does: `AA`.
pub(crate) fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Writes a number without the noise of binary fractions: to the fifteen digits that a spreadsheet
/// keeps, whole numbers to the last digit.
pub(in crate::plan) fn number(value: f64) -> String {
    /// Up to here whole numbers are exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.fract() == 0.0 && value.abs() <= EXACT {
        return format!("{value}");
    }
    // Read back, the rounded number prints with the fewest digits that tell it apart.
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if rounded.is_finite() && (1e-10..1e21).contains(&rounded.abs()) {
        format!("{rounded}")
    } else {
        format!("{rounded:E}")
    }
}

/// Tells whether a number may be a month that was typed with a zero at its end: `2027.10`.
pub(super) fn may_lack_zero(text: &str) -> bool {
    text.len() == 6 && text.strip_suffix(".1").is_some_and(|year| year.parse::<u16>().is_ok())
}

/// Writes a number that is shown as a date: the day, and the time unless it is midnight.
pub(super) fn day(serial: f64, is_1904: bool) -> String {
    const SECONDS: i64 = 86_400;
    // 9999-12-31 is the last day that spreadsheets know.
    if !(0.0..2_958_466.0).contains(&serial) {
        return number(serial);
    }
    let seconds = (serial * SECONDS as f64).round() as i64;
    let (days, seconds) = (seconds / SECONDS, seconds % SECONDS);
    let time = || format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let text = match (days, is_1904) {
        (0, false) if seconds > 0 => return time(),
        // Both days exist in spreadsheets only.
        (0, false) => "1900-01-00".to_owned(),
        (60, false) => "1900-02-29".to_owned(),
        (1..60, false) => after(date(1899, 12, 31), days),
        (_, false) => after(date(1899, 12, 30), days),
        (_, true) => after(date(1904, 1, 1), days),
    };
    if seconds == 0 { text } else { format!("{text}T{}", time()) }
}

/// Returns the number that stands for a day, written in ISO form; nothing where programs disagree on
/// it or it is none.
pub(in crate::plan) fn serial(text: &str, is_1904: bool) -> Option<String> {
    let day_of: Date = text.parse().ok().filter(|_| text.len() == "2027-06-30".len())?;
    let epoch = if is_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
    let days = (day_of - epoch).get_days();
    // Programs disagree on the first days of 1900.
    let first = if is_1904 { 0 } else { 61 };
    (days >= first && day(f64::from(days), is_1904) == text).then(|| days.to_string())
}

/// Reads the name of a cell: `B7`, `$B$7`; nothing where it is none.
pub(in crate::plan) fn cell_at(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let (letters, digits) = name.split_at(name.find(|c: char| c.is_ascii_digit())?);
    let column = letters.bytes().try_fold(0_u32, |n, letter| {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A').filter(|digit| *digit < 26)?;
        n.checked_mul(26)?.checked_add(u32::from(digit) + 1)
    });
    let (row, column) = (digits.parse::<u32>().ok()?, column?);
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn after(epoch: Date, days: i64) -> String {
    let span = Span::new().try_days(days);
    let day = span.and_then(|span| epoch.checked_add(span));
    day.map_or_else(|_| days.to_string(), |day| day.to_string())
}

/// Writes a number that is shown as a length of time: hours, minutes, seconds.
pub(super) fn duration(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    if seconds.abs() > 1e12 {
        return number(days);
    }
    let (sign, seconds) = (if seconds < 0.0 { "-" } else { "" }, seconds.abs() as u64);
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Writes a date as ISO 8601 has it: the day alone where the time is midnight.
pub(super) fn iso_day(text: &str) -> &str {
    let Some((day, time)) = text.split_once('T') else { return text };
    let is_midnight = time.trim_end_matches('Z').bytes().all(|b| matches!(b, b'0' | b':' | b'.'));
    if is_midnight { day } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_count_in_letters_and_from_one() {
        for (at, name) in
            [((0, 0), "A1"), ((6, 25), "Z7"), ((6, 26), "AA7"), ((1_048_575, 16_383), "XFD1048576")]
        {
            assert_eq!(address(at), name);
            assert_eq!(cell_at(name), Some(at));
        }
    }

    #[test]
    fn numbers_have_no_noise() {
        for (value, text) in [
            (1_200_000.0, "1200000"),
            (1234.5, "1234.5"),
            (0.1 + 0.2, "0.3"),
            (1.1 * 3.0, "3.3"),
            (-0.0, "0"),
            (-7.25, "-7.25"),
            (123_456_789_012_345.0, "123456789012345"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (1e20, "100000000000000000000"),
            (1e30, "1E30"),
            (1e-12, "1E-12"),
        ] {
            assert_eq!(number(value), text);
        }
        for cents in 0..200_000_i64 {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            let value: f64 = text.parse().expect("a number");
            let plain = text.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(number(value), if plain.is_empty() { "0" } else { plain });
        }
    }

    #[test]
    fn both_epochs_give_the_day() {
        for is_1904 in [false, true] {
            for text in ["1904-03-01", "2027-06-30", "9999-12-31"] {
                let serial = serial(text, is_1904).expect("a day");
                assert_eq!(day(serial.parse().expect("a number"), is_1904), text);
            }
            for text in ["1900-02-28", "2027-02-30", "2027-06-30T12:00", "?", "20270630"] {
                assert_eq!(serial(text, is_1904), None, "{text}");
            }
        }
        assert_eq!(day(46_568.0, false), "2027-06-30");
        assert_eq!(day(46_568.0 - 1462.0, true), "2027-06-30");
        assert_eq!(day(1.0, false), "1900-01-01");
        assert_eq!(day(59.0, false), "1900-02-28");
        assert_eq!(day(60.0, false), "1900-02-29");
        assert_eq!(day(61.0, false), "1900-03-01");
        assert_eq!(day(2_958_465.0, false), "9999-12-31");
        assert_eq!(day(0.0, true), "1904-01-01");
        assert_eq!(day(0.0, false), "1900-01-00");
        assert_eq!(day(0.75, false), "18:00:00");
        assert_eq!(day(46_568.5, false), "2027-06-30T12:00:00");
        assert_eq!(day(46_567.999_999_9, false), "2027-06-30");
        assert_eq!(day(-1.0, false), "-1");
        assert_eq!(day(3e6, false), "3000000");
        assert_eq!(day(f64::NAN, false), "NaN");
        assert_eq!(duration(1.5), "36:00:00");
        assert_eq!(iso_day("2027-06-30T00:00:00"), "2027-06-30");
        assert_eq!(iso_day("2027-06-30T12:00:00"), "2027-06-30T12:00:00");
    }
}
