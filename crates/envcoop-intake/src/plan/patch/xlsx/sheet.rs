//! The part of a sheet: cells written in their place, rows put behind the last.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::grid::{Change, Grid, Holds, as_number};
use super::super::markup::{Does, Tag, Tags, damaged, escaped};
use super::super::styles::Formats;
use super::super::{Fault, Splice, is_blank, spliced};
use super::grown_tag;
use crate::plan::workbook::cell::{Area, address, cell_at, serial};

/// What the workbook says of all its cells.
pub(super) struct Book {
    pub(super) formats: Formats,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
}

/// Returns a sheet with what changed.
pub(super) fn patch(text: &str, book: &Book, grid: &Grid<'_>) -> Result<String, Fault> {
    let mut sheet = Sheet {
        book,
        grid,
        splices: Vec::new(),
        prefix: "",
        in_data: false,
        next_row: 0,
        row: None,
        above: BTreeMap::new(),
        columns: Vec::new(),
        model: None,
        left: grid.rows.keys().copied().collect(),
        formulas: Vec::new(),
    };
    for tag in Tags::new(text) {
        sheet.take(tag?)?;
    }
    if !sheet.left.is_empty() {
        return Err(damaged("a row is not found again"));
    }
    for area in sheet.formulas {
        if let Some(at) = grid.written_in(area) {
            return Err(grid.formula(at));
        }
    }
    Ok(spliced(text, sheet.splices))
}

struct Sheet<'t, 'g> {
    book: &'g Book,
    grid: &'g Grid<'g>,
    splices: Vec<Splice>,
    /// The prefix of the format's elements.
    prefix: &'t str,
    in_data: bool,
    next_row: u32,
    row: Option<Row<'t>>,
    /// By column: the cell of the nearest row above that has one.
    above: BTreeMap<u32, Look>,
    /// The styles of whole columns: the first, the last, the style.
    columns: Vec<(u32, u32, String)>,
    /// The tag of the plan's last row, by which new ones are made.
    model: Option<Tag<'t>>,
    /// The rows that are still to be changed or made, in order.
    left: std::collections::BTreeSet<u32>,
    /// Where the values of formulas stand that fill several cells.
    formulas: Vec<Area>,
}

/// A row of the sheet being read.
struct Row<'t> {
    number: u32,
    tag: Tag<'t>,
    next_column: u32,
    cells: Vec<Cell<'t>>,
}

/// A cell of the sheet.
struct Cell<'t> {
    column: u32,
    tag: Tag<'t>,
    /// Where it ends.
    end: usize,
    has_formula: bool,
    has_value: bool,
}

/// How a cell looks, and what kind of value it has.
#[derive(Clone, Debug, Default)]
struct Look {
    style: Option<String>,
    is_number: bool,
}

