//! Texts in any encoding, of which pieces are replaced: the bytes of all others are taken over as
//! they are, for not every encoding writes a text as it was read.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use envcoop_core::text::Text;
use envcoop_words::problem::patch as say;

use super::{Fault, Splice};

/// A text and the bytes that it was read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Encoded<'f> {
    /// The encoding.
    pub(crate) encoding: &'static Encoding,
    /// The file.
    pub(crate) bytes: &'f [u8],
    /// What it says, the byte order mark left out.
    pub(crate) text: &'f str,
}

impl Encoded<'_> {
    /// Returns the file with every piece of its text replaced.
    pub(super) fn spliced(self, mut splices: Vec<Splice>) -> Result<Vec<u8>, Fault> {
        splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
        let mut places = Places::new(self);
        let mut out = Vec::with_capacity(self.bytes.len());
        let mut done = 0;
        for Splice { at, new } in splices {
            let start = places.of(at.start);
            out.extend_from_slice(&self.bytes[done..start]);
            out.extend(self.encoded(&new)?);
            done = places.of(at.end);
        }
        out.extend_from_slice(&self.bytes[done..]);
        Ok(out)
    }

    fn encoded(self, text: &str) -> Result<Vec<u8>, Fault> {
        let utf_16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect();
        if self.encoding == UTF_16LE {
            return Ok(utf_16(u16::to_le_bytes));
        }
        if self.encoding == UTF_16BE {
            return Ok(utf_16(u16::to_be_bytes));
        }
        let (bytes, _, is_lossy) = self.encoding.encode(text);
        if !is_lossy {
            return Ok(bytes.into_owned());
        }
        let lost = text.chars().find(|c| self.encoding.encode(c.encode_utf8(&mut [0; 4])).2);
        let (lost, name) = (lost.unwrap_or('?'), self.encoding.name());
        let message = Text::new(|lang| say::character(lang, lost, name));
        Err(Fault::new(message, say::CHARACTER_HINT))
    }
}

/// Says where in the bytes a place of the text is; places are asked for in order.
struct Places<'f> {
    text: Encoded<'f>,
    decoder: encoding_rs::Decoder,
    /// How many bytes are decoded, and how long their text is.
    n_bytes: usize,
    n_text: usize,
}

impl<'f> Places<'f> {
    fn new(text: Encoded<'f>) -> Places<'f> {
        let mark = Encoding::for_bom(text.bytes);
        let n_bytes = mark.filter(|mark| mark.0 == text.encoding).map_or(0, |mark| mark.1);
        let decoder = text.encoding.new_decoder_without_bom_handling();
        Places { text, decoder, n_bytes, n_text: 0 }
    }

    fn of(&mut self, place: usize) -> usize {
        if self.text.encoding == UTF_8 {
            self.n_bytes += place - self.n_text;
            self.n_text = place;
            return self.n_bytes;
        }
        let mut decoded = [0; 32];
        while self.n_text < place && self.n_bytes < self.text.bytes.len() {
            let byte = &self.text.bytes[self.n_bytes..=self.n_bytes];
            let (_, _, n_written, _) = self.decoder.decode_to_utf8(byte, &mut decoded, false);
            self.n_bytes += 1;
            self.n_text += n_written;
        }
        self.n_bytes
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, SHIFT_JIS};
    use envcoop_core::text::Lang;

    use super::*;

    #[test]
    fn only_the_pieces_change_in_every_encoding() {
        let text = "编号,状态\r\nA1,计划𠀀\r\n";
        let new = "编号,状态\r\nA1,完成𠀀\r\n";
        let utf_16 = |text: &str| -> Vec<u8> {
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect()
        };
        let gb = |text: &str| GB18030.encode(text).0.into_owned();
        for (encoding, bytes, expected) in [
            (UTF_8, text.as_bytes().to_vec(), new.as_bytes().to_vec()),
            (UTF_8, format!("\u{feff}{text}").into_bytes(), format!("\u{feff}{new}").into_bytes()),
            (UTF_16BE, utf_16(text), utf_16(new)),
            (GB18030, gb(text), gb(new)),
        ] {
            let at = text.find("计划").expect("it is there");
            let splices = vec![Splice::new(at..at + "计划".len(), "完成")];
            let encoded = Encoded { encoding, bytes: &bytes, text };
            assert_eq!(encoded.spliced(splices).expect("written"), expected, "{encoding:?}");
        }
    }

    #[test]
    fn bytes_that_would_be_written_otherwise_stay() {
        // Both bytes are read as one character, for which one of the two is written.
        let bytes = b"a,\xa2\xcc,\xa4\xc0,b";
        let (text, _) = BIG5.decode_without_bom_handling(bytes);
        let end = text.len();
        let encoded = Encoded { encoding: BIG5, bytes, text: &text };
        let edited = encoded.spliced(vec![Splice::new(end - 1..end, "c")]).expect("written");
        assert_eq!(edited, b"a,\xa2\xcc,\xa4\xc0,c");
        let fault = Encoded { encoding: SHIFT_JIS, bytes: b"", text: "" };
        let fault = fault.spliced(vec![Splice::insert(0, "环")]).expect_err("it has no such sign");
        assert!(
            fault
                .message
                .get(Lang::En)
                .starts_with("character `环` cannot be written in Shift_JIS")
        );
    }
}
