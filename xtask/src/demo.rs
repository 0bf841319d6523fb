//! `demo`: the three tools one after the other, as a planner would use them.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, bail};

use crate::line::{DEBUG, Line, Tools};

/// The activities that are classified where the user names none.
pub(crate) const EXAMPLE: &str = "data/examples/published.xml";

/// What to show on the terminal: the table of the challenges is its head.
const SHOWN: &str =
    "envcoop-gap data/examples/plan.csv target/demo/classified.csv --as-of 2026-09-30";

const LINES: [&str; 6] = [
    "envcoop-gap classify FILE -o target/demo/classified.csv --force",
    "envcoop-gap data/examples/plan.csv target/demo/classified.csv --as-of 2026-09-30 \
     --format markdown -o target/demo/gaps.md --force",
    "envcoop-gap data/examples/plan.csv target/demo/classified.csv --as-of 2026-09-30 \
     --format json -o target/demo/gaps.json --force",
    "envcoop-checklist new --gaps data/examples/plan.csv target/demo/classified.csv \
     --as-of 2026-09-30 --year 2027 --format csv -o target/demo/checklist.csv --force",
    "envcoop-checklist new --gaps data/examples/plan.csv target/demo/classified.csv \
     --as-of 2026-09-30 --year 2027 --format markdown -o target/demo/checklist.md --force",
    "envcoop-report csv data/examples/plan.csv target/demo/classified.csv --as-of 2026-09-30 \
     -o target/demo/report --force",
];

const NEXT: &str = "
What to open next:
  target/demo/classified.csv  the published activities as a plan: correct `measures`, and set `link`
                              to `human` where a row is right; until then it counts as unknown
  target/demo/gaps.md         the gaps, for a memo (gaps.json: for a program)
  target/demo/checklist.csv   what would close them in 2027, for a spreadsheet (checklist.md: as a list)
  target/demo/report/         every table as CSV: challenges.csv first, then gaps.csv
";

/// Classifies `file` and analyses it together with the example plan.
///
/// # Errors
/// Names the command that failed.
pub(crate) fn run(file: &str) -> anyhow::Result<()> {
    let tools = Tools::build(DEBUG)?;
    fs::create_dir_all("target/demo").context("target/demo cannot be made")?;
    let here = std::env::current_dir()?;
    let file = Path::new(file);
    let file = file.strip_prefix(&here).unwrap_or(file).to_string_lossy();
    for line in LINES {
        println!();
        tools.line(line).fill("FILE", &file).run()?;
    }
    show(&tools.line(SHOWN))?;
    print!("{NEXT}");
    Ok(())
}

/// Shows the head of what a line prints, up to the table that follows the challenges.
fn show(line: &Line) -> anyhow::Result<()> {
    println!("\n$ {line}");
    let output = line.command().stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("`{line}` failed: {}", output.status);
    }
    let shown = String::from_utf8_lossy(&output.stdout);
    for paragraph in shown.split("\n\n").take(3) {
        println!("{}\n", paragraph.trim_end());
    }
    println!("(the measures with gaps follow)");
    Ok(())
}
