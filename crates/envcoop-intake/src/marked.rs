//! Whether an input may have the column `same_as`, told before its rows are read: whose money counts has
//! to be known before the first row is added up, and most plans name no other row.

use std::io::{self, Read};

use envcoop_core::framework::Framework;
use envcoop_core::plan::{is_same_as, same_as_words};

use crate::plan::{Format, TextEncoding, csv, encoding};

/// Whether an input may have the column, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHead {
    /// It has not.
    No,
    /// It has, or may have.
    Yes,
    /// Only the whole of it tells: [`by_whole`].
    Unknown,
}

/// How many bytes [`by_head`] has to be given, where an input has so many.
pub const HEAD: u64 = crate::plan::HEAD;

/// Tells by the first bytes of an input whether it may have the column: published activities have none,
/// and separated text has it in its header.
pub fn by_head(head: &[u8], asked: Option<TextEncoding>, framework: &Framework) -> ByHead {
    match Format::of(head) {
        Format::Iati => ByHead::No,
        Format::Json | Format::Workbook => ByHead::Unknown,
        Format::Csv => {
            // What cannot be decoded is refused when it is read.
            let decoded = encoding::of_csv(head, asked, framework).ok();
            let decoded = decoded.and_then(|own| encoding::decode(head, io::empty(), own).ok());
            let is_whole = (head.len() as u64) < HEAD;
            let text = decoded.as_ref().filter(|_| is_whole);
            if text.is_some_and(|text| !Words::plain().stand_in(&text.head)) {
                return ByHead::No;
            }
            let rows = decoded.map(|text| csv::rows_of_head(&text.head)).unwrap_or_default();
            // A header that does not end within the bytes may name anything.
            let is_cut = rows.len() < 2 && head.len() as u64 >= HEAD;
            let is_named = rows.iter().flatten().any(|cell| is_same_as(cell));
            if is_cut || is_named { ByHead::Yes } else { ByHead::No }
        }
    }
}

/// Tells whether an input may have the column, by looking for its names anywhere in it. `head` is the
/// beginning of the input, already taken from it.
///
/// # Errors
/// Passes on what the input refuses.
pub fn by_whole(head: &[u8], input: impl Read, asked: Option<TextEncoding>) -> io::Result<bool> {
    match Format::of(head) {
        #[cfg(feature = "workbook")]
        Format::Workbook => crate::plan::workbook::may_name(head, input, &Words::plain()),
        Format::Json => {
            let text = encoding::decode(head, input, encoding::of_json(head, asked))?;
            Words::with_escapes().are_in(text.head.chain(text.rest))
        }
        _ => Ok(false),
    }
}

/// Names of the column, to be looked for in bytes whatever the case of ASCII letters.
pub(crate) struct Words {
    words: Vec<Vec<u8>>,
    /// Whether a name has a byte as its first one, and as its second: few texts get past both.
    begins: [[bool; 256]; 2],
}

impl Words {
    fn plain() -> Words {
        Words::new(same_as_words().map(str::to_owned))
    }

    /// JSON may spell a character by its number.
    fn with_escapes() -> Words {
        let escape = |c: char| match c.is_ascii() {
            true => c.to_string(),
            false => format!("\\u{:04x}", u32::from(c)),
        };
        let escaped = |word: &'static str| word.chars().map(escape).collect::<String>();
        Words::new(same_as_words().flat_map(|word| [word.to_owned(), escaped(word)]))
    }

    fn new(words: impl Iterator<Item = String>) -> Words {
        let words: Vec<Vec<u8>> =
            words.map(|word| word.to_ascii_lowercase().into_bytes()).collect();
        let mut begins = [[false; 256]; 2];
        for word in &words {
            for (begins, &byte) in begins.iter_mut().zip(word) {
                begins[usize::from(byte)] = true;
                begins[usize::from(byte.to_ascii_uppercase())] = true;
            }
        }
        Words { words, begins }
    }

    /// Tells whether a text has one of them.
    pub(crate) fn are_in(&self, mut text: impl Read) -> io::Result<bool> {
        let longest = self.words.iter().map(Vec::len).max().unwrap_or(0);
        let mut room = vec![0; 64 * 1024 + longest];
        let mut n_kept = 0;
        loop {
            let n_read = match text.read(&mut room[n_kept..]) {
                Ok(0) => return Ok(false),
                Ok(n_read) => n_read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let seen = n_kept + n_read;
            if self.stand_in(&room[..seen]) {
                return Ok(true);
            }
            // A word may be cut by the border.
            n_kept = seen.min(longest);
            room.copy_within(seen - n_kept..seen, 0);
        }
    }

    fn stand_in(&self, bytes: &[u8]) -> bool {
        let [first, second] = &self.begins;
        let may_begin = |pair: &[u8]| first[usize::from(pair[0])] && second[usize::from(pair[1])];
        let starts = bytes.windows(2).enumerate().filter(|(_, pair)| may_begin(pair));
        let begins = |at: usize, word: &[u8]| {
            bytes[at..].get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word))
        };
        starts.map(|(at, _)| at).any(|at| self.words.iter().any(|word| begins(at, word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_wherever_it_is_cut() {
        let words = Words::with_escapes();
        for word in ["SAME_AS", "同一项目", "\\u540C\\u4e00\\u9879\\u76ee"] {
            for before in [0, 64 * 1024 - 3, 64 * 1024, 200_000] {
                let text = ["x".repeat(before).as_str(), word, "\": 1"].concat();
                assert_eq!(words.are_in(text.as_bytes()).ok(), Some(true), "{word} {before}");
            }
        }
        let other = "same-as 同一 \\u540c samples".repeat(20_000);
        assert_eq!(words.are_in(other.as_bytes()).ok(), Some(false));
    }
}
