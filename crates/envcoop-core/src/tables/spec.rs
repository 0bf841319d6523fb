//! The column lists of the tables: each stands here once.

use crate::table::{ColumnSpec, Kind, Reference, TableSpec};
use crate::text::Label;

const fn col(
    name: &'static str,
    kind: Kind,
    en: &'static str,
    zh: &'static str,
    about: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, title: Label { en, zh }, kind, about }
}

const fn to(column: &'static str, table: &'static str) -> Reference {
    Reference { column, table, key: "id" }
}

const MEASURE: ColumnSpec = col("measure", Kind::Text, "Measure", "措施", "id of the measure");
const AREA: ColumnSpec = col("area", Kind::Text, "Area", "领域", "id of the measure's area");
const CHALLENGE: ColumnSpec = col(
    "challenge",
    Kind::Text,
    "Challenge",
    "挑战",
    "id of the challenge that the measure is there for",
);
const TITLE: ColumnSpec =
    col("title", Kind::Text, "Title", "名称", "name in the language asked for");
const LOW: ColumnSpec = col(
    "low",
    Kind::Percent,
    "Low",
    "下限",
    "per cent met for certain: unknown counts as unmet; blank where nothing applies",
);
const HIGH: ColumnSpec = col(
    "high",
    Kind::Percent,
    "High",
    "上限",
    "per cent that may be met: unknown counts as met; blank where nothing applies",
);
const STATE: ColumnSpec =
    col("state", Kind::Text, "State", "状态", "met, data-gap, action-gap or not-applicable");
const N_MEASURES: ColumnSpec = col(
    "measures",
    Kind::Integer,
    "Measures",
    "措施数",
    "number of measures, also those not applicable",
);
const N_MET: ColumnSpec =
    col("met", Kind::Integer, "Met", "已满足", "number of measures fully met");
const N_DATA_GAP: ColumnSpec = col(
    "data_gap",
    Kind::Integer,
    "Data gap",
    "信息缺口",
    "number of measures that lack only information",
);
const N_ACTION_GAP: ColumnSpec = col(
    "action_gap",
    Kind::Integer,
    "Action gap",
    "行动缺口",
    "number of measures that lack action",
);
const N_NOT_APPLICABLE: ColumnSpec = col(
    "not_applicable",
    Kind::Integer,
    "Not applicable",
    "不适用",
    "number of measures that do not apply, for a stated reason",
);
const N_ASSESSED: ColumnSpec = col(
    "assessed",
    Kind::Integer,
    "Assessed",
    "已评估",
    "number of measures that a person has tied a row to",
);
const ROW: ColumnSpec =
    col("row", Kind::Text, "Row", "依据行", "id of the first row that gives the answer");
const FILE: ColumnSpec =
    col("file", Kind::Text, "File", "文件", "file of that row as given on the command line");
const LINE: ColumnSpec =
    col("line", Kind::Integer, "Line", "行号", "line of that row, counted from 1");
const CURRENCY: ColumnSpec = col("currency", Kind::Text, "Currency", "币种", "ISO 4217 code");
const COMMITTED: ColumnSpec = col(
    "committed",
    Kind::Amount,
    "Committed",
    "已承诺",
    "money of live rows, in the currency; a row's budget is split over its measures by share",
);
const PROPOSED: ColumnSpec =
    col("proposed", Kind::Amount, "Proposed", "拟议", "money of proposed rows, in the currency");
const NEXT: ColumnSpec = col("next", Kind::Text, "Next step", "下一步", "what to do next");

const GROUP_COLUMNS: &[ColumnSpec] = &[
    col("id", Kind::Text, "Id", "编号", "id"),
    TITLE,
    LOW,
    HIGH,
    N_MEASURES,
    N_MET,
    N_DATA_GAP,
    N_ACTION_GAP,
    N_NOT_APPLICABLE,
    N_ASSESSED,
];

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
        col(
            "activities",
            Kind::Integer,
            "Activities",
            "活动数",
            "number of live rows that serve it",
        ),
        col("proposals", Kind::Integer, "Proposals", "拟议数", "number of proposed rows"),
        col(
            "assessed",
            Kind::Text,
            "Assessed",
            "已评估",
            "yes where a person has tied a row to it",
        ),
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
        col("rows_met", Kind::Integer, "Rows met", "满足行数", "number of live rows that meet it"),
        col(
            "rows_unknown",
            Kind::Integer,
            "Rows unknown",
            "不明行数",
            "number of live rows that leave it unknown",
        ),
        col(
            "rows_unmet",
            Kind::Integer,
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
    columns: &[
        col("challenge", Kind::Text, "Challenge", "挑战", "id of the challenge"),
        col("area", Kind::Text, "Area", "领域", "id of the area"),
        LOW,
        HIGH,
        N_MEASURES,
        N_MET,
        N_DATA_GAP,
        N_ACTION_GAP,
        N_NOT_APPLICABLE,
        N_ASSESSED,
    ],
};

