//! Reviews that cannot be taken as they are: damaged, in another place, of another plan.

use std::fs;

use envcoop_tests::files::packed_parts;
use envcoop_tests::{put, run};
use rust_xlsxwriter::{Formula, Workbook};

use super::review::{AIR, FILM, WATER, decided, imported, pair, path, row};

#[test]
fn a_second_column_of_decisions_is_refused() {
    for (header, lang, said, hint) in [
        ("Decision", "en", "the header names column `Decision` 2 times", "keep one of them"),
        ("决定", "zh", "表头中 `决定` 列出现 2 次", "请只保留一个"),
    ] {
        let (dir, plan, review) = imported("review.csv", "");
        let before = fs::read(&plan).expect("a plan");
        let text = decided(&review, &[(AIR, "y")]);
        let mut lines = text.lines();
        let mut twice = format!("{},{header}\n", lines.next().expect("a header"));
        lines.for_each(|line| twice += &format!("{line},n\n"));
        let copy = put(&dir, "twice.csv", twice);
        let refused =
            run(&format!("envcoop-checklist merge {plan} {copy} --lang {lang}")).refused().err;
        assert!(refused.contains("twice.csv:1") && refused.contains(said), "{refused}");
        assert!(refused.contains(hint), "{refused}");
        assert_eq!(fs::read(&plan).expect("a plan"), before);
    }
}

