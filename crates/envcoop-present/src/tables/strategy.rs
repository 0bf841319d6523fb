//! Tables along the strategy: challenges, areas, measures, terms.

use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::judge::breakdown::Breakdown;
use envcoop_core::judge::gap::{
    Gap, GroupGap, MeasureGap, Member, State, challenge_members, overall_members,
};
use envcoop_core::text::{Lang, Text};
use envcoop_core::vocabulary::{Answer, Need};
use envcoop_forms::table::{Table, Value};

use super::{
    AREAS, CHALLENGES, MATRIX, MEASURES, MONEY, NEEDS, TERM_MONEY, TERMS, TIMELINE, bounds,
    place_of, purse_rows,
};

pub(super) fn counts<'a>(group: &GroupGap) -> Vec<Value<'a>> {
    let mut counts = vec![Value::Integer(group.measures())];
    counts.extend(group.states.map(Value::Integer));
    counts.push(Value::Integer(group.assessed));
    counts
}

pub(super) fn group_row<'a>(
    id: &'a str,
    title: &'a Text,
    group: &GroupGap,
    lang: Lang,
) -> Vec<Value<'a>> {
    let mut row = vec![Value::text(id), Value::text(title.get(lang))];
    row.extend(bounds(group.interval));
    row.extend(counts(group));
    row
}

/// One row per challenge.
pub fn challenges<'a>(gap: &'a Gap, lang: Lang) -> Table<'a> {
    let challenges = gap.framework.challenges.iter().zip(&gap.challenges);
    let rows = challenges.map(|(c, group)| group_row(&c.id, &c.title, group, lang)).collect();
    Table { spec: &CHALLENGES, rows }
}

/// One row per area.
pub fn areas<'a>(gap: &'a Gap, lang: Lang) -> Table<'a> {
    let areas = gap.framework.areas.iter().zip(&gap.areas);
    let rows = areas.map(|(a, group)| group_row(&a.id, &a.title, group, lang)).collect();
    Table { spec: &AREAS, rows }
}

/// One row per measure.
pub fn measures<'a>(gap: &'a Gap, lang: Lang) -> Table<'a> {
    let row = |result: &MeasureGap| {
        let measure = gap.framework.measure(result.measure);
        let tally = &gap.tally.measures[result.measure.at()];
        let mut row = vec![
            Value::text(measure.id.as_str()),
            Value::text(measure.area.as_str()),
            Value::text(measure.primary_challenge().unwrap_or_default()),
            Value::text(measure.title.get(lang)),
            Value::text(result.state.code()),
        ];
        row.extend(bounds(result.interval));
        row.push(Value::Integer(tally.live));
        row.push(Value::Integer(tally.proposed));
        row.push(Value::text(if result.is_assessed { "yes" } else { "no" }));
        row.push(Value::text(codes(result, Answer::Unmet)));
        row.push(Value::text(codes(result, Answer::Unknown)));
        row.push(tally.start.into());
        row.push(tally.end.into());
        row.push(match &tally.not_applicable {
            Some((_, reason)) => Value::text(reason.as_str()),
            None => Value::Blank,
        });
        row
    };
    Table { spec: &MEASURES, rows: gap.measures.iter().map(row).collect() }
}

fn codes(result: &MeasureGap, answer: Answer) -> String {
    result.needs(result.profile, answer).map(Need::code).collect::<Vec<_>>().join(";")
}

/// One row per measure and need, also the needs that the profile does not count.
pub fn needs<'a>(gap: &'a Gap) -> Table<'a> {
    let mut rows = Vec::new();
    for result in gap.measures.iter().filter(|m| m.state != State::NotApplicable) {
        let measure = gap.framework.measure(result.measure);
        for need in Need::ALL {
            let tally = &gap.tally.measures[result.measure.at()].needs[need as usize];
            let counted = result.profile.needs().contains(&need);
            let mut row = vec![
                Value::text(measure.id.as_str()),
                Value::text(need.code()),
                Value::text(if counted { "yes" } else { "no" }),
                Value::text(result.answers.get(need).code()),
            ];
            row.extend(Answer::ALL.iter().rev().map(|&a| Value::Integer(tally.rows[a as usize])));
            row.extend(place_of(tally.witness()));
            rows.push(row);
        }
    }
    Table { spec: &NEEDS, rows }
}

