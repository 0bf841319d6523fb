//! `migrate`: a plan carried to a new version of the strategy.

use std::io::Write;
use std::path::PathBuf;

use envcoop_cli::{
    ExitStatus, FrameworkArgs, Session, SharedArgs, load_framework, read_plan_file, replace,
};
use envcoop_core::edit::migrate::{Fate, migrate};
use envcoop_core::text::Lang;
use envcoop_intake::plan::TextEncoding;

use crate::merge::written;

#[derive(clap::Args, Debug)]
pub(crate) struct Migrate {
    /// The version that the plan was made for: a framework file, or the id of a shipped one.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The version that it is to be carried to.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The plan, which is replaced: CSV, TSV, JSON or a workbook.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Show what would be done and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Encoding of CSV and JSON that is neither UTF-8 nor marked, for instance gb18030 [default: told
    /// from the words].
    #[arg(long, value_name = "NAME")]
    encoding: Option<TextEncoding>,
}

pub(crate) fn run(
    args: &Migrate,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let old = load_framework(&FrameworkArgs { framework: args.old.clone() }, session)?;
    let new = load_framework(&FrameworkArgs { framework: args.new.clone() }, session)?;
    let file = read_plan_file(&args.plan, args.encoding, &old, session)?;
    let migration = migrate(&old, &new, &file.plan, Lang::from(shared.lang));

    let name = args.plan.display();
    let (mut n_review, mut n_renamed, mut n_retired, mut n_unknown) = (0, 0, 0, 0);
    let out = &mut *session.streams.out;
    for moved in &migration.moved {
        let what = match &moved.fate {
            Fate::Review => {
                n_review += 1;
                "means something else: review again".to_owned()
            }
            Fate::Renamed(id) => {
                n_renamed += 1;
                format!("is `{id}` now: review again")
            }
            Fate::Retired => {
                n_retired += 1;
                "is retired: kept under `retired`".to_owned()
            }
            Fate::Unknown => {
                n_unknown += 1;
                "is in neither version: kept as it stands".to_owned()
            }
        };
        writeln!(out, "{name}:{}: {}: measure `{}` {what}", moved.line, moved.id, moved.measure)?;
    }
    writeln!(
        out,
        "rows kept {}, measures to review {n_review}, renamed {n_renamed}, retired {n_retired}, unknown {n_unknown}",
        migration.n_kept
    )?;
    if migration.plan == file.plan {
        session.note(&format!("{name} stays as it is"));
    } else if args.dry_run {
        session.note("dry run: nothing was written");
    } else {
        let bytes = written(&file.form, &migration.plan, &new, shared.lang.langs())?;
        let backup = replace(&args.plan, &bytes)?;
        session.note(&format!("{name} written; what it was is in {}", backup.display()));
    }
    Ok(ExitStatus::Done)
}
