//! `merge`, `check --fix` and `migrate` on a person's own workbook: what they do not change stays as
//! it is, to the byte.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use envcoop_core::plan::{Column, Document, Line, canonical};
use envcoop_core::problem::Problems;
use envcoop_intake::plan::PlanFile;
use envcoop_tests::files::packed_parts;
use envcoop_tests::{converted, folder, put, run, shipped};
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation,
    ExcelDateTime, Format, Formula, Note, Table, Workbook, Worksheet,
};
use tempfile::TempDir;

use super::migrate::next_version;

/// The part of the plan's sheet in [`book`].
pub(super) const SHEET: &str = "xl/worksheets/sheet2.xml";
/// The part that tells how formulas are computed.
pub(super) const WORKBOOK: &str = "xl/workbook.xml";

/// Makes what a planner has made of a plan: a summary with formulas and a chart before it, a title
/// above, colours, notes, a filter, drop-downs, a column of its own and one with formulas.
fn book(more: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let summary = book.add_worksheet().set_name("Summary").expect("a name");
    summary.write_string(0, 0, "under way").expect("a cell");
    let formula = Formula::new("=COUNTIF(Plan!E5:E8,\"Ongoing\")").set_result("1");
    summary.write_formula(0, 1, formula).expect("a cell");
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("Summary!$B$1:$B$1");
    summary.insert_chart(3, 1, &chart).expect("a chart");

    let sheet = book.add_worksheet().set_name("Plan").expect("a name");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let red = Format::new().set_background_color(Color::Red);
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 1, 1, 8, "Plan of the year 2027", &bold).expect("a title");
    let headers =
        ["ID", "Measures", "Title", "Status", "Start", "Budget", "Currency", "our code", "Days"];
    for (column, header) in (1..).zip(headers) {
        sheet.write_string_with_format(3, column, header, &bold).expect("a header");
    }
    let rows = [
        ["A1", "W1.1", "one", "Proposed", "", "100", "CNY", "007"],
        ["A2", "W1.2", "two", "Ongoing", "2027-02-01", "", "", "=1+1"],
        ["A3", "W2.1", "three", "Planned", "2027-03-01", "50.5", "CNY", ""],
        ["A4", "W2.2", "four", "Proposed", "", "", "", "x"],
    ];
    for (row, cells) in (4..).zip(rows) {
        for (column, text) in (1..).zip(cells) {
            let written = match column {
                5 if text.is_empty() => sheet.write_blank(row, column, &day),
                5 => {
                    let text = ExcelDateTime::parse_from_str(text).expect("a day");
                    sheet.write_datetime_with_format(row, column, &text, &day)
                }
                6 if !text.is_empty() => {
                    sheet.write_number(row, column, text.parse::<f64>().expect("a number"))
                }
                4 if row == 5 => sheet.write_string_with_format(row, column, text, &red),
                _ if text.is_empty() => Ok(&mut *sheet),
                _ => sheet.write_string(row, column, text),
            };
            written.expect("a cell");
        }
        let formula = Formula::new(format!("=F{0}+1", row + 1)).set_result("46420");
        sheet.write_formula(row, 9, formula).expect("a cell");
    }
    sheet.insert_note(4, 4, &Note::new("ask Li")).expect("a note");
    sheet.set_column_width(3, 42).expect("a width").set_freeze_panes(4, 2).expect("a place");
    sheet.autofilter(3, 1, 7, 9).expect("a filter");
    let list = DataValidation::new().allow_list_strings(&["Proposed", "Ongoing"]).expect("short");
    sheet.add_data_validation(4, 4, 7, 4, &list).expect("a drop-down");
    let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo("Ongoing"));
    sheet.add_conditional_format(4, 4, 7, 4, &rule.set_format(red)).expect("a rule");
    more(sheet);
    book.define_name("Statuses", "=Plan!$E$5:$E$8").expect("a name");
    book.save_to_buffer().expect("a workbook")
}

const BASE: &str = "id,status,start,budget,currency,our code,title\n\
                    A1,proposed,,100,CNY,007,one\nA2,ongoing,2027-02-01,,,=1+1,two\n\
                    A3,planned,2027-03-01,50.5,CNY,,three\nA4,proposed,,,,x,four\n";

