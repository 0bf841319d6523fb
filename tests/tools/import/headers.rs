//! Headers that planners write, and what stands under them.

use envcoop_cli::ExitStatus;
use envcoop_tests::{folder, put, read, run};

use super::grid::{csv, rows};
use super::several::book;

/// Imports a table of these lines; returns these columns of the plan, or what is asked, and what is told.
fn imported(lines: &[&str], columns: &[&str]) -> (Result<Vec<String>, ()>, String) {
    let folder = folder();
    let table = put(&folder, "t.csv", lines.join("\n"));
    let plan = folder.path().join("plan.csv");
    let line = run("envcoop-checklist import --lang en --for data");
    let done = line.arg(&table).arg("-o").arg(&plan).output();
    let told = done.err.clone() + &done.out;
    let is_done = done.status == ExitStatus::Done;
    (is_done.then(|| rows(&plan.to_string_lossy(), columns)).ok_or(()), told)
}

#[track_caller]
fn makes(lines: &[&str], columns: &[&str], expected: &[&str]) -> String {
    let (plan, told) = imported(lines, columns);
    assert_eq!(plan, Ok(expected.iter().map(|own| (*own).to_owned()).collect()), "{told}");
    told
}

#[test]
fn days_under_a_header_that_only_says_time_are_days() {
    for header in ["时间", "时间进度"] {
        let head = format!("工作任务,责任单位,{header},进展");
        let days = [&*head, "甲,水处,2027年6月底,在办", "乙,水处,2027-09-30,在办"];
        makes(&days, &["end"], &["2027-06-30", "2027-09-30"]);
        let periods = [&*head, "甲,水处,2027.3-2027.6,在办", "乙,水处,2027.4-2027.9,在办"];
        makes(&periods, &["start", "end"], &["2027-03-01|2027-06-30", "2027-04-01|2027-09-30"]);
    }
}

#[test]
fn ways_and_directions_of_cooperation_are_no_partners() {
    let lines = ["工作任务,责任单位,合作方式,对应国际合作方向,进展", "甲,水处,联合研究,大气,在办"];
    makes(&lines, &["partner", "合作方式", "对应国际合作方向"], &["|联合研究|大气"]);
}

#[test]
fn offices_that_lead_and_take_part_under_one_header_are_owners() {
    let lines = ["工作任务,牵头处室/配合处室,进展", "甲,水处/气处,在办"];
    makes(&lines, &["owner", "partner"], &["水处/气处|"]);
}

#[test]
fn words_under_progress_are_asked_about_as_those_under_a_status_are() {
    for header in ["工作进度", "进展情况"] {
        let head = format!("工作任务,责任单位,{header}");
        let lines = [&*head, "甲,水处,完工", "乙,水处,招标中", "丙,水处,已完成"];
        let (plan, told) = imported(&lines, &["title"]);
        assert_eq!(plan, Err(()), "{told}");
        assert!(told.contains("what do these say") && told.contains("招标中"), "{told}");
    }
    // Per cent in wide digits are per cent.
    let lines = ["工作任务,责任单位,工作进度", "甲,水处,１００％", "乙,水处,５０％"];
    makes(&lines, &["status"], &["completed", "ongoing"]);
}

#[test]
fn a_year_is_asked_for_once() {
    let lines = [
        "工作任务,责任单位,状态,完成时限,1月,2月",
        "甲,水处,进行中,6月底,√,√",
        "乙,水处,进行中,7月,,√",
    ];
    let (plan, told) = imported(&lines, &["title"]);
    assert_eq!((plan, told.matches("name no year").count()), (Err(()), 1), "{told}");
}

#[test]
fn a_column_of_a_chart_is_not_told_to_be_kept() {
    let lines = [
        "工作任务,责任单位,状态,1月完成,2月完成,3月完成",
        "甲,水处,进行中,√,√,",
        "乙,水处,进行中,,√,√",
    ];
    let (_, told) = imported(&lines, &["title"]);
    assert!(!told.contains("sure: "), "{told}");
}

