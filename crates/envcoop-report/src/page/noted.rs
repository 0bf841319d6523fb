//! What the page keeps of single rows while a plan is read: the latest ones and those that serve
//! nothing, the first of each, and how many there are.

use envcoop_core::date::Date;
use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::judged::Judged;
use envcoop_core::plan::Column;
use envcoop_core::problem::Place;
use envcoop_core::vocabulary::Status;

use super::pieces::clip;

/// How many rows of each kind are kept.
pub(super) const KEPT: usize = 50;

/// How wide a text of a row may be, in columns of a fixed-width font.
const WIDTH: usize = 90;

/// A row of the plan, as far as a list shows it.
#[derive(Debug)]
pub(super) struct NotedRow {
    pub(super) id: String,
    pub(super) place: Place,
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) status: Option<Status>,
    pub(super) measures: Vec<MeasureIdx>,
    /// The day that has passed; none where the row is suspended.
    pub(super) due: Option<Date>,
    /// Days since then.
    pub(super) days: Option<i32>,
}

/// The rows that lists of the page show.
#[derive(Debug, Default)]
pub(super) struct Noted {
    late: Vec<NotedRow>,
    /// How many rows are late.
    pub(super) n_late: u64,
    /// The first rows that serve no measure.
    pub(super) orphans: Vec<NotedRow>,
}

impl Noted {
    /// Looks at a row.
    pub(super) fn see(&mut self, judged: &Judged<'_>) {
        if judged.row.measures.is_empty() && self.orphans.len() < KEPT {
            self.orphans.push(note(judged));
        }
        if judged.is_late() {
            self.n_late += 1;
            self.late.push(note(judged));
            // Sorting now and then keeps memory bounded, and each row is moved a few times at most.
            if self.late.len() >= 4 * KEPT {
                sort(&mut self.late);
            }
        }
    }

    /// Returns the rows that are late by most days, then in the order of the plan; suspended ones,
    /// which have no due day, come last.
    pub(super) fn latest(&self) -> Vec<&NotedRow> {
        let mut late: Vec<&NotedRow> = self.late.iter().collect();
        late.sort_by_key(|row| std::cmp::Reverse(row.days));
        late.truncate(KEPT);
        late
    }
}

fn sort(late: &mut Vec<NotedRow>) {
    late.sort_by_key(|row| std::cmp::Reverse(row.days));
    late.truncate(KEPT);
}

fn note(judged: &Judged<'_>) -> NotedRow {
    let row = judged.row;
    let text = |column| clip(row.cells.get(column), WIDTH);
    NotedRow {
        id: clip(row.id, WIDTH),
        place: row.place(),
        title: text(Column::Title),
        owner: text(Column::Owner),
        status: row.status,
        measures: row.measures.iter().map(|share| share.measure).collect(),
        due: judged.due(),
        days: judged.days_past_due(),
    }
}
