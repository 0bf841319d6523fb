//! Reports: the tables of a plan and its gap analysis, for spreadsheets and for programs.

mod args;
mod cells;
mod csv;
mod html;
mod list;
mod markdown;
mod portfolio;
mod svg;
mod xlsx;

use std::ffi::OsString;

use envcoop_cli::{ExitStatus, Streams};

use crate::args::{Args, Command};

/// The tool and its version, as documents name what made them.
pub(crate) const TOOL: &str = concat!("envcoop-report ", env!("CARGO_PKG_VERSION"));

/// Runs the tool: files to the folder asked for, messages to `err`.
pub fn run(args: Vec<OsString>, streams: Streams<'_, '_>) -> ExitStatus {
    envcoop_cli::run(
        "envcoop-report",
        args,
        streams,
        |args: &Args| &args.shared,
        |args, session| match &args.command {
            Command::Csv(csv) => csv::run(csv, &args.shared, session),
            Command::Html(html) => html::run(html, &args.shared, session),
            Command::Svg(svg) => svg::run(svg, &args.shared, session),
            Command::Markdown(markdown) => markdown::run(markdown, &args.shared, session),
            Command::List(list) => list::run(list, &args.shared, session),
            Command::Xlsx(xlsx) => xlsx::run(xlsx, &args.shared, session),
        },
    )
}
