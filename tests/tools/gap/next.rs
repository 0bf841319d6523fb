//! `envcoop-gap next`: which proposals to approve, checked by hand.

use std::sync::Arc;

use envcoop_tests::json::{Schema, by_id, texts};
use envcoop_tests::{Output, Run, folder, put, run};
use serde_json::{Value, json};

const HEAD: &str =
    "id,measures,title,stage,status,owner,start,end,budget,currency,note,link,after\n";

/// Runs `next` on rows for the framework `mini`.
fn next(rows: &str, options: &str) -> Run {
    let line = format!("envcoop-gap next - --framework mini --as-of 2027-06-30 {options}");
    run(&line).stdin(format!("{HEAD}{rows}"))
}

#[track_caller]
fn json_of(rows: &str, options: &str) -> Value {
    next(rows, &format!("{options} --format json")).done().json()
}

/// W1.1 lacks its owner, W1.2 everything, W2.1 and W2.2 funding. Under the profile `plan` C1 is
/// (1 × W1.1 + 1 × W1.2 + 0.5 × W2.2) / 2.5 of four needs each, C2 is
/// (0.5 × W1.1 + 1 × W2.1 + 1 × W2.2) / 2.5.
const SMALL: &str = "\
L1,W1.1,,,planned,,2027-07-01,2027-12-31,100,CNY,,,
L2,W2.1;W2.2,,,planned,Li,2027-07-01,2027-12-31,,,,,
P1,W1.1,,,proposed,Wu,,,40,CNY,,,
P2,W1.2,,,proposed,Wu,2027-07-01,2027-12-31,60,CNY,,,
P3,W2.1;W2.2,,,proposed,,,,50,CNY,,,
P4,W1.2,,,proposed,,2027-07-01,2027-12-31,30,CNY,,,
";

#[test]
fn the_objective_can_be_followed_by_hand() {
    // Before: C1 = (3 + 0 + 0.5 × 3) / 10 = 45 %, C2 = (0.5 × 3 + 3 + 3) / 10 = 75 %.
    // P1 adds an owner:            C1 + 1/10, C2 + 0.5/10: 7.5 points of the mean for 40.
    // P2 adds four needs to W1.2:  C1 + 4/10:              20 points for 60.
    // P3 adds funding twice:       C1 + 0.5/10, C2 + 2/10: 12.5 points for 50.
    // P4 adds three needs to W1.2: C1 + 3/10:              15 points for 30.
    let figures = |budget: &str| {
        let out = json_of(SMALL, &format!("--profile plan --budget {budget}"));
        let chosen: Vec<String> = texts(&out["chosen"]).into_iter().map(str::to_owned).collect();
        assert_eq!(out["optimal"], true);
        assert_eq!(out["bound"], out["objective"]["after"]);
        (chosen, out)
    };
    let (chosen, out) = figures("110");
    assert_eq!(chosen, ["P3", "P2"], "half the budget is enough for P3 only");
    assert_eq!(out["format"], "envcoop/next/1");
    assert_eq!((&out["currency"], &out["budget"]), (&json!("CNY"), &json!("110.00")));
    assert_eq!(out["cost"], "110.00");
    assert_eq!(out["objective"], json!({"before": 60.0, "after": 92.5}));
    let challenges = json!([
        {"id": "C1", "before": 45.0, "after": 90.0},
        {"id": "C2", "before": 75.0, "after": 95.0},
    ]);
    assert_eq!(out["challenges"], challenges);
    // Without P2 the best is P3 and P4 (27.5 points), without P3 it is P1 and P2 (27.5 points).
    let contributions = json!([
        {"id": "P3", "cost": "50.00", "gain": 12.5, "replacement_cost": 5.0},
        {"id": "P2", "cost": "60.00", "gain": 20.0, "replacement_cost": 5.0},
    ]);
    assert_eq!(out["contributions"], contributions);

    assert_eq!(figures("30").0, ["P4"]);
    assert_eq!(figures("29.99").0, [""; 0]);
    // P3 and P4 come to 27.5 points as P1 and P2 do, for 80 instead of 100.
    assert_eq!(figures("100").0, ["P4", "P3"]);
    assert_eq!(figures("150").1["objective"]["after"], 100.0);
}

