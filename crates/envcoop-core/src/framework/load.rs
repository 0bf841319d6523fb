//! From JSON text to a checked framework.

use envcoop_words::problem::{open, strategy as say};

use crate::framework::{Digest, Framework};
use crate::problem::{Place, Problem};
use crate::text::Text;

/// A framework that is built into the tools.
#[derive(Debug)]
pub struct Shipped {
    /// Its id, as given to `--framework`.
    pub id: &'static str,
    /// Its text.
    pub json: &'static str,
}

/// The frameworks built into the tools; the first is the default.
pub const SHIPPED: &[Shipped] = &[
    Shipped {
        id: "two-services-2012",
        json: include_str!("../../../../data/frameworks/two-services-2012.json"),
    },
    Shipped { id: "mini", json: include_str!("../../../../data/frameworks/mini.json") },
];

/// Reads the shipped framework called `id`; nothing where there is none of that name. What must hold
/// of its data is held by a test, not checked again at every start.
///
/// ```
/// use envcoop_core::framework::shipped;
///
/// let mini = shipped("mini").expect("it is shipped").expect("it is sound");
/// assert_eq!(mini.measures.len(), 4);
/// assert!(shipped("maxi").is_none());
/// ```
///
/// # Errors
/// As [`load`].
pub fn shipped(id: &str) -> Option<Result<Framework, Vec<Problem>>> {
    SHIPPED.iter().find(|f| f.id == id).map(|f| parse(f.id, f.json))
}

/// Reads a framework from JSON text; `name` is its file's name for messages.
///
/// ```
/// let problems = envcoop_core::framework::load("own.json", "{}").expect_err("it is empty");
/// assert_eq!(problems[0].to_string(), "own.json:1: missing field `id`");
/// ```
///
/// # Errors
/// Returns every problem of the data, or the one place where the text is not in the format.
pub fn load(name: &str, json: &str) -> Result<Framework, Vec<Problem>> {
    let framework = parse(name, json)?;
    let problems: Vec<Problem> = framework
        .check()
        .into_iter()
        .map(|fault| {
            let place = Place { file: name.into(), line: line_of(json, &fault.id) };
            let mut problem = Problem::error(place, fault.message);
            problem.hint = fault.hint;
            problem
        })
        .collect();
    if problems.is_empty() { Ok(framework) } else { Err(problems) }
}

/// Reads a framework without asking whether its data fit each other.
fn parse(name: &str, json: &str) -> Result<Framework, Vec<Problem>> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let mut framework: Framework = serde_json::from_str(json).map_err(|error| {
        let text = error.to_string();
        // serde_json ends its message with the position, which the place already tells.
        let own = text.rsplit_once(" at line ").map_or(text.as_str(), |(own, _)| own);
        let message = Text::new(|lang| open::parser(lang, own));
        let place = Place { file: name.into(), line: error.line() as u64 };
        vec![Problem::error(place, message).hint(say::NOT_READ_HINT)]
    })?;
    framework.digest = Digest::of(json);
    framework.index();
    Ok(framework)
}

/// Finds the line on which an entry's id stands; 0 where it cannot be told.
fn line_of(json: &str, id: &str) -> u64 {
    let quoted = serde_json::Value::from(id).to_string();
    let stands = |line: &str| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '{'));
        line.starts_with("\"id\"") && line.contains(&quoted)
    };
    json.lines().position(stands).map_or(0, |at| at as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_is_sound() {
        for Shipped { id, json } in SHIPPED {
            let framework = load(id, json).unwrap_or_else(|problems| panic!("{problems:?}"));
            assert_eq!(framework.id, *id);
        }
    }
}
