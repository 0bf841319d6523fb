//! Bringing edits together.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::past::Past;
use super::strangers::{Chosen, Stranger};
use super::together::{Claim, Together, joined};
use super::{Change, Choice, Conflict, Edited, Key, Merged, Missing, Refused, Resolving, Said};
use crate::plan::{Column, Document, Heading, Line, Spelling, tidy};
use crate::problem::Place;
use crate::text::{folded, name_key, trim};
use crate::vocabulary::{Link, Word};

/// Merges files whose cells are written as the format writes them.
pub(super) fn merge(
    ours: &Arc<str>,
    plan: &Document,
    past: Option<&Document>,
    edited: &[Edited],
    resolve: &Resolving,
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
        together: BTreeMap::new(),
        strangers: Vec::new(),
        chosen: Vec::new(),
        merged: Merged { plan: plan.clone(), ..Merged::default() },
    };
    edited.iter().for_each(|edited| merging.take(edited));
    merging.bind();
    merging.settle();
    merging.add_strangers();
    merging.merged
}

/// The rows of a plan by id; of rows with one id the first.
pub(super) struct Rows<'d>(pub(super) HashMap<Cow<'d, str>, usize>);

impl<'d> Rows<'d> {
    fn of(plan: &'d Document) -> Self {
        let mut rows = HashMap::new();
        for (i, line) in plan.lines.iter().enumerate() {
            rows.entry(id_of(plan, line)).or_insert(i);
        }
        rows.remove("");
        Rows(rows)
    }
}

/// What edited files say about a cell of the plan, or about cells that are settled together.
#[derive(Default)]
struct Matter {
    /// Where the cells stand in the result.
    columns: Vec<usize>,
    base: Option<Vec<String>>,
    /// Whether the plan changed it since it was sent out, or may have.
    is_contested: bool,
    /// Who says what; each once.
    theirs: Vec<(Place, Vec<String>)>,
    /// Who else says one of these.
    also: Vec<(usize, Place)>,
}

/// A merge that is being made.
pub(super) struct Merging<'a> {
    pub(super) ours: &'a Arc<str>,
    pub(super) plan: &'a Document,
    pub(super) resolve: &'a Resolving,
    pub(super) rows: Rows<'a>,
    past: Option<Past<'a>>,
    spelling: Spelling,
    /// The columns of the result: those of the plan, then new ones.
    pub(super) columns: Vec<Key>,
    /// By row and the first of the columns.
    said: BTreeMap<(usize, usize), Matter>,
    /// What is said about cells that mean one thing together, by row.
    together: BTreeMap<(usize, Together), Vec<Claim>>,
    pub(super) strangers: Vec<Stranger>,
    /// What was chosen where files add a row of one id and differ.
    pub(super) chosen: Vec<Chosen>,
    pub(super) merged: Merged,
}