/// A plan in a folder, and a copy that somebody edited.
fn merge(dir: &TempDir, plan: &str, copy: &str, more: &str) -> envcoop_tests::Run {
    let (base, copy) = (put(dir, "base.csv", BASE), put(dir, "copy.csv", copy));
    run(&format!("envcoop-checklist merge {plan} {copy} --base {base} --framework mini {more}"))
}

fn edited_copy() -> String {
    BASE.replace("A1,proposed,,100,", "A1,completed,2027-01-05,250.25,")
        .replace("CNY,,three", "CNY,环_x0041_<&>,three")
        .replace("A4,proposed,,,,x", "A4,proposed,,,,")
        + "B1,suspended,2027-05-01,7,CNY,0012,five\n"
}

/// Returns the cells of a sheet as they stand, by their names.
pub(super) fn cells(sheet: &str) -> BTreeMap<String, String> {
    let cell = |rest: &str| {
        let (name, _) = rest.split_once('"').expect("a name");
        let open = &rest[..rest.find('>').expect("a tag")];
        let end = if open.ends_with('/') { open.len() } else { rest.find("</c>").expect("an end") };
        (name.to_owned(), rest[..end].to_owned())
    };
    sheet.split("<c r=\"").skip(1).map(cell).collect()
}

/// Returns a sheet without its rows, its extent and the areas that end with them.
fn around(sheet: &str) -> String {
    let (before, rest) = sheet.split_once("<sheetData>").expect("rows");
    let (_, after) = rest.split_once("</sheetData>").expect("an end");
    let areas = ["<dimension ref=\"", "<autoFilter ref=\""];
    areas.iter().fold(format!("{before}{after}"), |text, area| match text.split_once(area) {
        Some((before, rest)) => format!("{before}{}", rest.split_once('"').expect("an end").1),
        None => text,
    })
}

/// Checks that of two workbooks only these cells of the plan's sheet differ.
#[track_caller]
fn only(before: &[u8], after: &[u8], changed: &[&str]) -> String {
    let (before, after) = (packed_parts(before), packed_parts(after));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, part) in &before {
        if name == SHEET {
            continue;
        }
        if name == WORKBOOK {
            // The library that makes it says already that formulas are to be computed.
            assert!(String::from_utf8_lossy(part).contains("fullCalcOnLoad=\"1\""));
        }
        assert!(after[name] == *part, "{name} changed");
    }
    let text =
        |parts: &BTreeMap<String, Vec<u8>>| String::from_utf8(parts[SHEET].clone()).expect("text");
    let (before, after) = (text(&before), text(&after));
    assert_eq!(around(&before), around(&after));
    let (old, new) = (cells(&before), cells(&after));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differ = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    assert_eq!(differ.collect::<Vec<_>>(), changed, "\n{after}");
    after
}

#[test]
fn a_merge_writes_the_cells_that_changed_and_nothing_else() {
    let dir = folder();
    let before = book(|_| {});
    for lang in ["en", "zh", "both"] {
        let plan = put(&dir, "plan.xlsx", &before);
        merge(&dir, &plan, &edited_copy(), &format!("--lang {lang}")).done();
        let after = fs::read(&plan).expect("the plan");
        let new = ["B9", "D9", "E5", "E9", "F5", "F9", "G5", "G9", "H9", "I7", "I8", "I9"];
        let sheet = only(&before, &after, &new);
        let cells = cells(&sheet);
        let style = |name: &str| {
            let cell = &cells[name];
            cell.split_once(" s=\"")
                .map_or("", |(_, rest)| rest.split('"').next().expect("a style"))
                .to_owned()
        };
        assert!(cells["E5"].contains(">Completed<"), "the words of the plan: {}", cells["E5"]);
        assert!(cells["F5"].ends_with("<v>46392</v>"), "a day: {}", cells["F5"]);
        assert!(cells["G5"].ends_with("<v>250.25</v>"), "a number: {}", cells["G5"]);
        assert!(cells["I7"].contains(">环_x005F_x0041_&lt;&amp;&gt;<"), "{}", cells["I7"]);
        assert!(cells["I8"].ends_with('/'), "a blank: {}", cells["I8"]);
        assert!(cells["E9"].contains(">Suspended<") && cells["I9"].contains(">0012<"));
        assert!(cells["F9"].ends_with("<v>46508</v>"), "{}", cells["F9"]);
        assert_eq!(style("F9"), style("F8"), "a new row looks like the one above");
        assert!(sheet.contains("<dimension ref=\"B1:J9\""), "{sheet}");
        assert!(sheet.contains("<autoFilter ref=\"B4:J9\""), "{sheet}");
        let again = merge(&dir, &plan, &edited_copy(), "").done();
        assert!(again.err.contains("stays as it is"), "{}{}", again.out, again.err);
    }
}

