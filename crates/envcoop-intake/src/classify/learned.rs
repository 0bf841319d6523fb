//! What people decided, as phrases: to which measures the rows were tied in whose titles a phrase
//! stands, and for which it was refused.
//!
//! They are counts and nothing else: every one can be read beside what it brought about, as
//! `learned "coal boilers" 3 of 4`, and checked by looking the four rows up.

use std::collections::{BTreeMap, BTreeSet};

use envcoop_core::framework::{LearnedPolicy, MeasureIdx};
use envcoop_core::percent::Weight;

use crate::classify::phrases::Phrases;
use crate::classify::sign::{Evidence, Sign};
use crate::classify::words::{Tongue, is_unspaced};
use crate::classify::{Found, Taught};
use crate::iati::Published;

/// A row that a person decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// What is done.
    pub title: String,
    /// The measures that it serves; none where it serves none.
    pub accepted: Vec<MeasureIdx>,
    /// The measures that were proposed and that it does not serve.
    pub refused: Vec<MeasureIdx>,
}

/// What rows that people decided teach.
pub struct Learned {
    phrases: Vec<Phrase>,
    in_texts: Phrases<usize>,
    n_rows: usize,
}

/// A phrase that tells a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    text: String,
    measure: MeasureIdx,
    is_against: bool,
    n: u32,
    of: u32,
}

/// How often a phrase stands in rows.
#[derive(Default)]
struct Counts {
    text: String,
    rows: BTreeSet<usize>,
    accepted: BTreeMap<MeasureIdx, u32>,
    refused: BTreeMap<MeasureIdx, u32>,
}

impl Learned {
    /// Learns from rows. Rows that say the same and were decided alike teach once.
    pub fn of(lessons: &[Lesson], policy: &LearnedPolicy) -> Learned {
        let tongue = Tongue::new(LANG);
        let mut known = BTreeSet::new();
        let mut counts = BTreeMap::<String, Counts>::new();
        for lesson in lessons {
            let key = (tongue.pattern(&lesson.title), &lesson.accepted, &lesson.refused);
            if !known.insert(key) {
                continue;
            }
            let row = known.len();
            for (pattern, text) in phrases_of(&tongue, &lesson.title) {
                let own = counts.entry(pattern).or_default();
                if own.text.is_empty() || text < own.text {
                    own.text = text;
                }
                own.rows.insert(row);
                lesson.accepted.iter().for_each(|m| *own.accepted.entry(*m).or_default() += 1);
                lesson.refused.iter().for_each(|m| *own.refused.entry(*m).or_default() += 1);
            }
        }
        // Of characters that stand in the very same rows the longest say all that the others do.
        let mut phrases = Vec::new();
        let mut by_rows = BTreeMap::<&BTreeSet<usize>, Vec<&str>>::new();
        for own in counts.values() {
            let of = own.rows.len() as u32;
            let is_enough = |n: u32| {
                n >= policy.rows && i128::from(n) * Weight::ONE.0 >= policy.share.0 * i128::from(of)
            };
            for (is_against, by) in [(false, &own.accepted), (true, &own.refused)] {
                for (&measure, &n) in by.iter().filter(|(_, n)| is_enough(**n)) {
                    phrases.push(Phrase { text: own.text.clone(), measure, is_against, n, of });
                    by_rows.entry(&own.rows).or_default().push(&own.text);
                }
            }
        }
        let is_part = |own: &Phrase| {
            let rows = counts.get(&tongue.pattern(&own.text)).and_then(|c| by_rows.get(&c.rows));
            let is_longer = |text: &&str| text.len() > own.text.len() && text.contains(&own.text);
            own.text.starts_with(is_unspaced) && rows.is_some_and(|all| all.iter().any(is_longer))
        };
        phrases.retain(|own| !is_part(own));
        let in_texts = phrases.iter().enumerate().map(|(at, own)| (LANG, own.text.as_str(), at));
        let in_texts = Phrases::new(in_texts);
        Learned { phrases, in_texts, n_rows: known.len() }
    }

    /// Returns how many different rows it was learnt from.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Returns how many phrases were learnt, each counted for every measure that it tells.
    pub fn n_phrases(&self) -> usize {
        self.phrases.len()
    }

    /// Adds what an activity's titles hold: for a measure, and against it, the one phrase that says
    /// most. Phrases of one title stand in the same rows and prove one thing together.
    pub(super) fn add<'f>(
        &'f self,
        activity: &Published,
        weight: Weight,
        taught: Taught,
        found: &mut Found<'f>,
    ) {
        let titles = activity.titles.iter().map(|narrative| narrative.text.as_str());
        let mut best = BTreeMap::<(MeasureIdx, bool), Evidence<'f>>::new();
        for &at in self.in_texts.found_in(titles) {
            let Phrase { text, measure, is_against, n, of } = &self.phrases[at];
            let (is_against, n, of) = (*is_against, *n, *of);
            if !is_against && taught == Taught::Refusals {
                continue;
            }
            // As if one row more had it: two of two prove less than ten of ten.
            let worth = weight.0 * i128::from(n) / (i128::from(of) + 1);
            let worth = Weight(if is_against { -worth } else { worth });
            let piece = Evidence { sign: Sign::Learned { phrase: text, is_against, n, of }, worth };
            let own = best.entry((*measure, is_against)).or_insert_with(|| piece.clone());
            let (strength, so_far) = (piece.worth.0.abs(), own.worth.0.abs());
            if strength > so_far || (strength == so_far && piece.sign < own.sign) {
                *own = piece;
            }
        }
        for ((measure, _), piece) in best {
            found.entry(measure).or_default().push(piece);
        }
    }
}

