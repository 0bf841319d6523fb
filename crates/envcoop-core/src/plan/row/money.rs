//! The amount of a row and its currency, which stand in two cells or in one.

use envcoop_words::problem::row as say;

use super::{Parser, both, hint, text_cell};
use crate::cell::{Amount, Amounts, amount, currency};
use crate::money::Currency;
use crate::plan::{Cell, Column, Money, Recent};
use crate::problem::quoted;

impl Parser<'_, '_> {
    pub(super) fn budget(&mut self, recent: &mut Recent<Option<Currency>>) -> Cell<Money> {
        let read = |text| amount::read(text, Amounts::default());
        let amount = self.cell(Column::Budget, read, Amount::to_string, |lang, fault, text| {
            fault.said(lang, text)
        });
        let currency = self.recent(
            Column::Currency,
            recent,
            |text| currency::read(text).ok_or(()),
            Currency::to_string,
            |lang, (), text| currency::refused(lang, text),
        );
        match (amount, currency) {
            (Cell::Known(amount), Cell::Known(currency)) if !amount.agrees(currency) => {
                let budget = quoted(self.cells.get(Column::Budget));
                self.fault(Column::Currency, |lang| {
                    let message = say::currencies_differ(lang, &budget, currency);
                    (message, hint(lang, say::CURRENCIES_DIFFER_HINT))
                });
                Cell::Unknown
            }
            (Cell::Known(Amount { cents: amount, .. }), Cell::Known(currency)) => {
                Cell::Known(Money { amount, currency })
            }
            (Cell::Known(amount), Cell::Blank | Cell::Unknown) => self.money(amount),
            (Cell::Blank, Cell::Known(currency)) => {
                self.fault(Column::Budget, |lang| {
                    let message = say::currency_without_budget(lang, currency);
                    (message, hint(lang, say::ADD_AMOUNT))
                });
                Cell::Unknown
            }
            (Cell::Unknown, _) | (Cell::Blank, Cell::Unknown) => Cell::Unknown,
            (Cell::Blank, Cell::Blank) => Cell::Blank,
        }
    }

    /// Takes the currency from the cell of the amount where the other does not say it.
    fn money(&mut self, amount: Amount) -> Cell<Money> {
        let beside = self.cells.get(Column::Currency);
        let budget = quoted(self.cells.get(Column::Budget));
        match (amount.currency(), text_cell(beside)) {
            // A refused currency has been named already.
            (_, Cell::Known(_)) => {}
            (Some(currency), _) => {
                return Cell::Known(Money { amount: amount.cents, currency });
            }
            (None, Cell::Unknown) => {
                self.fault(Column::Currency, both(say::CURRENCY_UNKNOWN, say::BUDGET_UNKNOWN_TOO));
            }
            (None, Cell::Blank) => self.fault(Column::Currency, |lang| {
                let message = say::budget_without_currency(lang, &budget);
                let sign = amount.sign().map(|sign| currency::ask(lang, sign));
                (message, sign.unwrap_or_else(|| hint(lang, say::ADD_CURRENCY)))
            }),
        }
        Cell::Unknown
    }
}
