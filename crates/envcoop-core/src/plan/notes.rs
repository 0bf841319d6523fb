//! What was read otherwise than it is written: said once for each file.

use std::collections::BTreeMap;
use std::sync::Arc;

use envcoop_words::list;
use envcoop_words::problem::read as say;

use crate::date::{self, Date, DateError};
use crate::plan::placeholder::{Placeholder, of_list, placeholder};
use crate::plan::{Cells, Column, grammar};
use crate::problem::{Place, Problem, Problems, quoted};
use crate::text::{Lang, Text};

/// The columns in which placeholders are understood: those of free content. In the others every word
/// is held against a list, or is the name of something.
const COLUMNS: [Column; 10] = [
    Column::Owner,
    Column::Partner,
    Column::Start,
    Column::End,
    Column::Budget,
    Column::Currency,
    Column::Funder,
    Column::Evidence,
    Column::Updated,
    Column::Note,
];

/// The columns of days.
const DAYS: [Column; 3] = [Column::Start, Column::End, Column::Updated];

/// How forms write an end that is left open.
const OPEN_END: &str = "9999-12-31";

/// The columns that may name several.
const LISTS: [Column; 3] = [Column::Owner, Column::Partner, Column::Funder];

/// What was read otherwise than it is written, to be said once for each file.
#[derive(Clone, Debug, Default)]
pub struct CellNotes {
    /// Whether placeholders are kept as text.
    pub is_literal: bool,
    met: BTreeMap<(Placeholder, &'static str), u64>,
    /// How many days stand in another form than the one of the format, and the first of them.
    n_days: u64,
    first_day: Option<(String, Date)>,
}

impl CellNotes {
    /// Writes a row's cells as they are meant: `?` for what is not known, nothing for none.
    pub(super) fn resolve(&mut self, cells: &mut Cells<'_>) {
        for column in COLUMNS {
            let text = cells.get(column);
            let may_be_open = DAYS.contains(&column) && text.starts_with(['9', '９']);
            if may_be_open && date::read(text).is_ok_and(date::is_open_end) {
                *self.met.entry((Placeholder::Unknown, OPEN_END)).or_default() += 1;
                cells.set(column, grammar::UNKNOWN);
                continue;
            }
            if self.is_literal {
                continue;
            }
            let list = || if LISTS.contains(&column) { of_list(text) } else { None };
            let Some((meant, word)) = placeholder(text).or_else(list) else { continue };
            *self.met.entry((meant, word)).or_default() += 1;
            cells.set(column, if meant == Placeholder::Unknown { grammar::UNKNOWN } else { "" });
            if column == Column::Budget && meant == Placeholder::None {
                // Where there is no amount, the currency is one of nothing.
                cells.set(Column::Currency, "");
            }
        }
    }

    /// Takes note of days that are written in another form.
    pub(super) fn see_days(&mut self, cells: &Cells<'_>) {
        for text in DAYS.map(|column| cells.get(column)).into_iter().filter(|text| !text.is_empty())
        {
            if let Err(DateError { meant: Some(day) }) = date::parse(text) {
                self.n_days += 1;
                self.first_day.get_or_insert_with(|| (text.to_owned(), day));
            }
        }
    }

    /// Says once what was met in a file, and forgets it.
    pub fn tell(&mut self, file: &Arc<str>, problems: &mut Problems) {
        self.tell_days(file, problems);
        self.tell_placeholders(file, problems);
    }

    fn tell_days(&mut self, file: &Arc<str>, problems: &mut Problems) {
        let n = std::mem::take(&mut self.n_days);
        let Some((text, day)) = self.first_day.take() else { return };
        let message = Text::new(|lang| say::days(lang, n, quoted(&text), day));
        let place = Place { file: Arc::clone(file), line: 0 };
        problems.push(Problem::warning(place, message).hint(say::DAYS_HINT));
    }

    fn tell_placeholders(&mut self, file: &Arc<str>, problems: &mut Problems) {
        let met = std::mem::take(&mut self.met);
        let of = |wanted: Placeholder| {
            let words: Vec<String> = met
                .iter()
                .filter(|((meant, _), _)| *meant == wanted)
                .map(|((_, word), n)| format!("`{word}` ({n})"))
                .collect();
            words.join(", ")
        };
        let (unknown, none) = (of(Placeholder::Unknown), of(Placeholder::None));
        let read = |lang: Lang| {
            let unknown = (!unknown.is_empty()).then(|| say::as_unknown(lang, &unknown));
            let none = (!none.is_empty()).then(|| say::as_none(lang, &none));
            unknown.into_iter().chain(none).collect::<Vec<_>>().join(list::SEMICOLON.get(lang))
        };
        if met.is_empty() {
            return;
        }
        let n = met.values().sum();
        let message = Text::new(|lang| say::placeholders(lang, n, read(lang)));
        let place = Place { file: Arc::clone(file), line: 0 };
        problems.push(Problem::warning(place, message).hint(say::PLACEHOLDERS_HINT));
    }
}
