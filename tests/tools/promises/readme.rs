//! The README: every command in it is run and prints what it shows.

use std::fs;
use std::path::Path;
use std::process::Command;

use envcoop_tests::{folder, read, root, run};

/// A command of the README and what stands under it.
struct Example {
    line: usize,
    command: String,
    shown: String,
}

/// Takes the examples out of the blocks marked `console`: a line that starts with `$ ` is a
/// command, what follows up to the next one is its output. What cargo prints may show commands of
/// its own: it has its block for itself.
fn examples(markdown: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let (mut in_console, mut in_cargo) = (false, false);
    for (i, line) in markdown.lines().enumerate() {
        match (in_console, line) {
            (false, "```console") => in_console = true,
            (true, "```") => (in_console, in_cargo) = (false, false),
            (true, line) => match line.strip_prefix("$ ").filter(|_| !in_cargo) {
                Some(command) => {
                    in_cargo = command.starts_with("cargo ");
                    found.push(Example {
                        line: i + 1,
                        command: command.to_owned(),
                        shown: String::new(),
                    });
                }
                None => {
                    let example = found.last_mut().expect("a block starts with a command");
                    example.shown.push_str(line);
                    example.shown.push('\n');
                }
            },
            (false, _) => {}
        }
    }
    found
}

/// The columns of the terminal that the README is written in.
const WIDTH: u16 = 100;

/// The examples that a test cannot run: the tests are part of it.
const NOT_RUN: [&str; 1] = ["cargo xtask ci"];

/// Names the folder where the examples are run. Tests share a process and the folder that it works
/// in, so that the examples get a process of their own: this test once more.
const HERE: &str = "ENVCOOP_EXAMPLES_HERE";

#[cfg(unix)]
#[test]
fn every_example_prints_what_the_readme_shows() {
    if let Some(here) = std::env::var_os(HERE) {
        return examples_print_what_is_shown(Path::new(&here));
    }
    // Examples write into `target`, and read what an earlier one wrote: they share a folder.
    let dir = folder();
    fs::create_dir(dir.path().join("target")).expect("a folder can be made");
    std::os::unix::fs::symlink(root().join("data"), dir.path().join("data")).expect("a link");
    let this = concat!(module_path!(), "::every_example_prints_what_the_readme_shows");
    let (_, this) = this.split_once("::").expect("a test stands in a program");
    let ended = Command::new(std::env::current_exe().expect("a test is a program"))
        .args(["--exact", "--nocapture", this])
        .env(HERE, dir.path())
        .output()
        .expect("it runs");
    let out = String::from_utf8_lossy(&ended.stdout);
    assert!(out.contains("1 passed"), "{out}{}", String::from_utf8_lossy(&ended.stderr));
}

fn examples_print_what_is_shown(here: &Path) {
    let readme = read("README.md");
    let examples = examples(&readme);
    assert!(examples.len() >= 5, "only {} examples", examples.len());
    for tool in ["envcoop-gap", "envcoop-checklist", "envcoop-report", "cargo xtask demo"] {
        assert!(examples.iter().any(|e| e.command.starts_with(tool)), "no example of {tool}");
    }
    std::env::set_current_dir(here).expect("the folder can be entered");
    let run = |example: &Example| {
        if NOT_RUN.contains(&&*example.command) { None } else { Some(print_of(&example.command)) }
    };
    let printed: Vec<Option<String>> = examples.iter().map(run).collect();
    if std::env::var_os("UPDATE_README").is_some() && std::env::var_os("CI").is_none() {
        return fs::write(root().join("README.md"), updated(&readme, &examples, &printed))
            .expect("the README can be written");
    }
    let differs = |(example, printed): (&Example, Option<String>)| {
        let Example { line, command, shown } = example;
        let printed = printed.filter(|printed| printed != shown)?;
        Some(format!("README.md:{line}: {command}\n--- prints\n{printed}--- shown\n{shown}"))
    };
    let wrong: Vec<String> = examples.iter().zip(printed).filter_map(differs).collect();
    let hint = "UPDATE_README=1 cargo test -p envcoop-tests readme";
    assert!(wrong.is_empty(), "{}\nto show what is printed: {hint}", wrong.join("\n\n"));
}

/// Returns the README with what the examples print.
fn updated(readme: &str, examples: &[Example], printed: &[Option<String>]) -> String {
    let mut lines: Vec<String> = readme.lines().map(|line| format!("{line}\n")).collect();
    for (example, printed) in examples.iter().zip(printed).rev() {
        if let Some(printed) = printed {
            let n_shown = example.shown.lines().count();
            lines.splice(example.line..example.line + n_shown, [printed.clone()]);
        }
    }
    lines.concat()
}

/// Runs a command as on a terminal and returns what it prints there: its result, then its
/// messages.
fn print_of(command: &str) -> String {
    if let Some(args) = command.strip_prefix("cargo ") {
        let cargo = Command::new(env!("CARGO"))
            .args(args.split(' '))
            .current_dir(root())
            .output()
            .expect("cargo runs");
        assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
        let printed = String::from_utf8(cargo.stdout).expect("UTF-8");
        // Cargo may have been told to build elsewhere.
        let built = std::env::current_exe().expect("a test is a program");
        let built = built.ancestors().nth(2).expect("it stands in deps").display().to_string();
        return printed.replace(&built, "target/debug");
    }
    let (command, n_lines) = match command.split_once(" | head -n ") {
        Some((command, n)) => (command, n.parse().expect("a number of lines")),
        None => (command, usize::MAX),
    };
    let (command, shows_status) = match command.strip_suffix("; echo $?") {
        Some(command) => (command, true),
        None => (command, false),
    };
    let run = run(command);
    let is_piped = n_lines < usize::MAX;
    let output = if is_piped { run.output() } else { run.width(WIDTH).output() };
    let out = output.out.trim_start_matches('\u{feff}').replace('\r', "");
    let mut printed: String = out.lines().take(n_lines).map(|line| format!("{line}\n")).collect();
    printed.push_str(&output.err);
    if shows_status {
        printed.push_str(&format!("{}\n", output.status as u8));
    }
    printed
}

#[test]
fn the_readmes_files_and_links_are_there() {
    let readme = read("README.md");
    let links =
        readme.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    let missing: Vec<&str> = links
        .filter(|link| !link.starts_with("http") && !link.starts_with('#'))
        .filter(|link| !root().join(link.split('#').next().unwrap_or_default()).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    for entry in fs::read_dir(root().join("crates")).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        assert!(readme.contains(&*name), "{name} is not in the code map");
    }
}

#[test]
fn the_exit_codes_are_those_of_the_tools() {
    use envcoop_cli::ExitStatus::{Done, Error, Found};
    let readme = read("README.md");
    for status in [Done, Found, Error] {
        let row = format!("| {} |", status as u8);
        assert!(readme.contains(&row), "the table has no row for {status:?}");
    }
}
