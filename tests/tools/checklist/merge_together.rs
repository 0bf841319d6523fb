//! `envcoop-checklist merge`: cells that mean one thing together are never mixed from two hands.

use std::fs;

use envcoop_tests::{folder, put, run};

const MONEY: &str = "id,measures,status,start,end,budget,currency,note
A1,W1.1,planned,2027-01-10,2027-09-30,100,USD,
";

/// Merges copies into a plan, each a name and its content, after `BASE` was sent out; returns what
/// the plan is then, what was printed and how it ended.
fn merged(base: &str, plan: &str, copies: &[(&str, &[u8])], more: &str) -> (String, String, u8) {
    let dir = folder();
    let plan = put(&dir, "plan.csv", plan);
    let base = put(&dir, "sent.csv", base);
    let mut line = format!("envcoop-checklist merge {plan}");
    for (name, bytes) in copies {
        line += &format!(" {}", put(&dir, name, bytes));
    }
    let more = more.replace("BASE", &base);
    let out = run(&format!("{line} --framework mini {more}")).output();
    let printed = (out.out + &out.err).replace(dir.path().to_str().expect("text"), "");
    (fs::read_to_string(plan).expect("the plan is there"), printed, out.status as u8)
}

#[test]
fn an_amount_never_meets_another_currency() {
    let ours = MONEY.replace("100,USD", "120,USD");
    let theirs = MONEY.replace("100,USD", "720,CNY");
    let copies: [(&str, &[u8]); 1] = [("copy.csv", theirs.as_bytes())];
    let sent = |resolve: &str| format!("--base BASE {resolve}");
    let of = |resolve: &str| merged(MONEY, &ours, &copies, &sent(resolve));
    let (plan, printed, status) = of("");
    assert_eq!((plan, status), (ours.clone(), 1));
    let shown = "conflict: A1 budget, currency\n  sent out: `100, USD`\n";
    assert!(printed.contains(shown), "{printed}");
    assert!(printed.contains("conflicts 1,"), "{printed}");
    assert_eq!(of("--resolve ours").0, ours);
    assert_eq!(of("--resolve theirs").0, theirs);
    // Each copy moves another cell: together they say what nobody said.
    let copies: [(&str, &[u8]); 2] = [
        ("a.csv", &MONEY.replace("100,", "150,").into_bytes()),
        ("b.csv", &MONEY.replace("USD", "EUR").into_bytes()),
    ];
    for resolve in ["", "--resolve theirs"] {
        let (plan, printed, status) = merged(MONEY, MONEY, &copies, &sent(resolve));
        assert_eq!((plan.as_str(), status), (MONEY, 1), "{printed}");
    }
}

#[test]
fn an_amount_that_one_hand_changed_applies() {
    for (from, to) in [("100,", "250.5,"), ("USD", "EUR"), ("100,USD", ",")] {
        let copy = MONEY.replace(from, to);
        let copies: [(&str, &[u8]); 1] = [("copy.csv", copy.as_bytes())];
        let (plan, printed, status) = merged(MONEY, MONEY, &copies, "--base BASE");
        assert_eq!((plan, status), (copy.clone(), 0), "{printed}");
        // What the plan itself changed stays where the copy is as it was sent out.
        let copies: [(&str, &[u8]); 1] = [("copy.csv", MONEY.as_bytes())];
        let (plan, printed, status) = merged(MONEY, &copy, &copies, "--base BASE");
        assert_eq!((plan, status), (copy, 0), "{printed}");
    }
}

#[test]
fn a_copy_that_may_be_older_wins_only_with_a_warning() {
    let newer = MONEY.replace("100,", "120,");
    let copies: [(&str, &[u8]); 1] = [("copy.csv", MONEY.as_bytes())];
    let (plan, printed, _) = merged(MONEY, &newer, &copies, "--resolve theirs");
    assert_eq!(plan, MONEY);
    let said = "copy.csv does not tell what was sent out: `--resolve theirs` replaces";
    assert!(printed.contains(said), "{printed}");
    let (plan, printed, _) = merged(MONEY, &newer, &copies, "--resolve theirs --base BASE");
    assert_eq!(plan, newer);
    assert!(!printed.contains("does not tell"), "{printed}");
}

#[test]
fn blanks_are_filled_with_amount_and_currency_of_one_hand() {
    let blank = MONEY.replace("100,USD", ",");
    let copy = |money: &str| MONEY.replace("100,USD", money).into_bytes();
    let fill = |copies: &[&str]| {
        let bytes: Vec<Vec<u8>> = copies.iter().map(|money| copy(money)).collect();
        let names = ["a.csv", "b.csv"];
        let copies: Vec<(&str, &[u8])> =
            names.into_iter().zip(bytes.iter().map(Vec::as_slice)).collect();
        merged(MONEY, &blank, &copies, "")
    };
    assert_eq!(fill(&["150,USD"]).0, MONEY.replace("100", "150"));
    assert_eq!(fill(&["150,USD", "150.00,USD"]).2, 0);
    for two in [["150,USD", "150,EUR"], ["150,USD", "100,USD"]] {
        let (plan, printed, status) = fill(&two);
        assert_eq!((plan, status), (blank.clone(), 1), "{printed}");
        assert_eq!(printed.matches("conflict: A1").count(), 1, "{printed}");
    }
    let half = MONEY.replace("100,USD", ",EUR");
    let (plan, printed, status) = merged(MONEY, &half, &[("a.csv", MONEY.as_bytes())], "");
    assert_eq!((plan, status), (half, 1), "{printed}");
}

