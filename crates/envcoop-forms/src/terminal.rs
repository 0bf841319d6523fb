//! Tables for people: on a terminal they fit its width, in a pipe they are plain text.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle,
    Table as Layout, TableStyle,
};
use envcoop_core::text::{Lang, misleads};

use crate::table::{Kind, Table};

/// A line under the header and blanks between columns.
const PLAIN: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─'))
    .content_lines(ContentLineStyle::none());

/// Lines between rows as well: where a row takes several lines, its end must show.
const RULED: TableStyle = PLAIN.row_separator(LineStyle::none().fill('┈'));

/// A table laid out for reading.
pub struct Grid {
    layout: Layout,
    /// A column whose texts are paths.
    paths: Option<usize>,
}

/// Where a path may be broken; it shows nowhere.
const BREAK: char = '\u{200b}';

impl Grid {
    /// Starts a table with these headers; numbers are set to the right. On a terminal of `width`
    /// columns texts are wrapped to fit it, numbers never.
    pub fn new<'h>(headers: impl IntoIterator<Item = (&'h str, Kind)>, width: Option<u16>) -> Self {
        let (names, kinds): (Vec<&str>, Vec<Kind>) = headers.into_iter().unzip();
        let is_number = |kind| matches!(kind, Kind::Integer | Kind::Percent | Kind::Amount);
        let mut layout = Layout::new();
        layout.load_style(PLAIN);
        match width {
            Some(width) => {
                layout.set_content_arrangement(ContentArrangement::Dynamic);
                layout.set_width(width.max(40));
                // The words over a number stand below each other: the column is as narrow as it can be.
                let name = |(name, &kind): (&&str, &Kind)| {
                    if is_number(kind) { stacked(name) } else { (*name).to_owned() }
                };
                layout.set_header(names.iter().zip(&kinds).map(name).collect::<Vec<_>>());
            }
            None => {
                layout.set_content_arrangement(ContentArrangement::Disabled);
                layout.set_header(names);
            }
        }
        for (i, _) in kinds.into_iter().enumerate().filter(|(_, kind)| is_number(*kind)) {
            if let Some(column) = layout.column_mut(i) {
                column.set_constraint(ColumnConstraint::ContentWidth);
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        Grid { layout, paths: None }
    }

    /// Lays out a table as it is.
    pub fn of(table: &Table<'_>, lang: Lang, width: Option<u16>) -> Self {
        let headers = table.spec.columns.iter().map(|column| (column.title.get(lang), column.kind));
        let mut grid = Grid::new(headers, width);
        for row in &table.rows {
            grid.row(row.iter().map(|value| value.to_text().into_owned()));
        }
        grid
    }

    /// Breaks the texts of a column, which are paths, behind slashes instead of at blanks.
    pub fn set_paths(&mut self, column: usize) {
        self.paths = Some(column);
        if let Some(column) = self.layout.column_mut(column) {
            column.set_delimiter(BREAK);
        }
    }

    /// Adds a row. Control characters in it are shown, not obeyed.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cell = |(i, text): (usize, String)| match shown(&text) {
            path if self.paths == Some(i) => path.replace('/', &format!("/{BREAK}")),
            text => text,
        };
        let cells: Vec<String> = cells.into_iter().enumerate().map(cell).collect();
        self.layout.add_row(cells);
    }

    /// Returns the lines of the table, without blanks at their ends.
    pub fn render(mut self) -> String {
        let is_under_header = |line: &String| line.trim_start().starts_with('─');
        let n_lines =
            self.layout.lines().skip_while(|line| !is_under_header(line)).count().saturating_sub(1);
        if n_lines > self.layout.row_count() {
            self.layout.load_style(RULED);
        }
        let line = |line: String| format!("{}\n", line.replace(BREAK, "").trim_end());
        self.layout.lines().map(line).collect()
    }
}

/// Breaks a header into lines: at blanks, or in the middle of four or more Chinese characters.
fn stacked(name: &str) -> String {
    let n_chars = name.chars().count();
    if name.is_ascii() || n_chars < 4 || name.contains(' ') {
        return name.replace(' ', "\n");
    }
    let (first, second): (Vec<_>, Vec<_>) =
        name.char_indices().partition(|(i, _)| *i < name.len() / 2);
    let line = |chars: Vec<(usize, char)>| chars.into_iter().map(|(_, c)| c).collect::<String>();
    format!("{}\n{}", line(first), line(second))
}

fn shown(text: &str) -> String {
    text.chars().map(|c| if misleads(c) && c != '\n' { '\u{b7}' } else { c }).collect()
}
