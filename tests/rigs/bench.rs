//! `bench`: start-up, memory and throughput of the release binaries against their limits, what
//! they recognise, and what they take beside other programs.
//!
//! Limits are ratios, or many times what a quiet machine takes, so that a busy one passes too.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use xtask::columns::{aligned, header};
use xtask::line::{FRAMEWORK, Line, RELEASE, Tools};

use crate::measure::{Measured, measure};
use crate::peers::{self, Sizes};
use crate::{Depth, gold, next};

/// How many rows the large plan has.
const FULL: u64 = 1_000_000;
/// The same where time is short.
const SHORT: u64 = 200_000;

const SMALL: u64 = 1_000;
const ID_LENGTH: u64 = 7;
/// What a remembered id takes beside its own bytes: the bytes of its place.
const PLACE: u64 = 16;
/// The bytes of an id's entry in the hash table, which is at most seven eighths full.
const ENTRY: u64 = 5;
const START_UP_LIMIT: f64 = 0.010;
pub(crate) const MIB: f64 = 1024.0 * 1024.0;

/// Measures and prints everything.
///
/// # Errors
/// Lists the limits that were missed.
pub(crate) fn run(depth: Depth) -> anyhow::Result<()> {
    let large = if depth == Depth::Full { FULL } else { SHORT };
    let tools = Tools::build(RELEASE)?;
    let mut missed = Vec::new();
    start_up(&tools, &mut missed)?;
    plans(&tools, large, &mut missed)?;
    next::run(&tools, &measures()?, &mut missed)?;
    gold::compare(&tools, &mut missed)?;
    let sizes = if depth == Depth::Full { Sizes::full() } else { Sizes::short() };
    peers::run(&tools, &measures()?, depth, &sizes, &mut missed)?;
    verdict(&missed)
}

/// Measures and prints what `envcoop-gap next` takes.
///
/// # Errors
/// Lists the limits that were missed.
pub(crate) fn decisions() -> anyhow::Result<()> {
    let mut missed = Vec::new();
    next::run(&Tools::build(RELEASE)?, &measures()?, &mut missed)?;
    verdict(&missed)
}

/// Measures and prints what the tools take beside other programs.
///
/// # Errors
/// Lists what found other figures.
pub(crate) fn beside(sizes: &Sizes) -> anyhow::Result<()> {
    let mut missed = Vec::new();
    peers::run(&Tools::build(RELEASE)?, &measures()?, Depth::Full, sizes, &mut missed)?;
    verdict(&missed)
}

fn verdict(missed: &[String]) -> anyhow::Result<()> {
    if !missed.is_empty() {
        bail!("limits or figures missed:\n  {}", missed.join("\n  "));
    }
    Ok(())
}

fn start_up(tools: &Tools, missed: &mut Vec<String>) -> anyhow::Result<()> {
    const RUNS: u32 = 20;
    const SMALL_RUNS: [&str; 2] = [
        "envcoop-gap data/examples/mini-plan.csv --framework mini --as-of 2027-06-30",
        "envcoop-gap data/examples/plan.csv --as-of 2026-09-30",
    ];
    let versions = Tools::NAMES.map(|name| format!("{name} --version"));
    let lines = versions.into_iter().chain(SMALL_RUNS.map(str::to_owned));
    let mut rows = vec![header(["start-up", "CPU ms", "limit ms", "wall ms", "peak MiB"])];
    for line in lines {
        let command = tools.line(&line);
        // What else a machine does only ever adds to what a program takes: the quickest run tells it.
        let (mut cpu, mut wall, mut peak) = (f64::INFINITY, f64::INFINITY, 0.0_f64);
        for _ in 0..RUNS {
            let run = done(&command)?;
            (cpu, wall, peak) = (cpu.min(run.cpu), wall.min(run.wall), peak.max(run.peak));
        }
        if cpu >= START_UP_LIMIT {
            missed.push(format!("`{line}` takes {:.1} ms of processor time", cpu * 1e3));
        }
        let figures = [cpu, START_UP_LIMIT, wall].map(|seconds| format!("{:.1}", seconds * 1e3));
        rows.push([vec![line], figures.into(), vec![format!("{peak:.1}")]].concat());
    }
    println!("\n{}", aligned(&rows));
    Ok(())
}

fn plans(tools: &Tools, large: u64, missed: &mut Vec<String>) -> anyhow::Result<()> {
    fs::create_dir_all("target/bench")?;
    let measures = measures()?;
    let mut rows =
        vec![header(["plan", "MiB", "peak MiB", "CPU s", "wall s", "rows/s", "wc -l s", "ratio"])];
    let mut peaks = Vec::new();
    for n_rows in [SMALL, large] {
        let plan = format!("target/bench/plan-{n_rows}.csv");
        write_plan(BufWriter::new(File::create(&plan)?), n_rows, &measures)?;
        let line = "envcoop-gap PLAN --as-of 2026-09-30 --format json --quiet";
        let Pair { run, scan, ratio } = pair(&tools.line(line).fill("PLAN", &plan), &plan)?;
        let counted = serde_json::from_slice::<Value>(&run.out)?["rows"].as_u64();
        ensure!(counted == Some(n_rows), "{plan}: {counted:?} rows were read");
        rows.push(vec![
            format!("{n_rows} rows"),
            format!("{:.1}", fs::metadata(&plan)?.len() as f64 / MIB),
            format!("{:.1}", run.peak),
            format!("{:.2}", run.cpu),
            format!("{:.2}", run.wall),
            format!("{:.0}", n_rows as f64 / run.wall),
            format!("{scan:.3}"),
            format!("{ratio:.1}"),
        ]);
        peaks.push(run.peak);
    }
    let (small_peak, large_peak) = (peaks[0], peaks[1]);
    let per_row = (large_peak - small_peak) * MIB / (large - SMALL) as f64;
    let ids = id_bytes(large) as f64 / MIB;
    print!("{}", aligned(&rows));
    println!(
        "(ratio: wall time over that of `wc -l` on the same file, median of {ROUNDS} pairs)\n"
    );
    println!("peaks {large_peak:.1} / {small_peak:.1} MiB = {:.2}", large_peak / small_peak);
    println!("{per_row:.1} bytes more per row; the ids alone take {ids:.1} MiB of the larger peak");
    if large_peak - ids > 2.0 * small_peak {
        missed.push(format!(
            "memory grows with the plan beyond its ids: {large_peak:.1} - {ids:.1} MiB > 2 x {small_peak:.1} MiB"
        ));
    }
    Ok(())
}

