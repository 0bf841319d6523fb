//! Published activities: IATI activity XML, versions 1.0x and 2.0x.
//!
//! Reading is one pass with bounded memory, one activity at a time. What the standard allows to be
//! missing is unknown, not an error; a value that cannot be read is unknown too, and named in a
//! warning; what is not well-formed XML is an error with its line and byte. Document type
//! definitions, entities and external references are refused.

mod activity;
mod family;
mod flows;
mod parts;
mod plain;
mod published;
mod read;
mod recipients;
mod row;
mod sectors;
mod totals;
mod words;

pub(crate) use self::flows::is_country_code;
pub use self::parts::Work;
pub use self::published::{
    Dates, Document, Marker, MoneySource, Narrative, Organisation, Published, Recipient, Role,
    Sector, Total,
};
pub use self::read::{read, read_with};
pub use self::row::{OwnedRow, plan_row};
