//! `ci`: every check, cheapest first, the whole test suite last.

use std::time::Instant;

use anyhow::bail;
use xtask::line::{Line, RELEASE, exists, is_on_server};

/// Everything before the tests: a name, and the line as it could be typed.
const CHECKS: [(&str, &str); 13] = [
    ("format", "cargo fmt --all --check"),
    ("tidy", "cargo xtask tidy"),
    ("clippy", "cargo clippy --workspace --all-targets --locked -- -D warnings"),
    (
        "docs",
        "RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --locked --document-private-items",
    ),
    ("data", "cargo test --locked -p envcoop-tests --test tools promises::data"),
    ("release build", RELEASE),
    ("fault injection", "cargo xtask fault --short"),
    ("bench", "cargo xtask bench --short"),
    ("fuzz", "cargo xtask fuzz --short"),
    ("browser", "cargo xtask browser --short"),
    ("readers", "cargo xtask readers --short"),
    ("spark", "cargo xtask spark --short"),
    ("doc tests", "cargo test --doc --workspace --locked"),
];

/// The checks that need a program which a machine may lack.
const NEEDS: [(&str, &str); 2] = [("fault injection", "strace"), ("browser", "chromium")];

/// Runs every check. Where all pass, nothing is printed after the test runner's own summary.
///
/// # Errors
/// Lists what failed.
pub(crate) fn run() -> anyhow::Result<()> {
    let (mut passed, mut failed) = (Vec::new(), Vec::new());
    for (name, line) in CHECKS {
        println!("\n$ {line}");
        let missing = NEEDS.iter().find(|(check, program)| *check == name && !exists(program));
        if let Some((_, program)) = missing {
            println!("skipped: {name} needs {program}");
            if is_on_server() {
                failed.push(format!("{name}: {program} is missing"));
            }
            continue;
        }
        let started = Instant::now();
        let ended = check(line);
        let seconds = started.elapsed().as_secs_f64();
        match ended {
            Ok(()) => {
                println!("{name}: passed, {seconds:.1} s");
                passed.push(name);
            }
            Err(error) => {
                println!("{name}: FAILED, {seconds:.1} s: {error:#}");
                failed.push(format!("{name}: {line}"));
            }
        }
    }
    println!("\npassed: {}", passed.join(", "));

    let nextest = Line::new("cargo nextest --version").command().output();
    let tests = match nextest.is_ok_and(|output| output.status.success()) {
        true => "cargo nextest run --workspace --locked --no-fail-fast",
        false => "cargo test --workspace --locked --no-fail-fast",
    };
    println!("\n$ {tests}");
    if let Err(error) = check(tests) {
        failed.push(format!("tests: {error:#}"));
    }
    if !failed.is_empty() {
        bail!("failed:\n  {}", failed.join("\n  "));
    }
    Ok(())
}

/// Runs a line; a task of this program is done in place.
fn check(line: &str) -> anyhow::Result<()> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.strip_prefix(&["cargo", "xtask"]).and_then(crate::task) {
        Some(ended) => ended,
        None => Line::new(line).run_unseen(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_shows_every_check() {
        let readme = std::fs::read_to_string(xtask::line::root().join("README.md"));
        let shown = format!("\npassed: {}\n", CHECKS.map(|(name, _)| name).join(", "));
        assert!(readme.expect("it is there").contains(&shown), "README.md does not show{shown}");
    }
}
