//! `merge`: people's edited copies brought together into the plan.

mod review;
mod settle;
mod told;
mod twins;

use std::path::PathBuf;
use std::sync::Arc;

use envcoop_cli::{
    Again, ExitStatus, FrameworkArgs, Refused, ResultArgs, Session, SharedArgs, load_framework,
    read_again, read_plan_file, write_back,
};
use envcoop_core::edit::merge::{Edited, Merged, Resolving, merge, sent_on};
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document, Line, canonical};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Text, folded, trim};
use envcoop_intake::plan::TextEncoding;
use envcoop_words::edit as words;
use envcoop_words::problem::file as used;

#[derive(clap::Args, Debug)]
pub(crate) struct Merge {
    /// The plan, which receives the edits: CSV, TSV, JSON or a workbook.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Copies of it that people edited, and reviews of candidates as `import --review` writes them.
    #[arg(required = true, value_name = "EDITED")]
    edited: Vec<PathBuf>,
    /// What was sent out, for copies that do not carry it themselves.
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Settle conflicts: the plan's cell stays, or the edited one applies where the copies agree; with a
    /// NAME those of a row (its id), of a column or of a copy (its file). A row goes before a column, a
    /// column before a copy, a copy before the rest; of two for the same the later counts.
    #[arg(long, value_name = "[NAME=]ours|theirs")]
    resolve: Vec<settle::Rule>,
    /// Write the conflicts that remain into a file to decide each in: `.xlsx` with drop-downs, `.csv`;
    /// or `.html` to read.
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    /// Settle conflicts as decided in a file that `--conflicts` wrote; may be given several times.
    #[arg(long, value_name = "FILE")]
    settle: Vec<PathBuf>,
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

/// Returns what a copy says it was sent out as; nothing where that is the copy itself, as of a table that
/// was just imported.
fn own_base(base: Option<Document>, plan: &Document) -> Option<Document> {
    let cells = |plan: &Document| -> Vec<String> {
        let of =
            |line| Column::ALL.map(|own| canonical(Some(own), plan.text(line, own)).into_owned());
        plan.lines.iter().flat_map(of).collect()
    };
    base.filter(|base| !is_imported(plan) || cells(base) != cells(plan))
}

/// Tells whether a copy has the columns and the cells of the plan, row by row.
fn says_the_same(copy: &Document, plan: &Document) -> bool {
    let same = |(a, b): (&Line, &Line)| a.cells == b.cells;
    copy.headings == plan.headings
        && copy.lines.len() == plan.lines.len()
        && copy.lines.iter().zip(&plan.lines).all(same)
}

/// Tells whether a plan was made of a table.
fn is_imported(plan: &Document) -> bool {
    plan.headings.iter().any(|heading| heading.text == envcoop_intake::import::SOURCE)
}

pub(crate) fn run(
    args: &Merge,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let sheet = settle::Sheet::begin(args, session)?;
    let framework = load_framework(&args.framework, session)?;
    let input = Again::new(&args.plan, session);
    review::refuse_as_plan(args, &input, session)?;
    let file = read_again(&args.plan, &input, args.encoding, &framework, session)?;
    let name: Arc<str> = args.plan.to_string_lossy().into();
    check_ids(&name, &file.plan, session)?;
    let base = match &args.base {
        Some(path) => Some(read_plan_file(path, args.encoding, &framework, session)?.plan),
        None => None,
    };
    let mut edited = Vec::new();
    for path in &args.edited {
        let input = Again::new(path, session);
        if let Some(decided) = review::read(path, &input, args, &file.plan, &framework, session)? {
            edited.extend(decided);
            continue;
        }
        let read = read_again(path, &input, args.encoding, &framework, session)?;
        if says_the_same(&read.plan, &file.plan) {
            session.note(&words::says_the_same(session.lang, path.display()));
        }
        let base = own_base(read.base, &read.plan).or_else(|| base.clone());
        // A table that was imported anew is compared with what its plan was imported as.
        let base = base.or_else(|| file.base.clone().filter(|_| is_imported(&read.plan)));
        edited.push(Edited { file: path.to_string_lossy().into(), plan: read.plan, base });
    }
    let mut resolving = settle::rules(&args.resolve, &file.plan, &edited, session)?;
    let merging = |resolving: &Resolving| {
        merge(&framework, &name, &file.plan, file.base.as_ref(), &edited, resolving)
    };
    let mut merged = settle::decide(args, &mut resolving, merging, session)?;
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
    if args.resolve.iter().any(settle::Rule::is_for_copies) {
        for own in edited.iter().filter(|own| own.base.is_none()) {
            let message = words::theirs_unproven(session.lang, &own.file);
            session.warning(&message, Some(words::GIVE_BASE.get(session.lang)));
        }
    }
    // What is to be done is done before it is told: who reads may go away.
    let done = if !merged.conflicts.is_empty() {
        None
    } else if merged.touched.is_empty() {
        Some(words::stays(session.lang, &name))
    } else if args.dry_run {
        Some(words::DRY_RUN.get(session.lang).to_owned())
    } else {
        // The workbook may be mailed again as it is now.
        let sent = file.base.as_ref().map(|base| sent_on(base, &file.plan, &merged.plan));
        let backup = write_back(&args.plan, &file, &merged.plan, sent.as_ref(), session)?;
        Some(words::written(session.lang, &name, backup.display()))
    };
    // What is to be decided is written before it is told, too.
    let way_out = match &sheet {
        Some(sheet) => {
            sheet.write(&name, &settle::open(&merged, &edited), args, shared, session)?
        }
        None => words::SETTLE_EACH.get(session.lang).to_owned(),
    };
    let document = told::document(&name, &merged, n_refused);
    output.write(&document, "envcoop/merge/1", session)?;
    if let Some(done) = done {
        session.note(&done);
        return Ok(ExitStatus::Done);
    }
    // A conflict comes first: what it is settled to may keep the rules.
    session.problems(&problems);
    let message = words::none_written(session.lang, merged.conflicts.len() as u64);
    session.error(&message, Some(&way_out));
    if is_refused { Err(Refused.into()) } else { Ok(ExitStatus::Found) }
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
            let first = Place { file: Arc::clone(name), line: other };
            let message = Text::new(|lang| used::id_used(lang, quoted(&id), &first));
            let hint = used::ID_USED_HINT;
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
        let (id, first) = (quoted(&refused.id), &refused.first);
        let message = Text::new(|lang| used::id_used(lang, &id, first));
        let hint = words::KEEP_ONE_ROW;
        let problem = Problem::error(refused.place.clone(), message);
        problems.push(problem.column(Column::Id.code()).hint(hint));
    }
    let bad = merged.check(name, framework, &mut problems);
    (problems, bad)
}
