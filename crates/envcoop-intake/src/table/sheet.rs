//! Tables in workbooks: the sheet that has the likeliest header, and every other with the same one.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use envcoop_core::problem::{Problem, Problems, quoted};
use envcoop_core::text::{Text, nearest, trim};
use envcoop_words::list;
use envcoop_words::problem::table as say;

use super::hidden;
use super::layout::{self, HEADER_WITHIN, Layout, TopRow};
use super::{Cell, Content, Found, Part, Row, Search, State, no_header, whole};
use crate::plan::unreadable;
use crate::plan::workbook::{self, Area, RawSheet, Value};

/// How many merged cells are looked at for the header.
const MOST_MERGED: usize = 1000;

/// The sheets of a table.
#[derive(Debug)]
pub(super) struct Sheets(Vec<RawSheet>);

pub(super) fn find(
    file: &Arc<str>,
    head: &[u8],
    input: impl Read,
    search: Search<'_>,
    problems: &mut Problems,
) -> Option<Found> {
    let sheets = match workbook::sheets(head, input) {
        Ok(Ok(sheets)) => sheets,
        Ok(Err(workbook::Fault { message, hint })) => {
            problems.push(Problem::fatal(whole(file), message).hint(hint));
            return None;
        }
        Err(error) => {
            problems.push(unreadable(file, &error));
            return None;
        }
    };
    let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let is_wanted =
        |sheet: &RawSheet| search.sheet.is_none_or(|name| trim(&sheet.name) == trim(name));
    let mut found: Vec<(Layout, u32, RawSheet)> = Vec::new();
    for sheet in sheets.into_iter().filter(is_wanted) {
        let (rows, first) = tops(&sheet);
        if let Some(layout) = layout::find(&rows, search.is_known) {
            found.push((layout, first, sheet));
        }
    }
    if found.is_empty() {
        let wanted = search.sheet.filter(|name| !names.iter().any(|own| trim(own) == trim(name)));
        problems.push(match wanted {
            Some(name) => no_sheet(file, name, &names),
            None => no_header(whole(file)),
        });
        return None;
    }
    let hidden = drop_hidden(&mut found, search.sheet.is_some());
    if !hidden.is_empty() {
        let message =
            Text::new(|lang| say::hidden_sheets(lang, hidden.join(list::COMMA.get(lang))));
        problems.push(Problem::warning(whole(file), message).hint(say::HIDDEN_SHEETS_HINT));
    }
    let n_known =
        |layout: &Layout| layout.names.iter().filter(|name| (search.is_known)(name)).count();
    // The first of equals; `max_by_key` returns the last.
    let likeliest = found.iter().rev().max_by_key(|(layout, ..)| n_known(layout));
    let layout = likeliest.map(|(layout, ..)| layout.clone()).unwrap_or_default();
    let (same, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(own, ..)| own.names == layout.names);
    let passed_over: Vec<String> =
        others.iter().filter(|(own, ..)| n_known(own) > 1).map(|(.., s)| quoted(&s.name)).collect();
    if !passed_over.is_empty() {
        let message =
            Text::new(|lang| say::passed_over(lang, passed_over.join(list::COMMA.get(lang))));
        problems.push(Problem::warning(whole(file), message).hint(say::PASSED_OVER_HINT));
    }
    let mut parts = Vec::new();
    let mut sheets = Vec::new();
    for (own, first_column, sheet) in same {
        let place = format!("{file}!{}", sheet.name).into();
        let sheet_name = Some(sheet.name.clone());
        let header = own.header.1;
        let part = Part { sheet: sheet_name, place, header, first_column, titles: own.titles };
        hidden::notes(&part, &sheet, own.names.len()).into_iter().for_each(|n| problems.push(n));
        parts.push(part);
        sheets.push(sheet);
    }
    Some((layout, parts, Content::Sheets(Sheets(sheets))))
}

/// Takes hidden sheets out where a visible one is a table as well; returns their names.
fn drop_hidden(found: &mut Vec<(Layout, u32, RawSheet)>, is_asked: bool) -> Vec<String> {
    if is_asked || found.iter().all(|(.., sheet)| sheet.hidden.is_whole) {
        return Vec::new();
    }
    let mut names = Vec::new();
    found.retain(|(.., sheet)| {
        if sheet.hidden.is_whole {
            names.push(quoted(&sheet.name));
        }
        !sheet.hidden.is_whole
    });
    names
}

fn no_sheet(file: &Arc<str>, name: &str, names: &[String]) -> Problem {
    let message = Text::new(|lang| say::no_sheet(lang, quoted(name)));
    let near = nearest(name, names.iter().map(String::as_str));
    let all = || names.iter().map(|name| quoted(name)).collect::<Vec<_>>();
    let hint = Text::new(|lang| match near {
        Some(near) => say::sheet_meant(lang, quoted(near)),
        None => say::sheets(lang, all().join(list::COMMA.get(lang))),
    });
    Problem::fatal(whole(file), message).hint(hint)
}

fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) | Value::Number(text) | Value::Error(text) => text,
        Value::Unstored => "",
    }
}

