//! Stretches of time as people write them: a day, a month, a quarter, the end of a year.

use jiff::civil::Date;

use super::day::Bound;
use super::numeral::in_digits;
use crate::date;
use crate::text::{folded, squeezed, trim};

/// A stretch of time, perhaps without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) year: Option<i16>,
    pub(super) part: Part,
    /// Its first or last day alone is meant: `6月底`, `end of June`.
    pub(super) edge: Option<Bound>,
    /// It says that something is done by then: `6月30日前`.
    pub(super) is_deadline: bool,
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Half(i8),
    Quarter(i8),
    Month(i8),
    /// 上旬, 中旬, 下旬: the first and last ten days, and those between.
    Third(i8, i8),
    Day(i8, i8),
    /// Two numbers before a year: a day and a month, in one order or the other.
    Two(i8, i8),
    /// A number alone, which the other end of a period may explain.
    Bare(i8),
}

impl Span {
    fn new(year: Option<i16>, part: Part) -> Span {
        Span { year, part, edge: None, is_deadline: false }
    }

    /// A number alone.
    pub(super) fn bare(number: i8) -> Span {
        Span::new(None, Part::Bare(number))
    }

    /// Returns the first and the last day in a year; none where it is no stretch of it.
    pub(super) fn days(&self, year: i16) -> Option<(Date, Date)> {
        let day = |month: i8, day: i8| Date::new(year, month, day).ok();
        let months = |first: i8, last: i8| Some((day(first, 1)?, day(last, 1)?.last_of_month()));
        let (first, last) = match self.part {
            Part::Year => months(1, 12)?,
            Part::Half(half) => months(half * 6 - 5, half * 6)?,
            Part::Quarter(quarter) => months(quarter * 3 - 2, quarter * 3)?,
            Part::Month(month) => months(month, month)?,
            Part::Third(month, 1) => (day(month, 1)?, day(month, 10)?),
            Part::Third(month, 2) => (day(month, 11)?, day(month, 20)?),
            Part::Third(month, _) => (day(month, 21)?, day(month, 21)?.last_of_month()),
            Part::Day(month, of_month) => (day(month, of_month)?, day(month, of_month)?),
            Part::Two(..) | Part::Bare(_) => return None,
        };
        Some(match self.edge {
            None => (first, last),
            Some(Bound::Start) => (first, first),
            Some(Bound::End) => (last, last),
        })
    }

    /// Makes of a bare number what stands at the other end: `3-9月`, `1-15 March`.
    pub(super) fn explained_by(self, other: Span) -> Option<Span> {
        let Part::Bare(number) = self.part else { return Some(self) };
        let part = match other.part {
            Part::Month(_) => Part::Month(number),
            Part::Day(month, _) => Part::Day(month, number),
            Part::Quarter(_) => Part::Quarter(number),
            _ => return None,
        };
        Some(Span { part, ..self })
    }
}

/// Returns a text as [`parse`] takes it apart.
pub(super) fn plain(text: &str) -> String {
    in_digits(&squeezed(&folded(text)).to_lowercase())
}

/// Reads a stretch of time, with or without its year.
pub(super) fn parse(text: &str) -> Option<Span> {
    of_plain(&plain(text))
}

/// As [`parse`], of a [`plain`] text.
pub(super) fn of_plain(text: &str) -> Option<Span> {
    let text = trim(text);
    if let Ok(day) = date::read(text) {
        return Some(Span::new(Some(day.year()), Part::Day(day.month(), day.day())));
    }
    let done = text.strip_suffix("完成").map_or(text, trim);
    let before = ["之前", "以前", "前"].into_iter().find_map(|word| done.strip_suffix(word));
    let before = before.or_else(|| text.strip_prefix("by "));
    if let Some(inner) = before {
        return undated(inner).map(|span| Span { is_deadline: true, ..span });
    }
    undated(if done.len() < text.len() { done } else { text })
}

