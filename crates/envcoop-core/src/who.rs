//! Who an owner or partner cell names, and how those are called who are missing.

use envcoop_words as words;

use crate::plan::{Cell, Placeholder, grammar, placeholder};
use crate::text::{Label, Lang};

/// Who a cell names. The order is that of lists: names first, then those who are missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Somebody, as written.
    Named(String),
    /// The cell says `?`.
    Unknown,
    /// The cell is blank.
    Nobody,
}

impl Who {
    /// Returns who a cell names, sorted, each once.
    pub fn of(cell: Cell<&str>) -> Vec<Who> {
        let text = match cell {
            Cell::Blank => return vec![Who::Nobody],
            Cell::Unknown => return vec![Who::Unknown],
            Cell::Known(text) => text,
        };
        // A cell that is one placeholder has been read by now, or is to be kept as text.
        let n_parts = grammar::parts(text).count();
        let who = |name: &str| match placeholder(name).filter(|_| n_parts > 1) {
            Some((Placeholder::None, _)) => None,
            Some((Placeholder::Unknown, _)) => Some(Who::Unknown),
            None if grammar::is_unknown(name) => Some(Who::Unknown),
            None => Some(Who::Named(name.to_owned())),
        };
        let mut all: Vec<Who> = grammar::parts(text).filter_map(who).collect();
        all.sort();
        all.dedup();
        if all.is_empty() { vec![Who::Nobody] } else { all }
    }

    /// Returns the name for data: `?` where it is not known, `(none)` where there is none.
    pub fn code(&self) -> &str {
        match self {
            Who::Named(name) => name,
            Who::Unknown => grammar::UNKNOWN,
            Who::Nobody => "(none)",
        }
    }

    /// Returns the name, or the word for one who is missing.
    pub fn text(&self, lang: Lang) -> &str {
        match self {
            Who::Named(name) => name,
            missing => missing.label().map_or("", |label| label.get(lang)),
        }
    }

    /// Returns the word for one who is missing; nothing for somebody.
    pub fn label(&self) -> Option<Label> {
        match self {
            Who::Named(_) => None,
            Who::Unknown => Some(words::value::NOT_KNOWN),
            Who::Nobody => Some(words::value::NONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_each_person_once() {
        let named = |name: &str| Who::Named(name.to_owned());
        let known = |text| Who::of(Cell::Known(text));
        assert_eq!(known("Wang；Li; Wang ;"), [named("Li"), named("Wang")]);
        assert_eq!(known("王芳、？"), [named("王芳"), Who::Unknown]);
        assert_eq!(known("王芳、待定"), [named("王芳"), Who::Unknown]);
        assert_eq!(known("Li; n/a"), [named("Li")]);
        assert_eq!(known(";"), [Who::Nobody]);
        assert_eq!(Who::of(Cell::Blank), [Who::Nobody]);
        assert_eq!(Who::of(Cell::Unknown), [Who::Unknown]);
    }

    #[test]
    fn those_who_are_missing_have_a_word_in_every_language() {
        for who in [Who::Unknown, Who::Nobody] {
            assert!(who.text(Lang::Zh) != who.text(Lang::En), "{who:?}");
        }
        assert_eq!(Who::Named("Li".to_owned()).text(Lang::Zh), "Li");
    }
}
