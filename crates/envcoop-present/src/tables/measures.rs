//! Tables of the measures: what each comes to, how its needs are answered, when it is worked on.

use envcoop_core::date::Date;
use envcoop_core::framework::Measure;
use envcoop_core::judge::gap::{Gap, MeasureGap, State};
use envcoop_core::judge::tally::{MeasureTally, NeedTally};
use envcoop_core::study::Study;
use envcoop_core::vocabulary::{Answer, Need};
use envcoop_forms::table::{Filled, TableOf, Value};
use envcoop_words::column::{self, about};
use envcoop_words::{self as words, measure, sheet, table};

use super::columns::{
    self, ANSWER, AREA, CHALLENGE, END, FILE, HIGH, ID, LINE, LIVE, LOW, MEASURE, NEED, PROPOSALS,
    ROW, START, STATE, TITLE, file_of, high, id_of, line_of, low, number, text, to, yes,
};

/// A measure and what the plan says of it.
#[derive(Clone, Copy)]
pub(super) struct Judged<'a> {
    gap: &'a Gap,
    pub(super) own: &'a MeasureGap,
}

impl<'a> Judged<'a> {
    pub(super) const MEASURES: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "measures",
            sheet::MEASURES,
            table::about::MEASURES,
            &["id"],
            &[to("area", "areas"), to("challenge", "challenges")],
        ),
        columns: &[
            ID.printed(1).of(Self::id),
            AREA.of(Self::area),
            CHALLENGE.of(Self::challenge),
            TITLE.printed(2).of(Self::title),
            STATE.printed(3).of(|row| columns::state(row.own.state)),
            LOW.printed(4).of(|row| low(row.own.interval)),
            HIGH.printed(5).of(|row| high(row.own.interval)),
            LIVE.of(|row| row.tally().live.into()),
            PROPOSALS.of(|row| row.tally().proposed.into()),
            text("assessed", measure::ASSESSED, about::ASSESSED).of(|row| yes(row.own.is_assessed)),
            text("unmet", words::answer::UNMET_HEADING, about::UNMET)
                .width(12, 20)
                .prose()
                .printed(6)
                .of(|row| row.needs(Answer::Unmet)),
            text("unknown", words::answer::UNKNOWN_HEADING, about::UNKNOWN)
                .width(12, 20)
                .prose()
                .printed(7)
                .of(|row| row.needs(Answer::Unknown)),
            START.printed(9).of(|row| row.tally().start.into()),
            END.printed(10).of(|row| row.tally().end.into()),
            text("reason", measure::REASON, about::REASON)
                .width(14, 26)
                .prose()
                .printed(8)
                .of(|row| row.tally().not_applicable.as_ref().map(|(_, why)| why.as_str()).into()),
        ],
    };

    pub(super) const TIMELINE: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "timeline",
            measure::TIMELINE,
            table::about::TIMELINE,
            &["measure"],
            &[to("measure", "measures")],
        ),
        columns: &[
            MEASURE.of(Self::id),
            AREA.of(Self::area),
            TITLE.of(Self::title),
            START.of(|row| row.tally().start.into()),
            END.of(|row| row.tally().end.into()),
            number("months", "months", column::MONTHS, about::MONTHS).of(|row| {
                let days = row.tally().start.zip(row.tally().end);
                days.and_then(|(start, end)| months(start, end)).into()
            }),
        ],
    };

    pub(super) fn all(gap: &'a Gap) -> impl Iterator<Item = Judged<'a>> {
        gap.measures.iter().map(move |own| Judged { gap, own })
    }

    pub(super) fn of(gap: &'a Gap, own: &'a MeasureGap) -> Self {
        Judged { gap, own }
    }

    pub(super) fn gap(&self) -> &'a Gap {
        self.gap
    }

    pub(super) fn measure(&self) -> &'a Measure {
        self.gap.framework.measure(self.own.measure)
    }

    pub(super) fn tally(&self) -> &'a MeasureTally {
        &self.gap.tally.measures[self.own.measure.at()]
    }

    pub(super) fn id(&self) -> Value<'a> {
        self.measure().id.as_str().into()
    }

    pub(super) fn area(&self) -> Value<'a> {
        self.measure().area.as_str().into()
    }

    pub(super) fn challenge(&self) -> Value<'a> {
        self.measure().primary_challenge().into()
    }

    pub(super) fn title(&self) -> Value<'a> {
        (&self.measure().title).into()
    }

    fn needs(&self, answer: Answer) -> Value<'a> {
        self.own.needs(self.own.profile, answer).map(Value::of).collect()
    }
}

/// Returns how many calendar months the days from `start` to `end` touch; none where they are in
/// the wrong order, as the first start and last end of different rows may be.
fn months(start: Date, end: Date) -> Option<u64> {
    let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    (start <= end).then(|| u64::try_from(month(end) - month(start) + 1).ok()).flatten()
}

/// A need of a measure.
#[derive(Clone, Copy)]
pub(super) struct Answered<'a> {
    of: Judged<'a>,
    need: Need,
}

impl<'a> Answered<'a> {
    pub(super) const NEEDS: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "needs",
            table::NEEDS,
            table::about::NEEDS,
            &["measure", "need"],
            &[to("measure", "measures")],
        ),
        columns: &[
            MEASURE.of(|row| row.of.id()),
            NEED.of(|row| Value::of(row.need)),
            text("counted", column::COUNTED, about::COUNTED)
                .of(|row| yes(row.of.own.profile.needs().contains(&row.need))),
            ANSWER.of(|row| Value::of(row.of.own.answers.get(row.need))),
            number("rows_met", "rows", words::answer::ROWS_MET, about::ROWS_MET)
                .of(|row| row.rows(Answer::Met)),
            number("rows_unknown", "rows", column::ROWS_UNKNOWN, about::ROWS_UNKNOWN)
                .of(|row| row.rows(Answer::Unknown)),
            number("rows_unmet", "rows", column::ROWS_UNMET, about::ROWS_UNMET)
                .of(|row| row.rows(Answer::Unmet)),
            ROW.of(|row| id_of(row.tally().witness())),
            FILE.of(|row| file_of(row.tally().witness())),
            LINE.of(|row| line_of(row.tally().witness())),
        ],
    };

    fn tally(&self) -> &'a NeedTally {
        &self.of.tally().needs[self.need as usize]
    }

    fn rows(&self, answer: Answer) -> Value<'a> {
        self.tally().rows[answer as usize].into()
    }
}

/// One row per measure.
pub fn measures(study: &Study) -> Filled<'_> {
    Judged::MEASURES.fill(Judged::all(&study.gap))
}

/// One row per measure: from its first day to its last.
pub fn timeline(study: &Study) -> Filled<'_> {
    Judged::TIMELINE.fill(Judged::all(&study.gap))
}

/// One row per measure and need, also the needs that the profile does not count.
pub fn needs(study: &Study) -> Filled<'_> {
    let apply = Judged::all(&study.gap).filter(|row| row.own.state != State::NotApplicable);
    Answered::NEEDS.fill(apply.flat_map(|of| Need::ALL.map(|need| Answered { of, need })))
}
