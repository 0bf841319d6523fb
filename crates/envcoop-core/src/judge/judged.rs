//! A row of a plan, judged once: whatever counts rows takes its answers from here.

use crate::date::Date;
use crate::judge::need::{Answers, answers, deciding_day};
use crate::plan::{Activity, Cell};
use crate::vocabulary::{Answer, Blank, Need, Profile, Status};

/// How rows are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Which needs count.
    pub profile: Profile,
    /// The day at which lateness is judged.
    pub as_of: Date,
    /// What a blank means.
    pub blank: Blank,
}

impl Rules {
    /// Judges a row.
    pub fn judge<'r>(self, row: &'r Activity<'r>) -> Judged<'r> {
        Judged { row, answers: answers(row, self.as_of, self.blank), rules: self }
    }
}

/// A row and what it says about the needs of its measures.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'r> {
    /// The row.
    pub row: &'r Activity<'r>,
    /// How it answers each need; none where it does not count.
    pub answers: Option<Answers>,
    /// How it was judged.
    pub rules: Rules,
}

impl Judged<'_> {
    /// Tells whether the row is an idea.
    pub fn is_proposed(&self) -> bool {
        self.row.status == Some(Status::Proposed)
    }

    /// Tells whether a row that counts is on time: planned and its start not past, or under way and
    /// its end not past, or completed; a suspended one never is. This is what every command means by
    /// late.
    pub fn timely(&self) -> Option<Answer> {
        self.answers.map(|answers| answers.get(Need::Timely))
    }

    /// Tells whether the row is late for certain.
    pub fn is_late(&self) -> bool {
        self.timely() == Some(Answer::Unmet)
    }

    /// Returns the day that decides whether the row is on time; none where it has no such day.
    pub fn due(&self) -> Option<Date> {
        deciding_day(self.row).and_then(Cell::known)
    }

    /// Returns how many days the as-of date is past the day that decides; below zero before it.
    pub fn days_past_due(&self) -> Option<i32> {
        self.due().map(|due| (self.rules.as_of - due).get_days())
    }
}
