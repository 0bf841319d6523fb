//! The analysis against a second, plainer implementation of its rules, written from their words.

use std::collections::BTreeMap;

use envcoop_tests::random::{Cells, csv, plan};
use envcoop_tests::run;
use proptest::prelude::*;
use serde_json::{Value, json};

const AS_OF: &str = "2027-06-30";
const NEEDS: [&str; 7] =
    ["activity", "owner", "schedule", "funding", "timely", "delivery", "evidence"];
const WORDS: [&str; 3] = ["unmet", "unknown", "met"];

/// The framework `mini` as the rules' own example tells it: measures by challenge and by area.
const CHALLENGES: [(&str, &[(&str, i64)]); 2] = [
    ("C1", &[("W1.1", 2), ("W1.2", 2), ("W2.2", 1)]),
    ("C2", &[("W2.1", 2), ("W2.2", 2), ("W1.1", 1)]),
];
const AREAS: [(&str, &[(&str, i64)]); 2] =
    [("W1", &[("W1.1", 1), ("W1.2", 1)]), ("W2", &[("W2.1", 1), ("W2.2", 1)])];
const ALL: [(&str, i64); 4] = [("W1.1", 1), ("W1.2", 1), ("W2.1", 1), ("W2.2", 1)];

/// 0 unmet, 1 unknown, 2 met, for each of [`NEEDS`]; `blank` is what a blank cell comes to.
fn answers(row: &Cells, blank: usize) -> [usize; 7] {
    let is = |met: bool| if met { 2 } else { 0 };
    let filled = |cell: &str| match cell {
        "" => blank,
        "?" => 1,
        _ => 2,
    };
    let not_before = |cell: &str| match cell {
        "" => blank,
        "?" => 1,
        day => is(day >= AS_OF),
    };
    let (start, end) = row.dates;
    let done = match row.status {
        "completed" => 2,
        "?" => 1,
        _ => 0,
    };
    let delivering = match row.stage {
        "" | "deliver" | "verify" => 2,
        "?" => 1,
        _ => 0,
    };
    let funding_step = match row.stage {
        "fund" => 2,
        "?" => 1,
        _ => 0,
    };
    let budget = match row.money.0.as_str() {
        "" => blank,
        "0.00" => 0,
        "?" => 1,
        _ => 2,
    };
    let delivery = done.min(delivering);
    let all = [
        2,
        filled(row.owner),
        filled(start).min(filled(end)),
        budget.max(done.min(funding_step)),
        match row.status {
            "completed" => 2,
            "ongoing" => not_before(end),
            "planned" => not_before(start),
            "suspended" => 0,
            _ => 1,
        },
        delivery,
        delivery.min(filled(row.evidence)),
    ];
    if row.status == "?" || row.link == "rule" { all.map(|answer| answer.min(1)) } else { all }
}

/// The measures of a row and the weight of each.
fn shares(row: &Cells) -> Vec<(&'static str, i128)> {
    let parts = row.measures.split(';').filter(|part| !part.is_empty());
    let mut shares: Vec<(&str, i128)> = parts
        .map(|part| match part.split_once(':') {
            None => (part, 1),
            Some((id, percent)) => {
                let (units, decimals) = percent.split_once('.').unwrap_or((percent, "0000"));
                (id, format!("{units}{decimals:0<4}").parse().expect("a percentage"))
            }
        })
        .collect();
    shares.sort();
    shares
}

