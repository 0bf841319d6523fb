//! A review of rows that seem to be the same project taken back: what people decided becomes an edited
//! copy of the plan.

use std::sync::Arc;

use envcoop_cli::{Refused, Session};
use envcoop_core::edit::review::twins::{ReviewedTwins, TakenTwins, Unmet, take};
use envcoop_core::plan::{Document, SAME_AS};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::Text;
use envcoop_words::candidate;
use envcoop_words::edit::DECISION;
use envcoop_words::same as words;

use super::Merge;
use super::review::Decisions;

/// Tells what cannot be taken.
///
/// # Errors
/// [`Refused`] after decisions that cannot be read have been told.
pub(super) fn decisions(
    place: &Arc<str>,
    reviewed: Vec<ReviewedTwins>,
    plan: &Document,
    args: &Merge,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Decisions> {
    let taken = take(place, reviewed, plan);
    let TakenTwins { edited, open, strays, unclear, gone, otherwise, n_rows } = taken;
    let mut problems = Problems::default();
    for row in &unclear {
        let text = quoted(&row.decision);
        let message = Text::new(|lang| candidate::unclear(lang, &text));
        let problem = if args.keep_going { Problem::warning } else { Problem::error };
        let problem = problem(row.place(place), message).column(DECISION.get(session.lang));
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
    session.losses(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    let is_written = (open.len() as u64) < n_rows;
    Ok(Decisions { edited, n_rows, open, strays, is_written })
}