#[test]
fn the_table_shows_the_arithmetic_in_both_languages() {
    let out = next(SMALL, "--profile plan --budget 110").done().out;
    let squeezed = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "budget: CNY 110.00",
        "cost: CNY 110.00; proven: no choice reaches more, and none as much for less",
        "C1 Clean up at home 4.5 9 10 45.00 90.00",
        "C2 Be a partner others can rely on 7.5 9.5 10 75.00 95.00",
        "mean of the challenges 60.00 92.50",
    ] {
        assert!(squeezed.contains(part), "{part} is missing:\n{out}");
    }
    let zh = next(SMALL, "--profile plan --budget 110 --lang zh").done().out;
    assert!(zh.contains("已证明") && zh.contains("各挑战均值"), "{zh}");
    let memo = next(SMALL, "--profile plan --budget 110 --format markdown").done().out;
    assert!(memo.starts_with("# ") && memo.contains("\n| P2 | "), "{memo}");
}

#[test]
fn equal_choices_are_decided_by_cost_then_by_id() {
    let row = |id: &str, cost: &str| {
        format!("{id},W1.1,,,proposed,Wu,2027-07-01,2027-12-31,{cost},CNY,,,\n")
    };
    let rows = [row("B1", "20"), row("A2", "20"), row("A3", "19.99")].concat();
    assert_eq!(texts(&json_of(&rows, "--budget 100")["chosen"]), ["A3"]);
    let rows = [row("B1", "20"), row("A2", "20"), row("A1", "20.01")].concat();
    assert_eq!(texts(&json_of(&rows, "--budget 100")["chosen"]), ["A2"]);
}

#[test]
fn what_a_rule_tied_or_what_is_not_known_gains_nothing() {
    let rows = "\
        P1,W1.1,,,proposed,Wu,2027-07-01,2027-12-31,10,CNY,,rule,\n\
        P2,W1.2,,,proposed,?,?,?,10,CNY,,,\n";
    let out = json_of(rows, "--budget 100");
    assert_eq!(texts(&out["chosen"]), ["P2"]);
    // Only activity and funding of W1.2 are certain: two needs of five in one of 2.5 measures.
    assert_eq!(by_id(&out["challenges"], "C1")["after"], 16.0);
    assert_eq!(texts(&out["no_option"]), ["W1.1", "W2.1", "W2.2"]);
}

#[test]
fn late_starts_do_not_count_as_timely() {
    let row = |start: &str| format!("P1,W1.1,,,proposed,Wu,{start},2027-12-31,10,CNY,,,\n");
    let after = |start: &str| {
        by_id(&json_of(&row(start), "--budget 10")["measures"], "W1.1")["after"].clone()
    };
    assert_eq!((after("2027-06-29"), after("2027-06-30")), (json!(80.0), json!(100.0)));
}

const MONEY: &str = "\
P1,W1.1,,,proposed,Wu,2027-07-01,2027-12-31,10,CNY,,,
P2,W1.2,,,proposed,Wu,2027-07-01,2027-12-31,10,USD,,,
P3,W2.1,,,proposed,Wu,2027-07-01,2027-12-31,,,,,
P4,W2.1,,,proposed,Wu,2027-07-01,2027-12-31,?,,,,
P5,W2.2,,,proposed,Wu,2027-07-01,2027-12-31,0,CNY,,,
";

#[test]
fn several_currencies_need_one_to_be_named() {
    let refused = next(MONEY, "--budget 100").refused();
    assert_eq!(
        refused.messages(),
        ["envcoop-gap: error: the proposals have budgets in several currencies: `CNY`, `USD`\n  \
          hint: name one with `--currency`; proposals in another one are listed as left out"]
    );
    let out = next(MONEY, "--budget 100 --currency CNY --format json").done();
    assert!(out.err.contains("3 proposals cannot be ranked and are left out"), "{}", out.err);
    let out = out.json();
    assert_eq!(texts(&out["chosen"]), ["P5", "P1"], "a budget of 0 is a budget");
    let left_out = json!([
        {"id": "P2", "reason": "its budget is in `USD`"},
        {"id": "P3", "reason": "it has no budget"},
        {"id": "P4", "reason": "its budget is not known"},
    ]);
    assert_eq!(out["left_out"], left_out);
    assert_eq!(texts(&out["no_option"]), ["W1.2", "W2.1"]);
    assert_eq!(texts(&json_of(MONEY, "--budget 100 --currency USD")["chosen"]), ["P2"]);
    assert_eq!(texts(&json_of(MONEY, "--budget 100 --currency EUR")["chosen"]), [""; 0]);
    let wrong = next(MONEY, "--budget 100 --currency RMB").refused();
    assert!(wrong.err.contains("did you mean `CNY`?"), "{}", wrong.err);
}

