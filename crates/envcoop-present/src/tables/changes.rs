//! Tables of what changed since an earlier plan.

use envcoop_core::judge::change::{Changes, NeedChange};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Answer;
use envcoop_forms::table::{Table, Value};

use super::{CHALLENGE_CHANGES, CHANGES, bounds, place_of};

/// One row per challenge: before and now.
pub fn challenge_changes<'a>(changes: &'a Changes, lang: Lang) -> Table<'a> {
    let framework = &changes.after.framework;
    let groups = changes.before.challenges.iter().zip(&changes.after.challenges);
    let rows = framework.challenges.iter().zip(groups).map(|(challenge, (before, after))| {
        let mut row = vec![Value::text(&*challenge.id), Value::text(challenge.title.get(lang))];
        row.extend(bounds(before.interval));
        row.extend(bounds(after.interval));
        row
    });
    Table { spec: &CHALLENGE_CHANGES, rows: rows.collect() }
}

/// One row per measure and need: before and now.
pub fn changes<'a>(changes: &'a Changes, lang: Lang) -> Table<'a> {
    let row = |change: &'a NeedChange| {
        let measure = changes.after.framework.measure(change.measure);
        let answer = |answer: Option<Answer>| answer.map(|answer| Value::text(answer.code()));
        let cause = change.cause(lang);
        let mut row = vec![
            Value::text(measure.id.as_str()),
            Value::text(measure.title.get(lang)),
            Value::text(change.need.code()),
            Value::text(change.change.code()),
            answer(change.before).unwrap_or(Value::Blank),
            answer(change.after).unwrap_or(Value::Blank),
            if cause.is_empty() { Value::Blank } else { Value::text(cause) },
        ];
        row.extend(place_of(change.was.as_ref()));
        row.extend(place_of(change.now.as_ref()));
        row
    };
    Table { spec: &CHANGES, rows: changes.needs.iter().map(row).collect() }
}
