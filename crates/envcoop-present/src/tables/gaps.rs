//! Tables of what is missing, worst first.

use envcoop_core::judge::gap::{Gap, MeasureGap, State};
use envcoop_core::judge::next_step;
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::{Answer, Need};
use envcoop_forms::table::{Table, Value};

use super::{GAPS, LATENESS, PRIORITIES, bounds, place_of};

const YES: Label = Label { en: "yes", zh: "是" };
const NO: Label = Label { en: "no", zh: "否" };

/// Returns the measures with gaps, worst first: by low, then high, then framework order.
pub fn worst_first(gap: &Gap) -> Vec<&MeasureGap> {
    let open = |m: &&MeasureGap| matches!(m.state, State::ActionGap | State::DataGap);
    let mut results: Vec<&MeasureGap> = gap.measures.iter().filter(open).collect();
    results.sort_by_key(|m| m.interval.map(|i| (i.low, i.high)));
    results
}

/// One row per measure and need of the profile that is not met, worst measures first.
pub fn gaps<'a>(gap: &'a Gap, lang: Lang) -> Table<'a> {
    let mut rows = Vec::new();
    for result in worst_first(gap) {
        let measure = gap.framework.measure(result.measure);
        let next = next_step::next_step(&gap.framework, result, result.profile, lang);
        for answer in [Answer::Unmet, Answer::Unknown] {
            for need in result.needs(result.profile, answer) {
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
                row.extend(place_of(
                    gap.tally.measures[result.measure.at()].needs[need as usize].witness(),
                ));
                row.push(Value::text(next.clone()));
                rows.push(row);
            }
        }
    }
    Table { spec: &GAPS, rows }
}

/// One row per measure that is not met, worst first, with its gap words and what to do next.
pub fn priorities<'a>(gap: &'a Gap, lang: Lang) -> Table<'a> {
    let words = |result: &MeasureGap| {
        let profile = result.profile;
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
        let assessed = if result.is_assessed { YES } else { NO };
        row.push(Value::text(assessed.get(lang)));
        row.push(Value::text(result.state.label().get(lang)));
        row.push(Value::text(words(result)));
        row.push(Value::text(next_step::next_step(&gap.framework, result, result.profile, lang)));
        row
    };
    Table { spec: &PRIORITIES, rows: worst_first(gap).into_iter().map(row).collect() }
}

/// One row per measure that is late because the days of its rows have passed, soonest first: at a
/// day in the future a forecast of what goes late if nothing moves.
pub fn lateness<'a>(gap: &'a Gap, lang: Lang) -> Table<'a> {
    let is_late = |result: &&MeasureGap| {
        // Targets may ask less of a measure than to be on time.
        let counts = !gap.is_targeted || result.profile.needs().contains(&Need::Timely);
        counts && result.applies() && result.answers.get(Need::Timely) == Answer::Unmet
    };
    let dated = gap.measures.iter().filter(is_late).filter_map(|result| {
        let on_time = gap.tally.measures[result.measure.at()].on_time_until.as_ref()?;
        Some((on_time.day, result.measure, &on_time.row.0))
    });
    let mut late: Vec<_> = dated.collect();
    late.sort();
    let rows = late.into_iter().map(|(day, measure, row)| {
        let measure = gap.framework.measure(measure);
        let mut cells = vec![
            Value::text(measure.id.as_str()),
            Value::text(measure.title.get(lang)),
            day.into(),
        ];
        cells.extend(place_of(Some(row)));
        cells
    });
    Table { spec: &LATENESS, rows: rows.collect() }
}
