//! Sheets of OpenDocument workbooks.
//!
//! Read directly rather than with `calamine`, which does not tell merged cells and has no bound on
//! what repeated cells unfold to.

use std::io::{BufReader, Cursor, Read};
use std::ops::Range;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::cell::{
    Area, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, RawCell, RawSheet, Room, Value, Wanted, iso_day,
    number,
};
use super::container::Fault;

/// The most characters of a cell.
const MOST_CELL: usize = 32_767;

/// Reads the sheets in the order of the workbook, each as far as wanted.
pub(super) fn sheets(bytes: &[u8], wanted: Wanted<'_>) -> Result<Vec<RawSheet>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let part = archive.by_name("content.xml")?;
    let mut content = Content {
        wanted,
        sheets: Vec::new(),
        depth: 0,
        skipped: 0,
        table: None,
        row: None,
        cell: None,
        room: Room::default(),
    };
    content.read(part)?;
    Ok(content.sheets)
}

struct Content<'w> {
    wanted: Wanted<'w>,
    sheets: Vec<RawSheet>,
    /// How deep in tables: one in a cell of another is passed over.
    depth: usize,
    /// How deep in something whose text is not the cell's.
    skipped: usize,
    table: Option<Table>,
    row: Option<Row>,
    cell: Option<Cell>,
    room: Room,
}

/// A sheet being read.
struct Table {
    sheet: RawSheet,
    rows_left: usize,
    next_row: u32,
    /// Whether it is a copy of a sheet of another workbook.
    is_foreign: bool,
}

/// A row being read.
struct Row {
    repeats: u32,
    next_column: u32,
    cells: Vec<(Range<u32>, Value)>,
    n_bytes: usize,
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    repeats: u32,
    /// Rows and columns that it spans.
    span: (u32, u32),
    kind: String,
    value: Option<String>,
    is_error: bool,
    has_formula: bool,
    text: String,
    n_paragraphs: usize,
}

