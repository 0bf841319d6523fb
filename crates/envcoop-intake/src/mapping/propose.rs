//! Proposes a mapping: by the headers, then by what stands under them. What is sure is told, what is not
//! is asked.

mod down;
mod fit;
mod money;
mod months;
mod sheets;

use std::collections::BTreeSet;

use envcoop_core::cell::day::{self, Bound, DayFault, Days};
use envcoop_core::cell::{period, word};
use envcoop_core::plan::Column;
use envcoop_core::text::{Text, trim};
use envcoop_core::vocabulary::Status;
use envcoop_words::import as say;

pub(super) use self::fit::bound;
use self::fit::{Fitted, fitted, known_days};
use self::money::Parts;
pub use self::sheets::OfSheet;
use super::field::{Field, Fit, Named, named};
use super::holds::Holds;
use super::profile::Profile;
use super::unit::Unit;
use super::{Mapping, Rule};

/// How sure it is what a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Its header or its content only hints at it.
    Guess,
    /// Its header says so and its content agrees.
    Sure,
}

/// What is proposed for a column.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// Its header.
    pub header: String,
    /// What it is for; nothing where it is kept as the person's own.
    pub field: Option<Field>,
    /// How sure that is.
    pub sure: Sure,
    /// Why it is not what its header says, or in what it counts.
    pub remark: Option<Text>,
}

/// What a person has to settle before the mapping is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The column, where it is about one.
    pub header: Option<String>,
    /// What is not known.
    pub message: Text,
    /// How to settle it.
    pub hint: Text,
}

/// A mapping that is proposed.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The mapping.
    pub mapping: Mapping,
    /// Each column of the table, in order.
    pub columns: Vec<Proposed>,
    /// What has to be settled; where there is nothing, the mapping is sure.
    pub questions: Vec<Question>,
    /// What its reader should know.
    pub remarks: Vec<(Text, Option<Text>)>,
}

/// What is known of a table beside its columns.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The texts above the header, the names of the sheets and of the file.
    pub titles: Vec<String>,
    /// The year of days that name none, where a person says it.
    pub year: Option<i16>,
    /// In what amounts are counted, where a person says it.
    pub unit: Option<Unit>,
    /// Columns of the plan that a person sets.
    pub set: Vec<Column>,
    /// Whether serial numbers of days count from 1904.
    pub is_1904: bool,
    /// What the titles of each sheet say, in order.
    pub sheets: Vec<OfSheet>,
}

/// The fields that may be made of several columns.
const MANY: [Field; 7] = [
    Field::Column(Column::Owner),
    Field::Column(Column::Partner),
    Field::Column(Column::Funder),
    Field::Column(Column::Note),
    Field::Column(Column::Evidence),
    Field::Description,
    Field::Recipients,
];

/// Proposes a mapping for a table with these headers and profiles.
pub fn propose(name: &str, names: &[String], profiles: &[Profile], context: &Context) -> Proposal {
    let mut proposal = Proposal::default();
    let year = context.year.or_else(|| year(&context.titles));
    proposal.mapping.name = name.to_owned();
    proposal.mapping.header = names.to_vec();
    proposal.mapping.holds = profiles.iter().take(names.len()).map(Holds::of).collect();
    let mut columns: Vec<Option<Named>> = names.iter().map(|name| named(name)).collect();
    let mut remarks: Vec<Option<Text>> = vec![None; names.len()];
    money::name(&mut columns, names, profiles, context);
    let days = Days { year, ..known_days(&columns, profiles, context.is_1904) };
    money::of_payers(&mut columns, profiles);
    for (at, profile) in profiles.iter().enumerate().take(names.len()) {
        let Some(named) = &mut columns[at] else { continue };
        match fitted(named.field, profile, days) {
            Fitted::Yes => {}
            Fitted::As(field) => named.field = field,
            Fitted::Partly(remark) => {
                named.fit = Fit::Resembles;
                remarks[at] = Some(remark);
            }
            Fitted::No(remark) => {
                columns[at] = None;
                remarks[at] = Some(remark);
            }
        }
    }
    let parts = Parts::of(&columns, names);
    one_each(&mut columns, &mut remarks, names, profiles, &parts, &mut proposal.questions);
    let mut make = Maker { names, profiles, columns: &columns, context, proposal: &mut proposal };
    make.rules();
    make.title();
    make.days(days, year);
    make.months(year);
    make.money(&parts);
    make.status();
    make.ids();
    make.down();
    for (at, header) in names.iter().enumerate() {
        let rule = proposal.mapping.rules.iter().find(|rule| rule.from.contains(header));
        let fit = columns[at].as_ref().map(|named| named.fit);
        // Months are no words that may mean something else.
        let is_guessed = fit.is_none() && rule.is_some_and(|rule| rule.to != Field::Months);
        let sure = if fit == Some(Fit::Resembles) || is_guessed { Sure::Guess } else { Sure::Sure };
        // What was said of a column that found another use is true no more.
        let remark = remarks[at].take().filter(|_| fit.is_some() || rule.is_none());
        let field = rule.map(|rule| rule.to);
        if let Some(field) = field.filter(|_| sure == Sure::Guess) {
            proposal.questions.push(Question {
                header: Some(header.clone()),
                message: Text::new(|lang| say::guessed(lang, field.label().get(lang))),
                hint: say::GUESSED_HINT.into(),
            });
        }
        proposal.columns.push(Proposed { header: header.clone(), field, sure, remark });
    }
    proposal
}