#[test]
fn a_proposal_on_what_does_not_apply_is_never_chosen_and_named() {
    let rows = "\
        N1,W2.2,,,not-applicable,,,,,,others do it,,\n\
        P1,W2.2;W1.1,,,proposed,Wu,2027-07-01,2027-12-31,10,CNY,,,\n\
        P2,W1.1,,,proposed,Wu,2027-07-01,2027-12-31,10,CNY,,,\n";
    let out = next(rows, "--budget 100 --format json").done();
    assert_eq!(texts(&out.json()["chosen"]), ["P2"]);
    assert_eq!(
        out.messages(),
        [
            "envcoop-gap: warning: -:3: proposal `P1` serves measure `W2.2`, which a row says does not \
          apply\n  hint: it is never chosen: approved, it would contradict that row"
        ]
    );
    let must = next(rows, "--budget 100 --must P1 --quiet").refused();
    assert!(
        must.err.contains("`--must P1` cannot be had: a row says that its measure `W2.2`"),
        "{}",
        must.err
    );
}

const CHAIN: &str = "\
L1,W2.1,,,planned,Li,2027-07-01,2027-12-31,5,CNY,,,
D1,W2.1,,,cancelled,,,,,,,,
P1,,,,proposed,Wu,2027-07-01,2027-12-31,30,CNY,,,
P2,W1.1,,,proposed,Wu,2027-07-01,2027-12-31,10,CNY,,,P1
P3,W1.2,,,proposed,Wu,2028-07-01,2028-12-31,10,CNY,,,P2; L1
P4,W2.2,,,proposed,Wu,2028-07-01,2028-12-31,25,CNY,,,
";

#[test]
fn what_a_proposal_needs_is_approved_with_it_and_before_it() {
    let chosen = |rows: &str, options: &str| {
        let out = json_of(rows, options);
        texts(&out["chosen"]).join(" ")
    };
    assert_eq!(chosen(CHAIN, "--budget 75"), "P4 P1 P2 P3");
    assert_eq!(chosen(CHAIN, "--budget 50"), "P1 P2 P3");
    assert_eq!(chosen(CHAIN, "--budget 39"), "P4");
    assert_eq!(chosen(CHAIN, "--budget 50 --never P1"), "P4");
    assert_eq!(chosen(CHAIN, "--budget 75 --never P3"), "P4 P1 P2");
    assert_eq!(chosen(CHAIN, "--budget 50 --must P4"), "P4");
    let dropped = CHAIN.replace("P2; L1", "D1");
    let out = json_of(&dropped, "--budget 50");
    assert_eq!(
        by_id(&out["left_out"], "P3")["reason"],
        "it needs `D1`, which is neither live nor proposed"
    );
    let unknown = json_of(&CHAIN.replace("P2; L1", "?"), "--budget 50");
    assert_eq!(by_id(&unknown["left_out"], "P3")["reason"], "what it comes after is not known");
    let unknown = CHAIN.replace("P2; L1", "P22");
    assert_eq!(
        next(&unknown, "--budget 50").refused().messages(),
        [
            "envcoop-gap: error: -:6: column after: row `P3` comes after `P22`, but there is no such \
          row\n  hint: did you mean `P2`?"
        ]
    );
}

