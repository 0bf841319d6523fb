//! Decimal numbers as people and programs write them, read exactly: the one parser of amounts,
//! shares, weights, rates and percentages. What each of them allows, its caller says.

use std::borrow::Cow;

/// How large and how fine a number may be. Both together are at most 38 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most digits before the point; zeros in front do not count.
    pub digits: usize,
    /// The most digits after the point; a value is counted in units of the last of them.
    pub decimals: usize,
}

/// Why a text is not a decimal number that its place takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// It is not digits with at most one point between them.
    NotANumber,
    /// It is below zero.
    Negative,
    /// It has more decimals than are kept.
    TooFine,
    /// It has more digits before the point than are kept.
    TooLarge,
}

/// Reads digits with at most one point between them, not below zero: `1200.5`. Returns the value in
/// units of the last decimal that `limits` allow.
///
/// # Errors
/// Says which rule `text` breaks, the first of the order in which [`DecimalError`] lists them.
pub fn exact(text: &str, limits: Limits) -> Result<i128, DecimalError> {
    let is_negative = text.as_bytes().first() == Some(&b'-');
    let digits = &text[usize::from(is_negative)..];
    let (units, decimals) = match digits.bytes().position(|b| b == b'.') {
        Some(at) if at + 1 == digits.len() => return Err(DecimalError::NotANumber),
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, ""),
    };
    if units.is_empty() || !are_digits(units) || !are_digits(decimals) {
        return Err(DecimalError::NotANumber);
    }
    if is_negative {
        return Err(DecimalError::Negative);
    }
    let missing = limits.decimals.checked_sub(decimals.len()).ok_or(DecimalError::TooFine)?;
    if units.trim_start_matches('0').len() > limits.digits {
        return Err(DecimalError::TooLarge);
    }
    // Most numbers are short enough for a quicker sum.
    if units.len() + limits.decimals <= 18 {
        let sum = |value, digits: &str| {
            digits.bytes().fold(value, |value: i64, b| value * 10 + i64::from(b - b'0'))
        };
        let zeros = (0..missing).fold(1, |scale: i64, _| scale * 10);
        return Ok(i128::from(sum(sum(0, units), decimals) * zeros));
    }
    let zeros = std::iter::repeat_n(b'0', missing);
    let digits = units.bytes().chain(decimals.bytes()).chain(zeros);
    Ok(digits.fold(0, |value, b| value * 10 + i128::from(b - b'0')))
}

/// Returns a number whose decimals follow a comma, as many spreadsheets write it, with a dot. A comma
/// before three digits may mark thousands: it stays.
pub fn dotted(text: &str) -> Cow<'_, str> {
    match text.split_once(',') {
        Some((_, decimals)) if !text.contains('.') && !matches!(decimals.len(), 0 | 3) => {
            Cow::Owned(text.replacen(',', ".", 1))
        }
        _ => Cow::Borrowed(text),
    }
}

/// Reads any decimal number: also below zero, finer than `limits` or with an exponent. Returns the
/// value in units of the last decimal that `limits` allow, rounded half away from zero, and whether
/// rounding changed it.
///
/// # Errors
/// `text` is not a number, or larger than `limits` allow.
pub fn rounded(text: &str, limits: Limits) -> Result<(i128, bool), DecimalError> {
    let is_negative = text.starts_with('-');
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            (mantissa, exponent.parse::<i32>().map_err(|_| DecimalError::NotANumber)?)
        }
        None => (rest, 0),
    };
    let (units, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !are_digits(units) || !are_digits(decimals) || (units.is_empty() && decimals.is_empty()) {
        return Err(DecimalError::NotANumber);
    }
    let digits: Vec<u8> = units.bytes().chain(decimals.bytes()).map(|b| b - b'0').collect();
    // The number is 0.d₁d₂d₃… × 10^point; the last decimal kept is the digit before place `end`.
    let point = units.len() as i64 + i64::from(exponent);
    let end = point + limits.decimals as i64;
    let leading = digits.iter().take_while(|&&d| d == 0).count();
    if leading == digits.len() {
        return Ok((0, false));
    }
    if point - leading as i64 > limits.digits as i64 {
        return Err(DecimalError::TooLarge);
    }
    let digit_at = |place: i64| usize::try_from(place).ok().and_then(|p| digits.get(p)).copied();
    let kept = (leading as i64..end).map(|place| digit_at(place).unwrap_or(0));
    let mut value = kept.fold(0, |value, digit| value * 10 + i128::from(digit));
    let is_rounded = digits.iter().skip(end.max(0) as usize).any(|&d| d != 0);
    if digit_at(end).is_some_and(|d| d >= 5) {
        value += 1;
    }
    Ok((if is_negative { -value } else { value }, is_rounded))
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { digits: 3, decimals: 2 };

    #[test]
    fn a_number_is_read_to_the_last_digit_or_refused() {
        for (text, value) in
            [("0", 0), ("7", 700), ("0.07", 7), ("00012.5", 1250), ("999.99", 99_999)]
        {
            assert_eq!(exact(text, LIMITS), Ok(value), "{text}");
            assert_eq!(rounded(text, LIMITS), Ok((value, false)), "{text}");
        }
        let not_numbers = ["", "-", ".5", "5.", "+5", "1.2.3", "1,5", "１", "1e2"];
        for (texts, error) in [
            (&not_numbers[..], DecimalError::NotANumber),
            (&["-1", "-1000.555"], DecimalError::Negative),
            (&["1000.555"], DecimalError::TooFine),
            (&["1000"], DecimalError::TooLarge),
        ] {
            for text in texts {
                assert_eq!(exact(text, LIMITS), Err(error), "{text}");
            }
        }
    }

    #[test]
    fn any_number_is_rounded_half_away_from_zero() {
        for (text, value, is_rounded) in [
            ("-1.005", -101, true),
            ("+.5", 50, false),
            ("5.", 500, false),
            ("1.5E1", 1500, false),
            ("12e-4", 0, true),
            ("0e999", 0, false),
            ("1e-999999999", 0, true),
        ] {
            assert_eq!(rounded(text, LIMITS), Ok((value, is_rounded)), "{text}");
        }
        for text in ["", ".", "1e", "1e99999999999"] {
            assert_eq!(rounded(text, LIMITS), Err(DecimalError::NotANumber), "{text}");
        }
        assert_eq!(rounded("1e999", LIMITS), Err(DecimalError::TooLarge));
    }
}
