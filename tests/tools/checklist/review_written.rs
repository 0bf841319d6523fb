//! What a person writes into a review: words that decide, notes, and what stands in a wrong cell.

use std::fs;

use calamine::{Reader, open_workbook_auto};
use envcoop_tests::{folder, put, run, shipped};
use rust_xlsxwriter::Workbook;

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

/// Returns a review with these texts written into cells, by id and column; a column that the header
/// lacks stands beside the table, without a header.
fn written(review: &str, cells: &[(&str, &str, &str)]) -> Vec<Vec<String>> {
    let text = fs::read_to_string(review).expect("it was written");
    let mut records = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records = records.records().map(|record| record.expect("a row"));
    let mut rows: Vec<Vec<String>> =
        records.map(|record| record.iter().map(str::to_owned).collect()).collect();
    for (id, column, text) in cells {
        let at = rows[0].iter().position(|header| header == column);
        let own = rows.iter_mut().find(|row| row[0] == *id).expect("the row");
        match at {
            Some(at) => (*text).clone_into(&mut own[at]),
            None => own.extend([String::new(), (*text).to_owned()]),
        }
    }
    rows
}

/// Writes such a review as text.
fn as_csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    rows.iter().for_each(|row| out.write_record(row).expect("memory"));
    out.into_inner().expect("memory")
}

/// Writes such a review as a workbook.
fn as_workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Review").expect("a name");
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(at, column, text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("memory")
}

#[test]
fn a_note_on_an_open_row_is_taken_and_a_corrected_title_is_told() {
    for quiet in ["", "--quiet"] {
        let (dir, _, plan, review) = imported("--for data");
        let title = "举办绿色电影展";
        let cells = [
            (FILM, "note", "问过宣教中心"),
            (FILM, "title", title),
            (AIR, "decision", "y"),
            (AIR, "note", "已定"),
            (WATER, "tied", "W1.1"),
        ];
        let copy = put(&dir, "review.xlsx", as_workbook(&written(&review, &cells)));
        let line = format!("envcoop-checklist merge {plan} {copy} {quiet}");
        let merged = run(&line).done();
        let noted = format!("{FILM} note: `` -> `问过宣教中心` (");
        assert!(merged.out.contains(&noted), "{}", merged.out);
        assert!(merged.out.contains(&format!("{AIR} note: `` -> `已定`")), "{}", merged.out);
        let told = &merged.err;
        for said in [title, "Review!B3: column title: ", "`举办绿色电影周`", "column measures: "]
        {
            assert!(told.contains(said), "{said}: {told}");
        }
        assert_eq!(told.contains("stay open"), quiet.is_empty(), "{told}");
        assert_eq!(row(&plan, FILM), pair("W7.3", "rule"), "it is open");
        let again = run(&line).done();
        assert!(again.out.starts_with("applied 0,"), "{}", again.out);
        let told = run(&format!("{line} --lang zh")).done().err;
        assert!(told.contains("以规划为准") && told.contains(title), "{told}");
    }
    // Notes are edits: a review of nothing else is no empty one.
    let (dir, _, plan, review) = imported("--for data");
    let rows = written(&review, &[(OFFICE, "note", "例行"), (FILM, "note", "无")]);
    let copy = put(&dir, "notes.csv", as_csv(&rows));
    let merged = run(&format!("envcoop-checklist merge {plan} {copy}")).done();
    assert!(merged.out.starts_with(&format!("{FILM} note: `` -> `无` (")), "{}", merged.out);
    assert!(merged.out.contains(&format!("{OFFICE} note: `` -> `例行`")), "{}", merged.out);
    // A note for a row that is gone, and what stands on a row without an id, are told as well.
    let text = fs::read_to_string(&plan).expect("a plan");
    let fewer: Vec<&str> = text.lines().filter(|line| !line.starts_with(OFFICE)).collect();
    fs::write(&plan, fewer.join("\n") + "\n").expect("written");
    let mut rows = written(&review, &[(OFFICE, "note", "例行"), (AIR, "decision", "y")]);
    let mut added = vec![String::new(); rows[0].len()];
    "绿色丝路交流".clone_into(&mut added[1]);
    rows.push(added);
    let copy = put(&dir, "added.csv", as_csv(&rows));
    let told = run(&format!("envcoop-checklist merge {plan} {copy} --quiet")).done().err;
    assert!(told.contains(&format!("row `{OFFICE}` is not in")), "{told}");
    assert!(told.contains("added.csv:7: ") && told.contains("`绿色丝路交流`"), "{told}");
}

#[test]
fn a_decision_in_another_column_is_told_by_its_cell() {
    for (column, at, header) in [("note", "L", "column note: "), ("why_2", "I", ""), ("", "O", "")]
    {
        let (dir, _, plan, review) = imported("--for data");
        let rows = written(&review, &[(FILM, column, "y"), (AIR, "decision", "y")]);
        let line = rows.iter().position(|row| row[0] == FILM).expect("the row") + 1;
        let book = put(&dir, "decided.xlsx", as_workbook(&rows));
        let text = put(&dir, "decided.csv", as_csv(&rows));
        for (copy, place) in
            [(book, format!("decided.xlsx!Review!{at}{line}: ")), (text, format!("csv:{line}: "))]
        {
            let merge = format!("envcoop-checklist merge {plan} {copy} --quiet --dry-run");
            let told = run(&merge).done().err;
            for said in [place.as_str(), header, "`y` stands outside", "move it into the column"] {
                assert!(told.contains(said), "{said}: {told}");
            }
            let told = run(&format!("{merge} --lang zh")).done().err;
            assert!(told.contains("不在“决定”列中"), "{told}");
        }
    }
}

