//! What an analysis is restricted to.

use std::sync::Arc;

use crate::date::Date;
use crate::framework::{Framework, MeasureIdx};
use crate::judge::filter::Filter;
use crate::judge::period::Period;
use crate::judge::target::{Step, Targets};
use crate::plan::Activity;
use crate::reason::Reason;
use crate::text::Text;
use crate::vocabulary::Profile;

/// What an analysis is restricted to, and what remains of the strategy.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The whole strategy: plans are read against it.
    pub whole: Arc<Framework>,
    /// The strategy with the measures that remain; the whole where all do.
    pub framework: Arc<Framework>,
    /// The measures that remain, as numbered in the whole, in its order.
    pub keep: Vec<MeasureIdx>,
    /// Which measures are asked for.
    pub filter: Filter,
    /// Which rows are asked for, where not all are.
    pub period: Option<Period>,
    /// What each measure must have reached, where that differs.
    pub targets: Option<Targeted>,
}

/// What measures must have reached at a day.
#[derive(Clone, Debug)]
pub struct Targeted {
    /// The file that says so.
    pub file: String,
    /// One profile for each measure that remains, in framework order.
    pub profiles: Vec<Profile>,
    /// The measures of which nothing is due yet.
    pub not_due: Vec<NotDue>,
}

/// A measure of which nothing is due yet.
#[derive(Clone, Debug)]
pub struct NotDue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// What it must reach first; none where no target names it.
    pub next: Option<Step>,
}

impl Scope {
    /// Restricts nothing.
    pub fn everything(whole: &Arc<Framework>) -> Scope {
        Scope {
            whole: Arc::clone(whole),
            framework: Arc::clone(whole),
            keep: whole.measure_idxs().collect(),
            filter: Filter::default(),
            period: None,
            targets: None,
        }
    }

    /// Restricts an analysis to some measures and, perhaps, to the rows of a period.
    ///
    /// # Errors
    /// As [`Filter::keep`].
    pub fn new(
        whole: &Arc<Framework>,
        filter: Filter,
        period: Option<Period>,
    ) -> Result<Scope, Reason> {
        let keep = filter.keep(whole)?;
        Ok(Scope { filter, period, ..Scope::everything(whole) }.of(keep))
    }

    /// Judges each measure by what it must have reached at `as_of`, and leaves out those of which
    /// nothing is due yet; `file` is where the targets stand.
    #[must_use]
    pub fn with_targets(mut self, file: String, targets: &Targets, as_of: Date) -> Scope {
        let due = targets.at(as_of);
        let (keep, later): (Vec<_>, Vec<_>) =
            self.keep.iter().copied().partition(|idx| due[idx.at()].now.is_some());
        let not_due = later.into_iter().map(|idx| {
            let measure = self.whole.measure(idx);
            NotDue {
                id: measure.id.clone(),
                title: measure.title.clone(),
                next: due[idx.at()].next,
            }
        });
        let steps = keep.iter().filter_map(|idx| due[idx.at()].now);
        let profiles = steps.map(|step| step.profile).collect();
        self.targets = Some(Targeted { file, profiles, not_due: not_due.collect() });
        self.of(keep)
    }

    /// Tells whether measures are left out.
    pub fn is_part(&self) -> bool {
        self.keep.len() < self.whole.measures.len()
    }

    /// Returns the place, among the measures that remain, of a measure as numbered in the whole; none
    /// where it is left out.
    pub fn place_of(&self, measure: MeasureIdx) -> Option<MeasureIdx> {
        let at = self.keep.binary_search(&measure).ok()?;
        Some(MeasureIdx(at as u16))
    }

    /// Tells whether a row serves a measure that remains. Where all remain, rows that serve none are
    /// looked at as well.
    pub fn takes(&self, row: &Activity<'_>) -> bool {
        match row.measures {
            [] => !self.is_part(),
            measures => measures.iter().any(|share| self.place_of(share.measure).is_some()),
        }
    }

    fn of(mut self, keep: Vec<MeasureIdx>) -> Scope {
        self.keep = keep;
        self.framework = if self.is_part() {
            Arc::new(self.whole.only(&self.keep))
        } else {
            Arc::clone(&self.whole)
        };
        self
    }
}
