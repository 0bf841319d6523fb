//! `envcoop-checklist merge`: no edit lost, no edit invented, conflicts exactly where people differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use encoding_rs::GB18030;
use envcoop_tests::{backup, folder, put, run};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const SENT: &str = "id,measures,title,status,owner,end,note\n\
                    A1,W1.1,one,planned,,2027-06-30,\n\
                    A2,W1.2,two,planned,Li,2027-06-30,keep\n\
                    A3,W2.1,three,ongoing,Wang,,\n";

/// Merges copies into a plan, each a name and its content; returns what the plan is then, what was
/// printed and how it ended.
fn merged(plan: &str, copies: &[(&str, &[u8])], more: &str) -> (String, String, u8) {
    let dir = folder();
    let plan = put(&dir, "plan.csv", plan);
    let base = put(&dir, "sent.csv", SENT);
    let mut line = format!("envcoop-checklist merge {plan}");
    for (name, bytes) in copies {
        line += &format!(" {}", put(&dir, name, bytes));
    }
    let more = more.replace("SENT", &base);
    let out = run(&format!("{line} --framework mini {more}")).output();
    let printed = (out.out + &out.err).replace(dir.path().to_str().expect("text"), "");
    (fs::read_to_string(plan).expect("the plan is there"), printed, out.status as u8)
}

fn merged_one(plan: &str, copy: &str) -> (String, String, u8) {
    merged(plan, &[("copy.csv", copy.as_bytes())], "--base SENT")
}

#[test]
fn what_only_the_copy_changed_applies_and_what_only_the_plan_changed_stays() {
    let ours = SENT.replace("Wang", "Wang Li");
    let theirs = SENT.replace("A1,W1.1,one,planned,", "A1,W1.1,one,ongoing,Zhao");
    let (plan, printed, status) = merged_one(&ours, &theirs);
    assert_eq!(status, 0, "{printed}");
    assert_eq!(plan, ours.replace("A1,W1.1,one,planned,", "A1,W1.1,one,ongoing,Zhao"));
    assert!(printed.contains("A1 status: `planned` -> `ongoing` (/copy.csv:2)"), "{printed}");
    assert!(printed.contains("applied 2, new rows 0, unchanged 16, conflicts 0"), "{printed}");
}

#[test]
fn both_different_is_a_conflict_that_names_everything_and_writes_nothing() {
    let ours = SENT.replace("Wang", "Wang Li");
    let theirs = SENT.replace("Wang", "Chen");
    let (plan, printed, status) = merged_one(&ours, &theirs);
    assert_eq!((plan, status), (ours.clone(), 1));
    let said = "conflict: A3 owner\n  sent out: `Wang`\n  ours      /plan.csv:4: `Wang Li`\n  theirs    /copy.csv:4: `Chen`\n";
    assert!(printed.contains(said), "{printed}");
    for (resolve, owner) in [("ours", "Wang Li"), ("theirs", "Chen")] {
        let more = format!("--base SENT --resolve {resolve}");
        let (plan, _, status) = merged(&ours, &[("copy.csv", theirs.as_bytes())], &more);
        assert_eq!((plan, status), (SENT.replace("Wang", owner), 0));
    }
}

#[test]
fn an_unedited_copy_leaves_the_plan_untouched_on_disk() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", SENT.replace('\n', "\r\n"));
    let copy = put(&dir, "copy.csv", SENT.replace("planned", "计划"));
    let before = fs::metadata(&plan).and_then(|m| m.modified()).expect("a time");
    let out = run(&format!("envcoop-checklist merge {plan} {copy} --framework mini")).done();
    assert!(out.out.contains("applied 0, new rows 0, unchanged 18"), "{}", out.out);
    assert!(out.err.contains("stays as it is"), "{}", out.err);
    assert_eq!(fs::metadata(&plan).and_then(|m| m.modified()).expect("a time"), before);
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 2, "a copy was left");
}

