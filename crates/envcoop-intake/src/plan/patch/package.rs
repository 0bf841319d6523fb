//! The parts of a workbook's file: all but those that change are copied as they are packed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use envcoop_core::text::Text;
use envcoop_words::problem::patch as say;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Fault;
use super::markup::{broken, damaged};

/// A workbook's parts, and what some of them become.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    changed: BTreeMap<String, String>,
}

impl<'b> Package<'b> {
    /// Opens a workbook that can be changed.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Package<'b>, Fault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        let package = Package { archive, changed: BTreeMap::new() };
        let is_signature = |name: &String| {
            let name = name.to_ascii_lowercase();
            name.starts_with("_xmlsignatures/") || name == "meta-inf/documentsignatures.xml"
        };
        if package.names().iter().any(is_signature) {
            return Err(Fault::new(say::SIGNED, say::SIGNED_HINT));
        }
        Ok(package)
    }

    /// Returns the names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(Result::ok).map(|name| name.into_owned()).collect()
    }

    /// Returns the name of a part as it stands: names differ in case and in their slashes.
    pub(super) fn named(&self, path: &str) -> Option<String> {
        let plain = |name: &str| name.replace('\\', "/").trim_start_matches('/').to_lowercase();
        let path = plain(path);
        self.names().into_iter().find(|name| plain(name) == path)
    }

    /// Returns what a part says, changed or not; nothing where it is not there.
    pub(super) fn find(&mut self, path: &str) -> Result<Option<String>, Fault> {
        let Some(name) = self.named(path) else { return Ok(None) };
        if let Some(text) = self.changed.get(&name) {
            return Ok(Some(text.clone()));
        }
        let mut bytes = Vec::new();
        let mut part = self.archive.by_name(&name).map_err(broken)?;
        part.read_to_end(&mut bytes).map_err(broken)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(damaged(Text::new(|lang| say::part_not_utf8(lang, &name)))),
        }
    }

    /// Returns what a part says.
    pub(super) fn text(&mut self, path: &str) -> Result<String, Fault> {
        self.find(path)?.ok_or_else(|| damaged(Text::new(|lang| say::part_missing(lang, path))))
    }

    /// Changes a part.
    pub(super) fn change(&mut self, path: &str, text: String) {
        if let Some(name) = self.named(path) {
            self.changed.insert(name, text);
        }
    }

    /// Writes the workbook.
    pub(super) fn write(mut self) -> Result<Vec<u8>, Fault> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        out.set_raw_comment(self.archive.comment().into()).map_err(broken)?;
        let written: Result<(), ZipError> = (0..self.archive.len()).try_for_each(|at| {
            let part = self.archive.by_index_raw(at)?;
            let name = part.name()?.into_owned();
            let Some(text) = self.changed.get(&name) else { return out.raw_copy_file(part) };
            let method = match part.compression() {
                CompressionMethod::Stored => CompressionMethod::Stored,
                _ => CompressionMethod::Deflated,
            };
            let mut options = SimpleFileOptions::default().compression_method(method);
            if let Some(time) = part.last_modified() {
                options = options.last_modified_time(time);
            }
            out.start_file(name, options)?;
            out.write_all(text.as_bytes())?;
            Ok(())
        });
        written.map_err(broken)?;
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}
