//! Writing files whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use envcoop_core::reason::{Reason, said};
use envcoop_words::edit;
use envcoop_words::problem::output as say;
use tempfile::{SpooledTempFile, TempPath};

use crate::replace::{check_lock, put_over};
use crate::{OutputArgs, Session, form_named};

/// Where a result goes. Made before the work, so that a bad path fails early.
#[derive(Debug)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file, replaced in one step.
    File {
        /// Its path, links followed.
        path: PathBuf,
        /// Whether an existing file may be replaced.
        force: bool,
    },
    /// Something that is no regular file, for instance `/dev/null`: written as it is.
    Device(PathBuf),
}

impl Target {
    /// Checks where the user wants the result.
    ///
    /// # Errors
    /// Refuses an existing file without `--force`, a folder, and a folder that is not there. An input
    /// that it would replace is refused when it is opened.
    pub fn new(args: &OutputArgs, session: &mut Session<'_, '_>) -> anyhow::Result<Target> {
        if args.output.as_os_str() == "-" {
            return Ok(Target::Stdout);
        }
        session.outputs.add(&args.output);
        Target::file(&args.output, args.force)
    }

    fn file(path: &Path, force: bool) -> anyhow::Result<Target> {
        let shown = path.display();
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => bail!(Reason::new(|lang| say::is_folder(lang, &shown))),
            Ok(there) if !there.is_file() => return Ok(Target::Device(path.to_owned())),
            Ok(_) if !force => bail!(Reason::new(|lang| say::exists(lang, &shown))),
            Ok(_) => {
                check_protection(path)?;
                let path = fs::canonicalize(path).with_context(|| shown.to_string())?;
                check_lock(&path)?;
                return Ok(Target::File { path, force });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| shown.to_string()),
        }
        let parent = parent_of(path);
        if !parent.is_dir() {
            bail!(Reason::new(|lang| say::no_folder(lang, &shown, parent.display())));
        }
        Ok(Target::File { path: path.to_owned(), force })
    }

    /// Returns the columns of the terminal that the result goes to; none where it goes elsewhere.
    pub fn width(&self, session: &Session<'_, '_>) -> Option<u16> {
        if matches!(self, Target::Stdout) { session.streams.out.width() } else { None }
    }

    /// Keeps a workbook from a terminal.
    ///
    /// # Errors
    /// Names the way out.
    pub fn refuse_terminal(&self, session: &Session<'_, '_>) -> anyhow::Result<()> {
        ensure!(self.width(session).is_none(), Reason::from(say::NOT_FOR_TERMINAL));
        Ok(())
    }

    /// Writes a result that is at hand.
    ///
    /// # Errors
    /// Whatever goes wrong, the file is the old one or the new one, never a part.
    pub fn write(
        &self,
        session: &mut Session<'_, '_>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let mut pending = self.begin()?;
        write(&mut pending)?;
        pending.finish(session)
    }

    /// As [`write`](Self::write), and keeps what the file was, as [`Pending::finish_keeping`] does.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_keeping(
        &self,
        session: &mut Session<'_, '_>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<Option<PathBuf>> {
        let mut pending = self.begin()?;
        write(&mut pending)?;
        pending.finish_keeping(session)
    }

    /// Begins a result that is made while the input is read. Nothing of it shows before it is
    /// finished: where the input is refused, nothing has been written.
    ///
    /// # Errors
    /// Names the file that cannot be written.
    pub fn begin(&self) -> anyhow::Result<Pending> {
        Ok(match self {
            Target::Stdout => Pending::Stdout(SpooledTempFile::new(SPOOLED)),
            Target::Device(path) => Pending::Device(SpooledTempFile::new(SPOOLED), path.clone()),
            Target::File { path, force } => Pending::File(Staged::begin(path)?, *force),
        })
    }
}

impl Target {
    /// Opens the file that the result will replace; nothing where there is none to read.
    pub fn open_replaced(&self) -> Option<File> {
        match self {
            Target::File { path, .. } => File::open(path).ok(),
            Target::Stdout | Target::Device(_) => None,
        }
    }

    /// Tells whether the result goes to standard output.
    pub fn is_stdout(&self) -> bool {
        matches!(self, Target::Stdout)
    }
}

/// How many bytes of a pending result are kept in memory; what is beyond goes to a temporary file.
const SPOOLED: usize = 8 << 20;

