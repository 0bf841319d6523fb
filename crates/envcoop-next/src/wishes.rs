//! What a planner asks for: a budget, and proposals that must or must not be approved.

use std::collections::BTreeMap;

use envcoop_core::money::{Cents, Currency};

/// What may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Budget {
    /// So much in all.
    Whole(Cents),
    /// So much for what starts in each year.
    Years(BTreeMap<i16, Cents>),
}

impl Budget {
    /// Returns the amounts, in the order of the instance's budgets.
    pub fn amounts(&self) -> Vec<Cents> {
        match self {
            Budget::Whole(amount) => vec![*amount],
            Budget::Years(years) => years.values().copied().collect(),
        }
    }

    /// Returns the sum.
    pub fn total(&self) -> Cents {
        self.amounts().into_iter().sum()
    }
}

/// What a planner asks for.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// What may be spent.
    pub budget: Budget,
    /// In which currency; where none is named, the only one of the proposals.
    pub currency: Option<Currency>,
    /// Ids of proposals that have to be approved.
    pub must: Vec<String>,
    /// Ids of proposals that must not be approved.
    pub never: Vec<String>,
}

/// A wish about one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// It has to be approved.
    Must(String),
    /// It must not be approved.
    Never(String),
}

impl Wish {
    /// Returns the id that it is about.
    pub fn id(&self) -> &str {
        match self {
            Wish::Must(id) | Wish::Never(id) => id,
        }
    }
}
