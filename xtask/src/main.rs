//! The chores of this repository: `cargo xtask TASK`.
//!
//! Every task works in the root of the repository and starts programs by argument lists, never
//! through a shell. What takes more than starting programs stands under `tests/rigs`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task reports to the terminal")]

mod ci;
mod demo;
mod tidy;

use std::path::absolute;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use xtask::line::{Line, root};

/// What a user may ask for.
struct Task {
    name: &'static str,
    args: &'static str,
    /// What it does: the first line stands in the list, all of it in its help.
    does: &'static str,
    /// Whether it is a rig under `tests/rigs`.
    is_rig: bool,
}

const fn own(name: &'static str, args: &'static str, does: &'static str) -> Task {
    Task { name, args, does, is_rig: false }
}

const fn rig(name: &'static str, args: &'static str, does: &'static str) -> Task {
    Task { name, args, does, is_rig: true }
}

const TASKS: [Task; 13] = [
    own("ci", "", "every check and every test, as the integration server runs them"),
    own("tidy", "", "the rules of this repository that no other program checks"),
    own("demo", "[FILE]", demo::HELP),
    own("bless", "", "take what the tools print now as right: tests/golden and README.md"),
    rig(
        "real",
        "FOLDER",
        "classify and analyse every IATI file of a folder; none may lose an activity",
    ),
    rig(
        "bench",
        "[--short|next|--rows N]",
        "start-up, memory, throughput against their limits; time and memory beside other programs\n\n\
         Makes its inputs, installs DuckDB, Polars, lxml, openpyxl, XlsxWriter and fastexcel under\n\
         target/bench (once; that alone needs a network), checks that all find the same figures, runs\n\
         everything in turn over several rounds, and writes target/bench/report.md. A plan of ten\n\
         million rows is among them: it takes long, and some gigabytes of disk.\n\n  \
           --short   every limit, and the figures once, on small inputs; nothing is installed\n  \
           next      only what `envcoop-gap next` takes, beside HiGHS\n  \
           --rows N  only the comparison, with a plan of N rows; nothing else is larger",
    ),
    rig("gold", "[learning]", "what classify finds in real activities against what readers say"),
    rig(
        "fault",
        "[--short]",
        "failing disks and sudden death while a result is written (needs strace)",
    ),
    rig(
        "browser",
        "[--short]",
        "the pages of checklist and report in a real browser (needs chromium)",
    ),
    rig(
        "readers",
        "[--short]",
        "the tables read by frictionless, DuckDB, pandas, R and LibreOffice",
    ),
    rig("spark", "[--short]", "a plan added up with Apache Spark against one machine (needs java)"),
    rig(
        "fuzz",
        "[--short|SECONDS]",
        "damaged inputs; SECONDS may be followed by the SEED of an earlier run",
    ),
    own("help", "", "this list"),
];

/// What renews the files that hold what the tools print.
const RENEWED: [&str; 2] = [
    "UPDATE_GOLDEN=1 cargo test --locked -p envcoop-tests --test tools golden",
    "UPDATE_README=1 cargo test --locked -p envcoop-tests --test tools readme",
];

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match task(&words) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            eprintln!("xtask: error: {error:#}");
            ExitCode::FAILURE
        }
        None => {
            eprint!("xtask: error: no such task: `{}`\n\n{}", words.join(" "), list());
            ExitCode::from(2)
        }
    }
}

/// Does a task; none where there is no such task.
fn task(words: &[&str]) -> Option<anyhow::Result<()>> {
    let [name, args @ ..] = words else { return None };
    if ["help", "--help", "-h"].contains(name) {
        print!("{}", list());
        return Some(Ok(()));
    }
    let task = TASKS.iter().find(|task| task.name == *name)?;
    if args.iter().any(|arg| ["--help", "-h"].contains(arg)) {
        print!("{}", task.help());
        return Some(Ok(()));
    }
    Some(match (*name, args) {
        _ if task.is_rig => return run_rig(words),
        ("ci", []) => in_root(ci::run),
        ("tidy", []) => in_root(tidy::run),
        ("bless", []) => in_root(|| RENEWED.iter().try_for_each(|line| Line::new(line).run())),
        ("demo", []) => in_root(|| demo::run(demo::EXAMPLE)),
        ("demo", [file]) => absolute(file)
            .context("the file has no place")
            .and_then(|file| in_root(|| demo::run(&file.to_string_lossy()))),
        _ => return None,
    })
}

/// Runs a rig; none where the rig knows no such words.
fn run_rig(words: &[&str]) -> Option<anyhow::Result<()>> {
    let rigs = Line::new("cargo run --quiet --locked --package envcoop-rigs --");
    match rigs.command().args(words).status() {
        Ok(status) if status.success() => Some(Ok(())),
        Ok(status) if status.code() == Some(2) => None,
        Ok(status) => Some(Err(anyhow!("{}: {status}", words.join(" ")))),
        Err(error) => Some(Err(error).context("the rigs cannot be run")),
    }
}

impl Task {
    fn help(&self) -> String {
        let Task { name, args, does, .. } = self;
        format!("{}\n\n{does}\n", format!("Usage: cargo xtask {name} {args}").trim_end())
    }
}

/// Lists the tasks, each with the first line of what it does.
fn list() -> String {
    let mut list = "Usage: cargo xtask TASK\n\n".to_owned();
    for Task { name, args, does, .. } in &TASKS {
        let first = does.lines().next().unwrap_or_default();
        list.push_str(&format!("  {:<22}  {first}\n", format!("{name} {args}")));
    }
    list + "\n`cargo xtask TASK --help` tells more and runs nothing.\n"
}

fn in_root(task: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    std::env::set_current_dir(root())?;
    task()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_helps_without_running() {
        for Task { name, .. } in &TASKS {
            for option in ["--help", "-h"] {
                assert!(task(&[name, option]).is_some_and(|ended| ended.is_ok()), "{name}");
            }
        }
        assert!(task(&["no-such-task", "--help"]).is_none());
        assert!(task(&["ci", "--no-such-option"]).is_none());
    }
}