/// One row per row of the plan.
pub const ACTIVITIES: TableSpec = TableSpec {
    name: "activities",
    title: Label { en: "Activities", zh: "活动" },
    about: "one row per row of the plan, as written there: `?` means unknown",
    key: &["id"],
    references: &[],
    columns: &[
        col("id", Kind::Text, "Id", "编号", "stable id"),
        col("measures", Kind::Text, "Measures", "对应措施", "measures served and their shares"),
        TITLE,
        col("stage", Kind::Text, "Stage", "阶段", "step of an activity, blank for a whole one"),
        col("status", Kind::Text, "Status", "状态", "as written in the plan"),
        col("owner", Kind::Text, "Owner", "负责人", "who answers for it"),
        col("partner", Kind::Text, "Partner", "合作方", "who takes part"),
        col("start", Kind::Text, "Start", "开始日期", "first day, ISO date or `?`"),
        col("end", Kind::Text, "End", "结束日期", "last day, ISO date or `?`"),
        col("budget", Kind::Text, "Budget", "预算", "amount or `?`"),
        CURRENCY,
        col("funder", Kind::Text, "Funder", "出资方", "who pays"),
        col("evidence", Kind::Text, "Evidence", "佐证材料", "address or reference of a document"),
        col(
            "updated",
            Kind::Text,
            "Updated",
            "更新日期",
            "day of the last review, ISO date or `?`",
        ),
        col("note", Kind::Text, "Note", "备注", "free text"),
        col("link", Kind::Text, "Link", "关联方式", "human or rule; blank is human"),
        col("live", Kind::Text, "Live", "计入", "yes where the row counts"),
        col("file", Kind::Text, "File", "文件", "file as given on the command line"),
        col("line", Kind::Integer, "Line", "行号", "line, counted from 1"),
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

/// One row per measure and missing need.
pub const GAPS: TableSpec = TableSpec {
    name: "gaps",
    title: Label { en: "Gaps", zh: "缺口" },
    about: "one row per measure and need of the profile that is not met, worst measures first",
    key: &["measure", "need"],
    references: &[to("measure", "measures")],
    columns: &[
        MEASURE,
        col("need", Kind::Text, "Need", "需求", "the need"),
        col("answer", Kind::Text, "Answer", "结论", "unmet or unknown"),
        col("gap", Kind::Text, "Gap", "缺口", "the gap in a word"),
        AREA,
        CHALLENGE,
        TITLE,
        STATE,
        LOW,
        HIGH,
        ROW,
        FILE,
        LINE,
        NEXT,
    ],
};

/// One row per measure that is not met, for reading.
pub const PRIORITIES: TableSpec = TableSpec {
    name: "priorities",
    title: Label {
        en: "Measures with gaps, worst first", zh: "有缺口的措施（由重到轻）"
    },
    about: "one row per measure that is not met, worst first; a gap word with `?` is not known",
    key: &["id"],
    references: &[to("id", "measures")],
    columns: &[
        col("id", Kind::Text, "Id", "编号", "id of the measure"),
        col("title", Kind::Text, "Measure", "措施", "name"),
        LOW,
        HIGH,
        col("state", Kind::Text, "State", "状态", "data gap or action gap"),
        col("gaps", Kind::Text, "Gaps", "缺口", "what is missing; with `?` where it is not known"),
        NEXT,
    ],
};

/// The tables of the CSV set, in the order in which they are listed.
pub const ALL: [&TableSpec; 8] =
    [&CHALLENGES, &AREAS, &MEASURES, &NEEDS, &MATRIX, &ACTIVITIES, &MONEY, &GAPS];
