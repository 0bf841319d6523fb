//! What a plan can hardly mean: told beside the figures, changing none of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::date::Date;
use crate::framework::Framework;
use crate::judge::suspicion::{Pair, Suspected, Suspicions};
use crate::money::{Cents, Currency};
use crate::plan::{Activity, Cell, Column, resembled};
use crate::problem::Place;
use crate::vocabulary::{Link, Status, vocabulary};

vocabulary! {
    /// What an advice is about.
    Doubt {
        /// Every row is proposed, so that none counts.
        AllProposed = "all-proposed";
        /// A header looks like a column of which the plan has no cell.
        UnreadColumn = "unread-column";
        /// One owner answers for everything.
        OneOwner = "one-owner";
        /// Amounts are so small that they may count in thousands or ten thousands.
        SmallAmounts = "small-amounts";
        /// Money of rows that only a rule ties to measures.
        UnconfirmedMoney = "unconfirmed-money";
        /// Rows were left out because of errors.
        LeftOut = "left-out";
        /// Rows end long before the strategy.
        BeforeStrategy = "before-strategy";
        /// Rows seem to be the same project as another one.
        Twice = "twice";
    }
}

/// What can hardly be meant, and how often it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What it is about.
    pub doubt: Doubt,
    /// How many rows, columns or amounts.
    pub count: u64,
    /// What is named: the owner, the currency, the headers, the first such row; empty where nothing
    /// is.
    pub what: String,
    /// The other row of the first pair, where rows seem to be the same project; empty else.
    pub other: String,
    /// How much money is concerned, by currency; empty where none is.
    pub money: BTreeMap<Currency, Cents>,
}

/// So many rows with one owner are no small plan any more.
const MANY_ROWS: u64 = 10;
/// So many amounts make a habit.
const MANY_AMOUNTS: u64 = 5;

/// Looks at every row of a plan, and says at the end what can hardly be meant.
#[derive(Debug, Default)]
pub struct Advisor {
    rows: u64,
    proposed: u64,
    /// Rows that count, given up ones and those that do not apply.
    decided: u64,
    /// The only owner so far, and how many rows a person gave that owner; none once there are two.
    owner: Option<(String, u64)>,
    has_owners: bool,
    /// How many amounts there are in a currency, and how many of them are small.
    amounts: BTreeMap<Currency, [u64; 2]>,
    unconfirmed: u64,
    /// Rows that end before the year, and the first of them.
    before: (u64, String),
    /// Rows that seem to be the same project.
    suspicions: Suspicions,
    /// The file whose headers were looked at last.
    file: Option<Arc<str>>,
    /// Headers that look like a column, until a row has a cell in it.
    lookalikes: Vec<(String, Column)>,
}

impl Advisor {
    /// Looks at a row.
    pub fn see(&mut self, row: &Activity<'_>, framework: &Framework) {
        self.rows += 1;
        match row.status {
            Some(Status::Proposed) => self.proposed += 1,
            _ => self.decided += 1,
        }
        self.see_headers(row);
        self.see_owner(row);
        if let Cell::Known(money) = row.budget {
            let [n, small] = self.amounts.entry(money.currency).or_default();
            *n += 1;
            *small += u64::from(money.amount < small_in(money.currency));
            let is_unconfirmed = row.link == Link::Rule && row.is_live();
            self.unconfirmed += u64::from(is_unconfirmed && !row.measures.is_empty());
        }
        let end = row.end.known().or(row.start.known());
        // What was under way when the strategy came may serve it.
        if end.is_some_and(|end: Date| end.year() < framework.source.year - 1) {
            count(&mut self.before, row);
        }
        self.suspicions.see(row);
    }

    fn see_headers(&mut self, row: &Activity<'_>) {
        if self.file.as_ref().is_none_or(|file| !Arc::ptr_eq(file, row.file)) {
            self.file = Some(Arc::clone(row.file));
            for extra in row.extras {
                let is_new = |(header, _): &(String, Column)| header != extra.header;
                if let Some(column) =
                    resembled(extra.header).filter(|_| self.lookalikes.iter().all(is_new))
                {
                    self.lookalikes.push((extra.header.to_owned(), column));
                }
            }
        }
        self.lookalikes.retain(|(_, column)| row.cells.get(*column).is_empty());
    }

    fn see_owner(&mut self, row: &Activity<'_>) {
        // Published rows name whoever publishes them.
        let (Cell::Known(owner), Link::Human) = (row.owner, row.link) else { return };
        match &mut self.owner {
            Some((own, n)) if own == owner => *n += 1,
            None if !self.has_owners => self.owner = Some((owner.to_owned(), 1)),
            _ => self.owner = None,
        }
        self.has_owners = true;
    }

    /// Lists pairs of rows that seem to be the same project, not only the first one.
    pub fn list_pairs(&mut self) {
        self.suspicions.list_pairs();
    }

    /// Returns which rows seem to be the same project.
    pub fn suspected(&self) -> &Suspected {
        self.suspicions.suspected()
    }

    /// Returns what can hardly be meant, where `n_refused` rows were left out.
    pub fn advice(&self, n_refused: u64) -> Vec<Advice> {
        let mut all = Vec::new();
        let mut tell = |doubt, count, what: String| {
            let (other, money) = (String::new(), BTreeMap::new());
            all.push(Advice { doubt, count, what, other, money });
        };
        if self.proposed > 0 && self.decided == 0 {
            tell(Doubt::AllProposed, self.proposed, String::new());
        }
        if !self.lookalikes.is_empty() {
            let headers: Vec<&str> = self.lookalikes.iter().map(|(header, _)| &**header).collect();
            tell(Doubt::UnreadColumn, headers.len() as u64, headers.join(", "));
        }
        if let Some((owner, n)) = self.owner.as_ref().filter(|(_, n)| *n >= MANY_ROWS) {
            tell(Doubt::OneOwner, *n, owner.clone());
        }
        for (currency, &[n, small]) in &self.amounts {
            if n >= MANY_AMOUNTS && small * 10 >= n * 9 {
                tell(Doubt::SmallAmounts, small, currency.to_string());
            }
        }
        if self.unconfirmed > 0 {
            tell(Doubt::UnconfirmedMoney, self.unconfirmed, String::new());
        }
        if n_refused > 0 {
            tell(Doubt::LeftOut, n_refused, String::new());
        }
        if self.before.0 > 0 {
            tell(Doubt::BeforeStrategy, self.before.0, self.before.1.clone());
        }
        let suspected = self.suspicions.suspected();
        if let Some(Pair { row, twin, .. }) = suspected.pairs.first() {
            let [what, other] = [twin, row].map(|side| format!("{} ({})", side.id, side.place));
            let (count, money) = (suspected.twins, suspected.money.clone());
            all.push(Advice { doubt: Doubt::Twice, count, what, other, money });
        }
        all
    }
}

/// Below what an amount is small: nobody runs an activity for it.
fn small_in(currency: Currency) -> Cents {
    let units = if currency.code() == "CNY" { 10_000 } else { 1_000 };
    Cents(units * 100)
}

/// Counts a row, and names the first.
fn count((n, first): &mut (u64, String), row: &Activity<'_>) {
    if *n == 0 {
        *first = format!("{} ({})", row.id, Place { file: Arc::clone(row.file), line: row.line });
    }
    *n += 1;
}