impl<'t> Sheet<'t, '_> {
    fn take(&mut self, tag: Tag<'t>) -> Result<(), Fault> {
        let opens = tag.does != Does::Close;
        match tag.local() {
            "sheetData" => {
                self.in_data = tag.does == Does::Open;
                self.prefix = tag.prefix();
                if !self.in_data {
                    self.make_rows(u32::MAX, tag.at.start);
                }
            }
            "row" if self.in_data && opens => {
                let number = tag.number("r").map_or(Some(self.next_row), |r| r.checked_sub(1));
                let number = number.filter(|number| *number >= self.next_row);
                let number = number.ok_or_else(|| damaged("its rows are out of order"))?;
                self.next_row = number.saturating_add(1);
                self.make_rows(number, tag.at.start);
                let is_whole = tag.does == Does::Both;
                let end = tag.at.end;
                self.row = Some(Row { number, tag, next_column: 0, cells: Vec::new() });
                if is_whole {
                    self.end_row(end..end)?;
                }
            }
            "row" if self.in_data => self.end_row(tag.at)?,
            "c" if self.in_data => self.take_cell(tag)?,
            "f" if self.in_data && opens => {
                let fills = ["array", "dataTable"].map(str::to_owned);
                if tag.attribute("t").is_some_and(|kind| fills.contains(&kind)) {
                    self.formulas.extend(tag.attribute("ref").and_then(|area| Area::of(&area)));
                }
                if let Some(cell) = self.cell() {
                    cell.has_formula = true;
                }
            }
            "v" | "is" if self.in_data && opens => {
                if let Some(cell) = self.cell() {
                    cell.has_value = true;
                }
            }
            "col" if !self.in_data && opens => {
                let (min, max) = (tag.number("min"), tag.number("max"));
                if let (Some(min), Some(max), Some(style)) = (min, max, tag.attribute("style")) {
                    self.columns.push((min.saturating_sub(1), max.saturating_sub(1), style));
                }
            }
            "mergeCell" if opens => {
                let area = tag.attribute("ref").and_then(|area| Area::of(&area));
                if let Some(area) = area.filter(|area| area.first != area.last)
                    && let Some(at) = self.grid.written_in(area)
                {
                    return Err(self.grid.merged(at, area));
                }
            }
            "dimension" if opens => self.widen(&tag),
            "autoFilter" if opens => self.splices.extend(grown_tag(&tag, self.grid)),
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self) -> Option<&mut Cell<'t>> {
        self.row.as_mut()?.cells.last_mut()
    }

    fn take_cell(&mut self, tag: Tag<'t>) -> Result<(), Fault> {
        let Some(row) = &mut self.row else { return Ok(()) };
        if tag.does == Does::Close {
            if let Some(cell) = row.cells.last_mut() {
                cell.end = tag.at.end;
            }
            return Ok(());
        }
        let named = tag.attribute("r").map(|name| cell_at(&name));
        let at = named.unwrap_or(Some((row.number, row.next_column)));
        let at = at.filter(|at| at.0 == row.number && at.1 >= row.next_column);
        let (_, column) = at.ok_or_else(|| damaged("its cells are out of order"))?;
        row.next_column = column.saturating_add(1);
        let end = tag.at.end;
        row.cells.push(Cell { column, tag, end, has_formula: false, has_value: false });
        Ok(())
    }

    /// Changes a row whose closing tag stands at `close`: behind itself where it has none.
    fn end_row(&mut self, close: Range<usize>) -> Result<(), Fault> {
        let Some(row) = self.row.take() else { return Ok(()) };
        let grid = self.grid;
        if self.left.remove(&row.number) {
            self.change_row(&row, &close)?;
        }
        if row.number > grid.header && row.number <= grid.last {
            for cell in &row.cells {
                self.above.insert(cell.column, cell.look());
            }
            self.model = Some(row.tag);
        }
        Ok(())
    }

    fn change_row(&mut self, row: &Row<'t>, close: &Range<usize>) -> Result<(), Fault> {
        let Some(changes) = self.grid.rows.get(&row.number) else { return Ok(()) };
        let row_style = row.tag.attribute("customFormat").filter(|says| says != "0");
        let row_style = row_style.and_then(|_| row.tag.attribute("s"));
        let mut made = String::new();
        let mut n_made = 0;
        for (&column, &change) in changes {
            let at = (row.number, column);
            let own = row.cells.iter().find(|cell| cell.column == column);
            if let Some(cell) = own {
                let is_kept = self.grid.is_added(row.number) && is_blank(change.text);
                if is_kept {
                    continue;
                }
                if cell.has_formula {
                    return Err(self.grid.formula(at));
                }
                let written = self.written(at, change, Some(&cell.look()), Some(&cell.tag));
                self.splices.push(Splice::new(cell.tag.at.start..cell.end, written));
                continue;
            }
            if is_blank(change.text) {
                continue;
            }
            let mut look = self.look_above(column);
            look.style = row_style.clone().or(look.style);
            let written = self.written(at, change, Some(&look), None);
            n_made += 1;
            match row.cells.iter().find(|cell| cell.column > column) {
                Some(next) => self.splices.push(Splice::insert(next.tag.at.start, written)),
                None => made.push_str(&written),
            }
        }
        if n_made == 0 {
            return Ok(());
        }
        // It may say between which columns its cells stand, but need not.
        let tag = row.tag.with(&[("spans", None)]);
        let name = format!("{}row", self.prefix);
        if row.tag.does == Does::Both {
            let tag = format!("{}{made}</{name}>", Tag::opened(&tag));
            self.splices.push(Splice::new(row.tag.at.clone(), tag));
        } else {
            self.splices.push(Splice::new(row.tag.at.clone(), tag));
            self.splices.push(Splice::insert(close.start, made));
        }
        Ok(())
    }

    /// Makes the rows before `number` that the sheet does not have.
    fn make_rows(&mut self, number: u32, place: usize) {
        while let Some(&row) = self.left.first().filter(|row| **row < number) {
            self.left.remove(&row);
            let Some(changes) = self.grid.rows.get(&row) else { continue };
            let name = format!("{}row", self.prefix);
            // A row takes its looks from the one above, but not that it is hidden, grouped or high.
            let r = (row + 1).to_string();
            let own = ["spans", "ht", "customHeight", "hidden", "collapsed", "outlineLevel"];
            let mut with: Vec<(&str, Option<&str>)> = own.map(|name| (name, None)).to_vec();
            with.push(("r", Some(&r)));
            let tag = match &self.model {
                Some(model) => Tag::opened(&model.with(&with)),
                None => format!("<{name} r=\"{r}\">"),
            };
            let cells = changes.iter().map(|(&column, &change)| {
                let look = self.look_above(column);
                match is_blank(change.text) && look.style.is_none() {
                    true => String::new(),
                    false => self.written((row, column), change, Some(&look), None),
                }
            });
            let made = format!("{tag}{}</{name}>", cells.collect::<String>());
            self.splices.push(Splice::insert(place, made));
        }
    }

    fn look_above(&self, column: u32) -> Look {
        let of_column = || {
            let found = self.columns.iter().find(|(min, max, _)| (*min..=*max).contains(&column));
            Look { style: found.map(|(_, _, style)| style.clone()), is_number: false }
        };
        self.above.get(&column).cloned().unwrap_or_else(of_column)
    }

    /// Writes a cell: as a day or a number where its column has such, else as text.
    fn written(
        &self,
        at: (u32, u32),
        change: Change<'_>,
        look: Option<&Look>,
        tag: Option<&Tag<'_>>,
    ) -> String {
        let look = look.cloned().unwrap_or_default();
        let holds = |style: &Option<String>| {
            let style = style.as_deref().and_then(|style| style.parse().ok());
            self.book.formats.of(style)
        };
        let (mut style, mut shows) = (look.style.clone(), holds(&look.style));
        let day = serial(change.text, self.book.is_1904);
        let above = self.look_above(at.1).style;
        // A cell without any format takes that of the days above it.
        if shows == Holds::Unknown && day.is_some() && holds(&above) == Holds::Day {
            (style, shows) = (above, Holds::Day);
        }
        let holds = match shows {
            Holds::Unknown if look.is_number => Holds::Number,
            shows => shows,
        };
        let number = match shows {
            Holds::Day if change.column.is_some() || look.is_number => day,
            _ => as_number(change, holds),
        };
        let p = self.prefix;
        let name = format!("{p}c");
        let kind =
            if number.is_some() || change.text.is_empty() { None } else { Some("inlineStr") };
        let tag = match tag {
            Some(tag) => {
                let with = [("t", kind), ("s", style.as_deref()), ("cm", None), ("vm", None)];
                Tag::opened(&tag.with(&with))
            }
            None => {
                let kind = kind.map_or(String::new(), |kind| format!(" t=\"{kind}\""));
                let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
                format!("<{name} r=\"{}\"{style}{kind}>", address(at))
            }
        };
        let value = match number {
            _ if change.text.is_empty() => return format!("{}/>", tag.trim_end_matches('>')),
            Some(number) => format!("<{p}v>{number}</{p}v>"),
            None => {
                let text = in_cell(change.text);
                format!("<{p}is><{p}t xml:space=\"preserve\">{text}</{p}t></{p}is>")
            }
        };
        format!("{tag}{value}</{name}>")
    }

    /// Lets the sheet's extent hold the cells that are new.
    fn widen(&mut self, tag: &Tag<'_>) {
        let Some(area) = tag.attribute("ref").and_then(|area| Area::of(&area)) else { return };
        let (mut first, mut last) = (area.first, area.last);
        for (&row, changes) in &self.grid.rows {
            for &column in changes.keys() {
                first = (first.0.min(row), first.1.min(column));
                last = (last.0.max(row), last.1.max(column));
            }
        }
        let wider = Area { first, last };
        if wider != area {
            let tag = Splice::new(tag.at.clone(), tag.with(&[("ref", Some(&wider.name()))]));
            self.splices.push(tag);
        }
    }
}

impl Cell<'_> {
    fn look(&self) -> Look {
        let kind = self.tag.attribute("t");
        let is_number = self.has_value && kind.is_none_or(|kind| ["n", "d"].contains(&&*kind));
        Look { style: self.tag.attribute("s"), is_number }
    }
}

/// Writes a text as cells hold it: characters that XML has no place for, and what would be read as
/// one of them, as `_xHHHH_`.
fn in_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_escape = || {
            let bytes = text.as_bytes().get(at..at + 7).unwrap_or_default();
            bytes.starts_with(b"_x")
                && bytes[6] == b'_'
                && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
        };
        match c {
            '_' if is_escape() => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("_x{:04X}_", c as u32));
            }
            c => out.push(c),
        }
    }
    escaped(&out)
}
