//! The plan: the one table format for checklists, portfolios and imports.
//!
//! Readers of every format bring a row's cells as text under the columns of [`Column`]; one
//! function, `row::parse`, gives them their meaning.

mod activity;
mod column;
pub(crate) mod csv;
mod document;
pub(crate) mod encoding;
mod file;
mod format;
mod ids;
pub(crate) mod json;
pub(crate) mod list;
mod meaning;
mod records;
mod repair;
pub(crate) mod row;
mod vocabulary;
pub mod workbook;

pub use self::activity::{Activity, Cell, Extra, Money, Share};
pub use self::column::Column;
pub use self::document::{Document, Heading, Line};
pub use self::encoding::TextEncoding;
pub use self::file::{Form, PlanFile, TextForm};
pub use self::format::Format;
pub(crate) use self::format::unreadable;
pub(crate) use self::ids::Ids;
pub use self::json::{FORMAT as JSON_FORMAT, write as write_json};
pub use self::meaning::{canonical, tidy};
pub use self::repair::{Repair, repairs};
pub use self::row::{Cells, Row};
pub use self::vocabulary::{Link, Stage, Status, Word};
