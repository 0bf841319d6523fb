//! Plans as JSON: an array of objects, or an object whose `activities` is one, row by row.

use std::cell::Cell as Shared;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

use envcoop_core::plan::{Cells, Document, FORMAT, Heading, Line, Row};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Label, Lang, Text};
use envcoop_words::problem::{file as say, header, json};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::plan::columns::told;

/// Reads every row of `input` and hands it to `sink`; returns how many could not be.
pub(crate) fn read(
    file: &Arc<str>,
    input: impl Read,
    problems: &mut Problems,
    sink: &mut dyn FnMut(Row<'_>, &mut Problems),
) -> io::Result<u64> {
    // Most rows have the keys of the row before.
    let (mut headings, mut all) = (Vec::<Heading>::new(), Vec::<Heading>::new());
    let n_refused = read_members(file, input, problems, &mut |line, members, problems| {
        if !headings.iter().map(|own| &own.text).eq(members.iter().map(|(key, _)| key)) {
            headings = Heading::all(members.iter().map(|(key, _)| key.clone()));
            let is_new = |own: &&Heading| !all.iter().any(|seen| seen.text == own.text);
            let new: Vec<Heading> = headings.iter().filter(is_new).cloned().collect();
            all.extend(new.into_iter().take(MOST_KEYS.saturating_sub(all.len())));
        }
        let texts = members.iter().map(|(_, text)| &**text);
        let (cells, extras) = Cells::of(headings.iter().zip(texts));
        sink(Row { file, line, cells, extras: &extras, is_sound: false }, problems);
    })?;
    let place = Place { file: Arc::clone(file), line: 0 };
    problems.lang = problems.lang.or(Heading::lang_of(&all));
    told(&all, &place).into_iter().for_each(|told| problems.push(told));
    Ok(n_refused)
}

/// Of so many different keys it is told how they were read.
const MOST_KEYS: usize = 100;

/// What takes the members of a row: its line, then each key with its text.
type Sink<'s> = dyn FnMut(u64, &[(String, String)], &mut Problems) + 's;

/// Reads every row of `input` and hands its members to `sink`, as they stand; returns how many rows
/// could not be read.
pub(super) fn read_members(
    file: &Arc<str>,
    input: impl Read,
    problems: &mut Problems,
    sink: &mut Sink<'_>,
) -> io::Result<u64> {
    let line = Shared::new(1);
    let counted = Counted { input: io::BufReader::with_capacity(64 * 1024, input), line: &line };
    let mut json = serde_json::Deserializer::from_reader(counted);
    let mut state = State { file, line: &line, problems, sink, n_refused: 0, why: None };
    let read = json.deserialize_any(Plan(&mut state)).and_then(|()| json.end());
    let n_refused = state.n_refused;
    let Err(error) = read else { return Ok(n_refused) };
    if error.is_io() {
        return Err(error.into());
    }
    let why = state.why.take().unwrap_or_else(|| in_words(&error));
    let place = Place { file: Arc::clone(file), line: error.line() as u64 };
    let message = Text::new(|lang| say::not_json(lang, why.get(lang), error.column()));
    problems.push(Problem::fatal(place, message).hint(say::NOT_JSON_HINT));
    Ok(n_refused)
}

/// Says what the parser found, with its own words.
fn in_words(error: &serde_json::Error) -> Text {
    let text = error.to_string();
    let own = text.rsplit_once(" at line ").map_or(text.as_str(), |(own, _)| own);
    Text::new(|lang| match error.classify() {
        Category::Eof => json::cut_off(lang, own),
        Category::Syntax => json::syntax(lang, own),
        Category::Data | Category::Io => json::structure(lang, own),
    })
}

/// Writes a plan: an object with its rows, or the rows alone. Cells are texts; blank ones are left
/// out.
///
/// # Errors
/// Passes on what the stream refuses.
pub fn write(plan: &Document, in_object: bool, mut out: impl io::Write) -> io::Result<()> {
    let rows = Lines(plan);
    let written = match in_object {
        true => serde_json::to_writer_pretty(&mut out, &Whole { format: FORMAT, activities: rows }),
        false => serde_json::to_writer_pretty(&mut out, &rows),
    };
    written.map_err(io::Error::from)?;
    out.write_all(b"\n")
}

#[derive(serde::Serialize)]
struct Whole<'d> {
    format: &'static str,
    activities: Lines<'d>,
}

