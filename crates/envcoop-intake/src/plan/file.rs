//! A plan's file, read whole, so that it can be written back as it was but for what changed.

use std::io;
use std::sync::Arc;

use encoding_rs::Encoding;
use envcoop_core::delimited::guard;
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document, Heading, Line, canonical};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{self, trim};
use envcoop_words::problem::{file as say, header, patch as patching};

use super::patch::csv::TextForm;
use super::patch::text::Encoded;
use super::patch::{self, Edits, Fault};
#[cfg(feature = "workbook")]
use super::workbook::Spots;
use crate::plan::records::Rows;
use crate::plan::{Format, TextEncoding, csv, encoding, json};

/// A plan and the file that it stands in.
#[derive(Debug)]
pub struct PlanFile {
    /// The plan.
    pub plan: Document,
    /// What was sent out, where the file says so.
    pub base: Option<Document>,
    name: Arc<str>,
    bytes: Vec<u8>,
    form: Form,
}

/// How a file is written.
#[derive(Debug)]
enum Form {
    /// Separated text.
    Text(Text, TextForm),
    /// JSON: an array of rows, or an object with them.
    Json(Text),
    /// A workbook, and where in it the plan stands.
    #[cfg(feature = "workbook")]
    Workbook(Spots),
}

/// A file's text, byte order mark left out.
#[derive(Debug)]
struct Text {
    encoding: &'static Encoding,
    text: String,
}

impl Text {
    fn encoded<'f>(&'f self, bytes: &'f [u8]) -> Encoded<'f> {
        Encoded { encoding: self.encoding, bytes, text: &self.text }
    }
}

impl PlanFile {
    /// Reads a plan whole; nothing, and the reason among the problems, where it cannot be read.
    pub fn read(
        file: &Arc<str>,
        mut input: impl io::Read,
        asked: Option<TextEncoding>,
        framework: &Framework,
        problems: &mut Problems,
    ) -> Option<PlanFile> {
        let place = |line| Place { file: Arc::clone(file), line };
        if let Some(problem) = super::lock_problem(file) {
            problems.push(problem);
            return None;
        }
        let mut bytes = Vec::new();
        let sniffed = Format::sniff(&mut input);
        let read = sniffed.and_then(|(format, head)| {
            bytes = head;
            input.read_to_end(&mut bytes).map(|_| format)
        });
        let format = match read {
            Ok(format) => format,
            Err(error) => {
                problems.push(super::unreadable(file, &error));
                return None;
            }
        };
        let read = match format {
            Format::Csv => match encoding::of_csv(&bytes, asked, framework) {
                Ok(encoding) => read_text(file, &bytes, encoding, problems),
                Err(undecided) => {
                    problems.push(undecided.problem(file));
                    None
                }
            },
            Format::Json => read_json(file, &bytes, encoding::of_json(&bytes, asked), problems),
            #[cfg(not(feature = "workbook"))]
            Format::Workbook => {
                problems.push(super::left_out(file, "a workbook"));
                None
            }
            #[cfg(feature = "workbook")]
            Format::Workbook => {
                let (plan, base, spots) = super::workbook::read_whole(file, &bytes[..], problems)?;
                Some((plan, base, Form::Workbook(spots)))
            }
            Format::Iati => {
                let problem = Problem::fatal(place(0), say::PUBLISHED);
                problems.push(problem.hint(say::PUBLISHED_HINT));
                None
            }
        };
        let (plan, base, form) = read?;
        Some(PlanFile { plan, base, name: Arc::clone(file), bytes, form })
    }

    /// Returns the file as it was read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the file with what an edited plan says: cells that changed are written as their
    /// column has it, new columns and rows come behind the last; every other byte stays. In a workbook
    /// that remembers what was sent out, that becomes `sent`.
    ///
    /// # Errors
    /// Names what cannot be changed without damage, and the way out.
    #[cfg_attr(
        not(feature = "workbook"),
        expect(unused_variables, reason = "only workbooks remember what was sent out")
    )]
    pub fn edited(
        &self,
        plan: &Document,
        sent: Option<&Document>,
    ) -> Result<Vec<u8>, Box<Problem>> {
        let place = |line| Place { file: Arc::clone(&self.name), line };
        let refused = |fault: Fault| {
            let problem = Problem::fatal(place(fault.line), fault.message).hint(fault.hint);
            Box::new(problem)
        };
        let Some(edits) = Edits::between(&self.plan, plan) else {
            let fault = Fault::new(patching::WENT, patching::AS_CSV);
            return Err(refused(fault));
        };
        if edits.is_empty() {
            return Ok(self.bytes.clone());
        }
        let bytes = match &self.form {
            Form::Text(text, form) => patch::csv::patch(form, text.encoded(&self.bytes), &edits),
            Form::Json(text) => patch::json::patch(text.encoded(&self.bytes), &edits),
            #[cfg(feature = "workbook")]
            Form::Workbook(spots) => self.workbook(spots, &edits, sent),
        };
        let bytes = bytes.map_err(refused)?;
        self.check(&bytes, plan).map_err(refused)?;
        Ok(bytes)
    }

    #[cfg(feature = "workbook")]
    fn workbook(
        &self,
        (spot, of_base): &Spots,
        edits: &Edits<'_>,
        sent: Option<&Document>,
    ) -> Result<Vec<u8>, Fault> {
        let bytes = patch::workbook(&self.bytes, spot, edits)?;
        let (Some(spot), Some(old), Some(new)) = (of_base, &self.base, sent) else {
            return Ok(bytes);
        };
        match Edits::between(old, new).filter(|edits| !edits.is_empty()) {
            Some(edits) => patch::workbook(&bytes, spot, &edits),
            None => Ok(bytes),
        }
    }

    /// Reads an edited file back: what it says must be what the plan says.
    fn check(&self, bytes: &[u8], plan: &Document) -> Result<(), Fault> {
        let mut problems = Problems::default();
        let read = match &self.form {
            Form::Text(Text { encoding, .. }, _) => {
                read_text(&self.name, bytes, encoding, &mut problems).map(|read| read.0)
            }
            Form::Json(Text { encoding, .. }) => {
                read_json(&self.name, bytes, encoding, &mut problems).map(|read| read.0)
            }
            #[cfg(feature = "workbook")]
            Form::Workbook(_) => {
                super::workbook::read_whole(&self.name, bytes, &mut problems).map(|read| read.0)
            }
        };
        let read = read.unwrap_or_default();
        let is_there = |row: usize, heading: &Heading, text: &str| {
            let same = |own: &Heading| match heading.column {
                Some(column) => own.column == Some(column),
                None => own.column.is_none() && trim(&own.text) == trim(&heading.text),
            };
            let canonical = |text| canonical(heading.column, text);
            let of_row = |at: usize| read.lines.get(row)?.cells.get(at);
            let mut found = read.headings.iter().enumerate().filter(|(_, own)| same(own));
            canonical(text).is_empty()
                || found
                    .any(|(at, _)| of_row(at).is_some_and(|own| canonical(own) == canonical(text)))
        };
        for (row, line) in plan.lines.iter().enumerate() {
            for (heading, cell) in plan.headings.iter().zip(&line.cells) {
                if !is_there(row, heading, cell) {
                    let (id, column) = (plan.text(line, Column::Id), &heading.text);
                    let message = text::Text::new(|lang| {
                        patching::cannot_hold(lang, quoted(id), quoted(column), quoted(cell))
                    });
                    return Err(Fault::new(message, patching::AS_CSV));
                }
            }
        }
        Ok(())
    }
}

