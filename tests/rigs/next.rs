//! The part of `bench` that times `envcoop-gap next`, beside HiGHS where Python has it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

use anyhow::{Context, ensure};
use serde_json::Value;
use xtask::columns::{aligned, header};
use xtask::line::{FRAMEWORK, Line, Tools, is_on_server};

use crate::measure::measure;
use crate::readers::python;

/// The day at which the plans are judged.
const AS_OF: &str = "2026-09-30";
/// How long either solver may take for a plan.
const SECONDS: &str = "30";
/// What a plan of a department may take, in seconds.
const DEPARTMENT_LIMIT: f64 = 1.0;
/// What may be missing of the mean after half a minute where the plan is a country's.
const GAP_LIMIT: f64 = 0.01;
/// The program that asks HiGHS.
const HIGHS: &str = include_str!("next.py");

/// A plan to be decided: how many proposals, what part of their cost there is, in per mille, and
/// over how many years.
struct Case {
    n_proposals: u64,
    per_mille: u64,
    n_years: u64,
}

const CASES: [Case; 9] = [
    Case { n_proposals: 60, per_mille: 50, n_years: 1 },
    Case { n_proposals: 60, per_mille: 150, n_years: 1 },
    Case { n_proposals: 60, per_mille: 300, n_years: 1 },
    Case { n_proposals: 60, per_mille: 200, n_years: 3 },
    Case { n_proposals: 300, per_mille: 20, n_years: 1 },
    Case { n_proposals: 300, per_mille: 50, n_years: 3 },
    Case { n_proposals: 2000, per_mille: 1, n_years: 1 },
    Case { n_proposals: 2000, per_mille: 2, n_years: 1 },
    Case { n_proposals: 2000, per_mille: 1, n_years: 3 },
];

/// Times every case and prints the figures.
///
/// # Errors
/// Says that a tool failed, or that the two solvers disagree.
pub(crate) fn run(
    tools: &Tools,
    measures: &[String],
    missed: &mut Vec<String>,
) -> anyhow::Result<()> {
    fs::create_dir_all("target/bench")?;
    fs::write("target/bench/next.py", HIGHS)?;
    let highs =
        Line::new("PYTHON -c HERE").fill("PYTHON", python()).fill("HERE", "import highspy, numpy");
    let has_highs = measure(&highs).is_ok_and(|run| run.code == Some(0));
    let mut rows = vec![header([
        "next",
        "mean %",
        "missing %",
        "wall s",
        "HiGHS s",
        "HiGHS missing %",
        "ratio",
    ])];
    for case in &CASES {
        rows.push(one(tools, measures, case, has_highs, missed)?);
    }
    println!("\n{}", aligned(&rows));
    println!(
        "(ratio: wall time of the whole tool, ties, order and replacements included, over the"
    );
    println!("time in which HiGHS finds and proves the mean alone)");
    if !has_highs {
        println!("skipped: Python has no highspy here, so nothing was compared with HiGHS");
        if is_on_server() {
            missed.push("highspy is missing".to_owned());
        }
    }
    Ok(())
}

