//! What a plan has been sent out as. A workbook remembers every state of a row in which it may have
//! been mailed; a copy is compared with the latest that both it and the plan remember.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Key;
use super::engine::id_of;
use crate::plan::{Document, Heading, Line};

/// Adds to what was sent out the rows that an edit changed, as they stand from now on. Nothing that
/// is remembered goes: copies that are still under way were made from it.
pub fn sent_on(base: &Document, old: &Document, new: &Document) -> Document {
    let mut sent = base.clone();
    let is_same = |was: &Line, line: &Line| {
        let n = line.cells.len().max(was.cells.len());
        let cell = |line: &Line, at: usize| line.cells.get(at).cloned().unwrap_or_default();
        (0..n).all(|at| cell(was, at) == cell(line, at))
    };
    for (row, line) in new.lines.iter().enumerate() {
        if old.lines.get(row).is_some_and(|was| is_same(was, line)) {
            continue;
        }
        let mut cells = vec![String::new(); sent.headings.len()];
        for (heading, text) in new.headings.iter().zip(&line.cells) {
            let key = Key::of(heading);
            match sent.headings.iter().position(|own| Key::of(own) == key) {
                Some(at) => cells[at].clone_from(text),
                None if text.is_empty() => {}
                None => {
                    sent.headings.push(Heading::new(key.name()));
                    sent.lines.iter_mut().for_each(|line| line.cells.push(String::new()));
                    cells.push(text.clone());
                }
            }
        }
        sent.lines.push(Line { number: 0, cells });
    }
    sent
}

/// The states of rows that a file remembers.
pub(super) struct Past<'d> {
    document: &'d Document,
    keys: Vec<Key>,
    /// By id, the first state first.
    rows: HashMap<Cow<'d, str>, Vec<usize>>,
    /// Every id once, in the order of the file.
    pub(super) ids: Vec<Cow<'d, str>>,
}

impl<'d> Past<'d> {
    pub(super) fn of(document: &'d Document) -> Past<'d> {
        let mut rows: HashMap<Cow<'_, str>, Vec<usize>> = HashMap::new();
        let mut ids = Vec::new();
        for (row, line) in document.lines.iter().enumerate() {
            let id = id_of(document, line);
            let states = rows.entry(id.clone()).or_default();
            if states.is_empty() && !id.is_empty() {
                ids.push(id);
            }
            states.push(row);
        }
        rows.remove("");
        Past { document, keys: document.headings.iter().map(Key::of).collect(), rows, ids }
    }

    /// Returns the latest state of a row that `other` remembers too, else the first.
    pub(super) fn row(&self, id: &str, other: Option<&Past<'_>>) -> Option<&'d Line> {
        let (first, later) = self.rows.get(id)?.split_first()?;
        let theirs = other.and_then(|other| Some((other, other.rows.get(id)?)));
        let is_known = |row: &&usize| {
            theirs.is_some_and(|(other, states)| {
                states.iter().any(|&own| self.is_same(**row, other, own))
            })
        };
        let row = later.iter().rev().find(is_known).unwrap_or(first);
        self.document.lines.get(*row)
    }

    fn is_same(&self, row: usize, other: &Past<'_>, own: usize) -> bool {
        let keys = self.keys.iter().chain(&other.keys);
        keys.into_iter().all(|key| key.same(self.text(row, key), other.text(own, key)))
    }

    fn text(&self, row: usize, key: &Key) -> &str {
        let at = self.keys.iter().position(|own| own == key);
        let cell = at.and_then(|at| self.document.lines.get(row)?.cells.get(at));
        cell.map_or("", String::as_str)
    }
}
