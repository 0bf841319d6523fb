//! The options of an analysis: which plans, against what, judged how, restricted to what. Every
//! command that analyses has these and no others of the kind, so that one explains, compares or
//! reports what another shows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::judge::judged::Rules;
use envcoop_core::judge::period::Period;
use envcoop_core::judge::rates::{Exchange, Rates};
use envcoop_core::judge::scope::Scope;
use envcoop_core::money::{Currency, UnknownCurrency};
use envcoop_core::problem::Problems;
use envcoop_core::reason::Reason;
use envcoop_core::study::{Portfolio, Wanted};
use envcoop_intake::{rates, target};

use crate::filter::HEADING;
use crate::{
    FilterArgs, FrameworkArgs, JudgingArgs, PlanArgs, Refused, Session, load_framework, open,
};

/// What is analysed, and how.
#[derive(clap::Args, Clone, Debug)]
pub struct AnalysisArgs {
    /// The plans.
    #[command(flatten)]
    pub plans: PlanArgs,
    /// The strategy.
    #[command(flatten)]
    pub framework: FrameworkArgs,
    /// How they are judged.
    #[command(flatten)]
    pub judging: JudgingArgs,
    /// What is looked at.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Say nothing about what the plan can hardly mean.
    #[arg(long)]
    pub no_advice: bool,
}

/// What to look at.
#[derive(clap::Args, Clone, Debug)]
pub struct ScopeArgs {
    #[command(flatten)]
    measures: MeasuresArgs,
    #[command(flatten)]
    period: PeriodArg,
}

/// Which rows to look at.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct PeriodArg {
    /// Only rows that overlap these days; either day may be left out. A row that lacks a date is
    /// taken where the other does not rule it out.
    #[arg(long, help_heading = HEADING, value_name = "FROM..TO", value_parser = Period::parse)]
    pub period: Option<Period>,
}

/// Which measures to look at, and what is asked of them.
#[derive(clap::Args, Clone, Debug)]
pub struct MeasuresArgs {
    #[command(flatten)]
    filter: FilterArgs,
    /// Judge each measure by what it must have reached: a CSV file `id,profile,by` with the id of a
    /// measure or an area, plan, track or deliver, and a date. What is not due yet is left out.
    #[arg(long, help_heading = HEADING, value_name = "FILE", conflicts_with = "profile")]
    target: Option<PathBuf>,
}

/// In which currency to show sums as well.
#[derive(clap::Args, Clone, Debug)]
pub struct RatesArgs {
    /// Show sums in one currency as well: a CSV file `date,currency,rate`, where a rate is the worth
    /// of one unit in the currency of --currency.
    #[arg(long, help_heading = HEADING, value_name = "FILE", requires = "currency")]
    rates: Option<PathBuf>,
    /// The currency to show sums in, by --rates.
    #[arg(long, help_heading = HEADING, value_name = "CODE", requires = "rates", value_parser = parse_currency)]
    currency: Option<Currency>,
}

impl RatesArgs {
    /// Tells whether sums are to be shown in one currency.
    pub fn is_asked(&self) -> bool {
        self.rates.is_some()
    }

    /// Reads the rates; none where none are asked for.
    ///
    /// # Errors
    /// [`Refused`] after every problem of the file has been printed.
    pub fn rates(&self, session: &mut Session<'_, '_>) -> anyhow::Result<Option<Rates>> {
        let (Some(path), Some(into)) = (&self.rates, self.currency) else { return Ok(None) };
        let read = |name: &_, input: Box<dyn std::io::Read + '_>, problems: &mut _| {
            Some(rates::read(name, input, into, problems))
        };
        read_beside(path, session, read).map(Some)
    }
}

/// Reads a currency from the command line.
///
/// # Errors
/// Says which one was probably meant, or how a currency is written.
pub fn parse_currency(text: &str) -> Result<Currency, Reason> {
    text.parse().map_err(|error: UnknownCurrency| Reason::new(|lang| error.hint(lang, "CNY")))
}

impl ScopeArgs {
    /// Loads the strategy and the targets, and returns what is looked at on a day.
    ///
    /// # Errors
    /// Names what the strategy does not have; [`Refused`] after every problem of a file has been
    /// printed.
    pub fn scope(
        &self,
        framework: &FrameworkArgs,
        as_of: Date,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Scope> {
        let whole = load_framework(framework, session)?;
        self.measures.scope(&whole, self.period.period, as_of, session)
    }
}

impl MeasuresArgs {
    /// Loads the targets, and returns what is looked at of a period on a day.
    ///
    /// # Errors
    /// As [`ScopeArgs::scope`].
    pub fn scope(
        &self,
        whole: &Arc<Framework>,
        period: Option<Period>,
        as_of: Date,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Scope> {
        let scope = Scope::new(whole, self.filter.filter(), period)?;
        let Some(path) = &self.target else { return Ok(scope) };
        let targets = read_beside(path, session, |name, input, problems| {
            target::read(name, input, whole, problems)
        })?;
        Ok(scope.with_targets(path.to_string_lossy().into_owned(), &targets, as_of))
    }
}

/// What is asked for, as far as it is known before the plan is read.
#[derive(Debug)]
pub struct Asked {
    /// What is looked at.
    pub scope: Scope,
    /// How rows are judged.
    pub rules: Rules,
    rates: Option<Rates>,
    advice: bool,
}

impl Asked {
    /// Loads the strategy and everything that the options name.
    ///
    /// # Errors
    /// As [`ScopeArgs::scope`].
    pub fn new(
        analysis: &AnalysisArgs,
        beside: &RatesArgs,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Asked> {
        let rules = analysis.judging.rules(&analysis.plans.reading);
        let scope = analysis.scope.scope(&analysis.framework, rules.as_of, session)?;
        let rates = beside.rates(session)?;
        Ok(Asked { scope, rules, rates, advice: !analysis.no_advice })
    }

    /// Makes the portfolio of no rows.
    pub fn portfolio(&self, wanted: Wanted) -> Portfolio {
        let wanted = Wanted { advice: self.advice, ..wanted };
        Portfolio::new(self.scope.clone(), self.rules, wanted)
    }

    /// Picks the rates for these currencies, and warns of those that are stale or missing.
    pub fn exchange(
        &self,
        currencies: impl IntoIterator<Item = Currency>,
        session: &mut Session<'_, '_>,
    ) -> Option<Exchange> {
        Some(exchange(self.rates.as_ref()?, self.rules.as_of, currencies, session))
    }
}

/// Picks the rates for these currencies on a day, and warns of those that are stale or missing.
pub fn exchange(
    rates: &Rates,
    as_of: Date,
    currencies: impl IntoIterator<Item = Currency>,
    session: &mut Session<'_, '_>,
) -> Exchange {
    let exchange = rates.as_of(as_of, currencies);
    exchange.warnings().iter().for_each(|warning| session.problem(warning));
    exchange
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
