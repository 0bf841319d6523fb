//! Makes a row of a plan of a row of a table, as a mapping says. Nothing is guessed here: a cell that
//! cannot be read becomes one that is not known, and its problem is named with its place.

mod cells;
mod money;
mod told;

use std::collections::HashMap;

use envcoop_core::cell::amount;
use envcoop_core::cell::day::Days;
use envcoop_core::cell::{FullMonths, Marks, Serials, ShortYears};
use envcoop_core::framework::Framework;
use envcoop_core::money::Cents;
use envcoop_core::plan::Column;
use envcoop_core::plan::grammar::UNKNOWN;
use envcoop_core::problem::{Problem, Severity};
use envcoop_core::text::{Lang, trim};

pub(super) use self::cells::{Content, content};
use self::told::MOST_FAULTS;
pub use self::told::{Alike, Counted, Told, notes};
use super::field::Field;
use super::propose::{OfSheet, bound};
use super::unit::Unit;
use super::{BUDGET, Mapping, Pick, Rule, key, months};
use crate::table::Row;

/// A mapping that is ready for a table.
pub struct Applier<'m> {
    mapping: &'m Mapping,
    framework: &'m Framework,
    /// The headers of the table.
    names: Vec<String>,
    /// The columns of each rule of the mapping.
    columns: Vec<Vec<usize>>,
    days: Days,
    /// In what amounts are counted.
    unit: Unit,
    marks: Option<Marks>,
    /// Whether an amount shows that a point stands before decimals.
    shows_point: bool,
    /// What an amount of the table usually is, in its own units.
    usual: Option<Cents>,
    /// Whether no number of how much is done is above one.
    is_share: bool,
    /// What single texts mean, by rule and by their keys.
    values: Vec<HashMap<String, &'m str>>,
    /// Where rows say that they are left out, and the keys of what they say.
    unwanted: Vec<(usize, Vec<String>)>,
    /// What stood last in a column of headings, for the blank cells below it.
    sections: Vec<(usize, String)>,
    /// What stood last in other columns whose blank cells take it.
    filled: Vec<(usize, String)>,
    /// The columns of months, each with its first and last day.
    months: Vec<(usize, months::Stretch)>,
    /// Whether a cross under a month says that a row goes on then.
    crosses_tick: bool,
    /// What was read otherwise than it is written.
    pub told: Told,
}

/// What a row of a table says.
#[derive(Clone, Debug, Default)]
pub struct Mapped {
    /// A text for each column of the plan, as the plan writes it.
    pub cells: [String; Column::COUNT],
    /// A longer text on what is done.
    pub description: String,
    /// Sector codes.
    pub sectors: String,
    /// Countries that benefit.
    pub recipients: String,
    /// The heading that it stands under.
    pub section: String,
}

impl Mapped {
    /// Returns the text of a column of the plan.
    pub fn get(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }

    fn set(&mut self, column: Column, text: impl Into<String>) {
        self.cells[column as usize] = text.into();
    }
}

/// What a cell or several say.
struct Said {
    text: String,
    /// The column of the table in which it stands; the first of several.
    at: usize,
}

