//! `gold`: what `envcoop-gap classify` finds in real activities against what readers say.
//!
//! The labels and how they came about stand in `data/gold`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, ensure};
use xtask::columns::{aligned, header, records};
use xtask::line::{self, RELEASE, Tools};

use crate::learning;
use crate::score::{Interval, N_RESAMPLES, Score, intervals};

const LABELS: &str = "data/gold/labels.csv";

/// Where the labelled activities are, beside the project.
const FILES: &str = "../shared/data/iati";

/// What must hold on the test half: micro-F1, precision, and the share of the activities without
/// a measure that are left so.
const LIMITS: [(&str, f64); 3] = [("micro-F1", 0.70), ("precision", 0.80), ("left empty", 0.95)];

/// How far one may stay behind a reader.
const BEHIND_READERS: f64 = 0.05;

/// Builds the tools and compares.
///
/// # Errors
/// Lists the limits that were missed.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut missed = Vec::new();
    compare(&Tools::build(RELEASE)?, &mut missed)?;
    ensure!(missed.is_empty(), "under the limit:\n  {}", missed.join("\n  "));
    Ok(())
}

/// Tries only what `--learn` adds, which needs no tools.
///
/// # Errors
/// Lists the limits that were missed.
pub(crate) fn learning() -> anyhow::Result<()> {
    let labels = labels(&fs::read_to_string(LABELS).context(LABELS)?)?;
    let mut missed = Vec::new();
    learning::compare(&labels, &line::root().join(FILES), &mut missed)?;
    ensure!(missed.is_empty(), "under the limit:\n  {}", missed.join("\n  "));
    Ok(())
}

/// Compares and prints; adds the limits that were missed. Without the files it says so.
pub(crate) fn compare(tools: &Tools, missed: &mut Vec<String>) -> anyhow::Result<()> {
    let labels = labels(&fs::read_to_string(LABELS).context(LABELS)?)?;
    let folder = line::root().join(FILES);
    let files: BTreeSet<&str> = labels.iter().map(|label| label.file.as_str()).collect();
    if let Some(file) = files.iter().find(|file| !folder.join(file).exists()) {
        println!("\nclassify against labels: SKIPPED, this machine has no {file}");
        return Ok(());
    }
    let mut found = BTreeMap::new();
    for file in files {
        let path = folder.join(file).to_string_lossy().into_owned();
        let line = tools.line("envcoop-gap classify FILE --for data --quiet").fill("FILE", &path);
        let output = line.command().output()?;
        ensure!(output.status.success(), "`{line}`: {}", String::from_utf8_lossy(&output.stderr));
        for record in records(&String::from_utf8(output.stdout)?).iter().skip(1) {
            let [id, measures, ..] = &record[..] else { continue };
            let id = id.strip_prefix("iati:").unwrap_or(id).to_owned();
            found.insert((file, id), set(measures));
        }
    }
    let mut read = Vec::new();
    for label in &labels {
        let key = (label.file.as_str(), label.identifier.clone());
        let found = found.get(&key).with_context(|| format!("{} is missing", label.identifier))?;
        read.push((label, found));
    }
    println!("\nclassify against labels (95 % intervals, {N_RESAMPLES} resamples of activities)");
    summary(&read, missed);
    for half in ["tuning", "test"] {
        println!("\n{half} half by measure\n{}", by_measure(&read, half));
    }
    learning::compare(&labels, &folder, missed)
}

type Read<'l> = [(&'l Label, &'l BTreeSet<String>)];

