//! The checks of the catalogue on small ones, and what must hold of the words there are.

#![expect(clippy::disallowed_methods, reason = "a test reads the files of words")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::generate::catalogue::{Catalogue, File};
use crate::generate::{help, rust};
use crate::{Lang, row};

fn read(files: &[(&str, &str)]) -> Result<Catalogue, Vec<String>> {
    let file = |&(lang, text): &(&str, &str)| File { lang: lang.to_owned(), text: text.to_owned() };
    Catalogue::read(&files.iter().map(file).collect::<Vec<_>>())
}

#[track_caller]
fn refused(en: &str, zh: &str, problem: &str) {
    let problems = read(&[("zh", zh), ("en", en)]).err().unwrap_or_default();
    assert_eq!(problems, [problem]);
}

#[test]
fn a_word_that_one_language_lacks_is_refused() {
    refused(
        "[a]\nb = 'x'\nc = 'y'\n",
        "[a]\nb = '甲'\n",
        "words/zh.toml: a.c is missing; translate line 3 of words/en.toml",
    );
    refused(
        "[a]\nb = 'x'\n",
        "[a]\nb = '甲'\n[a.d]\nc = '乙'\n",
        "words/zh.toml:4: a.d.c is not in words/en.toml; add it there or remove it here",
    );
}

#[test]
fn a_value_that_one_language_lacks_is_refused() {
    refused(
        "[a]\nb = 'of {day}'\n",
        "[a]\nb = '日期'\n",
        "words/zh.toml:2: a.b lacks {day}, which words/en.toml has",
    );
    refused(
        "[a]\nb = 'day'\n",
        "[a]\nb = '日期 {day}'\n",
        "words/zh.toml:2: a.b has {day}, which words/en.toml lacks",
    );
}

#[test]
fn a_text_or_key_that_cannot_be_read_is_refused() {
    for (text, what) in [
        ("[a]\nb = ''", "2: a.b is empty; write the text"),
        ("[a]\nb = 1", "2: a.b is no text; write it in quotes"),
        ("b = 'x'", "1: b stands in no section"),
        (
            "[a]\nB = 'x'",
            "2: a.B is no key; write lower case letters, digits and _, no word of Rust",
        ),
        (
            "[in]\nb = 'x'",
            "1: in is no key; write lower case letters, digits and _, no word of Rust",
        ),
        ("[a]\nb = '{x'", "2: a.b has a single {; write {{ for a brace"),
        ("[a]\nb = 'x}'", "2: a.b has a single }; write }} for a brace"),
        ("[a]\nb = '{}'", "2: a.b has {}; write {name}, {n:one|other}, or {{ and }} for braces"),
        ("[a]\nb = '{n:x}'", "2: a.b has {n:x}; give two forms: {n:one|other}"),
    ] {
        refused(text, "[a]\n", &format!("words/en.toml:{what}"));
    }
    assert!(
        read(&[("en", "[a]\nb = x")]).is_err_and(|all| all[0].starts_with("words/en.toml:2: "))
    );
    assert!(read(&[("english", "")]).is_err_and(|all| all[0].contains("words/en.toml is missing")));
}

