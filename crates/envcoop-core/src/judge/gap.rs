//! What is missing, for whom and how sure that is: the one computation behind every output.

mod sums;

use std::fmt;
use std::sync::Arc;

use envcoop_words as words;

pub(crate) use self::sums::common_multiple;
use self::sums::whole_of;
pub use self::sums::{Interval, NeedSums, decimal, interval};
use crate::framework::{Framework, MeasureIdx, Strength};
use crate::judge::basis::{Basis, Foreign};
use crate::judge::judged::Rules;
use crate::judge::need::Answers;
use crate::judge::tally::{MeasureTally, Purse, Tally, merge_money};
use crate::percent::Weight;
use crate::problem::Problem;
use crate::text::{Lang, Text};
use crate::vocabulary::{Answer, Need, Profile, vocabulary};

vocabulary! {
    /// What a measure's percentages come to.
    State {
        /// Every need that counts is met.
        Met = "met", words::answer::MET;
        /// It may be met: what is missing is information.
        DataGap = "data-gap", words::state::DATA_GAP;
        /// It is not met whatever the unknowns turn out to be: action is missing.
        ActionGap = "action-gap", words::state::ACTION_GAP;
        /// A row says, with a reason, that it does not apply.
        NotApplicable = "not-applicable", words::state::NOT_APPLICABLE;
    }
}

/// A measure's result.
#[derive(Clone, Debug)]
pub struct MeasureGap {
    /// The measure.
    pub measure: MeasureIdx,
    /// What its percentages come to.
    pub state: State,
    /// The best answer to each need; all unmet where no row counts.
    pub answers: Answers,
    /// What its percentages are made of.
    pub sums: NeedSums,
    /// Its percentages; none where it does not apply.
    pub interval: Option<Interval>,
    /// Whether a person has tied a row to it.
    pub is_assessed: bool,
    /// Whether a row that counts serves it.
    pub is_covered: bool,
    /// Which needs count for it.
    pub profile: Profile,
}

/// What the rows of a plan tell about a measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    /// The best answer to each need.
    pub(crate) answers: Answers,
    /// Whether a row says that it does not apply.
    pub(crate) is_excluded: bool,
    /// As in [`MeasureGap`].
    pub(crate) is_assessed: bool,
    /// As in [`MeasureGap`].
    pub(crate) is_covered: bool,
}

impl MeasureGap {
    /// Judges what the rows tell about a measure.
    pub(crate) fn new(
        framework: &Framework,
        measure: MeasureIdx,
        found: Findings,
        profile: Profile,
    ) -> MeasureGap {
        let Findings { answers, is_excluded, is_assessed, is_covered } = found;
        let sums = NeedSums::of_measure(framework, &answers, profile);
        let (state, interval) = if is_excluded {
            (State::NotApplicable, None)
        } else if sums.met == sums.all {
            (State::Met, sums.interval())
        } else if sums.met + sums.unknown == sums.all {
            (State::DataGap, sums.interval())
        } else {
            (State::ActionGap, sums.interval())
        };
        MeasureGap { measure, state, answers, sums, interval, is_assessed, is_covered, profile }
    }

    /// Tells whether it is in any denominator.
    pub fn applies(&self) -> bool {
        self.state != State::NotApplicable
    }

    /// Tells whether it applies and no row that counts serves it.
    pub fn is_uncovered(&self) -> bool {
        self.applies() && !self.is_covered
    }

    /// Returns the needs of `profile` that are unmet, in order.
    pub fn unmet(&self, profile: Profile) -> impl Iterator<Item = Need> + use<'_> {
        self.needs(profile, Answer::Unmet)
    }

    /// Returns the needs of `profile` that have this answer, in order.
    pub fn needs(&self, profile: Profile, answer: Answer) -> impl Iterator<Item = Need> + use<'_> {
        let needs = profile.needs().iter().copied();
        needs.filter(move |&need| self.applies() && self.answers.get(need) == answer)
    }
}

/// The result of a challenge, an area or the whole strategy.
#[derive(Clone, Debug)]
pub struct GroupGap {
    /// What its percentages are made of.
    pub sums: NeedSums,
    /// Weighted mean of its measures; none where no measure applies.
    pub interval: Option<Interval>,
    /// How many of its measures are in each state, in the order of [`State::ALL`].
    pub states: [u64; 4],
    /// How many of its measures a person has tied a row to.
    pub assessed: u64,
    /// How many of its measures a row that counts serves.
    pub covered: u64,
    /// Money of its measures; of a challenge through primary links only.
    pub money: Purse,
}

