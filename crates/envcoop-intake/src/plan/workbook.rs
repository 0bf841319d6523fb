//! Plans in workbooks: XLSX and ODS.
//!
//! The plan is the sheet named `Checklist` or `清单` if it has the header of a plan, else the first
//! sheet that has one. The header is the first row, among the first that hold anything, that names
//! both required columns: whatever stands above it is a title. Rows that are hidden or filtered out
//! are read like all others.

pub(super) mod answers;
pub(crate) mod cell;
pub(super) mod container;
mod hidden;
mod ods;
mod xlsx;

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use envcoop_core::plan::{Cells, Column, Document, Heading, Line, Row};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
use envcoop_core::text::{Label, Lang, Text, trim};
use envcoop_words as words;
use envcoop_words::problem::{book, sheet as say};

pub(crate) use self::cell::{Area, RawCell, RawSheet, Value, address, column_name};
use self::cell::{MOST_CELLS, Wanted};
pub(crate) use self::container::Fault;
use self::container::Kind;
use crate::marked::Words;
use crate::plan::columns::headings;
use crate::plan::csv::SOME_COLUMNS;
use crate::plan::unreadable;

/// The most bytes of a workbook's file.
const MOST_BYTES: u64 = 64 << 20;
/// Among how many rows that hold something the header is looked for.
const HEADER_WITHIN: usize = 20;

/// The sheet that is the plan.
pub const CHECKLIST: Label = words::sheet::CHECKLIST;
/// The sheet that says what was sent out.
pub const BASELINE: Label = words::sheet::BASELINE;

/// The sheets of a workbook that matter.
#[derive(Debug)]
struct Workbook {
    plan: Sheet,
    baseline: Option<Sheet>,
}

/// A sheet that is a plan.
#[derive(Debug)]
struct Sheet {
    /// The workbook's file and the sheet.
    file: Arc<str>,
    name: String,
    /// The row of the header, counted from 0.
    header: u32,
    headings: Vec<Heading>,
    /// The sheet's columns to which the headings belong, counted from 0.
    span: Range<u32>,
    /// The cells under the header, by row.
    cells: Vec<RawCell>,
    merged: Vec<Area>,
}

/// Reads every row of a workbook's plan and hands it to `sink`; returns how many could not be.
pub(crate) fn read(
    file: &Arc<str>,
    head: &[u8],
    input: impl Read,
    problems: &mut Problems,
    sink: &mut dyn FnMut(Row<'_>, &mut Problems),
) -> io::Result<u64> {
    let bytes = container::bounded(head, input, MOST_BYTES)?;
    let Some(workbook) = open(file, bytes, false, problems) else { return Ok(0) };
    let Sheet { file, headings, .. } = &workbook.plan;
    let n_refused = workbook.plan.rows(problems, &mut |number, texts, problems| {
        let (cells, extras) = Cells::of(headings.iter().zip(texts.iter().copied()));
        sink(Row { file, line: number, cells, extras: &extras, is_sound: false }, problems);
    });
    Ok(n_refused)
}

/// Reads every sheet of a workbook; where it cannot be read, what is wrong and the way out.
pub(crate) fn sheets(head: &[u8], input: impl Read) -> io::Result<Result<Vec<RawSheet>, Fault>> {
    let all: Wanted<'_> = &|_| usize::MAX;
    let read = |bytes: &[u8]| match container::inspect(bytes)? {
        Kind::Ods => ods::sheets(bytes, all),
        Kind::Xlsx => {
            let mut sheets = xlsx::Book::open(bytes)?.sheets(all)?;
            hidden::find(bytes, &mut sheets);
            Ok(sheets)
        }
    };
    Ok(match container::bounded(head, input, MOST_BYTES)? {
        Some(bytes) => container::guarded(|| read(&bytes)),
        None => Err(Fault::too_large(|lang| book::too_large(lang, MOST_BYTES >> 20))),
    })
}

/// Tells whether a workbook may have one of some words in a cell: whether they stand anywhere in its
/// texts. What is no sound workbook has none.
pub(crate) fn may_name(head: &[u8], input: impl Read, words: &Words) -> io::Result<bool> {
    let Some(bytes) = container::bounded(head, input, MOST_BYTES)? else { return Ok(false) };
    container::texts(&bytes, &mut |text| words.are_in(text))
}

/// Where a plan stands in its workbook. Rows and columns are counted from 0.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// The sheet.
    pub(crate) sheet: String,
    /// The row of the header.
    pub(crate) header: u32,
    /// The column of the first heading.
    pub(crate) first: u32,
    /// The last row that holds something.
    pub(crate) last: u32,
}

