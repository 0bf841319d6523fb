//! From bytes to UTF-8: by byte order mark, by the look of UTF-16, by the XML declaration.

use std::io::{self, Cursor, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

/// How much of the input is searched for the XML declaration.
const HEAD: u64 = 1024;

/// An input as UTF-8, or as what claims to be.
pub(crate) struct Decoded<'i> {
    /// The text. Bytes that are wrong in UTF-8 are left for the parser to find.
    pub text: Box<dyn Read + 'i>,
    /// The name of the encoding it was translated from; bytes that are wrong in it have become
    /// U+FFFD. Nothing where the input is UTF-8.
    pub from: Option<&'static str>,
}

/// Why an input cannot be decoded.
pub(super) enum DecodeError {
    /// It cannot be read.
    Io(io::Error),
    /// It declares an encoding that nobody knows.
    Unknown(String),
    /// It declares UTF-16 and is not.
    NotUtf16(String),
}

/// Decodes an input. A byte order mark is right whatever the declaration says.
pub(super) fn decode<'i>(mut input: impl Read + 'i) -> Result<Decoded<'i>, DecodeError> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head).map_err(DecodeError::Io)?;
    let encoding = match head.as_slice() {
        [0xff, 0xfe, ..] | [b'<', 0, _, 0, ..] => UTF_16LE,
        [0xfe, 0xff, ..] | [0, b'<', 0, _, ..] => UTF_16BE,
        [0xef, 0xbb, 0xbf, ..] => UTF_8,
        head => match declared(head) {
            None => UTF_8,
            Some(label) => {
                let unknown = || DecodeError::Unknown(label.to_owned());
                let found = Encoding::for_label_no_replacement(label.as_bytes());
                let found = found.ok_or_else(unknown)?;
                if found == UTF_16LE || found == UTF_16BE {
                    return Err(DecodeError::NotUtf16(label.to_owned()));
                }
                found
            }
        },
    };
    let input = Cursor::new(head).chain(input);
    if encoding == UTF_8 {
        return Ok(Decoded { text: Box::new(input), from: None });
    }
    let text = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(input);
    Ok(Decoded { text: Box::new(text), from: Some(encoding.name()) })
}

/// Finds the encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&str> {
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?.strip_prefix("<?xml")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text, or what is wrong.
    fn decoded(input: &[u8]) -> String {
        let mut text = String::new();
        match decode(input) {
            Ok(mut decoded) => match decoded.text.read_to_string(&mut text) {
                Ok(_) => text,
                Err(error) => error.to_string(),
            },
            Err(DecodeError::Io(error)) => error.to_string(),
            Err(DecodeError::Unknown(label)) => format!("unknown {label}"),
            Err(DecodeError::NotUtf16(label)) => format!("not {label}"),
        }
    }

    #[test]
    fn utf_16_is_seen_by_its_mark_or_by_its_look() {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a>水</a>";
        let little =
            |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        assert_eq!(decoded(&little(text)), text);
        assert_eq!(decoded(&big(text)), text);
        assert_eq!(decoded(&little(&format!("\u{feff}{text}"))), text);
        assert_eq!(decoded(&big(&format!("\u{feff}{text}"))), text);
        assert_eq!(decoded(text.as_bytes()), "not UTF-16");
    }

    #[test]
    fn the_declared_encoding_is_used_and_an_unknown_one_refused() {
        let declared = |label: &str, rest: &[u8]| {
            let head = format!("<?xml version=\"1.0\" encoding=\"{label}\"?>");
            decoded(&[head.as_bytes(), rest].concat()).split_off(head.len())
        };
        assert_eq!(declared("ISO-8859-1", b"<a>S\xe3o</a>"), "<a>São</a>");
        assert_eq!(declared("gb18030", b"<a>\xcb\xae</a>"), "<a>水</a>");
        assert_eq!(declared("utf-8", "<a>水</a>".as_bytes()), "<a>水</a>");
        assert_eq!(decoded(b"<?xml version='1.0' encoding='X-KLINGON'?><a/>"), "unknown X-KLINGON");
    }
}
