//! Plans in workbooks: made by a library, by hand and by a real spreadsheet program, they are read
//! like the same plan as CSV.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use envcoop_core::plan::Document;
use envcoop_core::problem::Problems;
use envcoop_intake::plan::workbook;
use envcoop_tests::{folder, put, read, run};
use rust_xlsxwriter::{ExcelDateTime, FilterCondition, Format, Formula, Workbook, Worksheet};
use serde_json::Value;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) const LINE: &str =
    "envcoop-gap - --framework mini --lang en --as-of 2027-06-30 --format json";

fn mini() -> String {
    read("data/examples/mini-plan.csv")
}

/// Analyses a plan; the result does not name the file.
pub(super) fn analysed(plan: impl Into<Vec<u8>>) -> Value {
    let done = run(LINE).stdin(plan).done();
    assert_eq!(done.complaints(), [""; 0]);
    done.json()
}

/// Makes a workbook of one sheet.
fn xlsx(name: &str, fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name(name).expect("a name"));
    book.save_to_buffer().expect("a workbook")
}

/// Writes a plan as people do: dates as dates, amounts as numbers.
fn typed(sheet: &mut Worksheet, csv: &str, first: u32) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    for (row, record) in rows.records().enumerate() {
        for (column, text) in record.expect("a row").iter().enumerate() {
            let (row, column) = (first + row as u32, column as u16);
            let written = if let Ok(date) = ExcelDateTime::parse_from_str(text)
                && text.len() == 10
            {
                sheet.write_datetime_with_format(row, column, &date, &day)
            } else if let Ok(number) = text.parse::<f64>() {
                sheet.write_number(row, column, number)
            } else {
                sheet.write_string(row, column, text)
            };
            written.expect("a cell");
        }
    }
}