#[test]
fn a_help_that_one_language_lacks_is_refused() {
    let langs = ["en", "fr", "zh"].map(str::to_owned);
    let file = |(lang, text): (&str, &str)| File { lang: lang.to_owned(), text: text.to_owned() };
    let read = |fr, zh| help::rust(&[("fr", fr), ("zh", zh)].map(file), &langs);
    let rust = read("'Print help' = 'Afficher'", "'Print help' = '显示帮助'").unwrap_or_default();
    assert!(rust.contains(r#""Print help" => Some("显示帮助"),"#), "{rust}");
    let refused = |fr, zh| read(fr, zh).err().unwrap_or_default().join("; ");
    let other = "words/help/zh.toml has other texts than the file of another language";
    assert_eq!(refused("'Print help' = 'Afficher'", ""), other);
    let empty = "words/help/zh.toml: \"a\" has no text; write it";
    let found = refused("a = 'b'", "a = ''");
    assert!(found.starts_with(empty), "{found}");
    let missing = help::rust(&[], &langs).err().unwrap_or_default();
    assert!(missing[0].starts_with("words/help/fr.toml is missing"), "{missing:?}");
}

#[test]
fn a_file_is_a_language() {
    let files = [
        ("fr", "[a]\nb = 'x à {n}'"),
        ("zh", "[a]\nb = '{n} 行'"),
        ("en", "[a]\nb = '{n:row|rows}'"),
    ];
    let rust = read(&files).map(|catalogue| rust(&catalogue)).unwrap_or_default();
    for line in [
        "pub const ALL: [Lang; Lang::COUNT] = [Lang::En, Lang::Fr, Lang::Zh, ];",
        "pub fn b(lang: crate::Lang, n: u64) -> String { match lang {",
        r#"crate::Lang::En => format!("{}", if n == 1 { "row" } else { "rows" }),"#,
        r#"crate::Lang::Fr => format!("x à {n}"),"#,
    ] {
        assert!(rust.contains(line), "{line} is not in\n{rust}");
    }
}

#[test]
fn braces_stand_in_words_and_in_sentences() {
    let rust = read(&[("en", "[a]\nb = '{{x}}'\nc = '{{{x}}}'")]).map(|catalogue| rust(&catalogue));
    let rust = rust.unwrap_or_default();
    assert!(rust.contains(r#"Label { en: "{x}", }"#), "{rust}");
    assert!(rust.contains(r#"format!("{{{x}}}")"#), "{rust}");
}

#[test]
fn a_number_chooses_the_form() {
    let read = [0, 1, 2].map(|n| row::read(Lang::En, n));
    assert_eq!(read, ["0 rows read", "1 row read", "2 rows read"]);
    assert_eq!(row::read(Lang::Zh, 1), "共读取 1 行");
}

/// Tells every English text that stands twice or has two translations without a reason in `senses`,
/// and every reason that is not needed.
fn doubles(catalogue: &Catalogue, senses: &[&str]) -> Vec<String> {
    let mut of_text: BTreeMap<String, Vec<(String, String, String)>> = BTreeMap::new();
    for (key, sentences) in &catalogue.words {
        let english = sentences[0].to_string();
        let translations: Vec<String> = sentences[1..].iter().map(ToString::to_string).collect();
        let word = (key.join("."), english.clone(), translations.join(" | "));
        of_text.entry(english.to_lowercase()).or_default().push(word);
    }
    let mut found = Vec::new();
    let mut needed = Vec::new();
    for words in of_text.values() {
        for (at, (key, english, translation)) in words.iter().enumerate() {
            let fault = words[..at].iter().find_map(|(other, text, translated)| match () {
                () if text == english => Some(format!("{other} and {key} are both {english:?}")),
                () if translated != translation => Some(format!(
                    "{other} and {key} translate {english:?} as {translated} and {translation}"
                )),
                () => None,
            });
            match fault {
                Some(_) if senses.contains(&english.as_str()) => needed.push(english.as_str()),
                Some(fault) => found.push(format!("{fault}; use one, or say why in senses.toml")),
                None => {}
            }
        }
    }
    let idle = senses.iter().filter(|sense| !needed.contains(sense));
    found.extend(idle.map(|sense| format!("senses.toml: {sense:?} stands once")));
    found
}

#[test]
fn a_text_with_two_keys_or_translations_needs_a_reason() {
    let catalogue = read(&[
        ("en", "[a]\nb = 'late'\nc = 'Late'\nd = 'of'\ne = 'of'\nf = 'Of'"),
        ("zh", "[a]\nb = '逾期'\nc = '晚'\nd = '的'\ne = '的'\nf = '的'"),
    ]);
    let catalogue = catalogue.unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(
        doubles(&catalogue, &[]),
        [
            "a.b and a.c translate \"Late\" as 逾期 and 晚; use one, or say why in senses.toml",
            "a.d and a.e are both \"of\"; use one, or say why in senses.toml",
        ]
    );
    assert_eq!(doubles(&catalogue, &["Late", "of", "x"]), ["senses.toml: \"x\" stands once"]);
}

#[test]
fn an_english_text_has_one_key_and_one_translation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: &str| fs::read_to_string(folder.join(path)).expect(path);
    let files = Lang::ALL.map(|lang| (lang.code(), text(&format!("words/{}.toml", lang.code()))));
    let catalogue = read(&files.each_ref().map(|(lang, text)| (*lang, text.as_str())));
    let catalogue = catalogue.unwrap_or_else(|problems| panic!("{problems:?}"));
    let senses = text("senses.toml");
    let senses = toml::de::DeTable::parse(&senses).expect("senses.toml").into_inner();
    let senses: Vec<&str> = senses.keys().map(|sense| sense.get_ref().as_ref()).collect();
    assert_eq!(doubles(&catalogue, &senses), [""; 0]);
}
