//! The columns of a plan: names, labels and meaning stand here once.

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
        let facts = |code, en, zh, about| (code, Label { en, zh }, about);
        match self {
            Column::Id => facts("id", "Id", "编号", "stable id, unique in the plan"),
            Column::Measures => facts(
                "measures",
                "Measures",
                "对应措施",
                "ids of the measures served: `W1.1`, `W1.1;W2.3` in equal shares, `W1.1:60;W2.3:40` in per cent",
            ),
            Column::Title => facts("title", "Title", "名称", "what is done"),
            Column::Stage => facts(
                "stage",
                "Stage",
                "阶段",
                "blank for a whole activity, or the step it is: prepare, agree, fund, deliver, verify",
            ),
            Column::Status => facts(
                "status",
                "Status",
                "状态",
                "proposed, planned, ongoing, completed, suspended, cancelled, not-applicable, or `?`",
            ),
            Column::Owner => {
                facts("owner", "Owner", "负责人", "who answers for it; `;` separates several")
            }
            Column::Partner => {
                facts("partner", "Partner", "合作方", "who takes part; `;` separates several")
            }
            Column::Start => facts("start", "Start", "开始日期", "first day, ISO date"),
            Column::End => {
                facts("end", "End", "结束日期", "last day, ISO date; the due date of a step")
            }
            Column::Budget => {
                facts("budget", "Budget", "预算", "amount in the currency, at most two decimals")
            }
            Column::Currency => {
                facts("currency", "Currency", "币种", "ISO 4217 code of the budget")
            }
            Column::Funder => {
                facts("funder", "Funder", "出资方", "who pays; `;` separates several")
            }
            Column::Evidence => facts(
                "evidence",
                "Evidence",
                "佐证材料",
                "address or reference of a document that proves it",
            ),
            Column::Updated => {
                facts("updated", "Updated", "更新日期", "day of the last review, ISO date")
            }
            Column::Note => facts(
                "note",
                "Note",
                "备注",
                "free text; the reason where the status is not-applicable",
            ),
            Column::Link => facts(
                "link",
                "Link",
                "关联方式",
                "blank or human where a person tied the row to its measures, rule where a matching rule did",
            ),
        }
    }
}
