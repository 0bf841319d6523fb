//! `merge --conflicts` and `--settle`: conflicts that a person decides one by one.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx};
use encoding_rs::{GB18030, UTF_16LE};
use envcoop_tests::{converted, folder, put, run};
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

pub(super) const SENT: &str = "id,measures,title,status,owner,end,budget,currency,note\n\
                    A1,W1.1,one,planned,,2027-06-30,,,\n\
                    A2,W1.2,two,planned,Li,2027-06-30,,,keep\n\
                    A3,W2.1,三,ongoing,Wang,,100,USD,\n";

/// A plan and copies of it, in a folder.
pub(super) struct Desk {
    pub(super) dir: TempDir,
    copies: Vec<String>,
}

impl Desk {
    pub(super) fn new(plan: &str, copies: &[(&str, String)]) -> Desk {
        let dir = folder();
        put(&dir, "plan.csv", plan);
        put(&dir, "sent.csv", SENT);
        let copies = copies.iter().map(|(name, text)| put(&dir, name, text)).collect();
        Desk { dir, copies }
    }

    /// Anna and Bo contradict each other in two cells, and the plan changed a third and the money.
    pub(super) fn of_two() -> Desk {
        let plan = SENT.replace("keep", "kept").replace("100,USD", "120,USD");
        let anna = SENT
            .replace("A1,W1.1,one,planned,", "A1,W1.1,one,ongoing,Anna")
            .replace("keep", "keep it")
            .replace("100,USD", "700,CNY");
        let bo = SENT.replace("A1,W1.1,one,planned,", "A1,W1.1,one,completed,薄文");
        Desk::new(&plan, &[("anna.csv", anna), ("bo.csv", bo)])
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Merges; returns what was printed, without the folder, and how it ended.
    pub(super) fn merge(&self, more: &str) -> (String, u8) {
        let folder = self.dir.path().display().to_string();
        let line = format!(
            "envcoop-checklist merge {folder}/plan.csv {} --base {folder}/sent.csv --framework mini",
            self.copies.join(" ")
        );
        let out = run(&format!("{line} {}", more.replace("DIR", &folder))).output();
        ((out.out + &out.err).replace(&folder, ""), out.status as u8)
    }

    pub(super) fn plan(&self) -> String {
        fs::read_to_string(self.path("plan.csv")).expect("the plan is there")
    }

    /// Returns the row of the plan with this id.
    pub(super) fn row(&self, id: &str) -> String {
        let plan = self.plan();
        let row = plan.lines().find(|line| line.starts_with(&format!("{id},")));
        row.unwrap_or_else(|| panic!("no row {id} in {plan}")).to_owned()
    }
}

/// Reads the rows of a workbook's sheet of conflicts, header first.
pub(super) fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("it can be read");
    let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    let is_header = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count() > 3;
    rows.skip_while(|row| !is_header(row)).collect()
}

/// Decides every conflict of such rows: `say` is given the id and the column.
pub(super) fn decided(
    rows: &[Vec<String>],
    say: impl Fn(&str, &str) -> String,
) -> Vec<Vec<String>> {
    let of = |row: &Vec<String>| {
        let mut row = row.clone();
        let decision = say(&row[0], &row[2]);
        *row.last_mut().expect("a column to decide in") = decision;
        row
    };
    rows.iter().enumerate().map(|(at, row)| if at == 0 { row.clone() } else { of(row) }).collect()
}

pub(super) fn written(path: &Path, rows: &[Vec<String>]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0u32..).zip(rows) {
        for (column, text) in (0u16..).zip(cells) {
            sheet.write_string(row, column, text).expect("a cell");
        }
    }
    book.save(path).expect("a workbook");
}

