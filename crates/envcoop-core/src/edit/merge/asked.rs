//! The columns under which conflicts are handed to a person and taken back.

use envcoop_words as words;

use crate::text::{Lang, name_key};

/// A column of conflicts that are handed to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// The id of the row.
    #[default]
    Id,
    /// Its title.
    Title,
    /// The column of the plan, or those that are settled as one.
    Column,
    /// What was sent out.
    SentOut,
    /// What a side says: 0 is the plan, others are the edited files.
    Side(usize),
    /// Where a side says so.
    Place(usize),
    /// What the person decides.
    Decision,
}

impl Asked {
    /// The columns without which no decision is read back.
    pub const REQUIRED: [Asked; 5] =
        [Asked::Id, Asked::Column, Asked::SentOut, Asked::Side(0), Asked::Decision];

    /// Returns the columns, in order, of conflicts in which at most so many edited files differ.
    pub fn all(n_theirs: usize) -> Vec<Asked> {
        let sides = (0..=n_theirs).flat_map(|n| [Asked::Side(n), Asked::Place(n)]);
        [Asked::Id, Asked::Title, Asked::Column, Asked::SentOut]
            .into_iter()
            .chain(sides)
            .chain([Asked::Decision])
            .collect()
    }

    /// Returns the name in data.
    pub fn key(self) -> String {
        match self {
            Asked::Id => "id".to_owned(),
            Asked::Title => "title".to_owned(),
            Asked::Column => "column".to_owned(),
            Asked::SentOut => "sent_out".to_owned(),
            Asked::Side(0) => "ours".to_owned(),
            Asked::Side(n) => format!("theirs_{n}"),
            Asked::Place(n) => format!("{}_place", Asked::Side(n).key()),
            Asked::Decision => "decision".to_owned(),
        }
    }

    /// Returns the header for people.
    pub fn title(self, lang: Lang) -> String {
        match self {
            Asked::Id => words::column::ID.get(lang).to_owned(),
            Asked::Title => words::column::TITLE.get(lang).to_owned(),
            Asked::Column => words::problem::COLUMN.get(lang).to_owned(),
            Asked::SentOut => words::edit::SENT_OUT_HEADING.get(lang).to_owned(),
            Asked::Side(0) => words::edit::OURS_HEADING.get(lang).to_owned(),
            Asked::Side(n) => format!("{} {n}", words::edit::THEIRS_HEADING.get(lang)),
            Asked::Place(n) => words::edit::side_place(lang, Asked::Side(n).title(lang)),
            Asked::Decision => words::edit::DECISION.get(lang).to_owned(),
        }
    }

    /// Finds the column that a header names: in data or for people, in any language or in several, each
    /// on a line of its own.
    pub fn of_header(header: &str) -> Option<Asked> {
        header.lines().find_map(|line| {
            let name = name_key(line);
            let digits = name.split(|c: char| !c.is_ascii_digit());
            let n = digits.into_iter().find_map(|digits| digits.parse().ok()).unwrap_or(0);
            let numbered = [0, n].into_iter().flat_map(|n| [Asked::Side(n), Asked::Place(n)]);
            let all = [Asked::Id, Asked::Title, Asked::Column, Asked::SentOut, Asked::Decision];
            let is_it = |own: &Asked| {
                own.key() == name
                    || Lang::ALL.iter().any(|&lang| name_key(&own.title(lang)) == name)
            };
            all.into_iter().chain(numbered).find(is_it)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_what_it_is_called_and_no_two_are_called_the_same() {
        for own in Asked::all(12) {
            assert_eq!(Asked::of_header(&own.key()), Some(own));
            for lang in Lang::ALL {
                assert_eq!(Asked::of_header(&format!(" {} ", own.title(lang))), Some(own));
            }
            let both = Lang::ALL.map(|lang| own.title(lang)).join("\n");
            assert_eq!(Asked::of_header(&both), Some(own));
        }
        for other in ["", "status", "theirs", "theirs_0", "Theirs 1 and 2", "remarks"] {
            assert_eq!(Asked::of_header(other), None, "{other}");
        }
    }
}
