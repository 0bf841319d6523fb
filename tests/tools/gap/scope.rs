//! Views of an analysis: filters, periods, groupings, targets, and what nobody serves.

use envcoop_tests::json::{bounds, entry, ids};
use envcoop_tests::{MINI, PLAN, run};
use serde_json::{Value, json};

const HEADER: &str = "id,measures,title,status,owner,start,end,budget,currency,note\n";

fn mini(options: &str) -> Value {
    run(&format!("envcoop-gap {MINI} --format json {options}")).done().json()
}

fn of_plan(rows: &str, options: &str) -> Value {
    let line = format!("envcoop-gap - --framework mini --as-of 2027-06-30 --format json {options}");
    run(&line).stdin(format!("{HEADER}{rows}")).done().json()
}

#[test]
fn a_filter_is_spelt_and_refused_the_same_in_every_tool() {
    let analyse = "envcoop-gap data/examples/plan.csv --as-of 2026-09-30";
    let list = "envcoop-checklist new --year 2027";
    let about = |text: &str| text.split_once(": ").map(|(_, message)| message.to_owned());
    for filter in [
        "--measure W9.9",
        "--measures C1",
        "--area W1.1",
        "--challenge W1",
        "--term nobody",
        "--measures W1.1 --area W2",
    ] {
        let one = run(&format!("{analyse} {filter}")).refused();
        let other = run(&format!("{list} {filter}")).refused();
        assert!(about(&one.err).is_some(), "{filter}");
        assert_eq!(about(&one.err), about(&other.err), "{filter}");
    }
    let of_area = run(&format!("{list} --measures W2 --format csv")).done();
    assert_eq!(of_area.out, run(&format!("{list} --area W2 --format csv")).done().out);
}

#[test]
fn a_filter_keeps_its_measures_with_their_figures() {
    let whole = mini("");
    let view = mini("--area W2");
    assert_eq!(ids(&view["measures"]), ["W2.1", "W2.2"]);
    assert_eq!(view["filter"]["areas"], json!(["W2"]));
    assert_eq!(view["areas"][1], whole["areas"][1]);
    assert_eq!(view["overall"]["low"], 100.0);
    assert_eq!(view["areas"][0]["low"], Value::Null);
    assert_eq!(whole.get("filter"), None);

    let challenge = mini("--challenge C1");
    assert_eq!(challenge["challenges"][0], whole["challenges"][0]);
    assert_eq!(ids(&challenge["measures"]), ["W1.1", "W1.2", "W2.2"]);
    assert_eq!(ids(&mini("--term RU,JP")["measures"]), ["W1.2", "W2.1"]);
    assert_eq!(ids(&mini("--measures W1,W2.1")["measures"]), ["W1.1", "W1.2", "W2.1"]);
    assert_eq!(ids(&mini("--measures W1 --term JP")["measures"]), ["W1.2"]);
}

#[test]
fn a_filter_that_names_nothing_or_leaves_nothing_is_refused() {
    for (options, wanted) in [
        ("--measures W1.3", "has no measure `W1.3`; did you mean `W1.1`?"),
        ("--challenge C9", "has no challenge `C9`; did you mean `C1`?"),
        ("--area X", "has no area `X`; there are: W1, W2"),
        ("--term pop", "has no term `pop`; did you mean `pops`?"),
        ("--measures W1.1 --area W2", "no measure is left: none meets measures W1.1; area W2"),
    ] {
        let err = run(&format!("envcoop-gap {MINI} {options}")).refused().err;
        assert!(err.contains(wanted), "{options}: {err}");
    }
}

