//! What the user can type; doc comments are the help text.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use envcoop_cli::{
    AnalysisArgs, AudienceArg, FrameworkArgs, JudgingArgs, LearnArgs, MeasuresArgs, OutputArgs,
    PeriodArg, PlanArgs, ProfileArg, RatesArgs, ReadingArgs, ResultArgs, ScopeArgs, SharedArgs,
    ThreadsArg, choice, parse_currency, parse_date,
};
use envcoop_core::date::Date;
use envcoop_core::money::{Cents, Currency, parse_amount};
use envcoop_core::percent::Percent;
use envcoop_core::problem::Place;
use envcoop_core::reason::Reason;
use envcoop_core::study::By;
use envcoop_words::problem::option as say;

/// Find the gaps of a plan against a strategy for international environmental cooperation.
#[derive(Parser, Debug)]
#[command(
    name = "envcoop-gap",
    version,
    after_help = "`envcoop-gap PLAN...` is short for `envcoop-gap analyse PLAN...`.\n\
                  Exit status: 0 done, 1 a challenge is under --fail-under or a plan is not as its snapshot, \
                  2 wrong usage, input or file."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Show what a plan leaves unmet: challenges first, then the measures with gaps, worst first.
    Analyse(Analyse),
    /// Show the arithmetic of one measure, challenge or area, with the rows that decide each need.
    Explain(Explain),
    /// Say what changed between two plans, need by need, and because of which rows.
    ///
    /// CSV and JSON hold what stayed the same as well.
    Diff(Diff),
    /// Write an analysis as sorted text for version control, or check a plan against one.
    Snapshot(Snapshot),
    /// Show which proposals to approve first under a budget, with proof that no choice is better.
    Next(Next),
    /// List rows that seem to be the same project, both rows of each pair together, with the money that
    /// may count twice.
    Same(Same),
    /// Add up a part of a plan, on any machine, for `merge-tallies`.
    Tally(Tally),
    /// Show the analysis of a plan whose parts were added up with `tally`; with `-o FILE.tally`, add them
    /// up into one tally.
    MergeTallies(MergeTallies),
    /// Turn published activities (IATI XML) into a plan, with the measures that they seem to serve.
    Classify(Classify),
}

#[derive(clap::Args, Debug)]
pub(crate) struct Analyse {
    #[command(flatten)]
    pub(crate) analysis: AnalysisArgs,
    #[command(flatten)]
    pub(crate) rates: RatesArgs,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
}

