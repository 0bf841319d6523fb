//! What was done to a plan, row by row: what the accounts of commands have in common.

use envcoop_core::text::Label;
use envcoop_forms::document::Block;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, TableSpec, Value};
use envcoop_words as words;

/// The id of a row.
pub(crate) const ROW: ColumnSpec = ColumnSpec::shown(words::row::ROW, Kind::Text).named("id");
/// The header of a column.
pub(crate) const COLUMN: ColumnSpec =
    ColumnSpec::shown(words::problem::COLUMN, Kind::Text).named("column");
/// What a cell said.
pub(crate) const FROM: ColumnSpec =
    ColumnSpec::shown(words::change::BEFORE_HEADING, Kind::Text).named("from");
/// What a cell says now.
pub(crate) const TO: ColumnSpec = ColumnSpec::shown(words::change::NOW, Kind::Text).named("to");

/// Returns a table of data.
pub(crate) const fn spec(name: &'static str, title: Label) -> TableSpec {
    TableSpec { name, ..TableSpec::shown(title) }
}

/// Tells what a plan comes to: a line, and a table of one row with these numbers.
pub(crate) fn whole(
    file: &str,
    line: Phrase<'static>,
    numbers: &[(&'static str, Label, u64)],
) -> Block<'static> {
    let mut table =
        TableOf::<()> { spec: spec("plan", words::progress::PLAN), columns: &[] }.fill([()]);
    let name = ColumnSpec::shown(words::progress::PLAN, Kind::Text).named("file");
    table.add(name, name.title.into(), |_| Value::text(file.to_owned()));
    for &(name, title, n) in numbers {
        let spec = ColumnSpec::shown(title, Kind::Integer).named(name);
        table.add(spec, title.into(), |_| n.into());
    }
    Block::Account(table, vec![line])
}
