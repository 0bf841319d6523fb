//! The plain way to find phrases, for tests: texts are folded once for each language and searched
//! through for the folded phrases.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use crate::classify::words::{Tongue, half_width, is_combining, is_unspaced};

pub(in crate::classify) struct PlainPhrases<T> {
    by_tongue: Vec<(Tongue, AhoCorasick, Vec<T>)>,
}

impl<T: Copy + Ord> PlainPhrases<T> {
    pub(in crate::classify) fn new<'p>(
        phrases: impl IntoIterator<Item = (&'p str, &'p str, T)>,
    ) -> Self {
        let mut by_lang = BTreeMap::<&str, Vec<(&str, T)>>::new();
        for (lang, phrase, stands_for) in phrases {
            by_lang.entry(lang).or_default().push((phrase, stands_for));
        }
        let spoken = |(lang, phrases): (&str, Vec<(&str, T)>)| {
            let tongue = Tongue::new(lang);
            let patterns = phrases.into_iter().map(|(phrase, t)| (pattern(&tongue, phrase), t));
            let (patterns, stands_for): (Vec<String>, Vec<T>) =
                patterns.filter(|(pattern, _)| !pattern.is_empty()).unzip();
            (tongue, AhoCorasick::new(patterns).expect("patterns are short"), stands_for)
        };
        PlainPhrases { by_tongue: by_lang.into_iter().map(spoken).collect() }
    }

    /// Returns what is found, sorted.
    pub(in crate::classify) fn found_in<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Vec<T> {
        let texts: Vec<&str> = texts.into_iter().collect();
        let mut found = Vec::new();
        for (tongue, automaton, stands_for) in &self.by_tongue {
            let mut folded = String::from(" ");
            for text in &texts {
                fold_onto(tongue, &mut folded, text);
                folded.push_str(" \u{1} ");
            }
            let mut places: Vec<_> = automaton
                .find_overlapping_iter(&folded)
                .map(|place| (place.start(), std::cmp::Reverse(place.end()), place.pattern()))
                .collect();
            places.sort();
            let mut outer = (0, 0);
            for (start, std::cmp::Reverse(end), i) in places {
                if end > outer.1 || (start, end) == outer {
                    outer = (start, end);
                    found.push(stands_for[i.as_usize()]);
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

fn pattern(tongue: &Tongue, phrase: &str) -> String {
    let mut pattern = String::from(" ");
    fold_onto(tongue, &mut pattern, phrase);
    let is_bare = pattern.trim_start().starts_with(is_unspaced);
    if is_bare || pattern.trim().is_empty() { pattern.trim().to_owned() } else { pattern }
}

/// Folds a text, character by character.
fn fold_onto(tongue: &Tongue, folded: &mut String, text: &str) {
    let mut word = String::new();
    for c in text.chars().map(half_width).filter(|&c| !is_combining(c)).chain(['\0']) {
        if c.is_alphanumeric() && !is_unspaced(c) {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
            folded.push_str(&tongue.form(&word));
            folded.push(' ');
            word.clear();
        }
        if c == '\0' {
            return;
        }
        if is_unspaced(c) {
            folded.push(c);
            continue;
        }
        let is_break_in_chinese = c == ' ' && folded.ends_with(is_unspaced);
        if !is_break_in_chinese && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
}
