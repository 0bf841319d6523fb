//! Bringing edits together.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::past::Past;
use super::{Change, Conflict, Edited, Key, Merged, Missing, Refused, Resolve, Said};
use crate::plan::{Column, Document, Heading, Line, Spelling, tidy};
use crate::problem::Place;
use crate::text::trim;
use crate::vocabulary::{Link, Word};

/// Merges edited files into a plan, which stands in the file `ours` and remembers what it was sent
/// out as, where it is a workbook that does.
pub fn merge(
    ours: &Arc<str>,
    plan: &Document,
    past: Option<&Document>,
    edited: &[Edited],
    resolve: Option<Resolve>,
) -> Merged {
    let mut edited: Vec<&Edited> = edited.iter().collect();
    edited.sort_by(|a, b| a.file.cmp(&b.file));
    let mut merging = Merging {
        ours,
        plan,
        resolve,
        rows: Rows::of(plan),
        past: past.map(Past::of),
        spelling: Spelling::of(plan),
        columns: plan.headings.iter().map(Key::of).collect(),
        said: BTreeMap::new(),
        strangers: Vec::new(),
        merged: Merged { plan: plan.clone(), ..Merged::default() },
    };
    edited.iter().for_each(|edited| merging.take(edited));
    merging.settle();
    merging.add_strangers();
    merging.merged
}

/// What the plan says in the place of a row that it does not have any more.
const REMOVED: &str = "(row removed)";

/// The rows of a plan by id; of rows with one id the first.
struct Rows<'d>(HashMap<&'d str, usize>);

impl<'d> Rows<'d> {
    fn of(plan: &'d Document) -> Self {
        let mut rows = HashMap::new();
        for (i, line) in plan.lines.iter().enumerate() {
            rows.entry(trim(plan.text(line, Column::Id))).or_insert(i);
        }
        rows.remove("");
        Rows(rows)
    }
}

/// What edited files say about a cell of the plan.
#[derive(Default)]
struct Cell {
    base: Option<String>,
    /// Whether the plan changed it since it was sent out, or may have.
    is_contested: bool,
    theirs: Vec<Said>,
}

/// A row that the plan does not have.
struct Stranger {
    id: String,
    cells: BTreeMap<Key, String>,
    place: Place,
}

struct Merging<'a> {
    ours: &'a Arc<str>,
    plan: &'a Document,
    resolve: Option<Resolve>,
    rows: Rows<'a>,
    past: Option<Past<'a>>,
    spelling: Spelling,
    /// The columns of the result: those of the plan, then new ones.
    columns: Vec<Key>,
    /// By row, or its future place, and column.
    said: BTreeMap<(usize, usize), Cell>,
    strangers: Vec<Stranger>,
    merged: Merged,
}

