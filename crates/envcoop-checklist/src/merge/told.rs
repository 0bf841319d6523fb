//! What a merge did, row by row.

use envcoop_core::edit::merge::{Added, Change, Conflict, Merged, Missing, Said};
use envcoop_core::problem::{Place, quoted};
use envcoop_core::text::{Label, Lang, trim};
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, Value};
use envcoop_present::placed::Placed;
use envcoop_words as words;

use crate::account::{self, COLUMN, FROM, ROW, TO};

/// How many edits a terminal shows; it shows conflicts whole.
const LISTED: usize = 50;

/// Writes what a merge into a plan did.
pub(super) fn document<'m>(plan: &'m str, merged: &'m Merged, n_refused: u64) -> Document<'m> {
    let Merged { changes, added, conflicts, missing, held, .. } = merged;
    let [n_changes, n_added, n_conflicts, n_missing] =
        [changes.len(), added.len(), conflicts.len(), missing.len()].map(|n| n as u64);
    let mut edits: Vec<Phrase<'_>> =
        changes.iter().take(LISTED).map(|edit| Edit(edit).line()).collect();
    if changes.len() > LISTED {
        let n_more = changes.len() - LISTED;
        edits.push(Phrase::each(|lang| words::edit::and_more(lang, n_more)));
    }
    let new_row = |own: &Added| {
        let row = titled(&own.id, &own.title);
        Phrase::each(|lang| words::edit::new_row(lang, &row, &own.place))
    };
    let is_held = |own: &Missing| {
        let row = titled(&own.id, &own.title);
        Phrase::each(|lang| words::edit::held(lang, &row, &own.file))
    };
    let stays = |own: &Missing| {
        let row = titled(&own.id, &own.title);
        Phrase::each(|lang| words::edit::missing(lang, &row, &own.file))
    };
    let sides = conflicts.iter().flat_map(Side::of);
    let is_open = n_conflicts > 0;
    let line = Phrase::each(|lang| {
        let n_unchanged = merged.n_unchanged;
        // What is told as applied was applied.
        let say = if is_open { words::edit::would_merge } else { words::edit::merged };
        say(lang, n_changes, n_added, n_unchanged, n_conflicts, n_refused, n_missing)
    });
    let applied = if is_open { words::edit::WOULD_APPLY } else { words::edit::APPLIED };
    let numbers = [
        ("applied", applied, n_changes),
        ("added", words::edit::NEW_ROWS, n_added),
        ("unchanged", words::edit::UNCHANGED, merged.n_unchanged),
        ("conflicts", words::edit::CONFLICTS, n_conflicts),
        ("refused", words::edit::REFUSED, n_refused),
        ("left_out", words::edit::LEFT_OUT, n_missing),
    ];
    vec![
        Block::Title(plan.into()),
        Block::Account(Edit::TABLE.fill(changes.iter().map(Edit)), edits),
        Block::Account(
            ADDED.fill(added.iter().cloned().map(New)),
            added.iter().map(new_row).collect(),
        ),
        Block::Account(HELD.fill(held.iter().cloned()), held.iter().map(is_held).collect()),
        Block::Account(LEFT_OUT.fill(missing.iter().cloned()), missing.iter().map(stays).collect()),
        Block::Account(SIDES.fill(sides), conflicts.iter().flat_map(conflict).collect()),
        account::whole(plan, line, &numbers),
    ]
}

/// An edit that applies.
struct Edit<'m>(&'m Change);

impl Placed for Edit<'_> {
    fn place(&self) -> Option<&Place> {
        Some(&self.0.to.place)
    }
}

impl<'m> Edit<'m> {
    const TABLE: TableOf<'m, Self> = TableOf {
        spec: account::spec("edits", words::edit::EDITS),
        columns: &[
            ROW.of(|edit| edit.0.id.as_str().into()),
            COLUMN.of(|edit| edit.0.column.as_str().into()),
            FROM.of(|edit| edit.0.from.as_str().into()),
            TO.of(|edit| edit.0.to.text.as_str().into()),
            Self::PLACE,
            Self::FILE,
            Self::LINE,
        ],
    };

    fn line(&self) -> Phrase<'m> {
        let Change { id, column, from, to } = self.0;
        format!("{id} {column}: {} -> {} ({})", quoted(from), quoted(&to.text), to.place).into()
    }
}

