//! People's edits of a plan, brought together cell by cell.
//!
//! Every edited file is compared with the baseline that was sent out: what only its editor changed
//! applies, what only the plan changed stays, what both changed differently is a conflict for a
//! person to settle. Where there is no baseline nothing that stands in the plan is overwritten.
//! The result does not depend on the order of the files.

mod answer;
mod asked;
mod engine;
mod past;
mod plainly;
mod resolving;
mod rules;
mod settle;
mod strangers;
mod together;

use std::collections::BTreeMap;
use std::sync::Arc;

use envcoop_words::edit::ROW_REMOVED;

use crate::plan::{Column, Document, Heading, canonical};
use crate::problem::{Place, quoted};
use crate::text::{Lang, trim};
use crate::vocabulary::{Link, Word};

pub use self::answer::{Answer, Choice, offered};
pub use self::asked::Asked;

pub use self::past::sent_on;
pub use self::plainly::merge;
pub use self::resolving::Resolving;
pub use self::settle::Settled;
use self::together::BETWEEN;

/// A file that somebody edited.
#[derive(Clone, Debug)]
pub struct Edited {
    /// Its name as the user gave it.
    pub file: Arc<str>,
    /// What stands in it.
    pub plan: Document,
    /// What was sent out, where that is known: every state of a row that the file remembers.
    pub base: Option<Document>,
}

/// How conflicts between the plan and an edited file are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolve {
    /// The plan's cell stays.
    Ours,
    /// The edited cell applies, where the edited files agree.
    Theirs,
}

impl Resolve {
    /// Returns the name used on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Resolve::Ours => "ours",
            Resolve::Theirs => "theirs",
        }
    }
}

/// A cell of one side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// Where it stands.
    pub place: Place,
    /// Its text.
    pub text: String,
}

/// An edit that applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub id: String,
    /// The header of the column.
    pub column: String,
    /// What the plan says.
    pub from: String,
    /// What it will say, and who says so first.
    pub to: Said,
}

/// Edits that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The row.
    pub id: String,
    /// The header of the column, or those of cells that are settled as one.
    pub column: String,
    /// The headers of its columns.
    pub columns: Vec<String>,
    /// What was sent out, where that is known.
    pub base: Option<String>,
    /// What the plan says.
    pub ours: Said,
    /// What the edited files say, each text once, in the order of their names.
    pub theirs: Vec<Said>,
    /// Where else an edited file says what one of `theirs` does: which, and the place.
    pub also: Vec<(usize, Place)>,
}

impl Conflict {
    /// Names it in a message: its row and its columns.
    fn name(&self) -> String {
        quoted(&format!("{} {}", self.id, self.column))
    }

    /// Returns what the plan says, for people: of a row that it removed, that it did so.
    pub fn ours_in(&self, lang: Lang) -> &str {
        if self.is_of_removed() { ROW_REMOVED.get(lang) } else { &self.ours.text }
    }

    /// Returns what a side says, as it goes out to be decided: cells that are settled as one and hold
    /// nothing are nothing.
    pub fn as_asked<'t>(&self, text: &'t str) -> &'t str {
        let is_blank = || text.split(BETWEEN).all(|cell| trim(cell).is_empty());
        if self.columns.len() > 1 && is_blank() { "" } else { text }
    }

    /// Returns every place where an edited file says what one of `theirs` does.
    pub fn places(&self, side: usize) -> impl Iterator<Item = &Place> {
        let first = self.theirs.get(side).map(|said| &said.place);
        let also = self.also.iter().filter(move |(own, _)| *own == side);
        first.into_iter().chain(also.map(|(_, place)| place))
    }

    /// Returns the edited files that take part, each with the one of `theirs` that it says.
    fn files(&self) -> impl Iterator<Item = (usize, &str)> {
        let sides = 0..self.theirs.len();
        sides.flat_map(|side| self.places(side).map(move |place| (side, &*place.file)))
    }

    /// Returns which of `theirs` the edited file of this name says.
    fn side_of(&self, name: &str) -> Option<usize> {
        self.files().find(|(_, file)| resolving::is_file(name, file)).map(|(side, _)| side)
    }

    /// Tells whether the plan removed the row.
    pub fn is_of_removed(&self) -> bool {
        self.ours.place.line == 0
    }
}

