//! Rows of edited files that the plan does not have: new ones, and those that it removed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use envcoop_words::edit::ROW_REMOVED;

use super::engine::{Merging, text_of};
use super::together::{Together, joined};
use super::{Added, Choice, Conflict, Key, Said};
use crate::plan::{Column, Document, Line};
use crate::problem::Place;
use crate::text::Lang;

/// A row that the plan does not have.
pub(super) struct Stranger {
    id: String,
    cells: BTreeMap<Key, String>,
    place: Place,
}

/// What was chosen for cells of a new row on which files differ.
pub(super) struct Chosen {
    conflict: Conflict,
    row: usize,
    /// Columns and their texts.
    cells: Vec<(usize, String)>,
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
        let mut conflicts = Vec::new();
        for edits in grouped(edits, |(key, _)| key) {
            let nowhere = Place { file: Arc::clone(self.ours), line: 0 };
            let of = |text: fn(&Document, &Line, &Key, &str) -> String| -> Vec<String> {
                edits.iter().map(|(key, own)| text(base, sent, key, own)).collect()
            };
            let columns = of(|_, _, key, _| key.name().to_owned());
            conflicts.push(Conflict {
                id: id.to_owned(),
                column: joined(&columns),
                columns,
                base: Some(joined(&of(|base, sent, key, _| text_of(base, sent, key).to_owned()))),
                ours: Said { place: nowhere, text: ROW_REMOVED.get(Lang::En).to_owned() },
                theirs: vec![Said {
                    place: place.clone(),
                    text: joined(&of(|_, _, _, own| own.to_owned())),
                }],
                also: Vec::new(),
            });
        }
        // A row comes back whole or not at all.
        let choices: Option<Vec<Choice>> =
            conflicts.iter().map(|conflict| self.resolve.choice(conflict)).collect();
        match choices {
            Some(choices) if choices.iter().all(|choice| *choice == Choice::Ours) => {}
            Some(choices) if choices.iter().all(|choice| *choice == Choice::Theirs(0)) => {
                self.take_stranger(id, keys, line, place);
            }
            _ => self.merged.conflicts.append(&mut conflicts),
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
        self.choose();
    }

    /// Applies what was chosen for new rows. Choices for one cell that differ settle nothing.
    fn choose(&mut self) {
        let chosen = std::mem::take(&mut self.chosen);
        let mut texts: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
        for own in &chosen {
            for (column, text) in &own.cells {
                texts.entry((own.row, *column)).or_default().insert(text);
            }
        }
        for own in &chosen {
            let mut cells = own.cells.iter();
            if cells.all(|(column, _)| texts.get(&(own.row, *column)).is_some_and(|t| t.len() == 1))
            {
                for (column, text) in &own.cells {
                    let key = self.columns[*column].clone();
                    self.merged.plan.lines[own.row].cells[*column] = self.written(&key, text);
                }
            } else {
                self.merged.conflicts.push(own.conflict.clone());
            }
        }
        // A title that was chosen is the row's from now on.
        for added in &mut self.merged.added {
            let plan = &self.merged.plan;
            let own = plan.lines.iter().find(|line| plan.text(line, Column::Id) == added.id);
            if let Some(line) = own.filter(|_| !chosen.is_empty()) {
                added.title = plan.text(line, Column::Title).to_owned();
            }
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
        let line = &self.merged.plan.lines[row];
        let title = self.merged.plan.text(line, Column::Title).to_owned();
        self.merged.added.push(Added { id, title, place: stranger.place.clone() });
        self.merged.touched.insert(row, stranger.place);
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
            let names: Vec<String> = keys.iter().map(|key| key.name().to_owned()).collect();
            let conflict = Conflict {
                id: other.id.clone(),
                column: joined(&names),
                columns: names,
                base: None,
                ours: Said { place: first, text: joined(&ours) },
                theirs: vec![Said { place: other.place.clone(), text: joined(&theirs) }],
                also: Vec::new(),
            };
            let texts = match self.resolve.between_files(&conflict) {
                None => {
                    self.merged.conflicts.push(conflict);
                    continue;
                }
                Some(Choice::Ours) => ours.iter().map(|&text| text.to_owned()).collect(),
                Some(Choice::Theirs(_)) => theirs.iter().map(|&text| text.to_owned()).collect(),
                Some(Choice::Own(own)) => vec![own.text],
            };
            let cells = columns.into_iter().zip::<Vec<String>>(texts).collect();
            self.chosen.push(Chosen { conflict, row, cells });
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
