//! Upper bounds of what a part of the search can reach.
//!
//! Every element hands some of its value, its price, to each item that covers it; an item is then
//! worth the prices that it gets, and the constraint that an element counts once is gone. Whatever
//! the prices, the result is an upper bound: with any rate per unit of cost it is the value that
//! elements keep, plus what items are worth above their cost at that rate, plus the budget at that
//! rate. Good prices are looked for in floating point; the bound that they prove is then computed
//! in integers, and only that one decides.

use super::part::Part;

/// What may be spent: the budgets, or less fine cost than the best set known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    /// Each budget on its own.
    Budgets,
    /// So much fine cost in all.
    Fine(i128),
}

/// A proven upper bound of the value that a part can reach, its settled items included.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// The numerator of the bound, in the unit of [`Scale`].
    top: i128,
    scale: Scale,
    /// For each open item what it is worth above its cost, in the unit of [`Scale`]: so much is
    /// lost where it is chosen although this is below zero, or left although it is above.
    margins: Vec<i128>,
}

impl Bound {
    /// Returns the most that can be reached.
    pub(super) fn value(&self) -> i128 {
        self.top >> self.scale.all()
    }

    /// Returns the most that can be reached with an open item chosen, or left.
    pub(super) fn value_if(&self, item: usize, is_chosen: bool) -> i128 {
        let margin = self.margins[item];
        let lost = if is_chosen { (-margin).max(0) } else { margin.max(0) };
        (self.top - lost) >> self.scale.all()
    }
}

/// How finely prices and rates are cut: by powers of two.
#[derive(Clone, Copy, Debug)]
struct Scale {
    prices: u32,
    rates: u32,
}

impl Scale {
    /// Chooses the cut so that no product overflows: values stay below 2^80.
    fn of(part: &Part) -> Scale {
        let all = part.value + part.values.iter().sum::<i128>();
        let bits = i128::BITS - all.leading_zeros();
        Scale { prices: 62u32.saturating_sub(bits), rates: 30 }
    }

    fn all(self) -> u32 {
        self.prices + self.rates
    }
}

/// A solution of the problem without the constraint, in floating point.
struct Relaxed {
    bound: f64,
    /// The rate of each budget.
    rates: Vec<f64>,
    /// How much of each item is chosen.
    chosen: Vec<f64>,
}

/// The best prices met, and the rates that go with them.
struct Guide {
    bound: f64,
    prices: Vec<f64>,
    ties: Vec<f64>,
    rates: Vec<f64>,
}

/// Looks for good prices of a part and proves bounds with them.
pub(super) struct Pricer {
    worth: Vec<f64>,
    order: Vec<(f64, u32)>,
    slope: Vec<f64>,
    tie_slope: Vec<f64>,
}

impl Pricer {
    pub(super) fn new() -> Pricer {
        Pricer { worth: Vec::new(), order: Vec::new(), slope: Vec::new(), tie_slope: Vec::new() }
    }

