//! Reading the rows of plans: one after the other, or added up in whatever order is quick.

use std::io::{self, Read};
use std::sync::Arc;

use anyhow::{Context, ensure};
use envcoop_core::framework::Framework;
use envcoop_core::judge::judged::{Judged, Rules};
use envcoop_core::judge::same::Same;
use envcoop_core::judge::suspicion::Suspected;
use envcoop_core::plan::Activity;
use envcoop_core::problem::{Problem, Problems, Severity};
use envcoop_core::reason::Reason;
use envcoop_core::study::{Input, Portfolio};
use envcoop_core::vocabulary::{Blank, Profile};
use envcoop_intake::reader::{PlanReader, Summary};
use envcoop_words as words;
use sha2::{Digest, Sha256};

use crate::sources::{self, Source};
use crate::{Again, PlanArgs, Refused, Session, kind, today};

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
    read_each(args, framework, rules, session, Problems::default(), row, plainly)
}

fn plainly(
    reader: &mut PlanReader<'_>,
    name: &str,
    file: Box<dyn Read + '_>,
    sink: Sink<'_>,
) -> anyhow::Result<()> {
    reader.read(name, file, sink);
    Ok(())
}

/// Reads every plan into a portfolio, in one pass; parts of long files on several threads.
///
/// # Errors
/// As [`read_plans`].
pub fn read_portfolio(
    args: &PlanArgs,
    portfolio: &mut Portfolio,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<()> {
    let summary = read_sums(args, portfolio, None, session)?;
    known_at_the_end(portfolio, summary);
    Ok(())
}

/// Reads every plan into a portfolio as [`read_portfolio`] does; what was read is told to `record`.
///
/// # Errors
/// As [`read_plans`].
pub(crate) fn read_sums(
    args: &PlanArgs,
    portfolio: &mut Portfolio,
    mut record: Option<&mut Vec<Input>>,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<Summary> {
    let (whole, rules) = (Arc::clone(&portfolio.scope.whole), portfolio.rules);
    let mut begun = Begun::new(args, &whole, session, Problems::default())?;
    let summary = match begun.add_up(portfolio, record.as_deref_mut(), session)? {
        Some(summary) => summary,
        None => {
            let mut add = |judged: &Judged<'_>| {
                portfolio.add(judged);
            };
            begun.read(rules, session, &mut add, |reader, name, file, sink| match &mut record {
                Some(inputs) => {
                    read_on_record(reader, name, file, sink).map(|own| inputs.push(own))
                }
                None => plainly(reader, name, file, sink),
            })?
        }
    };
    begun.tell(&summary, session)?;
    Ok(summary)
}

/// Reads every plan into a portfolio, in one pass; each row, judged, goes to `row` as well if it falls
/// into the period.
///
/// # Errors
/// As [`read_plans`].
pub fn read_portfolio_rows(
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
    known_at_the_end(portfolio, summary);
    Ok(())
}

/// Tells a portfolio what is known after the last row.
fn known_at_the_end(portfolio: &mut Portfolio, summary: Summary) {
    portfolio.tell_blank(summary.blank);
    portfolio.tell_refused(summary.n_refused);
    portfolio.advise(summary.advice);
}

/// Reads plans as [`read_portfolio_rows`] does, keeps every problem in full, and tells what was read.
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
    let kept = summary.problems.kept().to_vec();
    known_at_the_end(portfolio, summary);
    Ok((kept, inputs))
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
    on_record(reader, name, file, |reader, file| reader.read(name, file, sink))
}

