//! Conflicts handed to a person, and her decisions taken back.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{bail, ensure};
use envcoop_cli::{
    OutputArgs, Refused, Session, SharedArgs, Target, form_named, open as open_file,
};
use envcoop_core::edit::merge::{Conflict, Edited, Merged, Resolve, Resolving, Settled};
use envcoop_core::plan::{Column, Document};
use envcoop_core::problem::{Place, Problems, argument};
use envcoop_core::text::{folded, trim};
use envcoop_forms::html;
use envcoop_forms::table::csv::{self, Form};
use envcoop_intake::plan::answers;
use envcoop_present::checklist::conflicts::{self, Open};
use envcoop_words::edit as words;

use super::Merge;

/// What `--resolve` takes: a rule for all, or for what is called so.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    name: Option<String>,
    rule: Resolve,
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Rule, String> {
        // A file may have the sign in its name.
        let (name, rule) = match text.rsplit_once('=') {
            Some((name, rule)) => (Some(trim(name).to_owned()), trim(rule)),
            None => (None, text),
        };
        let rule = [Resolve::Ours, Resolve::Theirs].into_iter().find(|own| own.code() == rule);
        match (name, rule) {
            (_, None) => {
                Err("write `ours`, `theirs`, or `NAME=theirs` for a row, a column or a copy"
                    .to_owned())
            }
            (Some(name), _) if name.is_empty() => {
                Err("the name of a row, a column or a copy stands before `=`".to_owned())
            }
            (name, Some(rule)) => Ok(Rule { name, rule }),
        }
    }
}

impl Rule {
    /// Tells whether a copy's word applies by it.
    pub(super) fn is_for_copies(&self) -> bool {
        self.rule == Resolve::Theirs
    }
}

