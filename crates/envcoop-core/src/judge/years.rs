//! What a plan adds up to by calendar year.
//!
//! A year is judged like the plan under the period of that year: by the rows that overlap it, and by
//! those whose missing dates do not rule it out. Like a tally, this can be made in parts and added up
//! in any order. It grows with the number of different first and last years, not of rows.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::framework::{Framework, MeasureIdx};
use crate::judge::basis::{Basis, Foreign};
use crate::judge::gap::{Findings, GroupGap, MeasureGap, overall_members};
use crate::judge::judged::{Judged, Rules};
use crate::judge::need::Answers;
use crate::judge::period::Period;
use crate::judge::tally::{Purse, add_money, merge_money, parts};
use crate::money::split;
use crate::plan::Money;
use crate::vocabulary::{Link, Profile, Status};

/// First and last year of a row, none where the date is missing; `(None, None)` comes first.
type Span = (Option<i16>, Option<i16>);

/// Rows of one span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rows {
    live: u64,
    proposed: u64,
    /// By measure.
    found: BTreeMap<MeasureIdx, Findings>,
}

/// What the rows of a plan add up to by year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Years {
    /// What they were made under.
    pub basis: Basis,
    spans: BTreeMap<Span, Rows>,
    /// None where the dates do not tell.
    money: BTreeMap<Option<i16>, Purse>,
    /// For each measure of the whole framework its place among those kept.
    kept: Vec<Option<MeasureIdx>>,
}

/// The result of a year.
#[derive(Clone, Debug)]
pub struct YearGap {
    /// The year; none for what the dates do not tell.
    pub year: Option<i16>,
    /// All measures, and the part of the budgets that falls into the year by days; none for what the
    /// dates do not tell and for a year outside the period that was asked for, of which not every row
    /// was read.
    pub group: Option<GroupGap>,
    /// Rows that count and overlap the year, or that lack a date.
    pub live: u64,
    /// Proposed rows, likewise.
    pub proposed: u64,
    /// Money of the year.
    pub money: Purse,
}

impl Years {
    /// Makes the years of no rows, of the measures of a part of the framework, whose places in the
    /// whole are `keep`; rows that serve none of them add nothing.
    pub fn new(whole: &Framework, part: &Framework, keep: &[MeasureIdx], rules: Rules) -> Self {
        let mut kept = vec![None; whole.measures.len()];
        for (at, &idx) in (0..).zip(keep) {
            kept[idx.at()] = Some(MeasureIdx(at));
        }
        let basis = Basis::new(part, rules);
        Years { basis, spans: BTreeMap::new(), money: BTreeMap::new(), kept }
    }

    /// Adds a row that was judged by the rules of the years.
    pub fn add(&mut self, judged: &Judged<'_>) {
        let Judged { row, answers, .. } = *judged;
        let kept = &self.kept;
        let served: Vec<MeasureIdx> =
            row.measures.iter().filter_map(|share| kept[share.measure.at()]).collect();
        if served.is_empty() {
            return;
        }
        let (start, end) = (row.start.known(), row.end.known());
        let is_proposed = judged.is_proposed();
        let rows = self.spans.entry((start.map(Date::year), end.map(Date::year))).or_default();
        for measure in served {
            let found = Findings {
                answers: answers.unwrap_or_default(),
                is_excluded: row.status == Some(Status::NotApplicable),
                is_assessed: row.link == Link::Human,
                is_covered: answers.is_some(),
            };
            merge_findings(rows.found.entry(measure).or_default(), &found);
        }
        rows.live += u64::from(row.is_live());
        rows.proposed += u64::from(is_proposed);
        if !row.is_live() && !is_proposed {
            return;
        }
        let days = start.zip(end).map(|(start, end)| days_by_year(start, end));
        let mut add = |year, part| add_money(self.money.entry(year).or_default(), row, part);
        parts(row, |measure, part| {
            if kept[measure.at()].is_none() {
                return;
            }
            match &days {
                None => add(None, part),
                Some((years, days)) => split(part.amount, days, |i, amount| {
                    add(Some(years[i]), Money { amount, ..part });
                }),
            }
        });
    }

