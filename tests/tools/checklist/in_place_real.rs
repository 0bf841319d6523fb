//! Workbooks that other programs made, with all that they hold, around a plan that is edited.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use envcoop_core::plan::Line;
use envcoop_core::problem::Problems;
use envcoop_intake::plan::PlanFile;
use envcoop_tests::{shared, shipped};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Puts a plan in the place of the rows of a workbook's first sheet that has any; nothing where there
/// is none, or the workbook cannot be opened.
fn planted(workbook: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).ok()?;
    let names: Vec<String> =
        archive.file_names().map(|name| Some(name.ok()?.into_owned())).collect::<Option<_>>()?;
    let sheet = names.iter().find(|name| name.contains("worksheets/") && name.ends_with(".xml"))?;
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(sheet).ok()?, &mut text).ok()?;
    let open = text.find("sheetData")?;
    let prefix = &text[text[..open].rfind('<')? + 1..open];
    let start = open + text[open..].find('>')?;
    let is_empty = text[..start].ends_with('/');
    let close = format!("</{prefix}sheetData>");
    let rest =
        if is_empty { &text[start + 1..] } else { &text[text.find(&close)? + close.len()..] };
    let row = |cells: [&str; 3]| {
        let cell = |text: &str| {
            format!(
                "<{prefix}c t=\"inlineStr\"><{prefix}is><{prefix}t>{text}</{prefix}t></{prefix}is></{prefix}c>"
            )
        };
        format!("<{prefix}row>{}</{prefix}row>", cells.map(cell).concat())
    };
    let rows = row(["id", "status", "owner"])
        + &row(["A1", "planned", "Li"])
        + &row(["A2", "ongoing", "?"]);
    let head = text[..start].trim_end_matches('/');
    let planted = format!("{head}>{rows}{close}{rest}");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).ok()?;
        if part.name().ok()? != *sheet {
            out.raw_copy_file(part).ok()?;
            continue;
        }
        out.start_file(sheet.as_str(), SimpleFileOptions::default()).ok()?;
        out.write_all(planted.as_bytes()).ok()?;
    }
    Some((sheet.clone(), out.finish().ok()?.into_inner()))
}

/// Returns the parts of a workbook as they are compressed.
fn raw_parts(workbook: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).expect("an archive");
    let part = |at: usize| {
        let mut part = archive.by_index_raw(at).expect("the part is there");
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).expect("it is there");
        (part.name().expect("it has a name").into_owned(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(workbook)).expect("an archive").len()).map(part).collect()
}

fn read(bytes: &[u8]) -> Option<PlanFile> {
    let mut problems = Problems::default();
    let read = PlanFile::read(&"plan".into(), bytes, None, &shipped("mini"), &mut problems);
    read.filter(|_| problems.n_errors() == 0)
}

#[test]
fn workbooks_of_other_programs_keep_every_part() {
    let Some(corpora) = shared("corpora") else { return };
    let mut files: Vec<PathBuf> = ["calamine", "excelize", "gen-xlsx", "openpyxl", "poi"]
        .iter()
        .flat_map(|folder| fs::read_dir(corpora.join(folder)).expect("a folder"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "xlsx" || end == "xlsm"))
        .collect();
    files.sort();
    let mut n_edited = 0;
    for path in &files {
        let bytes = fs::read(path).expect("the file");
        let edited = catch_unwind(|| edit(path, &bytes));
        n_edited += u32::from(edited.unwrap_or_else(|_| panic!("{} panics", path.display())));
    }
    assert!(n_edited >= 140, "only {n_edited} of {} workbooks were edited", files.len());
}

/// Edits a workbook; tells whether it could be.
fn edit(path: &Path, workbook: &[u8]) -> bool {
    let Some((sheet, before)) = planted(workbook) else { return false };
    let Some(file) = read(&before).filter(|file| file.plan.lines.len() == 2) else { return false };
    let mut plan = file.plan.clone();
    "completed".clone_into(&mut plan.lines[0].cells[1]);
    plan.lines
        .push(Line { number: 0, cells: ["A3", "planned", "王芳"].map(str::to_owned).to_vec() });
    let after = match file.edited(&plan, None) {
        Ok(after) => after,
        Err(problem) => {
            assert!(problem.hint.is_some(), "{}: {problem:?}", path.display());
            return false;
        }
    };
    let back = read(&after).expect("it is read").plan;
    let said: Vec<&Vec<String>> = back.lines.iter().map(|line| &line.cells).collect();
    assert_eq!(
        said,
        [&["A1", "completed", "Li"][..], &["A2", "ongoing", "?"], &["A3", "planned", "王芳"]]
    );
    let (before, after) = (raw_parts(&before), raw_parts(&after));
    assert_eq!(before.len(), after.len(), "{}", path.display());
    for (name, part) in &before {
        let may_change =
            *name == sheet || name.contains("tables/") || name.ends_with("workbook.xml");
        assert!(may_change || after[name] == *part, "{}: {name} changed", path.display());
    }
    true
}