#[test]
fn a_spreadsheet_program_opens_it_with_all_that_it_held() {
    let dir = folder();
    let plan = put(&dir, "plan.xlsx", book(|_| {}));
    merge(&dir, &plan, &BASE.replace("A1,proposed", "A1,ongoing"), "").done();
    let into = dir.path().join("into");
    fs::create_dir(&into).expect("a folder");
    let Some(saved) = converted(Path::new(&plan), "xlsx", &into) else { return };
    let saved = fs::read(saved).expect("the workbook");
    let plan = read(&saved).plan;
    let status = plan.position(Column::Status).expect("the column");
    assert_eq!(plan.lines[0].cells[status], "Ongoing");
    let parts = packed_parts(&saved);
    assert!(parts.keys().any(|name| name.contains("charts/chart")), "the chart is lost");
    assert!(parts.keys().any(|name| name.contains("comments")), "the note is lost");
    assert!(String::from_utf8_lossy(&parts[WORKBOOK]).contains("Statuses"), "the name is lost");
}

#[test]
fn a_repair_is_written_in_its_cell_and_a_second_run_finds_nothing() {
    let dir = folder();
    let before = book(|sheet| {
        sheet.write_string(5, 5, "2027/6/30").expect("a cell");
        sheet.write_string(6, 3, " three ").expect("a cell");
        sheet.write_string(7, 4, "计划").expect("a cell");
        sheet.write_string(7, 8, "a\r\nb").expect("a cell");
    });
    for lang in ["en", "zh"] {
        let plan = put(&dir, "plan.xlsx", &before);
        let line = format!(
            "envcoop-checklist check --fix {plan} --no-advice --framework mini --lang {lang}"
        );
        run(&line).done();
        let sheet = only(&before, &fs::read(&plan).expect("the plan"), &["D7", "E8", "F6"]);
        assert!(cells(&sheet)["E8"].contains(">Planned<"));
        let once = fs::read(&plan).expect("the plan");
        let again = run(&line).done();
        assert_eq!(again.out.lines().count(), 1, "{}", again.out);
        assert_eq!(again.complaints(), [""; 0]);
        assert!(fs::read(&plan).expect("the plan") == once);
    }
}

#[test]
fn a_migration_puts_its_columns_behind_the_last() {
    let dir = folder();
    let before = book(|_| {});
    let (plan, new) = (put(&dir, "plan.xlsx", &before), put(&dir, "new.json", next_version()));
    run(&format!("envcoop-checklist migrate mini {new} {plan}")).done();
    let changed = ["C7", "C8", "K4", "K6", "K7", "L4", "L8"];
    let sheet = only(&before, &fs::read(&plan).expect("the plan"), &changed);
    let cells = cells(&sheet);
    assert!(cells["C7"].contains(">W2.3<") && cells["C8"].ends_with('/'));
    assert!(cells["K4"].contains(">review<") && cells["L8"].contains(">W2.2<"));
}

