//! A plan carried from one version of a strategy to the next.
//!
//! Nothing is deleted: a measure of the same id and revision keeps its rows as they are, one whose
//! meaning changed keeps them and is marked for review, a removed one moves to a column of its own.

use envcoop_words as words;

use crate::framework::{Framework, Measure};
use crate::plan::{Column, Document, Heading, Line, grammar};
use crate::text::{Lang, trim};

/// The header under which a row says what to look at again.
pub const REVIEW: &str = "review";
/// The header under which a row keeps measures that the strategy does not have any more.
pub const RETIRED: &str = "retired";

/// What became of a measure of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its meaning changed: the row is marked with what it said before.
    Review,
    /// It has another id now.
    Renamed(String),
    /// The strategy does not have it any more.
    Retired,
    /// Neither version has it: it stays as it stands.
    Unknown,
}

/// A measure of a row that did not simply stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The row.
    pub id: String,
    /// The line on which it stands.
    pub line: u64,
    /// The measure's id in the old version.
    pub measure: String,
    /// What became of it.
    pub fate: Fate,
}

/// A plan under the new version.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The plan.
    pub plan: Document,
    /// What did not simply stay, in the plan's order.
    pub moved: Vec<Moved>,
    /// Rows that are as they were.
    pub n_kept: u64,
}

/// Carries a plan from `old` to `new`; what the old version said is quoted in `lang`.
pub fn migrate(old: &Framework, new: &Framework, plan: &Document, lang: Lang) -> Migration {
    let mut migration = Migration { plan: plan.clone(), moved: Vec::new(), n_kept: 0 };
    let Some(measures) = plan.position(Column::Measures) else {
        migration.n_kept = plan.lines.len() as u64;
        return migration;
    };
    for (row, line) in plan.lines.iter().enumerate() {
        let fates = parts(&line.cells[measures]).map(|part| (part, fate(old, new, part.id)));
        let fates: Vec<(Part<'_>, Option<Fate>)> = fates.collect();
        if fates.iter().all(|(_, fate)| fate.is_none()) {
            migration.n_kept += 1;
            continue;
        }
        let id = trim(plan.text(line, Column::Id)).to_owned();
        for (part, fate) in &fates {
            let Some(fate) = fate.clone() else { continue };
            let (id, measure) = (id.clone(), part.id.to_owned());
            migration.moved.push(Moved { id, line: line.number, measure, fate });
        }
        migration.plan.lines[row].cells[measures] = rewritten(&fates);
        migration.note(row, REVIEW, &reviews(old, &fates, lang));
        migration.note(row, RETIRED, &retired(&fates));
    }
    migration
}

/// A measure of a row and its share.
#[derive(Clone, Copy)]
struct Part<'t> {
    id: &'t str,
    share: Option<&'t str>,
}

impl Part<'_> {
    fn text(&self, id: &str) -> String {
        self.share.map_or_else(|| id.to_owned(), |share| format!("{id}:{share}"))
    }
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    grammar::parts(text).map(grammar::share).map(|(id, share)| Part { id, share })
}

/// Returns what becomes of a measure; nothing where it stays.
fn fate(old: &Framework, new: &Framework, id: &str) -> Option<Fate> {
    let before = measure(old, id);
    let after = measure(new, id);
    match (before, after) {
        (Some(before), Some(after)) => (before.rev != after.rev).then_some(Fate::Review),
        (None, Some(_)) => None,
        (_, None) => {
            let renamed = new.measures.iter().find(|m| m.was.iter().any(|was| was == id));
            Some(match (renamed, before) {
                (Some(renamed), _) => Fate::Renamed(renamed.id.clone()),
                (None, Some(_)) => Fate::Retired,
                (None, None) => Fate::Unknown,
            })
        }
    }
}

fn measure<'f>(framework: &'f Framework, id: &str) -> Option<&'f Measure> {
    framework.measure_idx(id).map(|idx| framework.measure(idx))
}

/// Writes the measures that a row still serves. Where shares are left that do not make the whole,
/// all are left out: equal shares are what the format takes for none.
fn rewritten(fates: &[(Part<'_>, Option<Fate>)]) -> String {
    let has_retired = fates.iter().any(|(_, fate)| *fate == Some(Fate::Retired));
    let kept = fates.iter().filter(|(_, fate)| *fate != Some(Fate::Retired));
    let text = kept.map(|(part, fate)| {
        let id = match fate {
            Some(Fate::Renamed(id)) => id,
            _ => part.id,
        };
        if has_retired { id.to_owned() } else { part.text(id) }
    });
    text.collect::<Vec<_>>().join(";")
}

fn reviews(old: &Framework, fates: &[(Part<'_>, Option<Fate>)], lang: Lang) -> String {
    let of = |fate: &Fate| matches!(fate, Fate::Review | Fate::Renamed(_));
    let found = fates.iter().filter(|(_, fate)| fate.as_ref().is_some_and(of));
    let quote = found.filter_map(|(part, _)| {
        let before = measure(old, part.id)?;
        let (title, statement) = (before.title.get(lang), before.statement.get(lang));
        Some(words::migration::review_again(lang, part.id, title, statement))
    });
    // Money moves where a measure goes: somebody has to agree.
    let kept = rewritten(fates);
    let gone = retired(fates);
    let taken = (!kept.is_empty() && !gone.is_empty())
        .then(|| words::migration::takes_over(lang, &gone, &kept));
    quote.chain(taken).collect::<Vec<_>>().join("; ")
}

fn retired(fates: &[(Part<'_>, Option<Fate>)]) -> String {
    let retired = fates.iter().filter(|(_, fate)| *fate == Some(Fate::Retired));
    retired.map(|(part, _)| part.text(part.id)).collect::<Vec<_>>().join(";")
}

impl Migration {
    /// Adds a text to a row under a header; the column is made if it is not there.
    fn note(&mut self, row: usize, header: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let is_it = |heading: &Heading| heading.column.is_none() && trim(&heading.text) == header;
        let at = self.plan.headings.iter().position(is_it).unwrap_or_else(|| {
            self.plan.headings.push(Heading::new(header));
            self.plan.lines.iter_mut().for_each(|Line { cells, .. }| cells.push(String::new()));
            self.plan.headings.len() - 1
        });
        let cell = &mut self.plan.lines[row].cells[at];
        if !cell.is_empty() {
            cell.push_str("; ");
        }
        cell.push_str(text);
    }
}
