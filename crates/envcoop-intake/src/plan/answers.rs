//! Conflicts that a person settled, read back from whatever program saved them: the header is the first
//! row that names the columns, in data or for people, and whatever stands above it or in columns of
//! the person's own is passed over.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::edit::merge::{Answer, Asked};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
use envcoop_core::text::{Text, trim};
use envcoop_words::list;
use envcoop_words::problem::settle as say;

use super::csv::{not_once, open_quote, separator_by};
use super::records::Rows;
use super::{Format, TextEncoding, encoding};

/// Among how many lines that hold something the header is looked for.
const HEADER_WITHIN: usize = 20;

/// A table of answers before its columns are known.
pub(super) struct Table {
    /// The file, and the sheet where it has sheets.
    pub(super) file: Arc<str>,
    /// The line of the header.
    pub(super) line: u64,
    pub(super) header: Vec<String>,
    /// Each row that holds something: its line and its cells.
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

/// Reads what a person decided: XLSX, ODS or separated text; nothing, and the reason among the
/// problems, where it cannot be read. Tells which columns were passed over.
pub fn read(
    file: &Arc<str>,
    mut input: impl Read,
    asked: Option<TextEncoding>,
    problems: &mut Problems,
) -> Option<Vec<Answer>> {
    if let Some(problem) = super::lock_problem(file) {
        problems.push(problem);
        return None;
    }
    let mut bytes = Vec::new();
    let format = Format::sniff(&mut input).and_then(|(format, head)| {
        bytes = head;
        input.read_to_end(&mut bytes).map(|_| format)
    });
    let format = match format {
        Ok(format) => format,
        Err(error) => {
            problems.push(super::unreadable(file, &error));
            return None;
        }
    };
    let table = match format {
        Format::Csv => of_text(file, &bytes, asked, problems),
        #[cfg(feature = "workbook")]
        Format::Workbook => super::workbook::answers::table(file, bytes, problems),
        #[cfg(not(feature = "workbook"))]
        Format::Workbook => {
            problems.push(super::left_out(file, "a workbook"));
            None
        }
        Format::Json | Format::Iati => {
            problems.push(none(Place { file: Arc::clone(file), line: 0 }));
            None
        }
    }?;
    answers(table, problems)
}

/// Tells how many of the columns without which nothing is read back a header names.
pub(super) fn n_required<'n>(names: impl Iterator<Item = &'n str>) -> usize {
    let named: Vec<Asked> = names.filter_map(Asked::of_header).collect();
    Asked::REQUIRED.iter().filter(|column| named.contains(column)).count()
}

/// From how many of the required columns on a row is a header that lacks some.
pub(super) const LIKELY: usize = 2;

/// Makes the problem of a file without such a header.
pub(super) fn none(place: Place) -> Problem {
    let columns = Asked::REQUIRED.map(Asked::key).join(", ");
    let message = Text::new(|lang| say::no_header(lang, &columns));
    Problem::fatal(place, message).hint(say::NO_HEADER_HINT)
}