#[test]
fn the_previous_plan_is_kept_and_a_dry_run_prints_the_same() {
    let theirs = SENT.replace("keep", "kept");
    let dir = folder();
    let (plan, copy) = (put(&dir, "plan.csv", SENT), put(&dir, "copy.csv", &theirs));
    let line = format!("envcoop-checklist merge {plan} {copy} --base {plan} --framework mini");
    let dry = run(&format!("{line} --dry-run")).done();
    assert_eq!(fs::read_to_string(&plan).expect("the plan"), SENT);
    let wet = run(&line).done();
    assert_eq!(dry.out, wet.out);
    assert_eq!(fs::read_to_string(&plan).expect("the plan"), theirs);
    assert_eq!(backup(&plan), SENT);
}

#[test]
fn without_a_baseline_nothing_that_stands_is_overwritten() {
    let theirs =
        SENT.replace("A1,W1.1,one,planned,", "A1,W1.1,one,planned,Zhao").replace("keep", "");
    let (plan, printed, status) = merged(SENT, &[("copy.csv", theirs.as_bytes())], "");
    assert_eq!(status, 0, "{printed}");
    assert_eq!(plan, SENT.replace("A1,W1.1,one,planned,", "A1,W1.1,one,planned,Zhao"));
    let theirs = SENT.replace("Wang", "Chen");
    assert_eq!(merged(SENT, &[("copy.csv", theirs.as_bytes())], "").2, 1);
}

#[test]
fn a_blank_is_a_deletion_only_where_the_baseline_proves_it() {
    let theirs = SENT.replace("keep", "");
    let (plan, _, status) = merged_one(SENT, &theirs);
    assert_eq!((plan, status), (theirs, 0));
}

#[test]
fn a_missing_row_stays_and_is_named() {
    let theirs = SENT.replace("A2,W1.2,two,planned,Li,2027-06-30,keep\n", "");
    let (plan, printed, status) = merged_one(SENT, &theirs);
    assert_eq!((plan.as_str(), status), (SENT, 0));
    assert!(printed.contains("A2 `two`: left out of /copy.csv; it stays"), "{printed}");
}

#[test]
fn a_row_that_the_plan_removed_stays_removed_unless_somebody_edited_it() {
    let ours = SENT.replace("A2,W1.2,two,planned,Li,2027-06-30,keep\n", "");
    assert_eq!(merged_one(&ours, SENT).0, ours);
    let (plan, printed, status) = merged_one(&ours, &SENT.replace("keep", "kept"));
    assert_eq!((plan, status), (ours.clone(), 1));
    assert!(printed.contains("ours      /plan.csv: `(row removed)`"), "{printed}");
    let theirs = SENT.replace("keep", "kept");
    let (plan, _, _) =
        merged(&ours, &[("c.csv", theirs.as_bytes())], "--base SENT --resolve theirs");
    assert_eq!(plan, format!("{ours}A2,W1.2,two,planned,Li,2027-06-30,kept\n"));
}

#[test]
fn new_rows_get_ids_and_unknown_columns_survive() {
    let mut theirs = SENT.replace("note\n", "note,phone\n").replace("keep\n", "keep,117\n");
    theirs += ",W2.2,four,planned,Zhao,,,\nB7,W2.2,five,planned,,,,\n";
    let (plan, printed, status) = merged_one(SENT, &theirs);
    assert_eq!(status, 0, "{printed}");
    let expected = "id,measures,title,status,owner,end,note,phone\n\
                    A1,W1.1,one,planned,,2027-06-30,,\n\
                    A2,W1.2,two,planned,Li,2027-06-30,keep,117\n\
                    A3,W2.1,three,ongoing,Wang,,,\n\
                    NEW-001,W2.2,four,planned,Zhao,,,\n\
                    B7,W2.2,five,planned,,,,\n";
    assert_eq!(plan, expected);
    let (again, printed, _) = merged_one(&plan, &theirs);
    assert_eq!(again, plan, "merging a copy twice adds nothing\n{printed}");
}

