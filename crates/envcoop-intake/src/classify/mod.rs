//! Recognising which measures a published activity serves.
//!
//! Evidence comes from the framework's `signals`, each kind worth what `policy.classify` says.
//! Codes and names that many measures list prove little for any of them: their worth is shared
//! among those measures. What speaks against a measure is taken off. A match is a proposal for a
//! person to confirm, never a fact: the row that it makes has `link` = `rule`.

mod decisions;
mod import;
mod learned;
mod lexicon;
mod phrases;
mod sign;
mod vocabulary;
mod words;

use std::collections::BTreeMap;

pub use self::decisions::{Counts, Decision, Decisions};
pub use self::import::{IMPORT_COLUMNS, Imported, Importer};
pub(crate) use self::import::{UNPUBLISHED, proposed_in, reasons};
pub use self::learned::{Learned, Lesson};

use self::lexicon::{Lexicon, Words, names_of};
use self::phrases::Phrases;
pub use self::sign::{Evidence, Match, Part, Sign};
use crate::iati::{Published, is_country_code};
use envcoop_core::framework::kind::PARTNER;
use envcoop_core::framework::{Framework, Measure, MeasureIdx};
use envcoop_core::percent::Weight;

/// Recognises measures by a framework's signals.
pub struct Classifier<'f> {
    framework: &'f Framework,
    lexicon: Lexicon<'f>,
    partner_names: Phrases<&'f str>,
    partner_codes: BTreeMap<&'f str, Vec<&'f str>>,
    by_sector: ByName<'f>,
    by_marker: ByName<'f>,
    by_convention: ByName<'f>,
    by_partner: ByName<'f>,
    learned: Option<&'f Learned>,
}

/// The measures that list a name.
type ByName<'f> = BTreeMap<&'f str, Vec<MeasureIdx>>;

/// What was found of each measure.
type Found<'f> = BTreeMap<MeasureIdx, Vec<Evidence<'f>>>;

impl<'f> Classifier<'f> {
    /// Prepares the framework's signals for matching.
    pub fn new(framework: &'f Framework) -> Self {
        let [mut by_sector, mut by_marker, mut by_convention, mut by_partner] =
            [const { ByName::new() }; 4];
        for idx in framework.measure_idxs() {
            let signals = &framework.measure(idx).signals;
            for (lists, by) in [
                (&signals.crs, &mut by_sector),
                (&signals.markers, &mut by_marker),
                (&signals.conventions, &mut by_convention),
                (&signals.partners, &mut by_partner),
            ] {
                lists.iter().for_each(|name| by.entry(name.as_str()).or_default().push(idx));
            }
        }
        let partners = || framework.terms.iter().filter(|term| term.kind == PARTNER);
        let mut partner_codes = BTreeMap::<_, Vec<_>>::new();
        for term in partners() {
            let own = is_country_code(&term.id).then_some(term.id.as_str());
            for code in own.into_iter().chain(term.codes.iter().map(String::as_str)) {
                partner_codes.entry(code).or_default().push(term.id.as_str());
            }
        }
        let partner_names = partners()
            .flat_map(|term| names_of(term).map(|(lang, name)| (lang, name, term.id.as_str())));
        Classifier {
            framework,
            lexicon: Lexicon::new(framework),
            partner_names: Phrases::new(partner_names),
            partner_codes,
            by_sector,
            by_marker,
            by_convention,
            by_partner,
            learned: None,
        }
    }

    /// The same, which also counts what people decided.
    #[must_use]
    pub fn with_learned(self, learned: &'f Learned) -> Self {
        Classifier { learned: Some(learned), ..self }
    }

