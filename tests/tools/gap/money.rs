//! Money in one currency beside its own, and what measures without money may cost.

use envcoop_tests::{MINI, folder, put, run};
use serde_json::{Value, json};

const RATES: &str = "--rates data/examples/mini-rates.csv --currency CNY";

fn mini(options: &str) -> Value {
    run(&format!("envcoop-gap {MINI} --format json {options}")).done().json()
}

#[test]
fn the_converted_sum_stands_beside_the_currencies() {
    let (plain, gap) = (mini(""), mini(RATES));
    let challenge = &gap["challenges"][0];
    assert_eq!(challenge["money"], plain["challenges"][0]["money"]);
    let converted = json!({
        "currency": "CNY", "committed": "1350360.00", "proposed": "900000.00", "without": [],
    });
    assert_eq!(challenge["converted"], converted);
    let used = json!([{
        "currency": "USD", "rate": "7.20", "date": "2027-05-31", "age_days": 30, "stale": false,
    }]);
    assert_eq!(gap["rates"], json!({"currency": "CNY", "used": used, "missing": []}));
    assert_eq!(plain["challenges"][0].get("converted"), None);

    let out = run(&format!("envcoop-gap {MINI} {RATES}")).done();
    for part in [
        "CNY 1,350,000.00",
        "USD 50.00",
        "= CNY 1,350,360.00",
        "(CNY 900,000.00)",
        "(= CNY 900,000.00)",
        "rates: 1 USD = 7.20 CNY (of 2027-05-31)",
    ] {
        assert!(out.out.contains(part), "{part}\n{}", out.out);
    }
    assert_eq!(out.err, "");
    let explained = run(&format!("envcoop-gap explain C1 {MINI} {RATES}")).done().out;
    assert!(
        explained.contains(
            "committed: CNY 1,350,000.00, USD 50.00 = CNY 1,350,360.00\nproposed: CNY 900,000.00"
        ),
        "{explained}"
    );
}

#[test]
fn committed_and_proposed_money_stay_apart() {
    let csv =
        run(&format!("envcoop-gap {MINI} {RATES} --by area --format csv --for data")).done().out;
    let row = csv.lines().find(|line| line.starts_with("W1,")).expect("W1");
    assert!(
        row.ends_with("\"CNY 1350000.00; USD 50.00\",CNY 900000.00,CNY,1350360.00,900000.00,"),
        "{row}"
    );
    let memo = run(&format!("envcoop-gap {MINI} --format markdown")).done().out;
    assert!(memo.contains("CNY 1,350,000.00 USD 50.00 (CNY 900,000.00) |"), "{memo}");
}

fn rated(rates: &str, rows: &str, options: &str) -> envcoop_tests::Output {
    let dir = folder();
    let rates = put(&dir, "rates.csv", rates);
    let plan = put(&dir, "plan.csv", format!("id,measures,status,budget,currency\n{rows}"));
    run(&format!(
        "envcoop-gap {plan} --framework mini --as-of 2027-06-30 --rates {rates} --format json {options}"
    ))
    .done()
}

#[test]
fn a_sum_is_rounded_once_half_away_from_zero() {
    // 0.01 × 0.25 twice is half a cent together, nothing each.
    let rates = "date,currency,rate\n2027-06-30,USD,0.25\n2027-06-30,EUR,0.25\n";
    let rows = "A1,W1.1,planned,0.01,USD\nA2,W1.1,planned,0.01,EUR\nA3,W1.2,planned,0.01,EUR\n";
    let gap = rated(rates, rows, "--currency CNY").json();
    let committed = |entry: &Value| entry["converted"]["committed"].clone();
    assert_eq!(committed(&gap["measures"][0]), "0.01");
    assert_eq!(committed(&gap["measures"][1]), "0.00");
    assert_eq!(committed(&gap["overall"]), "0.01");
}

#[test]
fn stale_and_missing_rates_are_named_never_guessed() {
    let rates = "date,currency,rate\n2027-03-29,USD,7\n2027-03-30,EUR,8\n2027-07-01,JPY,0.05\n";
    let rows = "A1,W1.1,planned,1,USD\nA2,W1.1,planned,1,EUR\nA3,W1.1,planned,100,JPY\n\
                A4,W1.2,planned,5,CNY\n";
    let out = rated(rates, rows, "--currency CNY");
    let gap = out.json();
    let converted = &gap["measures"][0]["converted"];
    assert_eq!(converted["committed"], "15.00");
    assert_eq!(
        (&converted["without"], &gap["rates"]["missing"]),
        (&json!(["JPY"]), &json!(["JPY"]))
    );
    let messages = out.messages();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(
        messages[0]
            .contains("rates.csv: no rate of JPY at 2027-06-30: its sums stand by themselves")
    );
    assert!(messages[1].contains("rates.csv:2: the rate of USD is 93 days old at 2027-06-30"));
    // 92 days are a quarter.
    let used = &gap["rates"]["used"];
    assert_eq!((&used[0]["age_days"], &used[0]["stale"]), (&json!(92), &json!(false)));
    assert_eq!((&used[1]["age_days"], &used[1]["stale"]), (&json!(93), &json!(true)));
}

