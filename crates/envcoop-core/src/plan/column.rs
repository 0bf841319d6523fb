//! The columns of a plan: names, labels and meaning stand here once.

use envcoop_words as words;

use crate::cell::Bound;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A column of the plan, in the order in which plans are written.
    Column {
        /// Stable id, unique in the plan.
        Id = "id", words::column::ID;
        /// Ids of the measures served: `W1.1`, `W1.1;W2.3` in equal shares, `W1.1:60;W2.3:40` in
        /// per cent.
        Measures = "measures", words::column::MEASURES;
        /// What is done.
        Title = "title", words::column::TITLE;
        /// Blank for a whole activity, or the step it is: prepare, agree, fund, deliver, verify.
        Stage = "stage", words::column::STAGE;
        /// Proposed, planned, ongoing, completed, suspended, cancelled, not-applicable, or `?`.
        Status = "status", words::column::STATUS;
        /// Who answers for it; `;` separates several.
        Owner = "owner", words::column::OWNER;
        /// Who takes part; `;` separates several.
        Partner = "partner", words::column::PARTNER;
        /// First day, ISO date.
        Start = "start", words::column::START;
        /// Last day, ISO date; the due date of a step.
        End = "end", words::column::END;
        /// Amount in the currency, at most two decimals.
        Budget = "budget", words::column::BUDGET;
        /// ISO 4217 code of the budget.
        Currency = "currency", words::column::CURRENCY;
        /// Who pays; `;` separates several.
        Funder = "funder", words::column::FUNDER;
        /// Address or reference of a document that proves it.
        Evidence = "evidence", words::column::EVIDENCE;
        /// Day of the last review, ISO date.
        Updated = "updated", words::column::UPDATED;
        /// Free text; the reason where the status is not-applicable.
        Note = "note", words::column::NOTE;
        /// Blank or human where a person tied the row to its measures, rule where a matching rule
        /// did.
        Link = "link", words::column::LINK;
    }
}

impl Column {
    /// The columns that a plan cannot do without.
    pub const REQUIRED: [Column; 2] = [Column::Id, Column::Status];

    /// Returns which end of an activity a day of the column is.
    pub fn bound(self) -> Option<Bound> {
        match self {
            Column::Start => Some(Bound::Start),
            Column::End => Some(Bound::End),
            _ => None,
        }
    }
}