    /// Returns the measures that an activity seems to serve, strongest evidence first; equal ones
    /// in framework order. Empty where nothing reaches the threshold.
    pub fn classify(&self, activity: &Published) -> Vec<Match<'f>> {
        let found = self.best(self.weighed(activity, Taught::Refusals));
        if found.is_empty() && self.learned.is_some() {
            return self.best(self.weighed(activity, Taught::All));
        }
        found
    }

    /// Returns up to `n` measures for a person to choose among: first those of [`Self::classify`],
    /// then the others for which something speaks, strongest first, however little it is.
    pub fn candidates(&self, activity: &Published, n: usize) -> Vec<Match<'f>> {
        let mut candidates = self.classify(activity);
        let weighed = self.weighed(activity, Taught::All);
        let is_new = |found: &Match<'_>| candidates.iter().all(|own| own.measure != found.measure);
        let mut others: Vec<Match<'f>> =
            weighed.into_iter().filter(|found| found.score > Weight(0) && is_new(found)).collect();
        sort(&mut others);
        candidates.extend(others);
        candidates.truncate(n);
        candidates
    }

    /// Returns every measure of which something was found, with what speaks for and against it.
    fn weighed(&self, activity: &Published, taught: Taught) -> Vec<Match<'f>> {
        let Words { mut phrases, conventions } = self.lexicon.read(activity);
        let mut against_all = phrases.remove(&None).unwrap_or_default();
        let mut found: Found<'f> = phrases
            .into_iter()
            .filter_map(|(measure, evidence)| Some((measure?, evidence)))
            .collect();
        self.add_conventions(conventions, &mut found);
        self.add_codes(activity, &mut found);
        for term in self.partners(activity) {
            let weight = self.framework.policy.classify.weights.partner;
            add(&mut found, &self.by_partner, term, |_| Sign::Partner(term), (weight, 1, 1));
        }
        against_all.extend(self.sectors_against(activity));
        if let Some(learned) = self.learned {
            let weight = self.framework.policy.classify.learned.phrase;
            learned.add(activity, weight, taught, &mut found);
        }
        let weigh = |(measure, evidence)| self.weigh(measure, evidence, &against_all);
        found.into_iter().map(weigh).collect()
    }

    fn add_conventions(&self, conventions: BTreeMap<&'f str, bool>, found: &mut Found<'f>) {
        let weights = &self.framework.policy.classify.weights;
        for (term, in_title) in conventions {
            let weight = if in_title { weights.convention } else { weights.convention_text };
            let sign = |term| Sign::Convention { term, in_title };
            add(found, &self.by_convention, term, sign, (weight, 1, 1));
        }
    }

    fn add_codes(&self, activity: &Published, found: &mut Found<'f>) {
        let weights = &self.framework.policy.classify.weights;
        for sector in activity.sectors.iter().filter(|sector| sector.is_dac5) {
            let sign = |code| Sign::Sector(code, sector.share);
            let worth = (weights.sector, sector.share.into(), 10_000);
            add(found, &self.by_sector, &sector.code, sign, worth);
        }
        for marker in &activity.markers {
            let significance = marker.significance.unwrap_or(0).min(2);
            let sign = |code| Sign::Marker(code, significance);
            let worth = (weights.marker, significance.into(), 2);
            add(found, &self.by_marker, &marker.code, sign, worth);
        }
    }

    /// Returns the sectors that speak against every measure.
    fn sectors_against(&self, activity: &Published) -> impl Iterator<Item = Evidence<'f>> {
        let policy = &self.framework.policy.classify;
        let mut shares = BTreeMap::<&'f str, u32>::new();
        for sector in activity.sectors.iter().filter(|sector| sector.is_dac5) {
            let group = policy.against.crs.iter().filter(|group| sector.code.starts_with(*group));
            if let Some(group) = group.max_by_key(|group| group.len()) {
                *shares.entry(group).or_default() += sector.share;
            }
        }
        let weight = policy.weights.against_sector;
        shares.into_iter().map(move |(group, share)| {
            let share = share.min(10_000);
            let worth = Weight(-part(weight, share.into(), 10_000, 1).0);
            Evidence { sign: Sign::AgainstSector(group, share), worth }
        })
    }

    /// Returns the partners that an activity names: as recipients or among its organisations.
    fn partners(&self, activity: &Published) -> Vec<&'f str> {
        let names = activity.organisations.iter().map(|o| o.name.as_str());
        let codes = activity.recipients.iter().filter(|r| r.is_country);
        let by_code = codes.filter_map(|r| self.partner_codes.get(r.code.as_str())).flatten();
        let mut partners: Vec<&str> = by_code
            .copied()
            .chain(self.partner_names.found_in(names).into_iter().copied())
            .collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    }

    /// Keeps what is enough. Hints suffice only in company: beside a
    /// match of another measure. A measure that takes the rest needs a keyword in a title to stand
    /// beside others; for it hints suffice only where nothing else matches. A general measure is
    /// left out beside a more particular one that says so, and so is what reaches too small a share
    /// of the best score; hints, which tell another side of the same work, need not.
    fn best(&self, weighed: Vec<Match<'f>>) -> Vec<Match<'f>> {
        let policy = &self.framework.policy.classify;
        let enough = weighed.into_iter().filter(|found| found.score >= policy.threshold);
        let takes_rest = |found: &Match<'_>| self.measure(found).signals.rest;
        let (mut matches, hinted): (Vec<_>, Vec<_>) =
            enough.partition(|found| found.has(|sign| sign.opens()));
        let (rest, others): (Vec<_>, Vec<_>) = hinted
            .into_iter()
            .filter(|found| found.has(|sign| sign.is_hint()))
            .partition(takes_rest);
        if !(matches.is_empty() && rest.is_empty()) {
            matches.extend(others);
        }
        if matches.iter().any(|found| !takes_rest(found)) {
            matches
                .retain(|found| !takes_rest(found) || found.has(|sign| sign.is_keyword_in_title()));
        } else if matches.is_empty() {
            matches = rest;
        }
        let left_out: Vec<&String> =
            matches.iter().flat_map(|found| &self.measure(found).signals.over).collect();
        matches.retain(|found| !left_out.contains(&&self.measure(found).id));
        sort(&mut matches);
        let least = matches.first().map_or(0, |best| best.score.0 * policy.share_of_best.0);
        matches.retain(|found| {
            found.score.0 * Weight::ONE.0 >= least || !found.has(|sign| sign.opens())
        });
        matches.truncate(policy.most);
        matches
    }

    fn measure(&self, found: &Match<'_>) -> &'f Measure {
        self.framework.measure(found.measure)
    }

    /// Sorts the evidence for a measure and adds it up. However much titles or descriptions
    /// say, they add or take off no more than `title_most` or `text_most`. A sector does not speak
    /// against a measure that lists it.
    fn weigh(
        &self,
        measure: MeasureIdx,
        mut evidence: Vec<Evidence<'f>>,
        against_all: &[Evidence<'f>],
    ) -> Match<'f> {
        let listed = &self.framework.measure(measure).signals.crs;
        let is_own = |sign: Sign<'_>| match sign {
            Sign::AgainstSector(group, _) => listed.iter().any(|code| code.starts_with(group)),
            _ => false,
        };
        evidence.extend(against_all.iter().filter(|e| !is_own(e.sign)).cloned());
        evidence.sort_by(|a, b| b.worth.cmp(&a.worth).then(a.sign.cmp(&b.sign)));
        evidence.dedup();
        let weights = &self.framework.policy.classify.weights;
        for (in_title, most) in [(true, weights.title_most), (false, weights.text_most)] {
            let (mut left_for, mut left_against) = (most.0, most.0);
            let are_words = |e: &&mut Evidence<'_>| e.sign.is_in_title() == Some(in_title);
            for Evidence { worth, .. } in evidence.iter_mut().filter(are_words) {
                let left = if worth.0 > 0 { &mut left_for } else { &mut left_against };
                worth.0 = worth.0.clamp(-*left, *left);
                *left -= worth.0.abs();
            }
        }
        evidence.retain(|e| e.worth != Weight(0));
        let score = Weight(evidence.iter().map(|e| e.worth.0).sum());
        Match { measure, score, evidence }
    }
}

/// Which lessons count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taught {
    /// What people refused.
    Refusals,
    /// All. What people accepted helps a row only for which the strategy's own signs do not suffice:
    /// beside a match of these it would be wrong more often than it would be right.
    All,
}

/// Puts the strongest first; equal ones stand in framework order.
fn sort(matches: &mut [Match<'_>]) {
    matches.sort_by(|a, b| b.score.cmp(&a.score).then(a.measure.cmp(&b.measure)));
}

/// Adds a sign to every measure that lists `name`; its worth is shared among them.
fn add<'f>(
    found: &mut Found<'f>,
    by: &ByName<'f>,
    name: &str,
    sign: impl Fn(&'f str) -> Sign<'f>,
    (weight, share, whole): (Weight, i128, i128),
) {
    let Some((&name, measures)) = by.get_key_value(name) else { return };
    let worth = part(weight, share, whole, measures.len());
    for &measure in measures {
        found.entry(measure).or_default().push(Evidence { sign: sign(name), worth });
    }
}

/// The worth of a sign present to `share / whole` and listed by `n` measures.
fn part(weight: Weight, share: i128, whole: i128, n: usize) -> Weight {
    Weight(weight.0 * share / (whole * n.max(1) as i128))
}
