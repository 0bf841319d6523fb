//! What the columns of any table mean as columns of a plan: a mapping that a person can read, change,
//! keep and use again.
//!
//! A mapping is [proposed](propose) by the headers and by what stands under them, or [read](mod@file) from
//! a file; [`apply`] makes a row of a plan of a row of the table. The mapping decides; nothing is
//! guessed while rows are read.

pub mod apply;
pub mod field;
pub mod file;
mod months;
pub mod preset;
pub mod profile;
pub mod propose;
pub mod unit;

use std::collections::BTreeMap;

use envcoop_core::cell::DateOrder;
use envcoop_core::plan::Column;
use envcoop_core::text::{folded, trim};

use self::field::Field;
use self::unit::Unit;

/// How the columns of a table become those of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// What it is called.
    pub name: String,
    /// The headers of the table for which it was made, in order.
    pub header: Vec<String>,
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
    /// What separates several names, where it is not what a plan knows.
    pub split: Option<String>,
    /// What of several columns counts.
    pub pick: Pick,
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
    pub const CODES: [(Pick, &str); 3] =
        [(Pick::All, "all"), (Pick::First, "first"), (Pick::Sum, "sum")];
}

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

    /// Compares the headers of a table with those for which the mapping was made.
    pub fn drift(&self, names: &[String]) -> Drift {
        let own: Vec<String> = self.header.iter().map(|name| key(name)).collect();
        let here: Vec<String> = names.iter().map(|name| key(name)).collect();
        let used = |name: &&String| {
            self.rules.iter().any(|rule| rule.from.iter().any(|from| key(from) == key(name)))
        };
        let is_gone = |name: &&String| !here.contains(&key(name));
        let from = self.rules.iter().flat_map(|rule| &rule.from);
        let mut gone: Vec<String> = from.filter(is_gone).cloned().collect();
        gone.sort();
        gone.dedup();
        let unused = self.header.iter().filter(|name| is_gone(name) && !used(name));
        let new = names.iter().filter(|name| !name.is_empty() && !own.contains(&key(name)));
        Drift { gone, unused: unused.cloned().collect(), new: new.cloned().collect() }
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
}

/// Returns a header or a value as it is compared: small letters, no blanks, no full-width characters.
pub fn key(text: &str) -> String {
    folded(trim(text)).to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '_').collect()
}
