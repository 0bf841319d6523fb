//! `merge` and `check --fix` on OpenDocument workbooks, separated text and JSON of other programs.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use encoding_rs::GB18030;
use envcoop_tests::files::packed_parts;
use envcoop_tests::{converted, folder, put, run};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const BASE: &str = "id,status,owner,start,budget,currency\nA1,proposed,Li,,100,CNY\n\
                    A2,ongoing,,2027-02-01,,\n";
const COPY: &str = "id,status,owner,start,budget,currency\nA1,completed,Li,2027-01-05,250.5,CNY\n\
                    A2,ongoing,a  b,2027-02-01,,\nB1,planned,Wang,2027-03-01,7,CNY\n";

/// Merges [`COPY`] into a plan and returns it.
fn merged(name: &str, plan: impl AsRef<[u8]>, more: &str) -> Vec<u8> {
    let dir = folder();
    let (plan, base, copy) =
        (put(&dir, name, plan), put(&dir, "base.csv", BASE), put(&dir, "copy.csv", COPY));
    let line = format!("envcoop-checklist merge {plan} {copy} --base {base} --framework mini");
    run(&format!("{line} {more}")).done();
    let written = fs::read(&plan).expect("the plan");
    let again = run(&line).done();
    assert!(again.err.contains("stays as it is"), "{}{}", again.out, again.err);
    written
}

