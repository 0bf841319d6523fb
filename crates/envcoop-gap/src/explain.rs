//! `explain`: the arithmetic of one measure, challenge or area, and the rows that decide it.

use envcoop_cli::{Asked, ExitStatus, Session, SharedArgs, read_portfolio_rows, study};
use envcoop_core::judge::evidence::Evidence;
use envcoop_core::judge::judged::Judged;
use envcoop_core::study::Wanted;
use envcoop_core::text::Lang;
use envcoop_present::explain::{self, Subject};

use crate::args::Explain;

pub(crate) fn run(
    args: &Explain,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let lang = Lang::from(shared.lang);
    let asked = Asked::new(&args.analysis, &args.rates, session)?;
    let subject = explain::find(&asked.scope, &args.id, lang)?;
    let mut portfolio = asked.portfolio(Wanted::default());
    let mut rows = Vec::new();
    let mut note = |judged: &Judged<'_>| {
        if let Subject::Measure(measure) = subject {
            let measure = asked.scope.keep[measure.at()];
            if judged.row.measures.iter().any(|share| share.measure == measure) {
                rows.push(Evidence::of(judged, measure));
            }
        }
    };
    read_portfolio_rows(&args.analysis.plans, &mut portfolio, session, &mut note)?;
    let mut study = study(portfolio, session)?;
    let shown = match &subject {
        Subject::Measure(measure) => study.gap.tally.measures[measure.at()].money.clone(),
        Subject::Group(group) => study.gap.group(&group.members).money,
    };
    study.exchange = asked.exchange(shown.keys().copied(), session);

    let document = explain::document(&study, &subject, &rows);
    output.write(&document, "envcoop/explain/1", session)?;
    Ok(ExitStatus::Done)
}