impl<'a> Merging<'a> {
    /// Compares an edited file with its baseline and with the plan.
    fn take(&mut self, edited: &Edited) {
        let base = edited.base.as_ref();
        let past = base.map(Past::of);
        let keys = self.keys_of(&edited.plan);
        let mut seen: HashMap<Cow<'_, str>, Place> = HashMap::new();
        for line in &edited.plan.lines {
            let place = Place { file: Arc::clone(&edited.file), line: line.number };
            let id = id_of(&edited.plan, line);
            if let Some(first) = seen.get(&id).filter(|_| !id.is_empty()) {
                let first = first.clone();
                self.merged.refused.push(Refused { place, id: id.into_owned(), first });
                continue;
            }
            seen.insert(id.clone(), place.clone());
            let sent = base.zip(past.as_ref());
            let sent =
                sent.and_then(|(base, past)| Some((base, past.row(&id, self.past.as_ref())?)));
            match self.rows.0.get(&id) {
                Some(&row) => self.compare(row, &keys, line, sent, &place),
                None => match sent {
                    Some(sent) => self.take_removed(&id, &keys, line, sent, place),
                    None => self.take_stranger(&id, &keys, line, place),
                },
            }
        }
        for id in past.iter().flat_map(|past| past.ids.iter().cloned()) {
            if let Some(&row) = self.rows.0.get(&id).filter(|_| !seen.contains_key(&id)) {
                let missing = self.missing(row, id.into_owned(), &edited.file);
                self.merged.missing.push(missing);
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
        let of_measures = keys.iter().zip(&line.cells).find(|(key, _)| **key == MEASURES);
        let measures = of_measures.map_or("", |(_, text)| text);
        let our_measures = self.our_text(row, &MEASURES);
        let sent_measures = sent.map_or("", |(base, line)| text_of(base, line, &MEASURES));
        let is_our_edit = |key: &Key, ours, base: Option<&str>| {
            is_edit(key, [ours, our_measures], base.map(|base| [base, sent_measures]))
        };
        let mut holds = false;
        let mut claims: BTreeMap<Together, Claim> = BTreeMap::new();
        for (key, text) in
            keys.iter().zip(&line.cells).filter(|(key, _)| **key != Key::Known(Column::Id))
        {
            if is_held && [MEASURES, Key::Known(Column::Link)].contains(key) {
                holds |= !key.same(text, self.our_text(row, key));
                self.merged.n_unchanged += 1;
                continue;
            }
            let ours = self.our_text(row, key);
            let base = sent.map(|(base, line)| text_of(base, line, key));
            let is_edited = is_edit(key, [text, measures], base.map(|base| [base, sent_measures]));
            let is_same = key.same_beside([text, measures], [ours, our_measures]);
            let is_contested = is_our_edit(key, ours, base);
            if !is_edited || is_same {
                self.merged.n_unchanged += 1;
            }
            if let Some(group) = Together::of(key) {
                let claim = claims.entry(group).or_insert_with(|| Claim::new(group, place));
                claim.say(group, key, text, is_edited);
            } else if is_edited && !is_same {
                let base = base.map(str::to_owned);
                self.note(row, key, base, is_contested, place, text.clone());
            }
        }
        for (group, mut claim) in claims.into_iter().filter(|(_, claim)| claim.is_edit()) {
            for (at, key) in group.keys().iter().enumerate() {
                let base = sent.map(|(base, line)| text_of(base, line, key));
                let ours = self.our_text(row, key);
                claim.know(at, base, ours, is_our_edit(key, ours, base));
            }
            self.together.entry((row, group)).or_default().push(claim);
        }
        if holds {
            let id = self.our_text(row, &Key::Known(Column::Id)).to_owned();
            let held = self.missing(row, id, &place.file);
            self.merged.held.push(held);
        }
    }

    fn missing(&self, row: usize, id: String, file: &Arc<str>) -> Missing {
        let title = self.our_text(row, &Key::Known(Column::Title)).to_owned();
        Missing { id, title, file: Arc::clone(file) }
    }

    /// Returns the columns of an edited file. A column that the format does not know is one of the plan
    /// that is called the same but for its case, unless the file has that one as well.
    fn keys_of(&self, plan: &Document) -> Vec<Key> {
        let own: Vec<Key> = plan.headings.iter().map(Key::of).collect();
        let same = |key: &Key| {
            let Key::Extra(name) = key else { return None };
            let is_same = |other: &&Key| match other {
                Key::Extra(known) => name_key(known) == name_key(name) && !own.contains(other),
                Key::Known(_) => false,
            };
            if self.columns.contains(key) { None } else { self.columns.iter().find(is_same) }
        };
        own.iter().map(|key| same(key).unwrap_or(key).clone()).collect()
    }

    /// Notes what a file says about one cell.
    fn note(
        &mut self,
        row: usize,
        key: &Key,
        base: Option<String>,
        is_contested: bool,
        place: &Place,
        text: String,
    ) {
        let column = self.column(key);
        let matter = self.said.entry((row, column)).or_default();
        matter.columns = vec![column];
        matter.base = matter.base.take().or(base.map(|base| vec![base]));
        matter.is_contested |= is_contested;
        match matter.theirs.iter().position(|(_, texts)| key.same(&texts[0], &text)) {
            Some(side) => matter.also.push((side, place.clone())),
            None => matter.theirs.push((place.clone(), vec![text])),
        }
    }

    /// Tells whether a person tied a row of the plan to its measures, and a rule would do so anew.
    fn is_held(&self, row: usize, keys: &[Key], line: &Line) -> bool {
        let key = Key::Known(Column::Link);
        let link = keys.iter().zip(&line.cells).find(|(own, _)| **own == key);
        let is_by_rule = |text: &str| Link::read(text) == Some(Link::Rule);
        link.is_some_and(|(_, text)| is_by_rule(text)) && !is_by_rule(self.our_text(row, &key))
    }

    fn our_text(&self, row: usize, key: &Key) -> &'a str {
        self.plan.lines.get(row).map_or("", |line| text_of(self.plan, line, key))
    }

    /// Returns where a column stands in the result; a new one comes last.
    pub(super) fn column(&mut self, key: &Key) -> usize {
        self.columns.iter().position(|own| own == key).unwrap_or_else(|| {
            self.columns.push(key.clone());
            self.merged.plan.headings.push(Heading::new(key.name()));
            self.merged.plan.lines.iter_mut().for_each(|line| line.cells.push(String::new()));
            self.columns.len() - 1
        })
    }

    /// Returns an edited cell as it is written into the plan.
    pub(super) fn written(&self, key: &Key, text: &str) -> String {
        self.spelling.written(key.column(), &tidy(key.column(), text)).into_owned()
    }

    /// Decides which cells that mean one thing together are settled together.
    fn bind(&mut self) {
        for ((row, group), claims) in std::mem::take(&mut self.together) {
            let keys = group.keys();
            let ours: Vec<String> =
                keys.iter().map(|key| self.our_text(row, key).to_owned()).collect();
            if !group.binds(&ours, &claims) {
                for claim in claims {
                    for (at, key) in keys.iter().enumerate() {
                        if claim.edited[at] && !key.same(&claim.texts[at], &ours[at]) {
                            let base = claim.base.as_ref().map(|base| base[at].clone());
                            let text = claim.texts[at].clone();
                            self.note(row, key, base, claim.ours_edited[at], &claim.place, text);
                        }
                    }
                }
                continue;
            }
            let all = claims.clone();
            let (is_contested, claims) = group.open(&ours, claims);
            let Some(first) = claims.first() else { continue };
            let base = first.base.clone();
            // What nobody moved is no part of the matter.
            let moved = |at: &usize| {
                let differs = |texts: &[String]| !group.same(*at, texts, &ours);
                claims.iter().any(|claim| differs(&claim.texts))
                    || base.as_deref().is_some_and(differs)
            };
            let moved: Vec<usize> = (0..keys.len()).filter(moved).collect();
            let of = |texts: &[String]| moved.iter().map(|&at| texts[at].clone()).collect();
            let same =
                |a: &Claim, b: &Claim| moved.iter().all(|&at| group.same(at, &a.texts, &b.texts));
            let also = all.iter().filter_map(|own| {
                let side = claims.iter().position(|kept| same(kept, own))?;
                (claims[side].place != own.place).then(|| (side, own.place.clone()))
            });
            let matter = Matter {
                columns: moved.iter().map(|&at| self.column(&keys[at])).collect(),
                base: base.as_deref().map(of),
                is_contested,
                theirs: claims.iter().map(|own| (own.place.clone(), of(&own.texts))).collect(),
                also: also.collect(),
            };
            if let Some(&column) = matter.columns.first() {
                self.said.insert((row, column), matter);
            }
        }
    }

    /// Applies what is not contradicted.
    fn settle(&mut self) {
        let mut changes: BTreeMap<(usize, usize), Change> = BTreeMap::new();
        for ((row, _), matter) in std::mem::take(&mut self.said) {
            let line = &self.plan.lines[row];
            let id = trim(self.plan.text(line, Column::Id)).to_owned();
            let keys: Vec<Key> =
                matter.columns.iter().map(|&column| self.columns[column].clone()).collect();
            let ours: Vec<String> =
                keys.iter().map(|key| text_of(self.plan, line, key).to_owned()).collect();
            let place = Place { file: Arc::clone(self.ours), line: line.number };
            let is_agreed = matter.theirs.len() == 1 && !matter.is_contested;
            let choice = if is_agreed {
                Choice::Theirs(0)
            } else {
                let said = |(place, texts): &(Place, Vec<String>)| Said {
                    place: place.clone(),
                    text: joined(texts),
                };
                let columns: Vec<String> = keys.iter().map(|key| key.name().to_owned()).collect();
                let conflict = Conflict {
                    id: id.clone(),
                    column: joined(&columns),
                    columns,
                    base: matter.base.map(|texts| joined(&texts)),
                    ours: Said { place, text: joined(&ours) },
                    theirs: matter.theirs.iter().map(said).collect(),
                    also: matter.also,
                };
                let Some(choice) = self.resolve.choice(&conflict) else {
                    self.merged.conflicts.push(conflict);
                    continue;
                };
                choice
            };
            let (from, texts) = match choice {
                Choice::Ours => continue,
                Choice::Theirs(at) => match matter.theirs.into_iter().nth(at) {
                    Some(theirs) => theirs,
                    None => continue,
                },
                Choice::Own(own) => (own.place, vec![own.text]),
            };
            let cells = keys.iter().zip(&texts).zip(ours).zip(matter.columns);
            for (((key, text), ours), column) in cells {
                let measures =
                    self.merged.plan.text(&self.merged.plan.lines[row], Column::Measures);
                if key.same_beside([text, measures], [&ours, measures]) {
                    continue;
                }
                let text = self.written(key, text);
                self.merged.plan.lines[row].cells[column].clone_from(&text);
                self.merged.touched.entry(row).or_insert_with(|| from.clone());
                let to = Said { place: from.clone(), text };
                let change =
                    Change { id: id.clone(), column: key.name().to_owned(), from: ours, to };
                changes.insert((row, column), change);
            }
        }
        self.merged.changes = changes.into_values().collect();
    }
}

/// The column that says whether a row has measures.
const MEASURES: Key = Key::Known(Column::Measures);

/// Tells whether a text is an edit of what was sent out, each with the measures of its row. Without a
/// baseline a blank proves nothing.
fn is_edit(key: &Key, own: [&str; 2], base: Option<[&str; 2]>) -> bool {
    !key.same_beside(own, base.unwrap_or_default())
}

/// Returns the id of a row, in the one spelling of ids that look the same.
pub(super) fn id_of<'d>(plan: &'d Document, line: &'d Line) -> Cow<'d, str> {
    folded(trim(plan.text(line, Column::Id)))
}

/// Returns the text of a row under a column; empty where the file has no such column.
pub(super) fn text_of<'d>(plan: &Document, line: &'d Line, key: &Key) -> &'d str {
    let find =
        |is_it: &dyn Fn(Key) -> bool| plan.headings.iter().position(|own| is_it(Key::of(own)));
    let is_alike = |own: Key| match (&own, key) {
        (Key::Extra(own), Key::Extra(name)) => name_key(own) == name_key(name),
        _ => false,
    };
    let at = find(&|own| own == *key).or_else(|| find(&is_alike));
    at.and_then(|at| line.cells.get(at)).map_or("", String::as_str)
}
