//! The laws of the gap analysis, on random plans.

use std::sync::Arc;

use envcoop_core::date::{Date, parse};
use envcoop_core::framework::{Framework, MeasureIdx};
use envcoop_core::judge::basis::Foreign;
use envcoop_core::judge::breakdown::Breakdown;
use envcoop_core::judge::gap::{Gap, Unjudged};
use envcoop_core::judge::judged::Rules;
use envcoop_core::judge::period::{Period, PeriodCounts};
use envcoop_core::judge::tally::{Purse, Tally, merge_money};
use envcoop_core::judge::years::Years;
use envcoop_core::problem::Problems;
use envcoop_core::vocabulary::{Blank, Profile};
use envcoop_intake::reader::PlanReader;
use envcoop_tests::random::{Cells, LIVE, STATUSES, cells, csv, plan};
use envcoop_tests::shipped;
use proptest::prelude::*;

fn as_of() -> Date {
    parse("2027-06-30").expect("a date")
}

fn rules(blank: Blank) -> Rules {
    Rules { profile: Profile::Track, as_of: as_of(), blank }
}

/// Tallies files, each named, in this order.
fn tally(framework: &Framework, files: &[(&str, String)], blank: Blank) -> Tally {
    let mut reader = PlanReader::new(framework, Some(blank), Problems::default());
    let rules = rules(blank);
    let mut tally = Tally::new(framework, rules);
    for (name, text) in files {
        reader.read(name, text.as_bytes(), &mut |row| tally.add(&rules.judge(row)));
    }
    let problems = reader.finish().problems;
    assert_eq!(problems.n_errors(), 0, "{:?}", problems.kept());
    tally
}

fn breakdown(framework: &Framework, files: &[(&str, String)]) -> Breakdown {
    let mut reader = PlanReader::new(framework, None, Problems::default());
    let rules = rules(Blank::Unmet);
    let mut breakdown = Breakdown::new(framework, rules);
    for (name, text) in files {
        reader.read(name, text.as_bytes(), &mut |row| breakdown.add(&rules.judge(row)));
    }
    breakdown
}

fn of(framework: &Framework, rows: &[Cells]) -> Tally {
    tally(framework, &[("plan.csv", csv(rows, 1))], Blank::Unmet)
}

/// What a study is made of.
#[derive(Debug, PartialEq)]
struct Parts {
    tally: Tally,
    breakdown: Breakdown,
    years: Years,
    outside: u64,
    undated: u64,
}

/// Adds files up under a filter and a period.
fn parts(
    framework: &Framework,
    files: &[(&str, String)],
    keep: &[MeasureIdx],
    period: Period,
) -> Parts {
    let mut reader = PlanReader::new(framework, Some(Blank::Unmet), Problems::default());
    let (rules, part) = (rules(Blank::Unmet), framework.only(keep));
    let mut tally = Tally::new(framework, rules);
    let mut breakdown = Breakdown::new(framework, rules).only(&part, keep);
    let mut years = Years::new(framework, &part, keep, rules);
    let mut counts = PeriodCounts::default();
    for (name, text) in files {
        reader.read(name, text.as_bytes(), &mut |row| {
            if period.takes(row, &mut counts) {
                let judged = rules.judge(row);
                tally.add(&judged);
                breakdown.add(&judged);
                years.add(&judged);
            }
        });
    }
    let PeriodCounts { outside, undated } = counts;
    Parts { tally: tally.only(&part, keep), breakdown, years, outside, undated }
}

/// Returns low and high of every measure, group and the whole, as exact fractions' decimals.
fn bounds(framework: &Framework, tally: &Tally, profile: Profile) -> Vec<(f64, f64)> {
    let framework = Arc::new(framework.clone());
    let gap = Gap::new(&framework, tally.clone(), profile).expect("no row says not-applicable");
    let measures = gap.measures.iter().map(|m| m.interval);
    let groups = gap.challenges.iter().chain(&gap.areas).chain([&gap.overall]).map(|g| g.interval);
    let exact = |ratio: envcoop_core::percent::Ratio| {
        let (part, whole) = ratio.fraction();
        part as f64 / whole as f64
    };
    let known = |interval: Option<envcoop_core::judge::gap::Interval>| {
        let interval = interval.expect("everything applies");
        (exact(interval.low), exact(interval.high))
    };
    measures.chain(groups).map(known).collect()
}

