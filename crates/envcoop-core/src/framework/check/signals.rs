//! What must hold of the signals by which activities are recognised.

use std::collections::{BTreeMap, BTreeSet};

use envcoop_words::problem::strategy as say;

use super::Faults;
use crate::framework::Framework;
use crate::text::Text;

type ByLang = BTreeMap<String, Vec<String>>;

impl Framework {
    pub(super) fn check_signals(&self, faults: &mut Faults) {
        let ids: BTreeSet<&str> = self.measures.iter().map(|m| m.id.as_str()).collect();
        for measure in &self.measures {
            let (at, signals) = (measure.id.as_str(), &measure.signals);
            for code in signals.crs.iter().filter(|code| code.len() != 5 || !is_number(code)) {
                faults.add(at, Text::new(|lang| say::sector(lang, code, at)), None);
            }
            for over in &signals.over {
                if !ids.contains(over.as_str()) {
                    faults.unknown(at, "measure", over, &ids);
                } else if over == at {
                    faults.add(at, Text::new(|lang| say::over_itself(lang, at)), None);
                }
            }
            let parts = [
                ("keyword", &signals.keywords),
                ("hint", &signals.hints),
                ("against", &signals.against),
            ];
            check_phrases(at, &parts, faults);
        }
        let against = &self.policy.classify.against;
        for group in &against.crs {
            if !(2..=5).contains(&group.len()) || !is_number(group) {
                faults.add(&self.id, Text::new(|lang| say::sector_group(lang, group)), None);
            }
        }
        check_phrases(&self.id, &[("against", &against.phrases)], faults);
    }
}

/// A phrase has something to look for, and plays one part only.
fn check_phrases(at: &str, parts: &[(&str, &ByLang)], faults: &mut Faults) {
    let mut plays = BTreeMap::new();
    for (part, by_lang) in parts {
        for (lang, phrases) in *by_lang {
            for phrase in phrases {
                if !phrase.contains(char::is_alphanumeric) {
                    faults.add(at, Text::new(|lang| say::phrase_blank(lang, phrase, at)), None);
                }
                match plays.insert((lang, phrase.to_lowercase()), *part) {
                    Some(other) if other == *part => {
                        let code = lang;
                        let message = Text::new(|lang| say::phrase_twice(lang, phrase, at, code));
                        faults.add(at, message, None);
                    }
                    Some(other) => {
                        let message =
                            Text::new(|lang| say::phrase_parts(lang, phrase, at, part, other));
                        faults.add(at, message, Some(say::PHRASE_PARTS_HINT));
                    }
                    None => {}
                }
            }
        }
    }
}

fn is_number(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_digit())
}
