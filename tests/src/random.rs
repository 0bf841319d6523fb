//! Random plans for the framework `mini`.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

/// A row without its id.
#[derive(Clone, Debug)]
pub struct Cells {
    /// The column of this name.
    pub measures: &'static str,
    /// The column of this name.
    pub status: &'static str,
    /// The column of this name.
    pub stage: &'static str,
    /// The column of this name.
    pub owner: &'static str,
    /// `start` and `end`.
    pub dates: (&'static str, &'static str),
    /// `budget` and `currency`.
    pub money: (String, &'static str),
    /// The column of this name.
    pub evidence: &'static str,
    /// The column of this name.
    pub link: &'static str,
}

/// What stands under `measures`.
pub const MEASURES: [&str; 8] = [
    "",
    "W1.1",
    "W1.2",
    "W2.1",
    "W1.1;W2.1",
    "W1.2:33.3333;W2.1:66.6667",
    "W2.1:70;W1.2:30",
    "W1.1;W1.2;W2.1",
];
/// Statuses of rows that count.
pub const LIVE: [&str; 5] = ["planned", "ongoing", "completed", "suspended", "?"];
/// Every status that needs no reason.
pub const STATUSES: [&str; 7] =
    ["planned", "ongoing", "completed", "suspended", "?", "cancelled", "proposed"];

/// Makes rows with one of these statuses and links.
pub fn cells(
    statuses: &'static [&'static str],
    links: &'static [&'static str],
) -> impl Strategy<Value = Cells> {
    let dates = [
        ("", ""),
        ("?", "?"),
        ("2027-01-01", "2027-12-31"),
        ("2026-01-01", "2027-03-31"),
        ("2027-09-01", "?"),
        ("", "2027-06-30"),
        ("2027-06-30", ""),
    ];
    let money = prop_oneof![
        Just((String::new(), "")),
        Just(("?".to_owned(), "")),
        (0u64..1_000_000_000, select(&["CNY", "USD", "JPY"][..])).prop_map(|(cents, currency)| (
            format!("{}.{:02}", cents / 100, cents % 100),
            currency
        )),
    ];
    (
        select(&MEASURES[..]),
        select(statuses),
        select(&["", "prepare", "agree", "fund", "deliver", "verify", "?"][..]),
        select(&["", "?", "Li"][..]),
        select(dates.to_vec()),
        money,
        select(&["", "?", "https://example.org/r"][..]),
        select(links),
    )
        .prop_map(|(measures, status, stage, owner, dates, money, evidence, link)| Cells {
            measures,
            status,
            stage,
            owner,
            dates,
            money,
            evidence,
            link,
        })
}

/// Makes plans of up to twelve rows.
pub fn plan() -> impl Strategy<Value = Vec<Cells>> {
    prop::collection::vec(cells(&STATUSES, &["", "rule"]), 0..12)
}

/// Writes rows as a plan; ids come from their positions, counted from `first`.
pub fn csv(rows: &[Cells], first: usize) -> String {
    let mut text =
        "id,measures,status,stage,owner,start,end,budget,currency,evidence,link\n".to_owned();
    for (i, row) in rows.iter().enumerate() {
        let Cells { measures, status, stage, owner, dates, money, evidence, link } = row;
        let (start, end) = dates;
        let (amount, currency) = money;
        let id = first + i;
        writeln!(
            text,
            "A{id},{measures},{status},{stage},{owner},{start},{end},{amount},{currency},{evidence},{link}"
        )
        .expect("text can be written");
    }
    text
}
