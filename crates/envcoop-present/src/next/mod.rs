//! Which proposals to approve, for people and as JSON.

mod document;
pub mod json;
mod reason;

use envcoop_core::judge::gap::Gap;
use envcoop_next::{Advice, Case, Wishes};

pub use self::document::document;
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
