//! `demo`: the three tools one after the other, as a planner would use them.

use std::fs;
use std::path::Path;

use anyhow::Context;
use xtask::columns::{aligned, header, records};
use xtask::line::{DEBUG, Tools};

/// What stands in the help.
pub(crate) const HELP: &str = "\
the three tools on the shipped examples, or on an IATI file of yours

It classifies the published activities of FILE (or data/examples/published.xml), analyses them
together with data/examples/plan.csv, and writes checklist, tables, page, workbook and advice into
target/demo. The first build takes a few minutes, every later one seconds. Nothing leaves this
machine, and no file is touched outside of target.";

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

const MEANING: &str = "
What it means: at 100 % every measure of a challenge has an activity, an owner, dates, money and
is on time. Between low and high lies what nobody has told (data gap), above high what nobody does
(action gap).
";

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
    println!("The first build takes a few minutes, every later one seconds.");
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
    print!("{MEANING}");
    print!("{NEXT}");
    Ok(())
}

/// Lays out the challenges of the report that was just written. The tool's own table has more
/// columns; this one fits every terminal.
fn challenges() -> anyhow::Result<String> {
    const TABLE: &str = "target/demo/report/challenges.csv";
    const COLUMNS: [(&str, &str); 6] = [
        ("low", "low %"),
        ("high", "high %"),
        ("met", "met"),
        ("data_gap", "data gap"),
        ("action_gap", "action gap"),
        ("not_applicable", "not applicable"),
    ];
    let table = records(&fs::read_to_string(TABLE).context(TABLE)?);
    let (names, challenges) = table.split_first().context("the table is empty")?;
    let cell = |row: &[String], name: &str| {
        let at = names.iter().position(|own| own == name)?;
        row.get(at).cloned()
    };
    let mut rows = vec![header([""])];
    rows[0].extend(COLUMNS.map(|(_, title)| title.to_owned()));
    for row in challenges {
        let texts = ["id", "title"].map(|name| cell(row, name).unwrap_or_default());
        let figures = COLUMNS.map(|(name, _)| cell(row, name).unwrap_or_default());
        rows.push([vec![texts.join(" ")], figures.into()].concat());
    }
    Ok(aligned(&rows))
}
