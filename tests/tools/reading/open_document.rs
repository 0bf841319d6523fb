//! OpenDocument workbooks made by hand: cells of every kind, faults, hostile XML.

use envcoop_tests::{folder, put, run};

use super::workbooks::{LINE, analysed, packed};

/// Makes an OpenDocument workbook of a sheet's rows.
fn ods(rows: &str) -> Vec<u8> {
    ods_of(&ods_content(rows))
}

fn ods_content(rows: &str) -> String {
    format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="Plan">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    )
}

fn ods_of(content: &str) -> Vec<u8> {
    packed([
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", content),
    ])
}

/// Writes a row of text cells and cells given as XML, which start with `<`.
fn ods_row(cells: &[&str]) -> String {
    let cell = |cell: &&str| match cell.strip_prefix('<') {
        Some(_) => (*cell).to_owned(),
        None => {
            let open = r#"<table:table-cell office:value-type="string">"#;
            format!("{open}<text:p>{cell}</text:p></table:table-cell>")
        }
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

#[test]
fn open_document_cells_of_every_kind_are_read() {
    let empty = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let rows = ods_row(&["id", "measures", "status", "start", "end", "budget", "currency", "own"])
        + &ods_row(&[
            "A1",
            "W1.1",
            "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>aside</text:p></office:annotation><text:p>on<text:span>going</text:span></text:p></table:table-cell>",
            r#"<table:table-cell office:value-type="date" office:date-value="2027-01-10"><text:p>10/01/27</text:p></table:table-cell>"#,
            r#"<table:table-cell office:value-type="date" office:date-value="2027-09-30T00:00:00"><text:p>x</text:p></table:table-cell>"#,
            r#"<table:table-cell office:value-type="currency" office:value="120.50000000000001"><text:p>x</text:p></table:table-cell>"#,
            "CNY",
            "a<text:s text:c=\"2\"/>b &amp; c&#x4e2d;",
        ])
        + &ods_row(&[
            "A2",
            "W1.2",
            r#"<table:table-cell table:formula="of:=[.C2]" office:value-type="string" office:string-value="planned"/>"#,
            r#"<table:table-cell table:number-columns-repeated="16381"/>"#,
        ])
        + empty;
    let plan = "id,measures,status,start,end,budget,currency,own\n\
        A1,W1.1,ongoing,2027-01-10,2027-09-30,120.5,CNY,a  b & c中\n\
        A2,W1.2,planned,,,,,\n";
    assert_eq!(analysed(ods(&rows)), analysed(plan));
}

#[test]
fn open_document_faults_are_named_by_address_too() {
    let rows = ods_row(&["id", "status", "owner"])
        + &ods_row(&[
            "A1",
            r#"<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"#,
        ])
        + &ods_row(&["A2", "planned", r#"<table:table-cell table:formula="of:=[.A1]"/>"#])
        + &ods_row(&[
            "A3",
            "planned",
            r#"<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Li</text:p></table:table-cell>"#,
        ])
        + &ods_row(&["A4", "planned", "<table:covered-table-cell/>"]);
    let refused = run(LINE).stdin(ods(&rows)).refused();
    for message in [
        "-!Plan:2: column status: cell B2 holds the error `#DIV/0!`",
        "-!Plan:3: column owner: cell C3 holds a formula whose value was not stored",
        "-!Plan:4: cells C4:C5 are merged",
    ] {
        assert!(refused.err.contains(message), "wanted {message}\n{}", refused.err);
    }
    let repeated = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>"#;
    for (rows, message) in [
        (ods_row(&["id", "status"]) + repeated, "too large: more than 5000000 cells"),
        (ods_row(&["id", "status"]) + "<table:table-row>", "the workbook is damaged"),
        (ods_row(&["id", "&lol;"]), "the workbook is damaged"),
    ] {
        let refused = run(LINE).stdin(ods(&rows)).refused();
        assert!(refused.err.contains(message), "wanted {message}\n{}", refused.err);
    }
}

#[test]
fn open_document_xml_is_held_to_what_published_xml_is() {
    let dir = folder();
    let bomb = r#"<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]>"#;
    let deep = format!("{}{}", "<text:span>".repeat(100), "</text:span>".repeat(100));
    for (content, iati, message) in [
        (format!("{bomb}<a>&c;</a>"), true, "a document type declaration"),
        ("<a>&c;</a>".to_owned(), true, "undefined entity `&c;`"),
        (format!("<a>{deep}</a>"), true, "elements nested more than 64 deep"),
        ("<a b='1' b='2'/>".to_owned(), true, "the attribute `b` stands twice in a tag"),
        (ods_content("<table:table-row>"), false, "where `table:table-row` is open"),
    ] {
        let plan = put(&dir, "plan.ods", ods_of(&content));
        let refused = run(&format!("envcoop-gap {plan} --framework mini")).refused();
        let named = format!("{plan}: the workbook is damaged: content.xml:1: ");
        assert!(refused.err.contains(&named), "{}", refused.err);
        assert!(refused.err.contains(message), "wanted {message}\n{}", refused.err);
        if iati {
            let plan = put(
                &dir,
                "plan.xml",
                content.replace("<a", "<iati-activities").replace("</a", "</iati-activities"),
            );
            let refused = run(&format!("envcoop-gap {plan} --framework mini")).refused();
            assert!(refused.err.contains(message), "wanted {message}\n{}", refused.err);
        }
    }
}
