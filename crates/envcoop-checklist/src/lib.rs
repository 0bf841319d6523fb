//! Planning checklists: the actions of a strategy as rows of a plan, whole or only those that a
//! plan's gaps ask for.

mod account;
mod args;
mod check;
mod export;
mod import;
mod merge;
mod migrate;
mod new;
mod select;
mod status;
mod write;

use std::ffi::OsString;

use envcoop_cli::{ExitStatus, Streams};

use crate::args::{Args, Command};

/// The tool and its version, as documents name what made them.
pub(crate) const TOOL: &str = concat!("envcoop-checklist ", env!("CARGO_PKG_VERSION"));

/// Runs the tool: results to `out`, everything else to `err`.
pub fn run(args: Vec<OsString>, streams: Streams<'_, '_>) -> ExitStatus {
    envcoop_cli::run(
        "envcoop-checklist",
        args,
        streams,
        |args: &Args| &args.shared,
        |args, session| {
            let shared = &args.shared;
            match &args.command {
                Command::New(args) => new::run(args, shared, session),
                Command::Export(args) => export::run(args, session),
                Command::Import(args) => import::run(args, shared, session),
                Command::Check(args) => check::run(args, shared, session),
                Command::Status(args) => status::run(args, shared, session),
                Command::Merge(args) => merge::run(args, shared, session),
                Command::Migrate(args) => migrate::run(args, shared, session),
            }
        },
    )
}
