//! What a person writes into a review: words that decide, notes, and what stands in a wrong cell.

use std::fs;

use envcoop_tests::{folder, put, run};

use super::review::{AIR, FILM, TABLE, WATER, decided, pair, path, row};

/// A row for which no rule proposes anything.
const OFFICE: &str = "TNP190FBM";

/// Imports the table of reviews with that row; returns the folder, the table, the plan and the review.
fn imported(more: &str) -> (tempfile::TempDir, String, String, String) {
    let dir = folder();
    let table = put(&dir, "table.csv", format!("{TABLE}办公室例会,办公室,2027-06-30,未开始\n"));
    let [plan, review] = ["plan.csv", "review.csv"].map(|name| path(dir.path(), name));
    let line = format!("envcoop-checklist import {table} -o {plan} --review {review} {more}");
    run(&line).done();
    (dir, table, plan, review)
}

#[test]
fn a_row_without_a_proposal_that_serves_none_stays_decided() {
    let (dir, table, plan, review) = imported("--for data");
    let copy = put(&dir, "decided.csv", decided(&review, &[(OFFICE, "n")]));
    let merged = run(&format!("envcoop-checklist merge {plan} {copy}")).done();
    assert!(merged.out.contains(&format!("{OFFICE} link: `` -> `human`")), "{}", merged.out);
    assert_eq!(row(&plan, OFFICE), pair("", "human"));
    let again = run(&format!("envcoop-checklist merge {plan} {copy}")).done();
    assert!(again.err.contains("stays as it is"), "{}", again.err);
    // Another review that finds a measure does not change it in silence.
    let other = put(&dir, "other.csv", decided(&review, &[(OFFICE, "W6.3")]));
    let found = run(&format!("envcoop-checklist merge {plan} {other}")).found();
    assert!(found.out.contains(&format!("conflict: {OFFICE} measures, link")), "{}", found.out);

    let [next, open] = ["next.csv", "open.csv"].map(|name| path(dir.path(), name));
    let line = format!("envcoop-checklist import {table} -o {next} --review {open} --learn {plan}");
    let told = run(&line).done().err;
    assert!(told.contains("1 row that a person decided, 0 with measures, 1 refused"), "{told}");
    assert_eq!(row(&next, OFFICE), pair("", "human"));
    assert!(!fs::read_to_string(open).expect("a review").contains(OFFICE));
    let back = path(dir.path(), "back.csv");
    run(&format!("envcoop-checklist export {plan} --into {table} -o {back}")).done();
    let back = fs::read_to_string(back).expect("a table");
    let told = back.lines().find(|line| line.starts_with("办公室例会")).expect("the row");
    assert!(told.ends_with(",人工"), "{back}");
}

#[test]
fn a_decision_is_a_word_as_well_as_a_letter() {
    for (yes, no) in [("同意", "不对应"), ("确认", "不同意"), ("是", "否"), ("Yes", "不")]
    {
        let (dir, _, plan, review) = imported("--for data");
        let decisions = [(AIR, yes), (FILM, no), (OFFICE, no), (WATER, "W1.1、W3.1")];
        let copy = put(&dir, "decided.csv", decided(&review, &decisions));
        run(&format!("envcoop-checklist merge {plan} {copy}")).done();
        assert_eq!(row(&plan, AIR), pair("W2.2", "human"), "{yes}");
        assert_eq!(row(&plan, FILM), pair("", "human"), "{no}");
        assert_eq!(row(&plan, OFFICE), pair("", "human"), "{no}");
        assert_eq!(row(&plan, WATER), pair("W1.1;W3.1", "human"));
    }
    for lang in ["en", "zh"] {
        let (dir, _, plan, review) = imported("--for data");
        let copy = put(&dir, "decided.csv", decided(&review, &[(AIR, "再议")]));
        let line = format!("envcoop-checklist merge {plan} {copy} --lang {lang}");
        let refused = run(&line).refused().err;
        for said in ["`再议`", "decided.csv:", "同意", "不对应"] {
            assert!(refused.contains(said), "{said}: {refused}");
        }
    }
}