#[test]
fn an_edit_that_breaks_a_rule_is_refused_with_its_place() {
    let theirs = SENT.replace("A1,W1.1,one,planned", "A1,W1.1,one,delayed").replace("keep", "kept");
    let (plan, printed, status) = merged_one(SENT, &theirs);
    assert_eq!((plan.as_str(), status), (SENT, 2));
    assert!(printed.contains("/copy.csv:2: column status: unknown status `delayed`"), "{printed}");
    let copies: [(&str, &[u8]); 1] = [("copy.csv", theirs.as_bytes())];
    let (plan, printed, status) = merged(SENT, &copies, "--base SENT --keep-going");
    assert_eq!((plan, status), (SENT.replace("keep", "kept"), 0));
    assert!(
        printed.contains("applied 1, new rows 0, unchanged 16, conflicts 0, refused 1"),
        "{printed}"
    );
}

#[test]
fn a_lock_file_and_a_repeated_id_are_refused() {
    let (_, printed, status) = merged(SENT, &[("~$copy.csv", b"x")], "");
    assert_eq!(status, 2);
    assert!(printed.contains("only says that a workbook is open"), "{printed}");
    let twice = format!("{SENT}A1,W1.1,again,planned,,,\n");
    let (_, printed, status) = merged(&twice, &[("copy.csv", SENT.as_bytes())], "");
    assert_eq!(status, 2);
    assert!(printed.contains("plan.csv:5: column id: id `A1` is used already at"), "{printed}");
    let (_, printed, status) = merged_one(SENT, &twice);
    assert_eq!(status, 2);
    assert!(
        printed.contains("/copy.csv:5: column id: id `A1` is used already at /copy.csv:2"),
        "{printed}"
    );
}

// What follows compares random merges with a second model: a map of cells.

const IDS: [&str; 4] = ["A1", "A2", "A3", "A4"];
const COLUMNS: [&str; 4] = ["status", "owner", "note", "phone"];

type Plan = BTreeMap<(&'static str, &'static str), String>;

fn value(column: &'static str) -> BoxedStrategy<String> {
    let words: &'static [&'static str] = match column {
        "status" => &["planned", "ongoing", "completed", "进行中", " Completed "],
        _ => &["", "Li", "王芳", "=A1+1", "a,\"b\";c", "two\nlines", "-5", "'quoted"],
    };
    select(words).prop_map(str::to_owned).boxed()
}

/// What a cell means: the second model of spelling.
fn meaning(column: &str, text: &str) -> String {
    match (column, text.trim()) {
        ("status", "进行中") => "ongoing".to_owned(),
        ("status", "计划") => "planned".to_owned(),
        ("status", "已完成") => "completed".to_owned(),
        ("status", text) => text.to_lowercase(),
        (_, text) => text.to_owned(),
    }
}

fn sent() -> impl Strategy<Value = Plan> {
    let cells = IDS.iter().flat_map(|&id| COLUMNS.map(|column| (id, column)));
    let values: Vec<_> =
        cells.map(|(id, column)| value(column).prop_map(move |v| ((id, column), v))).collect();
    values.prop_map(|cells| cells.into_iter().collect())
}

fn edits() -> impl Strategy<Value = Plan> {
    let cells: Vec<_> = IDS.iter().flat_map(|&id| COLUMNS.map(|column| (id, column))).collect();
    subsequence(cells, 0..6).prop_flat_map(|cells| {
        let values: Vec<_> =
            cells.into_iter().map(|(id, c)| value(c).prop_map(move |v| ((id, c), v))).collect();
        values.prop_map(|cells| cells.into_iter().collect::<Plan>())
    })
}

/// How somebody's program saved a copy.
#[derive(Clone, Debug)]
struct Saved {
    form: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<&'static str>,
}

fn saved() -> impl Strategy<Value = Saved> {
    let forms =
        &["csv", "semicolon", "tab", "mark", "guarded", "utf-16", "gb18030", "json", "xlsx"][..];
    let columns = subsequence(COLUMNS.to_vec(), 1..=4).prop_shuffle();
    let rows = subsequence(IDS.to_vec(), 0..=4).prop_shuffle();
    (select(forms), columns, rows).prop_map(|(form, mut columns, rows)| {
        // In a workbook the plan is found by the columns that it must have.
        if form == "xlsx" && !columns.contains(&"status") {
            columns.push("status");
        }
        Saved { form, columns, rows }
    })
}

