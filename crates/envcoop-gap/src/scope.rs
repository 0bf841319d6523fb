//! What an analysis is restricted to and how money is converted: the options that `analyse` and
//! `explain` share, so that the one explains what the other shows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use envcoop_cli::{FilterArgs, FrameworkArgs, Refused, Session, choice, load_framework, open};
use envcoop_core::judge::judged::Rules;
use envcoop_core::judge::period::Period;
use envcoop_core::judge::rates::{Exchange, Rates};
use envcoop_core::judge::scope::Scope;
use envcoop_core::money::Currency;
use envcoop_core::problem::Problems;
use envcoop_core::study::By;
use envcoop_intake::{rates, target};

const HEADING: &str = "What to look at";

/// What to look at.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = HEADING)]
pub(crate) struct ScopeArgs {
    #[command(flatten)]
    filter: FilterArgs,
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

/// What is asked for, as far as it is known before the plan is read.
pub(crate) struct Asked {
    /// What is looked at.
    pub(crate) scope: Scope,
    /// How rows are judged.
    pub(crate) rules: Rules,
    rates: Option<Rates>,
}

impl Asked {
    /// Loads the strategy and everything that the options name.
    ///
    /// # Errors
    /// Names what the strategy does not have; [`Refused`] after every problem of a file has been
    /// printed.
    pub(crate) fn new(
        args: &ScopeArgs,
        framework: &FrameworkArgs,
        rules: Rules,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Asked> {
        let whole = load_framework(framework, session)?;
        let mut scope = Scope::new(&whole, args.filter.filter(), args.period)?;
        if let Some(path) = &args.target {
            let targets = read_beside(path, session, |name, input, problems| {
                target::read(name, input, &whole, problems)
            })?;
            let file = path.to_string_lossy().into_owned();
            scope = scope.with_targets(file, &targets, rules.as_of);
        }
        let rates = match (&args.rates, args.currency) {
            (Some(path), Some(into)) => {
                Some(read_beside(path, session, |name, input, problems| {
                    Some(rates::read(name, input, into, problems))
                })?)
            }
            _ => None,
        };
        Ok(Asked { scope, rules, rates })
    }

    /// Picks the rates for these currencies, and warns of those that are stale or missing.
    pub(crate) fn exchange(
        &self,
        currencies: impl IntoIterator<Item = Currency>,
        session: &mut Session<'_, '_>,
    ) -> Option<Exchange> {
        let exchange = self.rates.as_ref()?.as_of(self.rules.as_of, currencies);
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
