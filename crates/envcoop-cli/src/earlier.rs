//! An earlier plan, to compare with.

use std::sync::Arc;

use envcoop_core::framework::Framework;
use envcoop_core::judge::change::Fates;
use envcoop_core::judge::judged::Rules;
use envcoop_core::judge::scope::Scope;
use envcoop_core::study::{Input, Portfolio, Wanted};

use crate::{PlanArgs, Session, read_portfolio_on_record};

/// What an earlier plan added up to, and the rows of it that a later plan is looked through for.
#[derive(Debug)]
pub struct Earlier {
    /// What it added up to.
    pub portfolio: Portfolio,
    /// What was read.
    pub inputs: Vec<Input>,
    /// What becomes of its rows; the later plan's rows are to be shown to it.
    pub fates: Fates,
}

impl Earlier {
    /// Reads an earlier plan, to be judged by `rules`.
    ///
    /// # Errors
    /// As [`read_plans`](crate::read_plans).
    pub fn read(
        plans: &PlanArgs,
        rules: Rules,
        framework: &Arc<Framework>,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Earlier> {
        let mut portfolio = Portfolio::new(Scope::everything(framework), rules, Wanted::default());
        let (_, inputs) = read_portfolio_on_record(plans, &mut portfolio, session, &mut |_| {})?;
        let fates = portfolio.fates();
        Ok(Earlier { portfolio, inputs, fates })
    }
}
