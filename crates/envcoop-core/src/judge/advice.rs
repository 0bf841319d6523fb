//! What a plan can hardly mean: told beside the figures, changing none of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::framework::Framework;
use crate::judge::habits::{Habits, SoleOwner};
use crate::judge::suspicion::{Held, Pair, Remembered, Suspected, Suspicions};
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

/// Headers that look like a column, and which.
type Lookalikes = Vec<(String, Column)>;

/// Looks at every row of a plan, and says at the end what can hardly be meant.
#[derive(Debug, Default)]
pub struct Advisor {
    habits: Habits,
    /// Rows that seem to be the same project.
    suspicions: Suspicions,
    /// The file whose headers were looked at last.
    file: Option<Arc<str>>,
    /// Those of which no row has a cell.
    lookalikes: Lookalikes,
}

impl Advisor {
    /// Looks at a row.
    pub fn see(&mut self, row: &Activity<'_>, framework: &Framework) {
        self.see_headers(row);
        self.habits.see(row, framework);
        self.suspicions.see(row);
    }

    fn see_headers(&mut self, row: &Activity<'_>) {
        self.begin(row.file, || lookalikes(row));
        self.lookalikes.retain(|(_, column)| row.cells.get(*column).is_empty());
    }

    /// Looks at the headers of a file that was not looked at yet.
    fn begin(&mut self, file: &Arc<str>, headers: impl FnOnce() -> Lookalikes) {
        if self.file.as_ref().is_none_or(|own| !Arc::ptr_eq(own, file)) {
            self.file = Some(Arc::clone(file));
            for (header, column) in headers() {
                if self.lookalikes.iter().all(|(own, _)| *own != header) {
                    self.lookalikes.push((header, column));
                }
            }
        }
    }

    /// Tells whether all rows from now on are held against the same ones, so that parts of the plans can be
    /// looked at by themselves.
    pub fn is_full(&self) -> bool {
        self.suspicions.is_full()
    }

    /// Makes what looks at a part of the plans by itself; nothing while rows have to come one after the
    /// other.
    pub fn of_part(&self) -> Option<PartAdvisor> {
        let remembered = self.suspicions.remembered()?;
        let (habits, blank, held) = (Habits::default(), Column::ALL.to_vec(), Vec::new());
        Some(PartAdvisor { remembered, first: None, habits, blank, held })
    }

    /// Adds what was seen of the next part of the plans.
    pub fn append(&mut self, part: PartAdvisor) {
        let Some((file, headers)) = part.first else { return };
        self.begin(&file, || headers);
        self.lookalikes.retain(|(_, column)| part.blank.contains(column));
        self.habits.merge(&part.habits);
        part.held.into_iter().for_each(|held| self.suspicions.take(held));
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

/// Looks at the rows of a part of the plans.
#[derive(Clone, Debug)]
pub struct PartAdvisor {
    remembered: Arc<Remembered>,
    /// The file, and those of its headers that look like a column.
    first: Option<(Arc<str>, Lookalikes)>,
    habits: Habits,
    /// Columns in which no row has a cell.
    blank: Vec<Column>,
    /// Rows that seem to be the same project as another one.
    held: Vec<Held>,
}

impl PartAdvisor {
    /// Looks at a row.
    pub fn see(&mut self, row: &Activity<'_>, framework: &Framework) {
        self.first.get_or_insert_with(|| (Arc::clone(row.file), lookalikes(row)));
        self.blank.retain(|column| row.cells.get(*column).is_empty());
        self.habits.see(row, framework);
        self.held.extend(self.remembered.hold(row));
    }
}

/// Returns the headers of a row that look like a column, and which.
fn lookalikes(row: &Activity<'_>) -> Lookalikes {
    let of = |header: &str| Some((header.to_owned(), resembled(header)?));
    row.extras.iter().filter_map(|extra| of(extra.header)).collect()
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
