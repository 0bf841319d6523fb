//! Sums of weights, and the percentages that they make.

use super::{MeasureGap, Member};
use crate::framework::Framework;
use crate::judge::need::Answers;
use crate::percent::{Ratio, Weight};
use crate::vocabulary::{Answer, Profile};

/// A proportion known within bounds: `low` counts unknown as unmet, `high` as met.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    /// What is met for certain.
    pub low: Ratio,
    /// What may be met.
    pub high: Ratio,
}

/// Weights of needs, summed over the needs that the profile counts; of a group, each times the
/// weight of its measure.
///
/// # Units
/// Millionths; of a group, millionths of millionths, so that nothing is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeedSums {
    /// Of the needs that are met.
    pub met: i128,
    /// Of the needs that are unknown.
    pub unknown: i128,
    /// Of all needs.
    pub all: i128,
    /// What stands for 1.
    pub one: i128,
}

impl NeedSums {
    /// Sums up one measure.
    pub(super) fn of_measure(
        framework: &Framework,
        answers: &Answers,
        profile: Profile,
    ) -> NeedSums {
        let mut sums = NeedSums { met: 0, unknown: 0, all: 0, one: Weight::ONE.0 };
        for &need in profile.needs() {
            let weight = framework.policy.need_weights.of(need).0;
            sums.all += weight;
            match answers.get(need) {
                Answer::Met => sums.met += weight,
                Answer::Unknown => sums.unknown += weight,
                Answer::Unmet => {}
            }
        }
        sums
    }

    /// Sums up the measures of a group that apply, each brought to their common whole.
    pub(super) fn of_group(members: &[Member], measures: &[MeasureGap]) -> NeedSums {
        let mut sums = NeedSums { met: 0, unknown: 0, all: 0, one: Weight::ONE.0 * Weight::ONE.0 };
        let whole = whole_of(members, measures);
        for member in members {
            let gap = &measures[member.measure.at()];
            if gap.applies() {
                let weight = member.weight.0 * (whole / gap.sums.all);
                sums.met += weight * gap.sums.met;
                sums.unknown += weight * gap.sums.unknown;
                sums.all += weight * gap.sums.all;
            }
        }
        sums
    }

    /// Returns `met`, `unknown` and `all` as decimal numbers without trailing zeros, exactly.
    pub fn decimals(self) -> [String; 3] {
        [self.met, self.unknown, self.all].map(|sum| decimal(sum, self.one))
    }

    /// Returns the percentages; none where nothing applies.
    pub(super) fn interval(self) -> Option<Interval> {
        let low = Ratio::new(self.met, self.all)?;
        let high = Ratio::new(self.met + self.unknown, self.all)?;
        Some(Interval { low, high })
    }
}

/// Writes `60.0–80.0`; a dash where nothing applies.
pub fn interval(interval: Option<Interval>) -> String {
    match interval {
        Some(Interval { low, high }) => format!("{}–{}", low.percent(), high.percent()),
        None => "–".to_owned(),
    }
}

/// Returns the smallest number that the wholes of all measures of a group divide: where all have the
/// same, that one.
pub(super) fn whole_of(members: &[Member], measures: &[MeasureGap]) -> i128 {
    let gaps = members.iter().map(|member| &measures[member.measure.at()]);
    gaps.filter(|gap| gap.applies()).fold(1, |whole, gap| common_multiple(whole, gap.sums.all))
}

/// Returns the smallest number that both divide.
pub(crate) fn common_multiple(a: i128, b: i128) -> i128 {
    let (mut divisor, mut rest) = (a, b);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    if divisor == 0 { 0 } else { a / divisor * b }
}

/// Writes a sum of weights as a decimal number without trailing zeros.
pub fn decimal(sum: i128, one: i128) -> String {
    let (units, mut rest) = (sum / one, sum % one);
    let mut text = format!("{units}.");
    while rest > 0 {
        rest *= 10;
        text.push_str(&(rest / one).to_string());
        rest %= one;
    }
    text.trim_end_matches('.').to_owned()
}