/// Returns the first rows that hold something, and the column in which the table begins.
fn tops(sheet: &RawSheet) -> (Vec<TopRow>, u32) {
    let rows = || sheet.cells.chunk_by(|a, b| a.at.0 == b.at.0).take(HEADER_WITHIN);
    let first = rows().map(|row| row[0].at.1).min().unwrap_or(0);
    let last = rows().map(|row| row[row.len() - 1].at.1).max().unwrap_or(0);
    let mut tops: Vec<TopRow> = Vec::new();
    for row in rows() {
        let mut cells = vec![String::new(); (last - first + 1) as usize];
        for cell in row {
            text(&cell.value).clone_into(&mut cells[(cell.at.1 - first) as usize]);
        }
        tops.push(TopRow { number: u64::from(row[0].at.0) + 1, cells, wide: Vec::new() });
    }
    for area in sheet.merged.iter().take(MOST_MERGED) {
        let Some(at) = tops.iter().position(|row| row.number == u64::from(area.first.0) + 1) else {
            continue;
        };
        let columns = area.first.1.max(first)..=area.last.1.min(last);
        if columns.is_empty() {
            continue;
        }
        let (from, to) = ((columns.start() - first) as usize, (columns.end() - first) as usize);
        let text = tops[at].cells.get(from).cloned().unwrap_or_default();
        for row in tops.iter_mut().filter(|row| row.number <= u64::from(area.last.0) + 1).skip(at) {
            if to > from {
                row.wide.push((from, to));
            }
            row.cells[from..=to].iter_mut().for_each(|cell| text.clone_into(cell));
        }
    }
    (tops, first)
}

impl Sheets {
    pub(super) fn is_1904(&self) -> bool {
        self.0.iter().any(|sheet| sheet.is_1904)
    }

    pub(super) fn read(
        &self,
        parts: &[Part],
        n_columns: usize,
        problems: &mut Problems,
        sink: &mut dyn FnMut(&Row<'_>, &mut Problems),
    ) {
        for (part, sheet) in parts.iter().zip(&self.0) {
            read(part, sheet, n_columns, problems, sink);
        }
    }
}

fn read(
    part: &Part,
    sheet: &RawSheet,
    n_columns: usize,
    problems: &mut Problems,
    sink: &mut dyn FnMut(&Row<'_>, &mut Problems),
) {
    // What a merged cell says is looked up at its first.
    let at = |at: (u32, u32)| sheet.cells.binary_search_by_key(&at, |cell| cell.at).ok();
    let mut merged: Vec<&Area> =
        sheet.merged.iter().filter(|area| area.first.0 < area.last.0).collect();
    merged.sort_by_key(|area| area.first);
    let mut merged = merged.into_iter().peekable();
    let mut wide: Vec<&Area> =
        sheet.merged.iter().filter(|area| area.first.1 < area.last.1).collect();
    wide.sort_by_key(|area| area.first);
    let mut wide = wide.into_iter().peekable();
    // The merged cells that reach into the row, by their columns.
    let mut open: BTreeMap<u32, &Area> = BTreeMap::new();
    let mut open_wide: BTreeMap<u32, &Area> = BTreeMap::new();
    let mut cells: Vec<Cell<'_>> = Vec::new();
    for row in sheet.cells.chunk_by(|a, b| a.at.0 == b.at.0) {
        let number = row[0].at.0;
        if u64::from(number) < part.header {
            continue;
        }
        cells.clear();
        cells.resize(n_columns, Cell::default());
        for raw in row {
            let state = match raw.value {
                Value::Text(_) | Value::Number(_) => State::Own,
                Value::Error(_) | Value::Unstored => State::Fault,
            };
            let is_number = matches!(raw.value, Value::Number(_));
            set(&mut cells, part, raw.at.1, Cell { text: text(&raw.value), state, is_number });
        }
        open.retain(|_, area| area.last.0 >= number);
        while let Some(area) = merged.next_if(|area| area.first.0 < number) {
            if area.last.0 >= number {
                open.insert(area.first.1, area);
            }
        }
        for area in open.values() {
            // Down the rows of a merged cell its text counts for each; across columns it is one.
            if let Some(found) = at(area.first) {
                let value = &sheet.cells[found].value;
                let is_number = matches!(value, Value::Number(_));
                let cell = Cell { text: text(value), state: State::Repeated, is_number };
                set(&mut cells, part, area.first.1, cell);
            }
        }
        open_wide.retain(|_, area| area.last.0 >= number);
        while let Some(area) = wide.next_if(|area| area.first.0 <= number) {
            if area.last.0 >= number {
                open_wide.insert(area.first.1, area);
            }
        }
        let end = part.first_column.saturating_add(cells.len() as u32);
        // Cells that are merged twice, as only broken workbooks have them, are set once.
        let mut reached = 0;
        for area in open_wide.values() {
            let (first, last) = (area.first.1.saturating_add(1), area.last.1.saturating_add(1));
            for column in reached.max(first)..end.min(last) {
                set(&mut cells, part, column, Cell { state: State::Joined, ..Cell::default() });
            }
            reached = reached.max(last);
        }
        let number = u64::from(number) + 1;
        sink(&Row { part, number, index: None, cells: &cells }, problems);
    }
}

/// Puts a cell into a row; what stands before the table is none of it.
fn set<'s>(cells: &mut Vec<Cell<'s>>, part: &Part, column: u32, cell: Cell<'s>) {
    let Some(column) = column.checked_sub(part.first_column) else { return };
    let column = column as usize;
    if column >= cells.len() {
        cells.resize(column + 1, Cell::default());
    }
    cells[column] = cell;
}
