//! A plan as documents that people work with.

pub mod calendar;
pub mod conflicts;
mod decisions;
mod measures;
pub mod page;
pub mod review;
pub mod twins;
pub mod workbook;