fn of_text(
    file: &Arc<str>,
    bytes: &[u8],
    asked: Option<TextEncoding>,
    problems: &mut Problems,
) -> Option<Table> {
    let place = |line| Place { file: Arc::clone(file), line };
    let says_so = |text: &str| header_of(text).is_some();
    let text = match asked {
        Some(asked) => encoding::as_asked(bytes, asked),
        None => encoding::of_words(bytes, says_so),
    };
    let Some(text) = text else {
        let problem = Problem::fatal(place(0), envcoop_words::problem::file::NOT_UTF8);
        problems.push(problem.hint(envcoop_words::problem::file::SAVE_AS_UTF8));
        return None;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let Some(above) = header_of(text) else {
        problems.push(none(place(0)));
        return None;
    };
    let start: usize = text.split_inclusive('\n').take(above).map(str::len).sum();
    let mut rows = Rows::new(&text.as_bytes()[start..], std::io::empty(), |head| {
        separator_by(head, |name| Asked::of_header(name).is_some())
    });
    let cells = |text: &[u8]| {
        envcoop_core::delimited::guard::remove(&String::from_utf8_lossy(text)).to_owned()
    };
    let header: Vec<String> = rows.next().ok()??.cells().map(cells).collect();
    let above = above as u64;
    let mut table = Table { file: Arc::clone(file), line: above + 1, header, rows: Vec::new() };
    while let Ok(Some(record)) = rows.next() {
        table.rows.push((record.line + above, record.cells().map(cells).collect()));
    }
    if let Some(line) = rows.open_quote() {
        problems.push(open_quote(place(line + above)));
        return None;
    }
    Some(table)
}

/// Finds the line of a text that is the header: the first that names every required column, else the
/// first that names some.
fn header_of(text: &str) -> Option<usize> {
    let n_named = |line: &str| {
        n_required(line.split([',', ';', '\t']).map(|name| trim(trim(name).trim_matches('"'))))
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !trim(line).is_empty());
    let counted: Vec<(usize, usize)> =
        lines.take(HEADER_WITHIN).map(|(at, line)| (at, n_named(line))).collect();
    let first = |least| counted.iter().find(|(_, n)| *n >= least).map(|(at, _)| *at);
    first(Asked::REQUIRED.len()).or_else(|| first(LIKELY))
}

/// Finds the columns and reads the rows under them.
fn answers(table: Table, problems: &mut Problems) -> Option<Vec<Answer>> {
    let Table { file, line, header, rows } = table;
    let place = Place { file: Arc::clone(&file), line };
    let named: Vec<Option<Asked>> = header.iter().map(|name| Asked::of_header(name)).collect();
    let n_named = |column: Asked| named.iter().filter(|own| **own == Some(column)).count();
    let is_required = |column: &Asked| Asked::REQUIRED.contains(column);
    let repeated = named.iter().flatten().copied().filter(|own| n_named(*own) > 1);
    let lacking = Asked::REQUIRED.into_iter().filter(|own| n_named(*own) == 0);
    let mut wrong: Vec<Asked> =
        repeated.filter(|own| is_required(own) || matches!(own, Asked::Side(_))).collect();
    wrong.extend(lacking);
    wrong.sort_unstable();
    wrong.dedup();
    for column in &wrong {
        problems.push(Problem::saying(Severity::Fatal, place.clone(), |lang| {
            let otherwise = || say::NO_HEADER_HINT.get(lang).to_owned();
            not_once(lang, &column.key(), n_named(*column), &header, otherwise)
        }));
    }
    if !wrong.is_empty() {
        return None;
    }
    let own = header
        .iter()
        .zip(&named)
        .filter(|(name, column)| column.is_none() && !trim(name).is_empty());
    let own: Vec<String> = own.map(|(name, _)| quoted(trim(name))).collect();
    if !own.is_empty() {
        let message = Text::new(|lang| say::own_columns(lang, own.join(list::COMMA.get(lang))));
        problems.push(Problem::note(place.clone(), message));
    }
    let n_sides = named.iter().flatten().filter_map(|own| match own {
        Asked::Side(n) => Some(*n),
        _ => None,
    });
    let n_theirs = n_sides.max().unwrap_or(0).min(header.len());
    let mut answers = Vec::new();
    let mut n_beyond = 0;
    for (line, cells) in rows {
        let beyond = cells.iter().enumerate().filter(|(at, cell)| {
            let name = header.get(*at).map_or("", |name| trim(name));
            name.is_empty() && !trim(cell).is_empty()
        });
        n_beyond += beyond.count() as u64;
        let cell = |column: Asked| {
            let at = named.iter().position(|own| *own == Some(column));
            at.and_then(|at| cells.get(at)).cloned().unwrap_or_default()
        };
        let mut theirs: Vec<String> = (1..=n_theirs).map(|n| cell(Asked::Side(n))).collect();
        // Rows in which fewer sides differ end in blanks.
        while theirs.last().is_some_and(|text| trim(text).is_empty()) {
            theirs.pop();
        }
        answers.push(Answer {
            place: Place { file: Arc::clone(&file), line },
            id: cell(Asked::Id),
            column: cell(Asked::Column),
            base: cell(Asked::SentOut),
            ours: cell(Asked::Side(0)),
            theirs,
            decision: cell(Asked::Decision),
        });
    }
    if n_beyond > 0 {
        let message = Text::new(|lang| say::under_no_header(lang, n_beyond));
        problems.push(Problem::note(place, message));
    }
    Some(answers)
}
