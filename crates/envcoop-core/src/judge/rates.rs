//! Exchange rates that the user gives, and sums converted by them: beside the sums as they are, never
//! instead of them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use envcoop_words as words;
use envcoop_words::problem::rate as say;

use crate::date::Date;
use crate::decimal::{self, Limits};
use crate::judge::tally::{Purse, Sums};
use crate::money::{Cents, Currency};
use crate::problem::{Place, Problem, Severity};

/// How large and how fine a rate may be.
const LIMITS: Limits = Limits { digits: 9, decimals: 12 };

/// How many days old a rate may be without being named as stale: a quarter.
pub const FRESH_DAYS: i32 = 92;

/// What one unit of a currency was worth on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The day.
    pub date: Date,
    /// The rate as it stands in the file.
    pub text: String,
    /// In trillionths, exact.
    value: i128,
    place: Place,
}

impl Rate {
    /// Reads a rate as it stands in a file; none where it is no number above zero, or has more than
    /// 9 digits before the dot or 12 after it.
    pub fn parse(date: Date, text: &str, place: Place) -> Option<Rate> {
        let text = decimal::dotted(text);
        let value = decimal::exact(&text, LIMITS).ok()?;
        (value > 0).then(|| Rate { date, text: text.into_owned(), value, place })
    }
}

/// Why a list of rates cannot hold another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RateError {
    /// The currency is the one that sums are converted into, and the rate is not 1.
    OfItself,
    /// The currency has a rate of that day already, which stands here.
    Repeated(Place),
}

/// The rates of a file into one currency.
#[derive(Clone, Debug)]
pub struct Rates {
    file: Arc<str>,
    into: Currency,
    rates: BTreeMap<(Currency, Date), Rate>,
}

impl Rates {
    /// Makes an empty list of rates; `file` is where they come from, as the user named it.
    pub fn new(file: Arc<str>, into: Currency) -> Rates {
        Rates { file, into, rates: BTreeMap::new() }
    }

    /// Adds the rate of a currency.
    ///
    /// # Errors
    /// Returns why the list cannot hold it.
    pub fn add(&mut self, currency: Currency, rate: Rate) -> Result<(), RateError> {
        if currency == self.into && rate.value != ONE {
            return Err(RateError::OfItself);
        }
        match self.rates.entry((currency, rate.date)) {
            Entry::Occupied(first) => Err(RateError::Repeated(first.get().place.clone())),
            Entry::Vacant(free) => {
                free.insert(rate);
                Ok(())
            }
        }
    }

    /// Picks, for each of these currencies, the latest rate that is not after `as_of`.
    pub fn as_of(&self, as_of: Date, currencies: impl IntoIterator<Item = Currency>) -> Exchange {
        let others: BTreeSet<Currency> =
            currencies.into_iter().filter(|&currency| currency != self.into).collect();
        let mut exchange = Exchange {
            file: Arc::clone(&self.file),
            into: self.into,
            as_of,
            used: BTreeMap::new(),
            missing: Vec::new(),
        };
        for currency in others {
            match self.rates.range((currency, Date::MIN)..=(currency, as_of)).next_back() {
                Some((_, rate)) => drop(exchange.used.insert(currency, rate.clone())),
                None => exchange.missing.push(currency),
            }
        }
        exchange
    }
}

/// The value 1.
const ONE: i128 = 10_i128.pow(LIMITS.decimals as u32);

/// The rates that hold on a day for the currencies of a plan.
#[derive(Clone, Debug)]
pub struct Exchange {
    file: Arc<str>,
    /// The currency to convert into.
    pub into: Currency,
    /// The day.
    pub as_of: Date,
    /// The rates, by currency.
    pub used: BTreeMap<Currency, Rate>,
    /// Currencies without a rate: their sums stand by themselves.
    pub missing: Vec<Currency>,
}

/// A purse in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The sum of all that could be converted, rounded once to the cent, half away from zero.
    pub sums: Sums,
    /// The currencies that are not in it.
    pub without: Vec<Currency>,
}

impl Exchange {
    /// Returns how many days old a rate is.
    pub fn age(&self, rate: &Rate) -> i32 {
        (self.as_of - rate.date).get_days()
    }

    /// Tells whether a rate is older than a quarter.
    pub fn is_stale(&self, rate: &Rate) -> bool {
        self.age(rate) > FRESH_DAYS
    }

    /// Converts a purse.
    pub fn convert(&self, purse: &Purse) -> Converted {
        let (mut committed, mut proposed, mut without) = (0_i128, 0_i128, Vec::new());
        for (&currency, sums) in purse {
            if *sums == Sums::default() {
                continue;
            }
            let rate = if currency == self.into {
                Some(ONE)
            } else {
                self.used.get(&currency).map(|rate| rate.value)
            };
            let add = |sum: i128, cents: Cents, rate| cents.0.checked_mul(rate)?.checked_add(sum);
            let added = rate.and_then(|rate| {
                Some((add(committed, sums.committed, rate)?, add(proposed, sums.proposed, rate)?))
            });
            match added {
                Some(new) => (committed, proposed) = new,
                None => without.push(currency),
            }
        }
        let sums = Sums { committed: to_cents(committed), proposed: to_cents(proposed) };
        Converted { sums, without }
    }

    /// Names every currency without a rate and every rate that is stale.
    pub fn warnings(&self) -> Vec<Problem> {
        let Exchange { file, as_of, .. } = self;
        let place = |line| Place { file: Arc::clone(file), line };
        let missing = self.missing.iter().map(|currency| {
            Problem::saying(Severity::Warning, place(0), |lang| {
                (say::none(lang, currency, as_of), say::none_hint(lang, currency, as_of))
            })
        });
        let stale =
            self.used.iter().filter(|(_, rate)| self.is_stale(rate)).map(|(currency, rate)| {
                let age = u64::try_from(self.age(rate)).unwrap_or(0);
                Problem::saying(Severity::Warning, rate.place.clone(), |lang| {
                    let message = words::rate::stale(lang, currency, age, as_of);
                    (message, say::stale_hint(lang, FRESH_DAYS))
                })
            });
        missing.chain(stale).collect()
    }
}

/// Rounds to the cent, half away from zero.
fn to_cents(value: i128) -> Cents {
    let (units, rest) = (value / ONE, value % ONE);
    Cents(units + if rest.abs() * 2 >= ONE { rest.signum() } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_exact_decimals_above_zero() {
        let value = |text| {
            Rate::parse(Date::MIN, text, Place { file: "r".into(), line: 1 }).map(|rate| rate.value)
        };
        assert_eq!(value("7.1835"), Some(7_183_500_000_000));
        assert_eq!(value("1"), Some(ONE));
        assert_eq!(value("0.000000000001"), Some(1));
        for wrong in ["", "0", "-1", "7,200", "1e3", "1.", ".5", "0.0000000000001", "1234567890"] {
            assert_eq!(value(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn half_a_cent_is_rounded_away_from_zero() {
        let cents = |value: i128| to_cents(value).0;
        assert_eq!([ONE / 2, ONE / 2 - 1, -ONE / 2, 3 * ONE / 2].map(cents), [1, 0, -1, 2]);
    }
}
