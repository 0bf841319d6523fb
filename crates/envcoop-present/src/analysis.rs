//! An analysis to read: what it was judged by, the groups asked for, the measures with gaps, what is
//! late, what similar measures cost, and what no table shows.

use envcoop_core::judge::gap::{Gap, MeasureGap, State};
use envcoop_core::judge::orphans::Orphan;
use envcoop_core::judge::scope::NotDue;
use envcoop_core::study::{By, Study};
use envcoop_core::vocabulary::Need;
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_words as words;

use crate::advice;
use crate::headline::{closing, headline, late, rates};
use crate::restrictions::restrictions;
use crate::tables::{self, lateness, priorities};

/// Writes an analysis.
pub fn document(study: &Study) -> Document<'_> {
    let gap = &*study.gap;
    let key = (study.by == Some(By::Matrix)).then(|| words::groups::MATRIX_KEY.into());
    let mut opening = vec![headline(gap).into()];
    opening.extend(restrictions(study).into_iter().chain(advice::lines(study)).map(Into::into));
    let mut end = vec![Phrase::each(|lang| closing(study, lang)).into()];
    if let Some(exchange) = &study.exchange {
        end.push(Phrase::each(|lang| rates(exchange, lang)).into());
    }
    let mut blocks = vec![
        Block::Title((&gap.framework.title).into()),
        Block::Text(opening),
        Block::Table(tables::opening(study), key),
        Block::Text(end),
    ];
    let counts = gap.rules.profile.needs().contains(&Need::Timely);
    let late = counts.then(|| (Phrase::each(|lang| late(gap, lang)), lateness(gap)));
    let priorities = priorities(gap);
    let costs = tables::costs(study);
    let tables = [(priorities.title.clone(), priorities)].into_iter().chain(late);
    let tables = tables.chain([(costs.title.clone(), costs)]);
    for (heading, table) in tables.filter(|(_, table)| !table.rows.is_empty()) {
        blocks.push(Block::heading(heading));
        blocks.push(Block::Table(table, None));
    }
    let later = study.scope.targets.as_ref().map_or(&[][..], |targets| &targets.not_due);
    // Where measures were left out, rows that serve no measure would be those that serve these.
    let is_whole = study.scope.filter.is_empty();
    let lists = [
        (words::measure::UNCOVERED, uncovered(gap)),
        (words::row::ORPHANS, if is_whole { orphans(gap) } else { Vec::new() }),
        (words::measure::NOT_DUE, later.iter().map(not_due).collect()),
        (words::measure::NOT_APPLICABLE, not_applicable(gap)),
    ];
    for (heading, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        blocks.push(Block::heading(heading));
        blocks.push(Block::list(list));
    }
    blocks
}

/// Lists the measures that do not apply, each with its reason and the row that gives it.
fn not_applicable(gap: &Gap) -> Vec<Phrase<'_>> {
    let excluded = gap.measures.iter().filter(|m| m.state == State::NotApplicable);
    let line = |result: &MeasureGap| {
        let measure = gap.framework.measure(result.measure);
        let (row, reason) = gap.tally.measures[result.measure.at()].not_applicable.as_ref()?;
        Some(Phrase::each(|lang| {
            let title = measure.title.get(lang);
            format!("{} {title}: {reason} ({}, {})", measure.id, row.id, row.place)
        }))
    };
    excluded.filter_map(line).collect()
}

/// How many rows a list for reading shows.
const LISTED: usize = 20;

/// Lists the measures that apply and that no row that counts serves.
fn uncovered(gap: &Gap) -> Vec<Phrase<'_>> {
    let uncovered = gap.measures.iter().filter(|result| result.is_uncovered());
    let line = |result: &MeasureGap| {
        let measure = gap.framework.measure(result.measure);
        let proposed = gap.tally.measures[result.measure.at()].proposed;
        Phrase::each(|lang| {
            let proposals = match proposed {
                0 => String::new(),
                n => words::measure::proposals_in_brackets(lang, n),
            };
            format!("{} {}{proposals}", measure.id, measure.title.get(lang))
        })
    };
    uncovered.map(line).collect()
}

/// Lists the first rows that serve no measure and says how many more there are.
fn orphans(gap: &Gap) -> Vec<Phrase<'_>> {
    let line = |orphan: &Orphan| {
        let title = if orphan.title.is_empty() { "–" } else { &orphan.title };
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{} {title} ({})", orphan.row.id, orphan.row.place).into()
    };
    let mut lines: Vec<_> = gap.tally.orphan_rows.rows().take(LISTED).map(line).collect();
    let n_more = gap.tally.orphans.saturating_sub(LISTED as u64);
    if n_more > 0 {
        lines.push(Phrase::each(|lang| words::row::and_more(lang, n_more)));
    }
    lines
}

/// Names a measure of which nothing is due yet, with what comes first.
fn not_due(measure: &NotDue) -> Phrase<'_> {
    Phrase::each(|lang| {
        let next = match measure.next {
            Some(step) => words::measure::next_step(lang, step.profile.label().get(lang), step.by),
            None => words::measure::NO_TARGET.get(lang).to_owned(),
        };
        format!("{} {}: {next}", measure.id, measure.title.get(lang))
    })
}
