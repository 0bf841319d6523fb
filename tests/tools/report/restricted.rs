//! The options of an analysis in a report: every form says what it is restricted to, and has the
//! figures, and the refusals, that `envcoop-gap analyse` has.

use std::collections::BTreeSet;

use calamine::{Data, DataType as _, Range, Reader, Xlsx, open_workbook};
use envcoop_tests::dom::{Element, parse};
use envcoop_tests::files::{Row, table};
use envcoop_tests::json::{bounds, ids};
use envcoop_tests::{MINI, PLAN, folder, put, read, run};
use serde_json::Value;

const EARLIER: &str = "--baseline data/examples/mini-plan-earlier.csv";
const PICTURES: [&str; 4] = ["challenges", "matrix", "timeline", "money"];
/// A plan, options, and what every form says of them.
const VIEWS: [(&str, &str, &str); 10] = [
    (PLAN, "--area W2", "only area W2"),
    (PLAN, "--challenge C1,C3", "only challenge C1, C3"),
    (PLAN, "--measures W1.1,W4", "only measures W1.1, W4"),
    (PLAN, "--term pops", "only term pops"),
    (PLAN, "--period 2026-01-01..2026-06-30", "period 2026-01-01..2026-06-30: "),
    (PLAN, "--area W5,W8 --period 2027-01-01..", "period 2027-01-01..: "),
    (MINI, "--measures W2.1", "only measures W2.1"),
    (MINI, "--period ..2000-12-31", "period ..2000-12-31: 5 rows are outside and left out"),
    (MINI, "--target data/examples/mini-targets.csv", "each measure by its target in data/"),
    (MINI, "--area W1", "only area W1"),
];

fn report(command: &str) -> String {
    run(&format!("envcoop-report {command}")).done().out
}

/// Writes percentages as a page has them.
fn percents(entry: &Value) -> String {
    match bounds(entry) {
        [Some(low), Some(high)] => format!("{low:.1}–{high:.1}\u{a0}%"),
        _ => "–".to_owned(),
    }
}

/// Returns the entries of a list.
fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// Returns the bounds and the counts of a row of a table, as JSON has them.
fn same(row: &Row, own: &Value) {
    assert_eq!(row["id"], own["id"].as_str().expect("an id"));
    for key in ["low", "high"] {
        assert_eq!(row[key].parse().ok(), own[key].as_f64(), "{key} of {}", own["id"]);
    }
    for key in ["measures", "met", "data_gap", "action_gap", "not_applicable", "assessed"] {
        assert_eq!(row[key], own[key].to_string(), "{key} of {}", own["id"]);
    }
}

#[test]
fn tables_have_the_figures_and_the_rows_of_the_analysis() {
    for (plan, options, words) in VIEWS {
        let view = run(&format!("envcoop-gap {plan} {options} --format json")).done().json();
        let dir = folder();
        report(&format!("csv {plan} {options} --for data -o {}", dir.path().display()));
        for name in ["challenges", "areas"] {
            let rows = table(dir.path(), name);
            assert_eq!(rows.len(), list(&view[name]).len());
            rows.iter().zip(list(&view[name])).for_each(|(row, own)| same(row, own));
        }
        let measures = table(dir.path(), "measures");
        let of_table: Vec<&str> = measures.iter().map(|row| &*row["id"]).collect();
        assert_eq!(of_table, ids(&view["measures"]), "{options}");
        for (row, own) in measures.iter().zip(list(&view["measures"])) {
            assert_eq!(row["state"], own["state"].as_str().expect("a state"), "{options}");
            assert_eq!(row["activities"], own["activities"].to_string(), "{options}");
        }
        // A row stands there for a measure that does, unless all measures do.
        let whole = run(&format!("envcoop-gap {plan} --format json")).done().json();
        let is_whole = list(&whole["measures"]).len() == measures.len();
        let kept: BTreeSet<&str> = of_table.into_iter().collect();
        let activities = table(dir.path(), "activities");
        for row in activities.iter().chain(&table(dir.path(), "late")) {
            let mut own =
                row["measures"].split(';').map(|part| part.split(':').next().unwrap_or(""));
            assert!(own.any(|id| kept.contains(id.trim())) || is_whole, "{options}: {row:?}");
        }
        let is_covered = measures.iter().any(|row| row["activities"] != "0");
        assert!(!is_covered || !activities.is_empty(), "{options}");
        let package =
            std::fs::read_to_string(dir.path().join("datapackage.json")).expect("it is there");
        let package: Value = serde_json::from_str(&package).expect("JSON");
        let about = package["description"].as_str().expect("a text");
        assert!(about.contains(&format!("restricted to: {words}")), "{about}");
    }
}

