//! Which proposals to approve first: the best choice under a budget, with proof.
//!
//! An approved proposal counts as a planned row with the fields that it has. A choice is judged by
//! the mean of `low` over the challenges; ties go to the lower cost, then to fewer free rows, then
//! to the earlier ids. That is a budgeted coverage problem: an element is a need of a measure that
//! is not met, and a proposal covers those that it would meet.
//!
//! This part is pure: it prints nothing and reads no clock. Whoever calls it says when to stop.

mod advice;
mod case;
mod clash;
mod objective;
mod order;
mod pose;
mod proposals;
pub mod solver;
mod wishes;

pub use self::advice::{Advice, Contribution, Means, Met, Outlook};
pub use self::case::{Case, Why};
pub use self::clash::Clash;
pub use self::objective::{Figure, Objective, TooFine};
pub use self::order::{Step, steps};
pub use self::pose::Refusal;
pub use self::proposals::{Proposal, Proposals};
pub use self::wishes::{Budget, Wish, Wishes};
