//! Rows that stand for others.

use std::sync::Arc;

use crate::plan::Activity;
use crate::problem::Place;

/// A row that stands for others: the first by file and line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Witness {
    /// Where the row stands.
    pub place: Place,
    /// Its id.
    pub id: Arc<str>,
}

/// Tells whether a row stands before another, by file, line and id.
#[inline]
pub(crate) fn is_before(row: &Activity<'_>, witness: &Witness) -> bool {
    let (file, line) = (&witness.place.file, witness.place.line);
    // Rows of a file come in order, so that the cheap answer is nearly always the right one.
    if Arc::ptr_eq(row.file, file) {
        return row.line < line;
    }
    (row.file, row.line, row.id) < (file, line, &*witness.id)
}

/// Takes down where a row stands.
pub(crate) fn witness(row: &Activity<'_>) -> Witness {
    Witness { place: row.place(), id: row.id.into() }
}
