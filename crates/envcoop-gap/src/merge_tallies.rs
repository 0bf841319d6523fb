//! `merge-tallies`: the analysis of a plan whose parts were added up by themselves.

use anyhow::ensure;
use envcoop_cli::{ExitStatus, Session, SharedArgs, Target, add_up, exchange, form_named, study};
use envcoop_core::reason::Reason;
use envcoop_core::study::By;
use envcoop_words::problem::tally as say;
use envcoop_words::tally as words;

use crate::analyse;
use crate::args::MergeTallies;
use crate::tally::ENDING;

pub(crate) fn run(
    args: &MergeTallies,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let result = &args.shown.result;
    let named = form_named(&result.output.output, &ENDING).ok().flatten();
    if named.is_some() && result.format.is_none() {
        let target = Target::new(&result.output, session)?;
        let (sum, whole) = add_up(&args.tallies, args.framework.as_deref(), session)?;
        target.write(session, |out| out.write_all(sum.line(&whole).as_bytes()))?;
        return Ok(ExitStatus::Done);
    }
    let by = args.shown.by.map(By::from);
    let has_sums = |by| matches!(by, By::Challenge | By::Area | By::Matrix);
    if let Some(by) = by {
        ensure!(has_sums(by), Reason::new(|lang| say::no_sums(lang, by.code())));
    }
    let output = result.begin(shared, session)?;
    let rates = args.rates.rates(session)?;
    let (sum, whole) = add_up(&args.tallies, args.framework.as_deref(), session)?;
    let (as_of, n) = (sum.terms.as_of, sum.parts);
    let note = if sum.is_compared { words::compared } else { words::not_compared };
    session.note(&note(session.lang, n));
    let scope = args.measures.scope(&whole, sum.terms.period, as_of, session)?;
    let portfolio = sum.portfolio(scope, args.profile.into(), !args.no_advice);
    let mut study = study(portfolio, session)?;
    study.by = by;
    study.exchange = rates.map(|own| exchange(&own, as_of, study.currencies(), session));
    analyse::show(&study, &output, args.shown.fail_under, session)
}
