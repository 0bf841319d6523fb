//! OpenDocument workbooks: of the plan's sheet only the cells that changed are written. Cells and
//! rows that stand for several are taken apart where one of them changes.

mod cell;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use envcoop_words::problem::patch as say;

use self::cell::{Cell, Look};
use super::grid::{Change, Grid};
use super::markup::{Does, Tag, Tags, damaged};
use super::package::Package;
use super::{Fault, Splice, is_blank, spliced};

const CONTENT: &str = "content.xml";
const ROWS: &str = "table:number-rows-repeated";
const COLUMNS: &str = "table:number-columns-repeated";

/// Returns a workbook with what changed.
pub(super) fn patch(bytes: &[u8], grid: &Grid<'_>) -> Result<Vec<u8>, Fault> {
    let mut package = Package::open(bytes)?;
    let text = package.text(CONTENT)?;
    let mut sheet = Sheet {
        text: &text,
        grid,
        splices: Vec::new(),
        n_tables: 0,
        is_it: false,
        apart: 0,
        next_row: 0,
        row: None,
        above: BTreeMap::new(),
        model: None,
        end: None,
        left: grid.rows.keys().copied().collect(),
    };
    for tag in Tags::new(&text) {
        sheet.take(tag?)?;
    }
    if !sheet.left.is_empty() {
        return Err(damaged(say::ROW_LOST));
    }
    let content = spliced(&text, sheet.splices);
    package.change(CONTENT, content);
    package.write()
}

struct Sheet<'t, 'g> {
    text: &'t str,
    grid: &'g Grid<'g>,
    splices: Vec<Splice>,
    /// How many tables are open: one in a cell is none of the workbook's.
    n_tables: u32,
    /// Whether the outermost is the plan's.
    is_it: bool,
    /// How many elements are open inside a cell.
    apart: u32,
    next_row: u32,
    row: Option<Row<'t>>,
    above: BTreeMap<u32, Look>,
    /// The tag of the plan's last row, by which new ones are made.
    model: Option<Tag<'t>>,
    /// Where the last row ends.
    end: Option<usize>,
    /// The rows that are still to be changed or made, in order.
    left: BTreeSet<u32>,
}

/// A row, which may stand for several.
struct Row<'t> {
    number: u32,
    repeats: u32,
    tag: Tag<'t>,
    next_column: u32,
    cells: Vec<Cell<'t>>,
    is_open: bool,
}