/// Replaces cells by `?`: each bit of `mask` hides one field of one row.
fn hide(rows: &[Cells], mask: u64) -> Vec<Cells> {
    let hidden = |i: usize, field: usize| mask >> ((i * 7 + field) % 64) & 1 == 1;
    let hide_row = |(i, row): (usize, &Cells)| {
        let mut row = row.clone();
        if hidden(i, 0) && LIVE.contains(&row.status) {
            row.status = "?";
        }
        if hidden(i, 1) {
            row.stage = "?";
        }
        if hidden(i, 2) {
            row.owner = "?";
        }
        if hidden(i, 3) {
            row.dates.0 = "?";
        }
        if hidden(i, 4) {
            row.dates.1 = "?";
        }
        if hidden(i, 5) {
            row.money = ("?".to_owned(), "");
        }
        if hidden(i, 6) {
            row.evidence = "?";
        }
        row
    };
    rows.iter().enumerate().map(hide_row).collect()
}

#[test]
fn what_was_added_up_under_something_else_is_refused() {
    let framework = shipped("mini");
    let mut tally = Tally::new(&framework, rules(Blank::Unmet));
    let untouched = tally.clone();
    let other = Tally::new(&framework, rules(Blank::Unknown));
    assert_eq!(tally.merge(&other), Err(Foreign::Blank(Blank::Unmet, Blank::Unknown)));
    let day = parse("2026-06-30").expect("a date");
    let other = Tally::new(&framework, Rules { as_of: day, ..rules(Blank::Unmet) });
    assert_eq!(tally.merge(&other), Err(Foreign::AsOf(as_of(), day)));
    let large = Arc::new(shipped("two-services-2012"));
    let other = Tally::new(&large, rules(Blank::Unmet));
    let foreign = Foreign::Framework(framework.digest(), large.digest());
    assert_eq!(tally.merge(&other), Err(foreign));
    assert_eq!(tally, untouched);
    let part = framework.only(&[MeasureIdx(0)]);
    assert!(tally.merge(&tally.clone().only(&part, &[MeasureIdx(0)])).is_err());
    let refused = Gap::new(&large, tally, Profile::Track);
    assert!(matches!(refused, Err(Unjudged::Foreign(Foreign::Framework(..)))), "{refused:?}");

    let part = framework.only(&[MeasureIdx(0)]);
    let mut breakdown = Breakdown::new(&framework, rules(Blank::Unmet));
    assert!(breakdown.merge(&breakdown.clone().only(&part, &[MeasureIdx(0)])).is_err());
    let keep: Vec<MeasureIdx> = framework.measure_idxs().collect();
    let mut years = Years::new(&framework, &framework, &keep, rules(Blank::Unmet));
    let other = Years::new(&framework, &part, &[MeasureIdx(0)], rules(Blank::Unmet));
    assert!(years.merge(&other).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_split_in_any_order_gives_the_same_tally(rows in plan(), cut in 0usize..12, swap: bool) {
        let framework = shipped("mini");
        let cut = cut.min(rows.len());
        let parts = [("a.csv", csv(&rows[..cut], 1)), ("b.csv", csv(&rows[cut..], 1 + cut))];
        let whole = tally(&framework, &parts, Blank::Unmet);
        let [a, b] = parts.map(|part| tally(&framework, &[part], Blank::Unmet));
        let (mut sum, other) = if swap { (b, a) } else { (a, b) };
        sum.merge(&other).expect("one basis");
        prop_assert_eq!(&sum, &whole);
        sum.merge(&Tally::new(&framework, rules(Blank::Unmet))).expect("one basis");
        prop_assert_eq!(&sum, &whole);
        let mut from_nothing = Tally::new(&framework, rules(Blank::Unmet));
        from_nothing.merge(&whole).expect("one basis");
        prop_assert_eq!(from_nothing, whole);
    }

    #[test]
    fn names_and_terms_add_up_however_a_plan_is_split(
        rows in plan(),
        cut in 0usize..12,
        swap: bool,
    ) {
        let framework = shipped("mini");
        let cut = cut.min(rows.len());
        let parts = [("a.csv", csv(&rows[..cut], 1)), ("b.csv", csv(&rows[cut..], 1 + cut))];
        let whole = breakdown(&framework, &parts);
        let [a, b] = parts.clone().map(|part| breakdown(&framework, &[part]));
        let (mut sum, other) = if swap { (b, a) } else { (a, b) };
        sum.merge(&other).expect("one basis");
        prop_assert_eq!(&sum, &whole);

        // Owners add up to the plan, and so do partners, to the cent.
        let tally = tally(&framework, &parts, Blank::Unmet);
        let mut plan = tally.orphan_money.clone();
        tally.measures.iter().for_each(|measure| merge_money(&mut plan, &measure.money));
        for by in [&whole.owners, &whole.partners] {
            let mut sum = Purse::new();
            by.values().for_each(|sums| merge_money(&mut sum, &sums.money));
            prop_assert_eq!(&sum, &plan);
        }
    }

    #[test]
    fn merging_is_associative(rows in plan(), cuts in (0usize..12, 0usize..12)) {
        let framework = shipped("mini");
        let (low, high) = (cuts.0.min(cuts.1).min(rows.len()), cuts.0.max(cuts.1).min(rows.len()));
        let part = |name, from: usize, to: usize| {
            tally(&framework, &[(name, csv(&rows[from..to], 1 + from))], Blank::Unmet)
        };
        let (a, b, c) = (part("a.csv", 0, low), part("b.csv", low, high), part("c.csv", high, rows.len()));
        let mut left = a.clone();
        left.merge(&b).expect("one basis");
        left.merge(&c).expect("one basis");
        let mut right = b;
        right.merge(&c).expect("one basis");
        let mut all = a;
        all.merge(&right).expect("one basis");
        prop_assert_eq!(left, all);
    }

    #[test]
    fn low_is_never_above_high_and_both_are_proportions(rows in plan()) {
        let framework = shipped("mini");
        let tally = of(&framework, &rows);
        for profile in Profile::ALL {
            for (low, high) in bounds(&framework, &tally, profile) {
                prop_assert!(0.0 <= low && low <= high && high <= 1.0, "{} {}", low, high);
            }
        }
    }

    #[test]
    fn a_further_live_row_of_a_person_never_lowers_a_bound(rows in plan(), more in cells(&LIVE, &[""])) {
        let framework = shipped("mini");
        let before = of(&framework, &rows);
        let more: Vec<Cells> = rows.iter().cloned().chain([more]).collect();
        let after = of(&framework, &more);
        for profile in Profile::ALL {
            let pairs = bounds(&framework, &before, profile).into_iter().zip(bounds(&framework, &after, profile));
            for ((low, high), (new_low, new_high)) in pairs {
                prop_assert!(new_low >= low && new_high >= high);
            }
        }
    }

    #[test]
    fn knowing_less_never_raises_low_nor_lowers_high(rows in plan(), mask: u64) {
        let framework = shipped("mini");
        let before = of(&framework, &rows);
        let after = of(&framework, &hide(&rows, mask));
        for profile in Profile::ALL {
            let pairs = bounds(&framework, &before, profile).into_iter().zip(bounds(&framework, &after, profile));
            for ((low, high), (new_low, new_high)) in pairs {
                prop_assert!(new_low <= low, "low rose from {} to {}", low, new_low);
                prop_assert!(new_high >= high, "high fell from {} to {}", high, new_high);
            }
        }
    }

    #[test]
    fn a_rule_never_proves_anything(rows in prop::collection::vec(cells(&STATUSES, &["rule"]), 0..12)) {
        let framework = shipped("mini");
        for (low, _) in bounds(&framework, &of(&framework, &rows), Profile::Deliver) {
            prop_assert_eq!(low, 0.0);
        }
    }

    #[test]
    fn money_adds_up_to_the_cent(rows in plan()) {
        let framework = shipped("mini");
        let tally = of(&framework, &rows);
        let mut parts = tally.orphan_money.clone();
        tally.measures.iter().for_each(|measure| merge_money(&mut parts, &measure.money));
        let mut whole = Purse::new();
        for row in &rows {
            let Ok(cents) = row.money.0.replace('.', "").parse::<i128>() else { continue };
            let sums = whole.entry(row.money.1.parse().expect("a currency")).or_default();
            match row.status {
                "cancelled" => {}
                "proposed" => sums.proposed.0 += cents,
                _ => sums.committed.0 += cents,
            }
        }
        let zero = |purse: &mut Purse| purse.retain(|_, sums| sums.committed.0 + sums.proposed.0 > 0);
        zero(&mut parts);
        zero(&mut whole);
        prop_assert_eq!(parts, whole);
    }

    #[test]
    fn filters_and_periods_commute_with_splitting_the_plan(
        rows in plan(),
        cut in 0usize..12,
        swap: bool,
        kept in 1u8..16,
        days in (0usize..4, 0usize..4),
    ) {
        let framework = shipped("mini");
        let keep: Vec<MeasureIdx> =
            framework.measure_idxs().filter(|idx| kept >> idx.at() & 1 == 1).collect();
        let day = |i: usize, days: [&str; 3]| days.get(i).map(|day| parse(day).expect("a date"));
        let period = Period {
            from: day(days.0, ["2026-01-01", "2027-04-01", "2027-07-01"]),
            to: day(days.1, ["2027-07-01", "2027-09-30", "2028-12-31"]),
        };
        let cut = cut.min(rows.len());
        let files = [("a.csv", csv(&rows[..cut], 1)), ("b.csv", csv(&rows[cut..], 1 + cut))];
        let whole = parts(&framework, &files, &keep, period);
        let [a, b] = files.map(|file| parts(&framework, &[file], &keep, period));
        let (mut sum, other) = if swap { (b, a) } else { (a, b) };
        sum.tally.merge(&other.tally).expect("one basis");
        sum.breakdown.merge(&other.breakdown).expect("one basis");
        sum.years.merge(&other.years).expect("one basis");
        sum.outside += other.outside;
        sum.undated += other.undated;
        prop_assert_eq!(sum, whole);
    }

    #[test]
    fn years_and_owners_add_up_to_the_measures(rows in plan(), kept in 1u8..16) {
        let framework = shipped("mini");
        let keep: Vec<MeasureIdx> =
            framework.measure_idxs().filter(|idx| kept >> idx.at() & 1 == 1).collect();
        let open = Period { from: None, to: None };
        let file = [("plan.csv", csv(&rows, 1))];
        let Parts { tally, breakdown, years, .. } = parts(&framework, &file, &keep, open);
        let add = |purses: &mut dyn Iterator<Item = &Purse>| {
            let mut sum = Purse::new();
            purses.for_each(|purse| merge_money(&mut sum, purse));
            sum.retain(|_, sums| sums.committed.0 + sums.proposed.0 > 0);
            sum
        };
        let wanted = add(&mut tally.measures.iter().map(|measure| &measure.money));
        let part = framework.only(&keep);
        let results = years.judge(&part, &vec![Profile::Track; keep.len()], None);
        prop_assert_eq!(&add(&mut results.iter().map(|year| &year.money)), &wanted);
        prop_assert_eq!(&add(&mut breakdown.owners.values().map(|sums| &sums.money)), &wanted);
    }
}
