//! Everything that reads and writes plans, whatever their form; and the classifier that ties
//! published activities to the measures of a strategy.
//!
//! Published activities and workbooks are features, `iati` and `workbook`; without them CSV and JSON
//! are read. It reads from [`std::io::Read`] and opens no file. Rules of rows stand in `envcoop-core`.

#[cfg(feature = "iati")]
pub mod classify;
#[cfg(feature = "iati")]
pub mod iati;
pub mod import;
pub mod mapping;
pub mod marked;
pub(crate) mod parallel;
pub mod plan;
pub mod rates;
pub mod reader;
pub mod table;
pub mod target;
#[cfg(feature = "xml")]
pub(crate) mod xml;
