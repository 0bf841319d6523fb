//! Finding many phrases in a text at once, whatever the form of their words.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::classify::words::Tongue;

/// Phrases of several languages, each standing for a `T`.
pub(super) struct Phrases<T> {
    by_tongue: Vec<Spoken<T>>,
}

/// The phrases of one language.
struct Spoken<T> {
    tongue: Tongue,
    automaton: Option<AhoCorasick>,
    stands_for: Vec<T>,
}

impl<T: PartialEq> Phrases<T> {
    /// Prepares phrases, each with its language; those without a letter or digit are left out.
    pub(super) fn new<'p>(phrases: impl IntoIterator<Item = (&'p str, &'p str, T)>) -> Self {
        let mut by_lang = BTreeMap::<&str, Vec<(&str, T)>>::new();
        for (lang, phrase, stands_for) in phrases {
            by_lang.entry(lang).or_default().push((phrase, stands_for));
        }
        let spoken = |(lang, phrases): (&str, Vec<(&str, T)>)| {
            let tongue = Tongue::new(lang);
            let patterns = phrases.into_iter().map(|(phrase, t)| (tongue.pattern(phrase), t));
            let (patterns, stands_for): (Vec<String>, Vec<T>) =
                patterns.filter(|(pattern, _)| !pattern.is_empty()).unzip();
            let automaton =
                AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok();
            Spoken { tongue, automaton, stands_for }
        };
        Phrases { by_tongue: by_lang.into_iter().map(spoken).collect() }
    }

    /// Returns what the phrases found in some texts stand for, each once. A phrase that is part of
    /// a longer one of the same language says nothing there: `climate` in `business climate`.
    pub(super) fn found_in<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<&T> {
        let texts: Vec<&str> = texts.into_iter().collect();
        let mut found = Vec::new();
        for Spoken { tongue, automaton, stands_for } in &self.by_tongue {
            let Some(automaton) = automaton else { continue };
            let folded = tongue.fold(texts.iter().copied());
            let mut places: Vec<_> = automaton
                .find_overlapping_iter(&folded)
                .map(|place| (place.start(), place.end(), place.pattern().as_usize()))
                .collect();
            // Whatever holds another place stands before it: it starts earlier, or ends later.
            places.sort_unstable_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
            let mut outer = (0, 0);
            for (start, end, i) in places {
                if end > outer.1 || (start, end) == outer {
                    outer = (start, end);
                    if !found.contains(&&stands_for[i]) {
                        found.push(&stands_for[i]);
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lang: &str, phrase: &str, text: &str) -> bool {
        !Phrases::new([(lang, phrase, ())]).found_in([text]).is_empty()
    }

    #[test]
    fn phrases_match_on_word_borders_only() {
        assert!(found("en", "soil remediation", "Pilot: SOIL-REMEDIATION, phase 2"));
        assert!(found(
            "en",
            "persistent organic pollutant",
            "persistent organic pollutants (POPs)"
        ));
        assert!(!found("en", "lead", "Leadership of misleading leaders"));
        assert!(!found("en", "soil remediation", "soil and remediation"));
        assert!(found("zh", "土壤修复", "开展土壤修复试点"));
        assert!(found("zh", "POPs", "中国POPs履约"));
        assert!(found("en", "phase out", "Phase-out of HCFC"));
    }

    #[test]
    fn no_phrase_reaches_from_one_text_into_the_next() {
        assert!(Phrases::new([("en", "clean air", ())]).found_in(["clean", "air"]).is_empty());
    }

    #[test]
    fn a_phrase_inside_a_longer_one_says_nothing() {
        let phrases = Phrases::new([("en", "climate", 1), ("en", "business climate", 2)]);
        assert_eq!(phrases.found_in(["a better business climate"]), [&2]);
        assert_eq!(phrases.found_in(["a business climate, and the climate"]), [&2, &1]);
    }

    #[test]
    fn equal_phrases_all_count_and_so_do_overlapping_ones() {
        let phrases = Phrases::new([("en", "a b", 1), ("en", "a b", 2), ("en", "b c", 3)]);
        assert_eq!(phrases.found_in(["a b c"]), [&1, &2, &3]);
    }
}
