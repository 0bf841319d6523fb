//! What a user sees, to the byte: outputs on the shipped examples, in English and in Chinese, against
//! the files under `tests/golden`, where the cases stand. `cargo xtask bless` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use envcoop_cli::ExitStatus;
use envcoop_tests::dom::content;
use envcoop_tests::files::parts;
use envcoop_tests::{MINI, PLAN, folder, put, read, root, run};

#[test]
fn envcoop_gap_prints_what_it_printed() {
    compare("gap");
}

#[test]
fn envcoop_checklist_prints_what_it_printed() {
    compare("checklist");
}

#[test]
fn envcoop_report_prints_what_it_printed() {
    compare("report");
}

/// Compares every case of a tool with the files of a folder, or writes them where the user asks for it.
#[track_caller]
fn compare(tool: &str) {
    let mut produced = BTreeMap::new();
    for case in read("tests/golden/cases.txt").lines() {
        let Some((name, line)) = case.split_once(": ") else { continue };
        let Some(name) = name.strip_prefix(&format!("{tool}/")) else { continue };
        for lang in ["en", "zh"] {
            produced.extend(outputs(name, line, lang));
        }
    }
    let golden = root().join("tests/golden").join(tool);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        assert!(env::var_os("CI").is_none(), "a server compares, a person decides what is right");
        return renew(&golden, &produced);
    }
    let there = files(&golden);
    let names: BTreeSet<&PathBuf> = there.keys().chain(produced.keys()).collect();
    let wrong: Vec<String> = names
        .into_iter()
        .filter_map(|name| {
            Some(format!(
                "{tool}/{}: {}",
                name.display(),
                difference(there.get(name), produced.get(name))?
            ))
        })
        .collect();
    let hint = "UPDATE_GOLDEN=1 cargo test -p envcoop-tests --test tools golden";
    assert!(wrong.is_empty(), "\n{}\nif this is right: {hint}", wrong.join("\n"));
}

/// Says how a file differs from what was produced; nothing where it does not.
fn difference(golden: Option<&String>, produced: Option<&String>) -> Option<String> {
    let (Some(golden), Some(produced)) = (golden, produced) else {
        let what = if golden.is_some() { "no case makes it" } else { "there is no such file" };
        return Some(what.to_owned());
    };
    let at = golden.split('\n').zip(produced.split('\n')).position(|(a, b)| a != b);
    let line = |text: &str, at: usize| text.split('\n').nth(at).unwrap_or_default().to_owned();
    match at {
        Some(at) => Some(format!(
            "line {}\n  was {}\n  is  {}",
            at + 1,
            line(golden, at),
            line(produced, at)
        )),
        None => (golden != produced).then(|| "one ends where the other goes on".to_owned()),
    }
}

fn renew(golden: &Path, produced: &BTreeMap<PathBuf, String>) {
    if golden.exists() {
        fs::remove_dir_all(golden).expect("the folder can be removed");
    }
    for (name, text) in produced {
        let path = golden.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
}

/// Runs a case in a language and returns what it prints (as on a terminal where it is text), how it
/// ends unless well, and what it writes.
fn outputs(name: &str, line: &str, lang: &str) -> BTreeMap<PathBuf, String> {
    let dir = folder();
    let sent = read("data/examples/checklist-sent.csv");
    put(&dir, "plan.csv", &sent);
    let out = dir.path().to_str().expect("the path is text");
    let run = run(&format!("{} --lang {lang}", filled(line, out)));
    let (stem, form) = name.split_once('.').expect("a name has a form");
    let output = if form == "txt" { run.width(100).output() } else { run.output() };
    // The policy in its head names a page's style and script by their digests.
    let mut text = if form == "html" { content(&output.out) } else { output.out };
    if !output.err.is_empty() {
        text = format!("{text}--- messages\n{}", output.err);
    }
    if output.status != ExitStatus::Done {
        text = format!("{text}--- ends with {}\n", output.status as u8);
    }
    let mut found = BTreeMap::new();
    if !text.is_empty() {
        found.insert(format!("{stem}.{lang}.{form}").into(), untimed(&text.replace(out, "OUT")));
    }
    for (name, text) in files(dir.path()).into_iter().filter(|(_, text)| *text != sent) {
        found.insert(Path::new(&format!("{stem}.{lang}")).join(name), text);
    }
    found
}

/// Leaves out of the names of earlier versions when they were made.
fn untimed(text: &str) -> String {
    let mut rest = text.split(".bak").peekable();
    let mut out = String::new();
    while let Some(piece) = rest.next() {
        if rest.peek().is_none() {
            out.push_str(piece);
        } else {
            out.push_str(&piece[..piece.len() - "2026-11-28T101530".len()]);
            out.push_str("TIME.bak");
        }
    }
    out
}

fn filled(line: &str, out: &str) -> String {
    const EARLIER: &str = "data/examples/mini-plan-earlier.csv";
    const PROPOSALS: &str =
        "data/examples/proposals.csv --framework mini --as-of 2027-06-30 --currency CNY";
    let words = [
        ("MINI", MINI),
        ("PLAN", PLAN),
        ("EARLIER", EARLIER),
        ("PROPOSALS", PROPOSALS),
        ("OUT", out),
    ];
    words.iter().fold(line.to_owned(), |line, (word, value)| line.replace(word, value))
}

/// Reads every file below a folder; a workbook as its parts.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("it is below").to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xlsx") {
                let parts = parts(&path).into_iter();
                let part = |(name, text): (String, String)| {
                    format!("== {name}\n{}\n", text.replace("><", ">\n<"))
                };
                found.insert(name.with_extension("xlsx.txt"), parts.map(part).collect());
            } else {
                found.insert(name, fs::read_to_string(path).expect("text"));
            }
        }
    }
    found
}
