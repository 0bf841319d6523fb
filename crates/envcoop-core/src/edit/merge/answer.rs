//! A conflict as a person saw it, and what she wrote beside it.

use envcoop_words as words;
use envcoop_words::problem::settle as say;

use super::asked::Asked;
use super::together::BETWEEN;
use super::{Conflict, Resolve, Said};
use crate::plan::{Column, canonical};
use crate::problem::{Place, Problem, Severity, quoted};
use crate::text::{Label, Lang, line_ends, name_key, trim};

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

impl Choice {
    /// Tells whether both come to the same, wherever they were written.
    pub(super) fn is_same(&self, other: &Choice) -> bool {
        match (self, other) {
            (Choice::Own(own), Choice::Own(other)) => own.text == other.text,
            (own, other) => own == other,
        }
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

impl Answer {
    pub(super) fn name(&self) -> String {
        quoted(&format!("{} {}", trim(&self.id), trim(&self.column)))
    }

    /// Tells whether it was left open.
    pub(super) fn is_open(&self) -> bool {
        kept(&self.decision).is_empty()
    }

    /// Tells whether the conflict still is what the person saw.
    pub(super) fn fits(&self, conflict: &Conflict) -> bool {
        self.differing(conflict).is_none()
    }

    /// Returns a side that says something else by now: which, what it said, and what it says.
    pub(super) fn differing(&self, conflict: &Conflict) -> Option<(Asked, String, String)> {
        let n_theirs = self.theirs.len().max(conflict.theirs.len());
        let was = |side: Asked| match side {
            Asked::SentOut => Some(&self.base),
            Asked::Side(0) => Some(&self.ours),
            Asked::Side(n) => self.theirs.get(n - 1),
            _ => None,
        };
        let now = |side: Asked| match side {
            Asked::SentOut => conflict.base.as_ref(),
            Asked::Side(0) => Some(&conflict.ours.text),
            Asked::Side(n) => conflict.theirs.get(n - 1).map(|said| &said.text),
            _ => None,
        };
        let sides = [Asked::SentOut].into_iter().chain((0..=n_theirs).map(Asked::Side));
        let text = |text: Option<&String>| {
            text.map_or(String::new(), |text| kept(conflict.as_asked(text)))
        };
        let mut sides = sides.map(|side| (side, text(was(side)), text(now(side))));
        let is_removed = |side: Asked, was: &str| {
            let is_it = |lang| kept(conflict.ours_in(lang)) == was;
            side == Asked::Side(0) && conflict.is_of_removed() && Lang::ALL.into_iter().any(is_it)
        };
        sides.find(|(side, was, now)| {
            !means_same(&conflict.columns, was, now) && !is_removed(*side, was)
        })
    }

    /// Reads the decision; nothing where it was left open.
    ///
    /// # Errors
    /// Names what is no decision, and the way out.
    pub(super) fn choice(&self, conflict: &Conflict) -> Result<Option<Choice>, Box<Problem>> {
        if self.is_open() {
            return Ok(None);
        }
        let text = kept(&self.decision);
        let n_sides = conflict.theirs.len() + 1;
        let of_side = |n: usize| if n == 0 { Choice::Ours } else { Choice::Theirs(n - 1) };
        if let Some(n) = (0..n_sides).find(|&n| names_side(&text, conflict, n)) {
            return Ok(Some(of_side(n)));
        }
        let name = conflict.name();
        let refused = |said: &dyn Fn(Lang, String, String) -> (String, String)| {
            let problem = Problem::saying(Severity::Error, self.place.clone(), |lang| {
                let sides = (0..n_sides).map(|n| format!("`{}`", Asked::Side(n).title(lang)));
                let sides: Vec<String> = sides.collect();
                said(lang, quoted(&text), sides.join(", "))
            });
            Err(Box::new(problem.column(Asked::Decision.key())))
        };
        let choose = |lang, sides| say::choose_one(lang, sides);
        // What looks like the name of a side is never taken for a text.
        if names_some_side(&text) {
            return refused(&|lang, text, sides| {
                (say::not_a_choice(lang, &name, text), say::choose_or_write(lang, sides))
            });
        }
        let said = |n: usize| if n == 0 { &conflict.ours } else { &conflict.theirs[n - 1] };
        let like: Vec<usize> = (0..n_sides).filter(|&n| kept(&said(n).text) == text).collect();
        match like[..] {
            [only] => return Ok(Some(of_side(only))),
            [] => {}
            [..] => {
                return refused(&|lang, text, sides| {
                    (say::several_choices(lang, &name, text), choose(lang, sides))
                });
            }
        }
        if conflict.columns.len() > 1 {
            return refused(&|lang, text, sides| {
                (say::settled_as_one(lang, &name, text), say::choose_as_one(lang, sides))
            });
        }
        if conflict.is_of_removed() {
            return refused(&|lang, text, sides| {
                (say::of_removed(lang, &name, text), choose(lang, sides))
            });
        }
        let text = trim(&self.decision).to_owned();
        Ok(Some(Choice::Own(Said { place: self.place.clone(), text })))
    }
}

/// Tells whether two texts of the cells under these columns mean the same: a spreadsheet program may
/// have written a date or a number in another way.
fn means_same(columns: &[String], was: &str, now: &str) -> bool {
    let same = |(column, (a, b)): (&String, (&str, &str))| {
        let column = Column::of_header(column);
        canonical(column, a) == canonical(column, b)
    };

    let cells = |text| -> Vec<&str> {
        if columns.len() > 1 { str::split(text, BETWEEN).collect() } else { vec![text] }
    };
    let (a, b) = (cells(was), cells(now));
    was == now
        || a.len() == columns.len()
            && b.len() == columns.len()
            && columns.iter().zip(a.into_iter().zip(b)).all(same)
}

/// Returns a text as a cell of a sheet keeps it.
fn kept(text: &str) -> String {
    let is_kept = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let text = line_ends(text);
    let shown = |c: char| if is_kept(c) || matches!(c, '\n' | '\t') { c } else { '\u{b7}' };
    trim(&text.chars().map(shown).collect::<String>()).to_owned()
}

/// Tells whether a text is the name of this side of a conflict, or the side as it is offered, in any
/// language.
fn names_side(text: &str, conflict: &Conflict, n: usize) -> bool {
    let text = name_key(text);
    let is_only = n == 1 && conflict.theirs.len() == 1;
    Lang::ALL.into_iter().any(|lang| {
        let mut names =
            vec![Asked::Side(n).title(lang), Asked::Side(n).key(), offered(conflict, lang, n)];
        if is_only {
            names.push(words::edit::THEIRS_HEADING.get(lang).to_owned());
            names.push(Resolve::Theirs.code().to_owned());
        }
        if conflict.is_of_removed() {
            names.push(of_removed(n).get(lang).to_owned());
        }
        names.iter().any(|name| name_key(name) == text)
    })
}

/// Tells whether a text is the name of a side, of whatever conflict, or begins as one is offered.
fn names_some_side(text: &str) -> bool {
    let text = name_key(text);
    let labels = [words::edit::OURS_HEADING, words::edit::THEIRS_HEADING];
    let labels = labels.iter().flat_map(|label| Lang::ALL.map(|lang| name_key(label.get(lang))));
    let codes = ["ours", "theirs_", "theirs"].map(str::to_owned);
    labels.chain(codes).any(|name| {
        text.strip_prefix(&*name).is_some_and(|rest| {
            let rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            rest.trim_start().is_empty() || rest.trim_start().starts_with([':', '：'])
        })
    })
}

/// Returns what it means to choose a side of a row that the plan removed.
fn of_removed(n: usize) -> Label {
    if n == 0 { words::edit::REMOVE_ROW } else { words::edit::KEEP_ROW }
}

/// Returns a side as it is offered: its name, which alone decides, and the beginning of its text; of a
/// row that the plan removed, what becomes of the row.
pub fn offered(conflict: &Conflict, lang: Lang, n: usize) -> String {
    const MOST: usize = 60;
    let side = n.checked_sub(1).and_then(|n| conflict.theirs.get(n)).unwrap_or(&conflict.ours);
    let text = match conflict.is_of_removed() {
        true => of_removed(n).get(lang).to_owned(),
        false => kept(conflict.as_asked(&side.text)).replace(['\n', '\t'], " "),
    };
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    let short = if short.is_empty() { "–" } else { &short };
    words::edit::offered(lang, Asked::Side(n).title(lang), short)
}
