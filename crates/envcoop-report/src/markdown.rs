//! `markdown`: the summary, for a memo.

use std::fmt::Write as _;

use envcoop_cli::{ExitStatus, Session, SharedArgs, Target};
use envcoop_core::change::{Change, Changes};
use envcoop_core::memo::memo;
use envcoop_core::table::markdown;
use envcoop_core::tables;
use envcoop_core::text::{Label, Lang};

use crate::args::Markdown;
use crate::portfolio::{Portfolio, Study, framework};

pub(crate) fn run(
    args: &Markdown,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = framework(&args.report, session)?;
    let portfolio = Portfolio::read(&args.report, &framework, session, &mut |_, _, _| Ok(()))?;
    portfolio.study(&framework, session, |study, session| {
        let text = summary(study, Lang::from(shared.lang));
        target.write(session, |out| out.write_all(text.as_bytes()))
    })?;
    Ok(ExitStatus::Done)
}

/// Writes what changed, if there is something to compare with, after the analysis.
fn summary(study: &Study<'_>, lang: Lang) -> String {
    let mut out = memo(study.gap, lang);
    if let Some(changes) = study.changes {
        since(changes, lang, &mut out);
    }
    let heading = Label { en: "Made from", zh: "数据来源" }.get(lang);
    let _ = write!(out, "\n## {heading}\n\n");
    for input in study.inputs.iter().chain(study.baseline_inputs) {
        let name = markdown::escape(&input.name);
        let _ = writeln!(out, "- {name}, {} bytes, SHA-256 {}", input.bytes, input.sha256);
    }
    out
}

fn since(changes: &Changes<'_>, lang: Lang, out: &mut String) {
    let before = changes.before.terms.as_of;
    let table = tables::challenge_changes(changes, lang);
    let _ = write!(out, "\n## {}\n\n", table.spec.title.get(lang));
    out.push_str(&markdown::render(&table, lang));
    let counts = Change::ALL.iter().zip(changes.counts());
    let counts = counts.map(|(change, n)| format!("{} {n}", change.label().get(lang)));
    let counts = counts.collect::<Vec<_>>().join(lang.comma());
    let _ = match lang {
        Lang::En => writeln!(out, "\nNeeds, the baseline as of {before}: {counts}."),
        Lang::Zh => writeln!(out, "\n需求变化（基线截至 {before}）：{counts}。"),
    };
    let table = tables::changes(changes, lang);
    let at = |name| table.spec.columns.iter().position(|column| column.name == name);
    let columns: Vec<usize> = SHOWN.into_iter().filter_map(at).collect();
    let headers = columns.iter().map(|&column| table.spec.columns[column].title.get(lang));
    let headers: Vec<&str> = headers.collect();
    let changed = changes.needs.iter().zip(&table.rows).filter(|(n, _)| n.change != Change::Same);
    let rows: Vec<String> = changed
        .map(|(_, row)| {
            let cell = |&column: &usize| markdown::escape(&row[column].to_text());
            columns.iter().map(cell).collect::<Vec<_>>().join(" | ")
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let _ = write!(out, "\n## {}\n\n", table.spec.title.get(lang));
    let _ = writeln!(out, "| {} |\n|{}", headers.join(" | "), "---|".repeat(headers.len()));
    for row in rows {
        let _ = writeln!(out, "| {row} |");
    }
}

/// The columns of the changes that fit a memo: the cause names rows and places.
const SHOWN: [&str; 7] = ["measure", "title", "need", "change", "before", "after", "cause"];
