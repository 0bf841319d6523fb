//! Labels and texts in the languages of one workbook.

use envcoop_core::text::{Label, Lang, Text};

/// The languages of a workbook; there is at least one.
#[derive(Clone, Copy, Debug)]
pub struct Words<'l>(&'l [Lang]);

impl<'l> Words<'l> {
    /// Takes the languages, the one of what is read back first; English where none is given.
    pub fn new(langs: &'l [Lang]) -> Self {
        Words(if langs.is_empty() { &[Lang::En] } else { langs })
    }

    /// Returns the languages.
    pub fn langs(&self) -> &'l [Lang] {
        self.0
    }

    /// Returns the language of what is read back.
    pub fn lang(&self) -> Lang {
        self.0.first().copied().unwrap_or_default()
    }

    /// Returns a label in the language of what is read back.
    pub fn first(&self, label: Label) -> &'static str {
        label.get(self.lang())
    }

    /// Returns a label in every language.
    pub fn all(&self, label: Label, between: &str) -> String {
        self.0.iter().map(|&lang| label.get(lang)).collect::<Vec<_>>().join(between)
    }

    /// Returns a text of the strategy in every language.
    pub fn text(&self, text: &Text, between: &str) -> String {
        self.0.iter().map(|&lang| text.get(lang)).collect::<Vec<_>>().join(between)
    }
}
