//! The words of a plan's closed columns, in every shipped language, and the needs of a measure.

mod need;

use std::fmt;

use envcoop_words as words;
use serde::{Deserialize, Serialize};

pub use self::need::{Answer, Blank, Need, Profile};
use crate::text::{Label, Lang};

/// How far a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// An idea that nobody has approved.
    Proposed,
    /// Approved, not begun.
    Planned,
    /// Under way.
    Ongoing,
    /// Done.
    Completed,
    /// Halted.
    Suspended,
    /// Given up.
    Cancelled,
    /// The measure does not apply here, for the reason in the note.
    NotApplicable,
}

/// Which step of an activity a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Find out and draft.
    Prepare,
    /// Decide and sign.
    Agree,
    /// Find the money.
    Fund,
    /// Do it.
    Deliver,
    /// Check and prove it.
    Verify,
}

/// Who tied a row to its measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// A person.
    #[default]
    Human,
    /// A matching rule.
    Rule,
}

/// A word of a closed vocabulary: a code for data, a label per language for people.
pub trait Word: Copy + Sized + 'static {
    /// Every word, in order.
    const ALL: &'static [Self];

    /// Returns the code used in data.
    fn code(self) -> &'static str;

    /// Returns the label for people.
    fn label(self) -> Label;

    /// Reads a code or any language's label, in any case.
    fn read(text: &str) -> Option<Self> {
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
    fn hint(text: &str) -> String {
        let codes = || Self::ALL.iter().map(|word| word.code());
        match crate::text::nearest(text, codes()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("expected one of {}", codes().collect::<Vec<_>>().join(", ")),
        }
    }
}

impl Word for Status {
    const ALL: &'static [Status] = &[
        Status::Proposed,
        Status::Planned,
        Status::Ongoing,
        Status::Completed,
        Status::Suspended,
        Status::Cancelled,
        Status::NotApplicable,
    ];

    fn code(self) -> &'static str {
        match self {
            Status::Proposed => "proposed",
            Status::Planned => "planned",
            Status::Ongoing => "ongoing",
            Status::Completed => "completed",
            Status::Suspended => "suspended",
            Status::Cancelled => "cancelled",
            Status::NotApplicable => "not-applicable",
        }
    }

    fn label(self) -> Label {
        match self {
            Status::Proposed => words::status::PROPOSED,
            Status::Planned => words::status::PLANNED,
            Status::Ongoing => words::status::ONGOING,
            Status::Completed => words::status::COMPLETED,
            Status::Suspended => words::status::SUSPENDED,
            Status::Cancelled => words::status::CANCELLED,
            Status::NotApplicable => words::measure::NOT_APPLICABLE,
        }
    }
}

impl Word for Stage {
    const ALL: &'static [Stage] =
        &[Stage::Prepare, Stage::Agree, Stage::Fund, Stage::Deliver, Stage::Verify];

    fn code(self) -> &'static str {
        match self {
            Stage::Prepare => "prepare",
            Stage::Agree => "agree",
            Stage::Fund => "fund",
            Stage::Deliver => "deliver",
            Stage::Verify => "verify",
        }
    }

    fn label(self) -> Label {
        match self {
            Stage::Prepare => words::stage::PREPARE,
            Stage::Agree => words::stage::AGREE,
            Stage::Fund => words::stage::FUND,
            Stage::Deliver => words::stage::DELIVER,
            Stage::Verify => words::stage::VERIFY,
        }
    }
}

impl Word for Link {
    const ALL: &'static [Link] = &[Link::Human, Link::Rule];

    fn code(self) -> &'static str {
        match self {
            Link::Human => "human",
            Link::Rule => "rule",
        }
    }

    fn label(self) -> Label {
        match self {
            Link::Human => words::link::HUMAN,
            Link::Rule => words::link::RULE,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels_of_every_language_are_read() {
        for &status in Status::ALL {
            let labels = Lang::ALL.map(|lang| status.label().get(lang));
            for text in labels.into_iter().chain([status.code()]) {
                assert_eq!(Status::read(text), Some(status), "{text}");
                assert_eq!(Status::read(&text.to_uppercase()), Some(status), "{text}");
            }
        }
        assert_eq!(Status::read("done"), None);
        assert_eq!(Status::hint("complet"), "did you mean `completed`?");
    }
}
