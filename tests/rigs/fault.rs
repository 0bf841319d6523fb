//! `fault`: every call by which a tool puts a result in its place fails once, or is its last.
//!
//! Afterwards each file is the old one or the complete new one; an error ends with 2 and names the
//! file; nothing is left behind, except by a tool that was killed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::{fs, io};

use anyhow::{Context, bail, ensure};
use xtask::line::{Line, RELEASE, Tools, exists};

use crate::Depth;
/// What is written, and whether there is an old one to be replaced.
const JOBS: [(&str, bool); 9] = [
    ("envcoop-checklist new --quiet --year 2027 --format csv -o OUT", false),
    ("envcoop-checklist new --quiet --year 2027 --format csv -o OUT --force", true),
    ("envcoop-gap classify --quiet XML XML XML XML XML XML -o OUT --force", true),
    (
        "envcoop-gap data/examples/plan.csv --quiet --as-of 2026-09-30 --format json -o OUT --force",
        true,
    ),
    ("envcoop-report csv data/examples/plan.csv XML --quiet --as-of 2026-09-30 -o OUT", false),
    (
        "envcoop-report csv data/examples/plan.csv XML --quiet --as-of 2026-09-30 -o OUT --force",
        true,
    ),
    ("envcoop-report html data/examples/plan.csv --quiet --as-of 2026-09-30 -o OUT --force", true),
    ("envcoop-report xlsx data/examples/plan.csv --quiet --as-of 2026-09-30 -o OUT --force", true),
    ("envcoop-gap snapshot data/examples/plan.csv --quiet --as-of 2026-09-30 -o OUT --force", true),
];

/// The calls by which files are written; those that a system does not have are left out.
const CALLS: &str = "?open,?openat,?write,?writev,?pwrite64,?ftruncate,?copy_file_range,?sendfile,?fsync,\
     ?fdatasync,?rename,?renameat,?renameat2,?link,?linkat,?unlink,?unlinkat,?mkdir,?mkdirat";
const FAULTS: [&str; 4] = ["error=ENOSPC", "error=EIO", "error=EDQUOT", "signal=SIGKILL"];

/// Runs every job under every fault; in short, at the first and the last call of each kind.
///
/// # Errors
/// Lists what was found.
pub(crate) fn run(depth: Depth) -> anyhow::Result<()> {
    ensure!(exists("strace"), "fault injection needs strace");
    let tools = Tools::build(RELEASE)?;
    let mut found = Vec::new();
    for (job, has_old) in JOBS {
        let n_cases = Rig::new(&tools, job, has_old)?.attack(depth, &mut found)?;
        println!("{n_cases:>4} faults  {job}");
    }
    let n_streams = streams(&tools, &mut found)?;
    println!("{n_streams:>4} full or closed streams");
    let n_streams = shell(&tools, &mut found)?;
    println!("{n_streams:>4} streams that lead into an input");
    if !found.is_empty() {
        bail!("{} faults were not stood:\n  {}", found.len(), found.join("\n  "));
    }
    Ok(())
}

/// The files of a folder by their names.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A job in a folder of its own.
struct Rig {
    job: &'static str,
    folder: tempfile::TempDir,
    line: Line,
    before: Files,
    complete: Files,
}

impl Rig {
    fn new(tools: &Tools, job: &'static str, has_old: bool) -> anyhow::Result<Rig> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("result");
        let line = tools
            .line(job)
            .fill("OUT", &out.to_string_lossy())
            .fill("XML", "data/examples/published.xml");
        line.run_unseen()?;
        let complete = files(folder.path())?;
        let old = |path: &PathBuf| (path.clone(), b"what was there before\n".to_vec());
        let before = if has_old { complete.keys().map(old).collect() } else { Files::new() };
        Ok(Rig { job, folder, line, before, complete })
    }

    /// Injects every fault into every call, one at a time; returns how many there were.
    fn attack(&self, depth: Depth, found: &mut Vec<String>) -> anyhow::Result<usize> {
        let mut n_cases = 0;
        for (call, numbers) in self.calls()? {
            let tried = match (depth, &numbers[..]) {
                (Depth::Short, [first, .., last]) => vec![*first, *last],
                _ => numbers,
            };
            for number in tried {
                for fault in FAULTS {
                    n_cases += 1;
                    found.extend(self.inject(&call, number, fault)?);
                }
            }
        }
        Ok(n_cases)
    }

