//! Amounts that are added up: each by the unit that its cell names, else by that of its column.

use envcoop_core::cell::amount::{self, Amounts};
use envcoop_core::money::{Cents, Currency, parse_published};
use envcoop_core::text::{folded, trim};

use super::unit::Unit;

/// An amount, and its currency where its cell or its column names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Worth {
    pub cents: Cents,
    currency: Option<Currency>,
}

impl Worth {
    /// Reads an amount of a column that counts in `unit`; nothing where a row would not know it either.
    pub fn read(text: &str, known: Amounts, unit: &Unit) -> Option<Worth> {
        let of_unit = unit.currency.as_deref().and_then(|code| code.parse::<Currency>().ok());
        let Ok(read) = amount::read(text, known) else {
            // What is below zero is no amount of a row, yet it adds up.
            let (cents, _) = parse_published(text).filter(|(_, is_rounded)| !is_rounded)?;
            let cents = Cents(cents.0.checked_mul(i128::from(known.unit))?);
            return Some(Worth { cents, currency: of_unit });
        };
        let amount = read.value;
        let is_of_column = of_unit.is_none_or(|own| amount.agrees(own));
        let is_open = known.unit > 1 && amount.tender.is_some() && !names_unit(text);
        let worth = Worth { cents: amount.cents, currency: amount.currency().or(of_unit) };
        (is_of_column && !is_open).then_some(worth)
    }
}

/// What amounts add up to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub n: u64,
    pub cents: Cents,
    currency: Option<Currency>,
    /// Whether one of them is not known, or in another currency.
    pub is_open: bool,
}

impl Sum {
    /// Adds an amount; nothing where it is not known.
    pub fn add(&mut self, more: Option<Worth>) {
        self.n += 1;
        let more = more.filter(|own| agree(self.currency, own.currency));
        let sum = more.and_then(|own| self.cents.0.checked_add(own.cents.0));
        let Some((own, sum)) = more.zip(sum) else {
            self.is_open = true;
            return;
        };
        self.cents = Cents(sum);
        self.currency = self.currency.or(own.currency);
    }

    /// Returns it as one amount, where it is known.
    pub fn worth(&self) -> Option<Worth> {
        (!self.is_open).then_some(Worth { cents: self.cents, currency: self.currency })
    }

    /// Tells whether it is this amount.
    pub fn is(&self, own: Worth) -> bool {
        let is_same = |sum: Worth| sum.cents == own.cents && agree(sum.currency, own.currency);
        self.n > 0 && self.worth().is_some_and(is_same)
    }
}

fn agree(a: Option<Currency>, b: Option<Currency>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a == b)
}

/// Tells whether an amount says in what it counts: `120万`, `1.2 million`, `80000元`.
pub(crate) fn names_unit(text: &str) -> bool {
    let text = folded(trim(text)).to_lowercase();
    if text.trim_end_matches(['整', '正']).ends_with(['元', '円', '圆']) {
        return true;
    }
    let word = ["万", "亿", "千", "百", "million", "thousand", "billion", "mio", "bn"];
    word.iter().any(|word| text.contains(word)) || text.trim_end().ends_with(['m', 'k'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_add_up_each_in_its_own_unit_and_in_one_currency() {
        let unit = Unit { power: Some(4), currency: Some("CNY".to_owned()) };
        let sum = |texts: &[&str]| {
            let mut sum = Sum::default();
            let known = Amounts { unit: unit.factor(), ..Amounts::default() };
            texts.iter().for_each(|text| sum.add(Worth::read(text, known, &unit)));
            sum.worth().map(|own| unit.counted(own.cents))
        };
        assert_eq!(sum(&["1", "3.2万元"]).as_deref(), Some("4.20"));
        assert_eq!(sum(&["5", "80,000元"]).as_deref(), Some("13.00"));
        assert_eq!(sum(&["5", "-1"]).as_deref(), Some("4.00"));
        assert_eq!(sum(&["1.2345", "1元"]).as_deref(), Some("1.2346"));
        for texts in [["5", "30万美元"], ["5", "待定"], ["5", "¥20"]] {
            assert_eq!(sum(&texts), None, "{texts:?}");
        }
    }
}
