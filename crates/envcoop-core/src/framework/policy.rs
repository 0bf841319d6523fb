//! The framework's policy: every weight and threshold lives in the file, none in code.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::percent::Weight;
use crate::vocabulary::{Need, Stage};

/// Declares a part of the policy: each field with what holds where the file says nothing.
macro_rules! policy {
    ($($(#[$attr:meta])* $name:ident {
        $($(#[$doc:meta])* $field:ident: $type:ty = $default:expr,)+
    })+) => {$(
        $(#[$attr])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name { $($(#[$doc])* pub $field: $type),+ }

        impl Default for $name {
            fn default() -> Self {
                $name { $($field: $default),+ }
            }
        }
    )+};
}

policy! {
    /// How gaps are judged and published activities recognised under a framework.
    Policy {
        /// Weight of each need in a measure's percentage.
        need_weights: NeedWeights = NeedWeights::default(),
        /// Weight of a measure in a challenge's percentage, by strength of its link.
        link_weights: LinkWeights = LinkWeights::default(),
        /// Which needs an action of a stage serves.
        stage_needs: StageNeeds = StageNeeds::default(),
        /// How published activities are recognised.
        classify: ClassifyPolicy = ClassifyPolicy::default(),
    }

    /// Weight of each need; 1 where the file says nothing.
    #[expect(missing_docs, reason = "each field is the need of its name")]
    NeedWeights {
        activity: Weight = Weight::ONE,
        owner: Weight = Weight::ONE,
        schedule: Weight = Weight::ONE,
        funding: Weight = Weight::ONE,
        timely: Weight = Weight::ONE,
        delivery: Weight = Weight::ONE,
        evidence: Weight = Weight::ONE,
    }

    /// Weight of a measure in a challenge.
    LinkWeights {
        /// Of a measure that is there for the challenge; 1 where the file says nothing.
        primary: Weight = Weight::ONE,
        /// Of a measure that helps with it; 0.5 where the file says nothing.
        secondary: Weight = percent(50),
    }

    /// The needs that an action of each stage serves when it is done.
    #[expect(missing_docs, reason = "each field is the stage of its name")]
    StageNeeds {
        prepare: Vec<Need> = vec![Need::Activity, Need::Owner],
        agree: Vec<Need> = vec![Need::Activity, Need::Owner, Need::Schedule],
        fund: Vec<Need> = vec![Need::Funding],
        deliver: Vec<Need> = vec![Need::Timely, Need::Delivery],
        verify: Vec<Need> = vec![Need::Delivery, Need::Evidence],
    }

    /// How much evidence ties a published activity to a measure.
    ClassifyPolicy {
        /// The score from which a measure is matched.
        threshold: Weight = Weight::ONE,
        /// The most measures that one activity is tied to, best scores first.
        most: usize = 3,
        /// The share of the best score that a further measure must reach unless hints alone tell
        /// it.
        share_of_best: Weight = percent(60),
        /// What each kind of evidence is worth.
        weights: ClassifyWeights = ClassifyWeights::default(),
        /// What speaks against every measure.
        against: Against = Against::default(),
        /// What is learnt from rows that people decided.
        learned: LearnedPolicy = LearnedPolicy::default(),
    }

    /// What a phrase is worth that is learnt from rows that people decided.
    LearnedPolicy {
        /// In how many rows of a measure a phrase must stand.
        rows: u32 = 2,
        /// The share of the rows with a phrase that must be of the measure.
        share: Weight = percent(75),
        /// A phrase in a title, all of whose rows, and many, are of the measure: under the threshold,
        /// so that nothing is tied by what was learnt alone.
        phrase: Weight = percent(75),
    }

    /// Signs that an activity serves something else than the strategy.
    Against {
        /// Sector codes of the OECD DAC, or the digits with which a group of them begins.
        crs: Vec<String> = Vec::new(),
        /// Phrases by language code.
        phrases: BTreeMap<String, Vec<String>> = BTreeMap::new(),
    }

    /// What each kind of evidence is worth.
    ClassifyWeights {
        /// A keyword in a title.
        keyword_title: Weight = percent(125),
        /// A keyword in a description only.
        keyword_text: Weight = percent(50),
        /// A hint in a title.
        hint_title: Weight = percent(100),
        /// A hint in a description only.
        hint_text: Weight = percent(50),
        /// The most that the phrases of titles add, or take off, however many there are.
        title_most: Weight = percent(250),
        /// The most that those of descriptions add or take off.
        text_most: Weight = percent(75),
        /// A sector code at 100 %, shared among the measures that list it.
        sector: Weight = percent(75),
        /// A policy marker at significance 2, shared among the measures that list it.
        marker: Weight = percent(25),
        /// A convention named in a title, shared among the measures that list it.
        convention: Weight = percent(100),
        /// A convention named in a description only, shared likewise.
        convention_text: Weight = percent(25),
        /// A partner: recipient country, or an organisation that takes part, shared likewise.
        partner: Weight = percent(25),
        /// A phrase against the measure in a title; taken off.
        against_title: Weight = percent(75),
        /// A phrase against the measure in a description only; taken off.
        against_text: Weight = percent(20),
        /// A sector that speaks against every measure, at 100 %; taken off.
        against_sector: Weight = percent(50),
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

/// Returns a weight of so many hundredths.
fn percent(n: i128) -> Weight {
    Weight(Weight::ONE.0 * n / 100)
}
