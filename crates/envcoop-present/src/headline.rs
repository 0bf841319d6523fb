//! An analysis in a few lines: what every form of it opens with.

use envcoop_core::judge::gap::Gap;
pub use envcoop_core::judge::gap::interval;
use envcoop_core::judge::rates::Exchange;
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::money::{Cents, Currency};
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::phrase::Phrase;
use envcoop_words as words;

/// Says which strategy was judged and how, and how many rows are not in it because they broke a rule.
pub fn headline(gap: &Gap) -> Phrase<'static> {
    let (framework, rules) = (&gap.framework, gap.rules);
    Phrase::each(|lang| {
        let terms = words::analysis::strategy_and_terms(
            lang,
            &framework.id,
            &framework.version,
            rules.as_of,
            judged_by(gap).get(lang),
            rules.blank.label().get(lang),
        );
        match left_out(gap) {
            Some(rows) => format!("{terms}; {}", rows.get(lang)),
            None => terms,
        }
    })
}

/// Says how many rows are not in an analysis because they broke a rule; nothing where none is
/// missing.
pub fn left_out(gap: &Gap) -> Option<Phrase<'static>> {
    let (n, read) = (gap.tally.refused, gap.tally.rows);
    (n > 0).then(|| Phrase::each(|lang| words::row::left_out(lang, n, read)))
}

/// What measures are judged by: a profile, or targets.
pub fn judged_by(gap: &Gap) -> Label {
    if gap.is_targeted { words::analysis::BY_TARGET } else { gap.rules.profile.label() }
}

/// What all measures together are called.
pub const OVERALL: Label = words::measure::ALL_MEASURES;

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
    for (lines, worth) in lines.iter_mut().zip(worth_lines(purse, exchange, lang)) {
        lines.extend(worth);
    }
    lines
}

/// Writes what committed and proposed money is worth in one currency, and which currencies are not in
/// it; nothing where there are no rates, or no other currency.
pub fn worth_lines(purse: &Purse, exchange: Option<&Exchange>, lang: Lang) -> [Vec<String>; 2] {
    let mut lines = [Vec::new(), Vec::new()];
    let Some(exchange) = exchange.filter(|exchange| purse.keys().any(|&c| c != exchange.into))
    else {
        return lines;
    };
    let converted = exchange.convert(purse);
    let without = words::money::WITHOUT.get(lang);
    let sides: [(Cents, Side); 2] = [
        (converted.sums.committed, |sums| sums.committed),
        (converted.sums.proposed, |sums| sums.proposed),
    ];
    let is_there = |side: Side| purse.values().any(|sums| side(sums).0 != 0);
    for (lines, (sum, side)) in lines.iter_mut().zip(sides).filter(|(_, (_, side))| is_there(*side))
    {
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

/// Says how many rows were read, of a period or in all.
pub fn read(study: &Study, lang: Lang) -> String {
    let rows = study.gap.tally.rows;
    match &study.scope.period {
        None => words::row::read(lang, rows),
        Some(_) => words::row::of_period(lang, rows),
    }
}

/// Says how many rows were read and how many serve nothing.
pub fn closing(study: &Study, lang: Lang) -> String {
    words::row::read_and_orphans(lang, read(study, lang), study.gap.tally.orphans)
}

/// Lists the rates by which sums were converted, and the currencies without one.
pub fn rates(exchange: &Exchange, lang: Lang) -> String {
    format!("{}: {}", words::rate::RATES.get(lang), rates_used(exchange, lang))
}

/// The same without the word that names them.
pub fn rates_used(exchange: &Exchange, lang: Lang) -> String {
    let used = exchange.used.iter().map(|(code, rate)| {
        let day = match exchange.is_stale(rate) {
            true => words::rate::of_day_stale(lang, rate.date, exchange.age(rate)),
            false => words::rate::of_day(lang, rate.date),
        };
        format!("1 {code} = {} {} ({day})", rate.text, exchange.into)
    });
    let none = words::rate::NO_RATE.get(lang);
    let missing = exchange.missing.iter().map(|code| format!("{code}: {none}"));
    let all: Vec<String> = used.chain(missing).collect();
    if all.is_empty() { "–".to_owned() } else { all.join("; ") }
}

/// Returns the heading of the measures that are late: at a day in the future it is a forecast.
pub fn late(gap: &Gap, lang: Lang) -> String {
    words::analysis::late_if_nothing_moves(lang, gap.rules.as_of)
}
