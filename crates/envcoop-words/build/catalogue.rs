//! The words of every language, read together and compared.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::sentence::{Sentence, is_name};

/// The language that names what is filled in and in which order.
const FIRST: &str = "en";

/// A file of words.
pub struct File {
    /// The language: the name of the file.
    pub lang: String,
    /// What the file holds.
    pub text: String,
}

/// Every word in every language.
pub struct Catalogue {
    /// The languages, English first.
    pub langs: Vec<String>,
    /// Section, subsections and key of every word, with its text in each of the languages.
    pub words: BTreeMap<Vec<String>, Vec<Sentence>>,
}

impl Catalogue {
    /// Reads the files, or tells every problem with its place and the way out.
    pub fn read(files: &[File]) -> Result<Catalogue, Vec<String>> {
        let mut files: Vec<&File> = files.iter().collect();
        files.sort_by_key(|file| (file.lang != FIRST, &file.lang));
        let mut problems = Vec::new();
        let mut languages = files.iter().map(|file| Language::read(file, &mut problems));
        let Some(mut first) = languages.next().filter(|language| language.lang == FIRST) else {
            return Err(vec![format!("words/{FIRST}.toml is missing; it names every word")]);
        };
        let others: Vec<Language> = languages.collect();
        if problems.is_empty() {
            others.iter().for_each(|other| first.compare(other, &mut problems));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut langs = vec![FIRST.to_owned()];
        let mut words: BTreeMap<_, Vec<_>> = std::mem::take(&mut first.words)
            .into_iter()
            .map(|(key, word)| (key, vec![word.sentence]))
            .collect();
        for other in others {
            langs.push(other.lang);
            for (key, word) in other.words {
                words.entry(key).or_default().push(word.sentence);
            }
        }
        Ok(Catalogue { langs, words })
    }
}

struct Language {
    lang: String,
    words: BTreeMap<Vec<String>, Word>,
}

struct Word {
    line: usize,
    sentence: Sentence,
}

impl Language {
    fn read(file: &File, problems: &mut Vec<String>) -> Language {
        let lang = file.lang.clone();
        let mut language = Language { lang, words: BTreeMap::new() };
        if !(2..=3).contains(&file.lang.len()) || !is_name(&file.lang) {
            problems.push(format!("{}: name the file by a code such as fr", language.path()));
        }
        match DeTable::parse(&file.text) {
            Ok(table) => language.add(table.get_ref(), &[], &file.text, problems),
            Err(error) => {
                let line = line(&file.text, error.span().map_or(0, |span| span.start));
                problems.push(format!("{}:{line}: {}", language.path(), error.message()));
            }
        }
        language
    }

    fn path(&self) -> String {
        format!("words/{}.toml", self.lang)
    }

    fn add(&mut self, table: &DeTable, above: &[String], text: &str, problems: &mut Vec<String>) {
        for (name, value) in table {
            let line = line(text, name.span().start);
            let key = [above, &[name.get_ref().to_string()]].concat();
            let mut refuse = |what: &str| {
                problems.push(format!("{}:{line}: {} {what}", self.path(), key.join(".")));
            };
            match value.get_ref() {
                _ if !is_name(name.get_ref()) => {
                    refuse("is no key; write lower case letters, digits and _, no word of Rust");
                }
                DeValue::Table(table) => self.add(table, &key, text, problems),
                DeValue::String(_) if above.is_empty() => refuse("stands in no section"),
                DeValue::String(word) => match Sentence::parse(word) {
                    Ok(sentence) => {
                        self.words.insert(key, Word { line, sentence });
                    }
                    Err(what) => refuse(&what),
                },
                _ => refuse("is no text; write it in quotes"),
            }
        }
    }

    /// Tells every word and value that one of the two languages has and the other lacks.
    fn compare(&self, other: &Language, problems: &mut Vec<String>) {
        for (key, word) in &self.words {
            let key_text = key.join(".");
            let Some(translation) = other.words.get(key) else {
                problems.push(format!(
                    "{}: {key_text} is missing; translate line {} of {}",
                    other.path(),
                    word.line,
                    self.path()
                ));
                continue;
            };
            let place = format!("{}:{}: {key_text}", other.path(), translation.line);
            let (names, translated) = (word.sentence.names(), translation.sentence.names());
            for name in names.iter().filter(|name| !translated.contains(name)) {
                problems.push(format!("{place} lacks {{{name}}}, which {} has", self.path()));
            }
            for name in translated.iter().filter(|name| !names.contains(name)) {
                problems.push(format!("{place} has {{{name}}}, which {} lacks", self.path()));
            }
        }
        for (key, word) in other.words.iter().filter(|(key, _)| !self.words.contains_key(*key)) {
            problems.push(format!(
                "{}:{}: {} is not in {}; add it there or remove it here",
                other.path(),
                word.line,
                key.join("."),
                self.path()
            ));
        }
    }
}

fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count()
}
