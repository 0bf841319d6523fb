//! An analysis in a few lines: what every form of it opens with.

use std::fmt::Write as _;

pub use envcoop_core::judge::gap::interval;

use envcoop_core::judge::gap::{Gap, State};
use envcoop_core::judge::orphans::Orphans;
use envcoop_core::judge::rates::Exchange;
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::judge::view::{NotDue, View};
use envcoop_core::money::{Cents, Currency};
use envcoop_core::text::{Label, Lang, count};

/// Says which strategy was judged and how.
pub fn heading(gap: &Gap<'_>, lang: Lang) -> String {
    let (framework, terms) = (gap.framework, gap.terms);
    let profile = match lang {
        Lang::En if gap.is_targeted => "by target",
        Lang::Zh if gap.is_targeted => "按目标",
        _ => terms.profile.code(),
    };
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

/// Writes the committed money of each currency on a line of its own.
pub fn purse(purse: &Purse) -> String {
    purse_lines(purse, false).join("\n")
}

/// Writes what stands in a cell of money, a line for each: committed money, proposed money in
/// brackets, and, where there are rates, both in one currency.
pub fn money(purse: &Purse, exchange: Option<&Exchange>, lang: Lang) -> String {
    let [mut lines, proposed] = money_lines(purse, exchange, lang);
    lines.extend(proposed.into_iter().map(|line| format!("({line})")));
    lines.join("\n")
}

/// Writes committed and proposed money: each currency, then, where there are rates, the sum in one
/// currency and which currencies are not in it.
pub fn money_lines(purse: &Purse, exchange: Option<&Exchange>, lang: Lang) -> [Vec<String>; 2] {
    let mut lines = [purse_lines(purse, false), purse_lines(purse, true)];
    let Some(exchange) = exchange.filter(|exchange| purse.keys().any(|&c| c != exchange.into))
    else {
        return lines;
    };
    let converted = exchange.convert(purse);
    let without = Label { en: "without", zh: "不含" }.get(lang);
    let sides: [(Cents, Side); 2] = [
        (converted.sums.committed, |sums| sums.committed),
        (converted.sums.proposed, |sums| sums.proposed),
    ];
    for (lines, (sum, side)) in lines.iter_mut().zip(sides).filter(|(lines, _)| !lines.is_empty()) {
        lines.push(format!("= {} {}", exchange.into, sum.grouped()));
        let missing = converted.without.iter().filter(|code| side(&purse[code]).0 != 0);
        let codes: Vec<&str> = missing.map(|code| code.code()).collect();
        if !codes.is_empty() {
            lines.push(format!("{without} {}", codes.join(lang.comma())));
        }
    }
    lines
}

/// Takes committed or proposed money.
type Side = fn(&Sums) -> Cents;

fn purse_lines(purse: &Purse, proposed: bool) -> Vec<String> {
    let amount = |(&code, sums): (&Currency, &Sums)| {
        let amount = if proposed { sums.proposed } else { sums.committed };
        (amount.0 != 0).then(|| format!("{code} {}", amount.grouped()))
    };
    purse.iter().filter_map(amount).collect()
}

/// Says how many rows were read and how many serve nothing.
pub fn closing(gap: &Gap<'_>, lang: Lang) -> String {
    let rows = gap.tally.rows;
    let read = match lang {
        Lang::En => format!("{} read", count(rows, "row", "rows")),
        Lang::Zh => format!("共读取 {rows} 行"),
    };
    with_orphans(read, gap, lang)
}

/// Says the same of a view, whose rows may be those of a period, and by which rates sums were
/// converted.
pub fn closing_of(view: &View<'_>, lang: Lang) -> String {
    let rows = view.gap.tally.rows;
    let mut out = match (&view.scope.period, lang) {
        (None, _) => closing(view.gap, lang),
        (Some(_), Lang::En) => {
            with_orphans(format!("{} of the period", count(rows, "row", "rows")), view.gap, lang)
        }
        (Some(_), Lang::Zh) => with_orphans(format!("期间内共 {rows} 行"), view.gap, lang),
    };
    if let Some(exchange) = view.exchange {
        let _ = write!(out, "\n{}", rates(exchange, lang));
    }
    out
}

fn with_orphans(rows: String, gap: &Gap<'_>, lang: Lang) -> String {
    let orphans = gap.tally.orphans;
    match lang {
        Lang::En => format!(
            "{rows}; {} no measure and {} for nothing",
            count(orphans, "row serves", "rows serve"),
            if orphans == 1 { "counts" } else { "count" },
        ),
        Lang::Zh => format!("{rows}；{orphans} 行未对应任何措施，不计入"),
    }
}

/// Lists the rates by which sums were converted, and the currencies without one.
pub fn rates(exchange: &Exchange, lang: Lang) -> String {
    let used = exchange.used.iter().map(|(code, rate)| {
        let stale = match lang {
            _ if !exchange.is_stale(rate) => String::new(),
            Lang::En => format!(", stale: {} days old", exchange.age(rate)),
            Lang::Zh => format!("，已过时：{} 天前", exchange.age(rate)),
        };
        let of = Label { en: "of", zh: "日期" }.get(lang);
        format!("1 {code} = {} {} ({of} {}{stale})", rate.text, exchange.into, rate.date)
    });
    let none = Label { en: "no rate", zh: "无汇率" }.get(lang);
    let missing = exchange.missing.iter().map(|code| format!("{code}: {none}"));
    let all: Vec<String> = used.chain(missing).collect();
    let name = Label { en: "rates", zh: "汇率" }.get(lang);
    let list = if all.is_empty() { "–".to_owned() } else { all.join("; ") };
    format!("{name}: {list}")
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

/// How many rows or measures a list for reading shows.
const LISTED: usize = 20;

/// The heading of the list of measures that no row serves.
pub const UNCOVERED: Label =
    Label { en: "Measures that no activity serves", zh: "没有活动对应的措施" };

/// Lists the measures that apply and that no row that counts serves; empty where there is none.
pub fn uncovered(gap: &Gap<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for result in gap.measures.iter().filter(|result| result.is_uncovered()) {
        let measure = gap.framework.measure(result.measure);
        let _ = write!(out, "- {} {}", measure.id, measure.title.get(lang));
        let n = gap.tally.measures[result.measure.at()].proposed;
        let _ = match lang {
            _ if n == 0 => writeln!(out),
            Lang::En => writeln!(out, " ({})", count(n, "proposal", "proposals")),
            Lang::Zh => writeln!(out, "（拟议 {n} 项）"),
        };
    }
    out
}

/// The heading of the list of rows that serve no measure.
pub const ORPHANS: Label =
    Label { en: "Rows that serve no measure", zh: "未对应任何措施的行" };

/// Lists the first rows that serve no measure and says how many more there are; empty where there is
/// none.
pub fn orphans(gap: &Gap<'_>, lang: Lang) -> String {
    let rows: &Orphans = &gap.tally.orphan_rows;
    let mut out = String::new();
    for orphan in rows.rows().take(LISTED) {
        let title = if orphan.title.is_empty() { "–" } else { &orphan.title };
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "- {} {title} ({})", orphan.row.id, orphan.row.place);
    }
    let n_more = gap.tally.orphans.saturating_sub(LISTED as u64);
    if n_more > 0 {
        let _ = match lang {
            Lang::En => writeln!(out, "- and {n_more} more"),
            Lang::Zh => writeln!(out, "- 另有 {n_more} 行"),
        };
    }
    out
}

/// The heading of the list of measures of which nothing is due yet.
pub const NOT_DUE: Label = Label { en: "Not due yet", zh: "尚未到期" };

/// Lists the measures of which nothing is due yet, with what comes first.
pub fn not_due(measures: &[NotDue], lang: Lang) -> String {
    let line = |measure: &NotDue| {
        let title = measure.title.get(lang);
        let next = match (measure.next, lang) {
            (Some(step), Lang::En) => format!("{} by {}", step.profile.code(), step.by),
            (Some(step), Lang::Zh) => format!("{} 前达到 {}", step.by, step.profile.code()),
            (None, Lang::En) => "no target".to_owned(),
            (None, Lang::Zh) => "无目标".to_owned(),
        };
        format!("- {} {title}: {next}\n", measure.id)
    };
    measures.iter().map(line).collect()
}

/// Returns the lists that close an analysis, each under its heading; only those that hold something.
/// Rows that serve no measure are listed where no measure was left out.
pub fn lists(view: &View<'_>, lang: Lang) -> Vec<(&'static str, String)> {
    let gap = view.gap;
    let later = view.scope.targets.as_ref().map_or(&[][..], |(_, later)| later);
    let is_whole = view.scope.filter.is_empty();
    let lists = [
        (UNCOVERED, uncovered(gap, lang)),
        (ORPHANS, if is_whole { orphans(gap, lang) } else { String::new() }),
        (NOT_DUE, not_due(later, lang)),
        (NOT_APPLICABLE, not_applicable(gap, lang)),
    ];
    let some = lists.into_iter().filter(|(_, list)| !list.is_empty());
    some.map(|(heading, list)| (heading.get(lang), list)).collect()
}
