//! Random edits of random plans, in every form: each says what it should, and the rest stays.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use envcoop_core::plan::{Heading, Line};
use envcoop_tests::files::packed_parts;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::in_place::{SHEET, WORKBOOK, cells, read, said};

fn text() -> impl Strategy<Value = String> {
    let texts = &[
        "",
        "a",
        "two\nlines",
        "=1+1",
        "_x0041_",
        "<&>\"'",
        "环境，；",
        "'007",
        "1E3",
        "3-1",
        " b ",
        "2027-01-05",
        "12.50",
        "a;b,c\td",
        "𠀀",
        "?",
        "TRUE",
    ][..];
    prop_oneof![select(texts).prop_map(str::to_owned), "[ -~环]{0,6}"]
}

/// An edit: the row, the column, the text.
type Edit = (Index, Index, String);

/// A random plan and edits of it: its form, its cells, the edits, how many rows are new and whether a
/// column is.
fn case() -> impl Strategy<Value = (&'static str, Vec<Vec<String>>, Vec<Edit>, usize, bool)> {
    let forms = &[
        "xlsx",
        "csv",
        "semicolon",
        "tab-quoted",
        "utf-16",
        "gb18030",
        "json",
        "json-wide",
        "ods",
    ][..];
    let rows = prop::collection::vec(prop::collection::vec(text(), 4), 1..6);
    let edits = prop::collection::vec((any::<Index>(), any::<Index>(), text()), 0..6);
    (select(forms), rows, edits, 0..3_usize, any::<bool>())
}

const HEADERS: [&str; 6] = ["id", "status", "title", "note", "our own", "another"];

/// Writes rows in a form, as another program would.
fn made(form: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let statuses = ["planned", "ongoing", "?"];
    let rows = rows.iter().enumerate().map(|(n, row)| {
        let own = [format!("A{n}"), statuses[n % 3].to_owned()];
        own.into_iter().chain(row.iter().cloned()).collect::<Vec<String>>()
    });
    match form {
        "xlsx" => {
            let mut book = Workbook::new();
            let other = book.add_worksheet().set_name("Other").expect("a name");
            other.write_formula(0, 0, Formula::new("=Plan!A1").set_result("id")).expect("a cell");
            let sheet = book.add_worksheet().set_name("Plan").expect("a name");
            let header = HEADERS.map(str::to_owned).to_vec();
            for (row, cells) in (2..).zip(std::iter::once(header).chain(rows)) {
                for (column, text) in (3..).zip(&cells) {
                    let blank = Format::new().set_italic();
                    match text.parse::<f64>() {
                        Ok(n) if n.is_finite() => sheet.write_number(row, column, n).map(drop),
                        _ if text.is_empty() => sheet.write_blank(row, column, &blank).map(drop),
                        _ => sheet.write_string(row, column, text).map(drop),
                    }
                    .expect("a cell");
                }
            }
            book.save_to_buffer().expect("a workbook")
        }
        "ods" => {
            let header = HEADERS.map(str::to_owned).to_vec();
            ods(&std::iter::once(header).chain(rows).map(|row| ods_row(&row)).collect::<String>())
        }
        "json" | "json-wide" => {
            let object = |row: Vec<String>| {
                let members = HEADERS.iter().zip(row).filter(|(_, text)| !text.is_empty());
                members
                    .map(|(name, text)| ((*name).to_owned(), serde_json::Value::from(text)))
                    .collect()
            };
            let rows: Vec<serde_json::Value> = rows.map(object).collect();
            match form {
                "json" => serde_json::Value::from(rows).to_string().into_bytes(),
                _ => {
                    let whole = serde_json::json!({"made by": "hand", "activities": rows});
                    serde_json::to_vec_pretty(&whole).expect("JSON")
                }
            }
        }
        _ => {
            let (separator, style) = match form {
                "semicolon" => (b';', csv::QuoteStyle::Necessary),
                "tab-quoted" => (b'\t', csv::QuoteStyle::Always),
                _ => (b',', csv::QuoteStyle::Necessary),
            };
            let mut out = csv::WriterBuilder::new();
            out.delimiter(separator).quote_style(style);
            if form != "csv" {
                out.terminator(csv::Terminator::CRLF);
            }
            let mut out = out.from_writer(Vec::new());
            out.write_record(
                HEADERS.map(|name| if form == "gb18030" { chinese(name) } else { name }),
            )
            .expect("memory");
            rows.for_each(|row| out.write_record(row).expect("memory"));
            let text = String::from_utf8(out.into_inner().expect("memory")).expect("text");
            match form {
                "utf-16" => {
                    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
                }
                "gb18030" => encoding_rs::GB18030.encode(&text).0.into_owned(),
                _ => text.into_bytes(),
            }
        }
    }
}

