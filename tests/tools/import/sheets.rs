//! Work plans of people's own making: each becomes a plan without a change to the file.

use encoding_rs::GB18030;
use envcoop_tests::{converted, folder, put, run};
use tempfile::TempDir;

use super::grid::{self, csv, rows};

const COLUMNS: [&str; 8] =
    ["title", "status", "owner", "partner", "start", "end", "budget", "currency"];

/// Title rows, merged categories, a unit above the table, a total and notes.
const CLASSIC: &str = "
    2027年国际环境合作工作计划表 | < | < | < | < | < | < | < | <
    填报单位：国际合作司 | | | | | | 单位：万元 | |
    序号 | 类别 | 工作任务 | 责任单位 | 配合单位 | 完成时限 | 经费(万元) | 进展 | 备注
    1 | 双边合作 | 开展大气污染联合治理谈判 | 国际司 | 大气司 | 6月底 | 20 | 推进中 |
    2 | ^ | 跨界水体联合监测 | 国际司、水司 | | 2027年9月 | 35.5 | 在办 | 每季度一次
    3 | 多边合作 | 参加斯德哥尔摩公约缔约方大会 | 公约办 | | 2027.5.15 | 8 | 办结 |
    4 | ^ | 参与环境大会 | 国际司 | | 全年 | 暂无 | 未开始 |
    合计 | | | | | | 63.5 | |
    注：进展情况每季度更新一次。
    填表人：李娜 | | | | | 审核人：王强 | | |
";

fn imported(folder: &TempDir, table: &str, options: &str) -> String {
    let plan = folder.path().join("plan.csv").to_string_lossy().into_owned();
    let line = format!("envcoop-checklist import {options} --lang en --force -o");
    run(&line).arg(&plan).arg(table).done();
    plan
}

/// Imports a drawing as a workbook and as a list, and checks the rows of the plan.
fn check(drawing: &str, options: &str, expected: &[&str]) {
    let folder = folder();
    let book = put(&folder, "table.xlsx", grid::xlsx("清单", drawing));
    assert_eq!(rows(&imported(&folder, &book, options), &COLUMNS), expected, "{drawing}");
}

#[test]
fn a_work_plan_with_titles_merged_cells_and_a_total() {
    let expected = [
        "开展大气污染联合治理谈判|ongoing|国际司|大气司|?|2027-06-30|200000|CNY",
        "跨界水体联合监测|ongoing|国际司、水司||?|2027-09-30|355000|CNY",
        "参加斯德哥尔摩公约缔约方大会|completed|公约办||?|2027-05-15|80000|CNY",
        "参与环境大会|planned|国际司||?|2027-12-31||",
    ];
    check(CLASSIC, "", &expected);
    let folder = folder();
    // The same table in every form that a planner has.
    let book = put(&folder, "a.xlsx", grid::xlsx("清单", CLASSIC));
    let mut forms = vec![
        put(&folder, "b.csv", csv(CLASSIC)),
        put(&folder, "c.csv", GB18030.encode(&csv(CLASSIC)).0),
        put(&folder, "d.txt", csv(CLASSIC).replace(',', "\t")),
    ];
    let ods = converted(book.as_ref(), "ods", folder.path());
    forms.extend(ods.map(|path| path.to_string_lossy().into_owned()));
    for form in forms {
        assert_eq!(rows(&imported(&folder, &form, ""), &COLUMNS), expected, "{form}");
        let sections = rows(&imported(&folder, &form, ""), &["类别"]);
        assert_eq!(sections, ["双边合作", "双边合作", "多边合作", "多边合作"], "{form}");
    }
}

