//! What is said in every language: one text of a document serves them all.

use std::borrow::Cow;

use envcoop_core::text::{Label, Lang, Text};

/// A text in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// The same in every language: ids, names, figures, what people wrote.
    Same(Cow<'a, str>),
    /// Words of the catalogue.
    Label(Label),
    /// A text of the strategy.
    Text(&'a Text),
    /// A sentence, in the order of [`Lang::ALL`].
    Each([String; Lang::COUNT]),
}

impl<'a> Phrase<'a> {
    /// Makes a sentence: `Phrase::each(|lang| words::row::read(lang, n))`.
    pub fn each(sentence: impl Fn(Lang) -> String) -> Self {
        Phrase::Each(Lang::ALL.map(sentence))
    }

    /// Returns the text in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match self {
            Phrase::Same(text) => text,
            Phrase::Label(label) => label.get(lang),
            Phrase::Text(text) => text.get(lang),
            Phrase::Each(texts) => &texts[lang as usize],
        }
    }

    /// Returns the text in each of these languages, once where it is the same.
    pub fn all(&self, langs: &[Lang], between: &str) -> Cow<'_, str> {
        joined(langs, between, |lang| Cow::Borrowed(self.get(lang)))
    }
}

/// Joins a text in each language, once where it is the same in all.
pub(crate) fn joined<'t>(
    langs: &[Lang],
    between: &str,
    text: impl Fn(Lang) -> Cow<'t, str>,
) -> Cow<'t, str> {
    let mut texts: Vec<Cow<'t, str>> = langs.iter().map(|&lang| text(lang)).collect();
    texts.dedup();
    match texts.len() {
        0 => text(Lang::default()),
        1 => texts.remove(0),
        _ => Cow::Owned(texts.join(between)),
    }
}

impl From<Label> for Phrase<'_> {
    fn from(label: Label) -> Self {
        Phrase::Label(label)
    }
}

impl<'a> From<&'a Text> for Phrase<'a> {
    fn from(text: &'a Text) -> Self {
        Phrase::Text(text)
    }
}

impl<'a> From<&'a str> for Phrase<'a> {
    fn from(text: &'a str) -> Self {
        Phrase::Same(text.into())
    }
}

impl From<String> for Phrase<'_> {
    fn from(text: String) -> Self {
        Phrase::Same(text.into())
    }
}
