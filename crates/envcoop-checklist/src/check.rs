//! `check`: every problem of a plan, and the repairs that have one safe answer.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use envcoop_cli::{
    ExitStatus, FrameworkArgs, Session, SharedArgs, load_framework, open, read_plan_file, replace,
};
use envcoop_core::edit::repair::repairs;
use envcoop_core::problem::{Place, Problems, quoted};
use envcoop_core::text::count;
use envcoop_intake::plan::TextEncoding;
use envcoop_intake::reader::PlanReader;

use crate::merge::written;

#[derive(clap::Args, Debug)]
pub(crate) struct Check {
    /// The plan: CSV, TSV, JSON or a workbook.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Repair what has one safe answer (labels to codes, date shapes, blanks at edges), show each
    /// repair, and keep what the plan was as PLAN.bak.
    #[arg(long)]
    fix: bool,
    /// Encoding of CSV and JSON that is neither UTF-8 nor marked, for instance gb18030 [default: told
    /// from the words].
    #[arg(long, value_name = "NAME")]
    encoding: Option<TextEncoding>,
    #[command(flatten)]
    framework: FrameworkArgs,
}

pub(crate) fn run(
    args: &Check,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    // A plan that is not there has no problems of its own to find.
    if args.plan.as_os_str() != "-" {
        #[expect(clippy::disallowed_methods, reason = "only whether it is there is asked")]
        std::fs::metadata(&args.plan)
            .with_context(|| format!("{}: cannot be read", args.plan.display()))?;
    }
    let framework = load_framework(&args.framework, session)?;
    if args.fix {
        let mut file = read_plan_file(&args.plan, args.encoding, &framework, session)?;
        let repairs = repairs(&file.plan);
        for repair in &repairs {
            let line = &mut file.plan.lines[repair.row];
            let place = Place { file: args.plan.to_string_lossy().into(), line: line.number };
            let (from, to) = (quoted(&repair.from), quoted(&repair.to));
            let column = repair.column.code();
            writeln!(session.streams.out, "{place}: column {column}: {from} -> {to}")?;
            line.cells[repair.cell].clone_from(&repair.to);
        }
        if !repairs.is_empty() {
            let bytes = written(&file.form, &file.plan, &framework, shared.lang.langs())?;
            let backup = replace(&args.plan, &bytes)?;
            let n = count(repairs.len() as u64, "repair", "repairs");
            session.note(&format!("{n} written; what the plan was is in {}", backup.display()));
        }
    }
    let name = args.plan.to_string_lossy();
    // Every problem is listed: that is what was asked for.
    let problems = Problems::with_limit(usize::MAX);
    let mut reader = PlanReader::new(&framework, None, problems).with_encoding(args.encoding);
    reader.read(&name, open(&args.plan, session), &mut |_| {});
    let summary = reader.finish();
    session.problems(&summary.problems);
    let n_errors = summary.problems.n_errors();
    let rows = count(summary.n_read + summary.n_refused, "row", "rows");
    let errors = count(n_errors, "problem", "problems");
    writeln!(session.streams.out, "{name}: {rows}, {errors}")?;
    Ok(if n_errors == 0 { ExitStatus::Done } else { ExitStatus::Found })
}
