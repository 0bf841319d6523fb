//! Reads the rules of a mapping, each with what it may say of its column.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use envcoop_core::cell::day::{self, Bound, DayFault, Days};
use envcoop_core::cell::{currency, word};
use envcoop_core::plan::{Column, grammar, placeholder};
use envcoop_core::problem::quoted;
use envcoop_core::text::{Text, did_you_mean, trim};
use envcoop_core::vocabulary::{Link, Stage, Status, Word};
use envcoop_words::problem::mapping as say;
use toml::Spanned;
use toml::de::DeTable;

use super::FILL_DOWN;
use super::read::{Reader, Value, first_line};
use crate::mapping::field::Field;
use crate::mapping::holds::is_budget;
use crate::mapping::unit::Unit;
use crate::mapping::{BUDGET, Pick, Rule};

/// The keys of a rule.
const KEYS_OF_RULE: [&str; 11] = [
    "to",
    "from",
    "join",
    "constant",
    "unit",
    "currency",
    "unit_else",
    "split",
    "pick",
    "fill",
    "values",
];

/// Fields that hold no names or texts, so that nothing separates them.
const UNDIVIDED: [Field; 12] = [
    Field::Column(Column::Status),
    Field::Column(Column::Stage),
    Field::Column(Column::Link),
    Field::Column(Column::Start),
    Field::Column(Column::End),
    Field::Column(Column::Updated),
    Field::Column(Column::Budget),
    Field::Column(Column::Currency),
    Field::Period,
    Field::Months,
    Field::Progress,
    Field::Number,
];

