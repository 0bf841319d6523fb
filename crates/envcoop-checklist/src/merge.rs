//! `merge`: people's edited copies brought together into the plan.

mod told;

use std::path::PathBuf;
use std::sync::Arc;

use envcoop_cli::{
    ExitStatus, FrameworkArgs, Refused, ResultArgs, Session, SharedArgs, choice, load_framework,
    read_plan_file, replace,
};
use envcoop_core::edit::merge::{Edited, Merged, Resolve, merge};
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Lang, count, folded, trim};
use envcoop_intake::plan::{Form, TextEncoding, write_json};
use envcoop_present::checklist::workbook::{self, Facts};

use crate::TOOL;

#[derive(clap::Args, Debug)]
pub(crate) struct Merge {
    /// The plan, which receives the edits: CSV, TSV, JSON or a workbook.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Copies of it that people edited.
    #[arg(required = true, value_name = "EDITED")]
    edited: Vec<PathBuf>,
    /// What was sent out, for copies that do not carry it themselves.
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Settle conflicts: the plan's cell stays, or the edited one applies where the copies agree.
    #[arg(long, value_enum)]
    resolve: Option<ResolveArg>,
    /// Show what would be done and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Leave out edited rows that break a rule of the plan, say how many, and go on.
    #[arg(long)]
    keep_going: bool,
    /// Encoding of CSV and JSON that is neither UTF-8 nor marked, for instance gb18030 [default: told
    /// from the words].
    #[arg(long, value_name = "NAME")]
    encoding: Option<TextEncoding>,
    #[command(flatten)]
    result: ResultArgs,
    #[command(flatten)]
    framework: FrameworkArgs,
}

choice! {
    /// How conflicts are settled.
    pub(crate) ResolveArg for Resolve {
        /// the plan's cell stays
        Ours,
        /// the edited cell applies
        Theirs
    }
}

pub(crate) fn run(
    args: &Merge,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let framework = load_framework(&args.framework, session)?;
    let file = read_plan_file(&args.plan, args.encoding, &framework, session)?;
    let name: Arc<str> = args.plan.to_string_lossy().into();
    check_ids(&name, &file.plan, session)?;
    let base = match &args.base {
        Some(path) => Some(read_plan_file(path, args.encoding, &framework, session)?.plan),
        None => None,
    };
    let mut edited = Vec::new();
    for path in &args.edited {
        let read = read_plan_file(path, args.encoding, &framework, session)?;
        let base = read.base.or_else(|| base.clone());
        edited.push(Edited { file: path.to_string_lossy().into(), plan: read.plan, base });
    }
    let mut merged = merge(&name, &file.plan, &edited, args.resolve.map(Resolve::from));
    let (problems, bad) = broken_rules(&merged, &name, &framework);
    let is_refused = problems.n_errors() > 0 && !args.keep_going;
    if merged.conflicts.is_empty() {
        session.problems(&problems);
        if is_refused {
            return Err(Refused.into());
        }
    }
    merged.leave_out(&bad, &file.plan);
    let n_refused = (bad.len() + merged.refused.len()) as u64;
    // What is to be done is done before it is told: who reads may go away.
    let done = if !merged.conflicts.is_empty() {
        None
    } else if merged.touched.is_empty() {
        Some(format!("{name} stays as it is"))
    } else if args.dry_run {
        Some("dry run: nothing was written".to_owned())
    } else {
        let bytes = written(&file.form, &merged.plan, &framework, shared.lang.langs())?;
        let backup = replace(&args.plan, &bytes)?;
        Some(format!("{name} written; what it was is in {}", backup.display()))
    };
    let document = told::document(&name, &merged, n_refused);
    output.write(&document, "envcoop/merge/1", session)?;
    if let Some(done) = done {
        session.note(&done);
        return Ok(ExitStatus::Done);
    }
    // A conflict comes first: what it is settled to may keep the rules.
    session.problems(&problems);
    let n = count(merged.conflicts.len() as u64, "conflict", "conflicts");
    let hint =
        "settle each in the plan or in the copy, or choose `--resolve ours` or `--resolve theirs`";
    session.error(&format!("{n}: nothing was written"), Some(hint));
    if is_refused { Err(Refused.into()) } else { Ok(ExitStatus::Found) }
}

