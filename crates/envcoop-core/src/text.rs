//! Languages and text in every shipped language.

mod marks;

use std::borrow::Cow;
use std::fmt;

use envcoop_words as words;
pub use envcoop_words::{Label, Lang};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// A text in every language of [`Lang`]; in data an object from the codes of the languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text([String; Lang::COUNT]);

impl Text {
    /// Makes the text of what `text` returns for each language.
    pub fn new(text: impl FnMut(Lang) -> String) -> Text {
        Text(Lang::ALL.map(text))
    }

    /// Returns the text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        &self.0[lang as usize]
    }
}

/// What has no translation says the same in every language.
impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::new(|_| text.clone())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::new(|_| text.to_owned())
    }
}

impl From<Label> for Text {
    fn from(label: Label) -> Text {
        Text::new(|lang| label.get(lang).to_owned())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Lang::ALL.map(|lang| (lang.code(), self.get(lang))))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_map(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text for each language")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        const CODES: &[&str] = &Lang::CODES;
        let mut texts = [const { None }; Lang::COUNT];
        while let Some(code) = map.next_key::<String>()? {
            let known = CODES.iter().position(|known| *known == code);
            let at = known.ok_or_else(|| de::Error::unknown_field(&code, CODES))?;
            if texts[at].replace(map.next_value()?).is_some() {
                return Err(de::Error::duplicate_field(CODES[at]));
            }
        }
        match texts.iter().position(Option::is_none) {
            Some(at) => Err(de::Error::missing_field(CODES[at])),
            None => Ok(Text(texts.map(Option::unwrap_or_default))),
        }
    }
}

/// Trims blanks at the edges: ASCII white space, the no-break and the ideographic space.
#[inline]
pub fn trim(text: &str) -> &str {
    // Most texts have no blank at an edge, which a byte there tells.
    let may_be_blank = |b: &u8| *b <= b' ' || matches!(b, 0x80 | 0xa0 | 0xc2 | 0xe3);
    let bytes = text.as_bytes();
    if !bytes.first().is_some_and(may_be_blank) && !bytes.last().is_some_and(may_be_blank) {
        return text;
    }
    text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{3000}' || c == '\u{a0}')
}

/// Tells whether a character shows nothing and may mislead: it controls a terminal, turns the
/// direction of what stands around it, breaks a line, or has no width, so that two texts look the
/// same. The word joiner is none of them: it stands in the texts of the tools themselves.
pub fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Tells whether a character is only there for the setting of a line and is no part of a word: two
/// words that differ in it are one. What turns the direction of text is none of them.
pub fn hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{180e}')
}

/// Returns a text in the one spelling of texts that look the same: without characters that show
/// nothing, with full-width characters as plain ones and letters with their marks composed.
pub fn folded(text: &str) -> Cow<'_, str> {
    fold(text, |c| matches!(c, '\u{ff01}'..='\u{ff5e}'))
}

/// Returns a name as [`folded`] does, but with the punctuation that it is written with.
pub fn tidy_name(name: &str) -> String {
    let is_wide = |c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    squeezed(&fold(name, is_wide))
}

fn fold(text: &str, is_wide: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        // Full-width characters stand in the order of the plain ones.
        c if is_wide(c) => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        c => c,
    };
    Cow::Owned(marks::composed(text.chars().filter(|&c| !hidden(c)).map(plain)))
}

/// Returns what tells a name from others, however it is typed: case and runs of blanks do not.
pub fn name_key(name: &str) -> String {
    squeezed(&folded(name)).to_lowercase()
}

/// Makes every run of white space one blank, and none at the edges.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the member of `known` that is nearest to `given` in spelling, if any is near enough to
/// be worth proposing.
pub fn nearest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&given, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Asks whether the nearest of `known` was meant, or says what `otherwise` does.
pub fn did_you_mean<'k>(
    lang: Lang,
    given: &str,
    known: impl IntoIterator<Item = &'k str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(given, known)
        .map_or_else(otherwise, |near| words::problem::meant::did_you_mean(lang, near))
}

/// Returns a text with its line ends as LF.
pub fn line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes a count with its noun: `1 row`, `2 rows`.
pub fn count(n: u64, singular: &str, plural: &str) -> String {
    format!("{n} {}", if n == 1 { singular } else { plural })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_every_language_once_and_no_other() {
        let read = |json: &str| serde_json::from_str::<Text>(json).map_err(|e| e.to_string());
        let pairs = Lang::ALL.map(|lang| format!("\"{0}\":\"in {0}\"", lang.code()));
        let whole = format!("{{{}}}", pairs.join(","));
        assert_eq!(read(&whole), Ok(Text::new(|lang| format!("in {}", lang.code()))));
        let written = read(&whole).map(|text| serde_json::to_string(&text).expect("written"));
        assert_eq!(written, Ok(whole));
        for (pairs, fault) in [
            (&pairs[..1], &*format!("missing field `{}`", Lang::CODES[1])),
            (&[pairs.as_slice(), &pairs].concat(), "duplicate field `en`"),
            (&["\"xx\":\"\"".to_owned()], "unknown field `xx`"),
        ] {
            let message = read(&format!("{{{}}}", pairs.join(","))).expect_err(fault);
            assert!(message.starts_with(fault), "{message}");
        }
    }

    #[test]
    fn edge_blanks_of_every_kind_are_trimmed() {
        assert_eq!(trim("\u{3000} a b\u{a0}\r\n"), "a b");
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (text, same) in
            [("Ａ１", "A1"), ("A\u{200b}1", "A1"), ("Jose\u{301}", "José"), ("a\u{ad}b", "ab")]
        {
            assert_eq!(folded(text), same, "{text}");
        }
        for name in
            ["Li Ming", "LI MING", " li  ming", "Ｌｉ　Ｍｉｎｇ", "Li\u{a0}Ming", "Li\u{200b} Ming"]
        {
            assert_eq!(name_key(name), "li ming", "{name}");
        }
    }

    #[test]
    fn what_misleads_is_told_from_what_is_read() {
        for c in
            "\u{1b}\u{7f}\u{85}\n\u{61c}\u{200b}\u{200d}\u{202e}\u{2028}\u{2069}\u{feff}".chars()
        {
            assert!(misleads(c), "{c:?}");
        }
        assert!(!"A 环é\u{3000}\u{a0}·“”م".chars().any(misleads));
    }

    #[test]
    fn a_near_spelling_is_proposed_and_a_far_one_is_not() {
        let known = ["completed", "cancelled"];
        assert_eq!(nearest("complet", known), Some("completed"));
        assert_eq!(nearest("Canceled", known), Some("cancelled"));
        assert_eq!(nearest("banana", known), None);
    }
}
