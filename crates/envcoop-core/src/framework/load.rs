//! From JSON text to a checked framework.

use envcoop_words::problem::{open, strategy as say};
use serde::Deserialize;

use crate::framework::{Digest, Framework, Signals};
use crate::problem::{Place, Problem};
use crate::text::Text;

/// A framework that is built into the tools.
#[derive(Debug)]
pub struct Shipped {
    /// Its id, as given to `--framework`.
    pub id: &'static str,
    /// Its text.
    pub json: &'static str,
    digest: Digest,
}

impl Shipped {
    const fn new(id: &'static str, json: &'static str) -> Shipped {
        Shipped { id, json, digest: Digest::of(json) }
    }
}

/// The frameworks built into the tools; the first is the default.
#[allow(long_running_const_eval, reason = "a digest is made when the tools are built")]
pub static SHIPPED: &[Shipped] = &[
    Shipped::new(
        "two-services-2012",
        include_str!("../../../../data/frameworks/two-services-2012.json"),
    ),
    Shipped::new("mini", include_str!("../../../../data/frameworks/mini.json")),
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
    SHIPPED.iter().find(|f| f.id == id).map(|f| parse(f.id, f.json, || f.digest))
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
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    // What is read later has to be refused here.
    let signals = serde_json::from_str::<WithSignals>(json).err();
    let framework = parse(name, json, || Digest::of(json));
    let framework = match (framework, signals) {
        (Ok(framework), None) => framework,
        (Ok(_), Some(error)) => return Err(vec![unread(name, &error)]),
        (Err(problems), Some(error))
            if problems.iter().all(|own| own.place.line > error.line() as u64) =>
        {
            return Err(vec![unread(name, &error)]);
        }
        (Err(problems), _) => return Err(problems),
    };
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

/// The signals of a framework.
#[derive(Deserialize)]
struct WithSignals {
    #[serde(rename = "measures")]
    _measures: Vec<OfMeasure>,
}

#[derive(Deserialize)]
struct OfMeasure {
    #[serde(rename = "signals")]
    _signals: Signals,
}

/// Reads a framework without asking whether its data fit each other.
fn parse(
    name: &str,
    json: &str,
    digest: impl FnOnce() -> Digest,
) -> Result<Framework, Vec<Problem>> {
    let mut framework: Framework =
        serde_json::from_str(json).map_err(|error| vec![unread(name, &error)])?;
    framework.digest = digest();
    framework.index();
    Ok(framework)
}

fn unread(name: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    // serde_json ends its message with the position, which the place already tells.
    let own = text.rsplit_once(" at line ").map_or(text.as_str(), |(own, _)| own);
    let message = Text::new(|lang| open::parser(lang, own));
    let place = Place { file: name.into(), line: error.line() as u64 };
    Problem::error(place, message).hint(say::NOT_READ_HINT)
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
        for Shipped { id, json, .. } in SHIPPED {
            let framework = load(id, json).unwrap_or_else(|problems| panic!("{problems:?}"));
            assert_eq!(framework.id, *id);
        }
    }

    #[test]
    fn signals_that_are_read_later_are_refused_at_once() {
        let [.., mini] = SHIPPED else { panic!("one is shipped at least") };
        let wrong = mini.json.replacen("\"crs\":", "\"csr\":", 1);
        let line = wrong.lines().position(|line| line.contains("\"csr\"")).map(|at| at + 1);
        let problems = load("own.json", &wrong).expect_err("a key is wrong");
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!(Some(problem.place.line as usize), line);
        assert!(problem.to_string().contains("unknown field `csr`"), "{problem}");
        // The first fault is told, whether it is there or before.
        let earlier = wrong.replacen("\"version\":", "\"versoin\":", 1);
        let problems = load("own.json", &earlier).expect_err("two keys are wrong");
        assert!(problems[0].to_string().contains("`versoin`"), "{problems:?}");
        let at = wrong.rfind("\"terms\":").expect("a framework has terms");
        let later = format!("{}\"trems\":{}", &wrong[..at], &wrong[at + 8..]);
        let problems = load("own.json", &later).expect_err("two keys are wrong");
        assert!(problems[0].to_string().contains("`csr`"), "{problems:?}");
    }
}
