//! Which columns hold amounts, which of them add up, and in what they are counted.

use envcoop_core::cell::day;
use envcoop_core::plan::Column;
use envcoop_core::problem::quoted;
use envcoop_core::text::{Lang, Text, folded, trim};
use envcoop_words::amount_column as words;
use envcoop_words::import as say;

use super::fit::{Fitted, fitted, own_unit};
use super::{Context, Maker};
use crate::mapping::field::{Field, Fit, Named};
use crate::mapping::holds::is_paid;
use crate::mapping::profile::Profile;
use crate::mapping::unit::Unit;
use crate::mapping::{BUDGET, Pick, key};
use crate::table::layout::BETWEEN;

/// Of which part of a budget a column of amounts is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Of one year.
    Year,
    /// From one source.
    Source,
    /// All of it.
    Total,
}

impl Part {
    /// Finds the part that a header names: its last line, without the unit.
    fn of(header: &str) -> Option<Part> {
        let (name, _) = Unit::split(header);
        let last = name.rsplit(BETWEEN).next().unwrap_or_default();
        let plain = folded(trim(last)).to_lowercase();
        let own = key(&plain);
        let names = |label: envcoop_core::text::Label| {
            let words = Lang::ALL.into_iter().flat_map(|lang| label.get(lang).split("; "));
            let mut words = words.filter(|word| !word.is_empty());
            words.any(|word| match word.is_ascii() {
                true => plain.split([' ', '-', '_', '/']).any(|part| part == word),
                false => own.contains(word),
            })
        };
        match () {
            () if names(words::OTHER) => None,
            () if names(words::TOTAL) => Some(Part::Total),
            () if day::year_of(last).is_some() => Some(Part::Year),
            () if names(words::SOURCE) => Some(Part::Source),
            () => None,
        }
    }
}

/// Names the columns of amounts whose headers say but their part and in what they count:
/// `中央财政(万元)`.
pub(super) fn name(
    columns: &mut [Option<Named>],
    names: &[String],
    profiles: &[Profile],
    context: &Context,
) {
    let of_title = context.titles.iter().any(|title| Unit::in_title(title).is_some())
        || context.sheets.iter().any(|own| own.unit.is_some());
    for ((column, header), profile) in columns.iter_mut().zip(names).zip(profiles) {
        let (_, unit) = Unit::split(header);
        let counts_money = unit.currency.is_some() || of_title || context.unit.is_some();
        if column.is_some() || !counts_money || profile.n == 0 || Part::of(header).is_none() {
            continue;
        }
        if matches!(fitted(BUDGET, profile, day::Days::default()), Fitted::Yes) {
            *column = Some(Named { field: BUDGET, fit: Fit::Contains, unit });
        }
    }
}

/// Takes for amounts what stands under headers of those who pay or take part: numbers where the header
/// names a unit, and amounts with who pays each where no column holds the budget.
pub(super) fn of_payers(columns: &mut [Option<Named>], profiles: &[Profile]) {
    let has_budget = columns.iter().flatten().any(|named| named.field == BUDGET);
    for (named, profile) in columns.iter_mut().zip(profiles) {
        let Some(named) = named else { continue };
        let is_of_payers =
            matches!(named.field, Field::Column(Column::Funder | Column::Partner)) && profile.n > 0;
        let n_paid = profile.texts.iter().filter(|text| is_paid(text)).count();
        let are_paid = !has_budget && n_paid * 2 >= profile.texts.len();
        let are_numbers = !has_budget && profile.n_numbers * 2 >= profile.n;
        let are_amounts = || {
            let fitted = fitted(BUDGET, profile, day::Days::default());
            (named.unit.currency.is_some() || are_numbers) && matches!(fitted, Fitted::Yes)
        };
        if is_of_payers && (are_paid || are_amounts()) {
            (named.field, named.fit) = (BUDGET, Fit::Resembles);
        }
    }
}

/// The columns of amounts that are parts of one budget.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The column that holds all of it.
    pub total: Option<usize>,
    /// How many parts stand beside it.
    pub n: usize,
    /// The columns that add up to it, where no column holds all.
    pub added: Vec<usize>,
}