    /// Injects a fault into one call; returns what is wrong afterwards, if anything.
    fn inject(&self, call: &str, number: usize, fault: &str) -> anyhow::Result<Option<String>> {
        let inject = format!("inject={call}:{fault}:when={number}");
        let (output, trace) = self.trace(call, &["-e", &inject])?;
        let is_killed = fault.starts_with("signal");
        let was_hit = if is_killed { "killed by SIGKILL" } else { "(INJECTED)" };
        ensure!(trace.contains(was_hit), "{inject}: nothing was hit in `{}`", self.line);
        let wrong = self.judge(&output, is_killed)?;
        Ok(wrong.map(|wrong| format!("{}: {inject}: {wrong}", self.job)))
    }

    /// Runs the job without a fault and returns, for each kind of call, the numbers of those that
    /// concern the result.
    fn calls(&self) -> anyhow::Result<BTreeMap<String, Vec<usize>>> {
        let (output, trace) = self.trace(CALLS, &[])?;
        ensure!(output.status.success(), "strace cannot trace here: {}", text(&output.stderr));
        let concerns = numbered(&trace, &self.folder.path().to_string_lossy());
        ensure!(!concerns.is_empty(), "`{}` wrote nothing", self.line);
        Ok(concerns)
    }

    /// Runs the job on fresh ground under strace; returns how it ended, and the trace.
    fn trace(&self, calls: &str, options: &[&str]) -> anyhow::Result<(Output, String)> {
        self.reset()?;
        let trace = tempfile::NamedTempFile::new()?;
        let trace_path = trace.path().to_string_lossy();
        let trace_option = format!("trace={calls}");
        let strace =
            [&["strace", "-f", "-y", "-o", &trace_path, "-e", &trace_option], options].concat();
        let output = self.line.clone().after(&strace).command().stdin(Stdio::null()).output()?;
        Ok((output, text(&fs::read(trace.path())?)))
    }

    fn reset(&self) -> anyhow::Result<()> {
        for entry in fs::read_dir(self.folder.path())? {
            let path = entry?.path();
            if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
        }
        for (path, content) in &self.before {
            let path = self.folder.path().join(path);
            fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
            fs::write(path, content)?;
        }
        Ok(())
    }

    /// Returns what is wrong after a fault, if anything.
    fn judge(&self, output: &Output, is_killed: bool) -> anyhow::Result<Option<String>> {
        let mut after = files(self.folder.path())?;
        let n_files = after.len();
        after.retain(|path, _| !is_temporary(path));
        let is_left_over = after.len() < n_files;
        if let Some(path) = self.before.keys().find(|path| !after.contains_key(*path)) {
            return Ok(Some(format!("{} is gone", path.display())));
        }
        // What a file was is kept beside it, under its name with the time.
        let of_copy = |copy: &Path| {
            let copy = copy.to_string_lossy().into_owned();
            let is_of = |own: &&PathBuf| copy.starts_with(&format!("{}.", own.display()));
            self.before.keys().find(is_of).filter(|_| copy.ends_with(".bak"))
        };
        let copies: Vec<PathBuf> =
            after.keys().filter(|path| of_copy(path).is_some()).cloned().collect();
        for copy in copies {
            let content = after.remove(&copy);
            let Some(own) = of_copy(&copy) else { continue };
            if content.as_ref() != self.before.get(own) {
                return Ok(Some(format!("{} is not what was there", copy.display())));
            }
            if !is_killed && after.get(own) == self.before.get(own) {
                return Ok(Some(format!("{} is left, and nothing was replaced", copy.display())));
            }
        }
        let is_whole = |(path, content): &(&PathBuf, &Vec<u8>)| {
            [&self.before, &self.complete].iter().any(|files| files.get(*path) == Some(content))
        };
        if let Some((path, _)) = after.iter().find(|file| !is_whole(file)) {
            return Ok(Some(format!("{} is neither old nor complete", path.display())));
        }
        let err = text(&output.stderr).trim().to_owned();
        let out = self.folder.path().join("result");
        Ok(match output.status.code() {
            _ if is_killed => None,
            Some(2) if !err.contains(&*out.to_string_lossy()) => {
                Some(format!("the message names no file: {err}"))
            }
            Some(2) if is_left_over => Some("a temporary file is left behind".to_owned()),
            Some(2) => None,
            other => Some(format!("ended with {other:?}, not with 2: {err}")),
        })
    }
}

