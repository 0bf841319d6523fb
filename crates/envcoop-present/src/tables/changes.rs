//! Tables of what changed since an earlier plan.

use envcoop_core::framework::{Challenge, Measure};
use envcoop_core::judge::change::{ChangeKind, Changes, NeedChange};
use envcoop_core::judge::gap::GroupGap;
use envcoop_core::text::Lang;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Kind, TableOf, Value};
use envcoop_words::column::{self, about};
use envcoop_words::{change, table};

use super::columns::{
    self, CHALLENGE, FILE, HIGH, LINE, LOW, MEASURE, NEED, ROW, TITLE, file_of, high, id_of,
    line_of, low, text, to,
};

/// A challenge before and now.
pub(super) struct Shift<'a> {
    challenge: &'a Challenge,
    before: &'a GroupGap,
    now: &'a GroupGap,
}

impl<'a> Shift<'a> {
    pub(super) const TABLE: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "challenge_changes",
            table::CHALLENGE_CHANGES,
            table::about::CHALLENGE_CHANGES,
            &["challenge"],
            &[to("challenge", "challenges")],
        ),
        columns: &[
            text(CHALLENGE.name, CHALLENGE.title, about::CHALLENGE)
                .of(|row| row.challenge.id.as_str().into()),
            TITLE.of(|row| (&row.challenge.title).into()),
            ColumnSpec::new("low_before", Kind::Percent, column::LOW_BEFORE, about::LOW_BEFORE)
                .of(|row| low(row.before.interval)),
            ColumnSpec::new("high_before", Kind::Percent, column::HIGH_BEFORE, about::HIGH_BEFORE)
                .of(|row| high(row.before.interval)),
            LOW.of(|row| low(row.now.interval)),
            HIGH.of(|row| high(row.now.interval)),
        ],
    };
}

/// A need of a measure before and now.
pub(super) struct Turn<'a> {
    measure: &'a Measure,
    own: &'a NeedChange,
}

impl<'a> Turn<'a> {
    pub(super) const TABLE: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "changes",
            table::WHAT_CHANGED,
            table::about::CHANGES,
            &["measure", "need"],
            &[to("measure", "measures")],
        ),
        columns: &[
            MEASURE.printed(1).of(|row| row.measure.id.as_str().into()),
            TITLE.printed(2).of(|row| (&row.measure.title).into()),
            NEED.printed(3).of(|row| Value::of(row.own.need)),
            text("change", change::CHANGE, about::CHANGE)
                .printed(4)
                .of(|row| Value::of(row.own.change)),
            text("before", column::BEFORE, about::BEFORE)
                .printed(5)
                .of(|row| row.own.before.map(Value::of).into()),
            text("after", column::NOW, about::NOW)
                .printed(6)
                .of(|row| row.own.after.map(Value::of).into()),
            text("cause", change::BECAUSE_OF, about::CAUSE)
                .width(24, 38)
                .prose()
                .printed(7)
                .of(Self::cause),
            text("row_before", column::ROW_BEFORE, about::ROW_BEFORE)
                .of(|row| id_of(row.own.was.as_ref())),
            text("file_before", column::FILE_BEFORE, about::FILE)
                .width(12, 20)
                .of(|row| file_of(row.own.was.as_ref())),
            ColumnSpec::new("line_before", Kind::Integer, column::LINE_BEFORE, about::LINE)
                .of(|row| line_of(row.own.was.as_ref())),
            ROW.of(|row| id_of(row.own.now.as_ref())),
            FILE.of(|row| file_of(row.own.now.as_ref())),
            LINE.of(|row| line_of(row.own.now.as_ref())),
        ],
    };

    fn cause(&self) -> Value<'a> {
        if self.own.cause(Lang::default()).is_empty() {
            return Value::Blank;
        }
        Phrase::each(|lang| self.own.cause(lang)).into()
    }
}

/// One row per challenge: before and now.
pub fn challenge_changes(changes: &Changes) -> Filled<'_> {
    let groups = changes.before.challenges.iter().zip(&changes.after.challenges);
    let rows = changes.after.framework.challenges.iter().zip(groups);
    Shift::TABLE.fill(rows.map(|(challenge, (before, now))| Shift { challenge, before, now }))
}

/// One row per measure and need: before and now.
pub fn changes(changes: &Changes) -> Filled<'_> {
    fill(changes, |_| true)
}

/// The same without what is as it was.
pub(crate) fn differences(changes: &Changes) -> Filled<'_> {
    fill(changes, |own| own.change != ChangeKind::Same)
}

fn fill(changes: &Changes, takes: impl Fn(&NeedChange) -> bool) -> Filled<'_> {
    let rows = changes.needs.iter().filter(|own| takes(own));
    Turn::TABLE
        .fill(rows.map(|own| Turn { measure: changes.after.framework.measure(own.measure), own }))
}
