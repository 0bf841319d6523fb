//! What a plan can hardly mean: told in a line each with its count and the way out, in every form and
//! both languages, and no figure is another for it.

use calamine::{Reader, Xlsx, open_workbook};
use envcoop_tests::{folder, put, run};
use serde_json::{Value, json};

const OPTIONS: &str = "--framework mini --as-of 2027-06-30";
const HEADER: &str = "id,measures,title,status,owner,start,end,budget,currency,link";

/// Plans in which something can hardly be meant: what, how often, what is named, and how it is said
/// in English and in Chinese.
fn doubtful() -> Vec<(String, Value, &'static str, &'static str)> {
    let plan = |rows: &[String]| format!("{HEADER}\n{}\n", rows.join("\n"));
    let rows = |n: usize, cells: &dyn Fn(usize) -> String| {
        (1..=n).map(|i| format!("A{i},W1.1,title {i},{}", cells(i))).collect::<Vec<_>>()
    };
    let doubt = |doubt: &str, count: u64, what: &str| json!([{"doubt": doubt, "count": count, "what": what, "other": "", "money": []}]);
    let proposed = rows(12, &|i| format!("proposed,owner {i},2027-01-01,2027-12-31,50000,CNY,"));
    let owned = rows(10, &|_| "planned,李娜,2027-07-01,2027-12-31,50000,CNY,".to_owned());
    let small = rows(5, &|i| format!("planned,owner {i},2027-07-01,2027-12-31,{i}5,CNY,"));
    let small_usd = rows(6, &|i| format!("planned,owner {i},2027-07-01,2027-12-31,{i}00,USD,"));
    let by_rule = rows(3, &|i| format!("planned,owner {i},2027-07-01,2027-12-31,50000,CNY,rule"));
    let old = rows(2, &|i| format!("completed,owner {i},2007-01-01,2007-12-31,50000,CNY,"));
    let mut twice = rows(2, &|i| format!("planned,owner {i},2027-07-01,2027-12-31,50000,CNY,"));
    twice.push(twice[0].replacen("A1,", "B1,", 1));
    let unread = plan(&rows(1, &|_| "planned,Li,2027-07-01,2027-12-31,50000,CNY,".to_owned()));
    vec![
        (
            plan(&proposed),
            doubt("all-proposed", 12, ""),
            "none of the 12 rows counts",
            "全部 12 行",
        ),
        (
            unread.replacen("owner", "Ownr", 1),
            doubt("unread-column", 1, "Ownr"),
            "1 header looks like a column and was not read as one (Ownr)",
            "有 1 个表头近似规划的列",
        ),
        (
            plan(&owned),
            doubt("one-owner", 10, "李娜"),
            "all 10 rows with an owner name 李娜",
            "10 行的负责人都是 李娜",
        ),
        (
            plan(&small),
            doubt("small-amounts", 5, "CNY"),
            "5 amounts in CNY are very small",
            "CNY 有 5 个金额很小",
        ),
        (
            plan(&small_usd),
            doubt("small-amounts", 6, "USD"),
            "6 amounts in USD are very small",
            "USD 有 6 个金额很小",
        ),
        (
            plan(&by_rule),
            doubt("unconfirmed-money", 3, ""),
            "3 rows with money are tied to measures by a rule alone",
            "有 3 行的资金只由规则关联到措施",
        ),
        (
            plan(&old),
            doubt("before-strategy", 2, "A1 (-:2)"),
            "2 rows end long before 2027, the year of the strategy, A1",
            "有 2 行远在战略年份 2027 之前就已结束",
        ),
        (
            plan(&twice),
            json!([{
                "doubt": "twice",
                "count": 1,
                "what": "B1 (-:4)",
                "other": "A1 (-:2)",
                "money": [{"currency": "CNY", "amount": "50000.00"}],
            }]),
            "1 row seems to be the same project as another one, B1 (-:4) and A1 (-:2) first, and CNY 50,000.00 may",
            "有 1 行疑与另一行为同一项目，首先是 B1 (-:4) 与 A1 (-:2)，CNY 50,000.00 可能重复计入",
        ),
    ]
}

