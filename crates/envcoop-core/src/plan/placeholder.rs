//! Words that people write where nothing is to be written, and what they stand for.

use crate::plan::grammar;
use crate::text::trim;

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placeholder {
    /// What belongs there is not known.
    Unknown,
    /// There is none.
    None,
}

/// Words for what is not known, in lower case.
const UNKNOWN: [&str; 34] = [
    "??",
    "???",
    "？？",
    "？？？",
    "tbd",
    "t.b.d.",
    "tbc",
    "t.b.c.",
    "tba",
    "t.b.a.",
    "unknown",
    "not known",
    "not yet known",
    "to be determined",
    "to be decided",
    "to be confirmed",
    "to be announced",
    "to be defined",
    "待定",
    "未定",
    "待落实",
    "待确定",
    "待确认",
    "待明确",
    "待补充",
    "待补",
    "待商定",
    "待核实",
    "尚未确定",
    "尚未落实",
    "未落实",
    "不详",
    "未知",
    "不明",
];

/// Words for none, in lower case.
const NONE: [&str; 26] = [
    "n/a",
    "n.a.",
    "n.a",
    "na",
    "none",
    "nil",
    "not applicable",
    "-",
    "--",
    "---",
    "–",
    "—",
    "——",
    "－",
    "―",
    "−",
    "/",
    "／",
    "\\",
    "无",
    "暂无",
    "没有",
    "暂缺",
    "空",
    "不适用",
    "無",
];

/// What may stand around a placeholder.
const BRACKETS: [char; 8] = ['(', ')', '（', '）', '[', ']', '【', '】'];

/// The characters that a placeholder begins with, in lower case.
const FIRST: [char; 23] = [
    '?', '？', 't', 'u', 'n', '待', '未', '尚', '不', '-', '–', '—', '－', '―', '−', '/', '／',
    '\\', '无', '暂', '没', '空', '無',
];

/// Which bytes a placeholder, or the bracket before it, begins with.
const FIRST_BYTES: [bool; 256] = {
    let mut all = [false; 256];
    let mut i = 0;
    while i < FIRST.len() + BRACKETS.len() {
        let c = if i < FIRST.len() { FIRST[i] } else { BRACKETS[i - FIRST.len()] };
        let first = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
        all[first as usize] = true;
        all[first.to_ascii_uppercase() as usize] = true;
        i += 1;
    }
    all
};

/// Tells whether a text, trimmed, begins as a placeholder does: most are told apart by that.
fn may_be(text: &str) -> bool {
    let Some(&first) = text.as_bytes().first() else { return false };
    FIRST_BYTES[usize::from(first)]
        && text.chars().next().is_some_and(|c| {
            let c = c.to_ascii_lowercase();
            FIRST.contains(&c) || BRACKETS.contains(&c)
        })
}

/// Returns what a text stands for that is nothing but a placeholder, and the word itself.
pub fn placeholder(text: &str) -> Option<(Placeholder, &'static str)> {
    let text = trim(text);
    if text.len() > 24 || !may_be(text) {
        return None;
    }
    let text = text.trim_matches(BRACKETS).to_lowercase();
    let find = |words: &[&'static str]| words.iter().copied().find(|word| *word == text);
    let unknown = find(&UNKNOWN).map(|word| (Placeholder::Unknown, word));
    unknown.or_else(|| find(&NONE).map(|word| (Placeholder::None, word)))
}

/// Returns what a list stands for in which every part is a placeholder.
pub(super) fn of_list(text: &str) -> Option<(Placeholder, &'static str)> {
    // The first part is one already, unless a separator stands before it.
    if text.starts_with(char::is_alphanumeric) && !may_be(text) {
        return None;
    }
    let mut parts = grammar::names(text).map(placeholder);
    let first = parts.next()??;
    parts.try_fold(first, |least, part| part.map(|part| least.min(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_not_known_and_for_none_are_told_apart() {
        for text in ["TBD", "tbc", " 待定 ", "未定", "待落实", "(TBD)", "（待定）", "T.B.D."]
        {
            let meant = placeholder(text).map(|found| found.0);
            assert_eq!(meant, Some(Placeholder::Unknown), "{text}");
        }
        for text in ["N/A", "none", "无", "暂无", "-", "—", "/", "－"] {
            assert_eq!(placeholder(text).map(|found| found.0), Some(Placeholder::None), "{text}");
        }
        for word in UNKNOWN.into_iter().chain(NONE) {
            for text in [word.to_owned(), word.to_uppercase(), format!("【{word}]")] {
                assert_eq!(placeholder(&text).map(|found| found.1), Some(word), "{text}");
            }
        }
        for text in ["", "?", "Li", "TBD by Li", "无锡", "-5", "待定王", "Nona"] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
