//! What the tools print as JSON: looked into, and held against its schema.

use jsonschema::Validator;
use serde_json::Value;

/// Returns the entries of a list.
#[track_caller]
fn entries(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter()
}

/// Returns the entry of a list whose `key` is `id`.
#[track_caller]
pub fn entry<'v>(list: &'v Value, key: &str, id: &str) -> &'v Value {
    entries(list).find(|entry| entry[key] == id).unwrap_or_else(|| panic!("no {id} in {list}"))
}

/// Returns the entry of a list whose `id` this is.
#[track_caller]
pub fn by_id<'v>(list: &'v Value, id: &str) -> &'v Value {
    entry(list, "id", id)
}

/// Returns the ids of the entries of a list.
#[track_caller]
pub fn ids(list: &Value) -> Vec<&str> {
    entries(list).map(|entry| entry["id"].as_str().expect("an id")).collect()
}

/// Returns a list of texts.
#[track_caller]
pub fn texts(list: &Value) -> Vec<&str> {
    entries(list).map(|entry| entry.as_str().expect("a text")).collect()
}

/// Returns `low` and `high` of a measure or a group; none where nothing applies.
#[must_use]
pub fn bounds(entry: &Value) -> [Option<f64>; 2] {
    ["low", "high"].map(|key| entry[key].as_f64())
}

/// A schema of the repository.
#[derive(Debug)]
pub struct Schema(Validator);

impl Schema {
    /// Reads a schema, which must be one.
    #[track_caller]
    pub fn read(path: &str) -> Schema {
        let schema: Value = serde_json::from_str(&crate::read(path)).expect("a schema is JSON");
        jsonschema::draft202012::meta::validate(&schema).expect("a schema is a schema");
        Schema(jsonschema::draft202012::new(&schema).expect("the schema can be used"))
    }

    /// Tells whether the schema allows a value.
    #[must_use]
    pub fn allows(&self, value: &Value) -> bool {
        self.0.is_valid(value)
    }

    /// Demands that the schema allows a value; where not, every fault is shown under `name`.
    #[track_caller]
    pub fn fits(&self, name: &str, value: &Value) {
        let faults: Vec<String> =
            self.0.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}
