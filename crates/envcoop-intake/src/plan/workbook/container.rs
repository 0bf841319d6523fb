//! What a workbook is packed in: telling its kind, and refusing what would not fit into memory
//! before anything else looks at it.

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use envcoop_core::problem::Problem;
use envcoop_core::text::{Lang, Text};
use envcoop_words::problem::book as say;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes of all parts of a workbook, unpacked.
const MOST_UNPACKED: u64 = 256 << 20;
/// The most bytes of the part that lists cell formats; a format takes far more memory than text.
const MOST_STYLES: u64 = 32 << 20;
/// The most different texts of a workbook.
const MOST_STRINGS: u64 = 20_000_000;

/// What a workbook is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Kind {
    /// Office Open XML, with or without macros.
    Xlsx,
    /// OpenDocument.
    Ods,
}

/// Why a workbook cannot be read.
#[derive(Debug)]
pub(crate) struct Fault {
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub hint: Text,
}

impl Fault {
    /// Makes a fault.
    pub fn new(message: impl Into<Text>, hint: impl Into<Text>) -> Self {
        Fault { message: message.into(), hint: hint.into() }
    }

    /// Makes the fault of a workbook that breaks its format.
    pub fn damaged(detail: impl Into<Text>) -> Self {
        let detail = detail.into();
        Fault::new(Text::new(|lang| say::damaged(lang, detail.get(lang))), say::SAVE_AGAIN)
    }

    /// Makes the fault of a workbook that a parser gave up on, in the parser's words.
    pub fn broken(error: impl std::fmt::Display) -> Self {
        Fault::new(Text::new(|lang| say::broken(lang, &error)), say::SAVE_AGAIN)
    }

    /// Makes the fault of a workbook that would not fit.
    pub fn too_large(message: impl FnMut(Lang) -> String) -> Self {
        Fault::new(Text::new(message), say::TOO_LARGE_HINT)
    }

    /// Makes the fault of a workbook that is encrypted.
    pub fn password() -> Self {
        Fault::new(say::PASSWORD, say::PASSWORD_HINT)
    }
}

impl From<ZipError> for Fault {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault::password(),
            error => Fault::broken(error),
        }
    }
}

impl From<Box<Problem>> for Fault {
    /// Makes the fault of a part that is no sound XML.
    fn from(problem: Box<Problem>) -> Self {
        Fault::damaged(Text::new(|lang| problem.said(lang)))
    }
}

/// Tells the kind of a workbook and unpacks every part of it once, to hold its size against the
/// limits: what the archive's directory says about sizes may be a lie.
pub(in crate::plan) fn inspect(bytes: &[u8]) -> Result<Kind, Fault> {
    inspect_within(bytes, MOST_UNPACKED)
}

fn inspect_within(bytes: &[u8], most: u64) -> Result<Kind, Fault> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(old(bytes));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let kind = kind_of(&mut archive)?;
    let mut left = most;
    for at in 0..archive.len() {
        let name = archive.name_for_index(at).and_then(Result::ok).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if name.ends_with("sharedstrings.xml") {
            check_strings(archive.by_index(at)?)?;
        }
        // A part that cannot be unpacked may be one that is not needed.
        let Ok(part) = archive.by_index(at) else { continue };
        let n = unpacked(part, left);
        if n > left {
            return Err(Fault::too_large(|lang| say::too_large_unpacked(lang, most >> 20)));
        }
        if name.ends_with("styles.xml") && n > MOST_STYLES {
            return Err(Fault::too_large(|lang| say::too_large_formats(lang, MOST_STYLES >> 20)));
        }
        left -= n;
    }
    Ok(kind)
}

/// Says what is wrong with a workbook in the container that came before zip.
fn old(bytes: &[u8]) -> Fault {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        return Fault::password();
    }
    Fault::new(say::OLD_FORMAT, say::SAVE_AGAIN)
}

fn kind_of(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Kind, Fault> {
    let mut mime = String::new();
    if let Ok(part) = archive.by_name("mimetype") {
        // What is no text is no type either.
        part.take(100).read_to_string(&mut mime).ok();
    }
    if mime.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        let mut manifest = Vec::new();
        if let Ok(part) = archive.by_name("META-INF/manifest.xml") {
            part.take(1 << 20).read_to_end(&mut manifest).map_err(Fault::broken)?;
        }
        let key = b"encryption-data";
        if manifest.windows(key.len()).any(|window| window == key) {
            return Err(Fault::password());
        }
        return Ok(Kind::Ods);
    }
    let has = |end: &str| {
        let mut names = archive.file_names().filter_map(Result::ok);
        names.any(|name| name.to_ascii_lowercase().replace('\\', "/").ends_with(end))
    };
    if has("workbook.bin") {
        return Err(Fault::new(say::BINARY_FORMAT, say::SAVE_AGAIN));
    }
    if has("_rels/.rels") {
        return Ok(Kind::Xlsx);
    }
    Err(Fault::new(say::NO_WORKBOOK, say::NO_WORKBOOK_HINT))
}

