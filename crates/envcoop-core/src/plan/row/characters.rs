//! The characters that no cell may hold.

use envcoop_words::problem::row as say;

use super::{Parser, hint};
use crate::plan::Column;
use crate::problem::quoted;
use crate::text::Lang;

impl Parser<'_, '_> {
    pub(super) fn check_characters(&mut self) {
        for column in Column::ALL {
            if let Some(c) = bad_character(self.cells.get(column)) {
                let text = self.cells.get(column);
                self.refuse(column.code(), |lang| bad_character_fault(lang, c, text));
            }
        }
        for extra in self.row.extras {
            if let Some(c) = bad_character(extra.text) {
                self.refuse(extra.header, |lang| bad_character_fault(lang, c, extra.text));
            }
        }
    }
}

/// Tells whether it is certain of a row's bytes, whatever separates its cells, that none of them holds
/// a character that no cell may. Of what is not told apart so quickly, every cell is
/// looked at.
pub fn is_sound(row: &[u8]) -> bool {
    // All bytes in one go are quicker than as few as need be. The bytes of U+FFFD are EF BF BD, C1
    // controls begin with C2.
    let is_blank = |b: u8| (b == b'\t') | (b == b'\n') | (b == b'\r');
    let is_control = |b: u8| ((b < b' ') & !is_blank(b)) | (b == 0x7f);
    let controls = row.iter().fold(0, |any, &b| any | u8::from(is_control(b) | (b == 0xc2)));
    let pairs = row.iter().zip(row.get(1..).unwrap_or_default());
    let lost = pairs.fold(0, |any, (&a, &b)| any | u8::from((a == 0xef) & (b == 0xbf)));
    controls | lost == 0
}

/// Returns a text without the characters that no cell may hold, where it has some: what was lost in
/// decoding becomes `?`, what controls a terminal goes.
pub fn without_bad_characters(text: &str) -> Option<String> {
    bad_character(text)?;
    let keep = |c: char| match c {
        '\u{fffd}' => Some('?'),
        c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => None,
        c => Some(c),
    };
    Some(text.chars().filter_map(keep).collect())
}

/// Finds a character that no cell may hold: one that was lost in decoding, or a control character.
fn bad_character(text: &str) -> Option<char> {
    // Such characters are rare and most cells are ASCII: look at bytes first.
    if !text.bytes().any(|b| !(b' '..0x7f).contains(&b)) {
        return None;
    }
    let is_bad =
        |c: &char| *c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
    text.chars().find(is_bad)
}

fn bad_character_fault(lang: Lang, c: char, text: &str) -> (String, String) {
    let message = say::bad_character(lang, format_args!("{:04X}", c as u32), quoted(text));
    let is_lost = c == '\u{fffd}';
    (message, hint(lang, if is_lost { say::CHARACTER_LOST } else { say::CONTROL_CHARACTER }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_sound_only_where_no_cell_holds_what_none_may() {
        for c in ('\0'..='\u{ffff}').chain(['\u{1f600}']) {
            let text = format!("A1,\"水利，\tLi\",{c}\n");
            assert!(bad_character(&text).is_none() || !is_sound(text.as_bytes()), "{c:?}");
        }
        for text in ["A1,\"a\r\nb\"\t,1", "第 1 号（水利），《保护》、naïve", ""] {
            assert!(is_sound(text.as_bytes()), "{text}");
        }
    }
}
