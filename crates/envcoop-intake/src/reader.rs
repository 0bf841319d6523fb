//! Reading plans of every format, told apart by content.

mod parts;

use std::io::{self, Read};
use std::sync::Arc;

use envcoop_core::framework::Framework;
use envcoop_core::judge::advice::{Advice, Advisor};
use envcoop_core::judge::habits::Habits;
use envcoop_core::judge::same::{Marks, Same};
use envcoop_core::judge::suspicion::Suspected;
use envcoop_core::plan::{Activity, CellNotes, Column, Lately, Row, row};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
#[cfg(feature = "iati")]
use envcoop_core::text::Lang;
use envcoop_core::text::{Text, folded};
use envcoop_core::vocabulary::Blank;
use envcoop_words::problem::{file as say, tally as part};

#[cfg(feature = "iati")]
use crate::classify::{Classifier, Match, UNPUBLISHED};
#[cfg(feature = "iati")]
use crate::iati::{self, Published};
#[cfg(not(all(feature = "iati", feature = "workbook")))]
use crate::plan::left_out;
use crate::plan::parts::Sizes;
#[cfg(feature = "workbook")]
use crate::plan::workbook;
use crate::plan::{
    Digests, Format, IdCheck, TextEncoding, csv, encoding, json, lock_problem, unreadable,
};

/// Reads plans, one or several as one, and keeps what concerns all of them: ids and problems.
pub struct PlanReader<'f> {
    framework: &'f Framework,
    /// Built when the first published file is met: most runs need none.
    #[cfg(feature = "iati")]
    classifier: Option<Classifier<'f>>,
    /// What a blank means, where somebody says so.
    blank: Option<Blank>,
    /// The encoding of CSV and JSON, where somebody says so.
    encoding: Option<TextEncoding>,
    only_published: bool,
    problems: Problems,
    known: Known<'f>,
    /// How many threads read long files.
    n_threads: usize,
    /// Into how large parts CSV is cut.
    sizes: Sizes,
    /// The line of the first row, where what is read is a part of a file.
    first_row: Option<u64>,
}

/// What the rows read so far tell.
struct Known<'f> {
    framework: &'f Framework,
    ids: IdCheck,
    lately: Lately,
    placeholders: CellNotes,
    n_read: u64,
    n_refused: u64,
    advisor: Advisor,
    same: Same,
}

impl Known<'_> {
    /// Takes a row, and hands it to `sink` if it breaks no rule.
    fn take(&mut self, row: Row<'_>, problems: &mut Problems, sink: &mut dyn FnMut(&Activity<'_>)) {
        let Known { framework, ids, lately, placeholders, .. } = self;
        match row::parse(framework, row, lately, placeholders, problems) {
            Some(mut activity) if is_new(&activity, ids, problems) => {
                activity.money_at = self.same.money_at(activity.id);
                self.n_read += 1;
                self.advisor.see(&activity, framework);
                sink(&activity);
            }
            _ => self.n_refused += 1,
        }
    }
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
    /// Cells that broke a rule and were made not known.
    pub n_unknown: u64,
    /// What the plans can hardly mean.
    pub advice: Vec<Advice>,
    /// What their rows do throughout.
    pub habits: Habits,
    /// Which rows seem to be the same project.
    pub suspected: Suspected,
    /// Whether an id may stand twice although nothing was told of it: whoever wants to know reads the
    /// plans again in order.
    pub may_repeat: bool,
    /// What blanks meant; where nobody said so, nothing was published in them if every file was a
    /// published one.
    pub blank: Blank,
}

impl<'f> PlanReader<'f> {
    /// Makes a reader; `blank` says what a blank means, also in published files.
    pub fn new(framework: &'f Framework, blank: Option<Blank>, problems: Problems) -> Self {
        PlanReader {
            framework,
            #[cfg(feature = "iati")]
            classifier: None,
            blank,
            encoding: None,
            only_published: true,
            problems,
            known: Known {
                framework,
                ids: IdCheck::default(),
                lately: Lately::default(),
                placeholders: CellNotes::default(),
                n_read: 0,
                n_refused: 0,
                advisor: Advisor::default(),
                same: Same::default(),
            },
            n_threads: 1,
            sizes: Sizes::default(),
            first_row: None,
        }
    }

    /// Reads long files on so many threads; the result is the same.
    #[must_use]
    pub fn with_threads(mut self, n_threads: usize) -> Self {
        self.n_threads = n_threads;
        self
    }

