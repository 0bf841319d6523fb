//! The framework's policy: every weight and threshold lives in the file, none in code.

use serde::Deserialize;

use crate::need::Need;
use crate::percent::Weight;
use crate::plan::Stage;

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
    /// What each kind of evidence is worth.
    pub weights: ClassifyWeights,
}

impl Default for ClassifyPolicy {
    fn default() -> Self {
        ClassifyPolicy { threshold: Weight::ONE, most: 3, weights: ClassifyWeights::default() }
    }
}

/// What each kind of evidence is worth.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClassifyWeights {
    /// A phrase in a title.
    pub keyword_title: Weight,
    /// A phrase in a description only.
    pub keyword_text: Weight,
    /// A sector code at 100 %, shared among the measures that list it.
    pub sector: Weight,
    /// A policy marker at significance 2, shared among the measures that list it.
    pub marker: Weight,
    /// A convention named in title or description, shared among the measures that list it.
    pub convention: Weight,
    /// A partner: recipient country, or an organisation that takes part, shared likewise.
    pub partner: Weight,
}

impl Default for ClassifyWeights {
    fn default() -> Self {
        let (half, quarter) = (Weight(Weight::ONE.0 / 2), Weight(Weight::ONE.0 / 4));
        ClassifyWeights {
            keyword_title: Weight::ONE,
            keyword_text: half,
            sector: half,
            marker: quarter,
            convention: Weight::ONE,
            partner: quarter,
        }
    }
}
