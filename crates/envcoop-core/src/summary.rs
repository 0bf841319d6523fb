//! An analysis in a few lines: what every form of it opens with.

use std::fmt::Write as _;

use crate::gap::{Gap, GroupGap, Interval, State};
use crate::table::Kind;
use crate::tables;
use crate::tally::Purse;
use crate::text::{Label, Lang, count};

/// Says which strategy was judged and how.
pub fn heading(gap: &Gap<'_>, lang: Lang) -> String {
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

/// What all measures together are called.
pub const OVERALL: Label = Label { en: "all measures", zh: "全部措施" };

/// Returns the headers of the table of challenges.
pub fn headers(lang: Lang) -> [(&'static str, Kind); 8] {
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

/// Returns a row for each challenge and one for all measures.
pub fn rows(gap: &Gap<'_>, lang: Lang) -> Vec<Vec<String>> {
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
pub fn interval(interval: Option<Interval>) -> String {
    match interval {
        Some(Interval { low, high }) => format!("{}–{}", low.percent(), high.percent()),
        None => "–".to_owned(),
    }
}

/// Writes the committed money of each currency on a line of its own.
pub fn purse(purse: &Purse) -> String {
    let committed = purse.iter().filter(|(_, sums)| sums.committed.0 != 0);
    let lines: Vec<String> =
        committed.map(|(code, sums)| format!("{code} {}", sums.committed.grouped())).collect();
    lines.join("\n")
}

/// Says how many rows were read and how many serve nothing.
pub fn closing(gap: &Gap<'_>, lang: Lang) -> String {
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

/// The heading of the list of what does not apply.
pub const NOT_APPLICABLE: Label = Label { en: "Not applicable", zh: "不适用" };

/// Lists the measures that do not apply, each with its reason and the row that gives it; empty where
/// there is none.
pub fn not_applicable(gap: &Gap<'_>, lang: Lang) -> String {
    let mut out = String::new();
    let excluded: Vec<_> =
        gap.measures.iter().filter(|m| m.state == State::NotApplicable).collect();
    for result in excluded {
        let measure = gap.framework.measure(result.measure);
        if let Some((row, reason)) = &gap.tally.measures[result.measure.at()].not_applicable {
            let title = measure.title.get(lang);
            let _ = writeln!(out, "- {} {title}: {reason} ({}, {})", measure.id, row.id, row.place);
        }
    }
    out
}

/// Returns the heading of the measures that are late: at a day in the future it is a forecast.
pub fn late(gap: &Gap<'_>, lang: Lang) -> String {
    let as_of = gap.terms.as_of;
    match lang {
        Lang::En => format!("Late on {as_of} if nothing moves"),
        Lang::Zh => format!("如无进展，{as_of} 时逾期的措施"),
    }
}
