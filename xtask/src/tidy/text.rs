//! Rules about the text of one file.

/// A rule: takes a path and a text, returns `path:line: rule` for every place where it is broken.
type Rule = fn(&str, &str) -> Vec<String>;

const RULES: [Rule; 7] = [
    opens_with_docs,
    no_blanks_at_ends_and_no_tabs,
    ends_with_one_newline,
    nothing_left_open,
    not_too_long,
    named_for_what_it_holds,
    no_place_of_one_machine,
];

/// Returns every place of a file where a rule is broken.
pub(super) fn check(path: &str, text: &str) -> Vec<String> {
    RULES.iter().flat_map(|rule| rule(path, text)).collect()
}

/// Returns the lines of code, numbered from 1: no blank lines, no comments, no modules of tests.
pub(super) fn code(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut test_module_ends: Option<String> = None;
    let mut is_after_cfg_test = false;
    for (i, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if let Some(end) = &test_module_ends {
            if line == end {
                test_module_ends = None;
            }
        } else if is_after_cfg_test && trimmed.starts_with("mod ") && line.ends_with('{') {
            found.pop();
            let indent = &line[..line.len() - trimmed.len()];
            test_module_ends = Some(format!("{indent}}}"));
        } else if !trimmed.is_empty() && !trimmed.starts_with("//") {
            found.push((i + 1, line));
        }
        is_after_cfg_test = trimmed == "#[cfg(test)]";
    }
    found
}

/// Names every line of `path` where `is_broken`.
fn lines(path: &str, text: &str, rule: &str, is_broken: impl Fn(&str) -> bool) -> Vec<String> {
    let broken = text.lines().enumerate().filter(|(_, line)| is_broken(line));
    broken.map(|(i, _)| format!("{path}:{}: {rule}", i + 1)).collect()
}

fn has_end(path: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| path.ends_with(end))
}

fn is_written_by_hand(path: &str) -> bool {
    has_end(path, &[".rs", ".toml", ".md", ".json", ".ci/run"])
        && !path.starts_with("tests/golden/")
}

fn opens_with_docs(path: &str, text: &str) -> Vec<String> {
    match path.ends_with(".rs") && !text.starts_with("//!") {
        true => vec![format!("{path}:1: opens without `//!`")],
        false => Vec::new(),
    }
}

fn no_blanks_at_ends_and_no_tabs(path: &str, text: &str) -> Vec<String> {
    if !is_written_by_hand(path) {
        return Vec::new();
    }
    let mut found =
        lines(path, text, "blank at the end of a line", |line| line.ends_with([' ', '\t', '\r']));
    if path.ends_with(".rs") {
        found.extend(lines(path, text, "tab", |line| line.contains('\t')));
    }
    found
}

fn ends_with_one_newline(path: &str, text: &str) -> Vec<String> {
    match is_written_by_hand(path) && (!text.ends_with('\n') || text.ends_with("\n\n")) {
        true => vec![format!("{path}:{}: ends without one newline", text.lines().count())],
        false => Vec::new(),
    }
}

fn nothing_left_open(path: &str, text: &str) -> Vec<String> {
    // Written in pieces, so that this file keeps the rule.
    let words = [["TO", "DO"], ["FIX", "ME"], ["todo", "!("], ["unimplemented", "!("]]
        .map(|word| word.concat());
    if !has_end(path, &[".rs", ".toml", ".md"]) {
        return Vec::new();
    }
    lines(path, text, "left open", |line| words.iter().any(|word| line.contains(word)))
}

fn not_too_long(path: &str, text: &str) -> Vec<String> {
    const LIMIT: usize = 400;
    match path.ends_with(".rs").then(|| code(text).len()) {
        Some(n) if n > LIMIT => vec![format!("{path}:1: {n} lines of code, over {LIMIT}")],
        _ => Vec::new(),
    }
}

