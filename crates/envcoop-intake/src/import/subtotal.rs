//! Rows numbered as headings that hold an amount: which of them are headings with the subtotal of the
//! rows below, by what those add up to.

use std::sync::Arc;

use envcoop_core::cell::amount::{self, Amounts};
use envcoop_core::money::{Cents, parse_published};
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, quoted};
use envcoop_core::text::Text;
use envcoop_words::import as say;

use super::kind::{PLAIN, level};
use super::outline::{is_higher, label};
use crate::mapping::field::{Field, named};
use crate::table::{Row, State};

/// A row under which others may stand, until one follows that stands as high.
struct Open {
    place: (Arc<str>, u64),
    label: String,
    amounts: Vec<Own>,
    /// The level of the first row below it.
    below: Option<u8>,
}

/// An amount of such a row, and what those below it in the same column add up to.
struct Own {
    at: usize,
    place: Place,
    cents: Cents,
    sum: Sum,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    n: u64,
    cents: Cents,
    /// Whether one of them cannot be read.
    is_open: bool,
}

impl Sum {
    fn add(&mut self, cents: Option<Cents>) {
        self.n += 1;
        self.cents += cents.unwrap_or_default();
        self.is_open |= cents.is_none();
    }

    fn is(&self, cents: Cents) -> bool {
        self.n > 0 && !self.is_open && self.cents == cents
    }
}

/// What was seen of the headings of a table so far.
pub(super) struct Subtotals {
    /// The columns of amounts.
    columns: Vec<usize>,
    sheet: Option<Arc<str>>,
    /// The rows above the next one, each of a higher level than those behind it.
    open: Vec<Open>,
    /// The rows that are headings with a subtotal.
    found: Vec<(Arc<str>, u64)>,
    /// Rows whose amount is not what the rows below them add up to.
    doubtful: Vec<Problem>,
}

impl Subtotals {
    /// Finds the columns of amounts among the headers.
    pub(super) fn of(names: &[String]) -> Subtotals {
        let budget = Field::Column(Column::Budget);
        let is_budget = |at: &usize| named(&names[*at]).is_some_and(|own| own.field == budget);
        let columns = (0..names.len()).filter(is_budget).collect();
        let (open, found, doubtful) = (Vec::new(), Vec::new(), Vec::new());
        Subtotals { columns, sheet: None, open, found, doubtful }
    }

    /// Takes the next row, or heading, of the table; `title` are the columns that say what is done.
    pub(super) fn take(&mut self, row: &Row<'_>, title: &[usize]) {
        if self.columns.is_empty() {
            return;
        }
        if self.sheet.as_ref() != Some(&row.part.place) {
            self.close(0);
            self.sheet = Some(Arc::clone(&row.part.place));
        }
        let (label, _) = label(row, title);
        let own_level = level(&label);
        self.close(own_level);
        if let Some(above) = self.open.last_mut() {
            above.below.get_or_insert(own_level);
        }
        let is_said = |at: &usize| {
            let is_repeated = row.cells.get(*at).is_some_and(|c| c.state == State::Repeated);
            !is_repeated && !row.text(*at).is_empty()
        };
        let said: Vec<usize> = self.columns.iter().copied().filter(is_said).collect();
        let amount = |at: usize| {
            let cents = read(row.text(at)).filter(|cents| *cents > Cents(0))?;
            Some(Own { at, place: row.place(at), cents, sum: Sum::default() })
        };
        let amounts: Vec<Own> = said.iter().filter_map(|&at| amount(at)).collect();
        if own_level < PLAIN && !amounts.is_empty() && amounts.len() == said.len() {
            let place = (Arc::clone(&row.part.place), row.number);
            self.open.push(Open { place, label, amounts, below: None });
        } else {
            said.into_iter().for_each(|at| self.add(at, read(row.text(at))));
        }
    }

    /// Returns the rows that are headings with a subtotal, and what is to be told of others.
    pub(super) fn end(mut self) -> (Vec<(Arc<str>, u64)>, Vec<Problem>) {
        self.close(0);
        (self.found, self.doubtful)
    }

    /// Adds an amount to those under the row above.
    fn add(&mut self, at: usize, cents: Option<Cents>) {
        let above = self.open.last_mut().into_iter().flat_map(|open| &mut open.amounts);
        above.filter(|own| own.at == at).for_each(|own| own.sum.add(cents));
    }

