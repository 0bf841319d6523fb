//! From the texts of a row to its budget and currency.

use envcoop_core::cell::amount::{self, Amount, AmountFault, Amounts};
use envcoop_core::cell::funded::{self, Funded};
use envcoop_core::cell::{Marks, currency};
use envcoop_core::decimal::DecimalError;
use envcoop_core::money::{Cents, Currency, parse_published};
use envcoop_core::plan::Column;
use envcoop_core::plan::grammar::{self, UNKNOWN};
use envcoop_core::problem::{Problem, Severity, quoted};
use envcoop_core::text::{Lang, trim};
use envcoop_words::problem::cell as say;

use super::cells::{Content, content};
use super::told::{MOST_FAULTS, count};
use super::{Applier, Mapped};
use crate::mapping::field::Field;
use crate::mapping::sum::{Worth, names_unit};
use crate::mapping::unit::Unit;
use crate::mapping::{BUDGET, Pick};
use crate::table::{Row, State};

/// An amount that was read, and its currency.
type Money = (Cents, Currency);

impl Applier<'_> {
    /// Reads the budget and its currency, which the cell, a column of its own or the mapping says.
    pub(super) fn money(&mut self, row: &Row<'_>, mapped: &mut Mapped) {
        let found = match self.mapping.rule(BUDGET).map(|rule| rule.pick) {
            None => None,
            Some(Pick::Sum) => self.sum(row, mapped),
            Some(Pick::All | Pick::First) => self.one(row, mapped),
        };
        let Some((from, (cents, currency))) = found else {
            mapped.set(Column::Currency, "");
            return;
        };
        let written = amount::written(cents);
        if written != from {
            let to = format!("{written} {currency}");
            count(&mut self.told.spelt, Column::Budget, &from, &to);
        }
        mapped.set(Column::Budget, written);
        mapped.set(Column::Currency, currency.to_string());
    }

    /// Reads the amount of one cell. Where there is none, the budget says why.
    fn one(&mut self, row: &Row<'_>, mapped: &mut Mapped) -> Option<(String, Money)> {
        let at = self.at(BUDGET);
        let text = mapped.get(Column::Budget).to_owned();
        let is_merged = row.cells.get(at).is_some_and(|cell| cell.state == State::Repeated);
        if is_merged {
            // The amount of a merged cell is one, and stands in its first row.
            self.told.n_merged += 1;
            mapped.set(Column::Budget, UNKNOWN);
            return None;
        }
        let money = match content(&text) {
            Content::None => {
                mapped.set(Column::Budget, "");
                return None;
            }
            Content::Unknown => None,
            Content::Text(text) => match self.funded(self.amounts(at, row), text, mapped) {
                Some(parts) => self.paid(at, &parts, row, mapped),
                None => self.amount(at, text, row, mapped),
            },
        };
        if money.is_none() {
            mapped.set(Column::Budget, UNKNOWN);
        }
        money.map(|money| (trim(&text).to_owned(), money))
    }

    /// Takes a cell apart that says who pays, where no other column says something else of that.
    fn funded<'t>(
        &self,
        known: Amounts,
        text: &'t str,
        mapped: &Mapped,
    ) -> Option<Vec<Funded<'t>>> {
        let parts = funded::read(text, known)?;
        let own = mapped.get(Column::Funder);
        parts.iter().all(|part| own.is_empty() || own.contains(part.funder)).then_some(parts)
    }

    /// Adds up amounts of one cell, and takes the words before each for who pays.
    fn paid(
        &mut self,
        at: usize,
        parts: &[Funded<'_>],
        row: &Row<'_>,
        mapped: &mut Mapped,
    ) -> Option<Money> {
        let mut sum: Option<Money> = None;
        for part in parts {
            let money = self.amount(at, part.amount, row, mapped)?;
            sum = Some(self.plus(sum, money, at, part.amount, row)?);
        }
        if mapped.get(Column::Funder).is_empty() {
            let mut funders: Vec<&str> = parts.iter().map(|part| part.funder).collect();
            funders.dedup();
            let funders = funders.join("; ");
            count(&mut self.told.funders, Column::Funder, row.text(at), &funders);
            mapped.set(Column::Funder, funders);
        }
        sum
    }

    /// Adds an amount to others in the same currency; of another one it is named.
    fn plus(
        &mut self,
        sum: Option<Money>,
        (more, currency): Money,
        at: usize,
        text: &str,
        row: &Row<'_>,
    ) -> Option<Money> {
        match sum {
            None => Some((more, currency)),
            Some((cents, own)) if own == currency => Some((Cents(cents.0 + more.0), own)),
            Some((_, own)) => {
                self.fault(row, at, Column::Budget, text, |lang| {
                    let message = say::parts_differ(lang, quoted(text), currency, own);
                    (message, say::PARTS_DIFFER_HINT.get(lang).to_owned())
                });
                None
            }
        }
    }

    /// Adds up the amounts of several cells: all of them are known and in one currency, or the sum is
    /// not known.
    fn sum(&mut self, row: &Row<'_>, mapped: &mut Mapped) -> Option<(String, Money)> {
        let at_rule = self.mapping.rules.iter().position(|own| own.to == BUDGET)?;
        let mut sum: Option<Money> = None;
        let mut texts: Vec<String> = Vec::new();
        let mut is_known = true;
        let mut n_merged = 0;
        for at in self.columns[at_rule].clone() {
            if row.cells.get(at).is_some_and(|cell| cell.state == State::Repeated) {
                n_merged += 1;
                continue;
            }
            let text = self.meant(at_rule, row.text(at).to_owned());
            if self.is_fault(Column::Budget, at, &text, row) {
                is_known = false;
                continue;
            }
            let money = match content(&text) {
                Content::None => continue,
                Content::Text(text) => self.amount(at, text, row, mapped),
                Content::Unknown => {
                    self.fault(row, at, Column::Budget, &text, |lang| {
                        let message = say::part_unknown(lang, quoted(&text));
                        (message, say::PART_UNKNOWN_HINT.get(lang).to_owned())
                    });
                    None
                }
            };
            match money.and_then(|money| self.plus(sum, money, at, &text, row)) {
                Some(more) => sum = Some(more),
                None => is_known = false,
            }
            texts.push(text);
        }
        // Amounts of merged cells count once, in their first row.
        self.told.n_merged += u64::from(n_merged > 0);
        is_known &= n_merged == 0 || sum.is_some();
        mapped.set(Column::Budget, if is_known { "" } else { UNKNOWN });
        let sum = sum.filter(|_| is_known)?;
        Some((texts.join(" + "), sum))
    }

    /// Returns what is known of the amount of a cell.
    fn amounts(&self, at: usize, row: &Row<'_>) -> Amounts {
        // A number has no marks of thousands; amounts in yuan, yen and 万 have no decimal comma.
        let is_number = row.cells.get(at).is_some_and(|cell| cell.is_number);
        let is_of_east = matches!(self.unit.currency.as_deref(), Some("CNY" | "JPY"))
            || matches!(self.unit.power, Some(4 | 5 | 7 | 8));
        let is_point_open = !(self.shows_point || is_number || is_of_east);
        Amounts { marks: self.marks, unit: self.unit.factor(), is_point_open }
    }

    /// Reads the amount of a cell as one that is added up with others.
    pub(crate) fn worth(&self, at: usize, row: &Row<'_>) -> Option<Worth> {
        Worth::read(row.text(at), self.amounts(at, row), &self.unit)
    }

    /// Reads an amount and its currency; what cannot be read is named.
    fn amount(&mut self, at: usize, text: &str, row: &Row<'_>, mapped: &Mapped) -> Option<Money> {
        let known = self.amounts(at, row);
        let amount = match self.rounded(text, known, self.unit.power.unwrap_or(0)) {
            Ok(amount) => amount,
            Err(fault) => {
                let unit = self.unit.clone();
                self.fault(row, at, Column::Budget, text, |lang| {
                    let (message, hint) = fault.said(lang, text);
                    (message, counted_hint(lang, fault, &unit).unwrap_or(hint))
                });
                return None;
            }
        };
        if known.unit > 1 && amount.tender.is_some() && !names_unit(text) {
            let unit = self.unit.power_word().unwrap_or_default();
            self.fault(row, at, Column::Budget, text, |lang| {
                let message = say::scale_open(lang, unit, quoted(text));
                (message, say::SCALE_OPEN_HINT.get(lang).to_owned())
            });
            return None;
        }
        let cell = trim(mapped.get(Column::Currency)).to_owned();
        let of_column = currency::read(&cell).map(|read| read.value);
        if of_column.is_none() && !cell.is_empty() && !grammar::is_unknown(&cell) {
            let at = self.at(Field::Column(Column::Currency));
            self.fault(row, at, Column::Currency, &cell, |lang| {
                (say::no_currency(lang, quoted(&cell)), say::NO_CURRENCY_HINT.get(lang).to_owned())
            });
            return None;
        }
        let of_unit = self.unit.currency.as_deref().and_then(|code| code.parse::<Currency>().ok());
        let currency = amount.currency().or(of_column).or(of_unit);
        let currency =
            currency.filter(|&own| amount.agrees(own) && of_column.is_none_or(|c| c == own));
        if currency.is_none() {
            self.fault(row, at, Column::Currency, text, |lang| {
                let message = say::currency_open(lang, quoted(text));
                (message, say::CURRENCY_OPEN_HINT.get(lang).to_owned())
            });
        }
        self.advise(at, text, &amount, row);
        Some((amount.cents, currency?))
    }

    /// Names an amount that is counted in the unit of its column and is far beyond the others: people
    /// write yuan under 万元.
    fn advise(&mut self, at: usize, text: &str, amount: &Amount, row: &Row<'_>) {
        let factor = i128::from(self.unit.factor());
        let is_counted = factor > 1 && amount.tender.is_none() && !names_unit(text);
        let Some(usual) = self.usual.filter(|_| is_counted) else { return };
        let is_far = amount.cents.0 / factor >= usual.0.saturating_mul(FAR);
        if !is_far || self.told.far.len() >= MOST_FAULTS {
            return;
        }
        let unit = self.unit.power_word().unwrap_or_default();
        let read = amount::written(amount.cents);
        let own = amount::written(Cents(amount.cents.0 / factor / factor));
        let problem = Problem::saying(Severity::Warning, row.place(at), |lang| {
            let message = say::far(lang, quoted(text), unit, &read);
            (message, say::far_hint(lang, unit, &own))
        });
        self.told.far.push(problem.column(Column::Budget.code()));
    }

    /// Reads an amount; one that is finer than a cent is rounded, as published ones are.
    fn rounded(&mut self, text: &str, known: Amounts, power: u32) -> Result<Amount, AmountFault> {
        let read = amount::read(text, known).map(|read| read.value);
        if let Err(AmountFault::Broken(error)) = read
            && error.0 == DecimalError::TooFine
            && let Some((cents, _)) = parse_published(&format!("{text}e{power}"))
            && cents >= Cents(0)
        {
            self.told.n_rounded += 1;
            return Ok(Amount { cents, tender: None });
        }
        read
    }
}

/// How many times what is usual in its column an amount is that can hardly be meant.
const FAR: i128 = 1000;

/// Returns what an amount of a column usually is, in its own units: the lower median of the amounts that
/// name none; nothing where there are fewer than two.
pub(super) fn usual(texts: &[&str], marks: Option<Marks>) -> Option<Cents> {
    let read = |text: &&str| {
        let read = amount::read(text, Amounts { marks, ..Amounts::default() }).ok()?.value;
        (!names_unit(text) && read.tender.is_none() && read.cents > Cents(0)).then_some(read.cents)
    };
    let mut all: Vec<Cents> = texts.iter().filter_map(read).collect();
    all.sort_unstable();
    all.get((all.len() - 1.min(all.len())) / 2).copied().filter(|_| all.len() > 1)
}

/// Returns the way out of a cell that is no number, in the unit of its column.
fn counted_hint(lang: Lang, fault: AmountFault, unit: &Unit) -> Option<String> {
    let is_no_number =
        matches!(fault, AmountFault::Broken(error) if error.0 == DecimalError::NotANumber);
    let word = unit.power_word().filter(|_| is_no_number && unit.factor() > 1)?;
    let worth = 120 * u64::from(unit.factor());
    Some(say::counted_hint(lang, word, worth))
}
