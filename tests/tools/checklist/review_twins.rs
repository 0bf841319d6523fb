//! Rows that seem to be the same project: shown side by side in the review, decided by a person, counted
//! once.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use envcoop_tests::{folder, put, run};
use rust_xlsxwriter::Workbook;

const TABLE: &str = "编号,工作任务,责任单位,完成时限,经费（万元）,进展\n\
                     A1,开展大气污染联合治理谈判,国际司,2027-06-30,20,在办\n\
                     B1,开展大气污染联合治理谈判,大气司,2027-06-30,20,在办\n\
                     C1,跨界水体联合监测,水司,2027-09-30,35,在办\n";

/// Imports the table; returns the folder, the plan and the review.
fn imported(review: &str, more: &str) -> (tempfile::TempDir, [String; 2], String) {
    let dir = folder();
    let table = put(&dir, "table.csv", TABLE);
    let path = |name: &str| dir.path().join(name).to_str().expect("text").to_owned();
    let files = ["plan.csv", review].map(path);
    let [plan, review] = &files;
    let line = format!("envcoop-checklist import {table} -o {plan} --review {review} {more}");
    let told = run(&line).done().err;
    (dir, files, told)
}

/// Writes what a review shows into a new workbook, with this decision about its pair and this one about
/// the measures of `C1`; returns how the pair is shown.
fn decided(review: &str, [pair, water]: [&str; 2], into: &str) -> Vec<String> {
    let mut book = open_workbook_auto(review).expect("a workbook");
    let mut copy = Workbook::new();
    let mut shown = Vec::new();
    for (at, name) in book.sheet_names().into_iter().enumerate().take(2) {
        let sheet = book.worksheet_range(&name).expect("cells");
        let own = copy.add_worksheet().set_name(&name).expect("a name");
        let is_decision = |cell: &&Data| matches!(cell, Data::String(text) if text.starts_with("Decision") || text == "决定");
        let header = sheet.rows().find(|cells| cells.iter().any(|cell| is_decision(&cell)));
        let header = header.expect("a header");
        let decision = header.iter().position(|cell| is_decision(&cell)).expect("it is there");
        let (id, text) = if at == 0 { ("C1", water) } else { ("A1", pair) };
        for (row, cells) in sheet.rows().enumerate() {
            let is_it = cells[0] == id;
            if is_it && at == 1 {
                shown = cells.iter().map(ToString::to_string).collect();
            }
            for (column, cell) in cells.iter().enumerate() {
                let cell = cell.to_string();
                let cell = if is_it && column == decision { text } else { &cell };
                own.write_string(row as u32, column as u16, cell).expect("a cell");
            }
        }
    }
    copy.save(into).expect("saved");
    shown
}

/// Returns what the rows of a plan say under `same_as`, by id.
fn same_as(plan: &str) -> String {
    let text = fs::read_to_string(plan).expect("the plan is there");
    let mut records = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = records.headers().expect("a header").clone();
    let Some(at) = headers.iter().position(|header| header == "same_as") else {
        return String::new();
    };
    let rows = records.records().map(|row| row.expect("a row"));
    let named = rows.filter(|row| !row[at].is_empty());
    named.map(|row| format!("{}={}", &row[0], &row[at])).collect::<Vec<_>>().join(" ")
}

fn into(dir: &tempfile::TempDir, name: &str) -> String {
    Path::new(dir.path()).join(name).to_str().expect("text").to_owned()
}

#[test]
fn a_pair_is_shown_side_by_side_and_the_decision_counts_it_once() {
    for (lang, choice, named, told_sheet) in [
        (
            "en",
            "A1: its money counts",
            "A1=B1",
            "1 pair of rows seems to be the same project: sheet",
        ),
        ("zh", "B1：计该行资金", "B1=A1", "1 对行看来是同一项目：见工作表"),
        ("both", "y", "A1=B1", "sheet `Same project`"),
    ] {
        let (dir, [plan, review], told) = imported("review.xlsx", &format!("--lang {lang}"));
        assert!(told.contains(told_sheet), "{told}");
        let copy = into(&dir, "decided.xlsx");
        let shown = decided(&review, [choice, "W3.1"], &copy).join("|");
        assert!(shown.starts_with("A1|B1|"), "{shown}");
        for said in ["大气污染", "2027-06-30", "CNY 200,000.00"] {
            assert_eq!(shown.matches(said).count(), 2, "{shown}");
        }
        let pairs = |plan: &str| run(&format!("envcoop-gap same {plan}")).done().out;
        assert!(pairs(&plan).contains("CNY 200,000.00 may count twice"), "{}", pairs(&plan));
        let line = format!("envcoop-checklist merge {plan} {copy}");
        let merged = run(&line).done();
        assert!(merged.out.contains("decided.xlsx!"), "{}", merged.out);
        assert_eq!(same_as(&plan), named);
        assert!(pairs(&plan).contains("no two rows seem"), "{}", pairs(&plan));
        let text = fs::read_to_string(&plan).expect("a plan");
        assert!(text.lines().any(|row| row.starts_with("C1,W3.1,")), "{text}");
        assert!(run(&line).done().err.contains("stays as it is"));
        // One name is that of both sheets.
        run(&format!("{line} --resolve decided.xlsx=theirs")).done();
        run(&format!("envcoop-checklist check {plan}")).done();
    }
}