/// A result that is being made.
#[derive(Debug)]
pub enum Pending {
    /// For standard output.
    Stdout(SpooledTempFile),
    /// For something that is no regular file.
    Device(SpooledTempFile, PathBuf),
    /// For a file that may, or may not, be replaced.
    File(Staged, bool),
}

impl Pending {
    /// Puts the result where it goes.
    ///
    /// # Errors
    /// Names the file that cannot be written.
    pub fn finish(self, session: &mut Session<'_, '_>) -> anyhow::Result<()> {
        match self {
            Pending::Stdout(mut spool) => {
                spool.rewind()?;
                io::copy(&mut spool, session.streams.out)?;
                session.streams.out.flush()?;
            }
            Pending::Device(mut spool, path) => spool
                .rewind()
                .and_then(|()| File::create(&path))
                .and_then(|mut device| io::copy(&mut spool, &mut device))
                .map(drop)
                .map_err(|error| unwritten(&path, error))?,
            Pending::File(staged, force) => staged.put(force)?,
        }
        Ok(())
    }

    /// Puts the result where it goes, and keeps a file that it replaces beside it, under a name with the
    /// time, for work that a person may have put into it. Returns the path of that copy; nothing where
    /// there was no file, or one that says the same.
    ///
    /// # Errors
    /// Names the file that cannot be written, or that somebody has open.
    pub fn finish_keeping(self, session: &mut Session<'_, '_>) -> anyhow::Result<Option<PathBuf>> {
        match self {
            Pending::File(staged, true) => put_over(staged),
            pending => pending.finish(session).map(|()| None),
        }
    }

    /// As [`finish_keeping`](Self::finish_keeping), and tells where that copy of the file `path` is.
    ///
    /// # Errors
    /// As [`finish_keeping`](Self::finish_keeping).
    pub fn finish_over(self, path: &Path, session: &mut Session<'_, '_>) -> anyhow::Result<()> {
        if let Some(backup) = self.finish_keeping(session)? {
            session.note(&edit::written(session.lang, path.display(), backup.display()));
        }
        Ok(())
    }
}

impl Write for Pending {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Pending::Stdout(spool) | Pending::Device(spool, _) => spool.write(buf),
            Pending::File(staged, _) => staged.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Pending::Stdout(spool) | Pending::Device(spool, _) => spool.flush(),
            Pending::File(staged, _) => staged.flush(),
        }
    }
}

/// A folder that receives several files, all of them or none.
#[derive(Debug)]
pub struct TargetDir {
    path: PathBuf,
    force: bool,
    staged: Vec<Staged>,
    /// Whether the folder was made for this and goes again if nothing is put there.
    is_new: bool,
}

impl TargetDir {
    /// Makes the folder if it is not there and checks that none of `names` would be overwritten.
    ///
    /// # Errors
    /// Names the first file that is there already without `--force`, or why the folder cannot be
    /// made.
    pub fn new<'n>(
        path: &Path,
        force: bool,
        names: impl IntoIterator<Item = &'n str>,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<TargetDir> {
        if path.is_file() {
            bail!(Reason::new(|lang| say::is_file(lang, path.display())));
        }
        form_named::<()>(path, &[])?;
        for file in names.into_iter().map(|name| path.join(name)) {
            if file.is_dir() {
                bail!(Reason::new(|lang| say::folder_for_table(lang, file.display())));
            }
            if !force && file.exists() {
                bail!(Reason::new(|lang| say::exists(lang, file.display())));
            }
            check_protection(&file)?;
            session.outputs.add(&file);
        }
        let is_new = !path.exists();
        fs::create_dir_all(path).map_err(|error| {
            Reason::new(|lang| say::unmade(lang, path.display(), said(lang, &error)))
        })?;
        Ok(TargetDir { path: path.to_owned(), force, staged: Vec::new(), is_new })
    }

    /// Begins a file beside its place; [`add`](Self::add) takes it back when it is complete.
    ///
    /// # Errors
    /// Names the file that cannot be written.
    pub fn begin(&self, name: &str) -> anyhow::Result<Staged> {
        Staged::begin(&self.path.join(name))
    }

    /// Takes a complete file, to be put in its place by [`finish`](Self::finish).
    pub fn add(&mut self, staged: Staged) {
        self.staged.push(staged);
    }

    /// Tells whether the folder has a file of this name already.
    pub fn holds(&self, name: &str) -> bool {
        self.path.join(name).exists()
    }

    /// Returns how many files have been taken.
    pub fn len(&self) -> usize {
        self.staged.len()
    }

    /// Tells whether no file has been taken.
    pub fn is_empty(&self) -> bool {
        self.staged.is_empty()
    }

    /// Puts every file in its place.
    ///
    /// # Errors
    /// Names the file that cannot be put in its place.
    pub fn finish(mut self) -> anyhow::Result<()> {
        let force = self.force;
        std::mem::take(&mut self.staged).into_iter().try_for_each(|staged| staged.put(force))
    }
}