#[test]
fn both_ends_of_a_time_are_moved_together() {
    let later = MONEY.replace("2027", "2028");
    let shorter = MONEY.replace("2027-09-30", "2027-06-30");
    let copies: [(&str, &[u8]); 2] = [("a.csv", later.as_bytes()), ("b.csv", shorter.as_bytes())];
    for (form, shown) in [
        ("", "conflict: A1 start, end\n  sent out: `2027-01-10, 2027-09-30`"),
        ("--lang zh", "`2027-01-10, 2027-09-30`"),
        ("--format json", "2027-01-10, 2027-09-30"),
    ] {
        let (plan, printed, status) = merged(MONEY, MONEY, &copies, &format!("--base BASE {form}"));
        assert_eq!((plan.as_str(), status), (MONEY, 1), "{printed}");
        assert!(printed.contains(shown) && !printed.contains("is after end"), "{printed}");
    }
    for (resolve, expected) in [("ours", &later), ("theirs", &shorter)] {
        let (plan, printed, status) =
            merged(MONEY, &later, &copies[1..], &format!("--base BASE --resolve {resolve}"));
        assert_eq!((&plan, status), (expected, 0), "{printed}");
    }
    // One moves the start, another the end.
    let (from, to) = (MONEY.replace("2027-01", "2027-02"), MONEY.replace("09-30", "10-31"));
    let copies: [(&str, &[u8]); 2] = [("a.csv", from.as_bytes()), ("b.csv", to.as_bytes())];
    let (plan, _, status) = merged(MONEY, MONEY, &copies, "--base BASE");
    assert_eq!((plan, status), (from.replace("09-30", "10-31"), 0));
}

#[test]
fn a_rule_that_only_the_merged_row_breaks_names_whose_cells_met() {
    let (from, to) = (MONEY.replace("2027-01-10", "2027-08-01"), MONEY.replace("09-30", "06-30"));
    let copies: [(&str, &[u8]); 2] = [("a.csv", from.as_bytes()), ("b.csv", to.as_bytes())];
    let (plan, printed, status) = merged(MONEY, MONEY, &copies, "--base BASE");
    assert_eq!((plan.as_str(), status), (MONEY, 2));
    assert!(
        printed.contains("/plan.csv:2: column start: in the merged row `A1`, start `2027-08-01` is after end `2027-06-30`"),
        "{printed}"
    );
    assert!(
        printed.contains("`start` comes from /a.csv:2, `end` comes from /b.csv:2"),
        "{printed}"
    );
}

#[test]
fn a_reason_stays_with_its_status() {
    let given_up = MONEY.replace("planned", "not-applicable").replace("USD,", "USD,done by others");
    let noted = MONEY.replace("USD,", "USD,ask Li");
    for (ours, theirs) in [(&given_up, &noted), (&noted, &given_up)] {
        let copies: [(&str, &[u8]); 1] = [("copy.csv", theirs.as_bytes())];
        let (_, printed, status) = merged(MONEY, ours, &copies, "--base BASE");
        assert_eq!(status, 1, "{printed}");
        assert!(printed.contains("conflict: A1 status, note"), "{printed}");
        for (resolve, expected) in [("ours", ours), ("theirs", theirs)] {
            let line = format!("--base BASE --resolve {resolve}");
            assert_eq!(&merged(MONEY, ours, &copies, &line).0, expected);
        }
    }
    // The plan corrects the reason, a copy says that the measure applies after all.
    let reworded = given_up.replace("done by others", "done by the ministry");
    let taken_up = given_up.replace("not-applicable", "planned");
    let copies: [(&str, &[u8]); 1] = [("copy.csv", taken_up.as_bytes())];
    let (_, printed, status) = merged(&given_up, &reworded, &copies, "--base BASE");
    assert_eq!(status, 1, "{printed}");
}

#[test]
fn a_removed_row_and_a_new_one_are_one_conflict_for_each_matter() {
    let theirs = MONEY.replace("100,USD", "720,CNY");
    let none = MONEY.lines().next().map(|header| format!("{header}\n")).expect("a header");
    let copies: [(&str, &[u8]); 1] = [("copy.csv", theirs.as_bytes())];
    let (_, printed, status) = merged(MONEY, &none, &copies, "--base BASE");
    assert_eq!(status, 1);
    let shown = "conflict: A1 budget, currency\n  sent out: `100, USD`\n  ours      /plan.csv: `(row removed)`\n  theirs    /copy.csv:2: `720, CNY`\n";
    assert!(printed.contains(shown) && printed.contains("conflicts 1,"), "{printed}");
    let copies: [(&str, &[u8]); 2] = [("a.csv", MONEY.as_bytes()), ("b.csv", theirs.as_bytes())];
    let (_, printed, status) = merged(&none, &none, &copies, "--base BASE");
    assert_eq!(status, 1);
    assert!(
        printed.contains("conflict: A1 budget, currency") && printed.contains("conflicts 1,"),
        "{printed}"
    );
}

#[test]
fn a_column_of_ones_own_is_one_in_any_case() {
    let with = |header: &str, text: &str| {
        MONEY.replace("note", &format!("note,{header}")).replace("USD,", &format!("USD,,{text}"))
    };
    let (sent, theirs) = (with("Risk", "low"), with("risk", "high"));
    let copies: [(&str, &[u8]); 1] = [("copy.csv", theirs.as_bytes())];
    for more in ["--base BASE", "--base BASE --resolve theirs"] {
        let (plan, printed, status) = merged(&sent, &sent, &copies, more);
        assert_eq!((plan, status), (with("Risk", "high"), 0), "{printed}");
    }
    let (plan, printed, _) = merged(
        MONEY,
        MONEY,
        &[("a.csv", with("Risk", "a").as_bytes()), ("b.csv", with("risk", "a").as_bytes())],
        "--base BASE",
    );
    assert_eq!(plan, with("Risk", "a"), "{printed}");
}
