//! What is to be made large: the mean of `low` over the challenges, as a sum of whole numbers.

use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::gap::{Gap, State, challenge_members};
use envcoop_core::percent;
use envcoop_core::vocabulary::{Answer, Need};

use crate::solver::Instance;

/// The mean of `low` over the challenges at which something applies, over one denominator.
///
/// # Units
/// The mean is (`before` + the values of the elements that are covered) / `whole`.
#[derive(Clone, Debug)]
pub struct Objective {
    /// The needs that count, are not met, and move the mean; in framework order.
    pub elements: Vec<(MeasureIdx, Need)>,
    /// What meeting each of them adds.
    pub values: Vec<i128>,
    /// What is met already.
    pub before: i128,
    /// What stands for all challenges at 100 %.
    pub whole: i128,
    /// How many challenges are in the mean.
    pub n_challenges: usize,
}

/// The weights of a framework are so fine that the mean has no denominator of reasonable size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFine;

/// One challenge: what it is divided by, what is met, and what meeting each need adds.
struct Term {
    all: i128,
    met: i128,
    adds: Vec<(usize, i128)>,
}

impl Objective {
    /// Builds the objective of an analysis.
    ///
    /// # Errors
    /// Where exact sums would not fit.
    pub fn new(gap: &Gap) -> Result<Objective, TooFine> {
        let needs = gap.rules.profile.needs();
        let terms: Vec<Term> =
            (0..gap.challenges.len()).filter_map(|i| Term::new(gap, needs, i)).collect();
        let mut whole = 1i128;
        for term in &terms {
            whole = whole.checked_mul(term.all / gcd(whole, term.all)).ok_or(TooFine)?;
        }
        let n_needs = needs.len();
        let mut adds = vec![0i128; gap.measures.len() * n_needs];
        let mut before = 0i128;
        for term in &terms {
            let scale = whole / term.all;
            let scaled = |sum: i128| sum.checked_mul(scale).ok_or(TooFine);
            before = before.checked_add(scaled(term.met)?).ok_or(TooFine)?;
            for &(at, add) in &term.adds {
                adds[at] = adds[at].checked_add(scaled(add)?).ok_or(TooFine)?;
            }
        }
        let whole = whole.checked_mul(terms.len() as i128).ok_or(TooFine)?;
        let common = adds.iter().fold(gcd(whole, before), |common, &add| gcd(common, add)).max(1);
        if whole / common >= Instance::MOST {
            return Err(TooFine);
        }
        let mut objective = Objective {
            elements: Vec::new(),
            values: Vec::new(),
            before: before / common,
            whole: (whole / common).max(1),
            n_challenges: terms.len(),
        };
        for (at, add) in adds.into_iter().enumerate().filter(|(_, add)| *add > 0) {
            let measure = gap.measures[at / n_needs].measure;
            objective.elements.push((measure, needs[at % n_needs]));
            objective.values.push(add / common);
        }
        Ok(objective)
    }
}

impl Term {
    /// Returns the term of a challenge, cut down; none where nothing applies.
    fn new(gap: &Gap, needs: &[Need], challenge: usize) -> Option<Term> {
        let sums = gap.challenges[challenge].sums;
        if sums.all == 0 {
            return None;
        }
        let mut term = Term { all: sums.all, met: sums.met, adds: Vec::new() };
        for member in challenge_members(&gap.framework, challenge) {
            let measure = &gap.measures[member.measure.at()];
            if measure.state == State::NotApplicable {
                continue;
            }
            for (i, &need) in needs.iter().enumerate() {
                let weight = member.weight.0 * gap.framework.policy.need_weights.of(need).0;
                if measure.answers.get(need) != Answer::Met && weight > 0 {
                    term.adds.push((member.measure.at() * needs.len() + i, weight));
                }
            }
        }
        let common =
            term.adds.iter().fold(gcd(term.all, term.met), |common, &(_, add)| gcd(common, add));
        (term.all, term.met) = (term.all / common, term.met / common);
        term.adds.iter_mut().for_each(|(_, add)| *add /= common);
        Some(term)
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// An exact figure to be shown in per cent or points.
///
/// # Units
/// `part / whole` is 1 for 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The numerator; below zero for what makes the mean smaller.
    pub part: i128,
    /// The denominator, above zero.
    pub whole: i128,
}

impl Figure {
    /// Returns the percentage in units of the last of `decimals` places, rounded half away from
    /// zero, to nothing and all only where it is that.
    pub fn rounded(self, decimals: u32) -> i128 {
        percent::rounded(self.part, self.whole, decimals)
    }

    /// Returns the same rounded up: an upper limit stays one.
    pub fn rounded_up(self, decimals: u32) -> i128 {
        let scaled = self.part * 100 * 10i128.pow(decimals);
        (scaled + self.whole - 1) / self.whole
    }

    /// Returns the percentage with six decimals for a JSON number.
    pub fn number(self) -> f64 {
        self.rounded(6) as f64 / 1e6
    }

    /// Writes the percentage with so many decimals, at least one.
    pub fn text(self, decimals: u32) -> String {
        let unit = 10i128.pow(decimals);
        let rounded = self.rounded(decimals);
        let sign = if rounded < 0 { "-" } else { "" };
        let rounded = rounded.abs();
        format!("{sign}{}.{:0width$}", rounded / unit, rounded % unit, width = decimals as usize)
    }
}
