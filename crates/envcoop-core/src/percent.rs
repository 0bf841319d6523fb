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

    /// Returns the proportion in per cent with one decimal, rounded half away from zero; 0.0 and
    /// 100.0 stand for nothing and all only.
    pub fn percent(self) -> Percent {
        Percent(rounded(self.part, self.whole, 1) as i32)
    }

    /// Writes a proportion that is under `percent`, with as many decimals as it takes to show so.
    pub fn text_under(self, percent: Percent) -> String {
        const MOST: u32 = 12;
        let is_shown = |decimals: &u32| {
            let unit = 10i128.pow(decimals - 1);
            rounded(self.part, self.whole, *decimals) < i128::from(percent.0) * unit
        };
        let decimals = (1..MOST).find(is_shown).unwrap_or(MOST);
        let (unit, shown) = (10i128.pow(decimals), rounded(self.part, self.whole, decimals));
        format!("{}.{:0width$}", shown / unit, shown % unit, width = decimals as usize)
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

/// Returns a proportion in per cent, in units of the last of `decimals` places, rounded half away
/// from zero. What is not nothing never comes to 0, what is not all never to 100: a figure beside a
/// gap does not deny it. The whole is above zero; the part may be below.
pub fn rounded(part: i128, whole: i128, decimals: u32) -> i128 {
    let all = 100 * 10i128.pow(decimals);
    let nearest = (2 * all * part.abs() + whole) / (2 * whole);
    let shown = match part.abs() {
        0 => 0,
        part if part < whole => nearest.clamp(1, all - 1),
        _ => nearest,
    };
    shown * part.signum()
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
        assert_eq!(percent(1, 2001).as_deref(), Some("0.1"));
        assert_eq!(percent(0, 2001).as_deref(), Some("0.0"));
        assert_eq!(percent(4799, 4800).as_deref(), Some("99.9"));
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
    fn what_is_under_a_threshold_is_shown_under_it() {
        let under = |part, whole, percent| Ratio { part, whole }.text_under(Percent(percent));
        assert_eq!(under(2, 3, 667), "66.67");
        assert_eq!(under(2, 3, 800), "66.7");
        assert_eq!(under(4799, 4800, 1000), "99.9");
        assert_eq!(under(0, 3, 1), "0.0");
        assert_eq!(under(999_999, 2_000_000, 500), "49.99995");
    }

    #[test]
    fn a_loss_is_rounded_as_a_gain_is() {
        assert_eq!([rounded(-1, 3, 2), rounded(1, 3, 2), rounded(-2, 3, 2)], [-3333, 3333, -6667]);
        assert_eq!([rounded(-1, 10_000_000, 2), rounded(0, 1, 2)], [-1, 0]);
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
