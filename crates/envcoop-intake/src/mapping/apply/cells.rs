//! From the texts of a row to the cells of a plan, column by column.

use envcoop_core::cell::day::{self, DayFault, Days};
use envcoop_core::cell::{Note, period, word};
use envcoop_core::date::{self, Date};
use envcoop_core::plan::grammar::{self, UNKNOWN};
use envcoop_core::plan::{Column, Placeholder, measures, placeholder};
use envcoop_core::problem::quoted;
use envcoop_core::text::{folded, trim};
use envcoop_core::vocabulary::{Link, Stage, Status, Word};
use envcoop_words::problem::cell as say;

use super::told::count;
use super::{Applier, Mapped, Said};
use crate::mapping::field::Field;
use crate::mapping::key;
use crate::mapping::months::Mark;
use crate::mapping::propose::bound;
use crate::table::{Row, State};

/// A cell after words for not known and for none are read.
pub(in crate::mapping) enum Content<'t> {
    None,
    Unknown,
    Text(&'t str),
}

impl Applier<'_> {
    pub(super) fn column(
        &mut self,
        column: Column,
        at_rule: usize,
        said: Said,
        row: &Row<'_>,
        mapped: &mut Mapped,
    ) {
        if self.is_fault(column, said.at, &said.text, row) {
            mapped.set(column, UNKNOWN);
            return;
        }
        let said = Said { text: self.meant(at_rule, said.text), ..said };
        match column {
            // Several columns say these together; see below.
            Column::Status | Column::Budget | Column::Currency => mapped.set(column, said.text),
            Column::Start | Column::End | Column::Updated => {
                let text = self.day(column, &said, row);
                mapped.set(column, text);
            }
            Column::Measures => {
                let text = self.measures(&said, row);
                mapped.set(column, text);
            }
            Column::Stage => {
                let text = self.word::<Stage>(column, &said, row);
                mapped.set(column, text);
            }
            Column::Link => {
                let text = self.word::<Link>(column, &said, row);
                mapped.set(column, text);
            }
            Column::Id
            | Column::Title
            | Column::Owner
            | Column::Partner
            | Column::Funder
            | Column::Evidence
            | Column::Note => mapped.set(column, said.text),
        }
    }

    /// Tells whether a cell holds an error, and names it.
    pub(super) fn is_fault(
        &mut self,
        column: Column,
        at: usize,
        text: &str,
        row: &Row<'_>,
    ) -> bool {
        let is_fault = row.cells.get(at).is_some_and(|cell| cell.state == State::Fault);
        if is_fault {
            self.fault(row, at, column, text, |lang| {
                (
                    say::fault(lang, quoted(text)),
                    envcoop_words::problem::sheet::ERROR_HINT.get(lang).to_owned(),
                )
            });
        }
        is_fault
    }

    /// Returns what a rule of the mapping says that a text means.
    pub(super) fn meant(&self, at_rule: usize, text: String) -> String {
        let values = &self.values[at_rule];
        let value = if values.is_empty() { None } else { values.get(&key(&text)) };
        value.map_or(text, |to| (*to).to_owned())
    }

    fn word<W: Word>(&mut self, column: Column, said: &Said, row: &Row<'_>) -> String {
        let text = trim(&said.text);
        if text.is_empty() || grammar::is_unknown(text) {
            return String::new();
        }
        match word::<W>(text) {
            Some(read) => read.value.code().to_owned(),
            None => {
                self.fault(row, said.at, column, text, |lang| {
                    (say::no_word(lang, quoted(text)), W::hint(lang, text))
                });
                String::new()
            }
        }
    }

    fn day(&mut self, column: Column, said: &Said, row: &Row<'_>) -> String {
        let text = match content(&said.text) {
            Content::None => return String::new(),
            Content::Unknown => return UNKNOWN.to_owned(),
            Content::Text(text) => text,
        };
        if date::read(text).is_ok_and(date::is_open_end) {
            return UNKNOWN.to_owned();
        }
        let bound = bound(Field::Column(column)).flatten();
        match day::read(text, Days { bound, ..self.days_of(said, row) }) {
            Ok(read) => {
                let day = read.value.to_string();
                match read.note {
                    Some(Note::Spelling) => count(&mut self.told.spelt, column, text, &day),
                    Some(Note::Span) => count(&mut self.told.spans, column, text, &day),
                    None => {}
                }
                day
            }
            Err(fault) => self.bad_day(column, &fault, said, row),
        }
    }

    /// Returns what is known of the days of a cell.
    fn days_of(&self, said: &Said, row: &Row<'_>) -> Days {
        // What a mapping says in its place is no number.
        let is_own = said.text == row.text(said.at);
        let is_number = is_own && row.cells.get(said.at).is_some_and(|cell| cell.is_number);
        Days { is_number, ..self.days }
    }

    fn bad_day(&mut self, column: Column, fault: &DayFault, said: &Said, row: &Row<'_>) -> String {
        self.fault(row, said.at, column, &said.text, |lang| fault.said(lang, &said.text));
        UNKNOWN.to_owned()
    }

    /// Reads both ends of a period where no column of their own says them.
    pub(super) fn period(&mut self, row: &Row<'_>, mapped: &mut Mapped) {
        let Some(at) = self.mapping.rules.iter().position(|rule| rule.to == Field::Period) else {
            return;
        };
        let said = self.said(at, row);
        let open = [Column::Start, Column::End].map(|column| mapped.get(column).is_empty());
        let set = |mapped: &mut Mapped, [start, end]: [String; 2]| {
            for (column, text) in [(Column::Start, start), (Column::End, end)] {
                if mapped.get(column).is_empty() {
                    mapped.set(column, text);
                }
            }
        };
        if open == [false, false] {
            return;
        }
        let text = match content(&said.text) {
            Content::None => return,
            Content::Unknown => return set(mapped, [UNKNOWN, UNKNOWN].map(str::to_owned)),
            Content::Text(text) => text.to_owned(),
        };
        let known = self.days_of(&said, row);
        match period::read(&text, known) {
            Ok(read) => {
                let (start, end) = read.value;
                count(&mut self.told.spans, Column::Start, &text, &format!("{start} – {end}"));
                set(mapped, [start.to_string(), end.to_string()]);
            }
            Err(_) => {
                // One day alone is the last.
                let read = day::read(&text, Days { bound: Some(day::Bound::End), ..known });
                let end = match read {
                    Ok(read) => read.value.to_string(),
                    Err(fault) => self.bad_day(Column::End, &fault, &said, row),
                };
                set(mapped, [String::new(), end]);
            }
        }
    }

    /// Takes the first and the last month that is marked, where no other column says the days.
    pub(super) fn months(&mut self, row: &Row<'_>, mapped: &mut Mapped) {
        let mut found: Option<(Date, Date)> = None;
        let mut first_and_last: Vec<usize> = Vec::new();
        let mut was_marked = false;
        for (at, stretch) in self.months.clone() {
            let is_joined = row.cells.get(at).is_some_and(|cell| cell.state == State::Joined);
            let is_marked = match Mark::of(row.text(at)) {
                Mark::None => is_joined && was_marked,
                Mark::Cross => self.crosses_tick,
                Mark::Tick | Mark::Number => true,
            };
            was_marked = is_marked;
            if !is_marked {
                continue;
            }
            let (first, last) = match stretch {
                Ok(days) => days,
                Err(fault) => {
                    let text = row.text(at).to_owned();
                    self.bad_day(Column::Start, &fault, &Said { text, at }, row);
                    continue;
                }
            };
            let (own_first, own_last) = found.unwrap_or((first, last));
            found = Some((own_first.min(first), own_last.max(last)));
            first_and_last.truncate(1);
            first_and_last.push(at);
        }
        let Some((start, end)) = found else { return };
        let texts: Vec<&str> = first_and_last.iter().map(|&at| self.names[at].as_str()).collect();
        let (from, to) = (texts.join(" – "), format!("{start} – {end}"));
        let mut is_taken = false;
        for (column, day) in [(Column::Start, start), (Column::End, end)] {
            if mapped.get(column).is_empty() {
                mapped.set(column, day.to_string());
                is_taken = true;
            }
        }
        if is_taken {
            count(&mut self.told.spans, Column::Start, &from, &to);
        }
    }

    fn measures(&mut self, said: &Said, row: &Row<'_>) -> String {
        let text = match content(&said.text) {
            Content::None | Content::Unknown => return String::new(),
            Content::Text(text) => text,
        };
        let named = measures::read(self.framework, text);
        if let Some(unknown) = named.iter().find(|named| named.measure.is_none()) {
            self.fault(row, said.at, Column::Measures, text, |lang| {
                let message = say::no_measure(lang, quoted(unknown.text));
                (message, say::NO_MEASURE_HINT.get(lang).to_owned())
            });
            return String::new();
        }
        let one = |named: &measures::Named<'_>| {
            let id = named.measure.map_or("", |idx| &self.framework.measure(idx).id);
            named.share.map_or_else(|| id.to_owned(), |share| format!("{id}:{share}"))
        };
        named.iter().map(one).collect::<Vec<_>>().join(";")
    }

    pub(super) fn at(&self, field: Field) -> usize {
        let at = self.mapping.rules.iter().position(|rule| rule.to == field);
        at.and_then(|at| self.columns[at].first().copied()).unwrap_or(0)
    }

    /// Finds out how far a row is: by its words, else by the share that is done.
    pub(super) fn status(&mut self, row: &Row<'_>, mapped: &mut Mapped) {
        let text = mapped.get(Column::Status).to_owned();
        let text = trim(&text);
        let is_said = !text.is_empty() && !grammar::is_unknown(text);
        if let Some(read) = word::<Status>(text) {
            let code = read.value.code();
            if !text.eq_ignore_ascii_case(code) {
                count(&mut self.told.spelt, Column::Status, text, code);
            }
            mapped.set(Column::Status, code);
            return;
        }
        let progress = self.mapping.rules.iter().position(|rule| rule.to == Field::Progress);
        let progress = progress.map(|at| {
            let said = self.said(at, row);
            Said { text: self.meant(at, said.text), ..said }
        });
        // Where nothing else says it, how much is done does, or a word among such shares.
        let progress = progress.as_ref().filter(|_| !is_said);
        let by_share = progress.and_then(|said| of_share(&said.text, self.is_share));
        let by_word = || progress.and_then(|said| word::<Status>(&said.text)).map(|own| own.value);
        mapped.set(Column::Status, UNKNOWN);
        if let (Some(said), Some(status)) = (progress, by_share.or_else(by_word)) {
            count(&mut self.told.spelt, Column::Status, &said.text, status.code());
            mapped.set(Column::Status, status.code());
            return;
        }
        let of_progress = progress.and_then(|said| match content(&said.text) {
            Content::Text(text) => Some((said.at, text)),
            Content::None | Content::Unknown => None,
        });
        let of_status = is_said.then(|| (self.at(Field::Column(Column::Status)), text));
        match of_status.or(of_progress) {
            Some((at, text)) => self.fault(row, at, Column::Status, text, |lang| {
                (say::no_word(lang, quoted(text)), Status::hint(lang, text))
            }),
            None => self.told.n_without_status += 1,
        }
    }

    /// Where a table has a column of last days and none of first days, when its rows begin is not known. It
    /// would count as a day that nobody set, and what is planned as late.
    pub(super) fn start(&mut self, mapped: &mut Mapped) {
        let tells = |field| self.mapping.rule(field).is_some();
        let [start, end] = [Column::Start, Column::End].map(|column| tells(Field::Column(column)));
        let tells_both = start || tells(Field::Period) || tells(Field::Months);
        if end && !tells_both && mapped.get(Column::Start).is_empty() {
            self.told.n_without_start += 1;
            mapped.set(Column::Start, UNKNOWN);
        }
    }

    /// A start behind the end makes both not known.
    pub(super) fn order(&mut self, row: &Row<'_>, mapped: &mut Mapped) {
        let day = |column| date::parse(mapped.get(column)).ok();
        let (Some(start), Some(end)) = (day(Column::Start), day(Column::End)) else { return };
        if start > end {
            let at = self.at(Field::Column(Column::Start));
            self.fault(row, at, Column::Start, &format!("{start} {end}"), |lang| {
                let message = envcoop_words::problem::row::dates_reversed(lang, start, end);
                (message, envcoop_words::problem::row::DATES_REVERSED_HINT.get(lang).to_owned())
            });
            mapped.set(Column::Start, UNKNOWN);
            mapped.set(Column::End, UNKNOWN);
        }
    }
}

pub(in crate::mapping) fn content(text: &str) -> Content<'_> {
    let text = trim(text);
    match placeholder(text) {
        _ if text.is_empty() => Content::None,
        _ if grammar::is_unknown(text) => Content::Unknown,
        Some((Placeholder::Unknown, _)) => Content::Unknown,
        Some((Placeholder::None, _)) => Content::None,
        None => Content::Text(text),
    }
}

/// Tells by how much is done how far a row is.
fn of_share(text: &str, is_share: bool) -> Option<Status> {
    Some(match share(text, is_share)? {
        share if share <= 0.0 => Status::Planned,
        share if share >= 1.0 => Status::Completed,
        _ => Status::Ongoing,
    })
}

/// Reads how much is done: `80%`, `80`, or `0.8` as a spreadsheet stores a percentage, where the whole
/// column is so.
fn share(text: &str, is_share: bool) -> Option<f64> {
    let text = &*folded(trim(text));
    let percent = text.strip_suffix('%');
    let number: f64 = trim(percent.unwrap_or(text)).parse().ok()?;
    let share = if percent.is_some() || !is_share { number / 100.0 } else { number };
    (0.0..=1.0).contains(&share).then_some(share)
}
