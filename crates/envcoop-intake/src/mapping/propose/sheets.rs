//! What the titles of each sheet of a table say of its cells, where sheets differ in it.

use envcoop_core::problem::quoted;
use envcoop_core::text::Text;
use envcoop_words::import as say;

use super::{Context, Maker};
use crate::mapping::unit::Unit;

/// What the titles of a sheet say of its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfSheet {
    /// Its name.
    pub name: String,
    /// The year of days that name none.
    pub year: Option<i16>,
    /// In what amounts are counted.
    pub unit: Option<Unit>,
}

/// Sheets by their names, and what each says.
pub(super) type Sheets<T> = Vec<(String, Option<T>)>;

impl Context {
    /// Names each sheet with what it says, where they differ in it; nothing where they agree.
    pub(super) fn differing<T: PartialEq>(
        &self,
        of: impl Fn(&OfSheet) -> Option<T>,
    ) -> Option<Sheets<T>> {
        let all: Sheets<T> = self.sheets.iter().map(|own| (quoted(&own.name), of(own))).collect();
        let first = all.first().map(|(_, own)| own);
        all.iter().any(|(_, own)| Some(own) != first).then_some(all)
    }
}

impl Maker<'_> {
    /// Where the titles of sheets name different years, each has its own.
    pub(super) fn years_of_sheets(&mut self, text: &str, years: &Sheets<i16>) {
        let said = years.iter().filter_map(|(name, own)| Some(format!("{name} {}", (*own)?)));
        let said: Vec<String> = said.collect();
        let message = Text::new(|lang| say::years_of_sheets(lang, text, said.join(lang.comma())));
        self.proposal.remarks.push((message, Some(say::YEAR_TAKEN_HINT.into())));
        let open = open(years);
        if !open.is_empty() {
            let message =
                Text::new(|lang| say::no_year_of_sheets(lang, text, open.join(lang.comma())));
            self.ask(None, message, say::NO_YEAR_HINT);
        }
    }

    /// Where the titles of sheets name different units, or only some name one, each has its own: the
    /// mapping leaves it open.
    pub(super) fn units_of_sheets(&mut self, header: &str, units: &Sheets<Unit>) {
        let word = |unit: &Unit| {
            let parts = [unit.power_word(), unit.currency.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let said = units
            .iter()
            .filter_map(|(name, own)| own.as_ref().map(|own| format!("{name} {}", word(own))));
        let said: Vec<String> = said.collect();
        let message = Text::new(|lang| say::units_of_sheets(lang, header, said.join(lang.comma())));
        self.proposal.remarks.push((message, None));
        let open = open(units);
        if !open.is_empty() {
            let message =
                Text::new(|lang| say::no_unit_of_sheets(lang, header, open.join(lang.comma())));
            self.ask(Some(header), message, say::NO_UNIT_HINT);
        }
    }
}

/// Returns the sheets that do not say it.
fn open<T>(sheets: &Sheets<T>) -> Vec<&str> {
    sheets.iter().filter(|(_, own)| own.is_none()).map(|(name, _)| name.as_str()).collect()
}
