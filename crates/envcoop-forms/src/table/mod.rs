//! Tables: what every output format is made from.

mod column;
pub mod csv;
pub mod datapackage;
pub mod markdown;
mod value;

use envcoop_core::text::{Label, Lang};

pub use self::column::{Column, ColumnSpec, Forms, Kind, OnSheet};
pub use self::value::{Value, Word};
use crate::phrase::Phrase;

/// A reference from a column to the key of another table.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The column.
    pub column: &'static str,
    /// The table it refers to.
    pub table: &'static str,
    /// The column there.
    pub key: &'static str,
}

/// What a table holds, whatever its rows.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec {
    /// The name in data, also the file's name.
    pub name: &'static str,
    /// The title for people.
    pub title: Label,
    /// What one row is; empty where no data has it.
    pub about: Label,
    /// The columns that tell rows apart.
    pub key: &'static [&'static str],
    /// References to other tables.
    pub references: &'static [Reference],
}

impl TableSpec {
    /// A table that people read and no data has.
    pub const fn shown(title: Label) -> Self {
        TableSpec { name: "", title, about: Label::EMPTY, key: &[], references: &[] }
    }
}

/// A table of rows `R`: its columns know how a row fills them.
pub struct TableOf<'s, R> {
    /// What it holds.
    pub spec: TableSpec,
    /// The columns, in order.
    pub columns: &'s [Column<'s, R>],
}

impl<'s, R> TableOf<'s, R> {
    /// Returns the cells of a row under every column: for tables that are written while they are read,
    /// and whose columns stand in every form alike.
    pub fn cells(&self, row: &R) -> Vec<Value<'s>> {
        self.columns.iter().map(|column| (column.get)(row)).collect()
    }

    /// Fills the table.
    pub fn fill(&self, rows: impl IntoIterator<Item = R>) -> Filled<'s> {
        Filled {
            spec: self.spec,
            title: self.spec.title.into(),
            columns: self.specs().map(Heading::from).collect(),
            rows: rows.into_iter().map(|row| self.cells(&row)).collect(),
        }
    }

    fn specs(&self) -> impl Iterator<Item = ColumnSpec> {
        self.columns.iter().map(|column| column.spec)
    }
}

/// What a table holds and its columns, whatever its rows.
pub trait Schema: Sync {
    /// Returns what it holds.
    fn spec(&self) -> &TableSpec;
    /// Returns the columns of a form, in their order there.
    fn columns(&self, form: Forms) -> Vec<ColumnSpec>;
}

impl<R> Schema for TableOf<'_, R> {
    fn spec(&self) -> &TableSpec {
        &self.spec
    }

    fn columns(&self, form: Forms) -> Vec<ColumnSpec> {
        in_form(self.specs(), form).into_iter().map(|at| self.columns[at].spec).collect()
    }
}

impl Schema for Filled<'_> {
    fn spec(&self) -> &TableSpec {
        &self.spec
    }

    fn columns(&self, form: Forms) -> Vec<ColumnSpec> {
        self.view(form).columns().map(|heading| heading.spec).collect()
    }
}

/// Returns where the columns of a form stand in a list, in the order that they have there: those that
/// a sheet prints come first.
fn in_form(columns: impl Iterator<Item = ColumnSpec>, form: Forms) -> Vec<usize> {
    let mut columns: Vec<_> = columns.enumerate().filter(|(_, c)| c.forms.has(form)).collect();
    if form == Forms::SHEET {
        columns.sort_by_key(|(_, column)| column.on_sheet.rank.unwrap_or(u8::MAX));
    }
    columns.into_iter().map(|(at, _)| at).collect()
}

/// The column of a table with its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading<'a> {
    /// What it is.
    pub spec: ColumnSpec,
    /// Its header: that of the column, unless the rows decide which columns there are.
    pub title: Phrase<'a>,
    /// Its name in data, where the rows decide that as well.
    pub key: Option<String>,
}

impl Heading<'_> {
    /// Returns its name in data, which is the same in every language.
    pub fn key(&self) -> &str {
        self.key.as_deref().unwrap_or(self.spec.name)
    }

    /// Returns its name in data: that of the column, or the header that the rows gave it.
    pub fn name(&self, lang: Lang) -> &str {
        if self.key.is_some() {
            self.key()
        } else if self.title == Phrase::Label(self.spec.title) {
            self.spec.name
        } else {
            self.title.get(lang)
        }
    }
}

impl From<ColumnSpec> for Heading<'_> {
    fn from(spec: ColumnSpec) -> Self {
        Heading { spec, title: spec.title.into(), key: None }
    }
}

/// A table with its rows: what every form of it is written from.
#[derive(Clone, Debug)]
pub struct Filled<'a> {
    /// What it holds.
    pub spec: TableSpec,
    /// The title for people.
    pub title: Phrase<'a>,
    /// The columns.
    pub columns: Vec<Heading<'a>>,
    /// Rows with one cell per column.
    pub rows: Vec<Vec<Value<'a>>>,
}

impl<'a> Filled<'a> {
    /// Returns what stands in a form: its columns, and the cells of each row under them.
    pub fn view(&self, form: Forms) -> View<'_, 'a> {
        View {
            table: self,
            columns: in_form(self.columns.iter().map(|heading| heading.spec), form),
        }
    }

    /// Returns where a column stands; nothing where the table has none such.
    pub fn at(&self, column: ColumnSpec) -> Option<usize> {
        self.columns.iter().position(|heading| heading.spec.name == column.name)
    }

    /// Adds a column as [`add`](Self::add) does, under a name of its own in data as well.
    pub fn add_named(
        &mut self,
        key: String,
        spec: ColumnSpec,
        title: Phrase<'a>,
        cell: impl Fn(usize) -> Value<'a>,
    ) {
        self.add(spec, title, cell);
        if let Some(heading) = self.columns.last_mut() {
            heading.key = Some(key);
        }
    }

    /// Adds a column that the rows decide on, under a header of its own.
    pub fn add(&mut self, spec: ColumnSpec, title: Phrase<'a>, cell: impl Fn(usize) -> Value<'a>) {
        self.columns.push(Heading { spec, title, key: None });
        self.rows.iter_mut().enumerate().for_each(|(at, row)| row.push(cell(at)));
    }
}

/// What stands of a table in one form.
pub struct View<'t, 'a> {
    table: &'t Filled<'a>,
    columns: Vec<usize>,
}

impl<'t, 'a> View<'t, 'a> {
    /// Returns the columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'t Heading<'a>> {
        self.columns.iter().map(|&at| &self.table.columns[at])
    }

    /// Returns the rows, each as its cells under the columns.
    pub fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = &'t Value<'a>> + Clone> {
        self.table.rows.iter().map(|row| self.columns.iter().map(move |&at| &row[at]))
    }
}
