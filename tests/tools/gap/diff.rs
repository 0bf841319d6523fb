//! `envcoop-gap diff` and `snapshot`: what changed, in words and with its rows.

use envcoop_tests::{folder, put, run};

const PLANS: &str = "data/examples/mini-plan-earlier.csv data/examples/mini-plan.csv";
const TERMS: &str = "--framework mini --as-of 2027-06-30";

#[test]
fn a_difference_names_need_answer_and_row() {
    let json =
        run(&format!("envcoop-gap diff {PLANS} {TERMS} --old-as-of 2027-03-31 --format json"))
            .done()
            .json();
    assert_eq!(json["format"], "envcoop/diff/1");
    assert_eq!(json["before"]["as_of"], "2027-03-31");
    let needs = json["needs"].as_array().expect("a list");
    assert_eq!(needs.len(), 15, "three measures apply, five needs each");
    let late = needs.iter().find(|n| n["measure"] == "W1.2" && n["need"] == "timely").expect("it");
    assert_eq!(late["change"], "worse");
    assert_eq!((&late["before"], &late["after"]), (&"met".into(), &"unmet".into()));
    assert_eq!(late["row_before"]["id"], "A4");
    assert_eq!(late["row_before"]["line"], 4);
    assert_eq!(late["now_at"]["line"], 5);
    assert_eq!(late["now_at"]["status"], "ongoing");
    let counts = |change: &str| needs.iter().filter(|n| n["change"] == change).count();
    for change in ["entered", "left", "better", "worse", "same"] {
        assert_eq!(json["counts"][change], counts(change), "{change}");
    }

    // What each side comes to is what its own analysis says.
    for (side, plan, as_of) in [
        ("before", "data/examples/mini-plan-earlier.csv", "2027-03-31"),
        ("after", "data/examples/mini-plan.csv", "2027-06-30"),
    ] {
        let line = format!("envcoop-gap {plan} --framework mini --as-of {as_of} --format json");
        let gap = run(&line).done().json();
        assert_eq!(json[side]["low"], gap["overall"]["low"]);
        for (own, theirs) in json["challenges"]
            .as_array()
            .expect("a list")
            .iter()
            .zip(gap["challenges"].as_array().expect("a list"))
        {
            assert_eq!(own[side]["low"], theirs["low"]);
            assert_eq!(own[side]["high"], theirs["high"]);
        }
    }
}

#[test]
fn the_same_plan_twice_differs_in_nothing() {
    let plan = "data/examples/plan.csv";
    let line = format!("envcoop-gap diff {plan} {plan} --as-of 2026-09-30");
    let table = run(&line).done().out;
    assert!(table.contains("entered 0, left 0, better 0, worse 0, same 275"), "{table}");
    assert!(!table.contains("Because of"));
}

#[test]
fn a_snapshot_holds_until_a_fact_changes() {
    let dir = folder();
    let snapshot = dir.path().join("plan.snapshot").display().to_string();
    let line = format!("envcoop-gap snapshot data/examples/mini-plan.csv {TERMS}");
    run(&format!("{line} -o {snapshot}")).done();
    let text = std::fs::read_to_string(&snapshot).expect("a snapshot");
    assert!(text.starts_with("envcoop/snapshot/1\nas-of 2027-06-30\n"), "{text}");
    assert!(text.contains("\nW1.2 timely unmet A3\n"), "{text}");
    assert!(text.contains("\nW1.2 60.0–80.0 action-gap\n"), "{text}");
    let lines: Vec<&str> = text.lines().skip(5).filter(|line| line.starts_with("W1.1 ")).collect();
    assert_eq!(lines.len(), 1 + 5 + 2, "{lines:?}");

    // The day is the snapshot's own; the order of rows does not matter.
    let plan = std::fs::read_to_string("data/examples/mini-plan.csv").expect("the plan");
    let mut rows: Vec<&str> = plan.lines().collect();
    rows[1..].reverse();
    let sorted = put(&dir, "sorted.csv", rows.join("\n"));
    let check = |plan: &str| {
        run(&format!("envcoop-gap snapshot {plan} --framework mini --check {snapshot}"))
    };
    let same = check("data/examples/mini-plan.csv").done();
    assert_eq!((same.out.as_str(), same.err.as_str()), ("", ""));
    let reordered = check(&sorted).found().out;
    assert!(
        reordered.lines().all(|line| line.contains("A") && !line.contains("–")),
        "only which row comes first may differ: {reordered}"
    );

    let edited = put(&dir, "edited.csv", plan.replace("ongoing,Li", "suspended,Li"));
    let found = check(&edited).found();
    assert!(
        found.out.contains(&format!("W1.1 timely: met A1 -> met A2 ({edited}:3)")),
        "{}",
        found.out
    );
    let unowned = put(&dir, "unowned.csv", plan.replace(",Wang,", ",,").replace(",Li,", ",,"));
    let found = check(&unowned).found();
    assert!(found.out.contains("W1.1: 100.0–100.0 met -> 80.0–80.0 action-gap"), "{}", found.out);
    assert!(
        found.out.contains(&format!("W1.1 owner: met A1 -> unmet A1 ({unowned}:2)")),
        "{}",
        found.out
    );
    assert!(found.err.contains("facts differ from"), "{}", found.err);

    let line = format!("envcoop-gap snapshot {unowned} --framework mini --check {snapshot}");
    let found = run(&format!("{line} --format json")).found().json();
    assert_eq!(found["format"], "envcoop/snapshot-check/1");
    let differences = found["differences"].as_array().expect("a list");
    let owner = differences.iter().find(|own| own["subject"] == "W1.1 owner").expect("it differs");
    assert_eq!((&owner["was"], &owner["now"]), (&"met A1".into(), &"unmet A1".into()));
    assert_eq!((&owner["file"], &owner["line"]), (&unowned.into(), &2.into()));
}

