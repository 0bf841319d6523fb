//! An earlier plan, to compare with.

use envcoop_core::framework::Framework;
use envcoop_core::judge::change::Fates;
use envcoop_core::judge::gap::Terms;
use envcoop_core::judge::tally::Tally;
use envcoop_core::plan::Activity;

use crate::{Input, PlanArgs, Session, read_plans_on_record};

/// What an earlier plan added up to, and the rows of it that a later plan is looked through for.
#[derive(Debug)]
pub struct Earlier {
    /// How it is judged.
    pub terms: Terms,
    /// What it added up to.
    pub tally: Tally,
    /// What was read.
    pub inputs: Vec<Input>,
    /// What becomes of its rows; the later plan's rows are to be shown to it.
    pub fates: Fates,
}

impl Earlier {
    /// Reads an earlier plan, to be judged by `terms`.
    ///
    /// # Errors
    /// As [`read_plans_on_record`].
    pub fn read(
        plans: &PlanArgs,
        mut terms: Terms,
        framework: &Framework,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Earlier> {
        let mut tally = Tally::new(framework);
        let mut add = |row: &Activity<'_>, blank| tally.add(row, terms.as_of, blank);
        let (summary, inputs) = read_plans_on_record(plans, framework, session, &mut add)?;
        terms.blank = summary.blank;
        let fates = Fates::of(&tally);
        Ok(Earlier { terms, tally, inputs, fates })
    }
}
