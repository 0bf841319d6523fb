//! Which actions of a strategy a checklist holds.

use envcoop_core::date::Date;
use envcoop_core::framework::{Action, Framework, Measure, MeasureIdx};
use envcoop_core::judge::gap::Gap;
use envcoop_core::judge::next_step;
use envcoop_core::vocabulary::Stage;

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

/// Returns the actions of these stages and measures, in framework order; of every stage where none is
/// named, and, where there is a gap analysis, only those that serve an unmet need.
pub(crate) fn select<'f>(
    framework: &'f Framework,
    measures: &[MeasureIdx],
    stages: &[Stage],
    gap: Option<&Gap>,
    year: i16,
) -> Vec<Item<'f>> {
    let is_asked = |action: &Action| stages.is_empty() || stages.contains(&action.stage);
    let mut items = Vec::new();
    for &idx in measures {
        let measure = framework.measure(idx);
        let actions: Vec<&Action> = match gap {
            Some(gap) => {
                next_step::actions(framework, &gap.measures[idx.at()], gap.rules.profile).collect()
            }
            None => measure.actions.iter().collect(),
        };
        for action in actions.into_iter().filter(|action| is_asked(action)) {
            // A framework's months are checked and the year is bounded by its option.
            let Ok(first) = Date::new(year, action.month, 1) else { continue };
            let id = format!("{}-{year}", action.id);
            items.push(Item { id, measure, action, due: first.last_of_month() });
        }
    }
    items
}
