//! The table of rules in the checklist's README: every rule is there, every test it names exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use envcoop_tests::{read, root};

/// How many rules there are of each kind.
const KINDS: [(char, u32); 6] = [('E', 12), ('X', 14), ('I', 10), ('M', 13), ('H', 4), ('T', 2)];

fn rows() -> Vec<(String, String)> {
    let readme = read("crates/envcoop-checklist/README.md");
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [rule, _, held] = cells[..] else { return None };
        let is_rule =
            rule.len() <= 3 && rule.starts_with(|c| KINDS.iter().any(|(kind, _)| *kind == c));
        is_rule.then(|| (rule.to_owned(), held.to_owned()))
    };
    readme.lines().filter(|line| line.starts_with('|')).filter_map(row).collect()
}

fn tests_under(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "target") {
            tests_under(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            let names = text.split("fn ").skip(1).filter_map(|rest| rest.split('(').next());
            found.extend(names.map(str::to_owned));
        }
    }
}

#[test]
fn every_rule_is_held_by_a_test_or_says_why_not() {
    let rows = rows();
    let told: BTreeSet<&str> = rows.iter().map(|(rule, _)| rule.as_str()).collect();
    for (kind, n) in KINDS {
        for rule in (1..=n).map(|i| format!("{kind}{i}")) {
            assert!(told.contains(rule.as_str()), "{rule} is not in the table");
        }
    }
    let mut tests = BTreeSet::new();
    for folder in ["crates", "tests", "xtask"] {
        tests_under(&root().join(folder), &mut tests);
    }
    for (rule, held) in &rows {
        let named: Vec<&str> = held.split('`').skip(1).step_by(2).collect();
        let says_why = ["not offered", "does not apply"].iter().any(|why| held.starts_with(why));
        let tests_named = named.iter().filter(|name| name.contains('_'));
        for name in tests_named.clone() {
            assert!(tests.contains(*name), "{rule}: there is no test `{name}`");
        }
        assert!(says_why || tests_named.count() > 0, "{rule} names no test and no reason");
    }
}