impl Saved {
    fn write(&self, plan: &Plan) -> Vec<u8> {
        let chinese = self.form == "gb18030";
        let header = |column: &'static str| match column {
            "id" if chinese => "编号",
            "status" if chinese => "状态",
            "owner" if chinese => "负责人",
            "note" if chinese => "备注",
            other => other,
        };
        let columns: Vec<&str> =
            std::iter::once("id").chain(self.columns.iter().copied()).collect();
        let rows = self.rows.iter().map(|&id| {
            let cell = |column: &&'static str| {
                if *column == "id" { id.to_owned() } else { plan[&(id, *column)].clone() }
            };
            columns.iter().map(cell).collect::<Vec<String>>()
        });
        if self.form == "json" {
            let object = |row: Vec<String>| {
                columns
                    .iter()
                    .zip(row)
                    .map(|(k, v)| ((*k).to_owned(), serde_json::Value::from(v)))
                    .collect()
            };
            let rows: Vec<serde_json::Value> = rows.map(object).collect();
            return serde_json::Value::Array(rows).to_string().into_bytes();
        }
        if self.form == "xlsx" {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            let header = columns.iter().map(|c| (*c).to_owned()).collect();
            for (i, row) in std::iter::once(header).chain(rows).enumerate() {
                for (j, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                    sheet.write_string(i as u32, j as u16, text).expect("a cell");
                }
            }
            return book.save_to_buffer().expect("memory");
        }
        let separator = match self.form {
            "semicolon" => b';',
            "tab" => b'\t',
            _ => b',',
        };
        let mut csv = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        csv.write_record(columns.iter().map(|c| header(c))).expect("memory");
        for row in rows {
            let guard =
                |text: String| match text.trim_start_matches(['\'', ' ']).starts_with(['=', '-']) {
                    true if self.form == "guarded" => format!("'{text}"),
                    _ => text,
                };
            csv.write_record(row.into_iter().map(guard)).expect("memory");
        }
        let text = String::from_utf8(csv.into_inner().expect("memory")).expect("UTF-8");
        match self.form {
            "mark" | "guarded" => format!("\u{feff}{text}").into_bytes(),
            "utf-16" => {
                format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            "gb18030" => GB18030.encode(&text).0.into_owned(),
            _ => text.into_bytes(),
        }
    }
}

/// A plan with these edits.
fn edited(plan: &Plan, edits: &Plan) -> Plan {
    let mut plan = plan.clone();
    plan.extend(edits.clone());
    plan
}

/// What merging must come to: each cell's meaning, or nothing where it is contested; and the
/// conflicts, by row and columns.
type Outcome = (BTreeMap<(&'static str, &'static str), Option<String>>, BTreeSet<String>);

