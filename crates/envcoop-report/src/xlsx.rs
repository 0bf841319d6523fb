//! `xlsx`: the whole report as one workbook, for people who open nothing else.

use std::sync::Arc;

use anyhow::Context;
use envcoop_cli::{ExitStatus, Refused, Session, SharedArgs, Target, form_named};
use envcoop_present::workbook::Report;
use envcoop_words::problem::output as say;
use envcoop_words::report as words;

use crate::TOOL;
use crate::args::Xlsx;
use crate::portfolio::{Plans, asked};

/// Writes the workbook.
pub(crate) fn run(
    args: &Xlsx,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    form_named(&args.output.output, &[("xlsx", ())])?;
    let target = Target::new(&args.output, session)?;
    target.refuse_terminal(session)?;
    let asked = asked(&args.report, session)?;
    let day = args.report.analysis.judging.fixed_day();
    let framework = Arc::clone(&asked.scope.whole);
    let report = Report::new(&framework, shared.lang.langs(), TOOL, day);
    let lang = session.lang;
    let not_kept = || say::ROWS_NOT_KEPT.get(lang);
    let mut rows = report.rows(args.constant_memory).with_context(not_kept)?;
    let plans =
        Plans::read(&args.report, asked, session, &mut |row| rows.add(row).with_context(not_kept))?;
    if rows.problems.n_errors() > 0 {
        session.problems(&rows.problems);
        return Err(Refused.into());
    }
    let mut out = target.begin()?;
    let study = plans.study(session)?;
    session.stage(words::WRITING_WORKBOOK);
    let mut workbook = rows.end(&study)?;
    workbook.save_to_writer(&mut out).with_context(|| say::NO_BOOK.get(lang))?;
    out.finish(session)?;
    let n_sheets = workbook.worksheets_mut().len() as u64;
    session.note(&words::sheets_written(session.lang, args.output.output.display(), n_sheets));
    Ok(ExitStatus::Done)
}
