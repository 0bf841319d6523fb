//! Under what a plan was added up: sums made under different things do not add up to anything.

use std::fmt;

use crate::date::Date;
use crate::framework::{Digest, Framework};
use crate::judge::judged::Rules;
use crate::vocabulary::Blank;

/// Under what sums were made: the strategy with its policy, and how rows were judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The strategy, or the part of it that the sums are about.
    pub framework: Digest,
    /// The day at which lateness was judged.
    pub as_of: Date,
    /// What a blank meant.
    pub blank: Blank,
}

/// Sums that were made under something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Another strategy, or another part of it: the one that is wanted, and theirs.
    Framework(Digest, Digest),
    /// Another day: the one that is wanted, and theirs.
    AsOf(Date, Date),
    /// Another meaning of blanks: the one that is wanted, and theirs.
    Blank(Blank, Blank),
}

impl Basis {
    /// Makes the basis of sums about a strategy.
    pub(crate) fn new(framework: &Framework, rules: Rules) -> Basis {
        Basis { framework: framework.digest(), as_of: rules.as_of, blank: rules.blank }
    }

    /// Tells whether sums made under `other` can be added to sums made under this.
    ///
    /// # Errors
    /// Says what differs.
    pub fn accepts(&self, other: &Basis) -> Result<(), Foreign> {
        if self.framework != other.framework {
            return Err(Foreign::Framework(self.framework, other.framework));
        }
        if self.as_of != other.as_of {
            return Err(Foreign::AsOf(self.as_of, other.as_of));
        }
        if self.blank != other.blank {
            return Err(Foreign::Blank(self.blank, other.blank));
        }
        Ok(())
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Foreign::Framework(own, theirs) => {
                write!(f, "added up under another framework: {theirs}, not {own}")
            }
            Foreign::AsOf(own, theirs) => write!(f, "added up as of {theirs}, not {own}"),
            Foreign::Blank(own, theirs) => {
                write!(f, "added up where a blank means {}, not {}", theirs.code(), own.code())
            }
        }
    }
}

impl std::error::Error for Foreign {}
