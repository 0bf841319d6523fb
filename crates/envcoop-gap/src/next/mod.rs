//! `next`: which proposals to approve first under a budget.

mod refusal;

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::bail;
use envcoop_cli::{
    ExitStatus, FormatArg, Refused, Session, SharedArgs, load_framework, read_portfolio_rows, study,
};
use envcoop_core::judge::gap::Gap;
use envcoop_core::judge::scope::Scope;
use envcoop_core::reason::Reason;
use envcoop_core::study::{Portfolio, Wanted};
use envcoop_next::{Advice, Budget, Case, Proposals, Why, Wishes};
use envcoop_present::next::{self, Recommendation};
use envcoop_words::problem::next as say;

use crate::args::{BudgetArg, Next};

pub(crate) fn run(
    args: &Next,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    #[expect(clippy::disallowed_methods, reason = "a search is as long as the user allows")]
    let started = Instant::now();
    let output = args.result.begin(shared, session)?;
    let wishes = Wishes {
        budget: budget(&args.budgets)?,
        currency: args.currency,
        must: args.must.clone(),
        never: args.never.clone(),
    };
    let framework = load_framework(&args.framework, session)?;
    let rules = args.judging.rules(&args.plans.reading);
    let mut portfolio = Portfolio::new(Scope::everything(&framework), rules, Wanted::default());
    let mut proposals = Proposals::default();
    read_portfolio_rows(&args.plans, &mut portfolio, session, &mut |row| proposals.add(row))?;
    let gap = study(portfolio, session)?.gap;
    let case = Case::new(&gap, proposals, &wishes)
        .map_err(|refusal| refusal::print(&refusal, &framework, session))?;
    warn(&gap, &case, session);

    let mut stop = || started.elapsed() >= args.time;
    let Some(advice) = Advice::new(&gap, &case, &mut stop) else {
        let (message, hint) = (say::NO_CHOICE, say::NO_CHOICE_HINT);
        session.error(message.get(session.lang), Some(hint.get(session.lang)));
        return Err(Refused.into());
    };
    let recommended = Recommendation { gap: &gap, case: &case, wishes: &wishes, advice: &advice };
    if output.format == FormatArg::Json {
        output.json(&next::json::json(&recommended), session)?;
    } else {
        output.write(&next::document(&recommended), "envcoop/next/1", session)?;
    }
    Ok(ExitStatus::Done)
}

/// Reads one amount, or one for each year.
fn budget(args: &[BudgetArg]) -> anyhow::Result<Budget> {
    if let [BudgetArg { year: None, amount }] = args {
        return Ok(Budget::Whole(*amount));
    }
    let mut years = BTreeMap::new();
    for arg in args {
        let Some(year) = arg.year else {
            bail!(Reason::from(say::BUDGET_SEVERAL));
        };
        if years.insert(year, arg.amount).is_some() {
            bail!(Reason::new(|lang| say::budget_twice(lang, year)));
        }
    }
    Ok(Budget::Years(years))
}

/// Says which proposals are never chosen, whatever the budget.
fn warn(gap: &Gap, case: &Case, session: &mut Session<'_, '_>) {
    let lang = session.lang;
    for (row, why) in &case.left_out {
        if let Why::NotApplicable(measure) = why {
            let measure = &gap.framework.measure(*measure).id;
            let message = say::not_applicable(lang, &row.place, &row.id, measure);
            session.warning(&message, Some(say::NOT_APPLICABLE_HINT.get(lang)));
        }
    }
    let others = case.left_out.iter().filter(|(_, why)| !matches!(why, Why::NotApplicable(_)));
    let n_others = others.count() as u64;
    if n_others > 0 {
        session.warning(&say::unranked(lang, n_others), Some(say::UNRANKED_HINT.get(lang)));
    }
}