#[test]
fn a_snapshot_of_a_part_says_so() {
    let dir = folder();
    let snapshot = dir.path().join("part.snapshot").display().to_string();
    let line = format!("envcoop-gap snapshot data/examples/mini-plan.csv {TERMS}");
    let part = "--measures W1 --period 2027-01-01..";
    run(&format!("{line} {part} -o {snapshot}")).done();
    let text = std::fs::read_to_string(&snapshot).expect("a snapshot");
    assert!(text.contains("\nfilter measures W1\n"), "{text}");
    assert!(text.contains("\nperiod 2027-01-01..\n") && !text.contains("\nW2.1 "), "{text}");
    assert_eq!(run(&format!("{line} {part} --check {snapshot}")).done().out, "");
    let whole = run(&format!("{line} --check {snapshot}")).found().out;
    assert!(whole.contains("filter: measures W1 -> (none)"), "{whole}");
    // Each measure stands there with the needs of its own profile.
    let targets = format!("{line} --target data/examples/mini-targets.csv");
    let text = run(&targets).done().out;
    assert!(text.contains("\ntargets data/examples/mini-targets.csv\n"), "{text}");
    assert!(text.contains("W2.1 evidence ") && !text.contains("W1.1 evidence "), "{text}");
}

#[test]
fn what_is_no_snapshot_is_refused_with_its_line() {
    let dir = folder();
    let wrong = put(&dir, "wrong.txt", "envcoop/snapshot/1\nas-of 2027-06-30\nnonsense\n");
    let line = "envcoop-gap snapshot data/examples/mini-plan.csv --framework mini --check";
    let refused = run(&format!("{line} {wrong}")).refused();
    assert!(refused.err.contains(&format!("{wrong}:3: ")), "{}", refused.err);
    run(&format!("{line} {}/missing", dir.path().display())).refused();
}

#[test]
fn a_day_in_the_future_tells_which_measures_go_late_if_nothing_moves() {
    let line = "envcoop-gap data/examples/mini-plan.csv --framework mini --format json --as-of";
    let until = |as_of: &str| {
        let gap = run(&format!("{line} {as_of}")).done().json();
        let measures = gap["measures"].as_array().expect("a list").clone();
        let late = measures
            .iter()
            .filter(|m| m["needs"]["timely"] == "unmet" && m["state"] != "not-applicable");
        late.map(|m| format!("{} {}", m["id"], m["on_time_until"])).collect::<Vec<_>>()
    };
    // A2 is completed, so that W1.1 and W2.1 never go late; A3 should have begun on 1 March, A4
    // should have ended on 31 March.
    assert_eq!(until("2027-02-28"), [""; 0]);
    assert_eq!(until("2027-03-31"), [""; 0]);
    assert_eq!(until("2027-04-01"), [r#""W1.2" "2027-03-31""#]);
    let table = run("envcoop-gap data/examples/mini-plan.csv --framework mini --as-of 2027-04-01");
    let table = table.done().out;
    assert!(table.contains("Late on 2027-04-01 if nothing moves"), "{table}");
    assert!(table.contains("2027-03-31"), "{table}");
    let early = run("envcoop-gap data/examples/mini-plan.csv --framework mini --as-of 2027-03-31");
    assert!(!early.done().out.contains("if nothing moves"));
}
