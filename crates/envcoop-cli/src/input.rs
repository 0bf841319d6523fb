//! Reading and judging what the user names; every problem is printed before anything is refused.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use envcoop_core::framework::{self, Framework};
use envcoop_core::judge::gap::Unjudged;
use envcoop_core::judge::judged::{Judged, Rules};
use envcoop_core::judge::suspicion::Suspected;
use envcoop_core::plan::Activity;
use envcoop_core::problem::{Place, Problem, Problems, Severity};
use envcoop_core::reason::{Reason, said};
use envcoop_core::study::{Input, Portfolio, Study};
use envcoop_core::text::{Text, did_you_mean};
use envcoop_core::vocabulary::{Blank, Profile};
use envcoop_intake::mapping::{self, Mapping, preset};
use envcoop_intake::plan::kind::FileKind;
use envcoop_intake::plan::{PlanFile, TextEncoding};
use envcoop_intake::reader::{PlanReader, Summary};
use envcoop_words as words;
use envcoop_words::problem::open as say;
use sha2::{Digest, Sha256};

use crate::apart::Outputs;
use crate::sources::{self, Source};
use crate::{FrameworkArgs, PlanArgs, Refused, Session, kind, today};

/// Loads the framework that the user names: a file, or the id of a shipped one.
///
/// # Errors
/// [`Refused`] after every problem of the file has been printed.
pub fn load_framework(
    args: &FrameworkArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Arc<Framework>> {
    let name = args.framework.to_string_lossy();
    let loaded = match framework::shipped(&name) {
        Some(loaded) => loaded,
        None => match io::read_to_string(open(&args.framework, session)) {
            Ok(json) => framework::load(&name, &json),
            Err(error) => {
                let ids = || framework::SHIPPED.iter().map(|shipped| shipped.id);
                let hint = Text::new(|lang| {
                    did_you_mean(lang, &name, ids(), || {
                        say::shipped(lang, ids().collect::<Vec<_>>().join(lang.comma()))
                    })
                });
                let place = Place { file: (&*name).into(), line: 0 };
                let message = Text::new(|lang| say::no_framework(lang, said(lang, &error)));
                Err(vec![Problem::error(place, message).hint(hint)])
            }
        },
    };
    loaded.map(Arc::new).map_err(|found| {
        let mut problems = Problems::default();
        found.into_iter().for_each(|problem| problems.push(problem));
        session.problems(&problems);
        Refused.into()
    })
}

/// Loads the mapping that the user names: a file, or the name of a shipped one.
///
/// # Errors
/// [`Refused`] after every problem of the file has been printed; lists the shipped ones where there is
/// no such file.
pub fn load_mapping(path: &Path, session: &mut Session<'_, '_>) -> anyhow::Result<Mapping> {
    let name = path.to_string_lossy();
    if let Some((mapping, _)) = preset::named(&name) {
        return Ok(mapping);
    }
    let mut problems = Problems::default();
    let lang = session.lang;
    let mut bytes = Vec::new();
    open(path, session).take(MOST_OF_MAPPING).read_to_end(&mut bytes).with_context(|| {
        let names = preset::names().collect::<Vec<_>>().join(", ");
        words::import::no_mapping(lang, &name, names)
    })?;
    let file: Arc<str> = (&*name).into();
    let mapping = match mapping::file::decode(&bytes) {
        Some(text) => mapping::file::read(&file, &text, &mut problems),
        None => {
            let place = Place { file, line: 0 };
            let problem = Problem::fatal(place, words::problem::mapping::NOT_TEXT);
            problems.push(problem.hint(words::problem::mapping::NOT_TEXT_HINT));
            None
        }
    };
    session.problems(&problems);
    mapping.ok_or_else(|| Refused.into())
}

/// The most bytes of a mapping that are read.
const MOST_OF_MAPPING: u64 = 4 << 20;

/// What takes each row, judged once, as it is read.
pub type RowSink<'s> = &'s mut dyn FnMut(&Judged<'_>);

/// Reads every plan as one and hands each row, judged, to `row`. Returns what is known after the last
/// row.
///
/// # Errors
/// [`Refused`] after the problems have been printed: where there is an error, unless the user
/// asked to leave bad rows out and that is enough.
pub fn read_plans(
    args: &PlanArgs,
    framework: &Framework,
    rules: Rules,
    session: &mut Session<'_, '_>,
    row: RowSink<'_>,
) -> anyhow::Result<Summary> {
    let each =
        |reader: &mut PlanReader<'_>, name: &str, mut file: Box<dyn Read + '_>, sink: Sink<'_>| {
            reader.read(name, &mut file, sink);
            Ok(())
        };
    read_each(args, framework, rules, session, Problems::default(), row, each)
}

/// Reads every plan into a portfolio, in one pass; each row, judged, goes to `row` as well if it falls
/// into the period.
///
/// # Errors
/// As [`read_plans`].
pub fn read_portfolio(
    args: &PlanArgs,
    portfolio: &mut Portfolio,
    session: &mut Session<'_, '_>,
    row: RowSink<'_>,
) -> anyhow::Result<()> {
    let (whole, rules) = (Arc::clone(&portfolio.scope.whole), portfolio.rules);
    let mut add = |judged: &Judged<'_>| {
        if portfolio.add(judged) {
            row(judged);
        }
    };
    let summary = read_plans(args, &whole, rules, session, &mut add)?;
    portfolio.tell_blank(summary.blank);
    portfolio.tell_refused(summary.n_refused);
    portfolio.advise(summary.advice);
    Ok(())
}

