//! The mapping by which a table is read: the one that is given, a shipped one, or a proposed one.

use std::sync::Arc;

use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Lang, Text};
use envcoop_words::import as say;

use super::Survey;
use crate::mapping::field::Field;
use crate::mapping::holds::Holds;
use crate::mapping::propose::{Context, Proposal, year};
use crate::mapping::unit::Unit;
use crate::mapping::{Changed, Drift, Mapping, Pick};

/// A mapping, and how it came about.
pub struct Chosen {
    /// The mapping.
    pub mapping: Mapping,
    /// What was proposed, where nobody gave a mapping and none is shipped for the table.
    pub proposal: Option<Proposal>,
}

impl Chosen {
    /// Tells whether a person has to settle something first.
    pub fn has_questions(&self) -> bool {
        self.proposal.as_ref().is_some_and(|proposal| !proposal.questions.is_empty())
    }
}

impl Survey {
    /// Chooses the mapping of the table; what a person should know of it goes to the problems.
    pub fn choose(
        &self,
        given: Option<&Mapping>,
        context: Context,
        problems: &mut Problems,
    ) -> Chosen {
        let file = &self.table.file;
        let whole = || Place { file: Arc::clone(file), line: 0 };
        if let Some(given) = given {
            let differs = given.drift(&self.names, &self.profiles);
            drift(&differs, file).into_iter().for_each(|told| problems.push(told));
            let mapping = self.completed(given, context, problems);
            return Chosen { mapping, proposal: None };
        }
        if let Some(mapping) = self.preset() {
            let message = Text::new(|lang| say::preset_used(lang, &mapping.name));
            problems.push(Problem::note(whole(), message));
            // A list that is published has many columns that its mapping does not name.
            let Drift { changed, .. } = mapping.drift(&self.names, &self.profiles);
            changed_columns(&changed, file).for_each(|told| problems.push(told));
            return Chosen { mapping, proposal: None };
        }
        let made = self.propose(context);
        for (message, hint) in &made.remarks {
            let note = Problem::note(whole(), message.clone());
            problems.push(match hint {
                Some(hint) => note.hint(hint.clone()),
                None => note,
            });
        }
        Chosen { mapping: made.mapping.clone(), proposal: Some(made) }
    }
}

impl Survey {
    /// Adds to a mapping what it leaves open and the table says: the year, the unit, and the plan's own
    /// columns that were written beside the table since.
    fn completed(&self, given: &Mapping, context: Context, problems: &mut Problems) -> Mapping {
        let mut mapping = given.clone();
        let place = || Place { file: Arc::clone(&self.table.file), line: 0 };
        let titles = self.titles();
        let differs = self.differs();
        let of_titles = year(&titles).filter(|_| !differs.years);
        mapping.year = context.year.or(mapping.year).or(of_titles);
        let budget = Field::Column(Column::Budget);
        if let Some(rule) = mapping.rules.iter_mut().find(|rule| rule.to == budget)
            && rule.unit.power.is_none()
        {
            let of_header: Vec<Unit> = rule.from.iter().map(|name| Unit::split(name).1).collect();
            if rule.pick == Pick::Sum && of_header.iter().any(|own| *own != of_header[0]) {
                let message = Text::new(|lang| say::no_unit(lang, rule.from.join(" + ")));
                problems.push(Problem::fatal(place(), message).hint(say::NO_UNIT_HINT));
            }
            // Where sheets differ, each has its own: what a person says counts behind their titles.
            let of_title = titles.iter().filter_map(|title| Unit::in_title(title));
            let of_title = of_title.filter(|_| !differs.units);
            let asked = context.unit.filter(|_| !differs.units);
            let mut said = asked.into_iter().chain(of_header).chain(of_title);
            if let Some(unit) = said.find(|unit| unit.power.is_some()) {
                rule.unit = std::mem::take(&mut rule.unit).or(&unit);
                let word = rule.unit.power_word().unwrap_or_default();
                let message = Text::new(|lang| say::unit_added(lang, word));
                problems.push(Problem::note(place(), message));
            }
        }
        for name in self.names.iter().filter(|name| !given.header.contains(name)) {
            let is_label =
                |column: &Column| Lang::ALL.iter().any(|&lang| column.label().get(lang) == name);
            let is_open = |own: &Column| {
                mapping.rule(Field::Column(*own)).is_none_or(|rule| rule.from.is_empty())
            };
            let Some(column) = Column::ALL.into_iter().find(is_label).filter(is_open) else {
                continue;
            };
            mapping.rule_mut(Field::Column(column)).from = vec![name.clone()];
            let message = Text::new(|lang| say::column_added(lang, quoted(name), column.code()));
            problems.push(Problem::note(place(), message));
        }
        mapping
    }

    /// Returns what stands above the table, and the names of its sheets and of its file.
    pub(super) fn titles(&self) -> Vec<String> {
        let sheets = self.table.parts.iter().filter_map(|part| part.sheet.clone());
        let name = super::survey::file_name(&self.table.file).to_owned();
        self.table.layout.titles.iter().cloned().chain(sheets).chain([name]).collect()
    }
}

/// Says how a table differs from the one for which a mapping was made.
fn drift(drift: &Drift, file: &Arc<str>) -> Vec<Problem> {
    let place = || Place { file: Arc::clone(file), line: 0 };
    let names = |names: &[String]| {
        let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        move |lang| quoted.join(envcoop_words::list::COMMA.get(lang))
    };
    let mut told = Vec::new();
    if !drift.gone.is_empty() {
        let names = names(&drift.gone);
        let message = Text::new(|lang| say::columns_gone(lang, names(lang)));
        told.push(Problem::fatal(place(), message).hint(say::COLUMNS_GONE_HINT));
    }
    if !drift.unused.is_empty() {
        let names = names(&drift.unused);
        told.push(Problem::note(place(), Text::new(|lang| say::columns_unused(lang, names(lang)))));
    }
    if !drift.new.is_empty() {
        let names = names(&drift.new);
        told.push(Problem::note(place(), Text::new(|lang| say::columns_new(lang, names(lang)))));
    }
    told.extend(changed_columns(&drift.changed, file));
    told
}

/// Says which columns hold something else than they did, or than their rules take.
fn changed_columns(changed: &[Changed], file: &Arc<str>) -> impl Iterator<Item = Problem> {
    let place = Place { file: Arc::clone(file), line: 0 };
    changed.iter().map(move |Changed { name, field, before, now }| {
        let word = |lang, own: Holds| own.label().get(lang).to_owned();
        let wanted = field.and_then(Holds::wanted).unwrap_or_default();
        let code = field.map_or("", Field::code);
        let message = Text::new(|lang| match before {
            Some(before) => {
                say::column_changed(lang, quoted(name), word(lang, *before), word(lang, *now))
            }
            None => {
                say::column_unlike(lang, quoted(name), code, word(lang, wanted), word(lang, *now))
            }
        });
        // A column that no rule uses is kept as it is, whatever it holds.
        match field {
            Some(_) => Problem::warning(place.clone(), message).hint(say::COLUMN_CHANGED_HINT),
            None => Problem::note(place.clone(), message),
        }
    })
}
