//! The options that several tools share; their doc comments are the help text.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::thread;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use envcoop_core::date::{self, Date};
use envcoop_core::judge::judged::Rules;
use envcoop_core::percent::Percent;
use envcoop_core::problem::Place;
use envcoop_core::reason::Reason;
use envcoop_core::text::{Lang, folded, trim};
use envcoop_core::vocabulary::{Blank, Profile};
use envcoop_forms::table::csv::Audience;
use envcoop_intake::plan::TextEncoding;
use envcoop_words as words;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The heading of the options of every command in help.
const GENERAL: &str = "General options";

/// Options of every command.
#[derive(Args, Clone, Debug)]
pub struct SharedArgs {
    /// Language of titles, words and headings; of messages and help as well, which else follow the
    /// headers of the plan, or the system.
    #[arg(long, global = true, help_heading = GENERAL, value_enum, default_value_t, value_name = "LANG")]
    pub lang: LangArg,
    /// Print no warnings and notes, only errors.
    #[arg(long, short, global = true, help_heading = GENERAL)]
    pub quiet: bool,
    /// When to use colour; `auto` is on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, help_heading = GENERAL, value_enum, default_value_t, value_name = "WHEN")]
    pub color: ColorArg,
}

/// Which strategy to work with.
#[derive(Args, Clone, Debug)]
pub struct FrameworkArgs {
    /// Strategy: a framework file, or the id of a shipped one.
    #[arg(long, default_value = "two-services-2012", value_name = "FILE|ID")]
    pub framework: PathBuf,
}

/// What to learn from.
#[derive(Args, Clone, Debug, Default)]
pub struct LearnArgs {
    /// Learn from the rows of these plans that a person decided, and leave such rows as decided.
    #[arg(long, num_args = 1.., value_name = "PLAN")]
    pub learn: Vec<PathBuf>,
}

/// The plans to read.
#[derive(Args, Clone, Debug)]
pub struct PlanArgs {
    /// Plans: CSV, TSV, JSON or IATI XML, told apart by content; `-` is standard input; several are
    /// read as one.
    #[arg(required = true, value_name = "PLAN")]
    pub plans: Vec<PathBuf>,
    /// How to read them.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Whether they are a part of a plan, whose other parts are read elsewhere.
    #[arg(skip)]
    pub part: Option<PartOf>,
}

/// A part of a plan.
#[derive(Clone, Debug, Default)]
pub struct PartOf {
    /// The file that it was cut out of, and the line of its first row there.
    pub place: Option<Place>,
}

/// How to read plans.
#[derive(Args, Clone, Debug)]
pub struct ReadingArgs {
    /// What a blank cell means [default: unmet; unknown in IATI files].
    #[arg(long, value_enum)]
    pub blank: Option<BlankArg>,
    /// Encoding of CSV and JSON that is neither UTF-8 nor marked, for instance gb18030 [default: told
    /// from the words].
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<TextEncoding>,
    /// Keep words for what is not known (TBD, 待定) and for none (N/A, 无, -) as text.
    #[arg(long)]
    pub literal: bool,
    /// Take a cell that cannot be read as not known, say how many, and keep its row; not where it is
    /// the id, the status or a measure.
    #[arg(long)]
    pub lenient: bool,
    /// On how many threads.
    #[command(flatten)]
    pub threads: ThreadsArg,
    /// Do not look for ids that stand twice. Only for plans that are known to have none: a row that
    /// stands twice counts twice.
    #[arg(long)]
    pub assume_unique: bool,
    /// Leave bad rows out, say how many, and go on.
    #[arg(long)]
    pub keep_going: bool,
    /// How many bad rows may be left out: a number, or a share of all rows as in `5%`.
    #[arg(long, value_name = "N|N%", requires = "keep_going")]
    pub max_left_out: Option<MostLeftOut>,
}

impl ReadingArgs {
    /// Returns what a blank means. An imported row says `?` wherever nothing was published, so that a
    /// blank in it is real.
    pub fn blank(&self) -> Blank {
        self.blank.map(Blank::from).unwrap_or_default()
    }
}

