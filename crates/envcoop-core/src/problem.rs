//! What is wrong with an input, where, and the way out.
//!
//! Readers never stop at the first problem: they collect them in [`Problems`], which keeps the
//! first ones in full and counts the rest, so that memory does not grow with a bad file.

use std::fmt;
use std::sync::Arc;

use envcoop_words as words;

use crate::text::{Label, Lang, Text, misleads};

/// Whether a problem stops the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be read to its end, or rows contradict each other: leaving rows out does
    /// not help.
    Fatal,
    /// A row cannot be used as it is: nothing is written unless the bad rows are left out.
    Error,
    /// The input was used, and this was done with it.
    Warning,
    /// The input was read so: there is nothing to mend.
    Note,
}

impl Severity {
    /// Returns the word of data.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Fatal | Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// Returns the word for people.
    pub fn label(self) -> Label {
        match self {
            Severity::Fatal | Severity::Error => words::problem::ERROR,
            Severity::Warning => words::problem::WARNING,
            Severity::Note => words::problem::NOTE,
        }
    }
}

/// A place in an input: the file as the user named it, and a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's name as given on the command line, `-` for standard input.
    pub file: Arc<str>,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        visible(f, &self.file)?;
        if self.line > 0 { write!(f, ":{}", self.line) } else { Ok(()) }
    }
}

/// One problem of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// The column, key or element it is in.
    pub column: Option<String>,
    /// What is wrong, lower case, values in backticks, no final stop.
    pub message: Text,
    /// The way out.
    pub hint: Option<Text>,
}

impl Problem {
    /// Makes a problem of what `say` returns for each language: the message and the way out.
    pub fn saying(
        severity: Severity,
        place: Place,
        say: impl FnMut(Lang) -> (String, String),
    ) -> Self {
        let mut said = Lang::ALL.map(say);
        let message = Text::new(|lang| std::mem::take(&mut said[lang as usize].0));
        let hint = Text::new(|lang| std::mem::take(&mut said[lang as usize].1));
        Problem { severity, ..Problem::error(place, message) }.hint(hint)
    }

    /// Makes an error.
    pub fn error(place: Place, message: impl Into<Text>) -> Self {
        let message = message.into();
        Problem { severity: Severity::Error, place, column: None, message, hint: None }
    }

    /// Makes an error that leaving rows out does not mend.
    pub fn fatal(place: Place, message: impl Into<Text>) -> Self {
        Problem { severity: Severity::Fatal, ..Problem::error(place, message) }
    }

    /// Makes a warning.
    pub fn warning(place: Place, message: impl Into<Text>) -> Self {
        Problem { severity: Severity::Warning, ..Problem::error(place, message) }
    }

    /// Says how something was read.
    pub fn note(place: Place, message: impl Into<Text>) -> Self {
        Problem { severity: Severity::Note, ..Problem::error(place, message) }
    }

    /// Names the column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Problem {
    /// Returns `file:line: column name: message` in a language, without severity and hint.
    pub fn said(&self, lang: Lang) -> String {
        let message = shown(self.message.get(lang));
        let message = match &self.column {
            Some(column) => words::problem::in_column(lang, shown(column), message),
            None => message,
        };
        format!("{}: {message}", self.place)
    }
}

impl fmt::Display for Problem {
    /// Writes what [`said`](Problem::said) returns in the first language, for programs and tests.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Lang::default()))
    }
}

/// The problems of a run, the first ones in full.
#[derive(Clone, Debug)]
pub struct Problems {
    kept: Vec<Problem>,
    limit: usize,
    keeps_all: bool,
    n_fatal: u64,
    n_errors: u64,
    n_warnings: u64,
    /// The language of the first headers that say one, which is that of who reads the problems.
    pub lang: Option<Lang>,
}

impl Default for Problems {
    fn default() -> Self {
        Problems::with_limit(Problems::LIMIT)
    }
}