/// Returns the bytes that ids take when `n` have been remembered: lists and the table double.
fn id_bytes(n: u64) -> u64 {
    let text = (n * ID_LENGTH).next_power_of_two();
    let places = n.next_power_of_two() * PLACE;
    let table = (n * 8 / 7).next_power_of_two() * ENTRY;
    text + places + table
}

/// Runs a line that must succeed, and measures it.
pub(crate) fn done(line: &Line) -> anyhow::Result<Measured> {
    let run = measure(line)?;
    ensure!(run.code == Some(0), "`{line}` failed: {}", run.err.trim());
    Ok(run)
}

/// A run beside a plain scan of the same file.
struct Pair {
    /// The run with the median ratio.
    run: Measured,
    /// Seconds of the scan beside it.
    scan: f64,
    /// How many times as long the run took.
    ratio: f64,
}

const ROUNDS: usize = 3;

/// Runs a line and a scan of its input in turn and returns the round with the median ratio.
fn pair(line: &Line, input: &str) -> anyhow::Result<Pair> {
    let scan_line = Line::new("wc -l FILE").fill("FILE", input);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let scan = done(&scan_line)?.wall;
        let run = done(line)?;
        rounds.push(Pair { ratio: run.wall / scan, run, scan });
    }
    rounds.sort_by(|a, b| a.ratio.total_cmp(&b.ratio));
    Ok(rounds.swap_remove(ROUNDS / 2))
}

/// Returns the measures of the shipped strategy.
fn measures() -> anyhow::Result<Vec<String>> {
    let file = File::open(FRAMEWORK).context(FRAMEWORK)?;
    let framework: Value = serde_json::from_reader(BufReader::new(file))?;
    let measures = framework["measures"].as_array().into_iter().flatten();
    let ids: Vec<String> = measures.filter_map(|m| m["id"].as_str()).map(str::to_owned).collect();
    ensure!(!ids.is_empty(), "{FRAMEWORK}: no measures");
    Ok(ids)
}

/// Writes a plan as planners write them; the same rows every time.
fn write_plan(mut out: impl Write, n_rows: u64, measures: &[String]) -> io::Result<()> {
    const STATUSES: [&str; 7] =
        ["planned", "ongoing", "completed", "suspended", "proposed", "cancelled", "?"];
    const OWNERS: [&str; 4] = ["Li Na", "王芳;Zhang Wei", "?", ""];
    const PARTNERS: [&str; 4] = ["UNEP", "Japan;Republic of Korea", "", "ASEAN"];
    writeln!(
        out,
        "id,measures,title,stage,status,owner,partner,start,end,budget,currency,funder,evidence,updated,note,link"
    )?;
    for i in 0..n_rows {
        let pick = |words: &[&'static str]| words[(i % words.len() as u64) as usize];
        let measure = |i: u64| &measures[(i % measures.len() as u64) as usize];
        let (a, b) = (measure(i), measure(i + 1));
        let shares = match i % 5 {
            0 => format!("{a}:60;{b}:40"),
            1 => format!("{a};{b}"),
            _ => a.clone(),
        };
        let (year, month) = (2024 + i % 3, 1 + i % 12);
        let (status, owner, partner) = (pick(&STATUSES), pick(&OWNERS), pick(&PARTNERS));
        let money = if i % 4 == 0 {
            ",".to_owned()
        } else {
            format!("{}.{:02},CNY", 1000 + i % 900_000, i % 100)
        };
        let evidence = if status == "completed" { "https://example.org/report.pdf" } else { "" };
        writeln!(
            out,
            "A{i:06},{shares},\"Joint training, round {i}\",,{status},{owner},{partner},{year}-{month:02}-01,\
             {}-{month:02}-28,{money},central budget,{evidence},2026-06-30,第 {i} 号,",
            year + 1
        )?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_sixteen_columns_and_ids_of_one_length() {
        let mut plan = Vec::new();
        write_plan(&mut plan, 40, &["W1.1".into(), "W1.2".into()]).expect("memory can be written");
        let plan = String::from_utf8(plan).expect("UTF-8");
        assert_eq!(plan.lines().count(), 41);
        for (i, row) in plan.lines().skip(1).enumerate() {
            let (id, rest) = row.split_once(',').expect("a row has cells");
            assert_eq!((id.len() as u64, id), (ID_LENGTH, &*format!("A{i:06}")));
            assert_eq!(
                rest.split('"').map(|part| part.matches(',').count()).sum::<usize>(),
                15,
                "{row}"
            );
        }
    }
}
