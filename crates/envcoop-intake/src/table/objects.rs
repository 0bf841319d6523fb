//! Tables as JSON: an array of objects, an object that holds one, or an object on each line.

use std::cell::Cell as Shared;
use std::collections::HashMap;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::Text;
use envcoop_words::problem::{file as say, header, json, table as say_table};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::layout::Layout;
use super::{Cell, Content, Found, Opener, Part, Row, no_header, row_place, whole};
use crate::plan::json::Counted;
use crate::plan::unreadable;

/// The most keys that are columns.
const MOST_KEYS: usize = 2000;

/// What takes an object, with its place.
type Sink<'s> = dyn FnMut(At, &Object, &mut Problems) + 's;

/// Where an object stands.
#[derive(Clone, Copy, Debug)]
struct At {
    /// The line.
    line: u64,
    /// Which it is of the array, where several stand on one line.
    index: Option<u64>,
}

impl At {
    fn place(self, file: &Arc<str>) -> Place {
        row_place(file, self.line, self.index)
    }
}

/// How objects are read.
#[derive(Debug)]
pub(super) struct Objects {
    is_by_line: bool,
    /// Whether several objects of the array stand on one line.
    is_crowded: bool,
}

/// The members of an object, each value as it stands in the text: no digit of a number is lost.
struct Object {
    members: Vec<(String, Box<RawValue>)>,
    /// Where each key stands among them.
    at: HashMap<String, usize>,
    /// A key that stands twice.
    twice: Option<String>,
}

impl Object {
    fn get(&self, key: &str) -> Option<&RawValue> {
        self.at.get(key).map(|&at| &*self.members[at].1)
    }

    fn keys(&self) -> impl Iterator<Item = &String> {
        self.members.iter().map(|(key, _)| key)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Object, D::Error> {
        json.deserialize_map(Members)
    }
}

/// What reads an object.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut object = Object { members: Vec::new(), at: HashMap::new(), twice: None };
        while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
            if object.at.insert(key.clone(), object.members.len()).is_some() {
                object.twice.get_or_insert_with(|| key.clone());
            }
            object.members.push((key, value));
        }
        Ok(object)
    }
}

pub(super) fn find(file: &Arc<str>, open: &Opener<'_>, problems: &mut Problems) -> Option<Found> {
    let is_by_line = is_by_line(open);
    let part = Part {
        sheet: None,
        place: Arc::clone(file),
        header: 0,
        first_column: 0,
        titles: Vec::new(),
    };
    let mut objects = Objects { is_by_line, is_crowded: false };
    let mut names: Vec<String> = Vec::new();
    let mut left_out = 0_u64;
    let before = problems.n_errors();
    let (mut last, mut is_crowded) = (None, false);
    objects.each(&part, open(), problems, &mut |at, object, _| {
        is_crowded |= last.replace(at.line) == Some(at.line);
        for key in object.keys().filter(|key| !names.contains(key)).cloned().collect::<Vec<_>>() {
            if names.len() < MOST_KEYS { names.push(key) } else { left_out += 1 }
        }
    });
    objects.is_crowded = is_crowded;
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

fn object(line: &str) -> Option<Object> {
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
        self.each(part, input, problems, &mut |at, object, problems| {
            let values: Vec<Option<&RawValue>> =
                names.iter().map(|name| object.get(name)).collect();
            let text = |value: &Option<&RawValue>| value.map_or_else(String::new, text_of);
            let texts: Vec<String> = values.iter().map(text).collect();
            let is_number = |value: &Option<&RawValue>| {
                value.is_some_and(|raw| {
                    raw.get().starts_with(|c: char| c == '-' || c.is_ascii_digit())
                })
            };
            let cells: Vec<Cell<'_>> = texts
                .iter()
                .zip(&values)
                .map(|(text, value)| Cell { text, is_number: is_number(value), ..Cell::default() })
                .collect();
            if texts.iter().any(|text| !text.trim().is_empty()) {
                let At { line: number, index } = at;
                sink(&Row { part, number, index, cells: &cells }, problems);
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
            let counted = Counted { input, line: &line };
            let mut parser = serde_json::Deserializer::from_reader(counted);
            let mut rows = Rows {
                file,
                line: &line,
                is_crowded: self.is_crowded,
                problems,
                sink,
                n_refused: 0,
                is_found: false,
            };
            let read = parser.deserialize_any(Top(&mut rows)).and_then(|()| parser.end());
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
                    Some(object) => {
                        let at = At { line: number, index: None };
                        n_refused += hand(file, at, &object, problems, sink);
                    }
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

/// An element of an array, with the line in which it begins: its first character has been looked at.
struct Element<'l>(&'l Shared<u64>);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = (u64, Box<RawValue>);

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        let line = self.0.get();
        Ok((line, Box::<RawValue>::deserialize(json)?))
    }
}

/// What takes the objects of an array.
struct Rows<'r> {
    file: &'r Arc<str>,
    line: &'r Shared<u64>,
    problems: &'r mut Problems,
    sink: &'r mut Sink<'r>,
    is_crowded: bool,
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
        let mut n_seen = 0;
        loop {
            let Some((line, raw)) = seq.next_element_seed(Element(rows.line))? else {
                return Ok(());
            };
            n_seen += 1;
            let at = At { line, index: rows.is_crowded.then_some(n_seen) };
            match object(raw.get()) {
                Some(object) => {
                    rows.is_found = true;
                    rows.n_refused += hand(rows.file, at, &object, rows.problems, rows.sink);
                }
                // A list of something else beside the table is none of its rows.
                None if !rows.is_found => {}
                None => {
                    rows.n_refused += 1;
                    let message = Text::new(|lang| say_table::no_object(lang, quoted(raw.get())));
                    let problem = Problem::error(at.place(rows.file), message);
                    rows.problems.push(problem.hint(say::NOT_JSON_HINT));
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

/// Hands an object on unless a key stands twice in it: one of the two would be lost. Returns how many
/// are refused.
fn hand(
    file: &Arc<str>,
    at: At,
    object: &Object,
    problems: &mut Problems,
    sink: &mut Sink<'_>,
) -> u64 {
    if let Some(key) = &object.twice {
        let message = Text::new(|lang| json::key_twice(lang, key));
        problems.push(Problem::error(at.place(file), message).hint(header::KEEP_ONE));
        return 1;
    }
    sink(at, object, problems);
    0
}

/// Returns a value as the text of a cell: texts as they are, a list joined by `;`, nothing for null,
/// anything else as it is written.
fn text_of(value: &RawValue) -> String {
    let raw = value.get();
    let list = || serde_json::from_str::<Vec<Box<RawValue>>>(raw);
    match raw.as_bytes().first() {
        Some(b'n') => String::new(),
        Some(b'"') => serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned()),
        Some(b'[') => list().map_or_else(
            |_| raw.to_owned(),
            |parts| parts.iter().map(|part| text_of(part)).collect::<Vec<_>>().join("; "),
        ),
        _ => raw.to_owned(),
    }
}
