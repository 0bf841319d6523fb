//! Calendar dates.

pub use jiff::civil::Date;

use crate::text::{folded, trim};

/// Reads a date in the one form that a plan uses, `2027-06-30`.
///
/// # Errors
/// Says what is wrong with `text`, and what would be right where that can be told safely.
pub fn parse(text: &str) -> Result<Date, DateError> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return Err(DateError { meant: meant(text) });
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .try_fold(0i16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0')))
    };
    let fields = (number(0..4), number(5..7), number(8..10));
    let (Some(year), Some(month), Some(day)) = fields else {
        return Err(DateError { meant: None });
    };
    Date::new(year, month as i8, day as i8).map_err(|_| DateError { meant: None })
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// The date that was meant, where the other spelling leaves no doubt.
    pub meant: Option<Date>,
}

impl DateError {
    /// Returns the way out.
    pub fn hint(&self) -> String {
        match self.meant {
            Some(date) => format!("write `{date}`"),
            None => "write year-month-day, for instance `2027-06-30`".to_owned(),
        }
    }
}

/// Reads a date as people write it: in the one form, or in another of one meaning.
///
/// # Errors
/// As [`parse`].
pub fn read(text: &str) -> Result<Date, DateError> {
    parse(text).or_else(|error| error.meant.ok_or(error))
}

/// Recognises `2027/6/30`, `2027.6.30`, `2027年6月30日` and `20270630`, also with the time of the day
/// behind it: year first leaves no doubt.
fn meant(text: &str) -> Option<Date> {
    let text = folded(text);
    let text = without_time(trim(&text));
    let number = |part: &str| {
        let part = trim(part);
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let field = |part: &str| number(part).and_then(|n: i16| i8::try_from(n).ok());
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let date = Date::new(number(&text[..4])?, field(&text[4..6])?, field(&text[6..])?).ok()?;
        return Some(date).filter(|&date| YEARS.contains(&date.year()) || is_open_end(date));
    }
    let text = text.trim_end_matches(['日', '号', '號', '.']);
    let mut parts = text.split(['/', '.', '-', '年', '月']);
    let date = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || trim(date.0).len() != 4 {
        return None;
    }
    Date::new(number(date.0)?, field(date.1)?, field(date.2)?).ok()
}

/// Returns a date without a midnight behind it, which programs add to every day, in whatever zone.
/// Another time of the day stays: it may belong to the day before or after, or be no day at all.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', ' ']) else {
        return text.strip_suffix('Z').unwrap_or(text);
    };
    let time = trim(time);
    let clock = time.find(['Z', '+', '-']).map_or(time, |zone| &time[..zone]);
    let is_midnight = clock.contains(':') && clock.bytes().all(|b| matches!(b, b'0' | b':' | b'.'));
    if is_midnight { day } else { text }
}

/// The years in which the days of a plan may lie: further away nobody plans, and nobody remembers.
pub const YEARS: std::ops::RangeInclusive<i16> = 1950..=2120;

/// Tells whether a day stands for an end that is left open: forms that demand a day are filled with
/// the last one that they know.
pub fn is_open_end(date: Date) -> bool {
    date.year() == 9999
}

/// Returns why the year of a day cannot be meant, with what probably is; nothing where it can.
pub fn impossible_year(date: Date) -> Option<(String, String)> {
    if YEARS.contains(&date.year()) {
        return None;
    }
    let (first, last) = (YEARS.start(), YEARS.end());
    let message = format!("`{date}` is not between the years {first} and {last}");
    let year = date.year();
    // Years in which plans are made and end.
    let is_near = |year: &i16| (1990..=2060).contains(year);
    let swapped = || {
        let digits = format!("{year:04}").into_bytes();
        (0..3).find_map(|at| {
            let mut digits = digits.clone();
            digits.swap(at, at + 1);
            std::str::from_utf8(&digits).ok()?.parse().ok().filter(is_near)
        })
    };
    let same_day = |year: i16| Date::new(year, date.month(), date.day()).ok();
    let calendar = |offset: i16, name: &str| {
        let meant = same_day(Some(year + offset).filter(is_near)?)?;
        Some(format!("did you mean `{meant}`? {year} is {} in the {name} calendar", meant.year()))
    };
    let typed =
        || Some(format!("did you mean `{}`? two digits are exchanged", same_day(swapped()?)?));
    let hint = calendar(-543, "Buddhist").or_else(|| calendar(1911, "Minguo")).or_else(typed);
    let otherwise = || "correct the year; where the day is not known, write `?`".to_owned();
    Some((message, hint.unwrap_or_else(otherwise)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_that_cannot_be_meant_is_named_with_what_is() {
        let hint = |year| impossible_year(date(year, 6, 30)).map(|found| found.1);
        assert!(hint(1950).is_none() && hint(2120).is_none());
        let of = |year| hint(year).expect("it cannot be meant");
        assert_eq!(of(2570), "did you mean `2027-06-30`? 2570 is 2027 in the Buddhist calendar");
        assert_eq!(of(116), "did you mean `2027-06-30`? 116 is 2027 in the Minguo calendar");
        assert_eq!(of(2207), "did you mean `2027-06-30`? two digits are exchanged");
        assert_eq!(of(201), "did you mean `2001-06-30`? two digits are exchanged");
        assert!(of(8027).starts_with("correct the year"));
    }

    #[test]
    fn only_real_iso_dates_are_read() {
        assert_eq!(parse("2027-02-28"), Ok(date(2027, 2, 28)));
        for wrong in ["2027-02-29", "2027-2-28", "28-02-2027", "+027-01-01", ""] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_spelling_with_the_year_first_is_recognised_for_the_hint() {
        for text in [
            "2027/6/30",
            "2027.06.30",
            "2027年6月30日",
            "2027-6-30",
            "20270630",
            "2027. 6. 30.",
            "2027-06-30T00:00:00Z",
            "2027-06-30T00:00:00+08:00",
            "2027-06-30 00:00",
            "2027/6/30 0:00",
            "２０２７／６／３０",
            "2027-06-30Z",
            "2027年6月30号",
        ] {
            assert_eq!(read(text), Ok(date(2027, 6, 30)), "{text}");
            assert_eq!(parse(text), Err(DateError { meant: Some(date(2027, 6, 30)) }), "{text}");
        }
        for text in [
            "6/7/2027",
            "2027-06-30T16:00:00Z",
            "2027-06-30T12:00:00",
            "46203",
            "20271330",
            "2027-06-30x",
            "2027/+6/30",
            "27/6/30",
        ] {
            assert_eq!(read(text), Err(DateError { meant: None }), "{text}");
        }
    }
}
