//! What the built tools are put through beside their tests; `cargo xtask RIG` calls it.
//!
//! Every rig works in the root of the repository on tools as a user gets them, and skips aloud what
//! needs a program that this machine lacks.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a rig reports to the terminal")]

/// Start-up, memory, throughput and decisions against their limits.
mod bench;
/// The pages in a real browser.
mod browser;
/// Failing disks and sudden death.
mod fault;
/// Damaged inputs.
mod fuzz;
/// What `classify` finds against labels.
mod gold;
/// The part of `gold` that is about `--learn`.
mod learning;
/// What a program takes.
mod measure;
/// The part of `bench` that is about `envcoop-gap next`.
mod next;
/// The part of `bench` that is about other programs.
mod peers;
/// The tables in the programs that people have.
mod readers;
/// Every published file of a folder.
mod real;
/// Precision and recall, for `gold`.
mod score;
/// The example for Apache Spark.
mod spark;

use std::process::ExitCode;

use xtask::line::root;

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match rig(&words) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            eprintln!("{}: error: {error:#}", words[0]);
            ExitCode::FAILURE
        }
        // The task that calls this says what there is.
        None => ExitCode::from(2),
    }
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// What there is time for among all checks.
    Short,
    /// Everything.
    Full,
}

/// Runs a rig; none where there is no such rig.
fn rig(words: &[&str]) -> Option<anyhow::Result<()>> {
    use Depth::{Full, Short};
    if let [measure::TASK, program, args @ ..] = words {
        return Some(measure::alone(program, args));
    }
    let (words, depth) = match words {
        [words @ .., "--short"] => (words, Short),
        words => (words, Full),
    };
    Some(match (words, depth) {
        (["real", folder], Full) => std::path::absolute(folder)
            .map_err(Into::into)
            .and_then(|folder| in_root(|| real::run(&folder.to_string_lossy()))),
        (["bench"], _) => in_root(|| bench::run(depth)),
        (["bench", "next"], Full) => in_root(bench::decisions),
        (["bench", "--rows", n_rows], Full) => {
            peers::Sizes::rows(n_rows).and_then(|sizes| in_root(|| bench::beside(&sizes)))
        }
        (["gold"], Full) => in_root(gold::run),
        (["gold", "learning"], Full) => in_root(gold::learning),
        (["browser"], _) => in_root(|| browser::run(depth)),
        (["readers"], _) => in_root(|| readers::run(depth)),
        (["spark"], _) => in_root(|| spark::run(depth)),
        (["fault"], _) => in_root(|| fault::run(depth)),
        (["fuzz"], Full) => in_root(|| fuzz::run(fuzz::MINUTE).and_then(|()| fuzz::merges())),
        (["fuzz"], Short) => in_root(|| fuzz::run(fuzz::SHORT)),
        (["fuzz", seconds], Full) => {
            fuzz::Plan::seconds(seconds, None).and_then(|plan| in_root(|| fuzz::run(plan)))
        }
        (["fuzz", seconds, seed], Full) => {
            fuzz::Plan::seconds(seconds, Some(seed)).and_then(|plan| in_root(|| fuzz::run(plan)))
        }
        _ => return None,
    })
}

fn in_root(rig: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    std::env::set_current_dir(root())?;
    rig()
}
