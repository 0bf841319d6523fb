//! Rows numbered as headings that hold an amount: which of them are headings with the subtotal of the
//! rows below, by what those add up to.

use std::sync::Arc;

use envcoop_core::cell::amount::Amounts;
use envcoop_core::money::Cents;
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, quoted};
use envcoop_core::text::Text;
use envcoop_words::import as say;

use super::kind::{Kind, PLAIN, level};
use super::outline::{OF_HEADINGS, is_higher, label};
use super::sheets;
use crate::mapping::field::{Field, named};
use crate::mapping::sum::{Sum, Worth};
use crate::mapping::unit::Unit;
use crate::table::{Row, State};

/// A row under which others may stand, until one follows that stands as high.
struct Open {
    place: (Arc<str>, u64),
    label: String,
    amounts: Vec<Own>,
    /// Whether it calls itself a total: it is a heading, or none of the rows.
    is_total: bool,
    /// The level of the first row below it.
    below: Option<u8>,
}

/// An amount of such a row, and what those below it in the same column add up to.
struct Own {
    at: usize,
    place: Place,
    unit: Unit,
    worth: Worth,
    sum: Sum,
}

/// What was seen of the headings of a table so far.
pub(super) struct Subtotals {
    /// The columns of amounts, each with what its header says that it counts in.
    columns: Vec<(usize, Unit)>,
    /// What the titles of the sheet say of that.
    unit: Unit,
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
        let own = |name: &String| named(name).filter(|own| own.field == budget);
        let columns = names.iter().enumerate();
        let columns = columns.filter_map(|(at, name)| Some((at, own(name)?.unit))).collect();
        let (open, found, doubtful) = (Vec::new(), Vec::new(), Vec::new());
        Subtotals { columns, unit: Unit::default(), sheet: None, open, found, doubtful }
    }

    /// Takes the next row, heading or total of the table; `title` are the columns that say what is done.
    pub(super) fn take(&mut self, row: &Row<'_>, title: &[usize], kind: Kind) {
        let (label, _) = label(row, title);
        let own_level = level(&label);
        let is_total = kind == Kind::Total;
        // `一、双边合作（小计）` may be a heading, `合计` is none.
        if self.columns.is_empty() || (is_total && own_level > OF_HEADINGS) {
            return;
        }
        if self.sheet.as_ref() != Some(&row.part.place) {
            self.close(0);
            self.sheet = Some(Arc::clone(&row.part.place));
            self.unit = sheets::of(row.part, "").unit.unwrap_or_default();
        }
        self.close(own_level);
        if let Some(above) = self.open.last_mut() {
            above.below.get_or_insert(own_level);
        }
        let is_said = |at: usize| {
            let is_repeated = row.cells.get(at).is_some_and(|c| c.state == State::Repeated);
            !is_repeated && !row.text(at).is_empty()
        };
        let said = self.columns.iter().filter(|(at, _)| is_said(*at)).map(|(at, unit)| {
            let unit = unit.clone().or(&self.unit);
            let known = Amounts { unit: unit.factor(), ..Amounts::default() };
            (*at, Worth::read(row.text(*at), known, &unit), unit)
        });
        let said: Vec<(usize, Option<Worth>, Unit)> = said.collect();
        let is_above = |(_, worth, _): &(usize, Option<Worth>, Unit)| {
            worth.is_some_and(|own| own.cents > Cents(0))
        };
        if own_level < PLAIN && !said.is_empty() && said.iter().all(is_above) {
            let place = (Arc::clone(&row.part.place), row.number);
            let amounts = said.into_iter().filter_map(|(at, worth, unit)| {
                let (place, sum) = (row.place(at), Sum::default());
                Some(Own { at, place, unit, worth: worth?, sum })
            });
            let amounts = amounts.collect();
            self.open.push(Open { place, label, amounts, is_total, below: None });
        } else if !is_total {
            said.into_iter().for_each(|(at, worth, _)| self.add(at, worth));
        }
    }

    /// Returns the rows that are headings with a subtotal, and what is to be told of others.
    pub(super) fn end(mut self) -> (Vec<(Arc<str>, u64)>, Vec<Problem>) {
        self.close(0);
        (self.found, self.doubtful)
    }

    /// Adds an amount to those under the row above.
    fn add(&mut self, at: usize, worth: Option<Worth>) {
        let above = self.open.last_mut().into_iter().flat_map(|open| &mut open.amounts);
        above.filter(|own| own.at == at).for_each(|own| own.sum.add(worth));
    }

    /// Decides about the rows that stand no higher than `next`: no more rows belong to them.
    fn close(&mut self, next: u8) {
        while let Some(last) = self.open.pop_if(|last| level(&last.label) >= next) {
            let is_over = last.below.is_some_and(|below| is_higher(level(&last.label), below));
            let is_sum = is_over && last.amounts.iter().all(|own| own.sum.is(own.worth));
            for own in &last.amounts {
                let is_row = !is_sum && !last.is_total;
                if is_row && is_over && own.sum.n > 0 && !own.sum.is(own.worth) {
                    self.doubtful.push(differs(own, &last.label));
                }
                if is_row {
                    self.add(own.at, Some(own.worth));
                }
                if own.sum.n > 0 {
                    self.add(own.at, own.sum.worth());
                }
            }
            if is_sum {
                self.found.push(last.place);
            }
        }
    }
}

fn differs(own: &Own, label: &str) -> Problem {
    let counted = |cents| {
        let text = own.unit.counted(cents);
        text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
    };
    let (cents, sum) = (counted(own.worth.cents), counted(own.sum.cents));
    let message = Text::new(|lang| say::subtotal_differs(lang, quoted(label), &cents, &sum));
    let problem = Problem::warning(own.place.clone(), message).hint(say::SUBTOTAL_DIFFERS_HINT);
    problem.column(Column::Budget.code())
}

#[cfg(test)]
mod tests {
    use super::super::kind;
    use super::*;
    use crate::table::{Cell, Part};

    /// Returns the lines that are headings with a subtotal, and how many are doubtful; of each line the
    /// number, the title and the amount.
    fn headings(lines: &str) -> (Vec<&str>, usize) {
        let names = ["序号", "工作任务", "经费（万元）"].map(str::to_owned);
        let part = Part { place: "t".into(), ..Part::default() };
        let mut subtotals = Subtotals::of(&names);
        let lines: Vec<&str> = lines.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let cells: Vec<Cell<'_>> =
                line.split(',').map(|text| Cell { text, ..Cell::default() }).collect();
            let row = Row { part: &part, number: at as u64, index: None, cells: &cells };
            subtotals.take(&row, &[1], kind::of(&row, &names, &[1]));
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
            // Each cell counts in its own unit, whatever that of the column is.
            (",（一）双边,4.2\n1,甲,1\n2,乙,3.2万元", true, 0),
            (",（一）双边,13\n1,甲,5\n2,乙,80000元", true, 0),
            (",（一）双边,35\n1,甲,5\n2,乙,30万美元", false, 1),
            // One that calls itself a subtotal is a heading where rows below it add up to it.
            (",一、双边（小计）,90\n1,甲,50\n2,乙,40\n,二、多边（小计）,60\n3,丙,60", true, 0),
            ("1,甲,50\n2,乙,40\n,一、小计,90\n3,丙,60", false, 0),
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
