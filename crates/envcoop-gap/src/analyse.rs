//! `analyse`: the gaps of a plan, as tables, JSON, CSV or Markdown.

use std::fmt::Write as _;
use std::io;

use envcoop_cli::{
    ExitStatus, Grid, Session, SharedArgs, Target, judge, load_framework, read_plans,
};
use envcoop_core::gap::{Gap, Interval};
use envcoop_core::memo;
use envcoop_core::need::Need;
use envcoop_core::percent::Percent;
use envcoop_core::plan::Activity;
use envcoop_core::summary;
use envcoop_core::table::csv;
use envcoop_core::tables;
use envcoop_core::tally::Tally;
use envcoop_core::text::Lang;

use crate::args::{Analyse, Format};
use crate::json::Analysis;

pub(crate) fn run(
    args: &Analyse,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = load_framework(&args.framework, session)?;
    let mut terms = args.judging.terms(Default::default());
    let mut tally = Tally::new(&framework);
    let mut add = |row: &Activity<'_>, blank| tally.add(row, terms.as_of, blank);
    terms.blank = read_plans(&args.plans, &framework, session, &mut add)?.blank;
    let gap = judge(&framework, &tally, terms, session)?;

    let lang = Lang::from(shared.lang);
    let width = target.width(session);
    target.write(session, |out| match args.format {
        Format::Table => out.write_all(table(&gap, lang, width).as_bytes()),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &Analysis::new(&gap))
                .map_err(io::Error::from)?;
            out.write_all(b"\n")
        }
        Format::Csv => csv::write(&tables::measures(&gap, lang), out, args.audience.into()),
        Format::Markdown => out.write_all(memo::memo(&gap, lang).as_bytes()),
    })?;
    Ok(match args.fail_under {
        Some(threshold) => check_threshold(&gap, threshold, session),
        None => ExitStatus::Done,
    })
}

/// Names every challenge of which less than `threshold` is met for certain.
fn check_threshold(gap: &Gap<'_>, threshold: Percent, session: &mut Session<'_, '_>) -> ExitStatus {
    let mut status = ExitStatus::Done;
    for (challenge, result) in gap.framework.challenges.iter().zip(&gap.challenges) {
        let Some(Interval { low, .. }) = result.interval.filter(|i| i.low.is_under(threshold))
        else {
            continue;
        };
        status = ExitStatus::Found;
        let message =
            format!("challenge {} is at {} %, under {threshold} %", challenge.id, low.percent());
        session.error(&message, None);
    }
    status
}

fn table(gap: &Gap<'_>, lang: Lang, width: Option<u16>) -> String {
    let mut out = format!("{}\n\n", summary::heading(gap, lang));
    let headers = summary::headers(lang);
    let mut grid = Grid::new(headers, width);
    summary::rows(gap, lang).into_iter().for_each(|row| grid.row(row));
    out.push_str(&grid.render());
    let _ = write!(out, "\n{}\n", summary::closing(gap, lang));
    let priorities = tables::priorities(gap, lang);
    if !priorities.rows.is_empty() {
        let _ = writeln!(out, "\n{}", priorities.spec.title.get(lang));
        out.push_str(&Grid::of(&priorities, lang, width).render());
    }
    let late = tables::lateness(gap, lang);
    if gap.terms.profile.needs().contains(&Need::Timely) && !late.rows.is_empty() {
        let _ = writeln!(out, "\n{}", summary::late(gap, lang));
        out.push_str(&Grid::of(&late, lang, width).render());
    }
    let excluded = summary::not_applicable(gap, lang);
    if !excluded.is_empty() {
        let _ = write!(out, "\n{}\n{excluded}", summary::NOT_APPLICABLE.get(lang));
    }
    out
}
