//! `tally` and `merge-tallies`: parts of a plan come to the same as the whole, and what does not belong
//! together is refused.

use envcoop_core::text::Lang;
use envcoop_tests::json::Schema;
use envcoop_tests::random::{Cells, csv, plan};
use envcoop_tests::{folder, put, read, run};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

const O: &str = "--framework mini --as-of 2027-06-30";
const HEADER: &str = "id,measures,status,owner,start,end,budget,currency\n";

/// Adds up a file of these rows; returns the path of the tally.
fn tally(dir: &TempDir, name: &str, rows: &str, options: &str) -> String {
    let part = put(dir, &format!("{name}.csv"), format!("{HEADER}{rows}"));
    let tally = dir.path().join(format!("{name}.tally")).display().to_string();
    run(&format!("envcoop-gap tally {part} {O} {options} -o {tally} --force")).done();
    tally
}

/// Adds up rows of a plan from one on, as a part of `whole`; returns the tally.
fn of_rows(dir: &TempDir, rows: &[Cells], first: usize, whole: &str) -> String {
    let part = put(dir, "part.csv", csv(rows, first));
    let line = format!("envcoop-gap tally {part} --part-of {whole}:{} {O} --ids", first + 1);
    run(&line).done().out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_split_added_up_in_any_order_is_the_whole(
        rows in plan(),
        cuts in prop::collection::vec(0usize..12, 0..4),
        turn in 0usize..5,
        inner in 0usize..5,
        profile in prop::sample::select(&["plan", "track", "deliver"][..]),
        rest in prop::sample::select(&["", "--area W1", "--by matrix", "--measures W2.1"][..]),
    ) {
        let dir = folder();
        let whole = put(&dir, "whole.csv", csv(&rows, 1));
        let ask = format!("{O} --profile {profile} {rest} --format json");
        let expected = run(&format!("envcoop-gap {whole} {ask}")).done().out;
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(rows.len())).collect();
        cuts.extend([0, rows.len()]);
        cuts.sort_unstable();
        let mut tallies: Vec<String> =
            cuts.windows(2).map(|cut| of_rows(&dir, &rows[cut[0]..cut[1]], cut[0] + 1, &whole)).collect();
        let n = tallies.len();
        tallies.rotate_left(turn % n);
        // Some are added up first, then all.
        let (first, others) = tallies.split_at(inner.clamp(1, n));
        let first = put(&dir, "first.tally", first.concat());
        let sum = dir.path().join("sum.tally").display().to_string();
        run(&format!("envcoop-gap merge-tallies {first} -o {sum}")).done();
        let others = put(&dir, "others.tally", others.concat());
        let files = if n > inner.clamp(1, n) { format!("{others} {sum}") } else { sum };
        let ask = ask.replace(O, "");
        let found = run(&format!("envcoop-gap merge-tallies {files} {ask}")).done().out;
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_damaged_tally_panics(at in 0usize..4000, byte in 32u8..127) {
        let mut text = run(&format!("envcoop-gap tally data/examples/mini-plan.csv {O} --ids")).done().out;
        let at = at % text.len();
        text.replace_range(at..=at, char::from(byte).encode_utf8(&mut [0; 4]));
        let ended = run("envcoop-gap merge-tallies -").stdin(text).output();
        prop_assert!(ended.err.contains("envcoop-gap: "), "{}", ended.err);
    }
}

#[test]
fn the_same_parts_in_any_order_are_the_same_bytes() {
    let dir = folder();
    let a = tally(&dir, "a", "A1,W1.1,ongoing,Li,2027-01-01,2027-12-31,5,CNY\n", "--ids");
    let b = tally(&dir, "b", "B1,W1.1,planned,Wu,2027-01-01,2027-12-31,7,CNY\n", "--ids");
    let sums = [format!("{a} {b}"), format!("{b} {a}")].map(|files| {
        let sum = dir.path().join("sum.tally").display().to_string();
        run(&format!("envcoop-gap merge-tallies {files} -o {sum} --force")).done();
        read(&sum)
    });
    assert_eq!(sums[0], sums[1]);
    assert!(sums[0].ends_with("}\n") && sums[0].lines().count() == 1, "{}", sums[0]);
    let note = run(&format!("envcoop-gap merge-tallies {a} {b}")).done().err;
    assert!(note.contains("from 2 parts: ids were compared across parts"), "{note}");
}

