//! Rows that seem to be the same project: suspicions, which a person settles and which change no figure.
//!
//! Two rows are suspected where one names the identifier of the other, where a row of a plan and a
//! published activity have one title and days or money in common, where two published ones have all
//! three, and where a row says what another says. Rows whose money is counted at another row are
//! settled.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::date::Date;
use crate::money::{Cents, Currency};
use crate::plan::{Activity, Column, Money, is_after, is_same_as};
use crate::problem::Place;
use crate::text::{folded, trim};
use crate::vocabulary::{Status, vocabulary};

/// With what the id of an imported row begins.
pub const PUBLISHED: &str = "iati:";
/// The column in which an imported row has the other identifiers of its activity.
pub const OTHER_IDS: &str = "other_ids";
/// Columns of an imported row that name no activity.
const WHY_MATCHED: [&str; 3] = ["score", "why", "recipients"];

/// An analysis remembers so many rows, with some 300 bytes each; later ones are held against them.
const REMEMBERED: usize = 16_000;
/// The same where pairs are listed.
const REMEMBERED_FOR_LIST: usize = 200_000;
/// A row is held against so many of its title, and so many of its identifiers are remembered.
const OF_ONE: usize = 16;
/// So many pairs are listed in full.
const LISTED: usize = 10_000;

vocabulary! {
    /// Why two rows seem to be the same project.
    Likeness {
        /// One names the identifier of the other, or both have one in common.
        Identifier = "identifier", envcoop_words::same::IDENTIFIER;
        /// Title, and days or money.
        Title = "title", envcoop_words::same::TITLE;
        /// Title, measures, stage, days and budget.
        Repeated = "repeated", envcoop_words::same::REPEATED;
    }
}

/// What is known of a row that is one of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its id.
    pub id: Box<str>,
    /// What is done; empty where pairs are not listed or the row does not say.
    pub title: Box<str>,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// What it adds to sums of money; none where it adds nothing.
    pub money: Option<Money>,
    /// Where it stands.
    pub place: Place,
}

/// Two rows that seem to be the same project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Why they seem to be.
    pub likeness: Likeness,
    /// The row of the plan, or the one that was read first.
    pub row: Side,
    /// The published one, or the one that was read later: its money may count twice.
    pub twin: Side,
}

/// What is suspected of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suspected {
    /// How many rows seem to be the same project as another one.
    pub twins: u64,
    /// Their money, by currency, where the other row has money as well: it may count twice.
    pub money: BTreeMap<Currency, Cents>,
    /// The first pairs, in the order in which they were found; only the first one where they are not
    /// to be listed.
    pub pairs: Vec<Pair>,
    /// How many pairs were found.
    pub n_pairs: u64,
}

/// What of a row makes it like another one.
#[derive(Clone, Copy, Debug)]
struct Facts {
    is_published: bool,
    counts: bool,
    start: Option<Date>,
    end: Option<Date>,
    money: Option<Money>,
}

impl Facts {
    fn of(row: &Activity<'_>) -> Facts {
        let counts = row.is_live() || row.status == Some(Status::Proposed);
        Facts {
            is_published: row.id.starts_with(PUBLISHED),
            counts,
            start: row.start.known(),
            end: row.end.known(),
            money: row.money().filter(|money| counts && money.amount.0 > 0),
        }
    }
}

/// A row that was seen.
#[derive(Clone, Debug)]
struct Seen {
    facts: Facts,
    id: Box<str>,
    title: Box<str>,
    place: Place,
    /// The row before it that has its title.
    same_title: Option<u32>,
}

impl Seen {
    fn of(row: &Activity<'_>, facts: Facts, has_title: bool) -> Seen {
        Seen {
            facts,
            id: row.id.into(),
            title: if has_title { row.title.known().unwrap_or_default() } else { "" }.into(),
            place: row.place(),
            same_title: None,
        }
    }

    fn side(&self) -> Side {
        let Facts { start, end, money, .. } = self.facts;
        let (id, title, place) = (self.id.clone(), self.title.clone(), self.place.clone());
        Side { id, title, start, end, money, place }
    }
}

