//! Headers in other words than the plan's own: read where they mean one thing, asked about where they
//! only look like it, and told either way.

use envcoop_tests::{folder, put, run};
use serde_json::Value;

const OPTIONS: &str = "--framework mini --lang en --as-of 2027-06-30";

/// The same two rows under the plan's own words.
const PLAN: &str = "id,measures,title,status,owner,start,end,budget,currency\n\
    A1,W1.1,one,ongoing,Li,2027-01-01,2027-12-31,500,CNY\n\
    A2,W1.2,two,planned,Wang,2027-07-01,2027-12-31,700,CNY\n";

/// Headers under which other people keep the same columns.
const HEADERS: [&str; 4] = [
    "ID,Measure,Title,Status,Owners,Start date,End date,Amount,Currency",
    "编号,措施,标题,状态,责任人,起始时间,完成时限,经费,币种",
    "编号,对应措施,名称,状态,牵头单位,开始,结束,资金,货币",
    "identifier,measures,Project name,status,Person responsible,Begin,Due date,Cost,ccy",
];

fn analysed(plan: &str) -> (Value, Vec<String>) {
    let done = run(&format!("envcoop-gap - {OPTIONS} --format json")).stdin(plan).done();
    (done.json(), done.messages())
}

fn under(header: &str) -> String {
    let (_, rows) = PLAN.split_once('\n').expect("a header");
    format!("{header}\n{rows}")
}

#[test]
fn other_words_for_a_column_are_read_and_told() {
    let (wanted, told) = analysed(PLAN);
    assert_eq!(told, [""; 0]);
    for header in HEADERS {
        for separator in [',', ';', '\t'] {
            let plan = under(header).replace(',', &separator.to_string());
            let (found, told) = analysed(&plan);
            assert!(found == wanted, "{header}: {told:?}");
            let [note] = &told[..] else { panic!("{header}: {told:?}") };
            assert!(note.contains("note: -:1: ") && note.contains("is read as `"), "{note}");
        }
        // A program that writes such keys is read as well.
        let rows = under(header);
        let mut lines = rows.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let keys = lines.next().expect("a header");
        let objects: Vec<Value> = lines
            .map(|cells| keys.iter().zip(cells).map(|(key, cell)| (*key, cell)).collect())
            .collect();
        let (found, told) = analysed(&serde_json::to_string(&objects).expect("JSON"));
        assert!(found["measures"] == wanted["measures"], "{header}: {told:?}");
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[test]
fn a_currency_in_the_header_of_the_amounts_is_read() {
    let (wanted, _) = analysed(PLAN);
    for header in ["Budget (CNY)", "预算（元）", "经费（人民币）", "Amount (RMB)"] {
        let plan = PLAN.replace("budget,currency", header).replace(",CNY", "");
        let (found, told) = analysed(&plan);
        assert!(found == wanted, "{header}: {told:?}");
    }
    // A currency in the row comes first, and is told where the header says another.
    let plan = PLAN.replace("budget,", "Budget (USD),");
    let (found, told) = analysed(&plan);
    assert_eq!(found["overall"], wanted["overall"]);
    assert!(told[0].contains("`Budget (USD)` says USD; a row's own `currency`"), "{told:?}");
}

#[test]
fn what_only_looks_like_a_column_is_asked_about() {
    for (header, column) in [("Ownr", "owner"), ("负责入", "owner"), ("Statuss2", "status")] {
        let plan = PLAN.replacen(column, header, 1);
        let output = run(&format!("envcoop-gap - {OPTIONS}")).stdin(plan).output();
        // A plan cannot do without a status.
        let said = output.err;
        let asks = format!("header `{header}` looks like column `{column}` and was not read as it");
        let hint = format!("call it `{column}` if that is what it holds");
        assert!(said.contains(&asks) && said.contains(&hint), "{said}");
    }
    let plan = PLAN.replace("budget,currency", "预算（万元）").replace(",CNY", "");
    let (found, told) = analysed(&plan);
    assert_eq!(found["overall"]["money"], serde_json::json!([]));
    assert!(told[0].contains("`预算（万元）` looks like column `budget`"), "{told:?}");
    assert!(told[0].contains("write whole amounts"), "{told:?}");
}

#[test]
fn two_headers_for_one_column_are_not_guessed_between() {
    let plan = PLAN.replace("owner,start", "责任人,start").replace("title", "牵头单位");
    let refused = run(&format!("envcoop-gap - {OPTIONS}")).stdin(plan).refused();
    let asks = "2 headers may be column `owner`: `牵头单位`, `责任人`";
    assert!(refused.err.contains(asks), "{}", refused.err);
    assert!(refused.err.contains("call the one that is meant `owner`"), "{}", refused.err);
    // The plan's own word needs no question.
    let plan = PLAN.replace("title", "牵头单位");
    let (found, told) = analysed(&plan);
    assert_eq!(found["overall"], analysed(PLAN).0["overall"]);
    assert!(told[0].contains("columns kept as your own: `牵头单位`"), "{told:?}");
}

#[test]
fn a_plan_in_other_words_is_checked_merged_and_repaired() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", under(HEADERS[1]));
    let copy = put(&dir, "copy.csv", under(HEADERS[0]).replace("ongoing,Li", "completed,Zhao"));
    let line = format!("envcoop-checklist merge {plan} {copy} --framework mini --base {plan}");
    let merged = run(&line).done();
    assert!(merged.out.contains("`Li` -> `Zhao`"), "{}", merged.out);
    let text = std::fs::read_to_string(&plan).expect("it is there");
    assert!(text.starts_with(HEADERS[1]) && text.contains("A1,W1.1,one,completed,Zhao"), "{text}");
    run(&format!("envcoop-checklist check {plan} --framework mini")).done();
}
