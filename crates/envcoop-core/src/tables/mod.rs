//! The tables of a gap analysis: every output format is made from these.

mod spec;

use crate::framework::Framework;
use crate::gap::{Gap, GroupGap, Interval, MeasureGap, State, challenge_members};
use crate::need::{Answer, Need};
use crate::percent::Percent;
use crate::plan::{Activity, Column};
use crate::remedy;
use crate::table::{Table, Value};
use crate::text::{Lang, Text};

pub use self::spec::{
    ACTIVITIES, ALL, AREAS, CHALLENGES, GAPS, MATRIX, MEASURES, MONEY, NEEDS, PRIORITIES,
};

/// Returns the rounded percentages of an interval; blanks where nothing applies.
fn bounds<'a>(interval: Option<Interval>) -> [Value<'a>; 2] {
    let low: Option<Percent> = interval.map(|i| i.low.percent());
    let high: Option<Percent> = interval.map(|i| i.high.percent());
    [low.into(), high.into()]
}

fn counts<'a>(group: &GroupGap) -> Vec<Value<'a>> {
    let mut counts = vec![Value::Integer(group.measures())];
    counts.extend(group.states.map(Value::Integer));
    counts.push(Value::Integer(group.assessed));
    counts
}

fn group_row<'a>(id: &'a str, title: &'a Text, group: &GroupGap, lang: Lang) -> Vec<Value<'a>> {
    let mut row = vec![Value::text(id), Value::text(title.get(lang))];
    row.extend(bounds(group.interval));
    row.extend(counts(group));
    row
}

/// One row per challenge.
pub fn challenges<'a>(gap: &Gap<'a>, lang: Lang) -> Table<'a> {
    let challenges = gap.framework.challenges.iter().zip(&gap.challenges);
    let rows = challenges.map(|(c, group)| group_row(&c.id, &c.title, group, lang)).collect();
    Table { spec: &CHALLENGES, rows }
}

/// One row per area.
pub fn areas<'a>(gap: &Gap<'a>, lang: Lang) -> Table<'a> {
    let areas = gap.framework.areas.iter().zip(&gap.areas);
    let rows = areas.map(|(a, group)| group_row(&a.id, &a.title, group, lang)).collect();
    Table { spec: &AREAS, rows }
}

/// One row per measure.
pub fn measures<'a>(gap: &Gap<'a>, lang: Lang) -> Table<'a> {
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
        row.push(Value::text(codes(result, gap, Answer::Unmet)));
        row.push(Value::text(codes(result, gap, Answer::Unknown)));
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

fn codes(result: &MeasureGap, gap: &Gap<'_>, answer: Answer) -> String {
    result.needs(gap.terms.profile, answer).map(Need::code).collect::<Vec<_>>().join(";")
}

/// One row per measure and need, also the needs that the profile does not count.
pub fn needs<'a>(gap: &Gap<'a>) -> Table<'a> {
    let mut rows = Vec::new();
    for result in gap.measures.iter().filter(|m| m.state != State::NotApplicable) {
        let measure = gap.framework.measure(result.measure);
        for need in Need::ALL {
            let tally = &gap.tally.measures[result.measure.at()].needs[need as usize];
            let counted = gap.terms.profile.needs().contains(&need);
            let mut row = vec![
                Value::text(measure.id.as_str()),
                Value::text(need.code()),
                Value::text(if counted { "yes" } else { "no" }),
                Value::text(result.answers.get(need).code()),
            ];
            row.extend(Answer::ALL.iter().rev().map(|&a| Value::Integer(tally.rows[a as usize])));
            row.extend(witness(gap, result, need));
            rows.push(row);
        }
    }
    Table { spec: &NEEDS, rows }
}

/// The row that decides a need: its id, file and line.
fn witness<'a>(gap: &Gap<'a>, result: &MeasureGap, need: Need) -> [Value<'a>; 3] {
    let tally = &gap.tally.measures[result.measure.at()].needs[need as usize];
    match tally.witness() {
        None => [Value::Blank, Value::Blank, Value::Blank],
        Some(witness) => [
            Value::text(&*witness.id),
            Value::text(&*witness.place.file),
            Value::Integer(witness.place.line),
        ],
    }
}

/// One row per challenge and area. Where the strategy has no measure there is nothing to cover,
/// and the row says 0 measures and no percentage.
pub fn matrix<'a>(gap: &Gap<'a>) -> Table<'a> {
    let mut rows = Vec::new();
    for (i, challenge) in gap.framework.challenges.iter().enumerate() {
        let members = challenge_members(gap.framework, i);
        for area in &gap.framework.areas {
            let members: Vec<_> = members
                .iter()
                .copied()
                .filter(|member| gap.framework.measure(member.measure).area == area.id)
                .collect();
            let cell = gap.group(&members);
            let mut row = vec![Value::text(challenge.id.as_str()), Value::text(area.id.as_str())];
            row.extend(bounds(cell.interval));
            row.extend(counts(&cell));
            rows.push(row);
        }
    }
    Table { spec: &MATRIX, rows }
}

