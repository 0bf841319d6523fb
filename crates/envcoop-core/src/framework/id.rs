//! What an id of a strategy may be: one rule for the strategy itself, its background, challenges,
//! areas, measures, actions, indicators and terms.
//!
//! An id is written by people in a plan's cell, on a command line and in a file of targets, and by
//! the tools in snapshots, links of pages and ids of rows. It must mean the same in all of them.

use envcoop_words::problem::id as say;

use crate::delimited::lookalike::is_lookalike;
use crate::text::{Label, Lang, Text};

/// The most characters of an id: it heads columns and stands before titles.
pub const LONGEST: usize = 64;

/// Words that mean something else where an id may stand: all measures, and the lines of a snapshot
/// that say how an analysis was asked for.
pub const RESERVED: [&str; 5] = ["overall", "as-of", "blank", "framework", "profile"];

/// What is wrong with an id, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong, to be put behind the id.
    pub message: Text,
    /// The way out.
    pub hint: Text,
}

/// Tells what keeps a text from being an id; nothing where it may be one.
pub fn flaw(id: &str) -> Option<Flaw> {
    let flaw = |message: Text, hint: Text| Some(Flaw { message, hint });
    let because =
        |reason: Label| Text::new(|lang| say::because(lang, reason.get(lang), say::RULE.get(lang)));
    if id.is_empty() {
        return flaw(say::EMPTY.into(), say::RULE.into());
    }
    if let Some(c) = id.chars().find(|&c| !is_allowed(c)) {
        return flaw(Text::new(|lang| say::holds(lang, named(c, lang))), because(reason(c)));
    }
    if !id.starts_with(char::is_alphabetic) {
        return flaw(say::NO_LETTER.into(), because(say::NUMBERS_CHANGE));
    }
    if !id.ends_with(char::is_alphanumeric) {
        return flaw(say::NO_END.into(), say::RULE.into());
    }
    if id.chars().count() > LONGEST {
        return flaw(Text::new(|lang| say::long(lang, LONGEST)), say::LONG_HINT.into());
    }
    if is_lookalike(id) {
        return flaw(say::LOOKALIKE.into(), say::LOOKALIKE_HINT.into());
    }
    if RESERVED.contains(&id.to_lowercase().as_str()) {
        return flaw(say::RESERVED.into(), say::RESERVED_HINT.into());
    }
    None
}

fn is_allowed(c: char) -> bool {
    (c.is_alphanumeric() && !is_wide_form(c)) || matches!(c, '.' | '-' | '_')
}

/// Tells whether a character is another form of a plain one: `Ｃ`, `１`, `％`.
fn is_wide_form(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ffef}')
}

fn named(c: char, lang: Lang) -> String {
    if c == ' ' {
        return say::BLANK.get(lang).to_owned();
    }
    let is_seen = !c.is_whitespace() && !c.is_control() && (c.is_ascii() || c.is_alphanumeric());
    if is_seen { format!("`{c}`") } else { say::character(lang, format_args!("{:04X}", c as u32)) }
}

/// Says why a character is not allowed.
fn reason(c: char) -> Label {
    match c {
        ';' | ':' | '%' | '；' | '：' | '％' | '、' => say::SEPARATES_MEASURES,
        ',' | '，' => say::SEPARATES_IDS,
        '/' => say::BETWEEN,
        '?' | '？' => say::MEANS_UNKNOWN,
        _ if c.is_whitespace() => say::ENDS,
        _ if is_wide_form(c) => say::WIDE,
        _ => say::UNSEEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Column, canonical};

    #[test]
    fn ids_of_every_fashion_are_taken_and_mean_themselves_in_a_plan() {
        let ids = "C1 W1.1 W1.1-a T1 A1 GBF-02 KM-GBF-3 目标3 Цель_2 SDG-6.b unep JP é1 MARK-1 E5";
        for id in ids.split(' ') {
            assert_eq!(flaw(id), None, "{id}");
            assert_eq!(canonical(Some(Column::Measures), id), id);
        }
    }

    #[test]
    fn what_is_no_id_is_told_with_its_reason() {
        for (id, message, hint) in [
            ("", "is empty", "starts with a letter"),
            ("A;B", "holds `;`", "shares in a plan"),
            ("目标：3", "holds character U+FF1A", "shares in a plan"),
            ("A%", "holds `%`", "shares in a plan"),
            ("A,B", "holds `,`", "command line"),
            ("A/B", "holds `/`", "`C1/W1`"),
            ("?", "holds `?`", "unknown"),
            ("Goal 3", "holds a blank", "snapshots"),
            ("A\u{200b}1", "holds character U+200B", "be seen"),
            ("e\u{301}1", "holds character U+0301", "letters and digits"),
            ("Ｃ1", "holds `Ｃ`", "plain character"),
            ("1.10", "does not start with a letter", "a spreadsheet"),
            ("3", "does not start with a letter", "a spreadsheet"),
            ("-a", "does not start with a letter", "starts with a letter"),
            ("A.", "does not end with", "between them"),
            ("MAR1", "looks like a date", "`T-MAR1`"),
            ("TRUE", "looks like a date or a truth value", "would change it"),
            ("Overall", "is a word of the tools", "add a word"),
            (&"a".repeat(65), "is longer than 64", "shorten"),
        ] {
            let flaw = flaw(id).unwrap_or_else(|| panic!("`{id}` was taken"));
            let [said, way_out] = [&flaw.message, &flaw.hint].map(|text| text.get(Lang::En));
            assert!(said.contains(message), "{id}: {said}");
            assert!(way_out.contains(hint), "{id}: {way_out}");
        }
    }
}
