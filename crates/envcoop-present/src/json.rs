//! The JSON form of an analysis: the contract for other programs, `envcoop/gap/1`.
//!
//! `data/schemas/gap.schema.json` says what each key means.

mod beside;
mod by;

use envcoop_core::judge::gap::{GroupGap, Interval, MeasureGap};
use envcoop_core::judge::rates::Exchange;
use envcoop_core::judge::tally::Purse;
use envcoop_core::percent::Ratio;
use envcoop_core::study::Study;
use envcoop_core::vocabulary::Need;
use envcoop_forms::json::{with, without_absent};
use serde_json::{Map, Value as Json, json};

pub use self::beside::restricted;
use crate::advice;

/// Returns the analysis; ids are in framework order.
pub fn analysis(study: &Study) -> Json {
    let gap = &*study.gap;
    let (framework, rules) = (&gap.framework, gap.rules);
    let exchange = study.exchange.as_ref();
    let challenges = framework.challenges.iter().zip(&gap.challenges);
    let areas = framework.areas.iter().zip(&gap.areas);
    let uncovered = gap.measures.iter().filter(|result| result.is_uncovered());
    let all = json!({
        "format": "envcoop/gap/1",
        "framework": {"id": framework.id, "version": framework.version},
        "as_of": rules.as_of.to_string(),
        "profile": rules.profile.code(),
        "blank": rules.blank.code(),
        "rows": gap.tally.rows,
        "orphans": gap.tally.orphans,
        "overall": group(None, &gap.overall, exchange),
        "challenges": challenges
            .map(|(own, result)| group(Some(&own.id), result, exchange))
            .collect::<Json>(),
        "areas": areas
            .map(|(own, result)| group(Some(&own.id), result, exchange))
            .collect::<Json>(),
        "measures": gap.measures.iter().map(|result| measure(study, result)).collect::<Json>(),
        "uncovered": uncovered
            .map(|result| framework.measure(result.measure).id.as_str())
            .collect::<Json>(),
        "orphan_rows": gap.tally.orphan_rows.rows().map(beside::orphan).collect::<Json>(),
    });
    let more = json!({
        "advice": advice::json(&study.advice),
        "rates": exchange.map(beside::rates),
        "by": study.by.map(|by| by::by(study, by)),
    });
    with(with(all, restricted(study)), without_absent(more, &["rates", "by"]))
}

/// Returns the percentages of an interval; none where nothing applies.
pub fn bounds(interval: Option<Interval>) -> (Option<f64>, Option<f64>) {
    let number = |ratio: Ratio| ratio.percent().number();
    (interval.map(|i| number(i.low)), interval.map(|i| number(i.high)))
}

fn group(id: Option<&str>, group: &GroupGap, exchange: Option<&Exchange>) -> Json {
    let (low, high) = bounds(group.interval);
    let [met, data_gap, action_gap, not_applicable] = group.states;
    let all = json!({
        "id": id,
        "low": low,
        "high": high,
        "measures": group.measures(),
        "met": met,
        "data_gap": data_gap,
        "action_gap": action_gap,
        "not_applicable": not_applicable,
        "assessed": group.assessed,
        "covered": group.covered,
        "money": money(&group.money),
        "converted": converted(&group.money, exchange),
    });
    without_absent(all, &["id", "converted"])
}

fn measure(study: &Study, result: &MeasureGap) -> Json {
    let gap = &*study.gap;
    let tally = &gap.tally.measures[result.measure.at()];
    let (low, high) = bounds(result.interval);
    let needs = Need::ALL.map(|need| (need.code().into(), result.answers.get(need).code().into()));
    let all = json!({
        "id": gap.framework.measure(result.measure).id,
        "state": result.state.code(),
        "low": low,
        "high": high,
        "needs": Map::from_iter(needs),
        "activities": tally.live,
        "proposals": tally.proposed,
        "assessed": result.is_assessed,
        "money": money(&tally.money),
        "on_time_until": tally.on_time_until.as_ref().map(|on_time| on_time.day.to_string()),
        "converted": converted(&tally.money, study.exchange.as_ref()),
        "profile": gap.is_targeted.then(|| result.profile.code()),
        "similar": study.similar.of(result).map(beside::similar),
        "reason": tally.not_applicable.as_ref().map(|(_, reason)| reason.as_str()),
    });
    without_absent(all, &["converted", "profile", "similar", "reason"])
}

fn money(purse: &Purse) -> Json {
    let coins = purse.iter().map(|(currency, sums)| {
        json!({
            "currency": currency.to_string(),
            "committed": sums.committed.to_string(),
            "proposed": sums.proposed.to_string(),
        })
    });
    coins.collect()
}

/// Returns a purse in one currency; the currencies without a rate are not in it.
fn converted(purse: &Purse, exchange: Option<&Exchange>) -> Option<Json> {
    let exchange = exchange?;
    let converted = exchange.convert(purse);
    Some(json!({
        "currency": exchange.into.to_string(),
        "committed": converted.sums.committed.to_string(),
        "proposed": converted.sums.proposed.to_string(),
        "without": converted.without.iter().map(ToString::to_string).collect::<Json>(),
    }))
}
