//! The solver behind `envcoop-gap next`: against every subset of thousands of small problems, and
//! what it promises when it is stopped.

use envcoop_next::solver::{Instance, Item, Lock, solve};
use envcoop_tests::dice::Dice;

/// Makes a problem. Few values and few costs make many ties; zeros, copies, chains of needs and
/// several budgets occur.
fn problem(dice: &mut Dice, most_items: usize) -> (Instance, Vec<Lock>) {
    let n_elements = 1 + dice.below(9);
    let n_items = 1 + dice.below(most_items);
    let n_budgets = 1 + dice.below(3) * dice.below(2);
    let (few_values, few_costs) = (dice.one_in(2), dice.one_in(2));
    let value = |dice: &mut Dice| 1 + dice.below(if few_values { 3 } else { 1000 }) as i128;
    let values: Vec<i128> = (0..n_elements).map(|_| value(dice)).collect();
    let mut items: Vec<Item> = Vec::new();
    for i in 0..n_items {
        if i > 0 && dice.one_in(8) {
            items.push(items[dice.below(i)].clone());
            continue;
        }
        let share = 2 + dice.below(3);
        let covers = (0..n_elements).filter(|_| dice.one_in(share)).collect();
        let cost = dice.below(if few_costs { 4 } else { 500 }) as i128;
        let after = if dice.one_in(6) { vec![dice.below(n_items)] } else { Vec::new() };
        items.push(Item { cost, budget: dice.below(n_budgets), covers, after });
    }
    for (i, item) in items.iter_mut().enumerate() {
        item.after.retain(|&other| other != i);
    }
    // As large as sums may become: nothing may overflow or be rounded away.
    let (dear, worthy) = if dice.one_in(6) { (1 << 60, 1 << 66) } else { (1, 1) };
    let values: Vec<i128> = values.into_iter().map(|value| value * worthy).collect();
    items.iter_mut().for_each(|item| item.cost *= dear);
    let all: i128 = items.iter().map(|item| item.cost / dear).sum();
    let budgets = (0..n_budgets).map(|_| dice.below(all as usize + 2) as i128 * dear).collect();
    let lock = |dice: &mut Dice| match dice.below(16) {
        0 => Lock::In,
        1 => Lock::Out,
        _ => Lock::Free,
    };
    let locks = items.iter().map(|_| lock(dice)).collect();
    (Instance { values, items, budgets }, locks)
}

/// Tells whether a set keeps to locks, needs and budgets.
fn is_allowed(instance: &Instance, locks: &[Lock], set: &[usize]) -> bool {
    let keeps = |(item, lock): (usize, &Lock)| match lock {
        Lock::Free => true,
        Lock::In => set.contains(&item),
        Lock::Out => !set.contains(&item),
    };
    locks.iter().enumerate().all(keeps)
        && set.iter().all(|&item| instance.items[item].after.iter().all(|o| set.contains(o)))
        && instance.spent(set).iter().zip(&instance.budgets).all(|(spent, most)| spent <= most)
}

/// Finds the best set by looking at every one.
fn by_force(instance: &Instance, locks: &[Lock]) -> Option<Vec<usize>> {
    let n_items = instance.items.len();
    let sets = (0u32..1 << n_items)
        .map(|bits| (0..n_items).filter(|item| bits >> item & 1 == 1).collect::<Vec<usize>>());
    let rank = |set: &Vec<usize>| {
        let n_free = set.iter().filter(|&&item| instance.items[item].cost == 0).count();
        (-instance.value(set), instance.cost(set), n_free, set.clone())
    };
    sets.filter(|set| is_allowed(instance, locks, set)).min_by_key(rank)
}

#[test]
fn the_best_of_every_subset_is_found_ties_and_all() {
    let mut dice = Dice(2012);
    let (mut n_impossible, mut n_chosen) = (0, 0);
    for round in 0..6000 {
        let (instance, locks) = problem(&mut dice, if round % 40 == 0 { 14 } else { 9 });
        let expected = by_force(&instance, &locks);
        let found = solve(&instance, &locks, None, &mut || false);
        assert_eq!(
            found.as_ref().map(|found| &found.set),
            expected.as_ref(),
            "round {round}: {instance:#?} {locks:?}"
        );
        match found {
            None => n_impossible += 1,
            Some(found) => {
                n_chosen += found.set.len();
                assert!(found.is_optimal, "round {round}");
                assert_eq!(found.value, instance.value(&found.set), "round {round}");
                assert_eq!(found.bound, found.value, "round {round}");
            }
        }
    }
    // The problems are neither all impossible nor all trivial.
    assert!((100..3000).contains(&n_impossible), "{n_impossible} impossible");
    assert!(n_chosen > 5000, "{n_chosen} chosen");
}

#[test]
fn a_stopped_search_tells_how_much_may_be_missing() {
    let mut dice = Dice(1);
    for round in 0..300 {
        let (instance, locks) = problem(&mut dice, 12);
        let Some(expected) = by_force(&instance, &locks) else { continue };
        let mut n_asked = 0;
        let mut stop = || {
            n_asked += 1;
            n_asked > 1 + round % 7
        };
        let Some(found) = solve(&instance, &locks, None, &mut stop) else {
            panic!("round {round}: there is a set")
        };
        assert!(is_allowed(&instance, &locks, &found.set), "round {round}");
        assert!(found.bound >= instance.value(&expected), "round {round}: the bound is too low");
        assert!(found.value <= instance.value(&expected), "round {round}");
        assert!(!found.is_optimal || found.set == expected, "round {round}: falsely optimal");
    }
}
