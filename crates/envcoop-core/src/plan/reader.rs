//! Reading plans of every format, told apart by content.

use std::io::{self, Read};
use std::sync::Arc;

use crate::classify::{Classifier, UNPUBLISHED};
use crate::framework::Framework;
use crate::iati;
use crate::need::Blank;
use crate::plan::ids::Ids;
use crate::plan::{Activity, Column, Row, Share, csv, json, row};
use crate::problem::{Place, Problem, Problems, quoted};
use crate::text::Lang;

/// How much of an input, in bytes, is looked at to tell its format and separator.
const HEAD: usize = 64 * 1024;

/// The format of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Separated text: comma, semicolon or tab.
    Csv,
    /// JSON.
    Json,
    /// IATI activity XML.
    Iati,
    /// A zip container, as workbooks are.
    Workbook,
}

impl Format {
    /// Takes the beginning of an input and tells the format by it.
    ///
    /// # Errors
    /// Passes on what the input refuses.
    pub(crate) fn sniff(input: &mut dyn Read) -> io::Result<(Format, Vec<u8>)> {
        let mut head = Vec::new();
        input.take(HEAD as u64).read_to_end(&mut head)?;
        Ok((Format::of(&head), head))
    }

    fn of(head: &[u8]) -> Format {
        if head.starts_with(b"PK\x03\x04") {
            return Format::Workbook;
        }
        // UTF-16 text has a NUL beside every ASCII character.
        let mut visible = head
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(head)
            .iter()
            .filter(|b| !matches!(b, 0 | 0xff | 0xfe | b' ' | b'\t' | b'\r' | b'\n'));
        match visible.next() {
            Some(b'<') => Format::Iati,
            Some(b'{' | b'[') => Format::Json,
            _ => Format::Csv,
        }
    }

    /// Returns what a blank means where nobody says otherwise.
    pub fn blank(self) -> Blank {
        if self == Format::Iati { Blank::Unknown } else { Blank::Unmet }
    }
}

/// Reads plans, one or several as one, and keeps what concerns all of them: ids and problems.
pub struct PlanReader<'f> {
    framework: &'f Framework,
    /// Built when the first published file is met: most runs need none.
    classifier: Option<Classifier<'f>>,
    unpublished: &'static str,
    ids: Ids,
    problems: Problems,
    shares: Vec<Share>,
    n_read: u64,
    n_refused: u64,
}

/// What is known after the last plan.
#[derive(Debug)]
pub struct Summary {
    /// Every problem met.
    pub problems: Problems,
    /// Rows read and understood.
    pub n_read: u64,
    /// Rows left out because of an error.
    pub n_refused: u64,
}

impl<'f> PlanReader<'f> {
    /// Makes a reader; `blank` says what is made of what an imported file does not say.
    pub fn new(framework: &'f Framework, blank: Option<Blank>, problems: Problems) -> Self {
        PlanReader {
            framework,
            classifier: None,
            unpublished: if blank == Some(Blank::Unmet) { "" } else { UNPUBLISHED },
            ids: Ids::default(),
            problems,
            shares: Vec::new(),
            n_read: 0,
            n_refused: 0,
        }
    }

    /// Reads one plan and hands every row that breaks no rule to `sink`, in file order. `name` is
    /// the file as the user named it. Whatever is wrong is kept for [`finish`](Self::finish).
    pub fn read(
        &mut self,
        name: &str,
        mut input: impl Read,
        sink: &mut dyn FnMut(&Activity<'_>),
    ) -> Format {
        let file: Arc<str> = name.into();
        let mut found = Format::Csv;
        let read = Format::sniff(&mut input).and_then(|(format, head)| {
            found = format;
            self.read_as(format, &file, &head, input, sink)
        });
        if let Err(error) = read {
            self.problems.push(unreadable(&file, &error));
        }
        found
    }

    fn read_as(
        &mut self,
        format: Format,
        file: &Arc<str>,
        head: &[u8],
        input: impl Read,
        sink: &mut dyn FnMut(&Activity<'_>),
    ) -> io::Result<()> {
        let PlanReader { framework, ids, problems, shares, n_read, n_refused, .. } = self;
        let unpublished = self.unpublished;
        let mut n_bad = 0;
        let mut row = |row: Row<'_>, problems: &mut Problems| {
            let activity = row::parse(framework, row, shares, problems);
            match activity.filter(|activity| is_new(activity, ids, problems)) {
                Some(activity) => {
                    *n_read += 1;
                    sink(&activity);
                }
                None => n_bad += 1,
            }
        };
        let n_unread = match format {
            Format::Csv => csv::read(file, head, input, problems, &mut row)?,
            Format::Json => json::read(file, head.chain(input), problems, &mut row)?,
            Format::Iati => {
                let classifier = self.classifier.get_or_insert_with(|| Classifier::new(framework));
                iati::read(file, head.chain(input), problems, &mut |published, problems| {
                    let imported =
                        classifier.import(file, &published, Lang::En, unpublished, problems);
                    imported.with_row(file, |imported| row(imported, problems));
                });
                0
            }
            Format::Workbook => {
                let place = Place { file: Arc::clone(file), line: 0 };
                let hint = "save the sheet as “CSV UTF-8” and give that file";
                problems.push(Problem::fatal(place, "workbooks are not read yet").hint(hint));
                0
            }
        };
        *n_refused += n_unread + n_bad;
        Ok(())
    }

    /// Ends reading.
    pub fn finish(self) -> Summary {
        Summary { problems: self.problems, n_read: self.n_read, n_refused: self.n_refused }
    }
}

/// Makes the problem of an input that cannot be read.
pub(crate) fn unreadable(file: &Arc<str>, error: &io::Error) -> Problem {
    let place = Place { file: Arc::clone(file), line: 0 };
    Problem::fatal(place, format!("cannot be read: {error}"))
}

fn is_new(row: &Activity<'_>, ids: &mut Ids, problems: &mut Problems) -> bool {
    let Some(first) = ids.insert(row.id, row.file, row.line) else { return true };
    let message = format!("id {} is used already at {first}", quoted(row.id));
    let hint = "give one of the two rows another id, or remove the copy";
    problems.push(Problem::error(row.place(), message).column(Column::Id.code()).hint(hint));
    false
}