struct Lines<'d>(&'d Document);

impl serde::Serialize for Lines<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.lines.iter().map(|line| OneLine(self.0, line)))
    }
}

struct OneLine<'d>(&'d Document, &'d Line);

impl serde::Serialize for OneLine<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |heading: &Heading| {
            heading.column.map_or(heading.text.clone(), |c| c.code().to_owned())
        };
        let cells = self.0.headings.iter().zip(&self.1.cells).filter(|(_, text)| !text.is_empty());
        serializer.collect_map(cells.map(|(heading, text)| (name(heading), text)))
    }
}

/// Counts the lines that the JSON parser has consumed; it takes one byte at a time.
pub(crate) struct Counted<'l, R> {
    pub(crate) input: R,
    pub(crate) line: &'l Shared<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buf)?;
        let newlines = buf[..n].iter().filter(|&&b| b == b'\n').count() as u64;
        self.line.set(self.line.get() + newlines);
        Ok(n)
    }
}

struct State<'s> {
    file: &'s Arc<str>,
    line: &'s Shared<u64>,
    problems: &'s mut Problems,
    sink: &'s mut Sink<'s>,
    n_refused: u64,
    /// What is wrong with the whole, where the parser is stopped for it.
    why: Option<Text>,
}

impl State<'_> {
    fn place(&self) -> Place {
        Place { file: Arc::clone(self.file), line: self.line.get() }
    }

    /// Stops the parser, which knows one language only.
    fn stop<E: serde::de::Error>(&mut self, why: Text) -> E {
        let error = E::custom(why.get(Lang::default()));
        self.why = Some(why);
        error
    }
}

struct Plan<'a, 's>(&'a mut State<'s>);
struct Rows<'a, 's>(&'a mut State<'s>);
struct Object<'a, 's>(&'a mut State<'s>);

impl<'de> Visitor<'de> for Plan<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows, or an object with `activities`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Rows(self.0).visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "activities" if found => {
                    return Err(self.0.stop(json::ACTIVITIES_TWICE.into()));
                }
                "activities" => {
                    found = true;
                    map.next_value_seed(Rows(self.0))?;
                }
                "format" => {
                    let format = map.next_value::<String>()?;
                    if format != FORMAT {
                        let why = Text::new(|lang| json::other_format(lang, &format, FORMAT));
                        return Err(self.0.stop(why));
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    let message = Text::new(|lang| say::foreign_key(lang, quoted(&key)));
                    let place = self.0.place();
                    self.0.problems.push(Problem::warning(place, message));
                }
            }
        }
        if found { Ok(()) } else { Err(self.0.stop(json::NO_ACTIVITIES.into())) }
    }
}

impl<'de> DeserializeSeed<'de> for Rows<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Object(self.0))?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row: an object with the plan's columns as keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let state = self.0;
        let line = state.line.get();
        let mut sound = true;
        let mut members: Vec<(String, String)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value::<Box<RawValue>>()?;
            let mut fault = |message: Text, hint: Label| {
                sound = false;
                let place = state.place();
                state.problems.push(Problem::error(place, message).column(key.clone()).hint(hint));
            };
            if members.iter().any(|(other, _)| *other == key) {
                fault(Text::new(|lang| json::key_twice(lang, &key)), header::KEEP_ONE);
            }
            match text_of(value.get()) {
                Some(text) => members.push((key, text)),
                None => fault(
                    Text::new(|lang| json::no_text(lang, quoted(value.get()))),
                    json::NO_TEXT_HINT,
                ),
            }
        }
        if !sound {
            state.n_refused += 1;
            return Ok(());
        }
        (state.sink)(line, &members, state.problems);
        Ok(())
    }
}

/// Returns a JSON value as the text of a cell: strings as they are, numbers as written, null as a
/// blank, arrays of strings joined by `;`. Nothing for anything else.
fn text_of(raw: &str) -> Option<String> {
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok(),
        b'n' => Some(String::new()),
        b'[' => serde_json::from_str::<Vec<String>>(raw).ok().map(|parts| parts.join(";")),
        b'-' | b'0'..=b'9' => Some(raw.to_owned()),
        _ => None,
    }
}
