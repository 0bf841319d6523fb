//! A plan's file, read whole, so that it can be written back as it was but for what changed.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use envcoop_core::delimited::{guard, quoted_cell};
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document, Heading, Line};
use envcoop_core::problem::{Place, Problem, Problems};

use crate::plan::records::Rows;
use crate::plan::{Format, TextEncoding, csv, encoding, json};

/// A plan and all that is needed to write it back.
#[derive(Debug)]
pub struct PlanFile {
    /// The plan.
    pub plan: Document,
    /// What was sent out, where the file says so.
    pub base: Option<Document>,
    /// How the file is written.
    pub form: Form,
}

/// How a file is written.
#[derive(Debug)]
pub enum Form {
    /// Separated text.
    Text(Box<TextForm>),
    /// JSON: an array of rows, or an object with them.
    Json {
        /// Whether the rows stand in an object.
        in_object: bool,
    },
    /// A workbook.
    Workbook,
}

/// How separated text is written.
#[derive(Debug)]
pub struct TextForm {
    encoding: &'static Encoding,
    has_mark: bool,
    separator: u8,
    line_end: &'static str,
    is_guarded: bool,
    /// The text as it was, byte order mark left out.
    text: String,
    /// Where the text before the first row ends.
    head: usize,
    /// Each row as it was, and where it stands in the text.
    rows: Vec<(Vec<String>, Range<usize>)>,
}

impl PlanFile {
    /// Reads a plan whole; nothing, and the reason among the problems, where it cannot be read.
    pub fn read(
        file: &Arc<str>,
        mut input: impl Read,
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
        match format {
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
                let (plan, base) = super::workbook::read_document(file, &bytes[..], problems)?;
                Some(PlanFile { plan, base, form: Form::Workbook })
            }
            Format::Iati => {
                let hint = "make a plan of it with `envcoop-gap classify` first";
                problems
                    .push(Problem::fatal(place(0), "published activities are no plan").hint(hint));
                None
            }
        }
    }
}

fn read_text(
    file: &Arc<str>,
    bytes: &[u8],
    encoding: &'static Encoding,
    problems: &mut Problems,
) -> Option<PlanFile> {
    let place = |line| Place { file: Arc::clone(file), line };
    let has_mark = Encoding::for_bom(bytes).is_some();
    let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
    if has_errors {
        let line = 1 + text.split('\u{fffd}').next().map_or(0, |t| t.matches('\n').count() as u64);
        let message = format!("a character is not in the encoding {}", encoding.name());
        let hint = "name the encoding with `--encoding`, or save the file as “CSV UTF-8”";
        problems.push(Problem::fatal(place(line), message).hint(hint));
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
        rows.push((cells.clone(), span));
        plan.lines.push(Line { number, cells });
    }
    if let Some(line) = records.open_quote() {
        problems.push(csv::open_quote(place(line)));
        return None;
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let head = header_span.end;
    let form = TextForm { encoding, has_mark, separator, line_end, is_guarded, text, head, rows };
    Some(PlanFile { plan, base: None, form: Form::Text(Box::new(form)) })
}

fn read_json(
    file: &Arc<str>,
    bytes: &[u8],
    encoding: &'static Encoding,
    problems: &mut Problems,
) -> Option<PlanFile> {
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
    let in_object = text.trim_start().starts_with('{');
    (problems.n_errors() == n_before).then_some(PlanFile {
        plan,
        base: None,
        form: Form::Json { in_object },
    })
}

fn has_one_id(headings: &[Heading]) -> bool {
    headings.iter().filter(|heading| heading.column == Some(Column::Id)).count() == 1
}

fn no_id(place: Place) -> Problem {
    let hint = "rows are told apart by their ids: the header must name `id` once";
    Problem::fatal(place, "the header has no column `id`, or more than one").hint(hint)
}

impl TextForm {
    /// Writes a plan in this form. Rows that are as they were come out byte for byte.
    ///
    /// # Errors
    /// Names the first character that the file's encoding does not have.
    pub fn write(&self, plan: &Document) -> io::Result<Vec<u8>> {
        let n_old = self.rows.first().map_or(0, |(cells, _)| cells.len());
        let same_columns = plan.headings.len() == n_old || self.rows.is_empty();
        let mut out = String::new();
        if same_columns {
            out.push_str(self.text[..self.head].trim_end_matches(['\r', '\n']));
            out.push_str(self.line_end);
        } else {
            self.row(&mut out, plan.headings.iter().map(|heading| heading.text.as_str()));
        }
        for (i, line) in plan.lines.iter().enumerate() {
            match self.rows.get(i) {
                Some((cells, span)) if same_columns && *cells == line.cells => {
                    out.push_str(self.text[span.clone()].trim_end_matches(['\r', '\n']));
                    out.push_str(self.line_end);
                }
                _ => self.row(&mut out, line.cells.iter().map(String::as_str)),
            }
        }
        self.encode(&out)
    }

    fn row<'c>(&self, out: &mut String, cells: impl Iterator<Item = &'c str>) {
        for (i, text) in cells.enumerate() {
            if i > 0 {
                out.push(char::from(self.separator));
            }
            let text = if self.is_guarded { guard::apply(text) } else { text.into() };
            out.push_str(&quoted_cell(&text));
        }
        out.push_str(self.line_end);
    }

    fn encode(&self, text: &str) -> io::Result<Vec<u8>> {
        let utf_16 = |unit: fn(u16) -> [u8; 2]| {
            let mark = self.has_mark.then_some('\u{feff}');
            let text: String = mark.into_iter().chain(text.chars()).collect();
            text.encode_utf16().flat_map(unit).collect()
        };
        if self.encoding == UTF_16LE {
            return Ok(utf_16(u16::to_le_bytes));
        }
        if self.encoding == UTF_16BE {
            return Ok(utf_16(u16::to_be_bytes));
        }
        if self.encoding == UTF_8 {
            let mark: &[u8] = if self.has_mark { b"\xef\xbb\xbf" } else { b"" };
            return Ok([mark, text.as_bytes()].concat());
        }
        let (bytes, _, is_lossy) = self.encoding.encode(text);
        if !is_lossy {
            return Ok(bytes.into_owned());
        }
        let lost = text.chars().find(|c| self.encoding.encode(c.encode_utf8(&mut [0; 4])).2);
        let message = format!(
            "character `{}` cannot be written in {}; save the plan as UTF-8 first",
            lost.unwrap_or('?'),
            self.encoding.name()
        );
        Err(io::Error::new(io::ErrorKind::InvalidData, message))
    }
}
