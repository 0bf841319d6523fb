//! What an analysis is restricted to and how money is converted: the options that `analyse` and
//! `explain` share, so that the one explains what the other shows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use clap::ValueEnum;
use envcoop_cli::{FrameworkArgs, JudgingArgs, Refused, Session, load_framework, open};
use envcoop_core::framework::{Framework, MeasureIdx};
use envcoop_core::judge::filter::Filter;
use envcoop_core::judge::gap::{Gap, Terms};
use envcoop_core::judge::period::{Period, PeriodCounts};
use envcoop_core::judge::rates::{Exchange, Rates};
use envcoop_core::judge::similar::Costs;
use envcoop_core::judge::tally::Tally;
use envcoop_core::judge::view::{By, Scope};
use envcoop_core::money::Currency;
use envcoop_core::plan::Activity;
use envcoop_core::problem::Problems;
use envcoop_core::vocabulary::Profile;
use envcoop_intake::{rates, target};

const HEADING: &str = "What to look at";

/// What to look at.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = HEADING)]
pub(crate) struct LensArgs {
    /// Only these measures; an area's id stands for its measures; several are joined by commas.
    #[arg(long, visible_alias = "measure", value_name = "ID", value_delimiter = ',')]
    measures: Vec<String>,
    /// Only measures that answer these challenges.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    challenge: Vec<String>,
    /// Only measures of these areas.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    area: Vec<String>,
    /// Only measures about these terms of the strategy.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    term: Vec<String>,
    /// Only rows that overlap these days; either day may be left out. A row that lacks a date is
    /// taken where the other does not rule it out.
    #[arg(long, value_name = "FROM..TO", value_parser = Period::parse)]
    period: Option<Period>,
    /// Judge each measure by what it must have reached: a CSV file `id,profile,by` with the id of a
    /// measure or an area, plan, track or deliver, and a date. What is not due yet is left out.
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    target: Option<PathBuf>,
    /// Show sums in one currency as well: a CSV file `date,currency,rate`, where a rate is the worth
    /// of one unit in the currency of --currency.
    #[arg(long, value_name = "FILE", requires = "currency")]
    rates: Option<PathBuf>,
    /// The currency to show sums in, by --rates.
    #[arg(long, value_name = "CODE", requires = "rates", value_parser = parse_currency)]
    currency: Option<Currency>,
}

fn parse_currency(text: &str) -> Result<Currency, String> {
    text.parse().map_err(|_| match Currency::meant(text) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write an ISO 4217 code, for instance CNY".to_owned(),
    })
}

/// What to group by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ByArg {
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
    Matrix,
}

impl From<ByArg> for By {
    fn from(choice: ByArg) -> By {
        match choice {
            ByArg::Challenge => By::Challenge,
            ByArg::Area => By::Area,
            ByArg::Term => By::Term,
            ByArg::Partner => By::Partner,
            ByArg::Owner => By::Owner,
            ByArg::Year => By::Year,
            ByArg::Matrix => By::Matrix,
        }
    }
}

/// What is looked at, as far as it is known before the plan is read.
pub(crate) struct Lens {
    /// The whole strategy: plans are read against it.
    pub(crate) whole: Framework,
    /// The strategy with the measures that are kept; none where all are.
    kept: Option<Framework>,
    /// The measures that are kept, as numbered in the whole.
    pub(crate) keep: Vec<MeasureIdx>,
    /// How to judge; what blanks mean is known after reading.
    pub(crate) terms: Terms,
    scope: Scope,
    /// The profile of each measure kept, where there are targets.
    profiles: Option<Vec<Profile>>,
    rates: Option<Rates>,
}