impl Drop for TargetDir {
    fn drop(&mut self) {
        self.staged.clear();
        if self.is_new {
            // Only an empty folder can be removed: one that received its files stays.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// A file that is being written beside its place and is removed if it never gets there.
#[derive(Debug)]
pub struct Staged {
    out: BufWriter<File>,
    temporary: TempPath,
    path: PathBuf,
}

impl Staged {
    pub(crate) fn begin(path: &Path) -> anyhow::Result<Staged> {
        Staged::beside(path, path)
    }

    /// Begins a file that may be read and written by those who may do so with `model`.
    pub(crate) fn beside(path: &Path, model: &Path) -> anyhow::Result<Staged> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".envcoop-").suffix(".tmp");
        let model = fs::metadata(model).ok();
        // What is not open to others is not, while it is written.
        set_mode(&mut builder, if model.is_some() { 0o600 } else { 0o666 });
        let made = builder.tempfile_in(parent_of(path)).map_err(|error| unwritten(path, error))?;
        let (file, temporary) = made.into_parts();
        if let Some(model) = &model {
            keep_rights(&file, model).map_err(|error| unwritten(path, error))?;
        }
        let out = BufWriter::with_capacity(64 * 1024, file);
        Ok(Staged { out, temporary, path: path.to_owned() })
    }

    /// Returns where it goes.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what was written so far.
    pub(crate) fn content(&mut self) -> anyhow::Result<Vec<u8>> {
        self.flush()?;
        fs::read(&self.temporary).with_context(|| self.path.display().to_string())
    }

    pub(crate) fn put(self, force: bool) -> anyhow::Result<()> {
        let Staged { out, temporary, path } = self;
        let placed = || -> io::Result<()> {
            let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            drop(file);
            if force { temporary.persist(&path) } else { temporary.persist_noclobber(&path) }?;
            sync_folder(parent_of(&path))
        };
        placed().map_err(|error| unwritten(&path, error).into())
    }
}

impl Write for Staged {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.out.write(buf).map_err(|error| unwritten(&self.path, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(|error| unwritten(&self.path, error))
    }
}

/// Names the file that the user asked for, whatever temporary file the error is about.
fn unwritten(path: &Path, error: io::Error) -> io::Error {
    let reason = Reason::new(|lang| say::unwritten(lang, path.display(), said(lang, &error)));
    io::Error::new(error.kind(), reason)
}

/// Gives a new file these rights, as far as any new file gets them here.
#[cfg(unix)]
fn set_mode(builder: &mut tempfile::Builder<'_, '_>, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn set_mode(_: &mut tempfile::Builder<'_, '_>, _: u32) {}

/// Gives a file the rights of the one that it replaces, and its owner and group where we may: a plan
/// that a group shares stays theirs.
#[cfg(unix)]
fn keep_rights(file: &File, model: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Who may not give a file away may still leave it to the group.
    let _ = fchown(file, Some(model.uid()), Some(model.gid()))
        .or_else(|_| fchown(file, None, Some(model.gid())));
    // After the owner, since giving a file away takes rights from it.
    file.set_permissions(model.permissions())
}

#[cfg(not(unix))]
fn keep_rights(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Refuses to replace a file that its owner protected against writing.
pub(crate) fn check_protection(path: &Path) -> anyhow::Result<()> {
    let is_protected = fs::metadata(path).is_ok_and(|there| there.permissions().readonly());
    ensure!(!is_protected, Reason::new(|lang| say::protected(lang, path.display())));
    Ok(())
}

/// Makes the new name in a folder survive a power cut.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(crate) fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
