//! Making texts comparable: words without case, accents and endings.
//!
//! Endings differ by language, so a text is folded once for every language that has phrases. The
//! endings are those of the Snowball project, the same for a phrase and for a text.

use rust_stemmers::{Algorithm, Stemmer};

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

    /// Folds texts into one: every word stands between blanks, characters of scripts that are
    /// written without blanks stand next to each other. Texts are kept apart, so that no phrase
    /// reaches from one into the next.
    pub(super) fn fold<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> String {
        let mut folded = String::from(" ");
        for text in texts {
            self.fold_onto(&mut folded, text);
            folded.push_str(" \u{1} ");
        }
        folded
    }

    /// Folds a phrase into what is looked for in folded texts; empty without letter or digit.
    pub(super) fn pattern(&self, phrase: &str) -> String {
        let mut pattern = String::from(" ");
        self.fold_onto(&mut pattern, phrase);
        let is_bare = pattern.trim_start().starts_with(is_unspaced);
        if is_bare || pattern.trim().is_empty() { pattern.trim().to_owned() } else { pattern }
    }

    fn fold_onto(&self, folded: &mut String, text: &str) {
        let mut word = String::new();
        for c in text.chars().map(half_width).filter(|&c| !is_combining(c)) {
            if c.is_alphanumeric() && !is_unspaced(c) {
                word.extend(c.to_lowercase());
                continue;
            }
            self.close(folded, &mut word);
            if is_unspaced(c) {
                folded.push(c);
                continue;
            }
            let is_break_in_chinese = c == ' ' && folded.ends_with(is_unspaced);
            if !is_break_in_chinese && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        self.close(folded, &mut word);
    }

    /// Writes a word without its ending and accents.
    fn close(&self, folded: &mut String, word: &mut String) {
        if word.is_empty() {
            return;
        }
        if !folded.ends_with(' ') {
            folded.push(' ');
        }
        match &self.0 {
            Some(stemmer) => stemmer.stem(word).chars().for_each(|c| push_plain(folded, c)),
            None => word.chars().for_each(|c| push_plain(folded, c)),
        }
        folded.push(' ');
        word.clear();
    }
}

/// Tells whether a character is of a script that is written without blanks: there every character
/// is a border of words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{20000}'..='\u{3134f}')
}

/// Accents that are characters of their own, as some systems write them.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Letters and digits as wide as Chinese characters are the same letters and digits.
fn half_width(c: char) -> char {
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
    fn different_words_stay_different() {
        let tongue = Tongue::new("en");
        for (one, other) in [("forest", "forestry"), ("lead", "leader"), ("policy", "police")] {
            assert_ne!(tongue.pattern(one), tongue.pattern(other));
        }
    }

    #[test]
    fn chinese_has_no_borders_between_words() {
        let tongue = Tongue::new("zh");
        let text = tongue.fold(["开展土壤\n修复试点,ＰＯＰｓ履约"]);
        for phrase in ["土壤修复", "修复试点", "POPs", "pops履约", "POPs 履约"] {
            assert!(text.contains(&tongue.pattern(phrase)), "{phrase}: {text}");
        }
        assert!(!text.contains(&tongue.pattern("试点履约")), "{text}");
    }
}
