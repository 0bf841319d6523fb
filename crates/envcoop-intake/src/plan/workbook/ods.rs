//! Sheets of OpenDocument workbooks.
//!
//! Read directly rather than with `calamine`, which does not tell merged cells and has no bound on
//! what repeated cells unfold to.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::ops::Range;

use envcoop_core::text::Text;
use envcoop_words::problem::book as say;
use zip::ZipArchive;

use super::cell::{
    Area, Hidden, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, RawCell, RawSheet, Room, Value, Wanted,
    iso_day, may_lack_zero, number,
};
use super::container::Fault;
use crate::xml::{Token, Xml};

/// The most characters of a cell.
const MOST_CELL: usize = 32_767;

/// Reads the sheets in the order of the workbook, each as far as wanted.
pub(super) fn sheets(bytes: &[u8], wanted: Wanted<'_>) -> Result<Vec<RawSheet>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    const PART: &str = "content.xml";
    let mut xml = Xml::new(&PART.into(), archive.by_name(PART)?)?;
    let mut content = Content {
        wanted,
        sheets: Vec::new(),
        table: None,
        row: None,
        cell: None,
        room: Room::default(),
        is_1904: false,
        style: None,
        hidden_styles: BTreeSet::new(),
    };
    content.read(&mut xml)?;
    Ok(content.sheets)
}

struct Content<'w> {
    wanted: Wanted<'w>,
    sheets: Vec<RawSheet>,
    table: Option<Table>,
    row: Option<Row>,
    cell: Option<Cell>,
    room: Room,
    /// Whether the workbook counts days from 1904.
    is_1904: bool,
    /// The style of a sheet that is being read, and those by which sheets are hidden.
    style: Option<String>,
    hidden_styles: BTreeSet<String>,
}

/// A sheet being read.
struct Table {
    sheet: RawSheet,
    rows_left: usize,
    next_row: u32,
    next_column: u32,
    /// Whether it is a copy of a sheet of another workbook.
    is_foreign: bool,
}

