//! `readers`: the tables read by the programs that people have. A shipped and a hostile plan are
//! written in every form; what `frictionless`, DuckDB, pandas, R and LibreOffice make of them is
//! compared with what was written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use tempfile::TempDir;
use xtask::line::{RELEASE, Tools, exists, is_on_server};

use crate::Depth;
#[path = "../src/hostile.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod hostile;

/// Where Python packages are installed for checks, if not for everyone.
const VENV: &str = "target/readers-venv/bin/python";

/// Returns the Python that has the packages which checks need.
pub(crate) fn python() -> &'static str {
    if Path::new(VENV).exists() { VENV } else { "python3" }
}

const SCRIPT: &str = include_str!("readers.py");

/// What programs read: a part of the script and the Python package that it needs, if any.
const PROGRAMS: [(&str, Option<&str>); 4] = [
    ("package", Some("frictionless")),
    ("duck", Some("duckdb")),
    ("panda", Some("pandas")),
    ("r", None),
];

/// A way in which LibreOffice opens a sheet.
struct Opening {
    locale: &'static str,
    /// The option that the sheet was written with.
    sep: &'static str,
    /// The language in which numbers are read: 0 is that of the system.
    language: &'static str,
    /// Whether decimals become numbers, or stay texts with the same digits.
    decimals: &'static str,
}

/// A double click shows a dialog; who confirms it gets this. A headless program takes other
/// settings (a single separator, the encoding of the system whatever the byte order mark says), so
/// they are named: comma, semicolon and tab all separate, `"` quotes, UTF-8 as detected by the mark,
/// from the first line, no column formats, LANGUAGE, quoted cells may be numbers, numbers and dates
/// are detected, and formulas are run, which newer versions leave out unless told to.
const DIALOG: &str = "CSV:44/59/9,34,UTF8,1,,LANGUAGE,false,true,false,false,false,0,true";

const OPENINGS: [Opening; 4] = [
    Opening { locale: "zh-CN", sep: "comma", language: "0", decimals: "numbers" },
    Opening { locale: "de-DE", sep: "semicolon", language: "0", decimals: "numbers" },
    // Nothing is lost or changed, but nothing adds up: that is what `--sep semicolon` is for. Who
    // has such a file chooses English in the dialog.
    Opening { locale: "de-DE", sep: "comma", language: "0", decimals: "texts" },
    Opening { locale: "de-DE", sep: "comma", language: "1033", decimals: "numbers" },
];

/// Writes the tables and has them read: both plans in every way in which a spreadsheet may open
/// them; in short, the hostile one as a double click opens it.
///
/// # Errors
/// Says what a program read otherwise than it was written; on the integration server also what is
/// missing here.
pub(crate) fn run(depth: Depth) -> anyhow::Result<()> {
    let tools = Tools::build(RELEASE)?;
    let python = python();
    let folder = tempfile::tempdir()?;
    let mut reading = Reading { python, folder, missing: Vec::new(), n_opened: 0 };
    let shipped = Plan::shipped(&tools, &reading)?;
    let hostile = Plan::hostile(&tools, &reading)?;
    for plan in [&shipped, &hostile] {
        println!("{}, for programs:", plan.name);
        reading.by_programs(plan)?;
    }
    let n_openings = if depth == Depth::Full { OPENINGS.len() } else { 2 };
    let plans: &[&Plan] = if depth == Depth::Full { &[&shipped, &hostile] } else { &[&hostile] };
    for plan in plans {
        for opening in &OPENINGS[..n_openings] {
            reading.by_libreoffice(plan, opening)?;
        }
    }
    reading.by_libreoffice_unguarded(&hostile)?;
    if is_on_server() && !reading.missing.is_empty() {
        bail!("missing here: {}", reading.missing.join(", "));
    }
    Ok(())
}

/// A plan, and where its tables are.
struct Plan {
    name: &'static str,
    folder: PathBuf,
}

impl Plan {
    fn shipped(tools: &Tools, reading: &Reading) -> anyhow::Result<Plan> {
        let plan = "data/examples/plan.csv";
        let half: Vec<String> =
            fs::read_to_string(plan)?.lines().take(60).map(|line| format!("{line}\n")).collect();
        let before = reading.put("before.csv", &half.concat())?;
        let options = ["--baseline", &before, "--as-of", "2026-09-30"];
        Plan::written(tools, reading, "the shipped plan", plan, plan, &options)
    }

    /// The sheets leave out the cell that no spreadsheet holds.
    fn hostile(tools: &Tools, reading: &Reading) -> anyhow::Result<Plan> {
        let longest = "长".repeat(hostile::LONGEST);
        let too_long = "长".repeat(hostile::LONGEST + 1);
        let texts = [&hostile::TEXTS[..], &[longest.as_str()]].concat();
        let for_sheets = reading.put("hostile.json", &hostile::plan(&texts))?;
        let texts = [&hostile::TEXTS[..], &[too_long.as_str()]].concat();
        let for_data = reading.put("hostile-data.json", &hostile::plan(&texts))?;
        let before = reading.put("hostile-before.json", &hostile::plan(&hostile::TEXTS[9..]))?;
        let strategy = reading.put("strategy.json", &hostile::framework())?;
        let options = ["--baseline", &before, "--framework", &strategy, "--as-of", "2027-06-30"];
        Plan::written(tools, reading, "the hostile plan", &for_data, &for_sheets, &options)
    }

