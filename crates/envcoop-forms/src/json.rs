//! Tables and documents as JSON, for programs.

use envcoop_core::text::Lang;
use serde_json::{Map, Value as Json, json};

use crate::document::Block;
use crate::table::{Filled, Forms};

/// Writes a result, for people to look into as well.
pub fn text(result: &Json) -> String {
    format!("{result:#}\n")
}

/// Returns a table as a list of objects, a member for each column of data.
pub fn table(table: &Filled<'_>, lang: Lang) -> Json {
    let view = table.view(Forms::DATA);
    let names: Vec<String> = view.columns().map(|column| column.name(lang).to_owned()).collect();
    let row = |cells| -> Json { names.iter().cloned().zip(cells).collect::<Map<_, _>>().into() };
    view.rows().map(|cells| row(cells.map(|cell| cell.json(lang)).collect::<Vec<_>>())).collect()
}

/// Returns the tables of a document by their names, under the name of its format; members are sorted.
pub fn document(document: &[Block<'_>], format: &str, lang: Lang) -> Json {
    let mut all = json!({"format": format});
    for own in document.iter().filter_map(Block::data) {
        all[own.spec.name] = table(own, lang);
    }
    all.sort_all_objects();
    all
}

/// Takes those of these members out that have no value: they may be absent.
#[must_use]
pub fn without_absent(mut object: Json, optional: &[&str]) -> Json {
    if let Json::Object(members) = &mut object {
        members.retain(|name, value| !value.is_null() || !optional.contains(&name.as_str()));
    }
    object
}

/// Adds the members of another object.
#[must_use]
pub fn with(mut object: Json, others: Json) -> Json {
    if let (Json::Object(members), Json::Object(others)) = (&mut object, others) {
        members.extend(others);
    }
    object
}
