//! The chores of this repository: `cargo xtask TASK`.
//!
//! Every task works in the root of the repository and starts programs by argument lists, never
//! through a shell.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task reports to the terminal")]

mod bench;
mod browser;
mod ci;
mod columns;
mod demo;
mod fault;
mod fuzz;
mod gold;
mod line;
mod measure;
mod next;
mod readers;
mod real;
mod score;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

const TASKS: &str = "\
Usage: cargo xtask TASK

  ci                      every check and every test, as the integration server runs them
  tidy                    the rules of this repository that no other program checks
  demo [FILE]             the three tools on the shipped examples, or on an IATI file of yours
  real FOLDER             classify and analyse every IATI file of a folder; none may lose an activity
  bench [--short|next]    start-up, memory, throughput and decisions against their limits
  gold                    what classify finds in real activities against what readers say
  fault [--short]         failing disks and sudden death while a result is written (needs strace)
  browser [--short]       the pages of checklist and report in a real browser (needs chromium)
  readers [--short]       the tables read by frictionless, DuckDB, pandas, R and LibreOffice
  fuzz [--short|SECONDS]  damaged inputs; SECONDS may be followed by the SEED of an earlier run
  help                    this list
";

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
            eprint!("xtask: error: no such task: `{}`\n\n{TASKS}", words.join(" "));
            ExitCode::from(2)
        }
    }
}

/// Does a task; none where there is no such task.
fn task(words: &[&str]) -> Option<anyhow::Result<()>> {
    Some(match *words {
        ["ci"] => in_root(ci::run),
        ["tidy"] => in_root(tidy::run),
        ["demo"] => in_root(|| demo::run(demo::EXAMPLE)),
        ["demo", file] => from_here(file, demo::run),
        ["real", folder] => from_here(folder, real::run),
        ["bench"] => in_root(|| bench::run(bench::FULL)),
        ["bench", "--short"] => in_root(|| bench::run(bench::SHORT)),
        ["bench", "next"] => in_root(bench::decisions),
        ["gold"] => in_root(gold::run),
        ["browser"] => in_root(|| browser::run(browser::Depth::Full)),
        ["browser", "--short"] => in_root(|| browser::run(browser::Depth::Short)),
        ["readers"] => in_root(|| readers::run(readers::Depth::Full)),
        ["readers", "--short"] => in_root(|| readers::run(readers::Depth::Short)),
        ["fault"] => in_root(|| fault::run(fault::Depth::Full)),
        ["fault", "--short"] => in_root(|| fault::run(fault::Depth::Short)),
        ["fuzz"] => in_root(|| fuzz::run(fuzz::MINUTE).and_then(|()| fuzz::merges())),
        ["fuzz", "--short"] => in_root(|| fuzz::run(fuzz::SHORT)),
        ["fuzz", seconds] => {
            fuzz::Plan::seconds(seconds, None).and_then(|plan| in_root(|| fuzz::run(plan)))
        }
        ["fuzz", seconds, seed] => {
            fuzz::Plan::seconds(seconds, Some(seed)).and_then(|plan| in_root(|| fuzz::run(plan)))
        }
        [measure::TASK, program, ref args @ ..] => measure::alone(program, args),
        ["help" | "--help" | "-h"] => {
            print!("{TASKS}");
            Ok(())
        }
        _ => return None,
    })
}

fn in_root(task: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    std::env::set_current_dir(line::root())?;
    task()
}

/// Does a task with a path that the user gave from where she is.
fn from_here(path: &str, task: impl FnOnce(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let path = std::path::absolute(Path::new(path))?;
    in_root(|| task(&path.to_string_lossy()))
}
