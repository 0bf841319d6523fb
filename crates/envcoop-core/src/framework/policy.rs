//! The framework's policy: every weight and threshold lives in the file, none in code.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::percent::Weight;
use crate::vocabulary::{Need, Stage};

/// How gaps are judged and published activities recognised under a framework.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Weight of each need in a measure's percentage.
    pub need_weights: NeedWeights,
    /// Weight of a measure in a challenge's percentage, by strength of its link.
    pub link_weights: LinkWeights,
    /// Which needs an action of a stage serves.
    pub stage_needs: StageNeeds,
    /// How published activities are recognised.
    pub classify: ClassifyPolicy,
}

/// Weight of each need; 1 where the file says nothing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each field is the need of its name")]
pub struct NeedWeights {
    pub activity: Weight,
    pub owner: Weight,
    pub schedule: Weight,
    pub funding: Weight,
    pub timely: Weight,
    pub delivery: Weight,
    pub evidence: Weight,
}

impl Default for NeedWeights {
    fn default() -> Self {
        let one = Weight::ONE;
        NeedWeights {
            activity: one,
            owner: one,
            schedule: one,
            funding: one,
            timely: one,
            delivery: one,
            evidence: one,
        }
    }
}

impl NeedWeights {
    /// Returns the weight of `need`.
    pub fn of(&self, need: Need) -> Weight {
        match need {
            Need::Activity => self.activity,
            Need::Owner => self.owner,
            Need::Schedule => self.schedule,
            Need::Funding => self.funding,
            Need::Timely => self.timely,
            Need::Delivery => self.delivery,
            Need::Evidence => self.evidence,
        }
    }
}

/// Weight of a measure in a challenge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LinkWeights {
    /// Of a measure that is there for the challenge; 1 where the file says nothing.
    pub primary: Weight,
    /// Of a measure that helps with it; 0.5 where the file says nothing.
    pub secondary: Weight,
}

impl Default for LinkWeights {
    fn default() -> Self {
        LinkWeights { primary: Weight::ONE, secondary: Weight(Weight::ONE.0 / 2) }
    }
}

/// The needs that an action of each stage serves when it is done.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each field is the stage of its name")]
pub struct StageNeeds {
    pub prepare: Vec<Need>,
    pub agree: Vec<Need>,
    pub fund: Vec<Need>,
    pub deliver: Vec<Need>,
    pub verify: Vec<Need>,
}

impl Default for StageNeeds {
    fn default() -> Self {
        StageNeeds {
            prepare: vec![Need::Activity, Need::Owner],
            agree: vec![Need::Activity, Need::Owner, Need::Schedule],
            fund: vec![Need::Funding],
            deliver: vec![Need::Timely, Need::Delivery],
            verify: vec![Need::Delivery, Need::Evidence],
        }
    }
}

impl StageNeeds {
    /// Returns the needs that an action of `stage` serves.
    pub fn of(&self, stage: Stage) -> &[Need] {
        match stage {
            Stage::Prepare => &self.prepare,
            Stage::Agree => &self.agree,
            Stage::Fund => &self.fund,
            Stage::Deliver => &self.deliver,
            Stage::Verify => &self.verify,
        }
    }
}

/// How much evidence ties a published activity to a measure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClassifyPolicy {
    /// The score from which a measure is matched.
    pub threshold: Weight,
    /// The most measures that one activity is tied to, best scores first.
    pub most: usize,
    /// The share of the best score that a further measure must reach unless hints alone tell it.
    pub share_of_best: Weight,
    /// What each kind of evidence is worth.
    pub weights: ClassifyWeights,
    /// What speaks against every measure.
    pub against: Against,
}

impl Default for ClassifyPolicy {
    fn default() -> Self {
        ClassifyPolicy {
            threshold: Weight::ONE,
            most: 3,
            share_of_best: Weight(Weight::ONE.0 * 3 / 5),
            weights: ClassifyWeights::default(),
            against: Against::default(),
        }
    }
}

/// Signs that an activity serves something else than the strategy.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Against {
    /// Sector codes of the OECD DAC, or the digits with which a group of them begins.
    pub crs: Vec<String>,
    /// Phrases by language code.
    pub phrases: BTreeMap<String, Vec<String>>,
}

/// What each kind of evidence is worth.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClassifyWeights {
    /// A keyword in a title.
    pub keyword_title: Weight,
    /// A keyword in a description only.
    pub keyword_text: Weight,
    /// A hint in a title.
    pub hint_title: Weight,
    /// A hint in a description only.
    pub hint_text: Weight,
    /// The most that the phrases of titles add, or take off, however many there are.
    pub title_most: Weight,
    /// The most that those of descriptions add or take off.
    pub text_most: Weight,
    /// A sector code at 100 %, shared among the measures that list it.
    pub sector: Weight,
    /// A policy marker at significance 2, shared among the measures that list it.
    pub marker: Weight,
    /// A convention named in a title, shared among the measures that list it.
    pub convention: Weight,
    /// A convention named in a description only, shared likewise.
    pub convention_text: Weight,
    /// A partner: recipient country, or an organisation that takes part, shared likewise.
    pub partner: Weight,
    /// A phrase against the measure in a title; taken off.
    pub against_title: Weight,
    /// A phrase against the measure in a description only; taken off.
    pub against_text: Weight,
    /// A sector that speaks against every measure, at 100 %; taken off.
    pub against_sector: Weight,
}

impl Default for ClassifyWeights {
    fn default() -> Self {
        let percent = |n: i128| Weight(Weight::ONE.0 * n / 100);
        ClassifyWeights {
            keyword_title: percent(125),
            keyword_text: percent(50),
            hint_title: percent(100),
            hint_text: percent(50),
            title_most: percent(250),
            text_most: percent(75),
            sector: percent(75),
            marker: percent(25),
            convention: percent(100),
            convention_text: percent(25),
            partner: percent(25),
            against_title: percent(75),
            against_text: percent(20),
            against_sector: percent(50),
        }
    }
}
