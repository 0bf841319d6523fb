//! Exact money: whole cents per currency, never floating point.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::decimal::{self, DecimalError, Limits};
use envcoop_words::problem::{amount, currency, meant};

use crate::problem::quoted;
use crate::text::Lang;

/// An exact amount in hundredths of the currency's unit.
///
/// # Units
/// Cents. Every currency is kept to two decimals, also those that have no smaller coin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i128);

/// What a cell may hold: fifteen digits are what a spreadsheet keeps.
const LIMITS: Limits = Limits { digits: 15, decimals: 2 };

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountError(pub DecimalError);

impl AmountError {
    /// Returns the way out.
    pub fn hint(self, lang: Lang) -> &'static str {
        let hint = match self.0 {
            DecimalError::NotANumber => amount::NOT_AN_AMOUNT_HINT,
            DecimalError::Negative => amount::BELOW_ZERO_HINT,
            DecimalError::TooFine => amount::TOO_FINE_HINT,
            DecimalError::TooLarge => amount::TOO_LARGE_HINT,
        };
        hint.get(lang)
    }

    /// Says what is wrong with `text`.
    pub fn said(self, lang: Lang, text: &str) -> String {
        let text = quoted(text);
        match self.0 {
            DecimalError::NotANumber => amount::not_an_amount(lang, text),
            DecimalError::Negative => amount::below_zero(lang, text),
            DecimalError::TooFine => amount::too_fine(lang, text),
            DecimalError::TooLarge => amount::too_large(lang, text),
        }
    }
}

/// Reads an amount of a plan: digits, at most two decimals, not below zero. Decimals follow a dot;
/// or a comma, as many spreadsheets write it.
///
/// # Errors
/// Says which of these rules `text` breaks.
pub fn parse_amount(text: &str) -> Result<Cents, AmountError> {
    let read = match decimal::exact(text, LIMITS) {
        // What a comma before decimals makes of it.
        Err(DecimalError::NotANumber) => decimal::exact(&decimal::dotted(text), LIMITS),
        read => read,
    };
    read.map(Cents).map_err(AmountError)
}

/// Reads a published amount: any decimal number, also negative, finer than a cent or with an
/// exponent. Returns the amount rounded to the cent, half away from zero, and whether rounding
/// changed it; nothing where `text` is not a number of at most 15 digits before the dot.
pub fn parse_published(text: &str) -> Option<(Cents, bool)> {
    decimal::rounded(text, LIMITS).ok().map(|(cents, is_rounded)| (Cents(cents), is_rounded))
}

impl Cents {
    /// Returns the amount for people, with a comma between thousands: `1,200,000.00`.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let units = plain.len() - ".00".len();
        let mut text = String::with_capacity(plain.len() * 4 / 3);
        for (i, c) in plain.chars().enumerate() {
            let left = units.saturating_sub(i);
            if left > 0 && left % 3 == 0 && text.ends_with(|c: char| c.is_ascii_digit()) {
                text.push(',');
            }
            text.push(c);
        }
        text
    }
}

impl fmt::Display for Cents {
    /// Writes two decimals and no thousands mark: `1200000.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        write!(f, "{sign}{units}.{cents:02}")
    }
}

impl std::ops::AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        Cents(amounts.map(|amount| amount.0).sum())
    }
}

/// Splits `amount` in the proportions of `weights`, in whole cents by largest remainder; ties go
/// to the earlier weight. The parts add up to `amount`. Calls `part(index, cents)` for each.
///
/// Weights are positive and their order is the order of ties: framework order.
pub fn split(amount: Cents, weights: &[u32], mut part: impl FnMut(usize, Cents)) {
    let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
    if total == 0 {
        return;
    }
    if weights.len() == 1 {
        // What most rows have.
        return part(0, amount);
    }
    // Floor and remainder.
    let share = |i: usize| {
        let product = amount.0 * i128::from(weights[i]);
        match (u64::try_from(product), u64::try_from(total)) {
            // What most amounts are, and much quicker.
            (Ok(product), Ok(total)) => (i128::from(product / total), i128::from(product % total)),
            _ => (product.div_euclid(total), product.rem_euclid(total)),
        }
    };
    let floors: i128 = (0..weights.len()).map(|i| share(i).0).sum();
    // Fewer cents are left over than there are weights; each goes to one of the largest remainders.
    let left_over = usize::try_from(amount.0 - floors).unwrap_or(0);
    let mut one_more: Vec<usize> = Vec::new();
    if left_over > 0 {
        one_more.extend(0..weights.len());
        // The sort is stable: ties stay in order.
        one_more.sort_by_key(|&i| Reverse(share(i).1));
        one_more.truncate(left_over);
        one_more.sort_unstable();
    }
    let mut one_more = one_more.into_iter().peekable();
    for i in 0..weights.len() {
        let more = i128::from(one_more.next_if_eq(&i).is_some());
        part(i, Cents(share(i).0 + more));
    }
}

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// Returns the code, three upper-case letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Returns every code that a plan may use.
    pub fn all() -> impl Iterator<Item = &'static str> {
        CODES.split_ascii_whitespace()
    }

    /// Returns the code that is meant by an everyday name or sign that is not one.
    pub fn meant(text: &str) -> Option<&'static str> {
        Some(match text.to_uppercase().as_str() {
            "RMB" | "CNH" | "YUAN" | "¥" | "人民币" | "元" => "CNY",
            "US$" | "$" | "USD$" | "美元" => "USD",
            "€" | "EURO" | "EUROS" | "欧元" => "EUR",
            "£" | "英镑" => "GBP",
            "日元" => "JPY",
            "卢布" => "RUB",
            _ => return crate::text::nearest(text, Currency::all()),
        })
    }
}

