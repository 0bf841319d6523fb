//! The best set of all, ties decided to the end.

use super::instance::{Instance, Lock};
use super::search::{Aim, Best, Found, possible, search};

/// The best set found, and what is proven of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The chosen items, ascending.
    pub set: Vec<usize>,
    /// What they cover is worth.
    pub value: i128,
    /// The most that any set can reach; the value itself where that is proven.
    pub bound: i128,
    /// Whether no other set is better, ties decided to the end.
    pub is_optimal: bool,
}

/// Looks for the best set that keeps to the locks; nothing where no set does. `stop` is asked often
/// and ends the search early; the result is then the best set met. `hint` is a set to start from,
/// where one that keeps to the locks is known.
pub fn solve(
    instance: &Instance,
    locks: &[Lock],
    hint: Option<&[usize]>,
    stop: &mut dyn FnMut() -> bool,
) -> Option<Solution> {
    let fine = |set: &[usize]| set.iter().map(|&item| instance.fine_cost(item)).sum();
    let beat = match hint {
        Some(set) => Best { set: Some(set.to_vec()), value: instance.value(set), fine: fine(set) },
        None => Best { set: None, value: -1, fine: 0 },
    };
    let Found { best, bound, is_proven } = search(instance, locks, beat, Aim::Best, stop)?;
    let set = best.set?;
    let mut solution = Solution { value: best.value, set, bound, is_optimal: is_proven };
    if is_proven {
        solution.is_optimal = first_of_equals(instance, locks, &mut solution, best.fine, stop);
    }
    Some(solution)
}

/// Returns the most value of any set that keeps to the locks; nothing where no set does, or where
/// `stop` ended the search. `hint` is as for [`solve`].
pub fn most_value(
    instance: &Instance,
    locks: &[Lock],
    hint: Option<&[usize]>,
    stop: &mut dyn FnMut() -> bool,
) -> Option<i128> {
    let value = hint.map_or(-1, |set| instance.value(set));
    let beat = Best { set: None, value, fine: 0 };
    let found = search(instance, locks, beat, Aim::Value, stop)?;
    (found.is_proven && found.best.value >= 0).then_some(found.best.value)
}

/// Replaces an optimal set by the one that comes first of all that are as good and as cheap; tells
/// whether that is proven.
///
/// No such set is a part of another, so the first one is found by asking of each item in turn
/// whether one of them has it, given what was found of the items before.
fn first_of_equals(
    instance: &Instance,
    locks: &[Lock],
    solution: &mut Solution,
    fine: i128,
    stop: &mut dyn FnMut() -> bool,
) -> bool {
    let mut locks = locks.to_vec();
    let best = Best { set: None, value: solution.value, fine };
    let possible = possible(instance, &locks, &best);
    for (lock, possible) in locks.iter_mut().zip(possible) {
        if *lock == Lock::Free && !possible {
            *lock = Lock::Out;
        }
    }
    for item in 0..instance.items.len() {
        if locks[item] != Lock::Free {
            continue;
        }
        locks[item] = Lock::In;
        if solution.set.binary_search(&item).is_ok() {
            continue;
        }
        let beat = Best { fine: fine + 1, ..best.clone() };
        if let Some(found) = search(instance, &locks, beat, Aim::Any, stop) {
            if let Some(set) = found.best.set {
                solution.set = set;
                continue;
            }
            if !found.is_proven {
                return false;
            }
        }
        locks[item] = Lock::Out;
    }
    true
}
