//! The sheet of a workbook on which a person settled conflicts.

use std::sync::Arc;

use envcoop_core::edit::merge::Asked;
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Text, trim};
use envcoop_words::problem::settle as say;

use super::cell::{RawCell, RawSheet, Value, Wanted};
use super::container::{self, Fault, Kind};
use super::{HEADER_WITHIN, MOST_BYTES, bad_cell, ods, text_of, unmerge, xlsx};
use crate::plan::answers::{LIKELY, Table, n_required, none};

/// Finds the sheet and reads its rows; nothing, and the reason among the problems, where there is none
/// or where a cell that is to be read has no value.
pub(in crate::plan) fn table(
    file: &Arc<str>,
    bytes: Vec<u8>,
    problems: &mut Problems,
) -> Option<Table> {
    let place = || Place { file: Arc::clone(file), line: 0 };
    let found = match bytes.len() as u64 > MOST_BYTES {
        true => Err(Fault::too_large(|lang| {
            envcoop_words::problem::book::too_large(lang, MOST_BYTES >> 20)
        })),
        false => container::guarded(|| find(&bytes)),
    };
    let (sheet, others) = match found {
        Ok(Some(found)) => found,
        Ok(None) => {
            problems.push(none(place()));
            return None;
        }
        Err(Fault { message, hint }) => {
            problems.push(Problem::fatal(place(), message).hint(hint));
            return None;
        }
    };
    for name in others {
        let message = Text::new(|lang| say::passed_over(lang, quoted(&name)));
        problems.push(Problem::warning(place(), message));
    }
    read(file, &sheet, problems)
}

/// Finds the first sheet with the whole header, else the first that has some of it; and the names of
/// others with the whole header.
fn find(bytes: &[u8]) -> Result<Option<(RawSheet, Vec<String>)>, Fault> {
    match container::inspect(bytes)? {
        Kind::Ods => find_in(|wanted| ods::sheets(bytes, wanted)),
        Kind::Xlsx => {
            let mut book = xlsx::Book::open(bytes)?;
            find_in(|wanted| book.sheets(wanted))
        }
    }
}

fn find_in(
    mut sheets: impl FnMut(Wanted<'_>) -> Result<Vec<RawSheet>, Fault>,
) -> Result<Option<(RawSheet, Vec<String>)>, Fault> {
    let tops = sheets(&|_| HEADER_WITHIN)?;
    let of = |least: usize| {
        let is_one = move |sheet: &&RawSheet| header_of(sheet).1 >= least;
        tops.iter().filter(is_one).map(|sheet| sheet.name.clone()).collect::<Vec<_>>()
    };
    let mut whole = of(Asked::REQUIRED.len());
    let likely = of(LIKELY).into_iter().next();
    let name = if whole.is_empty() { likely } else { Some(whole.remove(0)) };
    let Some(name) = name else { return Ok(None) };
    let read = sheets(&|own| if own == name { usize::MAX } else { 0 })?;
    Ok(read.into_iter().find(|sheet| sheet.name == name).map(|sheet| (sheet, whole)))
}

/// Returns the row that names the most of the required columns, and how many it names.
fn header_of(sheet: &RawSheet) -> (&[RawCell], usize) {
    let rows = sheet.cells.chunk_by(|a, b| a.at.0 == b.at.0).take(HEADER_WITHIN);
    let counted = rows.map(|row| (row, n_required(row.iter().filter_map(text_of))));
    // The first of equals; `max_by_key` returns the last.
    let counted: Vec<(&[RawCell], usize)> = counted.collect();
    counted.into_iter().rev().max_by_key(|(_, n)| *n).unwrap_or_default()
}

fn read(file: &Arc<str>, sheet: &RawSheet, problems: &mut Problems) -> Option<Table> {
    let (header, _) = header_of(sheet);
    let (row, _) = header.first()?.at;
    let file: Arc<str> = format!("{file}!{}", sheet.name).into();
    let place = |row: u32| Place { file: Arc::clone(&file), line: u64::from(row) + 1 };
    let first = sheet.cells.iter().map(|cell| cell.at.1).min()?;
    let last = sheet.cells.iter().filter(|cell| cell.at.0 >= row).map(|cell| cell.at.1).max()?;
    let n_columns = (last - first + 1) as usize;
    let at = |cell: &RawCell| (cell.at.1 - first) as usize;
    let mut names = vec![String::new(); n_columns];
    for cell in header {
        if let Some(text) = text_of(cell) {
            trim(text).clone_into(&mut names[at(cell)]);
        }
    }
    let n_before = problems.n_errors();
    let is_read = |column: u32| {
        let name = column.checked_sub(first).and_then(|at| names.get(at as usize));
        name.is_some_and(|name| Asked::of_header(name).is_some())
    };
    for area in &sheet.merged {
        let is_below = area.last.0 > row && area.first != area.last;
        if is_below && (area.first.1..=area.last.1).any(is_read) {
            problems.push(unmerge(*area, place(area.first.0)));
        }
    }
    let mut rows = Vec::new();
    let below = sheet.cells.iter().skip_while(|cell| cell.at.0 <= row).cloned();
    let below: Vec<RawCell> = below.collect();
    for cells in below.chunk_by(|a, b| a.at.0 == b.at.0) {
        let mut texts = vec![String::new(); n_columns];
        for cell in cells {
            match &cell.value {
                Value::Text(text) | Value::Number(text) => texts[at(cell)].clone_from(text),
                Value::Error(_) | Value::Unstored if is_read(cell.at.1) => {
                    problems.push(bad_cell(cell, place(cell.at.0)).column(&names[at(cell)]));
                }
                Value::Error(_) | Value::Unstored => {}
            }
        }
        rows.push((u64::from(cells[0].at.0) + 1, texts));
    }
    let line = u64::from(row) + 1;
    (problems.n_errors() == n_before).then_some(Table { file, line, header: names, rows })
}
