//! Says what an analysis is restricted to, and by which rates its sums are converted.

use envcoop_core::judge::period::{Period, PeriodCounts};
use envcoop_core::judge::scope::Targeted;
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::phrase::Phrase;
use envcoop_words::{rate, scope};

use crate::headline::{left_out, rates_used};

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

/// Says what an analysis is restricted to and what was left out of it, a line for each.
pub fn missing(study: &Study) -> Vec<Phrase<'static>> {
    left_out(&study.gap).into_iter().chain(restrictions(study)).collect()
}

/// Names each restriction, and the rates, as facts beside those that every report has.
pub fn limits(study: &Study) -> Vec<(Label, Phrase<'static>)> {
    let named = missing(study).into_iter().map(|line| (scope::RESTRICTION, line));
    let rates = study.exchange.as_ref();
    let rates = rates.map(|own| (rate::RATES, Phrase::each(|lang| rates_used(own, lang))));
    named.chain(rates).collect()
}

/// Says what a period did to the plan.
pub fn period_words(period: &Period, counts: PeriodCounts, lang: Lang) -> String {
    let mut words = scope::period(lang, period, counts.outside);
    if counts.undated > 0 {
        words.push_str(&scope::undated(lang, counts.undated));
    }
    words
}
