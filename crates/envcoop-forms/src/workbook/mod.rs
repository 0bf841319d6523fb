//! Workbooks: what they can hold, how they look and print.

mod book;
mod cell;
mod document;
mod error;
mod grid;
mod limits;
mod looks;
mod marks;
mod paper;
mod sheet;
mod visible;
mod words;

pub use self::book::Book;
pub use self::cell::{Cell, Content};
pub use self::document::document;
pub use self::error::WorkbookError;
pub use self::grid::{Column, Full, Grid, filled, n_printed, streamed, write};
pub use self::limits::{CELL_LIMIT, SHEET_LIMIT, amount, beyond_cell, made_on, serial};
pub use self::looks::{AMOUNT, DATE, Looks, PERCENT, TEXT, WHOLE, width};
pub use self::marks::{bars, crossed_out, shaded};
pub use self::sheet::{fill, line};
pub use self::visible::visible;
pub use self::words::Words;