/// A row that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it comes from.
    pub place: Place,
}

/// A row of which an edited file says nothing that counts: one that it leaves out although it was
/// sent out with it, or one that a rule ties to other measures than a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The row.
    pub id: String,
    /// Its title in the plan.
    pub title: String,
    /// The edited file.
    pub file: Arc<str>,
}

/// A row of an edited file that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands.
    pub place: Place,
    /// Its id.
    pub id: String,
    /// Where the same id stands first.
    pub first: Place,
}

/// What merging comes to.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The plan with every edit that applies.
    pub plan: Document,
    /// For each row that changed or is new, its position in the plan and the edited row.
    pub touched: BTreeMap<usize, Place>,
    /// Edits that apply, in the plan's order.
    pub changes: Vec<Change>,
    /// Rows that are new, in the order in which they were added.
    pub added: Vec<Added>,
    /// Edits that contradict each other.
    pub conflicts: Vec<Conflict>,
    /// Rows that edited files leave out; they stay in the plan.
    pub missing: Vec<Missing>,
    /// Rows that a person tied to their measures and a rule in an edited file ties otherwise: the
    /// person's stand.
    pub held: Vec<Missing>,
    /// Rows that cannot be taken.
    pub refused: Vec<Refused>,
    /// Cells of edited files that change nothing.
    pub n_unchanged: u64,
}

impl Merged {
    /// Takes back what edits did to these rows of the result: rows of the plan are as they were in
    /// `ours`, new ones go.
    pub fn leave_out(&mut self, rows: &[usize], ours: &Document) {
        for &row in rows.iter().rev() {
            self.touched.remove(&row);
            let id = self.plan.text(&self.plan.lines[row], Column::Id).to_owned();
            match ours.lines.get(row) {
                Some(line) => {
                    let n_columns = self.plan.headings.len();
                    self.plan.lines[row].clone_from(line);
                    self.plan.lines[row].cells.resize(n_columns, String::new());
                    self.changes.retain(|change| change.id != id);
                }
                None => {
                    self.plan.lines.remove(row);
                    self.added.retain(|added| added.id != id);
                }
            }
        }
    }
}

/// What tells columns apart: the column of the plan, or the header as it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Known(Column),
    Extra(String),
}

impl Key {
    fn of(heading: &Heading) -> Key {
        match heading.column {
            Some(column) => Key::Known(column),
            None => Key::Extra(crate::text::trim(&heading.text).to_owned()),
        }
    }

    fn column(&self) -> Option<Column> {
        match self {
            Key::Known(column) => Some(*column),
            Key::Extra(_) => None,
        }
    }

    fn name(&self) -> &str {
        match self {
            Key::Known(column) => column.code(),
            Key::Extra(header) => header,
        }
    }

    fn same(&self, a: &str, b: &str) -> bool {
        canonical(self.column(), a) == canonical(self.column(), b)
    }

    /// As [`same`](Self::same), of texts that each stand beside the measures of their row: where there
    /// are none, a blank link says that nobody decided, and `human` that the row serves none.
    fn same_beside(&self, [a, of_a]: [&str; 2], [b, of_b]: [&str; 2]) -> bool {
        let is_decided = |text| Link::read(text) == Some(Link::Human);
        let has_measures = [of_a, of_b].iter().any(|text| !trim(text).is_empty());
        let is_link = *self == Key::Known(Column::Link);
        self.same(a, b) && (has_measures || !is_link || is_decided(a) == is_decided(b))
    }

    fn is_blank(&self, text: &str) -> bool {
        canonical(self.column(), text).is_empty()
    }
}
