//! A table on a sheet: header, typed cells, widths and heights, a filter, a header on every page.

use envcoop_core::reason::Reason;
use envcoop_core::text::{Label, Text};
use envcoop_words::problem::full as say;
use rust_xlsxwriter::{Format, FormatAlign, IgnoreError, Worksheet, XlsxError};

use super::{
    AMOUNT, CELL_LIMIT, Cell, Content, Looks, PERCENT, SHEET_LIMIT, WHOLE, Words, WorkbookError,
    bars, beyond_cell, shaded, width,
};
use crate::phrase::joined;
use crate::table::{ColumnSpec, Filled, Forms, Heading, Kind, Schema};

/// A column of a table on a sheet.
#[derive(Clone, Debug)]
pub struct Column {
    /// The header.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it holds codes: no program may take a text for a number or a date, nor group the
    /// digits of a line.
    pub is_code: bool,
    /// How many decimals its numbers show; none where its kind says so.
    pub decimals: Option<usize>,
    /// Whether people are to fill it in.
    pub is_to_fill: bool,
    /// Its width in digits.
    pub width: usize,
}

impl Column {
    /// Makes the column of a table, of this width.
    pub fn of(words: Words<'_>, heading: &Heading<'_>, width: usize) -> Self {
        let spec = &heading.spec;
        let kind = spec.on_sheet.kind.unwrap_or(spec.kind);
        let title = |lang| {
            let title = heading.title.get(lang);
            let unit = if spec.unit == "%" && !title.ends_with('%') { " %" } else { "" };
            format!("{title}{unit}").into()
        };
        Column {
            title: joined(words.langs(), "\n", title).into_owned(),
            kind,
            is_code: match kind {
                Kind::Integer => spec.unit.is_empty(),
                _ => !spec.on_sheet.is_prose,
            },
            decimals: None,
            is_to_fill: spec.on_sheet.is_to_fill,
            width,
        }
    }

    fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Integer | Kind::Percent | Kind::Amount)
    }
}

/// Returns how wide a column is. Text needs a little air at its sides; a header, room for the button
/// of the filter.
fn fitting(title: &str, widest: usize, (least, most): (usize, usize)) -> usize {
    (widest + 1).clamp(least, most).max((width(title) + 3).min(most.max(12)))
}

/// Returns the least and most width of a column.
fn bounds(spec: &ColumnSpec) -> (usize, usize) {
    match (spec.on_sheet.width, spec.on_sheet.kind.unwrap_or(spec.kind)) {
        (Some((least, most)), _) => (least.into(), most.into()),
        (None, Kind::Integer | Kind::Percent) => (8, 12),
        (None, Kind::Date) => (11, 12),
        (None, Kind::Amount) => (14, 26),
        (None, Kind::Text) => (8, 20),
    }
}

/// Returns the columns of a table on a sheet, as wide as its rows ask for within what suits each, and
/// its rows; `between` stands between words of two languages.
pub fn filled<'t>(
    words: Words<'_>,
    table: &'t Filled<'_>,
    between: &str,
) -> (Vec<Column>, Vec<Vec<Cell<'t>>>) {
    let view = table.view(Forms::SHEET);
    let cell = |value| Cell::said(value, words.langs(), between);
    let mut rows: Vec<Vec<Cell<'t>>> = view.rows().map(|row| row.map(cell).collect()).collect();
    let column = |(at, heading): (usize, &Heading<'_>)| {
        let mut column = Column::of(words, heading, 0);
        if column.is_number() {
            column.decimals = rows.iter_mut().filter_map(|row| row[at].take_number()).max();
        }
        let widest = rows.iter().map(|row| row[at].content.width()).max().unwrap_or(0);
        column.width = fitting(&column.title, widest, bounds(&heading.spec));
        column
    };
    let columns = view.columns().enumerate().map(column).collect();
    (columns, rows)
}

/// Returns the columns of a table whose rows are not known yet: each has its most width.
pub fn streamed(words: Words<'_>, schema: &dyn Schema) -> Vec<Column> {
    let column = |spec: ColumnSpec| {
        let more = usize::from(spec.on_sheet.more_width) * (words.langs().len() - 1);
        Column::of(words, &spec.into(), bounds(&spec).1 + more)
    };
    schema.columns(Forms::SHEET).into_iter().map(column).collect()
}

/// Returns how many columns of a table are printed, from the left; all, where none is preferred.
pub fn n_printed(table: &Filled<'_>) -> usize {
    let ranked = table.columns.iter().filter(|c| c.spec.on_sheet.rank.is_some()).count();
    if ranked > 0 { ranked } else { table.view(Forms::SHEET).columns().count() }
}

/// More rows than these above a header leave no room for what is below it.
const MOST_FROZEN: u32 = 12;

/// Writes the rows of a table from top to bottom.
pub struct Grid<'l> {
    looks: &'l Looks,
    sheet: Worksheet,
    columns: Vec<Column>,
    formats: Vec<Format>,
    header: u32,
    next: u32,
    /// Whether rows are as high as their texts ask for.
    fits_heights: bool,
    /// How many rows the sheet has.
    most: u32,
    /// How many columns are printed, from the left.
    n_printed: usize,
}