/// Returns, for each kind of call in a trace, the numbers of those that name `place`.
fn numbered(trace: &str, place: &str) -> BTreeMap<String, Vec<usize>> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for line in trace.lines() {
        let Some((call, rest)) = line.split_once('(') else { continue };
        let call = call.rsplit(' ').next().unwrap_or(call);
        let number = seen.entry(call).or_default();
        *number += 1;
        if rest.contains(place) {
            found.entry(call.to_owned()).or_default().push(*number);
        }
    }
    found
}

/// Gives results to a full device and to a reader that has gone away.
fn streams(tools: &Tools, found: &mut Vec<String>) -> anyhow::Result<usize> {
    let lines = [
        "envcoop-checklist new --quiet --year 2027 --format csv",
        "envcoop-gap data/examples/plan.csv --quiet --as-of 2026-09-30",
        "envcoop-gap classify --quiet data/examples/published.xml",
    ];
    let mut check = |line: &Line, to: &str, output: Output, expected: i32| {
        let err = text(&output.stderr);
        let says_why = err.is_empty() == (expected == 0);
        if output.status.code() != Some(expected) || !says_why {
            found.push(format!("`{line}` {to}: {}, not {expected}: {err}", output.status));
        }
    };
    for line in lines {
        let to_stdout = tools.line(line);
        let full = fs::OpenOptions::new().write(true).open("/dev/full")?;
        check(&to_stdout, "> /dev/full", to_stdout.command().stdout(full).output()?, 2);
        let (reader, writer) = io::pipe()?;
        drop(reader);
        check(&to_stdout, "to a closed pipe", to_stdout.command().stdout(writer).output()?, 0);
        let to_device = tools.line(&format!("{line} -o /dev/full"));
        check(&to_device, "", to_device.command().output()?, 2);
    }
    Ok(3 * lines.len())
}

/// Lets a shell send a result to the end of the plan, and the plan into what replaces it.
fn shell(tools: &Tools, found: &mut Vec<String>) -> anyhow::Result<usize> {
    let dir = tempfile::tempdir()?;
    let plan = dir.path().join("plan.csv");
    let name = plan.to_string_lossy();
    let content = fs::read("data/examples/mini-plan.csv")?;
    let appended = "envcoop-gap PLAN --framework mini --as-of 2027-06-30";
    let given = "envcoop-gap - --framework mini --as-of 2027-06-30 --force -o PLAN";
    for job in [appended, given] {
        fs::write(&plan, &content)?;
        let line = tools.line(job).fill("PLAN", &name);
        let mut command = line.command();
        if job == appended {
            command.stdout(fs::OpenOptions::new().append(true).open(&plan)?);
        } else {
            command.stdin(fs::File::open(&plan)?);
        }
        let output = command.output()?;
        if output.status.code() != Some(2) || fs::read(&plan)? != content {
            found.push(format!(
                "`{line}`: {}, the plan is another: {}",
                output.status,
                text(&output.stderr)
            ));
        }
    }
    Ok(2)
}

/// Reads every file below a folder.
fn files(folder: &Path) -> anyhow::Result<Files> {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder)?.to_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(found)
}

fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with(".envcoop-") && name.ends_with(".tmp")
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_numbered_by_kind() {
        let trace = "7 openat(AT_FDCWD, \"/lib/x\") = 3\n7 openat(AT_FDCWD, \"/t/.envcoop-a.tmp\") = 3\n\
                     7 write(3</t/.envcoop-a.tmp>, \"a\", 1) = 1\n7 write(2<pipe:[5]>, \"a\", 1) = 1\n\
                     7 +++ exited with 0 +++\n";
        let expected = [("openat".to_owned(), vec![2]), ("write".to_owned(), vec![1])];
        assert_eq!(numbered(trace, "/t/"), expected.into());
    }
}
