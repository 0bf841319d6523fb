//! What was read otherwise than it is written: said once for each file.

use std::collections::BTreeMap;
use std::sync::Arc;

use envcoop_words::list;
use envcoop_words::problem::read as say;

use crate::cell::Note;
use crate::date;
use crate::plan::placeholder::{Placeholder, is_content, of_list, placeholder};
use crate::plan::{Cells, Column, grammar};
use crate::problem::{Place, Problem, Problems, quoted};
use crate::text::{Label, Lang, Text};

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
    /// Whether a cell that breaks a rule is not known, and its row stays: one that decides neither what
    /// the row is nor in which figures it counts.
    pub is_lenient: bool,
    /// How many cells were made not known, in all files.
    pub n_unknown: u64,
    met: BTreeMap<(Placeholder, &'static str), u64>,
    /// How many cells of a kind are written otherwise than the format writes them, the first of them
    /// and what it is in the format.
    read: BTreeMap<Kind, (u64, String, String)>,
}

/// What kind of cell was written otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Day,
    Span,
    Word,
    Amount,
    Currency,
    Measure,
}

impl Kind {
    fn said(self) -> fn(Lang, u64, &str, &str) -> String {
        match self {
            Kind::Day => |lang, n, text, written| say::days(lang, n, text, written),
            Kind::Span => |lang, n, text, written| say::spans(lang, n, text, written),
            Kind::Word => |lang, n, text, written| say::words(lang, n, text, written),
            Kind::Amount => |lang, n, text, written| say::amounts(lang, n, text, written),
            Kind::Currency => |lang, n, text, written| say::currencies(lang, n, text, written),
            Kind::Measure => |lang, n, text, written| say::measures(lang, n, text, written),
        }
    }

    fn hint(self) -> Label {
        match self {
            Kind::Day => say::DAYS_HINT,
            Kind::Span => say::SPANS_HINT,
            _ => say::FORMS_HINT,
        }
    }
}

impl CellNotes {
    /// Writes a row's cells as they are meant: `?` for what is not known, nothing for none.
    pub(super) fn resolve(&mut self, cells: &mut Cells<'_>) {
        for column in COLUMNS {
            let text = cells.get(column);
            if matches!(text, "" | grammar::UNKNOWN) || is_content(text) {
                continue;
            }
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

    /// Tells whether a cell of a column is made not known rather than its row refused. The measures are
    /// not: what the row costs would count for others.
    pub(super) fn spares(&self, column: Column) -> bool {
        let decides = [Column::Id, Column::Status, Column::Measures].contains(&column);
        self.is_lenient && !decides
    }

    /// Takes note of a cell that is written otherwise than the format writes it.
    pub(super) fn see(
        &mut self,
        column: Column,
        note: Note,
        text: &str,
        written: impl FnOnce() -> String,
    ) {
        let kind = match (note, column) {
            (Note::Span, _) => Kind::Span,
            (Note::Spelling, Column::Budget) => Kind::Amount,
            (Note::Spelling, Column::Currency) => Kind::Currency,
            (Note::Spelling, Column::Measures) => Kind::Measure,
            (Note::Spelling, column) if DAYS.contains(&column) => Kind::Day,
            (Note::Spelling, _) => Kind::Word,
        };
        let (n, ..) = self.read.entry(kind).or_insert_with(|| (0, text.to_owned(), written()));
        *n += 1;
    }

    /// Makes notes of nothing that read cells the same way: for a part of a file that is read by itself.
    #[must_use]
    pub fn of_part(&self) -> CellNotes {
        let &CellNotes { is_literal, is_lenient, .. } = self;
        CellNotes { is_literal, is_lenient, ..CellNotes::default() }
    }

    /// Adds those of the next part of the file.
    pub fn append(&mut self, part: CellNotes) {
        self.n_unknown += part.n_unknown;
        for (met, n) in part.met {
            *self.met.entry(met).or_default() += n;
        }
        for (kind, (n, text, written)) in part.read {
            self.read.entry(kind).or_insert((0, text, written)).0 += n;
        }
    }

    /// Says once what was met in a file, and forgets it.
    pub fn tell(&mut self, file: &Arc<str>, problems: &mut Problems) {
        for (kind, (n, text, written)) in std::mem::take(&mut self.read) {
            let (text, said) = (quoted(&text), kind.said());
            let message = Text::new(|lang| said(lang, n, &text, &written));
            let place = Place { file: Arc::clone(file), line: 0 };
            problems.push(Problem::warning(place, message).hint(kind.hint()));
        }
        self.tell_placeholders(file, problems);
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
