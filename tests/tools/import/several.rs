//! Several sheets of a workbook, several files, and what is hidden or stands between the rows.

use envcoop_tests::{converted, folder, put, read, run};
use rust_xlsxwriter::{Workbook, Worksheet};
use tempfile::TempDir;

use super::grid::{csv, rows, xlsx};

/// Makes a workbook of several sheets, each drawn, and each changed as said.
pub(super) fn book(sheets: &[(&str, &str)], change: impl Fn(&str, &mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, drawing) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (row, line) in csv(drawing).lines().enumerate() {
            for (column, text) in line.split(',').enumerate() {
                let (row, column) = (row as u32, column as u16);
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).expect("a number"),
                    Err(_) => sheet.write_string(row, column, text).expect("a text"),
                };
            }
        }
        change(name, sheet);
    }
    book.save_to_buffer().expect("a workbook")
}

fn sheets(folder: &TempDir, sheets: &[(&str, &str)]) -> String {
    put(folder, "sheets.xlsx", book(sheets, |_, _| {}))
}

const LINE: &str = "envcoop-checklist import --lang en --force -o";

#[test]
fn sheets_that_count_in_other_units_are_each_read_in_their_own() {
    let of = |unit: &str| {
        format!("单位：{unit}\n工作任务 | 责任单位 | 经费 | 进展\n甲{unit} | 水处 | 40 | 在办")
    };
    let folder = folder();
    let book =
        sheets(&folder, &[("水处", &of("万元")), ("气处", &of("千元")), ("土处", &of("亿元"))]);
    let (plan, map) = (folder.path().join("plan.csv"), folder.path().join("m.toml"));
    let done = run(LINE).arg(&plan).arg(&book).arg("--save-map").arg(&map).done();
    let told = done.messages().join("\n");
    let part = "are counted as the titles of each sheet say: `水处` 万 CNY, `气处` thousand CNY";
    assert!(told.contains(part), "{told}");
    let budgets = ["400000", "40000", "4000000000"];
    assert_eq!(rows(&plan.to_string_lossy(), &["budget"]), budgets);
    // The mapping leaves it to the sheets, this time and every time after.
    assert!(!read(&map).contains("unit ="), "{}", read(&map));
    run(LINE).arg(&plan).arg(&book).arg("--map").arg(&map).done();
    assert_eq!(rows(&plan.to_string_lossy(), &["budget"]), budgets);
    run(LINE).arg(&plan).arg(&book).arg("--sheet").arg("气处").done();
    assert_eq!(rows(&plan.to_string_lossy(), &["budget"]), ["40000"]);
}

#[test]
fn the_unit_of_a_header_counts_before_those_of_the_titles_of_sheets() {
    let of = |unit: &str| {
        format!(
            "单位：{unit}\n工作任务 | 责任单位 | 经费(万元) | 进展\n甲{unit} | 水处 | 40 | 在办"
        )
    };
    let folder = folder();
    let book = sheets(&folder, &[("水处", &of("千元")), ("气处", &of("亿元"))]);
    let map = "format = \"envcoop/mapping/1\"\n\
               [[column]]\nto = \"title\"\nfrom = \"工作任务\"\n\
               [[column]]\nto = \"status\"\nfrom = \"进展\"\n\
               [[column]]\nto = \"budget\"\nfrom = \"经费(万元)\"\n";
    let (plan, map) = (folder.path().join("plan.csv"), put(&folder, "m.toml", map));
    run(LINE).arg(&plan).arg(&book).arg("--map").arg(&map).done();
    assert_eq!(rows(&plan.to_string_lossy(), &["budget"]), ["400000", "400000"]);
}

#[test]
fn a_total_above_the_rows_of_a_sheet_is_none_of_those_of_the_sheet_before() {
    let table = "工作任务 | 责任单位 | 经费(万元) | 进展\n";
    let first = format!("{table}甲 | 水处 | 10 | 在办\n合计 | | 10 |");
    let second = format!("{table}合计 | | 20 |\n乙 | 气处 | 20 | 在办");
    let folder = folder();
    let book = sheets(&folder, &[("水处", &first), ("气处", &second)]);
    let told =
        run(LINE).arg(folder.path().join("plan.csv")).arg(&book).done().messages().join("\n");
    assert!(!told.contains("add up to"), "{told}");
}

