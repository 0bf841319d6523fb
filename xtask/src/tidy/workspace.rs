//! Rules about files that must agree with each other.

use super::Tree;
use super::text::code;

/// Returns every place where files do not agree.
pub(super) fn check(tree: &Tree) -> Vec<String> {
    let root_manifest = tree.text("Cargo.toml");

    let tests = tree.under("tests/tools/", ".rs").map(|(path, _)| path);
    let mut found = every_test_is_in_the_table(tests, tree.text("tests/tools/main.rs"));
    let map = tree.text("crates/README.md");
    found.extend(core_needs_little(tree.text("crates/envcoop-core/Cargo.toml")));
    found.extend(no_crate_knows_a_later_one(tree, map));
    found.extend(no_module_of_core_knows_a_later_one(tree, map));
    for (path, text) in tree.under("", "/Cargo.toml") {
        found.extend(versions_are_inherited(path, text));
    }
    found.extend(dependencies_are_explained(root_manifest, map));
    found.extend(exit_codes_are_told(
        tree.text("README.md"),
        tree.text("crates/envcoop-cli/src/exit.rs"),
    ));
    for (path, text) in tree.under("crates/", "/src/main.rs") {
        found.extend(main_is_thin(path, text));
    }
    found.extend(changes_are_collected(tree.text("CHANGELOG.md")));
    found
}

/// A test file that `main.rs` does not name is never compiled.
fn every_test_is_in_the_table<'p>(paths: impl Iterator<Item = &'p str>, main: &str) -> Vec<String> {
    let (mut named, mut folder) = (vec!["main.rs".to_owned()], String::new());
    for line in main.lines() {
        let name = line.trim().strip_prefix("mod ").unwrap_or_default();
        if let Some(name) = name.strip_suffix(';') {
            named.push(format!("{folder}{name}.rs"));
        } else if let Some(name) = name.strip_suffix(" {") {
            folder = format!("{name}/");
        } else if line == "}" {
            folder.clear();
        }
    }
    let unnamed = paths
        .filter(|path| !named.iter().any(|name| path.strip_prefix("tests/tools/") == Some(name)));
    unnamed.map(|path| format!("{path}:1: tests/tools/main.rs does not name it")).collect()
}

/// What the core may need.
const OF_CORE: [&str; 6] = ["envcoop-words", "foldhash", "jiff", "serde", "serde_json", "strsim"];

fn core_needs_little(manifest: &str) -> Vec<String> {
    let entries = entries(manifest);
    let others = entries
        .iter()
        .filter(|entry| entry.section == "dependencies" && !OF_CORE.contains(&entry.name()));
    let path = "crates/envcoop-core/Cargo.toml";
    others
        .map(|entry| format!("{path}:{}: the core needs no {}", entry.line, entry.name()))
        .collect()
}

/// Returns the names in backticks that begin the rows of the first table behind a heading.
fn rows_behind<'r>(readme: &'r str, heading: &str) -> Vec<Vec<&'r str>> {
    let behind = readme.split_once(heading).map_or("", |(_, behind)| behind);
    let table = behind.lines().skip_while(|line| !line.starts_with('|'));
    let first_cell = |line: &'r str| line.split('|').nth(1).unwrap_or_default();
    let names = |cell: &'r str| {
        let names = cell.split('`').skip(1).step_by(2);
        names.map(|name| name.trim_end_matches('/')).collect::<Vec<_>>()
    };
    table
        .take_while(|line| line.starts_with('|'))
        .map(|line| names(first_cell(line)))
        .filter(|names| !names.is_empty())
        .collect()
}

/// A crate knows only those that stand above it in the map of the crates.
fn no_crate_knows_a_later_one(tree: &Tree, readme: &str) -> Vec<String> {
    let order: Vec<&str> = rows_behind(readme, "## The crates, from the bottom").concat();
    let mut found = Vec::new();
    for (path, manifest) in tree.under("crates/", "/Cargo.toml") {
        let own = path.split('/').nth(1).unwrap_or_default();
        let Some(place) = order.iter().position(|name| *name == own) else {
            found.push(format!("{path}:1: crates/README.md does not tell where {own} stands"));
            continue;
        };
        for entry in entries(manifest) {
            let known = entry.name();
            if entry.section == "dependencies"
                && known.starts_with("envcoop-")
                && !order[..place].contains(&known)
            {
                found.push(format!("{path}:{}: an arrow up, to {known}", entry.line));
            }
        }
    }
    found
}

