//! Which proposals to approve, as tables, Markdown and JSON.

pub mod json;
mod reason;
pub mod tables;

use envcoop_core::judge::gap::Gap;
use envcoop_next::{Advice, Case, Wishes};

pub use self::reason::reason;

/// Everything that an output tells.
#[derive(Clone, Copy, Debug)]
pub struct Recommendation<'t> {
    /// The analysis before anything is approved.
    pub gap: &'t Gap,
    /// What was solved.
    pub case: &'t Case,
    /// What was asked for.
    pub wishes: &'t Wishes,
    /// The answer.
    pub advice: &'t Advice,
}
