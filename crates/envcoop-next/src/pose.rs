//! From proposals and wishes to a case, or why there is none.

use std::collections::{BTreeMap, BTreeSet};

use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::gap::{Gap, State};
use envcoop_core::money::Currency;
use envcoop_core::plan::{AFTER, Cell, Money, grammar};
use envcoop_core::problem::{Problem, Severity};
use envcoop_core::text::{did_you_mean, nearest};
use envcoop_words::problem::row as say;

use crate::case::{Case, Why};
use crate::clash::Clash;
use crate::objective::Objective;
use crate::proposals::{Proposal, Proposals};
use crate::solver::{Instance, Item, Lock};
use crate::wishes::{Budget, Wish, Wishes};

/// Why the question cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Rows are at fault.
    Rows(Vec<Problem>),
    /// The proposals have budgets in several currencies and none was named.
    Currencies(BTreeSet<Currency>),
    /// An option names no row.
    UnknownId {
        /// The option's id.
        wish: Wish,
        /// An id that may have been meant.
        near: Option<String>,
    },
    /// An id that is not to be approved is approved already.
    ApprovedAlready(String),
    /// Wishes cannot be had together.
    Clash(Clash),
    /// The weights of the framework, or the costs, are too fine for exact sums.
    TooFine,
}

impl Case {
    /// Brings proposals and wishes together.
    ///
    /// # Errors
    /// Says what cannot be read or had.
    pub fn new(gap: &Gap, found: Proposals, wishes: &Wishes) -> Result<Case, Refusal> {
        let Proposals { mut rows, others } = found;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        let unknown = unknown_needs(&rows, &others);
        if !unknown.is_empty() {
            return Err(Refusal::Rows(unknown));
        }
        let currency = currency(&rows, wishes)?;
        let whys = whys(gap, &rows, &others, wishes, currency);
        let (mut proposals, mut left_out) = (Vec::new(), Vec::new());
        for (row, why) in rows.into_iter().zip(whys) {
            match why {
                None => proposals.push(row),
                Some(why) => left_out.push((row, why)),
            }
        }
        let objective = Objective::new(gap).map_err(|_| Refusal::TooFine)?;
        let instance = instance(&objective, &proposals, wishes);
        let fits = |sum: i128| sum < Instance::MOST / (instance.items.len() as i128 + 2);
        if !fits(instance.items.iter().map(|item| item.cost).sum()) {
            return Err(Refusal::TooFine);
        }
        let mut case = Case {
            objective,
            locks: vec![Lock::Free; proposals.len()],
            instance,
            proposals,
            left_out,
            currency,
        };
        case.lock(wishes, &others)?;
        Ok(case)
    }

    fn lock(&mut self, wishes: &Wishes, others: &BTreeMap<Box<str>, bool>) -> Result<(), Refusal> {
        let left_out = |id: &str| self.left_out.iter().any(|(row, _)| &*row.id == id);
        let known =
            |id: &str| self.position(id).is_some() || left_out(id) || others.contains_key(id);
        let must = wishes.must.iter().map(|id| Wish::Must(id.clone()));
        let never = wishes.never.iter().map(|id| Wish::Never(id.clone()));
        for wish in must.chain(never) {
            if !known(wish.id()) {
                let rows = self.proposals.iter().chain(self.left_out.iter().map(|(row, _)| row));
                let near = nearest(wish.id(), rows.map(|row| &*row.id)).map(str::to_owned);
                return Err(Refusal::UnknownId { wish, near });
            }
        }
        let is_live = |id: &&String| others.get(id.as_str()).copied().unwrap_or(false);
        if let Some(id) = wishes.never.iter().find(is_live) {
            return Err(Refusal::ApprovedAlready(id.clone()));
        }
        if let Some(clash) = Clash::find(self, wishes, others) {
            return Err(Refusal::Clash(clash));
        }
        let at = |id: &String| self.position(id);
        let (must, never): (Vec<usize>, Vec<usize>) = (
            wishes.must.iter().filter_map(at).collect(),
            wishes.never.iter().filter_map(at).collect(),
        );
        must.into_iter().for_each(|item| self.locks[item] = Lock::In);
        never.into_iter().for_each(|item| self.locks[item] = Lock::Out);
        Ok(())
    }
}

