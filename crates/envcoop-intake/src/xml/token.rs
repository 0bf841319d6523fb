//! One token of XML by itself: names, attributes, characters and references.

use std::ops::Range;

use envcoop_core::problem::quoted;
use envcoop_core::text::{Label, Text};
use envcoop_words::problem::header::KEEP_ONE;
use envcoop_words::problem::xml as say;
use quick_xml::events::Event;

/// The most attributes of one tag.
const MOST_ATTRIBUTES: usize = 256;
/// The longest name of an element, in bytes: the names of those that are open are remembered.
const MOST_NAME: usize = 1024;

/// White space of XML.
pub(super) const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// What is wrong with a token.
pub(super) struct Flaw {
    /// Bytes of the token before it.
    pub at: usize,
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub hint: Label,
}

impl Flaw {
    pub fn new(message: impl Into<Text>, hint: Label) -> Self {
        Flaw { at: 0, message: message.into(), hint }
    }

    pub fn at(self, at: usize) -> Self {
        Flaw { at, ..self }
    }

    pub fn bare_ampersand() -> Self {
        Flaw::new(say::AMPERSAND, say::AMPERSAND_HINT)
    }

    pub fn doctype() -> Self {
        Flaw::new(say::DOCTYPE, say::DOCTYPE_HINT)
    }
}

/// The start tag read last, and where its parts stand in it.
#[derive(Default)]
pub(super) struct Tag {
    raw: String,
    name: Range<usize>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
}

/// What a token does to the structure of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Nothing,
    Declaration,
    Blank,
    Text,
    Start,
    Empty,
    End,
    Eof,
}

/// Checks a token by itself and takes its text. `strict` is set where U+FFFD means that bytes were
/// not in the declared encoding.
pub(super) fn take(
    event: Event<'_>,
    strict: bool,
    tag: &mut Tag,
    text: &mut String,
) -> Result<Step, Flaw> {
    let check = |raw: &str, start: usize| {
        check_characters(raw, strict).map_err(|flaw| Flaw { at: flaw.at + start, ..flaw })
    };
    match event {
        Event::Start(start) => {
            check(&start, 1)?;
            tag.read(&start, start.name().as_ref().len()).map(|()| Step::Start)
        }
        Event::Empty(start) => {
            check(&start, 1)?;
            tag.read(&start, start.name().as_ref().len()).map(|()| Step::Empty)
        }
        Event::End(_) => Ok(Step::End),
        Event::Text(raw) => {
            check(&raw, 0)?;
            if let Some(at) = raw.find("]]>") {
                return Err(Flaw::new(say::CDATA_END, say::CDATA_END_HINT).at(at));
            }
            text.clear();
            text.push_str(&raw);
            Ok(if behind_space(&raw).is_empty() { Step::Blank } else { Step::Text })
        }
        Event::CData(raw) => {
            check(&raw, "<![CDATA[".len())?;
            text.clear();
            text.push_str(&raw);
            Ok(Step::Text)
        }
        Event::GeneralRef(name) => {
            text.clear();
            text.push(resolve(&name)?);
            Ok(Step::Text)
        }
        Event::Comment(raw) => check(&raw, "<!--".len()).map(|()| Step::Nothing),
        Event::PI(raw) => {
            check(&raw, "<?".len())?;
            match raw.target() {
                target if target.eq_ignore_ascii_case("xml") => Ok(Step::Declaration),
                target if is_name(target) => Ok(Step::Nothing),
                target => {
                    let message = Text::new(|lang| say::no_instruction(lang, quoted(target)));
                    Err(Flaw::new(message, say::NO_INSTRUCTION_HINT))
                }
            }
        }
        Event::Decl(declaration) => {
            check(&declaration, "<?".len())?;
            tag.read(&declaration, "xml".len())?;
            tag.check_declaration().map(|()| Step::Declaration)
        }
        Event::DocType(_) => Err(Flaw::doctype()),
        Event::Eof => Ok(Step::Eof),
    }
}

