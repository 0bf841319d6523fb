//! From bytes to UTF-8: by byte order mark, by the look of UTF-16, by the XML declaration.

use std::io::{self, Cursor, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;

/// How much of the input is searched for the XML declaration.
const HEAD: u64 = 1024;

/// An input as UTF-8, or as what claims to be.
pub(super) struct Decoded<'i> {
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
    let (mark, from): (&[u8], _) = match head.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => (b"", Some("UTF-16")),
        // The mark that is missing is put before it, for the decoder to see.
        [b'<', 0, _, 0, ..] => (b"\xff\xfe", Some("UTF-16")),
        [0, b'<', 0, _, ..] => (b"\xfe\xff", Some("UTF-16")),
        [0xef, 0xbb, 0xbf, ..] => (b"", None),
        head => {
            let label = declared(head).unwrap_or("utf-8");
            match label.to_ascii_lowercase().as_str() {
                "utf-8" | "utf8" | "us-ascii" | "ascii" => (b"", None),
                utf_16 if utf_16.starts_with("utf-16") => {
                    return Err(DecodeError::NotUtf16(label.to_owned()));
                }
                _ => return Err(DecodeError::Unknown(label.to_owned())),
            }
        }
    };
    let input = Cursor::new([mark, &head].concat()).chain(input);
    if from.is_none() {
        return Ok(Decoded { text: Box::new(input), from });
    }
    let text = DecodeReaderBytesBuilder::new().build(input);
    Ok(Decoded { text: Box::new(text), from })
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
}
