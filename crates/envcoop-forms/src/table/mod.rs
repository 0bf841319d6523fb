//! Tables: what every output format is made from.

pub mod csv;
pub mod datapackage;
pub mod markdown;

use std::borrow::Cow;

use envcoop_core::date::Date;
use envcoop_core::money::Cents;
use envcoop_core::percent::Percent;
use envcoop_core::text::Label;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, also ids and codes.
    Text,
    /// A whole number.
    Integer,
    /// A percentage with one decimal.
    Percent,
    /// Money with two decimals.
    Amount,
    /// An ISO date.
    Date,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSpec {
    /// The name in data.
    pub name: &'static str,
    /// The header for people.
    pub title: Label,
    /// What it holds.
    pub kind: Kind,
    /// The unit of its numbers; `currency` where the row names it, empty where there is none.
    pub unit: &'static str,
    /// What it means.
    pub about: &'static str,
}

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
    /// What one row is.
    pub about: &'static str,
    /// The columns that tell rows apart.
    pub key: &'static [&'static str],
    /// References to other tables.
    pub references: &'static [Reference],
    /// The columns, in order.
    pub columns: &'static [ColumnSpec],
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing applies or nothing is known.
    Blank,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(u64),
    /// A percentage.
    Percent(Percent),
    /// Money.
    Amount(Cents),
    /// A date.
    Date(Date),
}

impl<'a> Value<'a> {
    /// Makes a text cell.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Value::Text(text.into())
    }

    /// Returns the cell as text: dates in ISO form, decimals with a dot, nothing for a blank.
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Value::Blank => Cow::Borrowed(""),
            Value::Text(text) => Cow::Borrowed(text),
            Value::Integer(n) => Cow::Owned(n.to_string()),
            Value::Percent(percent) => Cow::Owned(percent.to_string()),
            Value::Amount(amount) => Cow::Owned(amount.to_string()),
            Value::Date(date) => Cow::Owned(date.to_string()),
        }
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Blank, Into::into)
    }
}

impl From<Percent> for Value<'_> {
    fn from(percent: Percent) -> Self {
        Value::Percent(percent)
    }
}

impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        Value::Date(date)
    }
}

impl From<u64> for Value<'_> {
    fn from(n: u64) -> Self {
        Value::Integer(n)
    }
}

/// A table with its rows.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// What it holds.
    pub spec: &'static TableSpec,
    /// Rows with one cell per column.
    pub rows: Vec<Vec<Value<'a>>>,
}
