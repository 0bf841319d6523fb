//! Programmes and the projects that are parts of them: both publish money, and it is the same.
//!
//! Activities are handed over as they are read until the first one that has relatives; from then on
//! they are held back, so that each meets its parts, and handed over in their order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use envcoop_core::money::Currency;
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::Text;
use envcoop_words::problem::published as say;

use crate::iati::Published;

/// The most text that is held back, in bytes; beyond that families are met in parts of the file.
const MOST_HELD: usize = 64 << 20;
/// What an activity takes beside its text, in bytes.
const ACTIVITY: usize = 1024;
/// How many parts a message names.
const NAMED: usize = 3;

/// What takes activities, each with what was found out of it by itself.
pub(super) type Sink<'s, W> = &'s mut dyn FnMut(Published, W, &mut Problems);

/// Activities that are held back.
pub(super) struct Families<W> {
    file: Arc<str>,
    held: Vec<Published>,
    /// What was found out of each.
    found: Vec<W>,
    n_bytes: usize,
}

impl<W> Families<W> {
    pub(super) fn new(file: &Arc<str>) -> Self {
        Families { file: Arc::clone(file), held: Vec::new(), found: Vec::new(), n_bytes: 0 }
    }

    /// Takes the next activity of the file.
    pub(super) fn take(
        &mut self,
        own: Published,
        found: W,
        problems: &mut Problems,
        sink: Sink<'_, W>,
    ) {
        let has_relatives =
            own.hierarchy.is_some() || !own.parents.is_empty() || !own.parts.is_empty();
        if !has_relatives && self.held.is_empty() {
            return sink(own, found, problems);
        }
        self.n_bytes += size(&own);
        self.held.push(own);
        self.found.push(found);
        if self.n_bytes > MOST_HELD {
            self.release(problems, sink);
        }
    }

    /// Hands over what is held back. Money that the parts of an activity publish as well is taken from
    /// the whole: they say more exactly what it is for.
    pub(super) fn release(&mut self, problems: &mut Problems, sink: Sink<'_, W>) {
        let mut held = std::mem::take(&mut self.held);
        self.n_bytes = 0;
        for (whole, parts) in shared_money(&held) {
            let names: Vec<String> =
                parts.iter().map(|&part| held[part].identifier.clone()).collect();
            let currencies: BTreeSet<Currency> =
                parts.into_iter().flat_map(|part| currencies(&held[part])).collect();
            let own = &mut held[whole];
            let is_shared = |code: &Currency| currencies.contains(code);
            let sums = own.money.iter().filter(|total| is_shared(&total.currency));
            let sums: Vec<String> =
                sums.map(|total| format!("{} {}", total.currency, total.amount)).collect();
            own.money.retain(|total| !is_shared(&total.currency));
            let listed: Vec<String> = names.iter().take(NAMED).map(|name| quoted(name)).collect();
            let (whole, more) = (quoted(&own.identifier), names.len().saturating_sub(NAMED) as u64);
            let message = Text::new(|lang| {
                let (parts, sums) = (listed.join(lang.comma()), sums.join(lang.comma()));
                match more {
                    0 => say::same_money(lang, &whole, parts, sums),
                    n => say::same_money_more(lang, &whole, parts, n, sums),
                }
            });
            let place = Place { file: Arc::clone(&self.file), line: own.line };
            let problem = Problem::warning(place, message).column("related-activity");
            problems.push(problem.hint(say::SAME_MONEY_HINT));
            own.at_parts = names;
        }
        let found = std::mem::take(&mut self.found);
        held.into_iter().zip(found).for_each(|(own, found)| sink(own, found, problems));
    }
}