#[test]
fn a_period_takes_the_rows_that_overlap_it() {
    // A2 ended in 2026; A4 began then and ended in 2027.
    let view = mini("--period 2027-01-01..2027-12-31");
    assert_eq!(view["rows"], 5);
    let period = json!({"from": "2027-01-01", "to": "2027-12-31", "outside": 1, "undated": 0});
    assert_eq!(view["period"], period);
    assert_eq!(entry(&view["measures"], "id", "W2.1")["state"], "action-gap");
    assert_eq!(mini("--period ..2025-12-31")["period"]["outside"], 5);
    assert_eq!(mini("--period 2020-01-01..")["period"]["outside"], 0);
    // One day is enough, at either end.
    assert_eq!(mini("--period 2026-06-30..2026-06-30")["rows"], 3);
    assert_eq!(mini("--period 2026-07-01..2026-07-01")["rows"], 2);
}

#[test]
fn a_row_whose_dates_do_not_tell_is_taken_and_counted() {
    let rows = "A1,W1.1,a,planned,Li,,,,,\n\
                A2,W1.1,b,planned,Li,2026-01-01,?,,,\n\
                A3,W1.2,c,planned,Li,2027-02-01,?,,,\n\
                A4,W1.2,d,planned,Li,?,2026-12-31,,,\n\
                A5,W2.1,e,cancelled,Li,,,,,\n\
                A6,W2.2,f,not-applicable,,,,,,reason\n";
    let view = of_plan(rows, "--period 2027-01-01..2027-12-31");
    assert_eq!((&view["rows"], &view["period"]["outside"]), (&json!(5), &json!(1)));
    assert_eq!(view["period"]["undated"], 2, "A1 and A2: A3 surely begins in the period");
    let line = "envcoop-gap - --framework mini --as-of 2027-06-30 --period 2027-01-01..2027-12-31";
    let table = run(line).stdin(format!("{HEADER}{rows}")).done().out;
    let words = "1 row is outside and left out, the others count with their whole budgets; 2 rows are \
                 taken though a date that would tell";
    assert!(table.contains(words), "{table}");
    let csv = run(&format!("{line} --format csv")).stdin(format!("{HEADER}{rows}")).done();
    assert!(csv.err.contains(words), "{}", csv.err);
}

#[test]
fn a_period_is_written_in_one_way() {
    for (period, wanted) in [
        ("2027", "write FROM..TO"),
        ("..", "write FROM..TO"),
        ("2027/1/1..2027-12-31", "write `2027-01-01`"),
        ("2027-12-31..2027-01-01", "write 2027-01-01..2027-12-31"),
    ] {
        let err = run(&format!("envcoop-gap {MINI} --period {period}")).refused().err;
        assert!(err.contains(wanted), "{period}: {err}");
    }
}

#[test]
fn owners_and_partners_have_their_rows_measures_and_money() {
    let by = &mini("--by owner")["by"];
    assert_eq!(by["kind"], "owner");
    let wang = json!({
        "name": "Wang", "activities": 1, "proposals": 0, "late": 0, "perhaps_late": 0,
        "measures": ["W1.1", "W2.1"],
        "money": [{"currency": "USD", "committed": "100.00", "proposed": "0.00"}],
    });
    assert_eq!(entry(&by["groups"], "name", "Wang"), &wang);
    assert_eq!(entry(&by["groups"], "name", "?")["late"], 1);
    assert_eq!(entry(&by["groups"], "name", "(none)")["measures"], json!(["W1.2"]));

    // Under a filter only the part of the money that is for its measures counts.
    let by = &mini("--by partner --measures W2.1")["by"];
    let russia = entry(&by["groups"], "name", "Russia");
    assert_eq!(russia["measures"], json!(["W2.1"]));
    assert_eq!(russia["money"][0]["committed"], "350000.00");
    let names: Vec<&Value> =
        by["groups"].as_array().expect("a list").iter().map(|g| &g["name"]).collect();
    assert_eq!(names, ["Russia", "(none)"]);
}

#[test]
fn challenges_areas_and_terms_are_groups_as_well() {
    let whole = mini("");
    for (by, key) in [("challenge", "challenges"), ("area", "areas")] {
        assert_eq!(mini(&format!("--by {by}"))["by"]["groups"], whole[key]);
    }
    let terms = &mini("--by term")["by"]["groups"];
    let japan = entry(terms, "id", "JP");
    assert_eq!((bounds(japan), &japan["late"]), ([Some(60.0), Some(80.0)], &json!(2)));
    let table = run(&format!("envcoop-gap {MINI} --by area")).done().out;
    assert!(table.contains("W1 Pollutants and soil") && !table.contains("C1 Clean"), "{table}");
}

