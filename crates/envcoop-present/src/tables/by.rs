//! The table of the grouping that was asked for.

use std::collections::BTreeMap;

use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::judge::gap::{Gap, GroupGap};
use envcoop_core::judge::tally::Purse;
use envcoop_core::judge::years::YearGap;
use envcoop_core::money::Cents;
use envcoop_core::study::{By, Study};
use envcoop_core::text::{Lang, Text};
use envcoop_core::who::Who;
use envcoop_forms::table::{Table, TableSpec, Value};

use super::strategy::{counts, group_row};
use super::{
    BY_AREA, BY_CHALLENGE, BY_MATRIX, BY_OWNER, BY_PARTNER, BY_TERM, BY_YEAR, bounds, cell_members,
    term_members,
};

/// Returns the table of a grouping.
pub fn by<'a>(study: &'a Study, by: By, lang: Lang) -> Table<'a> {
    let gap = &*study.gap;
    let framework = &*gap.framework;
    let group = |id: &'a str, title: &'a Text, group: &GroupGap| {
        let mut row = group_row(id, title, group, lang);
        row.push(Value::Integer(group.covered));
        row.extend(money(study, &group.money));
        row
    };
    let (spec, rows): (&'static TableSpec, Vec<_>) = match by {
        By::Challenge => {
            let all = framework.challenges.iter().zip(&gap.challenges);
            (&BY_CHALLENGE, all.map(|(c, own)| group(&c.id, &c.title, own)).collect())
        }
        By::Area => {
            let all = framework.areas.iter().zip(&gap.areas);
            (&BY_AREA, all.map(|(a, own)| group(&a.id, &a.title, own)).collect())
        }
        By::Term => {
            let row = |term: &'a envcoop_core::framework::Term| {
                let own = gap.group(&term_members(framework, &term.id));
                group(&term.id, &term.title, &own)
            };
            (&BY_TERM, framework.terms.iter().map(row).collect())
        }
        By::Owner => (&BY_OWNER, people(study, &study.breakdown.owners)),
        By::Partner => (&BY_PARTNER, people(study, &study.breakdown.partners)),
        By::Year => (&BY_YEAR, study.years.iter().map(|own| year(study, own)).collect()),
        By::Matrix => (&BY_MATRIX, matrix(gap)),
    };
    Table { spec, rows }
}

fn people<'a>(study: &'a Study, by: &'a BTreeMap<Who, RowSums>) -> Vec<Vec<Value<'a>>> {
    let row = |(who, sums): (&'a Who, &RowSums)| {
        let mut row = vec![Value::text(who.code())];
        row.extend(sums.counts().map(Value::Integer));
        row.push(Value::Integer(sums.measures.len() as u64));
        let ids: Vec<&str> =
            sums.measures.iter().map(|&idx| study.gap.framework.measure(idx).id.as_str()).collect();
        row.push(Value::text(ids.join(";")));
        row.extend(money(study, &sums.money));
        row
    };
    by.iter().map(row).collect()
}

fn year<'a>(study: &'a Study, own: &YearGap) -> Vec<Value<'a>> {
    let year = own.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    let mut row = vec![Value::text(year)];
    match &own.group {
        None => row.extend(std::iter::repeat_n(Value::Blank, 9)),
        Some(group) => {
            row.extend(bounds(group.interval));
            row.extend(counts(group));
            row.push(Value::Integer(group.covered));
        }
    }
    row.extend([Value::Integer(own.live), Value::Integer(own.proposed)]);
    row.extend(money(study, &own.money));
    row
}

fn matrix<'a>(gap: &'a Gap) -> Vec<Vec<Value<'a>>> {
    let mut rows = Vec::new();
    for (i, challenge) in gap.framework.challenges.iter().enumerate() {
        for (j, area) in gap.framework.areas.iter().enumerate() {
            let cell = gap.group(&cell_members(&gap.framework, i, j));
            let mut row = vec![Value::text(challenge.id.as_str()), Value::text(area.id.as_str())];
            row.extend(bounds(cell.interval));
            row.extend(counts(&cell));
            row.push(Value::Integer(cell.covered));
            rows.push(row);
        }
    }
    rows
}

/// Committed and proposed money, each currency by itself, then both in one currency.
fn money<'a>(study: &'a Study, purse: &Purse) -> [Value<'a>; 6] {
    let list = |amount: &dyn Fn(&envcoop_core::judge::tally::Sums) -> Cents| {
        let some = purse.iter().map(|(code, sums)| (code, amount(sums)));
        let texts: Vec<String> = some
            .filter(|(_, amount)| amount.0 != 0)
            .map(|(code, amount)| format!("{code} {amount}"))
            .collect();
        if texts.is_empty() { Value::Blank } else { Value::text(texts.join("; ")) }
    };
    let (committed, proposed) = (list(&|sums| sums.committed), list(&|sums| sums.proposed));
    let Some(exchange) = &study.exchange else {
        return [committed, proposed, Value::Blank, Value::Blank, Value::Blank, Value::Blank];
    };
    let converted = exchange.convert(purse);
    let without: Vec<&str> = converted.without.iter().map(|code| code.code()).collect();
    [
        committed,
        proposed,
        Value::text(exchange.into.to_string()),
        Value::Amount(converted.sums.committed),
        Value::Amount(converted.sums.proposed),
        if without.is_empty() { Value::Blank } else { Value::text(without.join(";")) },
    ]
}
