//! What changes on a sheet: cells by row and column.

use std::collections::BTreeMap;

use envcoop_core::plan::{Column, canonical};
use envcoop_core::problem::quoted;
use envcoop_core::text::Text;
use envcoop_words::problem::patch as say;

use super::{Edits, Fault, is_blank, ods, xlsx};
use crate::plan::workbook::Spot;
use crate::plan::workbook::cell::{Area, address, number};
use crate::plan::workbook::container::{self, Kind};

/// Returns a workbook with what changed.
pub(crate) fn workbook(bytes: &[u8], spot: &Spot, edits: &Edits<'_>) -> Result<Vec<u8>, Fault> {
    let grid = Grid::new(spot, edits);
    let fault = |fault: container::Fault| Fault::new(fault.message, fault.hint);
    match container::inspect(bytes).map_err(fault)? {
        Kind::Xlsx => xlsx::patch(bytes, &grid),
        Kind::Ods => ods::patch(bytes, &grid),
    }
}

/// A cell's new text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'p> {
    /// The column of the plan.
    pub(super) column: Option<Column>,
    /// What it says.
    pub(super) text: &'p str,
}

/// The changes on a sheet; rows and columns are counted from 0.
pub(super) struct Grid<'p> {
    /// The sheet's name.
    pub(super) sheet: &'p str,
    /// The row of the header.
    pub(super) header: u32,
    /// The last row of the plan before.
    pub(super) last: u32,
    /// How many rows come behind it.
    pub(super) n_added: u32,
    /// Cells by row, then by column. Of a row that is new every column is there.
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, Change<'p>>>,
    /// The first column of the plan, and the one behind its last.
    pub(super) columns: (u32, u32),
}

impl<'p> Grid<'p> {
    fn new(spot: &'p Spot, edits: &Edits<'p>) -> Grid<'p> {
        let headings: Vec<_> = edits.headings().collect();
        let at = |column: usize| spot.first + column as u32;
        let change = |column: usize, text: &'p str| {
            let known = headings.get(column).and_then(|heading| heading.column);
            (at(column), Change { column: known, text })
        };
        let mut rows: BTreeMap<u32, BTreeMap<u32, Change<'p>>> = BTreeMap::new();
        let names = (edits.n_columns()..).zip(edits.new_headings());
        let names: BTreeMap<u32, Change<'p>> = names
            .map(|(column, heading)| (at(column), Change { column: None, text: &heading.text }))
            .collect();
        if !names.is_empty() {
            rows.insert(spot.header, names);
        }
        for (row, line) in edits.rows().iter().enumerate() {
            let changed = edits.changed(row);
            if !changed.is_empty() {
                let cells = changed.into_iter().map(|(column, text)| change(column, text));
                rows.insert((line.number.saturating_sub(1)) as u32, cells.collect());
            }
        }
        let added = edits.added();
        for (row, cells) in (spot.last + 1..).zip(&added) {
            let cells = cells.iter().enumerate().map(|(column, text)| change(column, text));
            rows.insert(row, cells.collect());
        }
        Grid {
            sheet: &spot.sheet,
            header: spot.header,
            last: spot.last,
            n_added: added.len() as u32,
            rows,
            columns: (spot.first, at(headings.len())),
        }
    }

    /// Tells whether a row is new.
    pub(super) fn is_added(&self, row: u32) -> bool {
        row > self.last
    }

    /// Returns the first cell of an area that would be written.
    pub(super) fn written_in(&self, area: Area) -> Option<(u32, u32)> {
        let rows = self.rows.range(area.first.0..=area.last.0.max(area.first.0));
        let mut cells = rows.flat_map(|(&row, cells)| {
            cells.iter().map(move |(&column, change)| ((row, column), change))
        });
        let written = |(row, _): (u32, u32), change: &Change<'_>| {
            !self.is_added(row) || !is_blank(change.text)
        };
        cells.find(|(at, change)| area.holds(*at) && written(*at, change)).map(|(at, _)| at)
    }

    /// Returns the text that a cell is to get, as a message has it.
    fn new_text(&self, at: (u32, u32)) -> String {
        let change = self.rows.get(&at.0).and_then(|row| row.get(&at.1));
        quoted(change.map_or("", |change| change.text))
    }

    /// Makes the fault of a formula that would be overwritten.
    pub(super) fn formula(&self, at: (u32, u32)) -> Fault {
        let (sheet, cell, text) = (quoted(self.sheet), address(at), self.new_text(at));
        let message = Text::new(|lang| say::over_formula(lang, &sheet, &cell, &text));
        Fault::new(message, say::OVER_FORMULA_HINT).at(u64::from(at.0) + 1)
    }

    /// Makes the fault of merged cells that would be written over.
    pub(super) fn merged(&self, at: (u32, u32), area: Area) -> Fault {
        let (sheet, cell, text) = (quoted(self.sheet), address(at), self.new_text(at));
        let area = area.name();
        let message = Text::new(|lang| say::over_merged(lang, &sheet, &cell, &area, &text));
        Fault::new(message, say::OVER_MERGED_HINT).at(u64::from(at.0) + 1)
    }
}

/// What a column holds: what a changed cell becomes depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing that is known.
    #[default]
    Unknown,
    Text,
    Number,
    Day,
}

/// Returns a changed cell as a number, where its column holds numbers and no digit is lost.
pub(super) fn as_number(change: Change<'_>, holds: Holds) -> Option<String> {
    match change.column {
        Some(Column::Budget) if holds != Holds::Text && holds != Holds::Day => {
            let plain = canonical(change.column, change.text);
            let text = number(plain.parse().ok().filter(|n: &f64| n.is_finite())?);
            (canonical(change.column, &text) == plain).then_some(text)
        }
        None if holds == Holds::Number => {
            let value = change.text.parse().ok().filter(|n: &f64| n.is_finite())?;
            (number(value) == change.text).then(|| change.text.to_owned())
        }
        _ => None,
    }
}
