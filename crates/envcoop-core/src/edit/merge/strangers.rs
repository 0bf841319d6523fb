//! Rows of edited files that the plan does not have: new ones, and those that it removed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::engine::{Merging, text_of};
use super::together::{Together, joined};
use super::{Conflict, Key, Resolve, Said};
use crate::plan::{Column, Document, Line};
use crate::problem::Place;

/// What the plan says in the place of a row that it does not have any more.
const REMOVED: &str = "(row removed)";

/// A row that the plan does not have.
pub(super) struct Stranger {
    id: String,
    cells: BTreeMap<Key, String>,
    place: Place,
}

impl Merging<'_> {
    /// Notes a row that the plan removed since it was sent out: it stays removed, unless somebody
    /// edited it.
    pub(super) fn take_removed(
        &mut self,
        id: &str,
        keys: &[Key],
        line: &Line,
        (base, sent): (&Document, &Line),
        place: Place,
    ) {
        let edits = keys.iter().zip(&line.cells).filter(|(key, text)| {
            **key != Key::Known(Column::Id) && !key.same(text, text_of(base, sent, key))
        });
        let n_before = self.merged.conflicts.len();
        for edits in grouped(edits, |(key, _)| key) {
            let nowhere = Place { file: Arc::clone(self.ours), line: 0 };
            let of = |text: fn(&Document, &Line, &Key, &str) -> String| -> Vec<String> {
                edits.iter().map(|(key, own)| text(base, sent, key, own)).collect()
            };
            self.merged.conflicts.push(Conflict {
                id: id.to_owned(),
                column: joined(&of(|_, _, key, _| key.name().to_owned())),
                base: Some(joined(&of(|base, sent, key, _| text_of(base, sent, key).to_owned()))),
                ours: Said { place: nowhere, text: REMOVED.to_owned() },
                theirs: vec![Said {
                    place: place.clone(),
                    text: joined(&of(|_, _, _, own| own.to_owned())),
                }],
            });
        }
        match self.resolve {
            Some(Resolve::Ours) => self.merged.conflicts.truncate(n_before),
            Some(Resolve::Theirs) if self.merged.conflicts.len() > n_before => {
                self.merged.conflicts.truncate(n_before);
                self.take_stranger(id, keys, line, place);
            }
            _ => {}
        }
    }

    pub(super) fn take_stranger(&mut self, id: &str, keys: &[Key], line: &Line, place: Place) {
        let filled = keys.iter().zip(&line.cells).filter(|(key, text)| !key.is_blank(text));
        let cells: BTreeMap<Key, String> =
            filled.map(|(key, text)| (key.clone(), text.clone())).collect();
        let is_filled = cells.keys().any(|key| *key != Key::Known(Column::Id));
        if id.is_empty() && is_filled && self.is_there(&cells) {
            // The copy was merged before: its new rows have ids by now.
            self.merged.n_unchanged += cells.len() as u64;
        } else if is_filled {
            self.strangers.push(Stranger { id: id.to_owned(), cells, place });
        }
    }

    /// Tells whether a row of the plan says the same as one without an id.
    fn is_there(&self, cells: &BTreeMap<Key, String>) -> bool {
        self.plan.lines.iter().any(|line| {
            let keys = self.plan.headings.iter().map(Key::of);
            let mut filled = keys
                .zip(&line.cells)
                .filter(|(key, text)| *key != Key::Known(Column::Id) && !key.is_blank(text));
            let mut n = 0;
            let same = |(key, text): (Key, &String)| {
                n += 1;
                cells.get(&key).is_some_and(|own| key.same(own, text))
            };
            filled.all(same) && n == cells.len()
        })
    }

    /// Adds the rows that the plan does not have. Rows of one id that say the same are one; rows
    /// without an id get one, the same whatever the order of the files.
    pub(super) fn add_strangers(&mut self) {
        let mut strangers = std::mem::take(&mut self.strangers);
        strangers.sort_by(|a, b| (&a.id, &a.cells, &a.place).cmp(&(&b.id, &b.cells, &b.place)));
        let ids = strangers.iter().map(|s| s.id.clone());
        let mut taken: BTreeSet<String> =
            ids.chain(self.rows.0.keys().map(|id| id.clone().into_owned())).collect();
        let mut number = 0;
        let mut added: HashMap<String, usize> = HashMap::new();
        for stranger in strangers {
            if let Some(&row) = added.get(&stranger.id) {
                self.compare_stranger(row, stranger);
                continue;
            }
            let id = if stranger.id.is_empty() {
                next_id(&mut number, &mut taken)
            } else {
                added.insert(stranger.id.clone(), self.merged.plan.lines.len());
                stranger.id.clone()
            };
            self.add(id, stranger);
        }
    }

    fn add(&mut self, id: String, stranger: Stranger) {
        let row = self.merged.plan.lines.len();
        let mut cells = vec![String::new(); self.columns.len()];
        for (key, text) in stranger.cells {
            let column = self.column(&key);
            cells.resize(self.columns.len(), String::new());
            cells[column] = self.written(&key, &text);
        }
        let column = self.column(&Key::Known(Column::Id));
        cells.resize(self.columns.len(), String::new());
        cells[column].clone_from(&id);
        self.merged.plan.lines.push(Line { number: stranger.place.line, cells });
        self.merged.touched.insert(row, stranger.place);
        self.merged.added.push(id);
    }

    /// Notes where two files add a row of one id and do not say the same.
    fn compare_stranger(&mut self, row: usize, other: Stranger) {
        let keys: BTreeSet<Key> = self.columns.iter().chain(other.cells.keys()).cloned().collect();
        let differing: Vec<Key> = keys
            .into_iter()
            .filter(|key| {
                let column = self.column(key);
                let ours = &self.merged.plan.lines[row].cells[column];
                !key.same(ours, other.cells.get(key).map_or("", String::as_str))
            })
            .collect();
        for keys in grouped(differing, |key| key) {
            let first = self.merged.touched.get(&row).unwrap_or(&other.place).clone();
            let columns: Vec<usize> = keys.iter().map(|key| self.column(key)).collect();
            let cells = &self.merged.plan.lines[row].cells;
            let ours: Vec<&str> = columns.iter().map(|&column| cells[column].as_str()).collect();
            let theirs: Vec<&str> =
                keys.iter().map(|key| other.cells.get(key).map_or("", String::as_str)).collect();
            let conflict = Conflict {
                id: other.id.clone(),
                column: joined(&keys.iter().map(Key::name).collect::<Vec<_>>()),
                base: None,
                ours: Said { place: first, text: joined(&ours) },
                theirs: vec![Said { place: other.place.clone(), text: joined(&theirs) }],
            };
            self.merged.conflicts.push(conflict);
        }
    }
}

/// Puts cells beside each other that mean one thing together.
fn grouped<T>(cells: impl IntoIterator<Item = T>, key: impl Fn(&T) -> &Key) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    for cell in cells {
        let own = Together::of(key(&cell));
        let is_same = |cells: &&mut Vec<T>| own.is_some() && Together::of(key(&cells[0])) == own;
        match groups.iter_mut().find(is_same) {
            Some(cells) => cells.push(cell),
            None => groups.push(vec![cell]),
        }
    }
    groups
}

/// Makes an id that no row has.
fn next_id(number: &mut u32, taken: &mut BTreeSet<String>) -> String {
    loop {
        *number += 1;
        let id = format!("NEW-{number:03}");
        if taken.insert(id.clone()) {
            return id;
        }
    }
}
