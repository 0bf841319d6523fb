//! The JSON form of an analysis: the contract for other programs, `envcoop/gap/1`.
//!
//! `data/schemas/gap.schema.json` says what each key means.

use envcoop_core::gap::{Gap, GroupGap, Interval, MeasureGap, State};
use envcoop_core::need::{Answers, Need};
use envcoop_core::tally::Purse;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The analysis; ids are in framework order.
#[derive(serde::Serialize)]
pub(crate) struct Analysis<'a> {
    format: &'static str,
    framework: Framework<'a>,
    as_of: String,
    profile: &'static str,
    blank: &'static str,
    rows: u64,
    orphans: u64,
    overall: Group<'a>,
    challenges: Vec<Group<'a>>,
    areas: Vec<Group<'a>>,
    measures: Vec<Measure<'a>>,
}

#[derive(serde::Serialize)]
struct Framework<'a> {
    id: &'a str,
    version: &'a str,
}

#[derive(serde::Serialize)]
struct Group<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    low: Option<f64>,
    high: Option<f64>,
    measures: u64,
    met: u64,
    data_gap: u64,
    action_gap: u64,
    not_applicable: u64,
    assessed: u64,
    money: Vec<Money<'a>>,
}

#[derive(serde::Serialize)]
struct Measure<'a> {
    id: &'a str,
    state: &'static str,
    low: Option<f64>,
    high: Option<f64>,
    needs: Needs,
    activities: u64,
    proposals: u64,
    assessed: bool,
    money: Vec<Money<'a>>,
    on_time_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct Money<'a> {
    currency: &'a str,
    committed: String,
    proposed: String,
}

/// Answers by need, in the order of needs.
struct Needs(Answers);

impl Serialize for Needs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Need::ALL.len()))?;
        for need in Need::ALL {
            map.serialize_entry(need.code(), self.0.get(need).code())?;
        }
        map.end()
    }
}

impl<'a> Analysis<'a> {
    pub(crate) fn new(gap: &'a Gap<'_>) -> Self {
        let (framework, terms) = (gap.framework, gap.terms);
        let challenges = framework.challenges.iter().zip(&gap.challenges);
        let areas = framework.areas.iter().zip(&gap.areas);
        Analysis {
            format: "envcoop/gap/1",
            framework: Framework { id: &framework.id, version: &framework.version },
            as_of: terms.as_of.to_string(),
            profile: terms.profile.code(),
            blank: terms.blank.code(),
            rows: gap.tally.rows,
            orphans: gap.tally.orphans,
            overall: group(None, &gap.overall),
            challenges: challenges.map(|(own, result)| group(Some(&own.id), result)).collect(),
            areas: areas.map(|(own, result)| group(Some(&own.id), result)).collect(),
            measures: gap.measures.iter().map(|result| measure(gap, result)).collect(),
        }
    }
}

/// Returns the percentages of an interval; none where nothing applies.
pub(crate) fn bounds(interval: Option<Interval>) -> (Option<f64>, Option<f64>) {
    let number = |percent: envcoop_core::percent::Ratio| percent.percent().number();
    (interval.map(|i| number(i.low)), interval.map(|i| number(i.high)))
}

fn group<'a>(id: Option<&'a str>, group: &'a GroupGap) -> Group<'a> {
    let (low, high) = bounds(group.interval);
    let count = |state: State| group.states[state as usize];
    Group {
        id,
        low,
        high,
        measures: group.measures(),
        met: count(State::Met),
        data_gap: count(State::DataGap),
        action_gap: count(State::ActionGap),
        not_applicable: count(State::NotApplicable),
        assessed: group.assessed,
        money: money(&group.money),
    }
}

fn measure<'a>(gap: &'a Gap<'_>, result: &MeasureGap) -> Measure<'a> {
    let tally = &gap.tally.measures[result.measure.at()];
    let (low, high) = bounds(result.interval);
    Measure {
        id: &gap.framework.measure(result.measure).id,
        state: result.state.code(),
        low,
        high,
        needs: Needs(result.answers),
        activities: tally.live,
        proposals: tally.proposed,
        assessed: result.is_assessed,
        money: money(&tally.money),
        on_time_until: tally.on_time_until.as_ref().map(|on_time| on_time.day.to_string()),
        reason: tally.not_applicable.as_ref().map(|(_, reason)| reason.as_str()),
    }
}

fn money(purse: &Purse) -> Vec<Money<'_>> {
    purse
        .iter()
        .map(|(currency, sums)| Money {
            currency: currency.code(),
            committed: sums.committed.to_string(),
            proposed: sums.proposed.to_string(),
        })
        .collect()
}