/// Returns the rules as one.
///
/// # Errors
/// [`Refused`] after every rule that is for nothing has been named; two rules for all that differ.
pub(super) fn rules(
    rules: &[Rule],
    plan: &Document,
    edited: &[Edited],
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Resolving> {
    let mut resolving = Resolving::default();
    for Rule { name, rule } in rules {
        match name {
            Some(name) => resolving.rules.push((name.clone(), *rule)),
            None if resolving.plain.is_some_and(|plain| plain != *rule) => {
                bail!(words::BOTH_FOR_ALL.get(session.lang))
            }
            None => resolving.plain = Some(*rule),
        }
    }
    let mut problems = Problems::default();
    resolving.check(plan, edited, &mut problems);
    session.problems(&problems);
    if problems.n_errors() > 0 { Err(Refused.into()) } else { Ok(resolving) }
}

/// Merges, with what a person decided. Decisions may bring up conflicts that were none before, which
/// the same files may decide.
///
/// # Errors
/// [`Refused`] after the problems of a file that cannot be read have been printed. What is wrong with
/// a decision is printed as well, and leaves its conflict open.
pub(super) fn decide(
    args: &Merge,
    resolving: &mut Resolving,
    merging: impl Fn(&Resolving) -> Merged,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Merged> {
    let Some(last) = args.settle.last() else { return Ok(merging(resolving)) };
    let mut problems = Problems::default();
    let mut given = Vec::new();
    for path in &args.settle {
        let name: Arc<str> = path.to_string_lossy().into();
        let read = answers::read(&name, open_file(path, session), args.encoding, &mut problems);
        given.extend(read.into_iter().flatten());
    }
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    let file = Place { file: last.to_string_lossy().into(), line: 0 };
    let mut open = merging(&Resolving::default()).conflicts;
    let (merged, problems) = loop {
        let mut problems = Problems::default();
        let rules = Resolving { settled: Settled::default(), ..resolving.clone() };
        resolving.settled = Settled::of(&open, &given, &file, &rules, &mut problems);
        let merged = merging(resolving);
        let n_before = open.len();
        let new = |own: &&Conflict| !open.contains(own);
        let new: Vec<Conflict> = merged.conflicts.iter().filter(new).cloned().collect();
        open.extend(new);
        if open.len() == n_before {
            break (merged, problems);
        }
    };
    session.problems(&problems);
    let decided = resolving.settled.conflicts().filter(|own| !merged.conflicts.contains(own));
    let files: Vec<String> = args.settle.iter().map(|path| path.display().to_string()).collect();
    let n = decided.count() as u64;
    session.note(&words::settled(session.lang, files.join(", "), n, open.len() as u64));
    Ok(merged)
}

/// Where conflicts are written to be settled.
pub(super) struct Sheet {
    path: PathBuf,
    target: Target,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Workbook,
    Csv,
    Page,
}

impl Sheet {
    /// Checks where they go, before the work; nothing where they go nowhere.
    ///
    /// # Errors
    /// As [`Target::new`]; a name that asks for another form; the account goes into the same file.
    pub(super) fn begin(
        args: &Merge,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Option<Sheet>> {
        let Some(path) = &args.conflicts else { return Ok(None) };
        ensure!(path.as_os_str() != "-", words::CONFLICTS_NEED_FILE.get(session.lang));
        let own = &args.result.output;
        ensure!(*path != own.output, words::conflicts_and_account(session.lang, path.display()));
        let forms = [
            ("xlsx", Kind::Workbook),
            ("csv", Kind::Csv),
            ("html", Kind::Page),
            ("htm", Kind::Page),
        ];
        let kind = form_named(path, &forms)?.unwrap_or(Kind::Workbook);
        let place = OutputArgs { output: path.clone(), force: own.force };
        let target = Target::new(&place, session)?;
        Ok(Some(Sheet { path: path.clone(), target, kind }))
    }

    /// Writes them, where there are any, and tells so; returns what is to be done next.
    ///
    /// # Errors
    /// As [`Target::write`]; names the text that no cell of a workbook holds.
    pub(super) fn write(
        &self,
        plan: &str,
        open: &[Open],
        args: &Merge,
        shared: &SharedArgs,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<String> {
        let shown = self.path.display();
        if open.is_empty() {
            session.note(&words::no_conflicts(session.lang, &shown));
            return Ok(String::new());
        }
        let lang = shared.lang.into();
        let bytes = match self.kind {
            Kind::Workbook => {
                let author = format!("{} {}", session.tool, env!("CARGO_PKG_VERSION"));
                conflicts::workbook(plan, open, shared.lang.langs(), &author)?
            }
            Kind::Csv => {
                let audience = args.result.audience.into();
                let mut bytes = Vec::new();
                let form = Form { audience, lang, ..Form::default() };
                csv::write(&conflicts::table(open), &mut bytes, form)?;
                bytes
            }
            Kind::Page => html::render(&conflicts::page(plan, open), lang).into_bytes(),
        };
        self.target.write(session, |out| out.write_all(&bytes))?;
        Ok(match self.kind {
            Kind::Page => words::read_page(session.lang, &shown),
            Kind::Workbook | Kind::Csv => {
                // What was decided before counts only where it is given again.
                let files = args.settle.iter().chain([&self.path]);
                let options =
                    files.map(|file| format!("--settle {}", argument(&file.to_string_lossy())));
                let options = options.collect::<Vec<_>>().join(" ");
                words::decide(session.lang, &shown, options)
            }
        })
    }
}

/// Returns the conflicts with what their rows are called: in the plan, else in the copies.
pub(super) fn open(merged: &Merged, edited: &[Edited]) -> Vec<Open> {
    let plans: Vec<&Document> =
        [&merged.plan].into_iter().chain(edited.iter().map(|own| &own.plan)).collect();
    let title = |conflict: &Conflict| {
        let is_it = |id: &str| folded(trim(id)) == folded(trim(&conflict.id));
        let mut titles = plans.iter().filter_map(|plan| {
            let line = plan.lines.iter().find(|line| is_it(plan.text(line, Column::Id)))?;
            Some(trim(plan.text(line, Column::Title)).to_owned())
        });
        titles.find(|title| !title.is_empty()).unwrap_or_default()
    };
    let open = |own: &Conflict| Open { conflict: own.clone(), title: title(own) };
    merged.conflicts.iter().map(open).collect()
}
