//! Whole periods in one cell: `2027年3月至9月`.

use jiff::civil::Date;

use super::day::{self, DayFault, Days};
use super::span::{self, Part, Span, within};
use super::{Note, Reading};
use crate::text::trim;

/// What stands between the two ends.
const BETWEEN: [&str; 10] = ["至", "到", "~", "—", "–", "―", "-", "−", " to ", "/"];

/// Reads a period: two ends, or one stretch of time. An end that names no year has that of the other
/// end, else the one of [`Days::year`]. Returns the first and the last day.
///
/// # Errors
/// Says why `text` is no period.
///
/// ```
/// use envcoop_core::cell::day::Days;
/// use envcoop_core::cell::period;
///
/// let read = |text| {
///     let (start, end) = period::read(text, Days::default()).ok()?.value;
///     Some(format!("{start}/{end}"))
/// };
/// assert_eq!(read("2027年3月至9月").as_deref(), Some("2027-03-01/2027-09-30"));
/// assert_eq!(read("2027.3-2028.2").as_deref(), Some("2027-03-01/2028-02-29"));
/// assert_eq!(read("3月至9月"), None);
/// ```
pub fn read(text: &str, known: Days) -> Result<Reading<(Date, Date)>, DayFault> {
    let plain = span::plain(text);
    let found = |(first, last)| {
        day::possible(first)?;
        day::possible(last)?;
        if first > last {
            return Err(DayFault::Reversed(first, last));
        }
        Ok(Reading { value: (first, last), note: Some(Note::Span) })
    };
    if let Some(span) = span::of_plain(&plain).filter(|span| !matches!(span.part, Part::Bare(_))) {
        if span.is_deadline {
            return Err(DayFault::not_a_day());
        }
        return found(day::days(day::with_zero(span, &plain, known)?, known)?);
    }
    let mut readings: Vec<Result<(Date, Date), DayFault>> = Vec::new();
    for between in BETWEEN {
        for (at, _) in plain.match_indices(between) {
            let (from, to) = (&plain[..at], &plain[at + between.len()..]);
            // Dashes are often written twice.
            let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '~');
            let (from, to) = (from.trim_end_matches(is_dash), to.trim_start_matches(is_dash));
            let Some(read) = ends(trim(from), trim(to), known) else { continue };
            if !readings.contains(&read) {
                readings.push(read);
            }
        }
    }
    match readings.as_slice() {
        [one] => found(one.clone()?),
        _ => Err(DayFault::not_a_day()),
    }
}

/// Reads the two ends of a period; nothing where one of them is no stretch of time.
fn ends(from: &str, to: &str, known: Days) -> Option<Result<(Date, Date), DayFault>> {
    let (from, to) = (end(from)?, end(to)?);
    if from.is_deadline || to.is_deadline {
        return None;
    }
    let (from, to) = (from.explained_by(to)?, to.explained_by(from)?);
    let is_bare = |span: Span| matches!(span.part, Part::Bare(_));
    if is_bare(from) || is_bare(to) {
        return None;
    }
    let (from, to) =
        (Span { year: from.year.or(to.year), ..from }, Span { year: to.year.or(from.year), ..to });
    let days = |span| day::days(span, known);
    Some(days(from).and_then(|from| Ok((from.0, days(to)?.1))))
}

fn end(text: &str) -> Option<Span> {
    span::of_plain(text).or_else(|| {
        let number = within(text, 1..=31)?;
        Some(Span::bare(number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str, year: Option<i16>) -> Result<String, DayFault> {
        let read = read(text, Days { year, ..Days::default() })?;
        Ok(format!("{}/{}", read.value.0, read.value.1))
    }

    #[test]
    fn both_ends_of_a_period_are_read() {
        for (text, days) in [
            ("2027.3-2027.9", "2027-03-01/2027-09-30"),
            ("2027.3-9", "2027-03-01/2027-09-30"),
            ("2027年3月至9月", "2027-03-01/2027-09-30"),
            ("2027年3-9月", "2027-03-01/2027-09-30"),
            ("2027年3月—2028年2月", "2027-03-01/2028-02-29"),
            ("2027年3月——9月", "2027-03-01/2027-09-30"),
            ("2027-03-2027-09", "2027-03-01/2027-09-30"),
            ("2027-03-01/2027-09-30", "2027-03-01/2027-09-30"),
            ("2027-03-01 - 2027-09-30", "2027-03-01/2027-09-30"),
            ("2027/3/1-2027/9/30", "2027-03-01/2027-09-30"),
            ("2027.3.1-2027.9.30", "2027-03-01/2027-09-30"),
            ("2027年3月1日至15日", "2027-03-01/2027-03-15"),
            ("2027年3月1日-9月30日", "2027-03-01/2027-09-30"),
            ("2027-2028年", "2027-01-01/2028-12-31"),
            ("2027-2028", "2027-01-01/2028-12-31"),
            ("March to September 2027", "2027-03-01/2027-09-30"),
            ("March–September 2027", "2027-03-01/2027-09-30"),
            ("1-15 March 2027", "2027-03-01/2027-03-15"),
            ("1 March 2027 – 30 June 2027", "2027-03-01/2027-06-30"),
            ("Q1-Q2 2027", "2027-01-01/2027-06-30"),
            ("2027年一季度至三季度", "2027-01-01/2027-09-30"),
            ("2027年上半年", "2027-01-01/2027-06-30"),
            ("2027年", "2027-01-01/2027-12-31"),
            ("2027-03", "2027-03-01/2027-03-31"),
        ] {
            assert_eq!(period(text, None).as_deref(), Ok(days), "{text}");
        }
        assert_eq!(period("3-9月", None), Err(DayFault::NoYear));
        assert_eq!(period("3-9月", Some(2027)).as_deref(), Ok("2027-03-01/2027-09-30"));
        assert_eq!(period("全年", Some(2027)).as_deref(), Ok("2027-01-01/2027-12-31"));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "-", "soon", "2027-28", "3-9", "2027年3月起", "2027年6月底前", "a to b"]
        {
            assert!(period(text, None).is_err(), "{text}");
        }
        let reversed = period("2027年11月至3月", None);
        assert!(matches!(reversed, Err(DayFault::Reversed(..))), "{reversed:?}");
    }
}