impl Problems {
    /// How many errors, and how many warnings, are kept in full unless asked otherwise.
    pub const LIMIT: usize = 20;

    /// Makes an empty list that keeps `limit` errors and `limit` warnings in full.
    pub fn with_limit(limit: usize) -> Self {
        Problems {
            kept: Vec::new(),
            limit,
            keeps_all: false,
            n_fatal: 0,
            n_errors: 0,
            n_warnings: 0,
            lang: None,
        }
    }

    /// Keeps every problem in full, for a table of them; [`listed`](Self::listed) stays as short.
    #[must_use]
    pub fn keeping_all(mut self) -> Self {
        self.keeps_all = true;
        self
    }

    /// Makes an empty list that keeps as many in full: for a part of the input that is read by itself.
    #[must_use]
    pub fn of_part(&self) -> Problems {
        Problems { keeps_all: self.keeps_all, ..Problems::with_limit(self.limit) }
    }

    /// Adds the problems of the next part of the input, as if they had been added one by one.
    pub fn append(&mut self, part: Problems) {
        let n_kept = |is_one: fn(Severity) -> bool| {
            part.kept.iter().filter(|problem| is_one(problem.severity)).count() as u64
        };
        let errors = part.n_errors - n_kept(|s| matches!(s, Severity::Fatal | Severity::Error));
        let warnings = part.n_warnings - n_kept(|s| s == Severity::Warning);
        let n_fatal = self.n_fatal + part.n_fatal;
        part.kept.into_iter().for_each(|problem| self.push(problem));
        self.n_fatal = n_fatal;
        self.n_errors += errors;
        self.n_warnings += warnings;
        self.lang = self.lang.or(part.lang);
    }

    /// Adds a problem; over the limit it is only counted.
    pub fn push(&mut self, problem: Problem) {
        self.add(problem.severity, || problem);
    }

    /// Adds a problem as [`push`](Self::push) does. It is made only if it is kept, so that a file with
    /// millions of errors costs no texts that nobody reads.
    pub fn add(&mut self, severity: Severity, problem: impl FnOnce() -> Problem) {
        let n = match severity {
            // A note is about a file, not about a row: there are few.
            Severity::Note => 0,
            Severity::Warning => {
                self.n_warnings += 1;
                self.n_warnings
            }
            Severity::Fatal | Severity::Error => {
                self.n_fatal += u64::from(severity == Severity::Fatal);
                self.n_errors += 1;
                self.n_errors
            }
        };
        if self.keeps_all || n <= self.limit as u64 {
            self.kept.push(problem());
        }
    }

    /// Returns the notes, the first errors and the first warnings, in the order in which they were
    /// found.
    pub fn listed(&self) -> impl Iterator<Item = &Problem> {
        let (mut n_errors, mut n_warnings) = (0, 0);
        self.kept.iter().filter(move |problem| {
            let n = match problem.severity {
                Severity::Note => return true,
                Severity::Warning => &mut n_warnings,
                Severity::Fatal | Severity::Error => &mut n_errors,
            };
            *n += 1;
            *n <= self.limit
        })
    }

    /// Returns every problem that was kept, in the order in which they were found.
    pub fn kept(&self) -> &[Problem] {
        &self.kept
    }

    /// Returns how many errors there are, fatal or not, kept or not.
    pub fn n_errors(&self) -> u64 {
        self.n_errors
    }

    /// Returns how many warnings there are, kept or not.
    pub fn n_warnings(&self) -> u64 {
        self.n_warnings
    }

    /// Returns how many errors, or warnings, of `n` were counted but not kept.
    pub fn unlisted(&self, n: u64) -> u64 {
        n.saturating_sub(self.limit as u64)
    }

    /// Tells whether there is an error that leaving rows out does not mend.
    pub fn has_fatal(&self) -> bool {
        self.n_fatal > 0
    }
}

