//! The shares of a row: whole numbers in proportion, read from percentages.

use crate::decimal::{self, Limits};
use crate::framework::Framework;
use crate::plan::{Share, grammar};

/// One per cent in the units of a share's weight.
pub(super) const PERCENT: u64 = 10_000;

/// All of a row.
pub(super) const WHOLE: u64 = 100 * PERCENT;

/// Reads a percentage with at most four decimals; nothing where it is not in (0, 100].
pub(super) fn percent(text: &str) -> Option<u32> {
    const LIMITS: Limits = Limits { digits: 3, decimals: 4 };
    let text = grammar::percentage(text);
    // A point may stand at the end.
    let value = decimal::exact(text.strip_suffix('.').unwrap_or(text), LIMITS).ok()?;
    u32::try_from(value).ok().filter(|weight| (1..=WHOLE).contains(&u64::from(*weight)))
}

/// Reads a cell of measures that is written as the format writes it, into `shares`; tells whether it
/// is, and keeps every rule.
pub(super) fn exact(framework: &Framework, text: &str, shares: &mut Vec<Share>) -> bool {
    let (mut n_percents, mut sum) = (0, 0);
    for (id, share) in grammar::parts(text).map(grammar::share) {
        let Some(measure) = framework.measure_idx(id) else { return false };
        let weight = match share.map(percent) {
            None => 1,
            Some(None) => return false,
            Some(Some(weight)) => {
                n_percents += 1;
                sum += u64::from(weight);
                weight
            }
        };
        if shares.iter().any(|share| share.measure == measure) {
            return false;
        }
        shares.push(Share { measure, weight });
    }
    n_percents == 0 || (n_percents == shares.len() && sum == WHOLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_percentage_with_up_to_four_decimals() {
        assert_eq!(percent("60"), Some(600_000));
        assert_eq!(percent("33.3333 %"), Some(333_333));
        for wrong in ["0", "100.0001", "-5", "1e2", "33.33333", "", "a"] {
            assert_eq!(percent(wrong), None, "{wrong}");
        }
    }
}
