//! What the user can type; doc comments are the help text.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use envcoop_cli::{
    AudienceArg, BlankArg, FilterArgs, FrameworkArgs, JudgingArgs, MostLeftOut, OutputArgs,
    SharedArgs, choice, form_named, parse_year,
};
use envcoop_core::vocabulary::Stage;
use envcoop_intake::plan::TextEncoding;

use crate::check::Check;
use crate::export::Export;
use crate::import::Import;
use crate::merge::Merge;
use crate::migrate::Migrate;
use crate::status::StatusArgs;

/// Write planning checklists from a strategy for international environmental cooperation.
#[derive(Parser, Debug)]
#[command(
    name = "envcoop-checklist",
    version,
    after_help = "A checklist is a plan whose rows are all `proposed`: fill it in, then give it to `envcoop-gap`.\n\
                  Exit status: 0 done, 1 a merge conflict or a problem that `check` found, 2 wrong usage, input or file."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Write the strategy's actions as a checklist.
    New(New),
    /// Make a plan of any table: a work plan of one's own making, or a published list.
    Import(Import),
    /// Write a plan back into the table that it was imported from, as columns at its right.
    Export(Export),
    /// List every problem of a plan.
    Check(Check),
    /// Show how far a plan is: by challenge, area, owner and month.
    Status(StatusArgs),
    /// Bring people's edited copies together into the plan, cell by cell.
    Merge(Merge),
    /// Carry a plan to a new version of the strategy; nothing is deleted.
    Migrate(Migrate),
}

#[derive(clap::Args, Debug)]
pub(crate) struct New {
    #[command(flatten)]
    pub(crate) framework: FrameworkArgs,
    /// Year in which the actions are due, each by the end of its month [default: next year].
    #[arg(long, value_parser = parse_year(1900..=9999))]
    pub(crate) year: Option<i16>,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Only actions of these stages.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) stage: Vec<StageArg>,
    /// Form of the result [default: as the name of the output ends, else table].
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// For whom CSV is written.
    #[arg(long = "for", value_enum, default_value_t, value_name = "AUDIENCE")]
    pub(crate) audience: AudienceArg,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) gaps: Gaps,
}

impl New {
    /// Returns the form asked for, or the one that the name of the output ends in.
    ///
    /// # Errors
    /// As [`form_named`].
    pub(crate) fn format(&self) -> anyhow::Result<Format> {
        match self.format {
            Some(format) => Ok(format),
            None => Ok(form_named(&self.output.output, &Format::ENDINGS)?.unwrap_or_default()),
        }
    }
}

impl Format {
    const ENDINGS: [(&str, Format); 9] = [
        ("txt", Format::Table),
        ("csv", Format::Csv),
        ("md", Format::Markdown),
        ("markdown", Format::Markdown),
        ("json", Format::Json),
        ("xlsx", Format::Xlsx),
        ("html", Format::Html),
        ("htm", Format::Html),
        ("ics", Format::Ics),
    ];
}

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Options for the gaps of a plan")]
pub(crate) struct Gaps {
    /// Only actions whose stage serves a need that these plans leave unmet.
    #[arg(long, value_name = "PLAN", num_args = 1..)]
    pub(crate) gaps: Vec<PathBuf>,
    /// What a blank cell means [default: unmet; unknown in IATI files].
    #[arg(long, value_enum, requires = "gaps")]
    pub(crate) blank: Option<BlankArg>,
    /// Encoding of CSV and JSON that is neither UTF-8 nor marked, for instance gb18030 [default: told
    /// from the words].
    #[arg(long, value_name = "NAME", requires = "gaps")]
    pub(crate) encoding: Option<TextEncoding>,
    /// Keep words for what is not known (TBD, 待定) and for none (N/A, 无, -) as text.
    #[arg(long, requires = "gaps")]
    pub(crate) literal: bool,
    /// Take a cell that cannot be read as not known, say how many, and keep its row; not where it is
    /// the id, the status or a measure.
    #[arg(long, requires = "gaps")]
    pub(crate) lenient: bool,
    /// Leave bad rows out, say how many, and go on.
    #[arg(long, requires = "gaps")]
    pub(crate) keep_going: bool,
    /// How many bad rows may be left out: a number, or a share of all rows as in `5%`.
    #[arg(long, value_name = "N|N%", requires = "keep_going")]
    pub(crate) max_left_out: Option<MostLeftOut>,
    #[command(flatten)]
    pub(crate) judging: JudgingArgs,
}

choice! {
    /// A step of an activity.
    pub(crate) StageArg for Stage {
        /// find out and draft
        Prepare,
        /// decide and sign
        Agree,
        /// find the money
        Fund,
        /// do it
        Deliver,
        /// check and prove it
        Verify
    }
}

/// Form of a checklist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// a table that fits the terminal
    #[default]
    Table,
    /// a plan for a spreadsheet
    Csv,
    /// a task list for an issue or a memo
    Markdown,
    /// a plan for programs
    Json,
    /// a plan as a workbook to mail around, with drop-downs and instructions
    Xlsx,
    /// one page to tick, edit and print, which exports a plan
    Html,
    /// the due dates for a calendar
    Ics,
}
