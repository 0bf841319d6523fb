//! What a file is that was taken for another: told from what stands at its top, so that the command can be
//! named which takes it.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::edit::merge::Asked as AskedConflict;
use envcoop_core::edit::review::Asked;
use envcoop_core::edit::review::twins::AskedTwin;
use envcoop_core::framework::Framework;
use envcoop_core::plan::Column;
use envcoop_core::problem::Problems;
use envcoop_core::text::{Lang, trim};

use super::TextEncoding;
use crate::mapping::field;
use crate::table::{Opener, Search, Table};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A plan.
    Plan,
    /// A review of candidates, or of rows that seem to be one project.
    Review,
    /// A review of candidates whose header lacks these columns.
    PartOfReview(Vec<Asked>),
    /// Conflicts that go out to be decided.
    Conflicts,
    /// What a part of a plan adds up to.
    Tally,
    /// A table of somebody's own.
    Table,
}

/// The columns without which a review cannot be taken back.
const NEEDED: [Asked; 3] = [Asked::Id, Asked::Candidate(0), Asked::Decision];

impl FileKind {
    /// Tells what a file is; nothing where it is none of these.
    pub fn of(
        file: &Arc<str>,
        open: &Opener<'_>,
        encoding: Option<TextEncoding>,
        framework: &Framework,
    ) -> Option<FileKind> {
        if is_tally(open) {
            return Some(FileKind::Tally);
        }
        let names = |is_known: &dyn Fn(&str) -> bool| {
            let search = Search { is_known, tells: &|_| false, encoding, sheet: None };
            let table = Table::find(file, open, search, &mut Problems::default());
            table.map(|table| table.layout.names).unwrap_or_default()
        };
        let header = names(&|text| {
            let is_asked = Asked::of_header(text).is_some() || AskedTwin::of_header(text).is_some();
            is_asked || AskedConflict::of_header(text).is_some() || field::is_known(text)
        });
        // A review whose header is gone still shows candidates.
        let is_candidate = |text: &str| {
            let named = trim(text).split_once(' ').and_then(|(id, title)| {
                let measure = framework.measure(framework.measure_idx(id)?);
                Some(Lang::ALL.iter().any(|&lang| title.starts_with(measure.title.get(lang))))
            });
            named.unwrap_or(false)
        };
        let without_header = || {
            let is_one = names(&is_candidate).iter().any(|text| is_candidate(text));
            is_one.then(|| FileKind::PartOfReview(NEEDED.to_vec()))
        };
        let kind = FileKind::of_header(&header.iter().map(String::as_str).collect::<Vec<_>>());
        let is_sure = |own: &FileKind| *own != FileKind::Table;
        kind.clone().filter(is_sure).or_else(without_header).or(kind)
    }

    /// Tells what a table with these headers is; nothing where they are too few to tell.
    pub fn of_header(names: &[&str]) -> Option<FileKind> {
        let has_column =
            |column: &Column| names.iter().any(|name| Column::of_header(name) == Some(*column));
        let has = |asked: &Asked| names.iter().any(|name| Asked::of_header(name) == Some(*asked));
        // What only reviews show.
        let shown = [Asked::Tied, Asked::Candidate(0), Asked::Why(0), Asked::Candidate(1)];
        let is_conflict = |asked: &AskedConflict| {
            names.iter().any(|name| AskedConflict::of_header(name) == Some(*asked))
        };
        let of_conflicts = [AskedConflict::Column, AskedConflict::Side(0), AskedConflict::Decision];
        if Column::REQUIRED.iter().all(has_column) {
            Some(FileKind::Plan)
        } else if NEEDED.iter().all(has) || AskedTwin::are_headers(names.iter().copied()) {
            Some(FileKind::Review)
        } else if shown.iter().filter(|own| has(own)).count() > 1 {
            Some(FileKind::PartOfReview(NEEDED.into_iter().filter(|own| !has(own)).collect()))
        } else if of_conflicts.iter().all(is_conflict) {
            Some(FileKind::Conflicts)
        } else {
            // Lists beside a plan say nothing of what is done.
            let n_known = names.iter().filter(|name| field::names(name)).count();
            let is_of_work = names.iter().any(|name| field::names_title(name));
            (n_known > 1 && is_of_work).then_some(FileKind::Table)
        }
    }
}

/// Tells whether a file begins as a tally does.
fn is_tally(open: &Opener<'_>) -> bool {
    const BEGINNING: &str = "{\"format\":\"envcoop-tally/";
    let mut head = Vec::new();
    // What cannot be read is told where it is read.
    let _ = open().take(256).read_to_end(&mut head);
    let text = String::from_utf8_lossy(&head);
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect();
    text.starts_with(BEGINNING)
}
