//! Documents as CSV: their tables in one.

use std::io::{self, Write};

use crate::document::Block;
use crate::table::csv::{CsvWriter, Form};
use crate::table::{Filled, Forms, Value};

/// Writes the tables of a document under one header, for programs that take one table: the first
/// column names the table of a row, and a cell is blank where its table has no such column.
///
/// # Errors
/// Passes on what the stream refuses.
pub fn write(document: &[Block<'_>], out: impl Write, form: Form) -> io::Result<()> {
    let tables: Vec<&Filled<'_>> = document.iter().filter_map(Block::data).collect();
    let names_of = |table: &Filled<'_>| -> Vec<String> {
        let view = table.view(Forms::DATA);
        view.columns().map(|column| column.name(form.lang).to_owned()).collect()
    };
    let mut names: Vec<String> = Vec::new();
    for name in tables.iter().flat_map(|table| names_of(table)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut csv = CsvWriter::shaped(out, form);
    csv.texts(["table"].into_iter().chain(names.iter().map(String::as_str)))?;
    for table in tables {
        let own = names_of(table);
        let at = names.iter().map(|name| own.iter().position(|own| own == name));
        let at: Vec<Option<usize>> = at.collect();
        let name = Value::text(table.spec.name);
        for row in table.view(Forms::DATA).rows() {
            let cells: Vec<&Value<'_>> = row.collect();
            let cells = at.iter().map(|at| at.map_or(&Value::Blank, |at| cells[at]));
            csv.values([&name].into_iter().chain(cells))?;
        }
    }
    Ok(())
}
