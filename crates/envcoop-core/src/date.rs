//! Calendar dates.

pub use jiff::civil::Date;

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

/// Recognises `2027/6/30`, `2027.6.30` and `2027年6月30日`: year first leaves no doubt.
fn meant(text: &str) -> Option<Date> {
    let text = text.trim_end_matches('日');
    let mut parts = text.split(['/', '.', '-', '年', '月']);
    let date = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = (date.0.parse().ok()?, date.1.parse().ok()?, date.2.parse().ok()?);
    if parts.next().is_some() || date.0.len() != 4 {
        return None;
    }
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn only_real_iso_dates_are_read() {
        assert_eq!(parse("2027-02-28"), Ok(date(2027, 2, 28)));
        for wrong in ["2027-02-29", "2027-2-28", "28-02-2027", "20270228", "+027-01-01", ""] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_spelling_with_the_year_first_is_recognised_for_the_hint() {
        for text in ["2027/6/30", "2027.06.30", "2027年6月30日", "2027-6-30"] {
            assert_eq!(parse(text), Err(DateError { meant: Some(date(2027, 6, 30)) }), "{text}");
        }
        assert_eq!(parse("6/7/2027"), Err(DateError { meant: None }));
    }
}
