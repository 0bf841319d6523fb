//! What the user can type; doc comments are the help text.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use envcoop_cli::{
    AnalysisArgs, AudienceArg, OutputArgs, PlanArgs, RatesArgs, ResultArgs, Session, SharedArgs,
    Target, choice, form_named, parse_date,
};
use envcoop_core::date::Date;
use envcoop_core::reason::Reason;
use envcoop_core::text::did_you_mean;
use envcoop_forms::table::csv::Separator;
use envcoop_present::picture::{PICTURES, Picture};
use envcoop_words::problem::choice::there_are;

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
    /// Write one workbook: summary with chart, matrix, measures, gaps, activities, money.
    Xlsx(Xlsx),
    /// Write the report as one page, to be handed on: HTML that needs no network.
    Html(Document),
    /// Write one picture as SVG.
    Svg(Svg),
    /// Write a summary for a memo as Markdown.
    Markdown(Document),
    /// List the tables and pictures that there are.
    List(List),
}

#[derive(clap::Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

/// What is reported on, and how it is judged.
#[derive(clap::Args, Debug)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) analysis: AnalysisArgs,
    #[command(flatten)]
    pub(crate) rates: RatesArgs,
    /// Earlier plan: the report says what changed since, and because of which rows. May be given
    /// several times; they are read as one.
    #[arg(long, value_name = "OLDPLAN")]
    pub(crate) baseline: Vec<PathBuf>,
    /// Day at which lateness in the baseline is judged [default: the same day as in the plan].
    #[arg(long, value_name = "DATE", value_parser = parse_date, requires = "baseline")]
    pub(crate) baseline_as_of: Option<Date>,
}

impl ReportArgs {
    /// Returns the plans of the baseline, to be read as the others are; none where there is none.
    pub(crate) fn baseline_plans(&self) -> Option<PlanArgs> {
        let plans = PlanArgs { plans: self.baseline.clone(), ..self.analysis.plans.clone() };
        (!plans.plans.is_empty()).then_some(plans)
    }
}

choice! {
    /// What stands between the cells of a CSV file.
    #[derive(Default)]
    pub(crate) SeparatorArg for Separator {
        /// comma; decimals have a dot
        #[default]
        Comma,
        /// semicolon; decimals have a comma, as spreadsheets in German, French and others expect
        Semicolon
    }
}

#[derive(clap::Args, Debug)]
pub(crate) struct Csv {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// For whom the files are written; for programs a description, `datapackage.json`, is added.
    #[arg(long = "for", value_enum, default_value_t, value_name = "AUDIENCE")]
    pub(crate) audience: AudienceArg,
    /// What stands between cells of a file for a spreadsheet.
    #[arg(long, value_enum, default_value_t, value_name = "SEPARATOR")]
    pub(crate) sep: SeparatorArg,
    /// Folder to write into; it is made if it is not there.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Replace existing files.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Xlsx {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Write the plan's rows to temporary files while they are read, so that a plan of any size
    /// fits in memory; each is one line high there.
    #[arg(long)]
    pub(crate) constant_memory: bool,
}

/// A report that is one text.
#[derive(clap::Args, Debug)]
pub(crate) struct Document {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

impl Document {
    /// Checks where the report goes; the names of its files end so.
    ///
    /// # Errors
    /// As [`form_named`] and [`Target::new`].
    pub(crate) fn target(
        &self,
        endings: &[&str],
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Target> {
        let forms: Vec<(&str, ())> = endings.iter().map(|&ending| (ending, ())).collect();
        form_named(&self.output.output, &forms)?;
        Target::new(&self.output, session)
    }
}

#[derive(clap::Args, Debug)]
pub(crate) struct Svg {
    /// Picture: challenges, matrix, timeline or money.
    #[arg(value_name = "PICTURE", value_parser = picture)]
    pub(crate) picture: &'static Picture,
    #[command(flatten)]
    pub(crate) document: Document,
}

/// Finds a picture by its name.
fn picture(name: &str) -> Result<&'static Picture, Reason> {
    PICTURES.into_iter().find(|picture| picture.name == name).ok_or_else(|| {
        let names = PICTURES.map(|picture| picture.name);
        Reason::new(|lang| {
            did_you_mean(lang, name, names, || there_are(lang, names.join(lang.comma())))
        })
    })
}
