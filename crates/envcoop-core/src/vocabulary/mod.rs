//! The words of a plan's closed columns, in every shipped language, and the needs of a measure.

mod need;

use envcoop_words as words;
use serde::{Deserialize, Serialize};

pub use self::need::{Answer, Blank, Need, Profile};
use crate::text::{Label, Lang, did_you_mean, name_key};

/// Declares a closed vocabulary: its enum in order, the code of each word and, where people read
/// it, the label.
macro_rules! vocabulary {
    ($(#[$attr:meta])* $name:ident {
        $($(#[$doc:meta])* $word:ident = $code:literal, $label:expr $(, $synonyms:expr)?;)+
    }) => {
        $crate::vocabulary::vocabulary! {
            $(#[$attr])* $name { $($(#[$doc])* $word = $code;)+ }
        }

        impl $name {
            /// Returns the name for people.
            pub fn label(self) -> $crate::text::Label {
                match self { $($name::$word => $label),+ }
            }
        }

        impl $crate::vocabulary::Word for $name {
            const ALL: &'static [$name] = &$name::ALL;

            fn code(self) -> &'static str {
                self.code()
            }

            fn label(self) -> $crate::text::Label {
                self.label()
            }

            fn synonyms(self) -> Option<$crate::text::Label> {
                match self { $($name::$word => [$($synonyms)?].first().copied()),+ }
            }
        }
    };
    ($(#[$attr:meta])* $name:ident { $($(#[$doc:meta])* $word:ident = $code:literal;)+ }) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $word),+ }

        impl $name {
            /// How many there are.
            pub const COUNT: usize = [$($code),+].len();

            /// Every one, in order.
            pub const ALL: [$name; $name::COUNT] = [$($name::$word),+];

            /// Returns the name used in data.
            pub fn code(self) -> &'static str {
                match self { $($name::$word => $code),+ }
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// How far a row is.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Status {
        /// An idea that nobody has approved.
        Proposed = "proposed", words::status::PROPOSED, words::status_words::PROPOSED;
        /// Approved, not begun.
        Planned = "planned", words::status::PLANNED, words::status_words::PLANNED;
        /// Under way.
        Ongoing = "ongoing", words::status::ONGOING, words::status_words::ONGOING;
        /// Done.
        Completed = "completed", words::status::COMPLETED, words::status_words::COMPLETED;
        /// Halted.
        Suspended = "suspended", words::status::SUSPENDED, words::status_words::SUSPENDED;
        /// Given up.
        Cancelled = "cancelled", words::status::CANCELLED, words::status_words::CANCELLED;
        /// The measure does not apply here, for the reason in the note.
        NotApplicable = "not-applicable", words::measure::NOT_APPLICABLE,
            words::status_words::NOT_APPLICABLE;
    }
}

vocabulary! {
    /// Which step of an activity a row is.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    Stage {
        /// Find out and draft.
        Prepare = "prepare", words::stage::PREPARE;
        /// Decide and sign.
        Agree = "agree", words::stage::AGREE;
        /// Find the money.
        Fund = "fund", words::stage::FUND;
        /// Do it.
        Deliver = "deliver", words::stage::DELIVER;
        /// Check and prove it.
        Verify = "verify", words::stage::VERIFY;
    }
}

vocabulary! {
    /// Who tied a row to its measures.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    Link {
        /// A person.
        #[default]
        Human = "human", words::link::HUMAN;
        /// A matching rule.
        Rule = "rule", words::link::RULE;
    }
}

/// A word of a closed vocabulary: a code for data, a label per language for people.
pub trait Word: Copy + Sized + 'static {
    /// Every word, in order.
    const ALL: &'static [Self];

    /// Returns the code used in data.
    fn code(self) -> &'static str;

    /// Returns the label for people.
    fn label(self) -> Label;

    /// Returns other words for it, in lower case, with `; ` between them.
    fn synonyms(self) -> Option<Label> {
        None
    }

    /// Reads a code, any language's label, or another word for it.
    fn read(text: &str) -> Option<Self> {
        Self::named(text).or_else(|| Self::by_synonym(text))
    }

    /// Reads another word for it than its code and its labels; hyphens are blanks.
    fn by_synonym(text: &str) -> Option<Self> {
        let text = name_key(&text.replace(['-', '_'], " "));
        Self::ALL.iter().copied().find(|word| {
            let words = word.synonyms();
            words.is_some_and(|words| {
                Lang::ALL.iter().any(|&lang| words.get(lang).split("; ").any(|own| own == text))
            })
        })
    }

    /// Reads a code or any language's label, in any case.
    fn named(text: &str) -> Option<Self> {
        let by_code = |word: &Self| word.code().eq_ignore_ascii_case(text);
        if let Some(&word) = Self::ALL.iter().find(|word| by_code(word)) {
            return Some(word);
        }
        let text = text.to_lowercase();
        Self::ALL.iter().copied().find(|word| {
            Lang::ALL.iter().any(|&lang| word.label().get(lang).to_lowercase() == text)
        })
    }

    /// Proposes the word that was probably meant.
    fn hint(lang: Lang, text: &str) -> String {
        let codes = || Self::ALL.iter().map(|word| word.code());
        let otherwise = || {
            let codes = codes().collect::<Vec<_>>().join(", ");
            words::problem::meant::expected_one_of(lang, codes)
        };
        did_you_mean(lang, text, codes(), otherwise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_statuses() {
        let mut seen = std::collections::BTreeMap::new();
        for status in Status::ALL {
            let labels = Lang::ALL.map(|lang| status.label().get(lang).to_lowercase());
            let synonyms = Lang::ALL.map(|lang| status.synonyms().expect("it has some").get(lang));
            let synonyms = synonyms.iter().flat_map(|words| words.split("; ")).map(str::to_owned);
            for word in labels.into_iter().chain(synonyms).chain([status.code().to_owned()]) {
                let before = seen.insert(word.clone(), status);
                assert!(before.is_none_or(|own| own == status), "{word}");
                assert_eq!(Status::read(&word.to_uppercase()), Some(status), "{word}");
            }
        }
    }

    #[test]
    fn a_status_in_words_is_read() {
        use Status::{Cancelled, Completed, Ongoing, Planned, Proposed, Suspended};
        for (texts, status) in [
            (&["未开始", "not started", "Not-started", "待启动"][..], Planned),
            (&["推进中", "在办", "实施中", "in progress", "In_Progress", "under way"], Ongoing),
            (&["办结", "完成", "√", "✔", "done", "ＤＯＮＥ"], Completed),
            (&["已暂停", "on hold", "on  hold"], Suspended),
            (&["取消", "dropped", "canceled"], Cancelled),
            (&["建议", "under consideration"], Proposed),
        ] {
            for text in texts {
                assert_eq!(Status::read(text), Some(status), "{text}");
            }
        }
        for text in ["延期", "delayed", "n/a", "x", "?", "", "进行", "pending"] {
            assert_eq!(Status::read(text), None, "{text}");
        }
    }

    #[test]
    fn codes_and_labels_of_every_language_are_read() {
        for status in Status::ALL {
            let labels = Lang::ALL.map(|lang| status.label().get(lang));
            for text in labels.into_iter().chain([status.code()]) {
                assert_eq!(Status::read(text), Some(status), "{text}");
                assert_eq!(Status::read(&text.to_uppercase()), Some(status), "{text}");
            }
        }
        assert_eq!(Status::read("done"), Some(Status::Completed));
        assert_eq!(Status::named("done"), None);
        assert_eq!(Status::read("delayed"), None);
        assert_eq!(Status::hint(Lang::En, "complet"), "did you mean `completed`?");
    }
}
