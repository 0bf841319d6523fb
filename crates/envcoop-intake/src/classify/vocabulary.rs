//! The words that phrases consist of, as numbers, so that each word of a text is folded once.

use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;

use crate::classify::words::{Piece, Tongue, lower, pieces};

/// Words of which is remembered what they are; the memory begins anew when it is full.
const MOST_REMEMBERED: usize = 1 << 16;

/// Stands for a word, or for what words begin with, in the phrases of one language. Characters of
/// scripts that are written without blanks stand for themselves.
pub(super) type Symbol = u32;

/// The last symbol that may be a character.
const LAST_CHAR: Symbol = char::MAX as Symbol;

/// A word of a text as one of a language's symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sense {
    /// The place of the language among those of the vocabulary.
    pub(super) tongue: u16,
    /// What the word is.
    pub(super) symbol: Symbol,
    /// How many bytes of the word, in its folded form, it says.
    pub(super) len: u32,
    /// Whether it is the beginning of the word only that counts.
    pub(super) is_beginning: bool,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word: the range of its senses among those of all words.
    Word(u32, u32),
    /// A character of a script that is written without blanks, and whether more than white space stands
    /// before it.
    Char(char, bool),
    /// The end of a text.
    End,
}

/// The words that phrases consist of, by language.
#[derive(Default)]
pub(super) struct Tongues {
    spoken: Vec<Spoken>,
    n_symbols: Symbol,
}

/// The words of a language.
struct Spoken {
    tongue: Tongue,
    words: HashMap<String, Symbol>,
    /// What words begin with.
    beginnings: Vec<(String, Symbol)>,
}

impl Tongues {
    /// Adds a language; returns its place.
    pub(super) fn add(&mut self, lang: &str) -> u16 {
        let tongue = Tongue::new(lang);
        self.spoken.push(Spoken { tongue, words: HashMap::new(), beginnings: Vec::new() });
        self.spoken.len() as u16 - 1
    }

    /// Returns the symbol of a word as it stands in a phrase.
    pub(super) fn add_word(&mut self, tongue: u16, word: &str) -> Symbol {
        let own = &mut self.spoken[usize::from(tongue)];
        let form = own.tongue.form(&lower(word));
        *own.words.entry(form).or_insert_with(|| next(&mut self.n_symbols))
    }

    /// Returns the symbol of whatever begins as a word that stands in a phrase.
    pub(super) fn add_beginning(&mut self, tongue: u16, word: &str) -> Symbol {
        let own = &mut self.spoken[usize::from(tongue)];
        let form = own.tongue.form(&lower(word));
        if let Some((_, symbol)) = own.beginnings.iter().find(|(known, _)| *known == form) {
            return *symbol;
        }
        let symbol = next(&mut self.n_symbols);
        own.beginnings.push((form, symbol));
        symbol
    }

    /// Adds everything that a word is, in lower case.
    fn add_senses(&self, lower: &str, senses: &mut Vec<Sense>) {
        for (tongue, own) in (0..).zip(&self.spoken) {
            let form = own.tongue.form(lower);
            let sense = |symbol, len: usize, is_beginning| Sense {
                tongue,
                symbol,
                len: len as u32,
                is_beginning,
            };
            senses.extend(own.words.get(&form).map(|&symbol| sense(symbol, form.len(), false)));
            let beginnings = own.beginnings.iter().filter(|(begin, _)| form.starts_with(begin));
            senses.extend(beginnings.map(|(begin, symbol)| sense(*symbol, begin.len(), true)));
        }
    }
}

fn next(n_symbols: &mut Symbol) -> Symbol {
    *n_symbols += 1;
    LAST_CHAR + *n_symbols
}

/// What the words of texts are, each found out once.
#[derive(Default)]
pub(super) struct Vocabulary {
    tongues: Tongues,
    /// What is known to each thread that does not read at the moment.
    idle: Mutex<Vec<Known>>,
}

/// The words met so far.
#[derive(Default)]
struct Known {
    /// Where the senses of each stand.
    words: HashMap<String, (u32, u32)>,
    senses: Vec<Sense>,
    /// The text read last, kept for its room.
    tokens: Vec<Token>,
}

impl Vocabulary {
    pub(super) fn new(tongues: Tongues) -> Self {
        Vocabulary { tongues, idle: Mutex::default() }
    }

    /// Reads texts as tokens and hands them to `read` with the senses of their words.
    pub(super) fn read<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        read: impl FnOnce(&[Token], &[Sense]),
    ) {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = idle().pop().unwrap_or_default();
        let Known { words, senses, tokens } = &mut known;
        if words.len() > MOST_REMEMBERED {
            words.clear();
            senses.clear();
        }
        tokens.clear();
        for text in texts {
            let mut is_apart = true;
            for piece in pieces(text) {
                is_apart = match piece {
                    Piece::Word(word) => {
                        let range = words.get(word).copied().unwrap_or_else(|| {
                            let start = senses.len() as u32;
                            self.tongues.add_senses(&lower(word), senses);
                            let range = (start, senses.len() as u32);
                            words.insert(word.to_owned(), range);
                            range
                        });
                        tokens.push(Token::Word(range.0, range.1));
                        true
                    }
                    Piece::Char(c) => {
                        tokens.push(Token::Char(c, is_apart));
                        false
                    }
                    Piece::Break => true,
                }
            }
            tokens.push(Token::End);
        }
        read(tokens, senses);
        idle().push(known);
    }
}
