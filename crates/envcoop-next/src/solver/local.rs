//! Good sets, quickly: a greedy start and single changes for the better.

use super::instance::Instance;
use super::part::Part;

/// A set of open items of a part that fits the budgets and holds what its items need.
pub(super) struct Set<'p> {
    part: &'p Part,
    is_in: Vec<bool>,
    /// For each element how many items of the set cover it.
    covered: Vec<u32>,
    left: Vec<i128>,
    pub(super) value: i128,
    pub(super) fine: i128,
    /// For each item those that it needs, and those that need it.
    needs: Vec<Vec<u32>>,
    needed_by: Vec<Vec<u32>>,
}

impl<'p> Set<'p> {
    pub(super) fn new(part: &'p Part) -> Set<'p> {
        let links = if part.needs.is_empty() { 0 } else { part.len() };
        let (mut needs, mut needed_by) = (vec![Vec::new(); links], vec![Vec::new(); links]);
        for &(item, other) in &part.needs {
            needs[item as usize].push(other);
            needed_by[other as usize].push(item);
        }
        Set {
            part,
            is_in: vec![false; part.len()],
            covered: vec![0; part.values.len()],
            left: part.budgets.clone(),
            value: part.value,
            fine: part.fine,
            needs,
            needed_by,
        }
    }

    /// Returns the items of the set and those that the part has settled, by their numbers in the
    /// instance.
    pub(super) fn numbers(&self) -> Vec<usize> {
        let own = (0..self.part.len()).filter(|&item| self.is_in[item]);
        let own = own.map(|item| self.part.items[item] as usize);
        let mut all: Vec<usize> =
            self.part.chosen.iter().map(|&number| number as usize).chain(own).collect();
        all.sort_unstable();
        all
    }

    /// Returns what an item would add alone.
    fn gain(&self, item: usize) -> i128 {
        let fresh = self.part.covers(item).iter().filter(|&&e| self.covered[e as usize] == 0);
        fresh.map(|&e| self.part.values[e as usize]).sum()
    }

    fn put(&mut self, item: usize) {
        self.is_in[item] = true;
        self.fine += self.part.fines[item];
        self.left[self.part.from[item] as usize] -= self.part.costs[item];
        for &e in self.part.covers(item) {
            let e = e as usize;
            if self.covered[e] == 0 {
                self.value += self.part.values[e];
            }
            self.covered[e] += 1;
        }
    }

    fn take(&mut self, item: usize) {
        self.is_in[item] = false;
        self.fine -= self.part.fines[item];
        self.left[self.part.from[item] as usize] += self.part.costs[item];
        for &e in self.part.covers(item) {
            let e = e as usize;
            self.covered[e] -= 1;
            if self.covered[e] == 0 {
                self.value -= self.part.values[e];
            }
        }
    }

    /// Returns an item and what it needs beyond the set, the needed first.
    fn closure(&self, item: usize) -> Vec<usize> {
        let (mut found, mut at) = (vec![item], 0);
        while at < found.len() && !self.needs.is_empty() {
            for &other in &self.needs[found[at]] {
                let other = other as usize;
                if !self.is_in[other] && !found.contains(&other) {
                    found.push(other);
                }
            }
            at += 1;
        }
        found
    }

    /// Tells whether items fit the budgets together.
    fn fits(&self, items: &[usize]) -> bool {
        if let [item] = items {
            return self.part.costs[*item] <= self.left[self.part.from[*item] as usize];
        }
        let mut left = self.left.clone();
        items.iter().all(|&item| {
            let left = &mut left[self.part.from[item] as usize];
            *left -= self.part.costs[item];
            *left >= 0
        })
    }

    /// Adds items in this order wherever they fit and add something.
    pub(super) fn add_in_order(&mut self, order: &[usize]) {
        for &item in order {
            if self.is_in[item] || self.gain(item) == 0 {
                continue;
            }
            let items = self.closure(item);
            if self.fits(&items) {
                items.into_iter().for_each(|item| self.put(item));
            }
        }
    }

    /// Adds the items that add the most for what they cost, again and again.
    pub(super) fn add_best(&mut self) {
        loop {
            let mut best: Option<(f64, Vec<usize>)> = None;
            for item in 0..self.part.len() {
                if self.is_in[item] || self.gain(item) == 0 {
                    continue;
                }
                let items = self.closure(item);
                let gain: i128 = items.iter().map(|&item| self.gain(item)).sum();
                let cost: i128 = items.iter().map(|&item| self.part.fines[item]).sum();
                let rate = gain as f64 / cost as f64;
                if best.as_ref().is_none_or(|(most, _)| rate > *most) && self.fits(&items) {
                    best = Some((rate, items));
                }
            }
            match best {
                Some((_, items)) => items.into_iter().for_each(|item| self.put(item)),
                None => return,
            }
        }
    }

    /// Leaves out what adds nothing, the dearest first.
    pub(super) fn trim(&mut self) {
        let mut items: Vec<usize> = (0..self.part.len()).filter(|&i| self.is_in[i]).collect();
        items.sort_by_key(|&item| std::cmp::Reverse(self.part.fines[item]));
        for item in items {
            let is_needed = self.has_dependants(item);
            let adds = self.part.covers(item).iter().any(|&e| self.covered[e as usize] == 1);
            if !is_needed && !adds {
                self.take(item);
            }
        }
    }

    fn has_dependants(&self, item: usize) -> bool {
        !self.needed_by.is_empty()
            && self.needed_by[item].iter().any(|&other| self.is_in[other as usize])
    }

    /// Exchanges one item for others as long as that makes the set better and nobody says stop.
    pub(super) fn exchange(&mut self, stop: &mut dyn FnMut() -> bool) {
        loop {
            let before = (self.value, -self.fine);
            let items: Vec<usize> = (0..self.part.len()).filter(|&i| self.is_in[i]).collect();
            for out in items {
                if stop() {
                    return;
                }
                if self.is_in[out] && !self.has_dependants(out) {
                    self.exchange_one(out);
                }
            }
            if (self.value, -self.fine) <= before {
                return;
            }
        }
    }

    /// Takes an item out and puts what is best for it; puts it back where nothing is better.
    fn exchange_one(&mut self, out: usize) {
        let before = (self.value, -self.fine);
        self.take(out);
        let mut put = Vec::new();
        loop {
            let mut best: Option<(i128, i128, usize)> = None;
            for item in 0..self.part.len() {
                let is_free = !self.is_in[item] && item != out;
                if !is_free || !self.needs.is_empty() && self.closure(item).len() > 1 {
                    continue;
                }
                let (gain, cost) = (self.gain(item), self.part.fines[item]);
                let is_better = best.is_none_or(|(most, least, _)| (gain, -cost) > (most, -least));
                if gain > 0 && is_better && self.fits(&[item]) {
                    best = Some((gain, cost, item));
                }
            }
            let Some((_, _, item)) = best else { break };
            self.put(item);
            put.push(item);
        }
        if (self.value, -self.fine) <= before {
            put.into_iter().for_each(|item| self.take(item));
            self.put(out);
        }
    }
}

/// Returns the set of a part that its prices lead to.
pub(super) fn led(part: &Part) -> Set<'_> {
    let mut order: Vec<usize> = (0..part.len()).collect();
    order.sort_by(|&a, &b| part.leaning[b].total_cmp(&part.leaning[a]).then(a.cmp(&b)));
    let mut set = Set::new(part);
    set.add_in_order(&order);
    set.trim();
    set
}

/// Tells the exact worth of a set of an instance, for comparing: value, then fine cost.
pub(super) fn worth(instance: &Instance, set: &[usize]) -> (i128, i128) {
    let fine = set.iter().map(|&item| instance.fine_cost(item)).sum();
    (instance.value(set), fine)
}
