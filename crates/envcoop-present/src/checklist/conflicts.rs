//! Conflicts of a merge, handed to a person: a sheet to decide each in, and a page to read.

use envcoop_core::edit::merge::{Asked, Conflict, offered};
use envcoop_core::plan::Column;
use envcoop_core::text::{Label, Lang, Text};
use envcoop_forms::document::{Block, Document, Line, Run, Style};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Kind, OnSheet, TableOf, TableSpec, Value};
use envcoop_forms::workbook::{Book, WorkbookError, visible};
use envcoop_words as words;

use super::decisions::{self, Choice, Sheet};

/// A conflict, and what its row is called.
#[derive(Clone, Debug)]
pub struct Open {
    /// The conflict.
    pub conflict: Conflict,
    /// The title of the row.
    pub title: String,
}

impl Open {
    /// Returns what stands under a column.
    fn cell(&self, column: Asked) -> Value<'static> {
        let Conflict { id, columns, base, ours, theirs, .. } = &self.conflict;
        let said = |text: Option<&String>| {
            let text = text.map_or("", |text| self.conflict.as_asked(text));
            Value::some_text(text.to_owned())
        };
        match column {
            Asked::Id => Value::text(id.clone()),
            Asked::Title => Value::some_text(self.title.clone()),
            Asked::Column => match &columns[..] {
                [only] => column_called(only),
                columns => columns.iter().map(|column| column_called(column)).collect(),
            },
            Asked::SentOut => said(base.as_ref()),
            Asked::Side(0) if self.conflict.is_of_removed() => words::edit::ROW_REMOVED.into(),
            Asked::Side(0) => said(Some(&ours.text)),
            Asked::Side(n) => said(theirs.get(n - 1).map(|own| &own.text)),
            Asked::Place(0) => Value::some_text(ours.place.to_string()),
            Asked::Place(n) => {
                let places = self.conflict.places(n - 1).map(ToString::to_string);
                Value::some_text(places.collect::<Vec<_>>().join("\n"))
            }
            Asked::Decision => Value::Blank,
        }
    }
}

/// Returns what a column of the plan is called: for people by its label.
fn column_called(header: &str) -> Value<'static> {
    match Column::of_header(header) {
        Some(column) => Value::word(column.code(), column.label()),
        None => Value::text(header.to_owned()),
    }
}

/// Returns how a column stands in each form.
fn spec(column: Asked) -> ColumnSpec {
    let spec = ColumnSpec::shown(Label::EMPTY, Kind::Text).named("");
    match column {
        Asked::Id => spec.width(8, 20),
        Asked::Title => spec.prose().width(16, 34),
        Asked::Column => spec.width(10, 18),
        Asked::SentOut | Asked::Side(_) => spec.width(12, 30),
        Asked::Place(_) => spec.paths().width(12, 26),
        Asked::Decision => {
            let spec = spec.width(28, 40);
            ColumnSpec { on_sheet: OnSheet { is_to_fill: true, ..spec.on_sheet }, ..spec }
        }
    }
}

/// Returns the conflicts as a table: a row for each, and its last column to fill in.
pub fn table(conflicts: &[Open]) -> Filled<'static> {
    let spec_of = TableSpec { name: "conflicts", ..TableSpec::shown(words::edit::CONFLICTS) };
    let rows = conflicts.iter().map(|_| ());
    let mut table = TableOf::<()> { spec: spec_of, columns: &[] }.fill(rows);
    let n_theirs = conflicts.iter().map(|own| own.conflict.theirs.len()).max().unwrap_or(0);
    for column in Asked::all(n_theirs) {
        let title = Phrase::each(|lang| column.title(lang));
        table.add_named(column.key(), spec(column), title, |at| conflicts[at].cell(column));
    }
    table
}