#[test]
fn a_sheet_whose_titles_name_no_unit_is_asked_about_and_takes_no_other() {
    let table = "工作任务 | 责任单位 | 经费 | 进展\n";
    let first = format!("单位：万元\n{table}甲 | 水处 | 40 | 在办");
    let second = format!("气处计划\n{table}乙 | 气处 | 30 | 在办");
    let folder = folder();
    let book = sheets(&folder, &[("水处", &first), ("气处", &second)]);
    let plan = folder.path().join("plan.csv");
    let told = run(LINE).arg(&plan).arg(&book).found().messages().join("\n");
    assert!(told.contains("on sheets whose titles do not say: `气处`"), "{told}");
    assert!(!plan.exists());
    let other = folder.path().join("plan2.csv");
    run(LINE).arg(&other).arg(&book).arg("--unit").arg("元").done();
    assert_eq!(rows(&other.to_string_lossy(), &["budget"]), ["400000", "30"]);
}

#[test]
fn days_without_a_year_take_that_of_the_titles_of_their_own_sheet() {
    let of = |year: &str| {
        format!(
            "{year}年工作计划\n工作任务 | 责任单位 | 完成时限 | 进展\n任务{year} | 水处 | 6月底 | 在办"
        )
    };
    let folder = folder();
    let book = sheets(&folder, &[("去年", &of("2026")), ("今年", &of("2027"))]);
    let (plan, map) = (folder.path().join("plan.csv"), folder.path().join("m.toml"));
    let done = run(LINE).arg(&plan).arg(&book).arg("--save-map").arg(&map).done();
    let told = done.messages().join("\n");
    assert!(told.contains("the titles of their sheet: `去年` 2026, `今年` 2027"), "{told}");
    let ends = ["2026-06-30", "2027-06-30"];
    assert_eq!(rows(&plan.to_string_lossy(), &["end"]), ends);
    run(LINE).arg(&plan).arg(&book).arg("--map").arg(&map).done();
    assert_eq!(rows(&plan.to_string_lossy(), &["end"]), ends);
    // What a person says counts for all; a sheet that says nothing is asked about.
    run(LINE).arg(&plan).arg(&book).arg("--year").arg("2030").done();
    assert_eq!(rows(&plan.to_string_lossy(), &["end"]), ["2030-06-30", "2030-06-30"]);
    let open = of("2027").replacen("2027年", "", 1);
    let book = sheets(&folder, &[("去年", &of("2026")), ("某年", &open)]);
    let told = run(LINE).arg(folder.path().join("p.csv")).arg(&book).found();
    let told = told.messages().join("\n");
    assert!(told.contains("nor do the titles of these sheets: `某年`"), "{told}");
}