/// Why a row cannot be written.
#[derive(Debug, PartialEq, Eq)]
pub enum Full {
    /// The sheet has no row left; it has so many.
    Rows(usize),
    /// The sheet has no column left.
    Columns,
    /// A cell holds less than the text under this column, which has so many UTF-16 units.
    Cell(usize, usize),
}

impl Full {
    /// Says what is too large, to be followed by the way out.
    pub fn message(&self) -> Text {
        Text::new(|lang| match self {
            Full::Rows(most) => say::rows(lang, most),
            Full::Columns => say::columns(lang, SHEET_LIMIT.1),
            Full::Cell(_, n) => say::cell(lang, n, CELL_LIMIT),
        })
    }

    /// Returns the way out.
    pub fn hint(&self) -> Label {
        match self {
            Full::Rows(_) => say::ROWS_HINT,
            Full::Columns => say::COLUMNS_HINT,
            Full::Cell(..) => say::CELL_HINT,
        }
    }

    /// Says what is too large, where, and the way out.
    pub fn at(&self, place: impl Into<Text>) -> Reason {
        let (place, message, hint) = (place.into(), self.message(), self.hint());
        Reason::new(|lang| say::told(lang, place.get(lang), message.get(lang), hint.get(lang)))
    }
}

impl<'l> Grid<'l> {
    /// Begins a table with its header in this row.
    pub fn begin(
        looks: &'l Looks,
        sheet: Worksheet,
        header: u32,
        columns: Vec<Column>,
    ) -> Result<Self, WorkbookError> {
        let formats = columns.iter().map(|column| format(looks, column)).collect();
        let most = SHEET_LIMIT.0 as u32;
        let fits_heights = true;
        let (next, n_printed) = (header, columns.len());
        let mut grid =
            Grid { looks, sheet, columns, formats, header, next, fits_heights, most, n_printed };
        for (col, column) in (0u16..).zip(&grid.columns) {
            grid.sheet.set_column_width(col, column.width as f64)?;
        }
        grid.header(header)?;
        Ok(grid)
    }

    /// Makes every row one line high, whatever it holds: the heights of rows are kept in memory until
    /// the end, and programs disagree on wrapped text in rows without one.
    pub fn in_single_lines(self) -> Self {
        let formats = self.formats.into_iter().map(Format::unset_text_wrap).collect();
        Grid { fits_heights: false, formats, ..self }
    }

    /// Prints only the first columns: more would be too small to read on paper.
    pub fn printing(self, n_printed: usize) -> Self {
        Grid { n_printed, ..self }
    }

    /// Writes the names of the columns.
    fn header(&mut self, row: u32) -> Result<(), WorkbookError> {
        for (col, column) in (0u16..).zip(&self.columns) {
            let format = self.looks.header(column.is_to_fill);
            let is_number = column.is_number();
            let format = if is_number { format.set_align(FormatAlign::Center) } else { format };
            self.sheet.write_string_with_format(row, col, &column.title, &format)?;
        }
        let titles = self.columns.iter().map(|column| (&*column.title, column.width - 3));
        let height = self.looks.height(titles).max(24.0);
        self.sheet.set_row_height(row, height)?;
        self.next = row + 1;
        Ok(())
    }

