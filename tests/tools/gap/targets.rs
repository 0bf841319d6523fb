//! Targets: which profile a measure must reach by when.

use envcoop_tests::json::{bounds, entry, ids};
use envcoop_tests::{MINI, folder, put, run};
use serde_json::{Value, json};

fn mini(options: &str) -> Value {
    run(&format!("envcoop-gap {MINI} --format json {options}")).done().json()
}

const TARGETS: &str = "--target data/examples/mini-targets.csv";

#[test]
fn each_measure_is_judged_by_what_it_must_have_reached() {
    let gap = mini(TARGETS);
    let measure = |id| entry(&gap["measures"], "id", id);
    assert_eq!(
        (&measure("W1.1")["profile"], bounds(measure("W1.1"))),
        (&json!("plan"), [Some(100.0); 2])
    );
    assert_eq!(bounds(measure("W1.2")), [Some(75.0), Some(100.0)]);
    assert_eq!(
        (&measure("W2.1")["profile"], bounds(measure("W2.1"))),
        (&json!("deliver"), [Some(100.0); 2])
    );
    // W2.2 has no target and leaves every denominator: means of 4/4, 3/4 and 7/7.
    assert_eq!(bounds(&gap["challenges"][0]), [Some(87.5), Some(100.0)]);
    assert_eq!(bounds(&gap["overall"]), [Some(91.7), Some(100.0)]);
    assert_eq!(gap["overall"]["measures"], 3);
    let later = json!([{"id": "W2.2", "profile": null, "by": null}]);
    assert_eq!(gap["targets"]["not_due"], later);
    assert_eq!(gap["profile"], "deliver");

    let out = run(&format!("envcoop-gap explain overall {MINI} {TARGETS}")).done().out;
    assert!(out.contains("low = met / all = 77 / 84 = 91.7 %"), "{out}");
    assert!(out.contains("1 × 7") && out.contains("1 × 4"), "{out}");
    let out = run(&format!("envcoop-gap explain W1.2 {MINI} {TARGETS}")).done().out;
    assert!(out.contains("must reach: plan") && !out.contains("timely  "), "{out}");
    let table = run(&format!("envcoop-gap {MINI} {TARGETS}")).done().out;
    assert!(
        table.contains("profile by target")
            && table.contains("- W2.2 Keep treaty duties in order: no target"),
        "{table}"
    );
    assert!(!table.contains("late"), "a plan need not be on time: {table}");
}

#[test]
fn targets_come_due_with_the_day() {
    let at = |day: &str| {
        run(&format!("envcoop-gap data/examples/mini-plan.csv --framework mini --as-of {day} {TARGETS} --format json"))
            .done()
            .json()
    };
    let early = at("2027-03-30");
    assert_eq!((&early["measures"], &early["overall"]["low"]), (&json!([]), &Value::Null));
    let step = json!({"id": "W1.1", "profile": "plan", "by": "2027-03-31"});
    assert_eq!(early["targets"]["not_due"][0], step);
    assert_eq!(ids(&at("2027-03-31")["measures"]), ["W1.1", "W1.2"]);
    let profiles: Vec<Value> = at("2027-12-31")["measures"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|m| m["profile"].clone())
        .collect();
    assert_eq!(profiles, ["track", "track", "deliver"]);
}

#[test]
fn a_measures_own_target_stands_before_its_areas_and_an_even_target_changes_nothing() {
    let dir = folder();
    let own = put(
        &dir,
        "own.csv",
        "profile,id,by,why\ntrack,W1,2027-01-01,x\ndeliver,W1.1,2028-01-01,y\n",
    );
    let gap = mini(&format!("--target {own}"));
    assert_eq!(ids(&gap["measures"]), ["W1.2"]);
    let even = put(&dir, "even.csv", "编号;口径;期限\nW1;track;2027-01-01\nW2;track;2027-01-01\n");
    let (gap, whole) = (mini(&format!("--target {even}")), mini(""));
    for key in ["overall", "challenges", "areas"] {
        assert_eq!(gap[key], whole[key], "{key}");
    }
}

#[test]
fn every_problem_of_a_file_of_targets_is_named() {
    let dir = folder();
    let text = "id,profile,by\nW1.9,plan,2027-01-01\nW1,tracks,2027-01-01\nW1,plan,1/1/2027\n\
                W2,plan,2027-01-01\nW2,plan,2028-01-01\nW2.1,,2027-01-01\n";
    let path = put(&dir, "t.csv", text);
    let out = run(&format!("envcoop-gap {MINI} --target {path}")).refused();
    for wanted in [
        "t.csv:2: column id: the framework `mini` has no `W1.9`\n  hint: did you mean `W1.1`?",
        "t.csv:3: column profile: unknown profile `tracks`\n  hint: did you mean `track`?",
        "t.csv:4: column by: not a date: `1/1/2027`\n  hint: write year-month-day",
        "t.csv:6: column profile: this profile has a target already at",
        "t.csv:7: column profile: the cell is blank",
    ] {
        assert!(out.err.contains(wanted), "{wanted}\n{}", out.err);
    }
    for (text, wanted) in [
        ("", "the file is empty"),
        ("id,profil,by\n", "has no column `profile`\n  hint: rename `profil` to `profile`"),
        ("id,id,profile,by\n", "names column `id` 2 times"),
        ("id,profile,by\nW1,plan,\"2027-01-01\nW2,plan,2027-01-01\n", "a quoted cell has no end"),
    ] {
        let path = put(&dir, "u.csv", text);
        let err = run(&format!("envcoop-gap {MINI} --target {path}")).refused().err;
        assert!(err.contains(wanted), "{text}: {err}");
    }
    let both = run(&format!("envcoop-gap {MINI} {TARGETS} --profile plan")).refused();
    assert!(both.err.contains("--profile"), "{}", both.err);
    run(&format!("envcoop-gap {MINI} --target no-such-file.csv")).refused();
}
