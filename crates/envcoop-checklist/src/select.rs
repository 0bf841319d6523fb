//! Which actions of a strategy a checklist holds.

use anyhow::bail;
use envcoop_core::date::Date;
use envcoop_core::framework::{Action, Framework, Measure};
use envcoop_core::judge::gap::Gap;
use envcoop_core::judge::next_step;
use envcoop_core::text::nearest;
use envcoop_core::vocabulary::Stage;

use crate::args::New;

/// An action of the strategy, to be done by a day.
#[derive(Clone, Debug)]
pub(crate) struct Item<'f> {
    /// Id of the row: the action's and the year, so that every year's checklist has its own.
    pub(crate) id: String,
    /// The measure that it serves.
    pub(crate) measure: &'f Measure,
    /// The action.
    pub(crate) action: &'f Action,
    /// The last day of its month.
    pub(crate) due: Date,
}

/// What the user restricted the checklist to.
pub(crate) struct Filter<'a> {
    args: &'a New,
    stages: Vec<Stage>,
}

impl<'a> Filter<'a> {
    /// Takes the filters from the command line.
    ///
    /// # Errors
    /// Names the first filter that names nothing of the framework, and what was probably meant.
    pub(crate) fn new(args: &'a New, framework: &Framework) -> anyhow::Result<Self> {
        let known = |what, given: &[String], ids: Vec<&str>| {
            let Some(wrong) = given.iter().find(|id| !ids.contains(&id.as_str())) else {
                return Ok(());
            };
            let hint = match nearest(wrong, ids.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are: {}", ids.join(", ")),
            };
            bail!("the framework `{}` has no {what} `{wrong}`; {hint}", framework.id)
        };
        let ids =
            |ids: &mut dyn Iterator<Item = &'_ String>| -> Vec<String> { ids.cloned().collect() };
        let lists = [
            ("challenge", &args.challenge, ids(&mut framework.challenges.iter().map(|c| &c.id))),
            ("area", &args.area, ids(&mut framework.areas.iter().map(|a| &a.id))),
            ("measure", &args.measure, ids(&mut framework.measures.iter().map(|m| &m.id))),
            ("term", &args.term, ids(&mut framework.terms.iter().map(|t| &t.id))),
        ];
        for (what, given, there) in &lists {
            known(*what, given.as_slice(), there.iter().map(String::as_str).collect())?;
        }
        Ok(Filter { args, stages: args.stage.iter().map(|&stage| stage.into()).collect() })
    }

    fn takes_measure(&self, measure: &Measure) -> bool {
        let New { challenge, area, measure: measures, term, .. } = self.args;
        let asked = |list: &[String], id: &str| list.is_empty() || list.iter().any(|own| own == id);
        asked(area, &measure.area)
            && asked(measures, &measure.id)
            && (challenge.is_empty() || challenge.iter().any(|c| measure.strength(c).is_some()))
            && (term.is_empty() || term.iter().any(|t| measure.terms.contains(t)))
    }

    fn takes_action(&self, action: &Action) -> bool {
        self.stages.is_empty() || self.stages.contains(&action.stage)
    }
}

/// Returns the actions that pass the filter, in framework order; where there is a gap analysis, only
/// those that serve an unmet need.
pub(crate) fn select<'f>(
    framework: &'f Framework,
    filter: &Filter<'_>,
    gap: Option<&Gap>,
    year: i16,
) -> Vec<Item<'f>> {
    let mut items = Vec::new();
    for idx in framework.measure_idxs() {
        let measure = framework.measure(idx);
        if !filter.takes_measure(measure) {
            continue;
        }
        let actions: Vec<&Action> = match gap {
            Some(gap) => {
                next_step::actions(framework, &gap.measures[idx.at()], gap.rules.profile).collect()
            }
            None => measure.actions.iter().collect(),
        };
        for action in actions.into_iter().filter(|action| filter.takes_action(action)) {
            // A framework's months are checked and the year is bounded by its option.
            let Ok(first) = Date::new(year, action.month, 1) else { continue };
            let id = format!("{}-{year}", action.id);
            items.push(Item { id, measure, action, due: first.last_of_month() });
        }
    }
    items
}
