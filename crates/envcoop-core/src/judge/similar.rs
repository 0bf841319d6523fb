//! What similar measures cost in a plan: a range for measures without money, never a promise.

use std::collections::BTreeMap;

use crate::framework::{Framework, MeasureIdx};
use crate::judge::gap::MeasureGap;
use crate::judge::tally::Tally;
use crate::money::{Cents, Currency};
use crate::vocabulary::{Answer, Need};

/// Measures that are similar to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kin {
    /// Those of its area.
    Area(String),
    /// Those that are there for the same challenge.
    Challenge(String),
}

impl Kin {
    /// Returns the id of the area or challenge.
    pub fn id(&self) -> &str {
        match self {
            Kin::Area(id) | Kin::Challenge(id) => id,
        }
    }

    /// Returns the name used in data.
    pub fn code(&self) -> &'static str {
        match self {
            Kin::Area(_) => "area",
            Kin::Challenge(_) => "challenge",
        }
    }
}

/// Committed money per measure, over the measures that have some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least that one of them has.
    pub from: Cents,
    /// The most that one of them has.
    pub to: Cents,
    /// How many measures it rests on.
    pub measures: u64,
}

/// What similar measures cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    /// Which measures are taken for similar.
    pub kin: Kin,
    /// By currency; never empty.
    pub ranges: BTreeMap<Currency, Range>,
}

/// For each measure of a framework what similar ones cost in a plan.
#[derive(Clone, Debug, Default)]
pub struct SimilarMoney(Vec<Option<Similar>>);

impl SimilarMoney {
    /// Looks, for each measure, at the funded measures of its area, or, where there is none, at those
    /// that are there for the same challenge.
    pub fn new(framework: &Framework, tally: &Tally) -> SimilarMoney {
        let similar = |idx: MeasureIdx| {
            let measure = framework.measure(idx);
            let ranges = |is_kin: &dyn Fn(MeasureIdx) -> bool| {
                let others =
                    framework.measure_idxs().filter(|&other| other != idx && is_kin(other));
                ranges(tally, others)
            };
            let in_area = ranges(&|other| framework.measure(other).area == measure.area);
            if !in_area.is_empty() {
                return Some(Similar { kin: Kin::Area(measure.area.clone()), ranges: in_area });
            }
            let challenge = measure.primary_challenge()?;
            let ranges =
                ranges(&|other| framework.measure(other).primary_challenge() == Some(challenge));
            let kin = Kin::Challenge(challenge.to_owned());
            (!ranges.is_empty()).then_some(Similar { kin, ranges })
        };
        SimilarMoney(framework.measure_idxs().map(similar).collect())
    }

    /// Returns those of some measures, for the framework that has only these.
    #[must_use]
    pub fn only(&self, keep: &[MeasureIdx]) -> SimilarMoney {
        SimilarMoney(keep.iter().map(|idx| self.0[idx.at()].clone()).collect())
    }

    /// Returns what measures similar to one without money cost; none where it has money, does not
    /// apply, or no similar one has money.
    pub fn of(&self, result: &MeasureGap) -> Option<&Similar> {
        let lacks_money = result.applies() && result.answers.get(Need::Funding) != Answer::Met;
        self.0.get(result.measure.at())?.as_ref().filter(|_| lacks_money)
    }
}

fn ranges(tally: &Tally, measures: impl Iterator<Item = MeasureIdx>) -> BTreeMap<Currency, Range> {
    let mut ranges = BTreeMap::<Currency, Range>::new();
    for idx in measures {
        for (&currency, sums) in &tally.measures[idx.at()].money {
            let cost = sums.committed;
            if cost.0 > 0 {
                let range =
                    ranges.entry(currency).or_insert(Range { from: cost, to: cost, measures: 0 });
                range.from = range.from.min(cost);
                range.to = range.to.max(cost);
                range.measures += 1;
            }
        }
    }
    ranges
}
