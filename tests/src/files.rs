//! What the tools write, read back: a report's tables, the parts of a workbook.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use crate::{folder, run};

/// A row of a table, by the names of its columns.
pub type Row = BTreeMap<String, String>;

/// Reads a table of a report that was written for programs.
#[track_caller]
pub fn table(report: &Path, name: &str) -> Vec<Row> {
    let path = report.join(format!("{name}.csv"));
    let rows = csv::Reader::from_path(path).expect("the table is there").into_deserialize();
    rows.collect::<Result<_, _>>().expect("well-formed CSV")
}

/// Writes the tables of a plan for programs and returns them by their names.
#[track_caller]
pub fn tables(line: &str) -> impl Fn(&str) -> Vec<Row> + use<> {
    let dir = folder();
    run(&format!("envcoop-report csv {line} --for data -o {}", dir.path().display())).done();
    move |name| table(dir.path(), name)
}

/// Returns the parts of a workbook, each of which must be text.
#[track_caller]
pub fn parts(workbook: &Path) -> BTreeMap<String, String> {
    let file = File::open(workbook).expect("the file is there");
    let mut archive = zip::ZipArchive::new(file).expect("a workbook is an archive");
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("the part is there");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("every part is XML");
        parts.insert(part.name().expect("the part has a name").into_owned(), text);
    }
    parts
}

/// Returns the parts of a workbook as they are packed, whatever they are.
#[track_caller]
pub fn packed_parts(workbook: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("an archive");
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("the part is there");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("the part is sound");
        parts.insert(part.name().expect("the part has a name").into_owned(), bytes);
    }
    parts
}
