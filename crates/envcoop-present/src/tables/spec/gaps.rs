//! Tables of what is missing.

use envcoop_core::text::Label;
use envcoop_forms::table::{Kind, TableSpec};

use super::{
    AREA, ASSESSED, CHALLENGE, FILE, HIGH, LINE, LOW, MEASURE, NEXT, ROW, STATE, TITLE, col, to,
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
        ASSESSED,
        col("state", Kind::Text, "State", "状态", "data gap or action gap"),
        col("gaps", Kind::Text, "Gaps", "缺口", "what is missing; with `?` where it is not known"),
        NEXT,
    ],
};

/// One row per measure that is late, for reading.
pub const LATENESS: TableSpec = TableSpec {
    name: "lateness",
    title: Label { en: "Late if nothing moves", zh: "如无进展将逾期" },
    about: "one row per measure that is late at the as-of date, with the last day on which one of its \
            rows was on time",
    key: &["id"],
    references: &[to("id", "measures")],
    columns: &[
        col("id", Kind::Text, "Id", "编号", "id of the measure"),
        col("title", Kind::Text, "Measure", "措施", "name"),
        col("until", Kind::Date, "On time until", "按期至", "last day on which a row was on time"),
        ROW,
        FILE,
        LINE,
    ],
};