impl Parts {
    /// Finds the parts among the columns: all of years or all of sources, counted in one unit.
    pub fn of(columns: &[Option<Named>], names: &[String]) -> Parts {
        let of_budget = columns.iter().zip(names).enumerate();
        let of_budget: Vec<(usize, &Named, Option<Part>)> = of_budget
            .filter_map(|(at, (named, header))| Some((at, named.as_ref()?, Part::of(header))))
            .filter(|(_, named, _)| named.field == BUDGET)
            .collect();
        let totals = || of_budget.iter().filter(|(.., part)| *part == Some(Part::Total));
        if let (Some((at, ..)), 1) = (totals().next(), totals().count()) {
            let parts = of_budget.iter().filter(|(.., part)| *part != Some(Part::Total));
            return Parts { total: Some(*at), n: parts.count(), added: Vec::new() };
        }
        let Some((_, first, Some(kind))) = of_budget.first() else { return Parts::default() };
        let is_like = |named: &Named, part| part == Some(*kind) && named.unit == first.unit;
        let are_parts = *kind != Part::Total
            && of_budget.len() > 1
            && of_budget.iter().all(|(_, named, part)| is_like(named, *part));
        let added =
            if are_parts { of_budget.iter().map(|(at, ..)| *at).collect() } else { Vec::new() };
        Parts { added, ..Parts::default() }
    }
}

impl Maker<'_> {
    /// Finds out in what amounts are counted, and which columns add up.
    pub(super) fn money(&mut self, parts: &Parts) {
        let headers: Vec<&str> = self.of(BUDGET).map(|(at, _)| self.names[at].as_str()).collect();
        let (n_columns, header) = (headers.len(), headers.join(" + "));
        let names: Vec<String> = headers.iter().map(|header| quoted(header)).collect();
        if n_columns == 0 {
            return;
        }
        self.unit(&header);
        if n_columns > 1 {
            self.proposal.mapping.rule_mut(BUDGET).pick = Pick::Sum;
            let message = Text::new(|lang| say::added_up(lang, names.join(" + ")));
            self.proposal.remarks.push((message, Some(say::ADDED_UP_HINT.into())));
        } else if let Some(total) = parts.total.filter(|_| parts.n > 0) {
            let total = quoted(&self.names[total]);
            let message = Text::new(|lang| say::total_taken(lang, &total));
            self.proposal.remarks.push((message, None));
        }
    }

    /// Finds out in what the amounts under a header are counted: what it says, or the titles, or every
    /// cell, or a person.
    fn unit(&mut self, header: &str) {
        let said = self.of(BUDGET).next().map(|(_, named)| named.unit.clone()).unwrap_or_default();
        let has_currency = self.of(Field::Column(Column::Currency)).next().is_some()
            || self.context.set.contains(&Column::Currency);
        if said == Unit::default()
            && let Some(mut units) = self.context.differing(|own| own.unit.clone())
        {
            let is_whole = |unit: &Unit| has_currency || unit.currency.is_some();
            units.iter_mut().for_each(|(_, own)| *own = own.take().filter(is_whole));
            self.proposal.mapping.rule_mut(BUDGET).unit_else =
                self.context.unit.clone().unwrap_or_default();
            return self.units_of_sheets(header, &units);
        }
        let titles = self.context.titles.iter();
        let of_title = titles.filter_map(|title| Unit::in_title(title)).next();
        let from_title = said == Unit::default() && of_title.is_some();
        let asked = self.context.unit.clone().unwrap_or_default();
        let mut unit = said.or(&of_title.unwrap_or_default()).or(&asked);
        let n = self.texts(BUDGET).count();
        let own = own_unit(self.texts(BUDGET)).filter(|_| unit == Unit::default());
        let is_own = own.is_some();
        unit = own.unwrap_or(unit);
        if has_currency {
            unit.power = unit.power.or(Some(0));
        }
        let is_known = unit.power.is_some() && (unit.currency.is_some() || has_currency || is_own);
        if from_title && is_known {
            let message = Text::new(|lang| say::unit_of_title(lang, header));
            self.proposal.remarks.push((message, None));
        }
        self.proposal.mapping.rule_mut(BUDGET).unit = unit;
        if !is_known && n > 0 {
            let message = Text::new(|lang| say::no_unit(lang, header));
            self.ask(Some(header), message, say::NO_UNIT_HINT);
        }
    }
}
