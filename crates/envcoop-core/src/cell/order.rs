//! What the cells of a column of days prove about one another.

use jiff::civil::{Date, date};

use super::span::{self, Part};
use crate::text::trim;

/// Which of two numbers before a year is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/12/2027`
    DayFirst,
    /// `12/31/2027`
    MonthFirst,
}

impl DateOrder {
    /// Finds out how a column of days writes them: at least one cell can be read in one order only, and
    /// none in the other only.
    ///
    /// ```
    /// use envcoop_core::cell::DateOrder;
    ///
    /// assert_eq!(DateOrder::proven(["01/02/2027", "31/12/2027"]), Some(DateOrder::DayFirst));
    /// assert_eq!(DateOrder::proven(["01/02/2027"]), None);
    /// ```
    pub fn proven<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<DateOrder> {
        let mut shown = texts.into_iter().filter_map(|text| match span::parse(text)?.part {
            Part::Two(a, b) => DateOrder::of(a, b),
            _ => None,
        });
        let first = shown.next()?;
        shown.all(|order| order == first).then_some(first)
    }

    /// Returns the one order in which two numbers are a day and a month, unless both are the same day.
    pub(super) fn of(a: i8, b: i8) -> Option<DateOrder> {
        match (a > 12, b > 12) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }
}

/// That a column of days holds the serial numbers of a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serials {
    /// Whether the workbook counts from 1904, and not from 1900.
    pub is_1904: bool,
}

impl Serials {
    /// Finds out whether a column of days holds serial numbers: every filled cell is one of a year in
    /// which plans are made, and there are several.
    pub fn proven<'t>(texts: impl IntoIterator<Item = &'t str>, is_1904: bool) -> Option<Serials> {
        let serials = Serials { is_1904 };
        let mut n_filled = 0;
        let filled = texts.into_iter().map(trim).filter(|text| !text.is_empty());
        let mut filled = filled.inspect(|_| n_filled += 1);
        let is_every = filled
            .all(|text| serials.day(text).is_some_and(|day| (1990..=2060).contains(&day.year())));
        (is_every && n_filled > 1).then_some(serials)
    }

    /// Returns the day of a serial number.
    pub(super) fn day(self, text: &str) -> Option<Date> {
        // A time of the day that is midnight may stand behind it.
        let text = text.strip_suffix(".0").unwrap_or(text);
        if text.len() != 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let days = jiff::Span::new().try_days(text.parse::<i64>().ok()?).ok()?;
        // Spreadsheets that count from 1900 know a 29 February of that year.
        let epoch = if self.is_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
        epoch.checked_add(days).ok()
    }
}

/// That the last number of days such as `10-Jun-13` is their year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortYears;

impl ShortYears {
    /// Finds out whether a column of days ends them in years of two digits: at least one of them is no
    /// day of a month, and none lies where programs disagree on the century (30 to 68).
    ///
    /// ```
    /// use envcoop_core::cell::ShortYears;
    ///
    /// assert_eq!(ShortYears::proven(["10-Jun-13", "20-Dec-94"]), Some(ShortYears));
    /// assert_eq!(ShortYears::proven(["10-Jun-13"]), None);
    /// assert_eq!(ShortYears::proven(["10-Jun-13", "20-Dec-45"]), None);
    /// ```
    pub fn proven<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<ShortYears> {
        let years: Vec<i16> =
            texts.into_iter().filter_map(|text| parts(text).map(|(.., year)| year)).collect();
        let is_sure = years.iter().all(|year| !(30..=68).contains(year));
        (is_sure && years.iter().any(|&year| year == 0 || year > 31)).then_some(ShortYears)
    }

    /// Returns a day with its year in full; nothing where it has no year of two digits.
    pub(super) fn in_full(text: &str) -> Option<String> {
        let (day, month, year) = parts(text)?;
        let year = if year < 69 { 2000 + year } else { 1900 + year };
        Some(format!("{day} {month} {year}"))
    }
}

/// That months behind a year have two digits: `2027.03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FullMonths;

impl FullMonths {
    /// Finds out whether a column writes its months so: one of them begins with a zero, and none has
    /// one digit but what may have lost its last one, `2027.1`.
    pub fn proven<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<FullMonths> {
        let mut is_shown = false;
        for text in texts {
            let Some((year, month)) = trim(text).split_once('.') else { continue };
            if year.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
                continue;
            }
            match month.as_bytes() {
                [b'0', b'1'..=b'9'] => is_shown = true,
                [b'2'..=b'9'] => return None,
                _ => {}
            }
        }
        is_shown.then_some(FullMonths)
    }
}

/// Takes a day apart whose month is a word and whose last number has two digits.
fn parts(text: &str) -> Option<(&str, &str, i16)> {
    let mut parts = trim(text).split(['-', ' ', '/', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_day = matches!(day.len(), 1 | 2) && are_digits(day);
    let is_month = month.len() > 2 && month.bytes().all(|b| b.is_ascii_alphabetic());
    let is_whole = parts.next().is_none() && year.len() == 2 && are_digits(year);
    (is_day && is_month && is_whole).then(|| Some((day, month, year.parse().ok()?)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_proves_its_order_by_a_day_that_is_no_month() {
        use DateOrder::{DayFirst, MonthFirst};
        for (column, order) in [
            (&["01/02/2027", "31/12/2027"][..], Some(DayFirst)),
            (&["01/02/2027", "12/31/2027"], Some(MonthFirst)),
            (&["01.02.2027", "31.12.2027", "TBD", "2027-03-01"], Some(DayFirst)),
            (&["01/02/2027", "31/12/2027", "12/31/2027"], None),
            (&["01/02/2027", "02/02/2027"], None),
            (&[], None),
        ] {
            assert_eq!(DateOrder::proven(column.iter().copied()), order, "{column:?}");
        }
    }

    #[test]
    fn a_column_of_nothing_but_serial_numbers_proves_them() {
        let [from_1900, from_1904] = [false, true].map(|is_1904| Serials { is_1904 });
        assert_eq!(Serials::proven(["46203", "", "46568"], false), Some(from_1900));
        for column in [&["46203"][..], &["46203", "2027-01-01"], &["10000", "20000"], &[]] {
            assert_eq!(Serials::proven(column.iter().copied(), false), None, "{column:?}");
        }
        assert_eq!(from_1900.day("46203"), Some(date(2026, 6, 30)));
        assert_eq!(from_1904.day("44741"), Some(date(2026, 6, 30)));
    }
}
