//! What stands in the columns of a table: counted in one pass, in memory that does not grow with it.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use envcoop_core::cell;
use envcoop_core::framework::Framework;
use envcoop_core::plan::grammar;
use envcoop_core::plan::placeholder;
use envcoop_core::text::{folded, trim};
use envcoop_core::vocabulary::Status;

use super::down::Down;

/// Of how many different texts of a column the counts are kept.
pub const MOST_VALUES: usize = 40;
/// Of how many texts it is known whether one stands twice.
const MOST_SEEN: usize = 20_000;
/// How many texts are shown to a person.
const MOST_SAMPLES: usize = 2;
/// How many texts are kept to prove in which order dates are written.
const MOST_TEXTS: usize = 5000;

/// What stands in a column.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Cells that hold something that is no placeholder.
    pub n: u64,
    /// Cells that are blank.
    pub n_blank: u64,
    /// Cells that are a plain number.
    pub n_numbers: u64,
    /// Numbers from 0 to 1, and from 0 to 100.
    pub n_in_one: u64,
    /// Numbers from 0 to 100.
    pub n_in_hundred: u64,
    /// Cells that end in a per cent sign.
    pub n_percent: u64,
    /// Cells that name measures of the strategy.
    pub n_measures: u64,
    /// Different texts and how often each stands there, the first ones met.
    pub values: Vec<(String, u64)>,
    /// Whether there are more different texts.
    pub has_more_values: bool,
    /// Whether no text stands twice, as far as that is known.
    pub is_unique: bool,
    /// Whether the texts count 1, 2, 3.
    pub is_count: bool,
    /// Characters of all texts.
    pub n_characters: u64,
    /// The first texts, among them those by which a column shows how it writes dates and amounts.
    pub texts: Vec<String>,
    /// How its blank cells stand.
    pub down: Down,
    seen: HashSet<u64>,
    last: Option<u64>,
}

impl Profile {
    /// Makes the profile of a column in which nothing stands.
    pub fn new() -> Profile {
        Profile { is_unique: true, is_count: true, ..Profile::default() }
    }

    /// Counts a cell.
    pub fn see(&mut self, text: &str, framework: &Framework, hasher: &RandomState) {
        let text = trim(text);
        if text.is_empty() || placeholder(text).is_some() || grammar::is_unknown(text) {
            self.n_blank += 1;
            return;
        }
        self.n += 1;
        self.n_characters += text.chars().count() as u64;
        self.see_number(text);
        let is_measure = |id: &str| framework.measure_idx(id).is_some();
        self.n_measures += u64::from(grammar::measures(text).all(is_measure));
        let n_values = self.values.len();
        match self.values.iter_mut().find(|(own, _)| own == text) {
            Some((_, n)) => *n += 1,
            None if n_values < MOST_VALUES => self.values.push((text.to_owned(), 1)),
            None => self.has_more_values = true,
        }
        if self.seen.len() < MOST_SEEN {
            self.is_unique &= self.seen.insert(hasher.hash_one(text));
        }
        if self.texts.len() < MOST_TEXTS {
            self.texts.push(text.to_owned());
        }
    }

    fn see_number(&mut self, text: &str) {
        let text = &*folded(text);
        let percent = text.strip_suffix('%');
        self.n_percent += u64::from(percent.is_some());
        let number: Option<f64> = trim(percent.unwrap_or(text)).parse().ok();
        let number = number.filter(|number| number.is_finite());
        if let Some(number) = number {
            self.n_numbers += u64::from(percent.is_none());
            self.n_in_one += u64::from((0.0..=1.0).contains(&number));
            self.n_in_hundred += u64::from((0.0..=100.0).contains(&number));
        }
        let count = text.trim_end_matches(['.', '、']).parse().ok();
        let follows = match (self.last, count) {
            (None, Some(count)) => count <= 1,
            // Each section may count from one.
            (Some(last), Some(count)) => count == last + 1 || count == 1,
            (_, None) => false,
        };
        self.is_count &= follows;
        self.last = count;
    }

    /// Returns how many cells say a status, among those of which the texts are counted: where there are
    /// more different ones, the column is none of statuses.
    pub fn n_statuses(&self) -> u64 {
        let is_status = |(text, _): &&(String, u64)| cell::word::<Status>(text).is_some();
        self.values.iter().filter(is_status).map(|(_, n)| n).sum()
    }

    /// Returns the first texts that differ.
    pub fn samples(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(text, _)| text.as_str()).take(MOST_SAMPLES)
    }

    /// Tells whether so many of a hundred texts are `n`.
    pub fn is_mostly(&self, n: u64, percent: u64) -> bool {
        self.n > 0 && n * 100 >= self.n * percent
    }
}