#[test]
fn wishes_that_clash_are_named_as_few_as_they_are() {
    let error = |options: &str| -> String {
        let Output { err, .. } = next(CHAIN, options).refused();
        let line = err.lines().next().unwrap_or_default();
        line.trim_start_matches("envcoop-gap: error: ").to_owned()
    };
    assert_eq!(
        error("--budget 9 --must P2 --never P2"),
        "`--must P2` (which needs `P1`) costs 40.00, more than the budget of 9.00"
    );
    assert_eq!(error("--budget 90 --must P2 --never P2"), "`--must P2` and `--never P2` clash");
    assert_eq!(
        error("--budget 90 --must P4 --must P3 --never P1"),
        "`--must P3` and `--never P1` clash: `P3` needs `P2` needs `P1`"
    );
    assert_eq!(
        error("--budget 60 --must P2 --must P3 --must P4"),
        "`--must P2`, `--must P4` (which need `P1`) cost 65.00, more than the budget of 60.00"
    );
    assert_eq!(error("--budget 60 --must P9"), "`--must P9`: no row of the plan has this id");
    assert_eq!(error("--budget 60 --never P9"), "`--never P9`: no row of the plan has this id");
    assert_eq!(error("--budget 60 --never L1"), "`--never L1`: the row is approved already");
    assert_eq!(
        error("--budget 60 --must D1"),
        "`--must D1` cannot be had: the row is neither live nor proposed"
    );
    assert_eq!(
        error("--budget 2027=60 --must P4"),
        "`--must P4` cannot be had: it starts in 2028, for which there is no budget"
    );
    assert_eq!(
        error("--budget 2027=60 --budget 2028=20 --must P4"),
        "`--must P4` costs 25.00, more than the budget of 2028 of 20.00"
    );
    // A row that is approved already is had.
    next(CHAIN, "--budget 60 --must L1 --must P4 --never P1").done();
}

#[test]
fn each_year_has_its_own_budget() {
    let out = json_of(CHAIN, "--budget 2027=40 --budget 2028=25");
    assert_eq!(texts(&out["chosen"]), ["P4", "P1", "P2"]);
    assert_eq!((&out["budget"], &out["cost"]), (&json!("65.00"), &json!("65.00")));
    let years = json!([
        {"year": 2027, "budget": "40.00", "cost": "40.00"},
        {"year": 2028, "budget": "25.00", "cost": "25.00"},
    ]);
    assert_eq!(out["budgets"], years);
    let out = json_of(CHAIN, "--budget 2027=39.99 --budget 2028=35");
    assert_eq!(texts(&out["chosen"]), ["P4"]);
    let without = CHAIN.replace("2028-07-01,2028-12-31,25", ",,25");
    let out = json_of(&without, "--budget 2027=40 --budget 2029=5");
    assert_eq!(by_id(&out["left_out"], "P4")["reason"], "it has no start, so no year");
    assert_eq!(
        by_id(&out["left_out"], "P3")["reason"],
        "it starts in 2028, for which there is no budget"
    );
    for wrong in
        ["--budget 1 --budget 2", "--budget 2027=1 --budget 2027=2", "--budget 27=1", "--budget -1"]
    {
        next(CHAIN, wrong).refused();
    }
}

#[test]
fn too_dear_is_not_the_same_as_no_proposal() {
    let out = json_of(CHAIN, "--budget 24");
    assert_eq!(texts(&out["chosen"]), [""; 0]);
    assert_eq!(texts(&out["too_dear"]), ["W1.1", "W1.2", "W2.2"]);
    assert_eq!(texts(&out["no_option"]), [""; 0], "W2.1 is met");
    let soil = by_id(&out["measures"], "W1.2");
    assert_eq!(soil["cheapest"], json!({"id": "P3", "cost": "50.00"}), "with what it needs");
    assert_eq!((&soil["before"], &soil["ceiling"]), (&json!(0.0), &json!(100.0)));
    let out = json_of(CHAIN, "--budget 40");
    assert_eq!(texts(&out["too_dear"]), ["W1.2"]);
    let without = CHAIN.lines().filter(|row| !row.starts_with("P4")).collect::<Vec<_>>().join("\n");
    assert_eq!(texts(&json_of(&without, "--budget 40")["no_option"]), ["W2.2"]);
}

#[test]
fn a_search_without_time_never_says_optimal() {
    let line = "envcoop-gap next data/examples/plan.csv --as-of 2026-09-30 --budget 5000000 \
                --currency CNY --quiet --time 0";
    let out = run(&format!("{line} --format json")).done().json();
    assert_eq!(out["optimal"], false);
    let number = |value: &Value| value.as_f64().expect("a number");
    assert!(number(&out["bound"]) >= 83.202612, "{}", out["bound"]);
    assert!(number(&out["objective"]["after"]) <= 83.202613, "{}", out["objective"]);
    assert!(out["contributions"][0]["replacement_cost"].is_null());
    let table = run(line).done().out;
    assert!(
        table.contains("not proven to be the best: at most ") && !table.contains("; proven"),
        "{table}"
    );
}

