//! What a person decided, conflict by conflict, held against the conflicts as they are.
//!
//! A decision counts for the conflict that the person saw: where a side says something else by now, it
//! is named and settles nothing.

use std::collections::BTreeMap;

use envcoop_words::problem::settle as say;

use super::asked::Asked;
use super::together::BETWEEN;
use super::{Answer, Choice, Conflict, Resolving};
use crate::plan::Column;
use crate::problem::{Place, Problem, Problems, Severity, quoted};
use crate::text::{Text, folded, name_key, trim};

/// What a person decided, conflict by conflict.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    choices: BTreeMap<Key, Vec<(Conflict, Choice)>>,
    /// Conflicts whose decision cannot be followed: no rule takes its place.
    refused: Vec<Conflict>,
}

/// What conflicts are looked up by: the row and the column.
type Key = (String, String);

/// Columns count whatever they are called and in whatever language: a sheet may name them in two, each
/// on a line of its own.
fn key(id: &str, column: &str) -> Key {
    let names = trim(column).lines().next().unwrap_or_default().split([',', ';', '、']);
    let code = |name| match Column::of_header(name) {
        Some(column) => column.code().to_owned(),
        None => name_key(name),
    };
    (folded(trim(id)).into_owned(), names.map(code).collect::<Vec<_>>().join(BETWEEN))
}

impl Settled {
    pub(super) fn choice(&self, conflict: &Conflict) -> Option<&Choice> {
        let own = self.choices.get(&key(&conflict.id, &conflict.column))?;
        own.iter().find(|(own, _)| own == conflict).map(|(_, choice)| choice)
    }

    pub(super) fn is_refused(&self, conflict: &Conflict) -> bool {
        self.refused.contains(conflict)
    }

    /// Returns the conflicts that have a decision.
    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.choices.values().flatten().map(|(conflict, _)| conflict)
    }

    /// Finds the decision for each conflict among the answers, of which the last stand in `file`. An
    /// error names a decision that cannot be followed, which leaves its conflict open: one about sides
    /// that say something else by now, one that means nothing, two that differ. A warning names what was
    /// left open, unless a rule of `resolving` settles it, what is no conflict any more, and what was
    /// decided anew since a side changed.
    pub fn of(
        conflicts: &[Conflict],
        answers: &[Answer],
        file: &Place,
        resolving: &Resolving,
        problems: &mut Problems,
    ) -> Settled {
        let mut cases: Vec<Case<'_>> = conflicts.iter().map(Case::of).collect();
        let mut by_key: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (at, case) in cases.iter().enumerate() {
            by_key.entry(key(&case.conflict.id, &case.conflict.column)).or_default().push(at);
        }
        let mut stale = Vec::new();
        for answer in answers {
            if trim(&answer.id).is_empty() || trim(&answer.column).is_empty() {
                problems.push(Problem::warning(answer.place.clone(), say::NAMES_NONE));
                continue;
            }
            let own = by_key.get(&key(&answer.id, &answer.column)).map_or(&[][..], |own| own);
            let fitting = || own.iter().copied().filter(|&at| answer.fits(cases[at].conflict));
            // Two conflicts of one cell may look the same: each takes one answer first.
            let free = fitting().find(|&at| cases[at].answers.is_empty());
            match free.or_else(|| fitting().next()) {
                Some(at) => cases[at].answers.push(answer),
                None => stale.push((answer, own)),
            }
        }
        for (answer, own) in stale {
            // The conflict that it was about is told once.
            let now = own.iter().copied().find(|&at| cases[at].is_free());
            match (now, own.first()) {
                (Some(at), _) if answer.is_open() => cases[at].answers.push(answer),
                _ if answer.is_open() => {}
                (Some(at), _) => {
                    cases[at].is_refused = true;
                    problems.push(changed(answer, cases[at].conflict, Severity::Error));
                }
                (None, Some(&at)) => {
                    problems.push(changed(answer, cases[at].conflict, Severity::Warning));
                }
                (None, None) => {
                    let message = Text::new(|lang| say::no_conflict(lang, answer.name()));
                    problems.push(Problem::warning(answer.place.clone(), message));
                }
            }
        }
        for case in &mut cases {
            case.decide(problems);
        }
        refuse_halves(&mut cases, problems);
        let mut settled = Settled::default();
        for case in cases {
            let conflict = case.conflict;
            if case.is_refused {
                settled.refused.push(conflict.clone());
            } else if let Some((_, choice)) = case.decided {
                let own = settled.choices.entry(key(&conflict.id, &conflict.column)).or_default();
                own.push((conflict.clone(), choice));
            } else if resolving.choice(conflict).is_none() {
                problems.push(match case.answers.first() {
                    Some(answer) => {
                        let message = Text::new(|lang| say::left_open(lang, conflict.name()));
                        let problem = Problem::warning(answer.place.clone(), message);
                        problem.column(Asked::Decision.key()).hint(say::LEFT_OPEN_HINT)
                    }
                    None => {
                        let message = Text::new(|lang| say::not_in_file(lang, conflict.name()));
                        Problem::warning(file.clone(), message).hint(say::ANEW)
                    }
                });
            }
        }
        settled
    }
}