#[test]
fn what_cannot_be_written_is_refused_by_name() {
    for (more, copy, message) in [
        (
            (|_: &mut Worksheet| {}) as fn(&mut Worksheet),
            "id,status,Days\nA2,ongoing,5\n",
            "sheet `Plan`, cell J6: it holds a formula",
        ),
        (
            |sheet| {
                let formula = Formula::new("=LEN(D5:D8)").set_result("3");
                sheet.write_array_formula(4, 8, 7, 8, &formula).map(drop).expect("a formula");
            },
            "id,status,our code\nA2,ongoing,5\n",
            "sheet `Plan`, cell I6: it holds a formula",
        ),
        (
            |sheet| {
                sheet.merge_range(8, 1, 9, 3, "", &Format::new()).map(drop).expect("a range");
            },
            "id,status,title\nB1,ongoing,new\n",
            "sheet `Plan`, cell B9: it is one of the merged cells B9:D10",
        ),
    ] {
        let dir = folder();
        let before = book(more);
        let plan = put(&dir, "plan.xlsx", &before);
        let base = copy.lines().next().expect("a header").to_owned() + "\nA2,ongoing,46420\n";
        let (base, copy) = (put(&dir, "base.csv", base), put(&dir, "copy.csv", copy));
        let line = format!(
            "envcoop-checklist merge {plan} {copy} --base {base} --framework mini --resolve theirs"
        );
        let refused = run(&line).refused();
        assert!(refused.err.contains(message), "wanted {message}\n{}", refused.err);
        assert!(refused.err.contains("\n  hint: "), "{}", refused.err);
        assert!(fs::read(&plan).expect("the plan") == before);
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 3, "a backup was made");
    }
}

#[test]
fn a_signed_workbook_is_left_alone() {
    let dir = folder();
    let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(book(|_| {}))).expect("a zip");
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("_xmlsignatures/origin.sigs", options).expect("a part");
    let before = zip.finish().expect("a workbook").into_inner();
    let plan = put(&dir, "plan.xlsx", &before);
    let refused = merge(&dir, &plan, &edited_copy(), "").refused();
    assert!(refused.err.contains("the workbook is signed"), "{}", refused.err);
    assert!(fs::read(&plan).expect("the plan") == before);
}

#[test]
fn a_table_grows_with_the_plan() {
    let dir = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["id", "status", "title"], ["A1", "planned", "one"]]) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text).expect("a cell");
        }
    }
    sheet.add_table(0, 0, 1, 2, &Table::new().set_header_row(true)).expect("a table");
    let before = book.save_to_buffer().expect("a workbook");
    let plan = put(&dir, "plan.xlsx", &before);
    let copy = put(&dir, "copy.csv", "id,status,title\nA1,planned,one\nA2,ongoing,two\n");
    run(&format!("envcoop-checklist merge {plan} {copy} --framework mini")).done();
    let (before, after) = (packed_parts(&before), packed_parts(&fs::read(&plan).expect("read")));
    for (name, part) in &before {
        match &**name {
            "xl/worksheets/sheet1.xml" => {}
            "xl/tables/table1.xml" => {
                let text = |part: &[u8]| String::from_utf8(part.to_vec()).expect("text");
                assert_eq!(text(&after[name]), text(part).replace("A1:C2", "A1:C3"));
            }
            _ => assert!(after[name] == *part, "{name} changed"),
        }
    }
    let into = dir.path().join("into");
    fs::create_dir(&into).expect("a folder");
    if let Some(saved) = converted(Path::new(&plan), "xlsx", &into) {
        assert_eq!(read(&fs::read(saved).expect("read")).plan.lines.len(), 2);
    }
}

