//! From the cells of a row to an [`Activity`]: the one home of the plan's rules.

use std::sync::Arc;

use crate::date::{self, Date};
use crate::decimal::{self, Limits};
use crate::delimited::lookalike::looks_like_a_value;
use crate::framework::Framework;
use crate::money::{self, Currency};
use crate::plan::{Activity, Cell, CellNotes, Column, Extra, Heading, Money, Share, grammar};
use crate::problem::{Place, Problem, Problems, quoted};
use crate::text::{did_you_mean, trim};
use crate::vocabulary::{Link, Stage, Status, Word};

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
}

/// Gives a row its meaning. Every rule that it breaks is added to `problems`; a row that breaks
/// one is not returned. `shares` is room for its measures, kept by the caller from row to row;
/// `notes` says how words for not known and for none are read, and what was read otherwise than it
/// is written.
pub fn parse<'a>(
    framework: &Framework,
    row: Row<'a>,
    shares: &'a mut Vec<Share>,
    notes: &mut CellNotes,
    problems: &mut Problems,
) -> Option<Activity<'a>> {
    let mut cells = row.cells;
    cells.0.iter_mut().for_each(|text| *text = trim(text));
    let written = cells;
    notes.resolve(&mut cells);
    let mut parser = Parser { cells, row, problems, sound: true };

    parser.check_characters();
    let id = parser.id();
    parser.shares(framework, shares);
    let stage = parser.cell(Column::Stage, |text| word::<Stage>(Column::Stage, text));
    let status = parser.status();
    let link = parser.link();
    notes.see_days(&cells);
    let start = parser.date(Column::Start);
    let end = parser.date(Column::End);
    let updated = parser.date(Column::Updated);
    if let (Cell::Known(start), Cell::Known(end)) = (start, end)
        && start > end
    {
        parser.fault(
            Column::Start,
            format!("start `{start}` is after end `{end}`"),
            "both days belong to the activity; exchange them or correct one".to_owned(),
        );
    }
    let budget = parser.budget();
    let note = cells.get(Column::Note);
    if status == Some(Status::NotApplicable) && (note.is_empty() || grammar::is_unknown(note)) {
        parser.fault(
            Column::Note,
            "status `not-applicable` without a reason".to_owned(),
            "say in `note` why the measure does not apply".to_owned(),
        );
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
        evidence: text(Column::Evidence),
        updated,
        note,
        link,
        cells: written,
        extras: row.extras,
    })
}

fn text_cell(text: &str) -> Cell<&str> {
    match text {
        "" => Cell::Blank,
        text if grammar::is_unknown(text) => Cell::Unknown,
        text => Cell::Known(text),
    }
}

/// Reads a word of a closed column.
fn word<W: Word>(column: Column, text: &str) -> Result<W, (String, String)> {
    let unknown = || (format!("unknown {} {}", column.code(), quoted(text)), W::hint(text));
    W::read(text).ok_or_else(unknown)
}

struct Parser<'a, 'p> {
    cells: Cells<'a>,
    row: Row<'a>,
    problems: &'p mut Problems,
    sound: bool,
}