/// What was told of a row that is the twin of another.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    is_twin: bool,
    is_summed: bool,
}

/// Places of rows, by a digest.
type Rows = HashMap<u64, u32, FixedState>;

/// The rows that others are held against.
#[derive(Clone, Debug, Default)]
pub(crate) struct Remembered {
    rows: Vec<Seen>,
    /// By digests: identifiers that rows have and that they name, titles, all that a row says.
    own_names: Rows,
    cited: Rows,
    titles: Rows,
    said: Rows,
    /// By digests: titles of rows that say much.
    said_titles: HashSet<u64, FixedState>,
    /// Whether one of the rows is a published one that counts.
    has_published: bool,
    digests: Digests,
    lists_pairs: bool,
}

/// A row that was held against those before it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    own: Seen,
    /// The rows that it is like, each once, by the strongest reason.
    like: BTreeMap<u32, Likeness>,
    names: Names,
    title: Option<u64>,
    said: Option<u64>,
    said_title: Option<u64>,
}

/// Holds every row against those before it.
#[derive(Debug, Default)]
pub struct Suspicions {
    /// What is remembered; parts of a plan that are read by themselves share it once it is full.
    remembered: Arc<Remembered>,
    /// One for each row that is remembered.
    counted: Vec<Counted>,
    suspected: Suspected,
}

impl Suspicions {
    /// Lists pairs, not only the first one.
    pub fn list_pairs(&mut self) {
        Arc::make_mut(&mut self.remembered).lists_pairs = true;
    }

    /// Returns what is suspected.
    pub fn suspected(&self) -> &Suspected {
        &self.suspected
    }

    /// Holds a row against those before it.
    pub fn see(&mut self, row: &Activity<'_>) {
        if let Some(held) = self.remembered.hold(row) {
            self.take(held);
        }
    }

    /// Tells whether no more rows are remembered.
    pub(crate) fn is_full(&self) -> bool {
        self.remembered.is_full()
    }

    /// Returns the rows that all others are held against from now on; nothing while there is room
    /// for more.
    pub(crate) fn remembered(&self) -> Option<Arc<Remembered>> {
        self.remembered.is_full().then(|| Arc::clone(&self.remembered))
    }

    /// Takes a row that was held against those before it.
    pub(crate) fn take(&mut self, held: Held) {
        let mut of_own = Counted::default();
        for (&other, &likeness) in &held.like {
            self.tell(&held.own, &mut of_own, other, likeness);
        }
        if !self.remembered.is_full() {
            self.counted.push(of_own);
            Arc::make_mut(&mut self.remembered).add(held);
        }
    }

    fn tell(&mut self, own: &Seen, of_own: &mut Counted, other: u32, likeness: Likeness) {
        let Suspicions { remembered, counted, suspected } = self;
        let at = other as usize;
        let other = &remembered.rows[at];
        let have_money = own.facts.money.is_some() && other.facts.money.is_some();
        // Of a plan and what is published, the plan is the person's.
        let (row, twin, of_twin) = match (own.facts.is_published, other.facts.is_published) {
            (false, true) => (own, other, &mut counted[at]),
            _ => (other, own, of_own),
        };
        if !std::mem::replace(&mut of_twin.is_twin, true) {
            suspected.twins += 1;
        }
        if let Some(money) = twin.facts.money.filter(|_| have_money && !of_twin.is_summed) {
            *suspected.money.entry(money.currency).or_default() += money.amount;
            of_twin.is_summed = true;
        }
        suspected.n_pairs += 1;
        if suspected.pairs.len() < if remembered.lists_pairs { LISTED } else { 1 } {
            suspected.pairs.push(Pair { likeness, row: row.side(), twin: twin.side() });
        }
    }
}

impl Remembered {
    fn is_full(&self) -> bool {
        let most = if self.lists_pairs { REMEMBERED_FOR_LIST } else { REMEMBERED };
        self.rows.len() >= most
    }

