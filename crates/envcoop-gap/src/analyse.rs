//! `analyse`: the gaps of a plan, as tables, JSON, CSV or Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use envcoop_cli::{ExitStatus, Session, SharedArgs, Target, read_plans};
use envcoop_core::judge::breakdown::Breakdown;
use envcoop_core::judge::gap::{Gap, Interval};
use envcoop_core::judge::period::PeriodCounts;
use envcoop_core::judge::tally::Tally;
use envcoop_core::judge::view::{By, Groups, View, period_words};
use envcoop_core::judge::years::Years;
use envcoop_core::money::Currency;
use envcoop_core::percent::Percent;
use envcoop_core::plan::Activity;
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Need;
use envcoop_forms::table::csv;
use envcoop_forms::terminal::Grid;
use envcoop_present::sheet::{self, Sheet};
use envcoop_present::{memo, summary, tables};

use crate::args::{Analyse, Format};
use crate::json::Analysis;
use crate::lens::Lens;

pub(crate) fn run(
    args: &Analyse,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let lens = Lens::new(&args.lens, &args.framework, &args.judging, session)?;
    let by = args.by.map(By::from);
    let mut terms = lens.terms;
    let mut tally = Tally::new(&lens.whole);
    let mut breakdown = Breakdown::new(&lens.whole);
    if lens.keep.len() < lens.whole.measures.len() {
        breakdown = breakdown.only(&lens.keep);
    }
    let mut years = Years::new(&lens.whole, &lens.keep);
    let mut counts = PeriodCounts::default();
    let mut add = |row: &Activity<'_>, blank| {
        if !lens.takes(row, &mut counts) {
            return;
        }
        tally.add(row, terms.as_of, blank);
        match by {
            Some(By::Year) => years.add(row, terms.as_of, blank),
            Some(By::Owner | By::Partner | By::Term) => breakdown.add(row, terms.as_of, blank),
            _ => {}
        }
    };
    terms.blank = read_plans(&args.plans, &lens.whole, session, &mut add)?.blank;
    let (tally, costs) = lens.restrict(&tally);
    let gap = lens.judge(&tally, terms, session)?;

    let profiles: Vec<_> = gap.measures.iter().map(|measure| measure.profile).collect();
    let scope = lens.scope(counts);
    let years = years.judge(gap.framework, &profiles, scope.period.map(|(period, _)| period));
    let groups = by.map(|by| Groups { by, breakdown: &breakdown, years: &years });
    let exchange = lens.exchange(currencies(&gap, &breakdown), session);
    let view =
        View { gap: &gap, scope: &scope, costs: &costs, exchange: exchange.as_ref(), groups };
    let lang = Lang::from(shared.lang);
    let width = target.width(session);
    target.write(session, |out| match args.format {
        Format::Table => out.write_all(table(&view, lang, width).as_bytes()),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &Analysis::new(&view))
                .map_err(io::Error::from)?;
            out.write_all(b"\n")
        }
        Format::Csv => {
            let table = match groups {
                None => tables::measures(&gap, lang),
                Some(groups) => tables::by(&view, groups, lang),
            };
            csv::write(&table, out, args.audience.into())
        }
        Format::Markdown => out.write_all(memo::memo_of(&view, lang).as_bytes()),
    })?;
    if let (Format::Json | Format::Csv, Some((period, counts))) = (args.format, scope.period) {
        session.note(&period_words(&period, counts, Lang::En));
    }
    Ok(match args.fail_under {
        Some(threshold) => check_threshold(&gap, threshold, session),
        None => ExitStatus::Done,
    })
}

/// Returns the currencies of all sums that are shown.
fn currencies(gap: &Gap<'_>, breakdown: &Breakdown) -> BTreeSet<Currency> {
    let people = breakdown.owners.values().chain(breakdown.partners.values());
    let purses = people.map(|sums| &sums.money).chain([&gap.overall.money]);
    purses.flat_map(|purse| purse.keys().copied()).collect()
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

fn table(view: &View<'_>, lang: Lang, width: Option<u16>) -> String {
    let gap = view.gap;
    let mut out = format!("{}\n", summary::heading(gap, lang));
    view.scope.lines(lang).iter().for_each(|line| {
        let _ = writeln!(out, "{line}");
    });
    let _ = write!(out, "\n{}", grid(sheet::opening(view, lang), width));
    if view.groups.is_some_and(|groups| groups.by == By::Matrix) {
        let _ = writeln!(out, "{}", sheet::MATRIX_KEY.get(lang));
    }
    let _ = write!(out, "\n{}\n", summary::closing_of(view, lang));
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
    let costs = sheet::costs(view, lang);
    if !costs.rows.is_empty() {
        let _ = write!(out, "\n{}\n{}", sheet::COSTS.get(lang), grid(costs, width));
    }
    for (heading, list) in summary::lists(view, lang) {
        let _ = write!(out, "\n{heading}\n{list}");
    }
    out
}

fn grid(sheet: Sheet<'_>, width: Option<u16>) -> String {
    let mut grid = Grid::new(sheet.headers, width);
    sheet.rows.into_iter().for_each(|row| grid.row(row));
    grid.render()
}