/// Reads plans as [`read_portfolio`] does, keeps every problem in full, and tells what was read.
///
/// # Errors
/// As [`read_plans`].
pub fn read_portfolio_on_record(
    args: &PlanArgs,
    portfolio: &mut Portfolio,
    session: &mut Session<'_, '_>,
    row: RowSink<'_>,
) -> anyhow::Result<(Vec<Problem>, Vec<Input>)> {
    let (whole, rules) = (Arc::clone(&portfolio.scope.whole), portfolio.rules);
    let mut add = |judged: &Judged<'_>| {
        if portfolio.add(judged) {
            row(judged);
        }
    };
    let mut inputs = Vec::new();
    let each =
        |reader: &mut PlanReader<'_>, name: &str, file: Box<dyn Read + '_>, sink: Sink<'_>| {
            inputs.push(read_on_record(reader, name, file, sink)?);
            Ok(())
        };
    let problems = Problems::default().keeping_all();
    let summary = read_each(args, &whole, rules, session, problems, &mut add, each)?;
    portfolio.tell_blank(summary.blank);
    portfolio.tell_refused(summary.n_refused);
    portfolio.advise(summary.advice);
    Ok((summary.problems.kept().to_vec(), inputs))
}

/// Reads every plan as one; returns which rows seem to be the same project, pair by pair.
///
/// # Errors
/// As [`read_plans`].
pub fn read_suspected(
    args: &PlanArgs,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Suspected> {
    let rules = Rules { profile: Profile::default(), as_of: today(), blank: args.reading.blank() };
    let each =
        |reader: &mut PlanReader<'_>, name: &str, mut file: Box<dyn Read + '_>, sink: Sink<'_>| {
            reader.list_pairs();
            reader.read(name, &mut file, sink);
            Ok(())
        };
    let problems = Problems::default();
    let summary = read_each(args, framework, rules, session, problems, &mut |_| {}, each)?;
    Ok(summary.suspected)
}

/// Reads a file and tells by what anybody can know it again.
pub(crate) fn read_on_record(
    reader: &mut PlanReader<'_>,
    name: &str,
    file: Box<dyn Read + '_>,
    sink: Sink<'_>,
) -> anyhow::Result<Input> {
    let mut file = Digested { file, digest: Sha256::new(), bytes: 0 };
    let before = reader.counts();
    reader.read(name, &mut file, sink);
    let [rows, refused] = reader.counts();
    // Some formats are read no further than they have to be.
    io::copy(&mut file, &mut io::sink()).with_context(|| name.to_owned())?;
    Ok(Input {
        name: name.to_owned(),
        bytes: file.bytes,
        sha256: file.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        rows: rows - before[0],
        refused: refused - before[1],
    })
}

