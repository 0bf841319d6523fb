//! The column lists of the tables: each stands here once.

mod by;
mod changes;
mod gaps;
mod people;
mod plan;
mod strategy;

pub use self::by::{BY_AREA, BY_CHALLENGE, BY_MATRIX, BY_OWNER, BY_PARTNER, BY_TERM, BY_YEAR};
pub use self::changes::{CHALLENGE_CHANGES, CHANGES};
pub use self::gaps::GAPS;
pub use self::people::{OWNER_MONEY, OWNERS, PARTNER_MONEY, PARTNERS};
pub use self::plan::{ACTIVITIES, LATE, PROBLEMS};
pub use self::strategy::{
    AREAS, CHALLENGES, MATRIX, MEASURES, MONEY, NEEDS, TERM_MONEY, TERMS, TIMELINE,
};
use envcoop_core::text::Label;
use envcoop_forms::table::{ColumnSpec, Kind, Reference, TableSpec};

/// The tables of every report, in the order in which they are listed.
pub const ALL: [&TableSpec; 17] = [
    &CHALLENGES,
    &AREAS,
    &MEASURES,
    &NEEDS,
    &MATRIX,
    &TIMELINE,
    &ACTIVITIES,
    &LATE,
    &OWNERS,
    &OWNER_MONEY,
    &PARTNERS,
    &PARTNER_MONEY,
    &TERMS,
    &TERM_MONEY,
    &MONEY,
    &GAPS,
    &PROBLEMS,
];

/// The tables that a report has as well where it compares with an earlier plan.
pub const OF_BASELINE: [&TableSpec; 2] = [&CHALLENGE_CHANGES, &CHANGES];

const fn col(
    name: &'static str,
    kind: Kind,
    en: &'static str,
    zh: &'static str,
    about: &'static str,
) -> ColumnSpec {
    ColumnSpec::new(name, kind, Label { en, zh }, about)
}

/// A column of a percentage.
const fn percent(
    name: &'static str,
    en: &'static str,
    zh: &'static str,
    about: &'static str,
) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Percent, Label { en, zh }, about).unit("%")
}

/// A column of a whole number of something.
const fn number(
    name: &'static str,
    unit: &'static str,
    en: &'static str,
    zh: &'static str,
    about: &'static str,
) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Integer, Label { en, zh }, about).unit(unit)
}

/// A column of money in the currency that stands in the same row.
const fn amount(
    name: &'static str,
    en: &'static str,
    zh: &'static str,
    about: &'static str,
) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Amount, Label { en, zh }, about).unit("currency")
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
pub(super) const LOW: ColumnSpec = percent(
    "low",
    "Low",
    "下限",
    "per cent met for certain: unknown counts as unmet; blank where nothing applies",
);
pub(super) const HIGH: ColumnSpec = percent(
    "high",
    "High",
    "上限",
    "per cent that may be met: unknown counts as met; blank where nothing applies",
);
const STATE: ColumnSpec =
    col("state", Kind::Text, "State", "状态", "met, data-gap, action-gap or not-applicable");
const N_MEASURES: ColumnSpec = number(
    "measures",
    "measures",
    "Measures",
    "措施数",
    "number of measures, also those not applicable",
);
const N_MET: ColumnSpec =
    number("met", "measures", "Met", "已满足", "number of measures fully met");
const N_DATA_GAP: ColumnSpec = number(
    "data_gap",
    "measures",
    "Data gap",
    "信息缺口",
    "number of measures that lack only information",
);
const N_ACTION_GAP: ColumnSpec = number(
    "action_gap",
    "measures",
    "Action gap",
    "行动缺口",
    "number of measures that lack action",
);
const N_NOT_APPLICABLE: ColumnSpec = number(
    "not_applicable",
    "measures",
    "Not applicable",
    "不适用",
    "number of measures that do not apply, for a stated reason",
);
const N_ASSESSED: ColumnSpec = number(
    "assessed",
    "measures",
    "Assessed",
    "已评估",
    "number of measures that a person has tied a row to",
);
const ASSESSED: ColumnSpec =
    col("assessed", Kind::Text, "Assessed", "已评估", "yes where a person has tied a row to it");
const N_COVERED: ColumnSpec =
    number("covered", "measures", "Covered", "已覆盖", "number of measures that a live row serves");
pub(super) const ROW: ColumnSpec =
    col("row", Kind::Text, "Row", "依据行", "id of the first row that gives the answer");
pub(super) const FILE: ColumnSpec =
    col("file", Kind::Text, "File", "文件", "file of that row as given on the command line");
pub(super) const LINE: ColumnSpec =
    col("line", Kind::Integer, "Line", "行号", "line of that row, counted from 1");
const CURRENCY: ColumnSpec = col("currency", Kind::Text, "Currency", "币种", "ISO 4217 code");
const COMMITTED: ColumnSpec = amount(
    "committed",
    "Committed",
    "已承诺",
    "money of live rows, in the currency; a row's budget is split over its measures by share",
);
const PROPOSED: ColumnSpec =
    amount("proposed", "Proposed", "拟议", "money of proposed rows, in the currency");
const NEXT: ColumnSpec = col("next_step", Kind::Text, "Next step", "下一步", "what to do next");

const LIVE: ColumnSpec =
    number("activities", "rows", "Activities", "活动数", "number of live rows");
const PROPOSALS: ColumnSpec =
    number("proposals", "rows", "Proposals", "拟议数", "number of proposed rows");
const N_LATE: ColumnSpec =
    number("late", "rows", "Late", "逾期", "number of live rows that are late at the as-of date");
const PERHAPS_LATE: ColumnSpec = number(
    "perhaps_late",
    "rows",
    "Perhaps late",
    "可能逾期",
    "number of live rows of which it is not known whether they are late",
);

/// The columns of a table of groups of measures: its own first ones, what every group comes to, its
/// own last ones.
macro_rules! of_group {
    [$($first:expr),+ $(; $($last:expr),+)?] => {
        &[
            $($first,)+
            $crate::tables::spec::LOW,
            $crate::tables::spec::HIGH,
            $crate::tables::spec::N_MEASURES,
            $crate::tables::spec::N_MET,
            $crate::tables::spec::N_DATA_GAP,
            $crate::tables::spec::N_ACTION_GAP,
            $crate::tables::spec::N_NOT_APPLICABLE,
            $crate::tables::spec::N_ASSESSED,
            $($($last,)+)?
        ]
    };
}
use of_group;
