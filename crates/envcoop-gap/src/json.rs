//! The JSON form of an analysis: the contract for other programs, `envcoop/gap/1`.

use envcoop_core::gap::{Gap, GroupGap, Interval, MeasureGap, State};
use envcoop_core::need::Need;
use envcoop_core::percent::Percent;
use envcoop_core::tally::Purse;
use serde_json::{Map, Value, json};

/// Returns the analysis as JSON; ids are in framework order.
pub(crate) fn render(gap: &Gap<'_>) -> Value {
    let framework = gap.framework;
    let challenges = framework.challenges.iter().map(|c| &c.id).zip(&gap.challenges);
    let areas = framework.areas.iter().map(|a| &a.id).zip(&gap.areas);
    let mut out = Map::new();
    out.insert("format".into(), json!("envcoop/gap/1"));
    out.insert("framework".into(), json!({"id": framework.id, "version": framework.version}));
    out.insert("as_of".into(), json!(gap.terms.as_of.to_string()));
    out.insert("profile".into(), json!(gap.terms.profile.code()));
    out.insert("blank".into(), json!(gap.terms.blank.code()));
    out.insert("rows".into(), json!(gap.tally.rows));
    out.insert("orphans".into(), json!(gap.tally.orphans));
    out.insert("overall".into(), group(None, &gap.overall));
    out.insert("challenges".into(), challenges.map(|(id, g)| group(Some(id), g)).collect());
    out.insert("areas".into(), areas.map(|(id, g)| group(Some(id), g)).collect());
    out.insert("measures".into(), gap.measures.iter().map(|m| measure(gap, m)).collect());
    Value::Object(out)
}

fn bounds(interval: Option<Interval>) -> [Value; 2] {
    let number = |percent: Option<Percent>| percent.map_or(Value::Null, |p| json!(p.number()));
    [number(interval.map(|i| i.low.percent())), number(interval.map(|i| i.high.percent()))]
}

fn group(id: Option<&str>, group: &GroupGap) -> Value {
    let mut out = Map::new();
    if let Some(id) = id {
        out.insert("id".into(), json!(id));
    }
    let [low, high] = bounds(group.interval);
    out.insert("low".into(), low);
    out.insert("high".into(), high);
    out.insert("measures".into(), json!(group.measures()));
    for state in State::ALL {
        out.insert(state.code().replace('-', "_"), json!(group.states[state as usize]));
    }
    out.insert("assessed".into(), json!(group.assessed));
    out.insert("money".into(), money(&group.money));
    Value::Object(out)
}

fn measure(gap: &Gap<'_>, result: &MeasureGap) -> Value {
    let tally = &gap.tally.measures[result.measure.at()];
    let [low, high] = bounds(result.interval);
    let needs: Map<String, Value> = Need::ALL
        .iter()
        .map(|&need| (need.code().to_owned(), json!(result.answers.get(need).code())))
        .collect();
    let mut out = Map::new();
    out.insert("id".into(), json!(gap.framework.measure(result.measure).id));
    out.insert("state".into(), json!(result.state.code()));
    out.insert("low".into(), low);
    out.insert("high".into(), high);
    out.insert("needs".into(), Value::Object(needs));
    out.insert("activities".into(), json!(tally.live));
    out.insert("proposals".into(), json!(tally.proposed));
    out.insert("assessed".into(), json!(result.is_assessed));
    out.insert("money".into(), money(&tally.money));
    if let Some((_, reason)) = &tally.not_applicable {
        out.insert("reason".into(), json!(reason));
    }
    Value::Object(out)
}

fn money(purse: &Purse) -> Value {
    purse
        .iter()
        .map(|(currency, sums)| {
            json!({
                "currency": currency.code(),
                "committed": sums.committed.to_string(),
                "proposed": sums.proposed.to_string(),
            })
        })
        .collect()
}
