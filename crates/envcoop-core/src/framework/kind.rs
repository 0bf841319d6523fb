//! Kinds of terms: those that every strategy has, and those that it adds.

use envcoop_words as words;
use serde::{Deserialize, Serialize};

use crate::framework::Framework;
use crate::text::{Label, Lang, Text};

/// The kind of terms that the conventions of `signals` name.
pub const CONVENTION: &str = "convention";
/// The kind of terms that the partners of `signals` name.
pub const PARTNER: &str = "partner";

/// The kinds that every strategy has, each with its name for many.
pub const KINDS: [(&str, Label); 7] = [
    ("theme", words::term::THEMES),
    ("principle", words::term::PRINCIPLES),
    (PARTNER, words::term::PARTNERS),
    (CONVENTION, words::term::CONVENTIONS),
    ("institution", words::term::INSTITUTIONS),
    ("instrument", words::term::INSTRUMENTS),
    ("fund", words::term::FUNDS),
];

/// A kind of terms that a strategy adds to [`KINDS`], or one of them under another name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermKind {
    /// Id, by which terms name it.
    pub id: String,
    /// Its name for many.
    pub title: Text,
}

impl Framework {
    /// Returns the kind called `id`, if it is one of the strategy's own.
    pub fn own_kind(&self, id: &str) -> Option<&TermKind> {
        self.term_kinds.iter().find(|kind| kind.id == id)
    }

    /// Names a kind of terms, for many of them; one that is not known is named as it is.
    pub fn kind_title<'k>(&'k self, id: &'k str, lang: Lang) -> &'k str {
        let known = || KINDS.iter().find(|(known, _)| *known == id);
        match self.own_kind(id) {
            Some(kind) => kind.title.get(lang),
            None => known().map_or(id, |(_, label)| label.get(lang)),
        }
    }
}
