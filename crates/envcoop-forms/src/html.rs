//! How a text stands in a page: as content, as data for a script; and how a page's policy names the
//! only style and script that may run in it.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use envcoop_core::text::misleads;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Escapes a text for an element or a quoted attribute. What cannot be seen and could mislead
/// becomes a dot; the data keeps it.
pub fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && !misleads(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(c),
            '\r' => {}
            c if misleads(c) => escaped.push('\u{b7}'),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Writes a value as JSON that can stand in a script element: nothing in it can end the element or
/// begin a comment. Such characters stand in strings only, where an escape means the same.
///
/// # Errors
/// Passes on what cannot be written as JSON.
pub fn data(value: &impl Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string(value)?;
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if matches!(c, '<' | '>' | '&') || misleads(c) => {
                escaped.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => escaped.push(c),
        }
    }
    Ok(escaped)
}

/// Returns the digest by which a content policy names a style or a script, `sha256-…`.
///
/// Under a policy that lists digests nothing else in the page can run, not even if a text were to
/// come through unescaped.
pub fn policy_source(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_the_standard() {
        // FIPS 180-4, the digest of `abc`.
        let source = policy_source("abc");
        assert_eq!(source, "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn markup_is_text_and_what_misleads_is_seen() {
        assert_eq!(escape("W1.1 工作"), "W1.1 工作");
        assert_eq!(escape(r#"<b a="1" b='2'>&"#), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;");
        assert_eq!(escape("a\u{202e}b\0c\r\nd"), "a\u{b7}b\u{b7}c\nd");
        assert_eq!(escape("\u{feff}a\u{61c}\u{200b}\u{2060}b"), "\u{b7}a\u{b7}\u{b7}\u{2060}b");
    }

    #[test]
    fn data_comes_back_as_it_was_and_cannot_end_the_script() {
        let text = "</script><!--\u{2028}\u{202e}\0\u{85}&\"'\r\n\u{feff}";
        let written = data(&text).expect("a text");
        assert!(!written.contains(['<', '>', '&', '\u{202e}', '\u{85}', '\n']), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), text);
    }
}
