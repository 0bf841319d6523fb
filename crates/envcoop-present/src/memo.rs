//! An analysis as Markdown, for a memo.

use std::fmt::Write as _;

use envcoop_core::judge::change::{ChangeKind, Changes};
use envcoop_core::study::{By, Study};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Need;
use envcoop_forms::table::{Kind, markdown};

use crate::restrictions::restrictions;
use crate::sheet::{self, Sheet};
use crate::{summary, tables};

/// Writes an analysis as Markdown: the groups asked for, then the measures with gaps, worst first.
pub fn markdown(study: &Study, lang: Lang) -> String {
    let gap = &*study.gap;
    let mut out =
        format!("# {}\n\n{}\n\n", gap.framework.title.get(lang), summary::heading(gap, lang));
    for line in restrictions(study, lang) {
        let _ = write!(out, "{}\n\n", markdown::escape(&line));
    }
    write_sheet(&mut out, &sheet::opening(study, lang));
    if study.by == Some(By::Matrix) {
        let _ = write!(out, "\n{}\n", sheet::MATRIX_KEY.get(lang));
    }
    let _ = write!(out, "\n{}\n", summary::closing_of(study, lang).replace('\n', "\n\n"));
    let priorities = tables::priorities(gap, lang);
    if !priorities.rows.is_empty() {
        let _ = write!(out, "\n## {}\n\n", priorities.spec.title.get(lang));
        out.push_str(&markdown::render(&priorities, lang));
    }
    let late = tables::lateness(gap, lang);
    if gap.rules.profile.needs().contains(&Need::Timely) && !late.rows.is_empty() {
        let _ = write!(out, "\n## {}\n\n", summary::late(gap, lang));
        out.push_str(&markdown::render(&late, lang));
    }
    let costs = sheet::costs(study, lang);
    if !costs.rows.is_empty() {
        let _ = write!(out, "\n## {}\n\n", sheet::COSTS.get(lang));
        write_sheet(&mut out, &costs);
    }
    for (heading, list) in summary::lists(study, lang) {
        let _ = write!(out, "\n## {heading}\n\n{}", escape_lines(&list));
    }
    out
}

/// Counts the needs that changed in each way, and says when the earlier plan was judged.
pub fn counts(changes: &Changes, lang: Lang) -> String {
    let before = changes.before.rules.as_of;
    let counts = ChangeKind::ALL.iter().zip(changes.counts());
    let counts = counts.map(|(change, n)| format!("{} {n}", change.label().get(lang)));
    let counts = counts.collect::<Vec<_>>().join(lang.comma());
    match lang {
        Lang::En => format!("Needs, the earlier plan as of {before}: {counts}."),
        Lang::Zh => format!("需求变化（早先规划截至 {before}）：{counts}。"),
    }
}

/// The columns of the changes that fit a memo: the cause names rows and places.
const SHOWN: [&str; 7] = ["measure", "title", "need", "change", "before", "after", "cause"];

/// Writes what changed between two plans as Markdown: challenges, counts, then every need that
/// changed, with the row that caused it.
pub fn changes(changes: &Changes, lang: Lang) -> String {
    let table = tables::challenge_changes(changes, lang);
    let mut out = format!("## {}\n\n", table.spec.title.get(lang));
    out.push_str(&markdown::render(&table, lang));
    let _ = writeln!(out, "\n{}", counts(changes, lang));
    let table = tables::changes(changes, lang);
    let at = |name| table.spec.columns.iter().position(|column| column.name == name);
    let columns: Vec<usize> = SHOWN.into_iter().filter_map(at).collect();
    let headers = columns.iter().map(|&column| table.spec.columns[column].title.get(lang));
    let headers: Vec<&str> = headers.collect();
    let changed =
        changes.needs.iter().zip(&table.rows).filter(|(n, _)| n.change != ChangeKind::Same);
    let mut changed = changed.peekable();
    if changed.peek().is_some() {
        let _ = write!(out, "\n## {}\n\n", table.spec.title.get(lang));
        let _ = writeln!(out, "| {} |\n|{}", headers.join(" | "), "---|".repeat(headers.len()));
    }
    for (_, row) in changed {
        let cells = columns.iter().map(|&column| markdown::escape(&row[column].to_text()));
        let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    out
}

fn write_sheet(out: &mut String, sheet: &Sheet<'_>) {
    let names: Vec<String> = sheet.headers.iter().map(|(name, _)| markdown::escape(name)).collect();
    let _ = writeln!(out, "| {} |", names.join(" | "));
    let rule = |(_, kind): &(&str, Kind)| if *kind == Kind::Text { "---" } else { "--:" };
    let rules: Vec<&str> = sheet.headers.iter().map(rule).collect();
    let _ = writeln!(out, "|{}|", rules.join("|"));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|cell| markdown::escape(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// Escapes the lines of a list; each stays a line.
fn escape_lines(list: &str) -> String {
    list.lines().map(|line| format!("{}\n", markdown::escape(line))).collect()
}
