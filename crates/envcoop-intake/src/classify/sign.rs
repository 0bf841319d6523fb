//! What speaks for a measure or against it, and what it is worth.

use std::fmt;

use envcoop_core::framework::MeasureIdx;
use envcoop_core::percent::Weight;
use envcoop_core::text::Lang;
use envcoop_words::sign as say;

/// A measure that an activity seems to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'f> {
    /// The measure.
    pub measure: MeasureIdx,
    /// How strong the evidence is: the sum of what its pieces are worth.
    pub score: Weight,
    /// What the score adds up: what speaks for the measure, strongest first, then against it.
    pub evidence: Vec<Evidence<'f>>,
}

impl Match<'_> {
    /// Tells whether any piece of the evidence `is` so.
    pub(super) fn has(&self, is: impl Fn(&Sign<'_>) -> bool) -> bool {
        self.evidence.iter().any(|piece| is(&piece.sign))
    }
}

/// One piece of evidence and what it adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence<'f> {
    /// What was found.
    pub sign: Sign<'f>,
    /// What it adds to the score; below zero where it speaks against the measure.
    pub worth: Weight,
}

/// What was found in an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign<'f> {
    /// A phrase, in a title or in a description only.
    Phrase {
        /// What part it plays.
        part: Part,
        /// The phrase as the framework gives it.
        phrase: &'f str,
        /// Whether a title holds it.
        in_title: bool,
    },
    /// A convention of the measure, named in a title or in a description only.
    Convention {
        /// The term.
        term: &'f str,
        /// Whether a title holds it.
        in_title: bool,
    },
    /// A sector code of the measure, and its share of the activity in ten-thousandths.
    Sector(&'f str, u32),
    /// A policy marker of the measure, and its significance.
    Marker(&'f str, u8),
    /// A partner of the measure.
    Partner(&'f str),
    /// A group of sector codes that speaks against every measure, and its share.
    AgainstSector(&'f str, u32),
    /// A phrase of rows that people decided.
    Learned {
        /// The phrase as it stands in one of the rows.
        phrase: &'f str,
        /// Whether people refused the measure for the rows, and did not tie them to it.
        is_against: bool,
        /// How many of the rows with the phrase were decided so.
        n: u32,
        /// How many rows have the phrase.
        of: u32,
    },
}

/// The part that a phrase plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It tells the measure.
    Keyword,
    /// It suffices beside a match of another measure, never alone.
    Hint,
    /// It speaks against the measure.
    Against,
}

impl Sign<'_> {
    /// Tells whether the sign can open a match; others only add to one.
    pub fn opens(&self) -> bool {
        match self {
            Sign::Phrase { part, .. } => *part == Part::Keyword,
            Sign::Convention { .. } | Sign::Sector(..) => true,
            Sign::Learned { is_against, .. } => !is_against,
            Sign::Marker(..) | Sign::Partner(_) | Sign::AgainstSector(..) => false,
        }
    }

    /// Tells whether it is a phrase that suffices in company only.
    pub fn is_hint(&self) -> bool {
        matches!(self, Sign::Phrase { part: Part::Hint, .. })
    }

    /// Tells whether it is a keyword in a title.
    pub fn is_keyword_in_title(&self) -> bool {
        matches!(self, Sign::Phrase { part: Part::Keyword, in_title: true, .. })
    }

    /// Tells whether a title says it, or only a description; nothing where no words do.
    pub fn is_in_title(&self) -> Option<bool> {
        match *self {
            Sign::Phrase { in_title, .. } | Sign::Convention { in_title, .. } => Some(in_title),
            _ => None,
        }
    }
}

impl Sign<'_> {
    /// Says it in `lang`: what it is and where it stands.
    pub fn said(&self, lang: Lang) -> String {
        let percent = |share: u32| (share + 50) / 100;
        match *self {
            Sign::Phrase { part, phrase, in_title } => {
                let place = match in_title {
                    true => say::title(lang, phrase),
                    false => say::description(lang, phrase),
                };
                match part {
                    Part::Keyword => place,
                    Part::Hint => say::hint(lang, place),
                    Part::Against => say::against(lang, place),
                }
            }
            Sign::Convention { term, in_title: true } => say::convention_title(lang, term),
            Sign::Convention { term, in_title: false } => say::convention_description(lang, term),
            Sign::Sector(code, share) => say::sector(lang, code, percent(share)),
            Sign::Marker(code, significance) => say::marker(lang, code, significance),
            Sign::Partner(term) => say::partner(lang, term),
            Sign::AgainstSector(code, share) => {
                say::against(lang, say::sector(lang, code, percent(share)))
            }
            Sign::Learned { phrase, is_against: false, n, of } => say::learned(lang, phrase, n, of),
            Sign::Learned { phrase, is_against: true, n, of } => {
                say::against(lang, say::learned_refused(lang, phrase, n, of))
            }
        }
    }
}

impl fmt::Display for Sign<'_> {
    /// Writes it as data has it, whatever the language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Lang::En))
    }
}