/// The sums of a list of purses, in cents.
fn sums<'v>(purses: impl IntoIterator<Item = &'v Value>) -> Vec<(String, i128, i128)> {
    let mut sums = std::collections::BTreeMap::<String, (i128, i128)>::new();
    let cents = |amount: &Value| -> i128 {
        amount.as_str().expect("an amount").replace('.', "").parse().expect("a number")
    };
    for money in purses.into_iter().flat_map(|purse| purse.as_array().expect("a purse")) {
        let sum = sums.entry(money["currency"].to_string()).or_default();
        sum.0 += cents(&money["committed"]);
        sum.1 += cents(&money["proposed"]);
    }
    sums.into_iter().map(|(code, (committed, proposed))| (code, committed, proposed)).collect()
}

#[test]
fn years_add_up_to_the_plan_and_a_year_is_the_period_of_that_year() {
    for (plan, filter) in [(MINI, ""), (PLAN, ""), (PLAN, "--area W2"), (PLAN, "--term JP")] {
        let view = |options: &str| {
            run(&format!("envcoop-gap {plan} --format json {filter} {options}")).done().json()
        };
        let whole = view("--by year");
        let years = whole["by"]["groups"].as_array().expect("a list");
        assert_eq!(sums(years.iter().map(|y| &y["money"])), sums([&whole["overall"]["money"]]));
        for year in years.iter().filter(|year| !year["year"].is_null()) {
            let n = &year["year"];
            let own = view(&format!("--period {n}-01-01..{n}-12-31"));
            for key in ["low", "high", "met", "data_gap", "not_applicable", "assessed", "covered"] {
                assert_eq!(year[key], own["overall"][key], "{plan} {filter} {n} {key}");
            }
        }
    }
    // 365 and 90 of 455 days of A4; A2 is of 2026 alone.
    let by = &mini("--by year")["by"];
    assert_eq!(
        by["groups"][0]["money"],
        json!([
            {"currency": "CNY", "committed": "401098.90", "proposed": "0.00"},
            {"currency": "USD", "committed": "100.00", "proposed": "0.00"},
        ])
    );
}

#[test]
fn money_without_dates_stands_by_itself() {
    let rows = "A1,W1.1,a,planned,Li,2027-01-01,?,70.00,CNY,\n\
                A2,W1.1,b,planned,Li,2026-12-31,2027-01-01,0.01,CNY,\n";
    let by = of_plan(rows, "--by year")["by"].clone();
    let money = |i: usize| by["groups"][i]["money"][0]["committed"].clone();
    assert_eq!((money(0), money(1), money(2)), (json!("0.01"), json!("0.00"), json!("70.00")));
    assert_eq!(
        (&by["groups"][2]["year"], &by["groups"][2]["activities"]),
        (&Value::Null, &json!(1))
    );
    // A year of which the period has no day is not judged: not all its rows were read.
    let view = of_plan(rows, "--by year --period 2027-06-01..");
    assert!(view["by"]["groups"][0].get("low").is_some(), "{view}");
    let view = of_plan(rows, "--by year --period ..2026-12-31");
    assert_eq!(view["by"]["groups"][1].get("low"), None, "{view}");
}

