//! The help of the options, whose English stands beside the options themselves: what the other
//! languages say instead.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::de::DeTable;

use super::catalogue::File;

/// Reads `words/help/`, a file for each language but the first, and returns the Rust that finds a text
/// by its English; or tells every problem.
pub fn rust(files: &[File], langs: &[String]) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let mut arms = String::new();
    let mut keys: Option<Vec<String>> = None;
    for lang in langs.iter().skip(1) {
        let path = format!("words/help/{lang}.toml");
        let Some(file) = files.iter().find(|file| file.lang == *lang) else {
            problems.push(format!("{path} is missing; it says the help of every option"));
            continue;
        };
        let mut texts = BTreeMap::new();
        match DeTable::parse(&file.text) {
            Ok(table) => {
                for (english, value) in table.get_ref() {
                    let english: &str = english.get_ref();
                    let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
                    match text {
                        Some(text) => drop(texts.insert(english.to_owned(), text.to_owned())),
                        None => problems.push(format!("{path}: {english:?} has no text; write it")),
                    }
                }
            }
            Err(error) => problems.push(format!("{path}: {}", error.message())),
        }
        let own: Vec<String> = texts.keys().cloned().collect();
        if keys.get_or_insert_with(|| own.clone()) != &own {
            problems.push(format!("{path} has other texts than the file of another language"));
        }
        let _ = writeln!(arms, "crate::Lang::{} => match english {{", super::variant(lang));
        for (key, text) in texts {
            let _ = writeln!(arms, "{key:?} => Some({text:?}),");
        }
        arms += "_ => None,\n},\n";
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let first = langs.first().map(|lang| super::variant(lang)).unwrap_or_default();
    Ok(format!(
        "/// The help of the options, by its English.
pub mod help {{
    /// The English of every text.
    pub const TEXTS: &[&str] = &{:?};

    /// Returns what stands for an English text; nothing where that stands as it is.
    pub fn said(lang: crate::Lang, english: &str) -> Option<&'static str> {{
        match lang {{
            crate::Lang::{first} => None,
            {arms}
        }}
    }}
}}
",
        keys.unwrap_or_default()
    ))
}
