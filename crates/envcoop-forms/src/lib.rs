//! The forms that results take: typed tables, and what terminals, pages, pictures, workbooks and
//! delimited text are made of.
//!
//! A form knows values, words and languages, nothing of plans and gaps.

pub mod canvas;
pub mod csv;
pub mod document;
pub mod html;
pub mod json;
pub mod markdown;
pub mod palette;
pub mod phrase;
pub mod table;
pub mod terminal;
pub mod workbook;

#[cfg(test)]
mod tests;
