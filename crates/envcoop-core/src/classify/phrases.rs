//! Finding many phrases in a text at once, on word borders, whatever the case and punctuation.

use aho_corasick::{AhoCorasick, MatchKind};

/// A set of phrases, each standing for a `T`.
pub(super) struct Phrases<T> {
    automaton: Option<AhoCorasick>,
    phrases: Vec<T>,
}

impl<T: PartialEq> Phrases<T> {
    /// Prepares phrases for matching; those without a letter or digit are left out.
    pub(super) fn new(phrases: Vec<(&str, T)>) -> Self {
        let (patterns, phrases): (Vec<String>, Vec<T>) = phrases
            .into_iter()
            .map(|(phrase, stands_for)| {
                let mut pattern = String::new();
                fold_onto(&mut pattern, phrase);
                (pattern.trim().to_owned(), stands_for)
            })
            .filter(|(pattern, _)| !pattern.is_empty())
            .unzip();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok();
        Phrases { automaton, phrases }
    }

    /// Returns what the phrases found in a folded text stand for, each once, in order of place.
    pub(super) fn found_in(&self, folded: &str) -> Vec<&T> {
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else { return found };
        for place in automaton.find_overlapping_iter(folded) {
            if is_whole(folded, place.start(), place.end()) {
                let stands_for = &self.phrases[place.pattern().as_usize()];
                if !found.contains(&stands_for) {
                    found.push(stands_for);
                }
            }
        }
        found
    }
}

/// Makes texts comparable: lower case, one blank for whatever is neither letter nor digit. Texts
/// are kept apart, so that no phrase reaches from one into the next.
pub(super) fn fold<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut folded = String::from(" ");
    for text in texts {
        fold_onto(&mut folded, text);
        folded.push_str(" \u{1} ");
    }
    folded
}

fn fold_onto(folded: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
}

/// Tells whether a match stands on word borders. Chinese is written without blanks: there every
/// character is a border. Elsewhere a plural ending may follow.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let (before, inside, after) = (&text[..start], &text[start..end], &text[end..]);
    let opens =
        inside.starts_with(is_ideograph) || before.ends_with(|c| c == ' ' || is_ideograph(c));
    let rest = after.strip_prefix("es").or(after.strip_prefix('s')).unwrap_or(after);
    let closes = inside.ends_with(is_ideograph)
        || [after, rest].iter().any(|rest| rest.starts_with(|c| c == ' ' || is_ideograph(c)));
    opens && closes
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, text: &str) -> bool {
        !Phrases::new(vec![(phrase, ())]).found_in(&fold([text])).is_empty()
    }

    #[test]
    fn phrases_match_on_word_borders_only() {
        assert!(found("soil remediation", "Pilot: SOIL-REMEDIATION, phase 2"));
        assert!(found("persistent organic pollutant", "persistent organic pollutants (POPs)"));
        assert!(!found("lead", "Leadership of misleading leaders"));
        assert!(!found("soil remediation", "soil and remediation"));
        assert!(found("土壤修复", "开展土壤修复试点"));
        assert!(found("POPs", "中国POPs履约"));
        assert!(found("phase out", "Phase-out of HCFC"));
    }

    #[test]
    fn no_phrase_reaches_from_one_text_into_the_next() {
        let phrases = Phrases::new(vec![("clean air", ())]);
        assert!(phrases.found_in(&fold(["clean", "air"])).is_empty());
    }
}