impl GroupGap {
    /// Judges a group of measures; its money stays empty.
    pub(crate) fn new(measures: &[MeasureGap], members: &[Member]) -> GroupGap {
        let sums = NeedSums::of_group(members, measures);
        let interval = sums.interval();
        let money = Purse::new();
        let mut group = GroupGap { sums, interval, states: [0; 4], assessed: 0, covered: 0, money };
        for member in members {
            let gap = &measures[member.measure.at()];
            group.states[gap.state as usize] += 1;
            group.assessed += u64::from(gap.is_assessed);
            group.covered += u64::from(gap.is_covered);
        }
        group
    }

    /// Tells whether it has measures that apply and no row that counts serves any of them.
    pub fn is_uncovered(&self) -> bool {
        self.interval.is_some() && self.covered == 0
    }

    /// Returns how many measures it has, also those that do not apply.
    pub fn measures(&self) -> u64 {
        self.states.iter().sum()
    }
}

/// The gap analysis of a plan against a strategy.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The strategy.
    pub framework: Arc<Framework>,
    /// What the plan adds up to.
    pub tally: Tally,
    /// How it was judged.
    pub rules: Rules,
    /// Whether each measure has a profile of its own; that of the rules is then the highest.
    pub is_targeted: bool,
    /// One result per measure, in framework order.
    pub measures: Vec<MeasureGap>,
    /// One result per challenge, in framework order.
    pub challenges: Vec<GroupGap>,
    /// One result per area, in framework order.
    pub areas: Vec<GroupGap>,
    /// The result of the whole strategy.
    pub overall: GroupGap,
}

/// A measure's part in a group's mean.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The measure.
    pub measure: MeasureIdx,
    /// Its weight in the mean.
    pub weight: Weight,
    /// Whether its money counts in the group.
    pub pays: bool,
}

/// Why a tally cannot be judged.
#[derive(Clone, Debug)]
pub enum Unjudged {
    /// It was made under another framework.
    Foreign(Foreign),
    /// Rows say that a measure does not apply and others serve it; each names both rows.
    Contradictions(Vec<Problem>),
}

impl fmt::Display for Unjudged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unjudged::Foreign(foreign) => foreign.fmt(f),
            Unjudged::Contradictions(found) => {
                f.write_str(&words::row::contradict(Lang::En, found.len() as u64))
            }
        }
    }
}

impl std::error::Error for Unjudged {}

impl Gap {
    /// Judges a tally by a profile; the day and the meaning of blanks are those of the tally.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use envcoop_core::framework::shipped;
    /// use envcoop_core::judge::gap::{Gap, State};
    /// use envcoop_core::judge::{judged::Rules, tally::Tally};
    /// use envcoop_core::vocabulary::{Blank, Profile};
    ///
    /// # let framework = Arc::new(shipped("mini").expect("it is shipped").expect("it is sound"));
    /// # let as_of = envcoop_core::date::parse("2027-06-30").expect("a date");
    /// let rules = Rules { profile: Profile::Track, as_of, blank: Blank::Unmet };
    /// let gap = Gap::new(&framework, Tally::new(&framework, rules), rules.profile)
    ///     .expect("no row contradicts another");
    /// assert!(gap.measures.iter().all(|measure| measure.state == State::ActionGap));
    /// ```
    ///
    /// # Errors
    /// Where the tally was made under another framework, or rows of it contradict each other.
    pub fn new(
        framework: &Arc<Framework>,
        tally: Tally,
        profile: Profile,
    ) -> Result<Gap, Unjudged> {
        let profiles = vec![profile; framework.measures.len()];
        Gap::judge(framework, tally, profile, &profiles, false)
    }