/// A row being read.
struct Row {
    repeats: u32,
    next_column: u32,
    cells: Vec<(Range<u32>, Value)>,
    n_bytes: usize,
    is_hidden: bool,
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

/// An element that is open.
enum Element {
    Table,
    Row,
    Cell,
    Other,
}

impl Content<'_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Fault> {
        let mut open = Vec::new();
        loop {
            match xml.next()? {
                Token::Start if self.is_apart(xml.name()) => xml.skip()?,
                Token::Start => open.push(self.start(xml)?),
                Token::Text => self.text(xml.piece()),
                Token::End => self.end(open.pop())?,
                Token::Eof => return Ok(()),
            }
        }
    }

    /// Tells whether what an element holds stands beside the text of its cell, not in it: as a table
    /// in a cell of another does.
    fn is_apart(&self, name: &str) -> bool {
        match name {
            "table:table" => self.table.is_some(),
            "office:annotation" | "text:ruby-text" | "table:shapes" | "table:tracked-changes" => {
                true
            }
            name => name.starts_with("draw:"),
        }
    }

    fn start(&mut self, xml: &Xml<'_>) -> Result<Element, Fault> {
        match xml.name() {
            "table:table" => {
                let name = xml.find_attribute("table:name").unwrap_or_default();
                let rows_left = (self.wanted)(&name);
                let is_1904 = self.is_1904;
                let style = xml.find_attribute("table:style-name");
                let is_whole = style.is_some_and(|style| self.hidden_styles.contains(&style));
                let hidden = Hidden { is_whole, ..Hidden::default() };
                let sheet = RawSheet { name, is_1904, hidden, ..RawSheet::default() };
                self.table = Some(Table {
                    sheet,
                    rows_left,
                    next_row: 0,
                    next_column: 0,
                    is_foreign: false,
                });
                return Ok(Element::Table);
            }
            "table:null-date" => {
                let day = xml.find_attribute("table:date-value").unwrap_or_default();
                self.is_1904 = day.starts_with("1904-01-01");
            }
            "style:style" => self.style = xml.find_attribute("style:name"),
            "style:table-properties" => {
                let is_hidden =
                    xml.find_attribute("table:display").is_some_and(|text| text == "false");
                self.hidden_styles.extend(self.style.take().filter(|_| is_hidden));
            }
            "table:table-column" => {
                let repeats = count(xml, "table:number-columns-repeated", MOST_COLUMNS)?;
                if let Some(table) = &mut self.table {
                    let first = table.next_column;
                    table.next_column = first.saturating_add(repeats);
                    if is_hidden(xml) {
                        table.sheet.hidden.columns.push((first, table.next_column - 1));
                    }
                }
            }
            "table:table-source" => {
                if let Some(table) = &mut self.table {
                    table.is_foreign = true;
                }
            }
            "table:table-row" => {
                let repeats = count(xml, "table:number-rows-repeated", MOST_ROWS)?;
                let is_hidden = is_hidden(xml);
                let cells = Vec::new();
                self.row = Some(Row { repeats, next_column: 0, cells, n_bytes: 0, is_hidden });
                return Ok(Element::Row);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell = Some(cell(xml)?);
                return Ok(Element::Cell);
            }
            "text:p" | "text:h" => {
                if let Some(cell) = &mut self.cell {
                    cell.n_paragraphs += 1;
                    if cell.n_paragraphs > 1 {
                        cell.text.push('\n');
                    }
                }
            }
            "text:s" => {
                let n = count(xml, "text:c", MOST_CELL as u32)?;
                self.push(&" ".repeat(n as usize));
            }
            "text:tab" => self.push("\t"),
            "text:line-break" => self.push("\n"),
            _ => {}
        }
        Ok(Element::Other)
    }

    /// Adds to the text of the cell what an element stands for.
    fn push(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.takes_text()) {
            cell.text.push_str(text);
        }
    }

    /// Adds to the text of the cell; white space of the file itself counts as one blank.
    fn text(&mut self, text: &str) {
        let Some(cell) = self.cell.as_mut().filter(|cell| cell.takes_text()) else { return };
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\r' | '\n' if cell.text.ends_with([' ', '\n']) => {}
                ' ' | '\t' | '\r' | '\n' => cell.text.push(' '),
                c => cell.text.push(c),
            }
        }
    }

    fn end(&mut self, element: Option<Element>) -> Result<(), Fault> {
        match element {
            Some(Element::Table) => {
                if let Some(table) = self.table.take().filter(|table| !table.is_foreign) {
                    self.sheets.push(table.sheet);
                }
            }
            Some(Element::Row) => self.end_row()?,
            Some(Element::Cell) => {
                if let (Some(cell), Some(row)) = (self.cell.take(), &mut self.row) {
                    end_cell(cell, row, self.table.as_mut())?;
                }
            }
            Some(Element::Other) | None => {}
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
        if row.is_hidden {
            table.sheet.hidden.rows.push((first, table.next_row - 1));
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

impl Cell {
    fn takes_text(&self) -> bool {
        self.n_paragraphs > 0 && self.text.len() <= MOST_CELL * 4
    }
}

fn cell(xml: &Xml<'_>) -> Result<Cell, Fault> {
    let rows = count(xml, "table:number-rows-spanned", MOST_ROWS)?;
    let columns = count(xml, "table:number-columns-spanned", MOST_COLUMNS)?;
    let mut cell = Cell {
        repeats: count(xml, "table:number-columns-repeated", MOST_COLUMNS)?,
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
        match xml.find_attribute(name) {
            Some(text) if keeps => cell.value = cell.value.or(Some(text)),
            Some(text) => cell.kind = text,
            None => {}
        }
    }
    cell.is_error = xml.find_attribute("calcext:value-type").is_some_and(|kind| kind == "error");
    cell.has_formula = xml.find_attribute("table:formula").is_some();
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
            Ok(n) => Value::Number(shown(number(n), &cell.text)),
            Err(_) => return Err(Fault::damaged(say::NO_NUMBER)),
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
        return Err(Fault::too_large(|lang| say::too_large_text(lang, MOST_TEXT >> 20)));
    }
    row.cells.push((column..row.next_column.min(MOST_COLUMNS), value));
    Ok(())
}

/// Returns a number, with the zero at the end of a month where the cell shows it.
fn shown(number: String, text: &str) -> String {
    let is_shown = may_lack_zero(&number) && text.strip_suffix('0') == Some(&number);
    if is_shown { text.to_owned() } else { number }
}

/// Tells whether a row or a column is hidden, by a person or by a filter.
fn is_hidden(xml: &Xml<'_>) -> bool {
    xml.find_attribute("table:visibility").is_some_and(|text| text != "visible")
}

/// Reads a count of at least one.
fn count(xml: &Xml<'_>, name: &str, most: u32) -> Result<u32, Fault> {
    let Some(text) = xml.find_attribute(name) else { return Ok(1) };
    match text.trim().parse::<u64>() {
        Ok(n) if n > 0 => Ok(n.min(u64::from(most)) as u32),
        _ => Err(Fault::damaged(Text::new(|lang| say::no_count(lang, name)))),
    }
}
