//! What is solved and told: the proposals that can be ranked, and why others cannot.

use envcoop_core::framework::MeasureIdx;
use envcoop_core::money::Currency;

use crate::objective::Objective;
use crate::proposals::Proposal;
use crate::solver::{Instance, Lock};

/// Why a proposal cannot be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It serves a measure that a row says does not apply.
    NotApplicable(MeasureIdx),
    /// It has no budget.
    NoBudget,
    /// Its budget is `?`.
    UnknownBudget,
    /// Its budget is in another currency.
    OtherCurrency(Currency),
    /// It has no start that is known, and the budgets are by year.
    NoStart,
    /// It starts in a year that has no budget.
    OtherYear(i16),
    /// What it needs is `?`.
    UnknownNeeds,
    /// It needs a row that is neither live nor proposed.
    NeedsDropped(String),
    /// It needs a proposal that cannot be ranked.
    NeedsLeftOut(String),
}

/// Everything that is solved and told.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is to be made large.
    pub objective: Objective,
    /// The problem; its items are `proposals`.
    pub instance: Instance,
    /// What is settled beforehand.
    pub locks: Vec<Lock>,
    /// The proposals that can be ranked, by id.
    pub proposals: Vec<Proposal>,
    /// Those that cannot, by id.
    pub left_out: Vec<(Proposal, Why)>,
    /// The currency; none where no proposal has money and none was named.
    pub currency: Option<Currency>,
}

impl Case {
    /// Returns the position of a proposal that can be ranked.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.proposals.binary_search_by(|proposal| proposal.id.as_ref().cmp(id)).ok()
    }
}