/// Names a row by its id and, where it has one, its title.
fn titled(id: &str, title: &str) -> String {
    if trim(title).is_empty() { id.to_owned() } else { format!("{id} {}", quoted(title)) }
}

const TITLE: ColumnSpec = ColumnSpec::shown(words::column::TITLE, Kind::Text).named("title");

/// A row that is new.
struct New(Added);

impl Placed for New {
    fn place(&self) -> Option<&Place> {
        Some(&self.0.place)
    }
}

const ADDED: TableOf<'static, New> = TableOf {
    spec: account::spec("added", words::edit::NEW_ROWS),
    columns: &[
        ROW.of(|own| own.0.id.clone().into()),
        TITLE.of(|own| own.0.title.clone().into()),
        New::PLACE,
        New::FILE,
        New::LINE,
    ],
};

const HELD: TableOf<'static, Missing> =
    TableOf { spec: account::spec("held", words::edit::HELD_HEADING), ..LEFT_OUT };

const LEFT_OUT: TableOf<'static, Missing> = TableOf {
    spec: account::spec("left_out", words::edit::LEFT_OUT),
    columns: &[
        ROW.of(|own| own.id.clone().into()),
        TITLE.of(|own| own.title.clone().into()),
        ColumnSpec::shown(words::edit::COPY, Kind::Text)
            .named("file")
            .of(|own| own.file.to_string().into()),
    ],
};

/// What one side of a conflict says.
struct Side {
    id: String,
    column: String,
    side: (&'static str, Label),
    place: Option<Place>,
    text: String,
}

const SIDES: TableOf<'static, Side> = TableOf {
    spec: account::spec("conflicts", words::edit::CONFLICTS),
    columns: &[
        ROW.of(|own| own.id.clone().into()),
        COLUMN.of(|own| own.column.clone().into()),
        ColumnSpec::shown(words::edit::SIDE, Kind::Text)
            .named("side")
            .of(|own| Value::word(own.side.0, own.side.1)),
        ColumnSpec::shown(words::edit::TEXT, Kind::Text)
            .named("text")
            .of(|own| own.text.clone().into()),
        Side::PLACE,
        Side::FILE,
        Side::LINE,
    ],
};

impl Placed for Side {
    fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

impl Side {
    /// Returns what was sent out, where that is known, and what each side says.
    fn of(conflict: &Conflict) -> Vec<Side> {
        let side = |side, place: Option<&Place>, text: &str| Side {
            id: conflict.id.clone(),
            column: conflict.column.clone(),
            side,
            place: place.cloned(),
            text: text.to_owned(),
        };
        let said = |name, said: &Said| side(name, Some(&said.place), &said.text);
        let base = conflict.base.iter();
        let base = base.map(|text| side(("base", words::edit::SENT_OUT_HEADING), None, text));
        let ours = said(("ours", words::edit::OURS_HEADING), &conflict.ours);
        let theirs = conflict.theirs.iter();
        let theirs = theirs.map(|own| said(("theirs", words::edit::THEIRS_HEADING), own));
        base.chain([ours]).chain(theirs).collect()
    }
}

fn conflict(own: &Conflict) -> Vec<Phrase<'static>> {
    let Conflict { id, column, base, ours, theirs, .. } = own;
    let base = base.iter();
    let base = base.map(|base| Phrase::each(|lang| words::edit::sent_out(lang, quoted(base))));
    let said = |say: fn(Lang, &Place, String) -> String, said: &Said| {
        Phrase::each(|lang| say(lang, &said.place, quoted(&said.text)))
    };
    let opening = Phrase::each(|lang| words::edit::conflict(lang, id, column));
    let theirs = theirs.iter().map(|own| said(|l, p, t| words::edit::theirs(l, p, t), own));
    let ours = Phrase::each(|lang| words::edit::ours(lang, &ours.place, quoted(own.ours_in(lang))));
    [opening].into_iter().chain(base).chain([ours]).chain(theirs).collect()
}