impl<'a> Parser<'a, '_> {
    fn fault(&mut self, column: Column, message: String, hint: String) {
        self.sound = false;
        let place = Place { file: Arc::clone(self.row.file), line: self.row.line };
        self.problems.push(Problem::error(place, message).column(column.code()).hint(hint));
    }

    /// Reads a cell with `read`, which returns a message and a hint for what it refuses.
    fn cell<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&'a str) -> Result<T, (String, String)>,
    ) -> Cell<T> {
        match text_cell(self.cells.get(column)) {
            Cell::Blank => Cell::Blank,
            Cell::Unknown => Cell::Unknown,
            Cell::Known(text) => match read(text) {
                Ok(value) => Cell::Known(value),
                Err((message, hint)) => {
                    self.fault(column, message, hint);
                    Cell::Unknown
                }
            },
        }
    }

    fn check_characters(&mut self) {
        for column in Column::ALL {
            if let Some(c) = bad_character(self.cells.get(column)) {
                let (message, hint) = bad_character_fault(c, self.cells.get(column));
                self.fault(column, message, hint);
            }
        }
        for extra in self.row.extras {
            if let Some(c) = bad_character(extra.text) {
                self.sound = false;
                let place = Place { file: Arc::clone(self.row.file), line: self.row.line };
                let (message, hint) = bad_character_fault(c, extra.text);
                let problem = Problem::error(place, message).column(extra.header);
                self.problems.push(problem.hint(hint));
            }
        }
    }

    fn id(&mut self) -> &'a str {
        let id = self.cells.get(Column::Id);
        if id.is_empty() {
            let hint = "give every row a short id that stays, for instance `A-014`";
            self.fault(Column::Id, "the row has no id".to_owned(), hint.to_owned());
        } else if !id.starts_with(|c: char| c.is_alphabetic()) {
            let message = format!("id {} does not start with a letter", quoted(id));
            let hint = "a spreadsheet turns such ids into numbers or dates; put a letter first";
            self.fault(Column::Id, message, hint.to_owned());
        } else if looks_like_a_value(id) {
            let message = format!("id {} looks like a date, number or truth value", quoted(id));
            let hint =
                "a spreadsheet would change it; add a letter group and a hyphen, as in `A-014`";
            self.fault(Column::Id, message, hint.to_owned());
        }
        id
    }

    fn status(&mut self) -> Option<Status> {
        let cell = self.cell(Column::Status, |text| word::<Status>(Column::Status, text));
        if cell == Cell::Blank {
            let hint = "write one of the statuses, or `?` if it is not known";
            self.fault(Column::Status, "the row has no status".to_owned(), hint.to_owned());
        }
        cell.known()
    }

    fn link(&mut self) -> Link {
        match self.cells.get(Column::Link) {
            "" => Link::Human,
            text => word(Column::Link, text).unwrap_or_else(|(message, hint)| {
                self.fault(Column::Link, message, hint);
                Link::Rule
            }),
        }
    }

    fn date(&mut self, column: Column) -> Cell<Date> {
        self.cell(column, |text| {
            date::read(text).map_err(|error| {
                let serial = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
                let hint = if serial {
                    "a spreadsheet's serial number: format the column as a date, then save again"
                        .to_owned()
                } else {
                    error.hint()
                };
                (format!("not a date: {}", quoted(text)), hint)
            })
            .and_then(|day| date::impossible_year(day).map_or(Ok(day), Err))
        })
    }

    fn budget(&mut self) -> Cell<Money> {
        let amount = self.cell(Column::Budget, |text| {
            money::parse_amount(text)
                .map_err(|error| (format!("{error} {}", quoted(text)), error.hint().to_owned()))
        });
        let currency = self.cell(Column::Currency, |text| {
            text.parse::<Currency>().map_err(|error| (error.to_string(), error.hint("CNY")))
        });
        match (amount, currency) {
            (Cell::Known(amount), Cell::Known(currency)) => Cell::Known(Money { amount, currency }),
            (Cell::Known(_), Cell::Blank) => {
                let message =
                    format!("budget {} without a currency", quoted(self.cells.get(Column::Budget)));
                let hint = "add the ISO 4217 code, for instance `CNY`".to_owned();
                self.fault(Column::Currency, message, hint);
                Cell::Unknown
            }
            (Cell::Known(_), Cell::Unknown) => {
                // A refused currency arrives here too and has been named already.
                if text_cell(self.cells.get(Column::Currency)) == Cell::Unknown {
                    let message = "a budget in an unknown currency cannot be added up".to_owned();
                    self.fault(
                        Column::Currency,
                        message,
                        "write `?` in `budget` as well".to_owned(),
                    );
                }
                Cell::Unknown
            }
            (Cell::Blank, Cell::Known(currency)) => {
                let message = format!("currency `{currency}` without a budget");
                let hint =
                    "add the amount, `?` if it is not known, or remove the currency".to_owned();
                self.fault(Column::Budget, message, hint);
                Cell::Blank
            }
            (Cell::Unknown, _) | (Cell::Blank, Cell::Unknown) => Cell::Unknown,
            (Cell::Blank, Cell::Blank) => Cell::Blank,
        }
    }

    /// Reads the measures and their shares into `shares`, in framework order.
    fn shares(&mut self, framework: &Framework, shares: &mut Vec<Share>) {
        shares.clear();
        let Cell::Known(text) = text_cell(self.cells.get(Column::Measures)) else { return };
        let mut n_percents = 0;
        let mut n_parts = 0;
        for (id, percent) in grammar::parts(text).map(grammar::share) {
            n_parts += 1;
            let weight = match percent {
                None => 1,
                Some(percent) => {
                    n_percents += 1;
                    parse_percent(percent).unwrap_or_else(|| {
                        let message =
                            format!("share {} of `{id}` is not a percentage", quoted(percent));
                        let hint = "write more than 0 and at most 100, up to four decimals";
                        self.fault(Column::Measures, message, hint.to_owned());
                        0
                    })
                }
            };
            let Some(measure) = framework.measure_idx(id) else {
                let known = framework.measures.iter().map(|m| m.id.as_str());
                let otherwise = || format!("the framework `{}` has no such measure", framework.id);
                let hint = did_you_mean(id, known, otherwise);
                self.fault(Column::Measures, format!("unknown measure {}", quoted(id)), hint);
                continue;
            };
            if shares.iter().any(|share| share.measure == measure) {
                let message = format!("measure `{id}` is named twice");
                self.fault(Column::Measures, message, "name it once, with the sum".to_owned());
            }
            shares.push(Share { measure, weight });
        }
        if n_percents > 0 && n_percents < n_parts {
            let message = format!("{} gives some shares and not others", quoted(text));
            let hint = "give every measure a percentage, or none for equal shares";
            self.fault(Column::Measures, message, hint.to_owned());
        } else if n_percents > 0 && self.sound {
            let sum: u64 = shares.iter().map(|share| u64::from(share.weight)).sum();
            if sum != 100 * PERCENT {
                let sum = sum as f64 / PERCENT as f64;
                let message = format!("the shares {} add up to {sum} %", quoted(text));
                self.fault(Column::Measures, message, "they must add up to 100".to_owned());
            }
        }
        shares.sort_by_key(|share| share.measure);
    }
}

