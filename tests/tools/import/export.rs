//! What was imported goes back into the person's own table: new columns at its right, all else as it
//! was.

use std::collections::BTreeMap;

use calamine::{Reader, Xlsx, open_workbook};
use envcoop_tests::files::packed_parts;
use envcoop_tests::{folder, put, read, run};

use super::grid;

const TABLE: &str = "
    2027年工作计划 | < | < | <
    序号 | 工作任务 | 责任单位 | 完成时限
    一、双边 | < | < | <
    1 | 跨界水体联合监测 | 国际司 | 6月底
    2 | 参加斯德哥尔摩公约缔约方大会 | 公约办 | 2027.5.15
    合计 | | |
    注：说明 | | |
";

fn sheet(path: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("a sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn a_workbook_gets_columns_at_its_right_and_stays_else_as_it_was() {
    let folder = folder();
    let book = put(&folder, "计划.xlsx", grid::xlsx("清单", TABLE));
    let before = std::fs::read(&book).expect("a workbook");
    let (plan, out) = (folder.path().join("plan.csv"), folder.path().join("out.xlsx"));
    run("envcoop-checklist import --set status=planned -o").arg(&plan).arg(&book).done();
    // A person decides: the owner of one row changes, and its measures are confirmed.
    let text = read(&plan).replacen("公约办", "公约中心", 1).replacen(",rule,", ",human,", 1);
    put(&folder, "plan.csv", text);
    let line = "envcoop-checklist export --lang zh --set status=planned --into";
    let done = run(line).arg(&book).arg("-o").arg(&out).arg(&plan).done();
    assert!(
        done.messages()
            .join("\n")
            .contains("已在 2 行中的 2 行右侧写入各列：编号、对应措施、状态、负责人、关联方式"),
        "{done:?}"
    );
    let rows = sheet(&out.to_string_lossy());
    assert_eq!(rows[1][..4], ["序号", "工作任务", "责任单位", "完成时限"]);
    assert_eq!(rows[1][4..], ["编号", "对应措施", "状态", "负责人", "关联方式"]);
    assert_eq!(rows[3][5..], ["W3.1", "计划", "国际司", "人工"]);
    assert_eq!(rows[4][7..], ["公约中心", "规则"]);
    assert!(rows[5][4..].iter().all(String::is_empty) && rows[2][4..].iter().all(String::is_empty));
    // What the person had is there, to the byte in every part but the sheet.
    let was = sheet(&book);
    for (row, line) in was.iter().enumerate() {
        assert_eq!(rows[row][..line.len()], line[..], "row {row}");
    }
    assert_eq!(std::fs::read(&book).expect("a workbook"), before);
    let parts = |path: &str| packed_parts(&std::fs::read(path).expect("a workbook"));
    let differs = |old: &BTreeMap<String, Vec<u8>>, new: &BTreeMap<String, Vec<u8>>| {
        let names = old.keys().filter(|name| old.get(*name) != new.get(*name));
        names.cloned().collect::<Vec<String>>()
    };
    let (old, new) = (parts(&book), parts(&out.to_string_lossy()));
    assert_eq!(differs(&old, &new), ["xl/worksheets/sheet1.xml"]);
    // The table that came out is read again, with the ids that it now has, and can be filled again.
    let again = folder.path().join("again.csv");
    run("envcoop-checklist import -o").arg(&again).arg(&out).done();
    let ids =
        |path: &std::path::Path| grid::rows(&path.to_string_lossy(), &["id", "measures", "status"]);
    assert_eq!(ids(&again), ids(&plan));
    let twice = folder.path().join("twice.xlsx");
    run("envcoop-checklist export --into").arg(&out).arg("-o").arg(&twice).arg(&again).done();
    assert_eq!(sheet(&twice.to_string_lossy()), rows);
}

#[test]
fn a_list_in_its_own_encoding_keeps_every_other_byte() {
    let folder = folder();
    let text = "2027年工作计划;;\r\n工作任务;责任单位;\"完成时限\"\r\n水体监测;国际司;2027-06-30\r\n\"大会; 参加\";公约办;\r\n合计;;\r\n";
    let bytes = encoding_rs::GB18030.encode(text).0;
    let table = put(&folder, "t.csv", &bytes);
    let (plan, out) = (folder.path().join("plan.csv"), folder.path().join("out.csv"));
    run("envcoop-checklist import --no-classify --set status=planned -o")
        .arg(&plan)
        .arg(&table)
        .done();
    let line = "envcoop-checklist export --set status=planned --into";
    run(line).arg(&table).arg("-o").arg(&out).arg(&plan).done();
    let written = std::fs::read(&out).expect("a table");
    let (written, _, lossy) = encoding_rs::GB18030.decode(&written);
    assert!(!lossy);
    let ids = grid::rows(&plan.to_string_lossy(), &["id"]);
    let expected = format!(
        "2027年工作计划;;\r\n工作任务;责任单位;\"完成时限\";编号;状态\r\n水体监测;国际司;2027-06-30;{};计划\r\n\"大会; 参加\";公约办;;{};计划\r\n合计;;\r\n",
        ids[0], ids[1]
    );
    // Columns in which nothing stands are not written.
    assert_eq!(written, expected);
}

#[test]
fn a_workbook_is_not_written_under_the_name_of_a_text() {
    let folder = folder();
    let book = put(&folder, "计划.xlsx", grid::xlsx("清单", TABLE));
    let text = put(&folder, "table.csv", "Task,Responsible unit,Status\nTalks on air,Li,planned\n");
    for (table, name, said) in [
        (&book, "out.csv", Some("give it a name that ends in .xlsx")),
        (&book, "out.ods", Some("give it a name that ends in .xlsx")),
        (&text, "out.xlsx", Some("give it a name that ends in .csv, .tsv, .txt")),
        (&book, "out.xlsx", None),
        (&text, "out.csv", None),
    ] {
        let (plan, out) = (folder.path().join("plan.csv"), folder.path().join(name));
        let set = "--set status=planned --lang en";
        let line = format!("envcoop-checklist import {set} --force -o");
        run(&line).arg(&plan).arg(table).done();
        let line = run(&format!("envcoop-checklist export {set} --into"));
        let line = line.arg(table).arg("-o").arg(&out).arg(&plan);
        match said {
            Some(said) => {
                let refused = line.refused().err;
                assert!(refused.contains(said) && !out.exists(), "{refused}");
            }
            None => drop(line.done()),
        }
    }
}

#[test]
fn rows_that_are_not_in_the_table_are_named() {
    let folder = folder();
    let table =
        put(&folder, "table.csv", "Task,Responsible unit,Status\nTalks on air,Li,planned\n");
    let (plan, out) = (folder.path().join("plan.csv"), folder.path().join("out.csv"));
    run("envcoop-checklist import -o").arg(&plan).arg(&table).done();
    let imported = read(&plan);
    let n_columns = imported.lines().next().expect("a header").split(',').count();
    for (n_more, ids) in [(1, "X1\n"), (12, "X9, X10, ...\n")] {
        let more = (1..=n_more).map(|n| {
            let mut cells = vec![String::new(); n_columns];
            cells[0] = format!("X{n}");
            cells[2] = "Other".to_owned();
            cells.join(",") + "\n"
        });
        put(&folder, "plan.csv", imported.clone() + &more.collect::<String>());
        let line = run("envcoop-checklist export --lang en --force --into").arg(&table);
        let told = line.arg("-o").arg(&out).arg(&plan).done().err;
        assert!(told.contains("are not in it: X1") || told.contains("is not in it: X1"), "{told}");
        assert!(told.contains(ids), "{told}");
    }
}

#[test]
fn a_column_of_the_persons_own_stays_where_the_plan_says_more() {
    let folder = folder();
    let text = "工作任务,责任单位,完成时限,进展,备注\r\n引进土壤修复技术,土壤处,2027-06-30,推进中,待德方确认\r\n";
    let table = put(&folder, "own.csv", text);
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let [plan, out, again] = ["plan.csv", "out.csv", "again.csv"].map(path);
    run(&format!("envcoop-checklist import {table} -o {plan}")).done();
    for (note, from, to) in [("张处意见", &table, &out), ("李处意见", &out, &again)] {
        let said = read(&plan);
        let said = said.replacen("待德方确认", &format!("待德方确认; {note}"), 1);
        put(&folder, "plan.csv", said);
        let line = format!("envcoop-checklist export {plan} --into {from} -o {to}");
        run(&line).done();
    }
    for (path, note) in [(&out, "待德方确认; 张处意见"), (&again, "待德方确认; 李处意见; 张处意见")]
    {
        let written = read(path);
        let mut records =
            csv::Reader::from_reader(written.trim_start_matches('\u{feff}').as_bytes());
        let header = records.headers().expect("a header").clone();
        let row = records.records().next().expect("a row").expect("a row");
        assert_eq!(&row[4], "待德方确认", "{written}");
        let at = header.iter().position(|name| name == "备注 (规划)").expect("a column");
        assert_eq!(&row[at], note);
        assert_eq!(header.iter().filter(|name| name.starts_with("备注")).count(), 2, "{written}");
    }
}
