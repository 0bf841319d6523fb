//! Which proposals to approve first: the best set under a budget, with proof.
//!
//! This part is pure: it prints nothing and reads no clock. Whoever calls it says when to stop.

mod bound;
mod instance;
mod local;
mod part;
mod search;
mod solve;

pub use self::instance::{Instance, Item, Lock};
pub use self::solve::{Solution, solve};
