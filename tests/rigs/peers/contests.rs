//! The works that are compared: an analysis of a plan, of a workbook, of published activities; a
//! report, a merge, a start.

use std::fs::{self, File};
use std::io::{BufWriter, Cursor};
use std::path::Path;
use std::rc::Rc;
use std::thread;

use anyhow::ensure;
use calamine::{Reader, Xlsx};
use serde_json::Value;
use xtask::line::{Line, Tools};

use super::figures::{self, Groups, Tally, plan_sums, same, sums, whole_sums};
use super::inputs;
use super::programs::Programs;
use super::rounds::{Check, Command, Contest};
use crate::bench::{MIB, done};

const ANALYSE: &str = "envcoop-gap analyse FILE --as-of 2026-09-30 --format json --quiet";
const DAYS: &str = "envcoop-gap analyse FILE --as-of 2026-09-30 --format csv --for data --quiet";

const CLASSIFIED: &str = "target/bench/classified.csv";
const REPORTED: &str = "target/bench/reported.xlsx";
const TABLED: &str = "target/bench/xlsxwriter.xlsx";
const SENT: &str = "target/bench/sent.csv";
const RETURNED: &str = "target/bench/returned.csv";
const MERGED: &str = "target/bench/merged.csv";

/// The contests as they are laid out.
pub(super) struct Contests<'a> {
    pub(super) tools: &'a Tools,
    pub(super) measures: &'a [String],
    pub(super) programs: Programs,
    pub(super) all: Vec<Contest<'a>>,
}

impl<'a> Contests<'a> {
    /// A plan as CSV.
    pub(super) fn plan(&mut self, n_rows: u64) -> anyhow::Result<()> {
        let file = format!("target/bench/quoted-{n_rows}.csv");
        let truth = inputs::write_plan(new(&file)?, n_rows, self.measures)?;
        let truth = Rc::new(truth);
        let line = self.tools.line(ANALYSE).fill("FILE", &file);
        let checks = self.checks(&file, &truth)?;
        let mut commands = vec![
            Command::ours("analyse, 1 thread", one_thread(&line), checks()),
            Command::ours("analyse, all threads", line, checks()),
        ];
        for (threads, name) in [("1", "1 thread"), (&*all_threads(), "all threads")] {
            let peers = [
                ("DuckDB's command line", self.programs.duckdb(threads, &file)?),
                ("DuckDB in Python", self.programs.script("duckdb", &[threads, &file])),
                ("Polars", self.programs.script("polars", &[threads, &file])),
            ];
            commands.extend(peers.into_iter().filter_map(|(peer, line)| {
                Some(Command::new(format!("{peer}, {name}"), line?, is_grouped(&truth)))
            }));
        }
        self.add(&format!("A plan of {n_rows} rows as CSV, {}", size(&file)?), commands);
        Ok(())
    }

    /// The same as a workbook.
    pub(super) fn workbook(&mut self, n_rows: u64) -> anyhow::Result<()> {
        let file = format!("target/bench/quoted-{n_rows}.xlsx");
        let truth = inputs::write_workbook(Path::new(&file), n_rows, self.measures)?;
        let truth = Rc::new(truth);
        let line = self.tools.line(ANALYSE).fill("FILE", &file);
        let mut commands = vec![Command::ours("analyse", line, self.checks(&file, &truth)?())];
        let threads = all_threads();
        let peers = [
            ("Polars, calamine", self.programs.script("fastexcel", &[&threads, &file])),
            ("openpyxl, read only", self.programs.script("openpyxl", &[&threads, &file])),
        ];
        commands.extend(
            peers
                .into_iter()
                .filter_map(|(name, line)| Some(Command::new(name, line?, is_grouped(&truth)))),
        );
        self.add(&format!("A plan of {n_rows} rows as a workbook, {}", size(&file)?), commands);
        Ok(())
    }