    /// Adds the years of another part of the plan, made under the same framework and rules, of the
    /// same measures.
    ///
    /// # Errors
    /// As [`Tally::merge`](crate::judge::tally::Tally::merge).
    pub fn merge(&mut self, other: &Years) -> Result<(), Foreign> {
        self.basis.accepts(&other.basis)?;
        for (&span, theirs) in &other.spans {
            let ours = self.spans.entry(span).or_default();
            ours.live += theirs.live;
            ours.proposed += theirs.proposed;
            for (&measure, found) in &theirs.found {
                merge_findings(ours.found.entry(measure).or_default(), found);
            }
        }
        for (&year, purse) in &other.money {
            merge_money(self.money.entry(year).or_default(), purse);
        }
        Ok(())
    }

    /// Judges every year from the first to the last that a row names, then what the dates do not
    /// tell. `framework` has the measures that were kept, `profiles` one profile for each, `period` is
    /// that of the rows that were read, if not all were.
    pub fn judge(
        &self,
        framework: &Framework,
        profiles: &[Profile],
        period: Option<Period>,
    ) -> Vec<YearGap> {
        let named = || self.spans.keys().flat_map(|&(start, end)| [start, end]).flatten();
        let years = named().min().zip(named().max()).map(|(first, last)| first..=last);
        let judge = |year| {
            let mut result = self.year(framework, profiles, year);
            result.group = result.group.filter(|_| period.is_none_or(|p| p.touches(year)));
            result
        };
        let mut results: Vec<YearGap> = years.into_iter().flatten().map(judge).collect();
        let undated =
            self.spans.iter().filter(|((start, end), _)| start.is_none() || end.is_none());
        let counts = undated.fold((0, 0), |(live, proposed), (_, rows)| {
            (live + rows.live, proposed + rows.proposed)
        });
        let money = self.money.get(&None).cloned().unwrap_or_default();
        if counts != (0, 0) || !money.is_empty() {
            let (live, proposed) = counts;
            results.push(YearGap { year: None, group: None, live, proposed, money });
        }
        results
    }

    fn year(&self, framework: &Framework, profiles: &[Profile], year: i16) -> YearGap {
        let overlaps = |(start, end): Span| {
            start.is_none_or(|start| start <= year) && end.is_none_or(|end| year <= end)
        };
        let mut all = vec![Findings::default(); framework.measures.len()];
        let (mut live, mut proposed) = (0, 0);
        for (_, rows) in self.spans.iter().filter(|(span, _)| overlaps(**span)) {
            live += rows.live;
            proposed += rows.proposed;
            rows.found.iter().for_each(|(idx, found)| merge_findings(&mut all[idx.at()], found));
        }
        let measures: Vec<MeasureGap> = framework
            .measure_idxs()
            .map(|idx| MeasureGap::new(framework, idx, all[idx.at()], profiles[idx.at()]))
            .collect();
        let mut group = GroupGap::new(&measures, &overall_members(framework));
        let money = self.money.get(&Some(year)).cloned().unwrap_or_default();
        group.money = money.clone();
        YearGap { year: Some(year), group: Some(group), live, proposed, money }
    }
}

fn merge_findings(ours: &mut Findings, theirs: &Findings) {
    ours.answers =
        Answers(std::array::from_fn(|need| ours.answers.0[need].max(theirs.answers.0[need])));
    ours.is_excluded |= theirs.is_excluded;
    ours.is_assessed |= theirs.is_assessed;
    ours.is_covered |= theirs.is_covered;
}

/// Returns the years from one day to another and how many of the days each has.
fn days_by_year(start: Date, end: Date) -> (Vec<i16>, Vec<u32>) {
    let days = |year: i16| {
        let first = if year == start.year() { start } else { Date::constant(year, 1, 1) };
        let last = if year == end.year() { end } else { Date::constant(year, 12, 31) };
        u32::try_from((last - first).get_days() + 1).unwrap_or(0)
    };
    (start.year()..=end.year()).map(|year| (year, days(year))).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::parse;

    #[test]
    fn days_are_counted_with_both_ends_and_leap_days() {
        let days =
            |start, end| days_by_year(parse(start).expect("a date"), parse(end).expect("a date"));
        assert_eq!(days("2027-12-31", "2029-01-01"), (vec![2027, 2028, 2029], vec![1, 366, 1]));
        assert_eq!(days("2027-06-30", "2027-06-30"), (vec![2027], vec![1]));
    }
}
