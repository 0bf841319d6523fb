//! What changed between two plans: challenges, counts, then every need that changed, with the row that
//! caused it.

use envcoop_core::judge::change::{ChangeKind, Changes, NeedChange};
use envcoop_core::judge::gap::{GroupGap, interval};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Answer;
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, TableSpec, Value};
use envcoop_words as words;

use crate::headline::{OVERALL, headline};
use crate::tables::titled;

/// Writes what changed, and what both plans were restricted to.
pub fn document<'a>(changes: &'a Changes, restricted: Vec<Phrase<'static>>) -> Document<'a> {
    let Changes { before, after, needs } = changes;
    let framework = &*after.framework;
    let names = framework.challenges.iter().map(|c| titled(&c.id, &c.title));
    let groups = before.challenges.iter().zip(&after.challenges);
    let groups = names.zip(groups).map(|(name, (before, after))| Group { name, before, after });
    let overall = Group { name: OVERALL.into(), before: &before.overall, after: &after.overall };
    let [then, now] = [before, after].map(|gap| headline(gap));
    let opening = [
        Phrase::each(|lang| words::difference::before(lang, then.get(lang))),
        Phrase::each(|lang| words::difference::now(lang, now.get(lang))),
    ];
    let mut blocks = vec![
        Block::Title(words::table::CHALLENGE_CHANGES.into()),
        Block::Text(opening.into_iter().chain(restricted).map(Into::into).collect()),
        Block::Table(Group::TABLE.fill(groups.chain([overall])), None),
        Block::text(Phrase::each(|lang| counts(changes, lang))),
    ];
    let changed = needs.iter().filter(|need| need.change != ChangeKind::Same);
    let changed = Need::TABLE.fill(changed.map(|own| Need { changes, own }));
    if !changed.rows.is_empty() {
        blocks.push(Block::heading(words::table::WHAT_CHANGED));
        blocks.push(Block::Table(changed, None));
    }
    blocks
}

/// Counts the needs that changed in each way, and says when the earlier plan was judged.
fn counts(changes: &Changes, lang: Lang) -> String {
    let counts = ChangeKind::ALL.iter().zip(changes.counts());
    let counts = counts.map(|(change, n)| format!("{} {n}", change.label().get(lang)));
    let counts = counts.collect::<Vec<_>>().join(lang.comma());
    words::difference::counts(lang, changes.before.rules.as_of, counts)
}

/// A challenge, or all measures.
struct Group<'a> {
    name: Phrase<'a>,
    before: &'a GroupGap,
    after: &'a GroupGap,
}

impl<'a> Group<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::table::CHALLENGE_CHANGES),
        columns: &[
            ColumnSpec::shown(words::challenge::CHALLENGE, Kind::Text)
                .of(|row| row.name.clone().into()),
            ColumnSpec::shown(words::next::BEFORE_PERCENT, Kind::Percent)
                .of(|row| interval(row.before.interval).into()),
            ColumnSpec::shown(words::difference::NOW_PERCENT, Kind::Percent)
                .of(|row| interval(row.after.interval).into()),
        ],
    };
}

/// A need that is answered otherwise.
struct Need<'a> {
    changes: &'a Changes,
    own: &'a NeedChange,
}

impl<'a> Need<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::table::WHAT_CHANGED),
        columns: &[
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text).of(|row| {
                let measure = row.changes.after.framework.measure(row.own.measure);
                titled(&measure.id, &measure.title).into()
            }),
            ColumnSpec::shown(words::need::NEED, Kind::Text).of(|row| row.own.need.label().into()),
            ColumnSpec::shown(words::change::CHANGE, Kind::Text)
                .of(|row| row.own.change.label().into()),
            ColumnSpec::shown(words::table::BEFORE, Kind::Text).of(|row| answer(row.own.before)),
            ColumnSpec::shown(words::change::NOW, Kind::Text).of(|row| answer(row.own.after)),
            ColumnSpec::shown(words::change::BECAUSE_OF, Kind::Text)
                .of(|row| Phrase::each(|lang| row.own.cause(lang)).into()),
        ],
    };
}

fn answer<'a>(answer: Option<Answer>) -> Value<'a> {
    answer.map_or(Value::DASH, |answer| answer.label().into())
}
