//! XML as text: where elements begin and end, and tags with other attributes. What is not touched
//! stays to the byte, so that nothing is written anew from what a parser keeps.

use std::ops::Range;

use envcoop_core::text::Text;
use envcoop_words::problem::{patch as say, sheet};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::Fault;

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Does {
    Open,
    Close,
    /// Opens and closes.
    Both,
}

/// A tag.
#[derive(Clone, Debug)]
pub(in crate::plan) struct Tag<'t> {
    pub(in crate::plan) does: Does,
    /// The tag as it stands.
    pub(super) raw: &'t str,
    /// Where it stands.
    pub(super) at: Range<usize>,
}

/// The tags of a text, in order.
pub(in crate::plan) struct Tags<'t> {
    text: &'t str,
    /// Where the text begins behind its byte order mark, which the reader does not count.
    start: usize,
    reader: Reader<&'t [u8]>,
}

impl<'t> Tags<'t> {
    pub(in crate::plan) fn new(text: &'t str) -> Tags<'t> {
        let plain = text.trim_start_matches('\u{feff}');
        Tags { text, start: text.len() - plain.len(), reader: Reader::from_str(plain) }
    }
}

impl<'t> Iterator for Tags<'t> {
    type Item = Result<Tag<'t>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.start + self.reader.buffer_position() as usize;
            let does = match self.reader.read_event() {
                Ok(Event::Start(_)) => Does::Open,
                Ok(Event::End(_)) => Does::Close,
                Ok(Event::Empty(_)) => Does::Both,
                Ok(Event::Eof) => return None,
                Ok(_) => continue,
                Err(error) => return Some(Err(broken(error))),
            };
            let at = start..self.start + self.reader.buffer_position() as usize;
            let raw = self.text.get(at.clone()).filter(|raw| raw.starts_with('<'));
            return Some(raw.map(|raw| Tag { does, raw, at }).ok_or_else(|| damaged(say::TAG)));
        }
    }
}

/// Makes the fault of a part that breaks its format.
pub(super) fn damaged(detail: impl Into<Text>) -> Fault {
    let detail = detail.into();
    let message = Text::new(|lang| say::cannot_change(lang, detail.get(lang)));
    Fault::new(message, sheet::NOT_STORED_HINT)
}

/// Makes the fault of a part that a parser gave up on, in the parser's words.
pub(super) fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::new(Text::new(|lang| say::broken(lang, &error)), sheet::NOT_STORED_HINT)
}

impl<'t> Tag<'t> {
    /// Returns the whole name.
    pub(super) fn name(&self) -> &'t str {
        let raw = self.raw.trim_start_matches(['<', '/']);
        raw.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default()
    }

    /// Returns the name without its prefix.
    pub(in crate::plan) fn local(&self) -> &'t str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    /// Returns the prefix, its colon included.
    pub(super) fn prefix(&self) -> &'t str {
        let name = self.name();
        &name[..name.len() - self.local().len()]
    }

    /// Returns an attribute by its whole name.
    pub(in crate::plan) fn attribute(&self, name: &str) -> Option<String> {
        self.attribute_where(|own| own == name)
    }

    /// Returns the first attribute whose name is wanted.
    pub(super) fn attribute_where(&self, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
        let (_, value) = self.attributes().find(|(own, _)| is_wanted(&self.raw[own.clone()]))?;
        let raw = &self.raw[value];
        Some(unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned()))
    }

    /// Returns an attribute that is a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Returns where the names and the values of the attributes stand in the tag.
    fn attributes(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        let raw = self.raw;
        let mut at = 1 + self.name().len();
        std::iter::from_fn(move || {
            let rest = &raw[at..];
            let start = at + rest.len() - rest.trim_start().len();
            let equals = start + raw[start..].find('=')?;
            let open = equals + raw[equals..].find(['"', '\''])?;
            let quote = raw[open..].chars().next()?;
            let end = open + 1 + raw[open + 1..].find(quote)?;
            at = end + 1;
            let name = start..start + raw[start..equals].trim_end().len();
            Some((name, open + 1..end))
        })
    }

    /// Returns the tag with attributes set, or taken away.
    pub(super) fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut out = self.raw.to_owned();
        for (name, value) in changes {
            let tag = Tag { does: self.does, raw: &out, at: 0..out.len() };
            let found = tag.attributes().find(|(own, _)| out[own.clone()] == **name);
            let end = out.len() - if out.ends_with("/>") { 2 } else { 1 };
            match (found, value) {
                (Some((_, at)), Some(value)) => out.replace_range(at, &escaped(value)),
                (Some((name, at)), None) => {
                    let from = out[..name.start].trim_end().len();
                    out.replace_range(from..at.end + 1, "");
                }
                (None, Some(value)) => {
                    let from = out[..end].trim_end().len();
                    out.insert_str(from, &format!(" {name}=\"{}\"", escaped(value)));
                }
                (None, None) => {}
            }
        }
        out
    }

    /// Returns a tag that opens and closes as one that opens.
    pub(super) fn opened(tag: &str) -> String {
        match tag.strip_suffix("/>") {
            Some(open) => format!("{}>", open.trim_end()),
            None => tag.to_owned(),
        }
    }
}

/// Writes a text so that XML reads it as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_changed_where_they_stand() {
        let text =
            "\u{feff}<?xml version='1.0'?><!-- <x> --><a:b c = 'd&gt;e'  f=\"g\" ><h/>t</a:b >";
        let tags: Vec<Tag<'_>> = Tags::new(text).collect::<Result<_, _>>().expect("sound");
        let names: Vec<(&str, Does)> = tags.iter().map(|tag| (tag.name(), tag.does)).collect();
        assert_eq!(names, [("a:b", Does::Open), ("h", Does::Both), ("a:b", Does::Close)]);
        let tag = &tags[0];
        assert_eq!((tag.prefix(), tag.local()), ("a:", "b"));
        assert_eq!(tag.attribute("c").as_deref(), Some("d>e"));
        assert_eq!(tag.attribute("d"), None);
        assert_eq!(tag.with(&[("c", None)]), "<a:b  f=\"g\" >");
        assert_eq!(
            tag.with(&[("f", Some("<")), ("n", Some("1"))]),
            "<a:b c = 'd&gt;e'  f=\"&lt;\" n=\"1\" >"
        );
        assert_eq!(tags[1].with(&[("r", Some("1"))]), "<h r=\"1\"/>");
        assert_eq!(Tag::opened("<h />"), "<h>");
    }
}
