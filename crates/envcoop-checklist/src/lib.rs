//! Planning checklists: the actions of a strategy as rows of a plan, whole or only those that a
//! plan's gaps ask for.

mod args;
mod check;
mod merge;
mod migrate;
mod new;
mod select;
mod status;
mod write;

use std::ffi::OsString;
use std::io::Read;

use envcoop_cli::{ExitStatus, Stream, Streams};

use crate::args::{Args, Command};

/// The tool and its version, as documents name what made them.
pub(crate) const TOOL: &str = concat!("envcoop-checklist ", env!("CARGO_PKG_VERSION"));

/// Runs the tool: results to `out`, everything else to `err`.
pub fn run<'w>(
    args: Vec<OsString>,
    stdin: &mut dyn Read,
    out: &mut Stream<'w>,
    err: &mut Stream<'w>,
) -> ExitStatus {
    let streams = Streams { stdin, out, err };
    let tool = "envcoop-checklist";
    envcoop_cli::run(
        tool,
        args,
        streams,
        |args: &Args| &args.shared,
        |args, session| {
            let shared = &args.shared;
            match &args.command {
                Command::New(args) => new::run(args, shared, session),
                Command::Check(args) => check::run(args, shared, session),
                Command::Status(args) => status::run(args, shared, session),
                Command::Merge(args) => merge::run(args, shared, session),
                Command::Migrate(args) => migrate::run(args, shared, session),
            }
        },
    )
}