impl Merging<'_> {
    /// Compares an edited file with its baseline and with the plan.
    fn take(&mut self, edited: &Edited) {
        let base = edited.base.as_ref();
        let past = base.map(Past::of);
        let keys: Vec<Key> = edited.plan.headings.iter().map(Key::of).collect();
        let mut seen: HashMap<&str, Place> = HashMap::new();
        for line in &edited.plan.lines {
            let place = Place { file: Arc::clone(&edited.file), line: line.number };
            let id = trim(edited.plan.text(line, Column::Id));
            if let Some(first) = seen.get(id).filter(|_| !id.is_empty()) {
                let first = first.clone();
                self.merged.refused.push(Refused { place, id: id.to_owned(), first });
                continue;
            }
            seen.insert(id, place.clone());
            let sent = base.zip(past.as_ref());
            let sent =
                sent.and_then(|(base, past)| Some((base, past.row(id, self.past.as_ref())?)));
            match self.rows.0.get(id) {
                Some(&row) => self.compare(row, &keys, line, sent, &place),
                None => match sent {
                    Some(sent) => self.take_removed(id, &keys, line, sent, place),
                    None => self.take_stranger(id, &keys, line, place),
                },
            }
        }
        for id in past.iter().flat_map(|past| past.ids.iter().copied()) {
            if self.rows.0.contains_key(id) && !seen.contains_key(id) {
                let file = Arc::clone(&edited.file);
                self.merged.missing.push(Missing { id: id.to_owned(), file });
            }
        }
    }

    /// Notes which cells of a row its editor changed.
    fn compare(
        &mut self,
        row: usize,
        keys: &[Key],
        line: &Line,
        sent: Option<(&Document, &Line)>,
        place: &Place,
    ) {
        let is_held = self.is_held(row, keys, line);
        let mut holds = false;
        for (key, text) in
            keys.iter().zip(&line.cells).filter(|(key, _)| **key != Key::Known(Column::Id))
        {
            if is_held && [Column::Measures, Column::Link].map(Key::Known).contains(key) {
                holds |= !key.same(text, self.our_text(row, key));
                self.merged.n_unchanged += 1;
                continue;
            }
            let ours = self.our_text(row, key);
            let base = sent.map(|(base, line)| text_of(base, line, key));
            let is_edit = match base {
                Some(base) => !key.same(text, base),
                // Without a baseline a blank proves nothing.
                None => !key.is_blank(text),
            };
            if !is_edit || key.same(text, ours) {
                self.merged.n_unchanged += 1;
                continue;
            }
            let is_contested = match base {
                Some(base) => !key.same(ours, base),
                None => !key.is_blank(ours),
            };
            let base = base.map(str::to_owned);
            let column = self.column(key);
            let cell = self.said.entry((row, column)).or_default();
            cell.base = cell.base.take().or(base);
            cell.is_contested |= is_contested;
            cell.say(key, Said { place: place.clone(), text: text.clone() });
        }
        if holds {
            let id = self.our_text(row, &Key::Known(Column::Id)).to_owned();
            self.merged.held.push(Missing { id, file: Arc::clone(&place.file) });
        }
    }

    /// Tells whether a person tied a row of the plan to its measures, and a rule would do so anew.
    fn is_held(&self, row: usize, keys: &[Key], line: &Line) -> bool {
        let key = Key::Known(Column::Link);
        let link = keys.iter().zip(&line.cells).find(|(own, _)| **own == key);
        let is_by_rule = |text: &str| Link::read(text) == Some(Link::Rule);
        link.is_some_and(|(_, text)| is_by_rule(text)) && !is_by_rule(self.our_text(row, &key))
    }

    fn our_text(&self, row: usize, key: &Key) -> &str {
        self.plan.lines.get(row).map_or("", |line| text_of(self.plan, line, key))
    }

    /// Notes a row that the plan removed since it was sent out: it stays removed, unless somebody
    /// edited it.
    fn take_removed(
        &mut self,
        id: &str,
        keys: &[Key],
        line: &Line,
        (base, sent): (&Document, &Line),
        place: Place,
    ) {
        let edits = keys.iter().zip(&line.cells);
        let edits = edits.filter(|(key, text)| !key.same(text, text_of(base, sent, key)));
        let n_before = self.merged.conflicts.len();
        for (key, text) in edits {
            let nowhere = Place { file: Arc::clone(self.ours), line: 0 };
            self.merged.conflicts.push(Conflict {
                id: id.to_owned(),
                column: key.name().to_owned(),
                base: Some(text_of(base, sent, key).to_owned()),
                ours: Said { place: nowhere, text: REMOVED.to_owned() },
                theirs: vec![Said { place: place.clone(), text: text.clone() }],
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

    fn take_stranger(&mut self, id: &str, keys: &[Key], line: &Line, place: Place) {
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

    /// Returns where a column stands in the result; a new one comes last.
    fn column(&mut self, key: &Key) -> usize {
        self.columns.iter().position(|own| own == key).unwrap_or_else(|| {
            self.columns.push(key.clone());
            self.merged.plan.headings.push(Heading::new(key.name()));
            self.merged.plan.lines.iter_mut().for_each(|line| line.cells.push(String::new()));
            self.columns.len() - 1
        })
    }

    /// Returns an edited cell as it is written into the plan.
    fn written(&self, key: &Key, text: &str) -> String {
        self.spelling.written(key.column(), &tidy(key.column(), text)).into_owned()
    }

    /// Applies what is not contradicted.
    fn settle(&mut self) {
        for ((row, column), cell) in std::mem::take(&mut self.said) {
            let key = &self.columns[column];
            let line = &self.plan.lines[row];
            let id = trim(self.plan.text(line, Column::Id)).to_owned();
            let ours = text_of(self.plan, line, key).to_owned();
            let place = Place { file: Arc::clone(self.ours), line: line.number };
            let agree = cell.theirs.len() == 1;
            let applies = match self.resolve {
                _ if agree && !cell.is_contested => true,
                Some(Resolve::Theirs) => agree,
                _ => false,
            };
            let name = key.name().to_owned();
            if applies {
                let Some(to) = cell.theirs.into_iter().next() else { continue };
                let text = self.written(key, &to.text);
                let to = Said { text: text.clone(), ..to };
                self.merged.plan.lines[row].cells[column] = text;
                self.merged.touched.entry(row).or_insert_with(|| to.place.clone());
                self.merged.changes.push(Change { id, column: name, from: ours, to });
            } else if self.resolve != Some(Resolve::Ours) {
                let ours = Said { place, text: ours };
                let (base, theirs) = (cell.base, cell.theirs);
                self.merged.conflicts.push(Conflict { id, column: name, base, ours, theirs });
            }
        }
    }

    /// Adds the rows that the plan does not have. Rows of one id that say the same are one; rows
    /// without an id get one, the same whatever the order of the files.
    fn add_strangers(&mut self) {
        let mut strangers = std::mem::take(&mut self.strangers);
        strangers.sort_by(|a, b| (&a.id, &a.cells, &a.place).cmp(&(&b.id, &b.cells, &b.place)));
        let ids = strangers.iter().map(|s| s.id.clone());
        let mut taken: BTreeSet<String> =
            ids.chain(self.rows.0.keys().map(|&id| id.to_owned())).collect();
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
        for key in keys {
            let column = self.column(&key);
            let ours = self.merged.plan.lines[row].cells[column].clone();
            let theirs = other.cells.get(&key).cloned().unwrap_or_default();
            if !key.same(&ours, &theirs) {
                let first = self.merged.touched.get(&row).unwrap_or(&other.place).clone();
                self.merged.conflicts.push(Conflict {
                    id: other.id.clone(),
                    column: key.name().to_owned(),
                    base: None,
                    ours: Said { place: first, text: ours },
                    theirs: vec![Said { place: other.place.clone(), text: theirs }],
                });
            }
        }
    }
}

impl Cell {
    /// Adds what a file says, unless another said it already.
    fn say(&mut self, key: &Key, said: Said) {
        if !self.theirs.iter().any(|other| key.same(&other.text, &said.text)) {
            self.theirs.push(said);
        }
    }
}

fn text_of<'d>(plan: &Document, line: &'d Line, key: &Key) -> &'d str {
    let at = plan.headings.iter().position(|heading| Key::of(heading) == *key);
    at.and_then(|at| line.cells.get(at)).map_or("", String::as_str)
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
