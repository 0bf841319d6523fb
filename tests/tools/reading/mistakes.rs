//! What a tired planner does wrong: every mistake is named with its place and the way out.

use envcoop_tests::{folder, put, run};

const HEADER: &str = "id,measures,title,status,start,end,budget,currency,note,stage,link";

/// Ten mistakes: a row's cells, then what its message and its hint must say.
const MISTAKES: [(&str, &str, &str, &str); 10] = [
    ("A2,W1.1,x,complet,,,,,,,", "status", "unknown status `complet`", "did you mean `completed`?"),
    ("A3,W1.9,x,planned,,,,,,,", "measures", "unknown measure `W1.9`", "did you mean `W1.1`?"),
    ("A4,W1.1:60;W1.2:30,x,planned,,,,,,,", "measures", "add up to 90 %", "add up to 100"),
    (
        "A5,W1.1,x,planned,5/1/2027,,,,,,",
        "start",
        "`5/1/2027` may be one of two",
        "write `2027-01-05` or",
    ),
    ("A6,W1.1,x,planned,2027-05-01,2027-04-30,,,,,", "start", "is after end", "exchange them"),
    ("A7,W1.1,x,planned,,,\"1,200\",CNY,,,", "budget", "not an amount: `1,200`", "write `1200` if"),
    ("A8,W1.1,x,planned,,,100,CNX,,,", "currency", "unknown currency `CNX`", "did you mean `CNY`?"),
    (
        "A9,W1.1,x,not-applicable,,,,,,,",
        "note",
        "without a reason",
        "why the measure does not apply",
    ),
    ("A1,W1.1,x,planned,,,,,,,", "id", "id `A1` is used already at plan.csv:2", "another id"),
    ("2027-3,W1.1,x,planned,,,,,,,", "id", "does not start with a letter", "put a letter first"),
];

fn wrong_plan() -> String {
    let rows: Vec<&str> = MISTAKES.iter().map(|mistake| mistake.0).collect();
    format!("{HEADER}\nA1,W1.1,right,ongoing,2027-01-01,2027-12-31,5,CNY,,,\n{}\n", rows.join("\n"))
}

#[test]
fn standard_input_is_read_once() {
    for (lang, said) in [("en", "`-` stands twice"), ("zh", "`-` 出现了两次")] {
        let line = format!("envcoop-gap - - --framework mini --lang {lang}");
        let refused = run(&line).stdin("id,status\nA1,planned\n").refused();
        assert!(refused.err.contains(said), "{}", refused.err);
    }
}

#[test]
fn ten_mistakes_get_ten_messages_and_no_output() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", wrong_plan());
    let out = dir.path().join("gap.json");
    let line = format!("envcoop-gap {plan} --framework mini --format json -o {}", out.display());
    let refused = run(&line).refused();
    let messages = refused.messages();
    assert_eq!(messages.len(), MISTAKES.len(), "{}", refused.err);
    for (i, (message, (_, column, what, hint))) in messages.iter().zip(MISTAKES).enumerate() {
        let place = format!("envcoop-gap: error: {plan}:{}: column {column}: ", i + 3);
        let what = what.replace("plan.csv", &plan);
        let (first, second) = message.split_once("\n  hint: ").expect("every mistake has a hint");
        assert!(
            first.starts_with(&place) && first.contains(&what),
            "{message}\nwanted {place}{what}"
        );
        assert!(second.contains(hint), "{message}\nwanted {hint}");
    }
    assert!(!out.exists(), "a refused run left a file");
    assert_eq!(
        std::fs::read_dir(dir.path()).expect("a folder").count(),
        1,
        "something is left over"
    );
}

#[test]
fn keep_going_leaves_the_bad_rows_out_and_says_how_many() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", wrong_plan());
    let line = format!("envcoop-gap {plan} --framework mini --keep-going --format json");
    let kept = run(&line).done();
    assert!(
        kept.err.ends_with("envcoop-gap: warning: 10 bad rows were left out, 1 read\n"),
        "{}",
        kept.err
    );
    assert_eq!(kept.json()["rows"], 1);
}

#[test]
fn after_twenty_messages_the_rest_is_counted() {
    let rows: String = (1..=2000).map(|i| format!("A{i},late\n")).collect();
    let refused = run("envcoop-gap -").stdin(format!("id,status\n{rows}")).refused();
    assert_eq!(refused.messages().len(), 21);
    assert!(refused.err.ends_with("error: and 1980 more errors, 2000 in all\n"), "{}", refused.err);
}

/// Every fault of a whole input: what is given, and what the message must say.
#[test]
fn an_input_that_is_no_plan_is_refused_with_the_way_out() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"name;when\nx;y\n", "names no column of a plan"),
        (b"id,title\nA1,x\n", "the header has no column `status`"),
        (b"id,state\nA1,planned\n", "the header has no column `status`"),
        (b"id,status,Status\nA1,planned,planned\n", "names column `status` 2 times"),
        (b"id,status\nA1,planned,extra\n", "`extra` stands beyond the last column"),
        (b"id,status,title\nA1,planned,\"open\nA2,planned,x\n", "a quoted cell has no end"),
        (b"id,status,title\nA1,planned,\xff\xfe\n", "-:2: the text is not UTF-8"),
        (b"id,status,title\nA1,planned,a\x07b\n", "character U+0007"),
        (b"PK\x03\x04zip", "the workbook is damaged"),
        (b"[{\"id\": \"A1\", \"status\": \"planned\"}", "not a JSON plan"),
        (b"[{\"id\": \"A1\", \"id\": \"A2\", \"status\": \"planned\"}]", "key `id` stands twice"),
        (b"[{\"id\": \"A1\", \"status\": true}]", "value `true` is no text"),
        (b"{\"format\": \"envcoop/plan/9\", \"activities\": []}", "format is `envcoop/plan/9`"),
    ];
    for (bytes, message) in cases {
        let refused = run("envcoop-gap -").stdin(*bytes).refused();
        let shown = String::from_utf8_lossy(bytes);
        assert!(refused.err.contains(message), "{shown:?}\nwanted {message}\n{}", refused.err);
        assert!(refused.err.contains("\n  hint: "), "{shown:?} has no hint\n{}", refused.err);
    }
}