/// Returns the year that titles name, where they name one.
pub(crate) fn year(titles: &[String]) -> Option<i16> {
    let years: BTreeSet<i16> = titles.iter().filter_map(|title| day::year_of(title)).collect();
    years.first().copied().filter(|_| years.len() == 1)
}

/// Leaves one column for each field that cannot be made of several: the one that is named best.
fn one_each(
    columns: &mut [Option<Named>],
    remarks: &mut [Option<Text>],
    names: &[String],
    profiles: &[Profile],
    parts: &Parts,
    questions: &mut Vec<Question>,
) {
    for field in Field::all().filter(|field| !MANY.contains(field)) {
        let rank = |at: usize| {
            let fit = columns[at].as_ref().map(|named| named.fit);
            // Of two columns of statuses the one that says more; of two texts the longer.
            (fit, profiles.get(at).map(|profile| (profile.n_statuses(), profile.n > 0)))
        };
        let of_field: Vec<usize> = (0..columns.len())
            .filter(|&at| columns[at].as_ref().is_some_and(|named| named.field == field))
            .collect();
        // The first of equals; `max_by_key` returns the last.
        let best = of_field.iter().copied().rev().max_by_key(|&at| rank(at));
        let total = parts.total.filter(|at| of_field.contains(at));
        let Some(best) = total.or(best) else { continue };
        if of_field.len() > 1 && of_field.iter().all(|at| parts.added.contains(at)) {
            continue;
        }
        let is_open = |at: usize| at != best && total.is_none() && rank(at).0 == rank(best).0;
        let equals: Vec<&str> =
            of_field.iter().filter(|&&at| is_open(at)).map(|&at| names[at].as_str()).collect();
        let asks = matches!(
            field,
            Field::Column(Column::Budget | Column::Start | Column::End | Column::Title)
        );
        if asks && !equals.is_empty() {
            let label = field.label();
            questions.push(Question {
                header: Some(names[best].clone()),
                message: Text::new(|lang| {
                    let others = equals.join(envcoop_words::list::COMMA.get(lang));
                    say::several(lang, label.get(lang), others)
                }),
                hint: say::SEVERAL_HINT.into(),
            });
        }
        for at in of_field.into_iter().filter(|&at| at != best) {
            columns[at] = None;
            let taken = &names[best];
            remarks[at] = Some(Text::new(|lang| say::taken(lang, taken, field.label().get(lang))));
        }
    }
}

/// Makes the rules of a mapping, and asks what it cannot know.
struct Maker<'p> {
    names: &'p [String],
    profiles: &'p [Profile],
    columns: &'p [Option<Named>],
    context: &'p Context,
    proposal: &'p mut Proposal,
}

