//! How a tool ends.

use std::process::ExitCode;

/// How a tool ends; the number is a promise to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitStatus {
    /// Done, also where the reader of a pipe went away.
    Done = 0,
    /// Ran and found what was asked about: a threshold missed, a check failed.
    Found = 1,
    /// Not done: wrong usage, wrong input, or a file that cannot be read or written.
    Error = 2,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> ExitCode {
        ExitCode::from(status as u8)
    }
}