#[test]
fn a_row_without_a_measure_is_listed_only_where_every_measure_remains() {
    let dir = folder();
    let rows =
        "A1,W1.1,due,ongoing,2027-01-01,2027-12-31\nA3,,orphan,ongoing,2027-01-01,2027-03-31\n";
    let plan = put(&dir, "plan.csv", format!("id,measures,title,status,start,end\n{rows}"));
    let target = put(&dir, "target.csv", "id,profile,by\nW1,plan,2027-03-31\n");
    let line = format!("{plan} --framework mini --as-of 2027-06-30");
    for (options, activities, late) in [
        (String::new(), 2, 1),
        ("--area W1".to_owned(), 1, 0),
        (format!("--target {target}"), 1, 0),
    ] {
        let into = folder();
        report(&format!("csv {line} {options} --for data -o {}", into.path().display()));
        let listed = ["activities", "late"].map(|name| table(into.path(), name).len());
        assert_eq!(listed, [activities, late], "{options}");
        let counted: u64 = table(into.path(), "owners")
            .iter()
            .map(|row| row["late"].parse::<u64>().expect("a number"))
            .sum();
        assert_eq!(counted, late as u64, "{options}");
    }
}

#[test]
fn a_page_has_the_figures_and_the_rows_of_the_analysis() {
    for (plan, options, words) in VIEWS {
        let view = run(&format!("envcoop-gap {plan} {options} --format json")).done().json();
        let page = parse(&report(&format!("html {plan} {options}")));
        let facts = page.one(|e| e.is("facts")).text();
        assert!(facts.contains(words), "{facts}");
        let glance = page.one(|e| e.is("glance")).find(|e| e.is("big"));
        let entries = list(&view["challenges"]).iter().chain([&view["overall"]]);
        for (cell, own) in glance.iter().zip(entries) {
            assert_eq!(cell.text(), percents(own), "{options}: {}", own["id"]);
        }
        let lines = read(plan.split(' ').next().expect("a path"));
        for own in list(&view["measures"]) {
            let id = own["id"].as_str().expect("an id");
            let section = page.by_id(id);
            // Lists of rows are kept for the whole strategy: these are those of this measure.
            let behind = section.find(|e| e.name == "table" && e.is("rows"));
            let named = behind.iter().flat_map(|table| table.find(|e| e.name == "b"));
            for row in named.map(Element::text) {
                let line = lines.lines().find(|line| line.starts_with(&format!("{row},")));
                assert!(line.expect("the row is there").contains(id), "{options}: {row} for {id}");
            }
            let is_covered = own["activities"] != 0 || own["proposals"] != 0;
            assert!(!is_covered || !behind.is_empty(), "{options}: {id}");
        }
        let unique: BTreeSet<&str> = page.all().iter().map(|e| e.get("id")).collect();
        for link in page.find(|e| e.attributes.contains_key("href")) {
            let to = link.get("href").trim_start_matches('#');
            assert!(unique.contains(to), "{options}: {to}");
        }
    }
}

#[test]
fn a_memo_is_the_analysis_and_pictures_say_what_they_show() {
    for (plan, options, words) in VIEWS {
        let analysis = run(&format!("envcoop-gap {plan} {options} --format markdown")).done().out;
        let memo = report(&format!("markdown {plan} {options}"));
        assert!(memo.starts_with(&analysis), "{options}\n{memo}");
        assert!(memo.contains(words), "{memo}");
        for picture in PICTURES {
            let svg = report(&format!("svg {picture} {plan} {options}"));
            let (_, title) = svg.split_once("<title").expect("a title");
            let (title, _) = title.split_once("</title>").expect("its end");
            assert!(title.contains(words), "{picture}: {title}");
        }
    }
}

#[test]
fn a_workbook_has_the_figures_of_the_analysis() {
    for (plan, options, words) in VIEWS {
        let view = run(&format!("envcoop-gap {plan} {options} --format json")).done().json();
        let sheets = workbook(&format!("{plan} {options}"));
        for name in ["Summary", "About"] {
            let said = sheet(&sheets, name).rows().any(|row| row[1].to_string().starts_with(words));
            assert!(said, "{name} of {options}");
        }
        let summary = sheet(&sheets, "Summary");
        for own in list(&view["challenges"]) {
            let row = summary.rows().find(|row| row[0] == *own["id"].as_str().expect("an id"));
            let figures = &row.expect("its row")[2..4];
            let figures = [0, 1].map(|i| figures[i].as_f64());
            assert_eq!(figures, bounds(own), "{options}: {}", own["id"]);
        }
        let measures = sheet(&sheets, "Measures").rows().skip(1);
        assert_eq!(
            measures.map(|row| row[0].to_string()).collect::<Vec<_>>(),
            ids(&view["measures"])
        );
    }
}

