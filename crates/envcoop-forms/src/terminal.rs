//! Documents and tables for people: on a terminal they fit its width, in a pipe they are plain text.

use std::fmt::Write;

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle,
    Table as Layout, TableStyle,
};
use envcoop_core::text::{Lang, misleads};
use textwrap::Options;

use crate::document::{Block, Line};
use crate::table::{Filled, Forms, Kind};

/// Writes a document in a language; its title is left to other forms.
pub fn render(document: &[Block<'_>], lang: Lang, width: Option<u16>) -> String {
    let mut out = String::new();
    let mut before: Option<&Block<'_>> = None;
    for block in document.iter().filter(|b| !matches!(b, Block::Title(_) | Block::Data(_))) {
        match (before.replace(block), block) {
            (None | Some(Block::Heading(..)), _) => {}
            (Some(Block::Account(..)), Block::Account(..)) => {}
            _ => out.push('\n'),
        }
        of_block(&mut out, block, lang, width);
    }
    out
}

fn of_block(out: &mut String, block: &Block<'_>, lang: Lang, width: Option<u16>) {
    let text =
        |line: &Line<'_>| -> String { line.0.iter().map(|part| part.words.get(lang)).collect() };
    match block {
        Block::Title(words) | Block::Heading(_, words) => {
            paragraph(out, "", words.get(lang), width)
        }
        Block::Text(lines) => lines.iter().for_each(|line| paragraph(out, "", &text(line), width)),
        Block::List(_, items) => {
            items.iter().for_each(|item| paragraph(out, "- ", &text(item), width));
        }
        Block::Table(table, key) => {
            out.push_str(&Grid::filled(table, lang, width).render());
            if let Some(key) = key {
                paragraph(out, "", key.get(lang), width);
            }
        }
        Block::Picture { about, .. } => paragraph(out, "", about.get(lang), width),
        Block::Note(line) => paragraph(out, "", &text(line), width),
        Block::Account(_, lines) => lines.iter().for_each(|line| {
            let _ = writeln!(out, "{}", shown(line.get(lang)));
        }),
        Block::Data(_) => {}
    }
}

/// A blank at which no line ends; once the lines are broken it is one like others.
const NO_BREAK: char = '\u{a0}';
/// What stands for a hyphen while lines are broken: a path or an id is not broken at one.
const HYPHEN: char = '\u{e000}';

/// Writes a text whose first line begins with `mark`, broken where a line of the terminal ends.
/// Control characters in it are shown, not obeyed.
fn paragraph(out: &mut String, mark: &str, text: &str, width: Option<u16>) {
    let text = shown(text);
    let Some(width) = width else {
        let _ = writeln!(out, "{mark}{}", text.replace(NO_BREAK, " "));
        return;
    };
    let indent = " ".repeat(mark.len());
    let options = Options::new(usize::from(width.max(40)))
        .initial_indent(mark)
        .subsequent_indent(&indent)
        .break_words(false);
    textwrap::wrap(&text.replace('-', &HYPHEN.to_string()), options).iter().for_each(|line| {
        let _ = writeln!(out, "{}", line.replace(NO_BREAK, " ").replace(HYPHEN, "-"));
    });
}

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
        let mut layout = Layout::new();
        layout.load_style(PLAIN);
        match width {
            Some(width) => {
                layout.set_content_arrangement(ContentArrangement::Dynamic);
                layout.set_width(width.max(40));
                // The words over a number stand below each other: the column is as narrow as it can be.
                let name = |(name, &kind): (&&str, &Kind)| {
                    if kind.is_number() { stacked(name) } else { (*name).to_owned() }
                };
                layout.set_header(names.iter().zip(&kinds).map(name).collect::<Vec<_>>());
            }
            None => {
                layout.set_content_arrangement(ContentArrangement::Disabled);
                layout.set_header(names);
            }
        }
        for (i, _) in kinds.into_iter().enumerate().filter(|(_, kind)| kind.is_number()) {
            if let Some(column) = layout.column_mut(i) {
                column.set_constraint(ColumnConstraint::ContentWidth);
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        Grid { layout, paths: None }
    }

    /// Lays out a table as people of a language read it.
    pub fn filled(table: &Filled<'_>, lang: Lang, width: Option<u16>) -> Self {
        let view = table.view(Forms::TEXT);
        let headers = view.columns().map(|column| (column.title.get(lang), column.spec.kind));
        let mut grid = Grid::new(headers, width);
        if let Some(paths) = view.columns().position(|column| column.spec.is_path) {
            grid.set_paths(paths);
        }
        view.rows().for_each(|row| grid.row(row.map(|value| value.said(lang).into_owned())));
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