/// What reading a file gives.
type Parts = (Document, Option<Document>, Form);

fn read_text(
    file: &Arc<str>,
    bytes: &[u8],
    encoding: &'static Encoding,
    problems: &mut Problems,
) -> Option<Parts> {
    let place = |line| Place { file: Arc::clone(file), line };
    let has_mark = Encoding::for_bom(bytes).is_some();
    let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
    if has_errors {
        let line = 1 + text.split('\u{fffd}').next().map_or(0, |t| t.matches('\n').count() as u64);
        let message = text::Text::new(|lang| say::not_in_encoding(lang, encoding.name()));
        let problem = Problem::fatal(place(line), message);
        problems.push(problem.hint(say::NOT_IN_ENCODING_HINT));
        return None;
    }
    let text = text.into_owned();
    let mut records = Rows::new(text.as_bytes(), io::empty(), csv::separator_of);
    let separator = records.separator;
    let mut is_guarded = has_mark;
    let mut next = || {
        let record = records.next().ok()??;
        let span = record.span.0..record.span.1.min(text.len());
        let cells = record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned());
        Some((record.line, cells.collect::<Vec<_>>(), span))
    };
    let Some((header_line, header, header_span)) = next() else {
        problems.push(csv::empty(place(0), csv::SOME_COLUMNS));
        return None;
    };
    let names: Vec<String> = header.iter().map(|name| guard::remove(name).to_owned()).collect();
    let headings = Heading::all(names);
    if !has_one_id(&headings) {
        problems.push(no_id(place(header_line)));
        return None;
    }
    let mut plan = Document { headings, lines: Vec::new() };
    let mut rows = Vec::new();
    while let Some((number, cells, span)) = next() {
        let beyond = cells.iter().skip(plan.headings.len()).find(|cell| !cell.trim().is_empty());
        if let Some(cell) = beyond {
            problems.push(csv::beyond_last(place(number), cell));
        }
        let mut cells: Vec<String> = cells
            .into_iter()
            .map(|cell| {
                let plain = guard::remove(&cell);
                is_guarded |= plain.len() < cell.len();
                plain.to_owned()
            })
            .collect();
        cells.resize(plan.headings.len(), String::new());
        rows.push(span);
        plan.lines.push(Line { number, cells });
    }
    if let Some(line) = records.open_quote() {
        problems.push(csv::open_quote(place(line)));
        return None;
    }
    let form = TextForm { separator, is_guarded, header: header_span, rows };
    Some((plan, None, Form::Text(Text { encoding, text }, form)))
}

fn read_json(
    file: &Arc<str>,
    bytes: &[u8],
    encoding: &'static Encoding,
    problems: &mut Problems,
) -> Option<Parts> {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let n_before = problems.n_errors();
    let mut plan = Document::default();
    let read = json::read_members(file, text.as_bytes(), problems, &mut |number, members, _| {
        let mut cells = vec![String::new(); plan.headings.len()];
        for (name, text) in members {
            let at = plan.headings.iter().position(|heading| heading.text == *name);
            let at = at.unwrap_or_else(|| {
                plan.headings.push(Heading::new(name));
                plan.lines.iter_mut().for_each(|line| line.cells.push(String::new()));
                cells.push(String::new());
                plan.headings.len() - 1
            });
            text.clone_into(&mut cells[at]);
        }
        plan.lines.push(Line { number, cells });
    });
    if let Err(error) = read {
        problems.push(super::unreadable(file, &error));
    }
    let form = Form::Json(Text { encoding, text: text.into_owned() });
    (problems.n_errors() == n_before).then_some((plan, None, form))
}

fn has_one_id(headings: &[Heading]) -> bool {
    headings.iter().filter(|heading| heading.column == Some(Column::Id)).count() == 1
}

fn no_id(place: Place) -> Problem {
    Problem::fatal(place, header::NO_ID).hint(header::NO_ID_HINT)
}