fn on_record(
    reader: &mut PlanReader<'_>,
    name: &str,
    file: Box<dyn Read + '_>,
    read: impl FnOnce(&mut PlanReader<'_>, &mut dyn Read),
) -> anyhow::Result<Input> {
    let mut file = Digested { file, digest: Sha256::new(), bytes: 0 };
    let before = reader.counts();
    read(reader, &mut file);
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
    each: impl FnMut(&mut PlanReader<'_>, &str, Box<dyn Read + '_>, Sink<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Summary> {
    let mut begun = Begun::new(args, framework, session, problems)?;
    let summary = begun.read(rules, session, row, each)?;
    begun.tell(&summary, session)?;
    Ok(summary)
}

/// Plans that are to be read as one.
struct Begun<'p> {
    args: &'p PlanArgs,
    framework: &'p Framework,
    sources: Vec<Source>,
    /// Whose money is counted at another row.
    same: Same,
    /// What is known to be wrong before the first row.
    problems: Problems,
}

impl<'p> Begun<'p> {
    fn new(
        args: &'p PlanArgs,
        framework: &'p Framework,
        session: &mut Session<'_, '_>,
        mut problems: Problems,
    ) -> anyhow::Result<Begun<'p>> {
        let n_stdin = args.plans.iter().filter(|path| path.as_os_str() == "-").count();
        ensure!(n_stdin < 2, Reason::from(words::input::STDIN_TWICE));
        let mut sources = Source::all(args);
        let (same, told) = sources::same(&mut sources, args, framework, session);
        told.into_iter().for_each(|problem| problems.push(problem));
        Ok(Begun { args, framework, sources, same, problems })
    }

    fn reader(&self) -> PlanReader<'p> {
        let PlanArgs { reading, part, .. } = self.args;
        let asked = reading.blank.map(Blank::from);
        PlanReader::new(self.framework, asked, self.problems.clone())
            .with_encoding(reading.encoding)
            .with_threads(reading.threads.count())
            .literally(reading.literal)
            .leniently(reading.lenient)
            .assuming_unique(reading.assume_unique)
            .counting(self.same.clone())
            .beginning_at(sources::first_row(part))
    }

    /// Adds the rows of all files up, in whatever order is quick; nothing where they have to be read one
    /// after the other, because that is needed to tell what is wrong with them, or they come only once.
    /// What was read is told to `record`.
    fn add_up(
        &mut self,
        portfolio: &mut Portfolio,
        mut record: Option<&mut Vec<Input>>,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Option<Summary>> {
        let may_be = self.same.is_empty() && !self.sources.iter().any(Source::comes_once);
        if !may_be || portfolio.of_part().is_none() {
            return Ok(None);
        }
        let mut reader = self.reader().by_digests();
        let mut sum = portfolio.clone();
        for source in &mut self.sources {
            let name = source.name().to_owned();
            let Session { streams, progress, quiet, outputs, .. } = &mut *session;
            let mut tick = |n| {
                if !*quiet {
                    progress.rows(n, streams.err);
                }
            };
            let file = source.open(streams.stdin, outputs);
            let mut read = |reader: &mut PlanReader<'_>, file: &mut dyn Read| {
                reader.add_up(&name, file, &mut sum, &mut tick);
            };
            match &mut record {
                Some(inputs) => inputs.push(on_record(&mut reader, &name, file, read)?),
                None => read(&mut reader, &mut { file }),
            }
        }
        let summary = reader.finish();
        if summary.may_repeat {
            session.progress.restart();
            record.into_iter().for_each(Vec::clear);
            return Ok(None);
        }
        *portfolio = sum;
        Ok(Some(summary))
    }

    /// Reads all rows one after the other.
    fn read(
        &mut self,
        rules: Rules,
        session: &mut Session<'_, '_>,
        row: RowSink<'_>,
        mut each: impl FnMut(
            &mut PlanReader<'_>,
            &str,
            Box<dyn Read + '_>,
            Sink<'_>,
        ) -> anyhow::Result<()>,
    ) -> anyhow::Result<Summary> {
        let mut reader = self.reader();
        for source in &mut self.sources {
            let name = source.name().to_owned();
            let Session { streams, progress, quiet, outputs, .. } = &mut *session;
            let mut sink = |activity: &Activity<'_>| {
                if !*quiet {
                    progress.rows(1, streams.err);
                }
                row(&rules.judge(activity));
            };
            each(&mut reader, &name, source.open(streams.stdin, outputs), &mut sink)?;
        }
        Ok(reader.finish())
    }

    /// Prints the problems; refuses what they do not leave.
    fn tell(&self, summary: &Summary, session: &mut Session<'_, '_>) -> anyhow::Result<()> {
        let PlanArgs { reading, part, .. } = self.args;
        session.problems(&summary.problems);
        if summary.n_unknown > 0 {
            session.warning(&words::row::made_unknown(session.lang, summary.n_unknown), None);
        }
        if summary.problems.n_errors() == 0 {
            return Ok(());
        }
        if !reading.keep_going || summary.problems.has_fatal() {
            tell_no_plans(self.args, &summary.problems, self.framework, session);
            return Err(Refused.into());
        }
        let &Summary { n_refused, n_read, .. } = summary;
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
        Ok(())
    }
}

/// Tells of each file that could not be read as a plan what it is.
fn tell_no_plans(
    PlanArgs { plans, reading, .. }: &PlanArgs,
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
            kind::tell_no_plan(path, &input, reading.encoding, framework, session);
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
