//! What is left of a problem when some items are settled: the nodes of the search.
//!
//! A part holds only items that may still go either way and elements that they can still cover, in
//! flat lists: bounds are computed over them many times.

use super::instance::{Instance, Lock};

/// Up to how many items those that another one replaces are looked for again in every part.
const FEW: usize = 160;

/// What is left when some items are settled.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// The items settled to be chosen, by their numbers in the instance.
    pub(super) chosen: Vec<u32>,
    /// What they cover is worth.
    pub(super) value: i128,
    /// Their fine cost.
    pub(super) fine: i128,
    /// What each budget has left.
    pub(super) budgets: Vec<i128>,
    /// The open items, by their numbers in the instance; ascending.
    pub(super) items: Vec<u32>,
    /// For each open item its cost.
    pub(super) costs: Vec<i128>,
    /// For each open item its fine cost.
    pub(super) fines: Vec<i128>,
    /// For each open item its budget.
    pub(super) from: Vec<u32>,
    /// Where the elements of each open item begin in `covers`; one more marks the end.
    pub(super) starts: Vec<u32>,
    /// The open elements of the open items, ascending for each.
    pub(super) covers: Vec<u32>,
    /// What the open elements are worth.
    pub(super) values: Vec<i128>,
    /// Pairs of open items: the first needs the second.
    pub(super) needs: Vec<(u32, u32)>,
    /// For each element the price at which it is handed to the items; a guide, never a proof.
    pub(super) prices: Vec<f64>,
    /// For each pair of `needs` its price.
    pub(super) ties: Vec<f64>,
    /// For each open item how far it leans to being chosen, from 0 to 1; a guide.
    pub(super) leaning: Vec<f64>,
}

impl Part {
    /// Returns the whole problem with some items settled; nothing where that is impossible.
    pub(super) fn whole(instance: &Instance, locks: &[Lock]) -> Option<Part> {
        let items = 0..instance.items.len();
        let mut part = Part {
            budgets: instance.budgets.clone(),
            items: items.clone().map(|item| item as u32).collect(),
            costs: instance.items.iter().map(|item| item.cost).collect(),
            fines: items.map(|item| instance.fine_cost(item)).collect(),
            from: instance.items.iter().map(|item| item.budget as u32).collect(),
            starts: vec![0],
            leaning: vec![0.0; instance.items.len()],
            ..Part::default()
        };
        let merged = Merged::new(instance);
        for (i, item) in instance.items.iter().enumerate() {
            let mut covers: Vec<u32> = item.covers.iter().map(|&e| merged.of[e]).collect();
            covers.sort_unstable();
            covers.dedup();
            part.covers.extend(covers);
            part.starts.push(part.covers.len() as u32);
            part.needs.extend(item.after.iter().map(|&other| (i as u32, other as u32)));
        }
        part.prices = merged.values.iter().map(|&value| value as f64 * 0.5).collect();
        part.values = merged.values;
        part.ties = vec![0.0; part.needs.len()];
        part.settled(locks.to_vec())
    }

    /// Returns how many items are open.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns the open elements of an open item.
    pub(super) fn covers(&self, item: usize) -> &[u32] {
        &self.covers[self.starts[item] as usize..self.starts[item + 1] as usize]
    }

    /// Settles open items, and whatever follows from it; nothing where that is impossible.
    pub(super) fn settled(&self, mut locks: Vec<Lock>) -> Option<Part> {
        let mut budgets = self.budgets.clone();
        let mut paid = vec![false; self.len()];
        let mut covered = vec![false; self.values.len()];
        loop {
            self.follow_needs(&mut locks)?;
            let mut changed = false;
            for item in 0..self.len() {
                if locks[item] == Lock::In && !paid[item] {
                    (paid[item], changed) = (true, true);
                    let left = &mut budgets[self.from[item] as usize];
                    *left -= self.costs[item];
                    if *left < 0 {
                        return None;
                    }
                    self.covers(item).iter().for_each(|&e| covered[e as usize] = true);
                }
            }
            let is_needed = self.needed(&locks);
            for item in 0..self.len() {
                if locks[item] != Lock::Free {
                    continue;
                }
                let is_too_dear = self.costs[item] > budgets[self.from[item] as usize];
                let is_idle = || self.covers(item).iter().all(|&e| covered[e as usize]);
                if is_too_dear || (!is_needed[item] && is_idle()) {
                    (locks[item], changed) = (Lock::Out, true);
                }
            }
            if !changed {
                break;
            }
        }
        let part = self.compact(&locks, &covered, budgets);
        Some(if part.len() <= FEW || self.chosen.is_empty() { part.undominated() } else { part })
    }

    /// Settles what others need or cannot do without; nothing where both hold.
    fn follow_needs(&self, locks: &mut [Lock]) -> Option<()> {
        loop {
            let mut changed = false;
            for &(item, other) in &self.needs {
                let (item, other) = (item as usize, other as usize);
                match (locks[item], locks[other]) {
                    (Lock::In, Lock::Out) => return None,
                    (Lock::In, Lock::Free) => (locks[other], changed) = (Lock::In, true),
                    (Lock::Free, Lock::Out) => (locks[item], changed) = (Lock::Out, true),
                    _ => {}
                }
            }
            if !changed {
                return Some(());
            }
        }
    }

