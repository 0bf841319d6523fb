//! `tally`: a part of a plan added up, as one line of JSON.

use anyhow::ensure;
use envcoop_cli::{
    ExitStatus, PartOf, PlanArgs, Session, Target, form_named, load_framework, read_part, today,
};
use envcoop_core::judge::filter::Filter;
use envcoop_core::judge::scope::Scope;
use envcoop_core::part::Terms;
use envcoop_core::reason::Reason;
use envcoop_core::vocabulary::Blank;
use envcoop_words::problem::tally as say;

use crate::args::Tally;

/// What the name of a tally may end in.
pub(crate) const ENDING: [(&str, ()); 1] = [("tally", ())];

pub(crate) fn run(args: &Tally, session: &mut Session<'_, '_>) -> anyhow::Result<ExitStatus> {
    form_named(&args.output.output, &ENDING)?;
    let target = Target::new(&args.output, session)?;
    let is_one = args.part_of.is_none() || args.plans.plans.len() == 1;
    ensure!(is_one, Reason::from(say::ONE_PART));
    let whole = load_framework(&args.framework, session)?;
    let reading = &args.plans.reading;
    let terms = Terms {
        as_of: args.as_of.unwrap_or_else(today),
        blank: reading.blank.map(Blank::from),
        period: args.period.period,
        is_literal: reading.literal,
        is_lenient: reading.lenient,
    };
    let scope = Scope::new(&whole, Filter::default(), terms.period)?;
    let part = Some(PartOf { place: args.part_of.clone() });
    let plans = PlanArgs { part, ..args.plans.clone() };
    let part = read_part(&plans, scope, terms, args.ids, session)?;
    target.write(session, |out| out.write_all(part.line(&whole).as_bytes()))?;
    Ok(ExitStatus::Done)
}
