//! What a planner is told: the choice, what each row of it is worth, what stays out of reach.

use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::gap::{Gap, State, challenge_members};
use envcoop_core::money::Cents;
use envcoop_core::vocabulary::Answer;

use crate::case::Case;
use crate::objective::Figure;
use crate::order::{Step, steps};
use crate::solver::{Lock, Solution, most_value, solve};

/// The answer to which proposals to approve.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The choice and what is proven of it.
    pub solution: Solution,
    /// The choice in order of approval.
    pub order: Vec<usize>,
    /// The steps of that order.
    pub steps: Vec<Step>,
    /// What the choice costs.
    pub cost: Cents,
    /// The mean of `low` before, after, and the most that it can be after.
    pub mean: Means,
    /// For each challenge what is met before and after; none where nothing applies.
    pub challenges: Vec<Option<Met>>,
    /// What each row of the choice is worth, in order of approval.
    pub contributions: Vec<Contribution>,
    /// The measures that are not met for certain before, in framework order.
    pub measures: Vec<Outlook>,
}

/// The mean of `low` over the challenges.
#[derive(Clone, Copy, Debug)]
pub struct Means {
    /// As the plan is.
    pub before: Figure,
    /// With the choice.
    pub after: Figure,
    /// At most, with any choice.
    pub bound: Figure,
}

/// Weights of needs met, as in [`NeedSums`](envcoop_core::judge::gap::NeedSums).
#[derive(Clone, Copy, Debug)]
pub struct Met {
    /// Met as the plan is.
    pub before: i128,
    /// Met with the choice.
    pub after: i128,
    /// All.
    pub all: i128,
    /// What stands for 1.
    pub one: i128,
}

/// What one row of the choice is worth.
#[derive(Clone, Copy, Debug)]
pub struct Contribution {
    /// The row.
    pub item: usize,
    /// What the mean loses where the row alone is taken out, in points.
    pub gain: Figure,
    /// What the mean loses where the best choice without the row is made; none where there is no
    /// such choice, or where time ended before it was proven.
    pub replacement: Option<Figure>,
}

/// What may become of a measure.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The measure.
    pub measure: MeasureIdx,
    /// Its `low` as the plan is.
    pub before: Figure,
    /// Its `low` with the choice.
    pub after: Figure,
    /// Its `low` if every proposal that can be ranked and is not ruled out were approved.
    pub ceiling: Figure,
    /// The proposal that improves it for the least, with what it needs, and that cost; none where
    /// no proposal improves it.
    pub cheapest: Option<(usize, Cents)>,
    /// Whether even the cheapest costs more than there is.
    pub is_too_dear: bool,
}

impl Advice {
    /// Finds the best choice and everything that is told of it; nothing where the wishes leave no
    /// choice, which a case never does. `stop` is asked often and ends the search early.
    pub fn new(gap: &Gap, case: &Case, stop: &mut dyn FnMut() -> bool) -> Option<Advice> {
        let solution = solve(&case.instance, &case.locks, None, stop)?;
        let steps = steps(&case.instance, &solution.set, stop);
        let order: Vec<usize> = steps.iter().flat_map(|step| step.items.clone()).collect();
        let objective = &case.objective;
        let figure = |value| Figure { part: objective.before + value, whole: objective.whole };
        Some(Advice {
            cost: Cents(case.instance.cost(&solution.set)),
            mean: Means {
                before: figure(0),
                after: figure(solution.value),
                bound: figure(solution.bound),
            },
            challenges: (0..gap.challenges.len()).map(|i| met(gap, case, &solution, i)).collect(),
            contributions: contributions(case, &solution, &order, stop),
            measures: outlooks(gap, case, &solution),
            order,
            steps,
            solution,
        })
    }
}

/// Tells whether a row of a set meets a need of a measure that the plan does not.
fn meets(
    case: &Case,
    items: &[usize],
    measure: MeasureIdx,
    need: envcoop_core::vocabulary::Need,
) -> bool {
    items.iter().any(|&item| {
        let row = &case.proposals[item];
        row.measures.contains(&measure) && row.meets.contains(&need)
    })
}

