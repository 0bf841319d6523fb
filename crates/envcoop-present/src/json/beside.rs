//! What stands beside the figures in JSON: restrictions, rates, similar costs, rows without a measure.

use envcoop_core::judge::filter::Filter;
use envcoop_core::judge::orphans::Orphan;
use envcoop_core::judge::period::{Period, PeriodCounts};
use envcoop_core::judge::rates::Exchange;
use envcoop_core::judge::scope::Targeted;
use envcoop_core::judge::similar::Similar;
use envcoop_core::study::Study;
use envcoop_forms::json::without_absent;
use serde_json::{Value as Json, json};

/// A row that serves no measure.
pub(super) fn orphan(own: &Orphan) -> Json {
    let place = &own.row.place;
    json!({"id": &*own.row.id, "title": &*own.title, "file": &*place.file, "line": place.line})
}

/// Returns what an analysis is restricted to; an empty object where it is not.
pub fn restricted(study: &Study) -> Json {
    let Study { scope, left_out, .. } = study;
    let all = json!({
        "filter": filter(&scope.filter),
        "period": scope.period.map(|own| period(own, *left_out)),
        "targets": scope.targets.as_ref().map(targets),
        "rows_left_out": Some(study.gap.tally.refused).filter(|&n| n > 0),
    });
    without_absent(all, &["filter", "period", "targets", "rows_left_out"])
}

/// Which measures were asked for.
fn filter(own: &Filter) -> Option<Json> {
    let Filter { measures, challenges, areas, terms } = own;
    let all =
        || json!({"measures": measures, "challenges": challenges, "areas": areas, "terms": terms});
    (!own.is_empty()).then(all)
}

/// Which rows were asked for.
fn period(own: Period, counts: PeriodCounts) -> Json {
    json!({
        "from": own.from.map(|day| day.to_string()),
        "to": own.to.map(|day| day.to_string()),
        "outside": counts.outside,
        "undated": counts.undated,
    })
}

/// By which targets measures were judged, and the measures of which nothing is due yet.
fn targets(Targeted { file, not_due, .. }: &Targeted) -> Json {
    let later = not_due.iter().map(|own| {
        json!({
            "id": own.id,
            "profile": own.next.map(|step| step.profile.code()),
            "by": own.next.map(|step| step.by.to_string()),
        })
    });
    json!({"file": file, "not_due": later.collect::<Json>()})
}

/// By which rates sums were converted.
pub(super) fn rates(exchange: &Exchange) -> Json {
    let used = exchange.used.iter().map(|(currency, rate)| {
        json!({
            "currency": currency.to_string(),
            "rate": rate.text,
            "date": rate.date.to_string(),
            "age_days": exchange.age(rate),
            "stale": exchange.is_stale(rate),
        })
    });
    json!({
        "currency": exchange.into.to_string(),
        "used": used.collect::<Json>(),
        "missing": exchange.missing.iter().map(ToString::to_string).collect::<Json>(),
    })
}

/// What similar measures cost.
pub(super) fn similar(own: &Similar) -> Json {
    let ranges = own.ranges.iter().map(|(currency, range)| {
        json!({
            "currency": currency.to_string(),
            "from": range.from.to_string(),
            "to": range.to.to_string(),
            "measures": range.measures,
        })
    });
    json!({"kind": own.kin.code(), "id": own.kin.id(), "ranges": ranges.collect::<Json>()})
}
