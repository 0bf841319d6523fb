//! The syntax of a text: what stands as it is, and what is filled in.

use std::fmt;

/// A text, taken apart.
#[derive(Debug, PartialEq)]
pub struct Sentence(pub Vec<Part>);

/// A part of a text.
#[derive(Debug, PartialEq)]
pub enum Part {
    /// Stands as it is.
    Text(String),
    /// `{name}`: a value.
    Value(String),
    /// `{name:one|other}`: the first where the number is 1, else the second.
    Choice(String, [String; 2]),
}

impl Sentence {
    /// Takes `text` apart, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Sentence, String> {
        if text.is_empty() {
            return Err("is empty; write the text".to_owned());
        }
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain += &rest[..at];
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain += brace;
                rest = after;
            } else if let Some((inside, after)) = rest.split_once('}').filter(|_| brace == "{") {
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                }
                parts.push(placeholder(inside)?);
                rest = after;
            } else {
                return Err(format!("has a single {brace}; write {brace}{brace} for a brace"));
            }
        }
        plain += rest;
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Sentence(parts))
    }

    /// Returns what is filled in, each name once, in order.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for part in &self.0 {
            if let Part::Value(name) | Part::Choice(name, _) = part
                && !names.contains(&name.as_str())
            {
                names.push(name.as_str());
            }
        }
        names
    }

    /// Tells whether words depend on `name`, which then is a number.
    pub fn counts(&self, name: &str) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Choice(counted, _) if counted == name))
    }
}

/// Writes the text as it stands in the catalogue, braces single.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Value(name) => write!(f, "{{{name}}}"),
            Part::Choice(name, [one, other]) => write!(f, "{{{name}:{one}|{other}}}"),
        })
    }
}

fn placeholder(inside: &str) -> Result<Part, String> {
    let (name, forms) = match inside.split_once(':') {
        None => (inside, None),
        Some((name, forms)) => (name, Some(forms)),
    };
    if !is_name(name) || name == "lang" {
        return Err(format!(
            "has {{{inside}}}; write {{name}}, {{n:one|other}}, or {{{{ and }}}} for braces"
        ));
    }
    let Some(forms) = forms else { return Ok(Part::Value(name.to_owned())) };
    match forms.split('|').collect::<Vec<_>>()[..] {
        [one, other] => Ok(Part::Choice(name.to_owned(), [one.to_owned(), other.to_owned()])),
        _ => Err(format!("has {{{inside}}}; give two forms: {{{name}:one|other}}")),
    }
}

/// Tells whether `text` can name a section, a word or a value: snake case, no word of Rust.
pub fn is_name(text: &str) -> bool {
    const RUST: &str = " abstract as async await become box break const continue crate do dyn else \
        enum extern false final fn for gen if impl in let loop macro match mod move mut override priv \
        pub ref return self static struct super trait true try type typeof unsafe unsized use virtual \
        where while yield ";
    let is_snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(is_snake)
        && !RUST.contains(&format!(" {text} "))
}
