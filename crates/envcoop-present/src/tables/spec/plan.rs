//! Tables along the plan: its rows and what is wrong with them.

use envcoop_core::text::Label;
use envcoop_forms::table::{Kind, TableSpec};

use super::{CURRENCY, TITLE, col, number, to};

/// One row per row of the plan.
pub const ACTIVITIES: TableSpec = TableSpec {
    name: "activities",
    title: Label { en: "Activities", zh: "活动" },
    about: "one row per row of the plan, its cells as written there: `?` means unknown",
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

/// One row per row of the plan that is late.
pub const LATE: TableSpec = TableSpec {
    name: "late",
    title: Label { en: "Late activities", zh: "逾期活动" },
    about: "one row per live row that is late at the as-of date: under way past its end, planned \
            past its start, or suspended",
    key: &["id"],
    references: &[to("id", "activities")],
    columns: &[
        col("id", Kind::Text, "Id", "编号", "stable id"),
        col("measures", Kind::Text, "Measures", "对应措施", "measures served and their shares"),
        TITLE,
        col("status", Kind::Text, "Status", "状态", "planned, ongoing or suspended"),
        col("owner", Kind::Text, "Owner", "负责人", "who answers for it"),
        col(
            "due",
            Kind::Date,
            "Due",
            "应至日期",
            "day that has passed: the end of what is under way, the start of what is planned; blank \
             where it is suspended",
        ),
        number("days", "days", "Days late", "逾期天数", "days from then to the as-of date"),
        col("file", Kind::Text, "File", "文件", "file as given on the command line"),
        col("line", Kind::Integer, "Line", "行号", "line, counted from 1"),
    ],
};

/// One row per problem of the input.
pub const PROBLEMS: TableSpec = TableSpec {
    name: "problems",
    title: Label { en: "Problems of the input", zh: "输入中的问题" },
    about: "one row per warning, and per error where bad rows were left out",
    key: &["n"],
    references: &[],
    columns: &[
        number("n", "", "No", "序号", "number in the order in which they were found"),
        col("severity", Kind::Text, "Severity", "级别", "error or warning"),
        col("file", Kind::Text, "File", "文件", "file as given on the command line"),
        col("line", Kind::Integer, "Line", "行号", "line, counted from 1; blank for a whole file"),
        col("column", Kind::Text, "Column", "列", "column, key or element"),
        col("message", Kind::Text, "Message", "问题", "what is wrong, with the value"),
        col("hint", Kind::Text, "Way out", "处理办法", "what to do about it"),
    ],
};