    /// Tells of each item whether an item that is not out needs it.
    fn needed(&self, locks: &[Lock]) -> Vec<bool> {
        let mut needed = vec![false; self.len()];
        let open = self.needs.iter().filter(|(item, _)| locks[*item as usize] != Lock::Out);
        open.for_each(|&(_, other)| needed[other as usize] = true);
        needed
    }

    /// Keeps what is open.
    fn compact(&self, locks: &[Lock], covered: &[bool], budgets: Vec<i128>) -> Part {
        const GONE: u32 = u32::MAX;
        let mut part = Part {
            chosen: self.chosen.clone(),
            value: self.value,
            fine: self.fine,
            budgets,
            starts: vec![0],
            ..Part::default()
        };
        let gained = self.values.iter().zip(covered).filter(|(_, covered)| **covered);
        part.value += gained.map(|(value, _)| value).sum::<i128>();
        let mut elements = vec![GONE; self.values.len()];
        let mut places = vec![GONE; self.len()];
        for item in 0..self.len() {
            match locks[item] {
                Lock::Out => {}
                Lock::In => {
                    part.chosen.push(self.items[item]);
                    part.fine += self.fines[item];
                }
                Lock::Free => {
                    places[item] = part.items.len() as u32;
                    part.items.push(self.items[item]);
                    part.costs.push(self.costs[item]);
                    part.fines.push(self.fines[item]);
                    part.from.push(self.from[item]);
                    part.leaning.push(self.leaning[item]);
                    for &e in self.covers(item) {
                        let e = e as usize;
                        if covered[e] {
                            continue;
                        }
                        if elements[e] == GONE {
                            elements[e] = part.values.len() as u32;
                            part.values.push(self.values[e]);
                            part.prices.push(self.prices[e]);
                        }
                        part.covers.push(elements[e]);
                    }
                    let start = part.starts[part.starts.len() - 1] as usize;
                    part.covers[start..].sort_unstable();
                    part.starts.push(part.covers.len() as u32);
                }
            }
        }
        for (&(item, other), &tie) in self.needs.iter().zip(&self.ties) {
            let pair = (places[item as usize], places[other as usize]);
            if pair.0 != GONE && pair.1 != GONE {
                part.needs.push(pair);
                part.ties.push(tie);
            }
        }
        part
    }

    /// Leaves out every item in whose stead another one always does: it covers as much, needs
    /// nothing more, is paid from the same budget, and comes before it by cost and number. No best
    /// set has such an item.
    fn undominated(self) -> Part {
        let mut needs: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        let mut is_needed = vec![false; self.len()];
        for &(item, other) in &self.needs {
            needs[item as usize].push(other);
            is_needed[other as usize] = true;
        }
        let mut by_size: Vec<usize> = (0..self.len()).collect();
        by_size.sort_by_key(|&item| (self.fines[item], item));
        let mut kept: Vec<usize> = Vec::with_capacity(self.len());
        let mut locks = vec![Lock::Free; self.len()];
        let mut alike = std::collections::BTreeSet::new();
        let masks: Vec<u64> = (0..self.len()).map(|item| mask(self.covers(item))).collect();
        for item in by_size {
            let does = |&other: &usize| {
                masks[item] & !masks[other] == 0
                    && (self.from[other] == self.from[item] || self.costs[other] == 0)
                    && is_within(self.covers(item), self.covers(other))
                    && needs[other].iter().all(|need| needs[item].contains(need))
            };
            // Most that can be replaced cover just what a cheaper one does: those are found quickly.
            let is_plain = needs[item].is_empty();
            let is_alike = is_plain && alike.contains(&(self.from[item], self.covers(item)));
            if !is_needed[item] && (is_alike || kept.iter().any(does)) {
                locks[item] = Lock::Out;
            } else {
                if is_plain {
                    alike.insert((self.from[item], self.covers(item)));
                }
                kept.push(item);
            }
        }
        if kept.len() == self.len() {
            return self;
        }
        let covered = vec![false; self.values.len()];
        self.compact(&locks, &covered, self.budgets.clone())
    }
}

/// Returns a word in which every element sets a bit: what is no part of it is no part of the list.
fn mask(elements: &[u32]) -> u64 {
    elements.iter().fold(0, |mask, &e| mask | 1 << (e % 64))
}

/// Tells whether every number of one ascending list stands in another.
fn is_within(few: &[u32], many: &[u32]) -> bool {
    let mut many = many.iter();
    few.iter().all(|one| many.by_ref().any(|other| other == one))
}

/// Elements that the same items cover, taken together.
struct Merged {
    /// For each element of the instance the one that it is part of.
    of: Vec<u32>,
    values: Vec<i128>,
}

impl Merged {
    fn new(instance: &Instance) -> Merged {
        let mut coverers: Vec<Vec<u32>> = vec![Vec::new(); instance.values.len()];
        for (i, item) in instance.items.iter().enumerate() {
            item.covers.iter().for_each(|&element| coverers[element].push(i as u32));
        }
        let mut merged = Merged { of: Vec::new(), values: Vec::new() };
        let mut known = std::collections::BTreeMap::new();
        for (items, &value) in coverers.into_iter().zip(&instance.values) {
            let n_known = merged.values.len() as u32;
            let at = *known.entry(items).or_insert(n_known);
            if at == n_known {
                merged.values.push(0);
            }
            merged.values[at as usize] += value;
            merged.of.push(at);
        }
        merged
    }
}
