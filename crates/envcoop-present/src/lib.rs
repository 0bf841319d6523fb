//! What an analysis shows: its tables and the sentences beside them.

pub mod memo;
pub mod restrictions;
pub mod sheet;
pub mod summary;
pub mod tables;