impl Content<'_> {
    fn read(&mut self, part: impl Read) -> Result<(), Fault> {
        let mut reader = Reader::from_reader(BufReader::new(part));
        reader.config_mut().expand_empty_elements = true;
        let mut buf = Vec::new();
        loop {
            buf.clear();
            match reader.read_event_into(&mut buf).map_err(Fault::damaged)? {
                Event::Start(tag) => self.start(&tag)?,
                Event::End(tag) => self.end(tag.name().as_ref())?,
                Event::Text(text) => self.text(&text.xml10_content(), true),
                Event::CData(text) => self.text(&text.xml10_content(), true),
                Event::GeneralRef(name) => {
                    let c = name.resolve_char_ref().map_err(Fault::damaged)?;
                    match (c, resolve_predefined_entity(&name)) {
                        (Some(c), _) => self.text(c.encode_utf8(&mut [0; 4]), false),
                        (None, Some(text)) => self.text(text, false),
                        (None, None) => return Err(Fault::damaged("unknown entity")),
                    }
                }
                Event::Eof if self.depth > 0 => {
                    return Err(Fault::damaged("it breaks off in a sheet"));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        let name = tag.name();
        let name = name.as_ref();
        if self.skipped > 0 || is_apart(name) {
            self.skipped += 1;
            return Ok(());
        }
        match name {
            "table:table" => {
                self.depth += 1;
                if self.depth > 1 {
                    return Ok(());
                }
                let name = attribute(tag, "table:name")?.unwrap_or_default();
                let rows_left = (self.wanted)(&name);
                let sheet = RawSheet { name, ..RawSheet::default() };
                self.table = Some(Table { sheet, rows_left, next_row: 0, is_foreign: false });
            }
            _ if self.depth != 1 => {}
            "table:table-source" => {
                if let Some(table) = &mut self.table {
                    table.is_foreign = true;
                }
            }
            "table:table-row" => {
                let repeats = count(tag, "table:number-rows-repeated", MOST_ROWS)?;
                self.row = Some(Row { repeats, next_column: 0, cells: Vec::new(), n_bytes: 0 });
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(cell(tag)?),
            "text:p" | "text:h" => {
                if let Some(cell) = &mut self.cell {
                    cell.n_paragraphs += 1;
                    if cell.n_paragraphs > 1 {
                        cell.text.push('\n');
                    }
                }
            }
            "text:s" => {
                let n = count(tag, "text:c", MOST_CELL as u32)?;
                self.text(&" ".repeat(n as usize), false);
            }
            "text:tab" => self.text("\t", false),
            "text:line-break" => self.text("\n", false),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str, is_raw: bool) {
        let Some(cell) = &mut self.cell else { return };
        if self.skipped > 0 || cell.n_paragraphs == 0 || cell.text.len() > MOST_CELL * 4 {
            return;
        }
        if !is_raw {
            cell.text.push_str(text);
            return;
        }
        // White space of the file itself counts as one blank.
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\r' | '\n' if cell.text.ends_with([' ', '\n']) => {}
                ' ' | '\t' | '\r' | '\n' => cell.text.push(' '),
                c => cell.text.push(c),
            }
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "table:table" => {
                self.depth = self.depth.saturating_sub(1);
                let table = if self.depth == 0 { self.table.take() } else { None };
                if let Some(table) = table.filter(|table| !table.is_foreign) {
                    self.sheets.push(table.sheet);
                }
            }
            "table:table-row" if self.depth == 1 => self.end_row()?,
            "table:table-cell" | "table:covered-table-cell" if self.depth == 1 => {
                if let (Some(cell), Some(row)) = (self.cell.take(), &mut self.row) {
                    let table = self.table.as_mut();
                    end_cell(cell, row, table)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Fault> {
        let (Some(table), Some(row)) = (&mut self.table, self.row.take()) else { return Ok(()) };
        let first = table.next_row;
        table.next_row = first.saturating_add(row.repeats);
        if row.cells.is_empty() {
            return Ok(());
        }
        for at in first..table.next_row {
            for (columns, value) in &row.cells {
                for column in columns.clone() {
                    let cell = RawCell { at: (at, column), value: value.clone() };
                    if !table.sheet.push(cell, &mut table.rows_left, &mut self.room)? {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }
}

/// Tells whether what an element holds stands beside the text of its cell, not in it.
fn is_apart(name: &str) -> bool {
    matches!(
        name,
        "office:annotation" | "text:ruby-text" | "table:shapes" | "table:tracked-changes"
    ) || name.starts_with("draw:")
}

fn cell(tag: &BytesStart<'_>) -> Result<Cell, Fault> {
    let rows = count(tag, "table:number-rows-spanned", MOST_ROWS)?;
    let columns = count(tag, "table:number-columns-spanned", MOST_COLUMNS)?;
    let mut cell = Cell {
        repeats: count(tag, "table:number-columns-repeated", MOST_COLUMNS)?,
        span: (rows, columns),
        ..Cell::default()
    };
    for (name, keeps) in [
        ("office:value", true),
        ("office:date-value", true),
        ("office:boolean-value", true),
        ("office:string-value", true),
        ("office:value-type", false),
    ] {
        match attribute(tag, name)? {
            Some(text) if keeps => cell.value = cell.value.or(Some(text)),
            Some(text) => cell.kind = text,
            None => {}
        }
    }
    cell.is_error = attribute(tag, "calcext:value-type")?.is_some_and(|kind| kind == "error");
    cell.has_formula = attribute(tag, "table:formula")?.is_some();
    Ok(cell)
}

fn end_cell(cell: Cell, row: &mut Row, table: Option<&mut Table>) -> Result<(), Fault> {
    let column = row.next_column;
    row.next_column = column.saturating_add(cell.repeats);
    if let Some(table) = table.filter(|_| cell.span != (1, 1)) {
        let first = (table.next_row, column);
        let last =
            (first.0.saturating_add(cell.span.0 - 1), column.saturating_add(cell.span.1 - 1));
        table.sheet.merged.push(Area { first, last });
    }
    let has_text = !cell.text.is_empty();
    let value = match (cell.kind.as_str(), cell.value) {
        _ if cell.is_error => Value::Error(cell.text),
        ("float" | "percentage" | "currency", Some(text)) => match text.trim().parse() {
            Ok(n) => Value::Text(number(n)),
            Err(_) => return Err(Fault::damaged("a number is none")),
        },
        ("date", Some(text)) => Value::text(iso_day(&text)),
        ("boolean", Some(text)) => Value::Text(text.to_uppercase()),
        ("string", Some(text)) if !has_text => Value::text(&text),
        ("", _) if cell.has_formula && !has_text => Value::Unstored,
        _ if has_text || cell.has_formula => Value::text(&cell.text),
        _ => return Ok(()),
    };
    if value.is_blank() {
        return Ok(());
    }
    row.n_bytes += value.n_bytes();
    if row.n_bytes > MOST_TEXT {
        return Err(Fault::too_large(&format!("{} MB of text", MOST_TEXT >> 20)));
    }
    row.cells.push((column..row.next_column.min(MOST_COLUMNS), value));
    Ok(())
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    let Some(found) = tag.try_get_attribute(name).map_err(Fault::damaged)? else { return Ok(None) };
    let value = found.normalized_value(XmlVersion::Implicit1_0).map_err(Fault::damaged)?;
    Ok(Some(value.into_owned()))
}

/// Reads a count of at least one.
fn count(tag: &BytesStart<'_>, name: &str, most: u32) -> Result<u32, Fault> {
    let Some(text) = attribute(tag, name)? else { return Ok(1) };
    match text.trim().parse::<u64>() {
        Ok(n) if n > 0 => Ok(n.min(u64::from(most)) as u32),
        _ => Err(Fault::damaged(format_args!("`{name}` is no count"))),
    }
}