/// One row per measure and currency.
pub fn money<'a>(gap: &Gap<'a>) -> Table<'a> {
    let mut rows = Vec::new();
    for result in &gap.measures {
        let measure = gap.framework.measure(result.measure);
        for (currency, sums) in &gap.tally.measures[result.measure.at()].money {
            rows.push(vec![
                Value::text(measure.id.as_str()),
                Value::text(measure.area.as_str()),
                Value::text(measure.primary_challenge().unwrap_or_default()),
                Value::text(currency.to_string()),
                Value::Amount(sums.committed),
                Value::Amount(sums.proposed),
            ]);
        }
    }
    Table { spec: &MONEY, rows }
}

/// Returns the measures with gaps, worst first: by low, then high, then framework order.
pub fn worst_first<'g>(gap: &'g Gap<'_>) -> Vec<&'g MeasureGap> {
    let open = |m: &&MeasureGap| matches!(m.state, State::ActionGap | State::DataGap);
    let mut results: Vec<&MeasureGap> = gap.measures.iter().filter(open).collect();
    results.sort_by_key(|m| m.interval.map(|i| (i.low, i.high)));
    results
}

/// One row per measure and need of the profile that is not met, worst measures first.
pub fn gaps<'a>(gap: &Gap<'a>, lang: Lang) -> Table<'a> {
    let mut rows = Vec::new();
    for result in worst_first(gap) {
        let measure = gap.framework.measure(result.measure);
        let next = remedy::next_step(gap.framework, result, gap.terms.profile, lang);
        for answer in [Answer::Unmet, Answer::Unknown] {
            for need in result.needs(gap.terms.profile, answer) {
                let mut row = vec![
                    Value::text(measure.id.as_str()),
                    Value::text(need.code()),
                    Value::text(answer.code()),
                    Value::text(need.gap_word().get(lang)),
                    Value::text(measure.area.as_str()),
                    Value::text(measure.primary_challenge().unwrap_or_default()),
                    Value::text(measure.title.get(lang)),
                    Value::text(result.state.code()),
                ];
                row.extend(bounds(result.interval));
                row.extend(witness(gap, result, need));
                row.push(Value::text(next.clone()));
                rows.push(row);
            }
        }
    }
    Table { spec: &GAPS, rows }
}

/// One row per measure that is not met, worst first, with its gap words and what to do next.
pub fn priorities<'a>(gap: &Gap<'a>, lang: Lang) -> Table<'a> {
    let profile = gap.terms.profile;
    let words = |result: &MeasureGap| {
        let word = |need: Need| need.gap_word().get(lang).to_owned();
        let mut words: Vec<String> = result.unmet(profile).map(word).collect();
        words.extend(result.needs(profile, Answer::Unknown).map(|need| match lang {
            Lang::En => format!("{}?", need.gap_word().en),
            Lang::Zh => format!("{}？", need.gap_word().zh),
        }));
        words.join(lang.comma())
    };
    let row = |result: &MeasureGap| {
        let measure = gap.framework.measure(result.measure);
        let mut row = vec![Value::text(measure.id.as_str()), Value::text(measure.title.get(lang))];
        row.extend(bounds(result.interval));
        row.push(Value::text(result.state.label().get(lang)));
        row.push(Value::text(words(result)));
        row.push(Value::text(remedy::next_step(gap.framework, result, profile, lang)));
        row
    };
    Table { spec: &PRIORITIES, rows: worst_first(gap).into_iter().map(row).collect() }
}

/// Returns the row of the `activities` table for a row of a plan: its cells, typed, and where it
/// stands.
pub fn activity<'a>(row: &'a Activity<'_>) -> Vec<Value<'a>> {
    let mut values: Vec<Value<'a>> = Column::ALL
        .iter()
        .map(|&column| match (column, row.cells.get(column)) {
            (_, "") => Value::Blank,
            (_, text) => Value::text(text),
        })
        .collect();
    values.push(Value::text(if row.is_live() { "yes" } else { "no" }));
    values.push(Value::text(&**row.file));
    values.push(Value::Integer(row.line));
    values
}

/// Finds a challenge's or area's title by id.
pub fn title_of<'f>(framework: &'f Framework, id: &str) -> Option<&'f Text> {
    let challenges = framework.challenges.iter().map(|c| (&c.id, &c.title));
    let areas = framework.areas.iter().map(|a| (&a.id, &a.title));
    let measures = framework.measures.iter().map(|m| (&m.id, &m.title));
    challenges.chain(areas).chain(measures).find(|(own, _)| *own == id).map(|(_, title)| title)
}
