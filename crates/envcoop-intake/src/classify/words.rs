//! Making texts comparable: words without case, accents and endings.
//!
//! Endings differ by language, so a text is folded once for every language that has phrases. The
//! endings are those of the Snowball project, the same for a phrase and for a text.

use rust_stemmers::{Algorithm, Stemmer};

/// No word with an ending has more bytes: the stemmers take the square of a word's length.
const MOST_OF_WORD: usize = 200;

/// A language, as far as the forms of its words go.
pub(super) struct Tongue(Option<Stemmer>);

impl Tongue {
    /// Returns the tongue of a BCP 47 code; one without endings where none are known.
    pub(super) fn new(lang: &str) -> Self {
        let algorithm = match lang.split('-').next().unwrap_or_default() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            _ => return Tongue(None),
        };
        Tongue(Some(Stemmer::create(algorithm)))
    }

    /// Folds a phrase into what is looked for: every word stands between blanks, characters of scripts
    /// that are written without blanks stand next to each other; empty without letter or digit.
    pub(super) fn pattern(&self, phrase: &str) -> String {
        let mut pattern = String::from(" ");
        self.fold_onto(&mut pattern, phrase);
        let is_bare = pattern.trim_start().starts_with(is_unspaced);
        if is_bare || pattern.trim().is_empty() { pattern.trim().to_owned() } else { pattern }
    }

    fn fold_onto(&self, folded: &mut String, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Word(word) => {
                    if !folded.ends_with(' ') {
                        folded.push(' ');
                    }
                    folded.push_str(&self.form(&lower(word)));
                    folded.push(' ');
                }
                Piece::Char(c) => folded.push(c),
                Piece::Break if folded.ends_with(' ') => {}
                Piece::Break => folded.push(' '),
            }
        }
    }

    /// Returns a word in lower case without its ending and accents.
    pub(super) fn form(&self, word: &str) -> String {
        let mut form = String::with_capacity(word.len());
        match self.0.as_ref().filter(|_| word.len() <= MOST_OF_WORD) {
            Some(stemmer) => stemmer.stem(word).chars().for_each(|c| push_plain(&mut form, c)),
            None => word.chars().for_each(|c| push_plain(&mut form, c)),
        }
        form
    }
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// A word as it stands there.
    Word(&'t str),
    /// A character of a script that is written without blanks.
    Char(char),
    /// What stands between words, and between characters if it is more than white space.
    Break,
}

/// Cuts a text into its pieces.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut after_char = false;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            let (len, piece) = if is_in_word(first) {
                let len = word_len(rest);
                (len, Some(Piece::Word(&rest[..len])))
            } else if is_unspaced(first) {
                (first.len_utf8(), Some(Piece::Char(first)))
            } else {
                let is_blank = is_combining(first) || (after_char && half_width(first) == ' ');
                (first.len_utf8(), (!is_blank).then_some(Piece::Break))
            };
            rest = &rest[len..];
            if let Some(piece) = piece {
                after_char = matches!(piece, Piece::Char(_));
                return Some(piece);
            }
        }
    })
}

/// Returns the length of the word that a text begins with, accents that are characters included.
fn word_len(text: &str) -> usize {
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let is_more = |c: char| is_in_word(c) || is_combining(c);
    ascii + text[ascii..].find(|c| !is_more(c)).unwrap_or(text.len() - ascii)
}

/// Returns a word in lower case, without accents that are characters and letters wider than others.
pub(super) fn lower(word: &str) -> String {
    let chars = word.chars().map(half_width).filter(|&c| !is_combining(c));
    chars.flat_map(char::to_lowercase).collect()
}

fn is_in_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    half_width(c).is_alphanumeric() && !is_unspaced(c) && !is_combining(c)
}

/// Tells whether a character is of a script that is written without blanks: there every character
/// is a border of words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{20000}'..='\u{3134f}')
}

/// Accents that are characters of their own, as some systems write them.
pub(super) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Letters and digits as wide as Chinese characters are the same letters and digits.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Titles in capitals often have no accents.
fn push_plain(folded: &mut String, c: char) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'œ' => return folded.push_str("oe"),
        'æ' => return folded.push_str("ae"),
        'ß' => return folded.push_str("ss"),
        c => c,
    };
    folded.push(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(lang: &str, forms: &[&str]) {
        let tongue = Tongue::new(lang);
        let folded: Vec<String> = forms.iter().map(|form| tongue.pattern(form)).collect();
        assert!(folded.iter().all(|form| *form == folded[0]), "{forms:?}: {folded:?}");
    }

    #[test]
    fn the_forms_of_a_word_are_one() {
        same("en", &["restoring wetlands", "Restored wetland", "RESTORE: WETLANDS"]);
        same("fr", &["zone humide protégée", "Zones humides protégées", "ZONES HUMIDES PROTÉGÉES"]);
        same("es", &["residuo peligroso", "Residuos peligrosos"]);
        same("ru", &["загрязнение рек", "загрязнения рек", "загрязнением рек"]);
        same("ru", &["трансграничная вода", "трансграничной воды", "трансграничные воды"]);
        same("ru", &["тяжёлые металлы", "тяжелых металлов"]);
        same("pt", &["área protegida", "áreas protegidas"]);
        same("xx", &["e\u{301}te\u{301}", "été", "ete"]);
    }

    #[test]
    fn a_word_without_end_takes_no_longer_than_its_length() {
        // The stemmer took the square of the length: for so many letters, many minutes.
        let word = "y".repeat(1_000_000);
        assert!(Tongue::new("en").pattern(&word).contains(&word));
    }

    #[test]
    fn different_words_stay_different() {
        let tongue = Tongue::new("en");
        for (one, other) in [("forest", "forestry"), ("lead", "leader"), ("policy", "police")] {
            assert_ne!(tongue.pattern(one), tongue.pattern(other));
        }
    }

    #[test]
    fn chinese_has_no_borders_between_words() {
        let tongue = Tongue::new("zh");
        let text = tongue.pattern("开展土壤\n修复试点,ＰＯＰｓ履约");
        for phrase in ["土壤修复", "修复试点", "POPs", "pops履约", "POPs 履约"] {
            assert!(text.contains(&tongue.pattern(phrase)), "{phrase}: {text}");
        }
        assert!(!text.contains(&tongue.pattern("试点履约")), "{text}");
    }
}
