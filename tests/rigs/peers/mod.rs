//! The part of `bench` that runs the tools beside programs that others use for the same work: all in
//! one run, in turn, on inputs made here, and only where they find the same figures.

/// The works that are compared.
mod contests;
/// What a plan comes to.
mod figures;
/// The inputs.
mod inputs;
/// The programs beside ours.
mod programs;
/// What was measured.
mod report;
/// Who runs when.
mod rounds;

use std::fs;

use anyhow::ensure;
use serde_json::Value;
use xtask::line::{FRAMEWORK, Tools, is_on_server};

use self::contests::Contests;
use self::programs::Programs;
use crate::Depth;

const REPORT: &str = "target/bench/report.md";
/// How many rounds: an odd number has a middle one.
const ROUNDS: usize = 5;
/// The rows of a plan that is all start-up.
const FEW: u64 = 20;

/// How large the inputs are.
pub(crate) struct Sizes {
    plans: Vec<u64>,
    n_activities: u64,
    n_table_rows: u64,
}

impl Sizes {
    const N_ACTIVITIES: u64 = 24_000;
    const N_TABLE_ROWS: u64 = 100_000;

    /// What shows how time grows.
    pub(crate) fn full() -> Sizes {
        let plans = vec![1_000_000, 10_000_000];
        Sizes { plans, n_activities: Sizes::N_ACTIVITIES, n_table_rows: Sizes::N_TABLE_ROWS }
    }

    /// What shows that the figures are right.
    pub(crate) fn short() -> Sizes {
        Sizes { plans: vec![5_000], n_activities: 300, n_table_rows: 1_000 }
    }

    /// A plan of so many rows; nothing else is larger.
    ///
    /// # Errors
    /// Says that this is no number of rows.
    pub(crate) fn rows(n_rows: &str) -> anyhow::Result<Sizes> {
        let n_rows = n_rows.parse().unwrap_or(0);
        ensure!(n_rows > 0, "`--rows` takes a number of rows above 0, such as `--rows 100000`");
        Ok(Sizes {
            plans: vec![n_rows],
            n_activities: Sizes::N_ACTIVITIES.min(n_rows),
            n_table_rows: Sizes::N_TABLE_ROWS.min(n_rows),
        })
    }
}

/// Runs everything in turn, and writes and prints what it took. In short only the figures are
/// compared.
///
/// # Errors
/// Says that an input cannot be written, or that one of the tools fails on it.
pub(crate) fn run(
    tools: &Tools,
    measures: &[String],
    depth: Depth,
    sizes: &Sizes,
    missed: &mut Vec<String>,
) -> anyhow::Result<()> {
    fs::create_dir_all("target/bench")?;
    println!("\nbeside other programs:");
    let programs = Programs::find(depth)?;
    let mut contests = Contests { tools, measures, programs, all: Vec::new() };
    contests.start(FEW)?;
    for &n_rows in &sizes.plans {
        contests.plan(n_rows)?;
    }
    contests.workbook(sizes.n_table_rows)?;
    contests.published(sizes.n_activities, &phrases()?)?;
    contests.report(sizes.n_table_rows)?;
    contests.merge(sizes.n_table_rows)?;
    let Contests { programs: Programs { versions, missing, .. }, mut all, .. } = contests;
    if is_on_server() {
        missed.extend(missing.iter().map(|what| format!("{what} is missing")));
    }
    let n_rounds = if depth == Depth::Full { ROUNDS } else { 1 };
    let n_missed = missed.len();
    rounds::run(&mut all, n_rounds, missed);
    if missed.len() > n_missed {
        return Ok(());
    }
    let n_commands: usize = all.iter().map(|contest| contest.commands.len()).sum();
    println!("{n_commands} commands found the figures that were put in");
    if depth == Depth::Full {
        let report = report::report(&all, n_rounds, &versions, &missing);
        fs::write(REPORT, &report)?;
        println!("\n{report}\nThis stands in {REPORT}.");
    }
    Ok(())
}

/// Returns the phrases of the shipped strategy, each with its language.
fn phrases() -> anyhow::Result<Vec<(String, String)>> {
    let framework: Value = serde_json::from_slice(&fs::read(FRAMEWORK)?)?;
    let measures = framework["measures"].as_array().into_iter().flatten();
    let by_language =
        measures.filter_map(|measure| measure["signals"]["keywords"].as_object()).flatten();
    let phrases: Vec<(String, String)> = by_language
        .flat_map(|(lang, phrases)| {
            let phrases = phrases.as_array().into_iter().flatten();
            phrases.filter_map(|phrase| Some((lang.clone(), phrase.as_str()?.to_owned())))
        })
        .collect();
    ensure!(!phrases.is_empty(), "{FRAMEWORK}: no phrases");
    Ok(phrases)
}
