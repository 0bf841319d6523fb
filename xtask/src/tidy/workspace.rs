//! Rules about files that must agree with each other.

use super::Tree;
use super::text::code;

/// Returns every place where files do not agree.
pub(super) fn check(tree: &Tree) -> Vec<String> {
    let root_manifest = tree.text("Cargo.toml");

    let tests = tree.under("tests/tools/", ".rs").map(|(path, _)| path);
    let mut found = every_test_is_in_the_table(tests, tree.text("tests/tools/main.rs"));
    found.extend(core_needs_no_edge(tree.text("crates/envcoop-core/Cargo.toml")));
    for (path, text) in tree.under("", "/Cargo.toml") {
        found.extend(versions_are_inherited(path, text));
    }
    found.extend(dependencies_are_explained(root_manifest, tree.text("crates/README.md")));
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

fn core_needs_no_edge(manifest: &str) -> Vec<String> {
    const EDGE: [&str; 3] = ["anyhow", "clap", "tempfile"];
    let entries = entries(manifest);
    let found = entries
        .iter()
        .filter(|entry| entry.section == "dependencies" && EDGE.contains(&entry.name()));
    found
        .map(|entry| {
            format!(
                "crates/envcoop-core/Cargo.toml:{}: {} is for the edge",
                entry.line,
                entry.name()
            )
        })
        .collect()
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
        holds(core_needs_no_edge(
            "[dependencies]\nserde.workspace = true\n[dev-dependencies]\ntempfile.workspace = true\n",
        ));
        breaks(
            core_needs_no_edge("[dependencies]\nclap.workspace = true\n"),
            "crates/envcoop-core/Cargo.toml:2: ",
        );
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
