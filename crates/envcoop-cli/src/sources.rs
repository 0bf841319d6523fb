//! The plans of a run as bytes: files are read as often as they are needed, and what comes once is kept
//! in memory where it has to be read again.

use std::io::{self, Cursor, Read};
use std::path::PathBuf;

use envcoop_core::framework::Framework;
use envcoop_core::judge::same::{Marks, Same};
use envcoop_core::problem::{Problem, Problems};
use envcoop_intake::marked::{self, ByHead};
use envcoop_intake::reader::PlanReader;

use crate::apart::Outputs;
use crate::input::{Unreadable, open_from};
use crate::{PartOf, PlanArgs, ReadingArgs, Session};

/// A plan that is to be read.
pub(crate) struct Source {
    path: PathBuf,
    /// What messages and results call it.
    name: String,
    /// What was taken from an input that comes once; the rest follows it.
    taken: Vec<u8>,
    /// The rest of a pipe.
    pipe: Option<Box<dyn Read>>,
    /// Whether everything was taken.
    is_whole: bool,
    /// Why no more could be taken.
    fault: Option<io::Error>,
}

impl Source {
    /// Makes the sources of these paths; `-` is standard input.
    pub(crate) fn all(args: &PlanArgs) -> Vec<Source> {
        let whole = args.part.as_ref().and_then(|part| part.place.as_ref());
        let source = |path: &PathBuf| Source {
            path: path.clone(),
            name: whole.map_or_else(|| path.to_string_lossy().into(), |own| own.file.to_string()),
            taken: Vec::new(),
            pipe: None,
            is_whole: false,
            fault: None,
        };
        args.plans.iter().map(source).collect()
    }

    /// Returns what it is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Tells whether it can be read only once.
    pub(crate) fn comes_once(&self) -> bool {
        let is_special = |kind: std::fs::Metadata| !kind.is_file() && !kind.is_dir();
        self.path.as_os_str() == "-" || std::fs::metadata(&self.path).is_ok_and(is_special)
    }

    /// Opens it; of what comes once, what was taken stands in front.
    pub(crate) fn open<'s>(
        &'s mut self,
        stdin: &'s mut dyn Read,
        outputs: &Outputs,
    ) -> Box<dyn Read + 's> {
        if self.is_whole {
            let fault = self.fault.take();
            return Box::new(Cursor::new(&self.taken).chain(Unreadable(fault)));
        }
        let rest: Box<dyn Read + 's> = match &mut self.pipe {
            Some(pipe) => Box::new(pipe),
            None => open_from(&self.path, stdin, outputs),
        };
        if self.taken.is_empty() { rest } else { Box::new(Cursor::new(&self.taken).chain(rest)) }
    }

    /// Takes the beginning, of what comes once for good.
    fn head(&mut self, stdin: &mut dyn Read, outputs: &Outputs) -> io::Result<Vec<u8>> {
        if !self.comes_once() {
            let mut head = Vec::new();
            self.open(stdin, outputs).take(marked::HEAD).read_to_end(&mut head)?;
            return Ok(head);
        }
        if self.path.as_os_str() != "-" && self.pipe.is_none() {
            outputs.refuse(&self.path)?;
            self.pipe = Some(Box::new(std::fs::File::open(&self.path)?));
        }
        self.take(Some(marked::HEAD), stdin)?;
        Ok(self.taken.clone())
    }

    /// Takes so many bytes more of what comes once, or all.
    fn take(&mut self, most: Option<u64>, stdin: &mut dyn Read) -> io::Result<()> {
        if self.is_whole {
            return Ok(());
        }
        let rest: &mut dyn Read = match &mut self.pipe {
            Some(pipe) => pipe,
            None => stdin,
        };
        let read = match most {
            Some(most) => rest.take(most).read_to_end(&mut self.taken),
            None => rest.read_to_end(&mut self.taken),
        };
        // The reader of the rows tells of it.
        self.fault = read.err();
        self.is_whole = most.is_none() || self.fault.is_some();
        Ok(())
    }
}

/// Finds out whose money is counted at another row, and what is wrong with what plans say of that. Where
/// no plan has the column, none is read for it.
pub(crate) fn same(
    sources: &mut [Source],
    PlanArgs { reading, part, .. }: &PlanArgs,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> (Same, Vec<Problem>) {
    let mut is_marked = false;
    for source in sources.iter_mut() {
        let (stdin, outputs) = (&mut *session.streams.stdin, &session.outputs);
        // What cannot be read is refused when its rows are to be read.
        is_marked |= may_be_marked(source, reading, framework, stdin, outputs).unwrap_or(false);
    }
    let (mut marks, mut problems) = (Marks::default(), Vec::new());
    if !is_marked {
        return (Same::default(), problems);
    }
    // Its rows are read once more, and their problems are told then.
    let reader = PlanReader::new(framework, reading.blank.map(Into::into), Problems::with_limit(0));
    let reader = reader.with_encoding(reading.encoding).with_threads(reading.threads.count());
    let mut reader = reader.literally(reading.literal).beginning_at(first_row(part));
    for source in sources {
        let (stdin, outputs) = (&mut *session.streams.stdin, &session.outputs);
        if source.comes_once() && (source.take(None, stdin).is_err() || source.fault.is_some()) {
            continue;
        }
        let name = source.name.clone();
        reader.read(&name, source.open(stdin, outputs), &mut |row| marks.see(row));
    }
    let same = reader.settle(marks, &mut problems);
    (same, problems)
}

/// Returns the line of the first row, where that is not the one after the header.
pub(crate) fn first_row(part: &Option<PartOf>) -> Option<u64> {
    Some(part.as_ref()?.place.as_ref()?.line)
}

fn may_be_marked(
    source: &mut Source,
    reading: &ReadingArgs,
    framework: &Framework,
    stdin: &mut dyn Read,
    outputs: &Outputs,
) -> io::Result<bool> {
    let head = source.head(stdin, outputs)?;
    match marked::by_head(&head, reading.encoding, framework) {
        ByHead::Yes => Ok(true),
        ByHead::No => Ok(false),
        ByHead::Unknown if source.comes_once() => {
            source.take(None, stdin)?;
            marked::by_whole(&source.taken, io::empty(), reading.encoding)
        }
        ByHead::Unknown => {
            let mut file = source.open(stdin, outputs);
            let mut head = Vec::new();
            file.by_ref().take(marked::HEAD).read_to_end(&mut head)?;
            marked::by_whole(&head, file, reading.encoding)
        }
    }
}
