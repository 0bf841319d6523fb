//! Tables and documents as JSON, for programs.

use envcoop_core::text::Lang;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::document::Block;
use crate::table::{Filled, Forms};

/// Writes a result of any shape, for people to look into as well.
///
/// # Errors
/// A result that JSON cannot say.
pub fn text(result: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(result).map(|text| text + "\n")
}

/// Returns a table as a list of objects, a member for each column of data.
pub fn table(table: &Filled<'_>, lang: Lang) -> Json {
    let view = table.view(Forms::DATA);
    let names: Vec<String> = view.columns().map(|column| column.name(lang).to_owned()).collect();
    let row = |cells| -> Json { names.iter().cloned().zip(cells).collect::<Map<_, _>>().into() };
    view.rows().map(|cells| row(cells.map(|cell| cell.json(lang)).collect::<Vec<_>>())).collect()
}

/// Returns the tables of a document by their names, under the name of its format.
pub fn document(document: &[Block<'_>], format: &str, lang: Lang) -> Json {
    let mut all = json!({"format": format});
    for own in document.iter().filter_map(Block::data) {
        all[own.spec.name] = table(own, lang);
    }
    all
}