/// A module of the core knows only those that stand above it, or beside it, in the map of the core.
fn no_module_of_core_knows_a_later_one(tree: &Tree, readme: &str) -> Vec<String> {
    let rows = rows_behind(readme, "**`envcoop-core`**, from the bottom");
    let place = |module: &str| rows.iter().position(|row| row.contains(&module));
    let source = "crates/envcoop-core/src/";
    let mut found = Vec::new();
    for (path, text) in tree.under(source, ".rs") {
        let own = path[source.len()..].split(['/', '.']).next().unwrap_or_default();
        if own == "lib" {
            continue;
        }
        let Some(at) = place(own) else {
            found.push(format!("{path}:1: crates/README.md does not tell where {own} stands"));
            continue;
        };
        for (n, line) in code(text) {
            for rest in line.split("crate::").skip(1) {
                let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_');
                let known = &rest[..end.unwrap_or(rest.len())];
                if place(known).is_some_and(|other| other > at) {
                    found.push(format!("{path}:{n}: an arrow up, to {known}"));
                }
            }
        }
    }
    found
}

fn versions_are_inherited(path: &str, manifest: &str) -> Vec<String> {
    let entries = entries(manifest);
    let is_inherited = |entry: &Entry| {
        entry.key.ends_with(".workspace") || entry.value.contains("workspace = true")
    };
    let found = entries
        .iter()
        .filter(|entry| entry.section.ends_with("dependencies") && !is_inherited(entry));
    found
        .map(|entry| format!("{path}:{}: {} does not inherit its version", entry.line, entry.key))
        .collect()
}

fn dependencies_are_explained(manifest: &str, readme: &str) -> Vec<String> {
    let entries = entries(manifest);
    let external = entries.iter().filter(|entry| {
        entry.section == "workspace.dependencies" && !entry.value.contains("path = ")
    });
    let found = external.filter(|entry| !readme.contains(&format!("`{}`", entry.key)));
    found
        .map(|entry| {
            format!(
                "Cargo.toml:{}: crates/README.md does not say what {} is for",
                entry.line, entry.key
            )
        })
        .collect()
}

/// The table under the heading `exit status` lists what the tools can end with.
fn exit_codes_are_told(readme: &str, source: &str) -> Vec<String> {
    let variants = code(source).into_iter().filter_map(|(_, line)| {
        let (_, number) = line.trim().strip_suffix(',')?.split_once(" = ")?;
        number.parse().ok()
    });
    let variants: Vec<u8> = variants.collect();
    let table =
        readme.lines().enumerate().skip_while(|(_, line)| !line.starts_with("| exit status"));
    let rows: Vec<(usize, &str)> = table.take_while(|(_, line)| line.starts_with('|')).collect();
    let told = rows
        .iter()
        .filter_map(|(_, row)| row.split('|').nth(1)?.trim().trim_matches('`').parse().ok());
    let told: Vec<u8> = told.collect();
    if variants == told && !told.is_empty() {
        return Vec::new();
    }
    let line = rows.first().map_or(1, |(i, _)| i + 1);
    vec![format!("README.md:{line}: tells the exit codes {told:?}, the tools have {variants:?}")]
}

fn main_is_thin(path: &str, text: &str) -> Vec<String> {
    const LIMIT: usize = 15;
    match text.lines().count() {
        n if n > LIMIT => {
            vec![format!("{path}:{n}: over {LIMIT} lines; the library is where tests can call it")]
        }
        _ => Vec::new(),
    }
}

fn changes_are_collected(changelog: &str) -> Vec<String> {
    match changelog.lines().any(|line| line == "## Unreleased") {
        true => Vec::new(),
        false => vec!["CHANGELOG.md:1: has no `## Unreleased`".to_owned()],
    }
}

/// A line `key = value` of a manifest.
struct Entry<'t> {
    line: usize,
    /// What stands between the outer brackets: `dependencies`, `[test]`.
    section: &'t str,
    key: &'t str,
    value: &'t str,
}

impl Entry<'_> {
    /// Returns the name of the dependency.
    fn name(&self) -> &str {
        self.key.trim_end_matches(".workspace")
    }
}