#[test]
fn an_id_in_two_parts_is_named_where_ids_are_on_record() {
    let dir = folder();
    let row = "A1,W1.1,ongoing,Li,2027-01-01,2027-12-31,5,CNY\n";
    let other = "B1,W1.2,planned,,,,,\nＡ1,W1.1,planned,,,,,\n";
    let a = tally(&dir, "a", row, "--ids");
    let b = tally(&dir, "b", other, "--ids");
    for files in [format!("{a} {b}"), format!("{b} {a}")] {
        let told = run(&format!("envcoop-gap merge-tallies {files}")).refused().err;
        assert!(told.contains("b.csv:3: column id: id `Ａ1` is used already at"), "{told}");
        assert!(told.contains("a.csv:2\n"), "{told}");
    }
    let b = tally(&dir, "b", other, "");
    let note = run(&format!("envcoop-gap merge-tallies {a} {b}")).done().err;
    assert!(note.contains("ids and `same_as` were compared within each part only"), "{note}");
}

#[test]
fn what_was_made_otherwise_is_refused_by_file_key_and_value() {
    let dir = folder();
    let row = "A1,W1.1,ongoing,Li,2027-01-01,2027-12-31,5,CNY\n";
    let other = "B1,W1.1,ongoing,Li,2027-01-01,2027-12-31,5,CNY\n";
    let a = tally(&dir, "a", row, "");
    for (options, key, theirs, own) in [
        ("--blank unknown", "blank", "unknown", "null"),
        ("--period 2027-01-01..", "period", "2027-01-01..", "null"),
        ("--literal", "literal", "true", "false"),
        ("--lenient", "lenient", "true", "false"),
    ] {
        let b = tally(&dir, "b", other, options);
        let told = run(&format!("envcoop-gap merge-tallies {a} {b}")).refused().err;
        let expected =
            format!("b.tally:1: column basis.{key}: it is `{theirs}`, and `{own}` in {a}:1");
        assert!(told.contains(&expected), "{told}");
        assert!(told.contains("hint: write every tally with the same options"), "{told}");
        let zh = run(&format!("envcoop-gap merge-tallies {a} {b}")).system(Lang::Zh).refused().err;
        assert!(zh.contains("请用相同的选项写出每份汇总"), "{zh}");
    }
    let copy = tally(&dir, "copy", row, "");
    let told = run(&format!("envcoop-gap merge-tallies {a} {copy}")).refused().err;
    assert!(told.contains("copy.tally:1: column inputs: "), "{told}");
    assert!(told.contains("was added up already as") && told.contains("each part once"), "{told}");
    let told =
        run(&format!("envcoop-gap merge-tallies {a} --framework two-services-2012")).refused();
    assert!(told.err.contains("column basis.framework: it is `mini 1.0.0 ("), "{}", told.err);
    for by in ["term", "partner", "owner", "year"] {
        let told = run(&format!("envcoop-gap merge-tallies {a} --by {by}")).refused().err;
        assert!(told.contains(&format!("tallies hold no sums by {by}")), "{told}");
    }
}

#[test]
fn what_is_no_tally_is_named_by_line_and_key() {
    let sound = run(&format!("envcoop-gap tally data/examples/mini-plan.csv {O}")).done().out;
    for (from, to, told) in [
        ("envcoop-tally/1", "envcoop-tally/2", "column format: format is `envcoop-tally/2`"),
        ("\"rows\":6", "\"rows\":-6", "column inputs[0].rows: `-6` does not belong there"),
        ("\"live\":2", "\"live\":7", "column measures[0].live: `7` does not belong there"),
        ("\"W1.1\"", "\"W9.9\"", "column measures[0].id: `W9.9` does not belong there"),
        ("1200000.00", "1200000.001", "column measures[0].money[0].committed: `1200000.001`"),
        ("2027-06-30", "2027-06-31", "column basis.as_of: `2027-06-31` does not belong there"),
        ("\"orphans\"", "\"orphan\"", "column orphans: it is missing"),
        ("\"met\"", "\"mett\"", "column measures[0].needs.activity.mett: "),
        ("\"id\":\"mini\"", "\"id\":\"maxi\"", "the framework `maxi` is not shipped"),
        ("}]", "}", "this is no tally: "),
    ] {
        let damaged = format!("{sound}{}", sound.replacen(from, to, 1));
        assert_ne!(damaged, sound.repeat(2), "{from}");
        let line = if from.contains("mini") { "1" } else { "2" };
        let text = if line == "1" { sound.replacen(from, to, 1) } else { damaged };
        let err = run("envcoop-gap merge-tallies -").stdin(text).refused().err;
        assert!(err.contains(told) && err.contains(&format!(": -:{line}: ")), "{told}\n{err}");
        assert!(err.contains("  hint: "), "{err}");
    }
    let err = run("envcoop-gap merge-tallies -").stdin(" \n").refused().err;
    assert!(err.contains("-: no tally stands here"), "{err}");
}

