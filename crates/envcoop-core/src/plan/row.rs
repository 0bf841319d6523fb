//! From the cells of a row to an [`Activity`]: the one home of the plan's rules.

mod characters;
mod money;

use std::sync::Arc;

use envcoop_words::problem::row as say;

pub use self::characters::{is_sound, without_bad_characters};
use crate::cell::{self, Days, Reading, day};
use crate::date::{self, Date};
use crate::delimited::lookalike::looks_like_a_value;
use crate::framework::Framework;
use crate::plan::{
    Activity, Cell, CellNotes, Column, Extra, Heading, Lately, Recent, Share, grammar, measures,
    shares,
};
use crate::problem::{Place, Problem, Problems, Severity, quoted};
use crate::text::{Label, Lang, did_you_mean, trim};
use crate::vocabulary::{Link, Status, Word};

/// A row's text under each column of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cells<'a>([&'a str; Column::COUNT]);

impl<'a> Cells<'a> {
    /// Returns the text under `column`.
    pub fn get(&self, column: Column) -> &'a str {
        self.0[column as usize]
    }

    /// Sets the text under `column`.
    pub fn set(&mut self, column: Column, text: &'a str) {
        self.0[column as usize] = text;
    }

    /// Takes a row's cells, each with its heading; returns those that the format does not know beside
    /// the others.
    pub fn of(
        cells: impl IntoIterator<Item = (&'a Heading, &'a str)>,
    ) -> (Cells<'a>, Vec<Extra<'a>>) {
        let (mut known, mut extras, mut currency) = (Cells::default(), Vec::new(), None);
        for (heading, text) in cells {
            match heading.column {
                Some(column) => known.set(column, text),
                None => extras.push(Extra { header: &heading.text, text }),
            }
            currency = currency.or(heading.currency);
        }
        // The header of the amounts says what no cell of the row does.
        if let Some(code) = currency.filter(|_| known.lacks_currency()) {
            known.set(Column::Currency, code);
        }
        (known, extras)
    }

    fn lacks_currency(&self) -> bool {
        trim(self.get(Column::Currency)).is_empty() && !trim(self.get(Column::Budget)).is_empty()
    }
}

/// A row as a reader brings it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The file as named by the user.
    pub file: &'a Arc<str>,
    /// The line it starts on, counted from 1.
    pub line: u64,
    /// The text under each column.
    pub cells: Cells<'a>,
    /// The columns that the format does not know.
    pub extras: &'a [Extra<'a>],
    /// Whether it [is known](is_sound) that no cell holds a character that none may hold.
    pub is_sound: bool,
}

/// Gives a row its meaning. Every rule that it breaks is added to `problems`; a row that breaks
/// one is not returned. `lately` and `notes` are kept by the caller from row to row: `lately` has what
/// other rows said, `notes` says how words for not known and for none are read, and what was read otherwise than it
/// is written.
pub fn parse<'a>(
    framework: &Framework,
    row: Row<'a>,
    lately: &'a mut Lately,
    notes: &mut CellNotes,
    problems: &mut Problems,
) -> Option<Activity<'a>> {
    let mut written = row.cells;
    written.0.iter_mut().for_each(|text| *text = trim(text));
    let mut cells = written;
    notes.resolve(&mut cells);
    let mut parser = Parser { cells: &cells, row: &row, problems, notes, sound: true };
    let Lately { shares, measures, stages, statuses, links, currencies } = lately;

    if !row.is_sound {
        parser.check_characters();
    }
    let id = parser.id();
    parser.shares(framework, shares, measures);
    let stage = parser.word(Column::Stage, stages);
    let status = parser.status(statuses);
    let link = parser.link(links);
    let mut start = parser.date(Column::Start);
    let mut end = parser.date(Column::End);
    let updated = parser.date(Column::Updated);
    if let (Cell::Known(first), Cell::Known(last)) = (start, end)
        && first > last
    {
        parser.fault(Column::Start, |lang| {
            (say::dates_reversed(lang, first, last), hint(lang, say::DATES_REVERSED_HINT))
        });
        // Which of both is wrong is not known.
        (start, end) = (Cell::Unknown, Cell::Unknown);
    }
    let budget = parser.budget(currencies);
    let note = cells.get(Column::Note);
    if status == Some(Status::NotApplicable) && (note.is_empty() || grammar::is_unknown(note)) {
        // Without its reason the measure would leave every figure unexplained.
        parser.refuse(Column::Note.code(), both(say::REASON_MISSING, say::REASON_MISSING_HINT));
    }
    let sound = parser.sound;
    let text = |column| text_cell(cells.get(column));
    sound.then_some(Activity {
        file: row.file,
        line: row.line,
        id,
        measures: shares,
        title: text(Column::Title),
        stage,
        status,
        owner: text(Column::Owner),
        partner: text(Column::Partner),
        funder: text(Column::Funder),
        start,
        end,
        budget,
        money_at: None,
        evidence: text(Column::Evidence),
        updated,
        note,
        link,
        cells: written,
        extras: row.extras,
    })
}