/// Writes a plan in the form that its file had. A workbook is made anew: what it was is kept beside
/// it.
pub(crate) fn written(
    form: &Form,
    plan: &Document,
    framework: &Framework,
    langs: &[Lang],
) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match form {
        Form::Text(form) => return Ok(form.write(plan)?),
        Form::Json { in_object } => write_json(plan, *in_object, &mut bytes)?,
        Form::Workbook => {
            let facts = Facts { framework, tool: TOOL, year: None, as_of: None };
            return Ok(workbook::write(plan, &facts, langs)?);
        }
    }
    Ok(bytes)
}

/// A plan in which two rows have one id cannot be merged into.
fn check_ids(
    name: &Arc<str>,
    plan: &Document,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<()> {
    let mut first = std::collections::HashMap::new();
    let mut problems = Problems::default();
    for line in &plan.lines {
        let id = folded(trim(plan.text(line, Column::Id)));
        if let Some(other) = first.insert(id.clone(), line.number).filter(|_| !id.is_empty()) {
            let place = Place { file: Arc::clone(name), line: line.number };
            let message = format!("id {} is used already at {name}:{other}", quoted(&id));
            let hint = "give one of the two rows another id, or remove the copy";
            problems.push(Problem::error(place, message).column(Column::Id.code()).hint(hint));
        }
    }
    session.problems(&problems);
    if problems.n_errors() > 0 { Err(Refused.into()) } else { Ok(()) }
}

/// Holds what was merged against the rules of a plan. Returns the problems and the rows that have
/// one.
fn broken_rules(merged: &Merged, name: &Arc<str>, framework: &Framework) -> (Problems, Vec<usize>) {
    let mut problems = Problems::default();
    for refused in &merged.refused {
        let message = format!("id {} is used already at {}", quoted(&refused.id), refused.first);
        let hint = "keep one of the two rows in the copy";
        let problem = Problem::error(refused.place.clone(), message);
        problems.push(problem.column(Column::Id.code()).hint(hint));
    }
    let bad = merged.check(name, framework, &mut problems);
    (problems, bad)
}

#[cfg(test)]
mod tests {
    use envcoop_core::framework::shipped;
    use envcoop_core::plan::{Heading, canonical};
    use envcoop_intake::plan::PlanFile;

    use super::*;

    #[test]
    fn cells_that_a_spreadsheet_would_change_come_back_as_they_were() {
        let own = ["=1+1", "@cmd", "007", "1E3", "+86 10", "'x", "_x0041_", "a\nb", "  ", "3-1"];
        let mut plan = Document::new();
        plan.headings.insert(0, Heading::new("our code"));
        plan.headings.push(Heading::new("=plus"));
        for (n, text) in own.iter().enumerate() {
            let id = format!("A-{n}");
            plan.push(|heading| match heading.column {
                Some(Column::Id) => id.clone().into(),
                Some(Column::Status) => ["suspended", "?", "not-applicable"][n % 3].into(),
                Some(Column::Stage) => ["", "?", "verify"][n % 3].into(),
                Some(Column::End) => ["2027-02-28", "?", "1899-05-05", "2027-02-30"][n % 4].into(),
                Some(Column::Budget) => ["0.07", "?", "10000000000000.01", "12"][n % 4].into(),
                Some(Column::Link) => ["", "rule", "human"][n % 3].into(),
                Some(Column::Currency) => "CNY".into(),
                Some(Column::Measures) => "W1.1:60;W2.1:40".into(),
                _ => (*text).into(),
            });
        }
        let framework = shipped("mini").expect("it is shipped").expect("it is sound");
        for langs in [&[Lang::En][..], &[Lang::Zh], &[Lang::En, Lang::Zh]] {
            let bytes = written(&Form::Workbook, &plan, &framework, langs).expect("it is written");
            let mut problems = Problems::default();
            let file = "a.xlsx".into();
            let back = PlanFile::read(&file, &*bytes, None, &framework, &mut problems);
            let back = back.unwrap_or_else(|| panic!("{problems:?}"));
            let base = back.base.expect("there is a baseline");
            for read in [&back.plan, &base] {
                assert_eq!(read.lines.len(), plan.lines.len());
                for (line, ours) in read.lines.iter().zip(&plan.lines) {
                    for (heading, text) in plan.headings.iter().zip(&ours.cells) {
                        let at = read.headings.iter().position(|h| match heading.column {
                            Some(column) => h.column == Some(column),
                            None => h.text == heading.text,
                        });
                        let cell = &line.cells[at.expect("the column is there")];
                        let of = |text| canonical(heading.column, text).into_owned();
                        assert_eq!(of(cell), of(text), "{} {langs:?}", heading.text);
                    }
                }
            }
        }
    }
}
