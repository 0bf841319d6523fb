//! `merge --resolve NAME=…`: conflicts settled by rules; removed rows, and conflicts on a page.

use std::fs;

use envcoop_tests::dom::parse;
use envcoop_tests::put;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::merge_settle::{Desk, SENT, decided, rows, written};

#[test]
fn a_row_that_the_plan_removed_is_kept_or_removed_as_a_whole() {
    let plan = SENT.replace("A2,W1.2,two,planned,Li,2027-06-30,,,keep\n", "");
    let copy = SENT.replace("two,planned,Li", "two,ongoing,Chen");
    for (lang, keep, remove) in [
        ("en", "Theirs 1: keep the row", "Ours: remove the row"),
        ("zh", "修改稿 1：保留该行", "删除该行"),
    ] {
        let new = || Desk::new(&plan, &[("copy.csv", copy.clone())]);
        let answered = |say: &dyn Fn(usize) -> &'static str| {
            let desk = new();
            let (printed, status) = desk.merge(&format!("--conflicts DIR/c.xlsx --lang {lang}"));
            assert_eq!(status, 1, "{printed}");
            let mut rows = rows(&desk.path("c.xlsx"));
            assert_eq!(rows.len(), 3, "{rows:?}");
            for (at, row) in rows.iter_mut().enumerate().skip(1) {
                *row.last_mut().expect("a cell") = say(at).to_owned();
            }
            written(&desk.path("done.xlsx"), &rows);
            let (printed, status) = desk.merge("--settle DIR/done.xlsx");
            (desk.plan(), printed, status)
        };
        let (kept, printed, status) = answered(&|_| keep);
        assert!(status == 0 && kept.contains("A2,W1.2,two,ongoing,Chen"), "{printed}");
        let (removed, printed, status) = answered(&|_| remove);
        assert_eq!((removed, status), (plan.clone(), 0), "{printed}");
        let (halves, printed, status) = answered(&|at| if at == 1 { keep } else { remove });
        assert_eq!((halves, status), (plan.clone(), 1), "{printed}");
        assert!(printed.contains("row `A2` comes back whole or not at all"), "{printed}");
        let (text, printed, status) = answered(&|_| "Zhao");
        assert_eq!((text, status), (plan.clone(), 1), "{printed}");
        assert!(printed.contains("the plan removed the row"), "{printed}");
    }
}

#[test]
fn rules_settle_a_row_a_column_or_a_copy_and_the_more_particular_counts() {
    let of = |rules: &str| {
        let desk = Desk::of_two();
        let (printed, status) = desk.merge(rules);
        assert_eq!(status, 0, "{rules}: {printed}");
        ["A1", "A2", "A3"].map(|id| desk.row(id))
    };
    let owner_of = |row: &str| row.split(',').skip(3).take(2).collect::<Vec<_>>().join(" ");
    let all = of("--resolve anna.csv=theirs");
    assert_eq!(owner_of(&all[0]), "ongoing Anna");
    assert!(all[1].ends_with("keep it") && all[2].contains("700,CNY"), "{all:?}");
    let folder_file = of("--resolve bo.csv=theirs --resolve 状态=ours --resolve ours");
    assert_eq!(owner_of(&folder_file[0]), "planned 薄文");
    assert!(folder_file[1].ends_with("kept"), "{folder_file:?}");
    // Of two for the same the later counts; a row goes before a column, a column before a copy.
    let last = of("--resolve bo.csv=theirs --resolve anna.csv=theirs");
    assert_eq!(owner_of(&last[0]), "ongoing Anna");
    let last = of("--resolve anna.csv=theirs --resolve bo.csv=theirs");
    assert_eq!(owner_of(&last[0]), "completed 薄文");
    assert!(last[1].ends_with("keep it"), "{last:?}");
    let row = of("--resolve A1=ours --resolve anna.csv=theirs --resolve owner=theirs");
    assert_eq!(owner_of(&row[0]), "planned ");
    assert!(row[1].ends_with("keep it"), "{row:?}");
    let money = of("--resolve budget=theirs --resolve ours");
    assert!(money[2].contains("700,CNY") && money[1].ends_with("kept"), "{money:?}");
    let waived = of("--resolve anna.csv=ours --resolve bo.csv=ours");
    assert_eq!(owner_of(&waived[0]), "planned ");
}

