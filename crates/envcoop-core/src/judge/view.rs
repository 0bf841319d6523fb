//! What an analysis is shown with: what it is restricted to, how it is grouped, what stands beside it.

use crate::framework::Framework;
use crate::judge::breakdown::Breakdown;
use crate::judge::filter::Filter;
use crate::judge::gap::Gap;
use crate::judge::period::{Period, PeriodCounts};
use crate::judge::rates::Exchange;
use crate::judge::similar::Costs;
use crate::judge::target::{Due, Step};
use crate::judge::years::YearGap;
use crate::text::{Lang, Text, count};

/// By what an analysis is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Challenges of the strategy.
    Challenge,
    /// Areas of work.
    Area,
    /// Terms of the strategy.
    Term,
    /// Partners named in the plan.
    Partner,
    /// Owners named in the plan.
    Owner,
    /// Calendar years.
    Year,
    /// Challenges by areas.
    Matrix,
}

impl By {
    /// Returns the name used in data and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            By::Challenge => "challenge",
            By::Area => "area",
            By::Term => "term",
            By::Partner => "partner",
            By::Owner => "owner",
            By::Year => "year",
            By::Matrix => "matrix",
        }
    }
}

/// What the rows of a plan add up to where it is not by measures.
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a> {
    /// Which grouping was asked for.
    pub by: By,
    /// Sums by owner, partner and term.
    pub breakdown: &'a Breakdown,
    /// Results by year; empty unless asked for.
    pub years: &'a [YearGap],
}

/// A measure of which nothing is due yet.
#[derive(Clone, Debug)]
pub struct NotDue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// What it must reach first; none where no target names it.
    pub next: Option<Step>,
}

/// What an analysis is restricted to.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Which measures are asked for.
    pub filter: Filter,
    /// Which rows are asked for, and what was left out.
    pub period: Option<(Period, PeriodCounts)>,
    /// The file of targets and the measures of which nothing is due yet.
    pub targets: Option<(String, Vec<NotDue>)>,
}

impl Scope {
    /// Lists, of the measures asked for, those of which nothing is due yet.
    pub fn not_due<'f>(
        framework: &'f Framework,
        due: impl IntoIterator<Item = (crate::framework::MeasureIdx, Due)> + 'f,
    ) -> Vec<NotDue> {
        let open = due.into_iter().filter(|(_, due)| due.now.is_none());
        open.map(|(idx, due)| {
            let measure = framework.measure(idx);
            NotDue { id: measure.id.clone(), title: measure.title.clone(), next: due.next }
        })
        .collect()
    }

    /// Says what the analysis is restricted to, a line for each restriction.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.filter.is_empty() {
            let words = self.filter.words(lang);
            lines.push(match lang {
                Lang::En => format!("only {words}"),
                Lang::Zh => format!("仅限{words}"),
            });
        }
        if let Some((period, counts)) = &self.period {
            lines.push(period_words(period, *counts, lang));
        }
        if let Some((file, not_due)) = &self.targets {
            let n = not_due.len() as u64;
            lines.push(match lang {
                Lang::En => format!(
                    "each measure by its target in {file}; {} not due and left out",
                    count(n, "measure is", "measures are")
                ),
                Lang::Zh => format!("各措施按 {file} 中的目标评估；{n} 项尚未到期，不计入"),
            });
        }
        lines
    }
}

/// Says what a period did to the plan.
pub fn period_words(period: &Period, counts: PeriodCounts, lang: Lang) -> String {
    let PeriodCounts { outside, undated } = counts;
    let mut words = match lang {
        Lang::En => {
            let rows = count(outside, "row is", "rows are");
            format!("period {period}: {rows} outside and left out")
        }
        Lang::Zh => format!("期间 {period}：期间之外的 {outside} 行不计入"),
    };
    if undated > 0 {
        words.push_str(&match lang {
            Lang::En => {
                let rows = count(undated, "row is", "rows are");
                format!("; {rows} taken though a date that would tell is missing")
            }
            Lang::Zh => format!("；{undated} 行缺少判断所需的日期，仍计入"),
        });
    }
    words
}

/// An analysis and what is shown with it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The analysis.
    pub gap: &'a Gap<'a>,
    /// What it is restricted to.
    pub scope: &'a Scope,
    /// What similar measures cost in the whole plan.
    pub costs: &'a Costs,
    /// The rates that hold, where sums are to be converted.
    pub exchange: Option<&'a Exchange>,
    /// The grouping asked for; challenges where there is none.
    pub groups: Option<Groups<'a>>,
}
