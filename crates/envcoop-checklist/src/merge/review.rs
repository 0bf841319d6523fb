//! Reviews taken back: what people decided becomes edited copies of the plan.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use envcoop_cli::{Again, Refused, Session};
use envcoop_core::edit::merge::Edited;
use envcoop_core::edit::review::{NO, Otherwise, Reviewed, Stray, Taken, Unclear, YES, take};
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document};
use envcoop_core::problem::{Place, Problem, Problems, argument, quoted};
use envcoop_core::text::{Text, trim};
use envcoop_intake::plan::review::{self, Review};
use envcoop_words::candidate as words;
use envcoop_words::edit::DECISION;

use super::{Merge, twins};

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
        [other] => argument(&other.to_string_lossy()),
        _ => "PLAN".to_owned(),
    };
    let lang = session.lang;
    let hint = words::as_plan_hint(lang, plan, argument(&name));
    session.error(&words::as_plan(lang, &name), Some(&hint));
    Err(Refused.into())
}

/// The decisions of a kind as an edited copy of the plan, and what is left.
pub(super) struct Decisions {
    pub(super) edited: Edited,
    /// How many rows there are to decide.
    pub(super) n_rows: u64,
    /// Ids of those without a decision.
    pub(super) open: Vec<String>,
    /// Decisions of theirs that stand in a column that is for something else.
    pub(super) strays: Vec<Stray>,
    /// Whether anything was written that a plan could take.
    pub(super) is_written: bool,
}

/// Reads a review; nothing where the file is none. Rows that are not decided, or not there, are named.
///
/// # Errors
/// [`Refused`] after what cannot be taken has been told, or that there is no decision.
pub(super) fn read(
    path: &Path,
    input: &Again,
    args: &Merge,
    plan: &Document,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Option<Vec<Edited>>> {
    let name: Arc<str> = path.to_string_lossy().into();
    let mut problems = Problems::default();
    let titles: HashSet<&str> =
        plan.lines.iter().map(|line| trim(plan.text(line, Column::Title))).collect();
    let is_title = |text: &str| titles.contains(trim(text));
    let found = review::read(&name, &|| input.open(), args.encoding, &is_title, &mut problems);
    let Some(Review { candidates, twins }) = found else { return Ok(None) };
    session.losses(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    let mut all = Vec::new();
    if let Some((place, reviewed)) = candidates {
        let taken = take(&place, reviewed, plan, framework);
        all.push(decisions(&name, &place, taken, args, framework, session)?);
    }
    if let Some((place, reviewed)) = twins {
        all.push(twins::decisions(&place, reviewed, plan, args, session)?);
    }
    tell_strays(&all, session);
    let n_rows: u64 = all.iter().map(|own| own.n_rows).sum();
    if n_rows > 0 && !all.iter().any(|own| own.is_written) {
        let lang = session.lang;
        let (message, hint) =
            (words::none_decided(lang, &name, n_rows), words::NONE_DECIDED_HINT.get(lang));
        if !args.keep_going {
            session.error(&message, Some(hint));
            return Err(Refused.into());
        }
        session.warning(&message, Some(hint));
    } else {
        all.iter().for_each(|own| tell_open(own, session));
    }
    Ok(Some(all.into_iter().map(|own| own.edited).collect()))
}

/// Tells of decisions where nobody looks for them.
fn tell_strays(all: &[Decisions], session: &mut Session<'_, '_>) {
    let mut problems = Problems::default();
    for Stray { header, said } in all.iter().flat_map(|own| &own.strays) {
        let text = quoted(&said.text);
        let message = Text::new(|lang| words::stray(lang, &text, DECISION.get(lang)));
        let hint = Text::new(|lang| words::stray_hint(lang, DECISION.get(lang)));
        let problem = Problem::warning(said.place.clone(), message).hint(hint);
        let is_beside = header.is_empty();
        problems.push(if is_beside { problem } else { problem.column(header.clone()) });
    }
    session.losses(&problems);
}

fn decisions(
    name: &Arc<str>,
    place: &Arc<str>,
    taken: Taken,
    args: &Merge,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Decisions> {
    if taken.is_of_another_plan() {
        let lang = session.lang;
        let plan = args.plan.display();
        let message = match taken.gone.len() as u64 {
            0 => words::none_there(lang, name, taken.n_rows, plan),
            n_decided => words::none_decided_there(lang, name, n_decided, plan),
        };
        session.error(&message, Some(words::OTHER_PLAN_HINT.get(lang)));
        return Err(Refused.into());
    }
    let Taken { edited, open, strays, unclear, gone, otherwise, n_rows, n_strange } = taken;
    let mut problems = Problems::default();
    let at = |row: &Reviewed| match &row.place {
        Some(place) => place.clone(),
        None => Place { file: Arc::clone(place), line: row.number },
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
        // What is offered works in this row.
        let hint = match (why, row.n_candidates()) {
            (Unclear::Unknown, _) => hint.clone(),
            (_, 0) => Text::new(|lang| words::without_candidates_hint(lang, example)),
            (_, n) => Text::new(|lang| words::no_candidate_hint(lang, n, example)),
        };
        let column = DECISION.get(session.lang);
        let problem = if args.keep_going { Problem::warning } else { Problem::error };
        problems.push(problem(at(row), message).column(column).hint(hint));
    }
    for row in &gone {
        let (id, plan) = (quoted(&row.id), args.plan.display());
        let is_noted = row.decision.is_empty();
        let say = if is_noted { words::note_gone } else { words::row_gone };
        let message = Text::new(|lang| say(lang, &id, &plan));
        problems.push(Problem::warning(at(row), message).hint(words::ROW_GONE_HINT));
    }
    for Otherwise { column, said, plan } in &otherwise {
        let [own, there] = [&said.text, plan].map(|text| quoted(text));
        let message = Text::new(|lang| words::otherwise(lang, &own, args.plan.display(), &there));
        let problem = Problem::warning(said.place.clone(), message).column(column.code());
        problems.push(problem.hint(words::OTHERWISE_HINT));
    }
    session.losses(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    let lang = session.lang;
    if n_strange * 2 > n_rows {
        let message = words::mostly_gone(lang, n_strange, n_rows, name, args.plan.display());
        session.warning(&message, Some(words::OTHER_PLAN_HINT.get(lang)));
    }
    let is_written = !edited.plan.lines.is_empty() || (open.len() as u64) < n_rows;
    Ok(Decisions { edited, n_rows, open, strays, is_written })
}

/// Tells which rows of a review stay open.
fn tell_open(Decisions { edited, open, .. }: &Decisions, session: &mut Session<'_, '_>) {
    if !open.is_empty() {
        let lang = session.lang;
        let mut ids = open[..open.len().min(NAMED)].join(", ");
        if open.len() > NAMED {
            ids.push_str(", ...");
        }
        let message = words::open(lang, &edited.file, open.len() as u64, ids);
        session.warning(&message, Some(words::OPEN_HINT.get(lang)));
    }
}
