//! `snapshot`: an analysis as text for version control, and a check against it.

use std::io::read_to_string;

use anyhow::Context;
use envcoop_cli::{
    AnalysisArgs, ExitStatus, Refused, Session, SharedArgs, open, read_portfolio, study,
};
use envcoop_core::judge::snapshot::{FORMAT, Snapshot};
use envcoop_core::problem::Place;
use envcoop_core::study::{Portfolio, Study, Wanted};
use envcoop_present::snapshot;
use envcoop_words::problem::snapshot as no_snapshot;
use envcoop_words::snapshot as words;

use crate::args;

pub(crate) fn run(
    args: &args::Snapshot,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let approved = match &args.check {
        Some(path) => {
            let name = path.display().to_string();
            let text = read_to_string(open(path, session)).with_context(|| name.clone())?;
            let Ok(approved) = Snapshot::read(&text).map_err(|error| {
                let place = Place { file: (&*name).into(), line: error.line };
                let message = no_snapshot::no_line(session.lang, place, FORMAT);
                session.error(&message, Some(no_snapshot::NO_LINE_HINT.get(session.lang)));
            }) else {
                return Err(Refused.into());
            };
            Some((name, approved))
        }
        None => None,
    };
    let AnalysisArgs { plans, framework, judging, scope, .. } = &args.analysis;
    let mut rules = judging.rules(&plans.reading);
    if judging.as_of.is_none()
        && let Some(day) = approved.as_ref().and_then(|(_, approved)| approved.as_of())
    {
        rules.as_of = day;
    }
    let scope = scope.scope(framework, rules.as_of, session)?;
    let mut portfolio = Portfolio::new(scope, rules, Wanted::default());
    read_portfolio(plans, &mut portfolio, session)?;
    let Study { gap, scope, .. } = study(portfolio, session)?;

    let Some((name, approved)) = approved else {
        let snapshot = Snapshot::of(&gap, &scope);
        output.write(&snapshot::document(&snapshot), FORMAT, session)?;
        return Ok(ExitStatus::Done);
    };
    let differences = approved.differences(&gap, &scope);
    let document = snapshot::differences(&name, &differences);
    output.write(&document, "envcoop/snapshot-check/1", session)?;
    if differences.is_empty() {
        return Ok(ExitStatus::Done);
    }
    let message = words::differs(session.lang, differences.len() as u64, &name);
    session.error(&message, Some(words::WRITE_ANEW.get(session.lang)));
    Ok(ExitStatus::Found)
}
