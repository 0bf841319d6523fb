//! By what two readings of a strategy are known to be of the same one.

use std::fmt;

use crate::framework::MeasureIdx;

/// A fingerprint of a strategy's data, its policy included. It tells honest files apart; it is no
/// protection against forgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest::EMPTY
    }
}

impl Digest {
    const EMPTY: Digest = Digest(0xcbf2_9ce4_8422_2325);

    /// Makes the digest of a JSON text (FNV-1a). Blanks and line ends do not count: version control
    /// may have changed them.
    pub(super) const fn of(json: &str) -> Digest {
        let (mut digest, bytes, mut at) = (Digest::EMPTY, json.as_bytes(), 0);
        while at < bytes.len() {
            if !bytes[at].is_ascii_whitespace() {
                digest = digest.with(bytes[at]);
            }
            at += 1;
        }
        digest
    }

    /// Returns the digest of the strategy that has only these measures.
    pub(super) fn only(self, keep: &[MeasureIdx]) -> Digest {
        keep.iter().flat_map(|idx| idx.0.to_be_bytes()).fold(self, Digest::with)
    }

    const fn with(self, byte: u8) -> Digest {
        Digest((self.0 ^ byte as u64).wrapping_mul(0x0100_0000_01b3))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_do_not_count_and_everything_else_does() {
        let digest = Digest::of("{\"id\": \"mini\",\n\"version\": \"1.0.0\"}");
        assert_eq!(digest, Digest::of("{\"id\":\"mini\",\r\n  \"version\":\"1.0.0\"}\n"));
        assert_ne!(digest, Digest::of("{\"id\":\"mini\",\"version\":\"1.0.1\"}"));
        assert_ne!(digest, digest.only(&[MeasureIdx(0)]));
    }
}