/// Returns how many bytes a part has, unpacked, or more than `most`. A part that breaks off counts
/// as far as it goes.
fn unpacked(part: impl Read, most: u64) -> u64 {
    let mut part = part.take(most + 1);
    let mut buf = vec![0; 64 * 1024];
    let mut n_total = 0;
    while let Ok(n) = part.read(&mut buf) {
        if n == 0 {
            break;
        }
        n_total += n as u64;
    }
    n_total
}

/// Refuses a list of texts that claims to be too long: room is made for that many.
fn check_strings(part: impl Read) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(BufReader::new(part.take(MOST_UNPACKED)));
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match reader.read_event_into(&mut buf) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let claimed = tag.try_get_attribute("uniqueCount").ok().flatten();
                let claimed = claimed.map_or(Ok(0), |claimed| claimed.value.trim().parse());
                return match claimed {
                    Ok(n) if n <= MOST_STRINGS => Ok(()),
                    _ => Err(Fault::damaged(say::TOO_MANY_TEXTS)),
                };
            }
            // What is wrong is said where the part is read.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// Runs code that may panic on hostile input, without a word on standard error.
pub(in crate::plan) fn guarded<T>(run: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);
    result.unwrap_or_else(|_| Err(Fault::damaged(say::CONTRADICTORY)))
}

/// Reads at most `most` bytes; nothing where there are more.
pub(super) fn bounded(head: &[u8], input: impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = head.to_vec();
    input.take((most + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Hands the text of each part that is XML to `is_last`, without its tags, until that says so; tells
/// whether it did. Parts that cannot be unpacked have no text, and there is no more of it than
/// a workbook may have.
pub(super) fn texts(
    bytes: &[u8],
    is_last: &mut dyn FnMut(&mut dyn Read) -> io::Result<bool>,
) -> io::Result<bool> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(false) };
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let name = archive.name_for_index(at).and_then(Result::ok).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if !name.ends_with(".xml") || name.ends_with("styles.xml") {
            continue;
        }
        let Ok(part) = archive.by_index(at) else { continue };
        let mut text = Untagged { xml: part.take(left), is_in_tag: false };
        // A part that is damaged is for the reader to refuse.
        if is_last(&mut text).unwrap_or(false) {
            return Ok(true);
        }
        left = text.xml.limit();
    }
    Ok(false)
}

/// The text of XML: whatever stands between tags, without a gap, as a text may be cut by them.
struct Untagged<R> {
    xml: R,
    is_in_tag: bool,
}

impl<R: Read> Read for Untagged<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            let n_read = self.xml.read(buf)?;
            let mut n_kept = 0;
            for at in 0..n_read {
                let byte = buf[at];
                self.is_in_tag |= byte == b'<';
                if !self.is_in_tag {
                    buf[n_kept] = byte;
                    n_kept += 1;
                }
                self.is_in_tag &= byte != b'>';
            }
            if n_kept > 0 || n_read == 0 {
                return Ok(n_kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
            zip.write_all(content).expect("its content");
        }
        zip.finish().expect("an archive").into_inner()
    }

    fn message(result: Result<Kind, Fault>) -> String {
        let words = |fault: Fault| fault.message.get(Lang::En).to_owned();
        result.map_or_else(words, |kind| format!("{kind:?}"))
    }

    #[test]
    fn kinds_are_told_by_what_the_archive_holds() {
        let ods = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".as_bytes());
        for (parts, kind) in [
            (vec![("_rels/.rels", &b""[..])], "Xlsx"),
            (vec![ods], "Ods"),
            (vec![ods, ("META-INF/manifest.xml", b"<encryption-data/>")], "protected"),
            (vec![("_rels/.rels", b""), ("xl/workbook.bin", b"")], ".xlsb"),
            (vec![("plan.csv", b"id,status")], "no workbook"),
        ] {
            let message = message(inspect(&packed(&parts)));
            assert!(message.contains(kind), "{parts:?}: {message}");
        }
        assert!(message(inspect(b"\xd0\xcf\x11\xe0")).contains(".xls "));
    }

    #[test]
    fn what_unfolds_too_far_is_refused_before_it_is_read() {
        let zeros = [0; 1000];
        let bytes = packed(&[("_rels/.rels", b""), ("a.xml", &zeros), ("b.xml", &zeros)]);
        assert_eq!(message(inspect_within(&bytes, 2000)), "Xlsx");
        assert!(message(inspect_within(&bytes, 1999)).contains("too large"));
        let claim = br#"<?xml version="1.0"?><sst uniqueCount="99999999999"><si/></sst>"#;
        let bytes = packed(&[("_rels/.rels", b""), ("xl/sharedStrings.xml", claim)]);
        assert!(message(inspect(&bytes)).contains("more texts than it can"));
    }

    #[test]
    fn a_panic_becomes_a_fault() {
        let fault = guarded::<()>(|| panic!("hostile")).expect_err("it panics");
        assert!(fault.message.get(Lang::En).contains("damaged"));
        assert_eq!(guarded(|| Ok(7)).expect("it does not"), 7);
    }
}