#[test]
fn what_is_open_two_projects_or_decided_otherwise_by_now_changes_nothing() {
    let (dir, [plan, review], _) = imported("review.xlsx", "");
    let before = fs::read(&plan).expect("a plan");
    let copy = into(&dir, "decided.xlsx");
    let line = format!("envcoop-checklist merge {plan} {copy}");
    decided(&review, ["", "n"], &copy);
    let told = run(&format!("{line} --dry-run")).done().err;
    assert!(told.contains(": 1 row stays open: A1"), "{told}");
    decided(&review, ["n: two projects", ""], &copy);
    let told = run(&line).done().err;
    assert!(told.contains("stays as it is") && told.contains("stay open: "), "{told}");
    decided(&review, ["", ""], &copy);
    let refused = run(&line).refused().err;
    assert!(refused.contains("none of its 4 rows is decided"), "{refused}");
    assert_eq!(fs::read(&plan).expect("a plan"), before);
    for (lang, said) in [("en", "decision `perhaps` is none"), ("zh", "无法识别决定 `perhaps`")]
    {
        decided(&review, ["perhaps", ""], &copy);
        let refused = run(&format!("{line} --lang {lang}")).refused().err;
        assert!(refused.contains(said) && refused.contains("decided.xlsx!"), "{refused}");
        assert_eq!(fs::read(&plan).expect("a plan"), before);
    }
    decided(&review, ["y", ""], &copy);
    run(&line).done();
    let other = into(&dir, "other.xlsx");
    decided(&review, ["B1", ""], &other);
    for (lang, said) in [
        ("en", "says already that the money of `A1` counts, not that of `B1`"),
        ("zh", "已写明计 `A1` 的资金"),
    ] {
        let line = format!("envcoop-checklist merge {plan} {other} --lang {lang}");
        let told = run(&line).done().err;
        assert!(told.contains(said), "{told}");
        assert_eq!(same_as(&plan), "A1=B1");
    }
    // The row that is to count is not there any more.
    let text = fs::read_to_string(&plan).expect("a plan");
    let kept: String =
        text.lines().filter(|row| !row.starts_with("B1,")).map(|row| format!("{row}\n")).collect();
    let fewer = put(&dir, "fewer.csv", kept);
    let told = run(&format!("envcoop-checklist merge {fewer} {other}")).done().err;
    assert!(told.contains("row `B1` is not in"), "{told}");
}

#[test]
fn a_review_as_text_says_where_pairs_are_decided_and_one_without_pairs_has_no_sheet() {
    for (lang, said) in [("en", "1 pair of rows seems"), ("zh", "1 对行看来是同一项目")] {
        let (_dir, _, told) = imported("review.csv", &format!("--lang {lang}"));
        assert!(told.contains(said) && told.contains(".xlsx"), "{told}");
    }
    let dir = folder();
    let table = put(&dir, "table.csv", TABLE.replace("B1,开展大气", "B1,开展水体"));
    let [plan, review] = ["plan.csv", "review.xlsx"].map(|name| into(&dir, name));
    let line = format!("envcoop-checklist import {table} -o {plan} --review {review}");
    assert!(!run(&line).done().err.contains("same project"));
    let book = open_workbook_auto(&review).expect("a workbook");
    assert!(!book.sheet_names().contains(&"Same project".to_owned()));
}

#[test]
fn pairs_with_published_rows_are_decided_in_a_workbook_of_their_own() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", envcoop_tests::read("data/examples/own-plan.csv"));
    let review = into(&dir, "same.xlsx");
    let published = "data/examples/published.xml";
    let line = format!("envcoop-gap same {plan} {published} --review {review}");
    let told = run(&line).done().err;
    assert!(told.contains("2 pairs to decide: "), "{told}");
    assert!(run(&line).refused().err.contains("--force"));
    let wrong = format!("envcoop-gap same {plan} {published} --review {}", into(&dir, "same.csv"));
    assert!(run(&wrong).refused().err.contains(".xlsx"));
    let mut book = open_workbook_auto(&review).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    let mut copy = Workbook::new();
    let own = copy.add_worksheet();
    for (row, cells) in sheet.rows().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            // The row of the plan counts in one pair, the published one in the other.
            let text = match (cells[0].to_string().as_str(), column) {
                ("N1", 2) => "y".to_owned(),
                ("N2", 2) => cells[1].to_string(),
                _ => cell.to_string(),
            };
            own.write_string(row as u32, column as u16, text).expect("a cell");
        }
    }
    let copy_to = into(&dir, "decided.xlsx");
    copy.save(&copy_to).expect("saved");
    let told = run(&format!("envcoop-checklist merge {plan} {copy_to}")).done().err;
    assert_eq!(same_as(&plan), "N1=iati:XM-EXAMPLE-1-0002");
    // A published file is not edited: the way out is told.
    assert!(told.contains("row `iati:XM-EXAMPLE-1-0003` is not in"), "{told}");
}
