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
use std::io::Read;

use envcoop_cli::{ExitStatus, Stream, Streams};

use crate::args::{Args, Command};

/// The tool and its version, as documents name what made them.
pub(crate) const TOOL: &str = concat!("envcoop-report ", env!("CARGO_PKG_VERSION"));

/// Runs the tool: files to the folder asked for, messages to `err`.
pub fn run<'w>(
    args: Vec<OsString>,
    stdin: &mut dyn Read,
    out: &mut Stream<'w>,
    err: &mut Stream<'w>,
) -> ExitStatus {
    let streams = Streams { stdin, out, err };
    let tool = "envcoop-report";
    envcoop_cli::run(
        tool,
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
