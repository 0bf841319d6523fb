//! A review of the measures that a rule proposes: what its columns are called, what a decision says,
//! and the decisions as an edited copy of the plan, which [`merge`](super::merge::merge) takes.

mod asked;
mod decision;
pub mod twins;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

pub use self::asked::{Asked, CANDIDATES};
pub use self::decision::{Decided, NO, Unclear, YES, is_stray};
use super::merge::{Edited, Said};
use crate::framework::Framework;
use crate::plan::{Column, Document, Heading, Line, canonical};
use crate::problem::Place;
use crate::text::{folded, trim};
use crate::vocabulary::{Link, Word};

/// A row of a review as a person gives it back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// Its number in the review.
    pub number: u64,
    /// The id of the row of the plan.
    pub id: String,
    /// What a rule had tied the row to, blank where it had none; nothing where the review lost the column.
    pub tied: Option<String>,
    /// The candidates: each the id of a measure, with its title behind it.
    pub candidates: [String; CANDIDATES],
    /// What the person decided.
    pub decision: String,
    /// What the person notes.
    pub note: String,
    /// Where the decision stands.
    pub place: Option<Place>,
    /// What stands in columns of the plan that are there to be read: the title, and in the column of
    /// measures what a rule tied.
    pub shown: Vec<(Column, Said)>,
    /// Cells outside the column of decisions that hold nothing but a decision.
    pub strays: Vec<Stray>,
}

/// A cell that holds nothing but a decision, in a column that is for something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The header of its column; blank beside the table.
    pub header: String,
    /// What stands where.
    pub said: Said,
}

/// A cell of a review that says otherwise than the plan, which keeps what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// The column of the plan.
    pub column: Column,
    /// What the review says.
    pub said: Said,
    /// What the plan says.
    pub plan: String,
}

/// What a review says.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The decisions as an edited copy of the plan, with what the review was made from.
    pub edited: Edited,
    /// How many rows the review has, decided or not.
    pub n_rows: u64,
    /// How many of them the plan does not have.
    pub n_strange: u64,
    /// Ids of the rows without a decision.
    pub open: Vec<String>,
    /// Decisions that cannot be read.
    pub unclear: Vec<(Reviewed, Unclear)>,
    /// Rows with a decision or a note that the plan does not have.
    pub gone: Vec<Reviewed>,
    /// Cells that say otherwise than the plan.
    pub otherwise: Vec<Otherwise>,
    /// Decisions of open rows that stand in a column that is for something else.
    pub strays: Vec<Stray>,
}

impl Taken {
    /// Tells whether the review decides nothing of the plan because it has none of its rows, or none of
    /// those that are decided.
    pub fn is_of_another_plan(&self) -> bool {
        let is_all_gone = self.edited.plan.lines.is_empty() && !self.gone.is_empty();
        self.n_rows > 0 && (is_all_gone || self.n_strange == self.n_rows)
    }
}

/// The columns of the plan on which a review decides.
const COLUMNS: [Column; 4] = [Column::Id, Column::Measures, Column::Link, Column::Note];

