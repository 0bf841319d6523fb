//! What a program takes: wall time, processor time, memory at its peak.
//!
//! The system keeps one peak for all the programs that a process has waited for. So each program is
//! run by a fresh copy of this one, which has no other; its own few megabytes are the least that
//! can be seen.

use std::env;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use xtask::line::Line;

/// The task by which this program is called to run another one.
pub(crate) const TASK: &str = "run-alone";

/// Begins the line on standard error that carries the figures.
const FIGURES: &str = "\nrigs-figures ";

/// How a program ended and what it took.
#[derive(Debug)]
pub(crate) struct Measured {
    /// The exit code; none where a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: Vec<u8>,
    /// Standard error.
    pub(crate) err: String,
    /// Wall time in seconds.
    pub(crate) wall: f64,
    /// Processor time in seconds, user and system.
    pub(crate) cpu: f64,
    /// The largest memory in use at once, in MiB.
    pub(crate) peak: f64,
}

/// Runs a line and measures it.
///
/// # Errors
/// Says that the line cannot be run; how it ends is no error.
pub(crate) fn measure(line: &Line) -> anyhow::Result<Measured> {
    let output = Command::new(env::current_exe()?)
        .arg(TASK)
        .args(line.words())
        .stdin(Stdio::null())
        .output()?;
    let err = String::from_utf8_lossy(&output.stderr);
    let read = || {
        let (err, figures) = err.rsplit_once(FIGURES)?;
        let [code, wall, cpu, peak] = figures.split_whitespace().collect::<Vec<_>>()[..] else {
            return None;
        };
        Some(Measured {
            code: code.parse().ok(),
            out: output.stdout,
            err: err.to_owned(),
            wall: wall.parse().ok()?,
            cpu: cpu.parse().ok()?,
            peak: peak.parse().ok()?,
        })
    };
    read().with_context(|| format!("`{line}` cannot be measured: {}", err.trim()))
}

/// Runs a program and tells on standard error what it took.
///
/// # Errors
/// Says that the program cannot be run.
pub(crate) fn alone(program: &str, args: &[&str]) -> anyhow::Result<()> {
    let started = Instant::now();
    let status = Command::new(program).args(args).status().with_context(|| program.to_owned())?;
    let wall = started.elapsed().as_secs_f64();
    let code = status.code().map_or("signal".to_owned(), |code| code.to_string());
    let (cpu, peak) = usage()?;
    eprintln!("{FIGURES}{code} {wall} {cpu} {peak}");
    Ok(())
}

/// Returns the processor seconds and the peak MiB of the children waited for.
#[cfg(unix)]
fn usage() -> anyhow::Result<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = [usage.user_time(), usage.system_time()];
    let seconds = cpu.iter().map(|time| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6).sum();
    // Linux counts KiB, macOS bytes.
    let units_per_mib = if cfg!(target_vendor = "apple") { 1024.0 * 1024.0 } else { 1024.0 };
    Ok((seconds, usage.max_rss() as f64 / units_per_mib))
}

#[cfg(not(unix))]
fn usage() -> anyhow::Result<(f64, f64)> {
    anyhow::bail!("this system does not tell what a program took")
}