impl Tag {
    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.raw[self.name.clone()]
    }

    /// Returns an attribute's value, its line ends and tabs as blanks; nothing where there is none.
    pub fn find(&self, name: &str) -> Option<String> {
        let raw = |range: &Range<usize>| &self.raw[range.clone()];
        let (_, range) = self.attributes.iter().find(|(found, _)| raw(found) == name)?;
        let blank = |c: char| if SPACE.contains(&c) { ' ' } else { c };
        let written = raw(range);
        let mut value = String::with_capacity(written.len());
        // Its references were checked when the tag was read.
        let _: Result<(), Flaw> = if written.contains(&SPACE[1..]) {
            unescape(
                &written.replace("\r\n", " ").chars().map(blank).collect::<String>(),
                &mut value,
            )
        } else {
            unescape(written, &mut value)
        };
        Some(value)
    }

    /// Takes a start tag apart: `name attribute="value" ...`.
    fn read(&mut self, raw: &str, name_len: usize) -> Result<(), Flaw> {
        self.raw.clear();
        self.raw.push_str(raw);
        self.name = 0..name_len;
        self.attributes.clear();
        let name = &self.raw[self.name.clone()];
        if !is_name(name) {
            let message = Text::new(|lang| say::no_name(lang, quoted(name)));
            return Err(Flaw::new(message, say::NO_NAME_HINT));
        }
        if name.len() > MOST_NAME {
            let message = Text::new(|lang| say::long_name(lang, MOST_NAME));
            return Err(Flaw::new(message, say::UNREADABLE_HINT));
        }
        let wrong = |text: &str| {
            let text = quoted(text.trim_matches(SPACE));
            Flaw::new(Text::new(|lang| say::attributes(lang, &text)), say::ATTRIBUTES_HINT)
        };
        let mut rest = &self.raw[self.name.end..];
        loop {
            let attribute = behind_space(rest);
            if attribute.is_empty() {
                return Ok(());
            }
            let (name, value) = attribute.split_once('=').ok_or_else(|| wrong(rest))?;
            let name = name.trim_end_matches(SPACE);
            let value = behind_space(value);
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let quote = quote.ok_or_else(|| wrong(rest))?;
            let (value, after) = value[1..].split_once(quote).ok_or_else(|| wrong(rest))?;
            if !is_name(name) || attribute.len() == rest.len() {
                return Err(wrong(rest));
            }
            if value.contains('<') {
                let message = Text::new(|lang| say::less_in_value(lang, quoted(name)));
                return Err(Flaw::new(message, say::LESS_HINT));
            }
            if value.contains('&') {
                unescape(value, &mut String::new())?;
            }
            let known = |(found, _): &(Range<usize>, _)| &self.raw[found.clone()] == name;
            if self.attributes.iter().any(known) {
                let message = Text::new(|lang| say::attribute_twice(lang, quoted(name)));
                return Err(Flaw::new(message, KEEP_ONE));
            }
            if self.attributes.len() == MOST_ATTRIBUTES {
                let message = Text::new(|lang| say::many_attributes(lang, MOST_ATTRIBUTES));
                return Err(Flaw::new(message, say::UNREADABLE_HINT));
            }
            let name_start = self.raw.len() - attribute.len();
            let value_end = self.raw.len() - after.len() - 1;
            let value = value_end - value.len()..value_end;
            self.attributes.push((name_start..name_start + name.len(), value));
            rest = after;
        }
    }

    /// Checks that the tag is an XML declaration.
    fn check_declaration(&self) -> Result<(), Flaw> {
        let hint = say::DECLARATION_HINT;
        let names = self.attributes.iter().map(|(name, _)| &self.raw[name.clone()]);
        let known = ["version", "encoding", "standalone"];
        if !names.clone().all(|name| known.contains(&name))
            || names.clone().next() != Some(known[0])
        {
            return Err(Flaw::new(say::DECLARATION, hint));
        }
        let version = self.find("version").unwrap_or_default();
        if !version.starts_with("1.") {
            return Err(Flaw::new(Text::new(|lang| say::version(lang, quoted(&version))), hint));
        }
        Ok(())
    }
}

/// Returns what stands behind the white space that a text begins with.
fn behind_space(text: &str) -> &str {
    let is_space = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r');
    &text[text.bytes().take_while(|b| is_space(b)).count()..]
}

/// Tells whether a text is an XML name.
fn is_name(text: &str) -> bool {
    let first = |c: char| {
        matches!(c,
            ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
            | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}'
            | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}')
    };
    let later = |c: char| {
        matches!(c,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
    };
    // Most names are ASCII: look at bytes first.
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.');
    if text.bytes().all(is_plain) {
        return text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b":_".contains(&b));
    }
    text.starts_with(first) && text.chars().all(|c| first(c) || later(c))
}

/// Finds the first character that XML does not allow.
fn check_characters(raw: &str, strict: bool) -> Result<(), Flaw> {
    // What may be wrong is below the blank or begins with a byte from 0xEF on: look at bytes first.
    if !raw.bytes().fold(false, |found, b| found | !(b' '..0xef).contains(&b)) {
        return Ok(());
    }
    let wrong = |&(_, c): &(usize, char)| !is_legal(c) || (strict && c == '\u{fffd}');
    match raw.char_indices().find(wrong) {
        None => Ok(()),
        Some((at, '\u{fffd}')) => {
            Err(Flaw::new(say::NOT_IN_ENCODING, say::NOT_IN_ENCODING_HINT).at(at))
        }
        Some((at, c)) => {
            let code = format!("{:04X}", c as u32);
            let message = Text::new(|lang| say::character(lang, &code));
            Err(Flaw::new(message, say::REMOVE_IT).at(at))
        }
    }
}

fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Appends an attribute's value to `text`, its references resolved.
fn unescape(raw: &str, text: &mut String) -> Result<(), Flaw> {
    let mut rest = raw;
    while let Some((before, reference)) = rest.split_once('&') {
        let (name, after) = reference.split_once(';').ok_or_else(Flaw::bare_ampersand)?;
        text.push_str(before);
        text.push(resolve(name)?);
        rest = after;
    }
    text.push_str(rest);
    Ok(())
}

/// Resolves what stands between `&` and `;`.
fn resolve(name: &str) -> Result<char, Flaw> {
    let number = |digits: &str, radix| {
        let digits = Some(digits).filter(|d| d.bytes().all(|b| b.is_ascii_alphanumeric()))?;
        u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).filter(|&c| is_legal(c))
    };
    let c = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        name => match name.strip_prefix('#') {
            Some(hex) if hex.starts_with('x') => number(&hex[1..], 16),
            Some(decimal) => number(decimal, 10),
            None => None,
        },
    };
    c.ok_or_else(|| {
        let reference = quoted(&format!("&{name};"));
        if name.starts_with('#') {
            Flaw::new(Text::new(|lang| say::no_character(lang, &reference)), say::REMOVE_IT)
        } else if is_name(name) {
            Flaw::new(Text::new(|lang| say::entity(lang, &reference)), say::ENTITY_HINT)
        } else {
            Flaw::bare_ampersand()
        }
    })
}
