//! Recognising which measures a published activity serves.
//!
//! Evidence comes from the framework's `signals`, each kind worth what `policy.classify` says.
//! Codes and names that many measures list prove little for any of them: their worth is shared
//! among those measures. A match is a proposal for a person to confirm, never a fact: the row that
//! it makes has `link` = `rule`.

mod import;
mod phrases;

use std::collections::BTreeMap;

pub(crate) use self::import::UNPUBLISHED;
pub use self::import::{IMPORT_COLUMNS, Imported, Importer};
use self::phrases::Phrases;
use crate::framework::{Framework, MeasureIdx, Term};
use crate::iati::Published;
use crate::percent::Weight;

/// A measure that an activity seems to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'f> {
    /// The measure.
    pub measure: MeasureIdx,
    /// How strong the evidence is; the threshold is in the framework's policy.
    pub score: Weight,
    /// What the score adds up, strongest first.
    pub evidence: Vec<Evidence<'f>>,
}

/// One piece of evidence and what it adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence<'f> {
    /// What was found.
    pub sign: Sign<'f>,
    /// What it adds to the score.
    pub worth: Weight,
}

/// What was found in an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign<'f> {
    /// A phrase of the measure, in a title or in a description only.
    Keyword {
        /// The phrase as the framework gives it.
        phrase: &'f str,
        /// Whether a title holds it.
        in_title: bool,
    },
    /// A convention of the measure.
    Convention(&'f str),
    /// A sector code of the measure, and its share of the activity in ten-thousandths.
    Sector(&'f str, u32),
    /// A policy marker of the measure, and its significance.
    Marker(&'f str, u8),
    /// A partner of the measure.
    Partner(&'f str),
}

impl std::fmt::Display for Sign<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Sign::Keyword { phrase, in_title: true } => write!(f, "title \"{phrase}\""),
            Sign::Keyword { phrase, in_title: false } => write!(f, "description \"{phrase}\""),
            Sign::Convention(term) => write!(f, "convention {term}"),
            Sign::Sector(code, share) => write!(f, "sector {code} {} %", (share + 50) / 100),
            Sign::Marker(code, significance) => {
                write!(f, "marker {code} significance {significance}")
            }
            Sign::Partner(term) => write!(f, "partner {term}"),
        }
    }
}

/// A phrase of a measure in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Keyword<'f> {
    measure: MeasureIdx,
    lang: &'f str,
    phrase: &'f str,
}

/// Recognises measures by a framework's signals.
pub struct Classifier<'f> {
    framework: &'f Framework,
    keywords: Phrases<Keyword<'f>>,
    conventions: Phrases<&'f str>,
    partner_names: Phrases<&'f str>,
    partner_codes: BTreeMap<&'f str, Vec<&'f str>>,
    by_sector: BTreeMap<&'f str, Vec<MeasureIdx>>,
    by_marker: BTreeMap<&'f str, Vec<MeasureIdx>>,
    by_convention: BTreeMap<&'f str, Vec<MeasureIdx>>,
    by_partner: BTreeMap<&'f str, Vec<MeasureIdx>>,
}

impl<'f> Classifier<'f> {
    /// Prepares the framework's signals for matching.
    pub fn new(framework: &'f Framework) -> Self {
        let mut keywords = Vec::new();
        let mut by_sector = BTreeMap::<_, Vec<_>>::new();
        let mut by_marker = BTreeMap::<_, Vec<_>>::new();
        let mut by_convention = BTreeMap::<_, Vec<_>>::new();
        let mut by_partner = BTreeMap::<_, Vec<_>>::new();
        for idx in framework.measure_idxs() {
            let signals = &framework.measure(idx).signals;
            for (lang, phrases) in &signals.keywords {
                let keyword = |phrase| Keyword { measure: idx, lang, phrase };
                keywords.extend(phrases.iter().map(|phrase| (phrase.as_str(), keyword(phrase))));
            }
            for (lists, by) in [
                (&signals.crs, &mut by_sector),
                (&signals.markers, &mut by_marker),
                (&signals.conventions, &mut by_convention),
                (&signals.partners, &mut by_partner),
            ] {
                lists.iter().for_each(|name| by.entry(name.as_str()).or_default().push(idx));
            }
        }
        let terms = |kind: &'static str| framework.terms.iter().filter(move |t| t.kind == kind);
        let mut partner_codes = BTreeMap::<_, Vec<_>>::new();
        for term in terms("partner") {
            let own = (term.id.len() == 2).then_some(term.id.as_str());
            for code in own.into_iter().chain(term.codes.iter().map(String::as_str)) {
                partner_codes.entry(code).or_default().push(term.id.as_str());
            }
        }
        Classifier {
            framework,
            keywords: Phrases::new(keywords),
            conventions: Phrases::new(terms("convention").flat_map(names_of).collect()),
            partner_names: Phrases::new(terms("partner").flat_map(names_of).collect()),
            partner_codes,
            by_sector,
            by_marker,
            by_convention,
            by_partner,
        }
    }

    /// Returns the measures that an activity seems to serve, strongest evidence first; equal ones
    /// in framework order. Empty where nothing reaches the threshold.
    pub fn classify(&self, activity: &Published) -> Vec<Match<'f>> {
        let weights = &self.framework.policy.classify.weights;
        let titles = phrases::fold(activity.titles.iter().map(|n| n.text.as_str()));
        let texts = phrases::fold(activity.descriptions.iter().map(|n| n.text.as_str()));
        let mut found = BTreeMap::<MeasureIdx, Vec<Evidence<'f>>>::new();
        let mut add = |measure, sign, worth: Weight| {
            let evidence = found.entry(measure).or_default();
            if worth > Weight(0) {
                evidence.push(Evidence { sign, worth });
            }
        };

