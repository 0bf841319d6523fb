//! `--baseline`: what changed since an earlier plan, and because of which rows.

use envcoop_tests::{folder, put, run};

const HEADER: &str = "id,measures,title,status,owner,start,end,budget,currency,note\n";
const OLD: &str = "\
A1,W1.1,Inventory,ongoing,Li,2027-01-10,2027-09-30,100,CNY,
A2,W1.2,Pilot,planned,Wang,2027-08-01,2027-12-31,,,
A3,W2.1,Dialogue,not-applicable,,,,,,done elsewhere
A4,W2.2,Focal point,ongoing,Zhao,2027-01-01,2027-12-31,50,CNY,
";
/// A1 is suspended, A2 funded, A3 is taken up, A4 is gone and its measure does not apply.
const NEW: &str = "\
A2,W1.2,Pilot,planned,Wang,2027-08-01,2027-12-31,70,CNY,
A1,W1.1,Inventory,suspended,Li,2027-01-10,2027-09-30,100,CNY,
A3,W2.1,Dialogue,ongoing,?,2027-01-01,2027-12-31,20,CNY,
A5,W2.2,Focal point,not-applicable,,,,,,another department
";

struct Plans {
    _dir: tempfile::TempDir,
    old: String,
    new: String,
}

fn plans(old: &str, new: &str) -> Plans {
    let dir = folder();
    let old = put(&dir, "old.csv", format!("{HEADER}{old}"));
    let new = put(&dir, "new.csv", format!("{HEADER}{new}"));
    Plans { _dir: dir, old, new }
}

fn changes(Plans { old, new, .. }: &Plans) -> Vec<Vec<String>> {
    let out = folder();
    let line = format!(
        "envcoop-report csv {new} --baseline {old} --framework mini --as-of 2027-06-30 --for data -o {}",
        out.path().display()
    );
    run(&line).done();
    let mut table = csv::Reader::from_path(out.path().join("changes.csv")).expect("a table");
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

/// Measure, need, change, before, after, cause.
fn of<'r>(rows: &'r [Vec<String>], measure: &str, need: &str) -> [&'r str; 4] {
    let row = rows.iter().find(|row| row[0] == measure && row[2] == need).expect("a row");
    [3, 4, 5, 6].map(|column| row[column].as_str())
}

#[test]
fn every_need_says_how_it_changed_and_which_row_did_it() {
    let plans = plans(OLD, NEW);
    let Plans { old, new, .. } = &plans;
    let rows = changes(&plans);
    let worse = format!("A1 ({old}:2) no longer does ({new}:3, status suspended)");
    assert_eq!(of(&rows, "W1.1", "timely"), ["worse", "met", "unmet", &worse]);
    assert_eq!(of(&rows, "W1.1", "owner"), ["same", "met", "met", ""]);
    let better = format!("A2 ({new}:2)");
    assert_eq!(of(&rows, "W1.2", "funding"), ["better", "unmet", "met", &better]);
    let entered = format!("A3 ({new}:4)");
    assert_eq!(of(&rows, "W2.1", "activity"), ["entered", "", "met", &entered]);
    assert_eq!(of(&rows, "W2.1", "owner"), ["entered", "", "unknown", &entered]);
    let left = format!("A5 ({new}:5)");
    assert_eq!(of(&rows, "W2.2", "activity"), ["left", "met", "", &left]);
    assert_eq!(rows.len(), 4 * 5, "each need of the profile once");
}

#[test]
fn a_row_that_is_gone_is_named() {
    let plans = plans(
        OLD,
        &NEW.replace("A5,W2.2,Focal point,not-applicable,,,,,,another department\n", ""),
    );
    let gone = format!("A4 ({}:5) is gone", plans.old);
    assert_eq!(of(&changes(&plans), "W2.2", "activity"), ["worse", "met", "unmet", &gone]);
}

#[test]
fn the_same_plan_has_not_changed() {
    let rows = changes(&plans(OLD, OLD));
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row[3] == "same" && row[6].is_empty()));
}

#[test]
fn a_baseline_may_be_judged_at_its_own_day() {
    // In March nobody was late; in October A1 is past its end.
    let Plans { old, _dir, .. } = plans(OLD, NEW);
    let line = format!(
        "envcoop-report markdown {old} --baseline {old} --framework mini --as-of 2027-10-15"
    );
    let same_day = run(&line).done().out;
    assert!(same_day.contains("worse 0"), "{same_day}");
    let then = run(&format!("{line} --baseline-as-of 2027-03-01")).done().out;
    assert!(
        then.contains("the earlier plan as of 2027-03-01: entered 0, left 0, better 0, worse 2,"),
        "{then}"
    );
    assert!(then.contains("no longer does ("), "{then}");
    run(&format!("envcoop-report markdown {old} --baseline-as-of 2027-03-01")).refused();
}

#[test]
fn the_memo_names_what_it_was_made_from_and_speaks_chinese() {
    let Plans { old, new, _dir } = plans(OLD, NEW);
    let line = format!(
        "envcoop-report markdown {new} --baseline {old} --framework mini --as-of 2027-06-30 --lang zh"
    );
    let memo = run(&line).done().out;
    for expected in
        ["各挑战较基线的变化", "新纳入 5、不再计入 5、改善 1、变差 1、未变 8", "SHA-256"]
    {
        assert!(memo.contains(expected), "{expected}\n{memo}");
    }
    assert_eq!(memo, run(&line).done().out);
}

#[test]
fn pictures_show_what_it_was_before() {
    let Plans { old, new, _dir } = plans(OLD, NEW);
    let line = format!("{new} --framework mini --as-of 2027-06-30");
    for picture in ["challenges", "matrix"] {
        let alone = run(&format!("envcoop-report svg {picture} {line}")).done().out;
        assert!(!alone.contains("before"), "{alone}");
        let compared = run(&format!("envcoop-report svg {picture} {line} --baseline {old}")).done();
        let gap =
            run(&format!("envcoop-gap {old} --framework mini --as-of 2027-06-30 --format json"));
        let before = &gap.done().json()["challenges"][0];
        let [low, high] = ["low", "high"].map(|key| before[key].as_f64().expect("a number"));
        if picture == "challenges" {
            let expected = format!("before {low:.1}–{high:.1} %");
            assert!(compared.out.contains(&expected), "{expected}");
        } else {
            assert!(compared.out.contains("before "));
        }
    }
}
