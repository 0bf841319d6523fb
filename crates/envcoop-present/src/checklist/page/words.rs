//! The page's own words, in every shipped language.

use envcoop_core::text::{Label, Lang};

// What stands in the page without the script, and on its bar.
pub(super) const DONE: Label = Label { en: "Done", zh: "完成" };
pub(super) const DUE: Label = Label { en: "Due", zh: "截止日期" };
pub(super) const NO_MEASURE: Label =
    Label { en: "Without a measure of this strategy", zh: "未对应本战略的任何措施" };
pub(super) const ALSO: Label = Label { en: "also serves", zh: "同时对应" };
pub(super) const AREA: Label = Label { en: "Area", zh: "领域" };
pub(super) const ALL: Label = Label { en: "All", zh: "全部" };
pub(super) const UNKNOWN: Label = Label { en: "Not known", zh: "未知" };
pub(super) const SEARCH: Label = Label { en: "Search", zh: "搜索" };
pub(super) const EXPORT: Label = Label { en: "Export CSV", zh: "导出 CSV" };
pub(super) const FORGET: Label = Label { en: "Forget edits", zh: "清除修改" };
pub(super) const NO_SCRIPT: Label = Label {
    en: "To read and to print: this browser runs no script here, so boxes cannot be ticked, cells cannot be edited and nothing can be exported.",
    zh: "仅供阅读和打印：此浏览器未运行脚本，无法勾选、编辑或导出。",
};

/// What the script says; `{n}` and the like are filled in there.
pub(super) const OF_SCRIPT: [(&str, Label); 8] = [
    ("progress", Label { en: "{done} of {all} done", zh: "已完成 {done}/{all}" }),
    ("shown", Label { en: "{shown} of {all} rows shown", zh: "显示 {shown}/{all} 行" }),
    (
        "edited",
        Label {
            en: "{n} rows edited, kept in this browser only: export to hand them on",
            zh: "已修改 {n} 行，仅保存在此浏览器中，请导出后提交",
        },
    ),
    (
        "editedOne",
        Label {
            en: "1 row edited, kept in this browser only: export to hand it on",
            zh: "已修改 1 行，仅保存在此浏览器中，请导出后提交",
        },
    ),
    (
        "unkept",
        Label {
            en: "This browser does not keep what you enter here: export before you close the page.",
            zh: "此浏览器无法保存所填内容，请在关闭页面前导出。",
        },
    ),
    (
        "forget",
        Label {
            en: "Forget every edit of this checklist that this browser keeps?",
            zh: "清除此浏览器中保存的对本清单的全部修改？",
        },
    ),
    (
        "reasons",
        Label {
            en: "“Not applicable” needs its reason under Note: ",
            zh: "“不适用”须在备注中说明理由：",
        },
    ),
    ("exported", Label { en: "Exported: {file}", zh: "已导出：{file}" }),
];

/// Returns the line that sums the plan up.
pub(super) fn summary(
    lang: Lang,
    rows: usize,
    measures: usize,
    days: Option<(&str, &str)>,
) -> String {
    let plural =
        |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    match lang {
        Lang::En => {
            let rows = plural(rows, "row", "rows");
            let measures = plural(measures, "measure", "measures");
            let days = days.map_or(String::new(), |(first, last)| match first == last {
                true => format!(", due on {first}"),
                false => format!(", due from {first} to {last}"),
            });
            format!("{rows} for {measures}{days}.")
        }
        Lang::Zh => {
            let days = days.map_or(String::new(), |(first, last)| match first == last {
                true => format!("，截止日期 {first}"),
                false => format!("，截止日期 {first} 至 {last}"),
            });
            format!("共 {rows} 行，对应 {measures} 项措施{days}。")
        }
    }
}
