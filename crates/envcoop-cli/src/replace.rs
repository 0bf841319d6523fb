//! Replacing a person's file: in one step, with what it was kept beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use envcoop_core::plan::Document;
use envcoop_core::problem::Problems;
use envcoop_core::reason::Reason;
use envcoop_intake::plan::PlanFile;
use envcoop_words::problem::output as say;

use crate::options::now;
use crate::output::{Staged, check_protection, parent_of};
use crate::{Refused, Session};

/// How many earlier versions of a file are kept.
const KEPT: usize = 20;

/// Writes an edited plan back into its file, of which only what changed is written, and what it is
/// sent out as from now on, where the file remembers that. Returns the path
/// of the copy of what the file was.
///
/// # Errors
/// [`Refused`] after what cannot be changed has been printed; names the file that cannot be written,
/// or that somebody has open or changed since it was read.
pub fn write_back(
    path: &Path,
    file: &PlanFile,
    plan: &Document,
    sent: Option<&Document>,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<PathBuf> {
    match file.edited(plan, sent) {
        Ok(bytes) => replace(path, file.bytes(), &bytes),
        Err(problem) => {
            let mut problems = Problems::default();
            problems.push(*problem);
            session.problems(&problems);
            Err(Refused.into())
        }
    }
}

/// Replaces a file that held `was` in one step and keeps what it was beside it, under a name with
/// the time; a link is followed. Returns the path of that copy. Of a file's copies the last twenty
/// stay, and none is ever written over.
///
/// # Errors
/// Names the file that cannot be written, or that somebody changed since it was read; the file
/// itself is the old one or the new one.
fn replace(path: &Path, was: &[u8], content: &[u8]) -> anyhow::Result<PathBuf> {
    let shown = || path.display().to_string();
    let followed = fs::symlink_metadata(path).and_then(|there| {
        if there.is_symlink() { fs::canonicalize(path) } else { Ok(path.into()) }
    });
    let path: PathBuf = followed.with_context(shown)?;
    check_lock(&path)?;
    check_protection(&path)?;
    let mut new = Staged::begin(&path)?;
    io::Write::write_all(&mut new, content)?;
    ensure!(
        fs::read(&path).with_context(shown)? == was,
        Reason::new(|lang| say::changed_meanwhile(lang, path.display()))
    );
    put_keeping(new, &path, was)
}

/// Puts a file that was made anew in the place of one that may hold a person's work: what it was is
/// kept as by [`write_back`]. Returns the path of that copy; nothing where there was no file, or one
/// that says the same.
///
/// # Errors
/// As [`write_back`].
pub(crate) fn put_over(mut new: Staged) -> anyhow::Result<Option<PathBuf>> {
    let path = new.path().to_owned();
    let was = match fs::read(&path) {
        Ok(was) => was,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            new.put(true)?;
            return Ok(None);
        }
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    check_lock(&path)?;
    if new.content()? == was {
        new.put(true)?;
        return Ok(None);
    }
    put_keeping(new, &path, &was).map(Some)
}

/// Puts a file in its place and keeps what was there beside it, under a name with the time; returns the
/// path of that copy.
fn put_keeping(new: Staged, path: &Path, was: &[u8]) -> anyhow::Result<PathBuf> {
    let earlier = Versions::of(path)?;
    let backup = earlier.path(&earlier.next(now().strftime(STAMP).to_string()));
    let mut kept = Staged::beside(&backup, path)?;
    io::Write::write_all(&mut kept, was)?;
    let put = kept.put(false).and_then(|()| new.put(true));
    let holds_it = |path: &Path| fs::read(path).is_ok_and(|now| now == was);
    if put.is_err() && holds_it(path) && holds_it(&backup) {
        // Of a file that stayed as it was nobody looks for a copy.
        let _ = fs::remove_file(&backup);
    }
    put?;
    earlier.forget_oldest();
    Ok(backup)
}

/// Refuses a file that is open in a spreadsheet program, which would write its own over ours.
pub(crate) fn check_lock(path: &Path) -> anyhow::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for lock in [format!("~${name}"), format!(".~lock.{name}#")] {
        let lock = parent_of(path).join(lock);
        ensure!(
            !lock.exists(),
            Reason::new(|lang| say::in_use(lang, path.display(), lock.display()))
        );
    }
    Ok(())
}

/// How the time stands in a name: no sign in it that a file system refuses.
const STAMP: &str = "%Y-%m-%dT%H%M%S";

/// The earlier versions of a file, the oldest first: when each was replaced, and which of that second
/// it is.
struct Versions {
    path: PathBuf,
    found: Vec<(String, u32)>,
}

