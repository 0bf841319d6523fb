//! Days as people write them, and the day that a stretch of time stands for.

use envcoop_words::problem::date as say;
use jiff::civil::Date;

use super::span::{self, Part, Span};
use super::{DateOrder, FullMonths, Note, Reading, Serials, ShortYears};
use crate::date::{self, DateError, DayError};
use crate::problem::quoted;
use crate::text::{Lang, trim};

/// Which end of an activity a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Its first day.
    Start,
    /// Its last day.
    End,
}

/// What is known about a column of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Which end a day of the column is; nothing where a stretch of time is no day of it.
    pub bound: Option<Bound>,
    /// The year of a cell that names none.
    pub year: Option<i16>,
    /// Which number is the day, where the column [proves](DateOrder::proven) it or somebody says so.
    pub order: Option<DateOrder>,
    /// That numbers are serial numbers, where the column [proves](Serials::proven) it.
    pub serials: Option<Serials>,
    /// That years have two digits, where the column [proves](ShortYears::proven) it.
    pub short_years: Option<ShortYears>,
    /// That months have two digits, where the column [proves](FullMonths::proven) it.
    pub full_months: Option<FullMonths>,
    /// That the cell holds a number, which keeps no zero at its end: `2027.1` may have been `2027.10`.
    pub is_number: bool,
}

impl Days {
    /// What is known of a single cell.
    pub fn of(bound: Option<Bound>) -> Days {
        Days { bound, ..Days::default() }
    }

    /// Adds what the cells of the column prove.
    #[must_use]
    pub fn proven<'t>(self, texts: impl IntoIterator<Item = &'t str> + Clone) -> Days {
        Days {
            order: self.order.or_else(|| DateOrder::proven(texts.clone())),
            serials: self.serials.or_else(|| Serials::proven(texts.clone(), false)),
            short_years: self.short_years.or_else(|| ShortYears::proven(texts.clone())),
            full_months: self.full_months.or_else(|| FullMonths::proven(texts)),
            ..self
        }
    }
}

/// Why a text is no day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// It breaks a rule of days.
    Broken(DayError),
    /// It is a spreadsheet's serial number, or a number.
    Serial,
    /// It has two readings: which number is the day does not show; or it is before a stretch of time,
    /// and whether that counts does not.
    Either(Date, Date),
    /// It is a number, which may be a January, or an October without its last zero; the year.
    LostZero(i16),
    /// It names no year.
    NoYear,
    /// It is a stretch of time where a day is asked for.
    Span(Date, Date),
    /// The end of a period lies before its start.
    Reversed(Date, Date),
}

impl DayFault {
    pub(super) fn not_a_day() -> DayFault {
        DayFault::Broken(DayError::NotADate(DateError { meant: None }))
    }

    /// Returns what is wrong with `text`, and the way out.
    pub fn said(&self, lang: Lang, text: &str) -> (String, String) {
        let no_date = || say::not_a_date(lang, quoted(text));
        match self {
            DayFault::Broken(error) => error.said(lang, text),
            DayFault::Serial => (no_date(), say::SERIAL.get(lang).to_owned()),
            DayFault::Either(a, b) => {
                (say::two_readings(lang, quoted(text)), say::either(lang, a, b))
            }
            DayFault::LostZero(year) => {
                (say::lost_zero(lang, quoted(text)), say::lost_zero_hint(lang, year))
            }
            DayFault::NoYear => {
                (say::no_year(lang, quoted(text)), say::NO_YEAR_HINT.get(lang).to_owned())
            }
            DayFault::Span(first, last) => {
                (say::span(lang, quoted(text)), say::span_hint(lang, first, last))
            }
            DayFault::Reversed(start, end) => (
                envcoop_words::problem::row::dates_reversed(lang, start, end),
                envcoop_words::problem::row::DATES_REVERSED_HINT.get(lang).to_owned(),
            ),
        }
    }
}

/// Reads a day: as a plan writes it, in another spelling of one meaning, or the first or last day of a
/// stretch of time, by [`Days::bound`].
///
/// # Errors
/// Says why `text` is no day, or which two it may be.
///
/// ```
/// use envcoop_core::cell::day::{self, Bound, Days};
///
/// let end = Days::of(Some(Bound::End));
/// let read = |text, days| day::read(text, days).map(|read| read.value.to_string());
/// assert_eq!(read("2027年第二季度", end).as_deref(), Ok("2027-06-30"));
/// assert_eq!(read("6月底", Days { year: Some(2027), ..end }).as_deref(), Ok("2027-06-30"));
/// assert!(read("6月底", end).is_err() && read("01/02/2027", end).is_err());
/// ```
pub fn read(text: &str, known: Days) -> Result<Reading<Date>, DayFault> {
    if let Ok(day) = date::parse(text) {
        return possible(day).map(Reading::exact);
    }
    tolerant(text, known)
}