    /// Judges a tally where each measure has a profile of its own, given in framework order.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_profiles(
        framework: &Arc<Framework>,
        tally: Tally,
        profiles: &[Profile],
    ) -> Result<Gap, Unjudged> {
        let highest = profiles.iter().copied().max().unwrap_or_default();
        Gap::judge(framework, tally, highest, profiles, true)
    }

    fn judge(
        framework: &Arc<Framework>,
        tally: Tally,
        profile: Profile,
        profiles: &[Profile],
        is_targeted: bool,
    ) -> Result<Gap, Unjudged> {
        let Basis { as_of, blank, .. } = tally.basis;
        let rules = Rules { profile, as_of, blank };
        Basis::new(framework, rules).accepts(&tally.basis).map_err(Unjudged::Foreign)?;
        let contradictions: Vec<Problem> = framework
            .measure_idxs()
            .filter_map(|idx| contradiction(framework, &tally, idx))
            .collect();
        if !contradictions.is_empty() {
            return Err(Unjudged::Contradictions(contradictions));
        }
        let measures: Vec<MeasureGap> = framework
            .measure_idxs()
            .map(|idx| measure_gap(framework, idx, &tally.measures[idx.at()], profiles[idx.at()]))
            .collect();
        let group = |members: Vec<Member>| group_gap(&tally, &measures, &members);
        let challenges = 0..framework.challenges.len();
        let areas = 0..framework.areas.len();
        Ok(Gap {
            challenges: challenges.map(|i| group(challenge_members(framework, i))).collect(),
            areas: areas.map(|i| group(area_members(framework, i))).collect(),
            overall: group(overall_members(framework)),
            framework: Arc::clone(framework),
            tally,
            rules,
            is_targeted,
            measures,
        })
    }

    /// Returns the common whole to which the measures of a group are brought where their profiles
    /// differ; none where all have the same.
    pub fn common_whole(&self, members: &[Member]) -> Option<i128> {
        let whole = whole_of(members, &self.measures);
        let mut gaps = members.iter().map(|member| &self.measures[member.measure.at()]);
        gaps.any(|gap| gap.applies() && gap.sums.all != whole).then_some(whole)
    }

    /// Returns the result of any group of measures.
    pub fn group(&self, members: &[Member]) -> GroupGap {
        group_gap(&self.tally, &self.measures, members)
    }
}

/// Returns the measures that answer the challenge at `challenge`, weighted by strength.
pub fn challenge_members(framework: &Framework, challenge: usize) -> Vec<Member> {
    let id = &framework.challenges[challenge].id;
    let weights = &framework.policy.link_weights;
    let member = |measure: MeasureIdx| {
        let strength = framework.measure(measure).strength(id)?;
        let pays = strength == Strength::Primary;
        let weight = if pays { weights.primary } else { weights.secondary };
        Some(Member { measure, weight, pays })
    };
    framework.measure_idxs().filter_map(member).collect()
}

/// Returns the measures of the area at `area`, all of one weight.
pub fn area_members(framework: &Framework, area: usize) -> Vec<Member> {
    let id = &framework.areas[area].id;
    let in_area = |idx: &MeasureIdx| framework.measure(*idx).area == *id;
    framework.measure_idxs().filter(in_area).map(equal_member).collect()
}

/// Returns every measure once, all of one weight: the overall figure is no mean of means.
pub fn overall_members(framework: &Framework) -> Vec<Member> {
    framework.measure_idxs().map(equal_member).collect()
}

fn equal_member(measure: MeasureIdx) -> Member {
    Member { measure, weight: Weight::ONE, pays: true }
}

fn contradiction(framework: &Framework, tally: &Tally, idx: MeasureIdx) -> Option<Problem> {
    let measure = &tally.measures[idx.at()];
    let (not_applicable, _) = measure.not_applicable.as_ref()?;
    let live = measure.first_live.as_ref()?;
    let id = &framework.measure(idx).id;
    let message = Text::new(|lang| {
        words::problem::row::contradiction(lang, &not_applicable.id, id, &live.id, &live.place)
    });
    let problem = Problem::fatal(not_applicable.place.clone(), message).column("status");
    Some(problem.hint(words::problem::row::CONTRADICTION_HINT))
}

fn measure_gap(
    framework: &Framework,
    measure: MeasureIdx,
    tally: &MeasureTally,
    profile: Profile,
) -> MeasureGap {
    let found = Findings {
        answers: Answers(std::array::from_fn(|need| tally.needs[need].best())),
        is_excluded: tally.not_applicable.is_some(),
        is_assessed: tally.by_people > 0,
        is_covered: tally.live > 0,
    };
    MeasureGap::new(framework, measure, found, profile)
}

fn group_gap(tally: &Tally, measures: &[MeasureGap], members: &[Member]) -> GroupGap {
    let mut group = GroupGap::new(measures, members);
    for member in members.iter().filter(|member| member.pays) {
        merge_money(&mut group.money, &tally.measures[member.measure.at()].money);
    }
    group
}
