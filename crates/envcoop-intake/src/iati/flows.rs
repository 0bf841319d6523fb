//! What an activity shares with its transactions: money, sectors, recipients.

use envcoop_core::money::{self, Currency};
use envcoop_core::problem::{Place, quoted};
use envcoop_core::text::Text;
use envcoop_words::problem::amount::not_an_amount;
use envcoop_words::problem::currency::unknown as unknown_currency;
use envcoop_words::problem::published as say;

use crate::iati::activity::{Draft, day_of};
use crate::iati::sectors::is_dac5;
use crate::iati::words::is_dac;
use crate::iati::{Recipient, Total};
use crate::xml::Result;

/// What the sums of a budget's period take, in bytes.
const BUDGET: usize = 512;

impl Draft<'_, '_> {
    /// Reads a recipient, if its code is of the default vocabulary.
    pub fn recipient(&mut self, in_transaction: bool) -> Result<()> {
        let is_country = self.xml.name() == "recipient-country";
        let vocabulary = self.xml.attribute("vocabulary");
        let code = self.xml.attribute("code").to_ascii_uppercase();
        if is_country && !code.is_empty() && !is_country_code(&code) {
            let message = Text::new(|lang| say::country(lang, quoted(&code)));
            let place = self.xml.place();
            self.warn(place, "recipient-country/@code", message, say::COUNTRY_HINT);
        } else if !code.is_empty() && (is_country || is_dac(&vocabulary)) {
            let recipients =
                if in_transaction { &mut self.flow_recipients } else { &mut self.recipients };
            let len = code.len();
            if recipients.add(Recipient { code, is_country }) {
                self.xml.keep(len)?;
            }
        }
        self.xml.skip()
    }

    /// Reads a sector.
    pub fn sector(&mut self, in_transaction: bool) -> Result<()> {
        let code = self.xml.attribute("code");
        let vocabulary = self.xml.attribute("vocabulary");
        let vocabulary = if is_dac(&vocabulary) { "1".to_owned() } else { vocabulary };
        let percentage = self.xml.attribute("percentage");
        let share = if in_transaction { None } else { self.percentage(&percentage) };
        if code.is_empty() {
            return self.xml.skip();
        }
        if vocabulary == "1" && !is_dac5(&code) && self.odd_sector.is_none() {
            self.odd_sector = Some((self.xml.place(), code.clone()));
        }
        let sectors = if in_transaction { &mut self.flow_sectors } else { &mut self.sectors };
        let len = vocabulary.len() + code.len();
        if sectors.add(&vocabulary, code, share) {
            self.xml.keep(len)?;
        }
        self.xml.skip()
    }

    /// Reads a percentage in hundredths of a per cent.
    fn percentage(&mut self, text: &str) -> Option<u64> {
        if text.is_empty() {
            return None;
        }
        let read = money::parse_published(text.trim_end_matches('%').trim_end());
        let share = read.and_then(|(cents, _)| u64::try_from(cents.0).ok());
        let share = share.filter(|&share| share <= 10_000);
        if share.is_none() {
            let message = Text::new(|lang| say::percentage(lang, quoted(text)));
            let place = self.xml.place();
            self.warn(place, "sector/@percentage", message, say::PERCENTAGE_HINT);
        }
        share
    }

    /// Reads a budget.
    pub fn budget(&mut self) -> Result<()> {
        let kind = self.xml.attribute("type");
        let is_revised = kind == "2" || kind.eq_ignore_ascii_case("revised");
        let place = self.xml.place();
        let mut period = (String::new(), String::new());
        let mut value = None;
        while self.xml.child()? {
            match self.xml.name() {
                "period-start" => {
                    period.0 = day_of(&self.xml.attribute("iso-date")).to_owned();
                    self.xml.skip()?;
                }
                "period-end" => {
                    period.1 = day_of(&self.xml.attribute("iso-date")).to_owned();
                    self.xml.skip()?;
                }
                "value" => value = Some(self.value()?),
                _ => self.xml.skip()?,
            }
        }
        self.xml.keep(period.0.len() + period.1.len() + BUDGET)?;
        let amount = self.amount("budget/value", place, value);
        self.totals.budget(is_revised, period, amount);
        Ok(())
    }

    /// Reads a transaction, for what it commits and whom and what it is for.
    pub fn transaction(&mut self) -> Result<()> {
        let place = self.xml.place();
        let mut kind = String::new();
        let mut value = None;
        while self.xml.child()? {
            match self.xml.name() {
                "transaction-type" => {
                    kind = self.xml.attribute("code");
                    self.xml.skip()?;
                }
                "value" => value = Some(self.value()?),
                "sector" => self.sector(true)?,
                "recipient-country" | "recipient-region" => self.recipient(true)?,
                _ => self.xml.skip()?,
            }
        }
        if kind == "2" || kind.eq_ignore_ascii_case("c") {
            let amount = self.amount("transaction/value", place, value);
            self.totals.commitment(amount);
        }
        Ok(())
    }

    /// Reads a `value`: where it stands, its currency and its text.
    fn value(&mut self) -> Result<(Place, String, String)> {
        let place = self.xml.place();
        let currency = self.xml.attribute("currency");
        let text = self.xml.text()?;
        Ok((place, currency, text))
    }

    /// Understands an amount; nothing, and a warning, where it or its currency cannot be read.
    fn amount(
        &mut self,
        column: &str,
        place: Place,
        value: Option<(Place, String, String)>,
    ) -> Option<Total> {
        let hint = say::AMOUNT_HINT;
        let Some((place, currency, text)) = value else {
            self.warn(place, column, say::NO_AMOUNT, hint);
            return None;
        };
        let Some((amount, rounded)) = money::parse_published(&text) else {
            let message = Text::new(|lang| not_an_amount(lang, quoted(&text)));
            self.warn(place, column, message, hint);
            return None;
        };
        let currency = if currency.is_empty() { &self.currency } else { &currency };
        let message = match currency.to_ascii_uppercase().parse::<Currency>() {
            Ok(currency) => return Some(Total { amount, currency, rounded }),
            Err(_) if currency.is_empty() => {
                Text::new(|lang| say::no_currency(lang, quoted(&text)))
            }
            Err(_) => Text::new(|lang| unknown_currency(lang, quoted(currency))),
        };
        self.warn(place, column, message, hint);
        None
    }
}

/// Tells whether a code has the form of a country's: two capitals.
pub(crate) fn is_country_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}
