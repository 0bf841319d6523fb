//! Days that cannot be meant, and ends that are left open.

use envcoop_tests::{folder, put, run};

const HEADER: &str = "id,measures,status,owner,start,end\n";

#[test]
fn a_year_that_cannot_be_meant_is_an_error_with_what_probably_is() {
    let dir = folder();
    for (day, hint) in [
        ("2570-03-01", "did you mean `2027-03-01`? 2570 is 2027 in the Buddhist calendar"),
        ("2207-03-01", "did you mean `2027-03-01`? two digits are exchanged"),
        ("0201-03-01", "did you mean `2001-03-01`? two digits are exchanged"),
        ("3000-01-01", "correct the year; where the day is not known, write `?`"),
    ] {
        let rows = format!("{HEADER}A1,W1.1,ongoing,Li,{day},\n");
        let json = format!("[{{\"id\":\"A1\",\"status\":\"ongoing\",\"start\":\"{day}\"}}]");
        for (name, content) in [("plan.csv", rows), ("plan.json", json)] {
            let plan = put(&dir, name, content);
            for command in ["envcoop-gap", "envcoop-checklist status", "envcoop-report markdown"] {
                let out = run(&format!("{command} {plan} --framework mini")).refused();
                let message =
                    format!("column start: `{day}` is not between the years 1950 and 2120");
                assert!(out.err.contains(&message) && out.err.contains(hint), "{}", out.err);
            }
        }
    }
}

#[test]
fn the_last_day_that_forms_know_is_an_open_end() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", format!("{HEADER}A1,W1.1,ongoing,Li,2027-01-01,9999-12-31\n"));
    let line = format!("envcoop-gap {plan} --framework mini --as-of 2027-06-30");
    let out = run(&format!("{line} --format json")).done();
    let needs = &out.json()["measures"][0]["needs"];
    assert_eq!([&needs["schedule"], &needs["timely"]], ["unknown", "unknown"]);
    assert!(out.err.contains("read as not known: `9999-12-31` (1)"), "{}", out.err);
    assert!(run(&format!("{line} --by year")).done().out.lines().count() < 30);
}
