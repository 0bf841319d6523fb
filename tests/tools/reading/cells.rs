//! What people type into cells: one meaning is read and said, two are asked.

use std::fs;

use envcoop_tests::{folder, put, run};
use serde_json::Value;

const HEADER: &str = "id,measures,status,owner,start,end,budget,currency,note";

const PLAIN: &str = "A1,W1.1,completed,Li,2027-03-01,2027-06-30,1200000,CNY,\n\
                     A2,W1.1;W2.1,ongoing,Li,2027-04-01,2027-12-31,350000.00,USD,\n\
                     A3,W2.1,planned,Li,2027-03-01,2027-03-31,1200.5,CNY,\n";

/// The same rows as people write them.
const SPELT: &str = "A1,查明并销毁持久性有机污染物,办结,Li,2027年3月,2027年6月底,120万元,,\n\
                     A2,\"w1.1,W2.1\",in progress,Li,Q2 2027,2027年,\"US$ 350,000.00\",,\n\
                     A3,W2.1,未开始,Li,1 March 2027,2027.3.31,\"1 200,50\",人民币,\n";

fn analysed(rows: &str, more: &str) -> (Value, String) {
    let dir = folder();
    let plan = put(&dir, "plan.csv", format!("{HEADER}\n{rows}"));
    let line = format!("envcoop-gap {plan} --framework mini --as-of 2027-06-30 --format json");
    let done = run(&format!("{line} {more}")).done();
    (done.json()["measures"].clone(), done.err)
}

#[test]
fn a_plan_in_peoples_words_has_the_figures_of_the_same_plan_in_the_formats() {
    let (plain, said) = analysed(PLAIN, "");
    assert_eq!(said, "");
    let (spelt, said) = analysed(SPELT, "");
    assert_eq!(spelt, plain);
    for what in [
        "3 days written in another form, the first `2027年6月底` for `2027-06-30`",
        "3 cells name a stretch of time, the first `2027年3月` was read as `2027-03-01`",
        "3 words other than those of a plan, the first `办结` for `completed`",
        "3 amounts written in another form, the first `120万元` for `CNY 1200000`",
        "1 currency in other words, the first `人民币` for `CNY`",
    ] {
        assert!(said.contains(what), "{what}\n{said}");
    }
    let (_, said) = analysed(SPELT, "--lang zh");
    for what in [
        "3 个金额写法不同，第一个是 `120万元`，即 `CNY 1200000`",
        "3 个单元格是一段时间，第一个 `2027年3月` 按 `2027-03-01` 读取",
        "3 处用词与规划不同，第一处是 `办结`，即 `completed`",
    ] {
        assert!(said.contains(what), "{what}\n{said}");
    }
}

#[test]
fn what_has_two_meanings_is_asked_with_both() {
    for (row, lang, what, hint) in [
        (
            "01/02/2027,,,",
            "en",
            "`01/02/2027` may be one of two days",
            "write `2027-02-01` or `2027-01-02`",
        ),
        (",6月底,,", "en", "`6月底` names no year", "write the year as well"),
        (",,\"1,200\",CNY", "en", "not an amount: `1,200`", "write `1200` if"),
        (",,约120万,CNY", "en", "only about an amount", "write the amount alone"),
        (",,120万美元,CNY", "en", "budget `120万美元` is not in `CNY`", "correct one"),
        (
            ",,¥120万,",
            "en",
            "budget `¥120万` without a currency",
            "`¥` is the sign of `CNY`, `JPY`",
        ),
        (",,100,$", "en", "unknown currency `$`", "`$` is the sign of `USD`"),
        ("01/02/2027,,,", "zh", "`01/02/2027` 可能是两个不同的日期", "请写 `2027-02-01`"),
        (",6月底,,", "zh", "`6月底` 没有年份", "请写明年份"),
        (",,\"1,200\",CNY", "zh", "不是金额：`1,200`", "请写 `1200`"),
        (",,约120万,CNY", "zh", "只是约数或范围：`约120万`", "请只写金额"),
        (",,120万美元,CNY", "zh", "预算 `120万美元` 的币种与", "请更正其中一个"),
    ] {
        let text = format!("{HEADER}\nA1,W1.1,planned,Li,{row},\n");
        let line = format!("envcoop-gap - --framework mini --lang {lang}");
        let err = run(&line).stdin(text).refused().err;
        assert!(err.contains(what) && err.contains(hint), "{row}: {err}");
    }
}

