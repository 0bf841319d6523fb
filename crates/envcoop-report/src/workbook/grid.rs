//! A table on a sheet: header, typed cells, widths and heights, a filter, a header on every page.

use anyhow::bail;
use envcoop_forms::table::{ColumnSpec, Kind, TableSpec};
use envcoop_forms::workbook::{
    AMOUNT, CELL_LIMIT, Looks, PERCENT, SHEET_LIMIT, WHOLE, Words, beyond_cell, width,
};
use rust_xlsxwriter::{Format, FormatAlign, IgnoreError, Worksheet};

use super::cell::{Cell, Content};
use super::looks;

/// A column of a table on a sheet.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The header.
    pub(super) title: String,
    /// What it holds.
    pub(super) kind: Kind,
    /// Whether it holds codes: no program may take a text for a number or a date, nor group the
    /// digits of a line.
    pub(super) is_code: bool,
    /// Whether people are to fill it in.
    pub(super) is_to_fill: bool,
    /// Its width in digits.
    pub(super) width: usize,
}

impl Column {
    /// Makes the column that a table's specification names, of this width.
    pub(super) fn new(words: Words<'_>, spec: &ColumnSpec, width: usize) -> Self {
        let unit = if spec.unit == "%" { " %" } else { "" };
        let titles = words.langs().iter().map(|&lang| format!("{}{unit}", spec.title.get(lang)));
        let mut titles: Vec<_> = titles.collect();
        titles.dedup();
        Column {
            title: titles.join("\n"),
            kind: spec.kind,
            is_code: match spec.kind {
                Kind::Integer => spec.unit.is_empty(),
                _ => !PROSE.contains(&spec.name),
            },
            is_to_fill: false,
            width,
        }
    }
}

/// Columns of text that people write or read as sentences.
const PROSE: [&str; 12] = [
    "title",
    "next_step",
    "cause",
    "reason",
    "unmet",
    "unknown",
    "owner",
    "partner",
    "funder",
    "evidence",
    "note",
    "file",
];

/// Returns the columns of a table, as wide as its rows ask for within what suits each.
pub(super) fn columns(words: Words<'_>, spec: &TableSpec, rows: &[Vec<Cell<'_>>]) -> Vec<Column> {
    let column = |(at, spec): (usize, &ColumnSpec)| {
        let widest = rows.iter().map(|row| width_of(&row[at])).max().unwrap_or(0);
        let mut column = Column::new(words, spec, 0);
        let (least, most) = match (spec.kind, spec.name) {
            (Kind::Integer | Kind::Percent, _) => (8, 12),
            (Kind::Date, _) => (11, 12),
            (Kind::Amount, _) => (14, 26),
            (_, "title" | "next_step" | "cause") => (24, 38),
            (_, "reason") => (14, 26),
            (_, "unmet" | "unknown" | "file" | "file_before") => (12, 20),
            _ => (8, 20),
        };
        // Text needs a little air at its sides; a header, room for the button of the filter.
        let of_cells = (widest + 1).clamp(least, most);
        column.width = of_cells.max((width(&column.title) + 3).min(most.max(12)));
        column
    };
    spec.columns.iter().enumerate().map(column).collect()
}

/// More rows than these above a header leave no room for what is below it.
const MOST_FROZEN: u32 = 12;

/// Puts the columns of these names first, in this order, and the cells of every row likewise.
pub(super) fn put_first(
    names: &[&str],
    spec: &TableSpec,
    columns: &mut Vec<Column>,
    rows: &mut [Vec<Cell<'_>>],
) {
    let is_known = |name: &&str| spec.columns.iter().any(|column| column.name == *name);
    debug_assert!(names.iter().all(is_known), "{names:?} are not all columns of {}", spec.name);
    let place = |at: usize| {
        let name = spec.columns[at].name;
        (names.iter().position(|first| *first == name).unwrap_or(names.len()), at)
    };
    let mut order: Vec<usize> = (0..spec.columns.len()).collect();
    order.sort_by_key(|&at| place(at));
    *columns = order.iter().map(|&at| columns[at].clone()).collect();
    for row in rows {
        *row = order.iter().map(|&at| row[at].clone()).collect();
    }
}

fn width_of(cell: &Cell<'_>) -> usize {
    match &cell.content {
        Content::Blank => 0,
        Content::Text(text) => width(text),
        Content::Whole(n) => n.to_string().len(),
        Content::Percent(_) => "100.0".len(),
        Content::Day(_) => "2027-06-30".len(),
        // Digits, two decimals, a comma between thousands.
        Content::Amount(amount) => {
            let digits = amount.abs().max(1.0).log10() as usize + 1;
            digits + (digits - 1) / 3 + ".00".len() + usize::from(*amount < 0.0)
        }
    }
}

/// Writes the rows of a table from top to bottom.
pub(super) struct Grid<'l> {
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
pub(super) enum Full {
    /// The sheet has no row left.
    Sheet,
    /// A cell holds less than the text under this column, which has so many UTF-16 units.
    Cell(usize, usize),
}

impl Full {
    /// Says what is too large, to be followed by the way out.
    pub(super) fn message(&self) -> String {
        match self {
            Full::Sheet => format!("there are more rows than the {} of a sheet", SHEET_LIMIT.0),
            Full::Cell(_, n) => {
                format!(
                    "{n} characters are more than the {CELL_LIMIT} that a workbook's cell holds"
                )
            }
        }
    }

    /// Returns the way out.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Full::Sheet => "report on fewer rows, or write CSV: `envcoop-report csv`",
            Full::Cell(..) => "shorten the text, or write CSV: `envcoop-report csv`",
        }
    }
}

