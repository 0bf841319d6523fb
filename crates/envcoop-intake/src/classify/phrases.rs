//! Finding many phrases in a text at once, whatever the form of their words.
//!
//! The phrases of a language are a tree of symbols: words without endings, and characters of scripts
//! that are written without blanks. At each piece of a text only those branches are followed that
//! begin with it, so that a word that begins no phrase costs one look.

#[cfg(test)]
pub(super) mod plain;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::classify::vocabulary::{Sense, Symbol, Token, Tongues, Vocabulary};
use crate::classify::words::{Piece, pieces};

/// Phrases of several languages, each standing for a `T`.
pub(super) struct Phrases<T> {
    vocabulary: Vocabulary,
    /// The root of each language.
    roots: Vec<Node>,
    /// Where a symbol leads to from a node.
    steps: HashMap<Step, Node>,
    /// The languages that have phrases which begin with a character.
    by_char: HashMap<char, Vec<u16>>,
    /// What ends at each node.
    ends: Vec<Vec<End>>,
    stands_for: Vec<T>,
}

type Node = u32;

/// From a node by a symbol; characters stand apart or next to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Step {
    from: Node,
    symbol: Symbol,
    is_apart: bool,
}

/// The end of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    /// What it stands for: a place among [`Phrases::stands_for`].
    meaning: usize,
    /// Whether something must stand between its last character and the next.
    is_apart: bool,
}

/// A border of a phrase in a text: the piece, and the bytes of it that come before. What stands
/// between two pieces is byte 0 of the later one.
type Border = (usize, u32);

/// A phrase in a text: its language, where it starts and ends, and what it stands for. Sorted, whatever
/// holds another one stands before it: it starts earlier, or ends later.
type Place = (u16, Border, Reverse<Border>, usize);

impl<T: Copy + Ord> Phrases<T> {
    /// Prepares phrases, each with its language; those without a letter or digit are left out.
    pub(super) fn new<'p>(phrases: impl IntoIterator<Item = (&'p str, &'p str, T)>) -> Self {
        let mut by_lang = BTreeMap::<&str, Vec<(&str, T)>>::new();
        for (lang, phrase, stands_for) in phrases {
            by_lang.entry(lang).or_default().push((phrase, stands_for));
        }
        let mut tongues = Tongues::default();
        let mut own = Phrases {
            vocabulary: Vocabulary::default(),
            roots: Vec::new(),
            steps: HashMap::new(),
            by_char: HashMap::new(),
            ends: Vec::new(),
            stands_for: Vec::new(),
        };
        let mut meanings = BTreeMap::new();
        for (lang, phrases) in by_lang {
            let tongue = tongues.add(lang);
            let root = own.add_node();
            own.roots.push(root);
            for (phrase, stands_for) in phrases {
                let meaning = *meanings.entry(stands_for).or_insert_with(|| {
                    own.stands_for.push(stands_for);
                    own.stands_for.len() - 1
                });
                own.add(&mut tongues, tongue, phrase, meaning);
            }
        }
        Phrases { vocabulary: Vocabulary::new(tongues), ..own }
    }

    fn add_node(&mut self) -> Node {
        self.ends.push(Vec::new());
        self.ends.len() as Node - 1
    }

    /// Adds a phrase. One that begins with a character may end within a word: there borders of words
    /// are where the script has them.
    fn add(&mut self, tongues: &mut Tongues, tongue: u16, phrase: &str, meaning: usize) {
        let pieces: Vec<Piece<'_>> =
            pieces(phrase).skip_while(|piece| *piece == Piece::Break).collect();
        let begins_with_char = matches!(pieces.first(), Some(Piece::Char(_)));
        let Some(last) = pieces.iter().rposition(|piece| *piece != Piece::Break) else { return };
        let mut node = self.roots[usize::from(tongue)];
        let mut is_apart = true;
        for (at, piece) in pieces[..=last].iter().enumerate() {
            let symbol = match *piece {
                Piece::Break => {
                    is_apart = true;
                    continue;
                }
                Piece::Char(c) => {
                    let begins = self.by_char.entry(c).or_default();
                    if at == 0 && !begins.contains(&tongue) {
                        begins.push(tongue);
                    }
                    Symbol::from(c)
                }
                Piece::Word(word) if at == last && begins_with_char => {
                    tongues.add_beginning(tongue, word)
                }
                Piece::Word(word) => tongues.add_word(tongue, word),
            };
            let is_word = matches!(piece, Piece::Word(_));
            let step = Step { from: node, symbol, is_apart: is_apart || is_word };
            is_apart = is_word;
            node = match self.steps.get(&step) {
                Some(&next) => next,
                None => {
                    let next = self.add_node();
                    self.steps.insert(step, next);
                    next
                }
            };
        }
        let ends_with_char = matches!(pieces[last], Piece::Char(_));
        let is_apart = ends_with_char && !begins_with_char && last + 1 < pieces.len();
        self.ends[node as usize].push(End { meaning, is_apart });
    }

    /// Returns what the phrases found in some texts stand for, each once. A phrase that is part of
    /// a longer one of the same language says nothing there: `climate` in `business climate`.
    pub(super) fn found_in<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<&T> {
        let mut places = Vec::new();
        self.vocabulary.read(texts, |tokens, senses| {
            let reading = Reading { phrases: self, tokens, senses };
            (0..tokens.len()).for_each(|at| reading.find_from(at, &mut places));
        });
        places.sort_unstable();
        let mut found = Vec::new();
        let mut is_found = vec![false; if places.is_empty() { 0 } else { self.stands_for.len() }];
        let mut outer = None;
        for (tongue, start, Reverse(end), meaning) in places {
            let is_within = outer.is_some_and(|(outer_tongue, outer_start, outer_end)| {
                tongue == outer_tongue
                    && end <= outer_end
                    && (start, end) != (outer_start, outer_end)
            });
            if !is_within {
                outer = Some((tongue, start, end));
                if !std::mem::replace(&mut is_found[meaning], true) {
                    found.push(&self.stands_for[meaning]);
                }
            }
        }
        found
    }
}