/// Makes a workbook of XML, for what the library does not write.
fn by_hand(properties: &str, rows: &str, after: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let part = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/>"#)
    };
    let relationships =
        |parts: String| format!(r#"<Relationships xmlns="{package}">{parts}</Relationships>"#);
    let parts = [
        ("_rels/.rels", relationships(part("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            relationships(part("r1", "worksheet", "s.xml") + &part("r2", "styles", "styles.xml")),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/s.xml",
            format!(
                r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>"#
            ),
        ),
    ];
    packed(parts.iter().map(|(name, content)| (*name, content.as_str())))
}

pub(super) fn packed<'p>(parts: impl IntoIterator<Item = (&'p str, &'p str)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Writes a row of text cells and cells given as XML, which start with `<`.
fn row(cells: &[&str]) -> String {
    let cell = |cell: &&str| match cell.strip_prefix("<c") {
        Some(_) => (*cell).to_owned(),
        None => format!(r#"<c t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>"#),
    };
    format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
}

#[test]
fn the_worked_example_gives_the_same_result_as_a_workbook() {
    let wanted = analysed(mini());
    assert_eq!(analysed(xlsx("Sheet1", |sheet| typed(sheet, &mini(), 0))), wanted);
    let titled = xlsx("2027", |sheet| {
        sheet.merge_range(1, 0, 1, 8, "Plan of the year", &Format::new()).expect("a title");
        typed(sheet, &mini(), 4);
    });
    assert_eq!(analysed(titled), wanted);
}

#[test]
fn chinese_headers_and_labels_are_read() {
    let plan = "编号,对应措施,名称,状态,开始日期,结束日期,预算,币种\n\
        A1,W1.1,调查,进行中,2027-01-10,2027-09-30,120.5,CNY\n";
    let sheet = xlsx("计划", |sheet| typed(sheet, plan, 0));
    assert_eq!(analysed(sheet), analysed(plan));
}

#[test]
fn the_sheet_named_checklist_is_the_plan_and_no_other_is_dropped_in_silence() {
    let other = "id,status,measures\nB1,completed,W2.1\n";
    let book = |second: &str| {
        let mut book = Workbook::new();
        let about = book.add_worksheet().set_name("About").expect("a name");
        about.write_string(0, 0, "made by hand").expect("a cell");
        typed(book.add_worksheet().set_name("Old").expect("a name"), other, 0);
        typed(book.add_worksheet().set_name(second).expect("a name"), &mini(), 0);
        typed(book.add_worksheet().set_name("基线").expect("a name"), other, 0);
        book.save_to_buffer().expect("a workbook")
    };
    for name in ["Checklist", "清单"] {
        assert_eq!(analysed(book(name)), analysed(mini()), "{name}");
    }
    let first = run(LINE).stdin(book("New")).done();
    assert_eq!(first.json(), analysed(other));
    assert!(first.err.contains("warning: -: sheet `New` looks like a plan too"), "{}", first.err);
}

#[test]
fn a_workbook_is_read_whole_with_what_was_sent_out() {
    let mut book = Workbook::new();
    let plan = "id,status,own\nA1,planned,7\n,,\nA2,ongoing,x\n";
    typed(book.add_worksheet().set_name("Checklist").expect("a name"), plan, 1);
    let sent = "id,status\nA1,proposed\n";
    typed(book.add_worksheet().set_name("Baseline").expect("a name"), sent, 0);
    let bytes = book.save_to_buffer().expect("a workbook");
    let mut problems = Problems::default();
    let read = workbook::read_document(&"plan.xlsx".into(), bytes.as_slice(), &mut problems);
    let (plan, sent) = read.expect("a plan");
    let lines = |plan: &Document| -> Vec<(u64, String)> {
        plan.lines.iter().map(|line| (line.number, line.cells.join(","))).collect()
    };
    let line = |number: u64, text: &str| (number, text.to_owned());
    assert_eq!(lines(&plan), [line(3, "A1,planned,7"), line(5, "A2,ongoing,x")]);
    assert_eq!(plan.headings[2].text, "own");
    assert_eq!(lines(&sent.expect("a baseline")), [line(2, "A1,proposed")]);
    assert_eq!((problems.n_errors(), problems.n_warnings()), (0, 0));
}

#[test]
fn both_epochs_give_the_same_days() {
    let header = row(&["id", "measures", "status", "start", "end"]);
    for (properties, shift) in
        [("", 0), (r#"<workbookPr date1904="1"/>"#, 1462), (r#"<workbookPr date1904="0"/>"#, 0)]
    {
        let day = |serial: i32| format!(r#"<c s="1"><v>{}</v></c>"#, serial - shift);
        let cells = [&day(46_397), &day(46_660)];
        let rows = header.clone() + &row(&["A1", "W1.1", "ongoing", cells[0], cells[1]]);
        let plan = "id,measures,status,start,end\nA1,W1.1,ongoing,2027-01-10,2027-09-30\n";
        assert_eq!(analysed(by_hand(properties, &rows, "")), analysed(plan), "{properties}");
    }
}

#[test]
fn cells_of_every_kind_become_the_text_of_a_plan() {
    let cells = [
        ("<c><v>1234.5</v></c>", "1234.5"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>1.2E6</v></c>", "1200000"),
        (r#"<c t="b"><v>1</v></c>"#, "TRUE"),
        (r#"<c s="1"><v>46568</v></c>"#, "2027-06-30"),
        (r#"<c s="2"><v>46568.5</v></c>"#, "2027-06-30T12:00:00"),
        (r#"<c t="d"><v>2027-06-30T00:00:00</v></c>"#, "2027-06-30"),
        (r#"<c t="str"><f>A1&amp;"x"</f><v>Ax</v></c>"#, "Ax"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ("one_x000D_\ntwo", "one\ntwo"),
        ("=1+1", "=1+1"),
        ("'=1+1", "'=1+1"),
    ];
    // What a cell was read as is shown where it is no date.
    for (cell, text) in cells {
        let rows = row(&["id", "status", "updated", "own"]) + &row(&["A1", "planned", cell, cell]);
        let output = run("envcoop-gap - --framework mini").stdin(by_hand("", &rows, "")).output();
        if text.len() == 10 {
            assert_eq!(output.complaints(), [""; 0], "{cell}");
            continue;
        }
        let shown = text.replace('\n', "\\n");
        let place = "error: -!Plan:2: column updated: not a date: ";
        assert!(output.err.contains(&format!("{place}`{shown}`")), "{cell}\n{}", output.err);
    }
    let rows = row(&["id", "status", "start"])
        + &row(&["A1", "planned", "<c><v>46568</v></c>"])
        + &row(&["<c><v>7</v></c>", "planned"]);
    let refused = run(LINE).stdin(by_hand("", &rows, "")).refused();
    assert!(refused.err.contains("a spreadsheet's serial number"), "{}", refused.err);
    assert!(refused.err.contains("-!Plan:3: column id: id `7` does not start"), "{}", refused.err);
}

#[test]
fn cells_without_a_value_and_merged_cells_are_named_by_their_address() {
    let rows = row(&["id", "status", "owner", "title"])
        + &row(&["A1", r#"<c t="e"><v>#REF!</v></c>"#, "Li", "x"])
        + &row(&["A2", "planned", "<c><f>Staff!A1</f></c>", "x"])
        + &row(&["A3", "planned", "Wu", "x", "aside"])
        + "<row/>"
        + &row(&["A4", "planned", "Wu", "x"])
        + &row(&["A5", "planned", "<c/>", "x"])
        + &row(&["A6", "planned", "Qi", "x"]);
    let merged =
        r#"<mergeCells count="2"><mergeCell ref="C6:C7"/><mergeCell ref="F1:G9"/></mergeCells>"#;
    let plan = by_hand("", &rows, merged);
    let refused = run(LINE).stdin(plan.clone()).refused();
    let messages = refused.messages();
    let wanted = [
        "-!Plan:2: column status: cell B2 holds the error `#REF!`",
        "-!Plan:3: column owner: cell C3 holds a formula whose value was not stored",
        "-!Plan:4: cell E4 holds `aside` under no header",
        "-!Plan:6: cells C6:C7 are merged, so that rows are not told apart",
    ];
    assert_eq!(messages.len(), wanted.len(), "{}", refused.err);
    for (message, wanted) in messages.iter().zip(wanted) {
        let wanted = format!("envcoop-gap: error: {wanted}\n  hint: ");
        assert!(message.starts_with(&wanted), "{message}\nwanted {wanted}");
    }
    let kept = run(&format!("{LINE} --keep-going")).stdin(plan).done();
    assert!(kept.err.ends_with("5 bad rows were left out, 1 read\n"), "{}", kept.err);
}

#[test]
fn formulas_are_read_by_their_stored_value_and_hidden_rows_like_all_others() {
    let plan = "id,status,measures\nA1,planned,W1.1\nA2,ongoing,W1.2\nA3,completed,W2.1\n";
    let book = xlsx("Plan", |sheet| {
        typed(sheet, plan, 0);
        let status = Formula::new("Lists!A1").set_result("completed");
        sheet.write_formula(3, 1, status).expect("a formula");
        sheet.autofilter(0, 0, 3, 2).expect("a filter");
        let ongoing = FilterCondition::new().add_list_filter("ongoing");
        sheet.filter_column(1, &ongoing).expect("a condition");
        sheet.set_row_hidden(1).expect("a row");
        sheet.set_column_hidden(2).expect("a column");
    });
    assert_eq!(analysed(book), analysed(plan));
}

#[test]
fn a_workbook_that_is_no_plan_is_refused_with_the_way_out() {
    let sheet = |cells: &str| xlsx("S", |sheet| typed(sheet, cells, 0));
    let plan = sheet("id,status\nA1,planned\n");
    let cases: [(Vec<u8>, &str); 9] = [
        (sheet(""), "-: the workbook is empty"),
        (sheet("name,when\nx,y\n"), "-: no sheet names a column of a plan: `S`"),
        (sheet("\n\nid,title\nA1,x\n"), "-!S:1: the header has no column `status`"),
        (sheet("id,status,状态\n"), "-!S:1: the header names column `status` 2 times"),
        (plan[..plan.len() / 2].to_vec(), "-: the workbook is damaged: "),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "-: a workbook of the old format .xls"),
        (
            b"\xd0\xcf\x11\xe0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0".to_vec(),
            "-: the workbook is protected by a password",
        ),
        (by_hand("", r#"<row><c r="A99999999999"/></row>"#, ""), "-: the workbook is damaged: "),
        (vec![b'P'; 10], "names no column of a plan"),
    ];
    for (bytes, message) in cases {
        let refused = run(LINE).stdin(bytes).refused();
        assert!(refused.err.contains(message), "wanted {message}\n{}", refused.err);
        assert!(refused.err.contains("\n  hint: "), "{}", refused.err);
    }
}

#[test]
fn the_mark_of_an_open_workbook_is_not_taken_for_it() {
    let dir = folder();
    for name in ["~$plan.xlsx", ".~lock.plan.xlsx#"] {
        let file = put(&dir, name, b"\x08Li Ming");
        let refused = run("envcoop-gap").arg(file).refused();
        let hint = format!("give the workbook itself: `{}/plan.xlsx`", dir.path().display());
        assert!(refused.err.contains(&hint), "{}", refused.err);
    }
}

/// Lets a spreadsheet program convert a file; nothing, said aloud, where this machine has none.
fn converted(dir: &TempDir, file: &str, filter: Option<&str>, kind: &str) -> Option<String> {
    let path = dir.path().display();
    let stem = Path::new(file).file_stem()?.to_str()?;
    let made = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{path}/profile"))
        .arg("--headless")
        .args(filter)
        .args(["--convert-to", kind, "--outdir"])
        .args([dir.path(), Path::new(file)])
        .current_dir(envcoop_tests::root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let made_file = format!("{path}/{stem}.{kind}");
    if made.is_ok_and(|status| status.success()) && Path::new(&made_file).exists() {
        return Some(made_file);
    }
    assert!(std::env::var_os("CI").is_none(), "this machine has no working `soffice`");
    let message = b"skipped: this machine has no working `soffice`\n";
    std::io::stderr().write_all(message).expect("stderr can be written");
    None
}

#[test]
fn a_workbook_of_a_real_spreadsheet_program_gives_the_same_result() {
    let dir = folder();
    let line = |file: &str| format!("envcoop-gap {file} --as-of 2027-06-30 --format json");
    let plan = "data/examples/plan.csv";
    // Where a row stands differs from file to file.
    let without_places = |mut analysis: serde_json::Value| {
        analysis["orphan_rows"].take();
        analysis
    };
    let wanted = without_places(run(&line(plan)).done().json());
    for kind in ["xlsx", "ods"] {
        let filter = Some("--infilter=CSV:44,34,76,1");
        let Some(file) = converted(&dir, plan, filter, kind) else { return };
        let read = run(&line(&file)).done();
        assert_eq!(read.complaints(), [""; 0], "{kind}");
        assert!(without_places(read.json()) == wanted, "{kind}");
    }
    let typed = put(&dir, "typed.xlsx", xlsx("Plan", |sheet| typed(sheet, &mini(), 0)));
    let Some(file) = converted(&dir, &typed, None, "ods") else { return };
    assert_eq!(analysed(std::fs::read(file).expect("a file")), analysed(mini()));
}
