//! `csv`: one file per table.

use std::io::{self, Write};

use envcoop_cli::{ExitStatus, Session, SharedArgs, TargetDir, judge, load_framework, read_plans};
use envcoop_core::gap::Gap;
use envcoop_core::plan::Activity;
use envcoop_core::table::csv::{Audience, CsvWriter, write};
use envcoop_core::table::{Table, datapackage};
use envcoop_core::tables;
use envcoop_core::tally::Tally;
use envcoop_core::text::{Lang, count};

use crate::args::Csv;

/// The description that goes with files for programs.
const PACKAGE: &str = "datapackage.json";

pub(crate) fn run(
    args: &Csv,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let audience = Audience::from(args.audience);
    let lang = Lang::from(shared.lang);
    let files: Vec<String> = tables::ALL.iter().map(|spec| file_of(spec.name)).collect();
    let names = files.iter().map(String::as_str);
    let mut folder = TargetDir::new(&args.output, args.force, names.chain(package(audience)))?;
    let framework = load_framework(&args.framework, session)?;

    // The one table that grows with the plan is written while the plan is read.
    let mut activities = CsvWriter::new(folder.begin(&file_of(tables::ACTIVITIES.name))?, audience);
    activities.texts(tables::ACTIVITIES.columns.iter().map(|column| column.name))?;
    let mut terms = args.judging.terms(Default::default());
    let mut tally = Tally::new(&framework);
    let mut written = Ok(());
    let mut add = |row: &Activity<'_>, blank| {
        tally.add(row, terms.as_of, blank);
        if written.is_ok() {
            written = activities.values(&tables::activity(row));
        }
    };
    terms.blank = read_plans(&args.plans, &framework, session, &mut add)?.blank;
    written?;
    folder.add(activities.into_inner());

    let gap = judge(&framework, &tally, terms, session)?;
    for table in tables(&gap, lang) {
        let mut file = folder.begin(&file_of(table.spec.name))?;
        write(&table, &mut file, audience)?;
        folder.add(file);
    }
    if let Some(name) = package(audience) {
        let mut file = folder.begin(name)?;
        serde_json::to_writer_pretty(&mut file, &describe(&gap, lang)).map_err(io::Error::from)?;
        file.write_all(b"\n")?;
        folder.add(file);
    }
    let n_files = count(folder.len() as u64, "file", "files");
    folder.finish()?;
    session.note(&format!("{}: {n_files} written", args.output.display()));
    Ok(ExitStatus::Done)
}

fn package(audience: Audience) -> Option<&'static str> {
    (audience == Audience::Data).then_some(PACKAGE)
}

fn file_of(table: &str) -> String {
    format!("{table}.csv")
}

/// Returns every table that is made after the last row.
fn tables<'a>(gap: &Gap<'a>, lang: Lang) -> [Table<'a>; 7] {
    [
        tables::challenges(gap, lang),
        tables::areas(gap, lang),
        tables::measures(gap, lang),
        tables::needs(gap),
        tables::matrix(gap),
        tables::money(gap),
        tables::gaps(gap, lang),
    ]
}

fn describe(gap: &Gap<'_>, lang: Lang) -> serde_json::Value {
    let (framework, terms) = (gap.framework, gap.terms);
    let description = format!(
        "gap analysis against {} {}, as of {}, profile {}, blank means {}",
        framework.id,
        framework.version,
        terms.as_of,
        terms.profile.code(),
        terms.blank.code()
    );
    datapackage::describe("envcoop-report", framework.title.get(lang), &description, &tables::ALL)
}
