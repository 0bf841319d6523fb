//! The problem in numbers: what may be chosen, what it covers and what it costs.

/// Something that may be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it costs, in the unit of the budgets; not below zero.
    pub cost: i128,
    /// Which of the budgets it is paid from.
    pub budget: usize,
    /// The elements that it covers, each once.
    pub covers: Vec<usize>,
    /// The items that have to be chosen with it.
    pub after: Vec<usize>,
}

/// A budgeted coverage problem.
///
/// Sets are compared by the value of what they cover (more is better), then by cost (less), then by
/// the number of items that cost nothing (fewer), then by their items: the set that has the first
/// item in which the two differ comes first. No two sets are equal in all of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// What covering each element is worth; above zero, and in sum below [`Instance::MOST`].
    pub values: Vec<i128>,
    /// What may be chosen, in the order that decides ties.
    pub items: Vec<Item>,
    /// What may be spent.
    pub budgets: Vec<i128>,
}

/// What is settled about an item beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lock {
    /// It may be chosen or not.
    #[default]
    Free,
    /// It has to be chosen.
    In,
    /// It must not be chosen.
    Out,
}

impl Instance {
    /// The most that all elements together, or all costs together, may come to: sums of products
    /// then stay exact.
    pub const MOST: i128 = 1 << 80;

    /// Returns what a set covers is worth.
    pub fn value(&self, set: &[usize]) -> i128 {
        let mut covered = vec![false; self.values.len()];
        for &item in set {
            self.items[item].covers.iter().for_each(|&element| covered[element] = true);
        }
        self.values.iter().zip(covered).filter(|(_, is)| *is).map(|(value, _)| value).sum()
    }

    /// Returns what a set costs.
    pub fn cost(&self, set: &[usize]) -> i128 {
        set.iter().map(|&item| self.items[item].cost).sum()
    }

    /// Returns what a set takes from each budget.
    pub fn spent(&self, set: &[usize]) -> Vec<i128> {
        let mut spent = vec![0; self.budgets.len()];
        set.iter().for_each(|&item| spent[self.items[item].budget] += self.items[item].cost);
        spent
    }

    /// Returns an item with everything that has to be chosen with it, directly or not; sorted.
    pub fn closure(&self, item: usize) -> Vec<usize> {
        let (mut found, mut open) = (vec![item], vec![item]);
        while let Some(next) = open.pop() {
            for &other in &self.items[next].after {
                if !found.contains(&other) {
                    found.push(other);
                    open.push(other);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// Returns the cost by which equally good sets are told apart: the true one, to which a free
    /// item adds the least that counts, so that no set is as cheap as a part of it.
    pub(super) fn fine_cost(&self, item: usize) -> i128 {
        let cost = self.items[item].cost;
        if cost == 0 { 1 } else { cost * (self.items.len() as i128 + 1) }
    }
}
