//! `migrate`: a plan carried to a new version of the strategy.

use std::path::PathBuf;

use anyhow::ensure;
use envcoop_cli::{
    ExitStatus, FrameworkArgs, ResultArgs, Session, SharedArgs, load_framework, read_plan_file,
    write_back,
};
use envcoop_core::edit::merge::sent_on;
use envcoop_core::edit::migrate::{Fate, Moved, migrate};
use envcoop_core::problem::Place;
use envcoop_core::reason::Reason;
use envcoop_core::text::Lang;
use envcoop_forms::document::Block;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, Value};
use envcoop_intake::plan::TextEncoding;
use envcoop_present::placed::Placed;
use envcoop_words as words;

use crate::account::{self, ROW};

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
    #[command(flatten)]
    result: ResultArgs,
}

pub(crate) fn run(
    args: &Migrate,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let old = load_framework(&FrameworkArgs { framework: args.old.clone() }, session)?;
    let new = load_framework(&FrameworkArgs { framework: args.new.clone() }, session)?;
    ensure!(
        old.id == new.id,
        Reason::new(|lang| words::migration::two_strategies(lang, &old.id, &new.id))
    );
    let file = read_plan_file(&args.plan, args.encoding, &old, session)?;
    let migration = migrate(&old, &new, &file.plan, Lang::from(shared.lang));

    let name = args.plan.to_string_lossy();
    let count =
        |is: fn(&Fate) -> bool| migration.moved.iter().filter(|m| is(&m.fate)).count() as u64;
    let review = count(|fate| *fate == Fate::Review);
    let renamed = count(|fate| matches!(fate, Fate::Renamed(_)));
    let retired = count(|fate| *fate == Fate::Retired);
    let unknown = count(|fate| *fate == Fate::Unknown);
    let kept = migration.n_kept;
    let carried = Phrase::each(|lang| {
        words::migration::carried(lang, kept, review, renamed, retired, unknown)
    });
    let numbers = [
        ("kept", words::migration::KEPT, kept),
        ("review", words::migration::REVIEW_HEADING, review),
        ("renamed", words::migration::RENAMED_HEADING, renamed),
        ("retired", words::review::RETIRED, retired),
        ("unknown", words::answer::UNKNOWN_HEADING, unknown),
    ];
    let place = |line| Place { file: (&*name).into(), line };
    let moved = || migration.moved.iter().map(|own| Carried { place: place(own.line), own });
    let document = [
        Block::Title((&*name).into()),
        Block::Account(Carried::TABLE.fill(moved()), moved().map(|row| row.line()).collect()),
        account::whole(&name, carried, &numbers),
    ];
    // What is to be done is done before it is told: who reads may go away.
    let done = if migration.plan == file.plan {
        words::edit::stays(session.lang, &name)
    } else if args.dry_run {
        words::edit::DRY_RUN.get(session.lang).to_owned()
    } else {
        let sent = file.base.as_ref().map(|base| sent_on(base, &file.plan, &migration.plan));
        let backup = write_back(&args.plan, &file, &migration.plan, sent.as_ref(), session)?;
        words::edit::written(session.lang, &name, backup.display())
    };
    output.write(&document, "envcoop/migrate/1", session)?;
    session.note(&done);
    Ok(ExitStatus::Done)
}

/// A measure of a row that did not simply stay, and where the row stands.
struct Carried<'m> {
    place: Place,
    own: &'m Moved,
}

impl Placed for Carried<'_> {
    fn place(&self) -> Option<&Place> {
        Some(&self.place)
    }
}

impl<'m> Carried<'m> {
    const TABLE: TableOf<'m, Self> = TableOf {
        spec: account::spec("measures", words::migration::MEASURES),
        columns: &[
            ROW.of(|row| row.own.id.as_str().into()),
            Self::PLACE,
            Self::FILE,
            Self::LINE,
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text)
                .named("measure")
                .of(|row| row.own.measure.as_str().into()),
            ColumnSpec::shown(words::edit::BECAME, Kind::Text).named("fate").of(|row| row.fate()),
            ColumnSpec::shown(words::change::NOW, Kind::Text).named("to").of(|row| {
                match &row.own.fate {
                    Fate::Renamed(id) => id.as_str().into(),
                    _ => Value::Blank,
                }
            }),
        ],
    };

    fn fate(&self) -> Value<'m> {
        match self.own.fate {
            Fate::Review => Value::word("review", words::migration::REVIEW_HEADING),
            Fate::Renamed(_) => Value::word("renamed", words::migration::RENAMED_HEADING),
            Fate::Retired => Value::word("retired", words::review::RETIRED),
            Fate::Unknown => Value::word("unknown", words::answer::UNKNOWN_HEADING),
        }
    }

    fn line(&self) -> Phrase<'m> {
        let Moved { id, measure, fate, .. } = self.own;
        let place = &self.place;
        Phrase::each(|lang| match fate {
            Fate::Review => words::migration::review(lang, place, id, measure),
            Fate::Renamed(to) => words::migration::renamed(lang, place, id, measure, to),
            Fate::Retired => words::migration::retired(lang, place, id, measure),
            Fate::Unknown => words::migration::unknown(lang, place, id, measure),
        })
    }
}
