//! A review of candidates taken back: what people decided becomes an edited copy of the plan.

use std::path::Path;
use std::sync::Arc;

use envcoop_cli::{Again, Refused, Session};
use envcoop_core::edit::merge::Edited;
use envcoop_core::edit::review::{NO, Taken, Unclear, YES, take};
use envcoop_core::framework::Framework;
use envcoop_core::plan::Document;
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::Text;
use envcoop_intake::plan::review;
use envcoop_words::candidate as words;
use envcoop_words::edit::DECISION;

use super::Merge;

/// How many rows without a decision are named.
const NAMED: usize = 8;

/// Keeps a review out of the place of the plan.
///
/// # Errors
/// [`Refused`] after the right order has been told.
pub(super) fn refuse_as_plan(
    args: &Merge,
    input: &Again,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<()> {
    let name: Arc<str> = args.plan.to_string_lossy().into();
    if !review::is_one(&name, &|| input.open(), args.encoding) {
        return Ok(());
    }
    // Two files are likely to have been given in the other order.
    let plan = match &args.edited[..] {
        [other] => other.display().to_string(),
        _ => "PLAN".to_owned(),
    };
    let lang = session.lang;
    let hint = words::as_plan_hint(lang, plan, &name);
    session.error(&words::as_plan(lang, &name), Some(&hint));
    Err(Refused.into())
}

/// Reads a review; nothing where the file is none. Rows that are not decided, or not there, are named.
pub(super) fn read(
    path: &Path,
    input: &Again,
    args: &Merge,
    plan: &Document,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Option<Edited>> {
    let name: Arc<str> = path.to_string_lossy().into();
    let mut problems = Problems::default();
    let found = review::read(&name, &|| input.open(), args.encoding, &mut problems);
    let Some((place, reviewed)) = found else { return Ok(None) };
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    let taken = take(&place, reviewed, plan, framework);
    if taken.is_of_another_plan() {
        let lang = session.lang;
        let plan = args.plan.display();
        let message = match taken.gone.len() as u64 {
            0 => words::none_there(lang, &name, taken.n_rows, plan),
            n_decided => words::none_decided_there(lang, &name, n_decided, plan),
        };
        session.error(&message, Some(words::OTHER_PLAN_HINT.get(lang)));
        return Err(Refused.into());
    }
    let Taken { edited, open, unclear, gone, n_rows, n_strange } = taken;
    let mut problems = Problems::default();
    let at = |row: &envcoop_core::edit::review::Reviewed| match &row.place {
        Some(place) => place.clone(),
        None => Place { file: Arc::clone(&place), line: row.number },
    };
    let example = framework.measures.first().map_or("W1.1", |measure| measure.id.as_str());
    let hint = Text::new(|lang| {
        let [yes, no] = [&YES[..], &NO].map(|words| words.join(lang.comma()));
        words::unclear_hint(lang, example, yes, no)
    });
    for (row, why) in &unclear {
        let text = quoted(&row.decision);
        let message = Text::new(|lang| match why {
            Unclear::NoCandidate => words::no_candidate(lang, &text),
            Unclear::Unknown => words::unclear(lang, &text),
        });
        let column = DECISION.get(session.lang);
        let problem = if args.keep_going { Problem::warning } else { Problem::error };
        problems.push(problem(at(row), message).column(column).hint(hint.clone()));
    }
    for row in &gone {
        let (id, plan) = (quoted(&row.id), args.plan.display());
        let message = Text::new(|lang| words::row_gone(lang, &id, &plan));
        problems.push(Problem::warning(at(row), message).hint(words::ROW_GONE_HINT));
    }
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    let lang = session.lang;
    if n_strange * 2 > n_rows {
        let message = words::mostly_gone(lang, n_strange, n_rows, &name, args.plan.display());
        session.warning(&message, Some(words::OTHER_PLAN_HINT.get(lang)));
    }
    tell_open(&open, session);
    Ok(Some(edited))
}

/// Tells which rows of a review stay open.
pub(super) fn tell_open(open: &[String], session: &mut Session<'_, '_>) {
    if !open.is_empty() {
        let lang = session.lang;
        let mut ids = open[..open.len().min(NAMED)].join(", ");
        if open.len() > NAMED {
            ids.push_str(", ...");
        }
        let message = words::open(lang, open.len() as u64, ids);
        session.warning(&message, Some(words::OPEN_HINT.get(lang)));
    }
}
