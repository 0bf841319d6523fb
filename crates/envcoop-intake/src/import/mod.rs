//! Any table as a plan: found, mapped, given ids and, where a row names no measure, the measures that
//! its text lets recognise.

mod chosen;
mod identify;
pub mod kind;
mod outline;
#[cfg(feature = "iati")]
mod recognise;
mod sheets;
mod subtotal;
mod survey;
mod total;

use std::collections::BTreeMap;
use std::sync::Arc;

use envcoop_core::framework::Framework;
use envcoop_core::plan::row::without_bad_characters;
use envcoop_core::plan::{Column, Heading};
use envcoop_core::problem::{Place, Problem, Problems};
use envcoop_core::text::{Text, trim};
use envcoop_words::import as say;
use envcoop_words::problem::cell as of_cell;

pub use self::chosen::Chosen;
pub use self::identify::Identifiers;
use self::kind::{Headings, Kind};
#[cfg(feature = "iati")]
pub use self::recognise::{Candidate, Recognised};
pub use self::survey::Survey;
use self::survey::{TITLE, titles};
use self::total::Totals;
use crate::mapping::Mapping;
use crate::mapping::apply::{Applier, Mapped, notes};
use crate::mapping::field::Field;
use crate::mapping::unit::Unit;
use crate::table::{Cell, Opener, Part, Row};

/// The column that says where a row came from.
pub const SOURCE: &str = "source";

/// A row of a plan that was made.
pub struct Made<'r> {
    /// What it says.
    pub mapped: &'r Mapped,
    /// The texts of the columns that are kept as they are.
    pub own: &'r [String],
    /// The row of the table: `plan.xlsx!清单!4`.
    pub source: &'r str,
    /// Where it stands.
    pub place: Place,
}

/// A row of the table that is no row of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: String,
}

/// What became of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Rows under the header that hold something.
    pub n_read: u64,
    /// Rows of the plan.
    pub n_made: u64,
    /// Rows that could not be read; each is named among the problems.
    pub n_refused: u64,
    /// Rows that are none of the table, the first ones.
    pub left_out: Vec<LeftOut>,
    /// How many there are of each kind.
    pub n_left_out: BTreeMap<Kind, u64>,
}

/// Of how many rows that are left out the text is kept.
const MOST_LEFT_OUT: usize = 200;

/// Makes rows of a plan of the rows of a table.
pub struct Import<'s> {
    survey: &'s Survey,
    mapping: &'s Mapping,
    applier: Applier<'s>,
    kept: Vec<usize>,
    has_section: bool,
    totals: Totals,
}

impl<'s> Import<'s> {
    /// Gets ready to make rows.
    pub fn new(survey: &'s Survey, mapping: &'s Mapping, framework: &'s Framework) -> Import<'s> {
        let texts = |at: usize| -> Vec<&'s str> {
            let profile = survey.profiles.get(at);
            profile.into_iter().flat_map(|p| p.texts.iter().map(String::as_str)).collect()
        };
        let applier =
            Applier::new(mapping, framework, &survey.names, survey.table.is_1904(), &texts);
        let kept = applier.kept(survey.names.len(), &survey.names);
        let holds =
            |at: &usize| survey.profiles.get(*at).is_some_and(|p| p.n + p.n_blank > 0 && p.n > 0);
        let kept = kept.into_iter().filter(holds).collect();
        let has_section =
            [Kind::Heading, Kind::Subtotal].iter().any(|kind| survey.n_rows.contains_key(kind));
        let totals = Totals::of(mapping, &survey.names);
        Import { survey, mapping, applier, kept, has_section, totals }
    }

    /// Returns the headers of the columns that are kept as they are, and of the headings of the rows.
    pub fn own_headers(&self) -> Vec<String> {
        let mut headers: Vec<String> = Vec::new();
        let named = |at: usize| match self.survey.names[at].as_str() {
            "" => {
                format!("column {}", letters(self.survey.table.parts[0].first_column as usize + at))
            }
            name => name.to_owned(),
        };
        let section = self.has_section.then(|| Field::Section.code().to_owned());
        for mut header in self.kept.iter().map(|&at| named(at)).chain(section) {
            // The plan's own words stand for the plan's own columns.
            let is_taken = Heading::new(header.as_str()).column.is_some() || header == SOURCE;
            if is_taken {
                header.push_str(" (own)");
            }
            let mut n = 2;
            let plain = header.clone();
            while headers.contains(&header) {
                header = format!("{plain} ({n})");
                n += 1;
            }
            headers.push(header);
        }
        headers
    }

