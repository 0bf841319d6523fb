//! What the titles of each sheet say of its cells: the year of days that name none, and the unit.

use envcoop_core::cell::day;

use super::Survey;
use crate::mapping::propose::{OfSheet, year};
use crate::mapping::unit::Unit;
use crate::table::Part;

impl Survey {
    /// Takes what a person says for what the titles leave open: the year counts before them, a unit
    /// behind them.
    pub fn assume(&mut self, year: Option<i16>, unit: Option<&Unit>) {
        for own in &mut self.sheets {
            own.year = year.or(own.year);
            own.unit = own.unit.take().or_else(|| unit.cloned());
        }
    }

    /// Tells whether the titles of the sheets differ in what they say.
    pub(super) fn differs(&self) -> Differs {
        let first = self.sheets.first();
        Differs {
            years: self.sheets.iter().any(|own| Some(own.year) != first.map(|own| own.year)),
            units: self.sheets.iter().any(|own| Some(&own.unit) != first.map(|own| &own.unit)),
        }
    }
}

/// In what sheets differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Differs {
    pub(super) years: bool,
    pub(super) units: bool,
}

/// Reads the titles of a sheet. What its own titles say counts before the name of the file, which is that
/// of all sheets.
pub(super) fn of(part: &Part, file: &str) -> OfSheet {
    let mut titles = part.titles.clone();
    titles.extend(part.sheet.clone());
    let own = year(&titles).or_else(|| {
        let is_open = titles.iter().all(|title| day::year_of(title).is_none());
        day::year_of(file).filter(|_| is_open)
    });
    OfSheet {
        name: part.sheet.clone().unwrap_or_default(),
        year: own,
        unit: titles.iter().find_map(|title| Unit::in_title(title)),
    }
}
