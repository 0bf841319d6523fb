//! What the user can type; doc comments are the help text.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use envcoop_cli::{AudienceArg, FrameworkArgs, JudgingArgs, PlanArgs, SharedArgs};

/// Report on a plan and its gaps against a strategy for international environmental cooperation.
#[derive(Parser, Debug)]
#[command(
    name = "envcoop-report",
    version,
    after_help = "Exit status: 0 done, 2 wrong usage, input or file."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Write one CSV file per table into a folder.
    Csv(Csv),
}

#[derive(clap::Args, Debug)]
pub(crate) struct Csv {
    #[command(flatten)]
    pub(crate) plans: PlanArgs,
    #[command(flatten)]
    pub(crate) framework: FrameworkArgs,
    #[command(flatten)]
    pub(crate) judging: JudgingArgs,
    /// For whom the files are written; for programs a description, `datapackage.json`, is added.
    #[arg(long = "for", value_enum, default_value_t, value_name = "AUDIENCE")]
    pub(crate) audience: AudienceArg,
    /// Folder to write into; it is made if it is not there.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Replace existing files.
    #[arg(long)]
    pub(crate) force: bool,
}