fn entries(manifest: &str) -> Vec<Entry<'_>> {
    let mut section = "";
    let mut found = Vec::new();
    for (i, line) in manifest.lines().enumerate() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#'))
        {
            found.push(Entry { line: i + 1, section, key, value });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(found: Vec<String>) {
        assert_eq!(found, Vec::<String>::new());
    }

    #[track_caller]
    fn breaks(found: Vec<String>, at: &str) {
        assert!(found.len() == 1 && found[0].starts_with(at), "{found:?}");
    }

    #[test]
    fn every_test_file_is_compiled() {
        let main = "mod golden;\nmod gap {\n    /// `next`.\n    mod next;\n}\nmod data;\n";
        let check = |path| every_test_is_in_the_table([path].into_iter(), main);
        holds(check("tests/tools/main.rs"));
        holds(check("tests/tools/gap/next.rs"));
        holds(check("tests/tools/data.rs"));
        breaks(check("tests/tools/next.rs"), "tests/tools/next.rs:1: ");
        breaks(check("tests/tools/gap/data.rs"), "tests/tools/gap/data.rs:1: ");
    }

    #[test]
    fn the_core_depends_on_nothing_of_the_edge() {
        holds(core_needs_little(
            "[dependencies]\nserde.workspace = true\n[dev-dependencies]\ntempfile.workspace = true\n",
        ));
        breaks(
            core_needs_little("[dependencies]\nclap.workspace = true\n"),
            "crates/envcoop-core/Cargo.toml:2: ",
        );
    }

    fn tree(files: &[(&str, &str)]) -> Tree {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Tree { files: files.iter().map(file).collect() }
    }

    #[test]
    fn no_arrow_between_crates_points_up() {
        let map = "## The crates, from the bottom\n\n| crate |\n|---|\n| `envcoop-a` |\n| `envcoop-b` |\n";
        let manifest = |own: &str, known: &str| {
            let text = format!("[dependencies]\n{known}.workspace = true\n");
            no_crate_knows_a_later_one(&tree(&[(&format!("crates/{own}/Cargo.toml"), &text)]), map)
        };
        holds(manifest("envcoop-b", "envcoop-a"));
        breaks(manifest("envcoop-a", "envcoop-b"), "crates/envcoop-a/Cargo.toml:2: ");
        breaks(manifest("envcoop-c", "serde"), "crates/envcoop-c/Cargo.toml:1: ");
    }

    #[test]
    fn no_arrow_within_the_core_points_up() {
        let map = "**`envcoop-core`**, from the bottom:\n\n| module |\n|---|\n| `text` `date` |\n| `plan/` |\n";
        let source = |path: &str, text: &str| {
            let path = format!("crates/envcoop-core/src/{path}");
            no_module_of_core_knows_a_later_one(&tree(&[(&path, text)]), map)
        };
        holds(source("plan/row.rs", "use crate::date::Date;\nuse crate::plan::Row;\n"));
        holds(source("text.rs", "// as crate::plan has it\nuse crate::date::Date;\n"));
        breaks(
            source("text.rs", "\nuse crate::plan::Row;\n"),
            "crates/envcoop-core/src/text.rs:2: ",
        );
        breaks(source("other.rs", ""), "crates/envcoop-core/src/other.rs:1: ");
    }

    #[test]
    fn only_the_root_has_versions() {
        holds(versions_are_inherited(
            "a/Cargo.toml",
            "[package]\nname = \"a\"\n[dependencies]\nserde.workspace = true\n",
        ));
        holds(versions_are_inherited(
            "a/Cargo.toml",
            "[dependencies]\nserde = { workspace = true, features = [\"rc\"] }\n",
        ));
        breaks(
            versions_are_inherited("a/Cargo.toml", "[dev-dependencies]\nserde = \"1\"\n"),
            "a/Cargo.toml:2: ",
        );
    }

    #[test]
    fn every_dependency_has_a_reason() {
        let manifest = "[workspace.dependencies]\nown = { path = \"crates/own\" }\nserde = \"1\"\n";
        holds(dependencies_are_explained(manifest, "| `serde` | JSON |\n"));
        breaks(dependencies_are_explained(manifest, "own\n"), "Cargo.toml:3: ");
    }

    #[test]
    fn the_readme_tells_the_exit_codes() {
        let source = "enum ExitStatus {\n    Done = 0,\n    Error = 2,\n}\n";
        let readme =
            "| 7 | other |\n\n| exit status | means |\n|---|---|\n| 0 | done |\n| 2 | not done |\n";
        holds(exit_codes_are_told(readme, source));
        breaks(exit_codes_are_told(readme, "    Done = 0,\n"), "README.md:3: ");
        breaks(exit_codes_are_told("", source), "README.md:1: ");
    }

    #[test]
    fn a_main_is_thin() {
        holds(main_is_thin("a/src/main.rs", &"a\n".repeat(15)));
        breaks(main_is_thin("a/src/main.rs", &"a\n".repeat(16)), "a/src/main.rs:16: ");
    }

    #[test]
    fn changes_have_a_place() {
        holds(changes_are_collected("# Changelog\n\n## Unreleased\n"));
        breaks(changes_are_collected("# Changelog\n"), "CHANGELOG.md:1: ");
    }
}