/// Returns the measures of an area that answer a challenge, weighted by strength.
pub fn cell_members(framework: &Framework, challenge: usize, area: usize) -> Vec<Member> {
    let mut members = challenge_members(framework, challenge);
    let id = &framework.areas[area].id;
    members.retain(|member| framework.measure(member.measure).area == *id);
    members
}

/// One row per challenge and area. Where the strategy has no measure there is nothing to cover,
/// and the row says 0 measures and no percentage.
pub fn matrix<'a>(gap: &'a Gap) -> Table<'a> {
    let mut rows = Vec::new();
    for (i, challenge) in gap.framework.challenges.iter().enumerate() {
        for (j, area) in gap.framework.areas.iter().enumerate() {
            let cell = gap.group(&cell_members(&gap.framework, i, j));
            let mut row = vec![Value::text(challenge.id.as_str()), Value::text(area.id.as_str())];
            row.extend(bounds(cell.interval));
            row.extend(counts(&cell));
            rows.push(row);
        }
    }
    Table { spec: &MATRIX, rows }
}

/// One row per measure and currency.
pub fn money<'a>(gap: &'a Gap) -> Table<'a> {
    let rows = gap.measures.iter().flat_map(|result| {
        let measure = gap.framework.measure(result.measure);
        let key = [
            Value::text(measure.id.as_str()),
            Value::text(measure.area.as_str()),
            Value::text(measure.primary_challenge().unwrap_or_default()),
        ];
        purse_rows(&key, &gap.tally.measures[result.measure.at()].money)
    });
    Table { spec: &MONEY, rows: rows.collect() }
}

/// One row per measure: from its first day to its last.
pub fn timeline<'a>(gap: &'a Gap, lang: Lang) -> Table<'a> {
    let row = |result: &MeasureGap| {
        let measure = gap.framework.measure(result.measure);
        let tally = &gap.tally.measures[result.measure.at()];
        let months = tally.start.zip(tally.end).and_then(|(start, end)| months(start, end));
        vec![
            Value::text(measure.id.as_str()),
            Value::text(measure.area.as_str()),
            Value::text(measure.title.get(lang)),
            tally.start.into(),
            tally.end.into(),
            months.into(),
        ]
    };
    Table { spec: &TIMELINE, rows: gap.measures.iter().map(row).collect() }
}

/// Returns how many calendar months the days from `start` to `end` touch; none where they are in
/// the wrong order, as the first start and last end of different rows may be.
fn months(start: Date, end: Date) -> Option<u64> {
    let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    (start <= end).then(|| u64::try_from(month(end) - month(start) + 1).ok()).flatten()
}

/// Returns the measures that are about a term, all of one weight.
pub fn term_members(framework: &Framework, term: &str) -> Vec<Member> {
    let is_about =
        |member: &Member| framework.measure(member.measure).terms.iter().any(|own| own == term);
    overall_members(framework).into_iter().filter(is_about).collect()
}

/// One row per term of the strategy.
pub fn terms<'a>(gap: &'a Gap, breakdown: &Breakdown, lang: Lang) -> Table<'a> {
    let terms = gap.framework.terms.iter().zip(&breakdown.terms);
    let rows = terms.map(|(term, sums)| {
        let group = gap.group(&term_members(&gap.framework, &term.id));
        let mut row = group_row(&term.id, &term.title, &group, lang);
        row.insert(1, Value::text(gap.framework.kind_in_table(&term.kind, lang)));
        row.extend(sums.counts().map(Value::Integer));
        row
    });
    Table { spec: &TERMS, rows: rows.collect() }
}

/// One row per term and currency.
pub fn term_money<'a>(gap: &'a Gap) -> Table<'a> {
    let rows = gap.framework.terms.iter().flat_map(|term| {
        let group = gap.group(&term_members(&gap.framework, &term.id));
        purse_rows(&[Value::text(term.id.as_str())], &group.money)
    });
    Table { spec: &TERM_MONEY, rows: rows.collect() }
}
