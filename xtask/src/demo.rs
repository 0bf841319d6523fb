//! `demo`: the three tools one after the other, as a planner would use them.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;

use crate::columns::{aligned, header};
use crate::line::{DEBUG, FRAMEWORK, Tools};

/// The activities that are classified where the user names none.
pub(crate) const EXAMPLE: &str = "data/examples/published.xml";

const LINES: [&str; 9] = [
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
    "envcoop-report html data/examples/plan.csv target/demo/classified.csv --as-of 2026-09-30 \
     --lang both -o target/demo/report.html --force",
    "envcoop-report xlsx data/examples/plan.csv target/demo/classified.csv --as-of 2026-09-30 \
     -o target/demo/report.xlsx --force",
    "envcoop-gap next data/examples/plan.csv target/demo/classified.csv --as-of 2026-09-30 \
     --budget 3000000 --currency CNY --format markdown -o target/demo/next.md --force --quiet",
];

const NEXT: &str = "
What to open next:
  target/demo/report.html     everything on one page, English or Chinese (report.xlsx: as a workbook)
  target/demo/classified.csv  the published activities as a plan: correct `measures`, and set `link`
                              to `human` where a row is right; until then it counts as unknown
  target/demo/gaps.md         all gaps, worst first, for a memo (gaps.json: for a program)
  target/demo/checklist.csv   what would close them in 2027, for a spreadsheet (checklist.md: as a list)
  target/demo/next.md         which proposals to approve first with CNY 3 000 000
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
    println!(
        "\nHow the challenges are met (low: for certain; high: if all that is unknown were met):\n"
    );
    print!("{}", challenges()?);
    print!("{NEXT}");
    Ok(())
}

/// Lays out the challenges of the analysis that was just written. The tool's own table has more
/// columns; this one fits every terminal.
fn challenges() -> anyhow::Result<String> {
    let read = |path: &str| -> anyhow::Result<Value> {
        Ok(serde_json::from_reader(BufReader::new(File::open(path).context(path.to_owned())?))?)
    };
    let (gap, framework) = (read("target/demo/gaps.json")?, read(FRAMEWORK)?);
    let mut rows =
        vec![header(["", "low %", "high %", "met", "data gap", "action gap", "not applicable"])];
    for challenge in gap["challenges"].as_array().into_iter().flatten() {
        let id = &challenge["id"];
        let described = framework["challenges"].as_array().into_iter().flatten();
        let title = described
            .filter(|other| other["id"] == *id)
            .find_map(|other| other["title"]["en"].as_str());
        let name = format!("{} {}", id.as_str().unwrap_or_default(), title.unwrap_or_default());
        let keys = ["low", "high", "met", "data_gap", "action_gap", "not_applicable"];
        rows.push([name].into_iter().chain(keys.map(|key| challenge[key].to_string())).collect());
    }
    Ok(aligned(&rows))
}
