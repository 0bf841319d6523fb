//! What a plan comes to, as every program must find it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use anyhow::{Context, bail};
use serde_json::Value;
use xtask::columns::records;

/// Live rows in a plan; those of every other status but `proposed` count for nothing.
const LIVE: [&str; 5] = ["planned", "ongoing", "completed", "suspended", "?"];

/// The rows of one measure, status and currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) n_rows: u64,
    pub(super) cents: i64,
    /// The first start and the last end, where any row has one.
    pub(super) days: Days,
}

/// The first start and the last end.
type Days = [Option<String>; 2];

/// What the programs beside ours find: groups by measure, status and currency.
#[derive(Debug, Default)]
pub(super) struct Groups<'a>(pub(super) BTreeMap<[&'a str; 3], Group>);

impl<'a> Groups<'a> {
    /// Adds rows whose first start and last end are these, or blank.
    pub(super) fn add(&mut self, key: [&'a str; 3], n_rows: u64, cents: i64, days: [&str; 2]) {
        let group = self.0.entry(key).or_default();
        group.n_rows += n_rows;
        group.cents += cents;
        widen(&mut group.days, days);
    }

    /// Reads lines `measure,status,currency,rows,cents,first start,last end`.
    pub(super) fn read(text: &'a str) -> anyhow::Result<Groups<'a>> {
        let mut groups = Groups::default();
        for line in text.lines() {
            let [measure, status, currency, n_rows, cents, start, end] =
                line.split(',').collect::<Vec<_>>()[..]
            else {
                bail!("no group of rows: `{line}`");
            };
            let key = [measure, status, currency];
            groups.add(key, n_rows.parse()?, cents.parse()?, [start, end]);
        }
        Ok(groups)
    }

    /// Returns what an analysis says of the same rows.
    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::new();
        for (&[measure, status, currency], group) in &self.0 {
            let is_live = LIVE.contains(&status);
            if !is_live && status != "proposed" {
                continue;
            }
            let served = tally.entry(measure.to_owned()).or_default();
            if is_live {
                served.live += group.n_rows;
                let [start, end] = &group.days;
                let days = [start, end].map(|day| day.as_deref().unwrap_or_default());
                widen(&mut served.days, days);
            } else {
                served.proposed += group.n_rows;
            }
            if group.cents != 0 {
                let sums = served.cents.entry(currency.to_owned()).or_default();
                sums[usize::from(!is_live)] += group.cents;
            }
        }
        tally
    }
}

fn widen(days: &mut Days, [start, end]: [&str; 2]) {
    let [first, last] = days;
    if !start.is_empty() && first.as_deref().is_none_or(|first| start < first) {
        *first = Some(start.to_owned());
    }
    if !end.is_empty() && last.as_deref().is_none_or(|last| end > last) {
        *last = Some(end.to_owned());
    }
}

/// What a measure has.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Served {
    live: u64,
    proposed: u64,
    /// Committed and proposed money by currency.
    cents: BTreeMap<String, [i64; 2]>,
    /// Of live rows.
    days: Days,
}

/// The measures that any live or proposed row serves.
pub(super) type Tally = BTreeMap<String, Served>;

/// The days of measures.
pub(super) type DaysById = BTreeMap<String, Days>;

/// Reads the days of every measure from an analysis as CSV.
pub(super) fn days(csv: &[u8]) -> anyhow::Result<DaysById> {
    let table = Cells::read(csv)?;
    let [id, start, end] = ["id", "start", "end"].map(|name| table.column(name));
    let (id, start, end) = (id?, start?, end?);
    let day = |cell: &String| Some(cell.clone()).filter(|cell| !cell.is_empty());
    Ok(table.rows().map(|row| (row[id].clone(), [day(&row[start]), day(&row[end])])).collect())
}

/// Reads an analysis as JSON, with the days that stand only in its CSV.
pub(super) fn tally(json: &[u8], days: &DaysById) -> anyhow::Result<Tally> {
    let gap: Value = serde_json::from_slice(json)?;
    let mut tally = Tally::new();
    for measure in gap["measures"].as_array().context("no measures")? {
        let count = |key: &str| measure[key].as_u64().with_context(|| format!("no `{key}`"));
        let id = measure["id"].as_str().context("no `id`")?;
        let mut served = Served {
            live: count("activities")?,
            proposed: count("proposals")?,
            cents: BTreeMap::new(),
            days: days.get(id).cloned().unwrap_or_default(),
        };
        for entry in measure["money"].as_array().context("no `money`")? {
            let sums = [amount(entry, "committed")?, amount(entry, "proposed")?];
            if sums != [0, 0] {
                let currency = entry["currency"].as_str().context("no `currency`")?;
                served.cents.insert(currency.to_owned(), sums);
            }
        }
        if served != Served::default() {
            tally.insert(id.to_owned(), served);
        }
    }
    Ok(tally)
}

/// Sums by name: of rows, and of money by currency.
pub(super) type Sums = BTreeMap<String, i64>;

/// The name under which rows are counted.
pub(super) const ROWS: &str = "rows";