    /// Improves the prices of a part in at most `rounds` rounds, until the bound comes under
    /// `target` or no longer falls, and returns what they prove.
    pub(super) fn bound(
        &mut self,
        part: &mut Part,
        limit: Limit,
        target: i128,
        rounds: usize,
    ) -> Bound {
        let base = part.value as f64;
        let goal = (target - part.value) as f64;
        let mut best: Option<Guide> = None;
        let (mut reach, mut since) = (1.0, 0);
        self.slope.clear();
        self.slope.resize(part.values.len(), 0.0);
        self.tie_slope.clear();
        self.tie_slope.resize(part.ties.len(), 0.0);
        let patience = if rounds > 100 { 12 } else { 5 };
        for round in 0..rounds.max(1) {
            let relaxed = self.relax(part, limit);
            let weight = if round == 0 { 0.5 } else { 0.12 };
            for (leaning, chosen) in part.leaning.iter_mut().zip(&relaxed.chosen) {
                *leaning += weight * (chosen - *leaning);
            }
            let fell = best.as_ref().map_or(f64::INFINITY, |best| best.bound - relaxed.bound);
            if fell > 0.0 {
                if fell > 1e-4 * (relaxed.bound - goal).abs() {
                    since = 0;
                } else {
                    since += 1;
                }
                best = Some(Guide {
                    bound: relaxed.bound,
                    prices: part.prices.clone(),
                    ties: part.ties.clone(),
                    rates: relaxed.rates.clone(),
                });
            } else {
                since += 1;
            }
            if relaxed.bound < goal - 1e-9 * (base + goal).abs() {
                break;
            }
            if since >= patience {
                (reach, since) = (reach * 0.6, 0);
                if reach < 0.01 {
                    break;
                }
            }
            if !self.step(part, &relaxed, goal, reach) {
                break;
            }
        }
        let Some(best) = best else { return prove(part, limit, &vec![0.0; part.budgets.len()]) };
        (part.prices, part.ties) = (best.prices, best.ties);
        prove(part, limit, &best.rates)
    }

    /// Solves the problem at the present prices.
    fn relax(&mut self, part: &Part, limit: Limit) -> Relaxed {
        self.worth.clear();
        self.worth.extend(
            (0..part.len()).map(|item| {
                part.covers(item).iter().map(|&e| part.prices[e as usize]).sum::<f64>()
            }),
        );
        for (&(item, other), tie) in part.needs.iter().zip(&part.ties) {
            self.worth[item as usize] -= tie;
            self.worth[other as usize] += tie;
        }
        let kept: f64 =
            part.values.iter().zip(&part.prices).map(|(&value, price)| value as f64 - price).sum();
        let mut relaxed = Relaxed {
            bound: kept,
            rates: vec![0.0; part.budgets.len()],
            chosen: vec![0.0; part.len()],
        };
        match limit {
            Limit::Budgets => {
                for budget in 0..part.budgets.len() {
                    let left = part.budgets[budget] as f64;
                    let mine = |item: usize| part.from[item] as usize == budget;
                    self.fill(part, &mut relaxed, left, budget, &part.costs, mine);
                }
            }
            Limit::Fine(most) => {
                let left = (most - part.fine) as f64;
                self.fill(part, &mut relaxed, left, 0, &part.fines, |_| true);
            }
        }
        relaxed
    }

    /// Fills one budget, the best worth per cost first.
    fn fill(
        &mut self,
        part: &Part,
        relaxed: &mut Relaxed,
        mut left: f64,
        budget: usize,
        costs: &[i128],
        mine: impl Fn(usize) -> bool,
    ) {
        self.order.clear();
        let worth = &self.worth;
        let good = (0..part.len()).filter(|&item| worth[item] > 0.0 && mine(item));
        self.order.extend(good.map(|item| (worth[item] / costs[item] as f64, item as u32)));
        self.order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        for &(rate, item) in &self.order {
            let item = item as usize;
            let cost = costs[item] as f64;
            if cost <= left {
                left -= cost;
                relaxed.bound += worth[item];
                relaxed.chosen[item] = 1.0;
            } else {
                let part = (left / cost).max(0.0);
                relaxed.bound += worth[item] * part;
                relaxed.chosen[item] = part;
                relaxed.rates[budget] = rate;
                break;
            }
        }
    }

