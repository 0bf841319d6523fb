//! The data, rules and arithmetic of envcoop.
//!
//! Data flows one way: bytes → reader → [`plan::Activity`] → [`judge::tally::Tally`] →
//! [`judge::gap::Gap`] → typed table → writer. A later stage never reaches back. This crate prints
//! nothing, reads no clock and opens no file.

pub mod date;
pub mod decimal;
pub mod delimited;
pub mod edit;
pub mod framework;
pub mod judge;
pub mod money;
pub mod percent;
pub mod plan;
pub mod problem;
pub mod text;
pub mod vocabulary;
pub mod who;