impl<'m> Applier<'m> {
    /// Gets a mapping ready for a table with these headers. `texts` are cells of a column of the table,
    /// by which it shows how it writes amounts and days; serial numbers count from 1904 where it does.
    pub fn new<'t>(
        mapping: &'m Mapping,
        framework: &'m Framework,
        names: &[String],
        is_1904: bool,
        texts: &dyn Fn(usize) -> Vec<&'t str>,
    ) -> Applier<'m> {
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let column = |from: &String| keys.iter().position(|own| *own == key(from));
        // Several columns may have one name.
        let of_rule = |rule: &Rule| {
            let mut from: Vec<String> = rule.from.iter().map(|from| key(from)).collect();
            from.dedup();
            let columns = |from: &String| (0..keys.len()).filter(|&at| keys[at] == *from).collect();
            from.iter().flat_map(|from| -> Vec<usize> { columns(from) }).collect()
        };
        let columns: Vec<Vec<usize>> = mapping.rules.iter().map(of_rule).collect();
        let of = |wanted: &dyn Fn(Field) -> bool| {
            let rules = mapping.rules.iter().zip(&columns).filter(|(rule, _)| wanted(rule.to));
            let at: Vec<usize> = rules.flat_map(|(_, at)| at.iter().copied()).collect();
            at.into_iter().map(texts).collect::<Vec<_>>()
        };
        let is_day = |field| bound(field).is_some() || field == Field::Period;
        let proven = |texts: &Vec<&'t str>| Serials::proven(texts.iter().copied(), is_1904);
        let serials = of(&is_day).iter().find_map(proven);
        let short_years = ShortYears::proven(of(&is_day).concat());
        let full_months = FullMonths::proven(of(&is_day).concat());
        let order = mapping.dates;
        let days = Days { order, serials, short_years, full_months, ..Days::default() };
        let amounts = of(&|field| field == BUDGET).concat();
        let shows_point = amounts.iter().any(|text| amount::shows_point(text));
        let marks = Marks::proven(amounts.iter().copied());
        let usual = money::usual(&amounts, marks);
        let done = of(&|field| field == Field::Progress).concat();
        let is_share = !done.iter().any(|text| text.parse().is_ok_and(|n: f64| n > 1.0));
        let nothing_above = |wanted: &dyn Fn(&Rule) -> bool| {
            let rules = mapping.rules.iter().zip(&columns).filter(|(rule, _)| wanted(rule));
            rules.flat_map(|(_, at)| at.iter().map(|&at| (at, String::new()))).collect()
        };
        let sections = nothing_above(&|rule| rule.to == Field::Section);
        let filled = nothing_above(&|rule| rule.to != Field::Section && rule.is_filled_down);
        let value = |(from, to): (&'m String, &'m String)| (key(from), to.as_str());
        let values =
            mapping.rules.iter().map(|rule| rule.values.iter().map(value).collect()).collect();
        let unwanted = mapping.leave_out.iter().filter_map(|(header, texts)| {
            Some((column(header)?, texts.iter().map(|text| key(text)).collect()))
        });
        let unwanted = unwanted.collect();
        let crosses_tick =
            months::crosses_tick(of(&|field| field == Field::Months).concat().into_iter());
        let mut applier = Applier {
            mapping,
            framework,
            names: names.to_vec(),
            columns,
            values,
            unwanted,
            days,
            unit: Unit::default(),
            marks,
            shows_point,
            usual,
            is_share,
            sections,
            filled,
            months: Vec::new(),
            crosses_tick,
            told: Told::default(),
        };
        applier.enter(&OfSheet::default());
        applier
    }

    /// Begins with the rows of a sheet, whose titles say what the mapping leaves open.
    pub fn enter(&mut self, sheet: &OfSheet) {
        self.end_group();
        let year = self.mapping.year.or(sheet.year);
        self.days.year = year;
        let rule = self.mapping.rule(BUDGET);
        let own = rule.map(|rule| rule.unit.clone()).unwrap_or_default();
        let otherwise = rule.map(|rule| rule.unit_else.clone()).unwrap_or_default();
        self.unit = own.or(sheet.unit.as_ref().unwrap_or(&Unit::default())).or(&otherwise);
        let at_months = self.mapping.rules.iter().position(|rule| rule.to == Field::Months);
        let of_months = at_months.map_or(&[][..], |at| &self.columns[at]);
        let stretch = |&at: &usize| (at, months::stretch(&self.names[at], year));
        self.months = of_months.iter().map(stretch).collect();
    }

    /// Tells that other rows follow: no merged cell reaches into them.
    pub fn end_group(&mut self) {
        self.filled.iter_mut().for_each(|(_, last)| last.clear());
    }

    /// Returns in what amounts are counted here.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// Returns the columns of the table that a plan has no use for and that are kept as they are.
    pub fn kept(&self, n_columns: usize, names: &[String]) -> Vec<usize> {
        let is_used = |at: usize| {
            let rules = self.mapping.rules.iter().zip(&self.columns);
            // Of amounts that are added up the plan has the sum alone.
            let is_taken =
                |rule: &Rule| matches!(rule.to, Field::Column(_)) && rule.pick != Pick::Sum;
            rules.into_iter().any(|(rule, own)| own.contains(&at) && is_taken(rule))
        };
        let is_dropped = |at: usize| {
            let name = names.get(at).map(|name| key(name)).unwrap_or_default();
            !name.is_empty() && self.mapping.drop.iter().any(|drop| key(drop) == name)
        };
        (0..n_columns).filter(|&at| !is_used(at) && !is_dropped(at)).collect()
    }

    /// Tells whether the mapping leaves a row out.
    pub fn leaves_out(&self, row: &Row<'_>) -> bool {
        self.unwanted.iter().any(|(at, keys)| keys.contains(&key(row.text(*at))))
    }

    /// Makes the row of a plan; its id is left to the caller where the table has none.
    pub fn apply(&mut self, row: &Row<'_>) -> Mapped {
        self.fill(row);
        let mut mapped = Mapped::default();
        for at in 0..self.mapping.rules.len() {
            let rule = &self.mapping.rules[at];
            let said = self.said(at, row);
            match rule.to {
                Field::Column(column) => {
                    self.column(column, at, said, row, &mut mapped);
                }
                Field::Description => mapped.description = said.text,
                Field::Sectors => mapped.sectors = said.text,
                Field::Recipients => mapped.recipients = said.text,
                Field::Section => mapped.section = said.text,
                // They say what other columns do not; see below.
                Field::Period | Field::Months | Field::Progress | Field::Number => {}
            }
        }
        self.period(row, &mut mapped);
        self.months(row, &mut mapped);
        self.status(row, &mut mapped);
        self.money(row, &mut mapped);
        self.start(&mut mapped);
        self.order(row, &mut mapped);
        if self.mapping.is_published {
            for column in PUBLISHED {
                if !mapped.get(column).is_empty() {
                    continue;
                }
                if column != Column::Currency || !mapped.get(Column::Budget).is_empty() {
                    mapped.set(column, UNKNOWN);
                }
            }
        }
        mapped
    }

    /// Keeps what stands in columns whose blank cells take it.
    fn fill(&mut self, row: &Row<'_>) {
        if self.sections.iter().any(|(at, _)| !row.text(*at).is_empty()) {
            self.end_group();
        }
        for (at, last) in &mut self.filled {
            let text = row.text(*at);
            if text.is_empty() {
                self.told.n_filled_down += u64::from(!last.is_empty());
            } else {
                text.clone_into(last);
            }
        }
        for (at, last) in &mut self.sections {
            let text = row.text(*at);
            if text.is_empty() {
                self.told.n_filled += u64::from(!last.is_empty());
            } else {
                text.clone_into(last);
            }
        }
    }

    /// Joins what the columns of a rule say; the constant where they say nothing.
    fn said(&self, at: usize, row: &Row<'_>) -> Said {
        let (rule, columns) = (&self.mapping.rules[at], &self.columns[at]);
        fn of(last: &[(usize, String)], column: usize) -> &str {
            last.iter().find(|(own, _)| *own == column).map_or("", |(_, text)| text)
        }
        let text = |column: usize| match row.text(column) {
            "" if rule.to == Field::Section => of(&self.sections, column),
            "" if rule.is_filled_down => of(&self.filled, column),
            text => text,
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in columns.iter().map(|&column| text(column)).filter(|text| !text.is_empty()) {
            if rule.join.is_some() || !parts.contains(&part) {
                parts.push(part);
            }
        }
        // A part of an id alone would tell other rows apart than the whole does.
        if rule.to == Field::Column(Column::Id)
            && parts.len() < columns.len()
            && rule.pick == Pick::All
        {
            parts.clear();
        }
        let first = columns.iter().copied().find(|&column| !text(column).is_empty());
        let first = first.or(columns.first().copied()).unwrap_or(0);
        if rule.pick == Pick::First {
            parts.truncate(1);
        }
        let joined = parts.join(rule.join.as_deref().unwrap_or("; "));
        let split = rule.split.as_deref().filter(|split| !split.is_empty());
        let text = match split {
            Some(split) => joined.split(split).map(trim).collect::<Vec<_>>().join("; "),
            None => joined,
        };
        let constant = rule.constant.as_deref().filter(|_| text.is_empty());
        Said { text: constant.map_or(text, str::to_owned), at: first }
    }

    /// Says that a cell cannot be read: once for each text of a column, with how many are like it.
    fn fault(
        &mut self,
        row: &Row<'_>,
        at: usize,
        column: Column,
        text: &str,
        say: impl Fn(Lang) -> (String, String),
    ) {
        self.told.n_unknown += 1;
        let is_like = |own: &&mut Alike| own.column == column && own.text == text;
        if let Some(own) = self.told.faults.iter_mut().find(is_like) {
            own.n += 1;
        } else if self.told.faults.len() < MOST_FAULTS {
            let problem = Problem::saying(Severity::Warning, row.place(at), say);
            let (problem, text) = (problem.column(column.code()), text.to_owned());
            self.told.faults.push(Alike { column, text, n: 1, problem });
        } else {
            self.told.n_more_faults += 1;
        }
    }
}

/// The columns in which a blank of a published table says that nothing was published.
const PUBLISHED: [Column; 8] = [
    Column::Title,
    Column::Owner,
    Column::Partner,
    Column::Start,
    Column::End,
    Column::Budget,
    Column::Funder,
    Column::Evidence,
];
