//! Mappings on their way out: shown, asked about, kept.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use envcoop_cli::{ExitStatus, OutputArgs, Session, SharedArgs, Target};
use envcoop_core::problem::{Problem, argument};
use envcoop_core::text::Lang;
use envcoop_forms::terminal;
use envcoop_intake::mapping::field::Field;
use envcoop_intake::mapping::file;
use envcoop_words::import as words;

use super::table::{Job, whole};
use super::{Import, before, shown};

/// A mapping that is to be written.
pub(super) struct Map {
    path: PathBuf,
    target: Target,
}

impl Map {
    /// Checks where a mapping goes.
    pub(super) fn new(
        path: &Path,
        args: &Import,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Map> {
        // What `--force` is given for is the plan: a mapping that a person may have corrected stays,
        // unless it is named.
        let force = args.output.force && args.save_map.is_some();
        let output = OutputArgs { output: path.to_owned(), force };
        let target = Target::new(&output, session)
            .with_context(|| words::map_exists(session.lang, path.display(), word_of(path)))?;
        Ok(Map { path: path.to_owned(), target })
    }
}

/// Makes sure that the plan, its review and the mapping are different files.
pub(super) fn apart(args: &Import, lang: Lang) -> anyhow::Result<()> {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).canonicalize().unwrap_or_default();
        folder.join(path.file_name().unwrap_or_default())
    };
    let all = [Some(&args.output.output), args.review.as_ref(), args.save_map.as_ref()];
    let all: Vec<&PathBuf> = all.into_iter().flatten().filter(|p| p.as_os_str() != "-").collect();
    for (at, path) in all.iter().enumerate() {
        let is_there = all[..at].iter().any(|other| place(other) == place(path));
        ensure!(!is_there, envcoop_words::candidate::same_file(lang, path.display()));
    }
    Ok(())
}

/// Makes sure that every mapping that is to be kept or reviewed can be written: one for each table that
/// has none. `kept` is the one that the user names.
pub(super) fn maps(
    args: &Import,
    mut kept: Option<Map>,
    jobs: &[Job],
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Vec<Option<Map>>> {
    let mut maps = Vec::new();
    let mut taken: Vec<PathBuf> =
        [&args.save_map, &args.review].into_iter().flatten().cloned().collect();
    for job in jobs {
        maps.push(match kept.take() {
            Some(map) => Some(map),
            None if job.has_questions() || args.save_map.is_some() => {
                let path = beside(&args.output.output, &job.name, &taken);
                taken.push(path.clone());
                Some(Map::new(&path, args, session)?)
            }
            None => None,
        });
    }
    Ok(maps)
}

/// Shows what each column becomes.
pub(super) fn show(
    jobs: &[Job],
    shared: &SharedArgs,
    target: &Target,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<()> {
    let lang = Lang::from(shared.lang);
    let is_open = jobs.iter().any(|job| job.has_questions());
    for job in jobs {
        let columns = job.proposal.as_ref().map(|proposal| &proposal.columns[..]);
        let document = shown::columns(&job.name, &job.survey, &job.mapping, columns);
        // A plan that goes to standard output goes there alone.
        if !target.is_stdout() || is_open {
            let text = terminal::render(&document, lang, session.streams.out.width());
            session.streams.out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

/// Asks what has to be settled first.
pub(super) fn ask(jobs: &[Job], session: &mut Session<'_, '_>) {
    session.speak_up();
    for job in jobs {
        for question in job.proposal.iter().flat_map(|proposal| &proposal.questions) {
            let mut problem = Problem::warning(whole(&job.name), question.message.clone());
            if let Some(header) = &question.header {
                problem = problem.column(header.clone());
            }
            session.problem(&problem.hint(question.hint.clone()));
        }
    }
}

/// Writes the mappings in which what was asked is settled.
pub(super) fn settle(
    args: &Import,
    shared: &SharedArgs,
    jobs: &[Job],
    maps: &[Option<Map>],
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    for (job, map) in jobs.iter().zip(maps) {
        save(map.as_ref(), job, session)?;
        if let Some(map) = map {
            let [map, plan] = [&map.path, &args.output.output].map(|own| word_of(own));
            let table = format!("{}{}", argument(&job.name), options(args, shared));
            session.note(&words::again(session.lang, table, map, plan));
        }
    }
    Ok(ExitStatus::Found)
}

/// Returns the options of a run, to be given again.
fn options(args: &Import, shared: &SharedArgs) -> String {
    let lang = Lang::from(shared.lang);
    let is_default = lang == Lang::default();
    let lang = (!is_default).then(|| ("lang", lang.code().to_owned()));
    let sheet = args.table.sheet.clone().map(|sheet| ("sheet", sheet));
    let set = args.table.set.iter();
    let set = set.map(|(column, value)| ("set", format!("{}={value}", column.code())));
    let review = args.review.as_ref().map(|path| ("review", path.to_string_lossy().into_owned()));
    let all = lang.into_iter().chain(sheet).chain(set).chain(review);
    all.map(|(name, value)| format!(" --{name} {}", argument(&value))).collect()
}

/// Writes the name of a file in a command line.
fn word_of(path: &Path) -> String {
    argument(&path.to_string_lossy())
}

/// Returns where the mapping of a table is kept for review: beside the plan. Tables of one name in
/// several folders or forms have one each.
fn beside(output: &Path, table: &str, taken: &[PathBuf]) -> PathBuf {
    let stem = Path::new(table).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let stem = if table == "-" { "table".to_owned() } else { stem };
    let first = output.with_file_name(format!("{stem}.map.toml"));
    let others = (2..).map(|n| output.with_file_name(format!("{stem}-{n}.map.toml")));
    let mut all = std::iter::once(first.clone()).chain(others);
    all.find(|path| !taken.contains(path)).unwrap_or(first)
}

pub(super) fn save(
    map: Option<&Map>,
    job: &Job,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<()> {
    let Some(map) = map else { return Ok(()) };
    let lang = session.lang;
    let columns = job.proposal.as_ref().map(|proposal| &proposal.columns[..]);
    let remark = |field: Field| shown::remark(field, &job.survey, &job.mapping, columns, lang);
    let text = file::write(&job.mapping, &words::head(lang, &job.name), &remark);
    let backup = map.target.write_keeping(session, |out| out.write_all(text.as_bytes()))?;
    before::tell(&map.path, backup.as_deref(), session);
    session.note(&words::map_written(lang, map.path.display()));
    Ok(())
}
