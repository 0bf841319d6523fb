//! Command lines: shown as they could be typed, run without a shell.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fmt};

use anyhow::{Context, bail};

/// A command line, split into words. Leading `NAME=value` words are its environment.
#[derive(Clone, Debug)]
pub struct Line {
    env: Vec<(String, String)>,
    words: Vec<String>,
}

impl Line {
    /// Splits a line at its blanks.
    pub fn new(line: &str) -> Line {
        let mut line =
            Line { env: Vec::new(), words: line.split_whitespace().map(Into::into).collect() };
        while let Some((name, value)) = line.words.first().and_then(|word| word.split_once('=')) {
            line.env.push((name.into(), value.into()));
            line.words.remove(0);
        }
        line
    }

    /// Puts a value, blanks and all, in the place of the word `hole`.
    pub fn fill(mut self, hole: &str, value: &str) -> Line {
        self.words.iter_mut().filter(|word| *word == hole).for_each(|word| *word = value.into());
        self
    }

    /// Puts these words before the line.
    pub fn after(mut self, words: &[&str]) -> Line {
        self.words.splice(..0, words.iter().map(|&word| word.into()));
        self
    }

    /// Returns the line as a command. `cargo` is the one that runs this program.
    pub fn command(&self) -> Command {
        let program = match self.words[0].as_str() {
            "cargo" => env::var_os("CARGO").unwrap_or("cargo".into()),
            other => other.into(),
        };
        let mut command = Command::new(program);
        command.args(&self.words[1..]).envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Returns the program and its arguments.
    pub fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    /// Shows the line and runs it.
    ///
    /// # Errors
    /// Names the line where it cannot be run or ends with anything but 0.
    pub fn run(&self) -> anyhow::Result<()> {
        println!("$ {self}");
        self.run_unseen()
    }

    /// Runs the line.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_unseen(&self) -> anyhow::Result<()> {
        let status = self.command().status().with_context(|| format!("`{self}` cannot be run"))?;
        if !status.success() {
            bail!("`{self}` failed: {status}");
        }
        Ok(())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.env {
            write!(f, "{name}={value} ")?;
        }
        for (i, word) in self.words.iter().enumerate() {
            let blank = if i > 0 { " " } else { "" };
            let quote = if word.contains([' ', '\'', '"', '$', '*', '?', '(', '&', ';']) {
                "'"
            } else {
                ""
            };
            write!(f, "{blank}{quote}{}{quote}", word.replace('\'', r"'\''"))?;
        }
        Ok(())
    }
}

/// Returns the root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Tells whether a program can be started here.
pub fn exists(program: &str) -> bool {
    let quiet =
        |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet(Command::new(program).arg("--version")).is_ok()
}

/// The shipped strategy.
pub const FRAMEWORK: &str = "data/frameworks/two-services-2012.json";

/// What builds the tools as a user gets them.
pub const RELEASE: &str =
    "cargo build --release --locked -p envcoop-checklist -p envcoop-gap -p envcoop-report";

/// What builds the tools quickly.
pub const DEBUG: &str =
    "cargo build --locked -p envcoop-checklist -p envcoop-gap -p envcoop-report";

/// The three tools, built.
#[derive(Debug)]
pub struct Tools(PathBuf);

impl Tools {
    /// The tools' names.
    pub const NAMES: [&str; 3] = ["envcoop-checklist", "envcoop-gap", "envcoop-report"];

    /// Builds the tools by [`RELEASE`] or [`DEBUG`].
    ///
    /// # Errors
    /// Says that they cannot be built.
    pub fn build(line: &str) -> anyhow::Result<Tools> {
        Line::new(line).run()?;
        let profile = if line == RELEASE { "release" } else { "debug" };
        // This program stands in the folder that cargo builds into, wherever that is.
        let this = env::current_exe()?;
        let target = this.ancestors().nth(2).context("this program stands in no target folder")?;
        let folder = target.join(profile);
        Ok(Tools(folder.strip_prefix(root()).map(Path::to_owned).unwrap_or(folder)))
    }

    /// Returns a line that begins with a tool's name as one that runs the tool built here.
    pub fn line(&self, line: &str) -> Line {
        let mut line = Line::new(line);
        line.words[0] = self.0.join(&line.words[0]).to_string_lossy().into_owned();
        line
    }
}

/// On the integration server a program that is missing is a failure.
#[must_use]
pub fn is_on_server() -> bool {
    env::var_os("CI").is_some_and(|value| value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_as_it_could_be_typed() {
        let line = Line::new("RUSTDOCFLAGS=-Dwarnings cargo doc FILE").fill("FILE", "it's here");
        assert_eq!(line.to_string(), r"RUSTDOCFLAGS=-Dwarnings cargo doc 'it'\''s here'");
        assert_eq!(line.words(), ["cargo", "doc", "it's here"]);
    }
}
