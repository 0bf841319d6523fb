//! An analysis as Markdown, for a memo.

use std::fmt::Write as _;

use crate::gap::Gap;
use crate::summary;
use crate::table::{Kind, markdown};
use crate::tables;
use crate::text::Lang;

/// Writes an analysis as Markdown: challenges, then the measures with gaps, worst first.
pub fn memo(gap: &Gap<'_>, lang: Lang) -> String {
    let mut out =
        format!("# {}\n\n{}\n\n", gap.framework.title.get(lang), summary::heading(gap, lang));
    let headers = summary::headers(lang);
    let _ = writeln!(out, "| {} |", headers.map(|(name, _)| name).join(" | "));
    let rule = headers.map(|(_, kind)| if kind == Kind::Text { "---" } else { "--:" });
    let _ = writeln!(out, "|{}|", rule.join("|"));
    for row in summary::rows(gap, lang) {
        let cells: Vec<String> = row.iter().map(|cell| markdown::escape(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    let _ = write!(out, "\n{}\n", summary::closing(gap, lang));
    let priorities = tables::priorities(gap, lang);
    if !priorities.rows.is_empty() {
        let _ = write!(out, "\n## {}\n\n", priorities.spec.title.get(lang));
        out.push_str(&markdown::render(&priorities, lang));
    }
    let excluded = summary::not_applicable(gap, lang);
    if !excluded.is_empty() {
        let _ = write!(out, "\n## {}\n\n{excluded}", summary::NOT_APPLICABLE.get(lang));
    }
    out
}
