//! `markdown`: the summary, for a memo.

use std::fmt::Write as _;

use envcoop_cli::{ExitStatus, Session, SharedArgs};
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::table::markdown;
use envcoop_present::memo;

use crate::args::Document;
use crate::portfolio::write_text;

pub(crate) fn run(
    args: &Document,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    write_text(args, session, |study| summary(study, Lang::from(shared.lang)))
}

/// Writes what changed, if there is something to compare with, after the analysis.
fn summary(study: &Study, lang: Lang) -> String {
    let mut out = memo::markdown(study, lang);
    if let Some(changes) = &study.changes {
        out.push('\n');
        out.push_str(&memo::changes(changes, lang));
    }
    let heading = Label { en: "Made from", zh: "数据来源" }.get(lang);
    let _ = write!(out, "\n## {heading}\n\n");
    for input in study.inputs.iter().chain(&study.baseline_inputs) {
        let name = markdown::escape(&input.name);
        let _ = writeln!(out, "- {name}, {} bytes, SHA-256 {}", input.bytes, input.sha256);
    }
    out
}