/// Names every row that needs a row that is not there.
fn unknown_needs(rows: &[Proposal], others: &BTreeMap<Box<str>, bool>) -> Vec<Problem> {
    let is_proposed = |id: &str| rows.binary_search_by(|row| row.id.as_ref().cmp(id)).is_ok();
    let mut problems = Vec::new();
    for row in rows {
        for id in &row.after {
            if grammar::is_unknown(id) || is_proposed(id) || others.contains_key(id.as_str()) {
                continue;
            }
            let problem = Problem::saying(Severity::Error, row.place.clone(), |lang| {
                let known = rows.iter().map(|row| &*row.id).chain(others.keys().map(|id| &**id));
                let known = known.filter(|other| *other != &*row.id);
                let otherwise = || say::NO_ROW_BEFORE_HINT.get(lang).to_owned();
                let hint = did_you_mean(lang, id, known, otherwise);
                (say::no_row_before(lang, &row.id, id), hint)
            });
            problems.push(problem.column(AFTER));
        }
    }
    problems
}

/// Returns the currency of the budgets.
fn currency(rows: &[Proposal], wishes: &Wishes) -> Result<Option<Currency>, Refusal> {
    if wishes.currency.is_some() {
        return Ok(wishes.currency);
    }
    let used: BTreeSet<Currency> =
        rows.iter().filter_map(|row| row.budget.known()).map(|money| money.currency).collect();
    if used.len() > 1 { Err(Refusal::Currencies(used)) } else { Ok(used.into_iter().next()) }
}

/// Returns for each row why it cannot be ranked, where it cannot.
fn whys(
    gap: &Gap,
    rows: &[Proposal],
    others: &BTreeMap<Box<str>, bool>,
    wishes: &Wishes,
    currency: Option<Currency>,
) -> Vec<Option<Why>> {
    let excluded =
        |&&measure: &&MeasureIdx| gap.measures[measure.at()].state == State::NotApplicable;
    let why = |row: &Proposal| {
        if let Some(&measure) = row.measures.iter().find(excluded) {
            return Some(Why::NotApplicable(measure));
        }
        let Money { currency: own, .. } = match row.budget {
            Cell::Blank => return Some(Why::NoBudget),
            Cell::Unknown => return Some(Why::UnknownBudget),
            Cell::Known(money) => money,
        };
        if Some(own) != currency {
            return Some(Why::OtherCurrency(own));
        }
        if let Budget::Years(years) = &wishes.budget {
            let Cell::Known(start) = row.start else { return Some(Why::NoStart) };
            if !years.contains_key(&start.year()) {
                return Some(Why::OtherYear(start.year()));
            }
        }
        if row.after.iter().any(|id| grammar::is_unknown(id)) {
            return Some(Why::UnknownNeeds);
        }
        let dropped = row.after.iter().find(|id| others.get(id.as_str()) == Some(&false));
        dropped.map(|id| Why::NeedsDropped(id.clone()))
    };
    let mut whys: Vec<Option<Why>> = rows.iter().map(why).collect();
    let at = |id: &str| rows.binary_search_by(|row| row.id.as_ref().cmp(id)).ok();
    loop {
        let mut changed = false;
        for (i, row) in rows.iter().enumerate() {
            if whys[i].is_some() {
                continue;
            }
            let lost = |id: &&String| at(id).is_some_and(|other| whys[other].is_some());
            if let Some(id) = row.after.iter().find(lost).cloned() {
                (whys[i], changed) = (Some(Why::NeedsLeftOut(id)), true);
            }
        }
        if !changed {
            return whys;
        }
    }
}

fn instance(objective: &Objective, proposals: &[Proposal], wishes: &Wishes) -> Instance {
    let years: Vec<i16> = match &wishes.budget {
        Budget::Whole(_) => Vec::new(),
        Budget::Years(years) => years.keys().copied().collect(),
    };
    let item = |row: &Proposal| {
        let is_met = |(measure, need): &(MeasureIdx, _)| {
            row.meets.contains(need) && row.measures.contains(measure)
        };
        let year = row.start.known().and_then(|start| years.binary_search(&start.year()).ok());
        let at = |id: &String| {
            proposals.binary_search_by(|other| other.id.as_ref().cmp(id.as_str())).ok()
        };
        let elements = objective.elements.iter().enumerate();
        Item {
            cost: row.budget.known().map_or(0, |money| money.amount.0),
            budget: year.unwrap_or(0),
            covers: elements.filter(|(_, element)| is_met(element)).map(|(i, _)| i).collect(),
            after: row.after.iter().filter_map(at).collect(),
        }
    };
    Instance {
        values: objective.values.clone(),
        items: proposals.iter().map(item).collect(),
        budgets: wishes.budget.amounts().into_iter().map(|amount| amount.0).collect(),
    }
}