/// A conflict and the answers to it.
struct Case<'c> {
    conflict: &'c Conflict,
    answers: Vec<&'c Answer>,
    /// The decision, and where it stands.
    decided: Option<(Place, Choice)>,
    is_refused: bool,
}

impl<'c> Case<'c> {
    fn of(conflict: &'c Conflict) -> Self {
        Case { conflict, answers: Vec::new(), decided: None, is_refused: false }
    }

    /// Tells whether no answer speaks of it so far.
    fn is_free(&self) -> bool {
        self.answers.is_empty() && !self.is_refused
    }

    /// Reads the answers, which must not contradict each other.
    fn decide(&mut self, problems: &mut Problems) {
        for answer in &self.answers {
            match answer.choice(self.conflict) {
                Ok(None) => {}
                Ok(Some(choice)) => match &self.decided {
                    Some((first, other)) if !other.is_same(&choice) => {
                        self.is_refused = true;
                        let problem =
                            Problem::saying(Severity::Error, answer.place.clone(), |lang| {
                                let message = say::decided_twice(lang, self.conflict.name(), first);
                                (message, say::DECIDED_TWICE_HINT.get(lang).to_owned())
                            });
                        problems.push(problem.column(Asked::Decision.key()));
                    }
                    Some(_) => {}
                    None => self.decided = Some((answer.place.clone(), choice)),
                },
                Err(problem) => {
                    self.is_refused = true;
                    problems.push(*problem);
                }
            }
        }
    }
}

/// Says which side of a conflict differs from what the person saw.
fn changed(answer: &Answer, conflict: &Conflict, severity: Severity) -> Problem {
    let (side, was, now) = answer.differing(conflict).unwrap_or_default();
    Problem::saying(severity, answer.place.clone(), |lang| {
        let side = side.title(lang);
        let message = say::changed(lang, conflict.name(), side, quoted(&was), quoted(&now));
        (message, say::ANEW.get(lang).to_owned())
    })
}

/// Refuses decisions by which part of a removed row would come back: it does so whole or not at all.
fn refuse_halves(cases: &mut [Case<'_>], problems: &mut Problems) {
    for at in 0..cases.len() {
        let conflict = cases[at].conflict;
        let Some((place, choice)) = cases[at].decided.clone().filter(|_| conflict.is_of_removed())
        else {
            continue;
        };
        let is_of_row = |own: &Case<'_>| {
            own.conflict.is_of_removed()
                && own.conflict.theirs.first().map(|said| &said.place)
                    == conflict.theirs.first().map(|said| &said.place)
        };
        let other = cases[..at].iter_mut().filter(|own| is_of_row(own)).find_map(|own| {
            let (place, other) = own.decided.clone()?;
            (!other.is_same(&choice)).then_some((place, own))
        });
        let Some((first, other)) = other else { continue };
        other.is_refused = true;
        cases[at].is_refused = true;
        let problem = Problem::saying(Severity::Error, place, |lang| {
            let row = quoted(&conflict.id);
            (say::in_halves(lang, row, &first), say::IN_HALVES_HINT.get(lang).to_owned())
        });
        problems.push(problem.column(Asked::Decision.key()));
    }
}
