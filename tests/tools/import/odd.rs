//! Tables as odd programs write them: nothing of them goes missing.

use envcoop_cli::ExitStatus;
use envcoop_tests::{folder, put, read, run};

use super::grid::rows;

/// Imports a table; returns these columns of the plan, and what is told.
fn imported(text: &str, columns: &[&str], review: Option<&str>) -> (Vec<String>, String) {
    let folder = folder();
    let table = put(&folder, "t.csv", text);
    let plan = folder.path().join("plan.csv");
    let mut line = run("envcoop-checklist import --lang en --for data").arg(&table);
    line = line.arg("-o").arg(&plan);
    let file = folder.path().join("review.csv");
    if review.is_some() {
        line = line.arg("--review").arg(&file);
    }
    let done = line.output();
    assert_eq!(done.status, ExitStatus::Done, "{}", done.err);
    let reviewed = if review.is_some() { read(&file) } else { String::new() };
    (rows(&plan.to_string_lossy(), columns), done.err + &done.out + &reviewed)
}

#[test]
fn lines_that_end_in_a_carriage_return_alone_are_lines() {
    for n in [1, 23, 24, 40, 3000] {
        let lines = (0..n).map(|i| format!("T{i:04},Li,planned"));
        let text = ["Task,Owner,Status".to_owned()].into_iter().chain(lines);
        let text = text.collect::<Vec<_>>().join("\r");
        let (titles, told) = imported(&text, &["title"], None);
        let expected: Vec<String> = (0..n).map(|i| format!("T{i:04}")).collect();
        assert_eq!(titles, expected, "{told}");
    }
}

#[test]
fn a_table_without_a_line_end_at_its_end_gets_its_columns_back() {
    for end in ["", "\n", "\r\n"] {
        for last in ["B mon,Li,planned,Y", "B mon,Li,planned,", "B mon,Li,planned,\"Y, Z\""] {
            let folder = folder();
            let text = format!("Task,Owner,Status,City\nA mon,Li,planned,X\n{last}{end}");
            let table = put(&folder, "t.csv", &text);
            let [plan, out] = ["p.csv", "out.csv"].map(|name| folder.path().join(name));
            run("envcoop-checklist import").arg(&table).arg("-o").arg(&plan).output();
            let line = run("envcoop-checklist export --lang en").arg(&plan);
            let done = line.arg("--into").arg(&table).arg("-o").arg(&out).output();
            assert_eq!(done.status, ExitStatus::Done, "{}", done.err);
            let written = read(&out);
            assert!(written.contains(&format!("\n{last},T")), "{written}");
        }
    }
}

#[test]
fn rows_that_stand_on_one_line_are_not_written_over_each_other() {
    let folder = folder();
    let text = "Task,Owner,Status\r\nA mon,Li,planned\rB mon,Li,planned\r\nC mon,Li,planned\r\n";
    let table = put(&folder, "t.csv", text);
    let [plan, out] = ["p.csv", "out.csv"].map(|name| folder.path().join(name));
    run("envcoop-checklist import").arg(&table).arg("-o").arg(&plan).output();
    let line = run("envcoop-checklist export --lang en").arg(&plan);
    let done = line.arg("--into").arg(&table).arg("-o").arg(&out).output();
    assert!(done.status != ExitStatus::Done && !out.exists(), "{}", done.err);
    assert!(done.err.contains("several rows stand on one line"), "{}", done.err);
}

#[test]
fn what_a_rule_tied_in_the_table_is_still_to_be_decided() {
    let text =
        "Task,Owner,Status,Measures,Link\nRivers,Li,planned,W2.5,Rule\nForum,Li,planned,W3.1,\n";
    let (links, told) = imported(text, &["title", "measures", "link"], Some("review"));
    assert_eq!(links, ["Rivers|W2.5|rule", "Forum|W3.1|"], "{told}");
    assert!(told.contains(",Rivers,") && !told.contains(",Forum,"), "{told}");
}

#[test]
fn what_a_person_refused_is_in_the_table_and_stays_refused() {
    let folder = folder();
    let table = put(&folder, "t.csv", "Task,Owner,Status\nRivers,Li,planned\nAir,Li,planned\n");
    let [plan, review, out, again] =
        ["p.csv", "r.csv", "out.csv", "again.csv"].map(|name| folder.path().join(name));
    let line = run("envcoop-checklist import --lang en").arg(&table).arg("-o").arg(&plan);
    line.arg("--review").arg(&review).done();
    let mut n = read(&review);
    for title in ["Rivers", "Air"] {
        // What was told about the row, and what the rule tied, are blank.
        n = n.replace(&format!(",{title},,,,"), &format!(",{title},,,n,"));
    }
    std::fs::write(&review, n).expect("it can be written");
    run("envcoop-checklist merge --lang en").arg(&plan).arg(&review).done();
    let line = run("envcoop-checklist export --lang en").arg(&plan).arg("--into").arg(&table);
    line.arg("-o").arg(&out).done();
    run("envcoop-checklist import --lang en").arg(&out).arg("-o").arg(&again).done();
    let made = rows(&again.to_string_lossy(), &["title", "measures", "link"]);
    assert_eq!(made, ["Rivers||human", "Air||human"]);
}

#[test]
fn columns_of_one_name_are_all_used() {
    let text = "Task,Owner,Owner,Status\nA,Li,,planned\nB,Li,Wang,planned\nC,,Zhao,planned\n";
    let (owners, told) = imported(text, &["title", "owner"], None);
    assert_eq!(owners, ["A|Li", "B|Li; Wang", "C|Zhao"], "{told}");
}

#[test]
fn characters_that_no_plan_may_hold_are_told_and_no_reader_refuses_the_plan() {
    let text = "Task,Owner,Status,City\nA \u{fffd}ir,L\u{0}i,planned,X\u{7}\nB,Li,planned,Y\n";
    let (made, told) = imported(text, &["title", "owner", "City"], None);
    assert_eq!(made, ["A ?ir|Li|X", "B|Li|Y"], "{told}");
    assert!(told.contains("t.csv:2") && told.contains("3 cells hold characters"), "{told}");
}

#[test]
fn columns_of_ones_own_are_told_once_though_a_workbook_remembers_what_was_sent() {
    let folder = folder();
    let table = put(&folder, "t.csv", "Task,Owner,Status,City\nRivers,Li,planned,X\n");
    let plan = folder.path().join("p.xlsx");
    run("envcoop-checklist import --lang en").arg(&table).arg("-o").arg(&plan).done();
    let told = run("envcoop-checklist merge --lang en").arg(&plan).arg(&plan).done().err;
    let n = told.matches("columns kept as your own").count();
    assert!(n == 1, "{told}");
}