fn tolerant(text: &str, known: Days) -> Result<Reading<Date>, DayFault> {
    if let Ok(day) = date::read(text) {
        return possible(day).map(Reading::spelt);
    }
    if let Some(full) = known.short_years.and_then(|_| ShortYears::in_full(text)) {
        return tolerant(&full, Days { short_years: None, ..known });
    }
    let plain = span::plain(text);
    if let Some(day) = known.serials.unwrap_or(Serials { is_1904: false }).day(&plain) {
        let day = known.serials.map(|_| day).ok_or(DayFault::Serial)?;
        return possible(day).map(Reading::spelt);
    }
    let span = span::of_plain(&plain).ok_or_else(DayFault::not_a_day)?;
    let (first, last) = days(with_zero(span, &plain, known)?, known)?;
    if first == last {
        // A day before which something is done is no day on which it begins.
        let is_wrong = span.is_deadline && known.bound != Some(Bound::End);
        return if is_wrong {
            Err(DayFault::not_a_day())
        } else {
            possible(first).map(Reading::spelt)
        };
    }
    if span.is_deadline {
        let before = first.yesterday().map_err(|_| DayFault::not_a_day())?;
        return Err(DayFault::Either(before, last));
    }
    let day = match known.bound {
        Some(Bound::Start) => first,
        Some(Bound::End) => last,
        None => return Err(DayFault::Span(first, last)),
    };
    possible(day).map(|value| Reading { value, note: Some(Note::Span) })
}

/// Settles which month a number such as `2027.1` is: typed as October it loses its zero.
pub(super) fn with_zero(span: Span, plain: &str, known: Days) -> Result<Span, DayFault> {
    let (Some(year), Part::Month(1)) = (span.year, span.part) else { return Ok(span) };
    if !known.is_number || plain != format!("{year}.1") {
        return Ok(span);
    }
    match known.full_months {
        Some(FullMonths) => Ok(Span { part: Part::Month(10), ..span }),
        None => Err(DayFault::LostZero(year)),
    }
}

/// Returns the first and last day of a stretch of time, with what is known about it.
pub(super) fn days(span: Span, known: Days) -> Result<(Date, Date), DayFault> {
    let year = span.year.or(known.year);
    let in_year = |span: Span| {
        let year = year.ok_or(DayFault::NoYear)?;
        span.days(year).ok_or_else(DayFault::not_a_day)
    };
    let Part::Two(a, b) = span.part else { return in_year(span) };
    let day_first = || in_year(Span { part: Part::Day(b, a), ..span });
    let month_first = || in_year(Span { part: Part::Day(a, b), ..span });
    match DateOrder::of(a, b).or(known.order) {
        Some(DateOrder::DayFirst) => day_first(),
        Some(DateOrder::MonthFirst) => month_first(),
        None if a == b => day_first(),
        None => Err(DayFault::Either(day_first()?.0, month_first()?.0)),
    }
}

pub(super) fn possible(day: Date) -> Result<Date, DayFault> {
    // An end that is left open is no day, and not for this rule to refuse.
    let is_possible = date::is_possible(day);
    if is_possible { Ok(day) } else { Err(DayFault::Broken(DayError::Year(day))) }
}

