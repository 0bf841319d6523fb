//! Says what an analysis is restricted to.

use envcoop_core::judge::period::{Period, PeriodCounts};
use envcoop_core::judge::scope::Targeted;
use envcoop_core::study::Study;
use envcoop_core::text::Lang;
use envcoop_forms::phrase::Phrase;
use envcoop_words::scope;

/// Says what an analysis is restricted to, a line for each restriction.
pub fn restrictions(study: &Study) -> Vec<Phrase<'static>> {
    let own = &study.scope;
    let mut lines = Vec::new();
    if !own.filter.is_empty() {
        lines.push(Phrase::each(|lang| scope::only(lang, own.filter.words(lang))));
    }
    if let Some(period) = &own.period {
        lines.push(Phrase::each(|lang| period_words(period, study.left_out, lang)));
    }
    if let Some(Targeted { file, not_due, .. }) = &own.targets {
        let n = not_due.len() as u64;
        lines.push(Phrase::each(|lang| scope::by_target(lang, file, n)));
    }
    lines
}

/// Says what a period did to the plan.
pub fn period_words(period: &Period, counts: PeriodCounts, lang: Lang) -> String {
    let mut words = scope::period(lang, period, counts.outside);
    if counts.undated > 0 {
        words.push_str(&scope::undated(lang, counts.undated));
    }
    words
}
