//! How conflicts are settled: by rules that a person gave, or one by one.
//!
//! A decision counts for the conflict that the person saw: where a side says something else by now, it
//! is named and settles nothing.

use std::collections::BTreeMap;

use envcoop_words as words;

use super::{Conflict, Resolve, Said};
use crate::problem::{Place, Problem, Problems, quoted};
use crate::text::{Lang, count, folded, line_ends, name_key, trim};

/// How conflicts are settled.
#[derive(Clone, Debug, Default)]
pub struct Resolving {
    /// What a person decided for each.
    pub settled: Settled,
    /// Rules for what is called so: an id or a column.
    pub rules: Vec<(String, Resolve)>,
    /// The rule for all others.
    pub plain: Option<Resolve>,
}

/// What applies where sides differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The plan's cells stay.
    Ours,
    /// What this one of the edited files says, counted from 0.
    Theirs(usize),
    /// A text that no side has.
    Own(Said),
}

impl From<Option<Resolve>> for Resolving {
    fn from(plain: Option<Resolve>) -> Self {
        Resolving { plain, ..Resolving::default() }
    }
}

impl Resolving {
    /// Returns what settles a conflict: a decision, else the most particular rule.
    pub fn choice(&self, conflict: &Conflict) -> Option<Choice> {
        self.particular(conflict).or_else(|| by_rule(self.plain?, conflict))
    }

    /// As [`choice`](Self::choice), without the rule for all.
    pub(super) fn particular(&self, conflict: &Conflict) -> Option<Choice> {
        let decided = self.settled.choice(conflict).cloned();
        decided.or_else(|| by_rule(self.rule(conflict)?, conflict))
    }

    /// Returns the rule for the row, else for its column. Columns that are settled as one and have
    /// rules that differ have none.
    fn rule(&self, conflict: &Conflict) -> Option<Resolve> {
        let of = |is_it: &dyn Fn(&str) -> bool| {
            self.rules.iter().rev().find(|(name, _)| is_it(name)).map(|(_, rule)| *rule)
        };
        let of_row = of(&|name| folded(trim(name)) == folded(trim(&conflict.id)));
        of_row.or_else(|| {
            let columns = conflict.columns.iter();
            let mut rules =
                columns.filter_map(|column| of(&|name| name_key(name) == name_key(column)));
            let first = rules.next()?;
            rules.all(|rule| rule == first).then_some(first)
        })
    }
}

fn by_rule(rule: Resolve, conflict: &Conflict) -> Option<Choice> {
    match rule {
        Resolve::Ours => Some(Choice::Ours),
        Resolve::Theirs => (conflict.theirs.len() == 1).then_some(Choice::Theirs(0)),
    }
}

/// A conflict as a person saw it, and what she wrote beside it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Where it stands.
    pub place: Place,
    /// The row.
    pub id: String,
    /// The column, or those that are settled as one.
    pub column: String,
    /// What was sent out; empty where that is not known.
    pub base: String,
    /// What the plan said.
    pub ours: String,
    /// What the edited files said.
    pub theirs: Vec<String>,
    /// What she wrote; empty where she left it open.
    pub decision: String,
}

/// What a person decided, conflict by conflict.
#[derive(Clone, Debug, Default)]
pub struct Settled(BTreeMap<(String, String), Vec<(Conflict, Choice)>>);

impl Settled {
    fn choice(&self, conflict: &Conflict) -> Option<&Choice> {
        let own = self.0.get(&(conflict.id.clone(), conflict.column.clone()))?;
        own.iter().find(|(own, _)| own == conflict).map(|(_, choice)| choice)
    }

