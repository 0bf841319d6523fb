//! The data, rules and arithmetic of envcoop.
//!
//! Data flows one way: bytes → reader → [`plan::Activity`] → [`tally::Tally`] → [`gap::Gap`] →
//! [`table::Table`] → writer. A later stage never reaches back. This crate prints nothing, reads
//! no clock and opens no file: it reads from [`std::io::Read`] and is otherwise pure.

pub mod breakdown;
pub mod change;
pub mod classify;
pub mod costs;
pub mod date;
pub mod evidence;
pub mod filter;
pub mod framework;
pub mod gap;
pub mod iati;
pub mod intake;
pub mod memo;
pub mod merge;
pub mod migrate;
pub mod money;
pub mod need;
pub mod next;
pub mod orphans;
pub mod percent;
pub mod period;
pub mod plan;
pub mod problem;
pub mod rates;
pub mod remedy;
pub mod sheet;
pub mod snapshot;
pub mod summary;
pub mod table;
pub mod tables;
pub mod tally;
pub mod target;
pub mod text;
pub mod view;
pub mod years;
