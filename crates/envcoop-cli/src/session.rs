//! One run of a tool: its arguments parsed, its streams at hand, its end turned into a status.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Write};
use std::time::Instant;

use anstyle::{AnsiColor, Style};
use clap::Parser;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};
use envcoop_core::problem::{Problem, Problems, Severity, shown};
use envcoop_core::reason::said;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::workbook::WorkbookError;
use envcoop_words as words;

use crate::apart::Outputs;
use crate::progress::Progress;
use crate::{ColorArg, ExitStatus, SharedArgs, Stream, help, language, usage};

/// The streams of a run.
pub struct Streams<'s, 'w> {
    /// Standard input.
    pub stdin: &'s mut dyn Read,
    /// Where results go.
    pub out: &'s mut Stream<'w>,
    /// Where messages go.
    pub err: &'s mut Stream<'w>,
    /// The language of messages and help where nothing else says one: that of the user's system.
    pub lang: Lang,
}

/// A run of a tool.
pub struct Session<'s, 'w> {
    /// The tool's name, which opens every message.
    pub tool: &'static str,
    /// Its streams.
    pub streams: Streams<'s, 'w>,
    /// The language of messages. That of results is asked for.
    pub lang: Lang,
    /// Whether messages follow the language of what is read.
    follows_input: bool,
    pub(crate) quiet: bool,
    pub(crate) progress: Progress,
    pub(crate) outputs: Outputs,
    /// The notes on inputs that were printed.
    told: Vec<String>,
}

/// The run cannot go on and the reasons have been printed.
#[derive(Debug)]
pub struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the input was refused")
    }
}

impl std::error::Error for Refused {}

/// Runs a tool: parses `args` as `A`, calls `body`, prints whatever goes wrong.
pub fn run<A: Parser>(
    tool: &'static str,
    args: Vec<OsString>,
    streams: Streams<'_, '_>,
    shared: impl FnOnce(&A) -> &SharedArgs,
    body: impl FnOnce(A, &mut Session<'_, '_>) -> anyhow::Result<ExitStatus>,
) -> ExitStatus {
    let asked = language::of_arguments(&args);
    let lang = asked.unwrap_or(streams.lang);
    let mut session = Session {
        tool,
        streams,
        lang,
        follows_input: asked.is_none(),
        quiet: false,
        progress: Progress::new(Instant::now()),
        outputs: Outputs::default(),
        told: Vec::new(),
    };
    let mut command = help::in_language(A::command(), lang);
    let parsed = command
        .try_get_matches_from_mut(args)
        .and_then(|mut matches| A::from_arg_matches_mut(&mut matches));
    let args = match parsed {
        Ok(args) => args,
        Err(error) => return session.usage(&error),
    };
    let SharedArgs { quiet, color, .. } = *shared(&args);
    session.quiet = quiet;
    for stream in [&mut *session.streams.out, &mut *session.streams.err] {
        match color {
            ColorArg::Auto => {}
            ColorArg::Always => stream.set_color(true),
            ColorArg::Never => stream.set_color(false),
        }
    }
    let ended = body(args, &mut session).and_then(|status| {
        session.progress.clear(session.streams.err);
        session.streams.out.flush()?;
        Ok(status)
    });
    match ended {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => ExitStatus::Done,
        Err(error) => {
            if !error.is::<Refused>() {
                let causes: Vec<String> = error.chain().map(|own| in_words(lang, own)).collect();
                session.error(&causes.join(words::list::COLON.get(lang)), None);
            }
            ExitStatus::Error
        }
    }
}

