//! Support for the black-box tests: the tools run in process, on streams in memory.
//!
//! Every test works in the root of the repository, so that paths in messages are those that a user
//! sees there.

pub mod dice;
pub mod dom;
pub mod files;
pub mod hostile;
pub mod json;
pub mod random;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Once;

use envcoop_cli::{ExitStatus, Stream, Streams, Tool};
use envcoop_core::framework::Framework;
use envcoop_core::text::Lang;
use serde_json::Value;
use tempfile::TempDir;

/// The example of a plan, at its day.
pub const PLAN: &str = "data/examples/plan.csv --as-of 2026-09-30";
/// The worked example, at its day.
pub const MINI: &str = "data/examples/mini-plan.csv --framework mini --as-of 2027-06-30";

/// Returns a shipped strategy.
#[track_caller]
pub fn shipped(id: &str) -> Framework {
    let shipped = envcoop_core::framework::shipped(id).expect("it is shipped");
    shipped.expect("it is sound")
}

/// Returns the root of the repository, and works there from now on.
pub fn root() -> PathBuf {
    static ENTER: Once = Once::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = root.canonicalize().expect("the repository has a root");
    ENTER.call_once(|| std::env::set_current_dir(&root).expect("the root can be entered"));
    root
}

/// Reads a file of the repository.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Makes a folder that goes when the test ends.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

/// Writes a file into a folder and returns its path as text.
pub fn put(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("the file can be written");
    path.to_str().expect("the path is text").to_owned()
}

/// Reads the one earlier version that is kept of a file.
#[track_caller]
pub fn backup(path: &str) -> String {
    let path = Path::new(path);
    let entries = std::fs::read_dir(path.parent().expect("a folder")).expect("a folder");
    let name = path.file_name().expect("a name").to_str().expect("text");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_one = |path: &PathBuf| {
        let own = path.file_name().expect("a name").to_string_lossy();
        own.starts_with(&format!("{name}.2")) && own.ends_with(".bak")
    };
    let mut found: Vec<PathBuf> = paths.filter(is_one).collect();
    let one = found.pop().filter(|_| found.is_empty()).expect("one earlier version");
    std::fs::read_to_string(one).expect("it is text")
}

/// The folder of data shared by several projects, where this machine has it; says so where not.
pub fn shared(path: &str) -> Option<PathBuf> {
    let shared = root().join("../shared").join(path);
    if shared.exists() {
        return Some(shared);
    }
    let mut err = std::io::stderr();
    let message = format!("skipped: this machine has no ../shared/{path}\n");
    std::io::Write::write_all(&mut err, message.as_bytes()).expect("stderr can be written");
    None
}

/// Converts a file with LibreOffice; nothing, said aloud, where this machine has none.
pub fn converted(from: &Path, form: &str, into: &Path) -> Option<PathBuf> {
    let profile = into.join("profile");
    let run = std::process::Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", form, "--outdir"])
        .arg(into)
        .arg(from)
        .output();
    let extension = form.split(':').next().expect("a form has a name");
    let path = into.join(from.file_stem().expect("a name")).with_extension(extension);
    match run {
        Ok(_) if path.exists() => Some(path),
        Ok(output) => panic!("soffice made no {form}: {output:?}"),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "soffice cannot be run: {error}");
            let message = format!("skipped: soffice cannot be run: {error}\n");
            let mut err = std::io::stderr();
            std::io::Write::write_all(&mut err, message.as_bytes()).expect("stderr can be written");
            None
        }
    }
}

/// A run of a tool, to be ended by [`done`](Run::done), [`found`](Run::found) or
/// [`refused`](Run::refused).
#[must_use]
pub struct Run {
    tool: Tool,
    args: Vec<OsString>,
    stdin: Vec<u8>,
    width: Option<u16>,
    lang: Lang,
}

/// Runs a tool by its name and its words, as in `run("envcoop-gap plan.csv")`.
pub fn run(line: &str) -> Run {
    let mut words = line.split_whitespace();
    let name = words.next().expect("a command has a name");
    let tool: Tool = match name {
        "envcoop-checklist" => envcoop_checklist::run,
        "envcoop-gap" => envcoop_gap::run,
        "envcoop-report" => envcoop_report::run,
        other => panic!("there is no tool `{other}`"),
    };
    root();
    let args = std::iter::once(name).chain(words).map(OsString::from).collect();
    Run { tool, args, stdin: Vec::new(), width: None, lang: Lang::En }
}

/// What a run left behind.
#[derive(Debug)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// Adds an argument that may hold blanks.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Gives the tool something to read.
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Runs the tool on a system whose settings name a language; else they name English.
    pub fn system(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// Lets the tool write to a terminal of so many columns.
    pub fn width(mut self, columns: u16) -> Self {
        self.width = Some(columns);
        self
    }

    /// Runs the tool, however it ends.
    pub fn output(self) -> Output {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = match self.width {
            Some(width) => Stream::terminal(&mut out, width),
            None => Stream::plain(&mut out),
        };
        let streams = Streams {
            stdin: &mut self.stdin.as_slice(),
            out: &mut to,
            err: &mut Stream::plain(&mut err),
            lang: self.lang,
        };
        let status = (self.tool)(self.args, streams);
        let text = |bytes| String::from_utf8(bytes).expect("what a tool writes is UTF-8");
        Output { status, out: text(out), err: text(err) }
    }

    #[track_caller]
    fn ends(self, status: ExitStatus) -> Output {
        let line = format!("{:?}", self.args);
        let output = self.output();
        let Output { status: ended, out, err } = &output;
        assert_eq!(*ended, status, "{line}\n--- stdout\n{out}\n--- stderr\n{err}");
        output
    }

    /// Runs the tool, which must end with 0.
    #[track_caller]
    pub fn done(self) -> Output {
        self.ends(ExitStatus::Done)
    }

    /// Runs the tool, which must end with 1.
    #[track_caller]
    pub fn found(self) -> Output {
        self.ends(ExitStatus::Found)
    }

    /// Runs the tool, which must end with 2 and write no result.
    #[track_caller]
    pub fn refused(self) -> Output {
        let output = self.ends(ExitStatus::Error);
        assert_eq!(output.out, "", "a refused run wrote a result");
        output
    }
}

impl Output {
    /// Reads standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{}", self.out))
    }

    /// Returns the errors and warnings of standard error; notes say only how something was read.
    pub fn complaints(&self) -> Vec<String> {
        self.messages()
            .into_iter()
            .filter(|message| !message.contains(": note: ") && !message.contains(": 说明："))
            .collect()
    }

    /// Returns the messages of standard error, each with its hint.
    pub fn messages(&self) -> Vec<String> {
        let mut messages: Vec<String> = Vec::new();
        for line in self.err.lines() {
            match (line.starts_with("  "), messages.last_mut()) {
                (true, Some(message)) => {
                    message.push('\n');
                    message.push_str(line);
                }
                _ => messages.push(line.to_owned()),
            }
        }
        messages
    }
}