impl Versions {
    fn of(path: &Path) -> anyhow::Result<Versions> {
        let folder = parent_of(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let entry = entry.with_context(|| folder.display().to_string())?.file_name();
            found.extend(version(&entry.to_string_lossy(), &name));
        }
        found.sort();
        Ok(Versions { path: path.to_owned(), found })
    }

    fn next(&self, stamp: String) -> (String, u32) {
        let last = self.found.iter().filter(|(other, _)| *other == stamp).map(|(_, n)| n).max();
        let n = last.map_or(1, |n| n.saturating_add(1));
        (stamp, n)
    }

    fn path(&self, (stamp, n): &(String, u32)) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        let number = if *n > 1 { format!("-{n}") } else { String::new() };
        path.push(format!(".{stamp}{number}.bak"));
        path.into()
    }

    /// Makes room for the one that was added: the last twenty stay.
    fn forget_oldest(&self) {
        for version in self.beyond(KEPT - 1) {
            // One that cannot be removed does no harm.
            let _ = fs::remove_file(self.path(version));
        }
    }

    /// Returns all but the newest `n`.
    fn beyond(&self, n: usize) -> &[(String, u32)] {
        &self.found[..self.found.len().saturating_sub(n)]
    }
}

/// Reads the name of an earlier version of the file `name`; nothing where it is none.
fn version(entry: &str, name: &str) -> Option<(String, u32)> {
    let middle = entry.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(".bak")?;
    let (stamp, number) = middle.split_at_checked("2026-11-28T101530".len())?;
    let is_stamp = stamp.bytes().zip("0000-00-00T000000".bytes()).all(|(own, like)| match like {
        b'0' => own.is_ascii_digit(),
        like => own == like,
    });
    let n = match number.strip_prefix('-') {
        None if number.is_empty() => 1,
        None => return None,
        Some(n) => n.parse().ok().filter(|n| *n > 1)?,
    };
    is_stamp.then(|| (stamp.to_owned(), n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_one_versions_leave_twenty_and_none_is_written_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("plan.csv");
        let other = dir.path().join("plan.csv.bak");
        fs::write(&path, "0").expect("written");
        fs::write(&other, "of an earlier time").expect("written");
        let mut made = Vec::new();
        for n in 0..21 {
            let was = n.to_string();
            made.push(
                replace(&path, was.as_bytes(), (n + 1).to_string().as_bytes()).expect("done"),
            );
            assert_eq!(fs::read_to_string(&made[n]).expect("it is there"), was);
        }
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "21");
        assert_eq!(fs::read_to_string(&other).expect("it is there"), "of an earlier time");
        assert!(!made[0].exists(), "the oldest goes");
        for (n, path) in made.iter().enumerate().skip(1) {
            assert_eq!(fs::read_to_string(path).expect("it stays"), n.to_string());
        }
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 22);
    }

    #[test]
    fn what_somebody_changed_in_the_meantime_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("plan.csv");
        fs::write(&path, "newer").expect("written");
        let error = replace(&path, b"older", b"ours").expect_err("it was changed").to_string();
        assert!(error.contains("changed it in the meantime"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "newer");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_file_that_is_open_in_a_spreadsheet_program_is_left_alone() {
        for lock in ["~$plan.xlsx", ".~lock.plan.xlsx#"] {
            let dir = tempfile::tempdir().expect("a folder");
            let path = dir.path().join("plan.xlsx");
            fs::write(&path, "was").expect("written");
            fs::write(dir.path().join(lock), "Li").expect("written");
            let error = replace(&path, b"was", b"is").expect_err("it is open").to_string();
            assert!(error.contains("is open in a spreadsheet program"), "{error}");
            assert_eq!(fs::read_to_string(&path).expect("it is there"), "was");
        }
    }

    #[test]
    fn names_of_earlier_versions_are_told_from_others() {
        let stamp = "2026-11-28T101530";
        for (entry, expected) in [
            ("a.csv.2026-11-28T101530.bak", Some(1)),
            ("a.csv.2026-11-28T101530-12.bak", Some(12)),
            ("a.csv.2026-11-28T101530-1.bak", None),
            ("a.csv.2026-11-28T1015300.bak", None),
            ("a.csv.bak", None),
            ("a.csv.2026年11月28日.bak", None),
            ("b.csv.2026-11-28T101530.bak", None),
        ] {
            let expected = expected.map(|n| (stamp.to_owned(), n));
            assert_eq!(version(entry, "a.csv"), expected, "{entry}");
        }
    }
}