/// Takes the year off, then reads the rest.
fn undated(text: &str) -> Option<Span> {
    let text = trim(text);
    if let Some((year, rest)) = year_in_front(text) {
        let mark = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'));
        let rest = match rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')) {
            Some(rest) => rest,
            None => rest.strip_prefix(['-', '/', '.', ',']).unwrap_or(rest),
        };
        let (part, edge) = edged(trim(rest), |rest| {
            whole(rest).or_else(|| named(rest)).or_else(|| numbers_behind(rest, mark))
        })?;
        return Some(Span { edge, ..Span::new(Some(year), part) });
    }
    if let Some((rest, year)) = year_behind(text) {
        let (part, edge) = edged(rest, |rest| {
            let rest = trim(rest.trim_end_matches(['/', '-', '.', ',']));
            let rest = rest.strip_suffix(" of").unwrap_or(rest);
            whole(rest).or_else(|| named(rest)).or_else(|| numbers_before(rest))
        })?;
        return Some(Span { edge, ..Span::new(Some(year), part) });
    }
    let (part, edge) =
        edged(
            text,
            |rest| {
                if rest.is_empty() { None } else { whole(rest).or_else(|| named(rest)) }
            },
        )?;
    Some(Span { edge, ..Span::new(None, part) })
}

fn year_in_front(text: &str) -> Option<(i16, &str)> {
    let (digits, rest) = (text.get(..4)?, text.get(4..)?);
    let is_year = digits.bytes().all(|b| b.is_ascii_digit());
    let is_whole = !rest.starts_with(|c: char| c.is_ascii_digit());
    Some((year(digits).filter(|_| is_year && is_whole)?, rest))
}

fn year_behind(text: &str) -> Option<(&str, i16)> {
    let at = text.len().checked_sub(4)?;
    let (rest, digits) = (text.get(..at)?, text.get(at..)?);
    let is_year = digits.bytes().all(|b| b.is_ascii_digit());
    let is_apart = !rest.ends_with(|c: char| c.is_ascii_digit());
    Some((trim(rest), year(digits).filter(|_| is_year && is_apart)?))
}

/// Reads a year in which days may lie: `1234.5` is a number.
fn year(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|year| date::YEARS.contains(year))
}

/// Takes off a word for the first or last day.
fn edged(text: &str, part: impl Fn(&str) -> Option<Part>) -> Option<(Part, Option<Bound>)> {
    const ENDS: [(&str, Bound); 8] = [
        ("end of the ", Bound::End),
        ("the end of ", Bound::End),
        ("end of ", Bound::End),
        ("end-", Bound::End),
        ("end ", Bound::End),
        ("beginning of ", Bound::Start),
        ("start of ", Bound::Start),
        ("start ", Bound::Start),
    ];
    if let Some(found) = part(text) {
        return Some((found, None));
    }
    let in_front = ENDS.into_iter().find_map(|(word, edge)| Some((text.strip_prefix(word)?, edge)));
    let behind = || {
        let end = text.strip_suffix(['底', '末']).map(|rest| (rest, Bound::End));
        end.or_else(|| Some((text.strip_suffix('初')?, Bound::Start)))
    };
    // `end of 2027` leaves a word alone.
    let alone = || match trim(text) {
        "end of" | "end" | "the end of" => Some(("", Bound::End)),
        "beginning of" | "start of" => Some(("", Bound::Start)),
        _ => None,
    };
    let (rest, edge) = alone().or(in_front).or_else(behind)?;
    let found = part(trim(rest))?;
    (!matches!(found, Part::Day(..) | Part::Two(..) | Part::Third(..)))
        .then_some((found, Some(edge)))
}

/// Reads what stands for a whole year or a half of it.
fn whole(text: &str) -> Option<Part> {
    Some(match text {
        "" | "年" | "全年" | "年内" | "全年度" | "whole year" | "full year" | "all year" => {
            Part::Year
        }
        "上半年" | "上半" | "h1" | "1h" | "first half" | "1st half" => Part::Half(1),
        "下半年" | "下半" | "h2" | "2h" | "second half" | "2nd half" => Part::Half(2),
        _ => return None,
    })
}