/// How an analysis is shown, from rows or from tallies.
#[derive(clap::Args, Debug)]
pub(crate) struct ShownArgs {
    /// What the result opens with, and what CSV holds [default: challenge; CSV: one row per measure].
    #[arg(long, value_enum, value_name = "GROUP")]
    pub(crate) by: Option<ByArg>,
    /// End with status 1 when less than this per cent of any challenge is met for certain.
    #[arg(long, value_name = "PERCENT", value_parser = parse_percent)]
    pub(crate) fail_under: Option<Percent>,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Explain {
    /// A measure (`W1.1`), a challenge (`C1`), an area (`W1`), a cell of the matrix (`C1/W1`), a term
    /// (`RU`), or `overall`.
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) analysis: AnalysisArgs,
    #[command(flatten)]
    pub(crate) rates: RatesArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Diff {
    /// Earlier plan.
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// Later plan.
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) framework: FrameworkArgs,
    #[command(flatten)]
    pub(crate) judging: JudgingArgs,
    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    /// Day at which lateness in the earlier plan is judged [default: the same day].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) old_as_of: Option<Date>,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Snapshot {
    #[command(flatten)]
    pub(crate) analysis: AnalysisArgs,
    /// Print how the plan differs from this snapshot and end with status 1 if it does; lateness is
    /// judged at the snapshot's own day unless --as-of names another.
    #[arg(long, value_name = "FILE")]
    pub(crate) check: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Next {
    #[command(flatten)]
    pub(crate) plans: PlanArgs,
    #[command(flatten)]
    pub(crate) framework: FrameworkArgs,
    #[command(flatten)]
    pub(crate) judging: JudgingArgs,
    /// What may be spent: an amount, or for every year an amount for what starts in it.
    #[arg(long = "budget", required = true, value_name = "AMOUNT|YEAR=AMOUNT", value_parser = parse_budget)]
    pub(crate) budgets: Vec<BudgetArg>,
    /// Currency of the budget [default: the only one of the proposals].
    #[arg(long, value_name = "CODE", value_parser = parse_currency)]
    pub(crate) currency: Option<Currency>,
    /// Approve this proposal in any case; may be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) must: Vec<String>,
    /// Do not approve this proposal; may be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) never: Vec<String>,
    /// Stop looking for something better after so long and say how much may be missing.
    #[arg(long, default_value = "30", value_name = "SECONDS", value_parser = parse_seconds)]
    pub(crate) time: Duration,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Same {
    #[command(flatten)]
    pub(crate) plans: PlanArgs,
    /// Write the pairs into this workbook, to decide each in: `envcoop-checklist merge PLAN FILE` takes
    /// the decisions back.
    #[arg(long, value_name = "FILE")]
    pub(crate) review: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) framework: FrameworkArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Tally {
    #[command(flatten)]
    pub(crate) plans: PlanArgs,
    /// What is read is a part of this CSV file, with its header, whose first row stands at this line:
    /// results and messages name these.
    #[arg(long, value_name = "FILE:LINE", value_parser = parse_place)]
    pub(crate) part_of: Option<Place>,
    /// Keep the id and place of every row, so that `merge-tallies` names ids that stand in two parts.
    #[arg(long)]
    pub(crate) ids: bool,
    #[command(flatten)]
    pub(crate) framework: FrameworkArgs,
    /// Day at which lateness is judged [default: today].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) as_of: Option<Date>,
    #[command(flatten)]
    pub(crate) period: PeriodArg,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct MergeTallies {
    /// Tallies, one or several in a file; `-` is standard input.
    #[arg(required = true, value_name = "TALLY")]
    pub(crate) tallies: Vec<PathBuf>,
    /// Strategy: a framework file, or the id of a shipped one [default: that of the tallies].
    #[arg(long, value_name = "FILE|ID")]
    pub(crate) framework: Option<PathBuf>,
    /// Which needs count: plan (activity, owner, schedule, funding), track (these and timely),
    /// deliver (these, delivery and evidence).
    #[arg(long, value_enum, default_value_t)]
    pub(crate) profile: ProfileArg,
    #[command(flatten)]
    pub(crate) measures: MeasuresArgs,
    /// Say nothing about what the plan can hardly mean.
    #[arg(long)]
    pub(crate) no_advice: bool,
    #[command(flatten)]
    pub(crate) rates: RatesArgs,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Classify {
    /// IATI activity files and tables: workbooks, CSV, TSV, JSON, told apart by content; `-` is
    /// standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What the columns of tables mean: a mapping that `envcoop-checklist import` wrote, or the name of
    /// a shipped one [default: proposed, where that is sure].
    #[arg(long, value_name = "FILE|NAME")]
    pub(crate) map: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) learn: LearnArgs,
    #[command(flatten)]
    pub(crate) framework: FrameworkArgs,
    /// For whom the CSV is written.
    #[arg(long = "for", value_enum, default_value_t, value_name = "AUDIENCE")]
    pub(crate) audience: AudienceArg,
    #[command(flatten)]
    pub(crate) threads: ThreadsArg,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

choice! {
    /// What to group by.
    pub(crate) ByArg for By {
        /// challenges of the strategy
        Challenge,
        /// areas of work
        Area,
        /// themes, conventions, partners and other terms of the strategy
        Term,
        /// partners named in the plan
        Partner,
        /// owners named in the plan
        Owner,
        /// calendar years
        Year,
        /// challenges by areas
        Matrix
    }
}

/// A budget: in all, or of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BudgetArg {
    pub(crate) year: Option<i16>,
    pub(crate) amount: Cents,
}

fn parse_budget(text: &str) -> Result<BudgetArg, Reason> {
    let (year, amount) = match text.split_once('=') {
        None => (None, text),
        Some((year, amount)) => {
            let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
            let year = year.parse().ok().filter(|_| digits);
            (Some(year.ok_or_else(|| Reason::from(say::BUDGET_YEAR))?), amount)
        }
    };
    let amount = parse_amount(amount)
        .map_err(|error| Reason::new(|lang| error.hint(lang).replace('`', "")))?;
    Ok(BudgetArg { year, amount })
}

fn parse_place(text: &str) -> Result<Place, Reason> {
    let place = text.rsplit_once(':').and_then(|(file, line)| {
        let line = line.parse().ok().filter(|&line: &u64| line > 1 && !file.is_empty())?;
        Some(Place { file: file.into(), line })
    });
    place.ok_or_else(|| say::PART_OF.into())
}

fn parse_seconds(text: &str) -> Result<Duration, Reason> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| say::SECONDS.into())
}

fn parse_percent(text: &str) -> Result<Percent, Reason> {
    Percent::parse(text).ok_or_else(|| say::PERCENT.into())
}

/// Puts `analyse` where the user named no command, so that `envcoop-gap PLAN` works.
pub(crate) fn with_default_command(mut args: Vec<OsString>) -> Vec<OsString> {
    let known = |arg: &OsString| {
        let arg = arg.to_string_lossy();
        [
            "analyse",
            "explain",
            "diff",
            "snapshot",
            "next",
            "same",
            "tally",
            "merge-tallies",
            "classify",
            "help",
        ]
        .contains(&&*arg)
    };
    let asks_about_the_tool =
        |arg: &OsString| ["-h", "--help", "-V", "--version"].contains(&&*arg.to_string_lossy());
    let names_a_command = args.iter().skip(1).any(known);
    if args.len() > 1 && !names_a_command && !args[1..].iter().any(asks_about_the_tool) {
        args.insert(1, "analyse".into());
    }
    args
}