    /// Holds a row against those that are remembered; nothing where that has no consequence.
    pub(crate) fn hold(&self, row: &Activity<'_>) -> Option<Held> {
        if row.money_at.is_some() {
            return None;
        }
        let own = Facts::of(row);
        let is_full = self.is_full();
        // Names and titles only matter between a published row and another.
        let asks = own.counts && (!is_full || own.is_published || self.has_published);
        let known = row.title.known();
        let title = known.filter(|_| asks).map(|title| self.digests.title(title));
        // Most titles are the title of one row.
        let says_much = |title: &&str| {
            says_much(row) && (!is_full || self.said_titles.contains(&self.digests.text(title)))
        };
        let said = known.filter(says_much).map(|title| self.digests.all(row, title));
        let names = if asks { self.digests.names(row, own.is_published) } else { Names::default() };
        let mut like = BTreeMap::new();
        if asks {
            self.find_names(&names, &mut like);
            self.find_titles(own, title, &mut like);
        }
        if let Some(&other) = said.and_then(|said| self.said.get(&said)) {
            like.entry(other).or_insert(Likeness::Repeated);
        }
        if is_full && like.is_empty() {
            return None;
        }
        let said_title = known.filter(|_| said.is_some()).map(|title| self.digests.text(title));
        let own = Seen::of(row, own, self.lists_pairs);
        Some(Held { own, like, names, title, said, said_title })
    }

    fn find_names(&self, names: &Names, like: &mut BTreeMap<u32, Likeness>) {
        let owned = names
            .own
            .iter()
            .flat_map(|name| [&self.own_names, &self.cited].map(|all| all.get(name)));
        let cited = names.cited.iter().map(|name| self.own_names.get(name));
        for &other in owned.chain(cited).flatten() {
            like.entry(other).or_insert(Likeness::Identifier);
        }
    }

    fn find_titles(&self, own: Facts, title: Option<u64>, like: &mut BTreeMap<u32, Likeness>) {
        let last = title.and_then(|title| self.titles.get(&title)).copied();
        let before = |&at: &u32| self.rows[at as usize].same_title;
        for at in std::iter::successors(last, before).take(OF_ONE) {
            let other = self.rows[at as usize].facts;
            let is_like = match (own.is_published, other.is_published) {
                (false, false) => false,
                (true, true) => overlap(own, other) && same_money(own, other),
                _ => overlap(own, other) || same_money(own, other),
            };
            if is_like && other.counts {
                like.entry(at).or_insert(Likeness::Title);
            }
        }
    }

    fn add(&mut self, held: Held) {
        let Held { mut own, names, title, said, said_title, .. } = held;
        let Ok(row) = u32::try_from(self.rows.len()) else { return };
        if own.facts.counts {
            self.has_published |= own.facts.is_published;
            for (all, names) in [(&mut self.own_names, &names.own), (&mut self.cited, &names.cited)]
            {
                for &name in names.iter().take(OF_ONE) {
                    all.entry(name).or_insert(row);
                }
            }
            if let Some(title) = title {
                own.same_title = self.titles.insert(title, row);
            }
        }
        if let Some(said) = said {
            self.said.entry(said).or_insert(row);
        }
        self.said_titles.extend(said_title);
        self.rows.push(own);
    }
}

/// Digests of the identifiers that a row has and of those that it names.
#[derive(Clone, Debug, Default)]
struct Names {
    own: Vec<u64>,
    cited: Vec<u64>,
}

/// Makes digests of texts.
#[derive(Clone, Debug, Default)]
struct Digests(FixedState);

impl Digests {
    fn names(&self, row: &Activity<'_>, is_published: bool) -> Names {
        let mut names = Names::default();
        let id = row.id.strip_prefix(PUBLISHED).unwrap_or(row.id);
        if is_published {
            let others = row.extras.iter().filter(|extra| extra.header == OTHER_IDS);
            let others = others.flat_map(|extra| extra.text.split(';')).map(trim);
            let own = [id].into_iter().chain(others).filter(|id| !id.is_empty());
            names.own.extend(own.map(|id| self.name(id)));
            return names;
        }
        let is_told = |header: &str| {
            !is_after(header) && !is_same_as(header) && !WHY_MATCHED.contains(&header)
        };
        let own = row.extras.iter().filter(|extra| is_told(extra.header)).map(|extra| extra.text);
        let evidence = row.evidence.known().unwrap_or_default();
        for text in [id, evidence].into_iter().chain(own) {
            self.cite(text, &mut names.cited);
        }
        names
    }