fn one(
    tools: &Tools,
    measures: &[String],
    case: &Case,
    has_highs: bool,
    missed: &mut Vec<String>,
) -> anyhow::Result<Vec<String>> {
    let Case { n_proposals, per_mille, n_years } = case;
    let name = format!("{n_proposals} proposals, {per_mille} ‰, {n_years} y");
    let plan = format!("target/bench/next-{n_proposals}.csv");
    let total = write_plan(BufWriter::new(File::create(&plan)?), *n_proposals, measures)?;
    let budget = total * per_mille / 1000;
    let budgets: Vec<String> = if *n_years == 1 {
        vec![budget.to_string()]
    } else {
        (0..*n_years).map(|year| format!("{}={}", 2027 + year, budget / n_years)).collect()
    };
    let options: String = budgets.iter().map(|budget| format!(" --budget {budget}")).collect();
    let line = tools.line(&format!(
        "envcoop-gap next {plan} --as-of {AS_OF} --time {SECONDS} --format json --quiet{options}"
    ));
    let run = measure(&line)?;
    ensure!(run.code == Some(0), "`{line}` failed: {}", run.err.trim());
    let told: Value = serde_json::from_slice(&run.out)?;
    let number = |value: &Value| value.as_f64().context("a figure is missing");
    let after = number(&told["objective"]["after"])?;
    let gap = (number(&told["bound"])? - after) / after;
    if *n_proposals <= 60 && (told["optimal"] != true || run.wall >= DEPARTMENT_LIMIT) {
        missed.push(format!("`{name}` takes {:.2} s or is not proven", run.wall));
    }
    if gap > GAP_LIMIT {
        missed.push(format!("`{name}`: {:.2} % may be missing", gap * 100.0));
    }
    let mut row = vec![
        name.clone(),
        format!("{after:.6}"),
        format!("{:.4}", gap * 100.0),
        format!("{:.3}", run.wall),
    ];
    if !has_highs {
        row.extend(["–".into(), "–".into(), "–".into()]);
        return Ok(row);
    }
    let budgets = budgets.join(" ");
    let script = format!("{} target/bench/next.py", python());
    let line = Line::new(&format!("{script} {FRAMEWORK} {plan} {AS_OF} {SECONDS} {budgets}"));
    let other = measure(&line)?;
    ensure!(other.code == Some(0), "`{line}` failed: {}", other.err.trim());
    // HiGHS may say hello first.
    let out = String::from_utf8_lossy(&other.out);
    let highs: Value = serde_json::from_str(out.lines().last().unwrap_or_default())?;
    let (found, bound) = (number(&highs["after"])?, number(&highs["bound"])?);
    let seconds = number(&highs["seconds"])?;
    let is_proven = told["optimal"] == true;
    ensure!(
        !is_proven || found <= after + 1e-4,
        "`{name}`: HiGHS reaches {found}, more than the proven {after}"
    );
    ensure!(
        bound >= after - 1e-4,
        "`{name}`: HiGHS proves that {bound} is the most, but {after} was told"
    );
    row.extend([
        format!("{seconds:.3}"),
        format!("{:.4}", (bound - found) / found * 100.0),
        format!("{:.2}", run.wall / seconds),
    ]);
    Ok(row)
}

/// Writes a plan with so many proposals, the same every time, and returns what they cost together.
fn write_plan(mut out: impl Write, n_proposals: u64, measures: &[String]) -> io::Result<u64> {
    let mut state = n_proposals;
    let mut below = move |n: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    writeln!(out, "id,measures,title,status,owner,start,end,budget,currency,after")?;
    for (i, measure) in measures.iter().enumerate().filter(|(i, _)| i % 3 == 0) {
        writeln!(out, "L{i:04},{measure},Work under way,planned,,2026-10-01,2027-12-31,,,")?;
    }
    let mut total = 0;
    for i in 0..n_proposals {
        let mut served: Vec<&str> = Vec::new();
        for _ in 0..=below(3) {
            let measure = &*measures[below(measures.len() as u64) as usize];
            if !served.contains(&measure) {
                served.push(measure);
            }
        }
        let owner = if below(10) < 7 { "Li Na" } else { "" };
        let year = 2027 + below(3);
        let end = if below(10) < 7 { format!("{}-06-30", year + 1) } else { String::new() };
        // From 0.1 to 5 million, small ones more often.
        let cost = 100_000 + below(70) * below(70) * 1_000;
        total += cost;
        let after =
            if i > 0 && below(12) == 0 { format!("P{:04}", below(i)) } else { String::new() };
        writeln!(
            out,
            "P{i:04},{},Proposal {i},proposed,{owner},{year}-01-15,{end},{cost},CNY,{after}",
            served.join(";")
        )?;
    }
    out.flush()?;
    Ok(total)
}