#[test]
fn a_document_is_named_with_the_way_out() {
    let folder = folder();
    let pdf = put(&folder, "计划.pdf", b"%PDF-1.7\n1 0 obj\n");
    let line = || run("envcoop-checklist import --lang zh -o").arg(folder.path().join("p.csv"));
    let told = line().arg(&pdf).refused().messages().join("\n");
    assert!(told.contains("PDF 文档") && told.contains("复制到 Excel 或 WPS"), "{told}");
    let docx = put(&folder, "计划.docx", b"PK\x03\x04....word/document.xml....");
    let told = line().arg(&docx).refused().messages().join("\n");
    assert!(told.contains("Word (DOCX)"), "{told}");
}

#[test]
fn commands_that_are_shown_can_be_typed() {
    let folder = folder();
    let lines = "工作任务,责任单位,完成时限,状态\n甲,水处,6月底,进行中";
    let table = put(&folder, "my plan.csv", lines);
    let plan = folder.path().join("the result.csv");
    let line = run("envcoop-checklist import --lang en -o").arg(&plan).arg(&table);
    let told = line.found().messages().join("\n");
    let [map, plan] = ["my plan.map.toml", "the result.csv"].map(|own| folder.path().join(own));
    let shown = format!(
        "envcoop-checklist import \"{table}\" --map \"{}\" -o \"{}\"",
        map.display(),
        plan.display()
    );
    assert!(told.contains(&shown), "{told}");
}

#[test]
fn a_table_that_is_to_be_written_over_is_refused_in_the_language_asked_for() {
    let folder = folder();
    let table = put(&folder, "t.csv", "工作任务,责任单位,状态\n甲,水处,进行中");
    let line = run("envcoop-checklist import --lang zh --force -o").arg(&table).arg(&table);
    let told = line.refused().messages().join("\n");
    assert!(!told.contains("the result would"), "{told}");
}

#[test]
fn the_reasons_of_a_review_follow_the_language_and_those_of_the_plan_stay_data() {
    let folder = folder();
    let table = put(&folder, "t.csv", "工作任务,责任单位,状态\n大气污染联合治理,水处,进行中");
    let path = |name: &str| folder.path().join(name);
    for (lang, of_review) in [("en", "title \"大气污染\""), ("zh", "名称含“大气污染”")]
    {
        let line = run("envcoop-checklist import --force --lang").arg(lang).arg(&table);
        line.arg("-o").arg(path("p.csv")).arg("--review").arg(path("r.csv")).done();
        let reasons = rows(&path("r.csv").to_string_lossy(), &["why_1"]).join("\n");
        assert!(reasons.contains(of_review), "{reasons}");
        let data = rows(&path("p.csv").to_string_lossy(), &["why"]).join("\n");
        assert!(data.contains("title \"大气污染\""), "{data}");
    }
}

#[test]
fn money_under_where_it_comes_from_is_asked_about() {
    let lines = ["工作任务,责任单位,资金来源,进展", "甲,水处,50,在办", "乙,水处,20,在办"];
    let (plan, told) = imported(&lines, &["title"]);
    assert_eq!(plan, Err(()), "{told}");
    assert!(told.contains("资金来源: it may be the column `Budget`"), "{told}");
}

#[test]
fn a_title_that_holds_a_word_of_headers_stays_a_title() {
    let drawing = "
        2027年国际合作项目投资计划 | < | < | <
        工作任务 | 责任单位 | 完成时限 | 进展
        甲 | 水处 | 6月底 | 在办
    ";
    let folder = folder();
    let xlsx = super::grid::xlsx("S", drawing);
    for table in [put(&folder, "t.csv", csv(drawing)), put(&folder, "t.xlsx", xlsx)] {
        let plan = folder.path().join("plan.csv");
        let done =
            run("envcoop-checklist import --lang en --force -o").arg(&plan).arg(&table).done();
        assert_eq!(rows(&plan.to_string_lossy(), &["title", "end"]), ["甲|2027-06-30"]);
        assert!(!done.out.contains("投资计划 /"), "{}", done.out);
    }
}