/// Makes an edited copy of the decisions and the notes of a review that stands in `file`.
pub fn take(
    file: &Arc<str>,
    reviewed: Vec<Reviewed>,
    plan: &Document,
    framework: &Framework,
) -> Taken {
    let headings: Vec<Heading> = COLUMNS.map(Column::code).map(Heading::new).into();
    let empty = || Document { headings: headings.clone(), lines: Vec::new() };
    let (mut copy, mut sent) = (empty(), empty());
    let mut taken = Taken {
        edited: Edited { file: Arc::clone(file), plan: empty(), base: None },
        n_rows: reviewed.len() as u64,
        n_strange: 0,
        open: Vec::new(),
        unclear: Vec::new(),
        gone: Vec::new(),
        otherwise: Vec::new(),
        strays: Vec::new(),
    };
    let rows: HashMap<Cow<'_, str>, &Line> =
        plan.lines.iter().map(|line| (key(plan.text(line, Column::Id)), line)).collect();
    for mut row in reviewed {
        let line = rows.get(&key(&row.id)).copied();
        taken.n_strange += u64::from(line.is_none());
        let tied = row.tied.take().or_else(|| line.map(|line| tied_by_rule(plan, line)));
        let tied = tied.unwrap_or_default();
        row.tied = Some(tied.clone());
        let decided = row.decided(framework);
        let is_open = decided == Ok(Decided::Open);
        if let Some(line) = line {
            taken.otherwise.extend(otherwise(&row, plan, line, is_open));
        }
        let measures = match decided {
            Ok(Decided::Open) => None,
            Ok(Decided::None) => Some(String::new()),
            Ok(Decided::Measures(measures)) => Some(measures),
            Err(unclear) => {
                taken.unclear.push((row.clone(), unclear));
                None
            }
        };
        if is_open {
            taken.open.push(row.id.clone());
            taken.strays.append(&mut row.strays);
            // Such a note is a decision in the wrong column.
            if is_stray(&row.note) {
                row.note.clear();
            }
        }
        if measures.is_none() && trim(&row.note).is_empty() {
            continue;
        }
        let Some(line) = line else {
            taken.gone.push(row);
            continue;
        };
        let note = plan.text(line, Column::Note);
        let noted = match (trim(note), trim(&row.note)) {
            (_, "") => note.to_owned(),
            ("", own) => own.to_owned(),
            (there, own) if there.contains(own) => note.to_owned(),
            (there, own) => format!("{there}; {own}"),
        };
        let is_rule = if tied.is_empty() { "" } else { Link::Rule.code() };
        let add = |document: &mut Document, cells: [&str; 4]| {
            let cells = cells.map(str::to_owned).into();
            document.lines.push(Line { number: row.number, cells });
        };
        // Without a decision a note is all that the person wrote.
        let (serves, by) = match &measures {
            Some(measures) => (measures, Link::Human.code()),
            None => (&tied, is_rule),
        };
        add(&mut copy, [&row.id, serves, by, &noted]);
        add(&mut sent, [&row.id, &tied, is_rule, note]);
    }
    taken.edited.plan = copy;
    taken.edited.base = Some(sent);
    taken
}

/// Returns what a row of a review shows otherwise than the plan has it. What a rule tied is another
/// matter once somebody decided.
fn otherwise(row: &Reviewed, plan: &Document, line: &Line, is_open: bool) -> Vec<Otherwise> {
    let is_asked = |column| column != Column::Measures || is_open && !is_by_person(plan, line);
    let shown = row.shown.iter().filter(|(column, _)| is_asked(*column));
    let differing = shown.filter_map(|(column, said)| {
        let [own, there] = [&*said.text, plan.text(line, *column)];
        let is_same = canonical(Some(*column), own) == canonical(Some(*column), there);
        let (column, said, plan) = (*column, said.clone(), there.to_owned());
        (!is_same).then_some(Otherwise { column, said, plan })
    });
    differing.collect()
}

/// Returns what a rule tied a row to, as the plan has it; blank where it tied nothing, or where a person
/// decided since, whose measures are none of the rule's.
fn tied_by_rule(plan: &Document, line: &Line) -> String {
    let tied = if is_by_person(plan, line) { "" } else { plan.text(line, Column::Measures) };
    tied.to_owned()
}

/// What tells ids apart.
fn key(id: &str) -> Cow<'_, str> {
    folded(trim(id))
}

/// Tells whether a person decided which measures a row serves: it says so, or names measures and no
/// rule.
pub fn is_by_person(plan: &Document, line: &Line) -> bool {
    is_decision(plan.text(line, Column::Measures), plan.text(line, Column::Link))
}

/// Tells the same of what stands in the columns of measures and of links.
pub fn is_decision(measures: &str, link: &str) -> bool {
    match Link::read(link) {
        Some(link) => link == Link::Human,
        None => !trim(measures).is_empty(),
    }
}
