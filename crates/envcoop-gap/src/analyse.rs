//! `analyse`: the gaps of a plan, in every form.

use envcoop_cli::{
    Asked, ExitStatus, FormatArg, Output, Session, SharedArgs, read_portfolio, study,
};
use envcoop_core::judge::gap::{Gap, Interval};
use envcoop_core::percent::Percent;
use envcoop_core::study::{By, Study, Wanted};
use envcoop_present::restrictions::period_words;
use envcoop_present::{analysis, json, tables};
use envcoop_words::gap as words;

use crate::args::Analyse;

pub(crate) fn run(
    args: &Analyse,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.shown.result.begin(shared, session)?;
    let asked = Asked::new(&args.analysis, &args.rates, session)?;
    let by = args.shown.by.map(By::from);
    let mut portfolio = asked.portfolio(Wanted::for_groups(by));
    read_portfolio(&args.analysis.plans, &mut portfolio, session)?;
    let mut study = study(portfolio, session)?;
    study.by = by;
    study.exchange = asked.exchange(study.currencies(), session);
    show(&study, &output, args.shown.fail_under, session)
}

/// Shows an analysis, and holds it against a threshold.
pub(crate) fn show(
    study: &Study,
    output: &Output<'_>,
    fail_under: Option<Percent>,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    match output.format {
        FormatArg::Json => output.json(&json::analysis(study), session)?,
        FormatArg::Csv => {
            let table = match study.by {
                None => tables::measures(study),
                Some(by) => tables::by(study, by),
            };
            output.table(&table, session)?;
        }
        _ => output.write(&analysis::document(study), "envcoop/gap/1", session)?,
    }
    if let (FormatArg::Json | FormatArg::Csv, Some(period)) = (output.format, study.scope.period) {
        session.note(&period_words(&period, study.left_out, session.lang));
    }
    Ok(match fail_under {
        Some(threshold) => check_threshold(&study.gap, threshold, session),
        None => ExitStatus::Done,
    })
}

/// Names every challenge of which less than `threshold` is met for certain.
fn check_threshold(gap: &Gap, threshold: Percent, session: &mut Session<'_, '_>) -> ExitStatus {
    let mut status = ExitStatus::Done;
    for (challenge, result) in gap.framework.challenges.iter().zip(&gap.challenges) {
        let Some(Interval { low, .. }) = result.interval.filter(|i| i.low.is_under(threshold))
        else {
            continue;
        };
        status = ExitStatus::Found;
        let low = low.text_under(threshold);
        session.error(&words::under(session.lang, &challenge.id, low, threshold), None);
    }
    status
}
