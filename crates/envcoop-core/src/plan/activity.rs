//! One row of a plan, read and understood.

use std::sync::Arc;

use crate::date::Date;
use crate::framework::MeasureIdx;
use crate::money::{Cents, Currency};
use crate::plan::Cells;
use crate::problem::Place;
use crate::vocabulary::{Link, Stage, Status};

/// A cell's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cell<T> {
    /// Nothing stands there: there is none, or it was not published.
    #[default]
    Blank,
    /// `?`: it is not known.
    Unknown,
    /// A value.
    Known(T),
}

impl<T> Cell<T> {
    /// Returns the value, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Cell::Known(value) => Some(value),
            Cell::Blank | Cell::Unknown => None,
        }
    }
}

/// The share of a row that serves a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The measure.
    pub measure: MeasureIdx,
    /// Its part of the row, in proportion to the other shares of the row.
    pub weight: u32,
}

/// An amount in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// The amount.
    pub amount: Cents,
    /// Its currency.
    pub currency: Currency,
}

/// A column that the plan format does not know: its header and the row's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extra<'a> {
    /// The header as it stands in the file.
    pub header: &'a str,
    /// The text.
    pub text: &'a str,
}

/// One row of a plan. It borrows from its reader, so that reading a row copies nothing.
#[derive(Clone, Copy, Debug)]
pub struct Activity<'a> {
    /// The file it stands in, as named by the user.
    pub file: &'a Arc<str>,
    /// The line it starts on, counted from 1.
    pub line: u64,
    /// Stable id.
    pub id: &'a str,
    /// The measures it serves, in framework order; empty for an orphan.
    pub measures: &'a [Share],
    /// What is done.
    pub title: Cell<&'a str>,
    /// Blank for a whole activity, or the step it is.
    pub stage: Cell<Stage>,
    /// How far it is; nothing where the cell says `?`.
    pub status: Option<Status>,
    /// Who answers for it.
    pub owner: Cell<&'a str>,
    /// Who takes part.
    pub partner: Cell<&'a str>,
    /// Who pays.
    pub funder: Cell<&'a str>,
    /// First day, inclusive.
    pub start: Cell<Date>,
    /// Last day, inclusive.
    pub end: Cell<Date>,
    /// What it costs.
    pub budget: Cell<Money>,
    /// The id of the row at which its money is counted, where a person said that both are the same
    /// project; none where it is counted here.
    pub money_at: Option<&'a str>,
    /// Proof that it is done.
    pub evidence: Cell<&'a str>,
    /// Day of the last review.
    pub updated: Cell<Date>,
    /// Free text.
    pub note: &'a str,
    /// Who tied it to its measures.
    pub link: Link,
    /// The cells as they stand in the file, edge blanks trimmed.
    pub cells: Cells<'a>,
    /// The columns that the format does not know, in file order.
    pub extras: &'a [Extra<'a>],
}

impl Activity<'_> {
    /// Tells whether the row counts: it is approved and not given up, or its status is not known.
    pub fn is_live(&self) -> bool {
        match self.status {
            None => true,
            Some(status) => matches!(
                status,
                Status::Planned | Status::Ongoing | Status::Completed | Status::Suspended
            ),
        }
    }

    /// Returns what the row adds to sums of money: its budget, unless that is counted at another row. It
    /// is for the caller to see whether the row counts. Whether a row has money, which a need asks,
    /// its budget says.
    pub fn money(&self) -> Option<Money> {
        self.budget.known().filter(|_| self.money_at.is_none())
    }

    /// Returns where the row stands.
    pub fn place(&self) -> Place {
        Place { file: Arc::clone(self.file), line: self.line }
    }
}
