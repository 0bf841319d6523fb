//! `analyse`: the gaps of a plan, as tables, JSON, CSV or Markdown.

use std::fmt::Write as _;
use std::io;

use envcoop_cli::{ExitStatus, Session, SharedArgs, Target, read_portfolio, study};
use envcoop_core::judge::gap::{Gap, Interval};
use envcoop_core::percent::Percent;
use envcoop_core::study::{By, Portfolio, Study, Wanted};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Need;
use envcoop_forms::table::csv;
use envcoop_forms::terminal::Grid;
use envcoop_present::restrictions::{period_words, restrictions};
use envcoop_present::sheet::{self, Sheet};
use envcoop_present::{memo, summary, tables};

use crate::args::{Analyse, Format};
use crate::json::Analysis;
use crate::lens::Asked;

pub(crate) fn run(
    args: &Analyse,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let rules = args.judging.rules(&args.plans.reading);
    let asked = Asked::new(&args.scope, &args.framework, rules, session)?;
    let by = args.by.map(By::from);
    let mut portfolio = Portfolio::new(asked.scope.clone(), rules, Wanted::for_groups(by));
    read_portfolio(&args.plans, &mut portfolio, session, &mut |_| {})?;
    let mut study = study(portfolio, session)?;
    study.by = by;
    study.exchange = asked.exchange(study.currencies(), session);
    let lang = Lang::from(shared.lang);
    let width = target.width(session);
    target.write(session, |out| match args.format {
        Format::Table => out.write_all(table(&study, lang, width).as_bytes()),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &Analysis::new(&study))
                .map_err(io::Error::from)?;
            out.write_all(b"\n")
        }
        Format::Csv => {
            let table = match by {
                None => tables::measures(&study.gap, lang),
                Some(by) => tables::by(&study, by, lang),
            };
            csv::write(&table, out, args.audience.into())
        }
        Format::Markdown => out.write_all(memo::markdown(&study, lang).as_bytes()),
    })?;
    if let (Format::Json | Format::Csv, Some(period)) = (args.format, study.scope.period) {
        session.note(&period_words(&period, study.left_out, Lang::En));
    }
    Ok(match args.fail_under {
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
        let message =
            format!("challenge {} is at {} %, under {threshold} %", challenge.id, low.percent());
        session.error(&message, None);
    }
    status
}

fn table(study: &Study, lang: Lang, width: Option<u16>) -> String {
    let gap = &*study.gap;
    let mut out = format!("{}\n", summary::heading(gap, lang));
    restrictions(study, lang).iter().for_each(|line| {
        let _ = writeln!(out, "{line}");
    });
    let _ = write!(out, "\n{}", grid(sheet::opening(study, lang), width));
    if study.by == Some(By::Matrix) {
        let _ = writeln!(out, "{}", sheet::MATRIX_KEY.get(lang));
    }
    let _ = write!(out, "\n{}\n", summary::closing_of(study, lang));
    let priorities = tables::priorities(gap, lang);
    if !priorities.rows.is_empty() {
        let _ = writeln!(out, "\n{}", priorities.spec.title.get(lang));
        out.push_str(&Grid::of(&priorities, lang, width).render());
    }
    let late = tables::lateness(gap, lang);
    if gap.rules.profile.needs().contains(&Need::Timely) && !late.rows.is_empty() {
        let _ = writeln!(out, "\n{}", summary::late(gap, lang));
        out.push_str(&Grid::of(&late, lang, width).render());
    }
    let costs = sheet::costs(study, lang);
    if !costs.rows.is_empty() {
        let _ = write!(out, "\n{}\n{}", sheet::COSTS.get(lang), grid(costs, width));
    }
    for (heading, list) in summary::lists(study, lang) {
        let _ = write!(out, "\n{heading}\n{list}");
    }
    out
}

fn grid(sheet: Sheet<'_>, width: Option<u16>) -> String {
    let mut grid = Grid::new(sheet.headers, width);
    sheet.rows.into_iter().for_each(|row| grid.row(row));
    grid.render()
}
