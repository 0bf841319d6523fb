//! Parts of a plan: read and added up by themselves, and brought together.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, read_to_string};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use envcoop_core::framework::{Framework, SHIPPED, shipped};
use envcoop_core::judge::judged::Judged;
use envcoop_core::judge::scope::Scope;
use envcoop_core::judge::witness::Witness;
use envcoop_core::part::{Part, Terms, named_framework};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::reason::Reason;
use envcoop_core::study::{Portfolio, Wanted};
use envcoop_core::text::{Text, folded};
use envcoop_core::vocabulary::{Blank, Profile};
use envcoop_intake::plan::kind::FileKind;
use envcoop_intake::reader::PlanReader;
use envcoop_words as words;
use envcoop_words::problem::file::NOT_UTF8;
use envcoop_words::problem::tally as say;
use serde_json::{Deserializer, Value as Json};

use crate::plans::{Sink, read_each, read_on_record, read_sums};
use crate::{Again, FrameworkArgs, PlanArgs, Refused, Session, kind, load_framework};

/// Reads plans as a part of one, and adds them up; keeps the ids of all rows where that is asked for.
///
/// # Errors
/// As [`read_plans`](crate::read_plans).
pub fn read_part(
    args: &PlanArgs,
    scope: Scope,
    terms: Terms,
    with_ids: bool,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Part> {
    let (whole, rules) = (Arc::clone(&scope.whole), terms.rules(Profile::default()));
    let mut portfolio = Portfolio::new(scope, rules, Wanted::default());
    let mut ids = with_ids.then(BTreeMap::new);
    let mut inputs = Vec::new();
    let summary = match &mut ids {
        None => read_sums(args, &mut portfolio, Some(&mut inputs), session)?,
        Some(ids) => {
            let mut add = |judged: &Judged<'_>| {
                let row = judged.row;
                let witness = Witness { place: row.place(), id: row.id.into() };
                ids.insert(folded(row.id).into_owned(), witness);
                portfolio.add(judged);
            };
            let each = |reader: &mut PlanReader<'_>,
                        name: &str,
                        file: Box<dyn Read + '_>,
                        sink: Sink<'_>| {
                inputs.push(read_on_record(reader, name, file, sink)?);
                Ok(())
            };
            read_each(args, &whole, rules, session, Problems::default(), &mut add, each)?
        }
    };
    portfolio.tell_refused(summary.n_refused);
    let (tally, left_out) = portfolio.added_up();
    inputs.sort();
    Ok(Part {
        place: Place { file: "-".into(), line: 0 },
        terms,
        tally: tally.clone(),
        left_out,
        habits: summary.habits,
        is_published: summary.blank == Blank::Unknown,
        inputs,
        parts: 1,
        ids,
        is_compared: true,
    })
}

/// Reads tallies and adds them up; returns the strategy that they were made under as well.
///
/// # Errors
/// [`Refused`] after everything that keeps them from being added has been printed.
pub fn add_up(
    paths: &[PathBuf],
    framework: Option<&Path>,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<(Part, Arc<Framework>)> {
    let n_stdin = paths.iter().filter(|path| path.as_os_str() == "-").count();
    ensure!(n_stdin < 2, Reason::from(words::input::STDIN_TWICE));
    let mut whole = framework.map(|own| load(own, session)).transpose()?;
    let mut problems = Problems::default();
    let mut sum: Option<Part> = None;
    for path in paths {
        let name: Arc<str> = path.to_string_lossy().into();
        let input = Again::new(path, session);
        let read = read_to_string(input.open());
        let is_text = !matches!(&read, Err(error) if error.kind() == ErrorKind::InvalidData);
        let read = read.with_context(|| name.to_string());
        let text = if is_text { read? } else { String::new() };
        let begins = values(&name, &text).next();
        let is_tally =
            matches!(&begins, Some(Ok((place, value))) if named_framework(place, value).is_ok());
        if !is_tally && let Some(kind) = of_another_kind(&name, &input, whole.as_deref()) {
            problems.push(kind::problem(&name, &kind));
            continue;
        }
        if !is_text {
            problems.push(Problem::fatal(Place { file: name, line: 0 }, NOT_UTF8));
            continue;
        }
        for found in values(&name, &text) {
            let (place, value) = match found {
                Ok(found) => found,
                Err(problem) => {
                    problems.push(*problem);
                    break;
                }
            };
            if whole.is_none() {
                match under(&place, &value) {
                    Ok(id) => whole = Some(load(Path::new(&id), session)?),
                    Err(problem) => {
                        problems.push(*problem);
                        continue;
                    }
                }
            }
            let Some(framework) = &whole else { continue };
            match (Part::read(place, &value, framework), &mut sum) {
                (Err(problem), _) => problems.push(*problem),
                (Ok(part), None) => sum = Some(part),
                (Ok(part), Some(sum)) => sum.merge(part, &mut problems),
            }
        }
    }
    session.problems(&problems);
    let sound = problems.n_errors() == 0;
    sum.zip(whole).filter(|_| sound).ok_or_else(|| Refused.into())
}

/// Tells what a file is that is no tally, where that can be told.
fn of_another_kind(
    name: &Arc<str>,
    input: &Again,
    framework: Option<&Framework>,
) -> Option<FileKind> {
    let default = || shipped(SHIPPED[0].id)?.ok();
    let own = if framework.is_none() { default() } else { None };
    let framework = framework.or(own.as_ref())?;
    let kind = FileKind::of(name, &|| input.open(), None, framework);
    kind.filter(|own| *own != FileKind::Tally)
}

fn load(framework: &Path, session: &mut Session<'_, '_>) -> anyhow::Result<Arc<Framework>> {
    load_framework(&FrameworkArgs { framework: framework.to_owned() }, session)
}

/// Returns the id of the shipped strategy that a tally was made under.
fn under(place: &Place, value: &Json) -> Result<String, Box<Problem>> {
    let id = named_framework(place, value)?;
    if shipped(id).is_some() {
        return Ok(id.to_owned());
    }
    let message = Text::new(|lang| say::no_framework(lang, quoted(id)));
    let problem = Problem::fatal(place.clone(), message).column("basis.framework.id");
    Err(problem.hint(say::NO_FRAMEWORK_HINT).into())
}

/// Returns the JSON values of a text, each with the line that it begins on.
fn values<'t>(
    name: &Arc<str>,
    text: &'t str,
) -> impl Iterator<Item = Result<(Place, Json), Box<Problem>>> + use<'t> {
    let (name, mut line, mut end, mut is_first) = (Arc::clone(name), 1, 0, true);
    let mut stream = Deserializer::from_str(text).into_iter::<Json>();
    std::iter::from_fn(move || {
        let rest = &text[end..];
        let gap = rest.len() - rest.trim_start().len();
        line += breaks(&rest[..gap]);
        let place = |line| Place { file: Arc::clone(&name), line };
        let start = end + gap;
        let found = match stream.next() {
            None if is_first => Err(Problem::fatal(place(0), say::NOTHING)),
            None => return None,
            Some(Ok(value)) => Ok((place(line), value)),
            Some(Err(error)) => {
                let message = Text::new(|lang| say::damaged(lang, &error));
                Err(Problem::fatal(place(error.line() as u64), message))
            }
        };
        is_first = false;
        end = stream.byte_offset().max(start).min(text.len());
        line += breaks(text.get(start..end).unwrap_or_default());
        Some(found.map_err(|problem: Problem| problem.hint(say::DAMAGED_HINT).into()))
    })
}

fn breaks(text: &str) -> u64 {
    text.bytes().filter(|&b| b == b'\n').count() as u64
}
