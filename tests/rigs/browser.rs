//! `browser`: the pages that the tools write, in a real browser. That of a checklist is ticked and
//! edited, closed and opened again, filtered, exported and printed; the tools take what it exports.

mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::line::{Line, RELEASE, Tools, exists};

use crate::Depth;
/// The browser that this needs.
const PROGRAM: &str = "chromium";

/// What opens the page: without a profile of its own, a window, or the wish to call home.
const OPEN: &str = "chromium --headless --no-sandbox --disable-gpu --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --disable-extensions \
    --host-resolver-rules=MAP_ALL --user-data-dir=PROFILE --enable-logging=stderr --v=0 \
    --virtual-time-budget=10000";

/// What a person might enter, and what stands in the way of CSV.
const OWNER: &str = "=1+1 \"Li\", Wang; <b>\nsecond line 第二行";
const NOTE: &str = "+86 10 </script>";
/// What a strategy might hold that wants to be more than text.
const HOSTILE: &str =
    "</script><img src=x onerror=console.error(1)> & \"quoted\", 'single' <!-- =1+1 \u{202e}abc";

/// The row that is ticked, of a stage that delivers; the one whose status is set; the measure that
/// the first serves.
const TICKED: &str = "W1.1-d-2027";
const CHANGED: &str = "W1.2-a-2027";
const MEASURE: &str = "W1.1";

/// Uses the page in every language; in short, in English.
///
/// # Errors
/// Says what the browser, the page or a tool did wrong.
pub(crate) fn run(depth: Depth) -> anyhow::Result<()> {
    if !exists(PROGRAM) {
        println!("skipped: this machine has no {PROGRAM}");
        return Ok(());
    }
    let tools = Tools::build(RELEASE)?;
    let langs: &[&str] = if depth == Depth::Full { &["en", "zh", "both"] } else { &["en"] };
    for lang in langs {
        let trial = Trial::new(&tools, lang)?;
        trial.pristine()?;
        trial.edited()?;
        trial.printed()?;
        println!("the page in {lang}: ticked, remembered, filtered, exported, merged, printed");
    }
    report::run(&tools, depth)
}

struct Trial<'t> {
    tools: &'t Tools,
    lang: &'t str,
    folder: TempDir,
}

