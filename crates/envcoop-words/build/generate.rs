//! Writes the Rust of a catalogue.

pub mod catalogue;
pub mod help;
pub mod sentence;

use std::fmt::Write as _;

use catalogue::Catalogue;
use sentence::{Part, Sentence};

/// Returns the languages, the type of a word and a module for each section.
pub fn rust(catalogue: &Catalogue) -> String {
    let mut out = languages(&catalogue.langs);
    let mut open: &[String] = &[];
    for (key, sentences) in &catalogue.words {
        let Some((name, section)) = key.split_last() else { continue };
        let n_same = open.iter().zip(section).take_while(|(a, b)| a == b).count();
        out += &"}\n".repeat(open.len() - n_same);
        for (at, module) in section.iter().enumerate().skip(n_same) {
            let path = section[..=at].join(".");
            let _ = writeln!(out, "/// The words of the section `{path}`.\npub mod {module} {{");
        }
        open = section;
        out += &item(name, sentences, &catalogue.langs);
    }
    out + &"}\n".repeat(open.len())
}

fn languages(langs: &[String]) -> String {
    let mut variants = String::new();
    let mut fields = String::new();
    let (mut all, mut codes, mut texts) = (String::new(), String::new(), String::new());
    for (at, lang) in langs.iter().enumerate() {
        let variant = variant(lang);
        let default = if at == 0 { "#[default] " } else { "" };
        let _ = writeln!(variants, "/// The language of `words/{lang}.toml`.\n{default}{variant},");
        let _ = writeln!(fields, "/// The text of `words/{lang}.toml`.\npub {lang}: &'static str,");
        let _ = write!(all, "Lang::{variant}, ");
        let _ = write!(codes, "Lang::{variant} => {lang:?}, ");
        let _ = write!(texts, "Lang::{variant} => self.{lang}, ");
    }
    let count = langs.len();
    let nothing: String = langs.iter().map(|lang| format!("{lang}: \"\", ")).collect();
    format!(
        "/// A language that the shipped data and the tools speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {{
{variants}}}

impl Lang {{
    /// How many languages there are.
    pub const COUNT: usize = {count};

    /// Every language, in the order in which labels are tried.
    pub const ALL: [Lang; Lang::COUNT] = [{all}];

    /// Returns the BCP 47 code, as used in `--lang` and in `lang` attributes.
    pub const fn code(self) -> &'static str {{
        match self {{ {codes} }}
    }}
}}

/// A fixed text in every language: a label of a column, a status or a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {{
{fields}}}

impl Label {{
    /// No text.
    pub const EMPTY: Label = Label {{ {nothing} }};

    /// Returns the text in `lang`.
    pub const fn get(&self, lang: Lang) -> &'static str {{
        match lang {{ {texts} }}
    }}
}}
"
    )
}

fn variant(lang: &str) -> String {
    lang[..1].to_uppercase() + &lang[1..]
}

fn item(name: &str, sentences: &[Sentence], langs: &[String]) -> String {
    let first = &sentences[0];
    let doc = doc(first);
    let names = first.names();
    if names.is_empty() {
        let texts: String = langs
            .iter()
            .zip(sentences)
            .map(|(lang, sentence)| format!("{lang}: {:?}, ", plain(sentence)))
            .collect();
        let name = name.to_uppercase();
        return format!("{doc}pub const {name}: crate::Label = crate::Label {{ {texts}}};\n");
    }
    let argument = |name: &&str| {
        let is_number = sentences.iter().any(|sentence| sentence.counts(name));
        format!(", {name}: {}", if is_number { "u64" } else { "impl core::fmt::Display" })
    };
    let arguments: String = names.iter().map(argument).collect();
    let arms: String = langs
        .iter()
        .zip(sentences)
        .map(|(lang, sentence)| {
            format!("crate::Lang::{} => {},\n", variant(lang), format(sentence))
        })
        .collect();
    format!(
        "{doc}pub fn {name}(lang: crate::Lang{arguments}) -> String {{ match lang {{\n{arms}}} }}\n"
    )
}

/// Returns the text of a sentence into which nothing is filled.
fn plain(sentence: &Sentence) -> String {
    let text = |part: &Part| if let Part::Text(text) = part { text.clone() } else { String::new() };
    sentence.0.iter().map(text).collect()
}

fn format(sentence: &Sentence) -> String {
    let mut pattern = String::new();
    let mut choices = String::new();
    for part in &sentence.0 {
        match part {
            Part::Text(text) => pattern += &text.replace('{', "{{").replace('}', "}}"),
            Part::Value(name) => pattern += &format!("{{{name}}}"),
            Part::Choice(name, [one, other]) => {
                pattern += "{}";
                choices += &format!(", if {name} == 1 {{ {one:?} }} else {{ {other:?} }}");
            }
        }
    }
    format!("format!({pattern:?}{choices})")
}

/// Returns the text as the documentation of its item, in a code span so that nothing in it is markup.
fn doc(sentence: &Sentence) -> String {
    let text = sentence.to_string().replace('\n', " ");
    let doc = if text.contains('`') { format!("``` {text} ```") } else { format!("`{text}`") };
    format!("#[doc = {doc:?}]\n")
}