/// Tells what a cell says whose edge blanks are trimmed.
fn text_cell(text: &str) -> Cell<&str> {
    match text {
        "" => Cell::Blank,
        text if text.len() <= "？".len() && grammar::is_unknown(text) => Cell::Unknown,
        text => Cell::Known(text),
    }
}

/// Reads a word of a closed column.
fn word<W: Word>(text: &str) -> Result<Reading<W>, UnknownWord> {
    cell::word::<W>(text).ok_or(UnknownWord(W::hint))
}

/// A text that is no word of a closed column: how to propose one.
struct UnknownWord(fn(Lang, &str) -> String);

impl UnknownWord {
    fn said(&self, lang: Lang, column: Column, text: &str) -> (String, String) {
        (say::unknown_word(lang, column.code(), quoted(text)), self.0(lang, text))
    }
}

/// Returns a way out that names no value.
fn hint(lang: Lang, hint: Label) -> String {
    hint.get(lang).to_owned()
}

/// Says a message and a way out that name no value.
fn both(message: Label, hint: Label) -> impl Fn(Lang) -> (String, String) {
    move |lang| (message.get(lang).to_owned(), hint.get(lang).to_owned())
}

struct Parser<'a, 'p> {
    cells: &'p Cells<'a>,
    row: &'p Row<'a>,
    problems: &'p mut Problems,
    notes: &'p mut CellNotes,
    sound: bool,
}