/// Reads lines `name,sum`.
pub(super) fn sums(text: &str) -> anyhow::Result<Sums> {
    let sum = |line: &str| {
        let (name, sum) = line.split_once(',').with_context(|| format!("no sum: `{line}`"))?;
        Ok((name.to_owned(), sum.parse()?))
    };
    text.lines().map(sum).collect()
}

/// Returns the rows of a plan as CSV, and their money.
pub(super) fn plan_sums(csv: &[u8]) -> anyhow::Result<Sums> {
    let table = Cells::read(csv)?;
    let (budget, currency) = (table.column("budget")?, table.column("currency")?);
    let mut sums = Sums::new();
    for row in table.rows() {
        *sums.entry(ROWS.to_owned()).or_default() += 1;
        if !["", "?"].contains(&&*row[budget]) {
            *sums.entry(row[currency].clone()).or_default() += cents(&row[budget])?;
        }
    }
    Ok(sums)
}

/// Returns the rows of a whole analysis as JSON, those that serve no measure, and committed money.
pub(super) fn whole_sums(json: &[u8]) -> anyhow::Result<Sums> {
    let gap: Value = serde_json::from_slice(json)?;
    let mut sums = Sums::new();
    for key in [ROWS, "orphans"] {
        let n = gap[key].as_i64().with_context(|| format!("no `{key}`"))?;
        sums.insert(key.to_owned(), n);
    }
    for entry in gap["overall"]["money"].as_array().context("no `money`")? {
        let currency = entry["currency"].as_str().context("no `currency`")?;
        sums.insert(currency.to_owned(), amount(entry, "committed")?);
    }
    Ok(sums)
}

/// Holds what was found against what must be there, and names the first difference.
pub(super) fn same<K: Debug + Ord, V: Debug + PartialEq>(
    expected: &BTreeMap<K, V>,
    found: &BTreeMap<K, V>,
) -> anyhow::Result<()> {
    let keys: BTreeSet<&K> = expected.keys().chain(found.keys()).collect();
    match keys.into_iter().find(|key| expected.get(key) != found.get(key)) {
        None => Ok(()),
        Some(key) => bail!("{key:?} is {:?}, not {:?}", found.get(key), expected.get(key)),
    }
}

fn amount(entry: &Value, key: &str) -> anyhow::Result<i64> {
    cents(entry[key].as_str().with_context(|| format!("no `{key}`"))?)
}

/// Reads an amount with two decimals.
fn cents(amount: &str) -> anyhow::Result<i64> {
    let digits = amount.split_once('.').filter(|(_, decimals)| decimals.len() == 2);
    let (whole, decimals) = digits.with_context(|| format!("no amount in cents: `{amount}`"))?;
    Ok(format!("{whole}{decimals}").parse()?)
}

/// A table with a header.
struct Cells(Vec<Vec<String>>);

impl Cells {
    fn read(csv: &[u8]) -> anyhow::Result<Cells> {
        let cells = records(std::str::from_utf8(csv)?);
        let width = cells.first().context("no header")?.len();
        let is_ragged = cells.iter().any(|row| row.len() != width);
        if is_ragged { bail!("rows of several widths") } else { Ok(Cells(cells)) }
    }

    fn column(&self, name: &str) -> anyhow::Result<usize> {
        let at = self.0[0].iter().position(|cell| cell == name);
        at.with_context(|| format!("no column `{name}`"))
    }

    fn rows(&self) -> impl Iterator<Item = &Vec<String>> {
        self.0.iter().skip(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_to_what_an_analysis_says() {
        let groups = Groups::read(
            "M1,planned,CNY,2,500,2024-02-01,2025-01-01\n\
             M1,?,CNY,1,50,,2026-01-01\n\
             M1,proposed,CNY,1,7,2020-01-01,2030-01-01\n\
             M1,cancelled,USD,9,9,2020-01-01,2030-01-01\n\
             M2,cancelled,,1,0,,\n",
        );
        let json = br#"{"measures": [
            {"id": "M1", "activities": 3, "proposals": 1, "money": [
                {"currency": "CNY", "committed": "5.50", "proposed": "0.07"},
                {"currency": "USD", "committed": "0.00", "proposed": "0.00"}]},
            {"id": "M2", "activities": 0, "proposals": 0, "money": []}]}"#;
        let csv = b"id,title,start,end\nM1,\"a,b\",2024-02-01,2026-01-01\nM2,,,\n";
        let tally = tally(json, &days(csv).expect("a table")).expect("an analysis");
        let expected = groups.expect("groups").tally();
        same(&expected, &tally).expect("the same");
        let without_days = super::tally(json, &DaysById::new()).expect("an analysis");
        let difference = same(&expected, &without_days).expect_err("other days").to_string();
        assert!(difference.starts_with("\"M1\" is Some(Served { live: 3"), "{difference}");
    }

    #[test]
    fn sums_of_a_plan_leave_out_what_is_not_known() {
        let csv = b"id,budget,currency\nA,1.05,CNY\nB,?,?\nC,,\nD,2.00,CNY\n";
        let found = plan_sums(csv).expect("a plan");
        assert_eq!(found, sums("CNY,305\nrows,4\n").expect("sums"));
        assert!(plan_sums(b"id,budget,currency\nA,1.5,CNY\n").is_err());
    }
}