/// Says in a language what went wrong.
fn in_words(lang: Lang, error: &(dyn std::error::Error + 'static)) -> String {
    match error.downcast_ref() {
        Some(WorkbookError::Full(reason)) => reason.get(lang).to_owned(),
        _ => said(lang, error),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

impl Session<'_, '_> {
    /// Prints help that was asked for, or what is wrong with the command line.
    fn usage(&mut self, error: &clap::Error) -> ExitStatus {
        let mut text = error.render();
        if let Some((message, hint)) = usage::fault(error, self.lang) {
            self.error(&message, Some(&hint));
            text = match error.get(ContextKind::Usage) {
                Some(ContextValue::StyledStr(usage)) => usage.clone(),
                _ => StyledStr::new(),
            };
        }
        let is_error = error.use_stderr();
        let to = if is_error { &mut *self.streams.err } else { &mut *self.streams.out };
        let text = if to.color() { text.ansi().to_string() } else { text.to_string() };
        let mut text = help::frame(text.trim_end(), self.lang);
        if !text.is_empty() {
            text.push('\n');
        }
        let written = to.write_all(text.as_bytes()).and_then(|()| to.flush());
        let lost = written.is_err_and(|e| e.kind() != io::ErrorKind::BrokenPipe);
        if is_error || lost { ExitStatus::Error } else { ExitStatus::Done }
    }

    /// Shows on a terminal what is being done, once the run has taken a while.
    pub fn stage(&mut self, what: Label) {
        if !self.quiet {
            self.progress.stage(self.streams.err, what.get(self.lang));
        }
    }

    /// Prints an error.
    pub fn error(&mut self, message: &str, hint: Option<&str>) {
        self.message(words::problem::ERROR, AnsiColor::Red, message, hint);
    }

    /// Prints a warning, unless the user asked for quiet.
    pub fn warning(&mut self, message: &str, hint: Option<&str>) {
        if !self.quiet {
            self.message(words::problem::WARNING, AnsiColor::Yellow, message, hint);
        }
    }

    /// Prints warnings and notes from here on, whatever the user asked for: what stops a run is asked.
    pub fn speak_up(&mut self) {
        self.quiet = false;
    }

    /// Prints what was done, unless the user asked for quiet.
    pub fn note(&mut self, message: &str) {
        if !self.quiet {
            self.message(words::problem::NOTE, AnsiColor::Cyan, message, None);
        }
    }

    fn message(&mut self, word: Label, color: AnsiColor, message: &str, hint: Option<&str>) {
        let err = &mut *self.streams.err;
        self.progress.clear(err);
        // Lines are ours; what else misleads came with a name or a value.
        let safe = |text: &str| text.split('\n').map(shown).collect::<Vec<_>>().join("\n");
        let word = err.paint(Style::new().bold().fg_color(Some(color.into())), word.get(self.lang));
        // A message that cannot be written cannot be reported either.
        let message = words::problem::line(self.lang, word, safe(message));
        let _ = writeln!(err, "{}: {message}", self.tool);
        if let Some(hint) = hint {
            let _ = writeln!(err, "  {}", words::problem::hint(self.lang, safe(hint)));
        }
    }

    /// Prints one problem.
    pub fn problem(&mut self, problem: &Problem) {
        let (said, hint) = (problem.said(self.lang), problem.hint.as_ref());
        let hint = hint.map(|hint| hint.get(self.lang));
        match problem.severity {
            Severity::Fatal | Severity::Error => self.error(&said, hint),
            Severity::Warning => self.warning(&said, hint),
            Severity::Note => {
                // A file that is read twice is read the same way.
                if !self.told.contains(&said) {
                    self.note(&said);
                    self.told.push(said);
                }
            }
        }
    }

    /// Prints problems, warnings too where the user asked for quiet: what somebody wrote is not passed over
    /// in silence.
    pub fn losses(&mut self, problems: &Problems) {
        let quiet = std::mem::replace(&mut self.quiet, false);
        self.problems(problems);
        self.quiet = quiet;
    }

    /// Prints the problems kept in full, then how many more there are.
    pub fn problems(&mut self, problems: &Problems) {
        if let Some(lang) = problems.lang.filter(|_| self.follows_input) {
            self.lang = lang;
        }
        problems.listed().for_each(|problem| self.problem(problem));
        let more = problems.unlisted(problems.n_errors());
        if more > 0 {
            let message = words::problem::more_errors(self.lang, more, problems.n_errors());
            self.error(&message, None);
        }
        let more = problems.unlisted(problems.n_warnings());
        if more > 0 {
            let message = words::problem::more_warnings(self.lang, more, problems.n_warnings());
            self.warning(&message, None);
        }
    }
}
