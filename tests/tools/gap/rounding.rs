//! 100.0 stands beside no gap, and 0.0 only where nothing is met.

use envcoop_tests::{folder, put, read, run};
use serde_json::{Value, json};

const PLAN: &str = "id,measures,status,owner,start,end,budget,currency\n\
                    A1,W1.1;W1.2;W2.1;W2.2,ongoing,,2027-01-01,2027-12-31,5,CNY\n";

#[test]
fn what_is_missing_keeps_a_figure_off_all_and_what_is_there_off_nothing() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", PLAN);
    let mut framework: Value =
        serde_json::from_str(&read("data/frameworks/mini.json")).expect("JSON");
    for (weights, figure) in [
        (json!({"owner": 0.0001}), 99.9),
        (json!({"activity": 0.0001, "schedule": 0, "funding": 0, "timely": 0}), 0.1),
    ] {
        framework["policy"]["need_weights"] = weights;
        let own = put(&dir, "own.json", framework.to_string());
        let line = format!("envcoop-gap {plan} --framework {own} --as-of 2027-06-30");
        let out = run(&format!("{line} --format json")).done().json();
        assert_eq!([&out["overall"]["low"], &out["overall"]["high"]], [&json!(figure); 2]);
        assert_eq!(out["overall"]["action_gap"], 4);
        let shown = format!("{figure:.1}–{figure:.1}");
        for form in ["--lang en", "--lang zh", "--format markdown", "--format html"] {
            let out = run(&format!("{line} {form}")).done().out;
            assert!(out.contains(&shown), "{form}: {out}");
            assert!(!out.contains("100.0") && !out.contains("0.0–"), "{form}: {out}");
        }
        let markdown = run(&line.replace("envcoop-gap", "envcoop-report markdown")).done().out;
        assert!(markdown.contains(&shown), "{markdown}");
        let out = run(&format!("{line} --fail-under 100")).found();
        let message = format!("challenge C1 is at {figure:.1} %, under 100.0 %");
        assert!(out.err.contains(&message), "{}", out.err);
    }
}

#[test]
fn a_figure_under_a_threshold_is_shown_under_it() {
    let dir = folder();
    let rows = PLAN.replace("W1.1;W1.2;W2.1;W2.2", "W1.1;W1.2;W2.1");
    let plan = put(&dir, "plan.csv", rows);
    let line = format!("envcoop-gap {plan} --framework mini --as-of 2027-06-30 --fail-under");
    // C1 has 1, 1 and 0.5 of measures, of which the first two are at 80 %.
    let exact = run(&format!("{line} 64")).found();
    assert!(!exact.err.contains("challenge C1"), "{}", exact.err);
    assert!(run(&format!("{line} 64.1")).found().err.contains("C1 is at 64.0 %, under 64.1 %"));
}