fn expected(sent: &Plan, ours: &Plan, copies: &[(Plan, Saved)]) -> Outcome {
    let (mut cells, mut conflicts) = (BTreeMap::new(), BTreeSet::new());
    for &id in &IDS {
        let edits = |plan: &Plan, shows: &dyn Fn(&str) -> bool, columns: &[&'static str]| {
            let mean = |plan: &Plan, column| meaning(column, &plan[&(id, column)]);
            let edited = columns.iter().filter(|&&column| shows(column));
            let edited = edited.map(|&column| (column, mean(plan, column), mean(sent, column)));
            edited
                .filter(|(_, own, base)| own != base)
                .map(|(column, own, _)| (column, own))
                .collect::<BTreeMap<&'static str, String>>()
        };
        let said_of = |columns: &[&'static str]| {
            let said = copies.iter().map(|(plan, saved)| {
                let shows =
                    |column: &str| saved.rows.contains(&id) && saved.columns.contains(&column);
                edits(plan, &shows, columns)
            });
            (edits(ours, &|_| true, columns), said.collect::<Vec<_>>())
        };
        // A status and its note are one thing where anybody changed both.
        let both = ["status", "note"];
        let (own, said) = said_of(&both);
        let is_one = said.iter().chain([&own]).any(|edits| edits.len() == 2)
            && said.iter().any(|edits| !edits.is_empty());
        let matters: &[&[&'static str]] = if is_one {
            &[&both, &["owner"], &["phone"]]
        } else {
            &[&["status"], &["note"], &["owner"], &["phone"]]
        };
        for &columns in matters {
            let (own, said) = said_of(columns);
            let within =
                |a: &BTreeMap<_, _>, b: &BTreeMap<_, _>| a.iter().all(|(k, v)| b.get(k) == Some(v));
            let open: Vec<_> = said.iter().filter(|edits| !within(edits, &own)).collect();
            let mut widest: Vec<_> = open
                .iter()
                .filter(|a| open.iter().all(|b| within(b, a) || !within(a, b)))
                .collect();
            widest.dedup();
            widest.sort();
            widest.dedup();
            let applies = match widest[..] {
                [] => Some(&own),
                [only] if within(&own, only) => Some(*only),
                _ => None,
            };
            let column_of = |column: &&'static str| {
                let base = meaning(column, &sent[&(id, *column)]);
                let text = applies.map(|edits| edits.get(column).cloned().unwrap_or(base));
                ((id, *column), text)
            };
            cells.extend(columns.iter().map(column_of));
            if applies.is_none() {
                let moved = |column: &&&str| {
                    widest.iter().any(|edits| edits.contains_key(**column))
                        || own.contains_key(**column)
                };
                let moved: Vec<&str> = columns.iter().filter(moved).copied().collect();
                conflicts.insert(format!("conflict: {id} {}", moved.join(", ")));
            }
        }
    }
    (cells, conflicts)
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn no_edit_is_lost_and_none_invented(
        sent in sent(),
        our_edits in edits(),
        theirs in prop::collection::vec((edits(), saved()), 1..4),
        swap: bool,
    ) {
        let whole = Saved { form: "csv", columns: COLUMNS.to_vec(), rows: IDS.to_vec() };
        let ours = edited(&sent, &our_edits);
        let copies: Vec<(Plan, Saved)> = theirs.into_iter().map(|(e, saved)| (edited(&sent, &e), saved)).collect();
        let dir = folder();
        let (base, plan) = (put(&dir, "sent.csv", whole.write(&sent)), put(&dir, "plan.csv", whole.write(&ours)));
        let mut files: Vec<String> = copies
            .iter()
            .enumerate()
            .map(|(i, (plan, saved))| put(&dir, &format!("copy{i}.txt"), saved.write(plan)))
            .collect();
        if swap {
            files.reverse();
        }
        let before = fs::read(&plan).expect("the plan");
        let line = format!("envcoop-checklist merge {plan} {} --base {base} --framework mini", files.join(" "));
        let out = run(&line).output();
        let (expected, contested) = expected(&sent, &ours, &copies);
        let named: BTreeSet<String> =
            out.out.lines().filter(|line| line.starts_with("conflict: ")).map(str::to_owned).collect();
        prop_assert_eq!(&named, &contested, "{}{}", out.out, out.err);
        let after = fs::read(&plan).expect("the plan");
        if !contested.is_empty() {
            prop_assert_eq!(out.status as u8, 1);
            prop_assert_eq!(after, before);
            return Ok(());
        }
        prop_assert_eq!(out.status as u8, 0, "{}{}", out.out, out.err);
        let mut reader = csv::Reader::from_reader(after.as_slice());
        let header = reader.headers().expect("a header").clone();
        let mut n_cells = 0;
        for row in reader.records() {
            let row = row.expect("a row");
            let id = IDS.iter().find(|id| **id == &row[0]).expect("an id of the plan");
            for (name, text) in header.iter().zip(&row).skip(1) {
                let column = COLUMNS.iter().find(|c| **c == name).expect("a column of the plan");
                let plain = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '-'])).unwrap_or(text);
                prop_assert_eq!(Some(meaning(column, plain)), expected[&(*id, *column)].clone(), "{} {}", id, column);
                n_cells += 1;
            }
        }
        prop_assert_eq!(n_cells, expected.len());
    }
}