fn csv(rows: &[Vec<String>], separator: &str) -> String {
    let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(separator);
    rows.iter().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

/// What Anna says, but for the title's owner.
fn annas(id: &str, column: &str) -> String {
    match (id, column) {
        ("A1", "Status" | "状态" | "status") => "Theirs 2: completed".to_owned(),
        ("A1", _) => "Chen".to_owned(),
        ("A2", _) => "theirs 1".to_owned(),
        ("A3", _) => "theirs".to_owned(),
        other => panic!("no conflict {other:?}"),
    }
}

fn is_annas(desk: &Desk, printed: &str, status: u8) {
    assert_eq!(status, 0, "{printed}");
    assert_eq!(desk.row("A1"), "A1,W1.1,one,completed,Chen,2027-06-30,,,", "{printed}");
    assert_eq!(desk.row("A2"), "A2,W1.2,two,planned,Li,2027-06-30,,,keep it");
    assert_eq!(desk.row("A3"), "A3,W2.1,三,ongoing,Wang,,700,CNY,");
}

#[test]
fn a_workbook_of_conflicts_is_decided_and_taken_back_in_every_language() {
    for lang in ["en", "zh", "both"] {
        let desk = Desk::of_two();
        let (printed, status) = desk.merge(&format!("--conflicts DIR/c.xlsx --lang {lang}"));
        assert_eq!(status, 1, "{printed}");
        assert!(printed.contains("`--settle /c.xlsx`"), "{printed}");
        let rows = rows(&desk.path("c.xlsx"));
        assert_eq!(rows.len(), 5, "{rows:?}");
        assert!(rows[0].iter().all(|title| !title.is_empty()));
        assert!(rows[1].contains(
            &"/anna.csv:2".to_owned().replace('/', &format!("{}/", desk.dir.path().display()))
        ));
        written(
            &desk.path("done.xlsx"),
            &decided(&rows, |id, column| annas(id, column.lines().next().unwrap_or_default())),
        );
        let (printed, status) = desk.merge(&format!("--settle DIR/done.xlsx --lang {lang}"));
        is_annas(&desk, &printed, status);
    }
}

#[test]
fn what_another_program_saved_is_read_back() {
    for form in ["ods", "xlsx:Calc MS Excel 2007 XML", "csv:Text - txt - csv (StarCalc):44,34,76"] {
        let desk = Desk::of_two();
        desk.merge("--conflicts DIR/c.xlsx --lang zh");
        let rows = decided(&rows(&desk.path("c.xlsx")), annas);
        written(&desk.path("done.xlsx"), &rows);
        let into = folder();
        let Some(saved) = converted(&desk.path("done.xlsx"), form, into.path()) else { return };
        let (printed, status) = desk.merge(&format!("--settle {}", saved.display()));
        is_annas(&desk, &printed, status);
        // The sheet as it was written, opened and saved.
        let into = folder();
        let Some(saved) = converted(&desk.path("c.xlsx"), form, into.path()) else { return };
        let desk = Desk::of_two();
        let (printed, status) = desk.merge(&format!("--settle {}", saved.display()));
        assert!(status == 1 && printed.contains("decides 0 of 4 conflicts"), "{printed}");
    }
}

#[test]
fn text_is_read_back_in_every_encoding_and_with_every_separator() {
    for lang in ["en", "zh"] {
        for (name, separator) in [("utf-8", ";"), ("gb18030", "\t"), ("utf-16", ",")] {
            let desk = Desk::of_two();
            desk.merge(&format!("--conflicts DIR/c.xlsx --lang {lang}"));
            let text = csv(&decided(&rows(&desk.path("c.xlsx")), annas), separator);
            let bytes = match name {
                "gb18030" => GB18030.encode(&text).0.into_owned(),
                "utf-16" => {
                    let units = format!("\u{feff}{text}");
                    assert_eq!(UTF_16LE.name(), "UTF-16LE");
                    units.encode_utf16().flat_map(u16::to_le_bytes).collect()
                }
                _ => text.into_bytes(),
            };
            put(&desk.dir, "done.csv", bytes);
            let (printed, status) = desk.merge("--settle DIR/done.csv");
            is_annas(&desk, &printed, status);
        }
    }
}

#[test]
fn separated_text_names_every_column_once() {
    let desk = Desk::of_two();
    desk.merge("--conflicts DIR/c.csv --lang zh");
    let text = fs::read_to_string(desk.path("c.csv")).expect("it was written");
    let header = "\u{feff}id,title,column,sent_out,ours,ours_place,theirs_1,theirs_1_place,theirs_2,theirs_2_place,decision\r\n";
    assert!(text.starts_with(header), "{text}");
    let done = text.lines().map(|line| match line.split(',').nth(2) {
        Some("owner") => format!("{line}薄文"),
        Some("status") => format!("{line}ours"),
        Some("note") => format!("{line}修改稿"),
        Some(column) if column.contains("budget") => format!("{line}theirs_1"),
        _ => line.to_owned(),
    });
    put(&desk.dir, "done.csv", done.collect::<Vec<_>>().join("\n"));
    let (printed, status) = desk.merge("--settle DIR/done.csv");
    assert_eq!(status, 0, "{printed}");
    assert_eq!(desk.row("A1"), "A1,W1.1,one,planned,薄文,2027-06-30,,,");
    assert_eq!(desk.row("A3"), "A3,W2.1,三,ongoing,Wang,,700,CNY,");
}

#[test]
fn what_is_printed_as_applied_was_applied() {
    let desk = Desk::of_two();
    desk.merge("--conflicts DIR/c.xlsx");
    written(&desk.path("done.xlsx"), &decided(&rows(&desk.path("c.xlsx")), annas));
    let (printed, _) = desk.merge("--settle DIR/done.xlsx");
    let plan = desk.plan();
    let mut lines = plan.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let rows: Vec<Vec<&str>> = lines.collect();
    let mut n = 0;
    for line in printed.lines().filter(|line| line.contains("` -> `")) {
        let (cell, texts) = line.split_once(": ").expect("a cell and its texts");
        let (id, column) = cell.split_once(' ').expect("an id and a column");
        let to =
            texts.split("` -> `").nth(1).and_then(|to| to.rsplit_once("` (")).expect("a text").0;
        let at = header.iter().position(|own| *own == column).expect("a column");
        let row = rows.iter().find(|row| row[0] == id).expect("a row");
        assert_eq!(row[at], to, "{line}");
        n += 1;
    }
    assert!(n >= 4 && printed.contains(&format!("applied {n}, ")), "{printed}");
    assert!(printed.contains("A1 owner: `` -> `Chen` (/done.xlsx!Sheet1:3)"), "{printed}");
}

#[test]
fn what_was_left_open_stays_a_conflict_and_is_written_again() {
    let desk = Desk::of_two();
    desk.merge("--conflicts DIR/c.xlsx");
    let all = rows(&desk.path("c.xlsx"));
    let is_owner = |column: &str| column == "Owner";
    let first = decided(&all, |id, column| {
        if is_owner(column) || id == "A2" { String::new() } else { annas(id, column) }
    });
    // The row about the note was removed.
    let first: Vec<_> = first.into_iter().filter(|row| row[0] != "A2").collect();
    written(&desk.path("first.xlsx"), &first);
    let before = desk.plan();
    let (printed, status) = desk.merge("--settle DIR/first.xlsx --conflicts DIR/rest.xlsx");
    assert_eq!((status, desk.plan()), (1, before), "{printed}");
    assert!(
        printed.contains("warning: /first.xlsx!Sheet1:3: column decision: `A1 owner` is left open"),
        "{printed}"
    );
    assert!(printed.contains("`A2 note` is not in this file and stays open"), "{printed}");
    assert!(printed.contains("/first.xlsx decides 2 of 4 conflicts"), "{printed}");
    assert!(printed.contains("nothing is applied yet:"), "{printed}");
    assert!(printed.contains("`--settle /first.xlsx --settle /rest.xlsx`"), "{printed}");
    let rest = rows(&desk.path("rest.xlsx"));
    assert_eq!(rest.len(), 3, "{rest:?}");
    written(&desk.path("rest2.xlsx"), &decided(&rest, annas));
    let (printed, status) = desk.merge("--settle DIR/first.xlsx --settle DIR/rest2.xlsx");
    is_annas(&desk, &printed, status);
    // A rule takes what nobody decided.
    let desk = Desk::of_two();
    written(&desk.path("first.xlsx"), &first);
    let (printed, status) = desk.merge("--settle DIR/first.xlsx --resolve ours");
    assert!(status != 0 || desk.row("A1").contains("completed,,"), "{printed}");
}

#[test]
fn a_decision_about_what_is_otherwise_by_now_is_refused_by_name() {
    let desk = Desk::of_two();
    desk.merge("--conflicts DIR/c.xlsx");
    written(&desk.path("done.xlsx"), &decided(&rows(&desk.path("c.xlsx")), annas));
    // The owner was changed in a copy, the note is agreed upon, the rest is as it was.
    let anna = fs::read_to_string(desk.path("anna.csv")).expect("a copy");
    put(&desk.dir, "anna.csv", anna.replace("Anna", "Anna Li").replace("keep it", "kept"));
    let before = desk.plan();
    // No rule takes the place of a decision that was refused.
    for more in ["", "--resolve ours", "--lang zh"] {
        let (printed, status) = desk.merge(&format!("--settle DIR/done.xlsx {more}"));
        assert_eq!((status, desk.plan()), (1, before.clone()), "{printed}");
        let said =
            ["`Theirs 1` said `Anna` and says `Anna Li`", "“修改稿 1”原为 `Anna`，现为 `Anna Li`"];
        assert!(said.iter().any(|said| printed.contains(said)), "{printed}");
        assert!(printed.contains("/done.xlsx!Sheet1:3: "), "{printed}");
        let gone = ["`A2 Note` is no conflict any more", "`A2 Note` 已不再是冲突"];
        assert!(gone.iter().any(|said| printed.contains(said)), "{printed}");
        assert!(printed.contains("A1 owner"), "{printed}");
    }
    // What was decided anew counts, whatever older files say.
    desk.merge("--conflicts DIR/anew.xlsx");
    let anew = decided(&rows(&desk.path("anew.xlsx")), annas);
    written(&desk.path("anew.xlsx"), &anew);
    let (printed, status) = desk.merge("--settle DIR/done.xlsx --settle DIR/anew.xlsx");
    assert_eq!(status, 0, "{printed}");
    assert!(desk.row("A1").contains("completed,Chen") && !printed.contains("error"), "{printed}");
}

#[test]
fn a_blank_row_leaves_the_conflict_to_the_rules_whatever_changed_since() {
    let desk = Desk::of_two();
    desk.merge("--conflicts DIR/c.xlsx");
    let anna = fs::read_to_string(desk.path("anna.csv")).expect("a copy");
    put(&desk.dir, "anna.csv", anna.replace("Anna", "Anna Li"));
    let (printed, status) = desk.merge("--settle DIR/c.xlsx");
    assert_eq!(status, 1, "{printed}");
    let said = "/c.xlsx!Conflicts:8: column decision: `A1 owner` is left open";
    assert!(printed.contains(said), "{printed}");
    let (printed, status) = desk.merge("--settle DIR/c.xlsx --resolve anna.csv=theirs");
    assert_eq!(status, 0, "{printed}");
    assert!(desk.row("A1").contains("Anna Li"), "{printed}");
}

#[test]
fn a_decision_that_means_nothing_is_named_with_sheet_and_row() {
    for (column, decision, said) in [
        ("Status", "theirs 7", "`theirs 7` is none of the choices"),
        ("Budget, Currency", "250 EUR", "its cells are settled as one"),
        ("Status", "half done", "`half done`"),
        ("Owner", "ours\nand theirs", ""),
    ] {
        let desk = Desk::of_two();
        desk.merge("--conflicts DIR/c.xlsx");
        let rows = decided(&rows(&desk.path("c.xlsx")), |id, own| {
            let is_it = own.replace('\n', ", ") == column;
            if is_it { decision.to_owned() } else { annas(id, own) }
        });
        let at = rows.iter().position(|row| row.last().is_some_and(|own| own == decision));
        let place = format!("/done.xlsx!Sheet1:{}: column", at.expect("a row") + 1);
        written(&desk.path("done.xlsx"), &rows);
        let before = desk.plan();
        let (printed, status) = desk.merge("--settle DIR/done.xlsx");
        if said.is_empty() {
            assert_eq!(status, 0, "{printed}");
            continue;
        }
        assert!(status > 0 && desk.plan() == before, "{printed}");
        assert!(printed.contains(&place) && printed.contains(said), "{place}: {printed}");
    }
}

#[test]
fn two_decisions_for_one_conflict_must_be_the_same() {
    for (second, is_fine) in [("Chen", true), ("", true), ("ours", false)] {
        let desk = Desk::of_two();
        desk.merge("--conflicts DIR/c.xlsx");
        let mut rows = decided(&rows(&desk.path("c.xlsx")), annas);
        let owner = rows.iter().find(|row| row[2] == "Owner").expect("a row").clone();
        let mut again = owner;
        *again.last_mut().expect("a cell") = second.to_owned();
        rows.push(again);
        written(&desk.path("done.xlsx"), &rows);
        let (printed, status) = desk.merge("--settle DIR/done.xlsx");
        if is_fine {
            is_annas(&desk, &printed, status);
        } else {
            assert_eq!(status, 1, "{printed}");
            let said = "/done.xlsx!Sheet1:6: column decision: `A1 owner` is decided otherwise at /done.xlsx!Sheet1:3";
            assert!(printed.contains(said), "{printed}");
        }
    }
}

#[test]
fn rows_and_columns_that_a_person_added_are_told_and_kept_out_of_the_way() {
    let desk = Desk::of_two();
    desk.merge("--conflicts DIR/c.xlsx");
    let mut rows = decided(&rows(&desk.path("c.xlsx")), annas);
    for (at, row) in rows.iter_mut().enumerate() {
        row.insert(0, if at == 0 { "asked of" } else { "Bo" }.to_owned());
        row.push(if at == 2 { "call her" } else { "" }.to_owned());
    }
    rows.insert(0, vec!["Decided at the meeting of 3 April".to_owned()]);
    rows.push(vec![String::new(), String::new(), "to be looked at again".to_owned()]);
    let mut other = rows[2].clone();
    other[1] = "A9".to_owned();
    rows.push(other);
    written(&desk.path("done.xlsx"), &rows);
    let (printed, status) = desk.merge("--settle DIR/done.xlsx");
    is_annas(&desk, &printed, status);
    for said in [
        "columns that were not read: `asked of`",
        "1 cell under no header was not read",
        "/done.xlsx!Sheet1:7: the row names no conflict and was not read",
        "/done.xlsx!Sheet1:8: `A9 ",
    ] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
}

#[test]
fn a_file_that_holds_no_decisions_is_refused_with_the_way_out() {
    let desk = Desk::of_two();
    desk.merge("--conflicts DIR/c.html");
    put(&desk.dir, "list.csv", "id,column,ours\nA1,owner,\n");
    put(&desk.dir, "twice.csv", "id,column,sent_out,ours,decision,Decision\nA1,owner,,,,\n");
    for (file, said) in [
        ("c.html", "no row names the columns of conflicts: id, column, sent_out, ours, decision"),
        ("plan.csv", "the header has no column `decision`"),
        ("list.csv", "the header has no column `decision`"),
        ("twice.csv", "the header names column `decision` 2 times"),
        ("none.csv", "cannot be read"),
    ] {
        let (printed, status) = desk.merge(&format!("--settle DIR/{file}"));
        assert_eq!(status, 2, "{file}: {printed}");
        assert!(file == "plan.csv" || printed.contains(said), "{file}: {printed}");
    }
}
