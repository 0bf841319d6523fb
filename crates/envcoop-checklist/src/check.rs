//! `check`: every problem of a plan, and the repairs that have one safe answer.

use std::path::PathBuf;

use envcoop_cli::{
    Again, ExitStatus, FrameworkArgs, ResultArgs, Session, SharedArgs, ensure_readable,
    load_framework, open, read_plan_file, tell_no_plan, write_back,
};
use envcoop_core::edit::repair::{Repair, repairs};
use envcoop_core::judge::advice::Doubt;
use envcoop_core::problem::{Place, Problems, quoted};
use envcoop_forms::document::Block;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::TableOf;
use envcoop_intake::plan::TextEncoding;
use envcoop_intake::reader::PlanReader;
use envcoop_present::advice;
use envcoop_present::placed::Placed;
use envcoop_present::tables;
use envcoop_words as words;

use crate::account::{self, COLUMN, FROM, TO};

#[derive(clap::Args, Debug)]
pub(crate) struct Check {
    /// The plan: CSV, TSV, JSON or a workbook.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Repair what has one safe answer (forms of days, amounts, currencies and measures, words
    /// spelt otherwise than in the rest of the plan, blanks at edges), show each repair, and keep what the plan was beside it.
    #[arg(long)]
    fix: bool,
    /// Encoding of CSV and JSON that is neither UTF-8 nor marked, for instance gb18030 [default: told
    /// from the words].
    #[arg(long, value_name = "NAME")]
    encoding: Option<TextEncoding>,
    /// Say nothing about what the plan can hardly mean.
    #[arg(long)]
    no_advice: bool,
    #[command(flatten)]
    result: ResultArgs,
    #[command(flatten)]
    framework: FrameworkArgs,
}

pub(crate) fn run(
    args: &Check,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    // A plan that cannot be read has no problems of its own to find.
    ensure_readable(&args.plan, session)?;
    let framework = load_framework(&args.framework, session)?;
    let mut repaired = Vec::new();
    if args.fix {
        let file = read_plan_file(&args.plan, args.encoding, &framework, session)?;
        let mut plan = file.plan.clone();
        for repair in repairs(&file.plan, &framework) {
            let line = &mut plan.lines[repair.row];
            let place = Place { file: args.plan.to_string_lossy().into(), line: line.number };
            line.cells[repair.cell].clone_from(&repair.to);
            repaired.push(Repaired { place, repair });
        }
        if !repaired.is_empty() {
            let backup = write_back(&args.plan, &file, &plan, None, session)?;
            let n = repaired.len() as u64;
            session.note(&words::edit::repairs_written(session.lang, n, backup.display()));
        }
    }
    let name = args.plan.to_string_lossy();
    // Every problem is listed: that is what was asked for.
    let problems = Problems::with_limit(usize::MAX);
    let mut reader = PlanReader::new(&framework, None, problems).with_encoding(args.encoding);
    reader.read(&name, open(&args.plan, session), &mut |_| {});
    let mut summary = reader.finish();
    // Every row is looked at here, and its errors are listed.
    summary.advice.retain(|own| !args.no_advice && own.doubt != Doubt::LeftOut);
    session.problems(&summary.problems);
    if summary.problems.has_fatal() && args.plan.as_os_str() != "-" {
        let input = Again::new(&args.plan, session);
        tell_no_plan(&args.plan, &input, args.encoding, &framework, session);
    }
    let n_errors = summary.problems.n_errors();
    let n_rows = summary.n_read + summary.n_refused;
    let counted = Phrase::each(|lang| words::problem::counted(lang, &name, n_rows, n_errors));
    let numbers =
        [("rows", words::input::ROWS, n_rows), ("problems", words::problem::PROBLEMS, n_errors)];
    let lines = repaired.iter().map(Repaired::line).collect();
    let advised = summary.advice.iter().map(|own| advice::line(own, &framework)).collect();
    let document = [
        Block::Title((&*name).into()),
        Block::Account(Repaired::TABLE.fill(repaired), lines),
        // On a terminal they stand among the messages.
        Block::Account(tables::problems(summary.problems.kept()), Vec::new()),
        Block::Account(advice::table(&summary.advice, &framework), advised),
        account::whole(&name, counted, &numbers),
    ];
    output.write(&document, "envcoop/check/1", session)?;
    Ok(if n_errors == 0 { ExitStatus::Done } else { ExitStatus::Found })
}

/// A repair, and where it was made.
struct Repaired {
    place: Place,
    repair: Repair,
}

impl Placed for Repaired {
    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }
}

impl Repaired {
    const TABLE: TableOf<'static, Self> = TableOf {
        spec: account::spec("repairs", words::edit::REPAIRS),
        columns: &[
            Self::PLACE,
            Self::FILE,
            Self::LINE,
            COLUMN.of(|row| row.repair.column.code().into()),
            FROM.of(|row| row.repair.from.clone().into()),
            TO.of(|row| row.repair.to.clone().into()),
        ],
    };

    fn line(&self) -> Phrase<'static> {
        let Repair { column, from, to, .. } = &self.repair;
        Phrase::each(|lang| {
            words::edit::repaired(lang, &self.place, column.code(), quoted(from), quoted(to))
        })
    }
}