#[test]
fn a_workbook_of_ours_keeps_what_was_sent_out() {
    let dir = folder();
    for (lang, word, other) in [("zh", "计划", "en"), ("en", "Planned", "zh")] {
        let plan = dir.path().join(format!("{lang}.xlsx"));
        let plan = plan.to_str().expect("text");
        let new = "envcoop-checklist new --framework mini --year 2027 --format xlsx";
        run(&format!("{new} --lang {lang} -o {plan}")).done();
        let fix =
            run(&format!("envcoop-checklist check --fix {plan} --no-advice --framework mini"))
                .done();
        assert_eq!((fix.out.lines().count(), fix.complaints().len()), (1, 0), "{}", fix.out);
        let before = fs::read(plan).expect("the plan");
        let mut copies = Vec::new();
        for (n, (status, owner)) in [("planned", "Li"), ("", "Wang")].iter().enumerate() {
            let file = read(&before);
            let mut edited = file.plan.clone();
            let row = &mut edited.lines[n];
            for (heading, cell) in file.plan.headings.iter().zip(&mut row.cells) {
                match heading.column.map(|column| column.code()) {
                    Some("status") if !status.is_empty() => (*status).clone_into(cell),
                    Some("owner") => (*owner).clone_into(cell),
                    _ => {}
                }
            }
            copies.push(put(
                &dir,
                &format!("{lang}{n}.xlsx"),
                file.edited(&edited, None).expect("edited"),
            ));
        }
        for (n, copy) in copies.iter().enumerate() {
            let line =
                format!("envcoop-checklist merge {plan} {copy} --framework mini --lang {other}");
            let merged = run(&line).done();
            assert!(merged.err.contains(".bak"), "{n}: {}{}", merged.out, merged.err);
        }
        for copy in &copies {
            let line = format!("envcoop-checklist merge {plan} {copy} --framework mini --lang en");
            let merged = run(&line).done();
            assert!(merged.err.contains("stays as it is"), "{}", merged.out);
        }
        let after = fs::read(plan).expect("the plan");
        assert!(
            String::from_utf8(packed_parts(&after)["xl/worksheets/sheet1.xml"].clone())
                .expect("text")
                .contains(&format!(">{word}<"))
        );
        let (before, after) = (packed_parts(&before), packed_parts(&after));
        let changed = before.iter().filter(|(name, part)| after[*name] != **part);
        let changed: Vec<&String> = changed.map(|(name, _)| name).collect();
        // The sheet of what was sent out remembers the rows as they are now.
        assert_eq!(changed, ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet5.xml"]);
    }
}

/// Edits a cell of the first row of a workbook, as somebody does to whom it was mailed.
fn mailed(from: &str, to: &str, column: &str, text: &str) {
    let file = read(&fs::read(from).expect("the plan"));
    let mut plan = file.plan.clone();
    let of = |heading: &&envcoop_core::plan::Heading| {
        heading.column.is_some_and(|own| own.code() == column)
    };
    let at = plan.headings.iter().position(|heading| of(&heading)).expect("the column");
    text.clone_into(&mut plan.lines[0].cells[at]);
    fs::write(to, file.edited(&plan, None).expect("edited")).expect("written");
}

#[test]
fn a_workbook_that_is_mailed_again_has_no_false_conflicts_and_hides_no_edit() {
    let dir = folder();
    let [plan, anna, bo, division] = ["plan", "anna", "bo", "division"]
        .map(|name| dir.path().join(format!("{name}.xlsx")).to_str().expect("text").to_owned());
    let new = "envcoop-checklist new --framework mini --year 2027 --format xlsx";
    run(&format!("{new} -o {plan}")).done();
    let merge = |plan: &str, copy: &str| {
        run(&format!("envcoop-checklist merge {plan} {copy} --framework mini")).done().out
    };
    let applied = |out: String, n: u32| assert!(out.contains(&format!("applied {n},")), "{out}");
    mailed(&plan, &bo, "owner", "Bo");
    // Twice the same cell is edited, each time in what was mailed last.
    for status in ["planned", "ongoing", "completed"] {
        mailed(&plan, &anna, "status", status);
        applied(merge(&plan, &anna), 1);
    }
    // Who is late is compared with what was mailed to him.
    applied(merge(&plan, &bo), 1);
    // Anna asks a division, merges its answer into her copy and sends that back.
    mailed(&plan, &anna, "partner", "University");
    mailed(&anna, &division, "evidence", "report 7");
    applied(merge(&anna, &division), 1);
    applied(merge(&plan, &anna), 2);
}

/// Reads a plan.
#[track_caller]
pub(super) fn read(bytes: &[u8]) -> PlanFile {
    let mut problems = Problems::default();
    let read = PlanFile::read(&"plan".into(), bytes, None, &shipped("mini"), &mut problems);
    read.unwrap_or_else(|| panic!("{problems:?}"))
}

/// Returns what a plan says: the cells of each row that hold something, by column.
pub(super) fn said(plan: &Document) -> Vec<BTreeMap<String, String>> {
    let row = |line: &Line| {
        let cells = plan.headings.iter().zip(&line.cells).map(|(heading, text)| {
            let name = heading.column.map_or(&*heading.text, |column| column.code());
            (name.to_owned(), canonical(heading.column, text).into_owned())
        });
        cells.filter(|(_, text)| !text.is_empty()).collect()
    };
    plan.lines.iter().map(row).collect()
}