#[test]
fn fix_writes_what_has_one_meaning_by_itself_or_by_its_column() {
    let dir = folder();
    let written =
        format!("{HEADER}\n{SPELT}A4,W2.1,planned,Li,01/02/2027,31/12/2027,\"1,200\",CNY,\n");
    let plan = put(&dir, "plan.csv", written);
    run(&format!("envcoop-checklist check --fix {plan} --framework mini")).found();
    let fixed = fs::read_to_string(&plan).expect("the plan");
    let rows: Vec<&str> = fixed.lines().skip(1).collect();
    assert_eq!(rows[0], "A1,W1.1,completed,Li,2027-03-01,2027-06-30,1200000,CNY,");
    assert_eq!(rows[1], "A2,\"W1.1;W2.1\",ongoing,Li,2027-04-01,2027-12-31,\"350000\",USD,");
    assert_eq!(rows[2], "A3,W2.1,planned,Li,2027-03-01,2027-03-31,\"1200.50\",CNY,");
    // Nothing in its own column says which number is the month, nor what the comma marks: `1 200,50`
    // and `350,000.00` contradict each other.
    assert_eq!(rows[3], "A4,W2.1,planned,Li,01/02/2027,2027-12-31,\"1,200\",CNY,");
    let plan = put(
        &dir,
        "other.csv",
        "id,status,end,budget,currency\n\
        A1,planned,01/02/2027,\"1,200\",CNY\nA2,planned,31/12/2027,\"3,500.50\",CNY\n",
    );
    run(&format!("envcoop-checklist check --fix {plan} --framework mini")).done();
    let fixed = fs::read_to_string(&plan).expect("the plan");
    assert!(fixed.contains("A1,planned,2027-02-01,\"1200\",CNY\n"), "{fixed}");
}

#[test]
fn merge_takes_another_spelling_for_the_same_value() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", format!("{HEADER}\n{PLAIN}"));
    let copy = put(&dir, "copy.csv", format!("{HEADER}\n{SPELT}"));
    let line = format!("envcoop-checklist merge {plan} {copy} --framework mini");
    let same = run(&line).done();
    assert!(same.out.contains("applied 0") && same.out.contains("conflicts 0"), "{}", same.out);
    assert_eq!(fs::read_to_string(&plan).expect("the plan"), format!("{HEADER}\n{PLAIN}"));
    let base = put(&dir, "base.csv", format!("{HEADER}\n{PLAIN}"));
    put(&dir, "copy.csv", format!("{HEADER}\n{}", SPELT.replace("120万元", "130万元")));
    run(&format!("{line} --base {base}")).done();
    let merged = fs::read_to_string(&plan).expect("the plan");
    assert_eq!(merged, format!("{HEADER}\n{}", PLAIN.replace("1200000", "1300000")));
}

#[test]
fn lenient_makes_a_bad_cell_not_known_and_keeps_its_row() {
    let dir = folder();
    let rows = "A1,W1.1,completed,Li,soon,2027-06-30,lots,CNY,\n\
                A2,W2.1,planned,Li,2027-06-30,2027-01-01,100,,\n";
    let plan = put(&dir, "plan.csv", format!("{HEADER}\n{rows}"));
    let line = format!("envcoop-gap {plan} --framework mini --as-of 2027-01-01 --format json");
    run(&line).refused();
    let kept = run(&format!("{line} --lenient")).done();
    let warnings = "envcoop-gap: warning: 4 cells that cannot be read were taken as not known\n";
    assert!(kept.err.ends_with(warnings), "{}", kept.err);
    assert!(kept.err.contains(":2: column start: not a date: `soon`"), "{}", kept.err);
    let needs = &kept.json()["measures"][0]["needs"];
    assert_eq!(
        [&needs["schedule"], &needs["funding"], &needs["owner"]],
        ["unknown", "unknown", "met"]
    );
    let zh = run(&format!("{line} --lenient --lang zh")).done();
    assert!(zh.err.contains("4 个无法读取的单元格按不详处理"), "{}", zh.err);
}

#[test]
fn lenient_never_spares_what_decides_the_figures() {
    for row in [
        "A1,W9.9,planned,Li,,,,,",
        "A1,W1.1:60;W2.1:30,planned,Li,,,,,",
        "A1,W1.1,delayed,Li,,,,,",
        "A1,W1.1,not-applicable,Li,,,,,",
        "1,W1.1,planned,Li,,,,,",
        "A1,W1.1,planned,L\u{fffd},,,,,",
    ] {
        let text = format!("{HEADER}\n{row}\n");
        run("envcoop-gap - --framework mini --lenient").stdin(text).refused();
    }
}
