//! What a report is made of: plans read once, added up in every way that a report shows, judged, and
//! compared with an earlier plan.

use std::sync::Arc;

use envcoop_cli::{
    Earlier, ExitStatus, Session, Target, load_framework, read_portfolio_on_record, study,
};
use envcoop_core::framework::Framework;
use envcoop_core::judge::change::Changes;
use envcoop_core::judge::judged::{Judged, Rules};
use envcoop_core::judge::scope::Scope;
use envcoop_core::problem::Problem;
use envcoop_core::study::{Input, Portfolio, Study, Wanted};

use crate::args::{Document, ReportArgs};

/// How many rows of each measure a report for reading lists in full; it says how many more there
/// are. Tables and workbooks hold every row.
pub(crate) const LISTED_ROWS: usize = 30;

/// What takes each row, judged, as it is read.
pub(crate) type RowSink<'s> = &'s mut dyn FnMut(&Judged<'_>) -> anyhow::Result<()>;

/// Plans as they were read, and the earlier ones that they are compared with.
pub(crate) struct Plans {
    portfolio: Portfolio,
    inputs: Vec<Input>,
    problems: Vec<Problem>,
    baseline: Option<Earlier>,
}

/// Loads the framework that a report is about.
///
/// # Errors
/// As [`load_framework`].
pub(crate) fn framework(
    args: &ReportArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Arc<Framework>> {
    load_framework(&args.framework, session)
}

impl Plans {
    /// Reads the plans; hands each row, judged, to `row`. The baseline, if there is one, is read
    /// first.
    ///
    /// # Errors
    /// As [`read_portfolio_on_record`]; also what `row` refuses.
    pub(crate) fn read(
        args: &ReportArgs,
        framework: &Arc<Framework>,
        session: &mut Session<'_, '_>,
        row: RowSink<'_>,
    ) -> anyhow::Result<Plans> {
        let rules = args.judging.rules(&args.plans.reading);
        let mut baseline = match args.baseline_plans() {
            None => None,
            Some(plans) => {
                let then = Rules { as_of: args.baseline_as_of.unwrap_or(rules.as_of), ..rules };
                Some(Earlier::read(&plans, then, framework, session)?)
            }
        };
        let wanted = Wanted { breakdown: true, years: false, evidence: LISTED_ROWS };
        let mut portfolio = Portfolio::new(Scope::everything(framework), rules, wanted);
        let mut taken = Ok(());
        let mut add = |judged: &Judged<'_>| {
            if let Some(baseline) = &mut baseline {
                baseline.fates.see(judged.row);
            }
            if taken.is_ok() {
                taken = row(judged);
            }
        };
        let (problems, inputs) =
            read_portfolio_on_record(&args.plans, &mut portfolio, session, &mut add)?;
        taken?;
        Ok(Plans { portfolio, inputs, problems, baseline })
    }

    /// Judges the plans.
    ///
    /// # Errors
    /// As [`study`], after every contradiction has been printed.
    pub(crate) fn study(self, session: &mut Session<'_, '_>) -> anyhow::Result<Study> {
        let mut found = study(self.portfolio, session)?;
        found.inputs = self.inputs;
        found.problems = self.problems;
        if let Some(Earlier { portfolio, inputs, fates }) = self.baseline {
            let before = study(portfolio, session)?.gap;
            found.changes = Some(Changes::new(&before, &found.gap, &fates));
            found.baseline_inputs = inputs;
        }
        Ok(found)
    }
}

/// Reads the plans of a report that is one text, and writes what `text` makes of them.
///
/// # Errors
/// As [`Plans::read`] and [`Plans::study`]; names an output that cannot be written.
pub(crate) fn write_text(
    args: &Document,
    session: &mut Session<'_, '_>,
    text: impl FnOnce(&Study) -> String,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = framework(&args.report, session)?;
    let plans = Plans::read(&args.report, &framework, session, &mut |_| Ok(()))?;
    let text = text(&plans.study(session)?);
    target.write(session, |out| out.write_all(text.as_bytes()))?;
    Ok(ExitStatus::Done)
}
