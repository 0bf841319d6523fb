//! Exact money: whole cents per currency, never floating point.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An exact amount in hundredths of the currency's unit.
///
/// # Units
/// Cents. Every currency is kept to two decimals, also those that have no smaller coin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i128);

/// The largest amount that a cell may hold, in units of the currency: fifteen digits are what a
/// spreadsheet keeps.
const MOST_DIGITS: usize = 15;

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// It is not a decimal number with a dot.
    NotANumber,
    /// It is below zero.
    Negative,
    /// It has more than two decimals.
    TooFine,
    /// It has more digits than a spreadsheet keeps.
    TooLarge,
}

impl AmountError {
    /// Returns what is wrong, to be followed by the value.
    pub fn message(self) -> &'static str {
        match self {
            AmountError::NotANumber => "not an amount:",
            AmountError::Negative => "amount below zero:",
            AmountError::TooFine => "more than two decimals:",
            AmountError::TooLarge => "more than 15 digits:",
        }
    }

    /// Returns the way out.
    pub fn hint(self) -> &'static str {
        match self {
            AmountError::NotANumber => {
                "write digits with a dot for decimals and no thousands mark, for instance `1200000.50`"
            }
            AmountError::Negative => "a budget is zero or more; `?` if it is not known",
            AmountError::TooFine => "round to two decimals",
            AmountError::TooLarge => "check the amount; a spreadsheet keeps 15 digits",
        }
    }
}

/// Reads an amount of a plan: digits, at most two decimals, not below zero. Decimals follow a dot;
/// or a comma, as many spreadsheets write it: before one or two digits it marks no thousands.
///
/// # Errors
/// Says which of these rules `text` breaks.
pub fn parse_amount(text: &str) -> Result<Cents, AmountError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let by_comma = || digits.split_once(',').filter(|(_, decimals)| decimals.len() <= 2);
    let (units, decimals) = digits.split_once('.').or_else(by_comma).unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let ends_early = digits.ends_with(['.', ',']);
    if units.is_empty() || !all_digits(units) || !all_digits(decimals) || ends_early {
        return Err(AmountError::NotANumber);
    }
    if negative {
        return Err(AmountError::Negative);
    }
    if decimals.len() > 2 {
        return Err(AmountError::TooFine);
    }
    if units.trim_start_matches('0').len() > MOST_DIGITS {
        return Err(AmountError::TooLarge);
    }
    let value = |part: &str| part.bytes().fold(0, |sum, b| sum * 10 + i128::from(b - b'0'));
    let cents = if decimals.len() == 1 { value(decimals) * 10 } else { value(decimals) };
    Ok(Cents(value(units) * 100 + cents))
}

/// Reads a published amount: any decimal number, also negative, finer than a cent or with an
/// exponent. Returns the amount rounded to the cent, half away from zero, and whether rounding
/// changed it; nothing where `text` is not a number of at most 15 digits before the dot.
pub fn parse_published(text: &str) -> Option<(Cents, bool)> {
    let (negative, rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    let (units, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits: Vec<u8> = Vec::with_capacity(units.len() + decimals.len());
    for b in units.bytes().chain(decimals.bytes()) {
        digits.push(b.is_ascii_digit().then(|| b - b'0')?);
    }
    if digits.is_empty() {
        return None;
    }
    // The amount is 0.d₁d₂d₃… × 10^point; a cent is the digit at place point + 2.
    let point = i64::try_from(units.len()).ok()? + i64::from(exponent);
    let leading = digits.iter().take_while(|&&d| d == 0).count() as i64;
    if leading == digits.len() as i64 {
        return Some((Cents(0), false));
    }
    if point - leading > MOST_DIGITS as i64 {
        return None;
    }
    let digit_at = |place: i64| usize::try_from(place).ok().and_then(|p| digits.get(p)).copied();
    let mut cents: i128 = 0;
    for place in leading..point + 2 {
        cents = cents * 10 + i128::from(digit_at(place).unwrap_or(0));
    }
    let first_cut = (point + 2).max(0);
    let rounded = digits.iter().skip(first_cut as usize).any(|&d| d != 0);
    if digit_at(point + 2).is_some_and(|d| d >= 5) {
        cents += 1;
    }
    Some((Cents(if negative { -cents } else { cents }), rounded))
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
    let share = |i: usize| amount.0 * i128::from(weights[i]);
    let floors: i128 = (0..weights.len()).map(|i| share(i).div_euclid(total)).sum();
    // Fewer cents are left over than there are weights; each goes to one of the largest remainders.
    let left_over = usize::try_from(amount.0 - floors).unwrap_or(0);
    for i in 0..weights.len() {
        let remainder = share(i).rem_euclid(total);
        let before = (0..weights.len())
            .filter(|&j| {
                let other = share(j).rem_euclid(total);
                other > remainder || (other == remainder && j < i)
            })
            .count();
        part(i, Cents(share(i).div_euclid(total) + i128::from(before < left_over)));
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

impl FromStr for Currency {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| ())?;
        let known = code.iter().all(u8::is_ascii_uppercase) && CODES.contains(text);
        known.then_some(Currency(code)).ok_or(())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|()| format!("unknown currency `{text}`"))
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
    fn a_plan_amount_is_exact_or_refused() {
        assert_eq!(parse_amount("1200000"), Ok(Cents(120_000_000)));
        assert_eq!(parse_amount("100.5"), Ok(Cents(10_050)));
        assert_eq!(parse_amount("100,5"), Ok(Cents(10_050)));
        assert_eq!(parse_amount("1200000,07"), Ok(Cents(120_000_007)));
        for wrong in ["1,200", "1,", ",5", "1,200.00", "1.200,00", "1,2,3"] {
            assert_eq!(parse_amount(wrong), Err(AmountError::NotANumber), "{wrong}");
        }
        assert_eq!(parse_amount("0.07"), Ok(Cents(7)));
        assert_eq!(parse_amount("-1"), Err(AmountError::Negative));
        assert_eq!(parse_amount("1.005"), Err(AmountError::TooFine));
        assert_eq!(parse_amount("1234567890123456"), Err(AmountError::TooLarge));
        for wrong in ["", ".5", "5.", "1,000", "1e3", "--1", "１"] {
            assert_eq!(parse_amount(wrong), Err(AmountError::NotANumber), "{wrong}");
        }
    }

    #[test]
    fn a_published_amount_is_rounded_half_away_from_zero() {
        for (text, cents, rounded) in [
            ("2229405.86334", 222_940_586, true),
            ("-0.005", -1, true),
            ("0.0049", 0, true),
            ("12.50", 1250, false),
            ("1e-10", 0, true),
            ("1.5E3", 150_000, false),
            ("0", 0, false),
            ("0.995", 100, true),
            ("+7", 700, false),
        ] {
            assert_eq!(parse_published(text), Some((Cents(cents), rounded)), "{text}");
        }
        for wrong in ["", "-", "n/a", "1,000", "1e99", "12345678901234567"] {
            assert_eq!(parse_published(wrong), None, "{wrong}");
        }
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
    fn a_currency_is_an_iso_code() {
        assert_eq!("CNY".parse::<Currency>().map(|c| c.to_string()), Ok("CNY".to_owned()));
        for wrong in ["RMB", "cny", "NY ", "CNYX", "Y B"] {
            assert!(wrong.parse::<Currency>().is_err(), "{wrong}");
        }
        assert_eq!(Currency::meant("RMB"), Some("CNY"));
    }
}
