//! What stands beside the figures in JSON: restrictions, rates, similar costs, rows without a measure.

use envcoop_core::judge::period::{self, PeriodCounts};
use envcoop_core::judge::rates::Exchange;
use envcoop_core::judge::scope::{NotDue, Targeted};
use envcoop_core::judge::{filter, orphans, similar};
use envcoop_core::study::Study;
use serde::Serialize;

/// A row that serves no measure.
#[derive(Serialize)]
pub(super) struct Orphan<'a> {
    id: &'a str,
    title: &'a str,
    file: &'a str,
    line: u64,
}

pub(super) fn orphan(own: &orphans::Orphan) -> Orphan<'_> {
    let place = &own.row.place;
    Orphan { id: &own.row.id, title: &own.title, file: &place.file, line: place.line }
}

/// What an analysis is restricted to; nothing where it is not.
#[derive(Serialize)]
pub struct Restricted<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<Filter<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    targets: Option<Targets<'a>>,
}

impl<'a> Restricted<'a> {
    /// Takes it down.
    pub fn of(study: &'a Study) -> Restricted<'a> {
        let Study { scope, left_out, .. } = study;
        Restricted {
            filter: filter(&scope.filter),
            period: scope.period.map(|own| period(own, *left_out)),
            targets: scope.targets.as_ref().map(targets),
        }
    }
}

/// Which measures were asked for.
#[derive(Serialize)]
struct Filter<'a> {
    measures: &'a [String],
    challenges: &'a [String],
    areas: &'a [String],
    terms: &'a [String],
}

fn filter(own: &filter::Filter) -> Option<Filter<'_>> {
    let filter::Filter { measures, challenges, areas, terms } = own;
    (!own.is_empty()).then_some(Filter { measures, challenges, areas, terms })
}

/// Which rows were asked for.
#[derive(Serialize)]
struct Period {
    from: Option<String>,
    to: Option<String>,
    outside: u64,
    undated: u64,
}

fn period(own: period::Period, counts: PeriodCounts) -> Period {
    Period {
        from: own.from.map(|day| day.to_string()),
        to: own.to.map(|day| day.to_string()),
        outside: counts.outside,
        undated: counts.undated,
    }
}

/// By which targets measures were judged.
#[derive(Serialize)]
struct Targets<'a> {
    file: &'a str,
    not_due: Vec<Later<'a>>,
}

/// A measure of which nothing is due yet.
#[derive(Serialize)]
struct Later<'a> {
    id: &'a str,
    profile: Option<&'static str>,
    by: Option<String>,
}

fn targets(Targeted { file, not_due, .. }: &Targeted) -> Targets<'_> {
    let later = |own: &'_ NotDue| -> (Option<&'static str>, Option<String>) {
        (own.next.map(|step| step.profile.code()), own.next.map(|step| step.by.to_string()))
    };
    let entries = not_due.iter().map(|own| {
        let (profile, by) = later(own);
        Later { id: &own.id, profile, by }
    });
    Targets { file, not_due: entries.collect() }
}

/// By which rates sums were converted.
#[derive(Serialize)]
pub(super) struct Rates<'a> {
    currency: String,
    used: Vec<Rate<'a>>,
    missing: Vec<String>,
}

/// A rate.
#[derive(Serialize)]
struct Rate<'a> {
    currency: String,
    rate: &'a str,
    date: String,
    age_days: i32,
    stale: bool,
}

pub(super) fn rates(exchange: &Exchange) -> Rates<'_> {
    let used = exchange.used.iter().map(|(currency, rate)| Rate {
        currency: currency.to_string(),
        rate: &rate.text,
        date: rate.date.to_string(),
        age_days: exchange.age(rate),
        stale: exchange.is_stale(rate),
    });
    Rates {
        currency: exchange.into.to_string(),
        used: used.collect(),
        missing: exchange.missing.iter().map(ToString::to_string).collect(),
    }
}

/// What similar measures cost.
#[derive(Serialize)]
pub(super) struct Similar<'a> {
    kind: &'static str,
    id: &'a str,
    ranges: Vec<Range>,
}

/// Of one currency.
#[derive(Serialize)]
struct Range {
    currency: String,
    from: String,
    to: String,
    measures: u64,
}

pub(super) fn similar(own: &similar::Similar) -> Similar<'_> {
    let ranges = own.ranges.iter().map(|(currency, range)| Range {
        currency: currency.to_string(),
        from: range.from.to_string(),
        to: range.to.to_string(),
        measures: range.measures,
    });
    Similar { kind: own.kin.code(), id: own.kin.id(), ranges: ranges.collect() }
}