#[test]
fn what_is_compared_is_restricted_alike() {
    let options = "--area W1 --old-as-of 2027-03-31";
    let line = format!("envcoop-gap diff data/examples/mini-plan-earlier.csv {MINI} {options}");
    let diff = run(&format!("{line} --format csv --for data")).done().out;
    assert!(diff.lines().skip(1).all(|line| line.starts_with("W1.")) && diff.lines().count() > 1);
    let dir = folder();
    let options = format!("{EARLIER} --baseline-as-of 2027-03-31 --area W1");
    report(&format!("csv {MINI} {options} --for data -o {}", dir.path().display()));
    let changes = std::fs::read_to_string(dir.path().join("changes.csv")).expect("it is there");
    assert_eq!(changes, diff);
    let text = run(&line).done().out;
    assert!(text.contains("only area W1"), "{text}");
    assert_eq!(run(&format!("{line} --format json")).done().json()["filter"]["areas"][0], "W1");
    for form in ["html", "markdown", "svg challenges"] {
        assert!(report(&format!("{form} {MINI} {options}")).contains("only area W1"), "{form}");
    }
    // A row that left the period has not left the plan.
    let dir = folder();
    let header = "id,measures,title,status,owner,start,end,budget,currency,note\n";
    let old =
        put(&dir, "old.csv", format!("{header}A1,W1.1,a,ongoing,Li,2027-01-01,2027-12-31,,,\n"));
    let new =
        put(&dir, "new.csv", format!("{header}A1,W1.1,a,planned,Li,2028-01-01,2028-12-31,,,\n"));
    let line = format!("envcoop-gap diff {old} {new} --framework mini --as-of 2027-06-30");
    let moved = run(&format!("{line} --period 2027-01-01..2027-12-31")).done().out;
    assert!(moved.contains("new.csv:2") && !moved.contains("gone"), "{moved}");
}

#[test]
fn money_is_shown_in_one_currency_as_well() {
    let options = "--rates data/examples/mini-rates.csv --currency CNY";
    let used = "1 USD = 7.20 CNY (of 2027-05-31)";
    let memo = report(&format!("markdown {MINI} {options}"));
    assert!(memo.contains("= CNY 1,700,720.00") && memo.contains(used), "{memo}");
    let page = parse(&report(&format!("html {MINI} {options}")));
    assert!(page.one(|e| e.is("facts")).text().contains(used));
    for class in ["glance", "cash"] {
        let text = page.one(|e| e.name == "table" && e.is(class)).text();
        assert!(text.contains("= CNY") && text.contains("1,700,720.00"), "{text}");
    }
    let sheets = workbook(&format!("{MINI} {options}"));
    let of_summary =
        sheet(&sheets, "Summary").rows().map(|row| row.last().expect("a cell").to_string());
    assert!(of_summary.into_iter().any(|money| money.contains("= CNY 1,700,720.00")));
    assert!(sheet(&sheets, "About").rows().any(|row| row[1] == *used));
    let dir = folder();
    report(&format!("csv {MINI} {options} --for data -o {}", dir.path().display()));
    let ours = std::fs::read_to_string(dir.path().join("by_challenge.csv")).expect("it is there");
    let by = format!("envcoop-gap {MINI} {options} --by challenge --format csv --for data");
    assert_eq!(ours, run(&by).done().out);
    let package =
        std::fs::read_to_string(dir.path().join("datapackage.json")).expect("it is there");
    assert!(package.contains("by_challenge.csv") && package.contains(used), "{package}");
}

#[test]
fn what_analyse_refuses_no_report_takes() {
    let dir = folder();
    let wrong = put(&dir, "wrong.csv", "id,profile,by\nW9,plan,2027-01-01\n");
    let out = dir.path().join("out").display().to_string();
    for options in [
        "--area W1.1",
        "--challenge C9",
        "--term nobody",
        "--measures W1.1 --area W2",
        "--period 2027",
        "--currency CNY",
        "--rates data/examples/mini-rates.csv",
        "--rates data/examples/mini-rates.csv --currency RMB",
        "--rates data/examples/mini-targets.csv --currency CNY",
        "--target data/examples/mini-targets.csv --profile plan",
        "--target no-such-file.csv",
        &format!("--target {wrong}"),
    ] {
        let about = |command: &str| {
            let err = run(&format!("{command} {MINI} {options}")).refused().err;
            let of_tool =
                err.lines().map(|line| line.split_once("error: ").map_or(line, |it| it.1));
            let lines = of_tool.take_while(|line| !line.starts_with("Usage"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let wanted = about("envcoop-gap analyse");
        assert!(!wanted.is_empty());
        for form in ["csv", "xlsx", "html", "markdown", "svg money"] {
            assert_eq!(
                about(&format!("envcoop-report {form} -o {out}")),
                wanted,
                "{form} {options}"
            );
        }
        assert!(!dir.path().join("out").exists(), "{options}");
    }
}

fn workbook(line: &str) -> Vec<(String, Range<Data>)> {
    let dir = folder();
    let path = dir.path().join("report.xlsx");
    run(&format!("envcoop-report xlsx {line}")).arg("-o").arg(path.as_os_str()).done();
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    book.worksheets()
}

fn sheet<'s>(sheets: &'s [(String, Range<Data>)], name: &str) -> &'s Range<Data> {
    &sheets.iter().find(|(own, _)| own == name).expect("the sheet is there").1
}
