//! `--keep-going`: what was left out is said in every output, and all of it is too much.

use envcoop_tests::{folder, put, run};

const ROWS: &str = "id,measures,status,owner\n\
                    A1,W1.1,planned,Li\nA2,W1.2,plannd,Li\nA3,W2.1,ongoing,Li\nA4,W9.9,planned,Li\n";

#[test]
fn nothing_left_to_analyse_is_an_error() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", "id,measures,status\nA1,W1.1,plannd\nA2,W1.1,plannd\n");
    for command in ["envcoop-gap", "envcoop-checklist status", "envcoop-report markdown"] {
        let line = format!("{command} {plan} --framework mini --keep-going");
        let out = run(&line).refused();
        assert!(out.err.contains("2 bad rows were left out, 0 read"), "{}", out.err);
    }
    let line = format!("envcoop-gap {plan} --framework mini --keep-going --fail-under 0");
    run(&line).refused();
}

#[test]
fn every_output_says_what_was_left_out() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", ROWS);
    let rest = "--framework mini --as-of 2027-06-30 --keep-going";
    for (lang, words) in
        [("en", "2 bad rows were left out, 2 read"), ("zh", "2 行有误，已略去；共读取 2 行")]
    {
        for command in [
            "envcoop-gap analyse PLAN".to_owned(),
            "envcoop-gap analyse PLAN --format markdown".to_owned(),
            "envcoop-gap analyse PLAN --format html".to_owned(),
            "envcoop-gap explain W1.1 PLAN".to_owned(),
            "envcoop-gap next PLAN --budget 0 --currency CNY".to_owned(),
            "envcoop-gap diff PLAN PLAN".to_owned(),
            "envcoop-checklist status PLAN".to_owned(),
            "envcoop-report markdown PLAN".to_owned(),
            "envcoop-report html PLAN".to_owned(),
            "envcoop-report svg challenges PLAN".to_owned(),
        ] {
            let line = format!("{} {rest} --lang {lang} --quiet", command.replace("PLAN", &plan));
            let out = run(&line).done().out;
            assert!(out.contains(words), "{line}: {out}");
        }
    }
    for command in ["analyse PLAN", "next PLAN --budget 0", "diff PLAN PLAN"] {
        let line = format!("envcoop-gap {} {rest} --format json", command.replace("PLAN", &plan));
        let out = run(&line).done();
        assert!(out.out.contains("\"rows_left_out\": 2"), "{line}: {}", out.out);
    }
    let snapshot = run(&format!("envcoop-gap snapshot {plan} {rest}")).done().out;
    assert!(snapshot.contains("left-out"), "{snapshot}");
}

#[test]
fn how_much_may_be_left_out_can_be_limited() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", ROWS);
    let line = format!("envcoop-gap {plan} --framework mini --keep-going --max-left-out");
    for enough in ["2", "50%"] {
        run(&format!("{line} {enough}")).done();
    }
    for (little, shown) in [("1", "1"), ("49.9%", "49.9%"), ("0", "0")] {
        let out = run(&format!("{line} {little}")).refused();
        assert!(
            out.err.contains(&format!("`--max-left-out {shown}` allows no more")),
            "{}",
            out.err
        );
    }
    run(&format!("envcoop-gap {plan} --framework mini --max-left-out 2")).refused();
}