/// Writes a row of an OpenDocument sheet: cells that say the same stand there once.
fn ods_row(cells: &[String]) -> String {
    let of = |text: &str| match text {
        "" => String::new(),
        text => {
            let escaped =
                text.replace('&', "&amp;").replace('<', "&lt;").replace('\t', "<text:tab/>");
            format!("<text:p>{}</text:p>", escaped.replace('\n', "</text:p><text:p>"))
        }
    };
    let cell = |same: &[String]| {
        let kind = if same[0].is_empty() { "" } else { " office:value-type=\"string\"" };
        let repeats = match same.len() {
            1 => String::new(),
            n => format!(" table:number-columns-repeated=\"{n}\""),
        };
        format!("<table:table-cell{kind}{repeats}>{}</table:table-cell>", of(&same[0]))
    };
    let cells: String = cells.chunk_by(|a, b| a == b).map(cell).collect();
    format!(
        "<table:table-row>{cells}<table:table-cell table:number-columns-repeated=\"9\"/></table:table-row>"
    )
}

fn ods(rows: &str) -> Vec<u8> {
    let rest = "<table:table-row table:number-rows-repeated=\"9\"><table:table-cell table:number-columns-repeated=\"15\"/></table:table-row>";
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Plan\">{rows}{rest}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &*content)]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(part.as_bytes()).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

fn chinese(name: &str) -> &str {
    match name {
        "id" => "编号",
        "status" => "状态",
        "title" => "名称",
        "note" => "备注",
        other => other,
    }
}

proptest! {
    #[test]
    fn any_edit_of_any_plan_says_what_it_should_and_leaves_the_rest(
        (form, rows, edits, n_new, has_column) in case(),
    ) {
        let before = made(form, &rows);
        let file = read(&before);
        let mut plan = file.plan.clone();
        let n_columns = plan.headings.len();
        for (row, column, text) in &edits {
            let column = 1 + column.index(n_columns - 1);
            let row = row.index(plan.lines.len());
            plan.lines[row].cells[column].clone_from(text);
        }
        for n in 0..n_new {
            let mut cells = vec![String::new(); n_columns];
            cells[0] = format!("B{n}");
            cells[n_columns - 1] = edits.first().map_or("x", |edit| &edit.2).to_owned();
            plan.lines.push(Line { number: 0, cells });
        }
        if has_column {
            plan.headings.push(Heading::new("new one"));
            plan.lines.iter_mut().for_each(|line| line.cells.push(String::new()));
            plan.lines[0].cells[n_columns] = "here".to_owned();
        }
        let after = file.edited(&plan, None).map_err(|problem| TestCaseError::fail(format!("{problem:?}")))?;
        let back = read(&after).plan;
        prop_assert_eq!(said(&back), said(&plan), "{}", form);
        if form == "xlsx" {
            let (before, after) = (packed_parts(&before), packed_parts(&after));
            for (name, part) in &before {
                if ![SHEET, WORKBOOK].contains(&&**name) {
                    prop_assert!(after[name] == *part, "{} changed", name);
                }
            }
            let sheet = |parts: &BTreeMap<String, Vec<u8>>| cells(std::str::from_utf8(&parts[SHEET]).expect("text"));
            let (old, new) = (sheet(&before), sheet(&after));
            for (n, (was, is)) in file.plan.lines.iter().zip(&plan.lines).enumerate() {
                for (letter, (was, is)) in "DEFGHI".chars().zip(was.cells.iter().zip(&is.cells)) {
                    let name = format!("{letter}{}", n + 4);
                    prop_assert!(was != is || old.get(&name) == new.get(&name), "{}", name);
                }
            }
        }
        if !has_column && ["csv", "semicolon", "tab-quoted"].contains(&form) {
            // Rows without an edit stay to the byte.
            let separator = match form { "semicolon" => b';', "tab-quoted" => b'\t', _ => b',' };
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.delimiter(separator).from_reader(before.as_slice());
            let starts = reader.records().map(|row| {
                row.expect("a row").position().expect("a place").byte() as usize
            });
            let starts: Vec<usize> = starts.chain([before.len()]).collect();
            let after = String::from_utf8_lossy(&after);
            for (n, (was, is)) in file.plan.lines.iter().zip(&plan.lines).enumerate() {
                let record = String::from_utf8_lossy(&before[starts[n]..starts[n + 1]]);
                prop_assert!(was != is || after.contains(record.trim_end()), "{}", record);
            }
        }
    }
}
