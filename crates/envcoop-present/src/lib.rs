//! What an analysis shows: its tables and sentences, and the documents made of them.

pub mod checklist;
pub mod explain;
pub mod json;
pub mod memo;
pub mod next;
pub mod page;
pub mod picture;
pub mod restrictions;
pub mod sheet;
pub mod summary;
pub mod tables;
pub mod workbook;