/// A text that is no currency code: the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCurrency(String);

impl UnknownCurrency {
    /// Makes it of the text.
    pub(crate) fn of(text: &str) -> UnknownCurrency {
        UnknownCurrency(text.to_owned())
    }

    /// Returns the way out, with a code to give as an example.
    pub fn hint(&self, lang: Lang, example: &str) -> String {
        match Currency::meant(&self.0) {
            Some(code) => meant::did_you_mean(lang, code),
            None => currency::write_code(lang, example),
        }
    }

    /// Says what is wrong.
    pub fn said(&self, lang: Lang) -> String {
        currency::unknown(lang, quoted(&self.0))
    }
}

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Lang::default()))
    }
}

impl std::error::Error for UnknownCurrency {}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let code = text.as_bytes().try_into().ok();
        let known =
            |code: &[u8; 3]| code.iter().all(u8::is_ascii_uppercase) && CODES.contains(text);
        code.filter(known).map(Currency).ok_or_else(|| UnknownCurrency::of(text))
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(text: String) -> Result<Self, UnknownCurrency> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The current codes of ISO 4217, without funds and metals but with the XDR that banks report in,
/// and the codes replaced since 2012 that published activities still carry.
const CODES: &str = "\
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
BYR BZD CAD CDF CHF CLF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP \
GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS \
KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU \
MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB \
RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY \
TTD TWD TZS UAH UGX USD UYU UZS VED VEF VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMK ZMW \
ZWG ZWL";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart_for_people() {
        for (cents, text) in
            [(0, "0.00"), (99_999, "999.99"), (-123_456_789, "-1,234,567.89"), (-12_345, "-123.45")]
        {
            assert_eq!(Cents(cents).grouped(), text);
        }
    }

    #[test]
    fn an_amount_may_have_a_decimal_comma_but_no_thousands_mark() {
        for (text, cents) in
            [("1200000", 120_000_000), ("100,5", 10_050), ("1200000,07", 120_000_007)]
        {
            assert_eq!(parse_amount(text), Ok(Cents(cents)), "{text}");
        }
        for wrong in ["1,200", "1,", ",5", "1,200.00", "1.200,00", "1,2,3", "1,2,"] {
            assert_eq!(parse_amount(wrong), Err(AmountError(DecimalError::NotANumber)), "{wrong}");
        }
        assert_eq!(parse_amount("-1,00"), Err(AmountError(DecimalError::Negative)));
        assert_eq!(parse_amount("1234567890123456"), Err(AmountError(DecimalError::TooLarge)));
        assert_eq!(parse_published("2229405.86334"), Some((Cents(222_940_586), true)));
    }

    #[test]
    fn a_split_loses_no_cent_and_ties_go_first() {
        let mut parts = Vec::new();
        split(Cents(100), &[1, 1, 1], |_, cents| parts.push(cents.0));
        assert_eq!(parts, [34, 33, 33]);
        parts.clear();
        split(Cents(5), &[60, 40], |_, cents| parts.push(cents.0));
        assert_eq!(parts, [3, 2]);
        parts.clear();
        split(Cents(1), &[30, 70], |_, cents| parts.push(cents.0));
        assert_eq!(parts, [0, 1]);
    }

    #[test]
    fn a_split_among_very_many_is_that_of_equal_parts() {
        // One that looks at every pair would not come to an end.
        const N: usize = 500_000;
        let mut parts = Vec::with_capacity(N);
        split(Cents(3 * N as i128 + 7), &vec![1; N], |i, cents| parts.push((i, cents.0)));
        assert!((0..N).map(|i| (i, 3 + i128::from(i < 7))).eq(parts));
    }

    proptest::proptest! {
        #[test]
        fn a_split_gives_a_cent_more_to_the_largest_remainders(
            amount in -10_000..1_000_000_000_000_i128,
            weights in proptest::collection::vec(0..50_u32, 1..30),
        ) {
            // The definition, one weight against every other.
            let total: i128 = weights.iter().copied().map(i128::from).sum();
            let total = total.max(1);
            let share = |i: usize| amount * i128::from(weights[i]);
            let floors: i128 = (0..weights.len()).map(|i| share(i).div_euclid(total)).sum();
            let rank = |i: usize| {
                let remainder = |j: usize| share(j).rem_euclid(total);
                let is_before = |j: &usize| (Reverse(remainder(*j)), *j) < (Reverse(remainder(i)), i);
                (0..weights.len()).filter(is_before).count() as i128
            };
            let one_more = |i: usize| i128::from(rank(i) < amount - floors);
            let expected: Vec<i128> =
                (0..weights.len()).map(|i| share(i).div_euclid(total) + one_more(i)).collect();
            let mut parts = Vec::new();
            split(Cents(amount), &weights, |_, cents| parts.push(cents.0));
            if weights.iter().any(|&weight| weight > 0) {
                proptest::prop_assert_eq!(parts, expected);
            }
        }
    }

    #[test]
    fn a_currency_is_an_iso_code() {
        assert_eq!("CNY".parse::<Currency>().map(|c| c.to_string()), Ok("CNY".to_owned()));
        for wrong in ["RMB", "cny", "NY ", "CNYX", "Y B"] {
            assert!(wrong.parse::<Currency>().is_err(), "{wrong}");
        }
        assert_eq!(Currency::meant("RMB"), Some("CNY"));
    }
}