/// What takes the rows of a file.
pub(crate) type Sink<'s> = &'s mut dyn FnMut(&Activity<'_>);

pub(crate) fn read_each(
    args: &PlanArgs,
    framework: &Framework,
    rules: Rules,
    session: &mut Session<'_, '_>,
    problems: Problems,
    row: RowSink<'_>,
    mut each: impl FnMut(&mut PlanReader<'_>, &str, Box<dyn Read + '_>, Sink<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Summary> {
    let PlanArgs { plans, reading, part } = args;
    let n_stdin = plans.iter().filter(|path| path.as_os_str() == "-").count();
    ensure!(n_stdin < 2, Reason::from(words::input::STDIN_TWICE));
    let asked = reading.blank.map(Blank::from);
    let mut sources = Source::all(args);
    let (same, told) = sources::same(&mut sources, args, framework, session);
    let mut problems = problems;
    told.into_iter().for_each(|problem| problems.push(problem));
    let reader = PlanReader::new(framework, asked, problems)
        .with_encoding(reading.encoding)
        .with_threads(reading.threads.count());
    let reader = reader.literally(reading.literal).leniently(reading.lenient).counting(same);
    let mut reader = reader.beginning_at(sources::first_row(part));
    for source in &mut sources {
        let name = source.name().to_owned();
        let Session { streams, progress, quiet, outputs, .. } = &mut *session;
        let mut sink = |activity: &Activity<'_>| {
            if !*quiet {
                progress.row(streams.err);
            }
            row(&rules.judge(activity));
        };
        each(&mut reader, &name, source.open(streams.stdin, outputs), &mut sink)?;
    }
    let summary = reader.finish();
    session.problems(&summary.problems);
    if summary.n_unknown > 0 {
        session.warning(&words::row::made_unknown(session.lang, summary.n_unknown), None);
    }
    if summary.problems.n_errors() > 0 {
        if !reading.keep_going || summary.problems.has_fatal() {
            tell_no_plans(plans, reading.encoding, &summary.problems, framework, session);
            return Err(Refused.into());
        }
        let Summary { n_refused, n_read, .. } = summary;
        let lang = session.lang;
        let left_out = words::row::left_out(lang, n_refused, n_read);
        // A part may have bad rows only.
        if n_read == 0 && part.is_none() {
            session.error(
                &words::row::none_left(lang, left_out),
                Some(words::row::NONE_LEFT_HINT.get(lang)),
            );
            return Err(Refused.into());
        }
        if let Some(most) = reading.max_left_out.filter(|most| most.is_under(n_refused, n_read)) {
            let hint = words::row::left_out_too_many(lang, most);
            session.error(&left_out, Some(&hint));
            return Err(Refused.into());
        }
        session.warning(&left_out, None);
    }
    Ok(summary)
}

/// Tells of each file that could not be read as a plan what it is.
fn tell_no_plans(
    plans: &[PathBuf],
    encoding: Option<TextEncoding>,
    problems: &Problems,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) {
    let fatal = problems.kept().iter().filter(|own| own.severity == Severity::Fatal);
    let places: Vec<&str> = fatal.map(|own| &*own.place.file).collect();
    for path in plans.iter().filter(|path| path.as_os_str() != "-") {
        let name = path.to_string_lossy();
        let is_it = |place: &&&str| {
            place.strip_prefix(&*name).is_some_and(|rest| rest.is_empty() || rest.starts_with('!'))
        };
        if places.iter().any(|place| is_it(&place)) {
            let input = Again::new(path, session);
            kind::tell_no_plan(path, &input, encoding, framework, session);
        }
    }
}

/// A file of which a digest is made while it is read.
struct Digested<'r> {
    file: Box<dyn Read + 'r>,
    digest: Sha256,
    bytes: u64,
}

impl Read for Digested<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buf)?;
        self.digest.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }
}

/// Judges what was read.
///
/// # Errors
/// [`Refused`] after every contradiction of the rows has been printed.
pub fn study(portfolio: Portfolio, session: &mut Session<'_, '_>) -> anyhow::Result<Study> {
    portfolio.study().map_err(|unjudged| match unjudged {
        Unjudged::Contradictions(problems) => {
            problems.iter().for_each(|problem| session.problem(problem));
            Refused.into()
        }
        foreign @ Unjudged::Foreign(_) => foreign.into(),
    })
}

