//! Whether what stands in a column is what its header says.

use envcoop_core::cell::amount::{self, AmountFault, Amounts};
use envcoop_core::cell::day::{self, Bound, DayFault, Days};
use envcoop_core::cell::{DateOrder, Serials, ShortYears, currency, funded, period, word};
use envcoop_core::decimal::DecimalError;
use envcoop_core::plan::Column;
use envcoop_core::text::{Text, folded, trim};
use envcoop_core::vocabulary::{Link, Stage};
use envcoop_words::import as say;

use crate::mapping::field::{Field, Named};
use crate::mapping::holds::is_budget;
use crate::mapping::profile::Profile;
use crate::mapping::unit::Unit;

/// How many of a hundred cells must fit for a column to be what its header says.
const MOSTLY: u64 = 80;
/// How many of a hundred cells of days or amounts must fit: the others are named one by one.
const MANY: u64 = 50;
/// How many different words of a column of statuses are asked about; more are free text.
const MOST_WORDS: usize = 12;

/// Finds out how the table writes its days: what any of its columns proves.
pub(super) fn known_days(columns: &[Option<Named>], profiles: &[Profile], is_1904: bool) -> Days {
    let is_day = |named: &Option<Named>| {
        named
            .as_ref()
            .is_some_and(|named| bound(named.field).is_some() || named.field == Field::Period)
    };
    let of_days =
        || columns.iter().zip(profiles).filter(|(named, _)| is_day(named)).map(|(_, p)| p);
    let texts = || of_days().flat_map(|profile| profile.texts.iter().map(String::as_str));
    let serials =
        of_days().find_map(|p| Serials::proven(p.texts.iter().map(String::as_str), is_1904));
    let (order, short_years) = (DateOrder::proven(texts()), ShortYears::proven(texts()));
    Days { order, serials, short_years, ..Days::default() }
}

/// Returns which end of a stretch of time a column of days is.
pub(in crate::mapping) fn bound(field: Field) -> Option<Option<Bound>> {
    match field {
        Field::Column(Column::Start) => Some(Some(Bound::Start)),
        Field::Column(Column::End) => Some(Some(Bound::End)),
        Field::Column(Column::Updated) => Some(None),
        _ => None,
    }
}

/// Whether what stands in a column is what its header says.
pub(super) enum Fitted {
    Yes,
    As(Field),
    /// Some of its cells are, too few to be sure.
    Partly(Text),
    No(Text),
}

