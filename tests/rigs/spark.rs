//! `spark`: the example for Apache Spark against one machine: a plan from CSV and from Parquet, in one,
//! a few and many partitions, each partition lost once and run again, comes to the same bytes.

use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use xtask::line::{DEBUG, RELEASE, Tools, exists, is_on_server};

use crate::Depth;

/// The environment that has the packages; it is made where it is missing.
const VENV: &str = "target/spark-venv";
/// The packages, which the full run installs.
const PACKAGES: [&str; 2] = ["pyspark==4.3.0", "pyarrow==26.0.1"];
const SCRIPT: &str = include_str!("spark.py");

/// Runs the example; in short on a small plan in one, seven and 64 partitions.
///
/// # Errors
/// Says where Spark comes to something else; on the integration server also what is missing here.
pub(crate) fn run(depth: Depth) -> anyhow::Result<()> {
    if let Some(missing) = missing(depth) {
        ensure!(!is_on_server(), "missing here: {missing}");
        println!("skipped: spark needs {missing}");
        return Ok(());
    }
    let tools = Tools::build(if depth == Depth::Full { RELEASE } else { DEBUG })?;
    let folder = tempfile::tempdir()?;
    let tool = std::path::absolute(tools.line("envcoop-gap").words()[0])?;
    let (depth, copies) = if depth == Depth::Full { ("full", "2000") } else { ("short", "4") };
    let status = Command::new(python())
        .args(["-X", "utf8", "-c", SCRIPT])
        .arg(std::path::absolute("crates/envcoop-gap/spark")?)
        .args([tool.as_path(), folder.path()])
        .args([depth, copies, "1", "7", "64"])
        .status()
        .context("Python cannot be run")?;
    ensure!(status.success(), "Spark came to something else than one machine");
    Ok(())
}

fn python() -> String {
    format!("{VENV}/bin/python")
}

/// Returns what this machine lacks; in full the packages are installed first.
fn missing(depth: Depth) -> Option<String> {
    if !exists("java") {
        return Some("java".to_owned());
    }
    if !has_packages() && depth == Depth::Full {
        let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        // Whether it went well is seen by what is there afterwards.
        let _ = Command::new("python3").args(["-m", "venv", VENV]).status();
        let _ = Command::new(python()).args(quiet).args(PACKAGES).status();
    }
    (!has_packages()).then(|| format!("{} in {VENV}", PACKAGES.join(" and ")))
}

fn has_packages() -> bool {
    let mut import = Command::new(python());
    import.args(["-c", "import pyspark, pyarrow"]).stdout(Stdio::null()).stderr(Stdio::null());
    import.status().is_ok_and(|status| status.success())
}
