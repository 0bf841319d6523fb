//! The words of a framework's signals, found in titles and descriptions.

use std::collections::{BTreeMap, BTreeSet};

use envcoop_core::framework::kind::CONVENTION;
use envcoop_core::framework::{ClassifyWeights, Framework, MeasureIdx, Term};
use envcoop_core::percent::Weight;
use envcoop_core::text::Lang;

use crate::classify::phrases::Phrases;
use crate::classify::sign::{Evidence, Part, Sign};
use crate::classify::words::Tongue;
use crate::iati::{Narrative, Published};

/// Every phrase of a framework and every name of its conventions.
pub(super) struct Lexicon<'f> {
    weights: &'f ClassifyWeights,
    phrases: Phrases<Meaning<'f>>,
}

/// What a phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning<'f> {
    /// A phrase of a measure, or one of the whole framework.
    Phrase(Part, Option<MeasureIdx>, &'f str, &'f str),
    /// A convention.
    Convention(&'f str),
}

/// What the words of an activity say.
#[derive(Debug, Default)]
pub(super) struct Words<'f> {
    /// Phrases, by the measure that they speak for or against; without one against every measure.
    pub(super) phrases: BTreeMap<Option<MeasureIdx>, Vec<Evidence<'f>>>,
    /// Conventions and whether a title names them.
    pub(super) conventions: BTreeMap<&'f str, bool>,
}

impl<'f> Lexicon<'f> {
    /// Prepares the phrases of a framework for matching.
    pub(super) fn new(framework: &'f Framework) -> Self {
        let phrases = Phrases::new(phrases_of(framework));
        Lexicon { weights: &framework.policy.classify.weights, phrases }
    }

    /// Finds what the words of an activity say. A text in two languages says everything twice: of
    /// the languages in which something is said of a measure only the one that says most counts.
    pub(super) fn read(&self, activity: &Published) -> Words<'f> {
        let in_title = self.found_in(&activity.titles);
        let mut in_text = self.found_in(&activity.descriptions);
        in_text.retain(|meaning| !in_title.contains(meaning));
        let mut words = Words::default();
        let mut by_lang = BTreeMap::<_, Vec<Evidence<'f>>>::new();
        let titles = in_title.into_iter().map(|meaning| (meaning, true));
        for (meaning, in_title) in titles.chain(in_text.into_iter().map(|m| (m, false))) {
            match meaning {
                Meaning::Phrase(part, measure, lang, phrase) => {
                    let sign = Sign::Phrase { part, phrase, in_title };
                    let evidence = Evidence { sign, worth: self.worth(part, in_title) };
                    let key = (measure, part == Part::Against, lang);
                    by_lang.entry(key).or_default().push(evidence);
                }
                Meaning::Convention(term) => {
                    let is_in_title = words.conventions.entry(term).or_default();
                    *is_in_title |= in_title;
                }
            }
        }
        let total =
            |evidence: &[Evidence<'_>]| evidence.iter().map(|e| e.worth.0.abs()).sum::<i128>();
        let mut best = BTreeMap::<_, Vec<Evidence<'f>>>::new();
        for ((measure, is_against, _), evidence) in by_lang {
            let so_far = best.entry((measure, is_against)).or_default();
            if total(&evidence) > total(so_far) {
                *so_far = evidence;
            }
        }
        for ((measure, _), evidence) in best {
            words.phrases.entry(measure).or_default().extend(evidence);
        }
        words
    }

    fn found_in(&self, texts: &[Narrative]) -> Vec<Meaning<'f>> {
        let found = self.phrases.found_in(texts.iter().map(|n| n.text.as_str()));
        found.into_iter().copied().collect()
    }

    fn worth(&self, part: Part, in_title: bool) -> Weight {
        let weights = self.weights;
        match (part, in_title) {
            (Part::Keyword, true) => weights.keyword_title,
            (Part::Keyword, false) => weights.keyword_text,
            (Part::Hint, true) => weights.hint_title,
            (Part::Hint, false) => weights.hint_text,
            (Part::Against, true) => Weight(-weights.against_title.0),
            (Part::Against, false) => Weight(-weights.against_text.0),
        }
    }
}

/// Phrases by their language.
type ByLang = BTreeMap<String, Vec<String>>;

/// Returns every phrase of a framework and every name of its conventions, each with its language.
fn phrases_of<'f>(framework: &'f Framework) -> Vec<(&'f str, &'f str, Meaning<'f>)> {
    let mut phrases = Vec::new();
    // Two forms of the same words are one phrase.
    let mut known = BTreeSet::new();
    let mut add = |part, measure, by_lang: &'f ByLang| {
        for (lang, list) in by_lang {
            let tongue = Tongue::new(lang);
            for phrase in list {
                if known.insert((part, measure, lang, tongue.pattern(phrase))) {
                    let meaning = Meaning::Phrase(part, measure, lang, phrase);
                    phrases.push((lang.as_str(), phrase.as_str(), meaning));
                }
            }
        }
    };
    add(Part::Against, None, &framework.policy.classify.against.phrases);
    for idx in framework.measure_idxs() {
        let signals = &framework.measure(idx).signals;
        add(Part::Keyword, Some(idx), &signals.keywords);
        add(Part::Hint, Some(idx), &signals.hints);
        add(Part::Against, Some(idx), &signals.against);
    }
    for term in framework.terms.iter().filter(|term| term.kind == CONVENTION) {
        let meaning = Meaning::Convention(&term.id);
        phrases.extend(names_of(term).map(|(lang, name)| (lang, name, meaning)));
    }
    phrases
}

/// Returns the names of a term, each with its language.
pub(super) fn names_of(term: &Term) -> impl Iterator<Item = (&str, &str)> {
    let titles = Lang::ALL.map(|lang| (lang.code(), term.title.get(lang)));
    let names = term.names.iter();
    let names = names.flat_map(|(lang, names)| names.iter().map(|n| (lang.as_str(), n.as_str())));
    titles.into_iter().chain(names)
}

#[cfg(test)]
mod tests {
    use envcoop_core::framework::shipped;
    use envcoop_core::problem::Problems;

    use super::*;
    use crate::classify::phrases::plain::PlainPhrases;
    use crate::iati;

    const PUBLISHED: &str = include_str!("../../../../data/examples/published.xml");

    #[test]
    fn the_words_of_published_activities_are_found_as_the_plain_way_finds_them() {
        let framework = shipped("two-services-2012").expect("it is shipped").expect("it is sound");
        let phrases = phrases_of(&framework);
        let plain = PlainPhrases::new(phrases.iter().copied());
        let own = Phrases::new(phrases.iter().copied());
        let mut n_found = 0;
        let mut compare = |texts: &[&str]| {
            let mut found: Vec<_> =
                own.found_in(texts.iter().copied()).into_iter().copied().collect();
            found.sort_unstable();
            n_found += found.len();
            assert_eq!(found, plain.found_in(texts.iter().copied()), "{texts:?}");
        };
        iati::read(&"f".into(), PUBLISHED.as_bytes(), &mut Problems::default(), &mut |own, _| {
            let texts = own.titles.iter().chain(&own.descriptions);
            compare(&texts.map(|narrative| narrative.text.as_str()).collect::<Vec<_>>());
        });
        // Every phrase in a text of its own, in capitals, and beside the next one.
        for pair in phrases.windows(2) {
            let [(_, one, _), (_, other, _)] = pair else { continue };
            compare(&[*one, &one.to_uppercase(), &format!("{other}{one}, {other} {one}s")]);
        }
        assert!(n_found > 2 * phrases.len(), "{n_found}");
    }
}