/// Returns, for each activity that publishes money in a currency in which parts of it do as well, those
/// parts. Activities that are parts of one another are no family.
fn shared_money(held: &[Published]) -> Vec<(usize, Vec<usize>)> {
    let parts = parts(held);
    let mut n_open: Vec<usize> = parts.iter().map(BTreeSet::len).collect();
    let mut wholes: Vec<Vec<usize>> = vec![Vec::new(); held.len()];
    for (whole, parts) in parts.iter().enumerate() {
        parts.iter().for_each(|&part| wholes[part].push(whole));
    }
    // From the smallest parts up.
    let mut ready: Vec<usize> = (0..held.len()).filter(|&at| n_open[at] == 0).collect();
    let mut within: Vec<BTreeSet<Currency>> = vec![BTreeSet::new(); held.len()];
    let mut shared = BTreeMap::new();
    while let Some(at) = ready.pop() {
        let own = currencies(&held[at]);
        let says_the_same = |part: &&usize| !within[**part].is_disjoint(&own);
        let same: Vec<usize> = parts[at].iter().filter(says_the_same).copied().collect();
        if !same.is_empty() {
            shared.insert(at, same);
        }
        let below = parts[at].iter().flat_map(|&part| within[part].iter().copied());
        within[at] = below.chain(own).collect();
        for &whole in &wholes[at] {
            n_open[whole] -= 1;
            if n_open[whole] == 0 {
                ready.push(whole);
            }
        }
    }
    shared.into_iter().collect()
}

/// Returns the parts of each activity: those that either names, or that the levels of a hierarchy and
/// the identifiers tell.
fn parts(held: &[Published]) -> Vec<BTreeSet<usize>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut levels: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    for (at, own) in held.iter().enumerate() {
        places.entry(own.identifier.as_str()).or_insert(at);
        levels.entry(own.hierarchy.unwrap_or(1)).or_default().push(at);
    }
    places.remove("");
    let mut parts = vec![BTreeSet::new(); held.len()];
    let mut has_whole = vec![false; held.len()];
    let mut relate = |whole: usize, part: usize, has_whole: &mut Vec<bool>| {
        if whole != part {
            parts[whole].insert(part);
            has_whole[part] = true;
        }
    };
    for (at, own) in held.iter().enumerate() {
        own.parents
            .iter()
            .filter_map(|name| places.get(name.as_str()))
            .for_each(|&whole| relate(whole, at, &mut has_whole));
        own.parts
            .iter()
            .filter_map(|name| places.get(name.as_str()))
            .for_each(|&part| relate(at, part, &mut has_whole));
    }
    for (at, own) in held.iter().enumerate() {
        let Some(level) = own.hierarchy.filter(|&level| level > 1 && !has_whole[at]) else {
            continue;
        };
        let Some(above) = levels.get(&(level - 1)) else { continue };
        let whole = above_by_name(&own.identifier, level - 1, held, &places);
        // Where there is one programme only, the projects are its parts.
        let only = || if let [only] = above[..] { Some(only) } else { None };
        if let Some(whole) = whole.or_else(only) {
            relate(whole, at, &mut has_whole);
        }
    }
    parts
}

/// Finds the activity of a level whose identifier another one's goes on from, as `XX-1-2` from `XX-1`.
fn above_by_name(
    name: &str,
    level: u8,
    held: &[Published],
    places: &HashMap<&str, usize>,
) -> Option<usize> {
    let borders = name.char_indices().rev().filter(|(_, c)| !c.is_alphanumeric());
    let mut wholes = borders.filter_map(|(end, _)| places.get(&name[..end]).copied());
    wholes.find(|&at| held[at].hierarchy.unwrap_or(1) == level)
}

/// Returns the currencies in which an activity publishes money.
fn currencies(own: &Published) -> BTreeSet<Currency> {
    own.money.iter().filter(|total| total.amount.0 != 0).map(|total| total.currency).collect()
}

/// Returns about what an activity takes, in bytes.
fn size(own: &Published) -> usize {
    let narratives = own.titles.iter().chain(&own.descriptions).chain(&own.results);
    let names = own.organisations.iter().map(|own| own.name.len() + own.identifier.len());
    let urls = own.documents.iter().map(|own| own.url.len());
    let others = own.other_identifiers.iter().map(String::len);
    let texts = narratives.map(|own| own.text.len()).chain(names).chain(urls).chain(others);
    ACTIVITY + texts.sum::<usize>()
}
