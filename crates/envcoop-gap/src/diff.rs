//! `diff`: what changed between two plans, never a bare number: each change has its row.

use std::collections::BTreeMap;
use std::path::PathBuf;

use envcoop_cli::{ExitStatus, FormatArg, PlanArgs, Session, SharedArgs, read_portfolio, study};
use envcoop_core::judge::change::{ChangeKind, Changes, NeedChange};
use envcoop_core::judge::gap::Gap;
use envcoop_core::judge::judged::Rules;
use envcoop_core::judge::witness::Witness;
use envcoop_core::problem::Place;
use envcoop_core::study::{Portfolio, Study, Wanted};
use envcoop_core::vocabulary::{Answer, Word};
use envcoop_forms::json;
use envcoop_present::json::{bounds, restricted};
use envcoop_present::restrictions::restrictions;
use envcoop_present::{difference, tables};
use serde_json::{Value as Json, json};

use crate::args::Diff;

pub(crate) fn run(
    args: &Diff,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let rules = args.judging.rules(&args.reading);
    let then = Rules { as_of: args.old_as_of.unwrap_or(rules.as_of), ..rules };
    let scope = args.scope.scope(&args.framework, rules.as_of, session)?;
    let mut read = |path: &PathBuf, mut portfolio: Portfolio| {
        let plan =
            PlanArgs { plans: vec![path.clone()], reading: args.reading.clone(), part: None };
        read_portfolio(&plan, &mut portfolio, session)?;
        anyhow::Ok(portfolio)
    };
    let earlier = read(&args.old, Portfolio::new(scope.clone(), then, Wanted::default()))?;
    let later = Portfolio::new(scope, rules, Wanted::default()).since(earlier);
    let study = study(read(&args.new, later)?, session)?;
    let Some(changes) = &study.changes else { return Ok(ExitStatus::Done) };

    match output.format {
        FormatArg::Json => output.json(&json(&study, changes), session)?,
        FormatArg::Csv => output.table(&tables::changes(changes), session)?,
        _ => {
            let document = difference::document(changes, restrictions(&study));
            output.write(&document, "envcoop/diff/1", session)?;
        }
    }
    Ok(ExitStatus::Done)
}

/// Returns the JSON form, `envcoop/diff/1`.
fn json(study: &Study, changes: &Changes) -> Json {
    let (before, after) = (&changes.before, &changes.after);
    let bounds = |interval| {
        let (low, high) = bounds(interval);
        json!({"low": low, "high": high})
    };
    let side = |gap: &Gap| {
        let counts = json!({"as_of": gap.rules.as_of.to_string(), "rows": gap.tally.rows});
        json::with(counts, bounds(gap.overall.interval))
    };
    let mut counts: BTreeMap<_, _> = BTreeMap::new();
    counts.extend(ChangeKind::ALL.map(ChangeKind::code).into_iter().zip(changes.counts()));
    let groups = before.challenges.iter().zip(&after.challenges);
    let challenges = after.framework.challenges.iter().zip(groups).map(|(own, (before, after))| {
        json!({"id": own.id, "before": bounds(before.interval), "after": bounds(after.interval)})
    });
    let all = json!({
        "format": "envcoop/diff/1",
        "profile": after.rules.profile.code(),
        "before": side(before),
        "after": side(after),
        "counts": counts,
        "challenges": challenges.collect::<Json>(),
        "needs": changes.needs.iter().map(|change| need(changes, change)).collect::<Json>(),
    });
    json::with(all, restricted(study))
}

fn need(changes: &Changes, change: &NeedChange) -> Json {
    let row = |row: &Witness| place(&row.id, &row.place);
    // Where the row that decided before stands now.
    let fate = change.was.as_ref().zip(change.fate.as_ref()).map(|(was, fate)| {
        let status = json!({"status": fate.status.map_or("?", Word::code)});
        json::with(place(&was.id, &fate.place), status)
    });
    json!({
        "measure": changes.after.framework.measure(change.measure).id,
        "need": change.need.code(),
        "change": change.change.code(),
        "before": change.before.map(Answer::code),
        "after": change.after.map(Answer::code),
        "row_before": change.was.as_ref().map(row),
        "now_at": fate,
        "row_after": change.now.as_ref().map(row),
    })
}

fn place(id: &str, place: &Place) -> Json {
    json!({"id": id, "file": &*place.file, "line": place.line})
}
