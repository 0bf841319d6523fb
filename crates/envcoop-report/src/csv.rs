//! `csv`: one file per table.

use std::io::Write;

use anyhow::ensure;
use envcoop_cli::{ExitStatus, Session, SharedArgs, Staged, TargetDir};
use envcoop_core::judge::judged::Judged;
use envcoop_core::reason::Reason;
use envcoop_core::study::Study;
use envcoop_core::text::Lang;
use envcoop_forms::json;
use envcoop_forms::table::csv::{Audience, CsvWriter, Form, Separator};
use envcoop_forms::table::{Forms, Schema, Value, datapackage};
use envcoop_present::headline::judged_by;
use envcoop_present::restrictions::limits;
use envcoop_present::tables;
use envcoop_words::problem::output as say;
use envcoop_words::report as words;
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
        Reason::from(say::SEP_FOR_SHEETS)
    );
    ensure!(args.output.as_os_str() != "-", Reason::from(say::NAME_FOLDER));
    let schemas = schemas(!args.report.baseline.is_empty(), args.report.rates.is_asked());
    let files: Vec<String> = schemas.iter().map(|&schema| file_of(schema)).collect();
    let names = files.iter().map(String::as_str);
    let mut folder = TargetDir::new(&args.output, args.force, names.chain(package(form)), session)?;
    let asked = asked(&args.report, session)?;

    // The tables that grow with the plan are written while it is read.
    let mut check = CellCheck::new(form);
    let mut activities = begin(&folder, tables::ACTIVITIES, form)?;
    let mut late = begin(&folder, tables::LATE, form)?;
    let mut row = |judged: &Judged<'_>| {
        put(&mut activities, tables::ACTIVITIES, tables::activity(judged).iter(), &mut check)?;
        if let Some(values) = tables::late(judged) {
            put(&mut late, tables::LATE, values.iter(), &mut check)?;
        }
        Ok(())
    };
    let plans = Plans::read(&args.report, asked, session, &mut row)?;
    folder.add(activities.into_inner());
    folder.add(late.into_inner());

    let study = plans.study(session)?;
    session.stage(words::WRITING_TABLES);
    let after_rows = tables::after_rows(&study);
    for table in &after_rows {
        let mut file = begin(&folder, table, form)?;
        table
            .view(Forms::DATA)
            .rows()
            .try_for_each(|row| put(&mut file, table, row, &mut check))?;
        folder.add(file.into_inner());
    }
    if let Some(name) = package(form) {
        let mut file = folder.begin(name)?;
        file.write_all(json::text(&describe(&study, &schemas, lang)).as_bytes())?;
        folder.add(file);
    }
    let n_files = folder.len() as u64;
    let left = left_over(&folder, &schemas, form);
    folder.finish()?;
    check.tell(session);
    session.note(&words::files_written(session.lang, args.output.display(), n_files));
    if !left.is_empty() {
        let message = words::left_over(session.lang, args.output.display(), left.join(", "));
        session.warning(&message, Some(words::REMOVE_LEFT_OVER.get(session.lang)));
    }
    Ok(ExitStatus::Done)
}

/// Returns the tables that an earlier report left in the folder: whoever opens the folder would take
/// them for part of this one.
fn left_over(folder: &TargetDir, written: &[&dyn Schema], form: Form) -> Vec<String> {
    let is_written = |name: &String| {
        written.iter().any(|&schema| file_of(schema) == *name) || package(form) == Some(&**name)
    };
    let all = schemas(true, true).into_iter().map(file_of).chain([PACKAGE.to_owned()]);
    all.filter(|name| !is_written(name) && folder.holds(name)).collect()
}

/// Returns the tables of a report, with or without a baseline and rates.
pub(crate) fn schemas(has_baseline: bool, has_rates: bool) -> Vec<&'static dyn Schema> {
    let of_baseline: &[&dyn Schema] = if has_baseline { &tables::OF_BASELINE } else { &[] };
    let of_rates = has_rates.then_some(&tables::BY_CHALLENGE);
    tables::ALL.iter().chain(of_rates).chain(of_baseline).copied().collect()
}

fn begin(folder: &TargetDir, schema: &dyn Schema, form: Form) -> anyhow::Result<CsvWriter<Staged>> {
    let mut table = CsvWriter::shaped(folder.begin(&file_of(schema))?, form);
    table.texts(schema.columns(Forms::DATA).iter().map(|column| column.name))?;
    Ok(table)
}

/// Adds a row whose cells the file can hold.
fn put<'v>(
    file: &mut CsvWriter<Staged>,
    schema: &dyn Schema,
    row: impl Iterator<Item = &'v Value<'v>> + Clone,
    check: &mut CellCheck,
) -> anyhow::Result<()> {
    check.row(schema, row.clone())?;
    Ok(file.values(row)?)
}

fn package(form: Form) -> Option<&'static str> {
    (form.audience == Audience::Data).then_some(PACKAGE)
}

fn file_of(schema: &dyn Schema) -> String {
    format!("{}.csv", schema.spec().name)
}

fn describe(study: &Study, schemas: &[&dyn Schema], lang: Lang) -> serde_json::Value {
    let (framework, rules) = (&study.gap.framework, study.gap.rules);
    let mut description = format!(
        "gap analysis against {} {}, as of {}, profile {}, blank means {}",
        framework.id,
        framework.version,
        rules.as_of,
        judged_by(&study.gap).get(Lang::En),
        rules.blank.code()
    );
    for (name, line) in limits(study) {
        let (name, line) = (name.get(Lang::En).to_lowercase(), line.get(Lang::En));
        description.push_str(&format!("; {name}: {line}"));
    }
    let title = framework.title.get(lang);
    let mut package = datapackage::describe("envcoop-report", title, &description, schemas, lang);
    let inputs = study.inputs.iter().chain(&study.baseline_inputs).map(|input| {
        json!({
            "title": input.name,
            "bytes": input.bytes,
            "hash": format!("sha256:{}", input.sha256),
        })
    });
    let strategy = json!({"title": framework.source.title.get(lang), "version": framework.version});
    package["sources"] = std::iter::once(strategy).chain(inputs).collect();
    package.sort_all_objects();
    package
}
