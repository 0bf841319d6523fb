//! What a plan adds up to by owner, by partner and by term of the strategy.
//!
//! Like a [`Tally`](crate::judge::tally::Tally), a breakdown can be made in parts and added up in any
//! order. It grows with the number of different names, not of rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::framework::{Framework, MeasureIdx};
use crate::judge::basis::{Basis, Foreign};
use crate::judge::judged::{Judged, Rules};
use crate::judge::tally::{Purse, add_money, merge_money, parts};
use crate::money::{Cents, split};
use crate::plan::{Activity, Money};
use crate::vocabulary::Answer;
use crate::who::{Who, fold_spellings};

/// What some rows of a plan add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSums {
    /// Rows that count.
    pub live: u64,
    /// Rows that are ideas.
    pub proposed: u64,
    /// Live rows that are late at the as-of date.
    pub late: u64,
    /// Live rows of which it is not known whether they are late.
    pub perhaps_late: u64,
    /// Their money.
    pub money: Purse,
    /// The measures that live rows serve; of a term none are listed, as the strategy tells them.
    pub measures: BTreeSet<MeasureIdx>,
}

/// What a plan adds up to by names and by terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// What it was made under.
    pub basis: Basis,
    /// By owner. A row with several counts for each; its money is split among them equally.
    pub owners: BTreeMap<Who, RowSums>,
    /// By partner, likewise.
    pub partners: BTreeMap<Who, RowSums>,
    /// By term of the strategy, in its order: each row once that serves any of the term's measures.
    /// Money is left out: it is that of the measures.
    pub terms: Vec<RowSums>,
    /// For each measure its terms.
    terms_of: Vec<Vec<usize>>,
    /// For each measure of the whole framework its place among those kept, where not all are.
    kept: Option<Vec<Option<MeasureIdx>>>,
}

impl Breakdown {
    /// Makes the breakdown of no rows.
    pub fn new(framework: &Framework, rules: Rules) -> Self {
        let terms_of = framework.measures.iter().map(|measure| {
            let place = |id: &String| framework.terms.iter().position(|term| term.id == *id);
            measure.terms.iter().filter_map(place).collect()
        });
        Breakdown {
            terms: vec![RowSums::default(); framework.terms.len()],
            terms_of: terms_of.collect(),
            basis: Basis::new(framework, rules),
            owners: BTreeMap::new(),
            partners: BTreeMap::new(),
            kept: None,
        }
    }

    /// Takes only the measures of a part of the framework into account, whose places in the whole are
    /// `keep`: rows that serve none of them add nothing, of the others only the money for these
    /// measures counts, and measures are numbered as in the part. To be called before the first row.
    #[must_use]
    pub fn only(mut self, part: &Framework, keep: &[MeasureIdx]) -> Self {
        self.basis.framework = part.digest();
        let mut kept = vec![None; self.terms_of.len()];
        for (at, &idx) in (0..).zip(keep) {
            kept[idx.at()] = Some(MeasureIdx(at));
        }
        self.kept = Some(kept);
        self
    }

    /// Adds a row that was judged by the rules of the breakdown. Rows that do not count and are no
    /// proposals add nothing.
    pub fn add(&mut self, judged: &Judged<'_>) {
        let (row, is_proposed) = (judged.row, judged.is_proposed());
        if !row.is_live() && !is_proposed {
            return;
        }
        let served = self.served(row);
        if self.kept.is_some() && served.is_empty() {
            return;
        }
        let timely = judged.timely();
        let count = |sums: &mut RowSums| {
            sums.live += u64::from(row.is_live());
            sums.proposed += u64::from(is_proposed);
            sums.late += u64::from(timely == Some(Answer::Unmet));
            sums.perhaps_late += u64::from(timely == Some(Answer::Unknown));
        };
        let budget = self.budget(row);
        for (cell, by) in [(row.owner, &mut self.owners), (row.partner, &mut self.partners)] {
            let names = Who::of(cell);
            let mut parts = vec![None; names.len()];
            if let Some(whole) = budget {
                let equal = vec![1; names.len()];
                split(whole.amount, &equal, |i, amount| parts[i] = Some(Money { amount, ..whole }));
            }
            for (who, part) in names.into_iter().zip(parts) {
                let sums = by.entry(who).or_default();
                count(sums);
                if row.is_live() {
                    sums.measures.extend(&served);
                }
                if let Some(part) = part {
                    add_money(&mut sums.money, row, part);
                }
            }
        }
        let shares = row.measures.iter().filter(|share| self.place_of(share.measure).is_some());
        let terms = shares.map(|share| &self.terms_of[share.measure.at()]);
        let mut terms: Vec<usize> = terms.flatten().copied().collect();
        terms.sort_unstable();
        terms.dedup();
        terms.into_iter().for_each(|term| count(&mut self.terms[term]));
    }

    /// Returns the place of a measure among those kept.
    fn place_of(&self, measure: MeasureIdx) -> Option<MeasureIdx> {
        match &self.kept {
            None => Some(measure),
            Some(kept) => kept[measure.at()],
        }
    }

    /// Returns the measures that a row serves, of those kept.
    fn served(&self, row: &Activity<'_>) -> Vec<MeasureIdx> {
        row.measures.iter().filter_map(|share| self.place_of(share.measure)).collect()
    }

    /// Returns the part of a row's budget that is for the measures kept; all of it where all are, also
    /// where it serves none.
    fn budget(&self, row: &Activity<'_>) -> Option<Money> {
        let whole = row.money()?;
        if self.kept.is_none() {
            return Some(whole);
        }
        let mut amount = Cents(0);
        parts(row, |measure, part| {
            if self.place_of(measure).is_some() {
                amount += part.amount;
            }
        });
        Some(Money { amount, ..whole })
    }

    /// Returns the breakdown with every name under one spelling.
    #[must_use]
    pub fn folded(mut self) -> Self {
        for by in [&mut self.owners, &mut self.partners] {
            *by = fold_spellings(by, |sums| sums.live + sums.proposed, RowSums::merge);
        }
        self
    }

    /// Adds another breakdown that was made under the same framework and rules, of the same measures.
    ///
    /// # Errors
    /// As [`Tally::merge`](crate::judge::tally::Tally::merge).
    pub fn merge(&mut self, other: &Breakdown) -> Result<(), Foreign> {
        self.basis.accepts(&other.basis)?;
        for (by, theirs) in
            [(&mut self.owners, &other.owners), (&mut self.partners, &other.partners)]
        {
            for (who, sums) in theirs {
                by.entry(who.clone()).or_default().merge(sums);
            }
        }
        self.terms.iter_mut().zip(&other.terms).for_each(|(ours, theirs)| ours.merge(theirs));
        Ok(())
    }
}

impl RowSums {
    fn merge(&mut self, other: &RowSums) {
        self.live += other.live;
        self.proposed += other.proposed;
        self.late += other.late;
        self.perhaps_late += other.perhaps_late;
        merge_money(&mut self.money, &other.money);
        self.measures.extend(&other.measures);
    }

    /// Returns live, proposed, late and perhaps late rows.
    pub fn counts(&self) -> [u64; 4] {
        [self.live, self.proposed, self.late, self.perhaps_late]
    }
}
