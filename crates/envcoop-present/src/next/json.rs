//! The JSON form of an advice: the contract for other programs, `envcoop/next/1`.
//!
//! `data/schemas/next.schema.json` says what each key means.

use envcoop_core::money::Cents;
use envcoop_core::text::Lang;
use envcoop_forms::json::without_absent;
use envcoop_next::{Budget, Figure, Outlook};
use serde_json::{Value as Json, json};

use super::document::steps;
use super::{Recommendation, reason};

/// Returns the advice; ids are in framework order.
pub fn json(recommended: &Recommendation<'_>) -> Json {
    let Recommendation { gap, case, wishes, advice } = recommended;
    let framework = &*gap.framework;
    let id = |item: usize| &*case.proposals[item].id;
    let measure = |outlook: &Outlook| framework.measure(outlook.measure).id.as_str();
    let those = |takes: fn(&Outlook) -> bool| -> Vec<&str> {
        advice.measures.iter().filter(|&outlook| takes(outlook)).map(measure).collect()
    };
    let challenges = framework.challenges.iter().zip(&advice.challenges).map(|(challenge, met)| {
        let figure = |part: i128, whole: i128| Figure { part, whole }.number();
        json!({
            "id": challenge.id,
            "before": met.map(|met| figure(met.before, met.all)),
            "after": met.map(|met| figure(met.after, met.all)),
        })
    });
    let contributions = advice.contributions.iter().map(|worth| {
        json!({
            "id": id(worth.item),
            "cost": Cents(case.instance.items[worth.item].cost).to_string(),
            "gain": worth.gain.number(),
            "replacement_cost": worth.replacement.map(Figure::number),
        })
    });
    let stages = steps(recommended).map(|step| {
        json!({
            "budget": step.budget.to_string(),
            "chosen": step.ids,
            "cost": step.cost.to_string(),
            "after": step.mean.number(),
        })
    });
    let measures = advice.measures.iter().map(|outlook| {
        let cheapest = outlook.cheapest.as_ref();
        json!({
            "id": measure(outlook),
            "before": outlook.before.number(),
            "after": outlook.after.number(),
            "ceiling": outlook.ceiling.number(),
            "cheapest": cheapest.map(|(item, cost)| json!({"id": id(*item), "cost": cost.to_string()})),
        })
    });
    let left_out = case
        .left_out
        .iter()
        .map(|(row, why)| json!({"id": *row.id, "reason": reason(why, framework, Lang::En)}));
    let all = json!({
        "format": "envcoop/next/1",
        "framework": {"id": framework.id, "version": framework.version},
        "as_of": gap.rules.as_of.to_string(),
        "profile": gap.rules.profile.code(),
        "blank": gap.rules.blank.code(),
        "currency": case.currency.as_ref().map(|currency| currency.code()),
        "budget": wishes.budget.total().to_string(),
        "budgets": years(recommended),
        "chosen": advice.order.iter().map(|&item| id(item)).collect::<Vec<_>>(),
        "cost": advice.cost.to_string(),
        "optimal": advice.solution.is_optimal,
        "bound": bound(recommended),
        "objective": {"before": advice.mean.before.number(), "after": advice.mean.after.number()},
        "challenges": challenges.collect::<Json>(),
        "contributions": contributions.collect::<Json>(),
        "steps": stages.collect::<Json>(),
        "measures": measures.collect::<Json>(),
        "no_option": those(|outlook| outlook.cheapest.is_none()),
        "too_dear": those(|outlook| outlook.is_too_dear),
        "left_out": left_out.collect::<Json>(),
        "rows_left_out": Some(gap.tally.refused).filter(|&n| n > 0),
    });
    without_absent(all, &["budgets", "rows_left_out"])
}

/// Returns the upper limit, rounded as the mean where it is reached, else up.
fn bound(recommended: &Recommendation<'_>) -> f64 {
    let mean = recommended.advice.mean;
    let is_reached = mean.bound == mean.after;
    if is_reached { mean.after.number() } else { mean.bound.rounded_up(6) as f64 / 1e6 }
}

fn years(recommended: &Recommendation<'_>) -> Option<Json> {
    let Budget::Years(years) = &recommended.wishes.budget else { return None };
    let spent = recommended.case.instance.spent(&recommended.advice.solution.set);
    let year = |((year, budget), spent): ((&i16, &Cents), i128)| json!({"year": year, "budget": budget.to_string(), "cost": Cents(spent).to_string()});
    Some(years.iter().zip(spent).map(year).collect())
}
