//! The programs beside ours: where they are, which versions, what is missing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use xtask::line::{Line, exists};

use crate::Depth;
use crate::readers::python;

/// The environment that the packages are installed in.
const VENV: &str = "target/bench/venv";
/// What is installed there.
const PACKAGES: [&str; 7] = [
    "duckdb==2.0.1",
    "duckdb-cli==1.5.6",
    "polars==2.1.0",
    "lxml==6.1.3",
    "openpyxl==3.1.5",
    "xlsxwriter==3.3.1",
    "fastexcel==0.21.0",
];

const SCRIPT: &str = "target/bench/peers.py";
const QUERY: &str = "target/bench/tally.sql";

/// DuckDB's command line, and what follows it: rows without a header or quotes.
const DUCKDB: &str = "DuckDB's command line";
const PLAIN: &str = "DUCKDB -list -separator , -noheader";

/// The programs that are there.
pub(super) struct Programs {
    python: String,
    duckdb: Option<String>,
    /// Names and versions.
    pub(super) versions: BTreeMap<String, String>,
    pub(super) missing: Vec<String>,
}

impl Programs {
    /// Looks for the programs; where there is time, installs those that Python has.
    ///
    /// # Errors
    /// Says that the script cannot be written.
    pub(super) fn find(depth: Depth) -> anyhow::Result<Programs> {
        let python_here = format!("{VENV}/bin/python");
        if depth == Depth::Full && !Path::new(&python_here).exists() {
            install(&python_here);
        }
        let python = match Path::new(&python_here).exists() {
            true => python_here,
            false => python().to_owned(),
        };
        fs::write(SCRIPT, include_str!("peers.py"))?;
        fs::write(QUERY, include_str!("tally.sql"))?;
        let listed = told(&python, &[SCRIPT, "versions"]).unwrap_or_default();
        let mut versions: BTreeMap<String, String> = listed
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(name, version)| (name.to_owned(), version.to_owned()))
            .collect();
        // Python's package brings it along.
        let beside = Path::new(&python).with_file_name("duckdb").to_string_lossy().into_owned();
        let duckdb = [beside, "duckdb".to_owned()].into_iter().find(|program| exists(program));
        let mut tell = |name: &str, version: Option<String>| {
            let first = version.as_deref().and_then(|version| version.lines().next());
            versions.extend(first.map(|first| (name.to_owned(), first.to_owned())));
        };
        tell("Python", told(&python, &["--version"]));
        tell(DUCKDB, duckdb.as_deref().and_then(|program| told(program, &["--version"])));
        tell("xmllint", told("xmllint", &["--version"]));
        Ok(Programs { python, duckdb, versions, missing: Vec::new() })
    }

    /// Returns what runs a part of the script, if Python has its package.
    pub(super) fn script(&mut self, part: &str, args: &[&str]) -> Option<Line> {
        if !self.versions.contains_key(part) {
            return self.lacks(&format!("Python's {part}"));
        }
        Some(Line::new(&format!("{} {SCRIPT} {part} {}", self.python, args.join(" "))))
    }

    /// Returns what has DuckDB's command line group the rows of a plan.
    ///
    /// # Errors
    /// Says that the query cannot be written.
    pub(super) fn duckdb(&mut self, threads: &str, plan: &str) -> anyhow::Result<Option<Line>> {
        let Some(program) = self.duckdb.clone() else { return Ok(self.lacks(DUCKDB)) };
        let query = format!("{}-{threads}.sql", plan.trim_end_matches(".csv"));
        let text = fs::read_to_string(QUERY)?;
        fs::write(&query, text.replace("THREADS", threads).replace("FILE", plan))?;
        Ok(Some(Line::new(&format!("{PLAIN} -f {query}")).fill("DUCKDB", &program)))
    }

    /// Returns what has `xmllint` read a file from end to end.
    pub(super) fn xmllint(&mut self, file: &str) -> Option<Line> {
        if !self.versions.contains_key("xmllint") {
            return self.lacks("xmllint");
        }
        Some(Line::new(&format!("xmllint --stream --noout {file}")))
    }

    fn lacks(&mut self, what: &str) -> Option<Line> {
        if !self.missing.iter().any(|missing| missing == what) {
            println!("skipped: this machine has no {what}");
            self.missing.push(what.to_owned());
        }
        None
    }
}

/// Installs the packages; what cannot be had is missing later.
fn install(python: &str) {
    let venv = Line::new(&format!("python3 -m venv {VENV}"));
    let pip = Line::new(&format!("{python} -m pip install --quiet --disable-pip-version-check"));
    let all = Line::new(&format!("{pip} {}", PACKAGES.join(" ")));
    if let Err(error) = venv.run().and_then(|()| all.run()) {
        println!("the packages could not be installed: {error:#}");
    }
}

/// Returns what a program prints.
fn told(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    let said = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    output.status.success().then(|| String::from_utf8_lossy(&said).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use xtask::line::root;

    #[test]
    fn the_server_installs_the_same_packages() {
        let script = fs::read_to_string(root().join(".ci/run")).expect("it is there");
        for package in PACKAGES {
            assert!(script.contains(package), ".ci/run does not install {package}");
        }
        assert!(script.contains("libxml2-utils"), ".ci/run does not install xmllint");
    }
}
