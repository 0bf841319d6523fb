//! Workbooks: what they can hold, how they look and print.

mod limits;
mod looks;
mod paper;
mod visible;
mod words;

pub use self::limits::{CELL_LIMIT, SHEET_LIMIT, amount, beyond_cell, made_on, serial};
pub use self::looks::{AMOUNT, DATE, Looks, PERCENT, TEXT, WHOLE, width};
pub use self::paper::set_paper;
pub use self::visible::visible;
pub use self::words::Words;
