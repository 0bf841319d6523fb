//! The whole of one analysis: rows are added up in one pass, then judged once.
//!
//! A [`Portfolio`] takes rows as they are read; a [`Study`] is what every writer takes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::judge::advice::Advice;
use crate::judge::basis::Foreign;
use crate::judge::breakdown::Breakdown;
use crate::judge::change::{Changes, Fates};
use crate::judge::evidence::EvidenceLists;
use crate::judge::gap::{Gap, Unjudged};
use crate::judge::judged::{Judged, Rules};
use crate::judge::period::PeriodCounts;
use crate::judge::rates::Exchange;
use crate::judge::scope::Scope;
use crate::judge::similar::SimilarMoney;
use crate::judge::tally::Tally;
use crate::judge::years::{YearGap, Years};
use crate::money::Currency;
use crate::problem::Problem;
use crate::vocabulary::{Blank, vocabulary};

vocabulary! {
    /// By what an analysis is grouped.
    By {
        /// Challenges of the strategy.
        Challenge = "challenge";
        /// Areas of work.
        Area = "area";
        /// Terms of the strategy.
        Term = "term";
        /// Partners named in the plan.
        Partner = "partner";
        /// Owners named in the plan.
        Owner = "owner";
        /// Calendar years.
        Year = "year";
        /// Challenges by areas.
        Matrix = "matrix";
    }
}

/// What is to be added up beside the measures: each costs time or memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Sums by owner, partner and term.
    pub breakdown: bool,
    /// Results by year.
    pub years: bool,
    /// How many rows of each measure are listed in full.
    pub evidence: usize,
    /// What the plan can hardly mean.
    pub advice: bool,
}

impl Wanted {
    /// What a grouping needs.
    pub fn for_groups(by: Option<By>) -> Wanted {
        Wanted {
            breakdown: matches!(by, Some(By::Owner | By::Partner | By::Term)),
            years: by == Some(By::Year),
            ..Wanted::default()
        }
    }
}

/// Plans while they are read, or parts of them: what their rows add up to.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// What is looked at.
    pub scope: Scope,
    /// How rows are judged.
    pub rules: Rules,
    wanted: Wanted,
    tally: Tally,
    breakdown: Breakdown,
    years: Years,
    evidence: EvidenceLists,
    left_out: PeriodCounts,
    blank: Blank,
    advice: Vec<Advice>,
    earlier: Option<Box<Earlier>>,
}

/// An earlier plan, and what becomes of the rows that decide something in it.
#[derive(Clone, Debug)]
struct Earlier {
    portfolio: Portfolio,
    fates: Fates,
}

impl Portfolio {
    /// Makes the portfolio of no rows.
    pub fn new(scope: Scope, rules: Rules, wanted: Wanted) -> Portfolio {
        let Scope { whole, framework, keep, .. } = &scope;
        let mut breakdown = Breakdown::new(whole, rules);
        if scope.is_part() {
            breakdown = breakdown.only(framework, keep);
        }
        Portfolio {
            tally: Tally::new(whole, rules),
            breakdown,
            years: Years::new(whole, framework, keep, rules),
            evidence: EvidenceLists::new(whole, wanted.evidence),
            left_out: PeriodCounts::default(),
            blank: rules.blank,
            advice: Vec::new(),
            earlier: None,
            rules,
            wanted,
            scope,
        }
    }

    /// Compares with an earlier plan that was read whole, of the same scope. To be called before the
    /// first row.
    #[must_use]
    pub fn since(mut self, earlier: Portfolio) -> Portfolio {
        let fates = Fates::of(&earlier.tally);
        self.earlier = Some(Box::new(Earlier { portfolio: earlier, fates }));
        self
    }

    /// Adds a row that was judged by the rules of the portfolio. Tells whether the row falls into the
    /// period; what does not is counted and adds nothing.
    pub fn add(&mut self, judged: &Judged<'_>) -> bool {
        if let Some(earlier) = &mut self.earlier {
            // A row is not gone because it left the period.
            earlier.fates.see(judged.row);
        }
        if self.scope.period.is_some_and(|period| !period.takes(judged.row, &mut self.left_out)) {
            return false;
        }
        self.tally.add(judged);
        if self.wanted.breakdown {
            self.breakdown.add(judged);
        }
        if self.wanted.years {
            self.years.add(judged);
        }
        if self.wanted.evidence > 0 {
            self.evidence.add(judged);
        }
        true
    }

    /// Makes the portfolio of no rows to which a part of these plans can be added up by itself; nothing
    /// where rows have to come one after the other.
    pub fn of_part(&self) -> Option<Portfolio> {
        let is_sum = self.earlier.is_none() && self.wanted.evidence == 0;
        is_sum.then(|| Portfolio::new(self.scope.clone(), self.rules, self.wanted))
    }

