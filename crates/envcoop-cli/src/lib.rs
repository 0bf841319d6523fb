//! What the tools share at their edge: options, inputs, outputs, messages and exit status.
//!
//! Only this crate and each tool's `run` touch files, streams, the clock and the environment. Rules
//! and arithmetic are in `envcoop-core`.

#![expect(clippy::disallowed_methods, reason = "this is the edge")]

#[macro_use]
mod choice;
mod analysis;
mod apart;
mod ending;
mod exit;
mod filter;
mod help;
mod input;
mod kind;
mod language;
mod learn;
mod options;
mod output;
mod part;
mod plans;
mod progress;
mod replace;
mod result;
mod session;
mod sources;
mod stream;
mod usage;

pub use self::analysis::{
    AnalysisArgs, Asked, MeasuresArgs, PeriodArg, RatesArgs, ScopeArgs, exchange, parse_currency,
};
pub use self::ending::form_named;
pub use self::exit::ExitStatus;
pub use self::filter::FilterArgs;
pub use self::input::{
    Again, ensure_readable, load_framework, load_mapping, open, read_again, read_plan_file, study,
};
pub use self::kind::tell_no_plan;
pub use self::learn::Lessons;
pub use self::options::{
    AudienceArg, BlankArg, ColorArg, FrameworkArgs, JudgingArgs, LangArg, LearnArgs, MostLeftOut,
    OutputArgs, PartOf, PlanArgs, ProfileArg, ReadingArgs, SharedArgs, ThreadsArg, parse_date,
    parse_year, today,
};
pub use self::output::{Pending, Staged, Target, TargetDir};

pub use self::part::{add_up, read_part};
pub use self::plans::{
    RowSink, read_plans, read_portfolio, read_portfolio_on_record, read_portfolio_rows,
    read_suspected,
};
pub use self::replace::write_back;
pub use self::result::{FormatArg, Output, ResultArgs};
pub use self::session::{Refused, Session, Streams, run};
pub use self::stream::Stream;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

/// A tool: arguments with the tool's name first, and its streams.
pub type Tool = fn(Vec<OsString>, Streams<'_, '_>) -> ExitStatus;

/// Runs a tool on the process's own arguments and streams.
pub fn main(run: Tool) -> ExitCode {
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let (stdout_facts, stderr_facts) = (stream::Facts::of(&stdout), stream::Facts::of(&stderr));
    let mut out = io::BufWriter::with_capacity(64 * 1024, stdout.lock());
    let mut err = stderr.lock();
    let streams = Streams {
        stdin: &mut io::stdin().lock(),
        out: &mut Stream::new(&mut out, stdout_facts),
        err: &mut Stream::new(&mut err, stderr_facts),
        lang: language::of_system(),
    };
    run(std::env::args_os().collect(), streams).into()
}