/// The language whose endings are left out. Titles do not say their language; Chinese has no endings.
const LANG: &str = "en";

/// Words at the edge of no phrase.
const EMPTY_WORDS: [&str; 28] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or",
    "our", "that", "the", "their", "this", "through", "to", "under", "via", "which", "with",
    "within", "without",
];

/// Characters of no phrase: they stand between words.
const EMPTY_CHARS: [char; 9] = ['的', '和', '与', '及', '等', '了', '在', '或', '并'];

/// The fewest and the most characters of a Chinese phrase.
const CHARS: std::ops::RangeInclusive<usize> = 2..=4;

/// The fewest letters of a word that stands alone.
const LETTERS: usize = 4;

/// Returns the phrases of a title, each once, by what is looked for: words and pairs of words, and
/// runs of Chinese characters.
fn phrases_of(tongue: &Tongue, title: &str) -> BTreeMap<String, String> {
    let mut phrases = BTreeMap::new();
    let mut add = |text: String| {
        phrases.entry(tongue.pattern(&text)).or_insert(text);
    };
    for run in title.split(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\''))) {
        for chars in run.split(|c: char| !is_unspaced(c)).filter(|chars| !chars.is_empty()) {
            let chars: Vec<char> = chars.chars().collect();
            for n in CHARS {
                let is_empty = |c: &char| EMPTY_CHARS.contains(c);
                let grams = chars.windows(n).filter(|gram| !gram.iter().any(is_empty));
                grams.for_each(|gram| add(gram.iter().collect()));
            }
        }
        let mut last: Option<String> = None;
        let words = run.split(|c: char| !c.is_alphanumeric() || is_unspaced(c));
        for word in words.filter(|word| !word.is_empty()).map(str::to_lowercase) {
            if EMPTY_WORDS.contains(&word.as_str()) {
                last = None;
                continue;
            }
            if let Some(last) = &last {
                add(format!("{last} {word}"));
            }
            let is_word = word.chars().count() >= LETTERS && word.chars().all(char::is_alphabetic);
            if is_word {
                add(word.clone());
            }
            last = Some(word);
        }
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iati::Narrative;

    fn texts(title: &str) -> Vec<String> {
        let mut texts: Vec<String> = phrases_of(&Tongue::new(LANG), title).into_values().collect();
        texts.sort();
        texts
    }

    fn lesson(title: &str, accepted: &[u16], refused: &[u16]) -> Lesson {
        let idxs = |of: &[u16]| of.iter().map(|&at| MeasureIdx(at)).collect();
        Lesson { title: title.to_owned(), accepted: idxs(accepted), refused: idxs(refused) }
    }

    /// Returns what is found in a title, as `measure: sign worth` in hundredths.
    fn found(lessons: &[Lesson], title: &str) -> Vec<String> {
        let policy = LearnedPolicy::default();
        let learned = Learned::of(lessons, &policy);
        let narrative = Narrative { lang: String::new(), text: title.to_owned() };
        let activity = Published { titles: vec![narrative], ..Published::default() };
        let mut found = Found::new();
        learned.add(&activity, policy.phrase, Taught::All, &mut found);
        let pieces = found.iter().flat_map(|(m, all)| all.iter().map(move |piece| (m.0, piece)));
        let hundredths = |worth: Weight| worth.0 * 100 / Weight::ONE.0;
        pieces.map(|(m, e)| format!("{m}: {} {}", e.sign, hundredths(e.worth))).collect()
    }

    #[test]
    fn phrases_are_words_pairs_and_runs_of_characters() {
        let phrases = ["clean", "clean air", "oslo", "oslo region", "phase", "phase 2", "region"];
        assert_eq!(texts("Clean Air for the Oslo-region, phase 2"), phrases);
        assert_eq!(texts("土壤的修复"), ["修复", "土壤"]);
    }

    #[test]
    fn a_phrase_of_two_rows_of_one_measure_and_hardly_another_is_learnt() {
        let lessons = [
            lesson("Coal boilers of Hebei", &[3], &[]),
            lesson("New coal boilers", &[3], &[]),
            lesson("Boilers for schools", &[], &[]),
        ];
        assert_eq!(
            found(&lessons, "Replacing a coal boiler"),
            ["3: learned \"coal boilers\" 2 of 2 50"]
        );
        assert!(found(&lessons[1..], "Replacing a coal boiler").is_empty());
        assert!(found(&lessons, "Boilers").is_empty(), "two of three are too few");
    }

    #[test]
    fn the_same_row_teaches_once() {
        let twice = [lesson("Coal boilers", &[3], &[]), lesson("coal boiler", &[3], &[])];
        assert!(found(&twice, "coal boilers").is_empty());
    }

    #[test]
    fn what_was_refused_speaks_against() {
        let lessons = [lesson("绿色金融论坛", &[], &[5]), lesson("举办绿色金融培训", &[], &[5])];
        assert_eq!(
            found(&lessons, "绿色金融"),
            ["5: against: learned \"绿色金融\" refused 2 of 2 -50"]
        );
    }

    #[test]
    fn the_one_phrase_that_says_most_counts_and_never_alone() {
        let title = |n: &str| format!("clean rivers, coal boilers {n}");
        let mut rows = ["one", "two", "six"].map(|n| lesson(&title(n), &[3], &[])).to_vec();
        rows.push(lesson("clean rivers for all", &[], &[]));
        let found = found(&rows, "clean rivers and coal boilers");
        assert_eq!(found, ["3: learned \"coal boilers\" 3 of 3 56"]);
    }
}
