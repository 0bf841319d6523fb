//! The plan: the one table format for checklists, portfolios and imports.
//!
//! Readers of every format bring a row's cells as text under the columns of [`Column`]; one
//! function, [`row::parse`], gives them their meaning.

mod activity;
mod column;
mod document;
pub mod grammar;
mod header;
mod meaning;
pub mod measures;
mod notes;
mod placeholder;
mod plain;
mod recent;
pub mod row;
mod shares;
mod spelling;

pub use self::activity::{Activity, Cell, Extra, Money, Share};
pub use self::column::Column;
pub use self::document::{Document, Line};
pub use self::header::{AFTER, Heading, SAME_AS, is_after, is_same_as, resembled, same_as_words};
pub use self::meaning::{canonical, tidy};
pub use self::notes::CellNotes;
pub use self::placeholder::{Placeholder, placeholder};
pub use self::plain::plain;
pub use self::recent::Lately;
use self::recent::Recent;
pub use self::row::{Cells, Row};
pub use self::spelling::Spelling;

/// The name of the form of a plan, as files carry it.
pub const FORMAT: &str = "envcoop/plan/1";