/// Reads a part of a year that has a name: a quarter, a month, a day of one.
fn named(text: &str) -> Option<Part> {
    quarter(text).or_else(|| chinese(text)).or_else(|| english(text))
}

fn quarter(text: &str) -> Option<Part> {
    const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];
    let number = |text: &str| within(text, 1..=4);
    if let Some(own) = text.strip_suffix("季度").or_else(|| text.strip_suffix('季')) {
        return number(trim(own.trim_start_matches('第'))).map(Part::Quarter);
    }
    if let Some(own) = text.strip_suffix(" quarter") {
        let by_word = ORDINALS.iter().zip(1..).find(|(word, _)| **word == own).map(|(_, n)| n);
        return by_word.or_else(|| number(ordinal(own))).map(Part::Quarter);
    }
    let own = text.strip_prefix('q').or_else(|| text.strip_suffix('q'))?;
    number(trim(own)).map(Part::Quarter)
}

/// `3月`, `3月份`, `3月中旬`, `3月1日`; also `15日`.
fn chinese(text: &str) -> Option<Part> {
    let Some((month, rest)) = text.split_once('月') else {
        return within(text.strip_suffix(['日', '号', '號'])?, 1..=31).map(Part::Bare);
    };
    let month = within(trim(month), 1..=12)?;
    Some(match trim(rest) {
        "" | "份" => Part::Month(month),
        "上旬" => Part::Third(month, 1),
        "中旬" => Part::Third(month, 2),
        "下旬" => Part::Third(month, 3),
        day => {
            let day = day.strip_suffix(['日', '号', '號']).unwrap_or(day);
            Part::Day(month, within(trim(day), 1..=31)?)
        }
    })
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `march`, `1 march`, `march 1st`, `1st of march`, `1-mar`.
fn english(text: &str) -> Option<Part> {
    let mut words =
        text.split([' ', '-', ',', '.', '/']).filter(|word| !matches!(*word, "" | "of" | "the"));
    let (first, second) = (words.next()?, words.next());
    if words.next().is_some() {
        return None;
    }
    match (month(first), second) {
        (Some(month), None) => Some(Part::Month(month)),
        (Some(month), Some(day)) => Some(Part::Day(month, within(ordinal(day), 1..=31)?)),
        (None, Some(name)) => Some(Part::Day(month(name)?, within(ordinal(first), 1..=31)?)),
        (None, None) => None,
    }
}

fn month(name: &str) -> Option<i8> {
    let is_called = |month: &str| month == name || (name.len() == 3 && month.starts_with(name));
    let at = MONTHS.iter().position(|month| is_called(month));
    let at = at.or_else(|| (name == "sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].into_iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text)
}

/// `3`, `3.1` behind a year.
fn numbers_behind(text: &str, mark: Option<char>) -> Option<Part> {
    // `2027.3-9` are two months.
    match mark.and_then(|mark| text.split_once(mark)) {
        Some((month, day)) => Some(Part::Day(within(month, 1..=12)?, within(day, 1..=31)?)),
        None => within(text, 1..=12).map(Part::Month),
    }
}

/// `3`, `1/2` before a year.
fn numbers_before(text: &str) -> Option<Part> {
    match text.split_once(['-', '/', '.']) {
        Some((a, b)) => {
            let (a, b) = (within(trim(a), 1..=31)?, within(trim(b), 1..=31)?);
            Some(Part::Two(a, b))
        }
        None => within(text, 1..=12).map(Part::Month),
    }
}

/// Reads a number of one or two digits in a range.
pub(super) fn within(text: &str, range: std::ops::RangeInclusive<i8>) -> Option<i8> {
    let is_number = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|n| is_number && range.contains(n))
}
