//! The columns of a plan: names, labels and meaning stand here once.

use envcoop_words as words;

use crate::text::{Label, Lang, trim};

/// A column of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "`about` says what each column means")]
pub enum Column {
    Id,
    Measures,
    Title,
    Stage,
    Status,
    Owner,
    Partner,
    Start,
    End,
    Budget,
    Currency,
    Funder,
    Evidence,
    Updated,
    Note,
    Link,
}

impl Column {
    /// How many columns there are.
    pub const COUNT: usize = 16;

    /// Every column, in the order in which plans are written.
    pub const ALL: [Column; Column::COUNT] = [
        Column::Id,
        Column::Measures,
        Column::Title,
        Column::Stage,
        Column::Status,
        Column::Owner,
        Column::Partner,
        Column::Start,
        Column::End,
        Column::Budget,
        Column::Currency,
        Column::Funder,
        Column::Evidence,
        Column::Updated,
        Column::Note,
        Column::Link,
    ];

    /// The columns that a plan cannot do without.
    pub const REQUIRED: [Column; 2] = [Column::Id, Column::Status];

    /// Returns the name used in CSV headers and JSON keys.
    pub fn code(self) -> &'static str {
        self.facts().0
    }

    /// Returns the header for people.
    pub fn label(self) -> Label {
        self.facts().1
    }

    /// Returns what the column means.
    pub fn about(self) -> &'static str {
        self.facts().2
    }

    /// Finds the column that a header names, by code or by any language's label.
    pub fn of_header(header: &str) -> Option<Column> {
        let header = trim(header);
        Column::ALL.into_iter().find(|column| {
            column.code().eq_ignore_ascii_case(header)
                || Lang::ALL
                    .iter()
                    .any(|&lang| column.label().get(lang).to_lowercase() == header.to_lowercase())
        })
    }

    fn facts(self) -> (&'static str, Label, &'static str) {
        match self {
            Column::Id => ("id", words::column::ID, "stable id, unique in the plan"),
            Column::Measures => (
                "measures",
                words::column::MEASURES,
                "ids of the measures served: `W1.1`, `W1.1;W2.3` in equal shares, `W1.1:60;W2.3:40` in per cent",
            ),
            Column::Title => ("title", words::column::TITLE, "what is done"),
            Column::Stage => (
                "stage",
                words::column::STAGE,
                "blank for a whole activity, or the step it is: prepare, agree, fund, deliver, verify",
            ),
            Column::Status => (
                "status",
                words::column::STATUS,
                "proposed, planned, ongoing, completed, suspended, cancelled, not-applicable, or `?`",
            ),
            Column::Owner => {
                ("owner", words::column::OWNER, "who answers for it; `;` separates several")
            }
            Column::Partner => {
                ("partner", words::column::PARTNER, "who takes part; `;` separates several")
            }
            Column::Start => ("start", words::column::START, "first day, ISO date"),
            Column::End => {
                ("end", words::column::END, "last day, ISO date; the due date of a step")
            }
            Column::Budget => {
                ("budget", words::column::BUDGET, "amount in the currency, at most two decimals")
            }
            Column::Currency => {
                ("currency", words::column::CURRENCY, "ISO 4217 code of the budget")
            }
            Column::Funder => ("funder", words::column::FUNDER, "who pays; `;` separates several"),
            Column::Evidence => (
                "evidence",
                words::column::EVIDENCE,
                "address or reference of a document that proves it",
            ),
            Column::Updated => {
                ("updated", words::column::UPDATED, "day of the last review, ISO date")
            }
            Column::Note => (
                "note",
                words::column::NOTE,
                "free text; the reason where the status is not-applicable",
            ),
            Column::Link => (
                "link",
                words::column::LINK,
                "blank or human where a person tied the row to its measures, rule where a matching rule did",
            ),
        }
    }
}