/// Quotes a value of the input for a message: in backticks, cut at 60 characters, with the characters
/// that mislead escaped.
pub fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    let end = value.char_indices().nth(LONGEST).map_or(value.len(), |(end, _)| end);
    let more = if end < value.len() { "…" } else { "" };
    format!("`{}{more}`", shown(&value[..end]))
}

/// Writes a word of a command that a message shows, so that it may be typed as it stands there: in quotes
/// where a shell would take it for several, or for something else.
///
/// ```
/// use envcoop_core::problem::argument;
///
/// assert_eq!(argument("data/计划.csv"), "data/计划.csv");
/// assert_eq!(argument("work plan (2).csv"), "\"work plan (2).csv\"");
/// assert_eq!(argument("a$b's.csv"), "'a$b'\\''s.csv'");
/// ```
pub fn argument(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-:=,+@%".contains(c);
    match () {
        () if !word.is_empty() && word.chars().all(is_plain) => shown(word),
        // Within double quotes these are no characters of a name.
        () if word.contains(['$', '`', '"', '!']) => {
            format!("'{}'", shown(word).replace('\'', "'\\''"))
        }
        () => format!("\"{}\"", shown(word)),
    }
}

/// Returns a text with the characters that mislead escaped, so that it may stand in a
/// message or in a table of them.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // Memory can always be written.
    let _ = visible(&mut shown, text);
    shown
}

/// Writes text with the characters that mislead escaped, so that an input can neither rewrite the
/// terminal nor reorder a message.
fn visible(f: &mut impl fmt::Write, text: &str) -> fmt::Result {
    for c in text.chars() {
        if misleads(c) {
            write!(f, "{}", c.escape_default())?;
        } else {
            f.write_char(c)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: u64) -> Place {
        Place { file: "plan.csv".into(), line }
    }

    #[test]
    fn a_message_names_file_line_column_and_value() {
        let problem = Problem::error(place(14), format!("unknown status {}", quoted("complet")))
            .column("status");
        assert_eq!(problem.to_string(), "plan.csv:14: column status: unknown status `complet`");
    }

    #[test]
    fn control_and_direction_characters_are_shown_not_obeyed() {
        let problem = Problem::error(place(0), quoted("a\u{1b}[31m\u{202e}b"));
        assert_eq!(problem.to_string(), "plan.csv: `a\\u{1b}[31m\\u{202e}b`");
    }

    #[test]
    fn beyond_the_limit_problems_are_counted_not_kept() {
        let mut problems = Problems::with_limit(2);
        for line in 1..=5 {
            problems.push(Problem::error(place(line), "bad"));
        }
        assert_eq!((problems.kept().len(), problems.unlisted(problems.n_errors())), (2, 3));
        let mut problems = Problems::with_limit(2).keeping_all();
        for line in 1..=5 {
            problems.push(Problem::error(place(line), "bad"));
        }
        assert_eq!((problems.kept().len(), problems.listed().count()), (5, 2));
        assert_eq!(problems.unlisted(problems.n_errors()), 3);
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let kinds = [Severity::Warning, Severity::Error, Severity::Fatal, Severity::Note];
        let add = |problems: &mut Problems, lines: std::ops::Range<u64>| {
            for line in lines {
                let severity = kinds[line as usize % kinds.len()];
                problems.push(Problem::saying(severity, place(line), |_| {
                    (String::new(), String::new())
                }));
            }
        };
        let mut whole = Problems::with_limit(3);
        add(&mut whole, 0..30);
        for cuts in [[0, 0, 30], [1, 2, 30], [4, 20, 30], [29, 30, 30]] {
            let (mut parts, mut start) = (Problems::with_limit(3), 0);
            for end in cuts {
                let mut part = parts.of_part();
                add(&mut part, start..end);
                parts.append(part);
                start = end;
            }
            assert_eq!(format!("{parts:?}"), format!("{whole:?}"));
        }
    }
}
