//! The guard against cells that a spreadsheet would run as formulas.
//!
//! [`apply`] puts one apostrophe before such a text, [`remove`] takes exactly one away under the
//! same test, so that what was guarded comes back as it was, whatever it was.

use std::borrow::Cow;

/// Guards a text.
pub fn apply(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Takes the guard from a text that has one.
#[inline]
pub fn remove(text: &str) -> &str {
    // Of most texts the first byte tells that there is none.
    match text.as_bytes().first() {
        Some(b'\'') if is_formula(&text[1..]) => &text[1..],
        _ => text,
    }
}

/// Tells whether a spreadsheet might run the text: behind apostrophes and blanks it starts with a
/// character that opens a formula. (OWASP ASVS 5, 1.2.10, and the full-width forms.)
fn is_formula(text: &str) -> bool {
    let inner = text.trim_start_matches(['\'', ' ', '\u{a0}', '\u{3000}', '\u{feff}']);
    inner.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_plain_text_is_not() {
        for text in ["=1+1", " =1", "-5", "\t=1", "＝A1", "'=1", "+86 10", "@x"] {
            assert_eq!(apply(text), format!("'{text}"), "{text}");
        }
        for text in ["", "a=b", "5-3", "'quoted'", "W1.1"] {
            assert_eq!(apply(text), text);
        }
    }

    proptest! {
        #[test]
        fn a_guarded_text_comes_back_as_it_was(text in "['=+\\-@ \t\u{3000}＝a1]{0,8}") {
            let guarded = apply(&text);
            prop_assert_eq!(remove(&guarded), text.as_str());
        }
    }
}