#[test]
fn a_review_without_one_decision_is_refused() {
    let (dir, _, plan, review) = imported("--for data");
    let before = fs::read(&plan).expect("a plan");
    let beside = put(&dir, "beside.csv", as_csv(&written(&review, &[(FILM, "note", "同意")])));
    for (lang, said) in [("en", "none of its 5 rows is decided"), ("zh", "其 5 行均未决定")] {
        for copy in [&review, &beside] {
            let line = format!("envcoop-checklist merge {plan} {copy} --lang {lang}");
            let refused = run(&format!("{line} --quiet")).refused().err;
            assert!(refused.contains(said), "{refused}");
            assert_eq!(refused.contains("`同意`"), copy == &beside, "{refused}");
            assert!(run(&format!("{line} --keep-going")).done().err.contains(said));
        }
    }
    assert_eq!(fs::read(&plan).expect("a plan"), before);
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

#[test]
fn the_workbook_lists_all_measures_and_takes_any_of_their_ids() {
    let dir = folder();
    let table = put(&dir, "table.csv", TABLE);
    for (lang, sheet, title) in [
        ("en", "Measures", "Set up a team for strategy and policy research"),
        ("zh", "措施", "组建国际环境战略与政策研究队伍"),
    ] {
        let [plan, review] = ["plan.csv", "review.xlsx"].map(|name| path(dir.path(), name));
        run(&format!(
            "envcoop-checklist import {table} -o {plan} --review {review} --lang {lang} --force"
        ))
        .done();
        let mut book = open_workbook_auto(&review).expect("a workbook");
        let measures = book.worksheet_range(sheet).expect("the sheet");
        let framework = shipped("two-services-2012");
        for own in &framework.measures {
            let row = measures.rows().find(|row| row[0].to_string() == own.id);
            let row = row.unwrap_or_else(|| panic!("{} is not there", own.id));
            assert!(row[2].to_string().starts_with(&format!("{} ", own.area)), "{row:?}");
            assert!(own.id != "W6.3" || row[1] == title, "{row:?}");
        }
        let first = book.worksheet_range_at(0).expect("a sheet").expect("cells");
        let legend: Vec<String> = first.rows().take(4).map(|row| row[0].to_string()).collect();
        assert!(legend.join("\n").contains(&format!("“{sheet}”")), "{legend:?}");
        let rows: Vec<Vec<String>> = first
            .rows()
            .map(|row| {
                let mut row: Vec<String> = row.iter().map(ToString::to_string).collect();
                if row[0] == FILM {
                    "W6.3、W1.1".clone_into(&mut row[4]);
                }
                row
            })
            .collect();
        let copy = put(&dir, "decided.xlsx", as_workbook(&rows));
        run(&format!("envcoop-checklist merge {plan} {copy}")).done();
        assert_eq!(row(&plan, FILM), pair("W6.3;W1.1", "human"));
    }
}

#[test]
fn what_a_rule_tied_comes_from_the_plan_where_a_review_lost_the_column() {
    let (dir, _, plan, review) = imported("--for data");
    let edited = fs::read_to_string(&plan).expect("a plan").replacen("W7.3,", "W7.3;W2.5,", 1);
    fs::write(&plan, edited).expect("written");
    let mut rows = written(
        &review,
        &[(AIR, "decision", "y"), (WATER, "decision", "1"), (FILM, "decision", "同意")],
    );
    let at = rows[0].iter().position(|header| header == "tied").expect("a column");
    rows.iter_mut().for_each(|row| drop(row.remove(at)));
    for (name, bytes) in [("lost.csv", as_csv(&rows)), ("lost.xlsx", as_workbook(&rows))] {
        let copy = put(&dir, name, bytes);
        for resolve in ["", "--resolve theirs"] {
            let own = put(&dir, "own.csv", fs::read(&plan).expect("a plan"));
            run(&format!("envcoop-checklist merge {own} {copy} {resolve}")).done();
            assert_eq!(row(&own, AIR), pair("W2.2", "human"));
            assert_eq!(row(&own, WATER), pair("W3.1", "human"));
            assert_eq!(row(&own, FILM), pair("W7.3;W2.5", "human"));
        }
    }
}

#[test]
fn a_review_with_plain_headers_is_told_by_the_titles_of_its_plan() {
    let (dir, _, plan, review) = imported("--for data");
    let rows = written(&review, &[(AIR, "decision", "y")]);
    let text = String::from_utf8(as_csv(&rows)).expect("text");
    let copy = put(&dir, "gb.csv", encoding_rs::GB18030.encode(&text).0);
    run(&format!("envcoop-checklist merge {plan} {copy}")).done();
    assert_eq!(row(&plan, AIR), pair("W2.2", "human"));
}

#[test]
fn the_hint_offers_what_works_in_the_row_and_open_rows_have_their_review() {
    let (dir, _, plan, review) = imported("--for data");
    let decide = |id, text| put(&dir, "decided.csv", decided(&review, &[(id, text)]));
    for (lang, none, one) in [
        ("en", "the row has no candidates: write n", ": write the number of one"),
        ("zh", "该行没有候选措施：不对应任何措施请填 n", "个候选措施：请填其序号"),
    ] {
        let line = format!("envcoop-checklist merge {plan} --lang {lang} --dry-run");
        let told = run(&format!("{line} {}", decide(OFFICE, "y"))).refused().err;
        assert!(told.contains(none), "{told}");
        let told = run(&format!("{line} {}", decide(FILM, "3"))).refused().err;
        assert!(told.contains(one), "{told}");
    }
    let line = format!("envcoop-checklist merge {plan} --dry-run {}", decide(AIR, "y"));
    let told = run(&line).done().err;
    assert!(told.contains("decided.csv: 4 rows stay open: "), "{told}");
}
