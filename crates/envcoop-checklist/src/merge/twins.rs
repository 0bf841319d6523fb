//! A review of rows that seem to be the same project taken back: what people decided becomes an edited
//! copy of the plan.

use std::path::Path;
use std::sync::Arc;

use envcoop_cli::{Again, Refused, Session};
use envcoop_core::edit::merge::Edited;
use envcoop_core::edit::review::twins::{TakenTwins, Unmet, take};
use envcoop_core::plan::{Document, SAME_AS};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::Text;
use envcoop_intake::plan::review;
use envcoop_words::candidate;
use envcoop_words::edit::DECISION;
use envcoop_words::same as words;

use super::Merge;
use super::review::tell_open;

/// Reads such a review; nothing where the file has none.
pub(super) fn read(
    path: &Path,
    input: &Again,
    args: &Merge,
    plan: &Document,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Option<Edited>> {
    let name: Arc<str> = path.to_string_lossy().into();
    let mut problems = Problems::default();
    let found = review::read_twins(&name, &|| input.open(), args.encoding, &mut problems);
    let Some((place, reviewed)) = found else { return Ok(None) };
    let TakenTwins { edited, open, unclear, gone, otherwise } = take(&place, reviewed, plan);
    for row in &unclear {
        let text = quoted(&row.decision);
        let message = Text::new(|lang| candidate::unclear(lang, &text));
        let problem = if args.keep_going { Problem::warning } else { Problem::error };
        let problem = problem(row.place(&place), message).column(DECISION.get(session.lang));
        problems.push(problem.hint(words::UNCLEAR_HINT));
    }
    let plan = args.plan.display();
    let mut warn = |place: &Place, message, hint| {
        let problem = Problem::warning(place.clone(), message);
        problems.push(problem.column(SAME_AS).hint(hint));
    };
    for Unmet { counted, other, place } in &gone {
        let [counted, other] = [counted, other].map(|id| quoted(id));
        let message = Text::new(|lang| words::row_gone(lang, &counted, &plan, &other));
        warn(place, message, words::ROW_GONE_HINT);
    }
    for Unmet { counted, other, place } in &otherwise {
        let [counted, other] = [counted, other].map(|id| quoted(id));
        let message = Text::new(|lang| words::stands_otherwise(lang, &plan, &other, &counted));
        warn(place, message, words::STANDS_OTHERWISE_HINT);
    }
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    tell_open(&open, session);
    Ok(Some(edited))
}
