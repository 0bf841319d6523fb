//! Words where nothing is to be written: `TBD` is not known, `N/A` is none.

use envcoop_tests::{folder, put, run};
use serde_json::Value;

const HEADER: &str = "id,measures,status,owner,start,end,budget,currency,evidence,note";

/// Analyses one row of W1.1; returns the answer to each need, and what was said.
fn needs(row: &str, more: &str) -> (Value, String) {
    let dir = folder();
    let plan = put(&dir, "plan.csv", format!("{HEADER}\n{row}\n"));
    let line = format!(
        "envcoop-gap {plan} --framework mini --as-of 2027-01-01 --profile deliver --format json"
    );
    let out = run(&format!("{line} {more}")).done();
    (out.json()["measures"][0]["needs"].clone(), out.err)
}

#[test]
fn words_for_not_known_are_unknown_and_words_for_none_are_blank() {
    for (word, answer) in [
        ("待定", "unknown"),
        ("TBD", "unknown"),
        ("tbc", "unknown"),
        ("（待落实）", "unknown"),
        ("待定；未定", "unknown"),
        ("-", "unmet"),
        ("N/A", "unmet"),
        ("暂无", "unmet"),
        ("—", "unmet"),
        ("/", "unmet"),
        ("李娜；待定", "met"),
    ] {
        let row = format!("A1,W1.1,completed,{word},2026-01-01,2026-06-30,5,CNY,https://a,");
        let (needs, err) = needs(&row, "");
        assert_eq!(needs["owner"], answer, "{word}");
        assert_eq!(err.contains("placeholder"), answer != "met", "{word}: {err}");
    }
    let row = "A1,W1.1,completed,Li,待定,tbd,待定,CNY,无,-";
    let (found, err) = needs(row, "");
    assert_eq!(
        [&found["schedule"], &found["funding"], &found["evidence"]],
        ["unknown", "unknown", "unmet"]
    );
    let said = "plan.csv: 5 cells with a placeholder, read as not known: `tbd` (1), `待定` (2); \
                as none: `-` (1), `无` (1)";
    assert!(err.contains(said), "{err}");
    let (found, _) = needs("A1,W1.1,completed,Li,-,-,无,CNY,x,", "");
    assert_eq!([&found["schedule"], &found["funding"]], ["unmet", "unmet"]);
}

#[test]
fn literal_keeps_the_words_as_text() {
    let row = "A1,W1.1,completed,TBD,2026-01-01,2026-06-30,5,CNY,无,";
    let (found, err) = needs(row, "--literal");
    assert_eq!([&found["owner"], &found["evidence"]], ["met", "met"]);
    assert_eq!(err, "");
}

#[test]
fn a_placeholder_is_no_reason_and_no_owner_in_any_table() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", format!("{HEADER}\nA1,W1.1,not-applicable,,,,,,,-\n"));
    let out = run(&format!("envcoop-gap {plan} --framework mini")).refused();
    assert!(out.err.contains("status `not-applicable` without a reason"), "{}", out.err);
    let rows = "A1,W1.1,planned,未定,,,,,,\nA2,W1.2,planned,无,,,,,,\n";
    let plan = put(&dir, "plan.csv", format!("{HEADER}\n{rows}"));
    let line = format!("envcoop-gap {plan} --framework mini --as-of 2027-01-01 --by owner --lang");
    for (lang, words) in [("en", ["not known (?)", "(none)"]), ("zh", ["不明（?）", "（无）"])]
    {
        let out = run(&format!("{line} {lang}")).done().out;
        assert!(words.iter().all(|word| out.contains(word)) && !out.contains("未定"), "{out}");
    }
}
