//! How one row of a plan answers the needs of a measure.
//!
//! This is the one home of the rules of a gap: which field decides which need, and what a `?` or a
//! blank makes of it. Which needs there are, and which a profile counts, says
//! [`vocabulary`](crate::vocabulary).

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::plan::{Activity, Cell, Column};
use crate::vocabulary::{Answer, Blank, Link, Need, Stage, Status};

/// The answers of one row, or the best of several, one for each of [`Need::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers(pub [Answer; 7]);

impl Answers {
    /// Returns the answer to `need`.
    pub fn get(&self, need: Need) -> Answer {
        self.0[need as usize]
    }
}

/// Returns how a row answers every need at `as_of`; nothing where the row is not live.
pub(crate) fn answers(row: &Activity<'_>, as_of: Date, blank: Blank) -> Option<Answers> {
    use Status::{Completed, Suspended};
    if !row.is_live() {
        return None;
    }
    let filled = |cell: &Cell<&str>| of_cell(cell, blank, |_| true);
    let dated = |cell: &Cell<Date>| of_cell(cell, blank, |_| true);
    let not_before = |cell: &Cell<Date>| of_cell(cell, blank, |&date| date >= as_of);

    let completed = match row.status {
        None => Answer::Unknown,
        Some(status) => Answer::when(status == Completed),
    };
    let funding_step_done = match row.stage {
        Cell::Known(stage) => completed.min(Answer::when(stage == Stage::Fund)),
        Cell::Unknown => completed.min(Answer::Unknown),
        Cell::Blank => Answer::Unmet,
    };
    let delivering = match row.stage {
        Cell::Blank => Answer::Met,
        Cell::Unknown => Answer::Unknown,
        Cell::Known(stage) => Answer::when(matches!(stage, Stage::Deliver | Stage::Verify)),
    };
    let delivery = completed.min(delivering);
    let timely = match (row.status, deciding_day(row)) {
        (Some(Completed), _) => Answer::Met,
        (Some(Suspended), _) => Answer::Unmet,
        (_, Some(day)) => not_before(&day),
        (_, None) => Answer::Unknown,
    };
    let budgeted = of_cell(&row.budget, blank, |money| money.amount.0 > 0);
    let mut answers = [
        Answer::Met,
        filled(&row.owner),
        dated(&row.start).min(dated(&row.end)),
        budgeted.max(funding_step_done),
        timely,
        delivery,
        delivery.min(filled(&row.evidence)),
    ];
    if row.status.is_none() || row.link == Link::Rule {
        // Neither an unknown status nor a matching rule is proof of anything.
        answers = answers.map(|answer| answer.min(Answer::Unknown));
    }
    Some(Answers(answers))
}

/// Returns the column whose day decides whether a row of this status is on time: the end of what is
/// under way, the start of what is planned; none where no day does.
pub fn deciding_column(status: Status) -> Option<Column> {
    match status {
        Status::Ongoing => Some(Column::End),
        Status::Planned => Some(Column::Start),
        _ => None,
    }
}

/// Returns the day that decides whether a row is on time; none where no day does.
pub(crate) fn deciding_day(row: &Activity<'_>) -> Option<Cell<Date>> {
    let day = if deciding_column(row.status?)? == Column::Start { row.start } else { row.end };
    Some(day)
}

fn of_cell<T>(cell: &Cell<T>, blank: Blank, met: impl FnOnce(&T) -> bool) -> Answer {
    match cell {
        Cell::Known(value) => Answer::when(met(value)),
        Cell::Unknown => Answer::Unknown,
        Cell::Blank => blank.answer(),
    }
}
