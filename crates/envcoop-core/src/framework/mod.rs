//! A strategy as data: challenges, areas of work, measures, the terms that a source names, and the
//! policy by which gaps are judged.
//!
//! The format is described by `data/frameworks/framework.schema.json`; what a schema cannot say
//! (references, primary links, repeated texts) is checked by [`Framework::check`].

mod check;
mod digest;
pub mod id;
pub mod kind;
mod load;
mod names;
mod policy;
mod signals;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

pub use self::digest::Digest;
pub use self::kind::TermKind;
pub use self::load::{SHIPPED, load, shipped};
use self::names::Names;
pub use self::policy::{
    Against, ClassifyPolicy, ClassifyWeights, LearnedPolicy, LinkWeights, NeedWeights, Policy,
    StageNeeds,
};
pub use self::signals::LazySignals;
use crate::text::Text;
use crate::vocabulary::Stage;

/// Position of a measure in [`Framework::measures`]: framework order is the order of every result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureIdx(pub u16);

impl MeasureIdx {
    /// Returns the position as an index into per-measure lists.
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// A strategy for international environmental cooperation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Stable id; what it and every other one may be says [`id`].
    pub id: String,
    /// Version of the data, `major.minor.patch`.
    pub version: String,
    /// Name.
    pub title: Text,
    /// Where the strategy comes from.
    pub source: Source,
    /// Background that the source gives: meetings, goals, guiding lines.
    pub context: Vec<Context>,
    /// The challenges to answer, in order.
    pub challenges: Vec<Challenge>,
    /// The areas of work, in order.
    pub areas: Vec<Area>,
    /// The measures, in order; those of one area stand together.
    pub measures: Vec<Measure>,
    /// Kinds of terms that the strategy adds to those that every one has.
    #[serde(default)]
    pub term_kinds: Vec<TermKind>,
    /// Themes, partners, conventions, institutions, instruments, funds, and terms of its own kinds.
    pub terms: Vec<Term>,
    /// How gaps are judged.
    #[serde(default)]
    pub policy: Policy,
    #[serde(skip)]
    digest: Digest,
    #[serde(skip)]
    measure_by_id: HashMap<String, MeasureIdx>,
    #[serde(skip)]
    names: OnceLock<Names>,
}

/// Where a strategy comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the source.
    pub title: Text,
    /// On what occasion it was given.
    pub occasion: Text,
    /// Year.
    pub year: i16,
    /// What a reader must know about the source and this paraphrase.
    pub note: Text,
}

/// A piece of background.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Stable id.
    pub id: String,
    /// What it is: `meeting`, `goal`, `principle` and the like.
    pub kind: String,
    /// Name.
    pub title: Text,
    /// What it says, paraphrased.
    pub statement: Text,
    /// Where the source says it.
    pub cite: String,
}

/// A challenge that the strategy has to answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// Id, for instance `C1`.
    pub id: String,
    /// Name.
    pub title: Text,
    /// What it asks, paraphrased.
    pub statement: Text,
    /// Where the source says it.
    pub cite: String,
}

/// An area of work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Id, for instance `W1`.
    pub id: String,
    /// Name.
    pub title: Text,
    /// What it covers, paraphrased.
    pub statement: Text,
    /// Where the source says it.
    pub cite: String,
}

/// A commitment of the strategy: what activities serve and gaps are found in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Id, for instance `W1.1`.
    pub id: String,
    /// Revision, raised when the meaning changes.
    pub rev: u32,
    /// Ids that it had in earlier versions.
    #[serde(default)]
    pub was: Vec<String>,
    /// The area it belongs to.
    pub area: String,
    /// Name.
    pub title: Text,
    /// What it commits to, paraphrased.
    pub statement: Text,
    /// Where the source says it.
    pub cite: String,
    /// The challenges it answers; exactly one as primary.
    pub answers: Vec<ChallengeLink>,
    /// Terms it is about.
    pub terms: Vec<String>,
    /// Steps a planner can take.
    pub actions: Vec<Action>,
    /// How success would show.
    pub indicators: Vec<Indicator>,
    /// By what a published activity serving it can be recognised.
    pub signals: LazySignals,
}

/// How a measure answers a challenge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChallengeLink {
    /// The challenge.
    pub challenge: String,
    /// How strongly.
    pub strength: Strength,
    /// The reason.
    pub why: Text,
}

/// Strength of the link between a measure and a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// The challenge that the measure is there for; its money counts there.
    Primary,
    /// A challenge that it helps with as well.
    Secondary,
}

