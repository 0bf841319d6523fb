//! Amounts as people write them: with thousands marks, a scale, and the currency in the cell.

mod parts;

use std::fmt;

use envcoop_words::problem::amount as say;

use self::parts::{Parts, in_steps};
use super::currency::{self, Sign, Tender};
use super::numeral::{self, Marks, Number, NumberFault};
use super::{Note, Reading};
use crate::decimal::DecimalError;
use crate::money::{AmountError, Cents, Currency, parse_amount};
use crate::problem::quoted;
use crate::text::{Lang, trim};

/// What is known about a column of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// The marks that it is written with, where they are [proven](Marks::proven) or told.
    pub marks: Option<Marks>,
    /// What one of a plain number is worth: 10000 under `预算（万元）`. A cell that names a scale or a
    /// currency of its own counts by that.
    pub unit: u32,
    /// Whether a point before three digits may separate thousands, as it does in tables of many
    /// countries: nothing shows that it separates decimals.
    pub is_point_open: bool,
}

impl Default for Amounts {
    fn default() -> Amounts {
        Amounts { marks: None, unit: 1, is_point_open: false }
    }
}

/// An amount, and what its cell says about the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How much.
    pub cents: Cents,
    /// The currency or the sign that stands in the cell.
    pub tender: Option<Tender>,
}

impl Amount {
    /// Returns the currency that the cell names.
    pub fn currency(&self) -> Option<Currency> {
        match self.tender {
            Some(Tender::One(currency)) => Some(currency),
            _ => None,
        }
    }

    /// Returns the sign in the cell that several currencies have.
    pub fn sign(&self) -> Option<Sign> {
        match self.tender {
            Some(Tender::Sign(sign)) => Some(sign),
            _ => None,
        }
    }

    /// Tells whether the amount may be one in `currency`: its cell names that one, a sign that it has,
    /// or none.
    pub fn agrees(&self, currency: Currency) -> bool {
        match self.tender {
            None => true,
            Some(Tender::One(own)) => own == currency,
            Some(Tender::Sign(sign)) => sign.is_of(currency),
        }
    }
}

impl fmt::Display for Amount {
    /// Writes the currency, where the cell names one, before the amount as a plan writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tender {
            Some(Tender::One(currency)) => write!(f, "{currency} ")?,
            Some(Tender::Sign(sign)) => write!(f, "{}", sign.sign)?,
            None => {}
        }
        f.write_str(&written(self.cents))
    }
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFault {
    /// It breaks a rule of amounts.
    Broken(AmountError),
    /// It has two readings: its mark separates thousands, or decimals.
    Either {
        /// With thousands.
        thousands: i128,
        /// With decimals: before the mark, and behind it.
        decimals: (i128, i128),
    },
    /// It says that it is only about so much, or a range.
    Rough,
    /// It names two currencies.
    TwoCurrencies(Currency, Currency),
}

impl AmountFault {
    /// Returns what is wrong with `text`, and the way out.
    pub fn said(self, lang: Lang, text: &str) -> (String, String) {
        match self {
            AmountFault::Broken(error) => (error.said(lang, text), error.hint(lang).to_owned()),
            AmountFault::Either { thousands, decimals: (units, behind) } => {
                let behind = format!("{behind:03}");
                let decimal = format!("{units}.{}", behind.trim_end_matches('0'));
                let message = say::not_an_amount(lang, quoted(text));
                (message, say::either(lang, thousands, decimal.trim_end_matches('.')))
            }
            AmountFault::Rough => {
                (say::rough(lang, quoted(text)), say::ROUGH_HINT.get(lang).to_owned())
            }
            AmountFault::TwoCurrencies(first, second) => {
                let message = say::two_currencies(lang, quoted(text), first, second);
                (message, say::TWO_CURRENCIES_HINT.get(lang).to_owned())
            }
        }
    }
}

