//! The pages for readers: every command in them is run and prints what they show, every link leads
//! somewhere, and the picture is what the tool draws now.

use std::path::{Path, PathBuf};
use std::{env, fs};

use envcoop_tests::{folder, read, root, run};

/// A command of a page and what stands under it.
struct Example {
    line: usize,
    command: String,
    shown: String,
}

/// Returns the pages, from the root of the repository.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        ["README.md", "README.zh.md", "CONTRIBUTING.md"].map(PathBuf::from).into();
    let mut folders: Vec<PathBuf> = ["crates", "data"].map(PathBuf::from).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = folder.join(entry.file_name());
            if entry.file_type().expect("a type").is_dir() {
                folders.push(path);
            } else if path.ends_with("README.md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
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

/// The columns of the terminal that the pages are written in.
const WIDTH: u16 = 100;

/// The examples that a test cannot run: the tests are part of it.
const NOT_RUN: [&str; 1] = ["cargo xtask ci"];

/// A line that stands for those that a page leaves out.
const LEFT_OUT: &str = "...\n";

/// What tells the process of the examples that it is one.
const IS_ALONE: &str = "ENVCOOP_EXAMPLES_ARE_ALONE";

/// What renews the pages, on a machine of a person.
const UPDATE: &str = "UPDATE_README";

fn is_update() -> bool {
    env::var_os(UPDATE).is_some() && env::var_os("CI").is_none()
}

#[cfg(unix)]
#[test]
fn every_example_prints_what_its_page_shows() {
    // Examples name files from where they are; the other tests of this program work elsewhere.
    if env::var_os(IS_ALONE).is_none() {
        return run_alone(concat!(module_path!(), "::every_example_prints_what_its_page_shows"));
    }
    let pages = pages();
    let commands: Vec<String> = pages
        .iter()
        .flat_map(|page| examples(&read(page)))
        .map(|example| example.command)
        .collect();
    for tool in ["envcoop-gap", "envcoop-checklist", "envcoop-report", "cargo xtask demo"] {
        let n = commands.iter().filter(|command| command.starts_with(tool)).count();
        assert!(n > 0, "no example of {tool}");
    }
    let wrong: Vec<String> = pages.iter().flat_map(|page| differences(page)).collect();
    let hint = format!("{UPDATE}=1 cargo test -p envcoop-tests readme");
    assert!(wrong.is_empty(), "{}\nto show what is printed: {hint}", wrong.join("\n\n"));
}

/// Runs a test of this program in a process of its own.
#[cfg(unix)]
fn run_alone(test: &str) {
    let (_, name) = test.split_once("::").expect("a test stands in a program");
    let program = env::current_exe().expect("a test is a program");
    let output = std::process::Command::new(program)
        .args(["--exact", "--nocapture", name])
        .env(IS_ALONE, "1")
        // Names of earlier versions hold the time.
        .env("SOURCE_DATE_EPOCH", "1806739200")
        .output()
        .expect("a test runs twice");
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && out.contains("1 passed"), "{out}\n{err}");
}

/// Runs the examples of a page and returns those that print something else; or renews the page.
#[cfg(unix)]
fn differences(page: &Path) -> Vec<String> {
    let text = read(page);
    let examples = examples(&text);
    // Examples write into `target`, and read what an earlier one wrote: they share a folder.
    let dir = folder();
    fs::create_dir(dir.path().join("target")).expect("a folder can be made");
    std::os::unix::fs::symlink(root().join("data"), dir.path().join("data")).expect("a link");
    env::set_current_dir(dir.path()).expect("the folder can be entered");
    let printed: Vec<String> = examples
        .iter()
        .map(|example| match NOT_RUN.contains(&&*example.command) {
            true => example.shown.clone(),
            false => in_short(print_of(&example.command), &example.shown),
        })
        .collect();
    env::set_current_dir(root()).expect("the root can be entered");
    if is_update() {
        fs::write(page, updated(&text, &examples, &printed)).expect("the page can be written");
        return Vec::new();
    }
    let differs = |(example, printed): (&Example, String)| {
        let Example { line, command, shown } = example;
        let page = page.display();
        (printed != *shown)
            .then(|| format!("{page}:{line}: {command}\n--- prints\n{printed}--- shown\n{shown}"))
    };
    examples.iter().zip(printed).filter_map(differs).collect()
}