impl Lens {
    /// Loads the strategy and everything that the options name.
    ///
    /// # Errors
    /// Names what the strategy does not have; [`Refused`] after every problem of a file has been
    /// printed.
    pub(crate) fn new(
        args: &LensArgs,
        framework: &FrameworkArgs,
        judging: &JudgingArgs,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Lens> {
        let whole = load_framework(framework, session)?;
        let terms = judging.terms(Default::default());
        let filter = Filter {
            measures: args.measures.clone(),
            challenges: args.challenge.clone(),
            areas: args.area.clone(),
            terms: args.term.clone(),
        };
        let mut keep = match filter.keep(&whole) {
            Ok(keep) => keep,
            Err(message) => bail!("{message}"),
        };
        let mut scope = Scope { filter, ..Scope::default() };
        scope.period = args.period.map(|period| (period, PeriodCounts::default()));
        let mut profiles = None;
        if let Some(path) = &args.target {
            let targets = read_beside(path, session, |name, input, problems| {
                target::read(name, input, &whole, problems)
            })?;
            let due = targets.at(terms.as_of);
            let asked = keep.iter().map(|&idx| (idx, due[idx.at()]));
            let later = Scope::not_due(&whole, asked);
            scope.targets = Some((path.to_string_lossy().into_owned(), later));
            keep.retain(|idx| due[idx.at()].now.is_some());
            let steps = keep.iter().filter_map(|idx| due[idx.at()].now);
            profiles = Some(steps.map(|step| step.profile).collect());
        }
        let rates = match (&args.rates, args.currency) {
            (Some(path), Some(into)) => {
                Some(read_beside(path, session, |name, input, problems| {
                    Some(rates::read(name, input, into, problems))
                })?)
            }
            _ => None,
        };
        let kept = (keep.len() < whole.measures.len()).then(|| whole.only(&keep));
        Ok(Lens { whole, kept, keep, terms, scope, profiles, rates })
    }

    /// Returns the strategy with the measures that are kept.
    pub(crate) fn framework(&self) -> &Framework {
        self.kept.as_ref().unwrap_or(&self.whole)
    }

    /// Tells whether a row falls into the period, and counts what does not.
    pub(crate) fn takes(&self, row: &Activity<'_>, counts: &mut PeriodCounts) -> bool {
        self.scope.period.is_none_or(|(period, _)| period.takes(row, counts))
    }

    /// Tells what the analysis is restricted to, after reading.
    pub(crate) fn scope(&self, counts: PeriodCounts) -> Scope {
        let mut scope = self.scope.clone();
        if let Some((_, own)) = &mut scope.period {
            *own = counts;
        }
        scope
    }

    /// Restricts the tally of the whole plan to the measures kept, and tells what similar measures
    /// cost in the whole plan.
    pub(crate) fn restrict(&self, tally: &Tally) -> (Tally, Costs) {
        (tally.only(&self.keep), Costs::new(&self.whole, tally).only(&self.keep))
    }

    /// Judges the restricted tally.
    ///
    /// # Errors
    /// [`Refused`] after every contradiction of the rows has been printed.
    pub(crate) fn judge<'a>(
        &'a self,
        tally: &'a Tally,
        terms: Terms,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Gap<'a>> {
        let judged = match &self.profiles {
            None => Gap::new(self.framework(), tally, terms),
            Some(profiles) => Gap::with_profiles(self.framework(), tally, terms, profiles),
        };
        judged.map_err(|problems| {
            problems.iter().for_each(|problem| session.problem(problem));
            Refused.into()
        })
    }

    /// Picks the rates for these currencies, and warns of those that are stale or missing.
    pub(crate) fn exchange(
        &self,
        currencies: impl IntoIterator<Item = Currency>,
        session: &mut Session<'_, '_>,
    ) -> Option<Exchange> {
        let exchange = self.rates.as_ref()?.as_of(self.terms.as_of, currencies);
        exchange.warnings().iter().for_each(|warning| session.problem(warning));
        Some(exchange)
    }
}

/// Reads a file that stands beside the plan.
fn read_beside<T>(
    path: &Path,
    session: &mut Session<'_, '_>,
    read: impl FnOnce(&Arc<str>, Box<dyn std::io::Read + '_>, &mut Problems) -> Option<T>,
) -> anyhow::Result<T> {
    let name: Arc<str> = path.to_string_lossy().into();
    let mut problems = Problems::default();
    let found = read(&name, open(path, session), &mut problems);
    session.problems(&problems);
    found.filter(|_| problems.n_errors() == 0).ok_or_else(|| Refused.into())
}