#[test]
fn a_plan_without_proposals_has_nothing_to_approve() {
    let out = json_of("", "--budget 100");
    assert_eq!(texts(&out["chosen"]), [""; 0]);
    assert_eq!((&out["currency"], &out["optimal"]), (&Value::Null, &json!(true)));
    assert_eq!(texts(&out["no_option"]).len(), 4);
    let na = "N1,W1.1;W1.2;W2.1;W2.2,,,not-applicable,,,,,,others do it,,\n";
    let out = json_of(na, "--budget 100");
    assert_eq!(out["challenges"][0], json!({"id": "C1", "before": null, "after": null}));
}

#[test]
fn rows_and_files_in_any_order_give_the_same_answer() {
    let mut rows: Vec<&str> = CHAIN.lines().collect();
    let answer = |rows: &[&str]| {
        let mut out = json_of(&(rows.join("\n") + "\n"), "--budget 50");
        out.as_object_mut().expect("an object").remove("left_out");
        out
    };
    let first = answer(&rows);
    for _ in 0..3 {
        rows.rotate_left(2);
        assert_eq!(answer(&rows), first);
    }
}

#[test]
fn the_json_of_every_advice_fits_its_schema() {
    let schema = Schema::read("data/schemas/next.schema.json");
    let fits = |name: &str, value: &Value| schema.fits(name, value);
    for options in
        ["--budget 50", "--budget 0", "--budget 2027=40 --budget 2028=25", "--budget 99 --time 0"]
    {
        fits(options, &json_of(CHAIN, options));
    }
    fits("left out", &json_of(MONEY, "--budget 100 --currency CNY"));
    fits("nothing", &json_of("", "--budget 100"));
    let mut wrong = json_of(SMALL, "--budget 110");
    fits("before the change", &wrong);
    wrong["cost"] = json!(110);
    assert!(!schema.allows(&wrong));
    let mut wrong = json_of(SMALL, "--budget 110");
    wrong["contributions"][0].as_object_mut().expect("an object").remove("gain");
    assert!(!schema.allows(&wrong));
}

#[test]
fn a_name_is_shared_by_rows_of_one_file() {
    // The place of a proposal is that of its file, also where several are read as one.
    let dir = folder();
    let first =
        put(&dir, "a.csv", format!("{HEAD}P1,W1.1,,,proposed,Wu,2027-07-01,2027-12-31,1,CNY,,,\n"));
    let second = put(
        &dir,
        "b.csv",
        format!("{HEAD}P2,W1.2,,,proposed,Wu,2027-07-01,2027-12-31,1,CNY,,,P1\n"),
    );
    let line = format!(
        "envcoop-gap next {second} {first} --framework mini --as-of 2027-06-30 --budget 2 --format json"
    );
    assert_eq!(texts(&run(&line).done().json()["chosen"]), ["P1", "P2"]);
    let name: Arc<str> = second.into();
    let unknown = format!("envcoop-gap next {name} --framework mini --as-of 2027-06-30 --budget 2");
    assert!(run(&unknown).refused().err.contains(&format!("{name}:2: column after")));
}

#[test]
fn a_row_that_must_be_and_displaces_a_better_one_costs_less_than_nothing() {
    // P1 (7.5 points) keeps P2 (20 points) out of the budget.
    let options = "--profile plan --budget 60 --must P1";
    let out = json_of(SMALL, options);
    assert_eq!(texts(&out["chosen"]), ["P1"]);
    assert_eq!(out["contributions"][0]["replacement_cost"], -12.5);
    Schema::read("data/schemas/next.schema.json").fits(options, &out);
    for form in ["--lang en", "--lang zh", "--format markdown", "--format csv", "--format html"] {
        let out = next(SMALL, &format!("{options} {form}")).done().out;
        assert!(out.contains("-12.50"), "{form}: {out}");
    }
}
