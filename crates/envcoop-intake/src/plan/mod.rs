//! Plans as files: CSV, JSON and workbooks, in every encoding, read and written.

pub mod answers;
mod columns;
pub(crate) mod csv;
pub(crate) mod encoding;
mod file;
mod format;
mod ids;
pub(crate) mod json;
pub mod kind;
pub(crate) mod list;
mod marks;
pub(crate) mod parts;
pub(crate) mod patch;
pub(crate) mod records;
pub mod review;
#[cfg(feature = "workbook")]
pub mod workbook;

pub use self::encoding::TextEncoding;
pub use self::file::PlanFile;
pub use self::format::Format;
pub(crate) use self::format::HEAD;
#[cfg(not(all(feature = "iati", feature = "workbook")))]
pub(crate) use self::format::left_out;
pub(crate) use self::format::{lock_problem, unreadable};
pub(crate) use self::ids::{Digests, IdCheck, Ids};
pub use self::json::write as write_json;
#[cfg(feature = "xml")]
pub(crate) use self::records::n_lines;
