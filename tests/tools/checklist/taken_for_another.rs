//! Files that are taken for another: each is named for what it is, with the command that takes it.

use std::fs;

use envcoop_tests::{folder, put, run};
use rust_xlsxwriter::Workbook;

use super::review::{AIR, TABLE, decided, imported, path};

/// Returns text as a workbook.
fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut reader = csv::ReaderBuilder::new();
    let records = reader.has_headers(false).flexible(true).from_reader(text.as_bytes());
    for (row, record) in (0..).zip(records.into_records()) {
        for (column, cell) in (0..).zip(record.expect("a row").iter()) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("memory")
}

#[test]
fn a_table_of_ones_own_is_no_plan_and_import_makes_one() {
    let (dir, plan, _) = imported("review.csv", "--for data");
    let book = put(&dir, "own.xlsx", workbook(TABLE));
    for table in [&path(dir.path(), "table.csv"), &book] {
        for line in [
            format!("envcoop-checklist merge {table} {table}"),
            format!("envcoop-checklist merge {plan} {table}"),
            format!("envcoop-checklist status {table}"),
            format!("envcoop-gap {table}"),
            format!("envcoop-gap analyse {table}"),
            format!("envcoop-report html {table} -o {}", path(dir.path(), "out.html")),
        ] {
            for (lang, said) in [("en", "a table of your own"), ("zh", "您自己的表格")] {
                let refused = run(&format!("{line} --lang {lang}")).refused().err;
                let hint = format!("`envcoop-checklist import {table} -o PLAN.csv`");
                assert!(refused.contains(said) && refused.contains(&hint), "{line}: {refused}");
            }
        }
    }
    let told = run(&format!("envcoop-checklist check {book} --lang en")).found().err;
    assert!(told.contains("a table of your own") && told.contains("import"), "{told}");
    let told = run(&format!("envcoop-gap analyse {plan}")).done().err;
    assert!(!told.contains("a table of your own"), "{told}");
}

#[test]
fn a_review_that_lost_its_header_or_a_column_is_told_from_a_plan() {
    let (dir, plan, review) = imported("review.csv", "--for data");
    let before = fs::read(&plan).expect("a plan");
    let whole = decided(&review, &[(AIR, "y")]);
    let without = |name: &str| {
        let mut records = csv::Reader::from_reader(whole.as_bytes());
        let headers = records.headers().expect("a header").clone();
        let kept = |(n, cell): (usize, &str)| (&headers[n] != name).then(|| cell.to_owned());
        let mut out = csv::Writer::from_writer(Vec::new());
        let rows = records.into_records().map(|row| row.expect("a row"));
        for row in [headers.clone()].into_iter().chain(rows) {
            out.write_record(row.iter().enumerate().filter_map(kept)).expect("memory");
        }
        String::from_utf8(out.into_inner().expect("memory")).expect("text")
    };
    let (_, headless) = whole.split_once('\n').expect("a header");
    for (name, text, en, zh) in [
        ("undecided", without("decision"), "lacks Decision", "缺少 决定"),
        ("idless", without("id"), "lacks Id", "缺少 编号"),
        (
            "headless",
            headless.to_owned(),
            "lacks Id, Candidate 1, Decision",
            "缺少 编号、候选措施 1、决定",
        ),
    ] {
        for (copy, bytes) in [
            (format!("{name}.csv"), text.clone().into_bytes()),
            (format!("{name}.xlsx"), workbook(&text)),
        ] {
            let copy = put(&dir, &copy, bytes);
            for (lang, said) in [("en", en), ("zh", zh)] {
                let line = format!("envcoop-checklist merge {plan} {copy} --lang {lang}");
                let refused = run(&line).refused().err;
                assert!(refused.contains(said), "{said}: {refused}");
                assert!(refused.contains("import --review"), "{refused}");
            }
        }
    }
    assert_eq!(fs::read(&plan).expect("a plan"), before);
}

#[test]
fn tallies_conflicts_and_plans_are_told_from_each_other() {
    let dir = folder();
    let [mini, tally] = ["mini.csv", "part.tally"].map(|name| path(dir.path(), name));
    let data = "data/examples";
    run(&format!("envcoop-checklist new --framework mini --year 2027 --format csv -o {mini}"))
        .done();
    run(&format!("envcoop-gap tally {mini} --framework mini -o {tally}")).done();
    let merge = format!(
        "envcoop-checklist merge {mini} {data}/checklist-anna.csv {data}/checklist-bo.csv \
         --base {data}/checklist-sent.csv --framework mini --conflicts"
    );
    let conflicts = ["conflicts.csv", "conflicts.xlsx"].map(|name| path(dir.path(), name));
    for file in &conflicts {
        run(&format!("{merge} {file}")).found();
    }
    let plan_lines = |file: &str| {
        [
            format!("envcoop-gap analyse {file} --framework mini"),
            format!("envcoop-checklist merge {mini} {file} --framework mini"),
            format!("envcoop-checklist merge {file} {mini} --framework mini"),
            format!("envcoop-checklist status {file} --framework mini"),
        ]
    };
    for file in &conflicts {
        for line in plan_lines(file) {
            for (lang, said) in [("en", "these are conflicts"), ("zh", "待定的冲突表")] {
                let refused = run(&format!("{line} --lang {lang}")).refused().err;
                let hint = format!("`--settle {file}`");
                assert!(refused.contains(said) && refused.contains(&hint), "{line}: {refused}");
            }
        }
    }
    for line in plan_lines(&tally) {
        for (lang, said) in [("en", "this is a tally"), ("zh", "这是汇总文件")] {
            let refused = run(&format!("{line} --lang {lang}")).refused().err;
            let hint = format!("`envcoop-gap merge-tallies {tally}`");
            assert!(refused.contains(said) && refused.contains(&hint), "{line}: {refused}");
        }
    }
    let book = path(dir.path(), "mini.xlsx");
    run(&format!("envcoop-checklist new --framework mini --year 2027 -o {book}")).done();
    for plan in [&mini, &book] {
        for (lang, said) in [("en", "a plan, not a tally"), ("zh", "这是规划，不是汇总文件")]
        {
            let line = format!("envcoop-gap merge-tallies {tally} {plan} --lang {lang}");
            let refused = run(&line).refused().err;
            let hint = format!("`envcoop-gap tally {plan} -o NAME.tally`");
            assert!(refused.contains(said) && refused.contains(&hint), "{refused}");
            assert!(!refused.contains("expected value"), "{refused}");
        }
    }
    // A plan that is merged into itself changes nothing, and that is said.
    let told = run(&format!("envcoop-checklist merge {book} {book} --framework mini")).done().err;
    assert!(told.contains("says what the plan says: nothing differs"), "{told}");
}
