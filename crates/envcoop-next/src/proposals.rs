//! The rows that may be approved, as they are met while a plan is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use envcoop_core::date::Date;
use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::judged::Judged;
use envcoop_core::money::Cents;
use envcoop_core::plan::{Activity, Cell, Money, Placeholder, grammar, is_after, placeholder};
use envcoop_core::problem::Place;
use envcoop_core::vocabulary::{Answer, Need, Status};

/// A row of status `proposed`.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id.
    pub id: Arc<str>,
    /// Where it stands.
    pub place: Place,
    /// What is to be done; empty where nothing known stands there.
    pub title: String,
    /// The measures that it serves.
    pub measures: Vec<MeasureIdx>,
    /// The needs of each of them that it would meet, were it approved: as a planned row would.
    pub meets: Vec<Need>,
    /// What it costs; nothing where its money is counted at a row that it needs.
    pub budget: Cell<Money>,
    /// Its first day.
    pub start: Cell<Date>,
    /// The rows that it needs.
    pub after: Vec<String>,
}

/// Collects the proposals of a plan and the ids that they may need.
#[derive(Clone, Debug, Default)]
pub struct Proposals {
    pub(super) rows: Vec<Proposal>,
    /// Rows that no proposal has to wait for, and rows that will never come: by id, whether it is
    /// live.
    pub(super) others: BTreeMap<Box<str>, bool>,
}

impl Proposals {
    /// Takes note of a row.
    pub fn add(&mut self, judged: &Judged<'_>) {
        let Judged { row, rules, .. } = *judged;
        if !judged.is_proposed() {
            self.others.insert(row.id.into(), row.is_live());
            return;
        }
        let approved = Activity { status: Some(Status::Planned), ..*row };
        let given = rules.judge(&approved).answers.unwrap_or_default();
        let needs = rules.profile.needs().iter().copied();
        let after = row.extras.iter().find(|extra| is_after(extra.header));
        let after = after.map_or("", |extra| extra.text);
        let mut after = prerequisites(after);
        let mut budget = row.budget;
        if let (Some(at), Cell::Known(money)) = (row.money_at, &mut budget) {
            // Its project is paid for at another row: without that one there is no project.
            money.amount = Cents(0);
            after.push(at.to_owned());
        }
        self.rows.push(Proposal {
            id: row.id.into(),
            place: row.place(),
            title: row.title.known().unwrap_or_default().to_owned(),
            measures: row.measures.iter().map(|share| share.measure).collect(),
            meets: needs.filter(|&need| given.get(need) == Answer::Met).collect(),
            budget,
            start: row.start,
            after,
        });
    }
}

/// Returns the ids of a cell; words for none are none, words for what is not known are `?`.
fn prerequisites(text: &str) -> Vec<String> {
    let id = |part: &str| match placeholder(part) {
        Some((Placeholder::None, _)) => None,
        Some((Placeholder::Unknown, _)) => Some(grammar::UNKNOWN.to_owned()),
        None => Some(part.to_owned()),
    };
    grammar::parts(text).filter_map(id).collect()
}
