//! What a report is made of: plans read once, added up in every way that a report shows, judged, and
//! compared with an earlier plan.

use envcoop_cli::{Asked, ExitStatus, Session, read_portfolio_on_record, study};
use envcoop_core::judge::judged::{Judged, Rules};
use envcoop_core::problem::Problem;
use envcoop_core::study::{Input, Portfolio, Study, Wanted};
use envcoop_present::page::LISTED_ROWS;

use crate::args::{Document, ReportArgs};

/// What takes each row that is looked at, judged, as it is read.
pub(crate) type RowSink<'s> = &'s mut dyn FnMut(&Judged<'_>) -> anyhow::Result<()>;

/// Plans as they were read, and what was read to compare with.
pub(crate) struct Plans {
    asked: Asked,
    portfolio: Portfolio,
    inputs: Vec<Input>,
    problems: Vec<Problem>,
    baseline_inputs: Vec<Input>,
}

/// Loads the strategy that a report is about and what else is asked for.
///
/// # Errors
/// As [`Asked::new`].
pub(crate) fn asked(args: &ReportArgs, session: &mut Session<'_, '_>) -> anyhow::Result<Asked> {
    Asked::new(&args.analysis, &args.rates, session)
}

impl Plans {
    /// Reads the plans; hands each row that serves what is asked for, judged, to `row`. The baseline,
    /// if there is one, is read first.
    ///
    /// # Errors
    /// As [`read_portfolio_on_record`]; also what `row` refuses.
    pub(crate) fn read(
        args: &ReportArgs,
        asked: Asked,
        session: &mut Session<'_, '_>,
        row: RowSink<'_>,
    ) -> anyhow::Result<Plans> {
        let wanted = Wanted { breakdown: true, evidence: LISTED_ROWS, ..Wanted::default() };
        let mut portfolio = asked.portfolio(wanted);
        let mut baseline_inputs = Vec::new();
        if let Some(plans) = args.baseline_plans() {
            let rules = asked.rules;
            let then = Rules { as_of: args.baseline_as_of.unwrap_or(rules.as_of), ..rules };
            let mut earlier = Portfolio::new(asked.scope.clone(), then, Wanted::default());
            let read = read_portfolio_on_record(&plans, &mut earlier, session, &mut |_| {})?;
            (_, baseline_inputs) = read;
            portfolio = portfolio.since(earlier);
        }
        let mut taken = Ok(());
        let mut add = |judged: &Judged<'_>| {
            if taken.is_ok() && asked.scope.takes(judged.row) {
                taken = row(judged);
            }
        };
        let plans = &args.analysis.plans;
        let (problems, inputs) =
            read_portfolio_on_record(plans, &mut portfolio, session, &mut add)?;
        taken?;
        Ok(Plans { asked, portfolio, inputs, problems, baseline_inputs })
    }

    /// Judges the plans.
    ///
    /// # Errors
    /// As [`study`], after every contradiction has been printed.
    pub(crate) fn study(self, session: &mut Session<'_, '_>) -> anyhow::Result<Study> {
        let mut found = study(self.portfolio, session)?;
        found.exchange = self.asked.exchange(found.currencies(), session);
        found.inputs = self.inputs;
        found.problems = self.problems;
        found.baseline_inputs = self.baseline_inputs;
        Ok(found)
    }
}

/// Reads the plans of a report that is one text, and writes what `text` makes of them.
///
/// # Errors
/// As [`Plans::read`] and [`Plans::study`]; names an output that cannot be written.
pub(crate) fn write_text(
    args: &Document,
    endings: &[&str],
    session: &mut Session<'_, '_>,
    text: impl FnOnce(&Study) -> String,
) -> anyhow::Result<ExitStatus> {
    let target = args.target(endings, session)?;
    let asked = asked(&args.report, session)?;
    let plans = Plans::read(&args.report, asked, session, &mut |_| Ok(()))?;
    let text = text(&plans.study(session)?);
    target.write(session, |out| out.write_all(text.as_bytes()))?;
    Ok(ExitStatus::Done)
}
