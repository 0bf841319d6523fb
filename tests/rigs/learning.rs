//! The part of `gold` that is about `--learn`: what rows that people decided add to the rows that they
//! have not seen.
//!
//! The readers' labels stand for people's decisions. Each half is cut into parts; what is learnt from
//! all parts but one is tried on that one. As a harder trial each half learns from the other, which
//! shares no publisher with it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context;
use envcoop_core::framework::{Framework, MeasureIdx, shipped};
use envcoop_core::problem::Problems;
use envcoop_intake::classify::{Classifier, Learned, Lesson};
use envcoop_intake::iati::{self, Published};
use xtask::columns::{aligned, header};

use crate::gold::Label;
use crate::score::Score;

/// Into how many parts a half is cut.
const PARTS: usize = 5;

/// Returns what is learnt for a part.
type Source<'s> = &'s dyn Fn(usize) -> Vec<Lesson>;

/// A labelled activity.
struct Case<'l> {
    label: &'l Label,
    activity: Published,
    lesson: Lesson,
    before: BTreeSet<String>,
}

/// Prints what learning adds; a precision that drops is a limit that was missed.
pub(crate) fn compare(
    labels: &[Label],
    folder: &Path,
    missed: &mut Vec<String>,
) -> anyhow::Result<()> {
    let framework = match shipped("two-services-2012") {
        Some(Ok(framework)) => framework,
        _ => anyhow::bail!("the shipped strategy cannot be read"),
    };
    let cases = cases(labels, folder, &framework)?;
    let names = ["half", "learnt from", "precision", "with", "recall", "with", "F1", "with"];
    let mut rows = vec![header(names)];
    for half in ["tuning", "test"] {
        let own: Vec<&Case<'_>> = cases.iter().filter(|case| case.label.half == half).collect();
        let others = cases.iter().filter(|case| case.label.half != half);
        let others: Vec<Lesson> = others.map(|case| case.lesson.clone()).collect();
        let across = |_: usize| others.clone();
        let within = |part: usize| {
            let kept = own.iter().enumerate().filter(|(at, _)| at % PARTS != part);
            kept.map(|(_, case)| case.lesson.clone()).collect()
        };
        let trials: [(&str, Source<'_>); 2] =
            [("its other parts", &within), ("the other half", &across)];
        for (from, lessons) in trials {
            let (mut before, mut after) = (Score::default(), Score::default());
            for part in 0..PARTS {
                let learned = Learned::of(&lessons(part), &framework.policy.classify.learned);
                let classifier = Classifier::new(&framework).with_learned(&learned);
                for (_, case) in own.iter().enumerate().filter(|(at, _)| at % PARTS == part) {
                    let found = ids(&classifier, &case.activity, &framework);
                    let settled = &case.label.settled;
                    before = [before, Score::of(settled, &case.before)].into_iter().sum();
                    after = [after, Score::of(settled, &found)].into_iter().sum();
                }
            }
            let figures = [Score::precision, Score::recall, Score::f1]
                .iter()
                .flat_map(|figure| [figure(&before), figure(&after)])
                .map(|figure| format!("{figure:.3}"));
            rows.push([half, from].map(str::to_owned).into_iter().chain(figures).collect());
            for (what, figure) in
                [("precision", Score::precision as fn(&Score) -> f64), ("recall", Score::recall)]
            {
                if figure(&after) < figure(&before) {
                    let (was, is) = (figure(&before), figure(&after));
                    missed.push(format!(
                        "{half} half, learnt from {from}: {what} drops from {was:.3} to {is:.3}"
                    ));
                }
            }
        }
    }
    println!("\nwhat --learn adds, tried on rows that it has not seen\n{}", aligned(&rows));
    Ok(())
}

/// Reads the labelled activities.
fn cases<'l>(
    labels: &'l [Label],
    folder: &Path,
    framework: &Framework,
) -> anyhow::Result<Vec<Case<'l>>> {
    let files: BTreeSet<&str> = labels.iter().map(|label| label.file.as_str()).collect();
    let plain = Classifier::new(framework);
    let mut cases: Vec<Option<Case<'l>>> = labels.iter().map(|_| None).collect();
    for file in files {
        let bytes = fs::read(folder.join(file)).with_context(|| file.to_owned())?;
        let mut problems = Problems::default();
        iati::read(&file.into(), &bytes[..], &mut problems, &mut |activity, _| {
            let is_own =
                |label: &Label| label.file == file && label.identifier == activity.identifier;
            let Some(at) = labels.iter().position(is_own) else { return };
            let label = &labels[at];
            let idx = |id: &String| framework.measure_idx(id);
            let accepted: Vec<MeasureIdx> = label.settled.iter().filter_map(idx).collect();
            let before = ids(&plain, &activity, framework);
            let refused = before.difference(&label.settled).filter_map(idx).collect();
            let title = activity.titles.first().map_or("", |title| &title.text).to_owned();
            let lesson = Lesson { title, accepted, refused };
            cases[at].get_or_insert(Case { label, activity, lesson, before });
        });
    }
    let missing = || "a labelled activity is missing".to_owned();
    cases.into_iter().map(|case| case.with_context(missing)).collect()
}

fn ids(
    classifier: &Classifier<'_>,
    activity: &Published,
    framework: &Framework,
) -> BTreeSet<String> {
    let found = classifier.classify(activity);
    found.iter().map(|found| framework.measure(found.measure).id.clone()).collect()
}
