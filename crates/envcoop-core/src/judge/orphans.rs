//! The rows that serve no measure: the first ones in full, so that memory does not grow with the plan.

use std::collections::BTreeSet;

use crate::judge::witness::{Witness, is_before, witness};
use crate::plan::{Activity, Cell};

/// A row that serves no measure. The order is that of places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Orphan {
    /// The row.
    pub row: Witness,
    /// What is done; empty where the row does not say.
    pub title: String,
}

/// The first rows, by file and line, that serve no measure. Like a tally, it can be made in parts and
/// added up in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orphans(BTreeSet<Orphan>);

impl Orphans {
    /// How many rows are kept; how many there are, the tally tells.
    pub const LIMIT: usize = 1000;

    /// Adds a row.
    pub fn add(&mut self, row: &Activity<'_>) {
        let is_full = self.0.len() >= Orphans::LIMIT;
        if is_full && self.0.last().is_some_and(|last| !is_before(row, &last.row)) {
            return;
        }
        let title = match row.title {
            Cell::Known(title) => title.to_owned(),
            Cell::Blank | Cell::Unknown => String::new(),
        };
        self.insert(Orphan { row: witness(row), title });
    }

    /// Adds the rows of another part of the plan.
    pub fn merge(&mut self, other: &Orphans) {
        other.0.iter().for_each(|orphan| self.insert(orphan.clone()));
    }

    /// Returns the rows, sorted by file and line.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Orphan> {
        self.0.iter()
    }

    fn insert(&mut self, orphan: Orphan) {
        self.0.insert(orphan);
        if self.0.len() > Orphans::LIMIT {
            self.0.pop_last();
        }
    }
}

impl FromIterator<Orphan> for Orphans {
    fn from_iter<I: IntoIterator<Item = Orphan>>(rows: I) -> Orphans {
        let mut orphans = Orphans::default();
        rows.into_iter().for_each(|orphan| orphans.insert(orphan));
        orphans
    }
}
