//! What a column holds, as a mapping remembers it: so that a table of the next year whose columns hold
//! something else does not pass for the same.

use envcoop_core::cell::amount::{self, AmountFault, Amounts};
use envcoop_core::cell::day::{self, Bound, DayFault, Days};
use envcoop_core::cell::funded::{self, Funded};
use envcoop_core::cell::period;
use envcoop_core::decimal::DecimalError;
use envcoop_core::plan::Column;
use envcoop_core::text::{Label, trim};
use envcoop_words::import as words;

use super::field::Field;
use super::profile::Profile;

/// What most cells of a column are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holds {
    /// Nothing stands there.
    #[default]
    Nothing,
    /// Numbers, also with a unit, a currency or who pays, and per cent.
    Numbers,
    /// Days and stretches of time.
    Days,
    /// Anything else.
    Texts,
}

/// How many cells are looked at: more would tell the same, and take longer than the table itself.
const SAMPLE: usize = 200;
/// The most characters of a number or a day: longer cells are texts, and take long to be tried.
const LONGEST: usize = 200;
/// How many of a hundred cells must be of one kind.
const MOSTLY: usize = 80;

impl Holds {
    /// All, with their codes in a mapping.
    pub const CODES: [(Holds, &'static str); 4] = [
        (Holds::Nothing, "nothing"),
        (Holds::Numbers, "numbers"),
        (Holds::Days, "days"),
        (Holds::Texts, "texts"),
    ];

    /// Tells what a column holds.
    pub fn of(profile: &Profile) -> Holds {
        let texts = &profile.texts[..profile.texts.len().min(SAMPLE)];
        let is_short = |text: &str| text.chars().nth(LONGEST).is_none();
        let is_mostly = |is: &dyn Fn(&str) -> bool| {
            let texts_of_kind = texts.iter().filter(|text| is_short(text) && is(text));
            texts_of_kind.count() * 100 >= texts.len() * MOSTLY
        };
        // A bare number may be read as a year or a day of a calendar; it is a number first.
        match () {
            () if texts.is_empty() => Holds::Nothing,
            () if is_mostly(&is_number) => Holds::Numbers,
            () if is_mostly(&is_day) => Holds::Days,
            () => Holds::Texts,
        }
    }

    /// Returns what a field takes, where it takes one thing only.
    pub fn wanted(field: Field) -> Option<Holds> {
        match field {
            Field::Column(Column::Budget) | Field::Progress => Some(Holds::Numbers),
            Field::Column(Column::Start | Column::End | Column::Updated) | Field::Period => {
                Some(Holds::Days)
            }
            _ => None,
        }
    }

    /// Returns the code in a mapping.
    pub fn code(self) -> &'static str {
        Holds::CODES.iter().find(|(own, _)| *own == self).map_or("", |(_, code)| code)
    }

    /// Returns the word for people; nothing where nothing stands there.
    pub fn label(self) -> Label {
        match self {
            Holds::Nothing => Label::EMPTY,
            Holds::Numbers => words::HOLDS_NUMBERS,
            Holds::Days => words::HOLDS_DAYS,
            Holds::Texts => words::HOLDS_TEXT,
        }
    }
}

fn is_number(text: &str) -> bool {
    let text = trim(text);
    let plain = trim(text.strip_suffix(['%', '％']).unwrap_or(text));
    plain.parse::<f64>().is_ok_and(f64::is_finite)
        || (!is_day(text) && (is_amount(text) || is_paid(text)))
}

/// Tells whether a text is an amount, or one that leaves something open.
fn is_amount(text: &str) -> bool {
    let read = amount::read(text, Amounts::default());
    !matches!(read, Err(AmountFault::Broken(error)) if error.0 == DecimalError::NotANumber)
}

/// Tells whether a cell of a budget may say a text: an amount, or amounts and who pays each.
pub(super) fn is_budget(text: &str) -> bool {
    is_amount(text) || funded::read(text, Amounts::default()).is_some()
}

/// Tells whether a text says amounts and who pays each, with a unit: `A1` is a name.
pub(super) fn is_paid(text: &str) -> bool {
    let has_unit = |part: &Funded<'_>| part.amount.contains(|c: char| c.is_alphabetic());
    funded::read(text, Amounts::default()).is_some_and(|parts| parts.iter().all(has_unit))
}

fn is_day(text: &str) -> bool {
    let days = Days::of(Some(Bound::End));
    matches!(day::read(text, days), Ok(_) | Err(DayFault::NoYear | DayFault::Either(..)))
        || matches!(period::read(text, days), Ok(_) | Err(DayFault::NoYear))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_holds_what_most_of_its_cells_are() {
        for (texts, holds) in [
            (vec![], Holds::Nothing),
            (vec!["20", "35.5", "1,200", "40%"], Holds::Numbers),
            (vec!["20万元", "¥350,000"], Holds::Numbers),
            (vec!["2027", "2028"], Holds::Numbers),
            (vec!["2027-06-30", "6月底", "2027年9月", "2027.3-2027.6"], Holds::Days),
            (vec!["中央财政50万元，自筹20万元", "GEF: USD 1.2 million"], Holds::Numbers),
            (vec!["A1", "任务2"], Holds::Texts),
            (vec!["水处", "气处", "20"], Holds::Texts),
            (vec!["1", "2", "3", "4", "待财政批复"], Holds::Numbers),
        ] {
            let mut profile = Profile::new();
            profile.texts = texts.into_iter().map(str::to_owned).collect();
            assert_eq!(Holds::of(&profile), holds, "{:?}", profile.texts);
        }
        let mut profile = Profile::new();
        profile.texts = vec!["1".repeat(LONGEST + 1)];
        assert_eq!(Holds::of(&profile), Holds::Texts);
    }
}
