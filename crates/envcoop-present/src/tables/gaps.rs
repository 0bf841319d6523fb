//! Tables of what is missing, worst first.

use envcoop_core::date::Date;
use envcoop_core::framework::Measure;
use envcoop_core::judge::gap::{Gap, MeasureGap, State};
use envcoop_core::judge::next_step;
use envcoop_core::judge::witness::Witness;
use envcoop_core::study::Study;
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::{Answer, Need};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Kind, TableOf, TableSpec, Value};
use envcoop_words::column::{self, about};
use envcoop_words::{self as words, table};

use super::columns::{
    self, ANSWER, AREA, CHALLENGE, FILE, HIGH, LINE, LOW, MEASURE, NEED, NEXT_STEP, ROW, STATE,
    TITLE, file_of, high, id_of, line_of, low, text, to,
};
use super::measures::Judged;

/// Returns the measures with gaps, worst first: by low, then high, then framework order.
pub fn worst_first(gap: &Gap) -> Vec<&MeasureGap> {
    let open = |m: &&MeasureGap| matches!(m.state, State::ActionGap | State::DataGap);
    let mut results: Vec<&MeasureGap> = gap.measures.iter().filter(open).collect();
    results.sort_by_key(|m| m.interval.map(|i| (i.low, i.high)));
    results
}

fn next_step<'a>(of: Judged<'a>) -> Value<'a> {
    let (framework, own) = (&of.gap().framework, of.own);
    Phrase::each(|lang| next_step::next_step(framework, own, own.profile, lang)).into()
}

/// A need that is not met, or may not be.
pub(super) struct Missing<'a> {
    of: Judged<'a>,
    need: Need,
    answer: Answer,
}

impl<'a> Missing<'a> {
    pub(super) const TABLE: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "gaps",
            words::sheet::GAPS,
            table::about::GAPS,
            &["measure", "need"],
            &[to("measure", "measures")],
        ),
        columns: &[
            MEASURE.printed(1).of(|row| row.of.id()),
            NEED.of(|row| Value::of(row.need)),
            ANSWER.printed(7).of(|row| Value::of(row.answer)),
            text("gap", column::GAP, about::GAP).printed(6).of(|row| row.need.gap_word().into()),
            AREA.of(|row| row.of.area()),
            CHALLENGE.of(|row| row.of.challenge()),
            TITLE.printed(2).of(|row| row.of.title()),
            STATE.printed(3).of(|row| columns::state(row.of.own.state)),
            LOW.printed(4).of(|row| low(row.of.own.interval)),
            HIGH.printed(5).of(|row| high(row.of.own.interval)),
            ROW.of(|row| id_of(row.witness())),
            FILE.of(|row| file_of(row.witness())),
            LINE.of(|row| line_of(row.witness())),
            NEXT_STEP.printed(8).of(|row| next_step(row.of)),
            // For people to say who does what about it.
            ColumnSpec::shown(column::OWNER, Kind::Text).width(16, 16).printed(9).to_fill(),
            ColumnSpec::shown(words::gap::DUE, Kind::Date).width(12, 12).printed(10).to_fill(),
            ColumnSpec::shown(words::gap::ACTION, Kind::Text).width(26, 26).printed(11).to_fill(),
        ],
    };

    fn witness(&self) -> Option<&'a Witness> {
        self.of.tally().needs[self.need as usize].witness()
    }
}

/// One row per measure and need of the profile that is not met, worst measures first.
pub fn gaps(study: &Study) -> Filled<'_> {
    let gap = &*study.gap;
    Missing::TABLE.fill(worst_first(gap).into_iter().flat_map(|own| {
        let of = Judged::of(gap, own);
        [Answer::Unmet, Answer::Unknown].into_iter().flat_map(move |answer| {
            own.needs(own.profile, answer).map(move |need| Missing { of, need, answer })
        })
    }))
}

/// A measure that is not met.
struct Open<'a>(Judged<'a>);

impl<'a> Open<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::gap::WORST_FIRST),
        columns: &[
            ColumnSpec::shown(column::ID, Kind::Text).of(|row| row.0.id()),
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text).of(|row| row.0.title()),
            LOW.of(|row| low(row.0.own.interval)),
            HIGH.of(|row| high(row.0.own.interval)),
            ColumnSpec::shown(words::measure::ASSESSED, Kind::Text)
                .of(|row| columns::yes(row.0.own.is_assessed)),
            ColumnSpec::shown(words::formula::STATE, Kind::Text)
                .of(|row| row.0.own.state.label().into()),
            ColumnSpec::shown(words::sheet::GAPS, Kind::Text)
                .of(|row| Phrase::each(|lang| row.words(lang)).into()),
            ColumnSpec::shown(words::measure::NEXT_HEADING, Kind::Text).of(|row| next_step(row.0)),
        ],
    };

    /// Says what is missing, or may be.
    fn words(&self, lang: Lang) -> String {
        let (own, profile) = (self.0.own, self.0.own.profile);
        let unmet = own.unmet(profile).map(|need| need.gap_word().get(lang).to_owned());
        let unknown = own.needs(profile, Answer::Unknown);
        let unknown = unknown.map(|need| words::gap::perhaps(lang, need.gap_word().get(lang)));
        unmet.chain(unknown).collect::<Vec<_>>().join(lang.comma())
    }
}

/// One row per measure that is not met, worst first, with its gap words and what to do next.
pub fn priorities(gap: &Gap) -> Filled<'_> {
    Open::TABLE.fill(worst_first(gap).into_iter().map(|own| Open(Judged::of(gap, own))))
}

/// A measure that is late, and the row that was on time last.
struct Late<'a> {
    measure: &'a Measure,
    until: Date,
    row: &'a Witness,
}

impl<'a> Late<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(table::LATENESS),
        columns: &[
            ColumnSpec::shown(column::ID, Kind::Text).of(|row| row.measure.id.as_str().into()),
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text)
                .of(|row| (&row.measure.title).into()),
            ColumnSpec::shown(table::ON_TIME_UNTIL, Kind::Date).of(|row| row.until.into()),
            ROW.of(|row| id_of(Some(row.row))),
            FILE.of(|row| file_of(Some(row.row))),
            LINE.of(|row| line_of(Some(row.row))),
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
