//! Rows that seem to be the same project, handed to a person: a sheet to decide each pair in.

use envcoop_core::edit::review::twins::{AskedTwin, Which};
use envcoop_core::framework::Framework;
use envcoop_core::judge::suspicion::Pair;
use envcoop_core::problem::argument;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Kind, OnSheet, TableOf, TableSpec, Value};
use envcoop_forms::workbook::{Book, WorkbookError, visible};
use envcoop_words as words;
use envcoop_words::same as say;

use super::decisions::{self, Choice, Sheet};
use crate::same::{dates, money};

/// Returns pairs as a workbook to decide in; `file` is what it will be called.
///
/// # Errors
/// Names the text that no cell holds.
pub fn workbook(
    file: &str,
    pairs: &[Pair],
    framework: &Framework,
    langs: &[Lang],
    author: &str,
) -> Result<Vec<u8>, WorkbookError> {
    let book = Book::new(langs, |lang| say::PAIRS.get(lang).to_owned(), &framework.title);
    decisions::workbook(&book, &[sheet(pairs, &book, &visible(file))], [], author)
}

/// Returns the pairs as a sheet with a drop-down in each row: which of the two counts, or that they are
/// two projects. `file` is what the workbook will be called.
pub(super) fn sheet(pairs: &[Pair], book: &Book<'_>, file: &str) -> Sheet<'static> {
    let how = book.words.langs().iter().flat_map(|&lang| {
        let back = words::candidate::how_back(lang, argument(file));
        [say::HOW_DECIDE.get(lang).to_owned(), back]
    });
    let column = |asked| AskedTwin::ALL.iter().position(|own| *own == asked).unwrap_or(0) as u16;
    Sheet {
        name: say::SHEET,
        title: book.words.all(say::PAIRS, " / "),
        lines: how.collect(),
        table: table(pairs),
        choices: pairs.iter().map(|pair| choice(pair, book)).collect(),
        decision: column(AskedTwin::Decision),
        kept_in_view: Some(column(AskedTwin::Decision) + 1),
    }
}

fn table(pairs: &[Pair]) -> Filled<'static> {
    let spec_of = TableSpec { name: "pairs", ..TableSpec::shown(say::PAIRS) };
    let mut table = TableOf::<()> { spec: spec_of, columns: &[] }.fill(pairs.iter().map(|_| ()));
    for column in AskedTwin::ALL {
        let title = Phrase::each(|lang| column.title(lang));
        table.add(spec(column), title, |at| {
            let pair = &pairs[at];
            let side = |which| match which {
                Which::Row => &pair.row,
                Which::Twin => &pair.twin,
            };
            match column {
                AskedTwin::Id(which) => Value::text(side(which).id.to_string()),
                AskedTwin::Title(which) => Value::some_text(side(which).title.to_string()),
                AskedTwin::Dates(which) => Value::some_text(dates(side(which))),
                AskedTwin::Money(which) => Value::some_text(money(side(which))),
                AskedTwin::Why => Value::of(pair.likeness),
                AskedTwin::Decision => Value::Blank,
            }
        });
    }
    table
}

/// Returns how a column stands on the sheet.
fn spec(column: AskedTwin) -> ColumnSpec {
    let spec = ColumnSpec::shown(Label::EMPTY, Kind::Text).named(column.name());
    match column {
        AskedTwin::Id(_) => spec.width(8, 14),
        AskedTwin::Title(_) => spec.prose().width(20, 30),
        AskedTwin::Dates(_) | AskedTwin::Money(_) => spec.width(12, 16),
        AskedTwin::Why => spec.prose().width(12, 18),
        AskedTwin::Decision => {
            let spec = spec.width(16, 24);
            ColumnSpec { on_sheet: OnSheet { is_to_fill: true, ..spec.on_sheet }, ..spec }
        }
    }
}

/// Returns what may be chosen for a pair.
fn choice(pair: &Pair, book: &Book<'_>) -> Choice {
    let lang = book.words.lang();
    let counts = [&pair.row, &pair.twin].map(|side| say::this_counts(lang, &side.id));
    let two = say::TWO_PROJECTS.get(lang).to_owned();
    let offered = counts.into_iter().chain([two]).collect();
    Choice { offered, takes_text: false, message: say::CHOOSE }
}