    /// Reads CSV and JSON that have no byte order mark in this encoding.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Option<TextEncoding>) -> Self {
        self.encoding = encoding;
        self
    }

    /// Keeps words for not known and for none as text.
    #[must_use]
    pub fn literally(mut self, is_literal: bool) -> Self {
        self.known.placeholders.is_literal = is_literal;
        self
    }

    /// Makes a cell that breaks a rule not known, where it decides neither what its row is nor in which
    /// figures it counts.
    #[must_use]
    pub fn leniently(mut self, is_lenient: bool) -> Self {
        self.known.placeholders.is_lenient = is_lenient;
        self
    }

    /// Counts the money of these rows where they say.
    #[must_use]
    pub fn counting(mut self, same: Same) -> Self {
        self.known.same = same;
        self
    }

    /// Reads what follows the header as a part of a CSV file, whose first row stands at this line.
    #[must_use]
    pub fn beginning_at(mut self, first_row: Option<u64>) -> Self {
        self.first_row = first_row;
        self
    }

    /// Looks for ids that stand twice after the last row only, in any order and little memory;
    /// [`Summary::may_repeat`] has the answer.
    #[must_use]
    pub fn by_digests(mut self) -> Self {
        if matches!(self.known.ids, IdCheck::Exact(_)) {
            self.known.ids = IdCheck::Digests(Digests::default());
        }
        self
    }

    /// Does not look for ids that stand twice: somebody says that there are none.
    #[must_use]
    pub fn assuming_unique(mut self, is_unique: bool) -> Self {
        if is_unique {
            self.known.ids = IdCheck::Off;
        }
        self
    }

    /// Returns how many rows were read so far, and how many were left out.
    pub fn counts(&self) -> [u64; 2] {
        [self.known.n_read, self.known.n_refused]
    }

    /// Lists the rows that seem to be the same project pair by pair.
    pub fn list_pairs(&mut self) {
        self.known.advisor.list_pairs();
    }

    /// Says, of the marks that the rows read so far have, whose money is counted where; marks that
    /// mean nothing are told in `problems`.
    pub fn settle(&self, marks: Marks, problems: &mut Vec<Problem>) -> Same {
        marks.settle(|id| self.known.ids.contains(id), problems)
    }

    /// Reads one plan and hands every row that breaks no rule to `sink`, in file order. `name` is
    /// the file as the user named it. Whatever is wrong is kept for [`finish`](Self::finish).
    pub fn read(&mut self, name: &str, input: impl Read, sink: &mut dyn FnMut(&Activity<'_>)) {
        self.file(name, input, |reader, format, file, head, input| {
            reader.read_as(format, file, head, input, sink)
        });
    }

    /// Reads a file with `read`, which gets the beginning and what follows it. Whatever is wrong is kept.
    fn file<R: Read>(
        &mut self,
        name: &str,
        mut input: R,
        read: impl FnOnce(&mut Self, Format, &Arc<str>, &[u8], R) -> io::Result<()>,
    ) {
        let file: Arc<str> = name.into();
        if let Some(problem) = lock_problem(&file) {
            self.problems.push(problem);
            return;
        }
        let read = Format::sniff(&mut input).and_then(|(format, head)| {
            self.only_published &= format == Format::Iati;
            read(self, format, &file, &head, input)
        });
        if let Err(error) = read {
            self.problems.push(unreadable(&file, &error));
        }
        self.known.placeholders.tell(&file, &mut self.problems);
    }

    fn read_as(
        &mut self,
        format: Format,
        file: &Arc<str>,
        head: &[u8],
        input: impl Read,
        sink: &mut dyn FnMut(&Activity<'_>),
    ) -> io::Result<()> {
        let PlanReader { framework, problems, known, n_threads, first_row, .. } = self;
        if first_row.is_some() && format != Format::Csv {
            let problem = Problem::fatal(Place { file: Arc::clone(file), line: 0 }, part::NO_CSV);
            problems.push(problem.hint(part::NO_CSV_HINT));
            return Ok(());
        }
        let asked = self.encoding;
        let mut row = |row: Row<'_>, problems: &mut Problems| known.take(row, problems, sink);
        let n_unread = match format {
            Format::Csv => match encoding::of_csv(head, asked, framework) {
                Ok(encoding) => {
                    let text = encoding::decode(head, input, encoding)?;
                    csv::read(file, &text.head, text.rest, *first_row, problems, &mut row)?
                }
                Err(undecided) => {
                    problems.push(undecided.problem(file));
                    0
                }
            },
            Format::Json => {
                let text = encoding::decode(head, input, encoding::of_json(head, asked))?;
                json::read(file, text.head.chain(text.rest), problems, &mut row)?
            }
            #[cfg(feature = "iati")]
            Format::Iati => {
                // An imported row says `?` wherever nothing was published, unless that is to mean
                // nothing.
                let unpublished = if self.blank == Some(Blank::Unmet) { "" } else { UNPUBLISHED };
                let classifier = self.classifier.get_or_insert_with(|| Classifier::new(framework));
                let work = |published: &Published| classifier.classify(published);
                let mut import = |published: Published,
                                  matches: Vec<Match<'_>>,
                                  problems: &mut _| {
                    let found = (&published, &matches[..]);
                    let imported = classifier.import(file, found, Lang::En, unpublished, problems);
                    imported.with_row(file, |imported| row(imported, problems));
                };
                let input = head.chain(input);
                iati::read_with(file, input, *n_threads, &work, problems, &mut import);
                0
            }
            #[cfg(not(feature = "iati"))]
            Format::Iati => {
                problems.push(left_out(file, "published activities"));
                0
            }
            #[cfg(not(feature = "workbook"))]
            Format::Workbook => {
                problems.push(left_out(file, "a workbook"));
                0
            }
            #[cfg(feature = "workbook")]
            Format::Workbook => workbook::read(file, head, input, problems, &mut row)?,
        };
        known.n_refused += n_unread;
        Ok(())
    }

    /// Ends reading.
    pub fn finish(self) -> Summary {
        let default = if self.only_published { Blank::Unknown } else { Blank::Unmet };
        let Known { mut ids, placeholders, n_read, n_refused, advisor, .. } = self.known;
        Summary {
            advice: advisor.advice(n_refused),
            habits: advisor.habits().clone(),
            suspected: advisor.suspected().clone(),
            problems: self.problems,
            n_read,
            n_refused,
            n_unknown: placeholders.n_unknown,
            may_repeat: ids.may_repeat(),
            blank: self.blank.unwrap_or(default),
        }
    }
}

fn is_new(row: &Activity<'_>, ids: &mut IdCheck, problems: &mut Problems) -> bool {
    let Some(first) = ids.insert(&folded(row.id), row.file, row.line) else { return true };
    problems.add(Severity::Error, || {
        let message = Text::new(|lang| say::id_used(lang, quoted(row.id), &first));
        Problem::error(row.place(), message).column(Column::Id.code()).hint(say::ID_USED_HINT)
    });
    false
}
