//! `envcoop-report csv`: tidy tables for spreadsheets and for programs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use envcoop_tests::files::{Row, table};
use envcoop_tests::{PLAN, folder, put, run};
use serde_json::Value;

const TABLES: [&str; 17] = [
    "challenges",
    "areas",
    "measures",
    "needs",
    "matrix",
    "timeline",
    "activities",
    "late",
    "owners",
    "owner_money",
    "partners",
    "partner_money",
    "terms",
    "term_money",
    "money",
    "gaps",
    "problems",
];

fn data_report() -> tempfile::TempDir {
    let dir = folder();
    run(&format!("envcoop-report csv {PLAN} --for data -o {}", dir.path().display())).done();
    dir
}

#[test]
fn the_folder_holds_every_table_and_its_description() {
    let dir = data_report();
    let names = |dir: &Path| -> BTreeSet<String> {
        let entries = fs::read_dir(dir).expect("a folder");
        entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    };
    let mut expected: BTreeSet<String> = TABLES.map(|name| format!("{name}.csv")).into();
    let sheet = folder();
    let inside = sheet.path().join("new/report");
    run(&format!("envcoop-report csv {PLAN} -o {}", inside.display())).done();
    assert_eq!(names(&inside), expected);
    expected.insert("datapackage.json".to_owned());
    assert_eq!(names(dir.path()), expected);
}