#[test]
fn what_can_hardly_be_meant_is_told_and_changes_nothing() {
    for (plan, wanted, en, zh) in doubtful() {
        let line = format!("envcoop-gap - {OPTIONS} -q --format json");
        let mut told = run(&line).stdin(plan.as_str()).done().json();
        assert_eq!(told["advice"].take(), wanted, "{plan}");
        let mut silent = run(&format!("{line} --no-advice")).stdin(plan.as_str()).done().json();
        assert_eq!(silent["advice"].take(), json!([]));
        assert!(told == silent, "{plan}");
        for (lang, said) in [("en", en), ("zh", zh)] {
            for command in
                ["envcoop-gap -", "envcoop-gap explain C1 -", "envcoop-report markdown -"]
            {
                for form in ["", "--format markdown", "--format html"] {
                    if command.contains("report") && !form.is_empty() {
                        continue;
                    }
                    let line = format!("{command} {OPTIONS} -q --lang {lang} {form}");
                    let text = run(&line).stdin(plan.as_str()).done().out;
                    assert!(text.contains(said), "{line}: {text}");
                    let line = format!("{line} --no-advice");
                    let text = run(&line).stdin(plan.as_str()).done().out;
                    assert!(!text.contains(said), "{line}: {text}");
                }
            }
            let line = format!("envcoop-checklist check - --framework mini -q --lang {lang}");
            let text = run(&line).stdin(plan.as_str()).done().out;
            assert!(text.contains(said), "{line}: {text}");
        }
    }
}

#[test]
fn reports_tell_it_where_they_begin() {
    let dir = folder();
    for (plan, _, en, zh) in doubtful() {
        let page = run(&format!("envcoop-report html - {OPTIONS} -q --lang both"));
        let page = page.stdin(plan.as_str()).done().out;
        let (head, _) = page.split_once("<main").expect("a page");
        assert!(head.contains(en) && head.contains(zh), "{en}");
        let path = dir.path().join("report.xlsx");
        let line = format!("envcoop-report xlsx - {OPTIONS} -q --force --lang both");
        run(&line).arg("-o").arg(path.as_os_str()).stdin(plan.as_str()).done();
        let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
        let sheet = book.worksheet_range("Summary").expect("the first sheet");
        let cells = sheet.rows().flatten().map(ToString::to_string);
        let told = cells.filter(|cell| cell.contains(en) && cell.contains(zh)).count();
        assert_eq!(told, 1, "{en}");
    }
}

#[test]
fn rows_that_were_left_out_are_told_beside_the_figures() {
    let dir = folder();
    let rows = "A1,W1.1,x,planned,Li,,,,,\nA2,W1.1,x,complet,Li,,,,,\nA3,W9,x,planned,Li,,,,,\n";
    let plan = put(&dir, "plan.csv", format!("{HEADER}\n{rows}"));
    let line = format!("envcoop-gap {plan} {OPTIONS} --keep-going");
    let told = run(&format!("{line} --format json")).done().json();
    assert_eq!(
        told["advice"],
        json!([{"doubt": "left-out", "count": 2, "what": "", "other": "", "money": []}])
    );
    // The headline says so, whether advice is wanted or not.
    for more in ["", "--no-advice"] {
        let text = run(&format!("{line} {more}")).done().out;
        assert_eq!(text.matches("left out").count(), 1, "{text}");
    }
}

#[test]
fn a_plan_like_many_gives_no_advice() {
    let plan = "data/examples/mini-plan.csv";
    let told = run(&format!("envcoop-gap {plan} {OPTIONS} --format json")).done().json();
    assert_eq!(told["advice"], json!([]));
    // Twelve rows of two people, amounts of every size, one without a day twice.
    let rows: String = (1..=12)
        .map(|i| {
            let (owner, budget) = (["Li", "Wang"][i % 2], i * 3000);
            format!("A{i},W1.1,same title,planned,{owner},,,{budget},CNY,\n")
        })
        .collect();
    let told = run(&format!("envcoop-gap - {OPTIONS} --format json"));
    let told = told.stdin(format!("{HEADER}\n{rows}")).done().json();
    assert_eq!(told["advice"], json!([]));
}