impl<'l> Grid<'l> {
    /// Begins a table with its header in this row.
    pub(super) fn begin(
        looks: &'l Looks,
        sheet: Worksheet,
        header: u32,
        columns: Vec<Column>,
    ) -> anyhow::Result<Self> {
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
    pub(super) fn in_single_lines(self) -> Self {
        let formats = self.formats.into_iter().map(Format::unset_text_wrap).collect();
        Grid { fits_heights: false, formats, ..self }
    }

    /// Prints only the first columns: more would be too small to read on paper.
    pub(super) fn printing(self, n_printed: usize) -> Self {
        Grid { n_printed, ..self }
    }

    /// Writes the names of the columns.
    fn header(&mut self, row: u32) -> anyhow::Result<()> {
        for (col, column) in (0u16..).zip(&self.columns) {
            let format = self.looks.header(column.is_to_fill);
            let is_number = matches!(column.kind, Kind::Integer | Kind::Percent | Kind::Amount);
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
    pub(super) fn refusal(&self, row: &[Cell<'_>]) -> Option<Full> {
        if self.next >= self.most {
            return Some(Full::Sheet);
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
    pub(super) fn push(&mut self, row: &[Cell<'_>]) -> anyhow::Result<()> {
        if let Some(full) = self.refusal(row) {
            let mut place = format!("sheet `{}`", self.sheet.name());
            if let Full::Cell(at, _) = full {
                let title = self.columns[at].title.replace('\n', " / ");
                place.push_str(&format!(", row {}, column `{title}`", self.next + 1));
            }
            bail!("{place}: {}; {}", full.message(), full.hint());
        }
        for ((col, cell), format) in (0u16..).zip(row).zip(&self.formats) {
            let shaded = cell.shade.map(|shade| looks::shaded(format.clone(), shade));
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
    pub(super) fn last(&self) -> u32 {
        self.next - 1
    }

    /// Tells whether there is no row under the header.
    pub(super) fn is_empty(&self) -> bool {
        self.last() == self.header
    }

    /// Draws bars into the columns of percentages.
    pub(super) fn with_bars(mut self) -> anyhow::Result<Self> {
        for (col, column) in (0u16..).zip(&self.columns) {
            if column.kind == Kind::Percent {
                looks::bars(&mut self.sheet, (self.header + 1, self.next - 1), col)?;
            }
        }
        Ok(self)
    }

    /// Ends the table of a sheet: its header stays in view and on every page, its rows can be
    /// filtered.
    pub(super) fn end(mut self) -> anyhow::Result<Worksheet> {
        if self.header <= MOST_FROZEN {
            self.sheet.set_freeze_panes(self.header + 1, 1)?;
        }
        if self.n_printed < self.columns.len() {
            self.sheet.set_print_area(0, 0, self.last(), self.n_printed as u16 - 1)?;
        }
        self.filtered()
    }

    /// Ends a table whose header does not stay in view, since too much stands above it.
    pub(super) fn filtered(mut self) -> anyhow::Result<Worksheet> {
        let (last_row, last_col) = (self.last(), self.columns.len() as u16 - 1);
        self.sheet.autofilter(self.header, 0, last_row, last_col)?;
        self.sheet.set_repeat_rows(self.header, self.header)?;
        self.plain()
    }

    /// Ends a table that is one of several.
    pub(super) fn plain(mut self) -> anyhow::Result<Worksheet> {
        let (last_row, last_col) = (self.last(), self.columns.len() as u16 - 1);
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
pub(super) fn write(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    content: &Content<'_>,
    format: &Format,
) -> anyhow::Result<()> {
    match content {
        Content::Blank => sheet.write_blank(row, col, format)?,
        Content::Text(text) => sheet.write_string_with_format(row, col, &**text, format)?,
        Content::Whole(n) => sheet.write_number_with_format(row, col, *n as f64, format)?,
        Content::Percent(percent) => {
            sheet.write_number_with_format(row, col, percent.number(), format)?
        }
        Content::Amount(number) | Content::Day(number) => {
            sheet.write_number_with_format(row, col, *number, format)?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use envcoop_core::text::Lang;
    use envcoop_present::tables;

    use super::*;

    #[test]
    fn what_does_not_fit_is_refused_with_its_place() {
        let looks = Looks::new(&[Lang::En]);
        let words = Words::new(&[Lang::En]);
        let columns = columns(words, &tables::OWNERS, &[]);
        let mut sheet = Worksheet::new();
        sheet.set_name("Owners").expect("a name");
        let mut grid = Grid::begin(&looks, sheet, 0, columns).expect("a header");
        let row = |text: &str| {
            let mut row = vec![Cell::text(text.to_owned())];
            row.resize(5, Cell::blank());
            row
        };
        grid.push(&row(&"字".repeat(CELL_LIMIT))).expect("it just fits");
        let error = grid.push(&row(&"😀".repeat(16_384))).expect_err("two units each").to_string();
        assert!(error.starts_with("sheet `Owners`, row 3, column `Owner`: 32768 char"), "{error}");
        grid.most = 3;
        grid.push(&row("last")).expect("there is a row left");
        assert_eq!(grid.refusal(&row("")), Some(Full::Sheet));
        let error = grid.push(&row("")).expect_err("there is none").to_string();
        assert!(error.starts_with("sheet `Owners`: there are more rows than"), "{error}");
    }
}
