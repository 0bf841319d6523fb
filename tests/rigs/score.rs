//! Precision, recall and F1 of found sets against labelled ones, with bootstrap intervals.

use std::collections::BTreeSet;
use std::iter::Sum;

/// How many there are: of one activity, or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Score {
    /// Labelled and found.
    pub(crate) both: usize,
    /// Labelled.
    pub(crate) labels: usize,
    /// Found.
    pub(crate) found: usize,
}

impl Score {
    /// Compares two sets.
    pub(crate) fn of(labels: &BTreeSet<String>, found: &BTreeSet<String>) -> Self {
        let both = labels.intersection(found).count();
        Score { both, labels: labels.len(), found: found.len() }
    }

    /// Compares two answers to one question.
    pub(crate) fn one(label: bool, found: bool) -> Self {
        Score { both: (label && found).into(), labels: label.into(), found: found.into() }
    }

    /// Returns the share of what was found that is labelled; not a number where nothing was.
    pub(crate) fn precision(&self) -> f64 {
        self.both as f64 / self.found as f64
    }

    /// Returns the share of the labels that was found; not a number where there are none.
    pub(crate) fn recall(&self) -> f64 {
        self.both as f64 / self.labels as f64
    }

    /// Returns the harmonic mean of the two.
    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.both as f64 / (self.labels + self.found) as f64
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Score>>(scores: I) -> Score {
        scores.fold(Score::default(), |a, b| Score {
            both: a.both + b.both,
            labels: a.labels + b.labels,
            found: a.found + b.found,
        })
    }
}

/// How many times the activities are drawn anew.
pub(crate) const N_RESAMPLES: usize = 1000;

/// Where a figure lies in 95 % of the resamples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval(pub(crate) f64, pub(crate) f64);

/// Returns the intervals of precision, recall and F1. The draws are the same every time.
pub(crate) fn intervals(activities: &[Score]) -> [Interval; 3] {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        activities[(random % activities.len() as u64) as usize]
    };
    let resamples: Vec<Score> =
        (0..N_RESAMPLES).map(|_| (0..activities.len()).map(|_| draw()).sum()).collect();
    [Score::precision, Score::recall, Score::f1].map(|figure| {
        let figures = resamples.iter().map(figure).filter(|value| !value.is_nan());
        let mut figures: Vec<f64> = figures.collect();
        figures.sort_by(f64::total_cmp);
        let at = |share: f64| figures.get((share * figures.len() as f64) as usize).copied();
        Interval(at(0.025).unwrap_or(f64::NAN), at(0.975).unwrap_or(f64::NAN))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_add_up_over_activities() {
        let set = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
        let one = Score::of(&set(&["W1.1", "W1.2"]), &set(&["W1.2", "W2.1", "W2.2"]));
        assert_eq!(one, Score { both: 1, labels: 2, found: 3 });
        let all: Score = [one, Score::one(true, true), Score::one(false, false)].into_iter().sum();
        assert_eq!((all.precision(), all.recall()), (0.5, 2.0 / 3.0));
        assert_eq!(all.f1(), 4.0 / 7.0);
    }

    #[test]
    fn intervals_hold_the_figure_and_are_the_same_every_time() {
        let activities: Vec<Score> = (0..80).map(|i| Score::one(i % 2 == 0, i % 3 == 0)).collect();
        let all: Score = activities.iter().copied().sum();
        let found = intervals(&activities);
        assert_eq!(found, intervals(&activities));
        let Interval(low, high) = found[2];
        assert!(low < all.f1() && all.f1() < high && high - low < 0.5, "{low} {high}");
    }
}