    /// Decides about the rows that stand no higher than `next`: no more rows belong to them.
    fn close(&mut self, next: u8) {
        while let Some(last) = self.open.pop_if(|last| level(&last.label) >= next) {
            let is_over = last.below.is_some_and(|below| is_higher(level(&last.label), below));
            let is_sum = is_over && last.amounts.iter().all(|own| own.sum.is(own.cents));
            for own in &last.amounts {
                if is_over && own.sum.n > 0 && !is_sum && !own.sum.is(own.cents) {
                    self.doubtful.push(differs(own, &last.label));
                }
                if !is_sum {
                    self.add(own.at, Some(own.cents));
                }
                if own.sum.n > 0 {
                    self.add(own.at, (!own.sum.is_open).then_some(own.sum.cents));
                }
            }
            if is_sum {
                self.found.push(last.place);
            }
        }
    }
}

fn differs(own: &Own, label: &str) -> Problem {
    let (cents, sum) = (amount::written(own.cents), amount::written(own.sum.cents));
    let message = Text::new(|lang| say::subtotal_differs(lang, quoted(label), &cents, &sum));
    let problem = Problem::warning(own.place.clone(), message).hint(say::SUBTOTAL_DIFFERS_HINT);
    problem.column(Column::Budget.code())
}

/// Reads an amount as it stands there, whatever the column counts in.
fn read(text: &str) -> Option<Cents> {
    let published = parse_published(text).filter(|(_, is_rounded)| !is_rounded);
    let published = published.map(|(cents, _)| cents);
    let other = || amount::read(text, Amounts::default()).ok();
    published.or_else(|| other().map(|read| read.value.cents))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cell, Part};

    /// Returns the lines that are headings with a subtotal, and how many are doubtful; of each line the
    /// number, the title and the amount.
    fn headings(lines: &str) -> (Vec<&str>, usize) {
        let names = ["序号", "工作任务", "经费"].map(str::to_owned);
        let part = Part { place: "t".into(), ..Part::default() };
        let mut subtotals = Subtotals::of(&names);
        let lines: Vec<&str> = lines.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let cells: Vec<Cell<'_>> =
                line.split(',').map(|text| Cell { text, ..Cell::default() }).collect();
            let row = Row { part: &part, number: at as u64, index: None, cells: &cells };
            subtotals.take(&row, &[1]);
        }
        let (found, doubtful) = subtotals.end();
        let mut found: Vec<u64> = found.into_iter().map(|place| place.1).collect();
        found.sort_unstable();
        (found.into_iter().map(|at| lines[at as usize]).collect(), doubtful.len())
    }

    #[test]
    fn a_heading_with_an_amount_is_proven_by_the_rows_below_it() {
        for (lines, is_found, n_doubtful) in [
            (",（一）双边,90\n1,甲,50\n2,乙,40\n,（二）多边,60\n3,丙,60", true, 0),
            (",一、国际,150\n,（一）双边,90\n,甲,50\n,乙,40\n,（二）多边,60\n,丙,60", true, 0),
            ("1,大气,90\n1.1,甲,50\n1.2,乙,40\n2,水,60\n2.1,丙,60", true, 0),
            (",（一）双边,90万元\n1,甲,50万元\n2,乙,40万元", true, 0),
            // What does not add up is told, and stays a row.
            (",（一）双边,100\n1,甲,50\n2,乙,40", false, 1),
            (",（一）双边,90\n1,甲,50\n2,乙,待定", false, 1),
            // Rows of one level are none above the other, nor steps without amounts below a row.
            ("1,甲,50\n2,乙,50\n3,丙,50", false, 0),
            (",（一）甲,90\n1,筹备,\n2,召开,", false, 0),
            ("1,甲,50\n,乙,50", false, 0),
        ] {
            let (found, n) = headings(lines);
            assert_eq!((found.is_empty(), n), (!is_found, n_doubtful), "{lines}");
        }
        let nested = headings(",一、国际,150\n,（一）双边,90\n,甲,90\n,（二）多边,60\n,丙,60").0;
        assert_eq!(nested, [",一、国际,150", ",（一）双边,90", ",（二）多边,60"]);
    }
}
