//! Tables of what is missing, worst first.

use envcoop_core::date::Date;
use envcoop_core::framework::Measure;
use envcoop_core::judge::gap::{Gap, MeasureGap, State};
use envcoop_core::judge::next_step;
use envcoop_core::judge::witness::Witness;
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::{Answer, Need};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Kind, Table, TableOf, TableSpec, Value};
use envcoop_words as words;

use super::{GAPS, bounds, place_of, spec};

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

/// A measure that is not met.
struct Open<'a> {
    gap: &'a Gap,
    own: &'a MeasureGap,
}

impl<'a> Open<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::gap::WORST_FIRST),
        columns: &[
            ColumnSpec::shown(words::column::ID, Kind::Text)
                .of(|row| row.measure().id.as_str().into()),
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text)
                .of(|row| (&row.measure().title).into()),
            spec::LOW.of(|row| row.own.interval.map(|i| i.low.percent()).into()),
            spec::HIGH.of(|row| row.own.interval.map(|i| i.high.percent()).into()),
            ColumnSpec::shown(words::measure::ASSESSED, Kind::Text).of(|row| {
                (if row.own.is_assessed { words::answer::YES } else { words::answer::NO }).into()
            }),
            ColumnSpec::shown(words::state::STATE, Kind::Text)
                .of(|row| row.own.state.label().into()),
            ColumnSpec::shown(words::sheet::GAPS, Kind::Text)
                .of(|row| Phrase::each(|lang| row.words(lang)).into()),
            ColumnSpec::shown(words::measure::NEXT_HEADING, Kind::Text).of(|row| {
                let (framework, own) = (&row.gap.framework, row.own);
                Phrase::each(|lang| next_step::next_step(framework, own, own.profile, lang)).into()
            }),
        ],
    };

    fn measure(&self) -> &'a Measure {
        self.gap.framework.measure(self.own.measure)
    }

    /// Says what is missing, or may be.
    fn words(&self, lang: Lang) -> String {
        let (own, profile) = (self.own, self.own.profile);
        let unmet = own.unmet(profile).map(|need| need.gap_word().get(lang).to_owned());
        let unknown = own.needs(profile, Answer::Unknown);
        let unknown = unknown.map(|need| words::gap::perhaps(lang, need.gap_word().get(lang)));
        unmet.chain(unknown).collect::<Vec<_>>().join(lang.comma())
    }
}

/// One row per measure that is not met, worst first, with its gap words and what to do next.
pub fn priorities(gap: &Gap) -> Filled<'_> {
    Open::TABLE.fill(worst_first(gap).into_iter().map(|own| Open { gap, own }))
}

/// A measure that is late, and the row that was on time last.
struct Late<'a> {
    measure: &'a Measure,
    until: Date,
    row: &'a Witness,
}

impl<'a> Late<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::table::LATENESS),
        columns: &[
            ColumnSpec::shown(words::column::ID, Kind::Text)
                .of(|row| row.measure.id.as_str().into()),
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text)
                .of(|row| (&row.measure.title).into()),
            ColumnSpec::shown(words::table::ON_TIME_UNTIL, Kind::Date).of(|row| row.until.into()),
            spec::ROW.of(|row| (&*row.row.id).into()),
            spec::FILE.of(|row| (&*row.row.place.file).into()),
            spec::LINE.of(|row| row.row.place.line.into()),
        ],
    };
}

/// One row per measure that is late because the days of its rows have passed, soonest first: at a
/// day in the future a forecast of what goes late if nothing moves.
pub fn lateness(gap: &Gap) -> Filled<'_> {
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
    Late::TABLE.fill(late.into_iter().map(|(until, measure, row)| Late {
        measure: gap.framework.measure(measure),
        until,
        row,
    }))
}
