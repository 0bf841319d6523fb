//! What a plan can hardly mean: told beside the figures, changing none of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::framework::Framework;
use crate::judge::habits::{Habits, SoleOwner};
use crate::judge::suspicion::{Pair, Suspected, Suspicions};
use crate::money::{Cents, Currency};
use crate::plan::{Activity, Column, resembled};
use crate::vocabulary::vocabulary;

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
    habits: Habits,
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
        self.see_headers(row);
        self.habits.see(row, framework);
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

    /// Lists pairs of rows that seem to be the same project, not only the first one.
    pub fn list_pairs(&mut self) {
        self.suspicions.list_pairs();
    }

    /// Returns which rows seem to be the same project.
    pub fn suspected(&self) -> &Suspected {
        self.suspicions.suspected()
    }

    /// Returns what the plan does throughout.
    pub fn habits(&self) -> &Habits {
        &self.habits
    }

    /// Returns what can hardly be meant, where `n_refused` rows were left out.
    pub fn advice(&self, n_refused: u64) -> Vec<Advice> {
        let mut all = self.habits.advice(n_refused);
        if !self.lookalikes.is_empty() {
            let headers: Vec<&str> = self.lookalikes.iter().map(|(header, _)| &**header).collect();
            all.push(Advice::of(Doubt::UnreadColumn, headers.len() as u64, headers.join(", ")));
        }
        let suspected = self.suspicions.suspected();
        if let Some(Pair { row, twin, .. }) = suspected.pairs.first() {
            let [what, other] = [twin, row].map(|side| format!("{} ({})", side.id, side.place));
            let (count, money) = (suspected.twins, suspected.money.clone());
            all.push(Advice { doubt: Doubt::Twice, count, what, other, money });
        }
        all.sort_by_key(|own| own.doubt);
        all
    }
}

impl Habits {
    /// Returns what can hardly be meant by a plan that does this throughout, where `n_refused` rows
    /// were left out.
    pub fn advice(&self, n_refused: u64) -> Vec<Advice> {
        let mut all = Vec::new();
        let mut tell = |doubt, count, what: String| all.push(Advice::of(doubt, count, what));
        if self.proposed > 0 && self.decided == 0 {
            tell(Doubt::AllProposed, self.proposed, String::new());
        }
        if let SoleOwner::One(owner, n) = &self.owner
            && *n >= MANY_ROWS
        {
            tell(Doubt::OneOwner, *n, owner.clone());
        }
        for (currency, &[n, small]) in &self.amounts {
            if n >= MANY_AMOUNTS && u128::from(small) * 10 >= u128::from(n) * 9 {
                tell(Doubt::SmallAmounts, small, currency.to_string());
            }
        }
        if self.unconfirmed > 0 {
            tell(Doubt::UnconfirmedMoney, self.unconfirmed, String::new());
        }
        if n_refused > 0 {
            tell(Doubt::LeftOut, n_refused, String::new());
        }
        if let Some(first) = &self.first_before {
            let first = format!("{} ({})", first.id, first.place);
            tell(Doubt::BeforeStrategy, self.before, first);
        }
        all
    }
}

impl Advice {
    fn of(doubt: Doubt, count: u64, what: String) -> Advice {
        Advice { doubt, count, what, other: String::new(), money: BTreeMap::new() }
    }
}