/// Reads a plan whole, to be written back.
///
/// # Errors
/// [`Refused`] after the problems have been printed.
pub fn read_plan_file(
    path: &Path,
    encoding: Option<TextEncoding>,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<PlanFile> {
    let input = Again::new(path, session);
    read_again(path, &input, encoding, framework, session)
}

/// Reads a plan whole from an input that was looked at before.
///
/// # Errors
/// As [`read_plan_file`].
pub fn read_again(
    path: &Path,
    input: &Again,
    encoding: Option<TextEncoding>,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<PlanFile> {
    let name: Arc<str> = path.to_string_lossy().into();
    let mut problems = Problems::default();
    let read = PlanFile::read(&name, input.open(), encoding, framework, &mut problems);
    session.problems(&problems);
    let Some(read) = read.filter(|_| problems.n_errors() == 0) else {
        kind::tell_no_plan(path, input, encoding, framework, session);
        return Err(Refused.into());
    };
    // What has ids and no status may be a copy with few columns, or what goes out to be decided.
    let header: Vec<&str> = read.plan.headings.iter().map(|own| own.text.as_str()).collect();
    match FileKind::of_header(&header) {
        None | Some(FileKind::Plan | FileKind::Table) => Ok(read),
        Some(other) => {
            session.problem(&kind::problem(&name, &other));
            Err(Refused.into())
        }
    }
}

/// Makes sure that a file can be read, before anything else is done.
///
/// # Errors
/// Says that it is not there, that it is a folder, or that the run is to write it.
pub fn ensure_readable(path: &Path, session: &Session<'_, '_>) -> anyhow::Result<()> {
    let shown = path.display();
    let unreadable = || say::cannot_be_read(session.lang, &shown);
    session.outputs.refuse(path).with_context(unreadable)?;
    if path.as_os_str() != "-" {
        let there = std::fs::metadata(path).with_context(unreadable)?;
        ensure!(!there.is_dir(), Reason::new(|lang| say::folder_no_plan(lang, &shown)));
    }
    Ok(())
}

/// Opens a file for reading; `-` is standard input. Where it cannot be opened, reading it tells why,
/// so that the reason is listed with whatever else is wrong with the input; a file that the run is to
/// write is not opened either.
pub fn open<'s>(path: &Path, session: &'s mut Session<'_, '_>) -> Box<dyn Read + 's> {
    open_from(path, session.streams.stdin, &session.outputs)
}

pub(crate) fn open_from<'s>(
    path: &Path,
    stdin: &'s mut dyn Read,
    outputs: &Outputs,
) -> Box<dyn Read + 's> {
    if let Err(error) = outputs.refuse(path) {
        return Box::new(Unreadable(Some(error)));
    }
    if path.as_os_str() == "-" {
        return Box::new(stdin);
    }
    match File::open(path) {
        Ok(file) => Box::new(file),
        Err(error) => Box::new(Unreadable(Some(error))),
    }
}

/// A file that could not be opened.
pub(crate) struct Unreadable(pub(crate) Option<std::io::Error>);

impl Read for Unreadable {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// An input that can be read several times: a file, or what came on standard input.
pub enum Again {
    /// A file.
    File(PathBuf),
    /// What came on standard input.
    Memory(Vec<u8>),
    /// Why it cannot be read.
    Unreadable(io::ErrorKind, String),
}

impl Again {
    /// Gets an input ready. A file that the run is to write cannot be read.
    pub fn new(path: &Path, session: &mut Session<'_, '_>) -> Again {
        let unreadable = |error: io::Error| Again::Unreadable(error.kind(), error.to_string());
        if let Err(error) = session.outputs.refuse(path) {
            return unreadable(error);
        }
        if path.as_os_str() != "-" {
            return Again::File(path.to_owned());
        }
        let mut bytes = Vec::new();
        match session.streams.stdin.read_to_end(&mut bytes) {
            Ok(_) => Again::Memory(bytes),
            Err(error) => unreadable(error),
        }
    }

    /// Opens the input from its beginning.
    pub fn open(&self) -> Box<dyn Read + '_> {
        match self {
            Again::File(path) => match File::open(path) {
                Ok(file) => Box::new(file),
                Err(error) => Box::new(Unreadable(Some(error))),
            },
            Again::Memory(bytes) => Box::new(&bytes[..]),
            Again::Unreadable(kind, why) => {
                Box::new(Unreadable(Some(io::Error::new(*kind, why.as_str()))))
            }
        }
    }
}