impl<'t> Trial<'t> {
    /// Makes a hostile strategy, its checklist as a page and the same as CSV.
    fn new(tools: &'t Tools, lang: &'t str) -> anyhow::Result<Self> {
        let trial = Trial { tools, lang, folder: tempfile::tempdir()? };
        fs::write(trial.path("hostile.json"), hostile()?)?;
        for (format, name) in [("html", "page.html"), ("csv", "sent.csv"), ("csv", "plan.csv")] {
            trial.tool(
                "envcoop-checklist new --year 2027 --framework hostile.json",
                &["--lang", lang, "--format", format, "-o", &trial.name(name)],
            )?;
        }
        Ok(trial)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    /// Runs a tool, which must end with 0, and returns what it prints.
    fn tool(&self, line: &str, args: &[&str]) -> anyhow::Result<String> {
        let line = self.tools.line(line).fill("hostile.json", &self.name("hostile.json"));
        let output = line.command().args(args).output()?;
        let err = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`{line}` failed: {}\n{err}", output.status);
        Ok(String::from_utf8(output.stdout)?)
    }

    fn open(&self, page: &str, args: &[&str]) -> anyhow::Result<String> {
        open(self.folder.path(), page, args)
    }

    /// The page as it is sent: its policy lets its style and its script through, and nothing else.
    fn pristine(&self) -> anyhow::Result<()> {
        let page = self.open("page.html", &["--dump-dom"])?;
        ensure!(page.contains("<form id=\"bar\">"), "the script did not run under its policy");
        ensure!(!page.contains("<img"), "a text of the strategy became markup");
        Ok(())
    }

    fn edited(&self) -> anyhow::Result<()> {
        let told = json!({"ticked": TICKED, "changed": CHANGED, "owner": OWNER, "note": NOTE});
        let probe = include_str!("browser/checklist.js")
            .replace("TOLD", &told.to_string().replace('<', "\\u003c"));
        let page = fs::read_to_string(self.path("page.html"))?;
        fs::write(self.path("probed.html"), probed(&page, &probe)?)?;

        let entered = self.report("probed.html#enter")?;
        let report = self.report("probed.html#again")?;
        let ticked = json!([true, "completed", OWNER, ""]);
        let changed = json!([false, "ongoing", "", NOTE]);
        same("remembered", &report["remembered"], &json!({"ticked": ticked, "changed": changed}))?;
        same("done", &report["done"], &entered["done"])?;
        same("completed", &report["completed"], &json!([TICKED]))?;
        same("searched", &report["searched"], &json!([CHANGED]))?;
        let starts = |list: &Value, start: &str| {
            let list = list.as_array().map_or(&[][..], Vec::as_slice);
            let starts = |id: &Value| id.as_str().is_some_and(|id| id.starts_with(start));
            !list.is_empty() && list.iter().all(starts)
        };
        ensure!(starts(&report["area"], "W2."), "filtered by area: {}", report["area"]);
        ensure!(starts(&report["areaAndStage"], "W2."), "and stage: {}", report["areaAndStage"]);
        same("fetched", &report["fetched"], &json!([]))?;
        same("overflow", &report["overflow"], &json!(0))?;
        same("file", &report["file"], &json!("mini-plan.csv"))?;
        let exported = unhex(report["csv"].as_str().context("no CSV")?)?;
        fs::write(self.path("exported.csv"), &exported)?;
        let expected = expected(&fs::read_to_string(self.path("sent.csv"))?)?;
        let exported = String::from_utf8(exported)?;
        ensure!(exported == expected, "exported:\n{exported}\nexpected:\n{expected}");
        self.taken(&expected)
    }

    /// The tools take what the page exports: the analysis counts the row, merging brings every edit.
    fn taken(&self, expected: &str) -> anyhow::Result<()> {
        let line = "envcoop-gap --framework hostile.json --as-of 2027-12-31 --format json";
        let gap: Value = serde_json::from_str(
            &self.tool(line, &["--profile", "deliver", &self.name("exported.csv")])?,
        )?;
        let measures = gap["measures"].as_array().context("no measures")?;
        let measure = measures.iter().find(|m| m["id"] == MEASURE).context("no such measure")?;
        same("delivery", &measure["needs"]["delivery"], &json!("met"))?;
        same("owner", &measure["needs"]["owner"], &json!("met"))?;
        let files = ["plan.csv", "exported.csv", "sent.csv"].map(|name| self.name(name));
        let [plan, exported, sent] = &files;
        let line = "envcoop-checklist merge --framework hostile.json";
        self.tool(line, &[plan, exported, "--base", sent])?;
        let merged = fs::read_to_string(plan)?;
        ensure!(merged == expected, "merged:\n{merged}\nexpected:\n{expected}");
        Ok(())
    }

    fn printed(&self) -> anyhow::Result<()> {
        let pdf = self.path("page.pdf");
        self.open(
            "page.html",
            &["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())],
        )?;
        let bytes = fs::read(&pdf).context("nothing was printed")?;
        ensure!(
            bytes.starts_with(b"%PDF-") && bytes.len() > 10_000,
            "a print of {} bytes",
            bytes.len()
        );
        Ok(())
    }

    fn report(&self, page: &str) -> anyhow::Result<Value> {
        said(&self.open(page, &["--dump-dom"])?)
            .with_context(|| format!("{page}: the probe said nothing ({})", self.lang))
    }
}

/// Makes a strategy whose texts want to be more than text.
fn hostile() -> anyhow::Result<String> {
    let mut framework: Value = serde_json::from_slice(&fs::read("data/frameworks/mini.json")?)?;
    for lang in ["en", "zh"] {
        framework["title"][lang] = json!(format!("{HOSTILE} {lang}"));
        let measures = framework["measures"].as_array_mut().context("measures")?;
        for measure in measures {
            measure["title"][lang] = json!(format!("{HOSTILE} {} {lang}", measure["id"]));
            for action in measure["actions"].as_array_mut().context("actions")? {
                action["text"][lang] = json!(format!("={} {HOSTILE} {lang}", action["id"]));
            }
        }
    }
    Ok(framework.to_string())
}

/// Opens a page of a folder and returns what the browser prints. Whatever the page reports as an
/// error or asks the network for is one.
fn open(folder: &Path, page: &str, args: &[&str]) -> anyhow::Result<String> {
    let log = folder.join("network.json");
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let line = Line::new(OPEN)
        .fill("--user-data-dir=PROFILE", &profile)
        .fill("--host-resolver-rules=MAP_ALL", "--host-resolver-rules=MAP * ~NOTFOUND");
    let output = line
        .command()
        .args(args)
        .arg(format!("--log-net-log={}", log.display()))
        .arg(format!("file://{}/{page}", folder.display()))
        .output()?;
    let Output { status, stdout, stderr } = output;
    let said = String::from_utf8_lossy(&stderr);
    ensure!(status.success(), "{PROGRAM} failed: {status}\n{said}");
    let complaints: Vec<&str> = said.lines().filter(|line| line.contains("CONSOLE")).collect();
    ensure!(complaints.is_empty(), "{page}: {}", complaints.join("\n"));
    asks_nobody(&log)?;
    Ok(String::from_utf8(stdout)?)
}

/// Returns a copy of a page with a probe in it. The probe is no part of the page: in its copy any
/// script may run.
fn probed(page: &str, probe: &str) -> anyhow::Result<String> {
    let (head, rest) = page.split_once("script-src '").context("the page has no policy")?;
    let (_, rest) = rest.split_once('\'').context("the page has no policy")?;
    Ok(format!("{head}script-src 'unsafe-inline'{rest}<script>{probe}</script>"))
}

/// Returns what a probe wrote into the page that it used.
fn said(dom: &str) -> anyhow::Result<Value> {
    let report = dom.split_once("<pre id=\"report\">").and_then(|(_, rest)| rest.split_once('<'));
    let (report, _) = report.context("no report")?;
    Ok(serde_json::from_slice(&unhex(report)?)?)
}

/// Returns the CSV that was sent with the edits in it.
fn expected(sent: &str) -> anyhow::Result<String> {
    let owner = format!("\"'{}\"", OWNER.replace('"', "\"\""));
    let mut expected = Vec::new();
    // Records end with CRLF, lines within a cell do not.
    for record in sent.split("\r\n") {
        expected.push(if record.starts_with(&format!("{TICKED},")) {
            record.replacen(",proposed,,", &format!(",completed,{owner},"), 1)
        } else if record.starts_with(&format!("{CHANGED},")) {
            let record = record.replacen(",proposed,", ",ongoing,", 1);
            let record = record.strip_suffix(",,").context("a blank note and a blank link")?;
            format!("{record},'{NOTE},")
        } else {
            record.to_owned()
        });
    }
    Ok(expected.join("\r\n"))
}

/// Reads the log of a browser's network. A browser has its own wishes; what a page asks for is kept
/// apart under where the page came from. No name is resolved here, whoever asks.
fn asks_nobody(log: &Path) -> anyhow::Result<()> {
    let log = fs::read_to_string(log)?;
    let asked: Vec<&str> = log.lines().filter(|line| line.contains("_key\":\"file://")).collect();
    ensure!(asked.is_empty(), "the page asked the network: {}", asked.join("\n"));
    Ok(())
}

fn same(what: &str, found: &Value, expected: &Value) -> anyhow::Result<()> {
    ensure!(found == expected, "{what}: found {found}, expected {expected}");
    Ok(())
}

fn unhex(text: &str) -> anyhow::Result<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        bail!("`{text}` is no hex");
    }
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).context("no hex");
    (0..text.len()).step_by(2).map(byte).collect()
}