/// On how many threads to read.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct ThreadsArg {
    /// How many threads read long published files and long CSV; the result is the same [default: one
    /// for each processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

impl ThreadsArg {
    /// Returns how many threads read.
    pub fn count(self) -> usize {
        self.threads
            .map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
    }
}

/// How many rows may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MostLeftOut {
    /// So many.
    Rows(u64),
    /// So large a part of all rows.
    Share(Percent),
}

impl MostLeftOut {
    /// Tells whether this is less than `n_refused` rows left out beside `n_read` that were read.
    pub fn is_under(self, n_refused: u64, n_read: u64) -> bool {
        match self {
            MostLeftOut::Rows(most) => n_refused > most,
            MostLeftOut::Share(most) => {
                let part = i128::from(n_refused) * 1000;
                part > i128::from(most.0) * i128::from(n_refused + n_read)
            }
        }
    }
}

impl std::str::FromStr for MostLeftOut {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        let share = || Percent::parse(text).map(MostLeftOut::Share);
        let rows = || text.parse().ok().map(MostLeftOut::Rows);
        let found = if text.ends_with('%') { share() } else { rows() };
        found.ok_or_else(|| words::problem::option::ROWS_LEFT_OUT.into())
    }
}

impl std::fmt::Display for MostLeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MostLeftOut::Rows(most) => write!(f, "{most}"),
            MostLeftOut::Share(most) => write!(f, "{most}%"),
        }
    }
}

/// How to judge gaps.
#[derive(Args, Clone, Debug)]
pub struct JudgingArgs {
    /// Day at which lateness is judged [default: today].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// Which needs count: plan (activity, owner, schedule, funding), track (these and timely),
    /// deliver (these, delivery and evidence).
    #[arg(long, value_enum, default_value_t)]
    pub profile: ProfileArg,
}

impl JudgingArgs {
    /// Returns how rows are judged that are read in this way.
    pub fn rules(&self, reading: &ReadingArgs) -> Rules {
        let as_of = self.as_of.unwrap_or_else(today);
        Rules { profile: self.profile.into(), as_of, blank: reading.blank() }
    }

    /// Returns the day that the user or SOURCE_DATE_EPOCH fixed; none where only the clock tells
    /// it. What is sent out and may be made again holds no other day.
    pub fn fixed_day(&self) -> Option<Date> {
        self.as_of.or_else(source_date)
    }
}

/// Where the result goes.
#[derive(Args, Clone, Debug)]
pub struct OutputArgs {
    /// Write to a file; `-` is standard output (which PowerShell re-encodes on its way into a file).
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    pub output: PathBuf,
    /// Replace an existing file.
    #[arg(long)]
    pub force: bool,
}

/// Reads a date from the command line.
///
/// # Errors
/// Says how a date is written.
pub fn parse_date(text: &str) -> Result<Date, Reason> {
    date::parse(text).map_err(|error| Reason::new(|lang| error.hint(lang)))
}

/// Makes a reader of a year from the command line, in digits of any width.
pub fn parse_year(
    years: RangeInclusive<i16>,
) -> impl Fn(&str) -> Result<i16, Reason> + Clone + Send + Sync + 'static {
    move |text| {
        let year = folded(trim(text)).parse().ok().filter(|year| years.contains(year));
        let [first, last] = [*years.start(), *years.end()];
        year.ok_or_else(|| Reason::new(|lang| words::problem::option::year(lang, first, last)))
    }
}

/// Returns today's date: of the local clock, or of SOURCE_DATE_EPOCH where that is set, so that a
/// build can be repeated.
pub fn today() -> Date {
    now().date()
}

/// Returns the day of SOURCE_DATE_EPOCH, where that is set.
fn source_date() -> Option<Date> {
    source_time().map(|time| time.date())
}

/// Returns what a clock on the wall shows, or that of SOURCE_DATE_EPOCH where that is set.
pub(crate) fn now() -> DateTime {
    source_time().unwrap_or_else(|| wall_clock(TimeZone::system(), jiff::Timestamp::now()))
}

