//! Languages and text in every shipped language.

pub use envcoop_words::{Label, Lang};
use serde::{Deserialize, Serialize};

/// A text in every language of [`Lang`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Text {
    /// Returns the text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// Trims blanks at the edges: ASCII white space, the no-break and the ideographic space.
pub fn trim(text: &str) -> &str {
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

/// Writes a count with its noun: `1 row`, `2 rows`.
pub fn count(n: u64, singular: &str, plural: &str) -> String {
    format!("{n} {}", if n == 1 { singular } else { plural })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_blanks_of_every_kind_are_trimmed() {
        assert_eq!(trim("\u{3000} a b\u{a0}\r\n"), "a b");
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