    /// Writes a plan's tables in every form, and its analysis as JSON.
    fn written(
        tools: &Tools,
        reading: &Reading,
        name: &'static str,
        for_data: &str,
        for_sheets: &str,
        options: &[&str],
    ) -> anyhow::Result<Plan> {
        let plan = Plan { name, folder: reading.folder.path().join(name) };
        fs::create_dir(&plan.folder)?;
        let tool = |line: &str, input: &str, out: &str, options: &[&str]| {
            let line = tools.line(line).fill("PLAN", input);
            let output =
                line.command().args(["-o", &plan.path(out), "--quiet"]).args(options).output()?;
            let err = String::from_utf8_lossy(&output.stderr);
            ensure!(output.status.success(), "`{line}` for {name}: {}\n{err}", output.status);
            Ok(())
        };
        tool("envcoop-report csv PLAN --for data", for_data, "data", options)?;
        for sep in ["comma", "semicolon"] {
            let line = format!("envcoop-report csv PLAN --for sheet --sep {sep}");
            tool(&line, for_sheets, sep, options)?;
        }
        // The baseline is of the report alone.
        tool("envcoop-gap PLAN --format json", for_data, "gap.json", &options[2..])?;
        Ok(plan)
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }
}

struct Reading<'p> {
    python: &'p str,
    folder: TempDir,
    missing: Vec<String>,
    n_opened: usize,
}

impl Reading<'_> {
    fn put(&self, name: &str, content: &str) -> anyhow::Result<String> {
        let path = self.folder.path().join(name);
        fs::write(&path, content)?;
        Ok(path.to_string_lossy().into_owned())
    }

    fn by_programs(&mut self, plan: &Plan) -> anyhow::Result<()> {
        for (part, package) in PROGRAMS {
            if self.has_package(package) {
                self.script(part, &[&plan.path("data")])?;
            }
        }
        Ok(())
    }

    fn by_libreoffice(&mut self, plan: &Plan, opening: &Opening) -> anyhow::Result<()> {
        let Opening { locale, sep, language, decimals } = opening;
        println!("{} in LibreOffice {locale}, {sep}, language {language}:", plan.name);
        if !exists("soffice") {
            self.lacks("soffice");
            return Ok(());
        }
        if !self.has_package(Some("openpyxl")) {
            return Ok(());
        }
        let mut sheets: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(plan.path(sep))? {
            sheets.push(entry?.path());
        }
        sheets.sort();
        let opened = self.open(plan, &sheets, locale, language)?;
        let separator = if *sep == "comma" { "," } else { ";" };
        self.script("sheet", &[&plan.path("data"), &plan.path(sep), &opened, separator, decimals])
    }

    /// What no guard protects is run: that sheets are safe is seen by a program that is not.
    fn by_libreoffice_unguarded(&mut self, plan: &Plan) -> anyhow::Result<()> {
        if !exists("soffice") || !self.has_package(Some("openpyxl")) {
            return Ok(());
        }
        let data = plan.folder.join("data/activities.csv");
        let opened = self.open(plan, &[data], "en-US", "0")?;
        self.script("unguarded", &[&opened])
    }

    /// Opens sheets as a double click would and returns the folder where they are as workbooks.
    fn open(
        &mut self,
        plan: &Plan,
        sheets: &[PathBuf],
        locale: &str,
        language: &str,
    ) -> anyhow::Result<String> {
        self.n_opened += 1;
        let profile = self.profile(locale)?;
        let opened = plan.path(&format!("opened-{}", self.n_opened));
        let output = Command::new("soffice")
            .env("LC_ALL", format!("{}.UTF-8", locale.replace('-', "_")))
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            .args(["--headless", "--norestore"])
            .arg(format!("--infilter={}", DIALOG.replace("LANGUAGE", language)))
            .args(["--convert-to", "xlsx", "--outdir", &opened])
            .args(sheets)
            .stdin(Stdio::null())
            .output()?;
        let err = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "soffice failed: {}\n{err}", output.status);
        Ok(opened)
    }

    /// Makes a fresh profile whose locale is `locale`, whatever locales this machine has.
    fn profile(&self, locale: &str) -> anyhow::Result<PathBuf> {
        let profile = self.folder.path().join(format!("profile-{}", self.n_opened));
        fs::create_dir_all(profile.join("user"))?;
        let settings = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n\
             <item oor:path=\"/org.openoffice.Setup/L10N\"><prop oor:name=\"ooSetupSystemLocale\" \
             oor:op=\"fuse\"><value>{locale}</value></prop></item>\n</oor:items>\n"
        );
        fs::write(profile.join("user/registrymodifications.xcu"), settings)?;
        Ok(profile)
    }

    /// Runs a part of the script, which prints what it has checked.
    fn script(&self, part: &str, args: &[&str]) -> anyhow::Result<()> {
        let status = Command::new(self.python)
            .args(["-X", "utf8", "-c", SCRIPT, part])
            .args(args)
            .status()
            .with_context(|| format!("{} cannot be run", self.python))?;
        ensure!(status.success(), "`{part}` read something else than was written");
        Ok(())
    }

    fn has_package(&mut self, package: Option<&str>) -> bool {
        let import = package.map_or("pass".to_owned(), |package| format!("import {package}"));
        let mut command = Command::new(self.python);
        command.args(["-c", &import]).stdout(Stdio::null()).stderr(Stdio::null());
        let is_there = command.status().is_ok_and(|status| status.success());
        if !is_there {
            self.lacks(&package.map_or("python3".to_owned(), |name| format!("Python's {name}")));
        }
        is_there
    }

    fn lacks(&mut self, what: &str) {
        println!("  skipped: this machine has no {what}");
        if !self.missing.iter().any(|missing| missing == what) {
            self.missing.push(what.to_owned());
        }
    }
}
