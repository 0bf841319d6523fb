//! Budgeted coverage, solved with proof. It knows items, costs and worth, nothing of plans.

mod bound;
mod instance;
mod local;
mod part;
mod search;
mod solve;

pub use self::instance::{Instance, Item, Lock};
pub use self::solve::{Solution, most_value, solve};