fn ods(content: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content, options) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", stored),
        ("META-INF/manifest.xml", "<manifest:manifest/>", SimpleFileOptions::default()),
        ("content.xml", content, SimpleFileOptions::default()),
        ("Thumbnails/thumbnail.png", "picture", stored),
    ] {
        zip.start_file(name, options).expect("a part");
        zip.write_all(content.as_bytes()).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn open_document_cells_are_written_where_they_stand() {
    let text = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |cells: &str| {
        format!(r#"<table:table-row table:style-name="ro1">{cells}</table:table-row>"#)
    };
    let header = ["id", "status", "owner", "start", "budget", "currency"].map(text).concat();
    let noted = r#"<table:table-cell table:style-name="ce1" office:value-type="string"><office:annotation><text:p>ask Li</text:p></office:annotation><text:p>拟议</text:p></table:table-cell>"#;
    let hundred = r#"<table:table-cell office:value-type="currency" office:currency="CNY" office:value="100"><text:p>100 元</text:p></table:table-cell>"#;
    let day = r#"<table:table-cell table:style-name="ce2" office:value-type="date" office:date-value="2027-02-01"><text:p>1/2/27</text:p></table:table-cell>"#;
    let sum = r#"<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>"#;
    let spare = r#"<table:table-row table:number-rows-repeated="100" table:style-name="ro2"><table:table-cell table:number-columns-repeated="1024" table:style-name="ce9"/></table:table-row>"#;
    let before = row(&header)
        + &row(&(text("A1")
            + noted
            + &text("Li")
            + r#"<table:table-cell table:number-columns-repeated="1"/>"#
            + hundred
            + &text("CNY")))
        + &row(&(text("A2")
            + &text("进行中")
            + "<table:table-cell table:style-name=\"ce3\"/>"
            + day
            + "<table:table-cell table:number-columns-repeated=\"3\"/>"));
    let whole = |rows: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Other\">{}</table:table><table:table table:name=\"Plan\"><table:table-column/>{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
            row(sum)
        )
    };
    let before = ods(&whole(&(before + spare)));
    let after = merged("plan.ods", &before, "--lang en");
    let kept = r#"<office:annotation><text:p>ask Li</text:p></office:annotation>"#;
    let string = |style: &str, text: &str| {
        format!(
            r#"<table:table-cell{style} office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let expected = row(&header)
        + &row(&(text("A1")
            + &format!(
                r#"<table:table-cell table:style-name="ce1" office:value-type="string">{kept}<text:p>已完成</text:p></table:table-cell>"#
            )
            + &text("Li")
            + &string("", "2027-01-05")
            + r#"<table:table-cell office:value-type="currency" office:currency="CNY" office:value="250.5"><text:p>250.5</text:p></table:table-cell>"#
            + &text("CNY")))
        + &row(&(text("A2")
            + &text("进行中")
            + &string(r#" table:style-name="ce3""#, "a <text:s/>b")
            + day
            + "<table:table-cell table:number-columns-repeated=\"3\"/>"))
        + r#"<table:table-row table:style-name="ro2">"#
        + &string(r#" table:style-name="ce9""#, "B1")
        + &string(r#" table:style-name="ce9""#, "计划")
        + &string(r#" table:style-name="ce9""#, "Wang")
        + r#"<table:table-cell table:style-name="ce9" office:value-type="date" office:date-value="2027-03-01"><text:p>2027-03-01</text:p></table:table-cell>"#
        + r#"<table:table-cell table:style-name="ce9" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>"#
        + &string(r#" table:style-name="ce9""#, "CNY")
        + r#"<table:table-cell table:number-columns-repeated="1018" table:style-name="ce9"/></table:table-row>"#
        + &spare.replace("\"100\"", "\"99\"");
    let (old, new) = (packed_parts(&before), packed_parts(&after));
    let content = String::from_utf8(new["content.xml"].clone()).expect("text");
    assert_eq!(content, whole(&expected));
    for (name, part) in old.iter().filter(|(name, _)| *name != "content.xml") {
        assert!(new[name] == *part, "{name} changed");
    }
    assert!(after.starts_with(b"PK") && after[30..].starts_with(b"mimetypeapplication/vnd"));
}

#[test]
fn open_document_formulas_and_merged_cells_are_refused_by_name() {
    let text = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let formula = r#"<table:table-cell table:formula="of:=[.A1]" office:value-type="string"><text:p>Li</text:p></table:table-cell>"#;
    let rows = row(text("id") + &text("status") + &text("owner"))
        + &row(text("A1") + &text("proposed") + formula);
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Plan\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let dir = folder();
    let before = ods(&content);
    let plan = put(&dir, "plan.ods", &before);
    let base = put(&dir, "base.csv", "id,status,owner\nA1,proposed,Li\n");
    let copy = put(&dir, "copy.csv", "id,status,owner\nA1,proposed,Wang\n");
    let line = format!("envcoop-checklist merge {plan} {copy} --base {base} --framework mini");
    let refused = run(&line).refused();
    let message = "sheet `Plan`, cell C2: it holds a formula, which `Wang` would overwrite";
    assert!(refused.err.contains(message), "{}", refused.err);
    assert!(fs::read(&plan).expect("the plan") == before);
}

#[test]
fn an_open_document_workbook_of_a_spreadsheet_program_keeps_its_looks() {
    let dir = folder();
    let into = dir.path().join("into");
    fs::create_dir(&into).expect("a folder");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (row, line) in (0..).zip(BASE.lines()) {
        for (column, text) in (0..).zip(line.split(',')) {
            match (row, column) {
                (2, 3) => {
                    let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(text).expect("a day");
                    sheet.write_datetime_with_format(row, column, &date, &day)
                }
                (1, 3) => sheet.write_blank(row, column, &day),
                (1, 4) => sheet.write_number(row, column, 100),
                _ => sheet.write_string(row, column, text),
            }
            .expect("a cell");
        }
    }
    let made = put(&dir, "made.xlsx", book.save_to_buffer().expect("a workbook"));
    let Some(before) = converted(Path::new(&made), "ods", &into) else { return };
    let before = fs::read(before).expect("the workbook");
    let after = merged("plan.ods", &before, "");
    let (old, new) = (packed_parts(&before), packed_parts(&after));
    for (name, part) in old.iter().filter(|(name, _)| *name != "content.xml") {
        assert!(new[name] == *part, "{name} changed");
    }
    let after = put(&dir, "after.ods", after);
    let csv = converted(Path::new(&after), "csv", &into).expect("it was there before");
    let expected = COPY;
    assert_eq!(fs::read_to_string(csv).expect("the table"), expected);
}

#[test]
fn separated_text_keeps_its_encoding_its_separator_and_every_other_cell() {
    let plan = "编号;状态;负责人;\"我们的 \"\"栏\"\"\";开始日期;预算;币种\r\n\
                A1;拟议;\"Li\";\"a;b\r\nc\";;100;CNY\r\n\r\n\
                A2;\"进行中\";;=1+1;2027-02-01;;\r\n";
    let expected = "编号;状态;负责人;\"我们的 \"\"栏\"\"\";开始日期;预算;币种\r\n\
                    A1;已完成;\"Li\";\"a;b\r\nc\";2027-01-05;250.5;CNY\r\n\r\n\
                    A2;\"进行中\";a  b;=1+1;2027-02-01;;\r\n\
                    B1;计划;Wang;;2027-03-01;7;CNY\r\n";
    let utf_16 = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let tabs = |text: &str| text.replace(';', "\t");
    let gb = |text: &str| GB18030.encode(text).0.into_owned();
    for (before, after) in [
        (plan.into(), expected.into()),
        (gb(plan), gb(expected)),
        (utf_16(plan), utf_16(expected)),
        (format!("sep=;\r\n{plan}").into(), format!("sep=;\r\n{expected}").into()),
        (tabs(plan).into(), tabs(expected).into()),
        (plan.trim_end().into(), expected.trim_end().into()),
        (plan.replace("\r\n", "\n").into(), expected.replace("\r\n", "\n").into()),
    ] {
        let written = merged("plan.csv", &before, "--lang en");
        assert!(written == after, "{}", String::from_utf8_lossy(&written));
    }
}

#[test]
fn a_repair_leaves_the_columns_that_the_format_does_not_know() {
    let dir = folder();
    let plan = "id,status,note,ours\nA1,planned,\"a\r\nb\",\" c\r\nd \"\nA2, ongoing,x,\n";
    let plan = put(&dir, "plan.csv", plan);
    let line = format!("envcoop-checklist check --fix {plan} --no-advice --framework mini");
    let fixed = run(&line).done();
    assert!(fixed.err.contains("1 repair written"), "{}", fixed.err);
    let expected = "id,status,note,ours\nA1,planned,\"a\r\nb\",\" c\r\nd \"\nA2,ongoing,x,\n";
    assert_eq!(fs::read_to_string(&plan).expect("the plan"), expected);
    assert_eq!(run(&line).done().complaints(), [""; 0]);
}

#[test]
fn a_checklist_just_made_has_nothing_to_repair() {
    let dir = folder();
    for lang in ["en", "zh", "both"] {
        for form in ["csv", "xlsx", "json"] {
            let plan = dir.path().join(format!("{lang}.{form}"));
            let plan = plan.to_str().expect("text");
            run(&format!("envcoop-checklist new --year 2027 --area W2 --lang {lang} -o {plan}"))
                .done();
            let before = fs::read(plan).expect("the plan");
            let fixed =
                run(&format!("envcoop-checklist check --fix {plan} --no-advice --lang {lang}"))
                    .done();
            let n_told = (fixed.out.lines().count(), fixed.complaints().len());
            assert_eq!(n_told, (1, 0), "{}", fixed.out);
            assert!(fs::read(plan).expect("the plan") == before);
        }
    }
}

#[test]
fn json_keeps_its_layout_and_what_is_not_the_plans() {
    let plan = "{\"made by\": \"hand\", \"activities\": [\n  \
                {\"id\": \"A1\",\"status\":\"proposed\", \"owner\": \"Li\" , \"budget\": 100, \"currency\": \"CNY\", \"x\": [\"a\", \"b\"]},\n  \
                {\"id\": \"A2\", \"status\": \"ongoing\", \"start\": \"2027-02-01\" }\n], \"end\": 1.0}\n";
    let expected = "{\"made by\": \"hand\", \"activities\": [\n  \
                {\"id\": \"A1\",\"status\":\"completed\", \"owner\": \"Li\" , \"budget\": 250.5, \"currency\": \"CNY\", \"x\": [\"a\", \"b\"],\"start\": \"2027-01-05\"},\n  \
                {\"id\": \"A2\", \"status\": \"ongoing\", \"start\": \"2027-02-01\",\"owner\": \"a  b\" },\n  \
                {\"id\": \"B1\",\"status\": \"planned\",\"owner\": \"Wang\",\"budget\": 7,\"currency\": \"CNY\",\"start\": \"2027-03-01\" }\n], \"end\": 1.0}\n";
    assert_eq!(String::from_utf8(merged("plan.json", plan, "")).expect("text"), expected);
}
