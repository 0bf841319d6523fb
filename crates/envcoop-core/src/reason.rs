//! Why something cannot be done, said in every language, where no line of an input is at fault.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use envcoop_words::problem::system as say;

use crate::text::{Label, Lang, Text};

/// Why something cannot be done: what is wrong and the way out. It passes as an error through code
/// that does not know the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(Text);

impl Reason {
    /// Makes a reason of what `say` returns for each language.
    pub fn new(say: impl FnMut(Lang) -> String) -> Reason {
        Reason(Text::new(say))
    }

    /// Returns the reason in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        self.0.get(lang)
    }
}

impl From<Label> for Reason {
    fn from(label: Label) -> Reason {
        Reason(label.into())
    }
}

impl fmt::Display for Reason {
    /// Writes it in the first language, for programs and tests.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get(Lang::default()))
    }
}

impl Error for Reason {}

impl From<Reason> for io::Error {
    fn from(reason: Reason) -> io::Error {
        io::Error::other(reason)
    }
}

/// Says in `lang` what went wrong: a [`Reason`], or what the system reports of files; any other error
/// in its own words.
pub fn said(lang: Lang, error: &(dyn Error + 'static)) -> String {
    let of_io = error.downcast_ref::<io::Error>();
    let within = of_io.and_then(io::Error::get_ref).and_then(|own| own.downcast_ref());
    if let Some(reason) = error.downcast_ref().or(within) {
        let reason: &Reason = reason;
        return reason.get(lang).to_owned();
    }
    of_io
        .and_then(|error| Some((by_system(error.kind())?, error.raw_os_error()?)))
        .map_or_else(|| error.to_string(), |(what, code)| say::of_code(lang, what.get(lang), code))
}

/// Returns the words for what a system commonly reports.
fn by_system(kind: ErrorKind) -> Option<Label> {
    Some(match kind {
        ErrorKind::NotFound => say::NOT_FOUND,
        ErrorKind::PermissionDenied => say::NOT_PERMITTED,
        ErrorKind::IsADirectory => say::IS_FOLDER,
        ErrorKind::NotADirectory => say::IS_NO_FOLDER,
        ErrorKind::StorageFull => say::DISK_FULL,
        ErrorKind::QuotaExceeded => say::QUOTA,
        ErrorKind::ReadOnlyFilesystem => say::READ_ONLY,
        ErrorKind::AlreadyExists => say::THERE_ALREADY,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_keeps_its_languages_on_its_way_through_other_errors() {
        let reason = Reason::new(|lang| format!("in {}", lang.code()));
        assert_eq!(reason.to_string(), "in en");
        assert_eq!(said(Lang::Zh, &reason), "in zh");
        assert_eq!(said(Lang::Zh, &io::Error::from(reason)), "in zh");
    }

    #[test]
    fn what_the_system_reports_is_said_in_every_language() {
        let error = io::Error::from_raw_os_error(2);
        assert_eq!(said(Lang::En, &error), "No such file or directory (os error 2)");
        assert_eq!(said(Lang::Zh, &error), "没有该文件或文件夹（系统错误 2）");
        assert_eq!(said(Lang::Zh, &io::Error::other("as it is")), "as it is");
    }
}
