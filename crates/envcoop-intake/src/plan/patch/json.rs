//! JSON: of a row only the members that changed are written, in the layout that the file has.

use std::fmt;
use std::ops::Range;

use envcoop_core::plan::{Column, Heading, grammar};
use envcoop_words::problem::patch as say;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::text::Encoded;
use super::{Edits, Fault, Splice};

/// Returns a file with what changed.
pub(in crate::plan) fn patch(file: Encoded<'_>, edits: &Edits<'_>) -> Result<Vec<u8>, Fault> {
    let text = file.text;
    let whole: &RawValue = parsed(text)?;
    let list = match whole.get().starts_with('{') {
        false => whole,
        true => {
            let members: Members<'_> = parsed(whole.get())?;
            let named = members.0.into_iter().find(|(key, _)| key == "activities");
            named.ok_or_else(unreadable)?.1
        }
    };
    let rows: Vec<&RawValue> = parsed(list.get())?;
    let headings: Vec<&Heading> = edits.headings().collect();
    let span = |raw: &RawValue| -> Range<usize> {
        // Every value is a piece of the text.
        let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
        start..start + raw.get().len()
    };
    let mut splices = Vec::new();
    for (row, raw) in rows.iter().enumerate() {
        let changed = edits.changed(row);
        if !changed.is_empty() {
            change(text, span(raw), &headings, &changed, &span, &mut splices)?;
        }
    }
    let added = edits.added();
    if !added.is_empty() {
        let list = span(list);
        // A row looks like the last one, and stands as far in as the first.
        let like = rows.last().map(|raw| Layout::of(text, &span(raw))).unwrap_or_default();
        let lead = match rows.first() {
            Some(first) => &text[list.start + 1..span(first).start],
            None => "\n  ",
        };
        let written = added.iter().map(|row| {
            let cells = headings.iter().zip(row).filter(|(_, text)| !text.is_empty());
            let members = cells.map(|(heading, text)| {
                let of_row = rows.iter().rev().find_map(|raw| member(raw, &heading.text));
                like.member(&heading.text, &value(heading, text, of_row.as_deref()))
            });
            format!("{{{}{}}}", members.collect::<Vec<_>>().join(","), like.tail)
        });
        let joined = written.map(|row| format!("{lead}{row}")).collect::<Vec<_>>().join(",");
        match rows.last() {
            Some(last) => splices.push(Splice::insert(span(last).end, format!(",{joined}"))),
            None => splices.push(Splice::new(list, format!("[{joined}\n]"))),
        }
    }
    file.spliced(splices)
}

/// Changes the members of a row; one that it lacks comes last.
fn change(
    text: &str,
    row: Range<usize>,
    headings: &[&Heading],
    changed: &[(usize, &str)],
    span: &dyn Fn(&RawValue) -> Range<usize>,
    splices: &mut Vec<Splice>,
) -> Result<(), Fault> {
    let members: Members<'_> = parsed(&text[row.clone()])?;
    let layout = Layout::of(text, &row);
    let mut behind = Vec::new();
    for &(at, new) in changed {
        let heading = headings[at];
        match members.0.iter().find(|(key, _)| *key == heading.text) {
            Some((_, raw)) => {
                splices.push(Splice::new(span(raw), value(heading, new, Some(raw.get()))));
            }
            None => behind.push(layout.member(&heading.text, &value(heading, new, None))),
        }
    }
    if behind.is_empty() {
        return Ok(());
    }
    let joined = behind.join(",");
    match members.0.last() {
        Some((_, last)) => splices.push(Splice::insert(span(last).end, format!(",{joined}"))),
        None => splices.push(Splice::insert(row.start + 1, joined)),
    }
    Ok(())
}

/// The members of an object in the order of the file.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Members<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Each).map(Members)
    }
}

/// How a row is laid out.
struct Layout<'t> {
    /// What stands before the first key.
    lead: &'t str,
    /// What stands between a key and its value.
    colon: &'t str,
    /// What stands behind the last value.
    tail: &'t str,
}

impl Default for Layout<'_> {
    fn default() -> Self {
        Layout { lead: "\n    ", colon: ": ", tail: "\n  " }
    }
}

impl<'t> Layout<'t> {
    /// Looks at a row; one without members shows nothing.
    fn of(text: &'t str, row: &Range<usize>) -> Layout<'t> {
        let row = &text[row.clone()];
        let look = || {
            let inner = row.strip_prefix('{')?;
            let lead = &inner[..inner.find('"')?];
            let members: Members<'_> = parsed(row).ok()?;
            let place = |raw: &RawValue| raw.get().as_ptr() as usize - row.as_ptr() as usize;
            let first = place(members.0.first()?.1);
            let last = members.0.last()?.1;
            // The key ends with the last quote before its value.
            let key_end = row[..first].rfind('"')? + 1;
            let tail = row[place(last) + last.get().len()..].strip_suffix('}')?;
            Some(Layout { lead, colon: &row[key_end..first], tail })
        };
        look().unwrap_or(Layout { lead: "", colon: ": ", tail: "" })
    }

    fn member(&self, key: &str, value: &str) -> String {
        format!("{}{}{}{value}", self.lead, string(key), self.colon)
    }
}

/// Returns the value of a row's member as it is written.
fn member(row: &RawValue, key: &str) -> Option<String> {
    let members: Members<'_> = parsed(row.get()).ok()?;
    members.0.into_iter().find(|(own, _)| own == key).map(|(_, raw)| raw.get().to_owned())
}

/// Writes a cell as the value that stands there, or in other rows: a number, a list, else a string.
fn value(heading: &Heading, text: &str, was: Option<&str>) -> String {
    let first = was.and_then(|was| was.bytes().next());
    let is_number = || {
        let is_one = serde_json::from_str::<serde_json::Number>(text).is_ok();
        is_one && heading.column.is_none_or(|column| column == Column::Budget)
    };
    match first {
        Some(b'-' | b'0'..=b'9') if text.is_empty() => "null".to_owned(),
        Some(b'-' | b'0'..=b'9' | b'n') if is_number() => text.to_owned(),
        Some(b'[') => {
            let parts: Vec<String> = grammar::parts(text).map(string).collect();
            format!("[{}]", parts.join(", "))
        }
        _ => string(text),
    }
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn parsed<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|_| unreadable())
}

fn unreadable() -> Fault {
    Fault::new(say::ROWS_LOST, say::ROWS_LOST_HINT)
}
