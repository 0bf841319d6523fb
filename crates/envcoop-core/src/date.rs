//! Calendar dates.

pub use jiff::civil::Date;

use envcoop_words::problem::date as say;

use crate::problem::quoted;
use crate::text::{Lang, folded, trim};

/// Reads a date in the one form that a plan uses, `2027-06-30`.
///
/// # Errors
/// Says what is wrong with `text`, and what would be right where that can be told safely.
pub fn parse(text: &str) -> Result<Date, DateError> {
    exact(text).ok_or_else(|| {
        let has_form = matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]);
        DateError { meant: if has_form { None } else { meant(text) } }
    })
}

/// Reads a date in the one form; nothing where `text` is none.
pub(crate) fn exact(text: &str) -> Option<Date> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if digits.iter().fold(false, |any, b| any | !b.is_ascii_digit()) {
        return None;
    }
    let two = |tens: u8, ones: u8| (tens - b'0') * 10 + (ones - b'0');
    let year = i16::from(two(y1, y2)) * 100 + i16::from(two(y3, y4));
    Date::new(year, two(m1, m2) as i8, two(d1, d2) as i8).ok()
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// The date that was meant, where the other spelling leaves no doubt.
    pub meant: Option<Date>,
}

impl DateError {
    /// Returns the way out.
    pub fn hint(&self, lang: Lang) -> String {
        match self.meant {
            Some(date) => say::write(lang, date),
            None => say::FORM.get(lang).to_owned(),
        }
    }
}

/// Why a text is no day of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayError {
    /// It is no date.
    NotADate(DateError),
    /// It is a date in a year that cannot be meant.
    Year(Date),
}

impl DayError {
    /// Returns what is wrong with `text`, and the way out.
    pub fn said(&self, lang: Lang, text: &str) -> (String, String) {
        match self {
            DayError::NotADate(error) => (say::not_a_date(lang, quoted(text)), error.hint(lang)),
            DayError::Year(day) => impossible_year(lang, *day),
        }
    }
}

/// Reads a day of a plan: a date as [`read`] does, in a year that can be meant.
///
/// # Errors
/// Says which of both it is not.
pub fn read_day(text: &str) -> Result<Date, DayError> {
    let day = read(text).map_err(DayError::NotADate)?;
    if is_possible(day) { Ok(day) } else { Err(DayError::Year(day)) }
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
    // `2027.3-9` is no day but two months.
    let marks = ['/', '.', '-'].into_iter().filter(|&mark| text.contains(mark)).count();
    if marks > 1 {
        return None;
    }
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

/// Tells whether the year of a day can be meant.
pub fn is_possible(date: Date) -> bool {
    YEARS.contains(&date.year())
}

/// Returns why the year of a day cannot be meant, with what probably is.
fn impossible_year(lang: Lang, date: Date) -> (String, String) {
    let message = say::year(lang, date, YEARS.start(), YEARS.end());
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
    let in_calendar = |offset: i16| same_day(Some(year + offset).filter(is_near)?);
    let hint = if let Some(day) = in_calendar(-543) {
        say::calendar_buddhist(lang, day, year, day.year())
    } else if let Some(day) = in_calendar(1911) {
        say::calendar_minguo(lang, day, year, day.year())
    } else if let Some(day) = swapped().and_then(same_day) {
        say::digits_exchanged(lang, day)
    } else {
        say::CORRECT_YEAR.get(lang).to_owned()
    };
    (message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_that_cannot_be_meant_is_named_with_what_is() {
        let hint = |year| {
            Some(date(year, 6, 30))
                .filter(|day| !is_possible(*day))
                .map(|day| impossible_year(Lang::En, day).1)
        };
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
            "2027.6-30",
        ] {
            assert_eq!(read(text), Err(DateError { meant: None }), "{text}");
        }
    }
}
