//! What is not sure is asked, and nothing that a column says is left out without a question.

use envcoop_cli::ExitStatus;
use envcoop_tests::{folder, put, run};

use super::grid::rows;

/// Imports a table of these lines; returns what is asked, or the plan's column where nothing is.
fn imported(lines: &[&str], column: &str) -> Result<Vec<String>, String> {
    let folder = folder();
    let table = put(&folder, "表.csv", lines.join("\n"));
    let plan = folder.path().join("plan.csv");
    let line = run("envcoop-checklist import --lang zh --for data --quiet");
    let done = line.arg(&table).arg("-o").arg(&plan).output();
    match done.status {
        ExitStatus::Done => Ok(rows(&plan.to_string_lossy(), &[column])),
        _ => Err(done.err),
    }
}

#[track_caller]
fn asks(lines: &[&str], header: &str) {
    let asked = imported(lines, "title").expect_err("it is asked");
    assert!(asked.contains(header), "{asked}");
}

#[test]
fn a_column_of_which_fewer_than_half_the_cells_can_be_read_is_asked_about_even_where_all_is_quiet()
{
    let days = ["6月底", "9月底前初稿；年底定稿", "按上级安排", "另行通知"];
    let lines: Vec<String> =
        days.iter().map(|day| format!("任务{day},水处,{day},进行中")).collect();
    let title = "2027年工作计划表,,,";
    let mut all = vec![title, "工作任务,责任单位,完成时限,状态"];
    all.extend(lines.iter().map(String::as_str));
    asks(&all, "完成时限");
    let amounts = [
        "工作任务,责任单位,经费（万元）,状态",
        "甲,水处,50,进行中",
        "乙,水处,待批,进行中",
        "丙,水处,同上年,进行中",
        "丁,水处,视情况,进行中",
    ];
    asks(&amounts, "经费（万元）");
    // Where no cell is one, the header meant something else.
    let own = ["工作任务,责任单位,完成,状态", "甲,水处,初稿,进行中", "乙,水处,定稿,进行中"];
    assert!(imported(&own, "title").is_ok());
}

#[test]
fn amounts_under_the_header_of_who_pays_are_no_names() {
    let paid = [
        "工作任务,责任单位,资金来源,状态",
        "甲,水处,中央财政50万元,进行中",
        "乙,水处,省级财政20万元,进行中",
    ];
    asks(&paid, "资金来源");
    let partner =
        ["工作任务,责任单位,外方经费（万美元）,状态", "甲,水处,2.5,进行中", "乙,水处,3,进行中"];
    asks(&partner, "外方经费");
    // Beside a column of amounts, who pays is who pays.
    let beside =
        ["工作任务,责任单位,经费（万元）,资金来源,状态", "甲,水处,50,中央财政50万元,进行中"];
    assert_eq!(imported(&beside, "budget"), Ok(vec!["500000".to_owned()]));
}

#[test]
fn offices_say_owner_and_money_in_many_words() {
    for word in ["承担单位", "实施单位", "组织单位", "落实单位", "牵头人", "责任分工"]
    {
        let lines = [&format!("工作任务,{word},状态"), "甲,水处,进行中"];
        assert_eq!(imported(&lines, "owner"), Ok(vec!["水处".to_owned()]), "{word}");
    }
    for word in ["所需资金（万元）", "资金需求（万元）", "资金来源及金额"] {
        let lines = [&format!("工作任务,{word},状态"), "甲,中央财政50万元,进行中"];
        assert_eq!(imported(&lines, "budget"), Ok(vec!["500000".to_owned()]), "{word}");
    }
}

#[test]
fn words_among_shares_of_progress_are_statuses() {
    let lines =
        ["工作任务,责任单位,进度", "甲,水处,100%", "乙,水处,取消", "丙,水处,已完成", "丁,水处,50%"];
    let read = imported(&lines, "status");
    let expected = ["completed", "cancelled", "completed", "ongoing"];
    assert_eq!(read, Ok(expected.map(str::to_owned).to_vec()));
}

#[test]
fn no_unit_is_asked_where_every_cell_names_its_own() {
    let lines = ["工作任务,责任单位,经费,进展", "甲,水处,50万元,在办", "乙,水处,30万美元,在办"];
    for (column, expected) in [("budget", ["500000", "300000"]), ("currency", ["CNY", "USD"])] {
        let read = imported(&lines, column);
        assert_eq!(read, Ok(expected.map(str::to_owned).to_vec()));
    }
    let open = [
        "工作任务,责任单位,经费,进展",
        "甲,水处,50万元,在办",
        "乙,水处,30万美元,在办",
        "丙,水处,8,在办",
    ];
    asks(&open, "经费");
}

#[test]
fn one_odd_cell_does_not_undo_a_column_of_progress() {
    let lines = ["工作任务,责任单位,进度", "甲,水处,100%", "乙,水处,80%", "丙,水处,约60%"];
    let read = imported(&lines, "status");
    assert_eq!(read, Ok(["completed", "ongoing", "?"].map(str::to_owned).to_vec()));
}
