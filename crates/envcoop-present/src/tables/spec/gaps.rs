//! Tables of what is missing.

use envcoop_core::text::Label;
use envcoop_forms::table::{Kind, TableSpec};

use super::{AREA, CHALLENGE, FILE, HIGH, LINE, LOW, MEASURE, NEXT, ROW, STATE, TITLE, col, to};

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