/// Splits cents by weight: whole cents first, what is left one by one to the largest remainders.
fn split(cents: i128, shares: &[(&'static str, i128)]) -> Vec<(&'static str, i128)> {
    let whole: i128 = shares.iter().map(|(_, weight)| weight).sum();
    let mut parts: Vec<_> =
        shares.iter().map(|(id, weight)| (*id, cents * weight / whole)).collect();
    let mut rest = cents - parts.iter().map(|(_, part)| part).sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&i| (-(cents * shares[i].1 % whole), i));
    for i in order {
        if rest > 0 {
            parts[i].1 += 1;
            rest -= 1;
        }
    }
    parts
}

/// Rounds a share of a whole to tenths of a per cent, half away from zero, to nothing or all only
/// where it is that.
fn percent(part: i64, whole: i64) -> Value {
    let tenths = match (part * 2000 + whole) / (2 * whole) {
        0 if part > 0 => 1,
        1000 if part < whole => 999,
        tenths => tenths,
    };
    json!(tenths as f64 / 10.0)
}

fn expected(rows: &[Cells], n_needs: usize, blank: usize) -> Value {
    let mut best = BTreeMap::<&str, ([usize; 7], u64)>::new();
    let mut money = BTreeMap::<(&str, &str), [i128; 2]>::new();
    for row in rows {
        let shares = shares(row);
        let is_live = !matches!(row.status, "proposed" | "cancelled");
        if is_live {
            for (measure, _) in &shares {
                let (answers_so_far, n_live) = best.entry(measure).or_default();
                let own = answers(row, blank);
                (0..7).for_each(|need| answers_so_far[need] = answers_so_far[need].max(own[need]));
                *n_live += 1;
            }
        }
        let Ok(cents) = row.money.0.replace('.', "").parse::<i128>() else { continue };
        if row.status != "cancelled" && !shares.is_empty() {
            for (measure, part) in split(cents, &shares) {
                money.entry((measure, row.money.1)).or_default()[usize::from(!is_live)] += part;
            }
        }
    }
    let points = |measure: &str| -> (i64, i64) {
        let (answers, _) = best.get(measure).copied().unwrap_or_default();
        let count =
            |least: usize| answers[..n_needs].iter().filter(|&&a| a >= least).count() as i64;
        (count(2), count(1))
    };
    let bounds = |members: &[(&str, i64)]| {
        let sum = |of: &dyn Fn(&str) -> i64| members.iter().map(|(id, w)| w * of(id)).sum::<i64>();
        let whole = sum(&|_| n_needs as i64);
        (percent(sum(&|id| points(id).0), whole), percent(sum(&|id| points(id).1), whole))
    };
    let group = |(id, members): &(&str, &[(&str, i64)])| {
        let (low, high) = bounds(members);
        json!([id, low, high])
    };
    let amount = |cents: i128| format!("{}.{:02}", cents / 100, cents % 100);
    let measures: Vec<Value> = ALL
        .iter()
        .map(|(id, _)| {
            let (answers, n_live) = best.get(id).copied().unwrap_or_default();
            let (low, high) = points(id);
            let whole = n_needs as i64;
            let state = match () {
                () if low == whole => "met",
                () if high == whole => "data-gap",
                () => "action-gap",
            };
            let needs: BTreeMap<&str, &str> =
                NEEDS.iter().zip(answers).map(|(need, answer)| (*need, WORDS[answer])).collect();
            let own = money.iter().filter(|((measure, _), _)| measure == id);
            let money: Vec<Value> = own
                .map(|((_, currency), [committed, proposed])| {
                    json!({"currency": currency, "committed": amount(*committed), "proposed": amount(*proposed)})
                })
                .collect();
            json!([id, state, percent(low, whole), percent(high, whole), needs, n_live, money])
        })
        .collect();
    let overall = bounds(&ALL);
    json!({
        "overall": [overall.0, overall.1],
        "challenges": CHALLENGES.iter().map(group).collect::<Vec<_>>(),
        "areas": AREAS.iter().map(group).collect::<Vec<_>>(),
        "measures": measures,
    })
}

/// Takes out of the tool's JSON what the second implementation tells.
fn told(gap: &Value) -> Value {
    let list = |name: &str, keys: &[&str]| -> Value {
        let entries = gap[name].as_array().expect("a list");
        entries
            .iter()
            .map(|entry| keys.iter().map(|key| entry[*key].clone()).collect::<Value>())
            .collect()
    };
    json!({
        "overall": [gap["overall"]["low"], gap["overall"]["high"]],
        "challenges": list("challenges", &["id", "low", "high"]),
        "areas": list("areas", &["id", "low", "high"]),
        "measures": list("measures", &["id", "state", "low", "high", "needs", "activities", "money"]),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_tool_and_the_words_of_the_rules_agree(rows in plan(), profile in 0usize..3, blank in 0usize..2) {
        let (name, n_needs) = [("plan", 4), ("track", 5), ("deliver", 7)][profile];
        let line = format!(
            "envcoop-gap - --framework mini --as-of {AS_OF} --profile {name} --blank {} --format json",
            WORDS[blank],
        );
        let gap = run(&line).stdin(csv(&rows, 1)).done().json();
        prop_assert_eq!(told(&gap), expected(&rows, n_needs, blank));
    }
}
