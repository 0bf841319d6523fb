//! Amounts behind the words that say who pays: `中央财政50万元，自筹20万元`.

use super::amount::{self, AmountFault, Amounts};
use crate::decimal::DecimalError;
use crate::text::{folded, trim};

/// An amount with the words before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Funded<'t> {
    /// Who pays.
    pub funder: &'t str,
    /// The amount.
    pub amount: &'t str,
}

/// What stands between amounts of several funders.
const BETWEEN: [char; 7] = [';', '；', '，', '、', '\n', '+', '＋'];

/// Words that say something else of an amount than who pays it: that it is a share, a sum, a limit.
const OTHERWISE: [&str; 32] = [
    "每", "均", "不足", "缺口", "上限", "下限", "最高", "最低", "减", "年", "月", "含", "其中",
    "共", "计", "总", "余", "约", "近", "超", "逾", "拟", "预算", "经费", "per ", "each",
    "average", "max", "min", "total", "about", "approx",
];

/// The most characters of the words that name who pays.
const MOST_WORDS: usize = 24;
/// The most characters between them and the amount.
const MOST_MARKS: usize = 4;

/// Takes a cell apart into amounts and the words before each; nothing where it is anything else. Words
/// that say something else of an amount are none that name who pays.
///
/// ```
/// use envcoop_core::cell::amount::Amounts;
/// use envcoop_core::cell::funded;
///
/// let read = |text| {
///     let parts = funded::read(text, Amounts::default())?;
///     Some(parts.iter().map(|part| format!("{}={}", part.funder, part.amount)).collect::<Vec<_>>())
/// };
/// assert_eq!(read("中央财政50万元，自筹20万元"), Some(vec!["中央财政=50万元".into(), "自筹=20万元".into()]));
/// assert_eq!(read("GEF: USD 1.2 million"), Some(vec!["GEF=USD 1.2 million".into()]));
/// assert_eq!(read("共50万元"), None);
/// ```
pub fn read(text: &str, known: Amounts) -> Option<Vec<Funded<'_>>> {
    let parts = text.split(BETWEEN).map(trim).filter(|part| !part.is_empty());
    let parts: Option<Vec<Funded<'_>>> = parts.map(|part| one(part, known)).collect();
    parts.filter(|parts| !parts.is_empty())
}

/// Splits one amount from the words before it: the longest rest that is an amount.
fn one(text: &str, known: Amounts) -> Option<Funded<'_>> {
    for (at, _) in text.char_indices().skip(1).take(MOST_WORDS + MOST_MARKS) {
        let (words, mut rest) = (&text[..at], trim(&text[at..]));
        if words.contains(|c: char| c.is_numeric()) {
            return None;
        }
        if words.trim_end().ends_with(['(', '（']) {
            rest = trim(rest.trim_end_matches([')', '）']));
        }
        // A word is not cut: `eu` before `r 5` is none.
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if is_letter(words.chars().next_back()) && is_letter(rest.chars().next()) {
            continue;
        }
        match amount::read(rest, known) {
            Ok(_) => return funder(words).map(|funder| Funded { funder, amount: rest }),
            Err(AmountFault::Broken(error)) if error.0 == DecimalError::NotANumber => {}
            Err(_) => return None,
        }
    }
    None
}

fn funder(words: &str) -> Option<&str> {
    let marks =
        |c: char| matches!(c, '(' | '（' | ':' | '：' | '-' | '—' | ',') || c.is_whitespace();
    let words = words.trim_end_matches(marks);
    let plain = folded(trim(words)).to_lowercase();
    let is_name = plain.contains(char::is_alphabetic)
        && plain.chars().count() <= MOST_WORDS
        && !OTHERWISE.iter().any(|word| plain.contains(word));
    is_name.then(|| trim(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<Vec<(&str, &str)>> {
        let parts = read(text, Amounts::default())?;
        Some(parts.into_iter().map(|part| (part.funder, part.amount)).collect())
    }

    #[test]
    fn words_before_an_amount_say_who_pays() {
        for (text, expected) in [
            ("中央财政50万元", &[("中央财政", "50万元")][..]),
            ("财政拨款120万元", &[("财政拨款", "120万元")]),
            ("欧盟 30万欧元", &[("欧盟", "30万欧元")]),
            ("GEF: USD 1.2 million", &[("GEF", "USD 1.2 million")]),
            ("EU EUR 1,200,000", &[("EU", "EUR 1,200,000")]),
            ("中央财政（50万元）", &[("中央财政", "50万元")]),
            ("中央财政50万元，自筹20万元", &[("中央财政", "50万元"), ("自筹", "20万元")]),
            ("GEF 500,000; UNDP 200,000.50", &[("GEF", "500,000"), ("UNDP", "200,000.50")]),
        ] {
            let read = parts(text);
            // `500,000` alone has two meanings.
            let expected = (!text.starts_with("GEF 500")).then(|| expected.to_vec());
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn words_that_say_something_else_of_an_amount_are_no_funder() {
        for text in [
            "50万元",
            "共50万元",
            "中央财政50万元，合计70万元",
            "中央财政约50万元",
            "人均0.5万元",
            "每年50万元",
            "2027年50万元",
            "20（贷款）",
            "不足50万元",
            "中央财政",
            "",
            "，",
            "100-200万",
            "per year USD 500",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
