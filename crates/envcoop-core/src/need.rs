//! What a measure needs, and how one row of a plan answers it.
//!
//! This is the one home of the rules of a gap: which field decides which need, what a `?` or a
//! blank makes of it, and which needs a profile counts.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::plan::{Activity, Cell, Link, Stage, Status};
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

    fn when(met: bool) -> Answer {
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

    fn answer(self) -> Answer {
        match self {
            Blank::Unmet => Answer::Unmet,
            Blank::Unknown => Answer::Unknown,
        }
    }
}

/// The answers of one row, or the best of several, one for each of [`Need::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers(pub [Answer; 7]);

impl Answers {
    /// Returns the answer to `need`.
    pub fn get(&self, need: Need) -> Answer {
        self.0[need as usize]
    }
}

/// Returns how a row answers every need at `as_of`; nothing where the row is not live.
pub fn answers(row: &Activity<'_>, as_of: Date, blank: Blank) -> Option<Answers> {
    use Status::{Completed, Suspended};
    if !row.is_live() {
        return None;
    }
    let filled = |cell: &Cell<&str>| of_cell(cell, blank, |_| true);
    let dated = |cell: &Cell<Date>| of_cell(cell, blank, |_| true);
    let not_before = |cell: &Cell<Date>| of_cell(cell, blank, |&date| date >= as_of);

    let completed = match row.status {
        None => Answer::Unknown,
        Some(status) => Answer::when(status == Completed),
    };
    let funding_step_done = match row.stage {
        Cell::Known(stage) => completed.min(Answer::when(stage == Stage::Fund)),
        Cell::Unknown => completed.min(Answer::Unknown),
        Cell::Blank => Answer::Unmet,
    };
    let delivering = match row.stage {
        Cell::Blank => Answer::Met,
        Cell::Unknown => Answer::Unknown,
        Cell::Known(stage) => Answer::when(matches!(stage, Stage::Deliver | Stage::Verify)),
    };
    let delivery = completed.min(delivering);
    let timely = match (row.status, deciding_day(row)) {
        (Some(Completed), _) => Answer::Met,
        (Some(Suspended), _) => Answer::Unmet,
        (_, Some(day)) => not_before(&day),
        (_, None) => Answer::Unknown,
    };
    let budgeted = of_cell(&row.budget, blank, |money| money.amount.0 > 0);
    let mut answers = [
        Answer::Met,
        filled(&row.owner),
        dated(&row.start).min(dated(&row.end)),
        budgeted.max(funding_step_done),
        timely,
        delivery,
        delivery.min(filled(&row.evidence)),
    ];
    if row.status.is_none() || row.link == Link::Rule {
        // Neither an unknown status nor a matching rule is proof of anything.
        answers = answers.map(|answer| answer.min(Answer::Unknown));
    }
    Some(Answers(answers))
}

/// Returns the day that decides whether a row is on time: the end of what is under way, the start of
/// what is planned; none where no day does.
pub fn deciding_day(row: &Activity<'_>) -> Option<Cell<Date>> {
    match row.status {
        Some(Status::Ongoing) => Some(row.end),
        Some(Status::Planned) => Some(row.start),
        _ => None,
    }
}

fn of_cell<T>(cell: &Cell<T>, blank: Blank, met: impl FnOnce(&T) -> bool) -> Answer {
    match cell {
        Cell::Known(value) => Answer::when(met(value)),
        Cell::Unknown => Answer::Unknown,
        Cell::Blank => blank.answer(),
    }
}
