//! Words that people write where nothing is to be written: what they stand for, and how often they
//! were met.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::date;
use crate::plan::{Cells, Column, grammar};
use crate::problem::{Place, Problem, Problems};
use crate::text::{count, trim};

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

/// The columns in which placeholders are understood: those of free content. In the others every word
/// is held against a list, or is the name of something.
const COLUMNS: [Column; 10] = [
    Column::Owner,
    Column::Partner,
    Column::Start,
    Column::End,
    Column::Budget,
    Column::Currency,
    Column::Funder,
    Column::Evidence,
    Column::Updated,
    Column::Note,
];

/// Returns what a text stands for that is nothing but a placeholder, and the word itself.
pub fn placeholder(text: &str) -> Option<(Placeholder, &'static str)> {
    let text = trim(text);
    // The longest has sixteen letters: most texts are told apart by their length.
    if text.is_empty() || text.len() > 24 {
        return None;
    }
    let text = text.trim_matches(['(', ')', '（', '）', '[', ']', '【', '】']).to_lowercase();
    let find = |words: &[&'static str]| words.iter().copied().find(|word| *word == text);
    let unknown = find(&UNKNOWN).map(|word| (Placeholder::Unknown, word));
    unknown.or_else(|| find(&NONE).map(|word| (Placeholder::None, word)))
}

/// The columns of days.
const DAYS: [Column; 3] = [Column::Start, Column::End, Column::Updated];

/// How forms write an end that is left open.
const OPEN_END: &str = "9999-12-31";

/// The columns that may name several.
const LISTS: [Column; 3] = [Column::Owner, Column::Partner, Column::Funder];

/// Returns what a list stands for in which every part is a placeholder.
fn of_list(text: &str) -> Option<(Placeholder, &'static str)> {
    let mut parts = grammar::parts(text).map(placeholder);
    let first = parts.next()??;
    parts.try_fold(first, |least, part| part.map(|part| least.min(part)))
}

/// How placeholders are read, and how many of each were.
#[derive(Clone, Debug, Default)]
pub struct Placeholders {
    /// Whether they are kept as text.
    pub is_literal: bool,
    met: BTreeMap<(Placeholder, &'static str), u64>,
}

impl Placeholders {
    /// Writes a row's cells as they are meant: `?` for what is not known, nothing for none.
    pub(super) fn resolve(&mut self, cells: &mut Cells<'_>) {
        for column in COLUMNS {
            let text = cells.get(column);
            if DAYS.contains(&column) && date::parse(text).is_ok_and(date::is_open_end) {
                *self.met.entry((Placeholder::Unknown, OPEN_END)).or_default() += 1;
                cells.set(column, grammar::UNKNOWN);
                continue;
            }
            if self.is_literal {
                continue;
            }
            let list = || if LISTS.contains(&column) { of_list(text) } else { None };
            let Some((meant, word)) = placeholder(text).or_else(list) else { continue };
            *self.met.entry((meant, word)).or_default() += 1;
            cells.set(column, if meant == Placeholder::Unknown { grammar::UNKNOWN } else { "" });
            if column == Column::Budget && meant == Placeholder::None {
                // Where there is no amount, the currency is one of nothing.
                cells.set(Column::Currency, "");
            }
        }
    }

    /// Says once how many were met in a file, and forgets them.
    pub fn tell(&mut self, file: &Arc<str>, problems: &mut Problems) {
        let met = std::mem::take(&mut self.met);
        let of = |wanted: Placeholder, meaning: &str| {
            let words: Vec<String> = met
                .iter()
                .filter(|((meant, _), _)| *meant == wanted)
                .map(|((_, word), n)| format!("`{word}` ({n})"))
                .collect();
            (!words.is_empty()).then(|| format!("as {meaning}: {}", words.join(", ")))
        };
        let parts = [of(Placeholder::Unknown, "not known"), of(Placeholder::None, "none")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return;
        }
        let cells = count(met.values().sum(), "cell", "cells");
        let message = format!("{cells} with a placeholder, read {}", parts.join("; "));
        let place = Place { file: Arc::clone(file), line: 0 };
        let hint = "write `?` for what is not known, nothing for none; `--literal` keeps the words";
        problems.push(Problem::warning(place, message).hint(hint));
    }
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
        for text in ["", "?", "Li", "TBD by Li", "无锡", "-5", "待定王", "Nona"] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