    /// Finds the decision for each conflict. Whatever does not fit is an error: an answer to a conflict
    /// that is none any more or that says something else by now, a conflict without an answer that no
    /// rule of `resolving` settles, a decision that means nothing. What was left open is a warning.
    pub fn of(
        conflicts: &[Conflict],
        answers: &[Answer],
        (file, resolving): (&Place, &Resolving),
        problems: &mut Problems,
    ) -> Settled {
        let mut settled = Settled::default();
        let mut open: BTreeMap<(String, String), Vec<&Conflict>> = BTreeMap::new();
        for own in conflicts {
            open.entry(key(&own.id, &own.column)).or_default().push(own);
        }
        let mut stale = Vec::new();
        for answer in answers {
            let rest = open.get_mut(&key(&answer.id, &answer.column));
            let at = rest.as_ref().and_then(|rest| rest.iter().position(|own| answer.fits(own)));
            let Some((rest, at)) = rest.zip(at) else {
                stale.push(answer);
                continue;
            };
            let conflict = rest.remove(at);
            match answer.choice(conflict) {
                Ok(Some(choice)) => {
                    let key = (conflict.id.clone(), conflict.column.clone());
                    settled.0.entry(key).or_default().push((conflict.clone(), choice));
                }
                Ok(None) if resolving.choice(conflict).is_some() => {}
                Ok(None) => {
                    let message = format!("{} is left open", answer.name());
                    let hint = "choose in the last column, then merge again";
                    problems.push(Problem::warning(answer.place.clone(), message).hint(hint));
                }
                Err((message, hint)) => {
                    let message = format!("{}: {message}", answer.name());
                    problems.push(Problem::error(answer.place.clone(), message).hint(hint));
                }
            }
        }
        const ANEW: &str = "write the conflicts anew with `--conflicts` and settle those";
        for answer in stale {
            let rest = open.get_mut(&key(&answer.id, &answer.column));
            // The conflict that it was about is told once.
            let now = rest.filter(|rest| !rest.is_empty()).map(|rest| rest.remove(0));
            let message = match now {
                Some(now) => {
                    let what = answer.differing(now);
                    format!("{} differs from what it was: {what}", answer.name())
                }
                None => format!("{} is no conflict any more", answer.name()),
            };
            problems.push(Problem::error(answer.place.clone(), message).hint(ANEW));
        }
        for conflict in open.values().flatten().filter(|own| resolving.choice(own).is_none()) {
            let name = quoted(&format!("{} {}", conflict.id, conflict.column));
            let message = format!("the conflict {name} is not in this file");
            problems.push(Problem::error(file.clone(), message).hint(ANEW));
        }
        settled
    }
}

fn key(id: &str, column: &str) -> (String, String) {
    (folded(trim(id)).into_owned(), name_key(column))
}

impl Answer {
    fn name(&self) -> String {
        quoted(&format!("{} {}", trim(&self.id), trim(&self.column))).to_string()
    }

    fn fits(&self, conflict: &Conflict) -> bool {
        self.sides_of(conflict).all(|(_, was, now)| was == now)
    }

    /// Returns every side as it was and as it is.
    fn sides_of(&self, conflict: &Conflict) -> impl Iterator<Item = (String, String, String)> {
        let label = |n| label(Lang::En, n);
        let mut sides = vec![
            (
                words::edit::SENT_OUT_HEADING.get(Lang::En).to_owned(),
                kept(&self.base),
                kept(conflict.base.as_deref().unwrap_or_default()),
            ),
            (label(0), kept(&self.ours), kept(&conflict.ours.text)),
        ];
        for at in 0..self.theirs.len().max(conflict.theirs.len()) {
            let was = self.theirs.get(at).map_or(String::new(), |text| kept(text));
            let now = conflict.theirs.get(at).map_or(String::new(), |said| kept(&said.text));
            sides.push((label(at + 1), was, now));
        }
        sides.into_iter()
    }

    fn differing(&self, conflict: &Conflict) -> String {
        let mut differing = self.sides_of(conflict).filter(|(_, was, now)| was != now);
        differing.next().map_or_else(String::new, |(side, was, now)| {
            format!("`{}` said {} and says {}", side.to_lowercase(), quoted(&was), quoted(&now))
        })
    }

