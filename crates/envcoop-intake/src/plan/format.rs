//! Telling the format of an input by its first bytes.

use std::io::{self, Read};
use std::sync::Arc;

use envcoop_core::problem::{Place, Problem};
use envcoop_core::reason::said;
use envcoop_core::text::Text;
use envcoop_words::problem::{file as say, open};

/// How much of an input, in bytes, is looked at to tell its format and separator.
pub(crate) const HEAD: u64 = 64 * 1024;

/// The format of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Separated text: comma, semicolon or tab.
    Csv,
    /// JSON.
    Json,
    /// IATI activity XML.
    Iati,
    /// A zip container, as workbooks are, or the container of workbooks before that.
    Workbook,
}

impl Format {
    /// Takes the beginning of an input and tells the format by it.
    ///
    /// # Errors
    /// Passes on what the input refuses.
    pub fn sniff(input: &mut dyn Read) -> io::Result<(Format, Vec<u8>)> {
        let mut head = Vec::new();
        input.take(HEAD).read_to_end(&mut head)?;
        Ok((Format::of(&head), head))
    }

    /// Tells the format of an input by its beginning.
    pub(crate) fn of(head: &[u8]) -> Format {
        let containers: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"];
        if containers.iter().any(|mark| head.starts_with(mark)) {
            return Format::Workbook;
        }
        // UTF-16 text has a NUL beside every ASCII character.
        let mut visible = head
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(head)
            .iter()
            .filter(|b| !matches!(b, 0 | 0xff | 0xfe | b' ' | b'\t' | b'\r' | b'\n'));
        match visible.next() {
            Some(b'<') => Format::Iati,
            Some(b'{' | b'[') => Format::Json,
            _ => Format::Csv,
        }
    }
}

/// Makes the problem of an input that cannot be read.
pub(crate) fn unreadable(file: &Arc<str>, error: &io::Error) -> Problem {
    let place = Place { file: Arc::clone(file), line: 0 };
    Problem::fatal(place, Text::new(|lang| open::unread(lang, said(lang, error))))
}

/// Makes the problem of a file by which a spreadsheet program only says that a workbook is open;
/// nothing for any other file.
pub(crate) fn lock_problem(file: &Arc<str>) -> Option<Problem> {
    let book = locked_by(file)?;
    let hint = Text::new(|lang| say::lock_hint(lang, &book));
    Some(Problem::fatal(Place { file: Arc::clone(file), line: 0 }, say::LOCK).hint(hint))
}

/// Returns the name of the workbook to which the name of such a file belongs.
fn locked_by(file: &str) -> Option<String> {
    let (folder, name) = file
        .rsplit_once(['/', '\\'])
        .map_or(("", file), |(folder, name)| (&file[..=folder.len()], name));
    let other = ".~lock.";
    let book = match name.strip_prefix(other) {
        Some(book) => book.strip_suffix('#')?,
        None => name.strip_prefix("~$")?,
    };
    Some(format!("{folder}{book}"))
}

/// Makes the problem of a form that this build leaves out.
#[cfg(not(all(feature = "iati", feature = "workbook")))]
pub(crate) fn left_out(file: &Arc<str>, form: &str) -> Problem {
    let place = Place { file: Arc::clone(file), line: 0 };
    let hint = "save it as CSV, or use a build that reads it";
    Problem::fatal(place, format!("{form} cannot be read by this build")).hint(hint)
}