/// Returns the year that a title names, where it names one: `2027年度计划`.
pub fn year_of(title: &str) -> Option<i16> {
    let plain = span::plain(title);
    let mut years = plain.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    let year = years.next()?;
    let is_one = years.all(|other| other == year);
    year.parse()
        .ok()
        .filter(|year| is_one && (1990..=2060).contains(year) && !trim(title).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: Days = Days {
        bound: Some(Bound::End),
        year: None,
        order: None,
        serials: None,
        short_years: None,
        full_months: None,
        is_number: false,
    };
    const START: Days = Days { bound: Some(Bound::Start), ..END };

    fn both(text: &str, year: Option<i16>) -> [Result<String, DayFault>; 2] {
        [START, END]
            .map(|days| read(text, Days { year, ..days }).map(|read| read.value.to_string()))
    }

    #[test]
    fn a_day_in_another_spelling_is_read() {
        for text in [
            "2027.3.1",
            "2027年3月1日",
            "20270301",
            "1 March 2027",
            "Mar 1, 2027",
            "２０２７/３/１",
            "1st of March 2027",
            "1-Mar-2027",
            "March 1st, 2027",
            "二〇二七年三月一日",
            "2027 March 1",
        ] {
            let expected = Reading::spelt(jiff::civil::date(2027, 3, 1));
            assert_eq!(read(text, Days::default()), Ok(expected), "{text}");
        }
        for (text, day) in [
            ("31/12/2027", "2027-12-31"),
            ("12/31/2027", "2027-12-31"),
            ("02/02/2027", "2027-02-02"),
            ("31.12.2027", "2027-12-31"),
        ] {
            let read = read(text, Days::default()).map(|read| read.value.to_string());
            assert_eq!(read.as_deref(), Ok(day), "{text}");
        }
        assert_eq!(read("2027-03-01", END).map(|read| read.note), Ok(None));
    }

    #[test]
    fn a_stretch_of_time_is_its_first_or_its_last_day() {
        for (text, first, last) in [
            ("2027年第二季度", "2027-04-01", "2027-06-30"),
            ("2027年二季度", "2027-04-01", "2027-06-30"),
            ("2027Q2", "2027-04-01", "2027-06-30"),
            ("2027-Q2", "2027-04-01", "2027-06-30"),
            ("Q2 2027", "2027-04-01", "2027-06-30"),
            ("second quarter of 2027", "2027-04-01", "2027-06-30"),
            ("2027年3月", "2027-03-01", "2027-03-31"),
            ("2027年3月份", "2027-03-01", "2027-03-31"),
            ("2027-03", "2027-03-01", "2027-03-31"),
            ("2027.3", "2027-03-01", "2027-03-31"),
            ("03/2027", "2027-03-01", "2027-03-31"),
            ("March 2027", "2027-03-01", "2027-03-31"),
            ("Sept. 2027", "2027-09-01", "2027-09-30"),
            ("2028年2月", "2028-02-01", "2028-02-29"),
            ("2027年", "2027-01-01", "2027-12-31"),
            ("2027", "2027-01-01", "2027-12-31"),
            ("2027年度", "2027-01-01", "2027-12-31"),
            ("2027年全年", "2027-01-01", "2027-12-31"),
            ("2027年上半年", "2027-01-01", "2027-06-30"),
            ("2027H2", "2027-07-01", "2027-12-31"),
            ("first half of 2027", "2027-01-01", "2027-06-30"),
            ("2027年3月上旬", "2027-03-01", "2027-03-10"),
            ("2027年3月中旬", "2027-03-11", "2027-03-20"),
            ("2027年2月下旬", "2027-02-21", "2027-02-28"),
        ] {
            assert_eq!(both(text, None), [first, last].map(|day| Ok(day.to_owned())), "{text}");
            assert_eq!(read(text, END).map(|read| read.note), Ok(Some(Note::Span)), "{text}");
            assert!(matches!(read(text, Days::default()), Err(DayFault::Span(..))), "{text}");
        }
        for (text, day) in [
            ("2027年6月底", "2027-06-30"),
            ("2027年底", "2027-12-31"),
            ("2027年年底", "2027-12-31"),
            ("2027年二季度末", "2027-06-30"),
            ("end of June 2027", "2027-06-30"),
            ("end of 2027", "2027-12-31"),
            ("2027年初", "2027-01-01"),
        ] {
            assert_eq!(both(text, None), [day; 2].map(|day| Ok(day.to_owned())), "{text}");
        }
        for text in
            ["2027年6月底前完成", "2027年6月30日前", "by 30 June 2027", "by end of June 2027"]
        {
            let [start, end] = both(text, None);
            assert_eq!(end.as_deref(), Ok("2027-06-30"), "{text}");
            assert_eq!(start, Err(DayFault::not_a_day()), "{text}");
        }
        let [may, june] = [jiff::civil::date(2027, 5, 31), jiff::civil::date(2027, 6, 30)];
        assert_eq!(read("2027年6月前", END), Err(DayFault::Either(may, june)));
    }

    #[test]
    fn without_a_year_it_is_asked_unless_one_is_given() {
        for (text, first, last) in [
            ("6月底", "2027-06-30", "2027-06-30"),
            ("第二季度", "2027-04-01", "2027-06-30"),
            ("Q2", "2027-04-01", "2027-06-30"),
            ("全年", "2027-01-01", "2027-12-31"),
            ("年底", "2027-12-31", "2027-12-31"),
            ("3月1日", "2027-03-01", "2027-03-01"),
            ("March", "2027-03-01", "2027-03-31"),
            ("1 March", "2027-03-01", "2027-03-01"),
        ] {
            assert_eq!(both(text, None), [const { Err(DayFault::NoYear) }; 2], "{text}");
            assert_eq!(
                both(text, Some(2027)),
                [first, last].map(|day| Ok(day.to_owned())),
                "{text}"
            );
        }
        assert_eq!(both("2026年6月底", Some(2027))[1].as_deref(), Ok("2026-06-30"));
        assert_eq!(year_of("2027年度国际合作工作计划"), Some(2027));
        assert_eq!(year_of("Plan 2026 to 2027"), None);
        assert_eq!(year_of("Cooperation plan"), None);
    }

    #[test]
    fn what_may_be_two_days_is_asked() {
        let [day_first, month_first] = [(2, 1), (1, 2)].map(|(m, d)| jiff::civil::date(2027, m, d));
        let fault = DayFault::Either(day_first, month_first);
        assert_eq!(read("01/02/2027", END), Err(fault.clone()));
        assert_eq!(
            fault.said(Lang::En, "01/02/2027").1,
            "write `2027-02-01` or `2027-01-02`, whichever is meant"
        );
        let known = END.proven(["01/02/2027", "31/12/2027"]);
        assert_eq!(read("01/02/2027", known).map(|read| read.value), Ok(day_first));
        assert_eq!(read("46203", END), Err(DayFault::Serial));
        let known = END.proven(["10-Jun-13", "20-Dec-94"]);
        assert_eq!(
            read("10-Jun-13", known).map(|read| read.value.to_string()).as_deref(),
            Ok("2013-06-10")
        );
        assert!(read("10-Jun-13", END).is_err());
        let known = END.proven(["46203", "46204"]);
        assert_eq!(
            read("46203", known).map(|read| read.value.to_string()).as_deref(),
            Ok("2026-06-30")
        );
    }

    #[test]
    fn a_number_that_may_have_lost_its_zero_is_asked_unless_the_column_proves_it() {
        let number = Days { is_number: true, ..END };
        let day = |text, known| read(text, known).map(|read| read.value.to_string());
        assert_eq!(day("2027.1", number), Err(DayFault::LostZero(2027)));
        let period = |known| crate::cell::period::read("2027.1", known).map(|read| read.value.0);
        assert_eq!(period(number), Err(DayFault::LostZero(2027)));
        let known = number.proven(["2027.1", "2027.03"]);
        assert_eq!(day("2027.1", known).as_deref(), Ok("2027-10-31"));
        assert_eq!(period(known), Ok(jiff::civil::date(2027, 10, 1)));
        // `2027.11` shows nothing: it is written so either way.
        let known = number.proven(["2027.1", "2027.11", "2027.3"]);
        assert_eq!(day("2027.1", known), Err(DayFault::LostZero(2027)));
        assert_eq!(day("2027.01", number).as_deref(), Ok("2027-01-31"));
        assert_eq!(day("2027.1", END).as_deref(), Ok("2027-01-31"));
        assert_eq!(day("2027.10", END).as_deref(), Ok("2027-10-31"));
        assert_eq!(
            DayFault::LostZero(2027).said(Lang::En, "2027.1").1,
            "write `2027-01` or `2027-10`, whichever is meant, or show the column with two decimals"
        );
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "soon",
            "2027-13-01",
            "2027年13月",
            "32 March 2027",
            "31 June 2027",
            "2027Q5",
            "27/6/30",
            "1/2/27",
            "6月中",
            "2027年中",
            "202703",
            "2027-03-01T12:00",
            "mid-2027",
            "十二五",
            "2027年6月底左右",
            "2027.3-9",
            "1234.5",
            "日",
            "月",
            "年",
        ] {
            let read = read(text, Days { year: Some(2027), ..END });
            let is_year = matches!(text, "年");
            assert_eq!(read.is_err(), !is_year, "{text}: {read:?}");
        }
        assert!(matches!(read("3027-01-01", END), Err(DayFault::Broken(DayError::Year(_)))));
    }

    proptest::proptest! {
        #[test]
        fn what_is_read_and_written_is_read_again(
            year in 2000..2060_i16, month in 1..13_i8, day in 1..32_i8, form in 0..9_usize,
        ) {
            let text = match form {
                0 => format!("{year}.{month}.{day}"),
                1 => format!("{year}年{month}月{day}日"),
                2 => format!("{day}/{month}/{year}"),
                3 => format!("{year}年{month}月"),
                4 => format!("{year}Q{}", day % 6),
                5 => format!("{year}年{month}月底"),
                6 => format!("{month}/{year}"),
                7 => format!("{year}年{month}月中旬"),
                _ => format!("{year}{month:02}{day:02}"),
            };
            for days in [START, END] {
                if let Ok(first) = read(&text, days) {
                    let again = read(&first.value.to_string(), days);
                    proptest::prop_assert_eq!(again, Ok(Reading::exact(first.value)));
                }
            }
        }
    }
}
