//! What an analysis shows: its tables and sentences, and the documents made of them.

pub mod advice;
pub mod analysis;
pub mod arithmetic;
pub mod checklist;
pub mod difference;
pub mod explain;
pub mod headline;
pub mod json;
pub mod next;
pub mod page;
pub mod picture;
pub mod placed;
pub mod restrictions;
pub mod same;
pub mod snapshot;
pub mod tables;
pub mod workbook;
