//! `markdown`: the summary, for a memo.

use std::fmt::Write as _;

use envcoop_cli::{ExitStatus, Session, SharedArgs, Target};
use envcoop_core::memo;
use envcoop_core::table::markdown;
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
    let mut out = memo::memo(study.gap, lang);
    if let Some(changes) = study.changes {
        out.push('\n');
        out.push_str(&memo::changes(changes, lang));
    }
    let heading = Label { en: "Made from", zh: "数据来源" }.get(lang);
    let _ = write!(out, "\n## {heading}\n\n");
    for input in study.inputs.iter().chain(study.baseline_inputs) {
        let name = markdown::escape(&input.name);
        let _ = writeln!(out, "- {name}, {} bytes, SHA-256 {}", input.bytes, input.sha256);
    }
    out
}