/// Returns a workbook in which a text that a formula stored is stored no more.
fn unstored(workbook: &[u8], stored: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in packed_parts(workbook) {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).expect("memory");
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => text.replace(&format!("<v>{stored}</v>"), "").into_bytes(),
            Err(error) => error.into_bytes(),
        };
        std::io::Write::write_all(&mut archive, &bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn a_decision_that_was_never_calculated_is_named_with_its_cell() {
    let (dir, plan, review) = imported("review.csv", "--for data");
    let before = fs::read(&plan).expect("a plan");
    let text = decided(&review, &[(AIR, "FORMULA"), (WATER, "y")]);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Review").expect("a name");
    for (at, record) in csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .enumerate()
    {
        for (column, cell) in record.expect("a row").iter().enumerate() {
            let (at, column) = (at as u32, column as u16);
            match cell {
                "FORMULA" => {
                    sheet.write_formula(at, column, Formula::new("=Z1").set_result("kept"))
                }
                text => sheet.write_string(at, column, text),
            }
            .expect("a cell");
        }
    }
    let bytes = unstored(&book.save_to_buffer().expect("memory"), "kept");
    let copy = put(&dir, "decided.xlsx", bytes);
    let row_of = text.lines().position(|line| line.starts_with(AIR)).expect("it is there") + 1;
    for (lang, said) in [
        ("en", format!("cell E{row_of} holds a formula whose value was not stored")),
        ("zh", format!("E{row_of}")),
    ] {
        let line = format!("envcoop-checklist merge {plan} {copy} --lang {lang}");
        let refused = run(&line).refused().err;
        assert!(refused.contains(&said) && refused.contains("decided.xlsx!Review"), "{refused}");
        assert!(!refused.contains(&format!("E{}", row_of + 1)), "{refused}");
        assert_eq!(fs::read(&plan).expect("a plan"), before);
    }
}

#[test]
fn a_review_in_the_place_of_the_plan_is_refused_with_the_right_order() {
    for name in ["review.csv", "review.xlsx"] {
        for (lang, said) in [("en", "is a review, not a plan"), ("zh", "不是规划")] {
            let (_dir, plan, review) = imported(name, &format!("--lang {lang}"));
            let before = [&plan, &review].map(|path| fs::read(path).expect("it is there"));
            let line = format!("envcoop-checklist merge {review} {plan} --lang {lang}");
            let refused = run(&line).refused().err;
            let order = format!("`envcoop-checklist merge {plan} {review}`");
            assert!(refused.contains(said) && refused.contains(&order), "{refused}");
            let now = [&plan, &review].map(|path| fs::read(path).expect("it is there"));
            assert_eq!(now, before);
        }
    }
}

#[test]
fn a_review_is_not_imported_as_a_table() {
    for name in ["review.csv", "review.xlsx"] {
        for (lang, said) in [("en", "is a review, not a table"), ("zh", "不能作为表格导入")]
        {
            let (dir, _, review) = imported(name, &format!("--lang {lang}"));
            let next = path(dir.path(), "next.csv");
            let line = format!("envcoop-checklist import {review} -o {next} --lang {lang}");
            let refused = run(&line).refused().err;
            let way_out = format!("`envcoop-checklist merge PLAN {review}`");
            assert!(refused.contains(said) && refused.contains(&way_out), "{refused}");
            assert!(!fs::exists(&next).expect("a folder"));
        }
    }
}

#[test]
fn the_review_of_another_plan_is_refused() {
    let (dir, plan, review) = imported("review.csv", "");
    let other = fs::read_to_string(&plan).expect("a plan");
    let other = put(&dir, "other.csv", other.replace('T', "S"));
    let before = fs::read(&other).expect("a plan");
    for (decisions, said) in [
        (&[][..], "4 rows, none of which is in"),
        (&[(AIR, "y"), (FILM, "n")], "2 decided rows, none of which is in"),
    ] {
        let copy = put(&dir, "decided.csv", decided(&review, decisions));
        let refused = run(&format!("envcoop-checklist merge {other} {copy}")).refused().err;
        assert!(refused.contains(said) && refused.contains("of another plan"), "{refused}");
        let line = format!("envcoop-checklist merge {other} {copy} --lang zh");
        assert!(run(&line).refused().err.contains("另一份规划"));
        assert_eq!(fs::read(&other).expect("a plan"), before);
    }
    // Most rows are not there, but one that is decided is.
    let text = fs::read_to_string(&plan).expect("a plan");
    let is_kept = |line: &&str| [FILM, WATER, "TXK2NV78K"].iter().all(|id| !line.contains(id));
    let few: String = text.lines().filter(is_kept).map(|line| format!("{line}\n")).collect();
    let few = put(&dir, "few.csv", few);
    let copy = put(&dir, "decided.csv", decided(&review, &[(AIR, "y"), (FILM, "n")]));
    let merged = run(&format!("envcoop-checklist merge {few} {copy}")).done().err;
    assert!(merged.contains("3 of 4 rows of") && merged.contains("of another plan"), "{merged}");
    assert_eq!(row(&few, AIR), pair("W2.2", "human"));
    let copy = put(&dir, "decided.csv", decided(&review, &[(FILM, "n")]));
    let refused = run(&format!("envcoop-checklist merge {few} {copy}")).refused().err;
    assert!(refused.contains("1 decided row, none of which is in"), "{refused}");
}

#[test]
fn a_workbook_of_a_review_is_named_by_its_file_alone() {
    let (dir, plan, review) = imported("review.csv", "--for data");
    let mut made = Vec::new();
    for (name, decision) in [("first.xlsx", "W4.5"), ("second.xlsx", "W1.1")] {
        let text = decided(&review, &[(AIR, decision)]);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Measures to confirm").expect("a name");
        for (at, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                sheet.write_string(at as u32, column as u16, cell).expect("a cell");
            }
        }
        made.push(put(&dir, name, book.save_to_buffer().expect("memory")));
    }
    let [first, second] = [&made[0], &made[1]];
    let line = format!("envcoop-checklist merge {plan} {first} {second}");
    let found = run(&line).found();
    assert!(found.out.contains("first.xlsx!Measures to confirm:"), "{}", found.out);
    run(&format!("{line} --resolve second.xlsx=theirs --dry-run")).done();
    run(&format!("{line} --resolve {first}=theirs")).done();
    assert_eq!(row(&plan, AIR), pair("W4.5", "human"));
}
