//! Opening and reading what the user names; every problem is printed before anything is refused.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use envcoop_core::framework::{self, Framework};
use envcoop_core::judge::gap::Unjudged;
use envcoop_core::problem::{Place, Problem, Problems};
use envcoop_core::reason::{Reason, said};
use envcoop_core::study::{Portfolio, Study};
use envcoop_core::text::{Text, did_you_mean};
use envcoop_intake::mapping::{self, Mapping, preset};
use envcoop_intake::plan::kind::FileKind;
use envcoop_intake::plan::{PlanFile, TextEncoding};
use envcoop_words as words;
use envcoop_words::problem::open as say;

use crate::apart::Outputs;
use crate::{FrameworkArgs, Refused, Session, kind};

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
    Unreadable(io::ErrorKind, Reason),
}

impl Again {
    /// Gets an input ready. A file that the run is to write cannot be read.
    pub fn new(path: &Path, session: &mut Session<'_, '_>) -> Again {
        let unreadable = |error: io::Error| {
            Again::Unreadable(error.kind(), Reason::new(|lang| said(lang, &error)))
        };
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
                Box::new(Unreadable(Some(io::Error::new(*kind, why.clone()))))
            }
        }
    }
}
