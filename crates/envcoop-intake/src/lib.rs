//! Everything that reads and writes plans, whatever their form; and the classifier that ties
//! published activities to the measures of a strategy.
//!
//! It reads from [`std::io::Read`] and opens no file. Rules of rows stand in `envcoop-core`.

pub mod classify;
pub mod iati;
pub mod plan;
pub mod rates;
pub mod reader;
pub mod target;