#[test]
fn a_copy_that_says_what_another_says_is_named_too() {
    let copy = |owner: &str| SENT.replace("Wang", owner);
    let plan = SENT.replace("Wang", "Wang Li");
    let copies = [("a.csv", copy("Chen")), ("b.csv", copy("Chen")), ("c.csv", copy("Zhao"))];
    let desk = Desk::new(&plan, &copies);
    let (_, status) = desk.merge("--conflicts DIR/c.xlsx");
    assert_eq!(status, 1);
    let rows = rows(&desk.path("c.xlsx"));
    let folder = desk.dir.path().display();
    assert!(rows[1].contains(&format!("{folder}/a.csv:4\n{folder}/b.csv:4")), "{rows:?}");
    let (printed, status) = desk.merge("--resolve b.csv=theirs");
    assert_eq!(status, 0, "{printed}");
    assert!(desk.row("A3").contains("Chen"), "{printed}");
}

#[test]
fn a_name_that_is_nothing_is_named_with_what_could_have_been_meant() {
    let desk = Desk::of_two();
    for (rule, said) in [
        ("ownr=theirs", "`ownr` names no row, no column and no copy"),
        ("ownr=theirs", "did you mean `owner`?"),
        ("ana.csv=ours", "did you mean `anna.csv`?"),
        ("W9=ours", "one of the copies: /anna.csv, /bo.csv"),
        ("=ours", "stands before `=`"),
        ("owner=yes", "write `ours`, `theirs`"),
        ("ours --resolve theirs", "contradict each other"),
    ] {
        let (printed, status) = desk.merge(&format!("--resolve {rule}"));
        assert_eq!(status, 2, "{rule}: {printed}");
        assert!(printed.contains(said), "{rule}: {printed}");
    }
    let (printed, status) = desk.merge("--resolve ownr=theirs --lang zh");
    assert!(status == 2 && printed.contains("`ownr` 不是本次合并中任何"), "{printed}");
}

#[test]
fn the_page_shows_every_side_and_says_how_to_settle() {
    let plan = SENT.replace("Wang", "<b>=1+1</b>");
    let copy = SENT.replace("Wang", "\"</td><script>alert(1)</script>\"");
    let desk = Desk::new(&plan, &[("&<i>.csv", copy)]);
    for lang in ["en", "zh"] {
        let (printed, status) = desk.merge(&format!("--conflicts DIR/{lang}.html --lang {lang}"));
        assert_eq!(status, 1, "{printed}");
        let text = fs::read_to_string(desk.path(&format!("{lang}.html"))).expect("a page");
        assert!(!text.contains("<script") && !text.contains("<b>"), "{text}");
        let page = parse(&text);
        let texts: Vec<String> = page.all().iter().map(|element| element.text()).collect();
        let page = texts.join("\n");
        for said in [
            "A3 三",
            "<b>=1+1</b>",
            "</td><script>alert(1)</script>",
            "&<i>.csv:4",
            "--resolve NAME=theirs",
            "--settle",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.contains(if lang == "en" { "Sent\u{a0}out" } else { "发出时" }), "{page}");
    }
    // In a workbook they are texts, and come back as they were.
    let (printed, status) = desk.merge("--conflicts DIR/c.xlsx");
    assert_eq!(status, 1, "{printed}");
    let rows = decided(&rows(&desk.path("c.xlsx")), |_, _| "theirs".to_owned());
    assert!(rows[1].contains(&"<b>=1+1</b>".to_owned()), "{rows:?}");
    written(&desk.path("done.xlsx"), &rows);
    let (printed, status) = desk.merge("--settle DIR/done.xlsx");
    assert!(status == 0 && desk.row("A3").contains("alert(1)"), "{printed}");
}

