//! A document as a workbook of its own: a sheet for each of its tables and lists, under what
//! introduces it.

use envcoop_core::text::{Lang, Text};
use envcoop_words as words;
use rust_xlsxwriter::{Workbook, Worksheet};

use super::{Book, WorkbookError, fill, visible};
use crate::document::{Block, title};
use crate::phrase::Phrase;

/// Writes a document as a workbook in these languages; `author` is the program that makes it. It asks
/// no clock: the same document gives the same bytes.
///
/// # Errors
/// Names what does not fit; passes on what the writer of workbooks refuses.
pub fn document(
    document: &[Block<'_>],
    langs: &[Lang],
    author: &str,
) -> Result<Vec<u8>, WorkbookError> {
    let called = |lang| title(document).map_or("", |title| title.get(lang)).to_owned();
    let (nothing, mut workbook) = (Text::default(), Workbook::new());
    let book = Book::new(langs, called, &nothing);
    workbook.set_properties(&book.properties(author, None, [])?);
    let mut names: Vec<String> = Vec::new();
    for part in parts(document) {
        let lang = book.words.lang();
        let name = name(part).map_or(words::sheet::SUMMARY.get(lang), |name| name.get(lang));
        names.push(unlike(&names, &sheet_name(name)));
        let mut sheet = Worksheet::new();
        sheet.set_name(names[names.len() - 1].clone())?;
        let sheet = book.printed(sheet, &book.title);
        workbook.push_worksheet(fill(sheet, &book.looks, book.words, part)?);
    }
    Ok(workbook.save_to_buffer()?)
}

/// Splits a document before what introduces each of its tables and lists but the first: a heading, or
/// else the table itself. What stands after the last one stays with it.
fn parts<'d, 'a>(document: &'d [Block<'a>]) -> Vec<&'d [Block<'a>]> {
    let (mut parts, mut begin, mut is_full) = (Vec::new(), 0, false);
    for (at, block) in document.iter().enumerate() {
        let is_table = block.is_shown() && block.table().is_some();
        if is_full && (is_table || matches!(block, Block::Heading(..))) {
            parts.push(&document[begin..at]);
            (begin, is_full) = (at, false);
        }
        is_full |= is_table || matches!(block, Block::List(..));
    }
    parts.push(&document[begin..]);
    parts
}

/// Returns what a part of a document is about.
fn name<'d, 'a>(part: &'d [Block<'a>]) -> Option<&'d Phrase<'a>> {
    let table = part.iter().filter(|block| block.is_shown()).find_map(Block::table);
    table.map(|table| &table.title).or_else(|| {
        part.iter().find_map(|b| if let Block::Heading(_, words) = b { Some(words) } else { None })
    })
}

/// Returns a name that a sheet may have: 31 UTF-16 units, none that a formula would misread.
fn sheet_name(name: &str) -> String {
    const MOST: usize = 31;
    let is_bad = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' | '\n');
    let mut short = String::new();
    for c in visible(name).chars().map(|c| if is_bad(c) { ' ' } else { c }) {
        if short.encode_utf16().count() + c.len_utf16() > MOST {
            break;
        }
        short.push(c);
    }
    short.trim().to_owned()
}

/// Returns a name that no other sheet has: programs do not tell capitals apart.
fn unlike(names: &[String], name: &str) -> String {
    let is_taken = |name: &str| names.iter().any(|n| n.to_lowercase() == name.to_lowercase());
    if !name.is_empty() && !is_taken(name) {
        return name.to_owned();
    }
    let stem: String = name.chars().take(26).collect();
    let mut numbered = (names.len() + 1..).map(|n| format!("{stem} {n}").trim().to_owned());
    numbered.find(|name| !is_taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_has_a_name_of_its_own_that_programs_accept() {
        assert_eq!(sheet_name("What is met: C1/W1?"), "What is met  C1 W1");
        assert_eq!(sheet_name(&"字".repeat(40)), "字".repeat(31));
        assert_eq!(sheet_name(&"😀".repeat(40)), "😀".repeat(15));
        let mut names = Vec::new();
        for _ in 0..3 {
            names.push(unlike(&names, "Challenge"));
        }
        names.push(unlike(&names, "challenge"));
        names.push(unlike(&names, ""));
        assert_eq!(names, ["Challenge", "Challenge 2", "Challenge 3", "challenge 4", "5"]);
    }
}
