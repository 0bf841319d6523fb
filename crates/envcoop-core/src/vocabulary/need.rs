//! What a measure may need, how well a need is answered, and which needs a profile counts.

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
            Need::Activity => Label { en: "activity", zh: "活动" },
            Need::Owner => Label { en: "owner", zh: "负责人" },
            Need::Schedule => Label { en: "schedule", zh: "起止时间" },
            Need::Funding => Label { en: "funding", zh: "资金" },
            Need::Timely => Label { en: "timely", zh: "按期" },
            Need::Delivery => Label { en: "delivery", zh: "完成" },
            Need::Evidence => Label { en: "evidence", zh: "佐证" },
        }
    }

    /// Returns the word for the gap that an unmet need leaves.
    pub fn gap_word(self) -> Label {
        match self {
            Need::Activity => Label { en: "uncovered", zh: "未覆盖" },
            Need::Owner => Label { en: "unowned", zh: "无负责人" },
            Need::Schedule => Label { en: "unscheduled", zh: "未排期" },
            Need::Funding => Label { en: "unfunded", zh: "无资金" },
            Need::Timely => Label { en: "late", zh: "逾期" },
            Need::Delivery => Label { en: "undelivered", zh: "未完成" },
            Need::Evidence => Label { en: "unevidenced", zh: "无佐证" },
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
            Answer::Unmet => Label { en: "unmet", zh: "未满足" },
            Answer::Unknown => Label { en: "unknown", zh: "不明" },
            Answer::Met => Label { en: "met", zh: "已满足" },
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

    /// Returns how a blank answers a need.
    pub(crate) fn answer(self) -> Answer {
        match self {
            Blank::Unmet => Answer::Unmet,
            Blank::Unknown => Answer::Unknown,
        }
    }
}
