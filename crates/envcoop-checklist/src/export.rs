//! `export`: what a plan says, beside the rows of the table that it was imported from.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use envcoop_cli::{
    ExitStatus, FrameworkArgs, OutputArgs, Refused, Session, Target, form_named, load_framework,
    read_plan_file,
};
use envcoop_core::plan::{Column, canonical};
use envcoop_core::problem::Problems;
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::{Link, Stage, Status, Word};
use envcoop_intake::import::{Identifiers, Import};
use envcoop_intake::mapping::field::Field;
use envcoop_words::import as words;

use crate::import::TableArgs;

#[derive(clap::Args, Debug)]
pub(crate) struct Export {
    /// The plan.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// The table that it was imported from; it stays as it is.
    #[arg(long, value_name = "TABLE")]
    into: PathBuf,
    #[command(flatten)]
    table: TableArgs,
    #[command(flatten)]
    framework: FrameworkArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub(crate) fn run(args: &Export, session: &mut Session<'_, '_>) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output, session)?;
    let framework = load_framework(&args.framework, session)?;
    let file = read_plan_file(&args.plan, None, &framework, session)?;
    let plan = &file.plan;
    let given = args.table.given(session)?;
    let mut problems = Problems::default();
    let job = args.table.job(&args.into, given.as_ref(), &framework, session, &mut problems);
    let Some(job) = job.filter(|job| problems.n_errors() == 0 && !job.has_questions()) else {
        session.problems(&problems);
        if problems.n_errors() == 0 {
            let hint = words::needs_map_hint(session.lang, args.into.display());
            session.error(words::NEEDS_MAP.get(session.lang), Some(&hint));
        }
        return Err(Refused.into());
    };
    form_named(&args.output.output, &endings(&args.into, job.survey.table.is_text()))?;
    let by_id: BTreeMap<&str, usize> =
        plan.lines.iter().enumerate().map(|(at, line)| (plan.text(line, Column::Id), at)).collect();
    let opener = || job.input.open();
    // Which row of the plan each row of the table became, and what it said then.
    let mut rows = Vec::new();
    let mut read = Problems::default();
    Import::new(&job.survey, &job.mapping, &framework).run(
        &opener,
        &mut Identifiers::default(),
        &mut read,
        &mut |made| {
            let part = job.survey.table.parts.iter().position(|part| part.place == made.place.file);
            let at = by_id.get(made.mapped.get(Column::Id)).copied();
            rows.push((part.unwrap_or(0), made.place.line, at, made.mapped.cells.clone()));
        },
    );
    let text = |at: Option<usize>, column| at.map_or("", |at| plan.text(&plan.lines[at], column));
    let differs = |column: Column| {
        rows.iter().any(|(_, _, at, cells)| {
            let (here, there) = (text(*at, column), cells[column as usize].as_str());
            at.is_some() && canonical(Some(column), here) != canonical(Some(column), there)
        })
    };
    let from_table = |column: Column| {
        let rule = job.mapping.rule(Field::Column(column));
        rule.is_some_and(|rule| !rule.from.is_empty())
    };
    // That a person found no measure for a row is said by nothing else.
    let is_refused = |(_, _, at, _): &(_, _, Option<usize>, _)| {
        text(*at, Column::Measures).is_empty() && !text(*at, Column::Link).is_empty()
    };
    let is_wanted = |column: &Column| match column {
        Column::Link => differs(*column) || !from_table(*column) && rows.iter().any(is_refused),
        Column::Id => !from_table(*column),
        Column::Measures | Column::Status => !from_table(*column) || differs(*column),
        column => differs(*column),
    };
    let columns: Vec<Column> = Column::ALL.into_iter().filter(is_wanted).collect();
    let is_wide = |c: char| (c as u32) > 0x2e80;
    let lang = match job.survey.names.iter().any(|name| name.contains(is_wide)) {
        true => Lang::Zh,
        false => Lang::En,
    };
    // A column of the person's own that is called so stays: what the plan says gets another name.
    let title = job.mapping.rule(Field::Column(Column::Title)).map_or(&[][..], |rule| &rule.from);
    let own = own_columns(&job.survey.names, title, lang);
    let header = |&column: &Column| -> String {
        let [label, other] = headers_of(column, lang);
        if own.contains(&label) { other } else { label }
    };
    let headers: Vec<String> = columns.iter().map(header).collect();
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let of_row = |at: Option<usize>, cells: &[String]| -> Vec<String> {
        let text = |column: Column| match (column, at) {
            // What a row became is told even where the plan has it no more.
            (Column::Id, None) => cells[column as usize].clone(),
            _ => written(column, text(at, column), lang),
        };
        columns.iter().map(|&column| text(column)).collect()
    };
    let beside = rows.iter().map(|(part, line, at, cells)| ((*part, *line), of_row(*at, cells)));
    let beside = beside.collect();
    let mut bytes = Vec::new();
    job.input.open().read_to_end(&mut bytes).with_context(|| job.name.to_string())?;
    let n_known = rows.iter().filter(|(_, _, at, _)| at.is_some()).count();
    if n_known == 0 {
        let hint = words::NO_ROW_EXPORTED_HINT.get(session.lang);
        session.error(words::NO_ROW_EXPORTED.get(session.lang), Some(hint));
        return Err(Refused.into());
    }
    let width = job.survey.names.len();
    let made = job.survey.table.beside(&bytes, width, &headers, &beside);
    let made = made.map_err(|problem| {
        session.problem(&problem);
        Refused
    })?;
    let mut out = target.begin()?;
    out.write_all(&made)?;
    out.finish_over(&args.output.output, session)?;
    let (n_rows, n_plan) = (rows.len() as u64, plan.lines.len() as u64);
    let names = headers.join(envcoop_words::list::COMMA.get(session.lang));
    session.note(&words::exported(session.lang, names, n_known as u64, n_rows));
    if n_plan > n_known as u64 {
        let became: BTreeSet<usize> = rows.iter().filter_map(|(_, _, at, _)| *at).collect();
        let others = (0..plan.lines.len()).filter(|at| !became.contains(at));
        let ids = others.map(|at| plan.text(&plan.lines[at], Column::Id));
        let mut named: Vec<&str> = ids.clone().take(NAMED).collect();
        if ids.count() > NAMED {
            named.push("...");
        }
        let named = named.join(session.lang.comma());
        let message = words::not_exported(session.lang, n_plan - n_known as u64, named);
        session.warning(&message, Some(words::NOT_EXPORTED_HINT.get(session.lang)));
    }
    Ok(ExitStatus::Done)
}

