//! What a plan does throughout: counts from which it can be told what is hardly meant. Like a tally,
//! they can be made in parts and added up in any order.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::framework::Framework;
use crate::judge::witness::{Witness, is_before, witness};
use crate::money::Currency;
use crate::plan::{Activity, Cell};
use crate::vocabulary::{Link, Status};

/// Counts of what the rows of a plan have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Rows that are ideas.
    pub proposed: u64,
    /// Rows that count, given up ones and those that do not apply.
    pub decided: u64,
    /// Who owns the rows of people.
    pub owner: SoleOwner,
    /// How many amounts there are in a currency, and how many of them are small.
    pub amounts: BTreeMap<Currency, [u64; 2]>,
    /// Rows with money that only a rule ties to measures.
    pub unconfirmed: u64,
    /// Rows that end before the strategy.
    pub before: u64,
    /// The first of them.
    pub first_before: Option<Witness>,
}

/// Whether one owner answers for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SoleOwner {
    /// No row names an owner.
    #[default]
    Nobody,
    /// One owner, and how many rows a person gave that owner.
    One(String, u64),
    /// There are several.
    Several,
}

impl Habits {
    /// Looks at a row.
    pub(crate) fn see(&mut self, row: &Activity<'_>, framework: &Framework) {
        match row.status {
            Some(Status::Proposed) => self.proposed += 1,
            _ => self.decided += 1,
        }
        // Published rows name whoever publishes them.
        if let (Cell::Known(owner), Link::Human) = (row.owner, row.link) {
            self.owner.add(owner, 1);
        }
        if let Cell::Known(money) = row.budget {
            let [n, small] = self.amounts.entry(money.currency).or_default();
            *n += 1;
            *small += u64::from(money.amount.0 < small_in(money.currency));
            let is_unconfirmed = row.link == Link::Rule && row.is_live();
            self.unconfirmed += u64::from(is_unconfirmed && !row.measures.is_empty());
        }
        let end = row.end.known().or(row.start.known());
        // What was under way when the strategy came may serve it.
        if end.is_some_and(|end: Date| end.year() < framework.source.year - 1) {
            self.before += 1;
            if self.first_before.as_ref().is_none_or(|first| is_before(row, first)) {
                self.first_before = Some(witness(row));
            }
        }
    }

    /// Adds those of another part of the plan.
    pub(crate) fn merge(&mut self, other: &Habits) {
        self.proposed += other.proposed;
        self.decided += other.decided;
        match &other.owner {
            SoleOwner::Nobody => {}
            SoleOwner::One(owner, n) => self.owner.add(owner, *n),
            SoleOwner::Several => self.owner = SoleOwner::Several,
        }
        for (&currency, &[n, small]) in &other.amounts {
            let own = self.amounts.entry(currency).or_default();
            own[0] += n;
            own[1] += small;
        }
        self.unconfirmed += other.unconfirmed;
        self.before += other.before;
        self.first_before = match (self.first_before.take(), other.first_before.clone()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

impl SoleOwner {
    fn add(&mut self, owner: &str, n: u64) {
        match self {
            SoleOwner::Nobody => *self = SoleOwner::One(owner.to_owned(), n),
            SoleOwner::One(own, rows) if own == owner => *rows += n,
            SoleOwner::One(..) | SoleOwner::Several => *self = SoleOwner::Several,
        }
    }
}

/// Below how many cents an amount is small: nobody runs an activity for it.
fn small_in(currency: Currency) -> i128 {
    let units = if currency.code() == "CNY" { 10_000 } else { 1_000 };
    units * 100
}
