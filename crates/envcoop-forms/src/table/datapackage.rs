//! The description that makes a set of CSV files a Frictionless Data Package.

use envcoop_core::text::Lang;
use serde_json::{Value as Json, json};

use crate::table::{ColumnSpec, Forms, Kind, Schema, TableSpec};

/// Describes a package of tables, each in the file `<table>.csv` beside it; titles are in `lang`.
pub fn describe(
    name: &str,
    title: &str,
    description: &str,
    tables: &[&dyn Schema],
    lang: Lang,
) -> Json {
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "description": description,
        "resources": tables.iter().map(|&table| resource(table, lang)).collect::<Vec<_>>(),
    })
}

fn resource(table: &dyn Schema, lang: Lang) -> Json {
    let columns = table.columns(Forms::DATA);
    let table = table.spec();
    let references: Vec<Json> = table
        .references
        .iter()
        .map(|reference| {
            json!({
                "fields": [reference.column],
                "reference": {"resource": reference.table, "fields": [reference.key]},
            })
        })
        .collect();
    let mut schema = json!({
        "fields": columns.iter().map(|column| field(table, column, lang)).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    if !references.is_empty() {
        schema["foreignKeys"] = json!(references);
    }
    json!({
        "name": table.name,
        "type": "table",
        "title": table.title.get(lang),
        "description": table.about.get(lang),
        "path": format!("{}.csv", table.name),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": true},
        "schema": schema,
    })
}

fn field(table: &TableSpec, column: &ColumnSpec, lang: Lang) -> Json {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Percent | Kind::Amount => "number",
        Kind::Date => "date",
    };
    let mut field = json!({
        "name": column.name,
        "type": kind,
        "title": column.title.get(lang),
        "description": column.about.get(lang),
    });
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    if table.key.contains(&column.name) {
        field["constraints"] = json!({"required": true});
    }
    field
}