    /// Published activities, classified and analysed.
    pub(super) fn published(
        &mut self,
        n_activities: u64,
        phrases: &[(String, String)],
    ) -> anyhow::Result<()> {
        let file = format!("target/bench/published-{n_activities}.xml");
        let truth = Rc::new(inputs::write_published(new(&file)?, n_activities, phrases)?);
        let classify = "envcoop-gap classify FILE --for data --quiet --force -o OUT";
        let classify = self.tools.line(classify).fill("FILE", &file).fill("OUT", CLASSIFIED);
        let analyse = self.tools.line(ANALYSE).fill("FILE", &file);
        // No other program knows which measures an activity serves: the analysis of the plan that
        // `classify` writes does.
        done(&classify)?;
        let by_plan = done(&self.tools.line(ANALYSE).fill("FILE", CLASSIFIED))?;
        let by_plan = Rc::new(whole_sums(&by_plan.out)?);
        let classified = || -> Check<'a> {
            let truth = Rc::clone(&truth);
            Box::new(move |out| same(&truth, &plan_sums(out)?))
        };
        let analysed = || -> Check<'a> {
            let by_plan = Rc::clone(&by_plan);
            Box::new(move |out| same(&by_plan, &whole_sums(out)?))
        };
        let mut commands = vec![
            Command::ours("classify, 1 thread", one_thread(&classify), classified())
                .writes(CLASSIFIED),
            Command::ours("classify, all threads", classify, classified()).writes(CLASSIFIED),
            Command::ours("analyse, 1 thread", one_thread(&analyse), analysed()),
            Command::ours("analyse, all threads", analyse, analysed()),
        ];
        if let Some(line) = self.programs.script("lxml", &["1", &file]) {
            let truth = Rc::clone(&truth);
            let check = move |out: &[u8]| same(&truth, &sums(std::str::from_utf8(out)?)?);
            commands.push(Command::new("lxml, iterparse", line, Box::new(check)));
        }
        if let Some(line) = self.programs.xmllint(&file) {
            commands.push(Command::new("xmllint, reads only", line, Box::new(|_| Ok(()))));
        }
        self.add(&format!("{n_activities} activities as IATI XML, {}", size(&file)?), commands);
        Ok(())
    }

    /// The report as a workbook, beside one sheet of the same rows.
    pub(super) fn report(&mut self, n_rows: u64) -> anyhow::Result<()> {
        let file = format!("target/bench/reported-{n_rows}.csv");
        inputs::write_plan(new(&file)?, n_rows, self.measures)?;
        let line =
            "envcoop-report xlsx FILE --as-of 2026-09-30 --constant-memory --quiet --force -o OUT";
        let line = self.tools.line(line).fill("FILE", &file).fill("OUT", REPORTED);
        let check = move || -> Check<'a> { Box::new(move |out| has_rows(out, n_rows)) };
        let mut commands =
            vec![Command::ours("report, eight sheets", line, check()).writes(REPORTED)];
        if let Some(line) = self.programs.script("xlsxwriter", &["1", &file, TABLED]) {
            commands.push(Command::new("xlsxwriter, one sheet", line, check()).writes(TABLED));
        }
        self.add(&format!("A report of {n_rows} rows as a workbook"), commands);
        Ok(())
    }

    /// A copy that somebody edited, merged into the plan.
    pub(super) fn merge(&mut self, n_rows: u64) -> anyhow::Result<()> {
        inputs::write_plan(new(SENT)?, n_rows, self.measures)?;
        let n_edited = inputs::write_edited(new(RETURNED)?, n_rows, self.measures)?;
        let line = format!(
            "envcoop-checklist merge {MERGED} {RETURNED} --base {SENT} --format json --quiet"
        );
        let check = move |out: &[u8]| {
            let merged: Value = serde_json::from_slice(out)?;
            let applied = &merged["plan"][0]["applied"];
            ensure!(applied.as_u64() == Some(n_edited), "{applied} edits, not {n_edited}");
            Ok(())
        };
        let merge = Command::ours("merge", self.tools.line(&line), Box::new(check));
        let merge = Command { changes: Some([MERGED, SENT]), ..merge };
        self.add(&format!("A merge of {n_rows} rows, {n_edited} edited"), vec![merge]);
        Ok(())
    }

    /// A plan so short that starting is all.
    pub(super) fn start(&mut self, n_rows: u64) -> anyhow::Result<()> {
        let file = "target/bench/short.csv";
        let truth = Rc::new(inputs::write_plan(new(file)?, n_rows, self.measures)?);
        let ours = |name: &str, line: &str, check: Check<'a>| {
            Command::ours(name, self.tools.line(line).fill("FILE", file), check)
        };
        let status = "envcoop-checklist status FILE --as-of 2026-09-30 --quiet";
        let memo = "envcoop-report markdown FILE --as-of 2026-09-30 --quiet";
        let mut commands = vec![
            ours("analyse", ANALYSE, self.checks(file, &truth)?()),
            ours("status", status, Box::new(|_| Ok(()))),
            ours("markdown", memo, Box::new(|_| Ok(()))),
        ];
        let peers = [
            ("DuckDB's command line", self.programs.duckdb("1", file)?),
            ("DuckDB in Python", self.programs.script("duckdb", &["1", file])),
            ("Polars", self.programs.script("polars", &["1", file])),
        ];
        commands.extend(
            peers
                .into_iter()
                .filter_map(|(name, line)| Some(Command::new(name, line?, is_grouped(&truth)))),
        );
        self.add(&format!("Start-up: a plan of {n_rows} rows"), commands);
        Ok(())
    }

    fn add(&mut self, title: &str, commands: Vec<Command<'a>>) {
        println!("{title}");
        self.all.push(Contest { title: title.to_owned(), commands });
    }

    /// Returns what holds an analysis against what was put in. The days stand only in its CSV, which
    /// is read once.
    fn checks(
        &self,
        file: &str,
        truth: &Groups<'_>,
    ) -> anyhow::Result<impl Fn() -> Check<'a> + use<'a>> {
        let days = figures::days(&done(&self.tools.line(DAYS).fill("FILE", file))?.out)?;
        let (truth, days): (Rc<Tally>, _) = (Rc::new(truth.tally()), Rc::new(days));
        Ok(move || -> Check<'a> {
            let (truth, days) = (Rc::clone(&truth), Rc::clone(&days));
            Box::new(move |out| same(&truth, &figures::tally(out, &days)?))
        })
    }
}

/// Returns what holds groups of rows against those that were put in.
fn is_grouped<'a>(truth: &Rc<Groups<'a>>) -> Check<'a> {
    let truth = Rc::clone(truth);
    Box::new(move |out| same(&truth.0, &Groups::read(std::str::from_utf8(out)?)?.0))
}

/// Says whether the sheet of activities has so many rows below its header.
fn has_rows(workbook: &[u8], n_rows: u64) -> anyhow::Result<()> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook))?;
    let height = book.worksheet_range("Activities")?.height() as u64;
    ensure!(height == n_rows + 1, "the sheet has {height} rows, not {}", n_rows + 1);
    Ok(())
}

fn one_thread(line: &Line) -> Line {
    let [words @ .., last] = &line.words()[..] else { return line.clone() };
    Line::new("LAST --threads 1").fill("LAST", last).after(words)
}

fn all_threads() -> String {
    thread::available_parallelism().map_or(1, usize::from).to_string()
}

fn new(path: &str) -> anyhow::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path)?))
}

fn size(path: &str) -> anyhow::Result<String> {
    Ok(format!("{:.1} MiB", fs::metadata(path)?.len() as f64 / MIB))
}