impl<'t> Sheet<'t, '_> {
    fn take(&mut self, tag: Tag<'t>) -> Result<(), Fault> {
        if tag.name() == "table:table" {
            match tag.does {
                Does::Open => self.n_tables += 1,
                Does::Close if self.n_tables == 1 => self.end_table(),
                Does::Close | Does::Both => {}
            }
            match tag.does {
                Does::Open if self.n_tables == 1 => {
                    let name = tag.attribute("table:name");
                    self.is_it = name.is_some_and(|name| name == self.grid.sheet);
                }
                Does::Close => self.n_tables = self.n_tables.saturating_sub(1),
                _ => {}
            }
        }
        if !self.is_it || self.n_tables == 0 {
            return Ok(());
        }
        if let Some(cell) =
            self.row.as_mut().filter(|row| row.is_open).and_then(|r| r.cells.last_mut())
        {
            match tag.does {
                Does::Close if self.apart == 0 => {
                    cell.end = tag.at.end;
                    if let Some(row) = &mut self.row {
                        row.is_open = false;
                    }
                }
                Does::Open => {
                    if self.apart == 0 {
                        cell.children.push((tag.name(), tag.at.clone()));
                    }
                    self.apart += 1;
                }
                Does::Close => {
                    self.apart -= 1;
                    if let Some((_, at)) = cell.children.last_mut().filter(|_| self.apart == 0) {
                        at.end = tag.at.end;
                    }
                }
                Does::Both if self.apart == 0 => cell.children.push((tag.name(), tag.at)),
                Does::Both => {}
            }
            return Ok(());
        }
        match (tag.name(), tag.does) {
            ("table:table-row", Does::Close) => self.end_row(tag.at)?,
            ("table:table-row", does) => {
                let (number, end) = (self.next_row, tag.at.end);
                let repeats = tag.number(ROWS).unwrap_or(1).max(1);
                self.next_row = number.saturating_add(repeats);
                let cells = Vec::new();
                self.row =
                    Some(Row { number, repeats, tag, next_column: 0, cells, is_open: false });
                if does == Does::Both {
                    self.end_row(end..end)?;
                }
            }
            ("table:table-cell" | "table:covered-table-cell", Does::Open | Does::Both) => {
                if let Some(row) = &mut self.row {
                    let repeats = tag.number(COLUMNS).unwrap_or(1).max(1);
                    let column = row.next_column;
                    row.next_column = column.saturating_add(repeats);
                    row.is_open = tag.does == Does::Open;
                    let end = tag.at.end;
                    row.cells.push(Cell { column, repeats, tag, end, children: Vec::new() });
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Changes a row whose closing tag stands at `close`: behind itself where it has none.
    fn end_row(&mut self, close: Range<usize>) -> Result<(), Fault> {
        let Some(row) = self.row.take() else { return Ok(()) };
        let rows = row.number..row.number.saturating_add(row.repeats);
        for cell in &row.cells {
            if let Some((area, what)) = cell.area(row.number)
                && let Some(at) = self.grid.written_in(area)
            {
                return Err(match what {
                    cell::Fills::Merged => self.grid.merged(at, area),
                    cell::Fills::Formula => self.grid.formula(at),
                });
            }
        }
        let changed: Vec<u32> = self.left.range(rows.clone()).copied().collect();
        let whole = row.tag.at.start..close.end;
        if !changed.is_empty() {
            let mut written = String::new();
            let mut from = rows.start;
            for number in changed {
                self.left.remove(&number);
                written += &self.repeated(&row, &whole, number - from);
                written += &self.changed(&row, number, &close)?;
                from = number + 1;
            }
            written += &self.repeated(&row, &whole, rows.end - from);
            self.splices.push(Splice::new(whole.clone(), written));
        }
        if row.number > self.grid.header && row.number <= self.grid.last {
            for cell in &row.cells {
                let (first, behind) = self.grid.columns;
                let columns = cell.column.max(first)..cell.behind().min(behind);
                self.above.extend(columns.map(|column| (column, cell.look())));
            }
            self.model = Some(row.tag);
        }
        self.end = Some(whole.end);
        Ok(())
    }

    /// Writes a row that stands for `n` as it is.
    fn repeated(&self, row: &Row<'t>, whole: &Range<usize>, n: u32) -> String {
        let tag = match n {
            0 => return String::new(),
            1 => row.tag.with(&[(ROWS, None)]),
            n => row.tag.with(&[(ROWS, Some(&n.to_string()))]),
        };
        format!("{tag}{}", &self.text[row.tag.at.end..whole.end])
    }

    /// Writes a row with what changes in it.
    fn changed(&self, row: &Row<'t>, number: u32, close: &Range<usize>) -> Result<String, Fault> {
        let Some(changes) = self.grid.rows.get(&number) else { return Ok(String::new()) };
        let mut out = Tag::opened(&row.tag.with(&[(ROWS, None)]));
        let mut done = row.tag.at.end;
        for cell in &row.cells {
            let here: Vec<(u32, Change<'_>)> = changes
                .range(cell.column..cell.behind())
                .map(|(&c, &change)| (c, change))
                .collect();
            // Between cells there may be blanks.
            out.push_str(&self.text[done..cell.tag.at.start]);
            done = cell.end;
            let mut from = cell.column;
            for (column, change) in here {
                if self.grid.is_added(number) && is_blank(change.text) && !cell.is_empty() {
                    continue;
                }
                if cell.has_formula() {
                    return Err(self.grid.formula((number, column)));
                }
                out += &cell.repeated(self.text, column - from);
                out += &cell.written(self.text, change, self.above.get(&column));
                from = column + 1;
            }
            out += &cell.repeated(self.text, cell.behind() - from);
        }
        out.push_str(&self.text[done..close.start.max(done)]);
        out += &self.made(changes.range(row.next_column..), row.next_column);
        Ok(out + "</table:table-row>")
    }

    /// Writes cells where there are none yet, the first of them in the column `from`.
    fn made<'c>(
        &self,
        changes: impl Iterator<Item = (&'c u32, &'c Change<'c>)>,
        mut from: u32,
    ) -> String {
        let mut out = String::new();
        for (&column, &change) in changes {
            if column > from {
                out += &format!("<table:table-cell {COLUMNS}=\"{}\"/>", column - from);
            }
            out += &cell::made(change, self.above.get(&column));
            from = column + 1;
        }
        out
    }

    /// Makes the rows that the sheet does not have, behind its last.
    fn end_table(&mut self) {
        let (Some(end), true) = (self.end.take(), self.is_it) else { return };
        for row in std::mem::take(&mut self.left) {
            let Some(changes) = self.grid.rows.get(&row) else { continue };
            let own = [(ROWS, None), ("table:visibility", None)];
            let tag = match &self.model {
                Some(model) => Tag::opened(&model.with(&own)),
                None => "<table:table-row>".to_owned(),
            };
            let made = format!("{tag}{}</table:table-row>", self.made(changes.iter(), 0));
            self.splices.push(Splice::insert(end, made));
        }
    }
}
