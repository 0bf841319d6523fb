//! The page of a report in a real browser: filtered, searched, read in the other language and on a
//! small screen, printed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::line::{Line, Tools, exists};

use super::{Depth, PROGRAM, hostile, open, probed, said, same};

/// What reads the text of a print.
const READER: &str = "pdftotext";

/// The widths in which the page is tried: of a desk, and of a telephone.
const WIDTHS: [u32; 2] = [1280, 360];

/// Uses the page.
///
/// # Errors
/// Says what the browser, the page or the tool did wrong.
pub(super) fn run(tools: &Tools, depth: Depth) -> anyhow::Result<()> {
    let trial = Trial { tools, folder: tempfile::tempdir()? };
    trial.pristine()?;
    let langs: &[&str] = if depth == Depth::Full { &["both", "en", "zh"] } else { &["both"] };
    for lang in langs {
        trial.used(lang)?;
        println!("the report in {lang}: filtered, searched, read on small screens, printed");
    }
    Ok(())
}

struct Trial<'t> {
    tools: &'t Tools,
    folder: TempDir,
}

impl Trial<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a report and returns it.
    fn write(&self, name: &str, args: &[&str]) -> anyhow::Result<String> {
        let path = self.path(name);
        let line = self.tools.line("envcoop-report html");
        let output = line.command().args(args).args(["-o".as_ref(), path.as_os_str()]).output()?;
        let err = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`{line}` failed: {}\n{err}", output.status);
        Ok(fs::read_to_string(path)?)
    }

    /// A page as it is sent, of a hostile strategy: its policy lets its style and its script through,
    /// and nothing else.
    fn pristine(&self) -> anyhow::Result<()> {
        let strategy = self.path("hostile.json");
        fs::write(&strategy, hostile()?)?;
        let strategy = strategy.to_string_lossy();
        let plan = "data/examples/mini-plan.csv";
        let args = [plan, "--framework", &strategy, "--as-of", "2027-06-30", "--lang", "both"];
        self.write("hostile.html", &args)?;
        let dom = self.open("hostile.html", &["--dump-dom"])?;
        ensure!(dom.contains("<form id=\"filters\">"), "the script did not run under its policy");
        ensure!(dom.contains("<output id=\"gap-count\">1</output>"), "the gaps were not counted");
        ensure!(!dom.contains("<img"), "a text of the strategy became markup");
        Ok(())
    }

    fn open(&self, page: &str, args: &[&str]) -> anyhow::Result<String> {
        open(self.folder.path(), page, args)
    }

    fn used(&self, lang: &str) -> anyhow::Result<()> {
        let plan = "data/examples/plan.csv";
        let name = format!("{lang}.html");
        let page = self.write(&name, &[plan, "--as-of", "2026-09-30", "--lang", lang])?;
        let page = probed(&page, include_str!("report.js"))?;
        let mut rows = Value::Null;
        for width in WIDTHS {
            fs::write(self.path("probed.html"), framed(&page, width))?;
            let report = said(&self.open("probed.html", &["--dump-dom"])?)?;
            same("width", &report["width"], &json!(width))?;
            same("overflow", &report["overflow"], &json!(0))?;
            same("fetched", &report["fetched"], &json!([]))?;
            // What each choice finds, by what the rows themselves say.
            for choice in ["challenge", "area", "state", "need", "text", "both"] {
                let found = &report["found"][choice];
                same(choice, &found["shown"], &found["expected"])?;
                same(choice, &found["counted"], &found["expected"])?;
                ensure!(found["expected"] != json!(0), "{choice} finds nothing");
            }
            same("nothing found", &report["none"], &json!([0, true]))?;
            let switched =
                if lang == "both" { json!([[true, false], [false, true]]) } else { Value::Null };
            same("languages", &report["switched"], &switched)?;
            rows = report["rows"].clone();
        }
        self.printed(&name, &rows)
    }

    /// A print has the last row of every table, also of one that is folded on the screen.
    fn printed(&self, page: &str, rows: &Value) -> anyhow::Result<()> {
        let pdf = self.path("report.pdf");
        let print = format!("--print-to-pdf={}", pdf.display());
        self.open(page, &["--no-pdf-header-footer", &print])?;
        let bytes = fs::read(&pdf).context("nothing was printed")?;
        ensure!(bytes.starts_with(b"%PDF-"), "{PROGRAM} printed something else");
        ensure!(bytes.len() > 100_000, "a print of {} bytes", bytes.len());
        let Some(text) = text(&pdf)? else { return Ok(()) };
        let rows = rows.as_array().context("no rows")?;
        ensure!(rows.len() > 50, "{} tables", rows.len());
        // The words of neighbouring cells may stand between the lines of a cell, and a print tells
        // Chinese characters from others of the same shape by chance.
        let words = rows.iter().filter_map(Value::as_str).flat_map(str::split_whitespace);
        for word in words.filter(|word| word.is_ascii()) {
            ensure!(text.contains(word), "{page}: the print lacks `{word}`");
        }
        Ok(())
    }
}

/// Returns a page within a frame: no window of a browser is as small as a telephone.
fn framed(page: &str, width: u32) -> String {
    let page = page.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><iframe width=\"{width}\" height=\"900\" srcdoc=\"{page}\"></iframe>"
    )
}

/// Returns the text of a print without blanks; none where this machine has nothing to read it.
fn text(pdf: &Path) -> anyhow::Result<Option<String>> {
    if !exists(READER) {
        return Ok(None);
    }
    let output = Line::new(READER).command().arg(pdf).arg("-").output()?;
    ensure!(output.status.success(), "{READER} failed: {}", output.status);
    Ok(Some(without_blanks(&String::from_utf8_lossy(&output.stdout))))
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
