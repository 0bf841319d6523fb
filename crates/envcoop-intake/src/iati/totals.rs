//! Adding up the money of an activity, by currency.

use std::collections::BTreeMap;

use envcoop_core::date;
use envcoop_core::money::{Cents, Currency};

use crate::iati::{MoneySource, Total};

/// The first and the last day that a budget names, without the time of the day.
pub(super) type Period = (String, String);

/// The budgets and commitments of one activity as they are read. An amount of `None` is one that
/// cannot be read: what it belongs to has no known total.
#[derive(Default)]
pub(super) struct Totals {
    original: BTreeMap<Period, Sums>,
    revised: BTreeMap<Period, Sums>,
    commitments: Option<Sums>,
}

/// Sums by currency.
#[derive(Default)]
struct Sums {
    by_currency: BTreeMap<Currency, (Cents, bool)>,
    /// Whether an amount is missing.
    is_short: bool,
}

impl Sums {
    fn add(&mut self, amount: Option<Total>) {
        let Some(Total { amount, currency, rounded }) = amount else {
            self.is_short = true;
            return;
        };
        let sum = self.by_currency.entry(currency).or_default();
        sum.0 += amount;
        sum.1 |= rounded;
    }

    fn is_nothing(&self) -> bool {
        !self.is_short && self.by_currency.values().all(|(cents, _)| cents.0 == 0)
    }

    fn merge(&mut self, other: Sums) {
        self.is_short |= other.is_short;
        for (currency, (amount, rounded)) in other.by_currency {
            self.add(Some(Total { amount, currency, rounded }));
        }
    }
}

impl Totals {
    /// Adds a budget.
    pub fn budget(&mut self, is_revised: bool, period: Period, amount: Option<Total>) {
        let budgets = if is_revised { &mut self.revised } else { &mut self.original };
        budgets.entry(period).or_default().add(amount);
    }

    /// Adds a commitment.
    pub fn commitment(&mut self, amount: Option<Total>) {
        self.commitments.get_or_insert_default().add(amount);
    }

    /// Returns the first two budgets that count, are of different periods and overlap.
    pub fn overlap(&self) -> Option<(&Period, &Period)> {
        let days = |period: &Period| {
            let days = (date::parse(&period.0).ok()?, date::parse(&period.1).ok()?);
            Some(days).filter(|(from, to)| from <= to)
        };
        let original = self.original.keys().filter(|period| !self.revised.contains_key(period));
        let counted = original.chain(self.revised.keys());
        let mut dated: Vec<_> =
            counted.filter_map(|period| Some((days(period)?, period))).collect();
        dated.sort();
        // Sorted by their first days: of two neighbours the earlier ends first, or they overlap.
        dated.windows(2).find_map(|two| {
            let [((_, to), first), ((from, _), second)] = two else { return None };
            // A period may end on the day on which the next begins.
            (from < to).then_some((*first, *second))
        })
    }

    /// Adds up: a revised budget stands for the original of the same period, commitments for
    /// budgets where these come to nothing. Empty where an amount that counts cannot be read.
    pub fn finish(mut self) -> (Vec<Total>, MoneySource) {
        let mut sums = Sums::default();
        self.original.retain(|period, _| !self.revised.contains_key(period));
        self.original.into_values().chain(self.revised.into_values()).for_each(|s| sums.merge(s));
        let mut source = MoneySource::Budgets;
        if let Some(commitments) = self.commitments
            && sums.is_nothing()
        {
            (sums, source) = (commitments, MoneySource::Commitments);
        }
        if sums.is_short || sums.by_currency.is_empty() {
            return (Vec::new(), MoneySource::None);
        }
        let total = |(currency, (amount, rounded))| Total { amount, currency, rounded };
        (sums.by_currency.into_iter().map(total).collect(), source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(cents: i128, currency: &str) -> Option<Total> {
        let amount = Cents(cents);
        currency.parse().ok().map(|currency| Total { amount, currency, rounded: false })
    }

    fn period(year: &str) -> Period {
        (format!("{year}-01-01"), format!("{year}-12-31"))
    }

    fn finished(totals: Totals) -> (Vec<String>, MoneySource) {
        let (totals, source) = totals.finish();
        (
            totals.iter().map(|total| format!("{} {}", total.currency, total.amount)).collect(),
            source,
        )
    }

    #[test]
    fn a_revised_budget_replaces_the_original_of_its_period_only() {
        let mut totals = Totals::default();
        totals.budget(true, period("2025"), amount(700, "USD"));
        totals.budget(false, period("2025"), amount(500, "USD"));
        totals.budget(false, period("2026"), amount(30, "USD"));
        totals.budget(false, period("2026"), amount(2, "CNY"));
        totals.commitment(amount(99, "USD"));
        let expected = ["CNY 0.02", "USD 7.30"].map(str::to_owned).to_vec();
        assert_eq!(finished(totals), (expected, MoneySource::Budgets));
    }

    #[test]
    fn budgets_of_unequal_days_that_overlap_are_found() {
        let mut totals = Totals::default();
        let year = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        totals.budget(false, year("2026-01-01", "2026-12-31"), amount(1, "USD"));
        totals.budget(true, year("2026-01-01", "2026-12-31"), amount(1, "USD"));
        totals.budget(false, year("2027-01-01", "2027-12-31"), amount(1, "USD"));
        assert_eq!(totals.overlap(), None);
        let half = year("2027-07-01", "2028-06-30");
        totals.budget(true, half.clone(), amount(1, "USD"));
        assert_eq!(totals.overlap().map(|found| found.1), Some(&half));
    }

    #[test]
    fn commitments_count_where_budgets_come_to_nothing() {
        let mut totals = Totals::default();
        totals.budget(false, period("2025"), amount(0, "EUR"));
        totals.commitment(amount(500, "EUR"));
        totals.commitment(amount(-200, "EUR"));
        assert_eq!(finished(totals), (vec!["EUR 3.00".to_owned()], MoneySource::Commitments));
    }

    #[test]
    fn a_total_with_a_hole_is_no_total() {
        let mut totals = Totals::default();
        totals.budget(false, period("2025"), amount(100, "EUR"));
        totals.budget(false, period("2026"), None);
        totals.commitment(amount(500, "EUR"));
        assert_eq!(finished(totals), (vec![], MoneySource::None));
    }
}