    /// Moves the prices down the slope of the bound; tells whether there is any.
    fn step(&mut self, part: &mut Part, relaxed: &Relaxed, goal: f64, reach: f64) -> bool {
        const MEMORY: f64 = 0.3;
        let mut fresh = vec![-1.0; part.values.len()];
        for item in 0..part.len() {
            let chosen = relaxed.chosen[item];
            if chosen > 0.0 {
                part.covers(item).iter().for_each(|&e| fresh[e as usize] += chosen);
            }
        }
        let mut steepness = 0.0;
        for (e, slope) in self.slope.iter_mut().enumerate() {
            let stuck = (fresh[e] > 0.0 && part.prices[e] <= 0.0)
                || (fresh[e] < 0.0 && part.prices[e] >= part.values[e] as f64);
            let fresh = if stuck { 0.0 } else { fresh[e] };
            *slope = (1.0 - MEMORY) * fresh + MEMORY * *slope;
            steepness += *slope * *slope;
        }
        for (i, &(item, other)) in part.needs.iter().enumerate() {
            let fresh = relaxed.chosen[other as usize] - relaxed.chosen[item as usize];
            let stuck = fresh > 0.0 && part.ties[i] <= 0.0;
            let fresh = if stuck { 0.0 } else { fresh };
            self.tie_slope[i] = (1.0 - MEMORY) * fresh + MEMORY * self.tie_slope[i];
            steepness += self.tie_slope[i] * self.tie_slope[i];
        }
        if steepness < 1e-12 {
            return false;
        }
        // A little beyond the goal, so that the steps do not die away before it.
        let gap = (relaxed.bound - goal) + 0.001 * relaxed.bound.abs();
        let length = reach * gap.max(1e-9 * relaxed.bound.abs()) / steepness;
        for (e, slope) in self.slope.iter().enumerate() {
            let most = part.values[e] as f64;
            part.prices[e] = (part.prices[e] - length * slope).clamp(0.0, most);
        }
        for (tie, slope) in part.ties.iter_mut().zip(&self.tie_slope) {
            *tie = (*tie - length * slope).max(0.0);
        }
        true
    }
}

/// Computes in integers what the prices of a part and these rates prove.
fn prove(part: &Part, limit: Limit, rates: &[f64]) -> Bound {
    let scale = Scale::of(part);
    let (fine, all) = ((1i128 << scale.prices) as f64, (1i128 << scale.all()) as f64);
    let mut top = part.value << scale.all();
    let mut prices = Vec::with_capacity(part.prices.len());
    for (&price, &value) in part.prices.iter().zip(&part.values) {
        let most = value << scale.prices;
        let price = ((price * fine) as i128).clamp(0, most);
        top += (most - price) << scale.rates;
        prices.push(price);
    }
    let mut margins: Vec<i128> = (0..part.len())
        .map(|item| part.covers(item).iter().map(|&e| prices[e as usize]).sum::<i128>())
        .collect();
    for (&(item, other), tie) in part.needs.iter().zip(&part.ties) {
        // Any price not below zero proves something; this one cannot overflow.
        let tie = ((tie * fine) as i128).clamp(0, 1 << 80);
        margins[item as usize] -= tie;
        margins[other as usize] += tie;
    }
    // Any rate not below zero proves something; these cannot overflow.
    let costs = if matches!(limit, Limit::Fine(_)) { &part.fines } else { &part.costs };
    let left = match limit {
        Limit::Budgets => part.budgets.iter().copied().max().unwrap_or(0),
        Limit::Fine(most) => most - part.fine,
    };
    let most_rate = (1i128 << 118) / costs.iter().copied().max().unwrap_or(0).max(left).max(1);
    let cut = |rate: f64| ((rate * all) as i128).clamp(0, most_rate);
    let rates: Vec<i128> = rates.iter().map(|&rate| cut(rate)).collect();
    for (item, margin) in margins.iter_mut().enumerate() {
        let price = match limit {
            Limit::Budgets => rates[part.from[item] as usize] * part.costs[item],
            Limit::Fine(_) => rates[0] * part.fines[item],
        };
        *margin = (*margin << scale.rates) - price;
        top += (*margin).max(0);
    }
    top += match limit {
        Limit::Budgets => {
            rates.iter().zip(&part.budgets).map(|(rate, left)| rate * left).sum::<i128>()
        }
        Limit::Fine(most) => rates[0] * (most - part.fine),
    };
    Bound { top, scale, margins }
}