/// Texts in which phrases are looked for.
struct Reading<'r, T> {
    phrases: &'r Phrases<T>,
    tokens: &'r [Token],
    senses: &'r [Sense],
}

impl<T> Reading<'_, T> {
    /// Adds the phrases that begin with a token.
    fn find_from(&self, at: usize, places: &mut Vec<Place>) {
        match self.tokens[at] {
            Token::Word(start, end) => {
                let senses = &self.senses[start as usize..end as usize];
                for sense in senses.iter().filter(|sense| !sense.is_beginning) {
                    let tongue = sense.tongue;
                    if let Some(node) = self.step(self.root(tongue), sense.symbol, true) {
                        let end = self.after(at);
                        self.follow((tongue, (at, 0)), (node, at), end, places);
                    }
                }
            }
            Token::Char(c, _) => {
                for &tongue in self.phrases.by_char.get(&c).into_iter().flatten() {
                    if let Some(node) = self.step(self.root(tongue), Symbol::from(c), true) {
                        let end = (at, 1 + c.len_utf8() as u32);
                        self.follow((tongue, (at, 1)), (node, at), end, places);
                    }
                }
            }
            Token::End => {}
        }
    }

    /// Adds the phrases that go on from a node, which the token `at` led to.
    fn follow(
        &self,
        (tongue, start): (u16, Border),
        (mut node, mut at): (Node, usize),
        mut end: Border,
        places: &mut Vec<Place>,
    ) {
        loop {
            self.add_ends((tongue, start), node, at, end, places);
            at += 1;
            let next = match self.tokens[at] {
                Token::Word(from, to) => {
                    let senses = self.senses[from as usize..to as usize].iter();
                    let mut whole = None;
                    for sense in senses.filter(|sense| sense.tongue == tongue) {
                        match self.step(node, sense.symbol, true) {
                            Some(next) if sense.is_beginning => {
                                let end = (at, 1 + sense.len);
                                self.add_ends((tongue, start), next, at, end, places);
                            }
                            next => whole = whole.or(next),
                        }
                    }
                    end = self.after(at);
                    whole
                }
                Token::Char(c, is_apart) => {
                    end = (at, 1 + c.len_utf8() as u32);
                    self.step(node, Symbol::from(c), is_apart)
                }
                Token::End => None,
            };
            match next {
                Some(next) => node = next,
                None => return,
            }
        }
    }

    fn add_ends(
        &self,
        (tongue, start): (u16, Border),
        node: Node,
        at: usize,
        end: Border,
        places: &mut Vec<Place>,
    ) {
        for &End { meaning, is_apart } in &self.phrases.ends[node as usize] {
            if !is_apart {
                places.push((tongue, start, Reverse(end), meaning));
            } else if !matches!(self.tokens[at + 1], Token::Char(_, false)) {
                places.push((tongue, start, Reverse(self.after(at)), meaning));
            }
        }
    }

    fn root(&self, tongue: u16) -> Node {
        self.phrases.roots[usize::from(tongue)]
    }

    fn step(&self, from: Node, symbol: Symbol, is_apart: bool) -> Option<Node> {
        self.phrases.steps.get(&Step { from, symbol, is_apart }).copied()
    }

    /// Returns the border behind what follows a token.
    fn after(&self, at: usize) -> Border {
        (at + 1, 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain::PlainPhrases;
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

    /// Letters, marks and characters of which texts of few pieces consist that are hard to cut.
    fn text() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            "A",
            "b",
            "water",
            "Waters",
            "watered",
            "é",
            "e\u{301}",
            "\u{301}",
            "ＰＯＰ",
            "İ",
            "ß",
            "pops",
            "1",
            "水",
            "土",
            "壤",
            "の",
            "・",
            " ",
            " ",
            " ",
            "\u{3000}",
            "\n",
            ",",
            "，",
            "-",
            "(",
            "вода",
            "воды",
            "zone",
            "zones",
        ];
        let piece = proptest::sample::select(pieces.to_vec());
        proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_the_plain_way_finds(
            phrases in proptest::collection::vec((0..5_usize, text(), 0..6_u8), 1..12),
            texts in proptest::collection::vec(text(), 0..4),
        ) {
            let langs = ["en", "zh", "fr", "ru", "ja"];
            let phrases: Vec<_> = phrases
                .iter()
                .map(|(lang, phrase, t)| (langs[*lang], phrase.as_str(), *t))
                .collect();
            let texts = || texts.iter().map(String::as_str);
            let own = Phrases::new(phrases.iter().copied());
            let expected = PlainPhrases::new(phrases).found_in(texts());
            for _ in 0..2 {
                // The second time every word is known.
                let mut found: Vec<u8> = own.found_in(texts()).into_iter().copied().collect();
                found.sort_unstable();
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}
