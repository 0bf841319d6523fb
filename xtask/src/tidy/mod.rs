//! `tidy`: the rules of this repository that no other program checks. A test runs them too, so that
//! `cargo test` alone catches what drifts.

mod text;
mod workspace;

use std::path::Path;
use std::{fs, io};

use anyhow::bail;

/// Prints every place where a rule is broken.
///
/// # Errors
/// Says how many there are.
pub(crate) fn run() -> anyhow::Result<()> {
    let found = check(&Tree::read(Path::new("."))?);
    found.iter().for_each(|place| println!("{place}"));
    if !found.is_empty() {
        bail!("{} places break a rule", found.len());
    }
    Ok(())
}

/// Returns every place where a rule is broken, as `path:line: rule`.
fn check(tree: &Tree) -> Vec<String> {
    let mut found: Vec<String> =
        tree.files.iter().flat_map(|(path, text)| text::check(path, text)).collect();
    found.extend(workspace::check(tree));
    found
}

/// The files of the repository, sorted: the path from the root with `/`, and the text.
struct Tree {
    files: Vec<(String, String)>,
}

impl Tree {
    fn read(root: &Path) -> io::Result<Tree> {
        let mut files = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(root.join(&folder))? {
                let entry = entry?;
                let path = format!("{folder}{}", entry.file_name().to_string_lossy());
                if ["target", ".git"].contains(&&*path) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    folders.push(format!("{path}/"));
                } else {
                    files.push((
                        path,
                        String::from_utf8_lossy(&fs::read(entry.path())?).into_owned(),
                    ));
                }
            }
        }
        files.sort();
        Ok(Tree { files })
    }

    /// Returns the text of a file; empty where it is missing.
    fn text(&self, path: &str) -> &str {
        self.files.iter().find(|(other, _)| other == path).map_or("", |(_, text)| text)
    }

    /// Returns the files of a folder whose names end so.
    fn under(&self, folder: &str, end: &str) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        files.filter(move |(path, _)| path.starts_with(folder) && path.ends_with(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let tree = Tree::read(xtask::line::root()).expect("the repository can be read");
        let found = check(&tree);
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }
}