        for (measure, evidence) in self.keywords(&titles, &texts) {
            evidence.into_iter().for_each(|e| add(measure, e.sign, e.worth));
        }
        let mut conventions = self.conventions.found_in(&titles);
        conventions.extend(self.conventions.found_in(&texts));
        for term in distinct(conventions.into_iter().copied()) {
            let measures = listed(&self.by_convention, term);
            for &measure in measures {
                add(
                    measure,
                    Sign::Convention(term),
                    shared(weights.convention, 1, 1, measures.len()),
                );
            }
        }
        for sector in activity.sectors.iter().filter(|sector| sector.is_dac5) {
            let Some((&code, measures)) = self.by_sector.get_key_value(sector.code.as_str()) else {
                continue;
            };
            for &measure in measures {
                let worth = shared(weights.sector, sector.share.into(), 10_000, measures.len());
                add(measure, Sign::Sector(code, sector.share), worth);
            }
        }
        for marker in &activity.markers {
            let Some((&code, measures)) = self.by_marker.get_key_value(marker.code.as_str()) else {
                continue;
            };
            let significance = marker.significance.unwrap_or(0).min(2);
            for &measure in measures {
                let worth = shared(weights.marker, significance.into(), 2, measures.len());
                add(measure, Sign::Marker(code, significance), worth);
            }
        }
        for term in self.partners(activity) {
            let measures = listed(&self.by_partner, term);
            for &measure in measures {
                add(measure, Sign::Partner(term), shared(weights.partner, 1, 1, measures.len()));
            }
        }
        self.best(found)
    }

    /// Finds the keywords of each measure. A text in two languages says everything twice: of the
    /// languages in which a measure is recognised only the one that says most counts.
    fn keywords(&self, titles: &str, texts: &str) -> BTreeMap<MeasureIdx, Vec<Evidence<'f>>> {
        let weights = &self.framework.policy.classify.weights;
        let mut by_lang = BTreeMap::<(MeasureIdx, &str), Vec<Evidence<'f>>>::new();
        let in_title = self.keywords.found_in(titles);
        let in_text = self.keywords.found_in(texts);
        let only_in_text = in_text.iter().filter(|keyword| !in_title.contains(keyword));
        let found = in_title.iter().map(|keyword| (keyword, true));
        for (&&Keyword { measure, lang, phrase }, in_title) in
            found.chain(only_in_text.map(|keyword| (keyword, false)))
        {
            let worth = if in_title { weights.keyword_title } else { weights.keyword_text };
            let evidence = Evidence { sign: Sign::Keyword { phrase, in_title }, worth };
            by_lang.entry((measure, lang)).or_default().push(evidence);
        }
        let total = |evidence: &[Evidence<'_>]| evidence.iter().map(|e| e.worth.0).sum::<i128>();
        let mut best = BTreeMap::<MeasureIdx, Vec<Evidence<'f>>>::new();
        for ((measure, _), evidence) in by_lang {
            let kept = best.entry(measure).or_default();
            if total(&evidence) > total(kept) {
                *kept = evidence;
            }
        }
        best
    }

    fn partners(&self, activity: &Published) -> Vec<&'f str> {
        let organisations = phrases::fold(activity.organisations.iter().map(|o| o.name.as_str()));
        let codes = activity.recipients.iter().filter(|r| r.is_country);
        let by_code =
            codes.filter_map(|r| self.partner_codes.get(r.code.as_str())).flatten().copied();
        let by_name = self.partner_names.found_in(&organisations).into_iter().copied();
        distinct(by_code.chain(by_name))
    }

    fn best(&self, found: BTreeMap<MeasureIdx, Vec<Evidence<'f>>>) -> Vec<Match<'f>> {
        let policy = &self.framework.policy.classify;
        let mut matches: Vec<Match<'f>> = found
            .into_iter()
            .map(|(measure, mut evidence)| {
                evidence.sort_by(|a, b| b.worth.cmp(&a.worth).then(a.sign.cmp(&b.sign)));
                evidence.dedup();
                let score = Weight(evidence.iter().map(|e| e.worth.0).sum());
                Match { measure, score, evidence }
            })
            .filter(|found| found.score >= policy.threshold)
            .collect();
        matches.sort_by(|a, b| b.score.cmp(&a.score).then(a.measure.cmp(&b.measure)));
        matches.truncate(policy.most);
        matches
    }
}

fn names_of(term: &Term) -> impl Iterator<Item = (&str, &str)> {
    let titles = [term.title.en.as_str(), term.title.zh.as_str()];
    let names = term.names.values().flatten().map(String::as_str);
    titles.into_iter().chain(names).map(|name| (name, term.id.as_str()))
}

fn listed<'m>(by: &'m BTreeMap<&str, Vec<MeasureIdx>>, name: &str) -> &'m [MeasureIdx] {
    by.get(name).map_or(&[], Vec::as_slice)
}

fn distinct<'f>(names: impl Iterator<Item = &'f str>) -> Vec<&'f str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The worth of a sign present to `part / whole` and listed by `n` measures.
fn shared(weight: Weight, part: i128, whole: i128, n: usize) -> Weight {
    Weight(weight.0 * part / (whole * n.max(1) as i128))
}
