//! In what amounts are counted: what a header, or a line above it, says.

use envcoop_core::cell::currency;
use envcoop_core::money::Cents;
use envcoop_core::text::{folded, trim};

/// What an amount is multiplied by, and its currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// The power of ten; nothing where it is not said.
    pub power: Option<u32>,
    /// The currency's code.
    pub currency: Option<String>,
}

/// Words for powers of ten, of two that begin alike the longer first.
const POWERS: [(&str, u32); 18] = [
    ("1", 0),
    ("十亿", 9),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("万", 4),
    ("千", 3),
    ("billions", 9),
    ("billion", 9),
    ("bn", 9),
    ("millions", 6),
    ("million", 6),
    ("mio", 6),
    ("mn", 6),
    ("m", 6),
    ("thousands", 3),
    ("thousand", 3),
];

/// Words that say nothing about a unit.
const FILL: [&str; 8] = ["单位", "计", "in", "of", "unit", "current", "nominal", "prices"];

impl Unit {
    /// Reads what says nothing but a unit: `万元`, `USD million`, `in thousands of US$`; nothing where
    /// something else stands there.
    pub fn of(text: &str) -> Option<Unit> {
        let mut rest = folded(trim(text)).to_lowercase();
        for word in FILL {
            take(&mut rest, word);
        }
        let power = POWERS.iter().find(|(word, _)| take(&mut rest, word)).map(|(_, power)| *power);
        let left = trim(rest.trim_matches([' ', ':', ',', '.', '/', '-', '_', '(', ')']));
        let currency = currency::read(left).map(|read| read.value.to_string());
        let is_whole = left.is_empty() || currency.is_some() || currency::sign(left).is_some();
        // A currency alone counts in its own units.
        let power = power.or(currency.is_some().then_some(0));
        (is_whole && power.is_some()).then_some(Unit { power, currency })
    }

    /// Finds the unit that a header names: in brackets, behind a mark, or as its last words. Returns
    /// what else the header says.
    pub fn split(header: &str) -> (String, Unit) {
        let text = folded(trim(header)).into_owned();
        if let Some((name, inner)) = bracketed(&text)
            && let Some(unit) = Unit::of(&inner)
        {
            return (name, unit);
        }
        let marks = |c: char| matches!(c, ',' | ':' | '/' | ';' | '-' | '_' | ' ' | '、' | '，');
        for (at, c) in text.char_indices().filter(|(_, c)| marks(*c)) {
            let (name, rest) = (trim(&text[..at]), &text[at + c.len_utf8()..]);
            if let Some(unit) = Unit::of(rest).filter(|_| !name.is_empty()) {
                return (name.to_owned(), unit);
            }
        }
        (text, Unit::default())
    }

    /// Finds the unit that a line above a table names: `单位：万元`.
    pub fn in_title(title: &str) -> Option<Unit> {
        let text = folded(title).to_lowercase();
        ["金额单位", "单位", "unit", "amounts in", "in "].iter().find_map(|word| {
            let rest = trim(&text[text.find(word)? + word.len()..]);
            let rest = rest.trim_start_matches([':', '：', ' ', '为', '(']);
            let end = rest.find([' ', ')', ';', '。', '，', '\t']).unwrap_or(rest.len());
            Unit::of(rest).or_else(|| Unit::of(&rest[..end]))
        })
    }

    /// Fills what this unit does not say with what another does.
    pub fn or(self, other: &Unit) -> Unit {
        Unit {
            power: self.power.or(other.power),
            currency: self.currency.or_else(|| other.currency.clone()),
        }
    }

    /// Returns what one of a plain number is worth.
    pub fn factor(&self) -> u32 {
        10_u32.pow(self.power.unwrap_or(0).min(9))
    }

    /// Writes an amount as its column counts it, with two decimals or as many as it has.
    pub fn counted(&self, cents: Cents) -> String {
        let n_decimals = 2 + self.power.unwrap_or(0).min(9) as usize;
        let digits = format!("{:0>width$}", cents.0.unsigned_abs(), width = n_decimals + 1);
        let (units, decimals) = digits.split_at(digits.len() - n_decimals);
        let sign = if cents.0 < 0 { "-" } else { "" };
        format!("{sign}{units}.{:0<2}", decimals.trim_end_matches('0'))
    }

    /// Writes the power as a word that is read again.
    pub fn power_word(&self) -> Option<&'static str> {
        match self.power? {
            0 => Some("1"),
            4 => Some("万"),
            8 => Some("亿"),
            3 => Some("thousand"),
            6 => Some("million"),
            9 => Some("billion"),
            power => POWERS.iter().find(|(_, own)| *own == power).map(|(word, _)| *word),
        }
    }
}

/// Takes a word out of a text; one of letters must stand alone. Tells whether it was there.
fn take(text: &mut String, word: &str) -> bool {
    let is_letter = |c: Option<char>| word.is_ascii() && c.is_some_and(|c| c.is_ascii_alphabetic());
    let at = text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
    });
    let Some(at) = at else { return false };
    text.replace_range(at..at + word.len(), " ");
    true
}

/// Splits what stands in the last brackets off a text.
fn bracketed(text: &str) -> Option<(String, String)> {
    let open = text.rfind('(')?;
    let close = open + text[open..].find(')')?;
    let (before, after) = (&text[..open], &text[close + 1..]);
    let name = format!("{}{}", trim(before), after);
    (!trim(&name).is_empty()).then(|| (trim(&name).to_owned(), text[open + 1..close].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(unit: &Unit) -> (Option<u32>, Option<&str>) {
        (unit.power, unit.currency.as_deref())
    }

    #[test]
    fn headers_say_in_what_they_count() {
        for (header, name, power, currency) in [
            ("经费(万元)", "经费", Some(4), Some("CNY")),
            ("经费（万元）", "经费", Some(4), Some("CNY")),
            ("预算，单位：万美元", "预算", Some(4), Some("USD")),
            ("Budget (USD million)", "Budget", Some(6), Some("USD")),
            ("Amount in thousands of US$", "Amount", Some(3), Some("USD")),
            ("Budget, EUR", "Budget", Some(0), Some("EUR")),
            ("投资/亿元", "投资", Some(8), Some("CNY")),
            ("经费（元）", "经费", Some(0), Some("CNY")),
            ("usd_commitment", "usd_commitment", None, None),
            ("Budget (approved)", "Budget (approved)", None, None),
            ("Start (m)", "Start", Some(6), None),
            ("经费 / 金额", "经费 / 金额", None, None),
        ] {
            let (rest, unit) = Unit::split(header);
            assert_eq!((&*rest, said(&unit)), (name, (power, currency)), "{header}");
        }
        for (title, power) in
            [("单位：万元", Some(4)), ("填报单位：国际司", None), ("2027年度 单位: 千元", Some(3))]
        {
            assert_eq!(Unit::in_title(title).and_then(|unit| unit.power), power, "{title}");
        }
        assert_eq!(Unit::of("RMB USD"), None);
        assert_eq!(Unit::of(""), None);
    }
}
