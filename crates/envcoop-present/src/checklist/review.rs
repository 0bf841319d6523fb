//! Candidates for the measures of rows, handed to a person: a sheet to decide each row in.

use envcoop_core::edit::review::{Asked, CANDIDATES};
use envcoop_core::framework::{Framework, MeasureIdx};
use envcoop_core::judge::suspicion::Pair;
use envcoop_core::percent::Weight;
use envcoop_core::problem::argument;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Kind, OnSheet, TableOf, TableSpec, Value};
use envcoop_forms::workbook::{Book, WorkbookError, visible};
use envcoop_words as words;

use super::decisions::{self, Choice, Sheet};
use super::{measures, twins};

/// A row to decide.
#[derive(Clone, Debug, Default)]
pub struct ToDecide {
    /// Its id.
    pub id: String,
    /// What is done.
    pub title: String,
    /// The headings that it stands under, and what else describes it.
    pub about: String,
    /// What a rule tied it to; blank where nothing.
    pub tied: String,
    /// The candidates, the likeliest first: the measure, how much speaks for it, and what.
    pub candidates: Vec<(MeasureIdx, Weight, String)>,
    /// The row of the table that it was made from.
    pub source: String,
}

impl ToDecide {
    /// Returns the candidate in words: the id of the measure, with its title.
    fn candidate(&self, n: usize, framework: &Framework, langs: &[Lang]) -> Option<String> {
        let measure = framework.measure(self.candidates.get(n)?.0);
        let titles: Vec<&str> = langs.iter().map(|&lang| measure.title.get(lang)).collect();
        Some(format!("{} {}", measure.id, titles.join("\n")))
    }

    fn certainty(&self) -> Weight {
        self.candidates.first().map_or(Weight(0), |(_, score, _)| *score)
    }
}

/// A description is cut behind so many characters: it is there to recognise the work.
const ABOUT: usize = 160;

/// Puts the least certain rows first; equal ones stay in the order of the plan.
pub fn sort(rows: &mut [ToDecide]) {
    rows.sort_by_key(ToDecide::certainty);
}

/// Returns how a column stands in each form.
fn spec(column: Asked) -> ColumnSpec {
    let spec = ColumnSpec::shown(Label::EMPTY, Kind::Text).named(column.name());
    let to_fill = |spec: ColumnSpec| ColumnSpec {
        on_sheet: OnSheet { is_to_fill: true, ..spec.on_sheet },
        ..spec
    };
    match column {
        Asked::Id => spec.width(8, 14),
        Asked::Title => spec.prose().width(20, 30),
        Asked::About => spec.prose().width(12, 20),
        Asked::Tied => spec.width(9, 12),
        Asked::Candidate(_) => spec.prose().width(16, 22),
        Asked::Why(_) => spec.prose().width(12, 18),
        Asked::Decision => to_fill(spec.width(16, 20)),
        Asked::Note => to_fill(spec.prose().width(10, 14)),
        Asked::Source => spec.width(10, 16),
    }
}

/// Returns the rows as a table, whose columns of decisions are blank.
pub fn table(rows: &[ToDecide], framework: &Framework, langs: &[Lang]) -> Filled<'static> {
    let spec_of = TableSpec { name: "review", ..TableSpec::shown(words::candidate::TITLE) };
    let mut table = TableOf::<()> { spec: spec_of, columns: &[] }.fill(rows.iter().map(|_| ()));
    for column in Asked::ALL {
        let title = Phrase::each(|lang| column.title(lang));
        table.add(spec(column), title, |at| {
            let own = &rows[at];
            let text = match column {
                Asked::Id => own.id.clone(),
                Asked::Title => own.title.clone(),
                Asked::About => short(&own.about),
                Asked::Tied => own.tied.clone(),
                Asked::Candidate(n) => own.candidate(n, framework, langs).unwrap_or_default(),
                Asked::Why(n) => own.candidates.get(n).map_or("", |(.., why)| why).to_owned(),
                Asked::Source => own.source.clone(),
                Asked::Decision | Asked::Note => String::new(),
            };
            Value::some_text(text)
        });
    }
    table
}

fn short(text: &str) -> String {
    match text.char_indices().nth(ABOUT) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// Returns the rows as a workbook, with a drop-down of its candidates in each; pairs of rows that seem to
/// be the same project have a sheet of their own. `file` is what the workbook will be called.
///
/// # Errors
/// Names the text that no cell holds.
pub fn workbook(
    file: &str,
    rows: &[ToDecide],
    pairs: &[Pair],
    framework: &Framework,
    langs: &[Lang],
    author: &str,
) -> Result<Vec<u8>, WorkbookError> {
    use words::candidate as say;
    let title = |lang| say::TITLE.get(lang).to_owned();
    let book = Book::new(langs, title, &framework.title);
    let table = table(rows, framework, langs);
    let example = framework.measures.first().map_or("W1.1", |measure| measure.id.as_str());
    let file = visible(file);
    let lines = |&lang: &Lang| {
        let sorted = say::HOW_SORTED.get(lang).to_owned();
        [
            sorted,
            say::how_decide(lang, words::sheet::MEASURES.get(lang), example),
            say::how_back(lang, argument(&file)),
        ]
    };
    let column = |asked| Asked::ALL.iter().position(|own| *own == asked).unwrap_or(0) as u16;
    let lang = book.words.lang();
    let sheet = Sheet {
        name: say::TITLE,
        title: book.title.clone(),
        lines: book.words.langs().iter().flat_map(lines).collect(),
        table,
        choices: rows.iter().map(|own| choice(own, framework, lang)).collect(),
        decision: column(Asked::Decision),
        // What is decided stays in view with the row's id and title.
        kept_in_view: Some(column(Asked::Title) + 1),
    };
    let twins = (!pairs.is_empty()).then(|| twins::sheet(pairs, &book, &file));
    let sheets: Vec<Sheet<'_>> = [sheet].into_iter().chain(twins).collect();
    decisions::workbook(&book, &sheets, [measures::sheet(framework, &book)?], author)
}

/// Returns what may be chosen for a row: what the rule says where that is several measures, each
/// candidate, and none.
fn choice(own: &ToDecide, framework: &Framework, lang: Lang) -> Choice {
    let several = own.tied.contains(';').then(|| own.tied.clone());
    let candidates = (0..CANDIDATES).filter_map(|n| own.candidate(n, framework, &[lang]));
    let none = words::candidate::OTHER.get(lang).to_owned();
    let offered = several.into_iter().chain(candidates).chain([none]).collect();
    Choice { offered, takes_text: true, message: words::candidate::CHOOSE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_certain_stand_first() {
        let row = |id: &str, score: i128| ToDecide {
            id: id.to_owned(),
            candidates: vec![(MeasureIdx(0), Weight(score), String::new())],
            ..ToDecide::default()
        };
        let none = ToDecide { id: "C".to_owned(), ..ToDecide::default() };
        let mut rows = vec![row("A", 5), row("B", 2), none, row("D", 2)];
        sort(&mut rows);
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["C", "B", "D", "A"]);
    }

    #[test]
    fn a_long_description_is_cut() {
        let text = "字".repeat(ABOUT + 1);
        assert_eq!(short(&text).chars().count(), ABOUT + 1);
        assert!(short(&text).ends_with('…'));
    }
}
