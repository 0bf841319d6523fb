//! Targets: which profile a measure must reach by when, so that a plan for one year and a plan for
//! five are judged by what each has promised.

use crate::date::Date;
use crate::framework::{Framework, MeasureIdx};
use crate::judge::gap::common_multiple;
use crate::vocabulary::Profile;

/// The largest common whole under which sums of weights stay far from what a number can hold.
const MOST: i128 = 1_000_000_000_000_000_000;

/// A profile to be reached by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The profile.
    pub profile: Profile,
    /// The day on which it must be reached.
    pub by: Date,
}

/// What a measure must reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// What it must have reached; none where nothing is due yet.
    pub now: Option<Step>,
    /// The next higher profile, if one is to come.
    pub next: Option<Step>,
}

/// What a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A measure.
    Measure(MeasureIdx),
    /// The measures of an area, by its position, that have no targets of their own.
    Area(usize),
}

/// The weights of needs have no common whole that a number can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFine;

/// The targets of a file.
#[derive(Clone, Debug)]
pub struct Targets {
    /// One list per measure of the framework.
    steps: Vec<Vec<Step>>,
}

impl Targets {
    /// Makes targets of steps; those of an area are for its measures that have none of their own.
    ///
    /// # Errors
    /// Refuses weights of needs whose sums under several profiles have no common whole that a number
    /// can hold.
    pub fn new(framework: &Framework, steps: &[(Subject, Step)]) -> Result<Targets, TooFine> {
        let whole = |profile: &Profile| -> i128 {
            profile.needs().iter().map(|&need| framework.policy.need_weights.of(need).0).sum()
        };
        let wholes = Profile::ALL.map(|profile| whole(&profile));
        // Each whole is at most a few trillions: two of them can be multiplied, not three.
        let two = common_multiple(wholes[0], wholes[1]);
        if two > MOST || common_multiple(two, wholes[2]) > MOST {
            return Err(TooFine);
        }
        let of = |subject: Subject| -> Vec<Step> {
            steps.iter().filter(|(own, _)| *own == subject).map(|(_, step)| *step).collect()
        };
        let steps = framework.measure_idxs().map(|idx| {
            let own = of(Subject::Measure(idx));
            let area = &framework.measure(idx).area;
            let area = framework.areas.iter().position(|other| other.id == *area);
            if own.is_empty() {
                area.map(|i| of(Subject::Area(i))).unwrap_or_default()
            } else {
                own
            }
        });
        Ok(Targets { steps: steps.collect() })
    }

    /// Returns what each measure must reach at a day, in framework order.
    pub fn at(&self, as_of: Date) -> Vec<Due> {
        let due = |steps: &Vec<Step>| {
            let reached = steps.iter().filter(|step| step.by <= as_of);
            let now = reached.max_by_key(|step| step.profile).copied();
            let higher =
                |step: &&Step| step.by > as_of && now.is_none_or(|now| step.profile > now.profile);
            let next = steps.iter().filter(higher).min_by_key(|step| step.by).copied();
            Due { now, next }
        };
        self.steps.iter().map(due).collect()
    }
}