    /// Returns why a row cannot be written, if it cannot.
    pub fn refusal(&self, row: &[Cell<'_>]) -> Option<Full> {
        if self.next >= self.most {
            return Some(Full::Rows(SHEET_LIMIT.0));
        }
        row.iter().enumerate().find_map(|(at, cell)| match &cell.content {
            Content::Text(text) => beyond_cell(text).map(|n| Full::Cell(at, n)),
            _ => None,
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Says what does not fit, and where; nothing is cut.
    pub fn push(&mut self, row: &[Cell<'_>]) -> Result<(), WorkbookError> {
        if let Some(full) = self.refusal(row) {
            let sheet = self.sheet.name();
            let place = match full {
                Full::Cell(at, _) => {
                    let title = self.columns[at].title.replace('\n', " / ");
                    Text::new(|lang| say::in_cell(lang, &sheet, self.next + 1, &title))
                }
                _ => Text::new(|lang| say::in_sheet(lang, &sheet)),
            };
            return Err(WorkbookError::Full(full.at(place)));
        }
        for ((col, cell), format) in (0u16..).zip(row).zip(&self.formats) {
            let shaded = cell.shade.map(|shade| shaded(format.clone(), shade));
            let format = shaded.as_ref().unwrap_or(format);
            write(&mut self.sheet, self.next, col, &cell.content, format)?;
        }
        if self.fits_heights {
            let texts = row.iter().zip(&self.columns).map(|(cell, column)| {
                let text: &str = if let Content::Text(text) = &cell.content { text } else { "" };
                (text, column.width)
            });
            let height = self.looks.height(texts);
            self.sheet.set_row_height(self.next, height)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Returns the last row that was written, the header where there is none.
    pub fn last(&self) -> u32 {
        self.next - 1
    }

    /// Tells whether there is no row under the header.
    pub fn is_empty(&self) -> bool {
        self.last() == self.header
    }

    /// Draws bars into the columns of percentages.
    pub fn with_bars(mut self) -> Result<Self, XlsxError> {
        for (col, column) in (0u16..).zip(&self.columns) {
            if column.kind == Kind::Percent {
                bars(&mut self.sheet, (self.header + 1, self.next - 1), col)?;
            }
        }
        Ok(self)
    }

    /// Ends the table of a sheet: its header stays in view and on every page, its rows can be
    /// filtered.
    pub fn end(mut self) -> Result<Worksheet, XlsxError> {
        if self.header <= MOST_FROZEN {
            self.sheet.set_freeze_panes(self.header + 1, 1)?;
        }
        if self.n_printed < self.columns.len() {
            self.sheet.set_print_area(0, 0, self.last(), self.n_printed as u16 - 1)?;
        }
        self.filtered()
    }

    /// Ends a table whose header does not stay in view, since too much stands above it.
    pub fn filtered(mut self) -> Result<Worksheet, XlsxError> {
        let (last_row, last_col) = (self.last(), self.columns.len().saturating_sub(1) as u16);
        self.sheet.autofilter(self.header, 0, last_row, last_col)?;
        self.sheet.set_repeat_rows(self.header, self.header)?;
        self.plain()
    }

    /// Ends a table that is one of several.
    pub fn plain(mut self) -> Result<Worksheet, XlsxError> {
        let (last_row, last_col) = (self.last(), self.columns.len().saturating_sub(1) as u16);
        self.sheet.ignore_error_range(
            self.header,
            0,
            last_row,
            last_col,
            IgnoreError::NumberStoredAsText,
        )?;
        self.sheet.set_landscape();
        Ok(self.sheet)
    }
}

fn format(looks: &Looks, column: &Column) -> Format {
    let format = match column.kind {
        _ if column.is_to_fill && column.kind == Kind::Date => looks.entry(),
        _ if column.is_to_fill => looks.entry().set_num_format("General"),
        Kind::Text if column.is_code => looks.body(),
        Kind::Text => looks.text(),
        _ if let Some(n) = column.decimals.filter(|&n| n > 0) => {
            aired(looks.whole(), &format!("0.{}", "0".repeat(n)))
        }
        // A little air, or a number runs into the text to its right.
        Kind::Integer if column.is_code => aired(looks.whole(), "0"),
        Kind::Integer => aired(looks.whole(), WHOLE),
        Kind::Percent => aired(looks.percent(), PERCENT),
        Kind::Amount => aired(looks.amount(), AMOUNT),
        Kind::Date => looks.date(),
    };
    Looks::lined(format, false)
}

/// Leaves the width of a bracket to the right of a number.
fn aired(format: Format, of_number: &str) -> Format {
    format.set_num_format(format!("{of_number}_)"))
}

/// Writes what stands in a cell.
pub fn write(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    content: &Content<'_>,
    format: &Format,
) -> Result<(), WorkbookError> {
    match content {
        Content::Blank => sheet.write_blank(row, col, format)?,
        Content::Text(text) => sheet.write_string_with_format(row, col, &**text, format)?,
        Content::Whole(n) => sheet.write_number_with_format(row, col, *n as f64, format)?,
        Content::Percent(percent) => {
            sheet.write_number_with_format(row, col, percent.number(), format)?
        }
        Content::Amount(number) | Content::Number(number) | Content::Day(number) => {
            sheet.write_number_with_format(row, col, *number, format)?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use envcoop_core::text::{Label, Lang};

    use super::*;

    #[test]
    fn what_does_not_fit_is_refused_with_its_place() {
        let looks = Looks::new(&[Lang::En]);
        let owner = Label { en: "Owner", zh: "负责人" };
        let spec = ColumnSpec::new("owner", Kind::Text, owner, owner);
        let columns = vec![Column::of(Words::new(&[Lang::En]), &spec.into(), 20)];
        let mut sheet = Worksheet::new();
        sheet.set_name("Owners").expect("a name");
        let mut grid = Grid::begin(&looks, sheet, 0, columns).expect("a header");
        let row = |text: &str| vec![Cell::text(text.to_owned())];
        grid.push(&row(&"字".repeat(CELL_LIMIT))).expect("it just fits");
        let error = grid.push(&row(&"😀".repeat(16_384))).expect_err("two units each").to_string();
        assert!(error.starts_with("sheet `Owners`, row 3, column `Owner`: 32768 char"), "{error}");
        grid.most = 3;
        grid.push(&row("last")).expect("there is a row left");
        assert_eq!(grid.refusal(&row("")), Some(Full::Rows(SHEET_LIMIT.0)));
        let error = grid.push(&row("")).expect_err("there is none").to_string();
        assert!(error.starts_with("sheet `Owners`: there are more rows than"), "{error}");
    }
}