#[test]
fn what_is_no_row_is_named_with_its_place() {
    let folder = folder();
    let book = put(&folder, "计划.xlsx", grid::xlsx("清单", CLASSIC));
    let plan = folder.path().join("plan.csv");
    let done = run("envcoop-checklist import --lang zh -o").arg(&plan).arg(&book).done();
    let told = done.messages().join("\n");
    for part in [
        "读取 7 行，成为规划 4 行，未作为行 3 行",
        "清单:8，合计：`合计 63.5`",
        "清单:9，说明：`注：进展情况每季度更新一次。`",
        "清单:10，说明：`填表人：李娜 审核人：王强`",
        "没有写年份的日期（如 6月底）按 2027 年读取",
        "`6月底` 读作 `2027-06-30`",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // Every row says where it came from, and the analysis takes the plan as it is.
    let sources = rows(&plan.to_string_lossy(), &["source"]);
    assert!(sources[1].ends_with("计划.xlsx!清单:5"), "{sources:?}");
    run("envcoop-gap --as-of 2027-07-31").arg(&plan).done();
}

#[test]
fn two_lines_of_headers_and_progress_in_per_cent() {
    let drawing = "
        生态环境部国际合作重点任务分解表（2027年度） | < | < | < | < | < | < | <
        序号 | 重点任务 | 责任分工 | < | 时间安排 | < | 经费（万元） | 进度
        ^ | ^ | 牵头处室 | 配合处室 | 启动 | 完成 | ^ | ^
        1 | 推动中非环境合作中心建设 | 多边处 | 非洲司 | 2027-01-10 | 2027-11-30 | 300 | 40%
        2 | 危险废物越境转移管理 | 公约处 | | 2027-03-01 | 2027-06-30 | 25 | 100%
        3 | 组织核安全会谈 | 核安全处 | | 2027-04-01 | 2027-04-05 | 10.5 | 0%
        合计 | | | | | | 335.5 |
    ";
    check(
        drawing,
        "",
        &[
            "推动中非环境合作中心建设|ongoing|多边处|非洲司|2027-01-10|2027-11-30|3000000|CNY",
            "危险废物越境转移管理|completed|公约处||2027-03-01|2027-06-30|250000|CNY",
            "组织核安全会谈|planned|核安全处||2027-04-01|2027-04-05|105000|CNY",
        ],
    );
}

#[test]
fn offices_merged_over_rows_periods_and_amounts_with_units() {
    let drawing = "
        各处室2027年对外合作任务 | < | < | < | < | <
        处室 | 序号 | 工作内容 | 起止时间 | 预计经费 | 完成情况
        双边处 | 1 | 中美气候对话 | 2027.3-2027.6 | 20万元 | 进行中
        ^ | 2 | 中德环境论坛 | 2027年9月至11月 | 1,200,000元 | 尚未启动
        公约处 | 1 | 汞公约履约评估 | 3月—5月 | ¥350,000.00 | 已完成
        ^ | 2 | 项目申报 | 全年 | 120万 | 取消
    ";
    check(
        drawing,
        "",
        &[
            "中美气候对话|ongoing|双边处||2027-03-01|2027-06-30|200000|CNY",
            "中德环境论坛|planned|双边处||2027-09-01|2027-11-30|1200000|CNY",
            "汞公约履约评估|completed|公约处||2027-03-01|2027-05-31|350000|CNY",
            "项目申报|cancelled|公约处||2027-01-01|2027-12-31|1200000|CNY",
        ],
    );
}

#[test]
fn headings_over_rows_and_a_table_that_does_not_begin_in_the_corner() {
    let drawing = "
        | 附件1
        | 2027年环境国际合作项目清单 | < | < | <
        | 序号 | 合作项目 | 合作国别 | 主管处室
        | 一、援外项目 | < | < | <
        | 1 | 低碳示范区 | 柬埔寨 | 气候处
        | 2 | 环境监测站 | 老挝 | 监测处
        | 二、引进合作 | < | < | <
        | 1 | 汞减排技术 | 挪威 | 固体处
        | 备注：经费以财政批复为准
    ";
    let folder = folder();
    let book = put(&folder, "table.xlsx", grid::xlsx("Sheet1", drawing));
    let plan = imported(&folder, &book, "--set status=planned");
    assert_eq!(
        rows(&plan, &["title", "status", "owner", "partner", "section"]),
        [
            "低碳示范区|planned|气候处|柬埔寨|一、援外项目",
            "环境监测站|planned|监测处|老挝|一、援外项目",
            "汞减排技术|planned|固体处|挪威|二、引进合作",
        ]
    );
}

#[test]
fn an_english_work_plan_in_thousands() {
    let drawing = "
        Annual workplan 2027
        Amounts in thousands of US$
        No. | Activity | Lead | Partners | Timeframe | Budget | Status
        1 | Mangrove restoration | Ana | UNEP, IUCN | Jan-Jun 2027 | 120 | In progress
        2 | POPs inventory training | Ben | UNIDO | Q3 2027 | 45.5 | Not started
        3 | Air quality dialogue | Ana | China | 2027 | 30 | Done
        Total | | | | | 195.5 |
    ";
    check(
        drawing,
        "",
        &[
            "Mangrove restoration|ongoing|Ana|UNEP, IUCN|2027-01-01|2027-06-30|120000|USD",
            "POPs inventory training|planned|Ben|UNIDO|2027-07-01|2027-09-30|45500|USD",
            "Air quality dialogue|completed|Ana|China|2027-01-01|2027-12-31|30000|USD",
        ],
    );
}

#[test]
fn own_numbers_become_ids_and_a_count_of_rows_does_not() {
    let drawing = "
        编号 | 项目名称 | 经办人 | 开始日期 | 结束日期 | 金额（元） | 电话
        HZ-01 | 赴日本考察垃圾分类 | 赵敏 | 2027/3/1 | 2027/3/10 | 200000 | 010-1
        2027-02 | 接待挪威环境代表团 | 钱进 | 2027/5/6 | 2027/5/9 | 80000 | 010-2
    ";
    let folder = folder();
    let book = put(&folder, "table.csv", csv(drawing));
    let plan = imported(&folder, &book, "--set status=planned");
    assert_eq!(rows(&plan, &["id", "电话"]), ["HZ-01|010-1", "N2027-02|010-2"]);
    // What counts the rows changes with them; ids of what the row says stay.
    let count = "序号 | 工作任务 | 责任单位\n1 | 甲方案 | 国际司\n2 | 乙方案 | 公约办";
    let other = "序号 | 工作任务 | 责任单位\n1 | 乙方案 | 公约办\n2 | 丙方案 | 国际司";
    let ids = |drawing: &str| {
        let table = put(&folder, "t.csv", csv(drawing));
        rows(&imported(&folder, &table, "--set status=planned"), &["id", "title"])
    };
    let (first, second) = (ids(count), ids(other));
    assert_eq!(first[1], second[0]);
    assert!(first[0] != second[1] && first[0].starts_with('T'), "{first:?}");
}

#[test]
fn json_and_json_lines_are_tables_too() {
    let one = r#"{"项目编号":"A-1","项目名称":"水环境合作","负责单位":"东盟中心","开始":"2027年1月","结束":"2027年12月","预算":"50万元","状态":"实施中","标签":["水","东盟"]}"#;
    let two = r#"{"项目编号":"A-2","项目名称":"淘汰行动","负责单位":"公约办","开始":null,"结束":"2027.8.1","预算":120000.5,"状态":"计划","标签":[]}"#;
    let folder = folder();
    for (name, text) in [
        ("a.json", format!("[{one},\n{two}]")),
        ("b.json", format!("{{\"count\": 2, \"data\": [{one},\n{two}]}}")),
        ("c.ndjson", format!("{one}\n{two}\n")),
    ] {
        let table = put(&folder, name, text);
        let plan = imported(&folder, &table, "--unit 元");
        let columns = ["id", "title", "status", "start", "end", "budget", "currency", "标签"];
        assert_eq!(
            rows(&plan, &columns),
            [
                "A-1|水环境合作|ongoing|2027-01-01|2027-12-31|500000|CNY|水; 东盟",
                "A-2|淘汰行动|planned||2027-08-01|120000.50|CNY|",
            ],
            "{name}"
        );
    }
}

#[test]
fn an_amount_of_merged_cells_counts_once_and_a_wrong_total_is_told() {
    let drawing = "
        工作任务 | 责任单位 | 完成时限 | 经费（元） | 状态
        甲 | 李 | 2027-06-30 | 100 | 计划
        乙 | 王 | 2027-06-30 | ^ | 计划
        丙 | 张 | 2027-06-30 | 50 | 计划
        合计 | | | 250 |
    ";
    let folder = folder();
    let book = put(&folder, "t.xlsx", grid::xlsx("S", drawing));
    let plan = folder.path().join("plan.csv");
    let done = run("envcoop-checklist import --lang en -o").arg(&plan).arg(&book).done();
    let budgets = rows(&plan.to_string_lossy(), &["title", "budget"]);
    assert_eq!(budgets, ["甲|100", "乙|?", "丙|50"]);
    let told = done.messages().join("\n");
    assert!(
        told.contains("t.xlsx!S!D5: the total says `250`, and the rows above it add up to 150.00"),
        "{told}"
    );
    assert!(told.contains("1 row shares the amount of a merged cell"), "{told}");
}

#[test]
fn a_second_table_below_the_first_is_refused_by_its_place() {
    let folder = folder();
    let first = "单位：元\n工作任务 | 责任单位 | 经费 | 进展\n甲 | 水处 | 40 | 在办\n";
    for (second, line) in [
        ("二、另表（单位：万元） | | |\n乙 | 气处 | 40 | 在办", "t.csv:4"),
        ("活动名称 | 负责人 | 开始时间 | 备注\n乙 | 气处 | 2027-01-01 | x", "t.csv:4"),
    ] {
        let table = put(&folder, "t.csv", csv(&format!("{first}{second}")));
        let refused = run("envcoop-checklist import --lang en -o p.csv").arg(&table).refused();
        let told = refused.messages().join("\n");
        assert!(told.contains(line) && told.contains("another table begins here"), "{told}");
    }
}

#[test]
fn what_a_mapping_leaves_open_is_told_by_the_table() {
    let folder = folder();
    let table = put(
        &folder,
        "t.csv",
        csv(
            "2027年计划（单位：万元）\n工作任务 | 责任单位 | 经费 | 进展 | 完成\n甲 | 水处 | 35 | 在办 | 6月底",
        ),
    );
    let map = "format = \"envcoop/mapping/1\"\nheader = [\"工作任务\", \"经费\", \"进展\", \"完成\"]\n\
        [[column]]\nto = \"title\"\nfrom = \"工作任务\"\n[[column]]\nto = \"status\"\nfrom = \"进展\"\n\
        [[column]]\nto = \"end\"\nfrom = \"完成\"\n[[column]]\nto = \"budget\"\nfrom = \"经费\"\ncurrency = \"CNY\"\n";
    let map = put(&folder, "m.toml", map);
    let plan = folder.path().join("plan.csv");
    let line = "envcoop-checklist import --lang en --force -o";
    let done = run(line).arg(&plan).arg(&table).arg("--map").arg(&map).done();
    assert_eq!(
        rows(&plan.to_string_lossy(), &["budget", "currency", "end"]),
        ["350000|CNY|2027-06-30"]
    );
    let told = done.messages().join("\n");
    assert!(told.contains("amounts are counted in units of 万"), "{told}");
}

#[test]
fn a_column_with_a_few_bad_cells_is_read_and_they_are_named() {
    let drawing = "
        工作任务 | 责 任 单 位 | 完成时限 | 经费（万元） | 完成率
        甲 | 水处 | 2027-06-30 | 10 | 100
        乙 | 气处 | 每季度 | 20（贷款） | 50
        丙 | 土处 | 2027-09-30 | ¥12.5 | 1
        丁 | 声处 | 2027-10-30 | 3 | 0
    ";
    let folder = folder();
    let book = put(&folder, "t.xlsx", grid::xlsx("S", drawing));
    let plan = folder.path().join("plan.csv");
    let done = run("envcoop-checklist import --lang en -o").arg(&plan).arg(&book).done();
    assert_eq!(
        rows(&plan.to_string_lossy(), &["owner", "end", "budget", "status"]),
        [
            "水处|2027-06-30|100000|completed",
            "气处|?|?|ongoing",
            "土处|2027-09-30|?|ongoing",
            "声处|2027-10-30|30000|planned"
        ]
    );
    let told = done.messages().join("\n");
    for part in [
        "t.xlsx!S!C3: column end",
        "t.xlsx!S!D3: column budget",
        "t.xlsx!S!D4: column budget: the column counts in units of 万",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_table_that_changed_is_merged_into_its_plan() {
    let first = "工作任务 | 责任单位 | 进展 | 经费（元）\n甲监测 | 水处 | 在办 | 100\n乙培训 | 气处 | 未开始 | 200";
    let second = first.replace("100", "150").replace("未开始", "办结");
    let folder = folder();
    let (plan, new) = (folder.path().join("plan.xlsx"), folder.path().join("new.xlsx"));
    let table = put(&folder, "t.csv", csv(first));
    run("envcoop-checklist import -o").arg(&plan).arg(&table).done();
    put(&folder, "t.csv", csv(&second));
    run("envcoop-checklist import -o").arg(&new).arg(&table).done();
    let merged = run("envcoop-checklist merge --lang en").arg(&plan).arg(&new).done();
    assert!(
        merged.out.contains("`100` -> `150`") && merged.out.contains("applied 2"),
        "{}",
        merged.out
    );
}

#[test]
fn months_that_are_marked_give_the_days() {
    let drawing = "
        2027年度工作计划
        工作任务 | 责任单位 | 1月 | 2月 | 3月 | 4月 | 状态
        甲 | 李 | √ | √ | | | 计划
        乙 | 王 | | | ■ | | 计划
        丙 | 张 | | 开展调研 | < | < | 计划
        丁 | 赵 | | | | | 计划
    ";
    let expected = [
        "甲|2027-01-01|2027-02-28",
        "乙|2027-03-01|2027-03-31",
        "丙|2027-02-01|2027-04-30",
        "丁||",
    ];
    let folder = folder();
    let book = put(&folder, "t.xlsx", grid::xlsx("S", drawing));
    let (plan, map) = (folder.path().join("plan.csv"), folder.path().join("m.toml"));
    let line = "envcoop-checklist import --lang en --force -o";
    let done = run(line).arg(&plan).arg(&book).arg("--save-map").arg(&map).done();
    let found = || rows(&plan.to_string_lossy(), &["title", "start", "end"]);
    assert_eq!(found(), expected);
    let told = done.messages().join("\n");
    assert!(told.contains("`1月` – `4月`: the first month that is marked"), "{told}");
    assert!(told.contains("such as 1月, are read as of 2027"), "{told}");
    assert!(done.out.contains("months"), "{}", done.out);
    // The mapping says it, too.
    run(line).arg(&plan).arg(&book).arg("--map").arg(&map).done();
    assert_eq!(found(), expected);
    assert_eq!(rows(&plan.to_string_lossy(), &["2月"])[0], "√", "the marks are kept");
}