/// How many rows that are in no table are named.
const NAMED: usize = 10;

/// Returns the header of what the plan says, and the one where a column of the table is called so.
fn headers_of(column: Column, lang: Lang) -> [String; 2] {
    let label = column.label().get(lang);
    [label.to_owned(), format!("{label} ({})", envcoop_words::checklist::PLAN.get(lang))]
}

/// Returns the columns of a table without those that an earlier export wrote at its right: from ids on,
/// or from measures on where who tied them stands there too, nothing but columns of a plan, and not what
/// the `title` is read from.
fn own_columns<'n>(names: &'n [String], title: &[String], lang: Lang) -> &'n [String] {
    let is = |name: &String, column: Column| headers_of(column, lang).contains(name);
    let is_of_plan = |name: &String| Column::ALL.into_iter().any(|column| is(name, column));
    let is_ours = |written: &[String]| {
        written.iter().all(|name| is_of_plan(name) && !title.contains(name))
            && (is(&written[0], Column::Id) || written.iter().any(|name| is(name, Column::Link)))
    };
    let begin = |column| {
        let at = names.iter().rposition(|name| is(name, column));
        at.filter(|&at| is_ours(&names[at..]))
    };
    &names[..begin(Column::Id).or_else(|| begin(Column::Measures)).unwrap_or(names.len())]
}

/// Returns the endings of what is written: the table in its own form, with columns at its right.
fn endings(table: &Path, is_text: bool) -> Vec<(&str, ())> {
    let own = table.extension().and_then(|own| own.to_str());
    let all: &[&str] = if is_text { &["csv", "tsv", "txt"] } else { &["xlsx", "xlsm", "ods"] };
    let is_own = |ending: &&&str| own.is_some_and(|own| own.eq_ignore_ascii_case(ending));
    match all.iter().find(is_own).filter(|_| !is_text) {
        // The forms of workbooks differ within.
        Some(own) => vec![(own, ())],
        None => all.iter().map(|own| (*own, ())).collect(),
    }
}

/// Writes a cell as its reader has it: words of closed columns in the language of the table.
fn written(column: Column, text: &str, lang: Lang) -> String {
    fn label<W: Word>(text: &str, lang: Lang) -> Option<String> {
        W::read(text).map(|word| word.label().get(lang).to_owned())
    }
    let label = match column {
        Column::Status => label::<Status>(text, lang),
        Column::Stage => label::<Stage>(text, lang),
        Column::Link => label::<Link>(text, lang),
        _ => None,
    };
    label.unwrap_or_else(|| text.to_owned())
}
