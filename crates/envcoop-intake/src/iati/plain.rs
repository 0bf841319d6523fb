//! Texts as people mean them: without the markup, the references and the invisible characters that a
//! publisher's program left in them.

use std::borrow::Cow;

use envcoop_core::text::hidden;

/// Elements of HTML that begin a new line: words before and after them are two.
const BLOCKS: [&str; 26] = [
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "table",
    "tbody",
    "thead",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "pre",
    "body",
    "html",
];

/// Elements of HTML within a line: a word may go on behind them.
const INLINE: [&str; 21] = [
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "sub", "sup", "small", "big", "code",
    "ins", "del", "strike", "mark", "abbr", "center", "img",
];

/// Names of characters that programs write.
const NAMED: [(&str, &str); 24] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("shy", ""),
    ("zwj", ""),
    ("zwnj", ""),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("deg", "°"),
    ("eacute", "é"),
    ("egrave", "è"),
];

/// Tells whether an element, written in any way, begins a new line.
pub(super) fn is_block(name: &str) -> bool {
    let name = name.rsplit(':').next().unwrap_or(name);
    BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name))
}

/// Returns a text without markup, with every run of white space as one blank and none at the edges.
pub(super) fn plain(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    // What was escaped twice has markup only after its references are resolved.
    for _ in 0..3 {
        if !has(&text, |b| matches!(b, b'<' | b'&')) {
            break;
        }
        let bare = without_references(&without_tags(&text));
        if bare == *text {
            break;
        }
        text = Cow::Owned(bare);
    }
    if !text.is_ascii() && text.contains(hidden) {
        text = Cow::Owned(text.replace(hidden, ""));
    }
    let mut plain = String::with_capacity(text.len());
    // Most texts are ASCII, where bytes tell what is white space: all but the vertical tab.
    if has(&text, |b| !b.is_ascii() || b == 0x0b) {
        text.split_whitespace().for_each(|word| push_word(&mut plain, word));
    } else {
        text.split_ascii_whitespace().for_each(|word| push_word(&mut plain, word));
    }
    plain
}

/// Tells whether any byte of a text `is` so; looks at all of them, many at once.
fn has(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, b| found | is(b))
}

fn push_word(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// Takes out tags of HTML, and comments. Other text between signs of less and more stays.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((len, is_break)) => {
                if is_break {
                    out.push(' ');
                }
                rest = &rest[len..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// Returns the length of the tag or comment that a text begins with, and whether words before and
/// after it are two.
fn tag(text: &str) -> Option<(usize, bool)> {
    if text.starts_with("<!--") {
        return Some((text.find("-->")? + 3, true));
    }
    let inside = text[1..].trim_start_matches('/');
    let name_len = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, rest) = inside.split_at(name_len);
    let is_block = is_block(name);
    let is_known = is_block || INLINE.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_tag = is_known && rest.starts_with(['>', '/', ' ', '\t', '\n', '\r', '\u{a0}']);
    let end = text.find('>').filter(|_| is_tag)?;
    (!text[1..end].contains('<')).then_some((end + 1, is_block))
}

/// Writes references to characters as the characters.
fn without_references(text: &str) -> String {
    const LONGEST: usize = 10;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(LONGEST).position(|b| b == b';');
        match end.and_then(|end| Some((end, character(&rest[..end])?))) {
            Some((end, character)) => {
                out.push_str(&character);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out + rest
}

fn character(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let c = char::from_u32(code.ok()?)?;
        return Some(if c.is_control() { " ".into() } else { c.to_string().into() });
    }
    let known = NAMED.iter().find(|(known, _)| *known == name);
    known.map(|(_, text)| Cow::Borrowed(*text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_invisible_characters_are_taken_out() {
        for (text, expected) in [
            (
                "<p>Persistent <i>organic</i> pollutants</p><p>inventory</p>",
                "Persistent organic pollutants inventory",
            ),
            ("Persistent&nbsp;organic&#160;pollutants", "Persistent organic pollutants"),
            ("Persistent\u{a0}organic\u{3000}pollutants", "Persistent organic pollutants"),
            ("per\u{ad}sist\u{200b}ent&shy;ly", "persistently"),
            ("&lt;p&gt;soil&lt;br/&gt;water&lt;/p&gt;", "soil water"),
            ("&amp;lt;b&amp;gt;soil&amp;lt;/b&amp;gt;", "soil"),
            ("H<sub>2</sub>O <a href=\"https://a?b=1&c=2\">inventory</a>", "H2O inventory"),
            ("air <!-- draft --> quality", "air quality"),
            ("R&amp;D &amp; more; fees < 5 > 2 <NDC> a<b", "R&D & more; fees < 5 > 2 <NDC> a<b"),
            ("x &", "x &"),
            ("<p", "<p"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
