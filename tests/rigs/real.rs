//! `real`: every published file of a folder is classified and analysed; no activity may get lost.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use xtask::columns::{aligned, header};
use xtask::line::{RELEASE, Tools};

use crate::measure::{Measured, measure};

/// Classifies and analyses every XML file of a folder and prints a row for each.
///
/// # Errors
/// Names the files that lost an activity, crashed a tool or were refused in spite of activities.
pub(crate) fn run(folder: &str) -> anyhow::Result<()> {
    let listed = std::fs::read_dir(folder).with_context(|| folder.to_owned())?;
    let mut files: Vec<PathBuf> =
        listed.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    files.sort();
    ensure!(!files.is_empty(), "{folder}: no file ends in .xml");

    let tools = Tools::build(RELEASE)?;
    let names =
        ["file", "activities", "matched", "met", "unknown", "unmet", "seconds", "peak MiB", ""];
    let mut rows = vec![header(names)];
    let mut failed = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let n_activities = count_activities(BufReader::new(File::open(file)?))?;
        let mut row = vec![name.clone(), n_activities.to_string()];
        match examine(&tools, file, n_activities) {
            Ok(Examined::Read(cells)) => row.extend(cells),
            Ok(Examined::Refused(message)) => {
                row.extend(header(["", "", "", "", "", "", "refused"]));
                let is_fault = n_activities > 0;
                let note = format!("{name}: refused: {message}");
                if is_fault { failed.push(note) } else { println!("{note}") }
            }
            Err(error) => {
                row.extend(header(["", "", "", "", "", "", "FAILED"]));
                failed.push(format!("{name}: {error:#}"));
            }
        }
        rows.push(row);
    }
    print!("{}", aligned(&rows));
    if !failed.is_empty() {
        bail!("{} of {} files failed:\n  {}", failed.len(), files.len(), failed.join("\n  "));
    }
    Ok(())
}

enum Examined {
    /// The cells of its row after the number of activities.
    Read(Vec<String>),
    /// The first message.
    Refused(String),
}

fn examine(tools: &Tools, file: &Path, n_activities: u64) -> anyhow::Result<Examined> {
    let folder = tempfile::tempdir()?;
    let plan = folder.path().join("plan.csv").to_string_lossy().into_owned();
    let file = file.to_string_lossy();
    let analyse = |plan: &str| {
        let line = "envcoop-gap analyse PLAN --as-of 2026-09-30 --format json";
        measure(&tools.line(line).fill("PLAN", plan))
    };

    let line =
        tools.line("envcoop-gap classify FILE -o PLAN").fill("FILE", &file).fill("PLAN", &plan);
    let classified = measure(&line)?;
    if refused(&classified)? {
        return Ok(Examined::Refused(first_message(&classified.err)));
    }
    let analysed = analyse(&plan)?;
    ensure!(!refused(&analysed)?, "its plan is refused: {}", first_message(&analysed.err));
    let direct = analyse(&file)?;

    let gap: Value = serde_json::from_slice(&analysed.out)?;
    let (n_rows, n_orphans) = (number(&gap, "rows")?, number(&gap, "orphans")?);
    ensure!(n_rows == n_activities, "{n_activities} activities, but {n_rows} rows");
    // A plan cannot hold an id twice: there the file itself must be refused.
    let note = if refused(&direct)? {
        let message = first_message(&direct.err);
        ensure!(message.contains("is used already"), "the file itself is refused: {message}");
        "repeated identifiers"
    } else {
        let same = comparable(gap.clone()) == comparable(serde_json::from_slice(&direct.out)?);
        ensure!(same, "the analysis of the file differs from that of its plan");
        ""
    };
    let mut cells = vec![(n_rows - n_orphans).to_string()];
    cells.extend(["met", "unknown", "unmet"].map(|answer| count_answers(&gap, answer).to_string()));
    cells.push(format!("{:.2}", classified.wall + analysed.wall));
    cells.push(format!("{:.1}", classified.peak.max(analysed.peak)));
    cells.push(note.to_owned());
    Ok(Examined::Read(cells))
}

/// Tells whether the input was refused, with a message as it must be.
fn refused(run: &Measured) -> anyhow::Result<bool> {
    match run.code {
        Some(0) => Ok(false),
        Some(2) if run.err.contains(": error: ") => Ok(true),
        Some(code) => bail!("ended with {code}: {}", run.err.trim()),
        None => bail!("ended by a signal: {}", run.err.trim()),
    }
}

fn first_message(err: &str) -> String {
    err.lines()
        .find_map(|line| line.split_once(": error: "))
        .map_or("", |(_, message)| message)
        .to_owned()
}

fn number(gap: &Value, key: &str) -> anyhow::Result<u64> {
    gap[key].as_u64().with_context(|| format!("the analysis has no `{key}`"))
}

/// Leaves out what must differ between a file and its plan: what a blank means, and where rows stand.
fn comparable(mut gap: Value) -> Value {
    gap["blank"] = Value::Null;
    gap["orphan_rows"] = Value::Null;
    gap
}

/// Counts the needs, over all measures, that have this answer.
fn count_answers(gap: &Value, answer: &str) -> usize {
    let measures = gap["measures"].as_array().into_iter().flatten();
    let answers = measures
        .filter_map(|measure| measure["needs"].as_object())
        .flat_map(|needs| needs.values());
    answers.filter(|value| *value == answer).count()
}

/// Counts the start tags of activities, independently of the tools' reader: outside comments and
/// character data.
fn count_activities(mut xml: impl BufRead) -> io::Result<u64> {
    const HIDDEN: [(&[u8], &[u8]); 2] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>")];
    let (mut n, mut until, mut piece) = (0, None::<&[u8]>, Vec::new());
    loop {
        piece.clear();
        if xml.read_until(b'>', &mut piece)? == 0 {
            return Ok(n);
        }
        // UTF-16 is ASCII with a NUL beside every byte, as far as markup goes.
        piece.retain(|&byte| byte != 0);
        if until.is_none() {
            let Some(start) = piece.iter().position(|&byte| byte == b'<') else { continue };
            let tag = &piece[start..];
            until = HIDDEN.iter().find(|(open, _)| tag.starts_with(open)).map(|(_, close)| *close);
            let rest = tag.strip_prefix(b"<iati-activity");
            let ends = rest.and_then(|rest| rest.first()).is_some_and(|b| b" \t\r\n/>".contains(b));
            n += u64::from(ends);
        }
        until = until.filter(|close| !piece.ends_with(close));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_start_tags_of_activities_are_counted() {
        let xml = "<iati-activities><!-- <iati-activity> --><iati-activity a='>'>x > y</iati-activity>\
                   <iati-activity\n/><![CDATA[<iati-activity>]]><iati-activity-date/></iati-activities>";
        assert_eq!(count_activities(xml.as_bytes()).ok(), Some(2));
        let utf_16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(count_activities(&*utf_16).ok(), Some(2));
    }

    #[test]
    fn answers_are_counted_over_measures_and_needs() {
        let gap = serde_json::json!({"measures": [{"needs": {"owner": "met", "timely": "unmet"}},
                                                  {"needs": {"owner": "met"}}]});
        assert_eq!((count_answers(&gap, "met"), count_answers(&gap, "unmet")), (2, 1));
    }
}
