//! Targets: which profile a measure must reach by when, so that a plan for one year and a plan for
//! five are judged by what each has promised.

use std::io::Read;
use std::sync::Arc;

use crate::date::{self, Date};
use crate::framework::{Framework, MeasureIdx};
use crate::gap::common_multiple;
use crate::need::Profile;
use crate::plan::list::{self, Line};
use crate::problem::{Place, Problem, Problems, quoted};
use crate::text::{Label, nearest};

/// The columns of a file of targets.
const COLUMNS: [Label; 3] = [
    Label { en: "id", zh: "编号" },
    Label { en: "profile", zh: "口径" },
    Label { en: "by", zh: "期限" },
];

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

/// The targets of a file.
#[derive(Clone, Debug)]
pub struct Targets {
    /// One list per measure of the framework.
    steps: Vec<Vec<Step>>,
}

/// What a line is about.
#[derive(Clone, PartialEq, Eq)]
enum Subject {
    Measure(MeasureIdx),
    Area(usize),
}

impl Targets {
    /// Reads a file of targets: `id,profile,by`, where an id is a measure's or an area's and stands
    /// for its measures; a measure with lines of its own does not take those of its area. Every
    /// problem is added to `problems`.
    pub fn read(
        file: &Arc<str>,
        input: impl Read,
        framework: &Framework,
        problems: &mut Problems,
    ) -> Targets {
        let mut lines: Vec<(Subject, Step, Place)> = Vec::new();
        for line in list::read(file, input, COLUMNS, problems) {
            let place = line.place.clone();
            let Some((subject, step)) = parse(line, framework, problems) else { continue };
            let is_same = |other: &(Subject, Step, Place)| {
                other.0 == subject && other.1.profile == step.profile
            };
            match lines.iter().find(|other| is_same(other)) {
                None => lines.push((subject, step, place)),
                Some((.., first)) => {
                    let message = format!("this profile has a target already at {first}");
                    let hint = "keep one of the two lines";
                    problems.push(Problem::error(place, message).column("profile").hint(hint));
                }
            }
        }
        let whole = |profile: &Profile| -> i128 {
            profile.needs().iter().map(|&need| framework.policy.need_weights.of(need).0).sum()
        };
        let wholes = Profile::ALL.map(|profile| whole(&profile));
        // Each whole is at most a few trillions: two of them can be multiplied, not three.
        let two = common_multiple(wholes[0], wholes[1]);
        if two > MOST || common_multiple(two, wholes[2]) > MOST {
            let place = Place { file: Arc::clone(file), line: 0 };
            let message = "the framework's weights of needs are too fine for targets";
            let hint = "set `policy.need_weights` to numbers with fewer decimals";
            problems.push(Problem::fatal(place, message).hint(hint));
        }
        let of = |subject: &Subject| -> Vec<Step> {
            lines.iter().filter(|(own, ..)| own == subject).map(|(_, step, _)| *step).collect()
        };
        let steps = framework.measure_idxs().map(|idx| {
            let own = of(&Subject::Measure(idx));
            let area = &framework.measure(idx).area;
            let area = framework.areas.iter().position(|other| other.id == *area);
            if own.is_empty() {
                area.map(|i| of(&Subject::Area(i))).unwrap_or_default()
            } else {
                own
            }
        });
        Targets { steps: steps.collect() }
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

fn parse(line: Line<3>, framework: &Framework, problems: &mut Problems) -> Option<(Subject, Step)> {
    let Line { place, cells: [id, profile, by] } = line;
    let mut fault = |column: &Label, message: String, hint: String| {
        problems.push(Problem::error(place.clone(), message).column(column.en).hint(hint));
    };
    let [id_column, profile_column, by_column] = &COLUMNS;
    let area = || framework.areas.iter().position(|area| area.id == id);
    let subject =
        framework.measure_idx(&id).map(Subject::Measure).or_else(|| area().map(Subject::Area));
    if subject.is_none() {
        let measures = framework.measures.iter().map(|measure| measure.id.as_str());
        let known = measures.chain(framework.areas.iter().map(|area| area.id.as_str()));
        let hint = match nearest(&id, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a measure or an area".to_owned(),
        };
        let message = format!("the framework `{}` has no {}", framework.id, quoted(&id));
        fault(id_column, message, hint);
    }
    let asked = Profile::ALL.into_iter().find(|known| known.code() == profile);
    if asked.is_none() {
        let hint = match nearest(&profile, Profile::ALL.map(Profile::code)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", Profile::ALL.map(Profile::code).join(", ")),
        };
        fault(profile_column, format!("unknown profile {}", quoted(&profile)), hint);
    }
    let day = date::parse(&by)
        .map_err(|error| fault(by_column, format!("not a date: {}", quoted(&by)), error.hint()))
        .ok();
    Some((subject?, Step { profile: asked?, by: day? }))
}
