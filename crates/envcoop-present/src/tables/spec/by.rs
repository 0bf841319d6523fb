//! Tables of one grouping each, with its money: what `analyse --by` writes.

use envcoop_core::text::Label;
use envcoop_forms::table::{ColumnSpec, Kind, TableSpec};

use super::{
    COMMITTED, LIVE, N_COVERED, N_LATE, PERHAPS_LATE, PROPOSALS, PROPOSED, TITLE, amount, col,
    number, of_group,
};

const ID: ColumnSpec = col("id", Kind::Text, "Id", "编号", "id in the strategy");

/// Money of every currency in one cell: the table has one row per group.
const PURSE: ColumnSpec = ColumnSpec {
    kind: Kind::Text,
    unit: "",
    about: "money of live rows by currency, joined by `; `",
    ..COMMITTED
};
const IDEAS: ColumnSpec = ColumnSpec {
    kind: Kind::Text,
    unit: "",
    about: "money of proposed rows by currency, joined by `; `",
    ..PROPOSED
};
const INTO: ColumnSpec = col(
    "currency",
    Kind::Text,
    "In one currency",
    "折算币种",
    "currency into which sums were converted; blank where none was asked for",
);
const IN_ONE: ColumnSpec = amount(
    "committed_converted",
    "Committed, converted",
    "已承诺（折算）",
    "money of live rows in that currency, as far as there are rates",
);
const IDEAS_IN_ONE: ColumnSpec = amount(
    "proposed_converted",
    "Proposed, converted",
    "拟议（折算）",
    "money of proposed rows in that currency, as far as there are rates",
);
const WITHOUT: ColumnSpec = col(
    "without",
    Kind::Text,
    "Not converted",
    "未折算",
    "currencies without a rate, joined by `;`: they are not in the converted sums",
);

const GROUP: &[ColumnSpec] = of_group![ID,
    TITLE; N_COVERED,
    PURSE,
    IDEAS,
    INTO,
    IN_ONE,
    IDEAS_IN_ONE,
    WITHOUT];

const PEOPLE: &[ColumnSpec] = &[
    col("name", Kind::Text, "Name", "名称", "name as written in the plan"),
    LIVE,
    PROPOSALS,
    N_LATE,
    PERHAPS_LATE,
    N_MEASURES_SERVED,
    col("served", Kind::Text, "Serves", "对应措施", "measures that live rows serve, joined by `;`"),
    PURSE,
    IDEAS,
    INTO,
    IN_ONE,
    IDEAS_IN_ONE,
    WITHOUT,
];

const N_MEASURES_SERVED: ColumnSpec = number(
    "measures",
    "measures",
    "Measures served",
    "对应措施数",
    "number of measures that live rows serve",
);

/// One row per challenge.
pub const BY_CHALLENGE: TableSpec = TableSpec {
    name: "by_challenge",
    title: Label { en: "By challenge", zh: "按挑战" },
    about: "one row per challenge; money through primary links only",
    key: &["id"],
    references: &[],
    columns: GROUP,
};

/// One row per area.
pub const BY_AREA: TableSpec = TableSpec {
    name: "by_area",
    title: Label { en: "By area of work", zh: "按领域" },
    about: "one row per area of work",
    key: &["id"],
    references: &[],
    columns: GROUP,
};

/// One row per term.
pub const BY_TERM: TableSpec = TableSpec {
    name: "by_term",
    title: Label {
        en: "By theme, convention and partner", zh: "按主题、公约与合作伙伴"
    },
    about: "one row per term of the strategy; a measure is about several, so that terms do not add up",
    key: &["id"],
    references: &[],
    columns: GROUP,
};

/// One row per owner.
pub const BY_OWNER: TableSpec = TableSpec {
    name: "by_owner",
    title: Label { en: "By owner", zh: "按负责人" },
    about: "one row per owner; `?` where it is not known, `(none)` where the cell is blank; a row with \
            several counts for each, its money is split equally",
    key: &["name"],
    references: &[],
    columns: PEOPLE,
};

/// One row per partner.
pub const BY_PARTNER: TableSpec = TableSpec {
    name: "by_partner",
    title: Label { en: "By partner", zh: "按合作方" },
    about: "one row per partner; `?` where it is not known, `(none)` where the cell is blank; a row \
            with several counts for each, its money is split equally",
    key: &["name"],
    references: &[],
    columns: PEOPLE,
};

/// One row per calendar year.
pub const BY_YEAR: TableSpec = TableSpec {
    name: "by_year",
    title: Label { en: "By year", zh: "按年份" },
    about: "one row per calendar year, judged by the rows that overlap it; money is split over the \
            years by days, so that years add up to the plan; `?`: rows of which a date is missing \
            (they count in every year that they may overlap) and their money",
    key: &["year"],
    references: &[],
    columns: of_group![
        col("year", Kind::Text, "Year", "年份", "calendar year, or `?`"); N_COVERED,
        LIVE,
        PROPOSALS,
        PURSE,
        IDEAS,
        INTO,
        IN_ONE,
        IDEAS_IN_ONE,
        WITHOUT],
};

/// One row per challenge and area.
pub const BY_MATRIX: TableSpec = TableSpec {
    name: "by_matrix",
    title: Label { en: "Challenges by areas", zh: "挑战与领域矩阵" },
    about: "one row per challenge and area; 0 measures where the strategy itself has none, 0 covered \
            where no activity serves any",
    key: &["challenge", "area"],
    references: &[],
    columns: of_group![
        col("challenge", Kind::Text, "Challenge", "挑战", "id of the challenge"),
        col("area", Kind::Text, "Area", "领域", "id of the area"); N_COVERED],
};
