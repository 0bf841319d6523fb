//! Which measures an analysis is about, where it is not about all of them.

use envcoop_words as words;
use envcoop_words::problem::choice as say;

use crate::framework::{Framework, Measure, MeasureIdx};
use crate::reason::Reason;
use crate::text::{Label, Lang, did_you_mean};

/// Conditions that a measure must meet: of each list that is not empty, one of its ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Ids of measures; an area's id stands for its measures.
    pub measures: Vec<String>,
    /// Ids of challenges that it answers, however strongly.
    pub challenges: Vec<String>,
    /// Ids of areas that it belongs to.
    pub areas: Vec<String>,
    /// Ids of terms that it is about.
    pub terms: Vec<String>,
}

/// What a list of a filter is called, in data and by people.
const NAMES: [(&str, Label); 4] = [
    ("measures", words::filter::MEASURES),
    ("challenge", words::filter::CHALLENGE),
    ("area", words::filter::AREA),
    ("term", words::filter::TERM),
];

impl Filter {
    /// Tells whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, list)| list.is_empty())
    }

    /// Returns the lists, each with its name in data.
    pub fn lists(&self) -> [(&'static str, &[String]); 4] {
        let lists = [&self.measures, &self.challenges, &self.areas, &self.terms];
        std::array::from_fn(|i| (NAMES[i].0, lists[i].as_slice()))
    }

    /// Says what is asked for: `area W1, W2; term RU`.
    pub fn words(&self, lang: Lang) -> String {
        let named = self.lists().into_iter().zip(NAMES).filter(|((_, list), _)| !list.is_empty());
        let words = named.map(|((_, list), (_, name))| {
            format!("{} {}", name.get(lang), list.join(lang.comma()))
        });
        words.collect::<Vec<_>>().join(words::list::SEMICOLON.get(lang))
    }

    /// Returns the measures that meet it, in framework order.
    ///
    /// # Errors
    /// Names the first id that the framework does not have and what was probably meant, or says that
    /// no measure is left.
    pub fn keep(&self, framework: &Framework) -> Result<Vec<MeasureIdx>, Reason> {
        let areas = || framework.areas.iter().map(|area| area.id.as_str());
        let measures = framework.measures.iter().map(|measure| measure.id.as_str());
        let there: [Vec<&str>; 4] = [
            measures.chain(areas()).collect(),
            framework.challenges.iter().map(|challenge| challenge.id.as_str()).collect(),
            areas().collect(),
            framework.terms.iter().map(|term| term.id.as_str()).collect(),
        ];
        for ((name, given), there) in self.lists().into_iter().zip(&there) {
            if let Some(wrong) = given.iter().find(|id| !there.contains(&id.as_str())) {
                return Err(Reason::new(|lang| {
                    let otherwise = || say::there_are(lang, there.join(lang.comma()));
                    let hint = did_you_mean(lang, wrong, there.iter().copied(), otherwise);
                    match name {
                        "measures" => say::no_measure(lang, &framework.id, wrong, hint),
                        "challenge" => say::no_challenge(lang, &framework.id, wrong, hint),
                        "area" => say::no_area(lang, &framework.id, wrong, hint),
                        _ => say::no_term(lang, &framework.id, wrong, hint),
                    }
                }));
            }
        }
        let keep: Vec<MeasureIdx> =
            framework.measure_idxs().filter(|&idx| self.takes(framework.measure(idx))).collect();
        if keep.is_empty() {
            return Err(Reason::new(|lang| say::nothing_left(lang, self.words(lang))));
        }
        Ok(keep)
    }

    fn takes(&self, measure: &Measure) -> bool {
        let asked = |list: &[String], is: &dyn Fn(&str) -> bool| {
            list.is_empty() || list.iter().any(|id| is(id))
        };
        asked(&self.measures, &|id| measure.id == id || measure.area == id)
            && asked(&self.challenges, &|id| measure.strength(id).is_some())
            && asked(&self.areas, &|id| measure.area == id)
            && asked(&self.terms, &|id| measure.terms.iter().any(|own| own == id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::shipped;

    fn kept(filter: &Filter) -> Result<Vec<String>, Reason> {
        let framework = shipped("mini").expect("shipped").expect("sound");
        let keep = filter.keep(&framework)?;
        Ok(keep.into_iter().map(|idx| framework.measure(idx).id.clone()).collect())
    }

    fn list(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn lists_are_alternatives_and_filters_are_conditions() {
        let all = ["W1.1", "W1.2", "W2.1", "W2.2"];
        assert_eq!(kept(&Filter::default()), Ok(list(&all)));
        let measures = list(&["W2.1", "W1"]);
        assert_eq!(kept(&Filter { measures, ..Filter::default() }), Ok(list(&all[..3])));
        let both = Filter { challenges: list(&["C1"]), areas: list(&["W2"]), ..Filter::default() };
        assert_eq!(kept(&both), Ok(list(&["W2.2"])));
        assert_eq!(both.words(Lang::En), "challenge C1; area W2");
    }

    #[test]
    fn what_is_not_there_or_leaves_nothing_is_an_error() {
        let wrong = Filter { areas: list(&["W3"]), ..Filter::default() };
        let message = kept(&wrong).expect_err("there is no W3").to_string();
        assert!(message.contains("no area `W3`; did you mean `W1`?"), "{message}");
        let none = Filter { measures: list(&["W1.1"]), areas: list(&["W2"]), ..Filter::default() };
        let message = kept(&none).expect_err("nothing is both").to_string();
        assert_eq!(message, "no measure is left: none meets measures W1.1; area W2");
    }
}
