//! What a report is made of: plans read once, added up in every way that a report shows, judged, and
//! compared with an earlier plan.

use envcoop_cli::{
    Earlier, ExitStatus, Input, Session, Target, judge, load_framework, read_plans_on_record,
};
use envcoop_core::framework::Framework;
use envcoop_core::judge::breakdown::Breakdown;
use envcoop_core::judge::change::Changes;
use envcoop_core::judge::evidence::EvidenceLists;
use envcoop_core::judge::gap::{Gap, Terms};
use envcoop_core::judge::need::{Answers, answers};
use envcoop_core::judge::tally::Tally;
use envcoop_core::plan::Activity;
use envcoop_core::problem::Problem;

use crate::args::{Document, ReportArgs};

/// How many rows of each measure a report for reading lists in full; it says how many more there
/// are. Tables and workbooks hold every row.
pub(crate) const LISTED_ROWS: usize = 30;

/// What takes each row, with its answers, as it is read.
pub(crate) type RowSink<'s> =
    &'s mut dyn FnMut(&Activity<'_>, Option<&Answers>, Terms) -> anyhow::Result<()>;

/// Plans as they were read.
pub(crate) struct Portfolio {
    terms: Terms,
    tally: Tally,
    breakdown: Breakdown,
    evidence: EvidenceLists,
    inputs: Vec<Input>,
    problems: Vec<Problem>,
    baseline: Option<Earlier>,
}

/// The judged plans: what every format shows.
pub(crate) struct Study<'a> {
    /// The analysis.
    pub(crate) gap: &'a Gap<'a>,
    /// What the plan adds up to by owner, partner and term.
    pub(crate) breakdown: &'a Breakdown,
    /// The rows behind each measure.
    pub(crate) evidence: &'a EvidenceLists,
    /// What was read.
    pub(crate) inputs: &'a [Input],
    /// What was wrong with it.
    pub(crate) problems: &'a [Problem],
    /// What changed since the baseline, and what that was.
    pub(crate) changes: Option<&'a Changes<'a>>,
    /// What was read as baseline; empty without one.
    pub(crate) baseline_inputs: &'a [Input],
}

/// Loads the framework that a report is about.
///
/// # Errors
/// As [`load_framework`].
pub(crate) fn framework(
    args: &ReportArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Framework> {
    load_framework(&args.framework, session)
}

impl Portfolio {
    /// Reads the plans; hands each row and its answers, as of the day of the terms, to `row`. The
    /// baseline, if there is one, is read first.
    ///
    /// # Errors
    /// As [`read_plans_on_record`]; also what `row` refuses.
    pub(crate) fn read(
        args: &ReportArgs,
        framework: &Framework,
        session: &mut Session<'_, '_>,
        row: RowSink<'_>,
    ) -> anyhow::Result<Portfolio> {
        let mut baseline = match args.baseline_plans() {
            None => None,
            Some(plans) => {
                let mut terms = args.judging.terms(Default::default());
                terms.as_of = args.baseline_as_of.unwrap_or(terms.as_of);
                Some(Earlier::read(&plans, terms, framework, session)?)
            }
        };
        let mut terms = args.judging.terms(Default::default());
        let mut tally = Tally::new(framework);
        let mut breakdown = Breakdown::new(framework);
        let mut evidence = EvidenceLists::new(framework, LISTED_ROWS);
        let mut taken = Ok(());
        let mut add = |activity: &Activity<'_>, blank| {
            let answers = answers(activity, terms.as_of, blank);
            tally.add(activity, terms.as_of, blank);
            breakdown.add(activity, terms.as_of, blank);
            evidence.add(activity, answers);
            if let Some(baseline) = &mut baseline {
                baseline.fates.see(activity);
            }
            if taken.is_ok() {
                taken = row(activity, answers.as_ref(), terms);
            }
        };
        let (summary, inputs) = read_plans_on_record(&args.plans, framework, session, &mut add)?;
        taken?;
        terms.blank = summary.blank;
        let problems = summary.problems.kept().to_vec();
        Ok(Portfolio { terms, tally, breakdown, evidence, inputs, problems, baseline })
    }

    /// Judges the plans and hands the result to `write`.
    ///
    /// # Errors
    /// As [`judge`], after every contradiction has been printed; whatever `write` refuses.
    pub(crate) fn study<T>(
        &self,
        framework: &Framework,
        session: &mut Session<'_, '_>,
        write: impl FnOnce(&Study<'_>, &mut Session<'_, '_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let gap = judge(framework, &self.tally, self.terms, session)?;
        let before = match &self.baseline {
            None => None,
            Some(baseline) => Some(judge(framework, &baseline.tally, baseline.terms, session)?),
        };
        let compared = before.as_ref().zip(self.baseline.as_ref());
        let changes = compared.map(|(before, own)| Changes::new(before, &gap, &own.fates));
        let study = Study {
            gap: &gap,
            breakdown: &self.breakdown,
            evidence: &self.evidence,
            inputs: &self.inputs,
            problems: &self.problems,
            changes: changes.as_ref(),
            baseline_inputs: self.baseline.as_ref().map_or(&[], |baseline| &baseline.inputs),
        };
        write(&study, session)
    }
}

/// Reads the plans of a report that is one text, and writes what `text` makes of them.
///
/// # Errors
/// As [`Portfolio::read`] and [`Portfolio::study`]; names an output that cannot be written.
pub(crate) fn write_text(
    args: &Document,
    session: &mut Session<'_, '_>,
    text: impl FnOnce(&Study<'_>) -> String,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = framework(&args.report, session)?;
    let portfolio = Portfolio::read(&args.report, &framework, session, &mut |_, _, _| Ok(()))?;
    portfolio.study(&framework, session, |study, session| {
        let text = text(study);
        target.write(session, |out| out.write_all(text.as_bytes()))
    })?;
    Ok(ExitStatus::Done)
}
