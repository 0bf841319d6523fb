//! Cells as they stand on a sheet: values of the tables, in every language of the workbook.

use std::borrow::Cow;

use envcoop_core::date::Date;
use envcoop_core::money::Cents;
use envcoop_core::percent::Percent;
use envcoop_core::text::Lang;

use super::{amount, serial, visible, width};
use crate::palette::Shade;
use crate::table::Value;

/// A cell and, where it is to be seen, its colours.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'t> {
    /// What stands in it.
    pub content: Content<'t>,
    /// Its colours.
    pub shade: Option<Shade>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<'t> {
    /// Nothing.
    Blank,
    /// Text that every program shows.
    Text(Cow<'t, str>),
    /// A whole number.
    Whole(u64),
    /// A percentage.
    Percent(Percent),
    /// An amount of money.
    Amount(f64),
    /// A number with as many decimals as its column shows.
    Number(f64),
    /// A count of days.
    Day(f64),
}

impl Content<'_> {
    /// Returns how wide it is, in digits.
    pub fn width(&self) -> usize {
        match self {
            Content::Blank => 0,
            Content::Text(text) => width(text),
            Content::Whole(n) => n.to_string().len(),
            Content::Percent(_) => "100.0".len(),
            Content::Day(_) => "2027-06-30".len(),
            // Digits, two decimals, a comma between thousands.
            Content::Amount(amount) | Content::Number(amount) => {
                let digits = amount.abs().max(1.0).log10() as usize + 1;
                digits + (digits - 1) / 3 + ".00".len() + usize::from(*amount < 0.0)
            }
        }
    }
}

impl<'t> Cell<'t> {
    /// A value as people of these languages read it; `between` stands between words that differ.
    pub fn said(value: &'t Value<'_>, langs: &[Lang], between: &str) -> Self {
        match value {
            Value::Blank => Cell::blank(),
            Value::Text(text) => Cell::text(&**text),
            Value::Integer(n) => Cell::whole(*n),
            Value::Percent(percent) => Cell::percent(Some(*percent)),
            Value::Amount(amount) => Cell::amount(*amount),
            Value::Date(date) => Cell::day(*date),
            Value::Word(word) => Cell::text(value.said_in(langs, between)).shaded(word.shade),
            value => Cell::text(value.said_in(langs, between)),
        }
    }

    /// A text; blank where it is empty.
    pub fn text(text: impl Into<Cow<'t, str>>) -> Self {
        let text = match text.into() {
            Cow::Borrowed(text) => visible(text),
            Cow::Owned(text) => Cow::Owned(visible(&text).into_owned()),
        };
        if text.is_empty() { Cell::blank() } else { Cell::of(Content::Text(text)) }
    }

    /// An empty cell.
    pub fn blank() -> Self {
        Cell::of(Content::Blank)
    }

    /// A whole number.
    pub fn whole(n: u64) -> Self {
        Cell::of(Content::Whole(n))
    }

    /// A percentage; blank where there is none.
    pub fn percent(percent: Option<Percent>) -> Self {
        percent.map_or(Cell::blank(), |percent| Cell::of(Content::Percent(percent)))
    }

    /// An amount as a number; as text where a workbook would not keep all of its digits.
    pub fn amount(cents: Cents) -> Self {
        let number = amount(cents).map(Content::Amount);
        Cell::of(number.unwrap_or_else(|| Content::Text(cents.grouped().into())))
    }

    /// A date as a date; as text where programs disagree on it.
    pub fn day(date: Date) -> Self {
        let day = serial(date).map(Content::Day);
        Cell::of(day.unwrap_or_else(|| Content::Text(date.to_string().into())))
    }

    /// Takes a text that is a number and nothing else as one, and returns its decimals; none where it
    /// has more digits than a workbook keeps.
    pub fn take_number(&mut self) -> Option<usize> {
        let Content::Text(text) = &self.content else { return None };
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let is_short = whole.len() + decimals.len() <= 15;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let is_number = !whole.is_empty() && digits(whole) && digits(decimals) && is_short;
        let (number, n) = (text.parse().ok().filter(|_| is_number)?, decimals.len());
        self.content = Content::Number(number);
        Some(n)
    }

    /// The same with a text of its own, to be written later.
    #[must_use]
    pub fn into_owned(self) -> Cell<'static> {
        let content = match self.content {
            Content::Text(text) => Content::Text(Cow::Owned(text.into_owned())),
            Content::Blank => Content::Blank,
            Content::Whole(n) => Content::Whole(n),
            Content::Percent(percent) => Content::Percent(percent),
            Content::Amount(amount) => Content::Amount(amount),
            Content::Number(number) => Content::Number(number),
            Content::Day(day) => Content::Day(day),
        };
        Cell { content, shade: self.shade }
    }

    /// The same in these colours.
    pub fn shaded(self, shade: Option<Shade>) -> Self {
        Cell { shade, ..self }
    }

    fn of(content: Content<'t>) -> Self {
        Cell { content, shade: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_that_is_a_number_is_taken_for_one() {
        for (text, number) in [("57.39", 57.39), ("0", 0.0), ("115", 115.0)] {
            let mut cell = Cell::text(text);
            assert_eq!(cell.take_number(), Some(text.len().saturating_sub(3)), "{text}");
            assert_eq!(cell.content, Content::Number(number));
        }
        for text in ["57.4–66.1", "–", "1e3", "inf", ".5", "+1", "1 234", "1234567890123456"] {
            assert_eq!(Cell::text(text).take_number(), None, "{text}");
        }
    }

    #[test]
    fn an_amount_keeps_every_digit() {
        let text = |text: &'static str| Content::Text(text.into());
        assert_eq!(Cell::amount(Cents(7)).content, Content::Amount(0.07));
        assert_eq!(
            Cell::amount(Cents(1_000_000_000_000_001)).content,
            text("10,000,000,000,000.01")
        );
    }
}
