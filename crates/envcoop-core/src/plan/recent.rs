//! What texts of a column were read as lately: most cells say what another one not far above says.

use crate::plan::Share;
use crate::vocabulary::{Link, Stage, Status};

use crate::money::Currency;

/// What a reader of rows keeps from one row to the next, all of one strategy: room for the measures
/// of a row, and what texts were read as that are written as the format writes them.
#[derive(Clone, Debug, Default)]
pub struct Lately {
    /// The measures of the row read last.
    pub(super) shares: Vec<Share>,
    pub(super) measures: Recent<Vec<Share>>,
    pub(super) stages: Recent<Option<Stage>>,
    pub(super) statuses: Recent<Option<Status>>,
    pub(super) links: Recent<Option<Link>>,
    pub(super) currencies: Recent<Option<Currency>>,
}

/// What some texts were read as. Each has one place that it may take, from that which took it before:
/// memory is bounded whatever a column holds.
#[derive(Clone, Debug)]
pub(super) struct Recent<T>(Vec<(String, T)>);

/// How many places there are.
const PLACES: usize = 1 << PLACE_BITS;
const PLACE_BITS: u32 = 9;
/// Longer texts, in bytes, are not kept.
const LONGEST: usize = 64;

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Recent(Vec::new())
    }
}

impl<T: Clone + Default> Recent<T> {
    /// Returns what a text was read as, which is not blank.
    pub(super) fn get(&self, text: &str) -> Option<&T> {
        self.0.get(place(text)).filter(|(own, _)| own == text).map(|(_, value)| value)
    }

    /// Keeps what a text was read as.
    pub(super) fn keep(&mut self, text: &str, value: &T) {
        if text.len() > LONGEST {
            return;
        }
        // Whoever reads a single row needs no places.
        if self.0.is_empty() {
            self.0.resize(PLACES, (String::new(), T::default()));
        }
        if let Some((own, kept)) = self.0.get_mut(place(text)) {
            text.clone_into(own);
            kept.clone_from(value);
        }
    }
}

/// Returns the place of a text: by both its ends, in which texts of a column differ.
fn place(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(&first), Some(&last)) => (u64::from_le_bytes(first), u64::from_le_bytes(last)),
        _ => (bytes.iter().fold(0, |all, &b| all << 8 | u64::from(b)), 0),
    };
    let both = first.rotate_left(7) ^ last ^ bytes.len() as u64;
    (both.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACE_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_as_what_it_was_read_as_last_and_memory_is_bounded() {
        let mut recent = Recent::<usize>::default();
        assert_eq!(recent.get("planned"), None);
        for n in 0..10_000 {
            let text = format!("W{n}.{}", n % 7);
            recent.keep(&text, &n);
            assert_eq!(recent.get(&text), Some(&n));
        }
        let known = (0..10_000).filter(|n| recent.get(&format!("W{n}.{}", n % 7)).is_some());
        assert!((100..=PLACES).contains(&known.count()));
        for n in 0..10_000 {
            let text = format!("W{n}.{}", n % 7);
            assert!(recent.get(&text).is_none_or(|own| *own == n), "{text}");
        }
        recent.keep(&"a".repeat(LONGEST + 1), &1);
        assert_eq!(recent.get(&"a".repeat(LONGEST + 1)), None);
    }
}
