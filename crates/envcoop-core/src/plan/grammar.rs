//! The grammar of a cell: what says that its content is not known, what separates the parts of a
//! list, what stands between a measure and its share. Every reader and every writer asks here.

use crate::delimited::lookalike::looks_like_a_value;
use crate::text::trim;

/// What is written in a cell, or in place of a part of a list, that is not known.
pub const UNKNOWN: &str = "?";

/// What is read as saying so.
pub const UNKNOWNS: [&str; 2] = [UNKNOWN, "？"];

/// The separators of a list, as keyboards for English and for Chinese have them.
const SEPARATORS: [char; 3] = [';', '；', '、'];

/// The separators after which no other separates names.
const FIRM: [char; 2] = [';', '；'];

/// What separates names where no semicolon stands in the cell, and may else belong to one.
const LOOSE: [char; 6] = [',', '，', '/', '／', '\n', '\r'];

/// Tells whether a text may be the id of a row: it starts with a letter, and no spreadsheet takes it
/// for a value.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic()) && !looks_like_a_value(text)
}

/// Tells whether a cell, or a part of a list, says that what belongs there is not known.
pub fn is_unknown(text: &str) -> bool {
    UNKNOWNS.contains(&trim(text))
}

/// Returns the parts of a list of measures, names or ids, trimmed; blank ones are none.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATORS).map(trim).filter(|part| !part.is_empty())
}

/// Takes a part of a list of measures apart: the measure and, where one is given, its share.
pub fn share(part: &str) -> (&str, Option<&str>) {
    match part.split_once([':', '：']) {
        Some((id, share)) => (trim(id), Some(trim(share))),
        None => (trim(part), None),
    }
}

/// Returns the measures that a cell names, without their shares.
pub fn measures(text: &str) -> impl Iterator<Item = &str> {
    parts(text).map(|part| share(part).0)
}

/// Returns a percentage without its sign.
pub fn percentage(text: &str) -> &str {
    trim(text.trim_end_matches(['%', '％']))
}

/// Returns the names of a cell, trimmed; blank ones are none. A semicolon decides: where one stands,
/// commas and slashes belong to names.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    let has_semicolon = text.contains(FIRM);
    let is_separator = move |c: char| match has_semicolon {
        true => SEPARATORS.contains(&c),
        false => SEPARATORS.contains(&c) || LOOSE.contains(&c),
    };
    text.split(is_separator).map(trim).filter(|part| !part.is_empty())
}

/// Writes names as a list that is read as these names.
pub fn list_of_names(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| name.replace(SEPARATORS, ",")).collect();
    let list = names.join("; ");
    let is_split = names.len() == 1 && list.contains(LOOSE);
    if is_split { list + ";" } else { list }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_keyboards_say_the_same() {
        for text in ["W1.1:60;W2.3:40", " W1.1：60；W2.3：40； ", "W1.1 : 60、W2.3: 40"] {
            let shares: Vec<_> = parts(text).map(share).collect();
            assert_eq!(shares, [("W1.1", Some("60")), ("W2.3", Some("40"))], "{text}");
            assert!(measures(text).eq(["W1.1", "W2.3"]), "{text}");
        }
        for text in ["?", "？", " ? ", "\u{3000}？"] {
            assert!(is_unknown(text), "{text}");
        }
        assert!(!is_unknown("") && !is_unknown("??"));
        assert_eq!(["60", "60 %", "60％"].map(percentage), ["60"; 3]);
        for text in
            ["李娜、王强", "李娜,王强", "李娜，王强", "李娜/王强", "李娜 ／ 王强;", "李娜\n王强"]
        {
            let all: Vec<_> = names(text).collect();
            let firm = text.contains(';');
            assert_eq!(all.len(), if firm { 1 } else { 2 }, "{text}");
        }
        assert!(
            names("Ministry of Ecology, Soils; UNEP/GEF")
                .eq(["Ministry of Ecology, Soils", "UNEP/GEF"])
        );
        for one in ["甲、乙；丙", "A, B", "UN/ECE", "Li"] {
            assert_eq!(names(&list_of_names(&[one])).count(), 1, "{one}");
            assert_eq!(names(&list_of_names(&[one, one])).count(), 2, "{one}");
        }
    }
}
