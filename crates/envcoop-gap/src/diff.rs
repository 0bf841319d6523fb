//! `diff`: what changed between two plans, never a bare number: each change has its row.

use std::path::PathBuf;

use envcoop_cli::{ExitStatus, PlanArgs, Session, SharedArgs, Target, read_portfolio, study};
use envcoop_core::judge::change::{ChangeKind, Changes, NeedChange};
use envcoop_core::judge::judged::Rules;
use envcoop_core::judge::witness::Witness;
use envcoop_core::problem::Place;
use envcoop_core::study::{Portfolio, Study, Wanted};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Word;
use envcoop_forms::table::csv;
use envcoop_forms::{json, markdown, terminal};
use envcoop_present::json::{Restricted, bounds};
use envcoop_present::restrictions::restrictions;
use envcoop_present::{difference, tables};
use serde::Serialize;

use crate::args::{Diff, Format};

pub(crate) fn run(
    args: &Diff,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let rules = args.judging.rules(&args.reading);
    let then = Rules { as_of: args.old_as_of.unwrap_or(rules.as_of), ..rules };
    let scope = args.scope.scope(&args.framework, rules.as_of, session)?;
    let mut read = |path: &PathBuf, mut portfolio: Portfolio| {
        let plan = PlanArgs { plans: vec![path.clone()], reading: args.reading.clone() };
        read_portfolio(&plan, &mut portfolio, session, &mut |_| {})?;
        anyhow::Ok(portfolio)
    };
    let earlier = read(&args.old, Portfolio::new(scope.clone(), then, Wanted::default()))?;
    let later = Portfolio::new(scope, rules, Wanted::default()).since(earlier);
    let study = study(read(&args.new, later)?, session)?;
    let Some(changes) = &study.changes else { return Ok(ExitStatus::Done) };

    let lang = Lang::from(shared.lang);
    let width = target.width(session);
    let document = || difference::document(changes, restrictions(&study));
    target.write(session, |out| match args.format {
        Format::Table => out.write_all(terminal::render(&document(), lang, width).as_bytes()),
        Format::Markdown => out.write_all(markdown::render(&document(), lang).as_bytes()),
        Format::Json => out.write_all(json::text(&Difference::new(&study, changes))?.as_bytes()),
        Format::Csv => csv::write(&tables::changes(changes, lang), out, args.audience.into()),
    })?;
    Ok(ExitStatus::Done)
}

/// The JSON form: `envcoop/diff/1`.
#[derive(Serialize)]
struct Difference<'a> {
    format: &'static str,
    profile: &'static str,
    before: Side,
    after: Side,
    counts: serde_json::Map<String, serde_json::Value>,
    challenges: Vec<Group<'a>>,
    needs: Vec<Need<'a>>,
    #[serde(flatten)]
    restricted: Restricted<'a>,
}

#[derive(Serialize)]
struct Side {
    as_of: String,
    rows: u64,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Serialize)]
struct Group<'a> {
    id: &'a str,
    before: Bounds,
    after: Bounds,
}

#[derive(Serialize)]
struct Bounds {
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Serialize)]
struct Need<'a> {
    measure: &'a str,
    need: &'static str,
    change: &'static str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    row_before: Option<Row<'a>>,
    /// Where the row that decided before stands now.
    now_at: Option<Row<'a>>,
    row_after: Option<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    file: &'a str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

impl<'a> Difference<'a> {
    fn new(study: &'a Study, changes: &'a Changes) -> Self {
        let side = |gap: &envcoop_core::judge::gap::Gap| {
            let (low, high) = bounds(gap.overall.interval);
            Side { as_of: gap.rules.as_of.to_string(), rows: gap.tally.rows, low, high }
        };
        let counts = ChangeKind::ALL.into_iter().zip(changes.counts());
        let both = |interval| {
            let (low, high) = bounds(interval);
            Bounds { low, high }
        };
        let groups = changes.before.challenges.iter().zip(&changes.after.challenges);
        let challenges = changes.after.framework.challenges.iter().zip(groups);
        Difference {
            format: "envcoop/diff/1",
            profile: changes.after.rules.profile.code(),
            before: side(&changes.before),
            after: side(&changes.after),
            counts: counts.map(|(change, n)| (change.code().to_owned(), n.into())).collect(),
            challenges: challenges
                .map(|(own, (before, after))| Group {
                    id: &own.id,
                    before: both(before.interval),
                    after: both(after.interval),
                })
                .collect(),
            needs: changes.needs.iter().map(|change| need(changes, change)).collect(),
            restricted: Restricted::of(study),
        }
    }
}

fn need<'a>(changes: &'a Changes, change: &'a NeedChange) -> Need<'a> {
    let row = |row: &'a Witness| place(&row.id, &row.place);
    let fate = change.was.as_ref().zip(change.fate.as_ref()).map(|(was, fate)| Row {
        status: Some(fate.status.map_or("?", Word::code)),
        ..place(&was.id, &fate.place)
    });
    Need {
        measure: &changes.after.framework.measure(change.measure).id,
        need: change.need.code(),
        change: change.change.code(),
        before: change.before.map(|answer| answer.code()),
        after: change.after.map(|answer| answer.code()),
        row_before: change.was.as_ref().map(row),
        now_at: fate,
        row_after: change.now.as_ref().map(row),
    }
}

fn place<'a>(id: &'a str, place: &'a Place) -> Row<'a> {
    Row { id, file: &place.file, line: place.line, status: None }
}
