//! What an id of a strategy may be: one rule for the strategy itself, its background, challenges,
//! areas, measures, actions, indicators and terms.
//!
//! An id is written by people in a plan's cell, on a command line and in a file of targets, and by
//! the tools in snapshots, links of pages and ids of rows. It must mean the same in all of them.

use crate::delimited::lookalike::is_lookalike;

/// The most characters of an id: it heads columns and stands before titles.
pub const LONGEST: usize = 64;

/// Words that mean something else where an id may stand: all measures, and the lines of a snapshot
/// that say how an analysis was asked for.
pub const RESERVED: [&str; 5] = ["overall", "as-of", "blank", "framework", "profile"];

/// The way out for an id that does not fit.
const RULE: &str = "an id has letters and digits of any script, with `.`, `-` or `_` between them, \
                    and starts with a letter";

/// What is wrong with an id, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong, to be put behind the id.
    pub message: String,
    /// The way out.
    pub hint: String,
}

/// Tells what keeps a text from being an id; nothing where it may be one.
pub fn flaw(id: &str) -> Option<Flaw> {
    let flaw = |message: String, hint: &str| Some(Flaw { message, hint: hint.to_owned() });
    if id.is_empty() {
        return flaw("is empty".to_owned(), RULE);
    }
    if let Some(c) = id.chars().find(|&c| !is_allowed(c)) {
        return flaw(format!("holds {}", named(c)), &format!("{}; {RULE}", reason(c)));
    }
    if !id.starts_with(char::is_alphabetic) {
        let hint =
            format!("a spreadsheet turns numbers and what looks like them into others; {RULE}");
        return flaw("does not start with a letter".to_owned(), &hint);
    }
    if !id.ends_with(char::is_alphanumeric) {
        return flaw("does not end with a letter or digit".to_owned(), RULE);
    }
    if id.chars().count() > LONGEST {
        let hint = "an id is for pointing, a title for saying: shorten it";
        return flaw(format!("is longer than {LONGEST} characters"), hint);
    }
    if is_lookalike(id) {
        let hint = "a spreadsheet would change it; add a letter group and a hyphen, as in `T-MAR1`";
        return flaw("looks like a date or a truth value".to_owned(), hint);
    }
    if RESERVED.contains(&id.to_lowercase().as_str()) {
        let hint = "it means all measures, or how an analysis was asked for: add a word to it";
        return flaw("is a word of the tools".to_owned(), hint);
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

fn named(c: char) -> String {
    if c == ' ' {
        return "a blank".to_owned();
    }
    let is_seen = !c.is_whitespace() && !c.is_control() && (c.is_ascii() || c.is_alphanumeric());
    if is_seen { format!("`{c}`") } else { format!("character U+{:04X}", c as u32) }
}

/// Says why a character is not allowed.
fn reason(c: char) -> &'static str {
    match c {
        ';' | ':' | '%' | '；' | '：' | '％' | '、' => {
            "it separates measures and shares in a plan"
        }
        ',' | '，' => "it separates ids on the command line",
        '/' => "it stands between challenge and area, as in `C1/W1`",
        '?' | '？' => "it means unknown in a plan",
        _ if c.is_whitespace() => "it ends an id in snapshots and on the command line",
        _ if is_wide_form(c) => "write the plain character: the two are taken for one another",
        _ => "it may not be seen, or not be taken for part of an id, everywhere",
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
            assert!(flaw.message.contains(message), "{id}: {}", flaw.message);
            assert!(flaw.hint.contains(hint), "{id}: {}", flaw.hint);
        }
    }
}
