//! The JSON form of an advice: the contract for other programs, `envcoop/next/1`.
//!
//! `data/schemas/next.schema.json` says what each key means.

use envcoop_core::text::Lang;
use envcoop_next::{Budget, Figure};

use super::document::{Step, steps};
use super::{Recommendation, reason};

/// The advice.
#[derive(serde::Serialize)]
pub struct Document<'a> {
    format: &'static str,
    framework: Framework<'a>,
    as_of: String,
    profile: &'static str,
    blank: &'static str,
    currency: Option<&'a str>,
    budget: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    budgets: Vec<Year>,
    chosen: Vec<&'a str>,
    cost: String,
    optimal: bool,
    bound: f64,
    objective: Change,
    challenges: Vec<Entry<'a>>,
    contributions: Vec<Worth<'a>>,
    steps: Vec<Stage<'a>>,
    measures: Vec<Outlook<'a>>,
    no_option: Vec<&'a str>,
    too_dear: Vec<&'a str>,
    left_out: Vec<Left<'a>>,
}

#[derive(serde::Serialize)]
struct Framework<'a> {
    id: &'a str,
    version: &'a str,
}

#[derive(serde::Serialize)]
struct Year {
    year: i16,
    budget: String,
    cost: String,
}

#[derive(serde::Serialize)]
struct Change {
    before: f64,
    after: f64,
}

#[derive(serde::Serialize)]
struct Entry<'a> {
    id: &'a str,
    before: Option<f64>,
    after: Option<f64>,
}

#[derive(serde::Serialize)]
struct Worth<'a> {
    id: &'a str,
    cost: String,
    gain: f64,
    replacement_cost: Option<f64>,
}

#[derive(serde::Serialize)]
struct Stage<'a> {
    budget: String,
    chosen: Vec<&'a str>,
    cost: String,
    after: f64,
}

#[derive(serde::Serialize)]
struct Outlook<'a> {
    id: &'a str,
    before: f64,
    after: f64,
    ceiling: f64,
    cheapest: Option<Cheapest<'a>>,
}

#[derive(serde::Serialize)]
struct Cheapest<'a> {
    id: &'a str,
    cost: String,
}

#[derive(serde::Serialize)]
struct Left<'a> {
    id: &'a str,
    reason: String,
}

impl<'a> Document<'a> {
    /// Makes the document of a recommendation.
    pub fn new(recommended: &'a Recommendation<'_>) -> Self {
        let Recommendation { gap, case, wishes, advice } = recommended;
        let framework = &*gap.framework;
        let id = |&item: &usize| &*case.proposals[item].id;
        let cost = |item: usize| envcoop_core::money::Cents(case.instance.items[item].cost);
        let challenges = framework.challenges.iter().zip(&advice.challenges);
        let contributions = advice.contributions.iter();
        let measure =
            |outlook: &envcoop_next::Outlook| framework.measure(outlook.measure).id.as_str();
        let no_option = advice.measures.iter().filter(|outlook| outlook.cheapest.is_none());
        let too_dear = advice.measures.iter().filter(|outlook| outlook.is_too_dear);
        Document {
            format: "envcoop/next/1",
            framework: Framework { id: &framework.id, version: &framework.version },
            as_of: gap.rules.as_of.to_string(),
            profile: gap.rules.profile.code(),
            blank: gap.rules.blank.code(),
            currency: case.currency.as_ref().map(|currency| currency.code()),
            budget: wishes.budget.total().to_string(),
            budgets: years(recommended),
            chosen: advice.order.iter().map(id).collect(),
            cost: advice.cost.to_string(),
            optimal: advice.solution.is_optimal,
            bound: bound(recommended),
            objective: Change {
                before: advice.mean.before.number(),
                after: advice.mean.after.number(),
            },
            challenges: challenges
                .map(|(challenge, met)| Entry {
                    id: &challenge.id,
                    before: met.map(|m| Figure { part: m.before, whole: m.all }.number()),
                    after: met.map(|m| Figure { part: m.after, whole: m.all }.number()),
                })
                .collect(),
            contributions: contributions
                .map(|worth| Worth {
                    id: id(&worth.item),
                    cost: cost(worth.item).to_string(),
                    gain: worth.gain.number(),
                    replacement_cost: worth.replacement.map(Figure::number),
                })
                .collect(),
            steps: stages(recommended),
            measures: advice
                .measures
                .iter()
                .map(|outlook| Outlook {
                    id: measure(outlook),
                    before: outlook.before.number(),
                    after: outlook.after.number(),
                    ceiling: outlook.ceiling.number(),
                    cheapest: outlook
                        .cheapest
                        .as_ref()
                        .map(|(item, cost)| Cheapest { id: id(item), cost: cost.to_string() }),
                })
                .collect(),
            no_option: no_option.map(measure).collect(),
            too_dear: too_dear.map(measure).collect(),
            left_out: case
                .left_out
                .iter()
                .map(|(row, why)| Left { id: &row.id, reason: reason(why, framework, Lang::En) })
                .collect(),
        }
    }
}

/// Returns the upper limit, rounded as the mean where it is reached, else up.
fn bound(recommended: &Recommendation<'_>) -> f64 {
    let mean = recommended.advice.mean;
    let is_reached = mean.bound == mean.after;
    if is_reached { mean.after.number() } else { mean.bound.rounded_up(6) as f64 / 1e6 }
}

fn years(recommended: &Recommendation<'_>) -> Vec<Year> {
    let Budget::Years(years) = &recommended.wishes.budget else { return Vec::new() };
    let spent = recommended.case.instance.spent(&recommended.advice.solution.set);
    let years = years.iter().zip(spent);
    years
        .map(|((&year, budget), spent)| Year {
            year,
            budget: budget.to_string(),
            cost: envcoop_core::money::Cents(spent).to_string(),
        })
        .collect()
}

fn stages<'a>(recommended: &'a Recommendation<'a>) -> Vec<Stage<'a>> {
    let stage = |step: Step<'a>| Stage {
        budget: step.budget.to_string(),
        chosen: step.ids,
        cost: step.cost.to_string(),
        after: step.mean.number(),
    };
    steps(recommended).map(stage).collect()
}
