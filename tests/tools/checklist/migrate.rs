//! `envcoop-checklist migrate`: nothing is deleted when the strategy changes.

use std::fs;
use std::path::Path;

use envcoop_tests::files::parts;
use envcoop_tests::{backup, folder, put, read, run};
use serde_json::{Value, json};

/// The next version of `mini`: W1.2 means something else, W2.1 is W2.3 now, W2.2 is gone.
pub(super) fn next_version() -> String {
    let mut framework: Value =
        serde_json::from_str(&read("data/frameworks/mini.json")).expect("JSON");
    framework["version"] = json!("2.0.0");
    let measures = framework["measures"].as_array_mut().expect("a list");
    measures.retain(|measure| measure["id"] != "W2.2");
    for measure in measures {
        if measure["id"] == "W1.2" {
            measure["rev"] = json!(2);
            measure["title"] = json!({"en": "Clean every soil", "zh": "清洁全部土壤"});
        }
        if measure["id"] == "W2.1" {
            let renamed = measure.to_string().replace("\"W2.1", "\"W2.3");
            *measure = serde_json::from_str(&renamed).expect("JSON");
            measure["was"] = json!(["W2.1"]);
        }
    }
    framework.to_string()
}

const PLAN: &str = "id,measures,title,status,phone\n\
                    A1,W1.1,one,planned,117\n\
                    A2,W1.1:60;W1.2:40,two,ongoing,\n\
                    A3,W2.1,three,planned,\n\
                    A4,W1.1:70;W2.2:30,four,planned,\n\
                    A5,W2.2,five,planned,\n\
                    A6,,six,planned,\n";

#[test]
fn answers_are_carried_and_everything_else_is_named() {
    let dir = folder();
    let (new, plan) = (put(&dir, "new.json", next_version()), put(&dir, "plan.csv", PLAN));
    let line = format!("envcoop-checklist migrate mini {new} {plan}");
    let dry = run(&format!("{line} --dry-run")).done();
    assert_eq!(fs::read_to_string(&plan).expect("the plan"), PLAN);
    let told = run(&format!("{line} --dry-run --format json")).done().json();
    assert_eq!(told["format"], "envcoop/migrate/1");
    assert_eq!(told["measures"][1]["fate"], "renamed");
    assert_eq!(told["measures"][1]["to"], "W2.3");
    assert_eq!(told["plan"][0]["retired"], 2);
    let chinese = run(&format!("{line} --dry-run --lang zh")).done().out;
    assert!(chinese.contains(":4: A3: 措施 `W2.1` 现为 `W2.3`，请重新审核"), "{chinese}");
    let done = run(&line).done();
    assert_eq!(dry.out, done.out);
    for said in [
        ":3: A2: measure `W1.2` means something else: review again",
        ":4: A3: measure `W2.1` is `W2.3` now: review again",
        ":5: A4: measure `W2.2` is retired: kept under `retired`",
        ":6: A5: measure `W2.2` is retired: kept under `retired`",
        "rows kept 2, measures to review 1, renamed 1, retired 2, unknown 0",
    ] {
        assert!(done.out.contains(said), "{said}\n{}", done.out);
    }
    let mut reader = csv::Reader::from_path(&plan).expect("the plan");
    assert_eq!(
        reader.headers().expect("a header"),
        vec!["id", "measures", "title", "status", "phone", "review", "retired"]
    );
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let cell = |row: usize, column: usize| &rows[row][column];
    assert_eq!((cell(0, 1), cell(0, 4), cell(0, 5), cell(0, 6)), ("W1.1", "117", "", ""));
    assert_eq!(cell(1, 1), "W1.1:60;W1.2:40");
    assert!(
        cell(1, 5).starts_with("review again: W1.2 was “Clean polluted soil with partners: "),
        "{}",
        cell(1, 5)
    );
    assert_eq!(cell(2, 1), "W2.3");
    assert_eq!((cell(3, 1), cell(3, 6)), ("W1.1", "W2.2:30"));
    // Its share of the money moves: somebody has to agree.
    assert!(cell(3, 5).starts_with("W2.2:30 is gone: its share of the row"), "{}", cell(3, 5));
    assert_eq!(cell(4, 5), "");
    assert_eq!((cell(4, 1), cell(4, 6)), ("", "W2.2"));
    assert_eq!(rows.len(), 6, "no row is deleted");
    assert_eq!(backup(&plan), PLAN);
    let check = run(&format!("envcoop-checklist check {plan} --framework {new}")).done();
    assert!(check.out.contains("6 rows, 0 problems"), "{}", check.out);
    let again = run(&format!("envcoop-checklist migrate {new} {new} {plan}")).done();
    assert!(again.err.contains("stays as it is"), "{}", again.err);
}

#[test]
fn a_plan_is_not_carried_to_another_strategy() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", PLAN);
    let line = format!("envcoop-checklist migrate mini two-services-2012 {plan}");
    let refused = run(&line).refused();
    assert!(refused.err.contains("are two strategies"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&plan).expect("the plan"), PLAN);
}

#[test]
fn a_measure_of_neither_version_stays_and_is_named() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", "id,measures,status\nA1,W9.9,planned\n");
    let out = run(&format!("envcoop-checklist migrate mini mini {plan}")).done().out;
    assert!(out.contains("A1: measure `W9.9` is in neither version: kept as it stands"), "{out}");
    assert_eq!(
        fs::read_to_string(&plan).expect("the plan"),
        "id,measures,status\nA1,W9.9,planned\n"
    );
}

#[test]
fn a_workbook_gets_columns_to_review() {
    let dir = folder();
    let new = put(&dir, "new.json", next_version());
    let book = dir.path().join("plan.xlsx");
    let book = book.to_str().expect("text");
    run(&format!("envcoop-checklist new --framework mini --year 2027 --format xlsx -o {book}"))
        .done();
    run(&format!("envcoop-checklist migrate mini {new} {book}")).done();
    let sheet = &parts(Path::new(book))["xl/worksheets/sheet1.xml"];
    assert!(
        sheet.contains(">review again: W1.2 was “Clean polluted soil with partners: "),
        "{sheet}"
    );
    let check = run(&format!("envcoop-checklist check {book} --framework {new}")).done();
    assert!(check.out.contains("20 rows, 0 problems"), "{}", check.out);
}
