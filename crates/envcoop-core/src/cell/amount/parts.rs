//! An amount taken apart: the number, its scale, and the currency that stands around it.

use super::super::currency::{self, Tender};
use super::super::numeral;
use crate::money::Currency;
use crate::text::trim;

/// The parts of an amount in plain lower case characters.
pub(super) struct Parts<'t> {
    pub(super) tender: Option<Tender>,
    /// What one of the number is worth, where the cell says so.
    pub(super) scale: Option<i128>,
    pub(super) number: &'t str,
    pub(super) is_chinese: bool,
    pub(super) is_rough: bool,
}

/// Units that stand behind a number; the first that fits counts.
const SCALES: [(&str, i128); 24] = [
    ("千亿", 100_000_000_000),
    ("百亿", 10_000_000_000),
    ("十亿", 1_000_000_000),
    ("亿", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("千", 1_000),
    ("thousands", 1_000),
    ("thousand", 1_000),
    ("millions", 1_000_000),
    ("million", 1_000_000),
    ("billions", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("mio.", 1_000_000),
    ("mio", 1_000_000),
    ("mln.", 1_000_000),
    ("mln", 1_000_000),
    ("mn", 1_000_000),
    ("bn", 1_000_000_000),
    ("m", 1_000_000),
    ("k", 1_000),
    ("万万", 100_000_000),
];

/// Words before or behind an amount that is not told exactly.
const ROUGH: [&str; 34] = [
    "约",
    "大约",
    "近",
    "逾",
    "超",
    "超过",
    "不超过",
    "不少于",
    "不低于",
    "至少",
    "最多",
    "左右",
    "上下",
    "以上",
    "以下",
    "以内",
    "余",
    "多",
    "approximately",
    "approx.",
    "approx",
    "about",
    "around",
    "ca.",
    "ca",
    "circa",
    "c.",
    "~",
    "≈",
    "<",
    ">",
    "up to",
    "at least",
    "+",
];

impl<'t> Parts<'t> {
    /// Takes an amount apart.
    ///
    /// # Errors
    /// Two currencies.
    pub(super) fn of(text: &'t str) -> Result<Parts<'t>, (Currency, Currency)> {
        let mut rest = trim(text);
        let mut is_rough = false;
        let mut tender: Option<Tender> = None;
        let mut scale = None;
        let mut take = |found: Tender| match (tender, found) {
            (Some(Tender::One(first)), Tender::One(second)) if first != second => {
                Err((first, second))
            }
            (Some(Tender::Sign(sign)), Tender::One(own)) if !sign.is_of(own) => {
                let first = sign.of.first().and_then(|code| code.parse().ok()).unwrap_or(own);
                Err((first, own))
            }
            (Some(Tender::One(_)), Tender::Sign(_)) => Ok(()),
            _ => {
                tender = Some(found);
                Ok(())
            }
        };
        // Currency and rough words may stand in any order around the number.
        loop {
            let before = rest;
            for word in ROUGH {
                // `ca` is no part of `cad`.
                let is_apart =
                    |rest: &&str| !word.is_ascii() || !rest.starts_with(char::is_alphabetic);
                let shorter = rest.strip_prefix(word).filter(is_apart);
                let shorter = shorter.or_else(|| rest.strip_suffix(word));
                if let Some(shorter) = shorter.filter(|shorter| has_number(shorter)) {
                    (rest, is_rough) = (trim(shorter), true);
                }
            }
            if let Some((found, shorter)) = currency::in_front(rest).filter(|(_, s)| has_number(s))
            {
                take(found)?;
                rest = trim(shorter);
            }
            let whole = rest.strip_suffix(['整', '正']).map_or(rest, trim);
            if let Some((found, shorter)) = currency::behind(whole).filter(|(_, s)| has_number(s)) {
                take(found)?;
                rest = trim(shorter);
            }
            if scale.is_none() {
                let found = SCALES.iter().find_map(|(word, worth)| {
                    let shorter = trim(rest.strip_suffix(word)?);
                    shorter.ends_with(|c: char| c.is_ascii_digit()).then_some((shorter, *worth))
                });
                if let Some((shorter, worth)) = found.filter(|_| in_steps(rest).is_none()) {
                    (rest, scale) = (shorter, Some(worth));
                }
            }
            if rest == before {
                break;
            }
        }
        is_rough |= is_range(rest) || (has_number(rest) && rest.contains(['余', '多', '几', '数']));
        let is_cjk = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        // Neither yuan nor yen are written with a comma before decimals.
        let is_chinese = text.contains(is_cjk) || text.contains('¥');
        Ok(Parts { tender, scale, number: rest, is_chinese, is_rough })
    }
}

fn has_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        || numeral::chinese(trim(text)).is_some()
        || text.contains(['万', '亿', '百', '佰'])
}

fn is_range(text: &str) -> bool {
    let parts = text.split_once(['-', '~', '–', '—', '至', '到']);
    parts.is_some_and(|(a, b)| !trim(a).is_empty() && has_number(a) && has_number(b))
}

/// Reads a number whose parts each have their unit, in falling order: `1亿2000万`, `3万5千`.
pub(super) fn in_steps(text: &str) -> Option<i128> {
    let (mut total, mut last, mut rest) = (0_i128, i128::MAX, text);
    let mut n_steps = 0;
    while !rest.is_empty() {
        let at = rest.find(|c: char| !c.is_ascii_digit())?;
        let (digits, from) = rest.split_at(at);
        let (word, worth) =
            SCALES.iter().find(|(word, _)| !word.is_ascii() && from.starts_with(word))?;
        let times: i128 = digits.parse().ok()?;
        let value = times.checked_mul(*worth)?;
        if value >= last || digits.len() > 15 {
            return None;
        }
        (total, last, rest) = (total + value, *worth, &from[word.len()..]);
        n_steps += 1;
    }
    (n_steps > 1).then_some(total)
}
