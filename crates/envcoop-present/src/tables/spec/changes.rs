//! Tables of what changed since an earlier plan.

use envcoop_core::text::Label;
use envcoop_forms::table::{Kind, TableSpec};

use super::{MEASURE, TITLE, col, percent, to};

/// One row per challenge: before and now.
pub const CHALLENGE_CHANGES: TableSpec = TableSpec {
    name: "challenge_changes",
    title: Label { en: "Challenges since the baseline", zh: "各挑战较基线的变化" },
    about: "one row per challenge: its percentages in the baseline plan and now",
    key: &["challenge"],
    references: &[to("challenge", "challenges")],
    columns: &[
        col("challenge", Kind::Text, "Challenge", "挑战", "id of the challenge"),
        TITLE,
        percent("low_before", "Low before", "原下限", "per cent met for certain in the baseline"),
        percent(
            "high_before",
            "High before",
            "原上限",
            "per cent that might be met in the baseline",
        ),
        percent("low", "Low", "下限", "per cent met for certain now"),
        percent("high", "High", "上限", "per cent that may be met now"),
    ],
};

/// One row per measure and need: before and now.
pub const CHANGES: TableSpec = TableSpec {
    name: "changes",
    title: Label { en: "What changed", zh: "变化情况" },
    about: "one row per measure and need of the profile that counted in the baseline or counts now",
    key: &["measure", "need"],
    references: &[to("measure", "measures")],
    columns: &[
        MEASURE,
        col("title", Kind::Text, "Title", "名称", "name in the language asked for"),
        col("need", Kind::Text, "Need", "需求", "the need"),
        col("change", Kind::Text, "Change", "变化", "entered, left, better, worse or same"),
        col(
            "before",
            Kind::Text,
            "Before",
            "原结论",
            "answer in the baseline; blank where the measure did not apply",
        ),
        col("after", Kind::Text, "Now", "现结论", "answer now; blank where it does not apply"),
        col("cause", Kind::Text, "Because of", "原因", "the row that made the difference"),
        col("row_before", Kind::Text, "Row before", "原依据行", "row that decided it before"),
        col("file_before", Kind::Text, "File before", "原文件", "file of that row"),
        col("line_before", Kind::Integer, "Line before", "原行号", "line of that row"),
        col("row", Kind::Text, "Row", "依据行", "row that decides it now"),
        col("file", Kind::Text, "File", "文件", "file of that row"),
        col("line", Kind::Integer, "Line", "行号", "line of that row"),
    ],
};
