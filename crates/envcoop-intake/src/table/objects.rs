//! Tables as JSON: an array of objects, an object that holds one, or an object on each line.

use std::cell::Cell as Shared;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::Text;
use envcoop_words::problem::{file as say, table as say_table};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::layout::Layout;
use super::{Cell, Content, Found, Opener, Part, Row, no_header, whole};
use crate::plan::json::Counted;
use crate::plan::unreadable;

/// The most keys that are columns.
const MOST_KEYS: usize = 2000;

/// What takes an object, with its line.
type Sink<'s> = dyn FnMut(u64, &Map<String, Value>, &mut Problems) + 's;

/// How objects are read.
#[derive(Debug)]
pub(super) struct Objects {
    is_by_line: bool,
}

pub(super) fn find(file: &Arc<str>, open: &Opener<'_>, problems: &mut Problems) -> Option<Found> {
    let is_by_line = is_by_line(open);
    let part = Part { sheet: None, place: Arc::clone(file), header: 0, first_column: 0 };
    let objects = Objects { is_by_line };
    let mut names: Vec<String> = Vec::new();
    let mut left_out = 0_u64;
    let before = problems.n_errors();
    objects.each(&part, open(), problems, &mut |_, object, _| {
        for key in object.keys().filter(|key| !names.contains(key)).cloned().collect::<Vec<_>>() {
            if names.len() < MOST_KEYS { names.push(key) } else { left_out += 1 }
        }
    });
    if problems.n_errors() > before {
        return None;
    }
    if left_out > 0 {
        let message = Text::new(|lang| say_table::too_many_keys(lang, MOST_KEYS));
        problems.push(Problem::warning(whole(file), message));
    }
    if names.is_empty() {
        problems.push(no_header(whole(file)));
        return None;
    }
    let layout = Layout { titles: Vec::new(), header: (0, 0), names };
    Some((layout, vec![part], Content::Objects(objects)))
}

/// Tells whether every line is an object of its own: the first is whole, and another follows.
fn is_by_line(open: &Opener<'_>) -> bool {
    let mut lines = BufReader::new(open().take(16 << 20)).lines().map_while(Result::ok);
    let mut next =
        || lines.find(|line| !line.trim_matches(['\u{feff}', ' ', '\t', '\r']).is_empty());
    let is_whole = |line: &str| object(line).is_some();
    match next() {
        Some(first) => is_whole(&first) && next().is_none_or(|second| is_whole(&second)),
        None => false,
    }
}

fn object(line: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(line.trim_start_matches('\u{feff}')).ok()
}

impl Objects {
    pub(super) fn read(
        &self,
        part: &Part,
        names: &[String],
        input: Box<dyn Read + '_>,
        problems: &mut Problems,
        sink: &mut dyn FnMut(&Row<'_>, &mut Problems),
    ) -> u64 {
        self.each(part, input, problems, &mut |number, object, problems| {
            let texts: Vec<String> = names
                .iter()
                .map(|name| object.get(name).map_or_else(String::new, text_of))
                .collect();
            let is_number = |name: &String| object.get(name).is_some_and(Value::is_number);
            let cells = texts.iter().zip(names);
            let cells: Vec<Cell<'_>> = cells
                .map(|(text, name)| Cell { text, is_number: is_number(name), ..Cell::default() })
                .collect();
            if texts.iter().any(|text| !text.trim().is_empty()) {
                sink(&Row { part, number, cells: &cells }, problems);
            }
        })
    }

    /// Hands every object to `sink` with its line, or with its place in the array.
    fn each(
        &self,
        part: &Part,
        input: Box<dyn Read + '_>,
        problems: &mut Problems,
        sink: &mut Sink<'_>,
    ) -> u64 {
        let file = &part.place;
        let place = |line| Place { file: Arc::clone(file), line };
        let mut n_refused = 0;
        if !self.is_by_line {
            let line = Shared::new(1);
            let input = BufReader::with_capacity(64 * 1024, input);
            let mut json = serde_json::Deserializer::from_reader(Counted { input, line: &line });
            let mut rows =
                Rows { file, line: &line, problems, sink, n_refused: 0, is_found: false };
            let read = json.deserialize_any(Top(&mut rows)).and_then(|()| json.end());
            n_refused = rows.n_refused;
            if let Err(error) = read {
                let text = error.to_string();
                let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
                let said = Text::new(|lang| say::not_json(lang, message, error.column()));
                let problem = Problem::fatal(place(error.line() as u64), said);
                problems.push(problem.hint(say::NOT_JSON_HINT));
            }
            return n_refused;
        }
        for (at, line) in BufReader::new(input).lines().enumerate() {
            let number = at as u64 + 1;
            match line {
                Ok(line) if line.trim_matches(['\u{feff}', ' ', '\t', '\r']).is_empty() => {}
                Ok(line) => match object(&line) {
                    Some(object) => sink(number, &object, problems),
                    None => {
                        n_refused += 1;
                        let message = Text::new(|lang| say_table::no_object(lang, quoted(&line)));
                        problems
                            .push(Problem::error(place(number), message).hint(say::NOT_JSON_HINT));
                    }
                },
                Err(error) => {
                    problems.push(unreadable(file, &error));
                    break;
                }
            }
        }
        n_refused
    }
}

/// What takes the objects of an array.
struct Rows<'r> {
    file: &'r Arc<str>,
    line: &'r Shared<u64>,
    problems: &'r mut Problems,
    sink: &'r mut Sink<'r>,
    n_refused: u64,
    /// Whether an array of objects was met.
    is_found: bool,
}

/// The whole of a file: the array, or the object whose first array of objects is it.
struct Top<'t, 'r>(&'t mut Rows<'r>);

/// A value that may be the array.
struct Member<'t, 'r>(&'t mut Rows<'r>);

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects, or an object that holds one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Member(self.0).visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            if self.0.is_found {
                map.next_value::<IgnoredAny>()?;
            } else {
                map.next_value_seed(Member(self.0))?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let rows = self.0;
        loop {
            let line = rows.line.get();
            match seq.next_element::<Value>()? {
                None => return Ok(()),
                Some(Value::Object(object)) => {
                    rows.is_found = true;
                    (rows.sink)(line, &object, rows.problems);
                }
                // A list of something else beside the table is none of its rows.
                Some(_) if !rows.is_found => {}
                Some(other) => {
                    rows.n_refused += 1;
                    let place = Place { file: Arc::clone(rows.file), line };
                    let message =
                        Text::new(|lang| say_table::no_object(lang, quoted(&other.to_string())));
                    rows.problems.push(Problem::error(place, message).hint(say::NOT_JSON_HINT));
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Returns a value as the text of a cell: texts and numbers as they are, a list joined by `;`, nothing
/// for null, anything else as JSON.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text_of).collect::<Vec<_>>().join("; "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
