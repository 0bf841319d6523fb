//! Files of targets.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::date;
use envcoop_core::framework::Framework;
use envcoop_core::judge::target::{Step, Subject, Targets, TooFine};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
use envcoop_core::text::{Lang, Text, did_you_mean};
use envcoop_core::vocabulary::Profile;
use envcoop_words as words;
use envcoop_words::problem::target as say;

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
                let message = Text::new(|lang| say::twice(lang, &places[i]));
                let problem = Problem::error(place, message).column("profile");
                problems.push(problem.hint(say::TWICE_HINT));
            }
        }
    }
    match Targets::new(framework, &steps) {
        Ok(targets) => Some(targets),
        Err(TooFine) => {
            let place = Place { file: Arc::clone(file), line: 0 };
            problems.push(Problem::fatal(place, say::TOO_FINE).hint(say::TOO_FINE_HINT));
            None
        }
    }
}

fn parse(line: Line<3>, framework: &Framework, problems: &mut Problems) -> Option<(Subject, Step)> {
    let Line { place, cells: [id, profile, by] } = line;
    let mut fault = |&(column, _): &list::Column, say: &dyn Fn(Lang) -> (String, String)| {
        let problem = Problem::saying(Severity::Error, place.clone(), say);
        problems.push(problem.column(column));
    };
    let [id_column, profile_column, by_column] = &COLUMNS;
    let area = || framework.areas.iter().position(|area| area.id == id);
    let subject =
        framework.measure_idx(&id).map(Subject::Measure).or_else(|| area().map(Subject::Area));
    if subject.is_none() {
        let measures = framework.measures.iter().map(|measure| measure.id.as_str());
        let known = measures.chain(framework.areas.iter().map(|area| area.id.as_str()));
        fault(id_column, &|lang| {
            let otherwise = || say::NO_SUCH_SUBJECT_HINT.get(lang).to_owned();
            let hint = did_you_mean(lang, &id, known.clone(), otherwise);
            (say::no_such_subject(lang, &framework.id, quoted(&id)), hint)
        });
    }
    let asked = Profile::ALL.into_iter().find(|known| known.code() == profile);
    if asked.is_none() {
        let codes = Profile::ALL.map(Profile::code);
        fault(profile_column, &|lang| {
            let otherwise = || say::write_one_of(lang, codes.join(", "));
            let hint = did_you_mean(lang, &profile, codes, otherwise);
            (say::unknown_profile(lang, quoted(&profile)), hint)
        });
    }
    let day =
        date::read_day(&by).map_err(|error| fault(by_column, &|lang| error.said(lang, &by))).ok();
    Some((subject?, Step { profile: asked?, by: day? }))
}
