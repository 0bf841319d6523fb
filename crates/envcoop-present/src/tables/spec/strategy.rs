//! Tables along the strategy: challenges, areas, measures, terms.

use envcoop_core::text::Label;
use envcoop_forms::table::{ColumnSpec, Kind, TableSpec};

use super::{
    AREA, ASSESSED, CHALLENGE, COMMITTED, CURRENCY, FILE, HIGH, LINE, LIVE, LOW, MEASURE, N_LATE,
    PERHAPS_LATE, PROPOSALS, PROPOSED, ROW, STATE, TITLE, col, number, of_group, to,
};

const GROUP_COLUMNS: &[ColumnSpec] = of_group![col("id", Kind::Text, "Id", "编号", "id"), TITLE];

/// One row per challenge.
pub const CHALLENGES: TableSpec = TableSpec {
    name: "challenges",
    title: Label { en: "Challenges", zh: "挑战" },
    about: "one row per challenge: mean of its measures, weighted by the strength of the link",
    key: &["id"],
    references: &[],
    columns: GROUP_COLUMNS,
};

/// One row per area.
pub const AREAS: TableSpec = TableSpec {
    name: "areas",
    title: Label { en: "Areas of work", zh: "工作领域" },
    about: "one row per area of work: plain mean of its measures",
    key: &["id"],
    references: &[],
    columns: GROUP_COLUMNS,
};

/// One row per measure.
pub const MEASURES: TableSpec = TableSpec {
    name: "measures",
    title: Label { en: "Measures", zh: "措施" },
    about: "one row per measure",
    key: &["id"],
    references: &[to("area", "areas"), to("challenge", "challenges")],
    columns: &[
        col("id", Kind::Text, "Id", "编号", "id"),
        AREA,
        CHALLENGE,
        TITLE,
        STATE,
        LOW,
        HIGH,
        number("activities", "rows", "Activities", "活动数", "number of live rows that serve it"),
        number("proposals", "rows", "Proposals", "拟议数", "number of proposed rows"),
        ASSESSED,
        col(
            "unmet",
            Kind::Text,
            "Unmet",
            "未满足",
            "needs of the profile that are unmet, joined by `;`",
        ),
        col(
            "unknown",
            Kind::Text,
            "Unknown",
            "不明",
            "needs of the profile that are unknown, joined by `;`",
        ),
        col("start", Kind::Date, "Start", "开始日期", "first day of any live row"),
        col("end", Kind::Date, "End", "结束日期", "last day of any live row"),
        col("reason", Kind::Text, "Reason", "理由", "why it does not apply"),
    ],
};

/// One row per measure and need.
pub const NEEDS: TableSpec = TableSpec {
    name: "needs",
    title: Label { en: "Needs", zh: "需求" },
    about: "one row per measure and need, measures that do not apply left out",
    key: &["measure", "need"],
    references: &[to("measure", "measures")],
    columns: &[
        MEASURE,
        col(
            "need",
            Kind::Text,
            "Need",
            "需求",
            "activity, owner, schedule, funding, timely, delivery or evidence",
        ),
        col("counted", Kind::Text, "Counted", "计入", "yes where the profile counts the need"),
        col(
            "answer",
            Kind::Text,
            "Answer",
            "结论",
            "met, unknown or unmet: the best that any row gives",
        ),
        number("rows_met", "rows", "Rows met", "满足行数", "number of live rows that meet it"),
        number(
            "rows_unknown",
            "rows",
            "Rows unknown",
            "不明行数",
            "number of live rows that leave it unknown",
        ),
        number(
            "rows_unmet",
            "rows",
            "Rows unmet",
            "未满足行数",
            "number of live rows that do not meet it",
        ),
        ROW,
        FILE,
        LINE,
    ],
};

/// One row per challenge and area.
pub const MATRIX: TableSpec = TableSpec {
    name: "matrix",
    title: Label { en: "Challenges by areas", zh: "挑战与领域矩阵" },
    about: "one row per challenge and area; 0 measures where the strategy itself has none",
    key: &["challenge", "area"],
    references: &[to("challenge", "challenges"), to("area", "areas")],
    columns: of_group![
        col("challenge", Kind::Text, "Challenge", "挑战", "id of the challenge"),
        col("area", Kind::Text, "Area", "领域", "id of the area")
    ],
};

/// One row per measure and currency.
pub const MONEY: TableSpec = TableSpec {
    name: "money",
    title: Label { en: "Money", zh: "资金" },
    about: "one row per measure and currency; currencies are never added to each other",
    key: &["measure", "currency"],
    references: &[to("measure", "measures")],
    columns: &[MEASURE, AREA, CHALLENGE, CURRENCY, COMMITTED, PROPOSED],
};

/// One row per measure: when it is worked on.
pub const TIMELINE: TableSpec = TableSpec {
    name: "timeline",
    title: Label { en: "Timeline", zh: "时间安排" },
    about: "one row per measure: from the first day to the last of the live rows that serve it",
    key: &["measure"],
    references: &[to("measure", "measures")],
    columns: &[
        MEASURE,
        AREA,
        TITLE,
        col("start", Kind::Date, "Start", "开始日期", "first day of any live row"),
        col("end", Kind::Date, "End", "结束日期", "last day of any live row"),
        number(
            "months",
            "months",
            "Months",
            "月数",
            "number of calendar months from start to end, both included; blank where either is \
             not known",
        ),
    ],
};

/// One row per term of the strategy.
pub const TERMS: TableSpec = TableSpec {
    name: "terms",
    title: Label { en: "Themes, conventions and partners", zh: "主题、公约与合作伙伴" },
    about: "one row per theme, convention, institution, partner or other term of the strategy: \
            plain mean of the measures that are about it",
    key: &["id"],
    references: &[],
    columns: of_group![
        col("id", Kind::Text, "Id", "编号", "id of the term"),
        col(
            "kind",
            Kind::Text,
            "Kind",
            "类别",
            "theme, principle, partner, convention, institution, instrument or fund",
        ),
        TITLE; LIVE,
        PROPOSALS,
        N_LATE,
        PERHAPS_LATE],
};

/// One row per term and currency.
pub const TERM_MONEY: TableSpec = TableSpec {
    name: "term_money",
    title: Label { en: "Money by term", zh: "按主题与伙伴的资金" },
    about: "one row per term and currency: money of the measures that are about it; a measure is \
            about several terms, so that terms do not add up to the plan",
    key: &["term", "currency"],
    references: &[to("term", "terms")],
    columns: &[
        col("term", Kind::Text, "Term", "主题或伙伴", "id of the term"),
        CURRENCY,
        COMMITTED,
        PROPOSED,
    ],
};
