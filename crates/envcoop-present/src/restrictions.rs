//! Says what an analysis is restricted to.

use envcoop_core::judge::period::{Period, PeriodCounts};
use envcoop_core::judge::scope::Targeted;
use envcoop_core::study::Study;
use envcoop_core::text::{Lang, count};

/// Says what an analysis is restricted to, a line for each restriction.
pub fn restrictions(study: &Study, lang: Lang) -> Vec<String> {
    let scope = &study.scope;
    let mut lines = Vec::new();
    if !scope.filter.is_empty() {
        let words = scope.filter.words(lang);
        lines.push(match lang {
            Lang::En => format!("only {words}"),
            Lang::Zh => format!("仅限{words}"),
        });
    }
    if let Some(period) = &scope.period {
        lines.push(period_words(period, study.left_out, lang));
    }
    if let Some(Targeted { file, not_due, .. }) = &scope.targets {
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
