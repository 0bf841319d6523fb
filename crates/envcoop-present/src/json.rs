//! The JSON form of an analysis: the contract for other programs, `envcoop/gap/1`.
//!
//! `data/schemas/gap.schema.json` says what each key means.

mod beside;
mod by;

use envcoop_core::judge::gap::{GroupGap, Interval, MeasureGap, State};
use envcoop_core::judge::need::Answers;
use envcoop_core::judge::rates::Exchange;
use envcoop_core::judge::tally::Purse;
use envcoop_core::study::Study;
use envcoop_core::vocabulary::Need;
use serde::ser::{Serialize, SerializeMap, Serializer};

pub use self::beside::Restricted;

/// The analysis; ids are in framework order.
#[derive(serde::Serialize)]
pub struct Analysis<'a> {
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
    uncovered: Vec<&'a str>,
    orphan_rows: Vec<beside::Orphan<'a>>,
    #[serde(flatten)]
    restricted: Restricted<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rates: Option<beside::Rates<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<by::By<'a>>,
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
    covered: u64,
    money: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    converted: Option<Converted>,
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
    money: Vec<Money>,
    on_time_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    converted: Option<Converted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    similar: Option<beside::Similar<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct Money {
    currency: String,
    committed: String,
    proposed: String,
}

/// A purse in one currency; the currencies without a rate are not in it.
#[derive(serde::Serialize)]
struct Converted {
    currency: String,
    committed: String,
    proposed: String,
    without: Vec<String>,
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
    /// Makes the document of a study.
    pub fn new(study: &'a Study) -> Self {
        let gap = &*study.gap;
        let (framework, rules) = (&gap.framework, gap.rules);
        let exchange = study.exchange.as_ref();
        let group = |id, own| group(id, own, exchange);
        let uncovered = gap.measures.iter().filter(|result| result.is_uncovered());
        let challenges = framework.challenges.iter().zip(&gap.challenges);
        let areas = framework.areas.iter().zip(&gap.areas);
        Analysis {
            format: "envcoop/gap/1",
            framework: Framework { id: &framework.id, version: &framework.version },
            as_of: rules.as_of.to_string(),
            profile: rules.profile.code(),
            blank: rules.blank.code(),
            rows: gap.tally.rows,
            orphans: gap.tally.orphans,
            overall: group(None, &gap.overall),
            challenges: challenges.map(|(own, result)| group(Some(&own.id), result)).collect(),
            areas: areas.map(|(own, result)| group(Some(&own.id), result)).collect(),
            measures: gap.measures.iter().map(|result| measure(study, result)).collect(),
            uncovered: uncovered.map(|m| framework.measure(m.measure).id.as_str()).collect(),
            orphan_rows: gap.tally.orphan_rows.rows().map(beside::orphan).collect(),
            restricted: Restricted::of(study),
            rates: exchange.map(beside::rates),
            by: study.by.map(|by| by::by(study, by)),
        }
    }
}

/// Returns the percentages of an interval; none where nothing applies.
pub fn bounds(interval: Option<Interval>) -> (Option<f64>, Option<f64>) {
    let number = |percent: envcoop_core::percent::Ratio| percent.percent().number();
    (interval.map(|i| number(i.low)), interval.map(|i| number(i.high)))
}

fn group<'a>(id: Option<&'a str>, group: &GroupGap, exchange: Option<&Exchange>) -> Group<'a> {
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
        covered: group.covered,
        money: money(&group.money),
        converted: converted(&group.money, exchange),
    }
}

fn measure<'a>(study: &'a Study, result: &MeasureGap) -> Measure<'a> {
    let gap = &*study.gap;
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
        converted: converted(&tally.money, study.exchange.as_ref()),
        profile: gap.is_targeted.then(|| result.profile.code()),
        similar: study.similar.of(result).map(beside::similar),
        reason: tally.not_applicable.as_ref().map(|(_, reason)| reason.as_str()),
    }
}

fn money(purse: &Purse) -> Vec<Money> {
    let entry =
        |(currency, sums): (&envcoop_core::money::Currency, &envcoop_core::judge::tally::Sums)| {
            Money {
                currency: currency.to_string(),
                committed: sums.committed.to_string(),
                proposed: sums.proposed.to_string(),
            }
        };
    purse.iter().map(entry).collect()
}

fn converted(purse: &Purse, exchange: Option<&Exchange>) -> Option<Converted> {
    let exchange = exchange?;
    let converted = exchange.convert(purse);
    Some(Converted {
        currency: exchange.into.to_string(),
        committed: converted.sums.committed.to_string(),
        proposed: converted.sums.proposed.to_string(),
        without: converted.without.iter().map(ToString::to_string).collect(),
    })
}