pub(super) fn fitted(field: Field, profile: &Profile, days: Days) -> Fitted {
    let of = |reads: &dyn Fn(&str) -> bool| {
        let n = profile.texts.iter().filter(|text| reads(text)).count();
        profile.texts.is_empty() || n * 100 >= profile.texts.len() * MANY as usize
    };
    // A day that only lacks its year is one.
    let is_day = |bound| {
        move |text: &str| {
            let read = day::read(text, Days { bound, ..days });
            matches!(read, Ok(_) | Err(DayFault::NoYear | DayFault::Either(..)))
        }
    };
    let is_period = |text: &str| matches!(period::read(text, days), Ok(_) | Err(DayFault::NoYear));
    let yes_if =
        |fits: bool, otherwise: Text| if fits { Fitted::Yes } else { Fitted::No(otherwise) };
    let any = |reads: &dyn Fn(&str) -> bool| profile.texts.iter().any(|text| reads(text));
    let no = |is_partly: bool, why: Text| match is_partly {
        true => Fitted::Partly(why),
        false => Fitted::No(why),
    };
    let no_days = || no(any(&is_day(None)) || any(&is_period), say::NO_DAYS.into());
    match field {
        Field::Column(Column::Start | Column::End | Column::Updated) => match bound(field) {
            Some(bound) if of(&is_day(bound)) => Fitted::Yes,
            _ if of(&is_period) => Fitted::As(Field::Period),
            _ => no_days(),
        },
        // A day alone is the one by which something is done.
        Field::Period if of(&is_day(None)) => Fitted::As(Field::Column(Column::End)),
        Field::Period if of(&is_period) => Fitted::Yes,
        Field::Period => no_days(),
        Field::Column(Column::Budget) if of(&is_budget) => Fitted::Yes,
        Field::Column(Column::Budget) => no(any(&is_budget), say::NO_AMOUNTS.into()),
        Field::Column(Column::Currency) => {
            yes_if(of(&|text| currency::read(text).is_some()), say::NO_CURRENCIES.into())
        }
        Field::Column(Column::Measures) => {
            yes_if(profile.is_mostly(profile.n_measures, MOSTLY), say::NO_MEASURES.into())
        }
        Field::Column(Column::Link) => {
            yes_if(of(&|text| word::<Link>(text).is_some()), say::NO_WORDS.into())
        }
        Field::Column(Column::Stage) => {
            yes_if(of(&|text| word::<Stage>(text).is_some()), say::NO_WORDS.into())
        }
        Field::Column(Column::Status) if profile.is_mostly(profile.n_percent, MOSTLY) => {
            Fitted::As(Field::Progress)
        }
        Field::Column(Column::Status) => {
            yes_if(profile.n == 0 || are_words(profile), say::FREE_TEXT.into())
        }
        Field::Progress => {
            let is_share = profile.is_mostly(profile.n_in_hundred, MANY);
            match () {
                () if is_share => Fitted::Yes,
                () if profile.n > 0 && of(&is_day(None)) => Fitted::As(Field::Column(Column::End)),
                () if profile.n > 0 && of(&is_period) => Fitted::As(Field::Period),
                // Words say it as they do under a header of statuses.
                () if profile.n > 0 && are_words(profile) => {
                    Fitted::As(Field::Column(Column::Status))
                }
                () => Fitted::No(say::FREE_TEXT.into()),
            }
        }
        Field::Column(Column::Id) if profile.is_count => Fitted::As(Field::Number),
        Field::Column(Column::Id) => {
            yes_if(profile.is_unique && profile.n_blank == 0, say::NO_IDS.into())
        }
        Field::Number if !profile.is_count && profile.is_unique && profile.n_blank == 0 => {
            Fitted::As(Field::Column(Column::Id))
        }
        Field::Column(Column::Title) => {
            yes_if(!profile.is_mostly(profile.n_numbers, MOSTLY), say::NO_TITLES.into())
        }
        _ => Fitted::Yes,
    }
}

/// Tells whether a column holds words for how far rows are, or so few others that each can be asked
/// about.
fn are_words(profile: &Profile) -> bool {
    let is_free = profile.has_more_values || profile.values.len() > MOST_WORDS;
    profile.is_mostly(profile.n_statuses(), MOSTLY / 2) || !is_free
}

/// Returns the unit of a column in which every cell names its own: with the currency where each names it,
/// or a sign or a scale beside others that do (`20万元`, `¥350,000`, `120万`), without where they differ.
pub(super) fn own_unit<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Unit> {
    let mut amounts = Vec::new();
    let parts = texts.flat_map(|text| match funded::read(text, Amounts::default()) {
        Some(parts) => parts.iter().map(|part| part.amount).collect(),
        None => vec![text],
    });
    for text in parts {
        let plain = folded(trim(text));
        if plain.bytes().all(|b| b.is_ascii_digit() || b",.' ".contains(&b)) {
            return None;
        }
        match amount::read(text, Amounts::default()) {
            Ok(read) => amounts.push(read.value),
            // Words, and what is only about so much, are named one by one: no unit helps them.
            Err(AmountFault::Rough) => {}
            Err(AmountFault::Broken(error)) if error.0 == DecimalError::NotANumber => {}
            Err(_) => return None,
        }
    }
    let mut named = amounts.iter().filter_map(|amount| amount.currency());
    let currency = named.next()?;
    let is_one = amounts.iter().all(|amount| amount.agrees(currency));
    let has_own = || amounts.iter().all(|amount| amount.currency().is_some());
    let currency = is_one.then(|| currency.to_string());
    (is_one || has_own()).then_some(Unit { power: Some(0), currency })
}
