//! What documents that people open are made of: pages for a browser and workbooks for a spreadsheet.
//!
//! Each tool says what its documents hold; how a text stands in them, how they look and what their
//! formats allow stands here once.

pub mod html;
pub mod workbook;
