//! How conflicts are settled: by what a person decided for each, by rules for what is called so, or by
//! one rule for all.

use envcoop_words::problem::settle as say;

use super::{Choice, Conflict, Edited, Resolve, Settled};
use crate::plan::{Column, Document};
use crate::problem::{Place, Problem, Problems, Severity, quoted};
use crate::text::{did_you_mean, folded, name_key, trim};

/// How conflicts are settled.
#[derive(Clone, Debug, Default)]
pub struct Resolving {
    /// What a person decided for each.
    pub settled: Settled,
    /// Rules for what is called so: a row by its id, a column by its key or label, an edited file by
    /// its name as given or by the last part of it. A row goes before a column, a column before a file,
    /// and of two for the same the later counts.
    pub rules: Vec<(String, Resolve)>,
    /// The rule for all others.
    pub plain: Option<Resolve>,
}

impl From<Option<Resolve>> for Resolving {
    fn from(plain: Option<Resolve>) -> Self {
        Resolving { plain, ..Resolving::default() }
    }
}

impl Resolving {
    /// Returns what settles a conflict between the plan and edited files: a decision, else the most
    /// particular rule.
    pub fn choice(&self, conflict: &Conflict) -> Option<Choice> {
        self.settled_or(conflict, || match self.by_name(conflict) {
            // Where several files differ, a rule for one of them may say which is meant.
            Some(rule) => by_rule(rule, conflict).or_else(|| {
                self.of_files(conflict).filter(|choice| matches!(choice, Choice::Theirs(_)))
            }),
            None => self.of_files(conflict).or_else(|| by_rule(self.plain?, conflict)),
        })
    }

    /// Returns what settles a conflict between edited files alone, in which the first stands for the
    /// plan: the rule for all says nothing of it.
    pub(super) fn between_files(&self, conflict: &Conflict) -> Option<Choice> {
        self.settled_or(conflict, || {
            self.by_name(conflict).and_then(|rule| by_rule(rule, conflict)).or_else(|| {
                self.rules.iter().rev().filter(|(_, rule)| *rule == Resolve::Theirs).find_map(
                    |(name, _)| {
                        let is_ours = is_file(name, &conflict.ours.place.file);
                        let ours = is_ours.then_some(Choice::Ours);
                        ours.or_else(|| conflict.side_of(name).map(Choice::Theirs))
                    },
                )
            })
        })
    }

    /// A decision that was refused settles nothing, and no rule takes its place.
    fn settled_or(
        &self,
        conflict: &Conflict,
        rule: impl FnOnce() -> Option<Choice>,
    ) -> Option<Choice> {
        if self.settled.is_refused(conflict) {
            return None;
        }
        self.settled.choice(conflict).cloned().or_else(rule)
    }

    /// Returns the rule for the row, else that for its column. Columns that are settled as one and have
    /// rules that differ have none.
    fn by_name(&self, conflict: &Conflict) -> Option<Resolve> {
        let of = |is_it: &dyn Fn(&str) -> bool| {
            self.rules.iter().rev().find(|(name, _)| is_it(name)).map(|(_, rule)| *rule)
        };
        let of_row = of(&|name| is_id(name, &conflict.id));
        of_row.or_else(|| {
            let columns = conflict.columns.iter();
            let mut rules = columns.filter_map(|column| of(&|name| is_column(name, column)));
            let first = rules.next()?;
            rules.all(|rule| rule == first).then_some(first)
        })
    }

    /// Returns what the rules for edited files say: what the file says whose word applies; the plan's
    /// where no edited file is left whose word may apply.
    fn of_files(&self, conflict: &Conflict) -> Option<Choice> {
        let rule_of = |file: &str| {
            let mut rules = self.rules.iter().enumerate().rev();
            rules.find(|(_, (name, _))| is_file(name, file)).map(|(at, (_, rule))| (at, *rule))
        };
        let files: Vec<(usize, Option<(usize, Resolve)>)> =
            conflict.files().map(|(side, file)| (side, rule_of(file))).collect();
        let theirs = files.iter().filter_map(|(side, rule)| match rule {
            Some((at, Resolve::Theirs)) => Some((*at, *side)),
            _ => None,
        });
        match theirs.max() {
            Some((_, side)) => Some(Choice::Theirs(side)),
            None => files
                .iter()
                .all(|(_, rule)| matches!(rule, Some((_, Resolve::Ours))))
                .then_some(Choice::Ours),
        }
    }

    /// Names every rule that is for nothing in these files, or for more than one edited file.
    pub fn check(&self, plan: &Document, edited: &[Edited], problems: &mut Problems) {
        let plans: Vec<&Document> =
            [plan].into_iter().chain(edited.iter().map(|own| &own.plan)).collect();
        let lines = plans.iter().flat_map(|own| own.lines.iter().map(|line| (*own, line)));
        let ids: Vec<&str> = lines.map(|(own, line)| own.text(line, Column::Id)).collect();
        let headings = plans.iter().flat_map(|own| &own.headings);
        let mut columns: Vec<&str> = headings.map(|own| own.text.as_str()).collect();
        columns.extend(Column::ALL.map(Column::code));
        let files: Vec<&str> = edited.iter().map(|own| &*own.file).collect();
        for (name, rule) in &self.rules {
            let own: Vec<&str> = files.iter().copied().filter(|file| is_file(name, file)).collect();
            if ids.iter().any(|id| is_id(name, id))
                || columns.iter().any(|own| is_column(name, own))
                || is_one_book(name, &own)
                || own.contains(&trim(name))
            {
                continue;
            }
            let place = Place { file: format!("--resolve {name}={}", rule.code()).into(), line: 0 };
            problems.push(Problem::saying(Severity::Fatal, place, |lang| {
                if !own.is_empty() {
                    let message = say::several_files(lang, quoted(name), own.join(", "));
                    return (message, say::WHOLE_NAME.get(lang).to_owned());
                }
                let last = files.iter().map(|file| last_of(file));
                let known = columns.iter().chain(&ids).copied().chain(last);
                let known = known.filter(|name| !trim(name).is_empty());
                let otherwise = || say::what_has_names(lang, files.join(", "));
                (say::names_nothing(lang, quoted(name)), did_you_mean(lang, name, known, otherwise))
            }));
        }
    }
}

fn by_rule(rule: Resolve, conflict: &Conflict) -> Option<Choice> {
    match rule {
        Resolve::Ours => Some(Choice::Ours),
        Resolve::Theirs => (conflict.theirs.len() == 1).then_some(Choice::Theirs(0)),
    }
}

fn is_id(name: &str, id: &str) -> bool {
    !trim(id).is_empty() && folded(trim(name)) == folded(trim(id))
}

/// Tells whether a name is that of a column: as its header stands, or by another word for it.
fn is_column(name: &str, header: &str) -> bool {
    let known = Column::of_header(name);
    name_key(name) == name_key(header) || known.is_some() && known == Column::of_header(header)
}

/// Tells whether a name is that of a file: as it was given, or the last part of it; of a sheet that
/// of its workbook will do.
pub(super) fn is_file(name: &str, file: &str) -> bool {
    let is_it = |file: &str| {
        let rest = file.strip_prefix(trim(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('!'))
    };
    is_it(file) || is_it(last_of(file))
}

/// Tells whether files that are called so are the sheets of one workbook, or one file.
fn is_one_book(name: &str, files: &[&str]) -> bool {
    let book = |file: &str| file.rfind(trim(name)).map(|at| file[..at].to_owned());
    files.first().is_some_and(|first| files.iter().all(|file| book(file) == book(first)))
}

fn last_of(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