/// Where a plan stands, and what was sent out, where the workbook says so.
pub(super) type Spots = (Spot, Option<Spot>);

/// Reads a workbook's plan whole, and what was sent out where the workbook says so; nothing where
/// the workbook cannot be read. Rows with errors are left out, and the errors named.
pub fn read_document(
    file: &Arc<str>,
    input: impl Read,
    problems: &mut Problems,
) -> Option<(Document, Option<Document>)> {
    read_whole(file, input, problems).map(|(plan, baseline, _)| (plan, baseline))
}

/// Reads what [`read_document`] does, and where the plan stands.
pub(super) fn read_whole(
    file: &Arc<str>,
    input: impl Read,
    problems: &mut Problems,
) -> Option<(Document, Option<Document>, Spots)> {
    let bytes = match container::bounded(&[], input, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(unreadable(file, &error));
            return None;
        }
    };
    let Workbook { plan, baseline } = open(file, bytes, true, problems)?;
    let spots = (plan.spot(), baseline.as_ref().map(Sheet::spot));
    let mut document = |sheet: Sheet| {
        let mut lines = Vec::new();
        sheet.rows(problems, &mut |number, texts, _| {
            lines.push(Line { number, cells: texts.iter().map(|&text| text.to_owned()).collect() });
        });
        Document { headings: sheet.headings, lines }
    };
    Some((document(plan), baseline.map(document), spots))
}

/// Opens a workbook and finds its plan; nothing, and the reason among the problems, where there is
/// none.
fn open(
    file: &Arc<str>,
    bytes: Option<Vec<u8>>,
    with_baseline: bool,
    problems: &mut Problems,
) -> Option<Workbook> {
    let opened = match &bytes {
        Some(bytes) => container::guarded(|| find(bytes, with_baseline)),
        None => Err(Fault::too_large(|lang| book::too_large(lang, MOST_BYTES >> 20))),
    };
    let place = || Place { file: Arc::clone(file), line: 0 };
    let found = match opened {
        Ok(found) => found,
        Err(Fault { message, hint }) => {
            problems.push(Problem::fatal(place(), message).hint(hint));
            return None;
        }
    };
    for name in found.passed_over {
        let message = Text::new(|lang| say::passed_over(lang, quoted(&name)));
        problems.push(Problem::warning(place(), message).hint(say::PASSED_OVER_HINT));
    }
    let plan = Sheet::new(file, found.plan, problems)?;
    let baseline = match found.baseline {
        Some(sheet) => {
            let mut told = problems.of_part();
            let sheet = Sheet::new(file, sheet, &mut told);
            // What is noted of its header was noted of the plan's.
            let notes = |own: &&Problem| own.severity != Severity::Note;
            told.kept().iter().filter(notes).for_each(|own| problems.push(own.clone()));
            Some(sheet?)
        }
        None => None,
    };
    Some(Workbook { plan, baseline })
}

/// The sheets that were found.
struct Found {
    plan: RawSheet,
    baseline: Option<RawSheet>,
    /// The names of other sheets that look like plans.
    passed_over: Vec<String>,
}

fn find(bytes: &[u8], with_baseline: bool) -> Result<Found, Fault> {
    match container::inspect(bytes)? {
        Kind::Ods => find_in(|wanted| ods::sheets(bytes, wanted), with_baseline),
        Kind::Xlsx => {
            let mut book = xlsx::Book::open(bytes)?;
            find_in(|wanted| book.sheets(wanted), with_baseline)
        }
    }
}

