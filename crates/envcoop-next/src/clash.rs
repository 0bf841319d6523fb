//! Wishes that cannot be had together: the smallest set of them.

use std::collections::{BTreeMap, BTreeSet};

use envcoop_core::money::Cents;

use crate::case::{Case, Why};
use crate::wishes::{Budget, Wishes};

/// The smallest set of wishes that cannot be had together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// A proposal that has to be approved cannot be ranked, or was dropped.
    Impossible {
        /// The proposal that has to be approved.
        must: String,
        /// Why it cannot; none where the row was dropped from the plan.
        why: Option<Why>,
    },
    /// A proposal that has to be approved needs, directly or not, one that must not be.
    Opposed {
        /// The proposal that has to be approved.
        must: String,
        /// The proposal that must not be.
        never: String,
        /// How the first leads to the second; both ends included.
        chain: Vec<String>,
    },
    /// Proposals that have to be approved cost more than there is.
    TooDear {
        /// The proposals that have to be approved.
        musts: Vec<String>,
        /// What they need beside themselves.
        needed: Vec<String>,
        /// The year, where budgets are by year.
        year: Option<i16>,
        /// What all of them cost.
        cost: Cents,
        /// What there is.
        budget: Cents,
    },
}

impl Clash {
    /// Returns the smallest clash; none where all wishes can be had.
    pub(super) fn find(
        case: &Case,
        wishes: &Wishes,
        others: &BTreeMap<Box<str>, bool>,
    ) -> Option<Clash> {
        for must in &wishes.must {
            let left_out = case.left_out.iter().find(|(row, _)| &*row.id == must.as_str());
            let is_dropped = others.get(must.as_str()) == Some(&false);
            if left_out.is_some() || is_dropped {
                let why = left_out.map(|(_, why)| why.clone());
                return Some(Clash::Impossible { must: must.clone(), why });
            }
        }
        let must: BTreeSet<usize> = wishes.must.iter().filter_map(|id| case.position(id)).collect();
        let musts: Vec<usize> = must.into_iter().collect();
        let dear = too_dear(case, wishes, &musts);
        let one_is_too_dear =
            matches!(&dear, Some(Clash::TooDear { musts, .. }) if musts.len() == 1);
        let opposed = if one_is_too_dear { None } else { opposed(case, wishes, &musts) };
        opposed.or(dear)
    }
}

/// Finds a must whose needs lead to a never, over the shortest way.
fn opposed(case: &Case, wishes: &Wishes, musts: &[usize]) -> Option<Clash> {
    let nevers: BTreeSet<usize> = wishes.never.iter().filter_map(|id| case.position(id)).collect();
    let chains = musts.iter().filter_map(|&must| chain(case, must, &nevers));
    let shortest = chains.min_by_key(Vec::len)?;
    let chain: Vec<String> =
        shortest.iter().map(|&item| case.proposals[item].id.to_string()).collect();
    Some(Clash::Opposed {
        must: chain.first().cloned().unwrap_or_default(),
        never: chain.last().cloned().unwrap_or_default(),
        chain,
    })
}

/// Returns the shortest way from an item over its needs to one of `ends`.
fn chain(case: &Case, from: usize, ends: &BTreeSet<usize>) -> Option<Vec<usize>> {
    let mut came: BTreeMap<usize, usize> = BTreeMap::from([(from, from)]);
    let (mut queue, mut at) = (vec![from], 0);
    while at < queue.len() {
        let item = queue[at];
        if ends.contains(&item) {
            let mut way = vec![item];
            while let Some(&before) = way.last().and_then(|last| came.get(last))
                && Some(&before) != way.last()
            {
                way.push(before);
            }
            way.reverse();
            return Some(way);
        }
        for &other in &case.instance.items[item].after {
            came.entry(other).or_insert_with(|| {
                queue.push(other);
                item
            });
        }
        at += 1;
    }
    None
}

/// How many sets of musts are looked at for the smallest; beyond, one is found that no must can be
/// left out of.
const MOST_SETS: usize = 200_000;

fn too_dear(case: &Case, wishes: &Wishes, musts: &[usize]) -> Option<Clash> {
    let all = over(case, musts)?;
    let mut n_sets = 0;
    let mut smallest = (musts.to_vec(), all);
    'sizes: for size in 1..musts.len() {
        let mut picked: Vec<usize> = (0..size).collect();
        loop {
            n_sets += 1;
            if n_sets > MOST_SETS {
                smallest = thinned(case, musts, all);
                break 'sizes;
            }
            let set: Vec<usize> = picked.iter().map(|&i| musts[i]).collect();
            if let Some(budget) = over(case, &set) {
                smallest = (set, budget);
                break 'sizes;
            }
            if !advance(&mut picked, musts.len()) {
                break;
            }
        }
    }
    let (set, budget) = smallest;
    let id = |item: &usize| case.proposals[*item].id.to_string();
    let closure = closure(case, &set);
    let year = match &wishes.budget {
        Budget::Whole(_) => None,
        Budget::Years(years) => years.keys().nth(budget).copied(),
    };
    Some(Clash::TooDear {
        musts: set.iter().map(id).collect(),
        needed: closure.iter().filter(|item| !set.contains(item)).map(id).collect(),
        year,
        cost: Cents(case.instance.spent(&closure)[budget]),
        budget: Cents(case.instance.budgets[budget]),
    })
}

/// Returns the budget that a set and what it needs is too dear for.
fn over(case: &Case, set: &[usize]) -> Option<usize> {
    let spent = case.instance.spent(&closure(case, set));
    spent.iter().zip(&case.instance.budgets).position(|(spent, budget)| spent > budget)
}

fn closure(case: &Case, set: &[usize]) -> Vec<usize> {
    let all: BTreeSet<usize> = set.iter().flat_map(|&item| case.instance.closure(item)).collect();
    all.into_iter().collect()
}

/// Leaves out of a set that is too dear whatever it is too dear without.
fn thinned(case: &Case, musts: &[usize], mut budget: usize) -> (Vec<usize>, usize) {
    let mut set = musts.to_vec();
    let mut by_cost = musts.to_vec();
    by_cost.sort_by_key(|&item| case.instance.items[item].cost);
    for item in by_cost {
        let rest: Vec<usize> = set.iter().copied().filter(|&other| other != item).collect();
        if let Some(over) = over(case, &rest) {
            (set, budget) = (rest, over);
        }
    }
    (set, budget)
}

/// Moves on to the next choice of positions below `n`; tells whether there is one.
fn advance(picked: &mut [usize], n: usize) -> bool {
    let size = picked.len();
    let Some(at) = (0..size).rev().find(|&i| picked[i] < n - size + i) else { return false };
    picked[at] += 1;
    for i in at + 1..size {
        picked[i] = picked[i - 1] + 1;
    }
    true
}
