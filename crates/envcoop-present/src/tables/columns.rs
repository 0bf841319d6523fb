//! The columns that several tables have: what each is called and what it means.

use envcoop_core::judge::gap::{Interval, State};
use envcoop_core::judge::witness::Witness;
use envcoop_core::text::Label;
use envcoop_forms::palette::{INK, MET, NOT_APPLICABLE, PAPER, STEPS, Shade, UNKNOWN};
use envcoop_forms::table::{ColumnSpec, Kind, Reference, TableSpec, Value};
use envcoop_words::column::{self, about};
use envcoop_words::{self as words, answer, challenge, formula, measure, money, row};

/// A column of ids, names, words or sentences.
pub(super) const fn text(name: &'static str, title: Label, about: Label) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Text, title, about)
}

/// A column of how many of something there are.
pub(super) const fn number(
    name: &'static str,
    unit: &'static str,
    title: Label,
    about: Label,
) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Integer, title, about).unit(unit)
}

/// Says that a column holds the ids of a table.
pub(super) const fn to(column: &'static str, table: &'static str) -> Reference {
    Reference { column, table, key: "id" }
}

/// What a table holds whose rows the columns `key` tell apart.
pub(super) const fn table(
    name: &'static str,
    title: Label,
    about: Label,
    key: &'static [&'static str],
    references: &'static [Reference],
) -> TableSpec {
    TableSpec { name, title, about, key, references }
}

pub(super) const ID: ColumnSpec = text("id", column::ID, about::ID);
pub(super) const TITLE: ColumnSpec =
    text("title", column::TITLE, about::TITLE).width(24, 38).prose();
pub(super) const MEASURE: ColumnSpec = text("measure", measure::MEASURE, about::MEASURE);
pub(super) const AREA: ColumnSpec = text("area", words::area::AREA, about::AREA_OF_MEASURE);
pub(super) const CHALLENGE: ColumnSpec =
    text("challenge", challenge::CHALLENGE, about::CHALLENGE_OF_MEASURE);
pub(crate) const LOW: ColumnSpec = ColumnSpec::new("low", Kind::Percent, formula::LOW, about::LOW);
pub(crate) const HIGH: ColumnSpec =
    ColumnSpec::new("high", Kind::Percent, formula::HIGH, about::HIGH);
pub(super) const STATE: ColumnSpec = text("state", formula::STATE, about::STATE);
pub(super) const NEED: ColumnSpec = text("need", words::need::NEED, about::NEED);
pub(super) const ANSWER: ColumnSpec = text("answer", answer::ANSWER, about::ANSWER);
pub(super) const NEXT_STEP: ColumnSpec =
    text("next_step", measure::NEXT_HEADING, about::NEXT_STEP).width(24, 38).prose();
pub(super) const ROW: ColumnSpec = text("row", column::ROW, about::ROW);
pub(super) const FILE: ColumnSpec = text("file", column::FILE, about::FILE).width(12, 20).prose();
pub(super) const LINE: ColumnSpec =
    ColumnSpec::new("line", Kind::Integer, column::LINE, about::LINE);
pub(super) const START: ColumnSpec =
    ColumnSpec::new("start", Kind::Date, column::START, about::FIRST_DAY);
pub(super) const END: ColumnSpec = ColumnSpec::new("end", Kind::Date, column::END, about::LAST_DAY);
pub(super) const CURRENCY: ColumnSpec = text("currency", column::CURRENCY, about::CURRENCY);
pub(super) const COMMITTED: ColumnSpec =
    ColumnSpec::new("committed", Kind::Amount, money::COMMITTED_HEADING, about::COMMITTED);
pub(super) const PROPOSED: ColumnSpec =
    ColumnSpec::new("proposed", Kind::Amount, words::status::PROPOSED, about::PROPOSED);
pub(super) const LIVE: ColumnSpec =
    number("activities", "rows", row::ACTIVITIES, about::ACTIVITIES);
pub(super) const PROPOSALS: ColumnSpec =
    number("proposals", "rows", row::PROPOSALS, about::PROPOSALS);

/// What is met for certain; a blank where nothing applies.
pub(crate) fn low<'a>(interval: Option<Interval>) -> Value<'a> {
    interval.map(|interval| interval.low.percent()).into()
}

/// What may be met; a blank where nothing applies.
pub(crate) fn high<'a>(interval: Option<Interval>) -> Value<'a> {
    interval.map(|interval| interval.high.percent()).into()
}

/// A state in its colours.
pub(crate) fn state<'a>(state: State) -> Value<'a> {
    let shade = match state {
        State::Met => Shade { paper: MET, ink: PAPER },
        State::DataGap => Shade { paper: UNKNOWN, ink: INK },
        State::ActionGap => STEPS[1].1,
        State::NotApplicable => NOT_APPLICABLE,
    };
    Value::of(state).shaded(shade)
}

/// Yes or no.
pub(crate) fn yes<'a>(is: bool) -> Value<'a> {
    if is { Value::word("yes", answer::YES) } else { Value::word("no", answer::NO) }
}

/// The id of a row that decides something; a blank where none does.
pub(super) fn id_of(row: Option<&Witness>) -> Value<'_> {
    row.map(|row| &*row.id).into()
}

/// The file of such a row.
pub(super) fn file_of(row: Option<&Witness>) -> Value<'_> {
    row.map(|row| &*row.place.file).into()
}

/// The line of such a row.
pub(super) fn line_of<'a>(row: Option<&Witness>) -> Value<'a> {
    row.map(|row| row.place.line).into()
}