fn find_in(
    mut sheets: impl FnMut(Wanted<'_>) -> Result<Vec<RawSheet>, Fault>,
    with_baseline: bool,
) -> Result<Found, Fault> {
    let tops = sheets(&|_| HEADER_WITHIN)?;
    let baseline = tops.iter().find(|sheet| is_named(sheet, BASELINE));
    let rest = || tops.iter().filter(|sheet| !is_named(sheet, BASELINE));
    let plans: Vec<&RawSheet> = rest().filter(|sheet| header_of(sheet).1 == 2).collect();
    let chosen = plans.iter().copied().find(|sheet| is_named(sheet, CHECKLIST));
    let is_by_name = chosen.is_some();
    // Where no sheet has the header of a plan, the likeliest is read, to say what its header lacks.
    let Some(plan) = chosen.or(plans.first().copied()).or_else(|| {
        let n_known = |sheet: &&RawSheet| {
            let names = header_of(sheet).0.iter().filter_map(text_of);
            names.filter(|name| Column::of_header(name).is_some()).count()
        };
        // The first of equals; `max_by_key` returns the last.
        rest().filter(|sheet| n_known(sheet) > 0).rev().max_by_key(n_known)
    }) else {
        let hint = Text::new(|lang| words::problem::header::sheet_must_begin(lang, SOME_COLUMNS));
        let mut names = rest().filter(|sheet| !sheet.cells.is_empty());
        let Some(first) = names.next() else {
            return Err(Fault::new(book::EMPTY, hint));
        };
        let more = names.count();
        let first = quoted(&first.name);
        let message = Text::new(|lang| match more {
            0 => book::no_plan(lang, &first),
            more => book::no_plan_more(lang, &first, more),
        });
        return Err(Fault::new(message, hint));
    };
    let passed_over = plans.iter().filter(|sheet| !is_by_name && sheet.name != plan.name);
    let passed_over = passed_over.map(|sheet| sheet.name.clone()).collect();
    let baseline = baseline.filter(|_| with_baseline).map(|sheet| sheet.name.clone());
    let is_wanted = |name: &str| name == plan.name || Some(name) == baseline.as_deref();
    let whole = sheets(&|name| if is_wanted(name) { usize::MAX } else { 0 })?;
    let mut found = Found { plan: RawSheet::default(), baseline: None, passed_over };
    for sheet in whole {
        if sheet.name == plan.name {
            found.plan = sheet;
        } else if Some(&sheet.name) == baseline.as_ref() {
            found.baseline = Some(sheet);
        }
    }
    Ok(found)
}

fn is_named(sheet: &RawSheet, label: Label) -> bool {
    let name = trim(&sheet.name).to_lowercase();
    Lang::ALL.iter().any(|&lang| name == label.get(lang).to_lowercase())
}

fn text_of(cell: &RawCell) -> Option<&str> {
    cell.value.plain()
}

/// Returns the header of a sheet, and how many of the required columns it names: the first row that
/// names all of them, else the first row.
fn header_of(sheet: &RawSheet) -> (&[RawCell], usize) {
    let n_required = |row: &&[RawCell]| {
        let names = |column: &Column| {
            row.iter().filter_map(text_of).any(|name| Column::of_header(name) == Some(*column))
        };
        Column::REQUIRED.iter().filter(|column| names(column)).count()
    };
    let rows = || sheet.cells.chunk_by(|a, b| a.at.0 == b.at.0).take(HEADER_WITHIN);
    let whole = rows().find(|row| n_required(row) == Column::REQUIRED.len());
    let row = whole.or_else(|| rows().next()).unwrap_or_default();
    (row, n_required(&row))
}

impl Sheet {
    /// Finds the header; nothing, and the reason among the problems, where it is no plan's.
    fn new(file: &Arc<str>, sheet: RawSheet, problems: &mut Problems) -> Option<Sheet> {
        let file: Arc<str> = format!("{file}!{}", sheet.name).into();
        let (header, _) = header_of(&sheet);
        let place = |row: u32| Place { file: Arc::clone(&file), line: u64::from(row) + 1 };
        let Some(&RawCell { at: (row, first), .. }) = header.first() else {
            let hint = Text::new(|lang| words::problem::header::must_begin(lang, SOME_COLUMNS));
            let place = Place { file, line: 0 };
            problems.push(Problem::fatal(place, say::EMPTY).hint(hint));
            return None;
        };
        let last = header.last().map_or(first, |cell| cell.at.1);
        let mut names = vec![String::new(); (last - first + 1) as usize];
        for cell in header {
            let Some(text) = text_of(cell) else {
                problems.push(Problem { severity: Severity::Fatal, ..bad_cell(cell, place(row)) });
                return None;
            };
            trim(text).clone_into(&mut names[(cell.at.1 - first) as usize]);
        }
        let headings = headings(names, &place(row), problems)?;
        let start = sheet.cells.partition_point(|cell| cell.at.0 <= row);
        let n_rows = sheet.cells[start..].chunk_by(|a, b| a.at.0 == b.at.0).count();
        if headings.len().saturating_mul(n_rows) > MOST_CELLS {
            let fault = Fault::too_large(|lang| book::too_many_cells(lang, MOST_CELLS));
            problems.push(Problem::fatal(place(row), fault.message).hint(fault.hint));
            return None;
        }
        let mut merged = sheet.merged;
        let end = sheet.cells.last().map_or(row, |cell| cell.at.0);
        merged.retain(|area| {
            let is_one = area.first == area.last;
            let by_row = area.first.0 <= end && area.last.0 >= row;
            let by_column = area.first.1 <= last && area.last.1 >= first;
            !is_one && by_row && by_column
        });
        merged.sort_by_key(|area| area.first);
        if let Some(area) = merged.first().filter(|area| area.first.0 <= row) {
            problems.push(Problem { severity: Severity::Fatal, ..unmerge(*area, place(row)) });
            return None;
        }
        let mut cells = sheet.cells;
        cells.drain(..start);
        let (name, span) = (sheet.name, first..last + 1);
        Some(Sheet { file, name, header: row, headings, span, cells, merged })
    }

    fn spot(&self) -> Spot {
        Spot {
            sheet: self.name.clone(),
            header: self.header,
            first: self.span.start,
            last: self.cells.last().map_or(self.header, |cell| cell.at.0),
        }
    }

    /// Hands every row to `sink`: its number and one text per heading. Returns how many rows have an
    /// error.
    fn rows<'s>(
        &'s self,
        problems: &mut Problems,
        sink: &mut dyn FnMut(u64, &[&'s str], &mut Problems),
    ) -> u64 {
        let mut merged = self.merged.iter().peekable();
        let mut merged_to = None;
        let mut n_refused = 0;
        for row in self.cells.chunk_by(|a, b| a.at.0 == b.at.0) {
            let at = row[0].at.0;
            let place = || Place { file: Arc::clone(&self.file), line: u64::from(at) + 1 };
            while let Some(area) = merged.next_if(|area| area.first.0 <= at) {
                let line = u64::from(area.first.0) + 1;
                problems.push(unmerge(*area, Place { line, ..place() }));
                merged_to = merged_to.max(Some(area.last.0));
            }
            let mut sound = merged_to.is_none_or(|last| last < at);
            let mut texts = vec![""; self.headings.len()];
            for cell in row {
                let address = address(cell.at);
                let fault = match &cell.value {
                    _ if !self.span.contains(&cell.at.1) => {
                        let shown = text_of(cell).map_or(String::new(), |text| quoted(trim(text)));
                        let message = Text::new(|lang| say::no_header(lang, &address, &shown));
                        Some(Problem::error(place(), message).hint(say::NO_HEADER_HINT))
                    }
                    Value::Text(text) | Value::Number(text) => {
                        texts[(cell.at.1 - self.span.start) as usize] = text;
                        None
                    }
                    Value::Error(_) | Value::Unstored => {
                        let heading = &self.headings[(cell.at.1 - self.span.start) as usize];
                        let name =
                            heading.column.map_or(heading.text.as_str(), |known| known.code());
                        Some(bad_cell(cell, place()).column(name))
                    }
                };
                if let Some(problem) = fault {
                    sound = false;
                    problems.push(problem);
                }
            }
            if sound {
                sink(u64::from(at) + 1, &texts, problems);
            } else {
                n_refused += 1;
            }
        }
        n_refused
    }
}

/// Makes the problem of a cell without a value.
fn bad_cell(cell: &RawCell, place: Place) -> Problem {
    let error = match &cell.value {
        Value::Error(text) => text,
        Value::Text(_) | Value::Number(_) | Value::Unstored => "",
    };
    without_value(&address(cell.at), error, place)
}

/// Makes the problem of a cell that holds an error; blank where a formula's value was not stored.
pub(crate) fn without_value(address: &str, error: &str, place: Place) -> Problem {
    if error.is_empty() {
        let message = Text::new(|lang| say::not_stored(lang, address));
        return Problem::error(place, message).hint(say::NOT_STORED_HINT);
    }
    let message = Text::new(|lang| say::error(lang, address, quoted(error)));
    Problem::error(place, message).hint(say::ERROR_HINT)
}

/// Makes the problem of merged cells.
fn unmerge(area: Area, place: Place) -> Problem {
    let message = Text::new(|lang| say::merged(lang, area.name()));
    Problem::error(place, message).hint(say::MERGED_HINT)
}
