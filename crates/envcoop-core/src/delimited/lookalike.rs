//! Texts that a spreadsheet takes for something else when it opens a CSV file: numbers, dates, truth
//! values. The file holds what was written; what the spreadsheet shows, and saves, may be another
//! text (`007` becomes 7, `1e5` 100000).

use crate::text::trim;

/// Tells whether a spreadsheet might show a text as another one. It goes by form alone: what a
/// program really makes of it depends on its language.
pub fn is_lookalike(text: &str) -> bool {
    let text = trim(text);
    let is_figure = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '.' | ',' | ':' | '/' | '-' | '%' | 'e' | 'E' | ' ' | '年' | '月' | '日')
    };
    let opens = text.strip_prefix('.').unwrap_or(text);
    (opens.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_figure))
        || matches!(text.to_lowercase().as_str(), "wahr" | "falsch")
        || looks_like_a_value(text)
}

/// Tells whether a spreadsheet would take a text that starts with a letter for a value: a month and
/// a number, a truth value.
pub(crate) fn looks_like_a_value(id: &str) -> bool {
    if ["true", "false"].iter().any(|word| id.eq_ignore_ascii_case(word)) {
        return true;
    }
    let (letters, rest) = id.split_at(id.bytes().take_while(u8::is_ascii_alphabetic).count());
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number = rest.trim_start_matches([' ', '-', '/', '.']);
    letters.len() == 3
        && MONTHS.iter().any(|month| letters.eq_ignore_ascii_case(month))
        && !number.is_empty()
        && number.len() <= 4
        && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_truth_values_are_recognised() {
        for text in
            ["007", "1e5", "TRUE", "falsch", "3-1", "1/2", "12:30", "5 %", ".5", "3月1日", "Mar 5"]
        {
            assert!(is_lookalike(text), "{text}");
        }
        for text in ["", "NA", "W1.1", "W1.1:60;W2.1:40", "3rd round", "e5", "C-3", "第1章", "-"]
        {
            assert!(!is_lookalike(text), "{text}");
        }
    }

    #[test]
    fn ids_that_a_spreadsheet_would_change_are_recognised() {
        for id in ["MAR1", "SEP2", "Jan-27", "TRUE", "dec 2027"] {
            assert!(looks_like_a_value(id), "{id}");
        }
        for id in ["A1", "A.1", "CBD-T3", "KM-GBF-3", "MARK-1", "may", "sep-2-a"] {
            assert!(!looks_like_a_value(id), "{id}");
        }
    }
}
