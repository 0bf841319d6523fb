//! Cells: values that know how data and how people write them.

use std::borrow::Cow;

use envcoop_core::date::Date;
use envcoop_core::money::Cents;
use envcoop_core::percent::Percent;
use envcoop_core::text::{Label, Lang, Text};
use envcoop_core::vocabulary;
use serde_json::{Value as Json, json};

use crate::palette::Shade;
use crate::phrase::{Phrase, joined};

/// A word of a closed vocabulary: a code for programs, a label for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// What stands in data.
    pub code: Cow<'a, str>,
    /// What people read.
    pub label: Label,
    /// How it looks where it is to be seen at once.
    pub shade: Option<Shade>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing applies or nothing is known.
    Blank,
    /// Text that is the same in every language.
    Text(Cow<'a, str>),
    /// A title or sentence; data has it in the language asked for.
    Phrase(Phrase<'a>),
    /// A word.
    Word(Word<'a>),
    /// Words or ids, joined by `;` in data.
    List(Vec<Value<'a>>),
    /// A whole number.
    Integer(u64),
    /// A percentage.
    Percent(Percent),
    /// Money.
    Amount(Cents),
    /// A date.
    Date(Date),
}

impl<'a> Value<'a> {
    /// What people read where there is nothing to say.
    pub const DASH: Value<'static> = Value::Text(Cow::Borrowed("–"));

    /// Makes a text cell.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Value::Text(text.into())
    }

    /// Makes a text cell, a blank where there is no text.
    pub fn some_text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Value::Blank } else { Value::Text(text) }
    }

    /// Makes a cell of a word.
    pub fn word(code: impl Into<Cow<'a, str>>, label: Label) -> Self {
        Value::Word(Word { code: code.into(), label, shade: None })
    }

    /// Makes a cell of a word of a plan's vocabulary.
    pub fn of(word: impl vocabulary::Word) -> Self {
        Value::word(word.code(), word.label())
    }

    /// The same in these colours, where it is a word.
    pub fn shaded(self, shade: Shade) -> Self {
        match self {
            Value::Word(word) => Value::Word(Word { shade: Some(shade), ..word }),
            value => value,
        }
    }

    /// Tells whether it is no number and no date.
    pub fn is_text(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Phrase(_) | Value::Word(_) | Value::List(_))
    }

    /// Returns the cell as data: codes, dates in ISO form, decimals with a dot, nothing for a blank.
    pub fn data(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Value::Blank => Cow::Borrowed(""),
            Value::Text(text) => Cow::Borrowed(text),
            Value::Phrase(phrase) => Cow::Borrowed(phrase.get(lang)),
            Value::Word(word) => Cow::Borrowed(&word.code),
            Value::List(values) => {
                let parts = values.iter().map(|value| value.data(lang));
                Cow::Owned(parts.collect::<Vec<_>>().join(";"))
            }
            Value::Integer(n) => Cow::Owned(n.to_string()),
            Value::Percent(percent) => Cow::Owned(percent.to_string()),
            Value::Amount(amount) => Cow::Owned(amount.to_string()),
            Value::Date(date) => Cow::Owned(date.to_string()),
        }
    }

    /// Returns the cell as people read it: words in place of codes.
    pub fn said(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Value::Word(word) => Cow::Borrowed(word.label.get(lang)),
            Value::List(values) => {
                let parts = values.iter().map(|value| value.said(lang));
                Cow::Owned(parts.collect::<Vec<_>>().join(lang.comma()))
            }
            value => value.data(lang),
        }
    }

    /// Returns the cell as people of several languages read it, once where they agree.
    pub fn said_in(&self, langs: &[Lang], between: &str) -> Cow<'_, str> {
        joined(langs, between, |lang| self.said(lang))
    }

    /// Returns the cell as data that the same in every language.
    pub fn to_text(&self) -> Cow<'_, str> {
        self.data(Lang::default())
    }

    /// Returns the cell as JSON: numbers as numbers, amounts as texts that keep every digit, lists as
    /// arrays, null for a blank.
    pub fn json(&self, lang: Lang) -> Json {
        match self {
            Value::Blank => Json::Null,
            Value::List(values) => values.iter().map(|value| value.json(lang)).collect(),
            Value::Integer(n) => json!(n),
            Value::Percent(percent) => json!(percent.number()),
            value => json!(value.data(lang)),
        }
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Blank, Into::into)
    }
}

impl<'a> FromIterator<Value<'a>> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = Value<'a>>>(values: I) -> Self {
        let values: Vec<_> = values.into_iter().collect();
        if values.is_empty() { Value::Blank } else { Value::List(values) }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),+) => {
        $(impl<'a> From<$type> for Value<'a> {
            fn from(value: $type) -> Self {
                Value::$variant(value.into())
            }
        })+
    };
}
from! {
    &'a str => Text, String => Text, Cow<'a, str> => Text, Label => Phrase, &'a Text => Phrase, Phrase<'a> => Phrase,
    u64 => Integer, Percent => Percent, Cents => Amount, Date => Date
}
