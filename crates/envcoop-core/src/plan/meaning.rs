//! What a cell means, whatever its spelling: the one test of whether an edit changed anything, and
//! the one source of repairs that are safe.

use std::borrow::Cow;

use crate::cell::{Amount, Amounts, Days, Reading, amount, currency, day};
use crate::date;
use crate::plan::{Column, grammar};
use crate::text::{line_ends, trim};
use crate::vocabulary::{Link, Stage, Status, Word};

/// Returns a cell as the format writes it: edge blanks gone, labels of any language as codes, dates
/// in ISO form, line ends as LF. What cannot be understood stays as it is, trimmed. Two cells that
/// come out the same mean the same.
pub fn canonical(column: Option<Column>, text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let Some(column) = column else { return line_ends(text) };
    match column {
        Column::Status => code(Status::read(text), text),
        Column::Stage => code(Stage::read(text), text),
        // A blank link means that a person made it.
        Column::Link => match Link::read(text) {
            Some(Link::Human) => Cow::Borrowed(""),
            link => code(link, text),
        },
        Column::Start | Column::End | Column::Updated => match date::parse(text) {
            Ok(_) => Cow::Borrowed(text),
            Err(date::DateError { meant: Some(date) }) => Cow::Owned(date.to_string()),
            Err(_) => match day::read(text, Days::of(column.bound())) {
                Ok(read) => Cow::Owned(read.value.to_string()),
                Err(_) => question_mark(text),
            },
        },
        Column::Budget => match amount::read(text, Amounts::default()) {
            Ok(Reading { value: Amount { cents, tender: None }, .. }) => {
                Cow::Owned(cents.to_string())
            }
            Ok(read) => Cow::Owned(read.value.to_string()),
            Err(_) => question_mark(text),
        },
        Column::Currency => match currency::read(text) {
            Some(read) => Cow::Owned(read.value.to_string()),
            None => question_mark(text),
        },
        Column::Measures => Cow::Owned(measures(text)),
        _ => match question_mark(text) {
            Cow::Borrowed(text) => line_ends(text),
            owned => owned,
        },
    }
}

/// Returns a cell as it is best written: as [`canonical`] has it, but an amount keeps its decimals and
/// a `human` its word, as neither is a mistake.
pub fn tidy(column: Option<Column>, text: &str) -> Cow<'_, str> {
    match column {
        Some(Column::Budget | Column::Link) => Cow::Borrowed(trim(text)),
        _ => canonical(column, text),
    }
}

fn code<W: Word>(word: Option<W>, text: &str) -> Cow<'_, str> {
    match word {
        Some(word) => Cow::Borrowed(word.code()),
        None => question_mark(text),
    }
}

/// Makes the full-width question mark the plain one.
fn question_mark(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(if grammar::is_unknown(text) { grammar::UNKNOWN } else { text })
}

/// Writes a list of measures without blanks and with plain separators.
fn measures(text: &str) -> String {
    let part = |part: &str| match grammar::share(part) {
        (id, Some(share)) => format!("{id}:{}", grammar::percentage(share)),
        (id, None) => question_mark(id).into_owned(),
    };
    grammar::parts(text).map(part).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_thing_come_out_the_same() {
        for (column, spellings) in [
            (Column::Status, &["ongoing", " Ongoing", "进行中", "ONGOING\u{3000}", "在办"][..]),
            (Column::Stage, &["fund", "Fund", "筹资"]),
            (Column::Link, &["", "human", "人工"]),
            (Column::End, &["2027-06-30", "2027/6/30", "2027年6月30日", "2027Q2"]),
            (Column::Budget, &["1200000", "1200000.0", "1,200,000.00", "120万", "1.2 million"]),
            (Column::Budget, &["120万元", "RMB 1,200,000", "人民币120万"]),
            (Column::Currency, &["CNY", "cny", "元", "RMB"]),
            (
                Column::Measures,
                &["W1.1:60;W2.3:40", " W1.1：60 %；W2.3: 40;", "W1.1:60、W2.3:40％"],
            ),
            (Column::Owner, &["?", "？", " ? "]),
            (Column::Note, &["a\nb", "a\r\nb", "a\rb "]),
        ] {
            let first = canonical(Some(column), spellings[0]);
            for spelling in spellings {
                assert_eq!(canonical(Some(column), spelling), first, "{column:?} {spelling:?}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_stays() {
        assert_eq!(canonical(Some(Column::Status), " delayed "), "delayed");
        assert_eq!(canonical(Some(Column::End), "6/7/2027"), "6/7/2027");
        assert_eq!(canonical(Some(Column::Budget), "1,200"), "1,200");
        assert_eq!(canonical(None, " 2027/6/30"), "2027/6/30");
        assert_ne!(canonical(Some(Column::Owner), "Li"), canonical(Some(Column::Owner), "li"));
    }
}