#[test]
fn a_part_may_have_bad_rows_only_or_none() {
    let dir = folder();
    let good = "A1,W1.1,ongoing,Li,2027-01-01,2027-12-31,5,CNY\n";
    let bad = "A2,W1.1,plannd,,,,,\n";
    let parts = [good, bad, ""];
    let tallies: Vec<String> =
        (0..3).map(|i| tally(&dir, &format!("p{i}"), parts[i], "--keep-going")).collect();
    let whole = put(&dir, "whole.csv", format!("{HEADER}{}", parts.concat()));
    let whole = run(&format!("envcoop-gap {whole} {O} --keep-going --format json")).done().out;
    let files = tallies.join(" ");
    assert_eq!(run(&format!("envcoop-gap merge-tallies {files} --format json")).done().out, whole);
}

#[test]
fn a_bad_row_of_a_part_is_named_by_its_place_in_the_whole() {
    let dir = folder();
    let part = put(&dir, "part.csv", format!("{HEADER}A2,W1.1,plannd,,,,,\n"));
    let line = format!("envcoop-gap tally {part} --part-of plan.csv:1000002 {O}");
    let err = run(&line).refused().err;
    assert!(err.contains("plan.csv:1000002: column status: "), "{err}");
    let err = run(&format!("envcoop-gap tally {part} {part} --part-of plan.csv:2")).refused().err;
    assert!(err.contains("`--part-of` goes with one file"), "{err}");
    let err = run("envcoop-gap tally data/examples/published.xml --part-of a.xml:2").refused().err;
    assert!(err.contains("a.xml: only CSV can be a part of a file"), "{err}");
    for wrong in ["plan.csv", "plan.csv:1", ":2", "plan.csv:x"] {
        let err = run(&format!("envcoop-gap tally {part} --part-of {wrong}")).refused().err;
        assert!(err.contains("as in plan.csv:1000002"), "{err}");
    }
}

#[test]
fn plans_and_published_files_come_to_what_they_come_to_together() {
    let dir = folder();
    let files = ["data/examples/plan.csv", "data/examples/published.xml"];
    let tallies = files.map(|file| {
        run(&format!("envcoop-gap tally {file} --as-of 2026-09-30 --period 2026-01-01.."))
            .done()
            .out
    });
    for chosen in [&files[..], &files[1..]] {
        let first = files.len() - chosen.len();
        let sum = put(&dir, "all.tally", tallies[first..].concat());
        let plans = chosen.join(" ");
        let ask = "--no-advice --rates data/examples/mini-rates.csv --currency CNY";
        for form in ["json", "csv", "table"] {
            let line = format!(
                "envcoop-gap {plans} --as-of 2026-09-30 --period 2026-01-01.. {ask} --format {form}"
            );
            let whole = run(&line).done().out;
            let line = format!("envcoop-gap merge-tallies {sum} {ask} --format {form}");
            assert_eq!(run(&line).done().out, whole);
        }
    }
}

#[test]
fn every_tally_fits_its_schema() {
    let schema = Schema::read("data/schemas/tally.schema.json");
    for line in [
        "data/examples/mini-plan.csv --framework mini --as-of 2027-06-30 --ids",
        "data/examples/plan.csv --as-of 2026-09-30 --period ..2026-12-31 --blank unknown",
        "data/examples/published.xml data/examples/plan.csv --as-of 2026-09-30 --ids",
    ] {
        let own = run(&format!("envcoop-gap tally {line}")).done().json();
        schema.fits(line, &own);
        let wrong = |key: &str, value: Value| {
            let mut wrong = own.clone();
            wrong[key] = value;
            !schema.allows(&wrong)
        };
        assert!(wrong("format", json!("envcoop-tally/2")) && wrong("rows", json!("6")));
        assert!(wrong("more", json!(1)) && wrong("parts", json!(0)));
    }
}

#[test]
fn advice_adds_up_where_it_needs_no_two_rows_at_once() {
    let dir = folder();
    let row =
        |i: usize| format!("A{i},W1.1,completed,Li,2007-01-01,2007-12-{:02},{i},CNY\n", 10 + i);
    let rows: Vec<String> = (0..12).map(row).collect();
    let parts: Vec<String> = [&rows[6..9], &rows[..6], &rows[9..]]
        .iter()
        .zip(["b", "a", "c"])
        .map(|(rows, name)| tally(&dir, name, &rows.concat(), ""))
        .collect();
    let plans =
        ["c", "a", "b"].map(|name| dir.path().join(format!("{name}.csv")).display().to_string());
    let whole = run(&format!("envcoop-gap {} {O} --format json", plans.join(" "))).done();
    let doubts: Vec<Value> = whole.json()["advice"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|own| own["doubt"].clone())
        .collect();
    assert_eq!(doubts, ["one-owner", "small-amounts", "before-strategy"]);
    // The first row is that of the first file by name, not of the one that was read first.
    assert_eq!(whole.json()["advice"][2]["what"], format!("A0 ({}:2)", plans[1]));
    let line = format!("envcoop-gap merge-tallies {} --format json", parts.join(" "));
    assert_eq!(run(&line).done().out, whole.out);
}