/// Reads an amount: as a plan writes it, or in another spelling of one meaning.
///
/// # Errors
/// Says which rule `text` breaks, or which two readings it has.
///
/// ```
/// use envcoop_core::cell::amount::{self, Amounts};
///
/// let cents = |text| amount::read(text, Amounts::default()).map(|read| read.value.cents.0);
/// assert_eq!(cents("120万元"), Ok(120_000_000));
/// assert_eq!(cents("US$ 1.2 million"), Ok(120_000_000));
/// assert!(cents("1,200").is_err() && cents("约120万").is_err());
/// ```
pub fn read(text: &str, known: Amounts) -> Result<Reading<Amount>, AmountFault> {
    if known == Amounts::default() {
        // What most cells hold.
        match parse_amount(text) {
            Ok(cents) => return Ok(Reading::exact(Amount { cents, tender: None })),
            Err(error) if error.0 != DecimalError::NotANumber => {
                return Err(AmountFault::Broken(error));
            }
            Err(_) => {}
        }
    }
    tolerant(text, known)
}

fn tolerant(text: &str, known: Amounts) -> Result<Reading<Amount>, AmountFault> {
    let plain = currency::plain(text);
    let parts = Parts::of(&plain).map_err(|(a, b)| AmountFault::TwoCurrencies(a, b))?;
    let broken = |error| AmountFault::Broken(AmountError(error));
    if parts.is_rough {
        return Err(AmountFault::Rough);
    }
    let (tender, digits) = (parts.tender, parts.number);
    // In Chinese a comma never stands before decimals.
    let marks = known.marks.or(parts.is_chinese.then_some(Marks::Point));
    if let Some(positive) = digits.strip_prefix(['-', '−']) {
        let is_number = numeral::number(trim(positive), marks).is_ok();
        return Err(broken(if is_number {
            DecimalError::Negative
        } else {
            DecimalError::NotANumber
        }));
    }
    let own = parts.scale.or(parts.tender.is_some().then_some(1));
    let scale = own.unwrap_or(i128::from(known.unit));
    // What is to be written instead counts in the unit of the column, as the cell does.
    let written = own.unwrap_or(1);
    let number = if let Some(value) = numeral::chinese(digits) {
        Number { digits: value, decimals: 0, shows: None }
    } else if let Some(value) = in_steps(digits) {
        Number { digits: value, decimals: 0, shows: None }
    } else {
        numeral::number(digits, marks).map_err(|fault| match fault {
            NumberFault::None => broken(DecimalError::NotANumber),
            NumberFault::TooLarge => broken(DecimalError::TooLarge),
            NumberFault::Either { thousands, decimals: (units, behind) } => {
                let scaled = (units * 1000 + behind) * written;
                AmountFault::Either {
                    thousands: thousands * written,
                    decimals: (scaled / 1000, scaled % 1000),
                }
            }
        })?
    };
    let may_group = parts.scale.is_some() || known.is_point_open;
    let is_open = marks.is_none() && may_group && number.shows.is_none();
    if let Some((units, behind)) = digits.split_once('.').filter(|_| is_open) {
        // A point before three digits: decimals in English, thousands in German.
        if behind.len() == 3 && (1..=3).contains(&units.len()) && !units.starts_with('0') {
            let whole = number.digits * written;
            return Err(AmountFault::Either {
                thousands: whole,
                decimals: (whole / 1000, whole % 1000),
            });
        }
    }
    let value = number.digits.checked_mul(scale * 100).ok_or(broken(DecimalError::TooLarge))?;
    let parts_of_one = 10_i128.pow(number.decimals);
    if value % parts_of_one != 0 {
        return Err(broken(DecimalError::TooFine));
    }
    let cents = Cents(value / parts_of_one);
    // The limit of the exact form holds, whatever the spelling.
    parse_amount(&cents.to_string()).map_err(AmountFault::Broken)?;
    let is_exact = known.unit == 1 && parse_amount(text) == Ok(cents);
    let note = (!is_exact).then_some(Note::Spelling);
    Ok(Reading { value: Amount { cents, tender }, note })
}

/// Tells whether an amount shows that a point stands before its decimals: where thousands end there are
/// three digits behind it.
///
/// ```
/// use envcoop_core::cell::amount::shows_point;
///
/// assert!(shows_point("12.5") && shows_point("0.123"));
/// assert!(!shows_point("1.234") && !shows_point("1.234.567"));
/// ```
pub fn shows_point(text: &str) -> bool {
    let plain = currency::plain(text);
    let Ok(parts) = Parts::of(&plain) else { return false };
    let is_number = numeral::number(parts.number, None).is_ok_and(|number| number.shows.is_none());
    parts.number.split_once('.').is_some_and(|(units, behind)| {
        let may_group = behind.len() == 3 && (1..=3).contains(&units.len());
        is_number && (!may_group || units.starts_with('0'))
    })
}

