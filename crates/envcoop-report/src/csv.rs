//! `csv`: one file per table.

use std::io::{self, Write};

use anyhow::ensure;
use envcoop_cli::{ExitStatus, Session, SharedArgs, Staged, TargetDir};
use envcoop_core::judge::judged::Judged;
use envcoop_core::study::{By, Study};
use envcoop_core::text::{Lang, count};
use envcoop_forms::table::csv::{Audience, CsvWriter, Form, Separator};
use envcoop_forms::table::{Table, TableSpec, Value, datapackage};
use envcoop_present::restrictions::limits;
use envcoop_present::tables;
use envcoop_words as words;
use serde_json::json;

use crate::args::Csv;
use crate::cells::CellCheck;
use crate::portfolio::{Plans, asked};

/// The description that goes with files for programs.
const PACKAGE: &str = "datapackage.json";

pub(crate) fn run(
    args: &Csv,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let lang = Lang::from(shared.lang);
    let form = Form { audience: args.audience.into(), separator: args.sep.into(), lang };
    ensure!(
        form.audience == Audience::Sheet || form.separator == Separator::Comma,
        "`--sep semicolon` is for spreadsheets: files for programs are separated by commas"
    );
    let mut specs = specs(!args.report.baseline.is_empty());
    if args.report.rates.is_asked() {
        specs.push(&tables::BY_CHALLENGE);
    }
    let files: Vec<String> = specs.iter().map(|spec| file_of(spec)).collect();
    let names = files.iter().map(String::as_str);
    let mut folder = TargetDir::new(&args.output, args.force, names.chain(package(form)))?;
    let asked = asked(&args.report, session)?;

    // The tables that grow with the plan are written while it is read.
    let mut check = CellCheck::new(form);
    let mut activities = begin(&folder, &tables::ACTIVITIES, form)?;
    let mut late = begin(&folder, &tables::LATE, form)?;
    let mut row = |judged: &Judged<'_>| {
        put(&mut activities, &tables::ACTIVITIES, &tables::activity(judged.row), &mut check)?;
        if let Some(values) = tables::late(judged) {
            put(&mut late, &tables::LATE, &values, &mut check)?;
        }
        Ok(())
    };
    let plans = Plans::read(&args.report, asked, session, &mut row)?;
    folder.add(activities.into_inner());
    folder.add(late.into_inner());

    let study = plans.study(session)?;
    session.stage("writing tables");
    for table in tables(&study, lang) {
        let mut file = begin(&folder, table.spec, form)?;
        for row in &table.rows {
            put(&mut file, table.spec, row, &mut check)?;
        }
        folder.add(file.into_inner());
    }
    if let Some(name) = package(form) {
        let mut file = folder.begin(name)?;
        serde_json::to_writer_pretty(&mut file, &describe(&study, &specs, lang))
            .map_err(io::Error::from)?;
        file.write_all(b"\n")?;
        folder.add(file);
    }
    let n_files = count(folder.len() as u64, "file", "files");
    folder.finish()?;
    check.tell(session);
    session.note(&format!("{}: {n_files} written", args.output.display()));
    Ok(ExitStatus::Done)
}

/// Returns the tables of a report, with or without a baseline.
pub(crate) fn specs(has_baseline: bool) -> Vec<&'static TableSpec> {
    let of_baseline: &[&TableSpec] = if has_baseline { &tables::OF_BASELINE } else { &[] };
    tables::ALL.iter().chain(of_baseline).copied().collect()
}

fn begin(folder: &TargetDir, spec: &TableSpec, form: Form) -> anyhow::Result<CsvWriter<Staged>> {
    let mut table = CsvWriter::shaped(folder.begin(&file_of(spec))?, form);
    table.texts(spec.columns.iter().map(|column| column.name))?;
    Ok(table)
}

/// Adds a row whose cells the file can hold.
fn put(
    file: &mut CsvWriter<Staged>,
    spec: &TableSpec,
    row: &[Value<'_>],
    check: &mut CellCheck,
) -> anyhow::Result<()> {
    check.row(spec, row)?;
    Ok(file.values(row)?)
}

fn package(form: Form) -> Option<&'static str> {
    (form.audience == Audience::Data).then_some(PACKAGE)
}

fn file_of(spec: &TableSpec) -> String {
    format!("{}.csv", spec.name)
}

/// Returns every table that is made after the last row.
fn tables<'a>(study: &'a Study, lang: Lang) -> Vec<Table<'a>> {
    let Study { gap, breakdown, problems, changes, .. } = study;
    let mut tables = vec![
        tables::challenges(gap, lang),
        tables::areas(gap, lang),
        tables::measures(gap, lang),
        tables::needs(gap),
        tables::matrix(gap),
        tables::timeline(gap, lang),
        tables::owners(breakdown),
        tables::owner_money(breakdown),
        tables::partners(breakdown),
        tables::partner_money(breakdown),
        tables::terms(gap, breakdown, lang),
        tables::term_money(gap),
        tables::money(gap),
        tables::gaps(gap, lang),
        tables::problems(problems),
    ];
    if study.exchange.is_some() {
        tables.push(tables::by(study, By::Challenge, lang));
    }
    if let Some(changes) = changes {
        tables.push(tables::challenge_changes(changes, lang));
        tables.push(tables::changes(changes, lang));
    }
    tables
}

fn describe(study: &Study, specs: &[&TableSpec], lang: Lang) -> serde_json::Value {
    let (framework, rules) = (&study.gap.framework, study.gap.rules);
    let by_target = words::analysis::BY_TARGET.get(Lang::En);
    let mut description = format!(
        "gap analysis against {} {}, as of {}, profile {}, blank means {}",
        framework.id,
        framework.version,
        rules.as_of,
        if study.gap.is_targeted { by_target } else { rules.profile.code() },
        rules.blank.code()
    );
    for (name, line) in limits(study) {
        let (name, line) = (name.get(Lang::En).to_lowercase(), line.get(Lang::En));
        description.push_str(&format!("; {name}: {line}"));
    }
    let title = framework.title.get(lang);
    let mut package = datapackage::describe("envcoop-report", title, &description, specs, lang);
    let inputs = study.inputs.iter().chain(&study.baseline_inputs).map(|input| {
        json!({
            "title": input.name,
            "bytes": input.bytes,
            "hash": format!("sha256:{}", input.sha256),
        })
    });
    let strategy = json!({"title": framework.source.title.get(lang), "version": framework.version});
    package["sources"] = std::iter::once(strategy).chain(inputs).collect();
    package
}
