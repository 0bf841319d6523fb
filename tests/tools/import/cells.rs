//! Cells whose meaning the program or the person who typed them changed.

use envcoop_tests::{folder, put, run};
use rust_xlsxwriter::{Format, Workbook};

use super::grid::{csv, rows};

/// Makes a workbook with a column of months: numbers in a format, and texts.
fn months(format: &str, cells: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new().set_num_format(format);
    for (column, name) in ["工作任务", "完成时限", "进展"].iter().enumerate() {
        sheet.write_string(0, column as u16, *name).expect("a header");
    }
    for (at, cell) in cells.iter().enumerate() {
        let row = at as u32 + 1;
        sheet.write_string(row, 0, format!("任务{at}")).expect("a title");
        match cell.strip_prefix('\'') {
            Some(text) => sheet.write_string(row, 1, text),
            None => {
                let number: f64 = cell.parse().expect("a number");
                sheet.write_number_with_format(row, 1, number, &format)
            }
        }
        .expect("a cell");
        sheet.write_string(row, 2, "在办").expect("a status");
    }
    book.save_to_buffer().expect("a workbook")
}

/// Imports a table; returns the ends of its rows, and what is told.
fn ends(name: &str, bytes: impl AsRef<[u8]>) -> (Vec<String>, String) {
    let folder = folder();
    let table = put(&folder, name, bytes);
    let plan = folder.path().join("plan.csv");
    let done = run("envcoop-checklist import --lang en -o").arg(&plan).arg(&table).done();
    (rows(&plan.to_string_lossy(), &["end"]), done.messages().join("\n"))
}

#[test]
fn a_month_that_is_a_number_is_settled_by_its_format_or_its_column_or_asked() {
    // What the cell shows.
    let (days, _) = ends("t.xlsx", months("0.00", &["2027.1", "2027.01", "2027.12"]));
    assert_eq!(days, ["2027-10-31", "2027-01-31", "2027-12-31"]);
    // What the rest of the column proves.
    let (days, _) = ends("t.xlsx", months("General", &["2027.1", "2027.03"]));
    assert_eq!(days, ["2027-10-31", "2027-03-31"]);
    // A text keeps what was typed.
    let (days, _) = ends("t.xlsx", months("General", &["'2027.10", "'2027.1"]));
    assert_eq!(days, ["2027-10-31", "2027-01-31"]);
    // Else it is asked, by the cell.
    let (days, told) = ends("t.xlsx", months("General", &["2027.1", "2027.3", "2027.11"]));
    assert_eq!(days, ["?", "2027-03-31", "2027-11-30"]);
    for part in ["t.xlsx!Sheet1!B2: column end", "`2027.1` is a number", "`2027-10`"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn quarters_are_marked_as_months_are_and_colours_cannot_be_read() {
    let folder = folder();
    let table = csv(
        "Activity | Lead | Q1 2027 | Q2 2027 | Q3 2027 | Status\nA | Li | x | | | planned\nB | Wu | | x | x | planned",
    );
    let table = put(&folder, "t.csv", table);
    let plan = folder.path().join("plan.csv");
    let line = "envcoop-checklist import --lang en --force -o";
    let import = |table: &str| run(line).arg(&plan).arg(table).done();
    let found = |columns: &[&str]| rows(&plan.to_string_lossy(), columns);
    import(&table);
    assert_eq!(found(&["start", "end"]), ["2027-01-01|2027-03-31", "2027-04-01|2027-09-30"]);
    let table = csv("2027\nActivity | Lead | Jan | Feb | Mar | Status\nA | Li | | | | planned");
    let table = put(&folder, "t.csv", table);
    let told = import(&table).messages().join("\n");
    assert!(
        told.contains("`Jan` – `Mar` are blank: a month that is marked by the colour"),
        "{told}"
    );
    // Months of amounts are no marks.
    let table = csv("2027\nActivity | Lead | Jan | Feb | Status\nA | Li | 12.5 | 3 | planned");
    let table = put(&folder, "t.csv", table);
    import(&table);
    assert_eq!(found(&["start", "Jan"]), ["|12.5"]);
}

#[test]
fn a_month_of_an_open_document_is_what_its_cell_shows() {
    let cell = |text: &str| {
        let number = text.trim_end_matches('0');
        format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>任务{text}</text:p>\
             </table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"{number}\">\
             <text:p>{text}</text:p></table:table-cell></table:table-row>"
        )
    };
    let (days, told) = ends("t.ods", open_document("", &(cell("2027.10") + &cell("2027.1"))));
    assert_eq!(days, ["2027-10-31", "?"]);
    assert!(told.contains("t.ods!S!B3: column end"), "{told}");
}

/// Makes an OpenDocument workbook of rows under a header of two columns.
fn open_document(settings: &str, rows: &str) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let name = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet>{settings}<table:table table:name=\"S\"><table:table-row>{}{}</table:table-row>\
         {rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        name("工作任务"),
        name("完成时限"),
    );
    let mut book = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (part, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
    ] {
        book.start_file(part, options).expect("a part");
        book.write_all(text.as_bytes()).expect("its text");
    }
    book.finish().expect("a workbook").into_inner()
}

