//! A result in blocks: written once, for every form and every language.
//!
//! [`terminal`](crate::terminal), [`markdown`](crate::markdown), [`html`](crate::html),
//! [`json`](crate::json) and [`workbook`](crate::workbook) each have one writer of it.

use crate::phrase::Phrase;
use crate::table::Filled;

/// A result, block by block.
pub type Document<'a> = Vec<Block<'a>>;

/// A part of a document. A blank line stands between two of them; on a terminal none follows a
/// heading.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// What the document is called; a terminal, whose user has just asked for it, goes without.
    Title(Phrase<'a>),
    /// A heading: level 2 under the title, level 3 under that.
    Heading(u8, Phrase<'a>),
    /// Lines, each a paragraph where a form has paragraphs.
    Text(Vec<Line<'a>>),
    /// A table and what explains its cells.
    Table(Filled<'a>, Option<Phrase<'a>>),
    /// A list.
    List(Mark, Vec<Line<'a>>),
    /// A picture; forms that have none say what it is about.
    Picture {
        /// The picture, as SVG.
        svg: String,
        /// What it shows.
        about: Phrase<'a>,
    },
    /// A remark that is no result.
    Note(Line<'a>),
    /// What was found or done, row by row. A terminal tells it in these lines, which follow each other
    /// from account to account and are never broken: so they can be searched, and jumped from. Other
    /// forms show the table where it has rows.
    Account(Filled<'a>, Vec<Phrase<'a>>),
    /// A table for programs, of what people read in the blocks around it.
    Data(Filled<'a>),
}

impl<'a> Block<'a> {
    /// Makes a heading under the title.
    pub fn heading(words: impl Into<Phrase<'a>>) -> Self {
        Block::Heading(2, words.into())
    }

    /// Makes a block of one line.
    pub fn text(words: impl Into<Phrase<'a>>) -> Self {
        Block::Text(vec![words.into().into()])
    }

    /// Returns the table that programs read; none where there is none.
    pub fn data(&self) -> Option<&Filled<'a>> {
        match self {
            Block::Table(table, _) | Block::Account(table, _) | Block::Data(table) => {
                Some(table).filter(|table| !table.spec.name.is_empty())
            }
            _ => None,
        }
    }

    /// Returns the table that people read; none where there is none.
    pub fn table(&self) -> Option<&Filled<'a>> {
        match self {
            Block::Table(table, _) | Block::Account(table, _) => Some(table),
            _ => None,
        }
    }

    /// Tells whether people who look at tables find anything in it.
    pub fn is_shown(&self) -> bool {
        match self {
            Block::Data(_) => false,
            Block::Account(table, _) => !table.rows.is_empty(),
            _ => true,
        }
    }

    /// Makes a plain list.
    pub fn list(items: impl IntoIterator<Item = impl Into<Line<'a>>>) -> Self {
        Block::List(Mark::Bullet, items.into_iter().map(Into::into).collect())
    }
}

/// Returns what a document is called: its title, or else its first heading or table.
pub fn title<'d, 'a>(document: &'d [Block<'a>]) -> Option<&'d Phrase<'a>> {
    let mut blocks = document.iter();
    let title = blocks.find_map(|b| if let Block::Title(words) = b { Some(words) } else { None });
    title.or_else(|| {
        document.iter().find_map(|block| match block {
            Block::Heading(_, words) => Some(words),
            _ => block.table().map(|table| &table.title),
        })
    })
}

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A dash.
    Bullet,
    /// A box to tick.
    Task,
}

/// A line, part by part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a>(pub Vec<Run<'a>>);

/// A part of a line in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// What is said.
    pub words: Phrase<'a>,
    /// How.
    pub style: Style,
}

/// How a part of a line is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As the rest.
    Plain,
    /// So that the eye finds it.
    Strong,
    /// With weight.
    Emphasis,
    /// As it is typed.
    Code,
}

impl<'a> Run<'a> {
    /// Makes a part in a style.
    pub fn new(style: Style, words: impl Into<Phrase<'a>>) -> Self {
        Run { words: words.into(), style }
    }
}

impl<'a, T: Into<Phrase<'a>>> From<T> for Line<'a> {
    fn from(words: T) -> Self {
        Line(vec![Run::new(Style::Plain, words)])
    }
}
