//! What the columns of any table mean as columns of a plan: a mapping that a person can read, change,
//! keep and use again.
//!
//! A mapping is [proposed](propose) by the headers and by what stands under them, or [read](mod@file) from
//! a file; [`apply`] makes a row of a plan of a row of the table. The mapping decides; nothing is
//! guessed while rows are read.

pub mod apply;
mod down;
pub mod field;
pub mod file;
pub mod holds;
mod months;
pub mod preset;
pub mod profile;
pub mod propose;
pub(crate) mod sum;
pub mod unit;

use std::collections::{BTreeMap, HashMap, HashSet};

use envcoop_core::cell::DateOrder;
use envcoop_core::plan::Column;
use envcoop_core::text::{folded, trim};

use self::field::Field;
use self::holds::Holds;
use self::profile::Profile;
use self::unit::Unit;

/// How the columns of a table become those of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// What it is called.
    pub name: String,
    /// The headers of the table for which it was made, in order.
    pub header: Vec<String>,
    /// What each column of that table held; nothing where that is not known.
    pub holds: Vec<Holds>,
    /// The year of days that say none.
    pub year: Option<i16>,
    /// The order in which days that are numbers alone are written.
    pub dates: Option<DateOrder>,
    /// Put before the table's own numbers to make ids of them.
    pub prefix: Option<String>,
    /// Whether a blank says that nothing was published, and not that there is none.
    pub is_published: bool,
    /// A rule for each column of the plan that is filled.
    pub rules: Vec<Rule>,
    /// Rows that are left out: a header, and the texts under it that say so.
    pub leave_out: BTreeMap<String, Vec<String>>,
    /// Headers of columns that are left out; all others that no rule uses are kept as they are.
    pub drop: Vec<String>,
}

/// Where a column of the plan comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// What is filled.
    pub to: Field,
    /// The headers of the columns that it is made of, in order; none where it is the same everywhere.
    pub from: Vec<String>,
    /// What stands where the columns have nothing, or where there are none.
    pub constant: Option<String>,
    /// In what amounts are counted.
    pub unit: Unit,
    /// In what they are counted on sheets whose titles do not say, where those of others do.
    pub unit_else: Unit,
    /// What separates several names, where it is not what a plan knows.
    pub split: Option<String>,
    /// What stands between several columns that are joined, where it is not `; `.
    pub join: Option<String>,
    /// What of several columns counts.
    pub pick: Pick,
    /// Whether blank cells take what stands above them, as parts of a merged cell.
    pub is_filled_down: bool,
    /// What single texts of the columns mean.
    pub values: BTreeMap<String, String>,
}

/// What of several columns counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// All of them, joined.
    #[default]
    All,
    /// The first that says something.
    First,
    /// What their amounts add up to.
    Sum,
}

impl Pick {
    /// Each, with its code in a mapping.
    pub const CODES: [(Pick, &'static str); 3] =
        [(Pick::All, "all"), (Pick::First, "first"), (Pick::Sum, "sum")];

    /// Returns those that a field may have, with their codes: amounts alone add up.
    pub fn codes(to: Field) -> Vec<(Pick, &'static str)> {
        let codes = Pick::CODES.into_iter();
        codes.filter(|(pick, _)| to == BUDGET || *pick != Pick::Sum).collect()
    }
}

/// What amounts are for.
const BUDGET: Field = Field::Column(Column::Budget);

/// The orders of dates in numbers, with their codes in a mapping.
pub const ORDERS: [(DateOrder, &str); 2] =
    [(DateOrder::DayFirst, "day-first"), (DateOrder::MonthFirst, "month-first")];

impl Mapping {
    /// Returns the rule for a field.
    pub fn rule(&self, to: Field) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.to == to)
    }

    /// Returns the rule for a field, to change it; makes it where there is none.
    pub fn rule_mut(&mut self, to: Field) -> &mut Rule {
        let at = self.rules.iter().position(|rule| rule.to == to).unwrap_or_else(|| {
            self.rules.push(Rule { to, ..Rule::default() });
            self.rules.len() - 1
        });
        &mut self.rules[at]
    }

    /// Sets a column of the plan to one text wherever the table says nothing.
    pub fn set(&mut self, column: Column, text: &str) {
        self.rule_mut(Field::Column(column)).constant = Some(text.to_owned());
    }

    /// Compares the headers of a table with those for which the mapping was made, and what its columns
    /// hold with what they held then; of those that were not known, with what their rules take.
    pub fn drift(&self, names: &[String], profiles: &[Profile]) -> Drift {
        let keys = |names: &[String]| names.iter().map(|name| key(name)).collect::<Vec<String>>();
        let (own, here) = (keys(&self.header), keys(names));
        let known: HashMap<&str, usize> = own.iter().map(String::as_str).zip(0..).collect();
        let there: HashSet<&str> = here.iter().map(String::as_str).collect();
        let rules = self.rules.iter();
        let used: HashMap<String, Field> =
            rules.flat_map(|rule| rule.from.iter().map(|name| (key(name), rule.to))).collect();
        let from = self.rules.iter().flat_map(|rule| &rule.from);
        let is_gone = |name: &&String| !there.contains(key(name).as_str());
        let mut gone: Vec<String> = from.filter(is_gone).cloned().collect();
        gone.sort();
        gone.dedup();
        let unused =
            self.header.iter().zip(&own).filter(|(_, key)| {
                !there.contains(key.as_str()) && !used.contains_key(key.as_str())
            });
        let new = names
            .iter()
            .zip(&here)
            .filter(|(name, key)| !name.is_empty() && !known.contains_key(key.as_str()));
        let changed = names.iter().zip(&here).zip(profiles).filter_map(|((name, key), profile)| {
            let before = known.get(key.as_str()).and_then(|&at| self.holds.get(at).copied());
            let (field, now) = (used.get(key).copied(), Holds::of(profile));
            let is_other = |own: Holds| own != now && own != Holds::Nothing;
            let has_changed = match before {
                Some(before) => is_other(before),
                // Days may be stored as numbers.
                None => now == Holds::Texts && field.and_then(Holds::wanted).is_some_and(is_other),
            };
            let is_one = has_changed && now != Holds::Nothing && !name.is_empty();
            is_one.then(|| Changed { name: name.clone(), field, before, now })
        });
        Drift {
            gone,
            changed: changed.collect(),
            unused: unused.map(|(name, _)| name.clone()).collect(),
            new: new.map(|(name, _)| name.clone()).collect(),
        }
    }
}

/// How a table differs from the one for which a mapping was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Columns that a rule uses and that are not there.
    pub gone: Vec<String>,
    /// Other columns that are not there.
    pub unused: Vec<String>,
    /// Columns that were not there.
    pub new: Vec<String>,
    /// Columns that hold something else.
    pub changed: Vec<Changed>,
}

/// A column that holds something else than it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its header.
    pub name: String,
    /// What a rule makes of it.
    pub field: Option<Field>,
    /// What it held; nothing where the mapping does not say.
    pub before: Option<Holds>,
    /// What it holds.
    pub now: Holds,
}

/// Returns a header or a value as it is compared: small letters, no blanks, no full-width characters.
pub fn key(text: &str) -> String {
    folded(trim(text)).to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '_').collect()
}