#[test]
fn an_amount_far_beyond_its_column_is_named_and_hints_count_in_its_unit() {
    let lines = [
        "工作任务,责任单位,经费（万元）,进展",
        "甲,水处,500000,在办",
        "乙,水处,12,在办",
        "丙,水处,30,在办",
        "丁,水处,两三个,在办",
        "戊,水处,900万,在办",
    ];
    let budgets = ["5000000000", "120000", "300000", "?", "9000000"];
    let told = makes(&lines, &["budget"], &budgets);
    for part in [
        "t.csv:2: column budget: `500000`, counted in units of 万, is 5000000000",
        "if it is not counted in units of 万, write `50`",
        "counted in units of 万: `120` is 1200000",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(told.matches("a thousand times").count(), 1, "{told}");
    let near = ["工作任务,责任单位,经费（万元）,进展", "甲,水处,5000,在办", "乙,水处,12,在办"];
    assert!(!makes(&near, &["title"], &["甲", "乙"]).contains("a thousand times"));
}

#[test]
fn the_unit_of_a_cell_counts_before_that_of_its_column() {
    let head = "工作任务,责任单位,经费,进展";
    let own = [
        head,
        "甲,水处,３５．５万元,在办",
        "乙,水处,１２万,在办",
        "丙,水处,\"80,000元\",在办",
        "丁,水处,待财政批复,在办",
    ];
    makes(&own, &["budget"], &["355000", "120000", "80000", "?"]);
    let mixed =
        ["工作任务,责任单位,经费（万元）,进展", "甲,水处,35,在办", "乙,水处,\"80,000元\",在办"];
    makes(&mixed, &["budget"], &["350000", "80000"]);
}

#[test]
fn the_unit_that_a_person_says_for_some_sheets_is_kept() {
    let table = "工作任务 | 责任单位 | 经费 | 进展\n";
    let first = format!("单位：万元\n{table}甲 | 水处 | 40 | 在办");
    let second = format!("气处计划\n{table}乙 | 气处 | 30 | 在办");
    let folder = folder();
    let sheets = [("水处", &*first), ("气处", &*second)];
    let table = put(&folder, "sheets.xlsx", book(&sheets, |_, _| {}));
    let (plan, map) = (folder.path().join("plan.csv"), folder.path().join("m.toml"));
    let line = || run("envcoop-checklist import --lang en --force -o").arg(&plan).arg(&table);
    line().arg("--unit").arg("元").arg("--save-map").arg(&map).done();
    assert!(read(&map).contains("unit_else = \"1 CNY\""), "{}", read(&map));
    line().arg("--map").arg(&map).done();
    assert_eq!(rows(&plan.to_string_lossy(), &["budget"]), ["400000", "30"]);
    let line = run("envcoop-checklist export --lang en").arg(&plan).arg("--into").arg(&table);
    let told = line.arg("--map").arg(&map).arg("-o").arg(folder.path().join("x.xlsx")).done();
    let told = told.messages().join("\n");
    assert!(!told.contains("预算"), "{told}");
}

#[test]
fn a_year_is_read_in_digits_of_any_width_and_else_refused_in_words() {
    let folder = folder();
    let table =
        put(&folder, "t.csv", "工作任务,责任单位,完成时限,进展\n水体监测,水司,6月底,在办\n");
    for command in ["import", "new"] {
        for (year, lang, said) in [
            ("27", "zh", "请用四位数字填写"),
            ("二〇二七", "zh", "例如 2027"),
            ("x", "en", "write a year from"),
        ] {
            let table = if command == "import" { &table } else { "" };
            let line = format!("envcoop-checklist {command} {table} --year {year} --lang {lang}");
            let refused = run(&line).refused().err;
            assert!(refused.contains(said), "{refused}");
        }
    }
    let made = run(&format!("envcoop-checklist import {table} --year ２０２７ --quiet")).done().out;
    assert!(made.contains("2027-06-30"), "{made}");
}

#[test]
fn a_plan_that_is_imported_is_told_to_be_one() {
    let folder = folder();
    let text = "id,title,status,end\nA1,水体监测,planned,01/02/2027\n";
    let plan = put(&folder, "plan.csv", text);
    let out = folder.path().join("out.csv");
    for (lang, said) in [("en", "as one it needs no import"), ("zh", "无需导入")] {
        let line = format!("envcoop-checklist import {plan} --lang {lang} --save-map");
        let map = folder.path().join(format!("{lang}.toml"));
        let told = run(&line).arg(map).arg("-o").arg(&out).found().err;
        assert!(told.contains(said), "{told}");
    }
}