    /// Adds what a [part](Self::of_part) of the plans adds up to.
    ///
    /// # Errors
    /// As [`Tally::merge`].
    pub fn append(&mut self, part: &Portfolio) -> Result<(), Foreign> {
        self.tally.merge(&part.tally)?;
        self.breakdown.merge(&part.breakdown)?;
        self.years.merge(&part.years)?;
        self.left_out.merge(part.left_out);
        Ok(())
    }

    /// Takes note of how many rows were left out because they broke a rule.
    pub fn tell_refused(&mut self, n: u64) {
        self.tally.refused += n;
    }

    /// Takes note of what blanks turned out to mean after the last row: in published files, that
    /// nothing was published.
    pub fn tell_blank(&mut self, blank: Blank) {
        self.blank = blank;
    }

    /// Returns what was added up so far, and what the period left out.
    pub fn added_up(&self) -> (&Tally, PeriodCounts) {
        (&self.tally, self.left_out)
    }

    /// Takes sums that were made elsewhere, under the same strategy, rules and period, in place of the
    /// rows behind them. Only sums by measure are: groups that need the rows stay empty.
    pub fn take(&mut self, tally: Tally, left_out: PeriodCounts) {
        (self.tally, self.left_out) = (tally, left_out);
    }

    /// Takes what the plan can hardly mean, to stand beside the figures.
    pub fn advise(&mut self, advice: Vec<Advice>) {
        if self.wanted.advice {
            self.advice = advice;
        }
    }

    /// Judges what was added up, and what it is compared with.
    ///
    /// # Errors
    /// As [`Gap::new`].
    pub fn study(self) -> Result<Study, Unjudged> {
        let Portfolio { scope, rules, mut tally, breakdown, years, left_out, .. } = self;
        let (mut evidence, earlier, advice) = (self.evidence, self.earlier, self.advice);
        tally.basis.blank = self.blank;
        let similar = SimilarMoney::new(&scope.whole, &tally);
        let (tally, similar) = if scope.is_part() {
            evidence = evidence.only(&scope.keep);
            (tally.only(&scope.framework, &scope.keep), similar.only(&scope.keep))
        } else {
            (tally, similar)
        };
        let gap = match &scope.targets {
            None => Gap::new(&scope.framework, tally, rules.profile)?,
            Some(targets) => Gap::with_profiles(&scope.framework, tally, &targets.profiles)?,
        };
        let gap = Arc::new(gap);
        let changes = match earlier {
            None => None,
            Some(earlier) => {
                Some(Changes::new(&earlier.portfolio.study()?.gap, &gap, &earlier.fates))
            }
        };
        let profiles: Vec<_> = gap.measures.iter().map(|measure| measure.profile).collect();
        let years = years.judge(&scope.framework, &profiles, scope.period);
        Ok(Study {
            gap,
            scope,
            left_out,
            breakdown: breakdown.folded(),
            years,
            evidence,
            similar,
            by: None,
            exchange: None,
            changes,
            advice,
            inputs: Vec::new(),
            baseline_inputs: Vec::new(),
            problems: Vec::new(),
        })
    }
}

/// A file as it was read: by its name, size and digest anybody can tell whether it is still the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The file as the user named it, `-` for standard input.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 digest of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// Rows of it that were read.
    pub rows: u64,
    /// Rows of it that were left out because they broke a rule.
    pub refused: u64,
}

/// The whole of one analysis: what every writer takes. What was not asked for is empty.
#[derive(Clone, Debug)]
pub struct Study {
    /// The gaps.
    pub gap: Arc<Gap>,
    /// What the analysis is restricted to.
    pub scope: Scope,
    /// What the period left out.
    pub left_out: PeriodCounts,
    /// Sums by owner, partner and term.
    pub breakdown: Breakdown,
    /// Results by year.
    pub years: Vec<YearGap>,
    /// The rows behind each measure.
    pub evidence: EvidenceLists,
    /// What similar measures cost in the whole plan.
    pub similar: SimilarMoney,
    /// The grouping asked for; challenges where there is none.
    pub by: Option<By>,
    /// The rates that hold, where sums are to be converted.
    pub exchange: Option<Exchange>,
    /// What changed since an earlier plan.
    pub changes: Option<Changes>,
    /// What the plan can hardly mean, where that is wanted.
    pub advice: Vec<Advice>,
    /// What was read, where that is on record.
    pub inputs: Vec<Input>,
    /// What was read as the earlier plan.
    pub baseline_inputs: Vec<Input>,
    /// What was wrong with the input.
    pub problems: Vec<Problem>,
}

impl Study {
    /// Returns the currencies of all sums.
    pub fn currencies(&self) -> BTreeSet<Currency> {
        let people = self.breakdown.owners.values().chain(self.breakdown.partners.values());
        let purses = people.map(|sums| &sums.money).chain([&self.gap.overall.money]);
        purses.flat_map(|purse| purse.keys().copied()).collect()
    }
}
