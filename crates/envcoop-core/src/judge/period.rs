//! A span of days, and which rows of a plan fall into it.

use std::fmt;

use envcoop_words::problem::option as say;

use crate::date::{self, Date};
use crate::plan::Activity;
use crate::reason::Reason;
use crate::vocabulary::Status;

/// A span of days; a side without a day is open.
///
/// # Units
/// Both days are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// Whether a row falls into a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// At least one of its days does.
    Yes,
    /// It may: a date that would tell is missing.
    Perhaps,
    /// None of its days does.
    No,
}

/// What a period did to a plan. Counts of parts of a plan add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeriodCounts {
    /// Rows outside, which were left out.
    pub outside: u64,
    /// Rows that count or are proposed and were taken although their dates do not tell.
    pub undated: u64,
}

impl PeriodCounts {
    /// Adds those of another part of the plan.
    pub(crate) fn merge(&mut self, other: PeriodCounts) {
        self.outside += other.outside;
        self.undated += other.undated;
    }
}

impl Period {
    /// Reads `2027-01-01..2027-12-31`; either side may be left out.
    ///
    /// # Errors
    /// Says how a period is written.
    pub fn parse(text: &str) -> Result<Period, Reason> {
        let form = || Reason::from(say::PERIOD);
        let (from, to) = text.split_once("..").ok_or_else(form)?;
        let day = |text: &str| match text {
            "" => Ok(None),
            text => date::parse(text).map(Some).map_err(|error| match error.meant {
                Some(_) => Reason::new(|lang| error.hint(lang)),
                None => form(),
            }),
        };
        let period = Period { from: day(from)?, to: day(to)? };
        match (period.from, period.to) {
            (None, None) => Err(form()),
            (Some(from), Some(to)) if from > to => {
                Err(Reason::new(|lang| say::period_turned(lang, to, from)))
            }
            _ => Ok(period),
        }
    }

    /// Tells whether a row falls into the period. A date that is blank or not known is taken for
    /// open: the row may have begun at any time, or may go on.
    pub fn overlap(&self, row: &Activity<'_>) -> Overlap {
        let (start, end) = (row.start.known(), row.end.known());
        let begins_later = start.zip(self.to).is_some_and(|(start, to)| start > to);
        let ended_before = end.zip(self.from).is_some_and(|(end, from)| end < from);
        if begins_later || ended_before {
            return Overlap::No;
        }
        let is_inside = |day: Option<Date>| day.is_some_and(|day| self.holds(day));
        if (start.is_some() && end.is_some()) || is_inside(start) || is_inside(end) {
            return Overlap::Yes;
        }
        Overlap::Perhaps
    }

    /// Tells whether a row is to be taken, and counts what was left out or cannot be told.
    pub fn takes(&self, row: &Activity<'_>, counts: &mut PeriodCounts) -> bool {
        let overlap = self.overlap(row);
        counts.outside += u64::from(overlap == Overlap::No);
        let adds = row.is_live() || row.status == Some(Status::Proposed);
        counts.undated += u64::from(overlap == Overlap::Perhaps && adds);
        overlap != Overlap::No
    }

    /// Tells whether a calendar year has a day in the period.
    pub fn touches(&self, year: i16) -> bool {
        self.from.is_none_or(|from| from.year() <= year)
            && self.to.is_none_or(|to| year <= to.year())
    }

    fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            write!(f, "{from}")?;
        }
        f.write_str("..")?;
        if let Some(to) = self.to {
            write!(f, "{to}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_in_one_form() {
        for text in ["2027-01-01..2027-12-31", "2027-01-01..", "..2027-12-31"] {
            assert_eq!(Period::parse(text).map(|p| p.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "..", "2027", "2027-01-01", "2027-01-01..2027-02-30"] {
            assert_eq!(Period::parse(wrong), Err(say::PERIOD.into()), "{wrong}");
        }
        let turned = Period::parse("2027-12-31..2027-01-01").expect_err("turned").to_string();
        assert!(turned.ends_with("write 2027-01-01..2027-12-31"), "{turned}");
        let meant = Period::parse("2027/1/1..").map_err(|error| error.to_string());
        assert_eq!(meant, Err("write `2027-01-01`".to_owned()));
    }
}
