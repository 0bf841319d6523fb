//! A strategy with ids of any form and kinds of terms of its own goes through every command, and says
//! what the same strategy says under the ids of `mini`.

use std::collections::BTreeSet;
use std::path::Path;

use calamine::{Reader, open_workbook_auto};
use envcoop_tests::dom::parse;
use envcoop_tests::{folder, put, read, run};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The ids of `mini`, those that others begin with last, and what stands for them.
const IDS: [(&str, &str); 8] = [
    ("W1.1", "KM-GBF-3"),
    ("W1.2", "A1.b"),
    ("W2.1", "people"),
    ("W2.2", "措施_4"),
    ("C1", "T1"),
    ("C2", "目标3"),
    ("W1", "A1"),
    ("W2", "GBF-02"),
];

/// Says the same under the other ids.
fn own(text: &str) -> String {
    IDS.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

const FILES: [&str; 7] = [
    "examples/mini-plan.csv",
    "examples/mini-plan-earlier.csv",
    "examples/mini-targets.csv",
    "examples/proposals.csv",
    "examples/published.xml",
    "examples/checklist-sent.csv",
    "examples/checklist-anna.csv",
];

/// The same strategy and its files under the ids of `mini`, and under others.
struct Pair([TempDir; 2]);

impl Pair {
    fn new() -> Pair {
        let pair = Pair([folder(), folder()]);
        for path in FILES {
            let text = read(format!("data/{path}"));
            let name = path.strip_prefix("examples/").expect("an example");
            put(&pair.0[0], name, &text);
            put(&pair.0[1], name, own(&text));
        }
        let mini = read("data/frameworks/mini.json");
        put(&pair.0[0], "mini.json", &mini);
        let mut other: Value = serde_json::from_str(&own(&mini)).expect("JSON");
        other["term_kinds"] =
            json!([{"id": "渠道", "title": {"en": "Channels", "zh": "合作渠道"}}]);
        for term in other["terms"].as_array_mut().expect("a list") {
            if term["kind"] == "instrument" {
                term["kind"] = json!("渠道");
            }
        }
        put(&pair.0[1], "mini.json", other.to_string());
        pair
    }

    fn path(&self, i: usize) -> &str {
        self.0[i].path().to_str().expect("a path is text")
    }

    /// Runs a command under both; `DIR` stands for the folder. Returns what the first says, in the
    /// other's ids, and what the second says.
    #[track_caller]
    fn run(&self, line: &str) -> [String; 2] {
        let [first, second] = [line.to_owned(), own(line)];
        let text = |i: usize, line: &str| {
            let output = run(&line.replace("DIR", self.path(i))).done();
            output.out.replace(self.path(i), "DIR")
        };
        [own(&text(0, &first)), text(1, &second)]
    }

    /// Reads a file that a command wrote under both, as [`run`](Pair::run) returns.
    #[track_caller]
    fn written(&self, name: &str) -> [String; 2] {
        let text = |i: usize| {
            let path = self.0[i].path().join(name);
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
            text.replace(self.path(i), "DIR").replace("\r\n ", "")
        };
        [own(&text(0)), text(1)]
    }
}

/// The words of a text, whatever the widths of its columns; lines that tell the size and digest of
/// what was read are left out.
fn words(text: &str) -> Vec<String> {
    let is_rule = |word: &&str| word.chars().all(|c| matches!(c, '─' | '┈' | '-' | ':' | '|'));
    let lines = text.lines().filter(|line| !line.contains(" bytes"));
    let words = lines.flat_map(str::split_whitespace).filter(|word| !is_rule(word));
    words.map(|word| word.replace("\\_", "_")).collect()
}

const MINI: &str = "--framework DIR/mini.json --as-of 2027-06-30";
const PLAN: &str = "DIR/mini-plan.csv --framework DIR/mini.json --as-of 2027-06-30";

#[track_caller]
fn same(pair: &Pair, line: &str) {
    let [wanted, got] = pair.run(line);
    assert!(!got.is_empty(), "{line} wrote nothing");
    assert_eq!(words(&got), words(&wanted), "{line}");
}

#[test]
fn gaps_are_the_same_under_any_ids() {
    let pair = Pair::new();
    for form in ["table", "json", "csv", "markdown"] {
        for options in
            ["", "--lang zh", "--target DIR/mini-targets.csv", "--challenge C2 --area W1,W2"]
        {
            same(&pair, &format!("envcoop-gap {PLAN} --format {form} {options}"));
        }
        for by in ["challenge", "area", "partner", "owner", "year", "matrix"] {
            same(&pair, &format!("envcoop-gap {PLAN} --format {form} --by {by}"));
        }
        let [wanted, got] = pair.run(&format!("envcoop-gap {PLAN} --by term --format {form}"));
        if form == "json" {
            let mut got: Value = serde_json::from_str(&got).expect("JSON");
            let groups = got["by"]["groups"].as_array_mut().expect("a list");
            let kinds: Vec<Option<Value>> =
                groups.iter_mut().map(|g| g.as_object_mut()?.remove("kind")).collect();
            let channels = json!({"id": "渠道", "title": {"en": "Channels", "zh": "合作渠道"}});
            assert_eq!(kinds, [None, None, Some(channels), None, None, None]);
            assert_eq!(got, serde_json::from_str::<Value>(&wanted).expect("JSON"));
        } else {
            assert_eq!(words(&got), words(&wanted.replace("instrument", "Channels")), "{form}");
        }
        same(&pair, &format!("envcoop-gap diff DIR/mini-plan-earlier.csv {PLAN} --format {form}"));
    }
    for id in ["C1", "C2", "W1", "W2", "W1.1", "W1.2", "W2.1", "W2.2", "C2/W2", "overall", "RU"] {
        same(&pair, &format!("envcoop-gap explain {id} {PLAN}"));
    }
    let next = "envcoop-gap next DIR/proposals.csv";
    for form in ["table", "json", "markdown"] {
        let budget = "--budget 1200000 --currency CNY";
        same(&pair, &format!("{next} {MINI} {budget} --format {form}"));
    }
}

#[test]
fn a_snapshot_and_recognition_are_the_same_under_any_ids() {
    let pair = Pair::new();
    let [wanted, got] = pair.run(&format!("envcoop-gap snapshot {PLAN}"));
    // The lines are sorted as text.
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(lines(&got), lines(&wanted));
    pair.run(&format!("envcoop-gap snapshot {PLAN} -o DIR/gap.txt"));
    pair.run(
        "envcoop-gap snapshot DIR/mini-plan.csv --framework DIR/mini.json --check DIR/gap.txt",
    );
    pair.run("envcoop-gap classify DIR/published.xml --framework DIR/mini.json -o DIR/pub.csv");
    let [wanted, got] = pair.written("pub.csv");
    assert!(got.contains("KM-GBF-3"), "{got}");
    assert_eq!(got, wanted);
    same(&pair, &format!("envcoop-gap DIR/pub.csv {MINI} --format json"));
}

#[test]
fn checklists_are_the_same_under_any_ids() {
    let pair = Pair::new();
    for form in ["table", "csv", "markdown", "json"] {
        for options in
            ["", "--area W2", "--challenge C2", "--measure W1.2", "--gaps DIR/mini-plan.csv"]
        {
            let line = "envcoop-checklist new --framework DIR/mini.json --year 2027";
            same(&pair, &format!("{line} --format {form} {options}"));
        }
    }
    let new = "envcoop-checklist new --framework DIR/mini.json --year 2027 -o DIR/list";
    for form in ["csv", "html", "ics", "xlsx"] {
        pair.run(&format!("{new}.{form}"));
    }
    let [wanted, got] = pair.written("list.ics");
    assert_eq!(got.replace("\r\n ", ""), wanted);
    let page = std::fs::read_to_string(pair.0[1].path().join("list.html")).expect("a page");
    assert!(page.contains("措施_4-a-2027") && page.contains("KM-GBF-3"), "{page}");
    let own = "--framework DIR/mini.json";
    same(&pair, &format!("envcoop-checklist check DIR/list.xlsx {own}"));
    same(&pair, &format!("envcoop-gap DIR/list.xlsx {MINI} --format json"));
    let edited = format!("DIR/checklist-anna.csv --base DIR/checklist-sent.csv {own}");
    same(&pair, &format!("envcoop-checklist merge DIR/list.csv {edited}"));
    let [wanted, got] = pair.written("list.csv");
    assert_eq!(got, wanted);
    same(&pair, &format!("envcoop-checklist status DIR/list.csv {MINI}"));
    same(&pair, "envcoop-checklist migrate DIR/mini.json DIR/mini.json DIR/list.csv");
}

#[test]
fn reports_are_the_same_under_any_ids() {
    let pair = Pair::new();
    let baseline = "--baseline DIR/mini-plan-earlier.csv --baseline-as-of 2027-03-31";
    same(&pair, &format!("envcoop-report markdown {PLAN} {baseline}"));
    pair.run(&format!("envcoop-report csv {PLAN} {baseline} -o DIR/tables"));
    let mut n_tables = 0;
    for entry in std::fs::read_dir(pair.0[1].path().join("tables")).expect("a folder") {
        let name = entry.expect("a file").file_name().into_string().expect("a name");
        let [wanted, got] = pair.written(&format!("tables/{name}"));
        // What was read differs, with its size and digest.
        if name.ends_with(".csv") && !got.contains("sha256") {
            let wanted = wanted.replace(",instrument,", ",Channels,");
            assert_eq!(got, wanted, "{name}");
            n_tables += 1;
        }
    }
    assert!(n_tables > 15, "{n_tables} tables");
    for picture in ["challenges", "matrix", "timeline", "money"] {
        pair.run(&format!("envcoop-report svg {picture} {PLAN} -o DIR/{picture}.svg"));
        let [_, got] = pair.written(&format!("{picture}.svg"));
        let id = if picture == "timeline" { "措施_4" } else { "目标3" };
        assert!(got.contains(id), "{picture}: {got}");
    }
    pair.run(&format!("envcoop-report html {PLAN} --lang both -o DIR/report.html"));
    let page = std::fs::read_to_string(pair.0[1].path().join("report.html")).expect("a page");
    let root = parse(&page);
    let all = root.all();
    let ids: Vec<&str> = all.iter().map(|e| e.get("id")).filter(|id| !id.is_empty()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice: {ids:?}");
    for link in all.iter().map(|e| e.get("href")).filter(|href| !href.is_empty()) {
        assert!(unique.contains(link.trim_start_matches('#')), "{link} leads nowhere");
    }
    for place in
        ["T1", "目标3", "A1", "GBF-02", "T1-A1", "目标3/GBF-02", "people", "id:people", "措施_4"]
    {
        assert!(unique.contains(place), "there is no place `{place}`");
    }
    assert!(page.contains("Channels") && page.contains("合作渠道"), "the kind has no title");

    pair.run(&format!("envcoop-report xlsx {PLAN} {baseline} -o DIR/report.xlsx"));
    let [wanted, got] = [0, 1].map(|i| cells(&pair.0[i].path().join("report.xlsx")));
    let mut n_sheets = 0;
    for ((name, wanted), (other, got)) in wanted.iter().zip(&got) {
        assert_eq!(name, other);
        // What was read differs, with its size and digest.
        if !got.contains("SHA-256") {
            let got = got.replace(pair.path(1), "DIR");
            assert_eq!(got, own(&wanted.replace(pair.path(0), "DIR")), "sheet {name}");
            n_sheets += 1;
        }
    }
    assert!(n_sheets > 5, "{n_sheets} sheets");
}

/// Returns the text of every sheet of a workbook, with its name.
fn cells(path: &Path) -> Vec<(String, String)> {
    let mut book = open_workbook_auto(path).expect("a workbook");
    let text = |(name, range): (String, calamine::Range<calamine::Data>)| {
        let rows = range
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t"));
        (name, rows.collect::<Vec<_>>().join("\n"))
    };
    book.worksheets().into_iter().map(text).collect()
}

#[test]
fn every_id_that_cannot_be_one_is_named_with_its_reason() {
    let dir = folder();
    let mini = read("data/frameworks/mini.json");
    let refused = |changes: &[(&str, &str)]| {
        let json = changes.iter().fold(mini.clone(), |json, (from, to)| {
            json.replace(&format!("\"{from}\""), &format!("\"{to}\""))
        });
        let file = put(&dir, "own.json", json);
        let refused = run(&format!("envcoop-gap data/examples/mini-plan.csv --framework {file}"));
        refused.refused().messages().join("\n").replace(&file, "own.json")
    };
    let err = refused(&[
        ("W1.1", "W1;1"),
        ("W1.2", "1.10"),
        ("W2.1", "MAR1"),
        ("W2.2", "Report 4"),
        ("C1", "overall"),
        ("C2", "c2/a"),
        ("W1", "Ｗ1"),
        ("W2", "TRUE"),
        ("pops", "SOIL"),
        ("W1.1-b", "W1.1-a"),
        ("W1.1-c", "May"),
    ]);
    for (line, message, hint) in [
        ("40", "id `overall` is a word of the tools", "add a word to it"),
        ("52", "id `c2/a` holds `/`", "between challenge and area"),
        ("66", "id `Ｗ1` holds `Ｗ`", "write the plain character"),
        ("78", "id `TRUE` looks like a date or a truth value", "a spreadsheet would change it"),
        ("92", "id `W1;1` holds `;`", "separates measures and shares"),
        ("", "id `1.10` does not start with a letter", "a spreadsheet turns numbers"),
        ("", "id `MAR1` looks like a date", "as in `T-MAR1`"),
        ("", "id `Report 4` holds a blank", "snapshots"),
        ("", "id `soil` differs from `SOIL` in capitals only", "rename either"),
        ("", "id `W1.1-a` is used twice", "another one"),
        ("", "id `May` makes rows called `May-2027`", "take that for a date"),
    ] {
        let at = err.lines().position(|line| line.contains(message));
        let at = at.unwrap_or_else(|| panic!("no `{message}` in\n{err}"));
        let mut lines = err.lines().skip(at);
        let told = lines.next().unwrap_or_default();
        assert!(told.contains(&format!("own.json:{line}")), "{told}");
        assert!(lines.next().unwrap_or_default().contains(hint), "{message}\n{err}");
    }
}

#[test]
fn a_kind_that_nobody_declared_is_refused() {
    let dir = folder();
    let json = read("data/frameworks/mini.json").replace("\"instrument\"", "\"instrumant\"");
    let file = put(&dir, "own.json", json);
    let line = format!("envcoop-gap data/examples/mini-plan.csv --framework {file}");
    let err = run(&line).refused().err;
    let message = "`border-dialogue` names an unknown kind of terms `instrumant`\n  hint: did you mean `instrument`?";
    assert!(err.contains(message), "{err}");
}
