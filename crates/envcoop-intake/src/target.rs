//! Files of targets.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::date;
use envcoop_core::framework::Framework;
use envcoop_core::judge::target::{Step, Subject, Targets, TooFine};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::did_you_mean;
use envcoop_core::vocabulary::Profile;
use envcoop_words as words;

use crate::plan::list::{self, Line};

/// The columns of a file of targets.
const COLUMNS: [list::Column; 3] =
    [("id", words::column::ID), ("profile", words::target::PROFILE), ("by", words::target::BY)];

/// Reads a file of targets: `id,profile,by`, where an id is a measure's or an area's and stands for
/// its measures; a measure with lines of its own does not take those of its area. Every problem is
/// added to `problems`; none where the framework's weights cannot be compared.
pub fn read(
    file: &Arc<str>,
    input: impl Read,
    framework: &Framework,
    problems: &mut Problems,
) -> Option<Targets> {
    let mut steps: Vec<(Subject, Step)> = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    for line in list::read(file, input, COLUMNS, problems) {
        let place = line.place.clone();
        let Some((subject, step)) = parse(line, framework, problems) else { continue };
        let is_same =
            |other: &(Subject, Step)| other.0 == subject && other.1.profile == step.profile;
        match steps.iter().position(is_same) {
            None => {
                steps.push((subject, step));
                places.push(place);
            }
            Some(i) => {
                let message = format!("this profile has a target already at {}", places[i]);
                let hint = "keep one of the two lines";
                problems.push(Problem::error(place, message).column("profile").hint(hint));
            }
        }
    }
    match Targets::new(framework, &steps) {
        Ok(targets) => Some(targets),
        Err(TooFine) => {
            let place = Place { file: Arc::clone(file), line: 0 };
            let message = "the framework's weights of needs are too fine for targets";
            let hint = "set `policy.need_weights` to numbers with fewer decimals";
            problems.push(Problem::fatal(place, message).hint(hint));
            None
        }
    }
}

fn parse(line: Line<3>, framework: &Framework, problems: &mut Problems) -> Option<(Subject, Step)> {
    let Line { place, cells: [id, profile, by] } = line;
    let mut fault = |&(column, _): &list::Column, message: String, hint: String| {
        problems.push(Problem::error(place.clone(), message).column(column).hint(hint));
    };
    let [id_column, profile_column, by_column] = &COLUMNS;
    let area = || framework.areas.iter().position(|area| area.id == id);
    let subject =
        framework.measure_idx(&id).map(Subject::Measure).or_else(|| area().map(Subject::Area));
    if subject.is_none() {
        let measures = framework.measures.iter().map(|measure| measure.id.as_str());
        let known = measures.chain(framework.areas.iter().map(|area| area.id.as_str()));
        let hint = did_you_mean(&id, known, || "name a measure or an area".to_owned());
        let message = format!("the framework `{}` has no {}", framework.id, quoted(&id));
        fault(id_column, message, hint);
    }
    let asked = Profile::ALL.into_iter().find(|known| known.code() == profile);
    if asked.is_none() {
        let codes = Profile::ALL.map(Profile::code);
        let hint = did_you_mean(&profile, codes, || format!("write one of {}", codes.join(", ")));
        fault(profile_column, format!("unknown profile {}", quoted(&profile)), hint);
    }
    let day = date::read(&by)
        .map_err(|error| (format!("not a date: {}", quoted(&by)), error.hint()))
        .and_then(|day| date::impossible_year(day).map_or(Ok(day), Err))
        .map_err(|(message, hint)| fault(by_column, message, hint))
        .ok();
    Some((subject?, Step { profile: asked?, by: day? }))
}