fn named_for_what_it_holds(path: &str, _: &str) -> Vec<String> {
    const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "misc"];
    let folders_and_file = path.trim_end_matches(".rs").split('/');
    match folders_and_file.clone().any(|part| EMPTY_NAMES.contains(&part)) {
        true => vec![format!("{path}:1: a name that says nothing")],
        false => Vec::new(),
    }
}

fn no_place_of_one_machine(path: &str, text: &str) -> Vec<String> {
    let places = [["/wo", "rk/"], ["/ho", "me/"], ["/ro", "ot/"], ["/Use", "rs/"], ["sha", "red/"]]
        .map(|place| place.concat());
    let [.., shared] = &places;
    let may_use_shared = path.starts_with("tests/");
    lines(path, text, "a place of one machine", |line| {
        let line = if may_use_shared {
            line.replace(&format!("../{shared}"), "")
        } else {
            line.to_owned()
        };
        places.iter().any(|place| line.contains(place))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(rule: Rule, path: &str, text: &str) {
        assert_eq!(rule(path, text), Vec::<String>::new());
    }

    #[track_caller]
    fn breaks(rule: Rule, path: &str, text: &str, at: &str) {
        let found = rule(path, text);
        assert!(found.len() == 1 && found[0].starts_with(&format!("{path}:{at}: ")), "{found:?}");
    }

    #[test]
    fn a_source_file_says_what_it_holds() {
        holds(opens_with_docs, "a.rs", "//! What.\n");
        holds(opens_with_docs, "a.md", "# What\n");
        breaks(opens_with_docs, "a.rs", "use std::fs;\n", "1");
    }

    #[test]
    fn lines_end_with_what_can_be_seen() {
        holds(no_blanks_at_ends_and_no_tabs, "a.rs", "fn a() {\n    b();\n}\n");
        breaks(no_blanks_at_ends_and_no_tabs, "a.md", "a\nb \n", "2");
        breaks(no_blanks_at_ends_and_no_tabs, "a.rs", "a\n\tb\n", "2");
    }

    #[test]
    fn a_file_ends_with_one_newline() {
        holds(ends_with_one_newline, "a.md", "a\n");
        breaks(ends_with_one_newline, "a.md", "a\nb", "2");
        breaks(ends_with_one_newline, "a.md", "a\n\n", "2");
    }

    #[test]
    fn nothing_is_left_open() {
        holds(nothing_left_open, "a.rs", "// done\n");
        breaks(nothing_left_open, "a.rs", &format!("a\n// {}: b\n", ["TO", "DO"].concat()), "2");
    }

    #[test]
    fn a_file_is_not_too_long() {
        let long = "a();\n".repeat(401);
        breaks(not_too_long, "a.rs", &long, "1");
        holds(not_too_long, "a.rs", &"a();\n\n// b\n".repeat(400));
        holds(not_too_long, "a.rs", &format!("a();\n#[cfg(test)]\nmod tests {{\n{long}}}\n"));
    }

    #[test]
    fn code_is_what_is_neither_blank_nor_comment_nor_test() {
        let text = "//! a\nuse b;\n\n#[cfg(test)]\nmod tests {\n    c();\n}\nd();\n";
        assert_eq!(code(text), [(2, "use b;"), (8, "d();")]);
    }

    #[test]
    fn a_name_says_something() {
        holds(named_for_what_it_holds, "crates/a/src/date.rs", "");
        breaks(named_for_what_it_holds, "crates/a/src/utils.rs", "", "1");
        breaks(named_for_what_it_holds, "tests/common/mod.rs", "", "1");
    }

    #[test]
    fn no_file_knows_a_machine() {
        let shared = format!("join(\"../{}corpora\")\n", ["sha", "red/"].concat());
        holds(no_place_of_one_machine, "tests/a.rs", &shared);
        breaks(no_place_of_one_machine, "crates/a.rs", &shared, "1");
        breaks(no_place_of_one_machine, "tests/a.rs", &["/ho", "me/me"].concat(), "1");
    }
}
