//! Rows that are no work of their own, and cells that a merged one left blank.

use envcoop_tests::{folder, put, read, run};

use super::grid::rows;

/// Imports a table of these lines; returns these columns of the plan, and what is told.
fn imported(lines: &[&str], columns: &[&str]) -> (Vec<String>, String) {
    let folder = folder();
    let table = put(&folder, "t.csv", lines.join("\n"));
    let plan = folder.path().join("plan.csv");
    let line = run("envcoop-checklist import --lang en --for data");
    let told = line.arg(&table).arg("-o").arg(&plan).done().messages().join("\n");
    (rows(&plan.to_string_lossy(), columns), told)
}

#[track_caller]
fn says(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_heading_with_a_subtotal_is_no_project() {
    let lines = [
        "序号,工作任务,责任单位,经费（万元）,进展",
        ",（一）双边合作,,90,",
        "1,联合监测,水司,50,在办",
        "2,治理谈判,国际司,40,在办",
        ",（二）多边合作,,60,",
        "3,公约履约,国际司,60,在办",
        "合计,,,150,",
    ];
    let (plan, told) = imported(&lines, &["title", "budget", "section"]);
    let expected = [
        "联合监测|500000|（一）双边合作",
        "治理谈判|400000|（一）双边合作",
        "公约履约|600000|（二）多边合作",
    ];
    assert_eq!(plan, expected);
    says(
        &told,
        &[
            "t.csv:2, heading with its subtotal: `（一）双边合作 90`",
            "t.csv:5, heading with its subtotal: `（二）多边合作 60`",
        ],
    );
    assert!(!told.contains("add up to"), "{told}");
}

#[test]
fn the_numbers_of_such_headings_do_not_make_ids_of_those_that_count_the_rows() {
    let lines = [
        "序号,工作任务,责任单位,经费（万元）,进展",
        "一、,国际合作,,150,",
        "（一）,双边合作,,90,",
        "1,联合监测,水司,50,在办",
        "2,治理谈判,国际司,40,在办",
        "（二）,多边合作,,60,",
        "3,公约履约,国际司,60,在办",
    ];
    let (plan, _) = imported(&lines, &["id", "section"]);
    let of: Vec<&str> = plan.iter().filter_map(|own| own.split('|').next_back()).collect();
    let bilateral = "一、 国际合作 / （一） 双边合作";
    assert_eq!(of, [bilateral, bilateral, "一、 国际合作 / （二） 多边合作"]);
    assert!(plan.iter().all(|own| own.starts_with('T')), "{plan:?}");
}

#[test]
fn a_heading_that_is_not_what_its_rows_add_up_to_is_named_and_stays() {
    let lines = [
        "序号,工作任务,责任单位,经费（万元）,进展",
        ",（一）双边合作,,100,",
        "1,联合监测,水司,50,在办",
        "2,治理谈判,国际司,40,在办",
    ];
    let (plan, told) = imported(&lines, &["title"]);
    assert_eq!(plan.len(), 3);
    says(
        &told,
        &["t.csv:2: column budget: `（一）双边合作` says 100", "add up to 90", "[leave_out]"],
    );
}

#[test]
fn cells_with_a_unit_of_their_own_add_up_in_that_of_the_column() {
    for header in [
        &["序号,工作任务,责任单位,经费（万元）,进展"][..],
        &["单位：万元,,,,", "序号,工作任务,责任单位,经费,进展"],
    ] {
        let rows = [
            "一,双边合作,,4.2,",
            "1,联合监测,水司,1,在办",
            "2,治理谈判,国际司,3.2万元,在办",
            "二,多边合作,,13,",
            "1,公约履约,国际司,5,在办",
            "2,化学品研讨,固体司,\"80,000元\",在办",
            "合计,,,18,",
        ];
        let lines: Vec<&str> = header.iter().copied().chain(rows).collect();
        let (plan, told) = imported(&lines, &["title", "budget"]);
        let expected = ["联合监测|10000", "治理谈判|32000", "公约履约|50000", "化学品研讨|80000"];
        assert_eq!(plan, expected, "{told}");
        says(&told, &["the total says `18`, and the rows above it add up to 17.20"]);
    }
}

#[test]
fn a_heading_that_calls_itself_a_subtotal_is_one_where_its_rows_add_up_to_it() {
    let lines = [
        "序号,工作任务,责任单位,经费（万元）,进展",
        "一、双边合作（小计）,,,30,",
        "1,联合监测,水司,20,在办",
        "2,治理谈判,国际司,10,在办",
        "二、多边合作（小计）,,,13,",
        "1,公约履约,国际司,13,在办",
        "合计,,,43,",
    ];
    let (plan, told) = imported(&lines, &["title", "section"]);
    let expected = ["联合监测|一、双边合作", "治理谈判|一、双边合作", "公约履约|二、多边合作"];
    assert_eq!(plan, expected, "{told}");
    says(&told, &["t.csv:2, heading with its subtotal: `一、双边合作（小计） 30`"]);
    assert!(!told.contains("add up to"), "{told}");
}

#[test]
fn parts_of_the_row_above_are_no_totals() {
    let lines = [
        "序号,工作任务,责任单位,经费（万元）,进展",
        "1,联合监测,水司,100,在办",
        ",其中：专家费,,10,",
        "2,治理谈判,国际司,40,在办",
        ",of which: travel,,5,",
    ];
    let (plan, told) = imported(&lines, &["title", "budget"]);
    assert_eq!(plan, ["联合监测|1000000", "治理谈判|400000"]);
    says(&told, &["t.csv:3, part of the row above: `其中：专家费 10`", "t.csv:5, part of"]);
    assert!(!told.contains("add up to"), "{told}");
}

#[test]
fn an_owner_whose_cell_was_merged_counts_for_the_rows_below() {
    let header = "类别,工作任务,责任单位,进展";
    let merged = [
        header,
        "双边合作,联合监测,水司,在办",
        ",治理谈判,,在办",
        ",信息通报,,在办",
        "多边合作,公约履约,国际司,在办",
        ",公约谈判,,在办",
    ];
    let (plan, told) = imported(&merged, &["owner"]);
    assert_eq!(plan, ["水司", "水司", "水司", "国际司", "国际司"]);
    says(
        &told,
        &["3 blank cells took what stands above them in the same column", "`fill = \"down\"`"],
    );
    // A blank among filled cells says that nobody is named.
    let scattered = [
        header,
        "双边合作,联合监测,水司,在办",
        ",治理谈判,国际司,在办",
        ",信息通报,,在办",
        "多边合作,公约履约,国际司,在办",
    ];
    assert_eq!(imported(&scattered, &["owner"]).0, ["水司", "国际司", "", "国际司"]);
}

#[test]
fn where_no_category_shows_it_a_person_says_whether_owners_were_merged() {
    let folder = folder();
    let lines =
        ["工作任务,责任单位,进展", "甲,水司,在办", "乙,,在办", "丙,国际司,在办", "丁,,在办"];
    let table = put(&folder, "t.csv", lines.join("\n"));
    let (plan, map) = (folder.path().join("plan.csv"), folder.path().join("m.toml"));
    let line = || run("envcoop-checklist import --lang en").arg(&table).arg("-o").arg(&plan);
    let told = line().arg("--save-map").arg(&map).found().messages().join("\n");
    says(&told, &["责任单位", "parts of a merged cell", "`fill = \"down\"`"]);
    line().arg("--map").arg(&map).done();
    assert_eq!(rows(&plan.to_string_lossy(), &["owner"]), ["水司", "", "国际司", ""]);
    let to = "to = \"owner\"";
    let filled = read(&map).replace(to, &format!("fill = \"down\"\n{to}"));
    let map = put(&folder, "filled.toml", filled);
    line().arg("--force").arg("--map").arg(&map).done();
    assert_eq!(rows(&plan.to_string_lossy(), &["owner"]), ["水司", "水司", "国际司", "国际司"]);
}