    /// Reads the decision; nothing where it was left open.
    fn choice(&self, conflict: &Conflict) -> Result<Option<Choice>, (String, String)> {
        let text = kept(&self.decision);
        let n_sides = conflict.theirs.len() + 1;
        let of_side = |n: usize| if n == 0 { Choice::Ours } else { Choice::Theirs(n - 1) };
        let is_same = |own: String| kept(&own).to_lowercase() == text.to_lowercase();
        if text.is_empty() {
            return Ok(None);
        }
        let named = (0..n_sides).find(|&n| {
            let only = n == 1 && n_sides == 2;
            Lang::ALL.into_iter().any(|lang| {
                let alone = words::edit::THEIRS_HEADING.get(lang).to_owned();
                is_same(label(lang, n))
                    || is_same(offered(conflict, lang, n))
                    || only && is_same(alone)
            })
        });
        if let Some(n) = named {
            return Ok(Some(of_side(n)));
        }
        let sides = || {
            let sides: Vec<String> =
                (0..n_sides).map(|n| format!("`{}`", label(Lang::En, n).to_lowercase())).collect();
            sides.join(", ")
        };
        let refused = |message: String, hint: String| Err((message, hint));
        // What looks like the name of a side is never taken for a text.
        if names_a_side(&text) {
            let hint = format!("choose one of {}, or write a text of your own", sides());
            return refused(format!("{} is none of the choices", quoted(&text)), hint);
        }
        let said = |n: usize| if n == 0 { &conflict.ours } else { &conflict.theirs[n - 1] };
        let like: Vec<usize> = (0..n_sides).filter(|&n| kept(&said(n).text) == text).collect();
        match like[..] {
            [only] => return Ok(Some(of_side(only))),
            [] => {}
            [..] => {
                let message = format!("{} may be more than one of the choices", quoted(&text));
                return refused(message, format!("choose one of {}", sides()));
            }
        }
        if conflict.columns.len() > 1 {
            let n = count(conflict.columns.len() as u64, "cell", "cells");
            let message = format!("{n} are settled as one, and {} is no choice", quoted(&text));
            let hint =
                format!("choose one of {}; values of your own go into the plan or a copy", sides());
            return refused(message, hint);
        }
        if conflict.is_of_removed() {
            let message = format!("the row is removed, and {} is no choice", quoted(&text));
            return refused(message, format!("choose one of {}", sides()));
        }
        let own = trim(&self.decision).to_owned();
        Ok(Some(Choice::Own(Said { place: self.place.clone(), text: own })))
    }
}

/// Returns a text as a cell of a sheet keeps it.
fn kept(text: &str) -> String {
    let is_kept = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let text = line_ends(text);
    let shown = |c: char| if is_kept(c) || matches!(c, '\n' | '\t') { c } else { '\u{b7}' };
    trim(&text.chars().map(shown).collect::<String>()).to_owned()
}

fn names_a_side(text: &str) -> bool {
    let text = text.to_lowercase();
    let labels = [words::edit::OURS_HEADING, words::edit::THEIRS_HEADING];
    let mut names = labels.iter().flat_map(|label| Lang::ALL.map(|lang| label.get(lang)));
    names.any(|name| {
        text.strip_prefix(&name.to_lowercase()).is_some_and(|rest| {
            let rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            rest.trim_start().is_empty() || rest.trim_start().starts_with([':', '：'])
        })
    })
}

/// Returns what a side is called: 0 is the plan, others are the edited files.
pub fn label(lang: Lang, n: usize) -> String {
    match n {
        0 => words::edit::OURS_HEADING.get(lang).to_owned(),
        n => format!("{} {n}", words::edit::THEIRS_HEADING.get(lang)),
    }
}

/// Returns a side as it is offered: its name, which alone decides, and the beginning of its text.
pub fn offered(conflict: &Conflict, lang: Lang, n: usize) -> String {
    const MOST: usize = 60;
    let side = n.checked_sub(1).and_then(|n| conflict.theirs.get(n)).unwrap_or(&conflict.ours);
    let text = kept(&side.text).replace(['\n', '\t'], " ");
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    let short = if short.is_empty() { "–" } else { &short };
    format!("{}: {short}", label(lang, n))
}