#[test]
fn not_applicable_beside_a_live_row_names_both_rows() {
    let plan = "id,measures,status,note\nA1,W1.1,not-applicable,abroad\nA2,W1.1;W1.2,planned,\n";
    for more in ["", " --keep-going"] {
        let refused = run(&format!("envcoop-gap - --framework mini{more}")).stdin(plan).refused();
        assert!(refused.err.contains("-:2: column status: row `A1`"), "{}", refused.err);
        assert!(refused.err.contains("row `A2` at -:3 serves it"), "{}", refused.err);
    }
}

#[test]
fn files_that_are_not_there_are_all_named() {
    let refused = run("envcoop-gap nowhere.csv nothing.csv").refused();
    assert_eq!(refused.messages().len(), 2, "{}", refused.err);
    assert!(refused.err.contains("nowhere.csv: cannot be read"), "{}", refused.err);
    let near = run("envcoop-gap data/examples/plan.csv --framework two-services-2021").refused();
    assert!(near.err.contains("did you mean `two-services-2012`?"), "{}", near.err);
}

#[test]
fn wrong_usage_ends_with_two_and_help_with_zero() {
    for line in [
        "envcoop-gap",
        "envcoop-gap --as-of yesterday plan.csv",
        "envcoop-gap --profile all plan.csv",
        "envcoop-checklist",
        "envcoop-checklist new --year 20270",
        "envcoop-report csv data/examples/plan.csv",
        "envcoop-report xlsm",
    ] {
        assert!(!run(line).refused().err.is_empty(), "{line}");
    }
    for tool in ["envcoop-gap", "envcoop-checklist", "envcoop-report"] {
        assert!(
            run(&format!("{tool} --help")).done().out.contains("Exit status: 0 done"),
            "{tool}"
        );
        assert!(run(&format!("{tool} --version")).done().out.starts_with(tool), "{tool}");
    }
}

#[test]
fn a_framework_with_faults_is_refused_with_every_fault() {
    let dir = folder();
    let json = envcoop_tests::read("data/frameworks/mini.json");
    let twice = json.replace("\"W1.2-b\"", "\"W1.2-a\"").replace("\"W2.2\"", "\"W2/2\"");
    let file = put(&dir, "own.json", twice);
    let refused =
        run(&format!("envcoop-gap data/examples/mini-plan.csv --framework {file}")).refused();
    assert!(refused.err.contains("id `W1.2-a` is used twice"), "{}", refused.err);
    assert!(refused.err.contains("id `W2/2` holds `/`"), "{}", refused.err);
    let broken = put(&dir, "broken.json", "{\"id\": \"x\",\n \"version\": 3}");
    let refused =
        run(&format!("envcoop-gap data/examples/mini-plan.csv --framework {broken}")).refused();
    assert!(refused.err.contains("broken.json:2: "), "{}", refused.err);
}

#[test]
fn both_keyboards_write_the_same_plan() {
    let dir = folder();
    let header = "id,measures,title,status,owner,start,end,note";
    let plan = |name: &str, [shares, owners, unknown]: [&str; 3]| {
        let rows = format!(
            "{header}\nA1,{shares},x,ongoing,{owners},2027-01-01,2027-12-31,\n\
             A2,W2.1,y,ongoing,{unknown},{unknown},2027-12-31,\n"
        );
        let plan = put(&dir, name, rows);
        let line = format!("envcoop-gap {plan} --framework mini --as-of 2027-06-30");
        ["--format json", "--by owner", "--by owner --format csv"]
            .map(|form| run(&format!("{line} {form}")).done().out.replace(name, "plan"))
    };
    let plain = plan("plain.csv", ["W1.1:60;W1.2:40", "Li;?;Wang", "?"]);
    assert_eq!(plan("wide.csv", ["W1.1：60；W1.2：40", "Li；？；Wang", "？"]), plain);
    assert_eq!(plan("pause.csv", ["W1.1:60、W1.2:40", "Li、？、Wang", " ？ "]), plain);

    for reason in ["", "?", "？"] {
        let row = format!("{header}\nA1,W1.1,x,not-applicable,,,,{reason}\n");
        let plan = put(&dir, "reason.csv", row);
        let refused = run(&format!("envcoop-gap {plan} --framework mini")).refused();
        assert!(refused.err.contains("`not-applicable` without a reason"), "{}", refused.err);
    }
}

#[test]
fn who_is_missing_is_called_the_same_in_every_command() {
    let dir = folder();
    let plan = put(
        &dir,
        "plan.csv",
        "id,measures,status,owner,end\nA1,W1.1,ongoing,?,2027-01-01\nA2,W1.1,ongoing,,2027-01-01\n",
    );
    for (lang, words) in [("en", ["not known (?)", "(none)"]), ("zh", ["不明（?）", "（无）"])]
    {
        let shared = format!("{plan} --framework mini --as-of 2027-06-30 --lang {lang}");
        for command in ["envcoop-checklist status", "envcoop-gap", "envcoop-report html -o -"] {
            let by = if command == "envcoop-gap" { " --by owner" } else { "" };
            let out = run(&format!("{command} {shared}{by}")).done().out;
            for word in words {
                assert!(out.contains(word), "{command} --lang {lang}: no {word}\n{out}");
            }
        }
    }
}
