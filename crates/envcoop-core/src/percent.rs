//! Exact proportions, rounded once: when printed.

use std::fmt;

use crate::decimal::{self, Limits};

/// An exact proportion between 0 and 1, kept as a fraction.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    part: i128,
    whole: i128,
}

impl Ratio {
    /// Makes the proportion `part / whole`; nothing where `whole` is zero.
    pub fn new(part: i128, whole: i128) -> Option<Ratio> {
        (whole > 0).then_some(Ratio { part, whole })
    }

    /// Returns the proportion in per cent with one decimal, rounded half away from zero.
    pub fn percent(self) -> Percent {
        Percent(((2000 * self.part + self.whole).div_euclid(2 * self.whole)) as i32)
    }

    /// Tells whether the proportion is under `percent`, exactly.
    pub fn is_under(self, percent: Percent) -> bool {
        self.part * 1000 < i128::from(percent.0) * self.whole
    }

    /// Returns numerator and denominator.
    pub fn fraction(self) -> (i128, i128) {
        (self.part, self.whole)
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> std::cmp::Ordering {
        (self.part * other.whole).cmp(&(other.part * self.whole))
    }
}

/// A rounded percentage.
///
/// # Units
/// Tenths of a per cent: 867 is 86.7 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub i32);

impl Percent {
    /// Returns the value for a JSON number with one decimal.
    pub fn number(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// Reads `80`, `80.0` or `80 %`; nothing where it is not a percentage between 0 and 100.
    pub fn parse(text: &str) -> Option<Percent> {
        const LIMITS: Limits = Limits { digits: 3, decimals: 1 };
        let tenths = decimal::exact(text.trim_end_matches('%').trim_end(), LIMITS).ok()?;
        (tenths <= 1000).then_some(Percent(tenths as i32))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.0 / 10, self.0 % 10))
    }
}

/// An exact weight of a framework's policy.
///
/// # Units
/// Millionths, so that sums of weights stay exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(pub i128);

impl Weight {
    /// The weight 1.
    pub const ONE: Weight = Weight(1_000_000);

    /// Makes a weight from a decimal number's text.
    ///
    /// # Errors
    /// A weight is between 0 and 1 000 000 and has at most six decimals.
    pub fn parse(text: &str) -> Result<Weight, NoWeight> {
        const LIMITS: Limits = Limits { digits: 7, decimals: 6 };
        match decimal::exact(text, LIMITS) {
            Ok(weight) if weight <= 1_000_000 * Weight::ONE.0 => Ok(Weight(weight)),
            _ => Err(NoWeight(text.to_owned())),
        }
    }
}

/// A text that is no weight: the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoWeight(String);

impl fmt::Display for NoWeight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a weight is between 0 and 1000000 with at most six decimals, not `{}`", self.0)
    }
}

impl std::error::Error for NoWeight {}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl<'de> serde::Deserialize<'de> for Weight {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A JSON number's shortest text is exact for the few decimals that a weight may have.
        let number = serde_json::Number::deserialize(deserializer)?;
        Weight::parse(&number.to_string()).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_rounded_half_away_from_zero() {
        let percent = |part, whole| Ratio::new(part, whole).map(|r| r.percent().to_string());
        assert_eq!(percent(260, 300).as_deref(), Some("86.7"));
        assert_eq!(percent(1, 2000).as_deref(), Some("0.1"));
        assert_eq!(percent(1, 2001).as_deref(), Some("0.0"));
        assert_eq!(percent(1, 1).as_deref(), Some("100.0"));
        assert_eq!(percent(0, 0), None);
    }

    #[test]
    fn a_threshold_is_compared_before_rounding() {
        let two_thirds = Ratio { part: 2, whole: 3 };
        assert!(two_thirds.is_under(Percent(667)));
        assert!(!two_thirds.is_under(Percent(666)));
    }

    #[test]
    fn weights_are_exact() {
        assert_eq!(Weight::parse("0.5"), Ok(Weight(500_000)));
        assert_eq!(Weight(1_500_000).to_string(), "1.5");
        for wrong in ["-1", "1e3", "0.1234567", "1000001", ""] {
            assert!(Weight::parse(wrong).is_err(), "{wrong}");
        }
    }
}