/// Prints each half as a whole.
fn summary(read: &Read<'_>, missed: &mut Vec<String>) {
    let names = ["half", "activities", "precision", "recall", "micro-F1", "left empty", "readers"];
    let mut rows = vec![header(names)];
    const WITHOUT_TITLES: &str = "test without the titles of one fund";
    for name in ["tuning", "test", WITHOUT_TITLES] {
        let is_part = |label: &Label| match name {
            WITHOUT_TITLES => label.half == "test" && !label.publisher.ends_with("/gef"),
            half => label.half == half,
        };
        let part: Vec<_> = read.iter().filter(|(label, _)| is_part(label)).collect();
        let scores: Vec<Score> = part.iter().map(|(l, f)| Score::of(&l.settled, f)).collect();
        let readers = part.iter().map(|(l, _)| Score::of(&l.a, &l.b)).sum::<Score>().f1();
        let empty: Vec<_> = part.iter().filter(|(l, _)| l.a.is_empty() && l.b.is_empty()).collect();
        let n_left = empty.iter().filter(|(_, found)| found.is_empty()).count();
        let left = n_left as f64 / empty.len().max(1) as f64;
        let score: Score = scores.iter().copied().sum();
        let [precision, recall, f1] = intervals(&scores);
        rows.push(vec![
            name.to_owned(),
            part.len().to_string(),
            figure(score.precision(), precision),
            figure(score.recall(), recall),
            figure(score.f1(), f1),
            format!("{n_left} of {} = {:.1} %", empty.len(), left * 100.0),
            format!("{readers:.3}"),
        ]);
        if name == "test" {
            let values = [score.f1(), score.precision(), left];
            for ((what, limit), value) in LIMITS.into_iter().zip(values) {
                if value < limit {
                    missed.push(format!("test half: {what} {value:.3}, must be {limit:.2}"));
                }
            }
            let behind = readers - score.f1();
            let word = if behind <= BEHIND_READERS { "reached" } else { "MISSED" };
            rows.push(vec![format!(
                "goal {word}: {behind:.3} behind the readers, to be {BEHIND_READERS} at most"
            )]);
        }
    }
    // A remark is no cell: it must not widen the first column.
    let (remarks, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.len() == 1);
    print!("{}", aligned(&rows));
    remarks.iter().for_each(|remark| println!("{}", remark[0]));
}

/// Lays out a row for every measure that was labelled or found.
fn by_measure(read: &Read<'_>, half: &str) -> String {
    let part: Vec<_> = read.iter().filter(|(label, _)| label.half == half).collect();
    let measures = part.iter().flat_map(|(l, found)| l.settled.iter().chain(found.iter()));
    let measures: BTreeSet<&String> = measures.collect();
    let mut rows = vec![header(["measure", "labels", "found", "precision", "recall", "F1"])];
    for measure in measures {
        let one = |set: &BTreeSet<String>| set.contains(measure);
        let scores: Vec<Score> =
            part.iter().map(|(l, found)| Score::one(one(&l.settled), one(found))).collect();
        let score: Score = scores.iter().copied().sum();
        let [precision, recall, f1] = intervals(&scores);
        rows.push(vec![
            measure.clone(),
            score.labels.to_string(),
            score.found.to_string(),
            figure(score.precision(), precision),
            figure(score.recall(), recall),
            figure(score.f1(), f1),
        ]);
    }
    aligned(&rows)
}

fn figure(value: f64, Interval(low, high): Interval) -> String {
    if value.is_nan() { "-".to_owned() } else { format!("{value:.3} [{low:.2}, {high:.2}]") }
}

/// An activity and what the readers say of it.
pub(crate) struct Label {
    pub(crate) identifier: String,
    publisher: String,
    pub(crate) file: String,
    pub(crate) half: String,
    a: BTreeSet<String>,
    b: BTreeSet<String>,
    /// The measures that count.
    pub(crate) settled: BTreeSet<String>,
}

fn labels(csv: &str) -> anyhow::Result<Vec<Label>> {
    let read = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [identifier, publisher, file, half, a, b, settled] = cells[..] else {
            anyhow::bail!("{LABELS}: not seven cells: {line}")
        };
        let [identifier, publisher, file, half] =
            [identifier, publisher, file, half].map(Into::into);
        let [a, b, settled] = [a, b, settled].map(set);
        Ok(Label { identifier, publisher, file, half, a, b, settled })
    };
    csv.lines().skip(1).map(read).collect()
}

fn set(measures: &str) -> BTreeSet<String> {
    measures.split(';').filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_labels_can_be_read() {
        let labels = fs::read_to_string(line::root().join(LABELS)).expect("they are there");
        let n_labels = super::labels(&labels).expect("seven cells in every row").len();
        assert!(n_labels >= 200, "only {n_labels}");
    }
}
