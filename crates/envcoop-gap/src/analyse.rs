//! `analyse`: the gaps of a plan, as tables, JSON, CSV or Markdown.

use std::fmt::Write as _;
use std::io;

use envcoop_cli::{
    ExitStatus, Grid, Session, SharedArgs, Target, judge, load_framework, read_plans,
};
use envcoop_core::gap::{Gap, GroupGap, Interval, State};
use envcoop_core::percent::Percent;
use envcoop_core::plan::Activity;
use envcoop_core::table::{Kind, Table, csv, markdown};
use envcoop_core::tables;
use envcoop_core::tally::{Purse, Tally};
use envcoop_core::text::{Label, Lang, count};

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
        Format::Markdown => out.write_all(memo(&gap, lang).as_bytes()),
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
    let mut out = format!("{}\n\n", heading(gap, lang));
    let headers = challenge_headers(lang);
    let mut grid = Grid::new(headers, width);
    challenge_rows(gap, lang).into_iter().for_each(|row| grid.row(row));
    out.push_str(&grid.render());
    let _ = write!(out, "\n{}\n", closing(gap, lang));
    let priorities = priorities(gap, lang);
    if !priorities.rows.is_empty() {
        let _ = writeln!(out, "\n{}", priorities.spec.title.get(lang));
        out.push_str(&Grid::of(&priorities, lang, width).render());
    }
    not_applicable(gap, lang, &mut out);
    out
}

fn memo(gap: &Gap<'_>, lang: Lang) -> String {
    let mut out = format!("# {}\n\n{}\n\n", gap.framework.title.get(lang), heading(gap, lang));
    let headers = challenge_headers(lang);
    let _ = writeln!(out, "| {} |", headers.map(|(name, _)| name).join(" | "));
    let rule = headers.map(|(_, kind)| if kind == Kind::Text { "---" } else { "--:" });
    let _ = writeln!(out, "|{}|", rule.join("|"));
    for row in challenge_rows(gap, lang) {
        let cells: Vec<String> = row.iter().map(|cell| markdown::escape(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    let _ = write!(out, "\n{}\n", closing(gap, lang));
    let priorities = priorities(gap, lang);
    if !priorities.rows.is_empty() {
        let _ = write!(out, "\n## {}\n\n", priorities.spec.title.get(lang));
        out.push_str(&markdown::render(&priorities, lang));
    }
    not_applicable(gap, lang, &mut out);
    out
}

fn priorities<'a>(gap: &Gap<'a>, lang: Lang) -> Table<'a> {
    tables::priorities(gap, lang)
}

pub(crate) fn heading(gap: &Gap<'_>, lang: Lang) -> String {
    let (framework, terms) = (gap.framework, gap.terms);
    let profile = terms.profile.code();
    match lang {
        Lang::En => format!(
            "{} {}, as of {}, profile {profile}, blank means {}",
            framework.id,
            framework.version,
            terms.as_of,
            terms.blank.code()
        ),
        Lang::Zh => format!(
            "{} {}，截至 {}，口径 {profile}，空白视为 {}",
            framework.id,
            framework.version,
            terms.as_of,
            terms.blank.code()
        ),
    }
}

const OVERALL: Label = Label { en: "all measures", zh: "全部措施" };

fn challenge_headers(lang: Lang) -> [(&'static str, Kind); 8] {
    let spec = tables::CHALLENGES.columns;
    let title = |name: &str| spec.iter().find(|c| c.name == name).map_or("", |c| c.title.get(lang));
    let label = |en, zh| Label { en, zh }.get(lang);
    [
        (label("Challenge", "挑战"), Kind::Text),
        (label("Met, %", "满足度 %"), Kind::Percent),
        (title("met"), Kind::Integer),
        (title("data_gap"), Kind::Integer),
        (title("action_gap"), Kind::Integer),
        (label("N/A", "不适用"), Kind::Integer),
        (title("assessed"), Kind::Integer),
        (label("Money committed", "已承诺资金"), Kind::Amount),
    ]
}

fn challenge_rows(gap: &Gap<'_>, lang: Lang) -> Vec<Vec<String>> {
    let row = |title: String, group: &GroupGap| {
        let mut cells = vec![title, interval(group.interval)];
        cells.extend(group.states.iter().map(u64::to_string));
        cells.push(format!("{}/{}", group.assessed, group.measures()));
        cells.push(purse(&group.money));
        cells
    };
    let challenges = gap.framework.challenges.iter().zip(&gap.challenges);
    let mut rows: Vec<Vec<String>> = challenges
        .map(|(c, group)| row(format!("{} {}", c.id, c.title.get(lang)), group))
        .collect();
    rows.push(row(OVERALL.get(lang).to_owned(), &gap.overall));
    rows
}

/// Writes `60.0–80.0`; a dash where nothing applies.
pub(crate) fn interval(interval: Option<Interval>) -> String {
    match interval {
        Some(Interval { low, high }) => format!("{}–{}", low.percent(), high.percent()),
        None => "–".to_owned(),
    }
}

/// Writes the committed money of each currency on a line of its own.
pub(crate) fn purse(purse: &Purse) -> String {
    let committed = purse.iter().filter(|(_, sums)| sums.committed.0 != 0);
    let lines: Vec<String> =
        committed.map(|(code, sums)| format!("{code} {}", sums.committed.grouped())).collect();
    lines.join("\n")
}

fn closing(gap: &Gap<'_>, lang: Lang) -> String {
    let (rows, orphans) = (gap.tally.rows, gap.tally.orphans);
    match lang {
        Lang::En => format!(
            "{} read; {} no measure and {} for nothing",
            count(rows, "row", "rows"),
            count(orphans, "row serves", "rows serve"),
            if orphans == 1 { "counts" } else { "count" },
        ),
        Lang::Zh => format!("共读取 {rows} 行；{orphans} 行未对应任何措施，不计入"),
    }
}

fn not_applicable(gap: &Gap<'_>, lang: Lang, out: &mut String) {
    let excluded: Vec<_> =
        gap.measures.iter().filter(|m| m.state == State::NotApplicable).collect();
    if excluded.is_empty() {
        return;
    }
    let _ = write!(out, "\n{}\n", Label { en: "Not applicable", zh: "不适用" }.get(lang));
    for result in excluded {
        let measure = gap.framework.measure(result.measure);
        if let Some((row, reason)) = &gap.tally.measures[result.measure.at()].not_applicable {
            let title = measure.title.get(lang);
            let _ = writeln!(out, "- {} {title}: {reason} ({}, {})", measure.id, row.id, row.place);
        }
    }
}