    /// Adds the digests of whatever may be an identifier in a text. One that stands in an address is
    /// its last part.
    fn cite(&self, text: &str, cited: &mut Vec<u64>) {
        let borders = |c: char| c.is_whitespace() || ";；,，、?&=#()（）<>\"".contains(c);
        let may_be = |part: &&str| {
            part.len() >= 3
                && part.bytes().any(|b| b.is_ascii_digit())
                && part.contains(['-', '_', '/', '.'])
        };
        // What no whole text may be, none of its parts is.
        if !may_be(&text) {
            return;
        }
        for part in text.split(borders).map(|part| part.strip_prefix(PUBLISHED).unwrap_or(part)) {
            let last = part.rsplit('/').next().filter(|last| last.len() < part.len());
            let own = [part].into_iter().chain(last).filter(may_be);
            cited.extend(own.map(|name| self.name(name)));
        }
    }

    fn name(&self, name: &str) -> u64 {
        self.0.hash_one(folded(name).to_lowercase())
    }

    /// Makes the digest of a title, whatever its case, blanks and punctuation.
    fn title(&self, title: &str) -> u64 {
        let mut digest = self.0.build_hasher();
        let letters = title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.for_each(|c| c.hash(&mut digest));
        digest.finish()
    }

    /// Makes the digest of a text as it stands.
    fn text(&self, text: &str) -> u64 {
        self.0.hash_one(text)
    }

    /// Makes the digest of what makes a row the same as another one of the same plan.
    fn all(&self, row: &Activity<'_>, title: &str) -> u64 {
        let columns = [
            Column::Measures,
            Column::Stage,
            Column::Start,
            Column::End,
            Column::Budget,
            Column::Currency,
        ];
        self.0.hash_one((title, columns.map(|column| row.cells.get(column))))
    }
}

fn says_much(row: &Activity<'_>) -> bool {
    row.start.known().is_some() || row.end.known().is_some() || row.budget.known().is_some()
}

/// Tells whether two rows have a day in common, where each says one; an end that is not known is open.
fn overlap(a: Facts, b: Facts) -> bool {
    let says = |own: Facts| own.start.is_some() || own.end.is_some();
    let begins_by = |a: Facts, b: Facts| match (a.start, b.end) {
        (Some(start), Some(end)) => start <= end,
        _ => true,
    };
    says(a) && says(b) && begins_by(a, b) && begins_by(b, a)
}

fn same_money(a: Facts, b: Facts) -> bool {
    a.money.is_some() && a.money == b.money
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_in_what_a_person_writes() {
        let digests = Digests::default();
        let cites = |text: &str, name: &str| {
            let mut cited = Vec::new();
            digests.cite(text, &mut cited);
            cited.contains(&digests.name(name))
        };
        for text in [
            "XM-DAC-1-2",
            "iati:XM-DAC-1-2",
            "see xm-dac-1-2; and others",
            "https://example.org/activity/XM-DAC-1-2",
            "https://example.org/q?aid=XM-DAC-1-2&lang=en",
            "见（XM-DAC-1-2）",
        ] {
            assert!(cites(text, "XM-DAC-1-2"), "{text}");
        }
        for text in ["XM-DAC-1-20", "AXM-DAC-1-2", "XM DAC 1 2", ""] {
            assert!(!cites(text, "XM-DAC-1-2"), "{text}");
        }
        assert!(cites("AB/12/3", "ab/12/3") && !cites("2027", "2027"));
    }

    #[test]
    fn a_title_is_one_whatever_its_case_blanks_and_punctuation() {
        let digests = Digests::default();
        let one = digests.title("Soil  pilot: phase 2!");
        assert_eq!(one, digests.title("soil pilot (Phase 2)"));
        assert_ne!(digests.title("Soil pilot 2"), digests.title("Soil pilot 3"));
    }
}