/// Returns the conflicts of a plan as a page to read: what each side says, and how to settle it.
pub fn page<'p>(plan: &str, conflicts: &[Open]) -> Document<'p> {
    const SIDE: ColumnSpec = ColumnSpec::shown(words::edit::SIDE, Kind::Text);
    const TEXT: ColumnSpec = ColumnSpec::shown(words::edit::TEXT, Kind::Text);
    const PLACE: ColumnSpec = ColumnSpec::shown(words::problem::PLACE, Kind::Text).paths();
    let title = Phrase::each(|lang| words::edit::settle_title(lang, plan));
    let how = [words::edit::SETTLE_WORKBOOK, words::edit::SETTLE_RULES].map(with_code);
    let mut document = vec![Block::Title(title), Block::Text(how.into())];
    for own in conflicts {
        let Conflict { id, base, theirs, .. } = &own.conflict;
        let column = own.cell(Asked::Column);
        let row = if own.title.is_empty() { id.clone() } else { format!("{id} {}", own.title) };
        let heading = Phrase::each(|lang| words::edit::offered(lang, &row, column.said(lang)));
        let sides = (0..=theirs.len()).map(Asked::Side);
        let sides = base.iter().map(|_| Asked::SentOut).chain(sides);
        let sides: Vec<Asked> = sides.collect();
        let blank = |value: Value<'static>| match value {
            Value::Blank => Value::DASH,
            value => value,
        };
        let mut table =
            TableOf::<()> { spec: TableSpec::shown(words::edit::CONFLICTS), columns: &[] }
                .fill(sides.iter().map(|_| ()));
        table.title = heading.clone();
        // The name of a side stays on one line.
        let called = |side: Asked| Phrase::each(|lang| side.title(lang).replace(' ', "\u{a0}"));
        table.add(SIDE, SIDE.title.into(), |at| called(sides[at]).into());
        table.add(TEXT, TEXT.title.into(), |at| blank(own.cell(sides[at])));
        table.add(PLACE, PLACE.title.into(), |at| match sides[at] {
            Asked::Side(n) => own.cell(Asked::Place(n)),
            _ => Value::Blank,
        });
        document.extend([Block::heading(heading), Block::Table(table, None)]);
    }
    document
}

/// Returns a sentence in which what is typed, which stands in backticks, looks so.
fn with_code<'l>(label: Label) -> Line<'l> {
    let parts = |lang| label.get(lang).split('`');
    let n_parts = Lang::ALL.map(|lang| parts(lang).count()).into_iter().max().unwrap_or(0);
    let run = |n: usize| {
        let style = if n % 2 == 1 { Style::Code } else { Style::Plain };
        Run::new(style, Phrase::each(|lang| parts(lang).nth(n).unwrap_or_default().to_owned()))
    };
    Line((0..n_parts).map(run).collect())
}

/// Returns the conflicts of a plan as a workbook: a row for each, with a drop-down of its sides.
///
/// # Errors
/// Names the text that no cell holds.
pub fn workbook(
    plan: &str,
    conflicts: &[Open],
    langs: &[Lang],
    author: &str,
) -> Result<Vec<u8>, WorkbookError> {
    let nothing = Text::default();
    let title = |lang| visible(&words::edit::settle_title(lang, plan)).into_owned();
    let book = Book::new(langs, title, &nothing);
    let table = table(conflicts);
    let lines = [
        words::edit::SETTLE_ABOUT,
        words::edit::SETTLE_TOGETHER,
        words::edit::SETTLE_BLANK,
        words::edit::SETTLE_NEXT,
    ];
    let decision = table.columns.len().saturating_sub(1) as u16;
    let sheet = Sheet {
        name: words::edit::CONFLICTS,
        title: book.title.clone(),
        lines: lines.map(|text| book.words.all(text, " / ")).into(),
        table,
        choices: conflicts.iter().map(|own| choice(&own.conflict, &book)).collect(),
        decision,
        kept_in_view: None,
    };
    decisions::workbook(&book, &[sheet], [], author)
}

/// Returns the sides of a conflict to choose from.
fn choice(conflict: &Conflict, book: &Book<'_>) -> Choice {
    let n_sides = conflict.theirs.len() + 1;
    // Cells that are settled as one, and a row that the plan removed, take a side only.
    let takes_text = conflict.columns.len() == 1 && !conflict.is_of_removed();
    Choice {
        offered: (0..n_sides).map(|n| offered(conflict, book.words.lang(), n)).collect(),
        takes_text,
        message: if takes_text { words::edit::CHOOSE } else { words::edit::CHOOSE_SIDE },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stands_in_the_same_places_in_every_language() {
        for label in [words::edit::SETTLE_WORKBOOK, words::edit::SETTLE_RULES] {
            let n = Lang::ALL.map(|lang| label.get(lang).split('`').count());
            assert!(n.iter().all(|own| *own == n[0] && own % 2 == 1), "{n:?}");
        }
    }
}
