//! What a measure may need, how well a need is answered, and which needs a profile counts.

use envcoop_words as words;
use serde::{Deserialize, Serialize};

use crate::text::Label;

/// Something a measure needs before it counts as covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// Somebody does something.
    Activity,
    /// Somebody answers for it.
    Owner,
    /// It has a beginning and an end.
    Schedule,
    /// It has money, or a funding step that is done.
    Funding,
    /// It is on time at the as-of date.
    Timely,
    /// It is done.
    Delivery,
    /// There is proof that it is done.
    Evidence,
}

impl Need {
    /// Every need, in the order in which results list them.
    pub const ALL: [Need; 7] = [
        Need::Activity,
        Need::Owner,
        Need::Schedule,
        Need::Funding,
        Need::Timely,
        Need::Delivery,
        Need::Evidence,
    ];

    /// Returns the name used in data, for instance `funding`.
    pub fn code(self) -> &'static str {
        match self {
            Need::Activity => "activity",
            Need::Owner => "owner",
            Need::Schedule => "schedule",
            Need::Funding => "funding",
            Need::Timely => "timely",
            Need::Delivery => "delivery",
            Need::Evidence => "evidence",
        }
    }

    /// Returns the name for people.
    pub fn label(self) -> Label {
        match self {
            Need::Activity => words::need::ACTIVITY,
            Need::Owner => words::need::OWNER,
            Need::Schedule => words::need::SCHEDULE,
            Need::Funding => words::need::FUNDING,
            Need::Timely => words::need::TIMELY,
            Need::Delivery => words::need::DELIVERY,
            Need::Evidence => words::need::EVIDENCE,
        }
    }

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

/// How well a need is answered. The order is the order of worth: the best of several answers is
/// their maximum, the worse of two their minimum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// No.
    #[default]
    Unmet,
    /// It cannot be told from the plan.
    Unknown,
    /// Yes.
    Met,
}

impl Answer {
    /// Every answer, from worst to best.
    pub const ALL: [Answer; 3] = [Answer::Unmet, Answer::Unknown, Answer::Met];

    /// Returns the name used in data.
    pub fn code(self) -> &'static str {
        match self {
            Answer::Unmet => "unmet",
            Answer::Unknown => "unknown",
            Answer::Met => "met",
        }
    }

    /// Returns the name for people.
    pub fn label(self) -> Label {
        match self {
            Answer::Unmet => words::answer::UNMET,
            Answer::Unknown => words::answer::UNKNOWN,
            Answer::Met => words::answer::MET,
        }
    }

    /// Returns `Met` or `Unmet`.
    pub(crate) fn when(met: bool) -> Answer {
        if met { Answer::Met } else { Answer::Unmet }
    }
}

/// Which needs count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// Is it planned: the first four needs.
    Plan,
    /// Is it planned and on time: the first five.
    #[default]
    Track,
    /// Is it delivered and proven: all seven.
    Deliver,
}

impl Profile {
    /// Every profile, from the fewest needs to the most.
    pub const ALL: [Profile; 3] = [Profile::Plan, Profile::Track, Profile::Deliver];

    /// Returns the name used in data and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Profile::Plan => "plan",
            Profile::Track => "track",
            Profile::Deliver => "deliver",
        }
    }

    /// Returns the name for people.
    pub fn label(self) -> Label {
        match self {
            Profile::Plan => words::profile::PLAN,
            Profile::Track => words::profile::TRACK,
            Profile::Deliver => words::profile::DELIVER,
        }
    }

    /// Returns the needs that count.
    pub fn needs(self) -> &'static [Need] {
        match self {
            Profile::Plan => &Need::ALL[..4],
            Profile::Track => &Need::ALL[..5],
            Profile::Deliver => &Need::ALL,
        }
    }
}

/// What a blank cell means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blank {
    /// There is none: a planner's own plan.
    #[default]
    Unmet,
    /// It was not published: an imported file.
    Unknown,
}

impl Blank {
    /// Returns the name used in data and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Blank::Unmet => "unmet",
            Blank::Unknown => "unknown",
        }
    }

    /// Returns the name for people: how a blank answers.
    pub fn label(self) -> Label {
        self.answer().label()
    }

    /// Returns how a blank answers a need.
    pub(crate) fn answer(self) -> Answer {
        match self {
            Blank::Unmet => Answer::Unmet,
            Blank::Unknown => Answer::Unknown,
        }
    }
}