#[test]
fn an_amount_that_says_who_pays_is_read_and_told() {
    let folder = folder();
    let table = "工作任务,责任单位,预算,状态\n甲,李,中央财政50万元,计划\n乙,王,\"中央财政50万元，自筹20万元\",计划\n\
        丙,张,GEF: USD 1.2 million,计划\n丁,赵,\"GEF: USD 1 million，自筹20万元\",计划\n\
        戊,钱,共50万元,计划\n己,孙,30万元,计划\n";
    let table = put(&folder, "t.csv", table);
    let plan = folder.path().join("plan.csv");
    let line = "envcoop-checklist import --lang en --unit 元 --force -o";
    let done = run(line).arg(&plan).arg(&table).done();
    assert_eq!(
        rows(&plan.to_string_lossy(), &["budget", "currency", "funder"]),
        [
            "500000|CNY|中央财政",
            "700000|CNY|中央财政; 自筹",
            "1200000|USD|GEF",
            "?||",
            "?||",
            "300000|CNY|",
        ]
    );
    let told = done.messages().join("\n");
    for part in [
        "3 cells of `budget` say who pays: the words before the amounts are the `funder` (`中央财政50万元` as `中央财政`)",
        "t.csv:5: column budget: `20万元` is in CNY, and what it would be added to in USD",
        "t.csv:6: column budget: not an amount: `共50万元`",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // Another column says who pays.
    let table = "工作任务,责任单位,预算,资金来源,状态\n甲,李,中央财政50万元,中央财政,计划\n乙,王,自筹20万元,GEF,计划\n";
    let table = put(&folder, "t.csv", table);
    run(line).arg(&plan).arg(&table).done();
    assert_eq!(rows(&plan.to_string_lossy(), &["budget", "funder"]), ["500000|中央财政", "?|GEF"]);
}

/// Imports amounts under a header; returns the budgets, and what is told.
fn budgets(header: &str, amounts: &[&str]) -> (Vec<String>, String) {
    let folder = folder();
    let row = |amount: &&str| format!("Task,Li,\"{amount}\",planned\n");
    let rows_of: String = amounts.iter().map(row).collect();
    let table = put(&folder, "t.csv", format!("Activity,Lead,{header},Status\n{rows_of}"));
    let plan = folder.path().join("plan.csv");
    let done = run("envcoop-checklist import --lang en -o").arg(&plan).arg(&table).done();
    (rows(&plan.to_string_lossy(), &["budget"]), done.messages().join("\n"))
}

#[test]
fn a_point_before_three_digits_is_asked_as_a_comma_is() {
    let (found, told) = budgets("Budget (EUR)", &["1.234", "20", "1,200"]);
    assert_eq!(found, ["?", "20", "?"]);
    for part in ["t.csv:2: column budget: not an amount: `1.234`", "write `1234` if", "`1.234` if"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    // The rest of the column proves the one or the other.
    let (found, _) = budgets("Budget (EUR)", &["1.234", "1.234.567"]);
    assert_eq!(found, ["1234", "1234567"]);
    let (found, told) = budgets("Budget (EUR)", &["1.234", "12.5"]);
    assert_eq!(found, ["1.23", "12.50"]);
    assert!(told.contains("1 amount finer than a cent was rounded"), "{told}");
    // In 万元 a point stands before decimals.
    let (found, _) = budgets("经费（万元）", &["1.234", "20"]);
    assert_eq!(found, ["12340", "200000"]);
}

/// Makes a workbook count its days from 1904.
fn from_1904(bytes: Vec<u8>) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..book.len() {
        let mut part = book.by_index(at).expect("a part");
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("its text");
        let name = part.name().expect("a name").to_string();
        if name == "xl/workbook.xml" {
            let own = String::from_utf8(text).expect("text");
            assert!(own.contains("<workbookPr "), "{own}");
            text = own.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(&text).expect("its text");
    }
    out.finish().expect("a workbook").into_inner()
}

#[test]
fn serial_numbers_count_from_the_year_from_which_the_workbook_does() {
    let serials = ["46203", "46568"];
    let (days, _) = ends("t.xlsx", months("General", &serials));
    assert_eq!(days, ["2026-06-30", "2027-06-30"]);
    let serials = ["44741", "45106"];
    let (days, told) = ends("t.xlsx", from_1904(months("General", &serials)));
    assert_eq!(days, ["2026-06-30", "2027-06-30"]);
    assert!(told.contains("(`44741` as `2026-06-30`)"), "{told}");
    // What is shown as a day is read so by the same count.
    let (days, _) = ends("t.xlsx", from_1904(months("yyyy-mm-dd", &serials)));
    assert_eq!(days, ["2026-06-30", "2027-06-30"]);
    let row = |serial: &str| {
        format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>任务{serial}</text:p>\
             </table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"{serial}\">\
             <text:p>{serial}</text:p></table:table-cell></table:table-row>"
        )
    };
    let settings = "<table:calculation-settings><table:null-date table:date-value=\"1904-01-01\"/>\
        </table:calculation-settings>";
    let (days, _) = ends("t.ods", open_document(settings, &serials.map(row).concat()));
    assert_eq!(days, ["2026-06-30", "2027-06-30"]);
}

#[test]
fn a_json_value_stays_as_it_is_written_and_a_row_is_named_by_its_number() {
    let folder = folder();
    let table = r#"[{"项目名称":"甲","结束":2027.10,"状态":"计划","参数":12345678901234567890,"率":0.10,"表":[1.50,"x"]},{"项目名称":"乙","结束":2027.1,"状态":"计划","参数":1e2,"率":1,"表":{"a": 1.0}}]"#;
    let table = put(&folder, "t.json", table);
    let plan = folder.path().join("plan.csv");
    let line = "envcoop-checklist import --lang en --force -o";
    let done = run(line).arg(&plan).arg(&table).done();
    assert_eq!(
        rows(&plan.to_string_lossy(), &["title", "end", "参数", "率", "表"]),
        ["甲|2027-10-31|12345678901234567890|0.10|1.50; x", "乙|?|1e2|1|{\"a\": 1.0}",]
    );
    let told = done.messages().join("\n");
    assert!(told.contains("t.json[2]:1: column end: `2027.1` is a number"), "{told}");
    // One value for a key that stands twice would be lost.
    let twice = "[{\"项目名称\":\"甲\",\"状态\":\"计划\"},\n{\"项目名称\":\"乙\",\"状态\":\"计划\",\"状态\":\"办结\"}]";
    let table = put(&folder, "t.json", twice);
    let refused = run(line).arg(&plan).arg(&table).refused();
    let told = refused.messages().join("\n");
    assert!(
        told.contains("t.json:2") && told.contains("key `状态` stands twice in one row"),
        "{told}"
    );
}