#[test]
fn where_no_conflict_remains_no_file_is_written_and_that_is_told() {
    let desk = Desk::of_two();
    let (printed, status) = desk.merge("--resolve anna.csv=theirs --conflicts DIR/c.xlsx");
    assert_eq!(status, 0, "{printed}");
    assert!(printed.contains("no conflict remains: /c.xlsx was not written"), "{printed}");
    assert!(!desk.path("c.xlsx").exists());
}

#[test]
fn dates_and_amounts_may_come_back_as_a_spreadsheet_writes_them() {
    let plan = SENT.replace("planned,,2027-06-30", "planned,,2027-07-31");
    let copy = SENT.replace("planned,,2027-06-30", "planned,,2027-05-31");
    let new = || Desk::new(&plan, &[("copy.csv", copy.clone())]);
    let desk = new();
    desk.merge("--conflicts DIR/c.csv");
    let text = fs::read_to_string(desk.path("c.csv")).expect("it was written");
    let saved = text
        .replace("2027-06-", "2027/6/")
        .replace("2027-07-", "2027/7/")
        .replace("2027-05-", "2027/5/")
        .trim_end()
        .to_owned()
        + "2027/8/1\r\n";
    put(&desk.dir, "done.csv", saved);
    let (printed, status) = desk.merge("--settle DIR/done.csv");
    assert_eq!(status, 0, "{printed}");
    assert!(desk.row("A1").contains("2027-08-01"), "{printed}");
    // In a workbook they are days and numbers.
    let desk = new();
    desk.merge("--conflicts DIR/c.xlsx");
    let rows = rows(&desk.path("c.xlsx"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy/m/d");
    for (row, cells) in (0u32..).zip(&rows) {
        for (column, text) in (0u16..).zip(cells) {
            let is_last = usize::from(column) + 1 == cells.len() && row > 0;
            let text = if is_last { "2027-08-01" } else { text };
            match ExcelDateTime::parse_from_str(text) {
                Ok(date) if text.starts_with("2027") => {
                    sheet.write_datetime_with_format(row, column, &date, &day).expect("a day");
                }
                _ => {
                    sheet.write_string(row, column, text).expect("a text");
                }
            }
        }
    }
    book.save(desk.path("done.xlsx")).expect("a workbook");
    let (printed, status) = desk.merge("--settle DIR/done.xlsx");
    assert_eq!(status, 0, "{printed}");
    assert!(desk.row("A1").contains("2027-08-01"), "{printed}");
}

#[test]
fn decisions_that_bring_up_a_new_conflict_are_given_with_that_for_it() {
    let plan = SENT.replace("A2,W1.2,two,planned,Li,2027-06-30,,,keep\n", "");
    let copy = |owner: &str| SENT.replace("two,planned,Li", &format!("two,planned,{owner}"));
    let desk = Desk::new(&plan, &[("anna.csv", copy("Chen")), ("bo.csv", copy("Zhao"))]);
    desk.merge("--conflicts DIR/first.xlsx");
    let first = rows(&desk.path("first.xlsx"));
    assert_eq!(first.len(), 3, "{first:?}");
    let keep = |_: &str, _: &str| "keep the row".to_owned();
    written(&desk.path("one.xlsx"), &decided(&first, keep));
    let (printed, status) = desk.merge("--settle DIR/one.xlsx --conflicts DIR/second.xlsx");
    assert_eq!((desk.plan(), status), (plan, 1), "{printed}");
    let second = rows(&desk.path("second.xlsx"));
    assert!(second.len() == 2 && second[1].contains(&"Zhao".to_owned()), "{second:?}");
    written(&desk.path("two.xlsx"), &decided(&second, |_, _| "Theirs 1".to_owned()));
    let (printed, status) = desk.merge("--settle DIR/one.xlsx --settle DIR/two.xlsx");
    assert_eq!(status, 0, "{printed}");
    assert!(printed.contains("decides 3 of 3 conflicts"), "{printed}");
    assert!(desk.row("A2").contains("Zhao"), "{printed}");
}