impl<'a> Parser<'a, '_> {
    /// Refuses the row for what `say` tells about a column; where that need not be, only its cell, which
    /// then is not known.
    fn fault(&mut self, column: Column, say: impl Fn(Lang) -> (String, String)) {
        if self.notes.spares(column) {
            self.notes.n_unknown += 1;
            self.tell(Severity::Warning, column.code(), say);
        } else {
            self.refuse(column.code(), say);
        }
    }

    /// Refuses the row.
    fn refuse(&mut self, column: &str, say: impl Fn(Lang) -> (String, String)) {
        self.sound = false;
        self.tell(Severity::Error, column, say);
    }

    fn tell(&mut self, severity: Severity, column: &str, say: impl Fn(Lang) -> (String, String)) {
        self.problems.add(severity, || {
            let place = Place { file: Arc::clone(self.row.file), line: self.row.line };
            Problem::saying(severity, place, say).column(column)
        });
    }

    /// Reads a cell as [`cell`](Self::cell) does, unless it says what one did lately.
    fn recent<T: Copy, E>(
        &mut self,
        column: Column,
        recent: &mut Recent<Option<T>>,
        read: impl FnOnce(&'a str) -> Result<Reading<T>, E>,
        written: impl FnOnce(&T) -> String,
        say: impl Fn(Lang, &E, &str) -> (String, String),
    ) -> Cell<T> {
        let text = self.cells.get(column);
        if text.is_empty() {
            return Cell::Blank;
        }
        if let Some(&Some(value)) = recent.get(text) {
            return Cell::Known(value);
        }
        let read = |text| {
            let read = read(text)?;
            if read.note.is_none() {
                recent.keep(text, &Some(read.value));
            }
            Ok(read)
        };
        self.cell(column, read, written, say)
    }

    /// Reads a cell with `read`; `written` tells how the format writes what was read, `say` what it
    /// refuses.
    fn cell<T, E>(
        &mut self,
        column: Column,
        read: impl FnOnce(&'a str) -> Result<Reading<T>, E>,
        written: impl FnOnce(&T) -> String,
        say: impl Fn(Lang, &E, &str) -> (String, String),
    ) -> Cell<T> {
        match text_cell(self.cells.get(column)) {
            Cell::Blank => Cell::Blank,
            Cell::Unknown => Cell::Unknown,
            Cell::Known(text) => match read(text) {
                Ok(Reading { value, note }) => {
                    if let Some(note) = note {
                        self.notes.see(column, note, text, || written(&value));
                    }
                    Cell::Known(value)
                }
                Err(error) => {
                    self.fault(column, |lang| say(lang, &error, text));
                    Cell::Unknown
                }
            },
        }
    }

    fn id(&mut self) -> &'a str {
        let id = self.cells.get(Column::Id);
        if id.is_empty() {
            self.fault(Column::Id, both(say::ID_MISSING, say::ID_MISSING_HINT));
        } else if !id.starts_with(|c: char| c.is_alphabetic()) {
            self.fault(Column::Id, |lang| {
                (say::id_no_letter(lang, quoted(id)), hint(lang, say::ID_NO_LETTER_HINT))
            });
        } else if looks_like_a_value(id) {
            self.fault(Column::Id, |lang| {
                (say::id_like_value(lang, quoted(id)), hint(lang, say::ID_LIKE_VALUE_HINT))
            });
        }
        id
    }

    /// Reads a word of a closed column.
    fn word<W: Word>(&mut self, column: Column, recent: &mut Recent<Option<W>>) -> Cell<W> {
        let written = |word: &W| word.code().to_owned();
        self.recent(column, recent, word::<W>, written, |lang, error, text| {
            error.said(lang, column, text)
        })
    }

    fn status(&mut self, recent: &mut Recent<Option<Status>>) -> Option<Status> {
        let cell = self.word(Column::Status, recent);
        if cell == Cell::Blank {
            self.fault(Column::Status, both(say::STATUS_MISSING, say::STATUS_MISSING_HINT));
        }
        cell.known()
    }

    fn link(&mut self, recent: &mut Recent<Option<Link>>) -> Link {
        let text = self.cells.get(Column::Link);
        if text.is_empty() {
            return Link::Human;
        }
        if let Some(&Some(link)) = recent.get(text) {
            return link;
        }
        match word(text) {
            Ok(read) => {
                recent.keep(text, &Some(read.value));
                read.value
            }
            Err(error) => {
                self.fault(Column::Link, |lang| error.said(lang, Column::Link, text));
                Link::Rule
            }
        }
    }

    fn date(&mut self, column: Column) -> Cell<Date> {
        // What most cells hold.
        let exact = date::exact(self.cells.get(column));
        if let Some(day) = exact.filter(|day| date::is_possible(*day)) {
            return Cell::Known(day);
        }
        let read = |text| day::read(text, Days::of(column.bound()));
        self.cell(column, read, Date::to_string, |lang, fault, text| fault.said(lang, text))
    }

    /// Reads the measures and their shares into `shares`, in framework order.
    fn shares(
        &mut self,
        framework: &Framework,
        shares: &mut Vec<Share>,
        recent: &mut Recent<Vec<Share>>,
    ) {
        shares.clear();
        let Cell::Known(text) = text_cell(self.cells.get(Column::Measures)) else { return };
        if let Some(known) = recent.get(text) {
            shares.extend_from_slice(known);
            return;
        }
        let is_exact = shares::exact(framework, text, shares);
        if !is_exact {
            shares.clear();
            self.tolerant_shares(framework, text, shares);
        }
        shares.sort_by_key(|share| share.measure);
        if is_exact {
            recent.keep(text, shares);
        }
    }

    fn tolerant_shares(&mut self, framework: &Framework, text: &'a str, shares: &mut Vec<Share>) {
        let mut n_percents = 0;
        let parts = measures::read(framework, text);
        for named in &parts {
            let id = named.text;
            let weight = match named.share {
                None => 1,
                Some(percent) => {
                    n_percents += 1;
                    shares::percent(percent).unwrap_or_else(|| {
                        self.fault(Column::Measures, |lang| {
                            let message = say::share_not_percent(lang, quoted(percent), id);
                            (message, hint(lang, say::SHARE_NOT_PERCENT_HINT))
                        });
                        0
                    })
                }
            };
            let Some(measure) = named.measure else {
                self.fault(Column::Measures, |lang| {
                    let known = framework.measures.iter().map(|m| m.id.as_str());
                    let otherwise = || say::no_such_measure(lang, &framework.id);
                    let hint = did_you_mean(lang, id, known, otherwise);
                    (say::unknown_measure(lang, quoted(id)), hint)
                });
                continue;
            };
            if shares.iter().any(|share| share.measure == measure) {
                self.fault(Column::Measures, |lang| {
                    (say::measure_twice(lang, id), hint(lang, say::MEASURE_TWICE_HINT))
                });
            }
            if let Some(note) = named.note {
                let id = || framework.measure(measure).id.clone();
                self.notes.see(Column::Measures, note, named.text, id);
            }
            shares.push(Share { measure, weight });
        }
        if n_percents > 0 && n_percents < parts.len() {
            self.fault(Column::Measures, |lang| {
                (say::shares_mixed(lang, quoted(text)), hint(lang, say::SHARES_MIXED_HINT))
            });
        } else if n_percents > 0 && self.sound {
            let sum: u64 = shares.iter().map(|share| u64::from(share.weight)).sum();
            if sum != shares::WHOLE {
                let sum = sum as f64 / shares::PERCENT as f64;
                self.fault(Column::Measures, |lang| {
                    (say::shares_sum(lang, quoted(text), sum), hint(lang, say::SHARES_SUM_HINT))
                });
            }
        }
    }
}
