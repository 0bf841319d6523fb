//! What people type into a cell, read as the value that it is.
//!
//! One rule for each kind of cell, for every reader: what has one meaning is read, and said where it
//! is not what the format writes; what names a stretch of time becomes its first or its last day; what
//! has two meanings is never guessed. The rest of a column may prove one of them, and a caller may
//! know more than the cell: what it knows is handed in.

pub mod amount;
pub mod currency;
pub mod day;
pub mod funded;
mod numeral;
mod order;
pub mod period;
mod span;

pub use self::amount::{Amount, AmountFault, Amounts};
pub use self::day::{Bound, DayFault, Days};
pub use self::numeral::Marks;
pub use self::order::{DateOrder, FullMonths, Serials, ShortYears};

use crate::vocabulary::Word;

/// How a cell was read that is not written as the format writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// The value stands there, in another spelling.
    Spelling,
    /// A stretch of time stands there; one of its days, or both, were taken.
    Span,
}

/// A value and how it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<T> {
    /// The value.
    pub value: T,
    /// How it was read; nothing where it is written as the format writes it.
    pub note: Option<Note>,
}

impl<T> Reading<T> {
    /// What is written as the format writes it.
    pub fn exact(value: T) -> Reading<T> {
        Reading { value, note: None }
    }

    /// What is written in another spelling.
    pub fn spelt(value: T) -> Reading<T> {
        Reading { value, note: Some(Note::Spelling) }
    }
}

/// Reads a word of a closed column: its code, a language's label, or another word that means nothing
/// else there.
///
/// ```
/// use envcoop_core::cell::word;
/// use envcoop_core::vocabulary::Status;
///
/// assert_eq!(word::<Status>("办结").map(|read| read.value), Some(Status::Completed));
/// assert_eq!(word::<Status>("delayed"), None);
/// ```
pub fn word<W: Word>(text: &str) -> Option<Reading<W>> {
    W::named(text).map(Reading::exact).or_else(|| W::by_synonym(text).map(Reading::spelt))
}