    /// Reads the table and hands every row of the plan to `sink`, in order. `ids` keeps apart the ids of
    /// several tables.
    pub fn run(
        mut self,
        open: &Opener<'_>,
        ids: &mut Identifiers,
        problems: &mut Problems,
        sink: &mut dyn FnMut(&Made<'_>),
    ) -> Account {
        let mut account = Account::default();
        let survey = self.survey;
        let title = match self.mapping.rule(TITLE) {
            Some(rule) => (0..survey.names.len())
                .filter(|&at| rule.from.contains(&survey.names[at]))
                .collect(),
            None => titles(&survey.names),
        };
        let has_amount = self.mapping.rule(Field::Column(Column::Budget)).is_some();
        let mut sheet: Option<Arc<str>> = None;
        let mut headings = Headings::default();
        // A cell alone is a heading if a row follows, else a note.
        let mut open_headings: Vec<(LeftOut, String)> = Vec::new();
        let mut own = vec![String::new(); self.kept.len() + usize::from(self.has_section)];
        // Cells with a character that no plan may hold, and the first of them.
        let mut bad: Option<(Place, u64)> = None;
        let n_refused = survey.table.read(open, problems, &mut |row, problems| {
            account.n_read += 1;
            let texts = clean_texts(row);
            let cells = clean_cells(row, &texts);
            let row = &Row { cells: &cells, ..*row };
            for (at, _) in texts.iter().enumerate().filter(|(_, text)| text.is_some()) {
                bad.get_or_insert_with(|| (row.place(at), 0)).1 += 1;
            }
            if sheet.as_ref() != Some(&row.part.place) {
                sheet = Some(Arc::clone(&row.part.place));
                self.enter(row.part);
            }
            let kind = survey.kind(row, &title);
            if has_amount && names_other_unit(row, kind, self.applier.unit()) {
                problems.push(
                    Problem::fatal(row.own_place(), say::OTHER_TABLE).hint(say::OTHER_TABLE_HINT),
                );
            }
            if kind != Kind::Data {
                let cells = row.cells.iter().map(|cell| trim(cell.text)).filter(|t| !t.is_empty());
                let text = cells.collect::<Vec<_>>().join(" ");
                let left_out = LeftOut { place: row.own_place(), kind, text };
                match kind {
                    Kind::Heading => {
                        let text = left_out.text.clone();
                        open_headings.push((left_out, text));
                    }
                    // What it adds up to is none of its name.
                    Kind::Subtotal => open_headings.push((left_out, outline::name(row, &title))),
                    Kind::Total => {
                        self.totals.check(row, &self.applier, problems);
                        account.leave_out(left_out);
                    }
                    _ => account.leave_out(left_out),
                }
                return;
            }
            if !open_headings.is_empty() {
                self.applier.end_group();
            }
            for (heading, text) in open_headings.drain(..) {
                headings.push(&text);
                account.leave_out(heading);
            }
            if self.applier.leaves_out(row) {
                let text = title.iter().map(|&at| row.text(at)).collect::<Vec<_>>().join(" ");
                account.leave_out(LeftOut { place: row.own_place(), kind: Kind::Unwanted, text });
                return;
            }
            self.totals.add(row, &self.applier);
            let mut mapped = self.applier.apply(row);
            if mapped.section.is_empty() {
                mapped.section = headings.text();
            }
            let place = row.own_place();
            ids.give(&mut mapped, self.mapping.prefix.as_deref(), &place, problems);
            for (cell, &at) in own.iter_mut().zip(&self.kept) {
                row.text(at).clone_into(cell);
                if cell.is_empty() && self.is_section(at) {
                    cell.clone_from(&mapped.section);
                }
            }
            if self.has_section
                && let Some(last) = own.last_mut()
            {
                *last = headings.text();
            }
            account.n_made += 1;
            let source = place.to_string();
            sink(&Made { mapped: &mapped, own: &own, source: &source, place });
        });
        for (left_out, _) in open_headings {
            account.leave_out(LeftOut { kind: Kind::Note, ..left_out });
        }
        if let Some((place, n)) = bad {
            let message = Text::new(|lang| of_cell::characters(lang, n));
            problems.push(Problem::warning(place, message).hint(of_cell::CHARACTERS_HINT));
        }
        account.n_refused = n_refused;
        account.n_read += n_refused;
        notes(&self.applier.told, &survey.table.file)
            .into_iter()
            .for_each(|note| problems.push(note));
        account
    }

    /// Begins with the rows of a sheet: where sheets differ, each has its own year and unit.
    fn enter(&mut self, part: &Part) {
        let sheets = &self.survey.sheets;
        let at = self.survey.table.parts.iter().position(|own| own.place == part.place);
        if let Some(own) = at.and_then(|at| sheets.get(at)).filter(|_| sheets.len() > 1) {
            self.applier.enter(own);
        }
    }

    fn is_section(&self, at: usize) -> bool {
        let rule = self.mapping.rule(Field::Section);
        rule.is_some_and(|rule| rule.from.contains(&self.survey.names[at]))
    }
}

/// Returns the texts of a row's cells without the characters that no plan may hold, where they have some.
fn clean_texts(row: &Row<'_>) -> Vec<Option<String>> {
    let mut texts: Vec<_> =
        row.cells.iter().map(|cell| without_bad_characters(cell.text)).collect();
    if texts.iter().all(Option::is_none) {
        texts.clear();
    }
    texts
}

fn clean_cells<'t>(row: &Row<'t>, texts: &'t [Option<String>]) -> Vec<Cell<'t>> {
    let clean = |at: usize| texts.get(at)?.as_deref();
    let cells = row.cells.iter().enumerate();
    cells.map(|(at, cell)| Cell { text: clean(at).unwrap_or(cell.text), ..*cell }).collect()
}

/// Tells whether a line between the rows names another unit than theirs: another table begins there.
fn names_other_unit(row: &Row<'_>, kind: Kind, unit: &Unit) -> bool {
    let mut texts = row.cells.iter().map(|cell| trim(cell.text));
    let mut found = || texts.find_map(Unit::in_title).filter(|own| own.power.is_some());
    let differs = |own: Unit| {
        own.power != unit.power.or(Some(0))
            || (own.currency.is_some() && own.currency != unit.currency)
    };
    matches!(kind, Kind::Heading | Kind::Note) && found().is_some_and(differs)
}

impl Account {
    fn leave_out(&mut self, left_out: LeftOut) {
        *self.n_left_out.entry(left_out.kind).or_default() += 1;
        if self.left_out.len() < MOST_LEFT_OUT {
            self.left_out.push(left_out);
        }
    }
}

/// Names a column as a spreadsheet does.
fn letters(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (at % 26) as u8));
        match (at / 26).checked_sub(1) {
            Some(next) => at = next,
            None => return letters.iter().rev().collect(),
        }
    }
}