#[test]
fn marked_months_and_amounts_that_are_added_up_are_those_of_their_own_sheet() {
    let of = |year: &str, unit: &str| {
        format!(
            "{year}年工作计划\n单位：{unit}\n\
             工作任务 | 责任单位 | 中央财政 | 地方配套 | 进展 | 3月 | 4月\n\
             任务{year} | 水处 | 30 | 10 | 在办 | √ | √"
        )
    };
    let folder = folder();
    let book = sheets(&folder, &[("去年", &of("2026", "万元")), ("今年", &of("2027", "千元"))]);
    let (plan, map) = (folder.path().join("plan.csv"), folder.path().join("m.toml"));
    let done = run(LINE).arg(&plan).arg(&book).arg("--save-map").arg(&map).done();
    let told = done.messages().join("\n");
    for part in ["`去年` 2026, `今年` 2027", "`去年` 万 CNY, `今年` thousand CNY"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let columns = ["start", "end", "budget", "currency"];
    let expected = ["2026-03-01|2026-04-30|400000|CNY", "2027-03-01|2027-04-30|40000|CNY"];
    assert_eq!(rows(&plan.to_string_lossy(), &columns), expected);
    run(LINE).arg(&plan).arg(&book).arg("--map").arg(&map).done();
    assert_eq!(rows(&plan.to_string_lossy(), &columns), expected);
}

#[test]
fn a_row_of_a_number_and_a_title_over_full_rows_is_a_heading() {
    let drawing = "
        2027年工作计划 | < | < | <
        序号 | 工作任务 | 责任单位 | 进展
        1 | 大气领域 | |
        1 | 开展监测 | 大气司 | 在办
        2 | 开展评估 | |
        3 | 举办论坛 | 国际司 | 在办
        2 | 水领域 | |
        1 | 联合调查 | 水司 | 在办
        三、 | 土壤 | < | <
        1 | 修复试点 | 土壤司 | 在办
    ";
    let folder = folder();
    for table in [put(&folder, "t.xlsx", xlsx("S", drawing)), put(&folder, "t.csv", csv(drawing))] {
        let plan = folder.path().join("plan.csv");
        let done = run(LINE).arg(&plan).arg(&table).done();
        assert_eq!(
            rows(&plan.to_string_lossy(), &["title", "section"]),
            [
                "开展监测|1 大气领域",
                "开展评估|1 大气领域",
                "举办论坛|1 大气领域",
                "联合调查|2 水领域",
                "修复试点|三、 土壤",
            ],
            "{table}"
        );
        let told = done.messages().join("\n");
        for part in
            [":3, heading: `1 大气领域`", ":7, heading: `2 水领域`", ":9, heading: `三、 土壤`"]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(told.contains("8 rows read, 5 rows of the plan, 3 left out"), "{told}");
    }
}

#[test]
fn what_is_hidden_is_read_and_named() {
    let table = "工作任务 | 责任单位 | 进展 | 电话\n甲 | 水处 | 在办 | 1\n乙 | 气处 | 在办 | 2\n丙 | 土处 | 在办 | 3";
    let folder = folder();
    let bytes = book(&[("清单", table), ("旧清单", table)], |name, sheet| {
        if name == "旧清单" {
            sheet.set_hidden(true);
            return;
        }
        sheet.set_row_hidden(2).expect("a row");
        sheet.set_row_hidden(3).expect("a row");
        sheet.set_column_hidden(3).expect("a column");
        // What is empty need not be named.
        sheet.set_column_hidden(9).expect("a column");
    });
    let xlsx = put(&folder, "t.xlsx", bytes);
    let ods = converted(xlsx.as_ref(), "ods", folder.path());
    let ods = ods.map(|path| path.to_string_lossy().into_owned());
    for table in [xlsx].into_iter().chain(ods) {
        let plan = folder.path().join("plan.csv");
        let done = run(LINE).arg(&plan).arg(&table).done();
        assert_eq!(rows(&plan.to_string_lossy(), &["title", "电话"]), ["甲|1", "乙|2", "丙|3"]);
        let told = done.messages().join("\n");
        for part in [
            "清单: hidden or filtered rows are read like all others: 3-4",
            "under `[leave_out]` in the mapping",
            "清单: hidden columns are read like all others: D",
            "`drop` in the mapping",
            "hidden sheets that look like tables are not read: `旧清单`",
            "or name one with `--sheet`",
        ] {
            assert!(told.contains(part), "{table}: {part}: {told}");
        }
        let asked = run(LINE).arg(&plan).arg(&table).arg("--sheet").arg("旧清单").done();
        let told = asked.messages().join("\n");
        assert!(told.contains("旧清单: the sheet is hidden, and is read all the same"), "{told}");
    }
}

#[test]
fn several_tables_have_one_review_and_a_mapping_each() {
    let folder = folder();
    let table = "工作任务 | 责任单位 | 进展\n";
    let [a, b] = ["a", "b"].map(|name| {
        std::fs::create_dir(folder.path().join(name)).expect("a folder");
        put(
            &folder,
            &format!("{name}/t.csv"),
            csv(&format!("{table}同一项工作 | 水处 | 在办\n{name}专项 | 气处 | 在办")),
        )
    });
    let path = |name: &str| folder.path().join(name);
    let line = run(LINE).arg(path("plan.csv")).arg(&a).arg(&b);
    let done = line.arg("--review").arg(path("r.csv")).arg("--save-map").arg(path("m.toml")).done();
    let ids = rows(&path("plan.csv").to_string_lossy(), &["id"]);
    let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (4, 4), "{ids:?}");
    let told = done.messages().join("\n");
    assert!(told.contains("this row says the same as the one at"), "{told}");
    let mut review = rows(&path("r.csv").to_string_lossy(), &["id", "source"]);
    review.sort();
    let mut expected = rows(&path("plan.csv").to_string_lossy(), &["id", "source"]);
    expected.sort();
    assert_eq!(review, expected);
    assert!(review.iter().any(|own| own.ends_with("b/t.csv:3")), "{review:?}");
    // The second mapping is no second copy of the first name.
    assert!(read(path("m.toml")).contains("工作任务"));
    assert!(read(path("t.map.toml")).contains("工作任务"));
    // Of three tables of one name none writes over another's mapping.
    let c = put(&folder, "t.csv", csv(&format!("{table}丙专项 | 土处 | 在办")));
    let line = run(LINE).arg(path("p3.csv")).arg(&a).arg(&b).arg(&c);
    line.arg("--save-map").arg(path("t.map.toml")).done();
    for name in ["t.map.toml", "t-2.map.toml", "t-3.map.toml"] {
        assert!(path(name).exists(), "{name}");
    }
    // What a person decides of both goes back into the plan.
    let decided = read(path("r.csv")).lines().enumerate().fold(String::new(), |text, (n, line)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[4] = if n == 0 { cells[4] } else { "n" };
        text + &cells.join(",") + "\n"
    });
    let merged = put(&folder, "r.csv", decided);
    run("envcoop-checklist merge --lang en").arg(path("plan.csv")).arg(&merged).done();
}
