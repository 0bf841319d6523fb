//! What the measures of a strategy are called: ids in any case, titles in any language.

use std::collections::HashMap;

use super::{Framework, MeasureIdx};
use crate::text::{Lang, name_key};

/// The names of the measures of a strategy.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Keys of ids and titles; nothing under what several measures are called.
    by_key: HashMap<String, Option<MeasureIdx>>,
}

impl Names {
    /// Collects the names of the measures.
    pub(super) fn of(framework: &Framework) -> Names {
        let mut by_key = HashMap::new();
        for idx in framework.measure_idxs() {
            let measure = framework.measure(idx);
            let titles = Lang::ALL.map(|lang| key(measure.title.get(lang)));
            for name in titles.into_iter().chain([key(&measure.id)]).filter(|name| !name.is_empty())
            {
                let own = by_key.entry(name).or_insert(Some(idx));
                if *own != Some(idx) {
                    *own = None;
                }
            }
        }
        Names { by_key }
    }

    pub(super) fn find(&self, text: &str) -> Option<MeasureIdx> {
        let found = |text: &str| self.by_key.get(&key(text)).copied().flatten();
        found(text).or_else(|| {
            // Lists for people write the id before the title.
            let (id, title) = text.split_once([' ', '\u{3000}', '\t'])?;
            found(id).filter(|idx| found(title) == Some(*idx))
        })
    }
}

/// What tells names apart: not their case, nor their blanks.
fn key(text: &str) -> String {
    name_key(text).split(' ').collect()
}
