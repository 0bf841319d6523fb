//! Keeps what a run writes apart from what it reads: no result replaces an input, `--force` or not,
//! under whatever name, link or spelling.

use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

/// The files that a run is going to write.
#[derive(Debug, Default)]
pub(crate) struct Outputs(Vec<PathBuf>);

impl Outputs {
    /// Notes a file that is to be written; every input that is opened later is compared with it.
    pub(crate) fn add(&mut self, path: &Path) {
        self.0.push(path.to_owned());
    }

    /// Refuses an input that a result would replace; `-` is standard input. What cannot be asked for
    /// is no file that is there.
    ///
    /// # Errors
    /// Names the output.
    pub(crate) fn refuse(&self, input: &Path) -> io::Result<()> {
        let read =
            if input.as_os_str() == "-" { Handle::stdin() } else { Handle::from_path(input) };
        let Some(read) = read.ok().filter(is_regular) else { return Ok(()) };
        let is_read = |path: &&PathBuf| Handle::from_path(path).is_ok_and(|own| own == read);
        if let Some(output) = self.0.iter().find(is_read) {
            let name =
                if output == input { String::new() } else { format!(", as {}", output.display()) };
            return Err(io::Error::other(format!(
                "the result would be written over it{name}; name another output"
            )));
        }
        if Handle::stdout().is_ok_and(|own| own == read) {
            return Err(io::Error::other(
                "standard output leads into it, too; send the result to another file",
            ));
        }
        Ok(())
    }
}

/// Tells whether writing would replace something: a terminal, a pipe or a device is read and written
/// at once.
fn is_regular(handle: &Handle) -> bool {
    handle.as_file().metadata().is_ok_and(|file| file.is_file())
}
