//! Reviews as people give them back: of candidates, and of rows that seem to be the same project; in any
//! form in which a table comes.

use std::sync::Arc;

use envcoop_core::edit::merge::Said;
use envcoop_core::edit::review::twins::{AskedTwin, ReviewedTwins, Which};
use envcoop_core::edit::review::{Asked, Reviewed, Stray, is_stray};
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Lang, Text, trim};
use envcoop_words::candidate;
use envcoop_words::problem::header as say;

use super::TextEncoding;
use crate::table::{Opener, Row, Search, Table};

/// Tells whether a file is a review.
pub fn is_one(file: &Arc<str>, open: &Opener<'_>, encoding: Option<TextEncoding>) -> bool {
    Sheet::find(file, open, encoding, &|_| false, CANDIDATES).is_some()
}

/// What a file holds to decide, each with the sheet on which it stands.
#[derive(Debug)]
pub struct Review {
    /// Rows with candidates.
    pub candidates: Option<(Arc<str>, Vec<Reviewed>)>,
    /// Rows that seem to be the same project.
    pub twins: Option<(Arc<str>, Vec<ReviewedTwins>)>,
}

/// Reads a review; nothing where the file is none. A column that the header names twice and a cell
/// without a value are named among the problems, and a row that has something to say and no id.
/// `is_title` knows the titles of the plan, by which the encoding of a review with plain headers is told.
pub fn read(
    file: &Arc<str>,
    open: &Opener<'_>,
    encoding: Option<TextEncoding>,
    is_title: &dyn Fn(&str) -> bool,
    problems: &mut Problems,
) -> Option<Review> {
    let candidates = Sheet::find(file, open, encoding, is_title, CANDIDATES)
        .map(|sheet| (sheet.place(), read_candidates(&sheet, open, problems)));
    let twins = Sheet::find(file, open, encoding, is_title, TWINS)
        .map(|sheet| (sheet.place(), read_twins(&sheet, open, problems)));
    let is_one = candidates.is_some() || twins.is_some();
    is_one.then_some(Review { candidates, twins })
}

fn read_candidates(
    sheet: &Sheet<Asked>,
    open: &Opener<'_>,
    problems: &mut Problems,
) -> Vec<Reviewed> {
    let (mut reviewed, mut no_ids) = (Vec::new(), Vec::new());
    sheet.read(open, problems, |row, columns| {
        let strays = strays(row, columns, |own| matches!(own, Asked::Id | Asked::Decision));
        let mut own = Reviewed { number: row.number, strays, ..Reviewed::default() };
        for &(at, column, _) in columns {
            let text = row.text(at).to_owned();
            let mut show = |column, text| {
                own.shown.push((column, Said { place: row.place(at), text }));
            };
            match column {
                Asked::Id => own.id = text,
                Asked::Title => show(Column::Title, text),
                Asked::Tied => {
                    show(Column::Measures, text.clone());
                    own.tied = Some(text);
                }
                Asked::Candidate(n) => own.candidates[n] = text,
                Asked::Decision => {
                    own.decision = text;
                    own.place = Some(row.place(at));
                }
                Asked::Note => own.note = text,
                Asked::About | Asked::Why(_) | Asked::Source => {}
            }
        }
        if own.id.is_empty() {
            no_ids.extend(no_id(&own, row));
        } else {
            reviewed.push(own);
        }
    });
    no_ids.into_iter().for_each(|problem| problems.push(problem));
    reviewed
}

/// Says of a row without an id that what it says counts for no row; nothing where it says nothing.
fn no_id(own: &Reviewed, row: &Row<'_>) -> Option<Problem> {
    let titles = own.shown.iter().filter(|(column, _)| *column == Column::Title);
    let titles = titles.map(|(_, said)| said.text.as_str());
    let strays = own.strays.iter().map(|stray| stray.said.text.as_str());
    let mut others = titles.chain([own.note.as_str()]).chain(strays);
    let problem = match trim(&own.decision) {
        "" => {
            let said = quoted(others.find(|text| !text.is_empty())?);
            let message = Text::new(|lang| candidate::said_without_id(lang, &said));
            Problem::warning(row.own_place(), message)
        }
        decision => {
            let decision = quoted(decision);
            let message = Text::new(|lang| candidate::no_id(lang, &decision));
            Problem::error(own.place.clone().unwrap_or_else(|| row.own_place()), message)
        }
    };
    Some(problem.hint(candidate::NO_ID_HINT))
}

fn read_twins(
    sheet: &Sheet<AskedTwin>,
    open: &Opener<'_>,
    problems: &mut Problems,
) -> Vec<ReviewedTwins> {
    let mut reviewed = Vec::new();
    sheet.read(open, problems, |row, columns| {
        let is_own = |own| matches!(own, AskedTwin::Id(_) | AskedTwin::Decision);
        let strays = strays(row, columns, is_own);
        let mut own = ReviewedTwins { number: row.number, strays, ..ReviewedTwins::default() };
        for &(at, column, _) in columns {
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
    reviewed
}

/// Returns the cells of a row that hold nothing but a decision, where they are not to hold one.
fn strays<C: Copy>(
    row: &Row<'_>,
    columns: &[(usize, C, &str)],
    is_own: impl Fn(C) -> bool,
) -> Vec<Stray> {
    let column = |at: usize| columns.iter().find(|(own, ..)| *own == at);
    let is_elsewhere = |at: &usize| column(*at).is_none_or(|&(_, own, _)| !is_own(own));
    let stray = |at: usize| Stray {
        header: column(at).map_or_else(String::new, |(.., header)| (*header).to_owned()),
        said: Said { place: row.place(at), text: row.text(at).to_owned() },
    };
    let cells = (0..row.cells.len()).filter(is_elsewhere);
    cells.filter(|&at| is_stray(row.text(at))).map(stray).collect()
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
        is_title: &dyn Fn(&str) -> bool,
        columns: Columns<C>,
    ) -> Option<Sheet<C>> {
        let is_known = |text: &str| (columns.of_header)(text).is_some();
        let search = Search { is_known: &is_known, tells: is_title, encoding, sheet: None };
        let table = Table::find(file, open, search, &mut Problems::default())?;
        let names: Vec<&str> = table.layout.names.iter().map(String::as_str).collect();
        (columns.are_headers)(&names).then(|| Sheet { file: Arc::clone(file), table, columns })
    }

    /// Returns the file, with the sheet where it has one.
    fn place(&self) -> Arc<str> {
        let part = self.table.parts.first();
        part.map_or_else(|| Arc::clone(&self.file), |part| Arc::clone(&part.place))
    }

    /// Hands every row to `sink`, with its columns: where each stands, and its header.
    fn read(
        &self,
        open: &Opener<'_>,
        problems: &mut Problems,
        mut sink: impl FnMut(&Row<'_>, &[(usize, C, &str)]),
    ) {
        let Columns { of_header, title, is_read, .. } = self.columns;
        let names = &self.table.layout.names;
        let all = names.iter().enumerate();
        let all: Vec<(usize, C, &str)> =
            all.filter_map(|(at, name)| Some((at, of_header(name)?, name.as_str()))).collect();
        let columns = || all.iter().filter(|(_, own, _)| is_read(*own));
        let n_before = problems.n_errors();
        for (n, (_, column, _)) in columns().enumerate() {
            let n_named = columns().filter(|(_, own, _)| own == column).count();
            let is_first = !columns().take(n).any(|(_, own, _)| own == column);
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
            for (at, ..) in columns() {
                if let Some(fault) = row.fault(*at) {
                    problems.push(fault.column(names[*at].clone()));
                }
            }
            sink(row, &all);
        });
    }
}
