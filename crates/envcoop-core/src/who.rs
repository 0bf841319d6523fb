//! Who an owner or partner cell names, and how those are called who are missing.

use std::collections::BTreeMap;

use envcoop_words as words;

use crate::plan::{Cell, Placeholder, grammar, placeholder};
use crate::text::{Label, Lang, name_key, tidy_name};

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
        let n_parts = grammar::names(text).count();
        let who = |name: &str| match placeholder(name).filter(|_| n_parts > 1) {
            Some((Placeholder::None, _)) => None,
            Some((Placeholder::Unknown, _)) => Some(Who::Unknown),
            None if grammar::is_unknown(name) => Some(Who::Unknown),
            None => Some(Who::Named(tidy_name(name))),
        };
        let mut all: Vec<Who> = grammar::names(text).filter_map(who).collect();
        all.sort();
        all.dedup_by_key(|who| who.key());
        if all.is_empty() { vec![Who::Nobody] } else { all }
    }

    /// Returns what tells this one from others, however the name is typed.
    pub fn key(&self) -> Who {
        match self {
            Who::Named(name) => Who::Named(name_key(name)),
            missing => missing.clone(),
        }
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

/// Brings together what is counted for one name in several spellings, under the one that most rows
/// have; of equals under the first.
pub fn fold_spellings<T: Clone>(
    all: &BTreeMap<Who, T>,
    n_rows: impl Fn(&T) -> u64,
    mut merge: impl FnMut(&mut T, &T),
) -> BTreeMap<Who, T> {
    let mut folded: BTreeMap<Who, (Who, u64, T)> = BTreeMap::new();
    for (who, sums) in all {
        let n = n_rows(sums);
        folded
            .entry(who.key())
            .and_modify(|(best, most, total)| {
                merge(total, sums);
                if n > *most {
                    (*best, *most) = (who.clone(), n);
                }
            })
            .or_insert_with(|| (who.clone(), n, sums.clone()));
    }
    folded.into_values().map(|(who, _, sums)| (who, sums)).collect()
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
