//! What was read otherwise than it is written, and what could not be read: counted, and said once.

use std::sync::Arc;

use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, quoted};
use envcoop_core::text::{Lang, Text};
use envcoop_words::problem::cell as say;

/// How often cells were read otherwise than they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Cells in another spelling, by column, with the first of them and what it was read as.
    pub spelt: Vec<Counted>,
    /// Days that were made of a stretch of time.
    pub spans: Vec<Counted>,
    /// Cells of amounts of which the words before them were taken for who pays.
    pub funders: Vec<Counted>,
    /// Amounts that were rounded to the cent.
    pub n_rounded: u64,
    /// Amounts of merged cells that stay in the first row.
    pub n_merged: u64,
    /// Rows whose first day no column tells.
    pub n_without_start: u64,
    /// Rows without a status.
    pub n_without_status: u64,
    /// Cells that could not be read and are not known.
    pub n_unknown: u64,
    /// Blank cells that took the heading above them.
    pub n_filled: u64,
    /// Blank cells that took what stands above them.
    pub n_filled_down: u64,
    /// Amounts that are read and can hardly be meant, the first ones.
    pub far: Vec<Problem>,
    /// What could not be read, the first ones.
    pub faults: Vec<Alike>,
    /// How many more cells could not be read.
    pub n_more_faults: u64,
}

/// Cells of a column with the same text that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The column of the plan.
    pub column: Column,
    /// The text.
    pub text: String,
    /// How many there are.
    pub n: u64,
    /// What is wrong with the first.
    pub problem: Problem,
}

/// Of how many different texts it is said that they cannot be read.
pub(super) const MOST_FAULTS: usize = 200;

/// How often, and the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The column of the plan.
    pub column: Column,
    /// How often.
    pub n: u64,
    /// The first text.
    pub from: String,
    /// What it was read as.
    pub to: String,
}

/// Counts a cell that was read otherwise than it is written.
pub(super) fn count(counts: &mut Vec<Counted>, column: Column, from: &str, to: &str) {
    match counts.iter_mut().find(|own| own.column == column) {
        Some(own) => own.n += 1,
        None => {
            let (from, to) = (from.to_owned(), to.to_owned());
            counts.push(Counted { column, n: 1, from, to });
        }
    }
}

/// Says how often.
type Say = fn(Lang, u64) -> String;

/// Says once what was read otherwise than it is written.
pub fn notes(told: &Told, file: &Arc<str>) -> Vec<Problem> {
    let place = || Place { file: Arc::clone(file), line: 0 };
    let mut notes: Vec<Problem> = told.faults.iter().map(alike).collect();
    notes.extend(told.far.iter().cloned());
    let mut note = |message: Text| notes.push(Problem::note(place(), message));
    for Counted { column, n, from, to } in &told.spelt {
        let label = column.code();
        note(Text::new(|lang| say::spelt(lang, *n, label, quoted(from), quoted(to))));
    }
    for Counted { column, n, from, to } in &told.spans {
        let label = column.code();
        note(Text::new(|lang| say::spans(lang, *n, label, quoted(from), quoted(to))));
    }
    for Counted { n, from, to, .. } in &told.funders {
        note(Text::new(|lang| say::funders(lang, *n, quoted(from), quoted(to))));
    }
    let counted: [(u64, Say); 7] = [
        (told.n_more_faults, say::more_faults),
        (told.n_rounded, say::rounded),
        (told.n_merged, say::merged),
        (told.n_filled, say::filled),
        (told.n_filled_down, say::filled_down),
        (told.n_without_start, say::without_start),
        (told.n_without_status, say::without_status),
    ];
    for (n, say) in counted.into_iter().filter(|(n, _)| *n > 0) {
        note(Text::new(|lang| say(lang, n)));
    }
    notes
}

/// Says what is wrong with cells that are alike.
fn alike(own: &Alike) -> Problem {
    let problem = own.problem.clone();
    let message = Text::new(|lang| match own.n {
        1 => problem.message.get(lang).to_owned(),
        n => say::alike(lang, problem.message.get(lang), n),
    });
    Problem { message, ..problem }
}