/// Returns what a clock in a zone shows at an instant. The zones' rules come from the system, or, where
/// it has none, with the tools: without them every zone would pass for UTC.
fn wall_clock(zone: TimeZone, instant: jiff::Timestamp) -> DateTime {
    instant.to_zoned_datetime(zone).datetime()
}

fn source_time() -> Option<DateTime> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    Some(wall_clock(TimeZone::UTC, instant))
}

/// A language, or `both`: all there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LangArg(Option<Lang>);

impl Default for LangArg {
    fn default() -> Self {
        LangArg(Some(Lang::default()))
    }
}

impl LangArg {
    /// What can be chosen.
    const CHOICES: [LangArg; Lang::COUNT + 1] = {
        let mut choices = [LangArg(None); Lang::COUNT + 1];
        let mut at = 0;
        while at < Lang::COUNT {
            choices[at] = LangArg(Some(Lang::ALL[at]));
            at += 1;
        }
        choices
    };

    /// Returns the languages, the one of words that are read back first.
    pub fn langs(self) -> &'static [Lang] {
        let all: &[Lang] = &Lang::ALL;
        self.0.map_or(all, |lang| &all[lang as usize..=lang as usize])
    }
}

impl ValueEnum for LangArg {
    fn value_variants<'a>() -> &'a [Self] {
        &LangArg::CHOICES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let name = |lang: Lang| words::language::NAME.get(lang);
        Some(match self.0 {
            Some(lang) => PossibleValue::new(lang.code()).help(name(lang)),
            None => PossibleValue::new("both").help(format!(
                "{}: side by side in a checklist's titles and workbook, to choose from in a \
                 report's page; {} elsewhere",
                Lang::ALL.map(name).join(" and "),
                name(Lang::default())
            )),
        })
    }
}

impl From<LangArg> for Lang {
    fn from(choice: LangArg) -> Lang {
        choice.0.unwrap_or_default()
    }
}

choice! {
    /// A profile.
    #[derive(Default)]
    pub ProfileArg for Profile {
        /// activity, owner, schedule, funding
        Plan,
        /// plan and timely
        #[default]
        Track,
        /// track, delivery and evidence
        Deliver
    }
}

choice! {
    /// What a blank means.
    #[derive(Default)]
    pub BlankArg for Blank {
        /// there is none
        #[default]
        Unmet,
        /// it is not known
        Unknown
    }
}

choice! {
    /// For whom a CSV file is.
    #[derive(Default)]
    pub AudienceArg for Audience {
        /// people: byte order mark, CRLF, formulas guarded by an apostrophe
        #[default]
        Sheet,
        /// programs: plain UTF-8
        Data
    }
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// on a terminal
    #[default]
    Auto,
    /// always
    Always,
    /// never
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_clock_on_the_wall() {
        let evening: jiff::Timestamp = "2027-06-30T17:00:00Z".parse().expect("an instant");
        for (zone, day) in [
            ("Asia/Shanghai", "2027-07-01"),
            ("America/Los_Angeles", "2027-06-30"),
            ("Pacific/Kiritimati", "2027-07-01"),
            ("Europe/Berlin", "2027-06-30"),
        ] {
            let zone = TimeZone::get(zone).expect("the zone is known");
            assert_eq!(wall_clock(zone, evening).date().to_string(), day);
        }
    }

    #[test]
    fn what_may_be_left_out_is_a_number_or_a_share() {
        let is_under =
            |most: &str, n| most.parse::<MostLeftOut>().map(|most| most.is_under(n, 100 - n));
        assert_eq!(is_under("5", 5), Ok(false));
        assert_eq!(is_under("5", 6), Ok(true));
        assert_eq!(is_under("5%", 5), Ok(false));
        assert_eq!(is_under("5.5 %", 6), Ok(true));
        assert!(
            is_under("few", 1).is_err()
                && is_under("101%", 1).is_err()
                && is_under("-1", 1).is_err()
        );
    }
}
