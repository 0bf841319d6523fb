//! Gap analysis: which measures of a strategy a plan leaves uncovered, unowned, unscheduled,
//! unfunded, late, undelivered or unevidenced, and how sure that is.

mod analyse;
mod args;
mod classify;
mod diff;
mod explain;
mod merge_tallies;
mod next;
mod same;
mod snapshot;
mod tally;

use std::ffi::OsString;

use envcoop_cli::{ExitStatus, Streams};

use crate::args::{Args, Command};

/// Runs the tool: results to `out`, everything else to `err`.
pub fn run(args: Vec<OsString>, streams: Streams<'_, '_>) -> ExitStatus {
    let args = args::with_default_command(args);
    envcoop_cli::run(
        "envcoop-gap",
        args,
        streams,
        |args: &Args| &args.shared,
        |args, session| {
            let shared = &args.shared;
            match &args.command {
                Command::Analyse(args) => analyse::run(args, shared, session),
                Command::Explain(args) => explain::run(args, shared, session),
                Command::Diff(args) => diff::run(args, shared, session),
                Command::Snapshot(args) => snapshot::run(args, shared, session),
                Command::Same(args) => same::run(args, shared, session),
                Command::Next(args) => next::run(args, shared, session),
                Command::Tally(args) => tally::run(args, session),
                Command::MergeTallies(args) => merge_tallies::run(args, shared, session),
                Command::Classify(args) => classify::run(args, shared, session),
            }
        },
    )
}
