//! Currencies by their codes, their names and their signs.

use envcoop_words::currency_words as words;
use envcoop_words::list as words_list;
use envcoop_words::problem::currency as say;

use super::Reading;
use crate::money::{Currency, UnknownCurrency};
use crate::text::{Label, Lang, folded, trim};

/// Everyday names, by code.
const NAMED: [(&str, Label); 8] = [
    ("CNY", words::CNY),
    ("EUR", words::EUR),
    ("GBP", words::GBP),
    ("HKD", words::HKD),
    ("JPY", words::JPY),
    ("KRW", words::KRW),
    ("RUB", words::RUB),
    ("USD", words::USD),
];

/// A sign that several currencies have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The sign.
    pub sign: char,
    /// The currencies that have it, the best known first.
    pub of: &'static [&'static str],
}

impl Sign {
    /// Tells whether a currency has the sign.
    pub fn is_of(&self, currency: Currency) -> bool {
        self.of.contains(&currency.code())
    }
}

const SIGNS: [Sign; 2] = [
    Sign { sign: '¥', of: &["CNY", "JPY"] },
    Sign {
        sign: '$',
        of: &[
            "USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "MXN", "BRL", "CLP", "COP", "ARS",
            "BBD", "BMD", "BND", "BSD", "BZD", "CUP", "DOP", "FJD", "GYD", "JMD", "KYD", "LRD",
            "NAD", "SBD", "SRD", "TTD", "UYU", "XCD",
        ],
    },
];

/// What a text says about the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tender {
    /// Which it is.
    One(Currency),
    /// A sign that several have.
    Sign(Sign),
}

/// Reads a currency: its code, in any case, or a name that means no other. A sign that several have is
/// none.
///
/// ```
/// use envcoop_core::cell::currency;
///
/// let code = |text| currency::read(text).map(|read| read.value.to_string());
/// assert_eq!(code("人民币").as_deref(), Some("CNY"));
/// assert_eq!(code("us$").as_deref(), Some("USD"));
/// assert_eq!(code("$"), None);
/// ```
pub fn read(text: &str) -> Option<Reading<Currency>> {
    if let Ok(currency) = text.parse() {
        return Some(Reading::exact(currency));
    }
    match tender(&plain(text))? {
        Tender::One(currency) => Some(Reading::spelt(currency)),
        Tender::Sign(_) => None,
    }
}

/// Returns the sign that stands alone in a text.
pub fn sign(text: &str) -> Option<Sign> {
    match tender(&plain(text))? {
        Tender::One(_) => None,
        Tender::Sign(sign) => Some(sign),
    }
}

/// Says what is wrong with a text that is no currency, and the way out.
pub fn refused(lang: Lang, text: &str) -> (String, String) {
    let unknown = UnknownCurrency::of(text);
    let way_out = sign(text).map(|sign| ask(lang, sign));
    (unknown.said(lang), way_out.unwrap_or_else(|| unknown.hint(lang, "CNY")))
}

/// Asks for one of the currencies that have a sign.
pub fn ask(lang: Lang, sign: Sign) -> String {
    let codes: Vec<String> = sign.of.iter().take(4).map(|code| format!("`{code}`")).collect();
    say::several(lang, sign.sign, codes.join(words_list::COMMA.get(lang)))
}

/// Returns a text in plain lower case letters, with one yen sign.
pub(super) fn plain(text: &str) -> String {
    trim(&folded(text)).to_lowercase().replace('￥', "¥")
}

/// Returns what a plain text is: a code, a name or a sign, and nothing else.
fn tender(text: &str) -> Option<Tender> {
    if let Some(sign) = SIGNS.into_iter().find(|own| text.chars().eq([own.sign])) {
        return Some(Tender::Sign(sign));
    }
    let by_name = || names().find(|(_, name)| *name == text).map(|(code, _)| code);
    let upper = text.to_ascii_uppercase();
    upper.parse().ok().or_else(|| by_name()?.parse().ok()).map(Tender::One)
}

/// Splits what a plain text begins with from the rest, where that names a currency.
pub(super) fn in_front(text: &str) -> Option<(Tender, &str)> {
    longest(text, |name| text.strip_prefix(name), |c| text.starts_with(c)).or_else(|| {
        code_of(text.get(..3)?, text.get(3..)?, |rest| rest.starts_with(char::is_alphabetic))
    })
}

/// Splits what a plain text ends with from the rest, where that names a currency.
pub(super) fn behind(text: &str) -> Option<(Tender, &str)> {
    let at = text.len().checked_sub(3);
    longest(text, |name| text.strip_suffix(name), |c| text.ends_with(c))
        .or_else(|| code_of(text.get(at?..)?, text.get(..at?)?, |_| false))
}

fn code_of<'t>(
    code: &str,
    rest: &'t str,
    is_word: impl Fn(&str) -> bool,
) -> Option<(Tender, &'t str)> {
    let currency = code.to_ascii_uppercase().parse().ok()?;
    (!is_word(rest)).then_some((Tender::One(currency), rest))
}

fn longest<'t>(
    text: &'t str,
    cut: impl Fn(&str) -> Option<&'t str>,
    has: impl Fn(char) -> bool,
) -> Option<(Tender, &'t str)> {
    let named = names().filter_map(|(code, name)| Some((code, name.len(), cut(name)?)));
    let named = named.max_by_key(|(_, length, _)| *length);
    if let Some((code, _, rest)) = named {
        return Some((Tender::One(code.parse().ok()?), rest));
    }
    let sign = SIGNS.into_iter().find(|sign| has(sign.sign))?;
    let rest = text.trim_start_matches(sign.sign).trim_end_matches(sign.sign);
    Some((Tender::Sign(sign), rest))
}

/// Returns every name with its code.
fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMED.into_iter().flat_map(|(code, names)| {
        Lang::ALL
            .into_iter()
            .flat_map(move |lang| names.get(lang).split("; ").map(move |name| (code, name)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_means_one_currency_and_is_lower_case() {
        let mut seen = std::collections::BTreeMap::new();
        for (code, name) in names() {
            assert_eq!(plain(name), name);
            let before = seen.insert(name, code);
            assert!(before.is_none_or(|own| own == code), "{name}");
            assert_eq!(read(name).map(|read| read.value.to_string()).as_deref(), Some(code));
        }
        for sign in SIGNS {
            assert!(sign.of.iter().all(|code| code.parse::<Currency>().is_ok()), "{sign:?}");
        }
    }

    #[test]
    fn a_code_in_any_case_is_read_and_a_sign_of_several_is_not() {
        for (text, code) in [
            ("CNY", "CNY"),
            ("cny", "CNY"),
            ("ＵＳＤ", "USD"),
            ("RMB", "CNY"),
            ("元", "CNY"),
            ("美元", "USD"),
        ] {
            assert_eq!(
                read(text).map(|read| read.value.to_string()).as_deref(),
                Some(code),
                "{text}"
            );
        }
        for text in ["$", "¥", "￥", "", "XXQ", "dollar", "块"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(sign("￥").is_some() && sign("$").is_some() && sign("US$").is_none());
    }
}
