//! Months as columns: a mark in each in which a row goes on, as in a Gantt chart.

use envcoop_core::cell::day::{DayFault, Days};
use envcoop_core::cell::period;
use envcoop_core::date::Date;
use envcoop_core::text::{folded, trim};

use super::apply::{Content, content};
use crate::table::layout::BETWEEN;

/// Marks that say that a row goes on then where no other does; beside `√` they say that it does not.
const CROSSES: [char; 6] = ['x', '×', '✗', '✘', '╳', '☒'];

/// The first and the last day of a stretch of time, or why it has none.
pub(super) type Stretch = Result<(Date, Date), DayFault>;

/// Returns the first and the last day of the stretch of time that a header names: `1月`, `Q2`,
/// `2027年 / 3月`.
///
/// # Errors
/// It names none, or no year, where `year` is none either.
pub(super) fn stretch(header: &str, year: Option<i16>) -> Stretch {
    let whole = header.replace(BETWEEN, "");
    let last = header.rsplit(BETWEEN).next().unwrap_or_default();
    let read =
        |text: &str| period::read(text, Days { year, ..Days::default() }).map(|read| read.value);
    read(&whole).or_else(|_| read(last))
}

/// What a cell under a month says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing, or that the row does not go on then.
    None,
    /// That it goes on: by a mark, or by what is done then.
    Tick,
    /// A cross: by the marks of the other cells.
    Cross,
    /// A number, which says something else.
    Number,
}

impl Mark {
    /// Reads a cell.
    pub fn of(text: &str) -> Mark {
        let text = folded(trim(text)).to_lowercase();
        let Content::Text(own) = content(&text) else { return Mark::None };
        let is_cross = own.chars().all(|c| CROSSES.contains(&c) || c == ' ');
        let has = |is: fn(char) -> bool| own.contains(is);
        match own {
            "0" | "n" | "no" | "否" | "false" | "/" => Mark::None,
            "1" | "y" | "yes" | "是" | "true" => Mark::Tick,
            _ if is_cross => Mark::Cross,
            _ if has(|c| c.is_ascii_digit()) && !has(char::is_alphabetic) => Mark::Number,
            _ => Mark::Tick,
        }
    }
}

/// Tells whether crosses are marks that something goes on: no cell has another mark.
pub(super) fn crosses_tick<'t>(mut texts: impl Iterator<Item = &'t str>) -> bool {
    !texts.any(|text| Mark::of(text) == Mark::Tick)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_stretches_of_time_and_cells_tick_them() {
        for (header, days) in [
            ("3月", "2027-03-01 2027-03-31"),
            ("Jan", "2027-01-01 2027-01-31"),
            ("Q2", "2027-04-01 2027-06-30"),
            ("第四季度", "2027-10-01 2027-12-31"),
            ("2028年 / 2月", "2028-02-01 2028-02-29"),
            ("时间安排 / 5月", "2027-05-01 2027-05-31"),
        ] {
            let read = stretch(header, Some(2027)).map(|(from, to)| format!("{from} {to}"));
            assert_eq!(read.as_deref(), Ok(days), "{header}");
        }
        assert_eq!(stretch("3月", None), Err(DayFault::NoYear));
        assert!(stretch("备注", Some(2027)).is_err());
        for (text, mark) in [
            ("", Mark::None),
            ("√", Mark::Tick),
            ("■■", Mark::Tick),
            ("●", Mark::Tick),
            ("▬", Mark::Tick),
            ("-", Mark::None),
            ("X", Mark::Cross),
            ("开展调研", Mark::Tick),
            ("无", Mark::None),
            ("0", Mark::None),
            ("12.5", Mark::Number),
        ] {
            assert_eq!(Mark::of(text), mark, "{text}");
        }
        assert!(crosses_tick(["x", ""].into_iter()) && !crosses_tick(["x", "√"].into_iter()));
    }
}
