//! The search for the best set, and the proof that it is the best: branch and bound, depth first.

use super::bound::{Bound, Limit, Pricer};
use super::instance::{Instance, Lock};
use super::local::{Set, led, worth};
use super::part::Part;

/// The best set known, and what a set must beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Best {
    /// Its items, ascending; none where only the figures are known.
    pub(super) set: Option<Vec<usize>>,
    pub(super) value: i128,
    pub(super) fine: i128,
}

/// How a search ended.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The best set, where one is better than what was to be beaten.
    pub(super) best: Best,
    /// The most that any set can reach.
    pub(super) bound: i128,
    /// Whether nothing better remains.
    pub(super) is_proven: bool,
}

/// What a search is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// Find the best set.
    Best,
    /// Find the most value, whatever it costs within the budgets.
    Value,
    /// Stop at the first set that is better than what was to be beaten.
    Any,
}

struct Node {
    part: Part,
    /// The most that it can reach.
    bound: i128,
    depth: usize,
}

struct Search<'a> {
    instance: &'a Instance,
    best: Best,
    aim: Aim,
    is_done: bool,
    pricer: Pricer,
    stop: &'a mut dyn FnMut() -> bool,
}

/// Looks for a set better than `beat` among those that keep to the locks; nothing where no set at
/// all does.
pub(super) fn search(
    instance: &Instance,
    locks: &[Lock],
    beat: Best,
    aim: Aim,
    stop: &mut dyn FnMut() -> bool,
) -> Option<Found> {
    let whole = Part::whole(instance, locks)?;
    let bound = whole.value + whole.values.iter().sum::<i128>();
    let mut search =
        Search { instance, best: beat, aim, is_done: false, pricer: Pricer::new(), stop };
    search.start(&whole);
    let mut open = vec![Node { part: whole, bound, depth: 0 }];
    while let Some(node) = open.pop() {
        if search.is_done {
            open.clear();
            break;
        }
        if (search.stop)() {
            open.push(node);
            break;
        }
        search.visit(node, &mut open);
    }
    let still = open.iter().map(|node| node.bound).max();
    let bound = still.map_or(search.best.value, |bound| bound.max(search.best.value));
    Some(Found { best: search.best, bound, is_proven: open.is_empty() })
}

/// Tells of each item whether a set as good as the best one may have it.
pub(super) fn possible(instance: &Instance, locks: &[Lock], best: &Best) -> Vec<bool> {
    let mut possible = vec![false; instance.items.len()];
    let Some(mut part) = Part::whole(instance, locks) else { return possible };
    let mut pricer = Pricer::new();
    let most = best.fine;
    loop {
        let before = part.len();
        let budgets = pricer.bound(&mut part, Limit::Budgets, best.value, 400);
        let kept = (part.prices.clone(), part.ties.clone());
        let cheap = (most >= part.fine)
            .then(|| pricer.bound(&mut part, Limit::Fine(most), best.value, 400));
        (part.prices, part.ties) = kept;
        let is_vain = |item, is_chosen| {
            budgets.value_if(item, is_chosen) < best.value
                || cheap.as_ref().is_none_or(|cheap| cheap.value_if(item, is_chosen) < best.value)
        };
        let locks = (0..part.len()).map(|item| match (is_vain(item, true), is_vain(item, false)) {
            (true, _) => Lock::Out,
            (false, true) => Lock::In,
            (false, false) => Lock::Free,
        });
        let Some(settled) = part.settled(locks.collect()) else { return possible };
        part = settled;
        if part.len() == before {
            break;
        }
    }
    part.chosen.iter().chain(&part.items).for_each(|&item| possible[item as usize] = true);
    possible
}