impl Reader<'_> {
    pub(super) fn rules(&mut self, value: &Value<'_>, header: &HashSet<&str>) -> Vec<Rule> {
        let tables = value.get_ref().as_array();
        let tables = tables.filter(|list| list.iter().all(|own| own.get_ref().is_table()));
        let Some(tables) = tables else {
            self.refuse("column", value, say::WANTS_TABLE);
            return Vec::new();
        };
        let mut rules = Vec::new();
        let mut filled = BTreeSet::new();
        for own in tables.iter() {
            let Some(table) = own.get_ref().as_table() else { continue };
            self.keys(table, &KEYS_OF_RULE);
            let Some((to, at)) = self.to(table, &own.span()) else { continue };
            if !filled.insert(to) {
                let message = Text::new(|lang| say::field_twice(lang, to.code()));
                self.fault(&at, message, say::FIELD_TWICE_HINT);
            }
            rules.push(self.rule(to, &at, table, header));
        }
        rules
    }

    /// Reads what a rule fills, and where that stands.
    fn to(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> Option<(Field, Range<usize>)> {
        let codes = || Field::all().map(Field::code);
        let all = || codes().collect::<Vec<_>>().join(", ");
        let Some(value) = table.get("to") else {
            let message = Text::new(|lang| say::missing_key(lang, "to"));
            self.fault(whole, message, Text::new(|lang| say::one_of(lang, all())));
            return None;
        };
        let code = self.string("to", value)?;
        let found = Field::of_code(&code);
        if found.is_none() {
            let message = Text::new(|lang| say::unknown_field(lang, quoted(&code)));
            let hint =
                Text::new(|lang| did_you_mean(lang, &code, codes(), || say::one_of(lang, all())));
            self.fault(&value.span(), message, hint);
        }
        Some((found?, value.span()))
    }

    fn rule(
        &mut self,
        to: Field,
        at: &Range<usize>,
        table: &DeTable<'_>,
        header: &HashSet<&str>,
    ) -> Rule {
        let from = table.get("from").map(|own| self.strings("from", own, true));
        let from = from.unwrap_or_default();
        from.iter().for_each(|name| self.in_header(name.get_ref(), &name.span(), header));
        if from.is_empty() && !table.contains_key("constant") {
            let message = Text::new(|lang| say::no_source(lang, to.code()));
            self.fault(at, message, say::NO_SOURCE_HINT);
        }
        let constant = table.get("constant").and_then(|own| {
            let text = self.string("constant", own)?;
            self.meaning("constant", to, &text, own);
            Some(text)
        });
        let pick = table.get("pick").and_then(|own| self.code("pick", own, &Pick::codes(to)));
        Rule {
            to,
            from: from.into_iter().map(Spanned::into_inner).collect(),
            constant,
            unit: self.unit(to, table, &["unit", "currency"]),
            unit_else: self.unit(to, table, &["unit_else"]),
            split: table.get("split").and_then(|own| self.split(to, own)),
            join: table.get("join").and_then(|own| self.string("join", own)),
            pick: pick.unwrap_or_default(),
            is_filled_down: table.get("fill").is_some_and(|own| self.fill(to, own)),
            values: table.get("values").map(|own| self.values(to, own)).unwrap_or_default(),
        }
    }

    /// Tells whether a key says something about a field; names it where it does not.
    fn is_for(
        &mut self,
        key: &str,
        value: &Value<'_>,
        to: Field,
        has_use: impl Fn(Field) -> bool,
    ) -> bool {
        if has_use(to) {
            return true;
        }
        let shown = first_line(self.text.get(value.span()).unwrap_or_default());
        let message = Text::new(|lang| say::no_use(lang, key, quoted(&shown), to.code()));
        let fields: Vec<&str> = Field::all().filter(|own| has_use(*own)).map(Field::code).collect();
        let hint = Text::new(|lang| say::no_use_hint(lang, fields.join(", ")));
        self.fault(&value.span(), message, hint);
        false
    }

    fn unit(&mut self, to: Field, table: &DeTable<'_>, keys: &[&str]) -> Unit {
        let mut unit = Unit::default();
        for &key in keys {
            let Some(value) = table.get(key) else { continue };
            if !self.is_for(key, value, to, |own| own == BUDGET) {
                continue;
            }
            let Some(text) = self.string(key, value) else { continue };
            match Unit::of(&text) {
                // A currency says nothing about how many of it are one.
                Some(own) if key == "currency" && own.currency.is_some() => {
                    unit.currency = own.currency;
                }
                Some(own) if key != "currency" => unit = unit.or(&own),
                _ => self.refuse(key, value, say::UNIT_HINT),
            }
        }
        unit
    }

    fn fill(&mut self, to: Field, value: &Value<'_>) -> bool {
        self.is_for("fill", value, to, |own| !UNDIVIDED.contains(&own))
            && self.code("fill", value, &[(true, FILL_DOWN)]).is_some()
    }

    fn split(&mut self, to: Field, value: &Value<'_>) -> Option<String> {
        if !self.is_for("split", value, to, |own| !UNDIVIDED.contains(&own)) {
            return None;
        }
        let split = self.string("split", value)?;
        let is_letter = |c: char| c.is_ascii_alphanumeric();
        // A letter would cut words in pieces.
        let is_bare_word = split.starts_with(is_letter) || split.ends_with(is_letter);
        let is_hostile = split.contains(|c: char| c.is_control() && !"\n\t\r".contains(c));
        if trim_blank(&split).is_empty() || is_bare_word || is_hostile {
            self.refuse("split", value, say::SPLIT_HINT);
            return None;
        }
        Some(split)
    }

    fn values(&mut self, to: Field, value: &Value<'_>) -> BTreeMap<String, String> {
        let Some(table) = value.get_ref().as_table() else {
            self.refuse("values", value, say::WANTS_TABLE);
            return BTreeMap::new();
        };
        let mut values = BTreeMap::new();
        for (from, own) in table {
            let Some(text) = self.string(from.get_ref(), own) else { continue };
            self.meaning(from.get_ref(), to, &text, own);
            values.insert(from.get_ref().to_string(), text);
        }
        values
    }

    /// Holds a text that a mapping sets against what the column may say.
    fn meaning(&mut self, key: &str, to: Field, text: &str, value: &Value<'_>) {
        let own = trim(text);
        if own.is_empty() || grammar::is_unknown(own) || placeholder(own).is_some() {
            return;
        }
        let Field::Column(column) = to else { return };
        let word_hint = |is: bool, hint: &dyn Fn() -> Text| (!is).then(hint);
        let wrong: Option<Text> = match column {
            Column::Status => word_hint(word::<Status>(own).is_some(), &|| {
                Text::new(|lang| Status::hint(lang, own))
            }),
            Column::Stage => word_hint(word::<Stage>(own).is_some(), &|| {
                Text::new(|lang| Stage::hint(lang, own))
            }),
            Column::Link => {
                word_hint(word::<Link>(own).is_some(), &|| Text::new(|lang| Link::hint(lang, own)))
            }
            Column::Start | Column::End | Column::Updated => {
                let read = day::read(own, Days::of(Some(Bound::End)));
                let is_day = matches!(read, Ok(_) | Err(DayFault::NoYear | DayFault::Either(..)));
                word_hint(is_day, &|| say::WANTS_DAY.into())
            }
            Column::Budget => word_hint(is_budget(own), &|| say::WANTS_AMOUNT.into()),
            Column::Currency => word_hint(currency::read(own).is_some(), &|| {
                envcoop_words::problem::cell::NO_CURRENCY_HINT.into()
            }),
            _ => None,
        };
        if let Some(hint) = wrong {
            self.refuse(key, value, hint);
        }
    }
}

/// Takes blanks off, but no line end or tabulator, which may separate names.
fn trim_blank(text: &str) -> &str {
    text.trim_matches([' ', '\u{3000}', '\u{a0}'])
}
