//! Keeps what a run writes apart from what it reads: no result replaces an input, `--force` or not,
//! under whatever name, link or spelling.

use std::io;
use std::path::{Path, PathBuf};

use envcoop_core::reason::Reason;
use envcoop_words::problem::output as say;
use same_file::Handle;

/// The files that a run is going to write.
#[derive(Debug, Default)]
pub(crate) struct Outputs(Vec<PathBuf>);

impl Outputs {
    /// Notes a file that is to be written; every input that is opened later is compared with it.
    pub(crate) fn add(&mut self, path: &Path) {
        self.0.push(path.to_owned());
    }

    /// Refuses an input that a result would replace; `-` is standard input. A terminal, a pipe and a
    /// device may be read and written at once.
    ///
    /// # Errors
    /// Names the output.
    pub(crate) fn refuse(&self, input: &Path) -> io::Result<()> {
        let read = match input.as_os_str() == "-" {
            true => Handle::stdin().ok().and_then(identity),
            false => identity_at(input),
        };
        let Some(read) = read else { return Ok(()) };
        let is_read = |path: &&PathBuf| identity_at(path).is_some_and(|own| own == read);
        if let Some(output) = self.0.iter().find(is_read) {
            let reason = match output == input {
                true => Reason::from(say::OVER_INPUT),
                false => Reason::new(|lang| say::over_input_as(lang, output.display())),
            };
            return Err(reason.into());
        }
        if Handle::stdout().ok().and_then(identity).is_some_and(|own| own == read) {
            return Err(Reason::from(say::INTO_INPUT).into());
        }
        Ok(())
    }
}

/// What tells a regular file from every other: its device and its number there. It is asked for without
/// opening the file, which may not be ours to read.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity_at(path: &Path) -> Option<Identity> {
    std::fs::metadata(path).ok().and_then(of)
}

#[cfg(unix)]
fn identity(handle: Handle) -> Option<Identity> {
    handle.as_file().metadata().ok().and_then(of)
}

#[cfg(unix)]
fn of(file: std::fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    file.is_file().then(|| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
type Identity = Handle;

#[cfg(not(unix))]
fn identity_at(path: &Path) -> Option<Identity> {
    Handle::from_path(path).ok().and_then(identity)
}

#[cfg(not(unix))]
fn identity(handle: Handle) -> Option<Identity> {
    let is_regular = handle.as_file().metadata().is_ok_and(|file| file.is_file());
    is_regular.then_some(handle)
}
