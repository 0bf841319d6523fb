//! Edits of a plan: people's copies brought together, a plan carried to another strategy, repairs.

pub mod merge;
pub mod migrate;
pub mod repair;
pub mod review;
