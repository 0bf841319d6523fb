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

/// How long the placeholders are that begin with a character, by its [place], in either case: bit
/// `n` stands for `n` bytes. A bracket may stand before one of any length.
const LENGTHS: [u32; 256] = {
    let mut all = [0; 256];
    let (mut list, mut i) = (0, 0);
    while list < 2 {
        let words: &[&str] = if list == 0 { &UNKNOWN } else { &NONE };
        let word = words[i].as_bytes();
        let first = match word {
            [a, ..] if a.is_ascii() => *a as usize,
            // The last bits of the code of a character of three bytes.
            [_, b, c, ..] => place((*b as u32 & 1) << 6 | *c as u32 & 0b11_1111 | 128),
            _ => panic!("a placeholder begins with a character of one or three bytes"),
        };
        all[first] |= 1 << word.len();
        if first < 128 {
            all[(first as u8).to_ascii_uppercase() as usize] |= 1 << word.len();
        }
        i += 1;
        if i == words.len() {
            (list, i) = (list + 1, 0);
        }
    }
    i = 0;
    while i < BRACKETS.len() {
        all[place(BRACKETS[i] as u32)] = u32::MAX;
        i += 1;
    }
    all
};

/// Returns the place of a character in the table of lengths, by its code: those of ASCII have one each.
const fn place(code: u32) -> usize {
    (if code < 128 { code } else { 128 | code & 127 }) as usize
}

/// Tells of most cells, blank ones among them, that they are neither a placeholder nor a list of them
/// nor an open end, by their first character; of others nothing.
#[inline]
pub(super) fn is_content(cell: &str) -> bool {
    // What most cells begin with.
    if let Some(first) = cell.bytes().next().filter(u8::is_ascii_alphanumeric) {
        return LENGTHS[usize::from(first)] == 0 && first != b'9';
    }
    cell.chars().next().is_none_or(|first| {
        LENGTHS[place(first as u32)] == 0 && first.is_alphanumeric() && !matches!(first, '9' | '９')
    })
}

/// Tells whether a text, trimmed, begins as a placeholder does and has the length of one: most texts are
/// told apart by that.
fn may_be(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let lengths = LENGTHS[place(first as u32)];
    // Characters that are not ASCII may have another length in lower case.
    let has_length = text.len() < 32 && lengths >> text.len() & 1 == 1;
    lengths != 0 && (has_length || !text.is_ascii() || text.ends_with(BRACKETS))
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
            for text in
                [word.to_owned(), word.to_uppercase(), format!("【{word}]"), format!("{word})")]
            {
                assert_eq!(placeholder(&text).map(|found| found.1), Some(word), "{text}");
            }
        }
        for list in ["TBD;?", "；N/A", "/none", "，TBD", "(tbd)、无"] {
            assert!(!is_content(list), "{list}");
        }
        for cell in ["", "Li", "王芳;TBD", "2027-06-30", "第 1 号"] {
            assert!(is_content(cell) && placeholder(cell).or(of_list(cell)).is_none(), "{cell}");
        }
        for text in ["", "?", "Li", "TBD by Li", "无锡", "-5", "待定王", "Nona"] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