#[test]
fn the_latest_rate_not_after_the_day_is_taken() {
    let at = |day: &str| {
        let line = format!(
            "envcoop-gap data/examples/mini-plan.csv --framework mini --as-of {day} {RATES} --format json"
        );
        run(&line).done().json()["rates"]["used"][0]["rate"].clone()
    };
    let days = ["2026-12-31", "2027-05-30", "2027-05-31", "2027-07-31"];
    assert_eq!(days.map(at), ["7.10", "7.10", "7.20", "7.30"]);
}

#[test]
fn every_problem_of_a_file_of_rates_is_named() {
    let dir = folder();
    let text = "date,currency,rate\n1/1/2027,USD,7\n2027-01-01,RMB,7\n2027-01-01,USD,\"7,200\"\n\
                2027-01-01,USD,0\n2027-01-01,CNY,2\n2027-01-01,EUR,8\n2027-01-01,EUR,8\n2027-01-01,,8\n";
    let path = put(&dir, "rates.csv", text);
    let out = run(&format!("envcoop-gap {MINI} --rates {path} --currency CNY")).refused();
    for wanted in [
        "rates.csv:2: column date: not a date: `1/1/2027`\n  hint: write year-month-day",
        "rates.csv:3: column currency: unknown currency `RMB`\n  hint: did you mean `CNY`?",
        "rates.csv:4: column rate: not a rate: `7,200`",
        "rates.csv:5: column rate: not a rate: `0`",
        "rates.csv:6: column rate: one CNY is one CNY, not `2`",
        "rates.csv:8: column date: the rate of EUR of 2027-01-01 stands already at",
        "rates.csv:9: column currency: the cell is blank",
    ] {
        assert!(out.err.contains(wanted), "{wanted}\n{}", out.err);
    }
    let alone = run(&format!("envcoop-gap {MINI} --rates {path}")).refused();
    assert!(alone.err.contains("--currency"), "{}", alone.err);
    let unknown = run(&format!("envcoop-gap {MINI} --rates {path} --currency RMB")).refused();
    assert!(unknown.err.contains("did you mean `CNY`?"), "{}", unknown.err);
}

#[test]
fn a_measure_without_money_shows_what_similar_ones_have() {
    let plan = "id,measures,status,owner,budget,currency\n\
                A1,W1.1,planned,Li,100,CNY\n\
                A2,W1.1,planned,Li,20,USD\n\
                A3,W1.2,planned,Li,,\n";
    let line = "envcoop-gap - --framework mini --as-of 2027-06-30";
    let gap = run(&format!("{line} --format json")).stdin(plan).done().json();
    let similar = |i: usize| gap["measures"][i].get("similar").cloned();
    assert_eq!(similar(0), None, "it has money");
    let range = |currency, amount| json!({"currency": currency, "from": amount, "to": amount, "measures": 1});
    let wanted = json!({"kind": "area", "id": "W1", "ranges": [range("CNY", "100.00"), range("USD", "20.00")]});
    assert_eq!(similar(1), Some(wanted));
    assert_eq!(similar(2), None, "neither in its area nor for its challenge has anything money");

    let explained = format!("{line} ").replace("gap -", "gap explain W1.2 -");
    let out = run(&explained).stdin(plan).done().out;
    assert!(out.contains("similar measures (W1) have CNY 100.00 (1 measure), USD 20.00 (1 measure): a range, no promise"), "{out}");
    let table = run(line).stdin(plan).done().out;
    assert!(table.contains("a range, no promise") && table.contains("CNY 100.00"), "{table}");
    let funded = run(&format!("envcoop-gap {MINI}")).done().out;
    assert!(!funded.contains("no promise"), "{funded}");
}

#[test]
fn similar_measures_are_those_of_the_whole_plan_and_a_range_goes_from_the_least_to_the_most() {
    let gap = |options: &str| {
        let line = format!(
            "envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --format json {options}"
        );
        run(&line).done().json()
    };
    let (whole, alone) = (gap(""), gap("--measures W1.5"));
    let measures = whole["measures"].as_array().expect("a list");
    let of = |id: &str| measures.iter().find(|m| m["id"] == id).expect("a measure");
    assert_eq!(alone["measures"][0]["similar"], of("W1.5")["similar"]);
    let cents = |amount: &Value| -> i64 {
        amount.as_str().expect("an amount").replace('.', "").parse().expect("a number")
    };
    let in_area =
        measures.iter().filter(|m| m["id"].as_str().is_some_and(|id| id.starts_with("W1.")));
    let money = in_area.flat_map(|m| m["money"].as_array().expect("a list"));
    let costs: Vec<i64> = money
        .filter(|m| m["currency"] == "CNY")
        .map(|m| cents(&m["committed"]))
        .filter(|&cents| cents > 0)
        .collect();
    let range = &of("W1.5")["similar"]["ranges"][0];
    assert_eq!(range["measures"], costs.len());
    assert_eq!(Some(cents(&range["from"])), costs.iter().min().copied());
    assert_eq!(Some(cents(&range["to"])), costs.iter().max().copied());
}