#[test]
fn the_description_fits_the_files() {
    let dir = data_report();
    let text = fs::read_to_string(dir.path().join("datapackage.json")).expect("it is there");
    let package: Value = serde_json::from_str(&text).expect("JSON");
    let resources = package["resources"].as_array().expect("a list");
    assert_eq!(resources.len(), TABLES.len());
    let keys = |name: &str, fields: &[&str]| -> Vec<Vec<String>> {
        let rows = table(dir.path(), name);
        rows.iter().map(|row| fields.iter().map(|f| row[*f].clone()).collect()).collect()
    };
    let list = |value: &Value| -> Vec<String> {
        value
            .as_array()
            .expect("a list")
            .iter()
            .map(|v| v.as_str().expect("text").to_owned())
            .collect()
    };
    for resource in resources {
        let name = resource["name"].as_str().expect("a name");
        let schema = &resource["schema"];
        let fields = schema["fields"].as_array().expect("fields");
        let mut reader =
            csv::Reader::from_path(dir.path().join(format!("{name}.csv"))).expect("a table");
        let header: Vec<String> =
            reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let names: Vec<&str> = fields.iter().map(|f| f["name"].as_str().expect("a name")).collect();
        assert_eq!(header, names, "{name}");
        let primary = list(&schema["primaryKey"]);
        let own = keys(name, &primary.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(own.iter().collect::<BTreeSet<_>>().len(), own.len(), "keys of {name} repeat");
        for foreign in schema["foreignKeys"].as_array().into_iter().flatten() {
            let (from, to) = (list(&foreign["fields"]), list(&foreign["reference"]["fields"]));
            let there: BTreeSet<_> = keys(
                foreign["reference"]["resource"].as_str().expect("a table"),
                &[to[0].as_str()],
            )
            .into_iter()
            .collect();
            for value in keys(name, &[from[0].as_str()]) {
                assert!(there.contains(&value), "{name}: {value:?} is not in {foreign}");
            }
        }
        for row in table(dir.path(), name) {
            for field in fields {
                let text = &row[field["name"].as_str().expect("a name")];
                let fits = text.is_empty()
                    || match field["type"].as_str() {
                        Some("string") => true,
                        Some("integer") => text.parse::<u64>().is_ok(),
                        Some("number") => text.parse::<f64>().is_ok(),
                        Some("date") => envcoop_core::date::parse(text).is_ok(),
                        other => panic!("type {other:?}"),
                    };
                assert!(fits, "{name}: {text} is no {}", field["type"]);
            }
        }
    }
}

#[test]
fn the_tables_agree_with_the_json_of_the_analysis() {
    let dir = data_report();
    let gap = run(&format!("envcoop-gap {PLAN} --format json")).done().json();
    let same = |row: &Row, entry: &Value, key: &str| {
        let own = match &entry[key] {
            Value::Null => String::new(),
            Value::Number(n) if key == "low" || key == "high" => {
                format!("{:.1}", n.as_f64().expect("a number"))
            }
            Value::Number(n) => n.to_string(),
            Value::String(text) => text.clone(),
            other => panic!("{other}"),
        };
        assert_eq!(row[key], own, "{key} of {entry}");
    };
    for (name, keys) in [
        (
            "challenges",
            &[
                "id",
                "low",
                "high",
                "measures",
                "met",
                "data_gap",
                "action_gap",
                "not_applicable",
                "assessed",
            ][..],
        ),
        (
            "areas",
            &[
                "id",
                "low",
                "high",
                "measures",
                "met",
                "data_gap",
                "action_gap",
                "not_applicable",
                "assessed",
            ],
        ),
        ("measures", &["id", "state", "low", "high", "activities", "proposals"]),
    ] {
        let (rows, entries) = (table(dir.path(), name), gap[name].as_array().expect("a list"));
        assert_eq!(rows.len(), entries.len());
        for (row, entry) in rows.iter().zip(entries) {
            keys.iter().for_each(|key| same(row, entry, key));
        }
    }
    let needs = table(dir.path(), "needs");
    for measure in gap["measures"].as_array().expect("a list") {
        let own: Vec<&Row> =
            needs.iter().filter(|row| measure["id"] == row["measure"].as_str()).collect();
        let applies = measure["state"] != "not-applicable";
        assert_eq!(own.len(), if applies { 7 } else { 0 });
        for row in own {
            assert_eq!(measure["needs"][&row["need"]], row["answer"].as_str(), "{row:?}");
        }
    }
    assert_eq!(
        table(dir.path(), "activities").len() as u64,
        gap["rows"].as_u64().expect("a count")
    );
    assert_eq!(table(dir.path(), "matrix").len(), 5 * 8);
    let n_gaps = |rows: &[Row]| {
        rows.iter().map(|r| r["measure"].clone()).collect::<BTreeSet<_>>().len() as u64
    };
    let overall = &gap["overall"];
    let open = overall["data_gap"].as_u64().zip(overall["action_gap"].as_u64()).map(|(d, a)| d + a);
    assert_eq!(Some(n_gaps(&table(dir.path(), "gaps"))), open);
}

#[test]
fn activities_are_the_plan_again_and_can_be_analysed() {
    let dir = data_report();
    let again = dir.path().join("activities.csv");
    let gap = |plan: &str| {
        run(&format!("envcoop-gap {plan} --as-of 2026-09-30 --format csv --for data")).done().out
    };
    assert_eq!(gap(&again.display().to_string()), gap("data/examples/plan.csv"));
    let sheet = folder();
    run(&format!("envcoop-report csv {PLAN} -o {}", sheet.path().display())).done();
    assert_eq!(
        gap(&sheet.path().join("activities.csv").display().to_string()),
        gap("data/examples/plan.csv")
    );
}

#[test]
fn a_sheet_is_guarded_and_data_is_not() {
    let dir = folder();
    let plan = put(
        &dir,
        "plan.csv",
        "id,status,title,note\nA1,planned,=1+1,\"a\nb\"\nA2,planned,'=x,@y\n",
    );
    let (sheet, data) = (dir.path().join("sheet"), dir.path().join("data"));
    run(&format!("envcoop-report csv {plan} -o {}", sheet.display())).done();
    run(&format!("envcoop-report csv {plan} --for data -o {}", data.display())).done();
    let bytes = |dir: &Path| fs::read_to_string(dir.join("activities.csv")).expect("a table");
    let (sheet, data) = (bytes(&sheet), bytes(&data));
    assert!(sheet.starts_with('\u{feff}') && sheet.contains(",'=1+1,"), "{sheet}");
    assert!(sheet.contains("\"a\nb\"") && sheet.lines().filter(|l| l.is_empty()).count() == 0);
    assert_eq!(sheet.matches("\r\n").count(), 3, "{sheet:?}");
    assert!(
        !data.starts_with('\u{feff}') && data.contains(",=1+1,") && !data.contains('\r'),
        "{data}"
    );
    // The guard on reading is the same test: what came in as `'=x` was `=x`.
    assert!(data.contains("A2,,=x,") && sheet.contains("A2,,'=x,"), "{data}{sheet}");
}

#[test]
fn a_refused_plan_leaves_no_folder_and_no_file() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", "id,status\nA1,planned\nA1,planned\n");
    let out = dir.path().join("report");
    run(&format!("envcoop-report csv {plan} -o {}", out.display())).refused();
    assert!(!out.exists());
    fs::create_dir(&out).expect("a folder can be made");
    run(&format!("envcoop-report csv {plan} -o {}", out.display())).refused();
    assert_eq!(fs::read_dir(&out).expect("it is there").count(), 0);
}