#[test]
fn an_empty_cell_of_the_strategy_is_not_an_uncovered_one() {
    let table = run(&format!("envcoop-gap {PLAN} --by matrix")).done().out;
    let row = |start: &str| -> Vec<String> {
        let at = |line: &&str| line.trim_start().starts_with(start);
        let line = table.lines().find(at).unwrap_or_else(|| panic!("no {start}\n{table}"));
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(row("W8")[1..], ["–", "44.0–44.0", "88.0–88.0", "90.0–90.0", "uncovered"]);
    assert_eq!(row("W6")[1..], ["33.3–33.3", "n/a", "–", "60.0–93.3", "51.4–68.6"]);
    assert_eq!(row("2/3"), ["2/3", "4/4", "2/2", "0/1"], "the assessed share below each interval");
    let by = run(&format!("envcoop-gap {PLAN} --by matrix --format json")).done().json();
    let cells = by["by"]["groups"].as_array().expect("a list");
    assert_eq!(cells.len(), 5 * 8);
    let cell = |challenge: &str, area: &str| {
        let is_it = |c: &&Value| c["challenge"] == challenge && c["area"] == area;
        let cell = cells.iter().find(is_it).expect("a cell");
        (cell["measures"].clone(), cell["low"].clone(), cell["covered"].clone())
    };
    assert_eq!(cell("C1", "W8"), (json!(0), Value::Null, json!(0)));
    assert_eq!(cell("C5", "W8"), (json!(1), json!(0.0), json!(0)));
    let zh = run(&format!("envcoop-gap {PLAN} --by matrix --lang zh")).done().out;
    assert!(zh.contains("未覆盖") && zh.contains("不适用"), "{zh}");
}

#[test]
fn every_form_holds_the_grouping() {
    for (by, first) in [
        ("challenge", "id,title,low,high,measures,"),
        ("area", "id,title,low,high,measures,"),
        ("term", "id,title,low,high,measures,"),
        ("owner", "name,activities,proposals,late,perhaps_late,measures,served,"),
        ("partner", "name,activities,proposals,late,perhaps_late,measures,served,"),
        ("year", "year,low,high,measures,"),
        ("matrix", "challenge,area,low,high,measures,"),
    ] {
        let line = |format: &str| format!("envcoop-gap {MINI} --by {by} --format {format}");
        let csv = run(&format!("{} --for data", line("csv"))).done().out;
        assert!(csv.starts_with(first), "{csv}");
        let n_cells = |row: csv::StringRecord| row.len();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let width = n_cells(reader.headers().expect("a header").clone());
        let rows: Vec<usize> = reader.records().map(|row| n_cells(row.expect("a row"))).collect();
        assert!(!rows.is_empty() && rows.iter().all(|&n| n == width), "{by}: {rows:?}");
        let memo = run(&line("markdown")).done().out;
        let table = memo.lines().filter(|line| line.starts_with("| ")).count();
        assert!(table >= 2, "{by}: {memo}");
        for width in [80, 100] {
            let zh = run(&format!("{} --lang zh", line("table"))).width(width).done().out;
            let columns = |line: &str| -> usize {
                line.chars().map(|c| if c as u32 >= 0x2e80 { 2 } else { 1 }).sum()
            };
            let widest = zh.lines().filter(|l| l.starts_with(' ')).map(columns).max();
            assert!(widest <= Some(width.into()), "{by}: {widest:?}\n{zh}");
        }
    }
    run(&format!("envcoop-gap {MINI} --by funder")).refused();
}

#[test]
fn rows_that_serve_nothing_and_measures_that_nothing_serves_are_listed() {
    let rows: String = (1..=25)
        .map(|i| format!("A{i:02},,Orphan {i},planned,Li,2027-01-01,2027-12-31,,,\n"))
        .chain(["B1,W1.1,b,proposed,,,,,,\n".to_owned(), "B2,W1.2,c,planned,,,,,,\n".to_owned()])
        .collect();
    let gap = of_plan(&rows, "");
    assert_eq!(gap["uncovered"], json!(["W1.1", "W2.1", "W2.2"]));
    let listed = gap["orphan_rows"].as_array().expect("a list");
    assert_eq!((listed.len(), &gap["orphans"]), (25, &json!(25)));
    assert_eq!(listed[0], json!({"id": "A01", "title": "Orphan 1", "file": "-", "line": 2}));
    let line = "envcoop-gap - --framework mini --as-of 2027-06-30";
    for format in ["table", "markdown"] {
        let line = format!("{line} --format {format}");
        let out = run(&line).stdin(format!("{HEADER}{rows}")).done().out;
        let part = &out[out.find("Measures that no activity serves").expect("the list")..];
        assert!(
            part.contains("- W1.1 Find and destroy persistent organic pollutants (1 proposal)\n")
        );
        assert!(part.contains("- A20 Orphan 20 (-:21)\n- and 5 more\n"), "{part}");
        assert!(!part.contains("W1.2") && !part.contains("A21"), "{part}");
    }
    let covered = mini("");
    assert_eq!((&covered["uncovered"], &covered["orphan_rows"]), (&json!([]), &json!([])));
}

#[test]
fn only_a_thousand_rows_that_serve_nothing_are_kept() {
    let rows: String = (1..=1500).map(|i| format!("A{i},,t,planned,,,,,,\n")).collect();
    let gap = of_plan(&rows, "");
    assert_eq!(gap["orphans"], 1500);
    let listed = gap["orphan_rows"].as_array().expect("a list");
    assert_eq!((listed.len(), &listed[999]["line"]), (1000, &json!(1001)));
}

#[test]
fn the_assessed_share_stands_beside_every_interval() {
    let rows = "A1,W1.1,a,planned,Li,2027-07-01,2027-12-31,5,CNY,\n";
    let line = "envcoop-gap - --framework mini --as-of 2027-06-30";
    let table = run(line).stdin(format!("{HEADER}{rows}")).done().out;
    assert!(table.contains("1/3") && table.contains("1/4"), "{table}");
    let of = |id: &str| table.lines().find(|l| l.trim_start().starts_with(id)).expect("a measure");
    assert!(of("W1.2").contains(" no "), "{table}");
    let explained =
        run(&format!("{line} --period 2027-01-01..").replace("gap -", "gap explain C1 -"))
            .stdin(format!("{HEADER}{rows}"))
            .done()
            .out;
    assert!(explained.contains("assessed: 1/3"), "{explained}");
}

const TARGETS: &str = "--target data/examples/mini-targets.csv";

/// Returns the percentages that an explanation arrives at.
fn explained(id: &str, options: &str) -> [Option<f64>; 2] {
    let out = run(&format!("envcoop-gap explain {id} {options}")).done().out;
    ["low =", "high ="].map(|start| {
        let line = out.lines().find(|line| line.starts_with(start))?;
        line.trim_end_matches(" %").rsplit(' ').next()?.parse().ok()
    })
}

#[test]
fn explain_arrives_at_every_figure_of_every_view() {
    let views = [
        "",
        "--area W2",
        "--challenge C1",
        "--period 2027-01-01..2027-12-31",
        TARGETS,
        "--period ..2026-12-31 --measures W1",
    ];
    for options in views {
        let line = format!("{MINI} {options}");
        let gap = run(&format!("envcoop-gap {line} --format json")).done().json();
        for key in ["measures", "challenges", "areas"] {
            for figure in gap[key].as_array().expect("a list") {
                let id = figure["id"].as_str().expect("an id");
                assert_eq!(explained(id, &line), bounds(figure), "{options} {id}");
            }
        }
        assert_eq!(explained("overall", &line), bounds(&gap["overall"]), "{options}");
        for (by, key) in [("term", "id"), ("matrix", "challenge")] {
            let gap = run(&format!("envcoop-gap {line} --by {by} --format json")).done().json();
            for figure in gap["by"]["groups"].as_array().expect("a list") {
                let id = match figure["area"].as_str() {
                    Some(area) => format!("{}/{area}", figure[key].as_str().expect("an id")),
                    None => figure[key].as_str().expect("an id").to_owned(),
                };
                assert_eq!(explained(&id, &line), bounds(figure), "{options} {id}");
            }
        }
    }
    let left_out = run(&format!("envcoop-gap explain W1.1 {MINI} --area W2")).refused();
    assert!(left_out.err.contains("measure `W1.1` is left out"), "{}", left_out.err);
}
