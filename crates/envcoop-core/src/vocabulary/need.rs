//! What a measure may need, how well a need is answered, and which needs a profile counts.

use envcoop_words as words;
use serde::{Deserialize, Serialize};

use crate::text::Label;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Something a measure needs before it counts as covered, in the order in which results list
    /// them.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    Need {
        /// Somebody does something.
        Activity = "activity", words::need::ACTIVITY;
        /// Somebody answers for it.
        Owner = "owner", words::need::OWNER;
        /// It has a beginning and an end.
        Schedule = "schedule", words::need::SCHEDULE;
        /// It has money, or a funding step that is done.
        Funding = "funding", words::need::FUNDING;
        /// It is on time at the as-of date.
        Timely = "timely", words::need::TIMELY;
        /// It is done.
        Delivery = "delivery", words::need::DELIVERY;
        /// There is proof that it is done.
        Evidence = "evidence", words::need::EVIDENCE;
    }
}

impl Need {
    /// Returns the word for the gap that an unmet need leaves.
    pub fn gap_word(self) -> Label {
        match self {
            Need::Activity => words::gap::UNCOVERED,
            Need::Owner => words::gap::UNOWNED,
            Need::Schedule => words::gap::UNSCHEDULED,
            Need::Funding => words::gap::UNFUNDED,
            Need::Timely => words::gap::LATE,
            Need::Delivery => words::gap::UNDELIVERED,
            Need::Evidence => words::gap::UNEVIDENCED,
        }
    }
}

vocabulary! {
    /// How well a need is answered. The order is the order of worth: the best of several answers is
    /// their maximum, the worse of two their minimum.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    Answer {
        /// No.
        #[default]
        Unmet = "unmet", words::answer::UNMET;
        /// It cannot be told from the plan.
        Unknown = "unknown", words::answer::UNKNOWN;
        /// Yes.
        Met = "met", words::answer::MET;
    }
}

impl Answer {
    /// Returns `Met` or `Unmet`.
    pub(crate) fn when(met: bool) -> Answer {
        if met { Answer::Met } else { Answer::Unmet }
    }
}

vocabulary! {
    /// Which needs count, from the fewest to the most.
    #[derive(Default)]
    Profile {
        /// Is it planned: the first four needs.
        Plan = "plan", words::profile::PLAN;
        /// Is it planned and on time: the first five.
        #[default]
        Track = "track", words::profile::TRACK;
        /// Is it delivered and proven: all seven.
        Deliver = "deliver", words::profile::DELIVER;
    }
}

impl Profile {
    /// Returns the needs that count.
    pub fn needs(self) -> &'static [Need] {
        match self {
            Profile::Plan => &Need::ALL[..4],
            Profile::Track => &Need::ALL[..5],
            Profile::Deliver => &Need::ALL,
        }
    }
}

vocabulary! {
    /// What a blank cell means.
    #[derive(Default)]
    Blank {
        /// There is none: a planner's own plan.
        #[default]
        Unmet = "unmet", words::answer::UNMET;
        /// It was not published: an imported file.
        Unknown = "unknown", words::answer::UNKNOWN;
    }
}

impl Blank {
    /// Returns how a blank answers a need.
    pub(crate) fn answer(self) -> Answer {
        match self {
            Blank::Unmet => Answer::Unmet,
            Blank::Unknown => Answer::Unknown,
        }
    }
}
