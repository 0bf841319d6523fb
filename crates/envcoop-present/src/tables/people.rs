//! Tables of who does what.

use std::collections::BTreeMap;

use envcoop_core::judge::breakdown::{Breakdown, RowSums};
use envcoop_core::who::Who;
use envcoop_forms::table::{Table, TableSpec, Value};

use super::{OWNER_MONEY, OWNERS, PARTNER_MONEY, PARTNERS, purse_rows};

/// One row per owner.
pub fn owners(breakdown: &Breakdown) -> Table<'_> {
    people(&OWNERS, &breakdown.owners)
}

/// One row per owner and currency.
pub fn owner_money(breakdown: &Breakdown) -> Table<'_> {
    money(&OWNER_MONEY, &breakdown.owners)
}

/// One row per partner.
pub fn partners(breakdown: &Breakdown) -> Table<'_> {
    people(&PARTNERS, &breakdown.partners)
}

/// One row per partner and currency.
pub fn partner_money(breakdown: &Breakdown) -> Table<'_> {
    money(&PARTNER_MONEY, &breakdown.partners)
}

fn people<'a>(spec: &'static TableSpec, by: &'a BTreeMap<Who, RowSums>) -> Table<'a> {
    let row = |(who, sums): (&'a Who, &RowSums)| {
        let mut row = vec![Value::text(who.code())];
        row.extend(sums.counts().map(Value::Integer));
        row
    };
    Table { spec, rows: by.iter().map(row).collect() }
}

fn money<'a>(spec: &'static TableSpec, by: &'a BTreeMap<Who, RowSums>) -> Table<'a> {
    let rows =
        by.iter().flat_map(|(who, sums)| purse_rows(&[Value::text(who.code())], &sums.money));
    Table { spec, rows: rows.collect() }
}