/// Returns the marks that an amount of one meaning shows.
pub(super) fn shown(text: &str) -> Option<Marks> {
    let plain = currency::plain(text);
    let parts = Parts::of(&plain).ok().filter(|parts| !parts.is_rough)?;
    numeral::number(parts.number, None).ok()?.shows
}

/// Writes an amount as a plan does: no thousands mark, decimals only where there are any.
pub fn written(cents: Cents) -> String {
    let text = cents.to_string();
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Result<(i128, String), AmountFault> {
        let read = read(text, Amounts::default())?.value;
        Ok((read.cents.0, read.currency().map_or(String::new(), |own| own.to_string())))
    }

    #[test]
    fn an_amount_of_one_meaning_is_read() {
        for (text, units, currency) in [
            ("1200000", 1_200_000, ""),
            ("120万", 1_200_000, ""),
            ("1.2亿", 120_000_000, ""),
            ("1,200,000元", 1_200_000, "CNY"),
            ("¥350,000.00", 350_000, ""),
            ("￥350,000", 350_000, ""),
            ("1.2 m", 1_200_000, ""),
            ("1.2 million", 1_200_000, ""),
            ("350k", 350_000, ""),
            ("USD 1,200,000", 1_200_000, "USD"),
            ("usd1.2m", 1_200_000, "USD"),
            ("US$ 1.2 million", 1_200_000, "USD"),
            ("1'200'000", 1_200_000, ""),
            ("1 200 000", 1_200_000, ""),
            ("１２０万元", 1_200_000, "CNY"),
            ("人民币120万元整", 1_200_000, "CNY"),
            ("RMB 120万元", 1_200_000, "CNY"),
            ("120万美元", 1_200_000, "USD"),
            ("1,200万元", 12_000_000, "CNY"),
            ("3百万", 3_000_000, ""),
            ("1亿2000万", 120_000_000, ""),
            ("一百二十万元", 1_200_000, "CNY"),
            ("1.2 million EUR", 1_200_000, "EUR"),
            ("€1.200.000", 1_200_000, "EUR"),
            ("0 元", 0, "CNY"),
            ("CAD 100", 100, "CAD"),
            ("100 SEK", 100, "SEK"),
            ("5k SEK", 5000, "SEK"),
        ] {
            assert_eq!(amount(text), Ok((units * 100, currency.to_owned())), "{text}");
        }
        assert_eq!(amount("1 200,50"), Ok((120_050, String::new())));
        assert_eq!(amount("12.345万"), Ok((12_345_000, String::new())));
    }

    #[test]
    fn what_is_no_amount_or_none_for_certain_is_refused() {
        let broken = |error| Err(AmountFault::Broken(AmountError(error)));
        for text in ["", "abc", "1,", ",5", "万", "元", "12,00,000", "三百五", "1万5", "1200 XYZ"]
        {
            assert_eq!(amount(text), broken(DecimalError::NotANumber), "{text}");
        }
        for text in ["-1", "-1,200,000元", "-1.2万"] {
            assert_eq!(amount(text), broken(DecimalError::Negative), "{text}");
        }
        assert_eq!(amount("1.234元"), broken(DecimalError::TooFine));
        assert_eq!(amount("1.200"), broken(DecimalError::TooFine));
        assert_eq!(amount("99999999999万亿"), broken(DecimalError::NotANumber));
        assert_eq!(amount("9999999999999亿"), broken(DecimalError::TooLarge));
        for text in [
            "约120万",
            "120万左右",
            "approx. 1.2m",
            "~100",
            "100-200万",
            "不超过50万元",
            "> 100",
            "50余万",
        ] {
            assert_eq!(amount(text), Err(AmountFault::Rough), "{text}");
        }
        let [usd, cny] = ["USD", "CNY"].map(|code| code.parse().expect("a code"));
        assert_eq!(amount("USD 100 元"), Err(AmountFault::TwoCurrencies(usd, cny)));
    }

    #[test]
    fn a_comma_before_three_digits_is_asked_unless_the_column_proves_it() {
        let fault = amount("1,200").expect_err("two readings");
        assert_eq!(
            fault.said(Lang::En, "1,200").1,
            "write `1200` if the mark separates thousands, `1.2` if it separates decimals"
        );
        let fault = amount("1,200k").expect_err("two readings");
        assert_eq!(fault, AmountFault::Either { thousands: 1_200_000, decimals: (1200, 0) });
        assert!(matches!(amount("1.234k"), Err(AmountFault::Either { .. })));
        assert_eq!(amount("1.234万").map(|read| read.0), Ok(1_234_000));
        for (column, marks) in [
            (&["1,200", "3,500.50"][..], Some(Marks::Point)),
            (&["1,200", "1,200,000"], Some(Marks::Point)),
            (&["1,200", "7,5"], Some(Marks::Comma)),
            (&["1,200", "3.500,50"], Some(Marks::Comma)),
            (&["1,200", "7.5"], None),
            (&["1,200", "7,5", "1,200.00"], None),
            (&["1,200"], None),
        ] {
            assert_eq!(Marks::proven(column.iter().copied()), marks, "{column:?}");
        }
        let with = |marks| read("1,200", Amounts { marks: Some(marks), ..Amounts::default() });
        assert_eq!(with(Marks::Point).map(|read| read.value.cents.0), Ok(120_000));
        assert_eq!(with(Marks::Comma).map(|read| read.value.cents.0), Ok(120));
    }

    #[test]
    fn a_point_before_three_digits_is_asked_where_nothing_shows_what_it_is() {
        let open = Amounts { is_point_open: true, ..Amounts::default() };
        let either = AmountFault::Either { thousands: 1234, decimals: (1, 234) };
        for text in ["1.234", "EUR 1.234", "1.234 EUR"] {
            assert_eq!(read(text, open), Err(either), "{text}");
        }
        let cents = |text, known| read(text, known).map(|read| read.value.cents.0);
        // Neither yuan nor what is no group of three has two meanings.
        assert_eq!(cents("1.20", open), Ok(120));
        assert_eq!(cents("0.120", open), Ok(12));
        assert_eq!(cents("1.230元", open), Ok(123));
        let german = Amounts { marks: Some(Marks::Comma), ..open };
        assert_eq!(cents("1.234", german), Ok(123_400));
    }

    #[test]
    fn a_column_in_ten_thousands_counts_so_unless_the_cell_says_otherwise() {
        let known = Amounts { unit: 10_000, ..Amounts::default() };
        for (text, units) in
            [("120", 1_200_000), ("1.5", 15_000), ("120万", 1_200_000), ("500元", 500)]
        {
            let read = read(text, known).map(|read| read.value.cents.0);
            assert_eq!(read, Ok(units * 100), "{text}");
        }
    }

    #[test]
    fn two_readings_are_told_in_the_unit_of_the_column() {
        let known = Amounts { unit: 10_000, ..Amounts::default() };
        let hint = |text| read(text, known).map_err(|fault| fault.said(Lang::En, text).1);
        for (text, thousands, decimal) in
            [("80,000", "`80000`", "`80`"), ("1,200", "`1200`", "`1.2`")]
        {
            let hint = hint(text).expect_err("two readings");
            assert!(hint.contains(thousands) && hint.contains(decimal), "{hint}");
        }
    }

    #[test]
    fn only_another_spelling_is_noted() {
        let note = |text| read(text, Amounts::default()).map(|read| read.note);
        assert_eq!(note("1200.5"), Ok(None));
        assert_eq!(note("100,5"), Ok(None));
        assert_eq!(note("120万"), Ok(Some(Note::Spelling)));
    }

    proptest::proptest! {
        #[test]
        fn what_is_read_and_written_is_read_again(text in "[¥$]?[0-9]{1,4}[,. ]?[0-9]{0,3}[,.]?[0-9]{0,3}(万|亿|k| m|元)?") {
            if let Ok(first) = read(&text, Amounts::default()) {
                let written = written(first.value.cents);
                let again = read(&written, Amounts::default()).map(|read| (read.value.cents, read.note));
                proptest::prop_assert_eq!(again, Ok((first.value.cents, None)));
            }
        }
    }
}