/// A step towards a measure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Id, for instance `W1.1-a`.
    pub id: String,
    /// Which step of the work it is.
    pub stage: Stage,
    /// What to do.
    pub text: Text,
    /// Month of the year in which it is due, 1 to 12.
    pub month: i8,
}

/// A sign of success.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Id, for instance `W1.1-i1`.
    pub id: String,
    /// What is counted.
    pub text: Text,
    /// In what unit.
    pub unit: Text,
    /// Which way is good.
    pub direction: Direction,
}

/// Which way an indicator should move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// By what a published activity can be recognised as serving a measure.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signals {
    /// OECD DAC purpose codes, five digits.
    pub crs: Vec<String>,
    /// Policy marker codes of the DAC vocabulary.
    pub markers: Vec<String>,
    /// Terms of kind convention.
    pub conventions: Vec<String>,
    /// Terms of kind partner.
    pub partners: Vec<String>,
    /// Phrases that tell the measure, by language code; any language may be added.
    pub keywords: BTreeMap<String, Vec<String>>,
    /// Phrases that suffice beside a match of another measure, never alone.
    #[serde(default)]
    pub hints: BTreeMap<String, Vec<String>>,
    /// Phrases that speak against the measure.
    #[serde(default)]
    pub against: BTreeMap<String, Vec<String>>,
    /// More general measures, which are left out beside this one.
    #[serde(default)]
    pub over: Vec<String>,
    /// Whether the measure takes what no other describes: its hints suffice where nothing else
    /// matches, and only there.
    #[serde(default)]
    pub rest: bool,
}

/// A thing that the source names, of one of the [kinds](kind).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Id; of a partner, a country code (ISO 3166-1 alpha-2) stands for the country.
    pub id: String,
    /// Id of its kind.
    pub kind: String,
    /// Name.
    pub title: Text,
    /// Where the source names it; none where the toolkit added it.
    #[serde(default)]
    pub cite: Option<String>,
    /// Other names under which published texts mention it, by language code.
    #[serde(default)]
    pub names: BTreeMap<String, Vec<String>>,
    /// Country codes (ISO 3166-1 alpha-2) that stand for it.
    #[serde(default)]
    pub codes: Vec<String>,
}

impl Framework {
    /// Returns the fingerprint of the data.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Returns the position of the measure called `id`.
    pub fn measure_idx(&self, id: &str) -> Option<MeasureIdx> {
        self.measure_by_id.get(id).copied()
    }

    /// Returns the position of the measure that is called so: by its id in any case, its title in any
    /// language, or both.
    pub fn measure_called(&self, name: &str) -> Option<MeasureIdx> {
        // Most plans name ids: the names are collected when first asked for.
        self.names.get_or_init(|| Names::of(self)).find(name)
    }

    /// Returns the measure at a position.
    pub fn measure(&self, idx: MeasureIdx) -> &Measure {
        &self.measures[idx.at()]
    }

    /// Returns every position in framework order.
    pub fn measure_idxs(&self) -> impl Iterator<Item = MeasureIdx> + use<> {
        (0..self.measures.len() as u16).map(MeasureIdx)
    }

    /// Returns the term called `id`.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// Returns the strategy with only these measures, given in framework order; challenges, areas and
    /// terms stay.
    #[must_use]
    pub fn only(&self, keep: &[MeasureIdx]) -> Framework {
        let mut framework = self.clone();
        framework.measures = keep.iter().map(|&idx| self.measure(idx).clone()).collect();
        framework.index();
        // A part that is the whole is the whole.
        if keep.len() < self.measures.len() {
            framework.digest = self.digest.only(keep);
        }
        framework
    }

    /// Fills the index of measures; called once after reading.
    fn index(&mut self) {
        let ids = self.measures.iter().enumerate();
        self.measure_by_id = ids.map(|(i, m)| (m.id.clone(), MeasureIdx(i as u16))).collect();
        self.names = OnceLock::new();
    }
}

impl Measure {
    /// Returns the strength with which the measure answers `challenge`, if it does.
    pub fn strength(&self, challenge: &str) -> Option<Strength> {
        self.answers.iter().find(|a| a.challenge == challenge).map(|a| a.strength)
    }

    /// Returns the id of the challenge that the measure is there for.
    pub fn primary_challenge(&self) -> Option<&str> {
        self.answers.iter().find(|a| a.strength == Strength::Primary).map(|a| a.challenge.as_str())
    }
}
