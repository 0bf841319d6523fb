//! What a workbook can hold, and how it holds it.

use envcoop_core::date::Date;
use envcoop_core::money::Cents;
use rust_xlsxwriter::{ExcelDateTime, XlsxError};

/// The most UTF-16 units that a cell of a workbook holds.
pub const CELL_LIMIT: usize = 32_767;
/// The rows and columns that a sheet has.
pub const SHEET_LIMIT: (usize, usize) = (1_048_576, 16_384);

/// Returns how many UTF-16 units a text has, where a cell cannot hold them.
pub fn beyond_cell(text: &str) -> Option<usize> {
    // No text has more UTF-16 units than bytes: most need not be counted.
    if text.len() <= CELL_LIMIT {
        return None;
    }
    Some(text.encode_utf16().count()).filter(|&n| n > CELL_LIMIT)
}

/// Returns a date as a workbook keeps it: a count of days. Programs disagree on days before March
/// 1900: there is none for them.
pub fn serial(date: Date) -> Option<f64> {
    let zero = Date::new(1899, 12, 30).ok()?;
    let first = Date::new(1900, 3, 1).ok()?;
    (date >= first).then(|| f64::from((date - zero).get_days()))
}

/// Returns an amount as a number, unless it has more digits than a workbook keeps.
pub fn amount(cents: Cents) -> Option<f64> {
    const BOUND: i128 = 10_i128.pow(15);
    (-BOUND < cents.0 && cents.0 < BOUND).then_some(cents.0 as f64 / 100.0)
}

/// Returns the day that a workbook says it was made on: the one that the user fixed. Where nobody
/// gave one, it is dated as the entries of its archive are, so that its bytes can be repeated.
///
/// # Errors
/// None for a day that [`serial`] knows.
pub fn made_on(day: Option<Date>) -> Result<ExcelDateTime, XlsxError> {
    match day.filter(|&day| serial(day).is_some()) {
        Some(day) => ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8),
        None => ExcelDateTime::from_ymd(1980, 1, 1),
    }
}
