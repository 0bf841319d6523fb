//! Columns of months in which rows are marked.

use envcoop_core::date::Date;
use envcoop_core::plan::Column;
use envcoop_core::problem::quoted;
use envcoop_core::text::Text;
use envcoop_words::import as say;

use super::Maker;
use crate::mapping::Rule;
use crate::mapping::field::Field;
use crate::mapping::months::{Mark, stretch};

/// Of how many columns at least the months of a chart are.
const LEAST: usize = 2;
/// The longest stretch of time that is a column of a chart, in days: half a year.
const LONGEST: i32 = 184;

impl Maker<'_> {
    /// Finds the columns of a chart: side by side, one stretch of time after the other, with marks
    /// below. What other columns say of the days goes first.
    pub(super) fn months(&mut self, year: Option<i16>) {
        let has = |field| self.of(field).next().is_some();
        let ends = [Column::Start, Column::End].map(Field::Column);
        if has(Field::Period) || ends.into_iter().all(has) {
            return;
        }
        let columns = self.chart(year);
        let (Some(&first), Some(&last)) = (columns.first(), columns.last()) else { return };
        let names = [first, last].map(|at| quoted(&self.names[at])).join(" – ");
        if columns.iter().all(|&at| self.profiles[at].n == 0) {
            let message = Text::new(|lang| say::months_blank(lang, &names));
            self.proposal.remarks.push((message, Some(say::MONTHS_BLANK_HINT.into())));
            return;
        }
        let from: Vec<String> = columns.iter().map(|&at| self.names[at].clone()).collect();
        let yearless = from.iter().find(|name| stretch(name, None).is_err()).cloned();
        self.proposal.mapping.rules.push(Rule { to: Field::Months, from, ..Rule::default() });
        let message = Text::new(|lang| say::months_marked(lang, &names));
        self.proposal.remarks.push((message, None));
        if let Some(text) = yearless.filter(|_| self.proposal.mapping.year.is_none()) {
            self.take_year(&text, year);
        }
    }

    /// Returns the longest run of columns that are a chart.
    fn chart(&self, year: Option<i16>) -> Vec<usize> {
        let (mut best, mut run): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut last: Option<Date> = None;
        for at in 0..self.names.len() {
            let days = stretch(&self.names[at], year.or(Some(2000))).ok();
            let days = days.filter(|(from, to)| {
                self.columns[at].is_none() && (*to - *from).get_days() <= LONGEST
            });
            let is_chart = self.profiles[at].texts.iter().all(|t| Mark::of(t) != Mark::Number);
            let Some((from, to)) = days.filter(|_| is_chart) else {
                run.clear();
                last = None;
                continue;
            };
            if last.is_some_and(|last| last >= from) {
                run.clear();
            }
            run.push(at);
            last = Some(to);
            if run.len() > best.len() {
                best.clone_from(&run);
            }
        }
        if best.len() < LEAST { Vec::new() } else { best }
    }
}