/// Finds a character that no cell may hold: one that was lost in decoding, or a control character.
fn bad_character(text: &str) -> Option<char> {
    // Such characters are rare and most cells are ASCII: look at bytes first.
    if !text.bytes().any(|b| !(b' '..0x7f).contains(&b)) {
        return None;
    }
    let is_bad =
        |c: &char| *c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
    text.chars().find(is_bad)
}

fn bad_character_fault(c: char, text: &str) -> (String, String) {
    let message = format!("character U+{:04X} in {}", c as u32, quoted(text));
    let hint = match c {
        '\u{fffd}' => {
            "a character was lost: save the file again as “CSV UTF-8”, or name its encoding with `--encoding`"
        }
        _ => "remove it: it is a control character",
    };
    (message, hint.to_owned())
}

/// One per cent in the units of a share's weight.
const PERCENT: u64 = 10_000;

/// Reads a percentage with at most four decimals; nothing where it is not in (0, 100].
fn parse_percent(text: &str) -> Option<u32> {
    const LIMITS: Limits = Limits { digits: 3, decimals: 4 };
    let text = grammar::percentage(text);
    // A point may stand at the end.
    let value = decimal::exact(text.strip_suffix('.').unwrap_or(text), LIMITS).ok()?;
    u32::try_from(value).ok().filter(|weight| (1..=100 * PERCENT).contains(&u64::from(*weight)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_percentage_with_up_to_four_decimals() {
        assert_eq!(parse_percent("60"), Some(600_000));
        assert_eq!(parse_percent("33.3333 %"), Some(333_333));
        for wrong in ["0", "100.0001", "-5", "1e2", "33.33333", "", "a"] {
            assert_eq!(parse_percent(wrong), None, "{wrong}");
        }
    }
}
