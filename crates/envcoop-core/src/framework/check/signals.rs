//! What must hold of the signals by which activities are recognised.

use std::collections::{BTreeMap, BTreeSet};

use super::Faults;
use crate::framework::Framework;

type ByLang = BTreeMap<String, Vec<String>>;

impl Framework {
    pub(super) fn check_signals(&self, faults: &mut Faults) {
        let ids: BTreeSet<&str> = self.measures.iter().map(|m| m.id.as_str()).collect();
        for measure in &self.measures {
            let (at, signals) = (measure.id.as_str(), &measure.signals);
            for code in signals.crs.iter().filter(|code| code.len() != 5 || !is_number(code)) {
                let message = format!("sector code `{code}` of `{at}` has not five digits");
                faults.add(at, message, None);
            }
            for over in &signals.over {
                if !ids.contains(over.as_str()) {
                    faults.unknown(at, "measure", over, &ids);
                } else if over == at {
                    faults.add(at, format!("measure `{at}` is over itself"), None);
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
                let message = format!("sector group `{group}` has not two to five digits");
                faults.add(&self.id, message, None);
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
                    let message = format!("phrase `{phrase}` of `{at}` has no letter or digit");
                    faults.add(at, message, None);
                }
                match plays.insert((lang, phrase.to_lowercase()), *part) {
                    Some(other) if other == *part => {
                        let message =
                            format!("phrase `{phrase}` of `{at}` stands twice in `{lang}`");
                        faults.add(at, message, None);
                    }
                    Some(other) => {
                        let message = format!("phrase `{phrase}` of `{at}` is {part} and {other}");
                        faults.add(at, message, Some("let it play one part"));
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