impl Search<'_> {
    /// Looks for good sets before the search.
    fn start(&mut self, whole: &Part) {
        self.offer(&Set::new(whole));
        if self.aim == Aim::Any {
            return;
        }
        let mut set = Set::new(whole);
        set.add_best();
        set.trim();
        set.exchange(self.stop);
        set.trim();
        self.offer(&set);
    }

    /// Keeps a set where it is better than the best.
    fn offer(&mut self, set: &Set<'_>) {
        if (set.value, -set.fine) > (self.best.value, -self.best.fine) {
            let numbers = set.numbers();
            debug_assert_eq!(worth(self.instance, &numbers), (set.value, set.fine));
            self.best = Best { set: Some(numbers), value: set.value, fine: set.fine };
            self.is_done |= self.aim == Aim::Any;
        }
    }

    fn visit(&mut self, node: Node, open: &mut Vec<Node>) {
        let Node { mut part, mut bound, depth } = node;
        self.offer(&Set::new(&part));
        let mut rounds = match (depth, self.aim) {
            (0, _) => 600,
            _ => 24,
        };
        loop {
            if self.is_done || part.len() == 0 || self.is_hopeless(&part, bound) {
                return;
            }
            let before = part.len();
            // Where nothing can have more value, only less cost is worth a look.
            let mut budgets = None;
            if bound > self.best.value {
                let most = self.pricer.bound(&mut part, Limit::Budgets, self.best.value, rounds);
                bound = bound.min(most.value());
                budgets = Some(most);
                self.offer_led(&part, depth);
                if self.is_hopeless(&part, bound) {
                    return;
                }
            }
            let mut cheaper = None;
            if bound <= self.best.value {
                let limit = Limit::Fine(self.best.fine - 1);
                let most = self.pricer.bound(&mut part, limit, self.best.value, rounds);
                if most.value() < self.best.value {
                    return;
                }
                cheaper = Some(most);
                self.offer_led(&part, depth);
                if self.is_hopeless(&part, bound) {
                    return;
                }
            }
            let Some(settled) = self.settle(&part, bound, budgets.as_ref(), cheaper.as_ref())
            else {
                return;
            };
            part = settled;
            self.offer(&Set::new(&part));
            // Worth another look only where much was settled.
            if part.len() * 5 > before * 4 {
                break;
            }
            rounds = rounds.min(60);
        }
        if self.is_done || part.len() == 0 || self.is_hopeless(&part, bound) {
            return;
        }
        let item = branch(&part);
        for lock in [Lock::Out, Lock::In] {
            let mut locks = vec![Lock::Free; part.len()];
            locks[item] = lock;
            if let Some(part) = part.settled(locks) {
                open.push(Node { part, bound, depth: depth + 1 });
            }
        }
    }

    /// Tells whether a part can neither have more value than the best set nor as much for less.
    fn is_hopeless(&self, part: &Part, bound: i128) -> bool {
        let cost_decides = self.aim != Aim::Value && part.fine < self.best.fine;
        bound < self.best.value || bound == self.best.value && !cost_decides
    }

    /// Looks for a better set where the prices lead.
    fn offer_led(&mut self, part: &Part, depth: usize) {
        let mut set = led(part);
        if depth == 0 {
            set.exchange(self.stop);
            set.add_best();
            set.trim();
        }
        self.offer(&set);
    }

    /// Settles every item of which one way cannot lead to a better set; nothing where neither can.
    fn settle(
        &self,
        part: &Part,
        bound: i128,
        budgets: Option<&Bound>,
        cheaper: Option<&Bound>,
    ) -> Option<Part> {
        let best = self.best.value;
        let any_cost = self.aim == Aim::Value;
        let is_vain = |item, is_chosen| {
            let most = budgets.map_or(bound, |budgets| budgets.value_if(item, is_chosen));
            let for_less = |cheaper: &Bound| cheaper.value_if(item, is_chosen) < best;
            most < best || most <= best && (any_cost || cheaper.is_some_and(for_less))
        };
        let mut locks = vec![Lock::Free; part.len()];
        for (item, lock) in locks.iter_mut().enumerate() {
            *lock = match (is_vain(item, true), is_vain(item, false)) {
                (true, true) => return None,
                (true, false) => Lock::Out,
                (false, true) => Lock::In,
                (false, false) => Lock::Free,
            };
        }
        part.settled(locks)
    }
}

/// Returns the item whose settling is likely to change the bound most: a large one that the prices
/// lean to. To leave it costs the bound much, to choose it leaves little open.
fn branch(part: &Part) -> usize {
    let mut best = (f64::NEG_INFINITY, 0);
    for item in 0..part.len() {
        let value: f64 = part.covers(item).iter().map(|&e| part.values[e as usize] as f64).sum();
        let score = (part.leaning[item] + 1e-4) * value;
        if score > best.0 {
            best = (score, item);
        }
    }
    best.1
}
