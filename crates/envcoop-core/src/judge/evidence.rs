//! The rows behind a measure's figures: what each says, and what it adds.

use crate::framework::{Framework, MeasureIdx};
use crate::judge::judged::Judged;
use crate::judge::need::Answers;
use crate::judge::tally::parts;
use crate::percent::{Percent, Ratio};
use crate::plan::{Cell, Money};
use crate::problem::Place;
use crate::vocabulary::Status;

/// What one row says about a measure.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The row's id.
    pub id: String,
    /// Where it stands.
    pub place: Place,
    /// What is done; empty where the row does not say.
    pub title: String,
    /// How far it is; none where that is not known.
    pub status: Option<Status>,
    /// Whether it counts.
    pub is_live: bool,
    /// Its part that serves the measure.
    pub share: Option<Percent>,
    /// How it answers each need; none where it does not count.
    pub answers: Option<Answers>,
    /// The measure's part of its budget; none where that is counted at another row.
    pub part: Option<Money>,
    /// The id of the row at which its money is counted, where that is another one.
    pub money_at: Option<String>,
}

impl Evidence {
    /// Takes down what a row says about a measure that it serves.
    pub fn of(judged: &Judged<'_>, measure: MeasureIdx) -> Evidence {
        let row = judged.row;
        let whole: u32 = row.measures.iter().map(|share| share.weight).sum();
        let share = row.measures.iter().find(|share| share.measure == measure);
        let weight = share.map_or(0, |share| share.weight);
        let mut part = None;
        parts(row, |to, money| part = if to == measure { Some(money) } else { part });
        Evidence {
            id: row.id.to_owned(),
            place: row.place(),
            title: match row.title {
                Cell::Known(title) => title.to_owned(),
                Cell::Blank | Cell::Unknown => String::new(),
            },
            status: row.status,
            is_live: row.is_live(),
            share: Ratio::new(weight.into(), whole.into()).map(Ratio::percent),
            answers: judged.answers,
            part,
            money_at: row.budget.known().and(row.money_at).map(str::to_owned),
        }
    }
}

/// The rows behind the figures of each measure: the first ones of a plan in full, the others
/// counted, so that a large plan does not fill the memory.
#[derive(Clone, Debug)]
pub struct EvidenceLists {
    limit: usize,
    measures: Vec<(Vec<Evidence>, u64)>,
}

impl EvidenceLists {
    /// Makes lists of at most `limit` rows for each measure.
    pub fn new(framework: &Framework, limit: usize) -> Self {
        EvidenceLists { limit, measures: vec![(Vec::new(), 0); framework.measures.len()] }
    }

    /// Adds a row to the lists of the measures that it serves.
    pub fn add(&mut self, judged: &Judged<'_>) {
        for share in judged.row.measures {
            let (list, n_more) = &mut self.measures[share.measure.at()];
            if list.len() < self.limit {
                list.push(Evidence::of(judged, share.measure));
            } else {
                *n_more += 1;
            }
        }
    }

    /// Returns the lists of the measures that a part of the framework has, whose places in the whole
    /// are `keep`.
    #[must_use]
    pub fn only(mut self, keep: &[MeasureIdx]) -> Self {
        self.measures =
            keep.iter().map(|idx| std::mem::take(&mut self.measures[idx.at()])).collect();
        self
    }

    /// Returns the rows of a measure, in the order in which they were read, and how many more there
    /// are.
    pub fn of(&self, measure: MeasureIdx) -> (&[Evidence], u64) {
        let (list, n_more) = &self.measures[measure.at()];
        (list, *n_more)
    }
}
