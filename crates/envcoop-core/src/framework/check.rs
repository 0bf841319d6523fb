//! What must hold of a framework beyond its format.

mod signals;

use std::collections::{BTreeMap, BTreeSet};

use envcoop_words::problem::{meant, strategy as say};

use crate::delimited::lookalike::is_lookalike;
use crate::framework::kind::{CONVENTION, KINDS, PARTNER};
use crate::framework::{Framework, Strength, id};
use crate::percent::Weight;
use crate::text::{Label, Lang, Text};

/// A rule that a framework breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The entry that breaks it.
    pub id: String,
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub hint: Option<Text>,
}

impl Framework {
    /// Lists everything that is wrong with the data: ids unique and well formed, references that
    /// resolve, exactly one primary challenge per measure and every challenge primary for some
    /// measure, both languages everywhere, no action text twice, usable weights and signals.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Faults(Vec::new());
        self.check_ids(&mut faults);
        self.check_references(&mut faults);
        self.check_texts(&mut faults);
        self.check_policy(&mut faults);
        self.check_signals(&mut faults);
        faults.0
    }

    fn check_ids(&self, faults: &mut Faults) {
        let mut seen = BTreeMap::new();
        self.ids().for_each(|id| faults.id(id, &mut seen));
        for action in self.measures.iter().flat_map(|measure| &measure.actions) {
            // A checklist makes ids of rows of an action's id and a year.
            let row = format!("{}-2027", action.id);
            if id::flaw(&action.id).is_none() && is_lookalike(&row) {
                let message = Text::new(|lang| say::row_like_date(lang, &action.id, &row));
                faults.add(&action.id, message, Some(say::ROW_LIKE_DATE_HINT));
            }
        }
        let mut seen = BTreeMap::new();
        self.term_kinds.iter().for_each(|kind| faults.id(&kind.id, &mut seen));
        if self.measures.len() > usize::from(u16::MAX) {
            let n = self.measures.len();
            faults.add(&self.id, Text::new(|lang| say::many_measures(lang, n, u16::MAX)), None);
        }
    }

    /// Returns every id that the strategy gives, or gave, to something of its own; together they
    /// are one list, so that an id alone says what it stands for.
    fn ids(&self) -> impl Iterator<Item = &str> {
        let measures = self.measures.iter().flat_map(|measure| {
            let actions = measure.actions.iter().map(|action| &action.id);
            let indicators = measure.indicators.iter().map(|indicator| &indicator.id);
            std::iter::once(&measure.id).chain(&measure.was).chain(actions).chain(indicators)
        });
        let ids = std::iter::once(&self.id).chain(self.challenges.iter().map(|c| &c.id));
        let ids = ids.chain(self.areas.iter().map(|a| &a.id)).chain(measures);
        let ids = ids.chain(self.terms.iter().map(|t| &t.id));
        ids.chain(self.context.iter().map(|c| &c.id)).map(String::as_str)
    }

    fn check_references(&self, faults: &mut Faults) {
        let areas: BTreeSet<&str> = self.areas.iter().map(|a| a.id.as_str()).collect();
        let challenges: BTreeSet<&str> = self.challenges.iter().map(|c| c.id.as_str()).collect();
        let terms: BTreeMap<&str, &str> =
            self.terms.iter().map(|t| (t.id.as_str(), t.kind.as_str())).collect();
        let own_kinds = self.term_kinds.iter().map(|kind| kind.id.as_str());
        let kinds: BTreeSet<&str> = KINDS.iter().map(|(id, _)| *id).chain(own_kinds).collect();
        for term in self.terms.iter().filter(|term| !kinds.contains(term.kind.as_str())) {
            faults.unknown(&term.id, "kind of terms", &term.kind, &kinds);
        }
        let mut primaries = BTreeSet::new();
        let mut last_area = 0;
        for measure in &self.measures {
            let at = measure.id.as_str();
            match self.areas.iter().position(|area| area.id == measure.area) {
                None => faults.unknown(at, "area", &measure.area, &areas),
                Some(area) if area < last_area => {
                    let message = Text::new(|lang| say::area_order(lang, at));
                    faults.add(at, message, Some(say::AREA_ORDER_HINT));
                }
                Some(area) => last_area = area,
            }
            let mut answered = BTreeSet::new();
            for answers in &measure.answers {
                if !challenges.contains(answers.challenge.as_str()) {
                    faults.unknown(at, "challenge", &answers.challenge, &challenges);
                }
                if !answered.insert(&answers.challenge) {
                    let challenge = &answers.challenge;
                    let message = Text::new(|lang| say::answers_twice(lang, at, challenge));
                    faults.add(at, message, None);
                }
                if answers.strength == Strength::Primary {
                    primaries.insert(answers.challenge.as_str());
                }
            }
            let n_primary =
                measure.answers.iter().filter(|a| a.strength == Strength::Primary).count();
            if n_primary != 1 {
                let message = Text::new(|lang| say::primaries(lang, at, n_primary));
                faults.add(at, message, Some(say::PRIMARIES_HINT));
            }
            let known: BTreeSet<&str> = terms.keys().copied().collect();
            let signals = &measure.signals;
            for (list, kind) in [
                (&measure.terms, None),
                (&signals.conventions, Some(CONVENTION)),
                (&signals.partners, Some(PARTNER)),
            ] {
                for term in list {
                    match (terms.get(term.as_str()), kind) {
                        (None, _) => faults.unknown(at, "term", term, &known),
                        (Some(is), Some(kind)) if *is != kind => {
                            let message = Text::new(|lang| say::other_kind(lang, term, is, kind));
                            faults.add(at, message, None);
                        }
                        _ => {}
                    }
                }
            }
        }
        for challenge in challenges.difference(&primaries) {
            let message = Text::new(|lang| say::never_primary(lang, challenge));
            faults.add(challenge, message, Some(say::NEVER_PRIMARY_HINT));
        }
    }

    fn check_texts(&self, faults: &mut Faults) {
        let mut both = |id: &str, what: &str, text: &Text| {
            for lang in Lang::ALL {
                if text.get(lang).trim().is_empty() {
                    let code = lang.code();
                    faults.add(id, Text::new(|lang| say::empty_text(lang, what, id, code)), None);
                }
            }
        };
        both(&self.id, "title", &self.title);
        both(&self.id, "source title", &self.source.title);
        both(&self.id, "source occasion", &self.source.occasion);
        both(&self.id, "source note", &self.source.note);
        let parts = self.challenges.iter().map(|c| (&c.id, &c.title, &c.statement));
        let parts = parts.chain(self.areas.iter().map(|a| (&a.id, &a.title, &a.statement)));
        let parts = parts.chain(self.measures.iter().map(|m| (&m.id, &m.title, &m.statement)));
        for (id, title, statement) in
            parts.chain(self.context.iter().map(|c| (&c.id, &c.title, &c.statement)))
        {
            both(id, "title", title);
            both(id, "statement", statement);
        }
        let titles = self.terms.iter().map(|term| (&term.id, &term.title));
        for (id, title) in titles.chain(self.term_kinds.iter().map(|kind| (&kind.id, &kind.title)))
        {
            both(id, "title", title);
        }
        let actions = || self.measures.iter().flat_map(|m| &m.actions);
        for measure in &self.measures {
            measure.answers.iter().for_each(|answers| both(&measure.id, "reason", &answers.why));
            for indicator in &measure.indicators {
                both(&indicator.id, "text", &indicator.text);
                both(&indicator.id, "unit", &indicator.unit);
            }
        }
        actions().for_each(|action| both(&action.id, "text", &action.text));
        for lang in Lang::ALL {
            let mut first = BTreeMap::new();
            for action in actions() {
                if let Some(other) = first.insert(action.text.get(lang), &action.id) {
                    let (id, code) = (&action.id, lang.code());
                    let message = Text::new(|lang| say::same_text(lang, id, other, code));
                    faults.add(&action.id, message, None);
                }
            }
        }
        for action in actions().filter(|action| !(1..=12).contains(&action.month)) {
            let message = Text::new(|lang| say::month(lang, action.month, &action.id));
            faults.add(&action.id, message, None);
        }
    }

    fn check_policy(&self, faults: &mut Faults) {
        for profile in crate::vocabulary::Profile::ALL {
            let total: i128 =
                profile.needs().iter().map(|&need| self.policy.need_weights.of(need).0).sum();
            if total == 0 {
                let message = Text::new(|lang| say::no_weight(lang, profile.code()));
                faults.add(&self.id, message, Some(say::NO_WEIGHT_HINT));
            }
        }
        if self.policy.link_weights.primary == Weight(0) {
            faults.add(&self.id, say::NO_LINK_WEIGHT, None);
        }
    }
}

struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, id: &str, message: impl Into<Text>, hint: Option<Label>) {
        let (message, hint) = (message.into(), hint.map(Text::from));
        self.0.push(Fault { id: id.to_owned(), message, hint });
    }

    /// Adds what is wrong with an id, alone and beside those that were `seen`, by their lower case.
    fn id<'i>(&mut self, id: &'i str, seen: &mut BTreeMap<String, &'i str>) {
        if let Some(flaw) = id::flaw(id) {
            let message = Text::new(|lang| say::id_flaw(lang, id, flaw.message.get(lang)));
            self.0.push(Fault { id: id.to_owned(), message, hint: Some(flaw.hint) });
        }
        match seen.insert(id.to_lowercase(), id) {
            Some(other) if other == id => {
                let message = Text::new(|lang| say::id_twice(lang, id));
                self.add(id, message, Some(say::ID_TWICE_HINT));
            }
            Some(other) => {
                let message = Text::new(|lang| say::id_capitals(lang, id, other));
                self.add(id, message, Some(say::ID_CAPITALS_HINT));
            }
            None => {}
        }
    }

    fn unknown(&mut self, id: &str, what: &str, name: &str, known: &BTreeSet<&str>) {
        let near = crate::text::nearest(name, known.iter().copied());
        let hint = near.map(|near| Text::new(|lang| meant::did_you_mean(lang, near)));
        let message = Text::new(|lang| say::unknown(lang, id, what, name));
        self.0.push(Fault { id: id.to_owned(), message, hint });
    }
}