fn met(gap: &Gap, case: &Case, solution: &Solution, challenge: usize) -> Option<Met> {
    let sums = gap.challenges[challenge].sums;
    if sums.all == 0 {
        return None;
    }
    let mut after = sums.met;
    for member in challenge_members(&gap.framework, challenge) {
        let measure = &gap.measures[member.measure.at()];
        if measure.state != State::NotApplicable {
            after += member.weight.0 * gained(gap, case, &solution.set, member.measure);
        }
    }
    Some(Met { before: sums.met, after, all: sums.all, one: sums.one })
}

/// Returns the weights of the needs of a measure that a set meets and the plan does not.
fn gained(gap: &Gap, case: &Case, items: &[usize], measure: MeasureIdx) -> i128 {
    let answers = &gap.measures[measure.at()].answers;
    let needs = gap.rules.profile.needs().iter().copied();
    needs
        .filter(|&need| answers.get(need) != Answer::Met && meets(case, items, measure, need))
        .map(|need| gap.framework.policy.need_weights.of(need).0)
        .sum()
}

fn contributions(
    case: &Case,
    solution: &Solution,
    order: &[usize],
    stop: &mut dyn FnMut() -> bool,
) -> Vec<Contribution> {
    let whole = case.objective.whole;
    let contribution = |&item: &usize| {
        let rest: Vec<usize> =
            solution.set.iter().copied().filter(|&other| other != item).collect();
        let lost = solution.value - case.instance.value(&rest);
        let gain = Figure { part: lost, whole };
        let mut replacement = None;
        if solution.is_optimal && !stop() {
            let mut locks = case.locks.clone();
            locks[item] = Lock::Out;
            let best = most_value(&case.instance, &locks, None, stop);
            replacement = best.map(|best| Figure { part: solution.value - best, whole });
        }
        Contribution { item, gain, replacement }
    };
    order.iter().map(contribution).collect()
}

fn outlooks(gap: &Gap, case: &Case, solution: &Solution) -> Vec<Outlook> {
    let is_open = |&item: &usize| {
        let closure = case.instance.closure(item);
        closure.iter().all(|&item| case.locks[item] != Lock::Out)
    };
    let every: Vec<usize> = (0..case.proposals.len()).filter(is_open).collect();
    let outlook = |result: &envcoop_core::judge::gap::MeasureGap| {
        let measure = result.measure;
        let figure = |part| Figure { part: result.sums.met + part, whole: result.sums.all };
        let improving = every.iter().filter(|&&item| gained(gap, case, &[item], measure) > 0);
        let closures = improving.map(|&item| (item, case.instance.closure(item)));
        let (fitting, beyond): (Vec<_>, Vec<_>) = closures
            .map(|(item, closure)| (item, fits(case, &closure), case.instance.cost(&closure)))
            .partition(|(_, fits, _)| *fits);
        let is_too_dear = fitting.is_empty() && !beyond.is_empty();
        let pool = if fitting.is_empty() { &beyond } else { &fitting };
        let cheapest = pool.iter().min_by_key(|(item, _, cost)| (*cost, *item));
        Outlook {
            measure,
            before: figure(0),
            after: figure(gained(gap, case, &solution.set, measure)),
            ceiling: figure(gained(gap, case, &every, measure)),
            cheapest: cheapest.map(|&(item, _, cost)| (item, Cents(cost))),
            is_too_dear,
        }
    };
    let open = gap
        .measures
        .iter()
        .filter(|result| result.state != State::NotApplicable && result.sums.met < result.sums.all);
    open.map(outlook).collect()
}

/// Tells whether the budgets are enough for a set alone.
fn fits(case: &Case, set: &[usize]) -> bool {
    let spent = case.instance.spent(set);
    spent.iter().zip(&case.instance.budgets).all(|(spent, budget)| spent <= budget)
}
