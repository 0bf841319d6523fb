//! The sectors of an activity and the share that each has of it.

use std::collections::BTreeMap;

use crate::iati::Sector;

/// Ten-thousandths in the whole.
const WHOLE: u64 = 10_000;

/// How far percentages may miss the whole by rounding, in ten-thousandths.
const TOLERANCE: u64 = 100;

/// The sectors of one activity as they are read, each code of a vocabulary once.
#[derive(Default)]
pub(super) struct Sectors {
    by_code: BTreeMap<(String, String), Found>,
}

struct Found {
    position: usize,
    /// The percentages given, added up; nothing where none is given.
    share: Option<u64>,
}

/// A vocabulary whose percentages do not add up.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unbalanced {
    /// The vocabulary's code.
    pub vocabulary: String,
    /// What they add up to, in ten-thousandths.
    pub sum: u64,
}

impl Sectors {
    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// Adds a sector and its percentage in hundredths of a per cent; tells whether it is new.
    pub fn add(&mut self, vocabulary: &str, code: String, share: Option<u64>) -> bool {
        let position = self.by_code.len();
        let found = self
            .by_code
            .entry((vocabulary.to_owned(), code))
            .or_insert(Found { position, share: None });
        if let Some(share) = share {
            found.share = Some(found.share.unwrap_or(0) + share);
        }
        found.position == position
    }

    /// Returns the sectors in file order, and the vocabularies whose percentages were scaled.
    pub fn finish(self) -> (Vec<Sector>, Vec<Unbalanced>) {
        let mut found: Vec<((String, String), Found)> = self.by_code.into_iter().collect();
        let mut unbalanced = Vec::new();
        let mut sectors = Vec::with_capacity(found.len());
        // Keys are sorted: the sectors of a vocabulary stand together.
        for group in found.chunk_by_mut(|a, b| a.0.0 == b.0.0) {
            group.sort_by_key(|(_, found)| found.position);
            let given: Vec<Option<u64>> = group.iter().map(|(_, found)| found.share).collect();
            let sum: u64 = given.iter().flatten().sum();
            let missing = given.contains(&None);
            let vocabulary = &group[0].0.0;
            if sum > WHOLE + TOLERANCE || (!missing && sum + TOLERANCE < WHOLE) {
                unbalanced.push(Unbalanced { vocabulary: vocabulary.clone(), sum });
            }
            for (((vocabulary, code), found), share) in group.iter().zip(shares(&given)) {
                let is_dac5 = vocabulary == "1" && is_dac5(code);
                sectors.push((found.position, Sector { code: code.clone(), is_dac5, share }));
            }
        }
        sectors.sort_by_key(|(position, _)| *position);
        (sectors.into_iter().map(|(_, sector)| sector).collect(), unbalanced)
    }
}

/// Tells whether a code has the form of a DAC purpose code.
pub(super) fn is_dac5(code: &str) -> bool {
    code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit())
}

/// Scales shares to the whole, to the last ten-thousandth; missing ones share what is left equally.
fn shares(given: &[Option<u64>]) -> Vec<u32> {
    let sum: u64 = given.iter().flatten().sum();
    let n_missing = given.iter().filter(|share| share.is_none()).count() as u64;
    let left = WHOLE.saturating_sub(sum);
    // Everything times the number of missing shares, so that each of them is whole.
    let weight = |share: &Option<u64>| match share {
        Some(share) => u128::from(*share) * u128::from(n_missing.max(1)),
        None => u128::from(left),
    };
    let total: u128 = given.iter().map(weight).sum();
    let n = given.len() as u128;
    let (mut before, mut done) = (0, 0);
    let mut share = |weight: u128, total: u128| {
        before += weight;
        let upto = before * u128::from(WHOLE) / total;
        u32::try_from(upto - std::mem::replace(&mut done, upto)).unwrap_or(0)
    };
    let share = |given| if total == 0 { share(1, n) } else { share(weight(given), total) };
    given.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_scaled_to_the_whole_and_missing_ones_take_what_is_left() {
        assert_eq!(shares(&[None, None, None]), [3333, 3333, 3334]);
        assert_eq!(shares(&[Some(6000), None, None]), [6000, 2000, 2000]);
        assert_eq!(shares(&[Some(10_000), Some(10_000)]), [5000, 5000]);
        assert_eq!(shares(&[Some(2500)]), [10_000]);
        assert_eq!(shares(&[Some(0), Some(0)]), [5000, 5000]);
        assert_eq!(shares(&[Some(10_000), None]), [10_000, 0]);
    }

    #[test]
    fn each_vocabulary_adds_up_by_itself_and_codes_count_once() {
        let mut sectors = Sectors::default();
        sectors.add("2", "410".to_owned(), None);
        sectors.add("1", "41010".to_owned(), Some(9000));
        sectors.add("1", "14030".to_owned(), Some(3000));
        sectors.add("1", "41010".to_owned(), Some(3000));
        let (sectors, unbalanced) = sectors.finish();
        let facts: Vec<_> = sectors.iter().map(|s| (s.code.as_str(), s.is_dac5, s.share)).collect();
        assert_eq!(facts, [("410", false, 10_000), ("41010", true, 8000), ("14030", true, 2000)]);
        assert_eq!(unbalanced, [Unbalanced { vocabulary: "1".to_owned(), sum: 15_000 }]);
    }
}
