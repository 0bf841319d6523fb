//! What the workspace depends on: under licences of the list in `deny.toml`, and for the compiler
//! that is promised.

use std::process::Command;

use envcoop_tests::{read, root};
use serde_json::Value;

/// Returns every package that is built on this machine, as cargo describes it.
fn packages() -> Vec<Value> {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc runs").stdout;
    let rustc = String::from_utf8(rustc).expect("UTF-8");
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

/// Returns whether a licence expression can be met by licences of the list: `AND` binds more
/// tightly than `OR`, and the old sign `/` means `OR`.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest, allowed) && rest.is_empty()
}

fn any(rest: &mut &[&str], allowed: &[&str]) -> bool {
    let mut is_met = all(rest, allowed);
    while let ["OR", after @ ..] = *rest {
        *rest = after;
        is_met |= all(rest, allowed);
    }
    is_met
}

fn all(rest: &mut &[&str], allowed: &[&str]) -> bool {
    let mut is_met = one(rest, allowed);
    while let ["AND", after @ ..] = *rest {
        *rest = after;
        is_met &= one(rest, allowed);
    }
    is_met
}

fn one(rest: &mut &[&str], allowed: &[&str]) -> bool {
    match *rest {
        ["(", after @ ..] => {
            *rest = after;
            let is_met = any(rest, allowed);
            *rest = rest.strip_prefix(&[")"]).expect("a bracket is closed");
            is_met
        }
        // An exception is a licence of its own, which is not on the list.
        [_, "WITH", _, after @ ..] => {
            *rest = after;
            false
        }
        [licence, after @ ..] => {
            *rest = after;
            allowed.contains(licence)
        }
        [] => false,
    }
}

#[test]
fn a_licence_expression_is_met_as_it_says() {
    for (expression, expected) in [
        ("A", true),
        ("C", false),
        ("C OR A", true),
        ("C/A", true),
        ("A AND C", false),
        ("A AND B", true),
        ("C OR A AND B", true),
        ("(C OR A) AND C", false),
        ("(C OR A) AND B", true),
        ("A WITH X OR C", false),
    ] {
        assert_eq!(is_met(expression, &["A", "B"]), expected, "{expression}");
    }
}

#[test]
fn every_licence_is_on_the_list() {
    let deny = read("deny.toml");
    let (_, list) = deny.split_once("\nallow = [").expect("a list of licences");
    let (list, _) = list.split_once(']').expect("an end of the list");
    let allowed: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    for package in packages() {
        let (name, licence) = (&package["name"], package["license"].as_str());
        let is_met = licence.is_some_and(|licence| is_met(licence, &allowed));
        assert!(is_met, "{name}: {licence:?} is not met by the list in deny.toml");
    }
}

#[test]
fn no_dependency_needs_a_newer_compiler_than_is_promised() {
    let version =
        |text: &str| -> Vec<u32> { text.split('.').take(2).flat_map(str::parse).collect() };
    let packages = packages();
    let own = packages.iter().find(|package| package["name"] == "envcoop-core");
    let own = own.expect("the core")["rust_version"].as_str();
    let promised = version(own.expect("a version"));
    for package in &packages {
        let needed = package["rust_version"].as_str().unwrap_or("1.0");
        assert!(version(needed) <= promised, "{} needs Rust {needed}", package["name"]);
    }
}