impl Maker<'_> {
    fn ask(&mut self, header: Option<&str>, message: impl Into<Text>, hint: impl Into<Text>) {
        let header = header.map(str::to_owned);
        let question = Question { header, message: message.into(), hint: hint.into() };
        self.proposal.questions.push(question);
    }

    /// Returns the columns that make a field.
    fn of(&self, field: Field) -> impl Iterator<Item = (usize, &Named)> {
        let all = self.columns.iter().enumerate();
        all.filter_map(move |(at, named)| {
            Some((at, named.as_ref()?)).filter(|(_, n)| n.field == field)
        })
    }

    fn texts(&self, field: Field) -> impl Iterator<Item = &str> + Clone {
        let at: Vec<usize> = self.of(field).map(|(at, _)| at).collect();
        let profiles = self.profiles;
        at.into_iter().flat_map(move |at| profiles[at].texts.iter().map(String::as_str))
    }

    fn rules(&mut self) {
        for field in Field::all() {
            let from: Vec<String> = self.of(field).map(|(at, _)| self.names[at].clone()).collect();
            // A number that counts the rows says nothing that a plan needs.
            if !from.is_empty() && field != Field::Number {
                self.proposal.mapping.rules.push(Rule { to: field, from, ..Rule::default() });
            }
        }
    }

    /// Where no header names what is done, the column of the longest texts may say it.
    fn title(&mut self) {
        let title = Field::Column(Column::Title);
        if self.proposal.mapping.rule(title).is_some() {
            return;
        }
        let is_text = |profile: &Profile| profile.n > 0 && profile.n_characters / profile.n >= 4;
        let free = (0..self.names.len()).filter(|&at| {
            self.columns[at].as_ref().is_none_or(|named| named.field == Field::Description)
                && is_text(&self.profiles[at])
        });
        let length = |at: &usize| self.profiles[*at].n_characters;
        match free.max_by_key(length) {
            Some(at) => {
                let from = vec![self.names[at].clone()];
                self.proposal.mapping.rules.retain(|rule| rule.from != from);
                self.proposal.mapping.rules.insert(0, Rule { to: title, from, ..Rule::default() });
            }
            None => self.ask(None, say::NO_TITLE, say::NO_TITLE_HINT),
        }
    }

    fn days(&mut self, days: Days, year: Option<i16>) {
        let fields = [Column::Start, Column::End, Column::Updated].map(Field::Column);
        let fields: Vec<Field> = fields.into_iter().chain([Field::Period]).collect();
        let faults = |field: Field| {
            let texts = self.texts(field);
            let bound = bound(field).flatten();
            let read = move |text: &str| match field {
                Field::Period => period::read(text, days).map(|_| ()).err(),
                _ => day::read(text, Days { bound, ..days }).map(|_| ()).err(),
            };
            texts.filter_map(move |text| Some((text.to_owned(), read(text)?)))
        };
        let all: Vec<(String, DayFault)> = fields.iter().flat_map(|&field| faults(field)).collect();
        let without_year = |text: &str| {
            let read = day::read(text, Days { bound: Some(Bound::End), year: None, ..days });
            matches!(read, Err(DayFault::NoYear))
                || matches!(period::read(text, Days { year: None, ..days }), Err(DayFault::NoYear))
        };
        let all_texts = fields.iter().flat_map(|&field| self.texts(field));
        let yearless: Option<String> =
            all_texts.into_iter().find(|text| without_year(text)).map(str::to_owned);
        if let Some(text) = yearless {
            self.take_year(&text, year);
        }
        self.proposal.mapping.dates = days.order;
        let either = all.iter().find_map(|(text, fault)| match fault {
            DayFault::Either(a, b) => Some((text.clone(), *a, *b)),
            _ => None,
        });
        if let Some((text, a, b)) = either {
            let message = Text::new(|lang| say::either_day(lang, &text, a, b));
            self.ask(None, message, say::EITHER_DAY_HINT);
        }
    }

    /// Takes the year of days that name none, or asks for it.
    fn take_year(&mut self, text: &str, year: Option<i16>) {
        if let Some(years) = self.context.differing(|own| own.year) {
            return self.years_of_sheets(text, &years);
        }
        self.proposal.mapping.year = year;
        match year {
            Some(year) => {
                let message = Text::new(|lang| say::year_taken(lang, text, year));
                self.proposal.remarks.push((message, Some(say::YEAR_TAKEN_HINT.into())));
            }
            // One answer is enough for days and for months.
            None if self
                .proposal
                .questions
                .iter()
                .any(|own| own.hint == say::NO_YEAR_HINT.into()) => {}
            None => {
                let message = Text::new(|lang| say::no_year(lang, text));
                self.ask(None, message, say::NO_YEAR_HINT);
            }
        }
    }

    /// Finds out what says how far a row is: words, a share, or nothing.
    fn status(&mut self) {
        let field = Field::Column(Column::Status);
        if self.context.set.contains(&Column::Status) && self.of(field).next().is_none() {
            return;
        }
        let has_progress = self.of(Field::Progress).next().is_some();
        let Some((at, _)) = self.of(field).next() else {
            if !has_progress {
                self.proposal.mapping.set(Column::Status, envcoop_core::plan::grammar::UNKNOWN);
                self.proposal
                    .remarks
                    .push((say::NO_STATUS.into(), Some(say::NO_STATUS_HINT.into())));
            }
            return;
        };
        let profile = &self.profiles[at];
        let header = self.names[at].clone();
        let is_read = |text: &str| word::<Status>(text).is_some();
        let open: Vec<&(String, u64)> =
            profile.values.iter().filter(|(text, _)| !is_read(trim(text))).collect();
        if open.is_empty() {
            return;
        }
        let values = open.iter().map(|(text, _)| (text.clone(), "?".to_owned())).collect();
        self.proposal.mapping.rule_mut(field).values = values;
        let texts: Vec<String> = open.iter().map(|(text, n)| format!("“{text}” ({n})")).collect();
        let message = Text::new(|lang| {
            let texts = texts.join(envcoop_words::list::COMMA.get(lang));
            say::no_status_words(lang, &header, texts)
        });
        self.ask(Some(&header), message, say::NO_STATUS_WORDS_HINT);
    }

    /// Numbers of the person's own that are no ids get letters in front.
    fn ids(&mut self) {
        let field = Field::Column(Column::Id);
        let starts = |text: &str| !text.starts_with(|c: char| c.is_alphabetic());
        if self.texts(field).any(starts) {
            self.proposal.mapping.prefix = Some("N".to_owned());
        }
    }
}
