//! Cells as they stand on a sheet: values of the tables, codes as words, in every language of the
//! workbook.

use envcoop_core::judge::change::ChangeKind;
use envcoop_core::judge::gap::State;
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::{Answer, Need, Status, Word};
use envcoop_forms::palette::{INK, MET, NOT_APPLICABLE, PAPER, STEPS, Shade, UNKNOWN};
use envcoop_forms::table::{ColumnSpec, Table, TableSpec, Value};
use envcoop_forms::workbook::{Cell, Words};
use envcoop_words as words;

/// Returns the rows of a table in every language of the workbook: where the languages differ, a cell
/// has a line for each.
pub(super) fn rows<'a>(
    words: Words<'_>,
    make: impl Fn(Lang) -> Table<'a>,
) -> Vec<Vec<Cell<'static>>> {
    let tables: Vec<Table<'a>> = words.langs().iter().map(|&lang| make(lang)).collect();
    let n_rows = tables.first().map_or(0, |table| table.rows.len());
    let row = |at: usize| {
        let versions: Vec<&[Value<'a>]> = tables.iter().map(|table| &*table.rows[at]).collect();
        row(words, tables[0].spec, &versions, "\n")
    };
    (0..n_rows).map(row).collect()
}

/// Returns a row that is made in each language; `between` stands between words that differ.
pub(super) fn row(
    words: Words<'_>,
    spec: &TableSpec,
    versions: &[&[Value<'_>]],
    between: &str,
) -> Vec<Cell<'static>> {
    let cell = |(at, column): (usize, &ColumnSpec)| {
        let text = |(&lang, version): (&Lang, &&[Value<'_>])| match &version[at] {
            Value::Text(text) => Some(word(column.name, text, lang)),
            _ => None,
        };
        // A row that is the same in every language may be given once.
        let versions = versions.iter().cycle();
        let texts: Option<Vec<_>> = words.langs().iter().zip(versions.clone()).map(text).collect();
        match (texts, versions.clone().next().map(|version| &version[at])) {
            (Some(mut texts), Some(Value::Text(code))) => {
                texts.dedup();
                Cell::text(texts.join(between)).shaded(shade(column.name, code))
            }
            (_, value) => value.map_or(Cell::blank(), number),
        }
    };
    spec.columns.iter().enumerate().map(cell).collect()
}

fn number(value: &Value<'_>) -> Cell<'static> {
    match value {
        Value::Blank => Cell::blank(),
        value @ (Value::Text(_) | Value::Phrase(_) | Value::Word(_) | Value::List(_)) => {
            Cell::text(value.to_text().into_owned())
        }
        Value::Integer(n) => Cell::whole(*n),
        Value::Percent(percent) => Cell::percent(Some(*percent)),
        Value::Amount(amount) => Cell::amount(*amount),
        Value::Date(date) => Cell::day(*date),
    }
}

fn shade(column: &str, code: &str) -> Option<Shade> {
    let state = State::ALL.into_iter().find(|state| state.code() == code);
    state.filter(|_| column == "state").map(of_state)
}

/// Returns the colours of a state.
fn of_state(state: State) -> Shade {
    match state {
        State::Met => Shade { paper: MET, ink: PAPER },
        State::DataGap => Shade { paper: UNKNOWN, ink: INK },
        State::ActionGap => STEPS[1].1,
        State::NotApplicable => NOT_APPLICABLE,
    }
}

/// Returns a text of a table as people read it: where the column holds codes, their words.
fn word(column: &str, text: &str, lang: Lang) -> String {
    let label: Option<Label> = match column {
        "state" => State::ALL.iter().find(|state| state.code() == text).map(|s| s.label()),
        "need" => need(text).map(Need::label),
        "answer" | "before" | "after" => {
            Answer::ALL.iter().find(|answer| answer.code() == text).map(|a| a.label())
        }
        "change" => ChangeKind::ALL.iter().find(|change| change.code() == text).map(|c| c.label()),
        "status" => Status::read(text).map(Status::label),
        "assessed" => [("yes", words::answer::YES), ("no", words::answer::NO)]
            .into_iter()
            .find_map(|(code, label)| (code == text).then_some(label)),
        "unmet" | "unknown" => {
            let needs =
                text.split(';').map(|code| need(code).map_or(code, |n| n.label().get(lang)));
            return needs.collect::<Vec<_>>().join(lang.comma());
        }
        _ => None,
    };
    label.map_or(text, |label| label.get(lang)).to_owned()
}

fn need(code: &str) -> Option<Need> {
    Need::ALL.into_iter().find(|need| need.code() == code)
}

#[cfg(test)]
mod tests {
    use crate::tables;

    use super::*;

    #[test]
    fn codes_become_words_and_languages_lines() {
        assert_eq!(word("state", "action-gap", Lang::Zh), "行动缺口");
        assert_eq!(word("unmet", "owner;funding", Lang::En), "owner, funding");
        assert_eq!(word("unmet", "", Lang::En), "");
        assert_eq!(word("title", "met", Lang::Zh), "met");
        let values =
            vec![Value::text("A1"), Value::Blank, Value::text("=1"), Value::text("ongoing")];
        let values: Vec<_> = values.into_iter().chain(vec![Value::Blank; 5]).collect();
        let row = row(Words::new(&Lang::ALL), &tables::LATE, &[&values], " / ");
        assert_eq!(row[0], Cell::text("A1"));
        assert_eq!(row[2], Cell::text("=1"));
        assert_eq!(row[3], Cell::text("Ongoing / 进行中"));
        assert_eq!(row[4], Cell::blank());
    }
}