/// Leaves out of what was printed as much as the page does.
fn in_short(printed: String, shown: &str) -> String {
    let Some((before, after)) = shown.split_once(LEFT_OUT) else { return printed };
    let (n_before, n_after) = (before.lines().count(), after.lines().count());
    let lines: Vec<&str> = printed.split_inclusive('\n').collect();
    if lines.len() <= n_before + n_after {
        return printed;
    }
    let (head, tail) = (&lines[..n_before], &lines[lines.len() - n_after..]);
    [&head.concat(), LEFT_OUT, &tail.concat()].concat()
}

/// Returns the page with what the examples print.
fn updated(page: &str, examples: &[Example], printed: &[String]) -> String {
    let mut lines: Vec<String> = page.lines().map(|line| format!("{line}\n")).collect();
    for (example, printed) in examples.iter().zip(printed).rev() {
        let n_shown = example.shown.lines().count();
        lines.splice(example.line..example.line + n_shown, [printed.clone()]);
    }
    lines.concat()
}

/// Runs a command as on a terminal and returns what it prints there: its result, then its
/// messages.
fn print_of(command: &str) -> String {
    if let Some((from, to)) = command.strip_prefix("cp ").and_then(|args| args.split_once(' ')) {
        fs::copy(from, to).expect("the file can be copied");
        return String::new();
    }
    if let Some(args) = command.strip_prefix("cargo ") {
        let cargo = std::process::Command::new(env!("CARGO"))
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
fn the_files_and_links_of_every_page_are_there() {
    for page in pages() {
        let text = read(&page);
        let folder = root().join(&page).parent().expect("a page has a folder").to_owned();
        let links =
            text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
        let missing: Vec<&str> = links
            .filter(|link| !link.starts_with("http") && !link.starts_with('#'))
            .filter(|link| !folder.join(link.split('#').next().unwrap_or_default()).exists())
            .collect();
        assert!(missing.is_empty(), "{}: {missing:?}", page.display());
    }
    let map = read("crates/README.md");
    for entry in fs::read_dir(root().join("crates")).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = format!("`{}`", entry.file_name().to_string_lossy());
        let is_crate = entry.file_type().expect("a type").is_dir();
        assert!(!is_crate || map.contains(&name), "{name} is not in the map of the crates");
    }
}

#[test]
fn the_readmes_are_short() {
    for (page, limit) in [("README.md", 200), ("README.zh.md", 120)] {
        let n = read(page).lines().count();
        assert!(n <= limit, "{page} has {n} lines, over {limit}");
    }
}

#[test]
fn the_pictures_are_what_the_tool_draws_now() {
    for lang in ["en", "zh"] {
        let path = format!("crates/envcoop-report/matrix.{lang}.svg");
        let plan = "data/examples/plan.csv --as-of 2026-09-30";
        let drawn = run(&format!("envcoop-report svg matrix {plan} --lang {lang}")).done().out;
        if is_update() {
            fs::write(root().join(&path), &drawn).expect("the picture can be written");
        }
        assert!(read(&path) == drawn, "{path} is out of date; {UPDATE}=1 draws it anew");
    }
}

#[test]
fn the_exit_codes_are_those_of_the_tools() {
    use envcoop_cli::ExitStatus::{Done, Error, Found};
    for page in ["README.md", "README.zh.md"] {
        let readme = read(page);
        for status in [Done, Found, Error] {
            let row = format!("| {} |", status as u8);
            assert!(readme.contains(&row), "the table of {page} has no row for {status:?}");
        }
    }
}
