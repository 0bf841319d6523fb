//! `same`: rows that seem to be the same project, side by side, for a person to settle.

use std::path::Path;

use anyhow::ensure;
use envcoop_cli::{
    ExitStatus, OutputArgs, Session, SharedArgs, Target, form_named, load_framework, read_suspected,
};
use envcoop_present::checklist::twins;
use envcoop_present::same;
use envcoop_words::edit;
use envcoop_words::same as words;

use crate::args::Same;

pub(crate) fn run(
    args: &Same,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let review = args.review.as_deref().map(|path| begin(path, args, session)).transpose()?;
    let framework = load_framework(&args.framework, session)?;
    let suspected = read_suspected(&args.plans, &framework, session)?;
    if let Some((path, target)) = &review {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let author = format!("{} {}", session.tool, env!("CARGO_PKG_VERSION"));
        let langs = shared.lang.langs();
        let bytes = twins::workbook(&name, &suspected.pairs, &framework, langs, &author)?;
        let backup = target.write_keeping(session, |out| out.write_all(&bytes))?;
        let shown = path.display();
        if let Some(backup) = backup {
            session.note(&edit::written(session.lang, &shown, backup.display()));
        }
        let told = words::to_decide(session.lang, suspected.pairs.len() as u64, &shown);
        session.note(&told);
    }
    output.write(&same::document(&suspected, &framework), "envcoop/same/1", session)?;
    Ok(ExitStatus::Done)
}

/// Gets the workbook ready that the user asked for, before anything is read.
fn begin<'p>(
    path: &'p Path,
    args: &Same,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<(&'p Path, Target)> {
    let OutputArgs { output, force } = &args.result.output;
    ensure!(path != output, words::same_file(session.lang, path.display()));
    form_named(path, &[("xlsx", ())])?;
    let output = OutputArgs { output: path.to_owned(), force: *force };
    let target = Target::new(&output, session)?;
    target.refuse_terminal(session)?;
    Ok((path, target))
}