#[test]
fn existing_tables_are_replaced_only_with_force() {
    let dir = folder();
    put(&dir, "gaps.csv", "mine");
    let line = format!("envcoop-report csv {PLAN} -o {}", dir.path().display());
    let refused = run(&line).refused();
    assert!(
        refused.err.contains("gaps.csv: exists already; `--force` replaces it"),
        "{}",
        refused.err
    );
    assert_eq!(fs::read_dir(dir.path()).expect("it is there").count(), 1);
    let refused = run(&format!("envcoop-report csv {PLAN} -o README.md")).refused();
    assert!(refused.err.contains("README.md: is a file; name a folder"), "{}", refused.err);
    let done = run(&format!("{line} --force")).done();
    assert!(done.err.contains("17 files written"), "{}", done.err);
}

#[test]
fn tables_of_an_earlier_report_are_told_and_stay() {
    let dir = folder();
    let line = format!("envcoop-report csv {PLAN} --force -o {}", dir.path().display());
    let done = run(&format!("{line} --for data --baseline data/examples/plan.csv")).done();
    assert!(!done.err.contains("earlier report"), "{}", done.err);
    let done = run(&line).done();
    let told = "no part of this one: challenge_changes.csv, changes.csv, datapackage.json";
    assert!(done.err.contains(told), "{}", done.err);
    assert!(dir.path().join("changes.csv").exists());
}

#[test]
fn a_folder_in_the_place_of_a_table_is_refused_before_any_table_is_replaced() {
    let dir = folder();
    put(&dir, "areas.csv", "mine");
    fs::create_dir(dir.path().join("money.csv")).expect("a folder can be made");
    let line = format!("envcoop-report csv {PLAN} --force -o {}", dir.path().display());
    let refused = run(&line).refused();
    assert!(refused.err.contains("money.csv: is a folder"), "{}", refused.err);
    assert_eq!(fs::read_to_string(dir.path().join("areas.csv")).expect("it is there"), "mine");
}

#[test]
fn what_stands_in_columns_of_ones_own_stands_in_activities() {
    let dir = folder();
    let plan = "id,measures,status,Risk,phone,start,budget\nA1,W1.1,planned,high,117,待定,无\nA2,W1.1,planned,,,,\n";
    let plan = put(&dir, "plan.csv", plan);
    for (form, name) in [("data", "d"), ("sheet", "s")] {
        let into = dir.path().join(name);
        let line = format!(
            "envcoop-report csv {plan} --framework mini --for {form} -o {}",
            into.display()
        );
        run(&line).done();
        let text = std::fs::read_to_string(into.join("activities.csv")).expect("it is there");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let header = reader.headers().expect("a header").clone();
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        let cell = |row: usize, name: &str| {
            rows[row]
                .get(header.iter().position(|own| own == name).expect("the column"))
                .unwrap_or("")
        };
        assert_eq!(
            [cell(0, "own_columns"), cell(1, "own_columns")],
            ["Risk: high; phone: 117", ""]
        );
        assert_eq!([cell(0, "start"), cell(0, "budget")], ["?", ""]);
    }
}
