//! In which order to approve the chosen proposals: what a smaller budget would begin with.

use crate::solver::{Instance, Lock, solve};

/// What a part of the budgets is enough for, given what the smaller parts were spent on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The part of each budget, in tenths.
    pub tenths: i128,
    /// What is approved with it beyond the step before, in order.
    pub items: Vec<usize>,
}

/// How many steps a budget is given out in.
const STEPS: i128 = 10;

/// Puts a chosen set in order: the budgets grow in ten steps, and each step takes the best of the
/// set that it can pay beside what the steps before took. The sets are nested, and nothing comes
/// before what it needs.
pub fn steps(instance: &Instance, set: &[usize], stop: &mut dyn FnMut() -> bool) -> Vec<Step> {
    let mut small = instance.clone();
    let mut locks = vec![Lock::Out; instance.items.len()];
    set.iter().for_each(|&item| locks[item] = Lock::Free);
    let mut taken: Vec<usize> = Vec::new();
    let mut steps = Vec::new();
    for tenths in 1..=STEPS {
        for (part, whole) in small.budgets.iter_mut().zip(&instance.budgets) {
            *part = whole * tenths / STEPS;
        }
        let all = if tenths == STEPS {
            set.to_vec()
        } else {
            match solve(&small, &locks, Some(&taken), stop) {
                Some(found) => found.set,
                None => continue,
            }
        };
        let fresh: Vec<usize> = all.iter().copied().filter(|item| !taken.contains(item)).collect();
        if fresh.is_empty() {
            continue;
        }
        fresh.iter().for_each(|&item| locks[item] = Lock::In);
        steps.push(Step { tenths, items: in_order(instance, &taken, fresh) });
        taken = all;
    }
    steps
}

/// Puts items in order: what adds the most for its cost first, with what it needs before it.
fn in_order(instance: &Instance, taken: &[usize], mut open: Vec<usize>) -> Vec<usize> {
    let mut covered = vec![false; instance.values.len()];
    let cover = |covered: &mut Vec<bool>, item: usize| {
        instance.items[item].covers.iter().for_each(|&element| covered[element] = true);
    };
    taken.iter().for_each(|&item| cover(&mut covered, item));
    let mut order = Vec::new();
    while !open.is_empty() {
        let mut best: Option<(i128, i128, Vec<usize>)> = None;
        for &item in &open {
            let items = with_needs(instance, item, &open);
            let mut after = covered.clone();
            items.iter().for_each(|&item| cover(&mut after, item));
            let fresh = (0..after.len()).filter(|&e| after[e] && !covered[e]);
            let gain: i128 = fresh.map(|e| instance.values[e]).sum();
            let cost = instance.cost(&items);
            let is_better =
                best.as_ref().is_none_or(|(most, least, _)| rate(gain, cost, *most, *least));
            if is_better {
                best = Some((gain, cost, items));
            }
        }
        let Some((.., items)) = best else { break };
        for item in items {
            cover(&mut covered, item);
            open.retain(|&other| other != item);
            order.push(item);
        }
    }
    order
}

/// Tells whether one gain per cost is above another. A free gain is above every paid one.
fn rate(gain: i128, cost: i128, other_gain: i128, other_cost: i128) -> bool {
    match (gain.checked_mul(other_cost), other_gain.checked_mul(cost)) {
        (Some(left), Some(right)) if left != right => left > right,
        (Some(_), Some(_)) => gain > other_gain,
        // Too large to be multiplied; the order is a service, not a result.
        _ => gain > other_gain,
    }
}

/// Returns an item and those of `open` that it needs, the needed first.
fn with_needs(instance: &Instance, item: usize, open: &[usize]) -> Vec<usize> {
    fn visit(
        instance: &Instance,
        item: usize,
        open: &[usize],
        seen: &mut Vec<usize>,
        out: &mut Vec<usize>,
    ) {
        if seen.contains(&item) || !open.contains(&item) {
            return;
        }
        seen.push(item);
        let mut needs = instance.items[item].after.clone();
        needs.sort_unstable();
        needs.into_iter().for_each(|other| visit(instance, other, open, seen, out));
        out.push(item);
    }
    let (mut seen, mut out) = (Vec::new(), Vec::new());
    visit(instance, item, open, &mut seen, &mut out);
    out
}
