//! `import`: any table as a plan, by a mapping that a person can read.

mod before;
mod decide;
mod maps;
mod shown;
mod table;
mod write;

use std::io::Write;
use std::path::PathBuf;

use envcoop_cli::{
    AudienceArg, ExitStatus, FrameworkArgs, LearnArgs, OutputArgs, Refused, Session, SharedArgs,
    Target, form_named, load_framework,
};
use envcoop_core::problem::{Problems, argument, quoted};
use envcoop_intake::import::Account;
use envcoop_intake::import::kind::Kind;
use envcoop_intake::mapping::preset;
use envcoop_words::{candidate, import as words};

use self::table::Job;
pub(crate) use self::table::TableArgs;
use self::write::{Recognising, make};

#[derive(clap::Args, Debug)]
pub(crate) struct Import {
    /// Tables: workbooks, CSV, TSV, JSON or JSON lines, told apart by content; `-` is standard input.
    #[arg(required_unless_present = "list", value_name = "TABLE")]
    tables: Vec<PathBuf>,
    /// Keep the mapping that was used in this file.
    #[arg(long, value_name = "FILE")]
    save_map: Option<PathBuf>,
    /// List the mappings that are shipped.
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    table: TableArgs,
    /// Recognise no measures for rows that name none.
    #[arg(long, conflicts_with_all = ["learn", "review"])]
    no_classify: bool,
    /// Write the rows whose measures a person has to confirm or to find into this file, with
    /// candidates: a workbook or CSV.
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    #[command(flatten)]
    learn: LearnArgs,
    #[command(flatten)]
    framework: FrameworkArgs,
    /// For whom CSV is written.
    #[arg(long = "for", value_enum, default_value_t, value_name = "AUDIENCE")]
    audience: AudienceArg,
    #[command(flatten)]
    output: OutputArgs,
}

/// The form in which a plan is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Csv,
    Xlsx,
    Json,
}

const ENDINGS: [(&str, Form); 3] = [("csv", Form::Csv), ("xlsx", Form::Xlsx), ("json", Form::Json)];

pub(crate) fn run(
    args: &Import,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    if args.list {
        return list(session);
    }
    let form = form_named(&args.output.output, &ENDINGS)?.unwrap_or_default();
    let target = Target::new(&args.output, session)?;
    if form == Form::Xlsx {
        target.refuse_terminal(session)?;
    }
    // What is to be written is known before anything is read: no input is written over.
    let kept =
        args.save_map.as_ref().map(|path| maps::Map::new(path, args, session)).transpose()?;
    let mut sheet = decide::Sheet::begin(args, session)?;
    maps::apart(args, session.lang)?;
    let framework = load_framework(&args.framework, session)?;
    let lessons = args.learn.read(&framework, session)?;
    let given = args.table.given(session)?;
    let mut jobs = Vec::new();
    let mut problems = Problems::default();
    for path in &args.tables {
        jobs.extend(args.table.job(path, given.as_ref(), &framework, session, &mut problems));
    }
    if let Some(job) = jobs.iter().find(|job| job.is_review()) {
        let lang = session.lang;
        let hint = candidate::as_table_hint(lang, argument(&job.name));
        session.error(&candidate::as_table(lang, &job.name), Some(&hint));
        return Err(Refused.into());
    }
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    let maps = maps::maps(args, kept, &jobs, session);
    if jobs.iter().any(Job::has_questions) {
        jobs.iter().filter(|job| job.is_plan()).for_each(|job| tell_plan(job, session));
        // A run that is refused shows no result.
        if maps.is_ok() {
            maps::show(&jobs, shared, &target, session)?;
        }
        maps::ask(&jobs, session);
        // What is asked is told also where a mapping for the answers is there already.
        return maps::settle(args, shared, &jobs, &maps?, session);
    }
    let maps = maps?;
    let mut problems = Problems::default();
    let before = before::decided(args, &target, &framework);
    let recognising =
        Recognising { framework: &framework, lessons: lessons.as_ref(), before: &before };
    let done = make(
        args,
        &jobs,
        recognising,
        sheet.as_mut(),
        form,
        &target,
        shared,
        session,
        &mut problems,
    )?;
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    maps::show(&jobs, shared, &target, session)?;
    for (job, (account, n_matched)) in jobs.iter().zip(&done.accounts) {
        tell(job, account, *n_matched, session);
    }
    if done.n_kept > 0 {
        session.note(&candidate::kept_decisions(session.lang, done.n_kept));
    }
    before::tell_plan(args, &done, session);
    if let Some(sheet) = sheet {
        sheet.write(&framework, shared, session)?;
    }
    for (job, map) in jobs.iter().zip(&maps) {
        maps::save(map.as_ref(), job, session)?;
    }
    Ok(ExitStatus::Done)
}

/// Says of a table about which there are questions that it is a plan, which needs no import.
fn tell_plan(job: &Job, session: &mut Session<'_, '_>) {
    let (lang, plan) = (session.lang, argument(&job.name));
    session.warning(
        &words::plan_already(lang, &job.name),
        Some(&words::plan_already_hint(lang, plan)),
    );
}

fn list(session: &mut Session<'_, '_>) -> anyhow::Result<ExitStatus> {
    for name in preset::names() {
        if let Some((mapping, text)) = preset::named(name) {
            let about = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
            writeln!(session.streams.out, "{name:18}{about}")?;
            writeln!(session.streams.out, "{:18}{}", "", mapping.header.join(", "))?;
        }
    }
    Ok(ExitStatus::Done)
}

/// Says what became of every row of a table.
fn tell(job: &Job, account: &Account, n_matched: u64, session: &mut Session<'_, '_>) {
    let lang = session.lang;
    let n_left_out: u64 = account.n_left_out.values().sum();
    let Account { n_read, n_made, n_refused, .. } = *account;
    session.note(&words::made(lang, &job.name, n_read, n_made, n_left_out + n_refused));
    for left_out in account.left_out.iter().take(LISTED) {
        let kind = match left_out.kind {
            Kind::Total => words::TOTAL,
            Kind::Heading => words::HEADING,
            Kind::Subtotal => words::SUBTOTAL,
            Kind::Part => words::PART,
            Kind::Header | Kind::OtherHeader => words::HEADER,
            Kind::Unwanted => words::UNWANTED,
            Kind::Note | Kind::Data => words::NOTE,
        };
        let line = words::left_out(lang, &left_out.place, kind.get(lang), quoted(&left_out.text));
        session.note(&line);
    }
    if n_left_out > LISTED as u64 {
        session.note(&envcoop_words::edit::and_more(lang, n_left_out - LISTED as u64));
    }
    let n_without = n_made.saturating_sub(n_matched);
    session.note(&words::matched(lang, n_matched, n_without));
}

/// How many rows that are left out are named.
const LISTED: usize = 20;
