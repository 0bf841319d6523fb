//! Cells that mean one thing together: an amount and its currency, both ends of a time, a status
//! and the reason for it, measures and who tied the row to them. Mixed from two hands they say what
//! nobody said.

use super::Key;
use crate::plan::Column;
use crate::problem::Place;
use crate::vocabulary::{Status, Word};

/// Cells of a row that mean one thing together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Together {
    /// The amount and its currency: always.
    Money,
    /// The first and the last day, where a side moved both.
    Days,
    /// The status and the note, where a side changed both or the note is the reason why the measure
    /// does not apply.
    Standing,
    /// The measures, and whether a person or a rule tied the row to them: always.
    Tie,
}

impl Together {
    /// Returns the cells that mean one thing together with that of a column, and that one.
    pub(super) fn of(key: &Key) -> Option<Together> {
        Together::of_column(key.column()?)
    }

    /// As [`of`](Self::of).
    pub(super) fn of_column(column: Column) -> Option<Together> {
        let all = [Together::Money, Together::Days, Together::Standing, Together::Tie];
        all.into_iter().find(|group| group.columns().contains(&column))
    }

    /// Returns the columns.
    pub(super) fn columns(self) -> [Column; 2] {
        match self {
            Together::Money => [Column::Budget, Column::Currency],
            Together::Days => [Column::Start, Column::End],
            Together::Standing => [Column::Status, Column::Note],
            Together::Tie => [Column::Measures, Column::Link],
        }
    }

    /// Returns the columns as those of a merge.
    pub(super) fn keys(self) -> [Key; 2] {
        self.columns().map(Key::Known)
    }

    /// Tells whether what is said about the cells of a row, in which the plan says `ours`, is settled
    /// as one.
    pub(super) fn binds(self, ours: &[String], claims: &[Claim]) -> bool {
        let moves_both = |edited: &[bool; 2]| edited.iter().all(|&edited| edited);
        let moved =
            claims.iter().any(|own| moves_both(&own.edited) || moves_both(&own.ours_edited));
        let gives_reason = |texts: &[String]| {
            texts.first().and_then(|text| Status::read(text)) == Some(Status::NotApplicable)
        };
        match self {
            Together::Money | Together::Tie => true,
            Together::Days => moved,
            Together::Standing => {
                let bases = claims.iter().filter_map(|own| own.base.as_ref());
                let sides = claims.iter().map(|own| &own.texts).chain(bases);
                moved || gives_reason(ours) || sides.into_iter().any(|texts| gives_reason(texts))
            }
        }
    }

    /// Returns whether the plan contradicts an edit, and the edits that neither the plan nor another
    /// edit contains.
    pub(super) fn open(self, ours: &[String], claims: Vec<Claim>) -> (bool, Vec<Claim>) {
        let own = |claim: &Claim| (ours.to_vec(), claim.ours_edited);
        let side = |claim: &Claim| (claim.texts.clone(), claim.edited);
        let open: Vec<Claim> = claims
            .into_iter()
            .filter(|claim| !self.contains(&own(claim).0, &side(claim)))
            .collect();
        // What the plan did not touch since contradicts nobody.
        let mut touched = open.iter().filter(|claim| claim.ours_edited.contains(&true));
        let is_contested = touched.any(|claim| !self.contains(&claim.texts, &own(claim)));
        let is_kept = |at: usize| {
            let others = open.iter().enumerate().filter(|(other, _)| *other != at);
            let mut within =
                others.filter(|(_, other)| self.contains(&other.texts, &side(&open[at])));
            // Of those that say the same the first stays.
            !within.any(|(n, other)| n < at || !self.contains(&open[at].texts, &side(other)))
        };
        let kept: Vec<usize> = (0..open.len()).filter(|&at| is_kept(at)).collect();
        let claims = open.into_iter().enumerate();
        let claims = claims.filter(|(at, _)| kept.contains(at)).map(|(_, claim)| claim);
        (is_contested, claims.collect())
    }

    /// Tells whether one side says all that another changed. Of money every cell counts that is not
    /// left open: the same amount in another currency is another. Of a tie the measures count, whoever
    /// changed only its link: to confirm them is to say them.
    fn contains(self, all: &[String], (texts, edited): &(Vec<String>, [bool; 2])) -> bool {
        let keys = self.keys();
        (0..keys.len()).all(|at| {
            let is_open = match self {
                Together::Money => !edited[at] && keys[at].is_blank(&texts[at]),
                Together::Days | Together::Standing => !edited[at],
                Together::Tie => !edited[at] && keys[at] == Key::Known(Column::Link),
            };
            is_open || self.same(at, all, texts)
        })
    }

    /// Tells whether two sides say the same of a cell.
    pub(super) fn same(self, at: usize, a: &[String], b: &[String]) -> bool {
        // What stands beside a link is what the row is tied to.
        self.keys()[at].same_beside([&a[at], &a[0]], [&b[at], &b[0]])
    }
}

/// What an edited file says about the cells of a row that mean one thing together.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// Where it says so.
    pub(super) place: Place,
    /// What was sent out, where that is known.
    pub(super) base: Option<Vec<String>>,
    /// What it says; where it says nothing, what was sent out or what the plan has.
    pub(super) texts: Vec<String>,
    /// Which cells its editor changed.
    pub(super) edited: [bool; 2],
    /// Which cells the plan changed since, or may have.
    pub(super) ours_edited: [bool; 2],
}

impl Claim {
    /// Makes a claim that says nothing yet.
    pub(super) fn new(group: Together, place: &Place) -> Claim {
        Claim {
            place: place.clone(),
            base: None,
            texts: vec![String::new(); group.keys().len()],
            edited: [false; 2],
            ours_edited: [false; 2],
        }
    }

    /// Notes what stands in a cell.
    pub(super) fn say(&mut self, group: Together, key: &Key, text: &str, is_edit: bool) {
        if let Some(at) = group.keys().iter().position(|own| own == key) {
            text.clone_into(&mut self.texts[at]);
            self.edited[at] = is_edit;
        }
    }

    /// Notes what was sent out and what the plan has.
    pub(super) fn know(&mut self, at: usize, base: Option<&str>, ours: &str, is_ours_edited: bool) {
        if !self.edited[at] {
            base.unwrap_or(ours).clone_into(&mut self.texts[at]);
        }
        if let Some(base) = base {
            self.base.get_or_insert_default().push(base.to_owned());
        }
        self.ours_edited[at] = is_ours_edited;
    }

    /// Tells whether anything was changed.
    pub(super) fn is_edit(&self) -> bool {
        self.edited.contains(&true)
    }
}

/// What stands between cells, or the names of their columns, that are written as one.
pub(super) const BETWEEN: &str = ", ";

/// Writes cells, or the names of their columns, as one.
pub(super) fn joined(texts: &[impl AsRef<str>]) -> String {
    texts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(BETWEEN)
}
