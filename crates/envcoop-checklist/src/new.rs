//! `new`: a checklist of the strategy's actions.

use envcoop_cli::{
    ExitStatus, PlanArgs, Session, SharedArgs, Target, judge, load_framework, read_plans, today,
};
use envcoop_core::plan::Activity;
use envcoop_core::tally::Tally;
use envcoop_core::text::{Lang, count};

use crate::args::{Format, New};
use crate::select::{Filter, select};
use crate::write;

pub(crate) fn run(
    args: &New,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = load_framework(&args.framework, session)?;
    let filter = Filter::new(args, &framework)?;
    let year = args.year.unwrap_or_else(|| today().year() + 1);

    let mut tally = Tally::new(&framework);
    let items = if args.gaps.gaps.is_empty() {
        select(&framework, &filter, None, year)
    } else {
        let mut terms = args.gaps.judging.terms(Default::default());
        let plans = PlanArgs {
            plans: args.gaps.gaps.clone(),
            blank: args.gaps.blank,
            encoding: args.gaps.encoding,
            keep_going: args.gaps.keep_going,
        };
        let mut add = |row: &Activity<'_>, blank| tally.add(row, terms.as_of, blank);
        terms.blank = read_plans(&plans, &framework, session, &mut add)?.blank;
        let gap = judge(&framework, &tally, terms, session)?;
        select(&framework, &filter, Some(&gap), year)
    };

    let lang = Lang::from(shared.lang);
    let width = target.width(session);
    target.write(session, |out| match args.format {
        Format::Table => write::table(&items, lang, width, out),
        Format::Csv => write::csv(&items, lang, args.audience.into(), out),
        Format::Markdown => write::markdown(&framework, &items, year, lang, out),
        Format::Json => write::json(&items, lang, out),
    })?;
    let mut measures: Vec<&str> = items.iter().map(|item| item.measure.id.as_str()).collect();
    measures.dedup();
    let n_actions = count(items.len() as u64, "action", "actions");
    let n_measures = count(measures.len() as u64, "measure", "measures");
    session.note(&format!("{n_actions} of {n_measures}, due in {year}"));
    Ok(ExitStatus::Done)
}
