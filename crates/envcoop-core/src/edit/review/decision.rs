//! What a person writes into the column of decisions.

use super::Reviewed;
use crate::framework::Framework;
use crate::plan::{measures, placeholder};
use crate::text::{folded, trim};

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// There is none yet.
    Open,
    /// The row serves no measure.
    None,
    /// It serves these, as a plan writes them.
    Measures(String),
}

/// Why a decision cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// It points to a candidate that the row does not have.
    NoCandidate,
    /// It is nothing that decides.
    Unknown,
}

/// Words and signs that take the first of the list.
pub const YES: [&str; 13] =
    ["y", "yes", "ok", "是", "对", "同意", "确认", "确定", "采用", "可以", "√", "✓", "✔"];

/// Words and signs that take none.
pub const NO: [&str; 11] =
    ["n", "no", "none", "否", "不", "不对应", "不同意", "不采用", "无", "×", "✗"];

/// Tells whether a text takes the first of the list.
pub(super) fn is_yes(text: &str) -> bool {
    YES.contains(&text)
}

/// Tells whether a text takes none. A list for people says behind the letter what it means.
pub(super) fn is_no(text: &str) -> bool {
    text.split([' ', ':', '(']).next().is_some_and(|word| NO.contains(&word))
}

/// Tells whether a cell outside the column of decisions holds nothing but a decision. What stands for
/// none, as in a column of notes, is none.
pub fn is_stray(text: &str) -> bool {
    let text = folded(trim(text)).to_lowercase();
    let is_decision = YES.contains(&&*text) || NO.contains(&&*text);
    is_decision && placeholder(&text).is_none()
}

impl Reviewed {
    /// Reads the decision.
    ///
    /// # Errors
    /// Tells what it lacks.
    pub fn decided(&self, framework: &Framework) -> Result<Decided, Unclear> {
        let text = folded(trim(&self.decision)).to_lowercase();
        let text = trim(&text);
        if text.is_empty() {
            return Ok(Decided::Open);
        }
        if is_no(text) {
            return Ok(Decided::None);
        }
        if is_yes(text) {
            let tied = self.tied.as_deref().and_then(|tied| named(framework, tied));
            let first = tied.or_else(|| self.candidate(1, framework));
            return first.map(Decided::Measures).ok_or(Unclear::NoCandidate);
        }
        let numbers: Option<Vec<usize>> = text
            .split([' ', ';', ',', '、', '+', '，', '；'])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect();
        if let Some(numbers) = numbers {
            let mut ids: Vec<String> = Vec::new();
            for number in numbers {
                let id = self.candidate(number, framework).ok_or(Unclear::NoCandidate)?;
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            return Ok(Decided::Measures(ids.join(";")));
        }
        named(framework, &self.decision).map(Decided::Measures).ok_or(Unclear::Unknown)
    }

    /// Returns how many candidates the row shows.
    pub fn n_candidates(&self) -> u64 {
        self.candidates.iter().filter(|own| !trim(own).is_empty()).count() as u64
    }

    /// Returns the measure of a candidate, counted from 1: its title, in one language or two, stands
    /// behind its id.
    fn candidate(&self, number: usize, framework: &Framework) -> Option<String> {
        let text = self.candidates.get(number.checked_sub(1)?)?;
        named(framework, text.split_whitespace().next()?)
    }
}

/// Returns measures that are named by id or title as a plan writes them; nothing where a part names
/// none.
fn named(framework: &Framework, text: &str) -> Option<String> {
    let read = measures::read(framework, trim(text));
    let one = |named: &measures::Named<'_>| {
        let id = &framework.measure(named.measure?).id;
        Some(match named.share {
            Some(share) => format!("{id}:{share}"),
            None => id.clone(),
        })
    };
    let ids: Option<Vec<String>> = read.iter().map(one).collect();
    ids.filter(|ids| !ids.is_empty()).map(|ids| ids.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework;

    fn decided(decision: &str) -> Result<Decided, Unclear> {
        let loaded = framework::shipped("two-services-2012").expect("it is shipped");
        let framework = loaded.expect("it is sound");
        let title = |id: &str| {
            let idx = framework.measure_idx(id).expect("it is there");
            format!("{id} {}", framework.measure(idx).title.get(crate::text::Lang::En))
        };
        let candidates = [title("W2.2"), title("W2.8"), String::new()];
        let tied = Some("W2.2;W2.8".to_owned());
        let decision = decision.to_owned();
        Reviewed { tied, candidates, decision, ..Reviewed::default() }.decided(&framework)
    }

    #[test]
    fn a_decision_in_another_column_is_told_from_a_note() {
        for word in ["y", " Ｙ", "n", "同意", "不对应", "√"] {
            assert!(is_stray(word), "{word}");
        }
        for note in ["", "无", "none", "-", "W2.2", "1", "同意，待签", "y: later"] {
            assert!(!is_stray(note), "{note}");
        }
    }

    #[test]
    fn a_decision_is_a_letter_a_number_or_a_measure() {
        let measures = |ids: &str| Ok(Decided::Measures(ids.to_owned()));
        assert_eq!(decided("　"), Ok(Decided::Open));
        let others = ["不对应", "不同意", "不", "不对应：另有安排"];
        let no = ["n", "N", "ｎ", "否", "n: serves none", "n：不对应任何措施", "None"];
        for no in no.into_iter().chain(others) {
            assert_eq!(decided(no), Ok(Decided::None), "{no}");
        }
        for yes in ["y", "Y", "是", "✓", "同意", " 确认 "] {
            assert_eq!(decided(yes), measures("W2.2;W2.8"), "{yes}");
        }
        assert_eq!(decided("2"), measures("W2.8"));
        assert_eq!(decided("2、1"), measures("W2.8;W2.2"));
        assert_eq!(decided("w3.1; W2.2"), measures("W3.1;W2.2"));
        assert_eq!(decided("W3.1:60;W2.2:40"), measures("W3.1:60;W2.2:40"));
        assert_eq!(decided("W3.1、W2.2"), measures("W3.1;W2.2"));
        assert_eq!(decided("3"), Err(Unclear::NoCandidate));
        assert_eq!(decided("4"), Err(Unclear::NoCandidate));
        for unknown in ["perhaps", "W9.9", "new"] {
            assert_eq!(decided(unknown), Err(Unclear::Unknown), "{unknown}");
        }
    }
}
