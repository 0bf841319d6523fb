//! Reviews as people give them back: of candidates, and of rows that seem to be the same project; in any
//! form in which a table comes.

use std::sync::Arc;

use envcoop_core::edit::review::twins::{AskedTwin, ReviewedTwins, Which};
use envcoop_core::edit::review::{Asked, Reviewed};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Lang, Text, trim};
use envcoop_words::candidate;
use envcoop_words::problem::header as say;

use super::TextEncoding;
use crate::table::{Opener, Row, Search, Table};

/// Tells whether a file is a review.
pub fn is_one(file: &Arc<str>, open: &Opener<'_>, encoding: Option<TextEncoding>) -> bool {
    Sheet::find(file, open, encoding, CANDIDATES).is_some()
}

/// Reads a review of candidates, with the name of the sheet on which it stands; nothing where the file
/// is none. A column that the header names twice and a cell without a value are named among the problems.
pub fn read(
    file: &Arc<str>,
    open: &Opener<'_>,
    encoding: Option<TextEncoding>,
    problems: &mut Problems,
) -> Option<(Arc<str>, Vec<Reviewed>)> {
    let sheet = Sheet::find(file, open, encoding, CANDIDATES)?;
    let (mut reviewed, mut no_ids) = (Vec::new(), Vec::new());
    sheet.read(open, problems, |row, columns| {
        let mut own = Reviewed { number: row.number, ..Reviewed::default() };
        for &(at, column) in columns {
            let text = row.text(at).to_owned();
            match column {
                Asked::Id => own.id = text,
                Asked::Tied => own.tied = text,
                Asked::Candidate(n) => own.candidates[n] = text,
                Asked::Decision => {
                    own.decision = text;
                    own.place = Some(row.place(at));
                }
                Asked::Note => own.note = text,
                Asked::Title | Asked::About | Asked::Why(_) | Asked::Source => {}
            }
        }
        match own.place.clone().filter(|_| own.id.is_empty() && !trim(&own.decision).is_empty()) {
            Some(place) => {
                let decision = quoted(trim(&own.decision));
                let message = Text::new(|lang| candidate::no_id(lang, &decision));
                no_ids.push(Problem::error(place, message).hint(candidate::NO_ID_HINT));
            }
            None if own.id.is_empty() => {}
            None => reviewed.push(own),
        }
    });
    no_ids.into_iter().for_each(|problem| problems.push(problem));
    Some((sheet.place(), reviewed))
}

/// Reads a review of rows that seem to be the same project, as [`read`] does.
pub fn read_twins(
    file: &Arc<str>,
    open: &Opener<'_>,
    encoding: Option<TextEncoding>,
    problems: &mut Problems,
) -> Option<(Arc<str>, Vec<ReviewedTwins>)> {
    let sheet = Sheet::find(file, open, encoding, TWINS)?;
    let mut reviewed = Vec::new();
    sheet.read(open, problems, |row, columns| {
        let mut own = ReviewedTwins { number: row.number, ..ReviewedTwins::default() };
        for &(at, column) in columns {
            let text = row.text(at).to_owned();
            match column {
                AskedTwin::Id(Which::Row) => own.id = text,
                AskedTwin::Id(Which::Twin) => own.twin = text,
                AskedTwin::Decision => {
                    own.decision = text;
                    own.place = Some(row.place(at));
                }
                _ => {}
            }
        }
        if !own.id.is_empty() && !own.twin.is_empty() {
            reviewed.push(own);
        }
    });
    Some((sheet.place(), reviewed))
}

/// The columns of a kind of review.
struct Columns<C> {
    of_header: fn(&str) -> Option<C>,
    title: fn(C, Lang) -> String,
    /// Tells whether merging depends on what stands under a column.
    is_read: fn(C) -> bool,
    /// Tells whether these are the headers of such a review.
    are_headers: fn(&[&str]) -> bool,
}

const CANDIDATES: Columns<Asked> = Columns {
    of_header: Asked::of_header,
    title: Asked::title,
    is_read: |column| {
        !matches!(column, Asked::Title | Asked::About | Asked::Why(_) | Asked::Source)
    },
    are_headers: |headers| Asked::are_headers(headers.iter().copied()),
};

const TWINS: Columns<AskedTwin> = Columns {
    of_header: AskedTwin::of_header,
    title: AskedTwin::title,
    is_read: |column| matches!(column, AskedTwin::Id(_) | AskedTwin::Decision),
    are_headers: |headers| AskedTwin::are_headers(headers.iter().copied()),
};

/// A review in a file.
struct Sheet<C> {
    file: Arc<str>,
    table: Table,
    columns: Columns<C>,
}

impl<C: Copy + PartialEq> Sheet<C> {
    /// Finds a review. What is none is for others to read, who say what is wrong with it.
    fn find(
        file: &Arc<str>,
        open: &Opener<'_>,
        encoding: Option<TextEncoding>,
        columns: Columns<C>,
    ) -> Option<Sheet<C>> {
        let is_known = |text: &str| (columns.of_header)(text).is_some();
        let search = Search { is_known: &is_known, encoding, sheet: None };
        let table = Table::find(file, open, search, &mut Problems::default())?;
        let names: Vec<&str> = table.layout.names.iter().map(String::as_str).collect();
        (columns.are_headers)(&names).then(|| Sheet { file: Arc::clone(file), table, columns })
    }

    /// Returns the file, with the sheet where it has one.
    fn place(&self) -> Arc<str> {
        let part = self.table.parts.first();
        part.map_or_else(|| Arc::clone(&self.file), |part| Arc::clone(&part.place))
    }

    /// Hands every row to `sink`, with the columns that are read and where each stands.
    fn read(
        &self,
        open: &Opener<'_>,
        problems: &mut Problems,
        mut sink: impl FnMut(&Row<'_>, &[(usize, C)]),
    ) {
        let Columns { of_header, title, is_read, .. } = self.columns;
        let names = &self.table.layout.names;
        let columns = names.iter().map(|name| of_header(name)).enumerate();
        let columns: Vec<(usize, C)> = columns
            .filter_map(|(at, column)| Some((at, column.filter(|own| is_read(*own))?)))
            .collect();
        let n_before = problems.n_errors();
        for (n, (_, column)) in columns.iter().enumerate() {
            let n_named = columns.iter().filter(|(_, own)| own == column).count();
            let is_first = !columns[..n].iter().any(|(_, own)| own == column);
            if n_named > 1 && is_first {
                let line = self.table.parts.first().map_or(0, |part| part.header);
                let place = Place { file: self.place(), line };
                let message =
                    Text::new(|lang| say::named_times(lang, title(*column, lang), n_named));
                problems.push(Problem::error(place, message).hint(say::KEEP_ONE));
            }
        }
        if problems.n_errors() > n_before {
            return;
        }
        self.table.read(open, problems, &mut |row, problems| {
            for (at, _) in &columns {
                if let Some(fault) = row.fault(*at) {
                    problems.push(fault.column(names[*at].clone()));
                }
            }
            sink(row, &columns);
        });
    }
}
