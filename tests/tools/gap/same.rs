//! The same project twice: what a person marks under `same_as` is counted once, in every figure of money
//! and in every form of a plan; what only seems to be the same is listed, and changes nothing.

use envcoop_tests::{folder, put, run};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

const OPTIONS: &str = "--framework mini --as-of 2027-06-30";
const HEADER: [&str; 10] =
    ["id", "measures", "title", "status", "owner", "start", "end", "budget", "currency", "same_as"];

type Row = [&'static str; 10];

const A: Row =
    ["A", "W1.1", "POPs stock", "ongoing", "Li", "2026-07-01", "2027-12-31", "100", "CNY", "B"];
const B: Row =
    ["B", "W1.2", "Soil pilot", "ongoing", "Wang", "2026-07-01", "2027-12-31", "70", "CNY", ""];
const C: Row =
    ["C", "W2.1", "Border", "planned", "Wang", "2027-07-01", "2027-12-31", "5", "CNY", "-"];

fn separated(header: &[&str], rows: &[Row]) -> String {
    let lines = rows.iter().map(|row| row.join(",") + "\n");
    [header.join(",") + "\n"].into_iter().chain(lines).collect()
}

fn plan(rows: &[Row]) -> String {
    separated(&HEADER, rows)
}

fn json_plan(rows: &[Row]) -> String {
    let mut all = Vec::new();
    for row in rows {
        let cells = HEADER.iter().zip(row).map(|(key, text)| ((*key).to_owned(), json!(text)));
        all.push(cells.collect::<Value>());
    }
    Value::from(all).to_string()
}

fn xlsx(header: &[&str], rows: &[Row]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, texts) in [header].into_iter().chain(rows.iter().map(|row| &row[..])).enumerate() {
        for (column, text) in texts.iter().enumerate() {
            sheet.write_string(line as u32, column as u16, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Returns the money of all measures together.
#[track_caller]
fn committed(analysis: &Value) -> String {
    let money = analysis["overall"]["money"].as_array().expect("sums").iter();
    let sum = |own: &Value| {
        let [currency, amount] = ["currency", "committed"].map(|key| own[key].as_str());
        format!("{} {}", currency.expect("a code"), amount.expect("an amount"))
    };
    money.map(sum).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn of_stdin(plan: impl Into<Vec<u8>>) -> Value {
    run(&format!("envcoop-gap - {OPTIONS} --format json")).stdin(plan).done().json()
}

#[test]
fn money_is_counted_once_in_every_form_of_a_plan() {
    // 100 of A and 5 of C: the 70 of B are the money of A.
    let rows = [A, B, C];
    let mut chinese = HEADER;
    chinese[9] = "同一项目";
    let shouted = HEADER.map(|name| if name == "same_as" { "Same_As" } else { name });
    for text in
        [plan(&rows), json_plan(&rows), separated(&chinese, &rows), separated(&shouted, &rows)]
    {
        assert_eq!(committed(&of_stdin(text)), "CNY 105.00");
    }
    let ascii = json_plan(&rows).replace("same_as", "\\u540c\\u4e00\\u9879\\u76ee");
    assert_eq!(committed(&of_stdin(ascii)), "CNY 105.00");
    let dir = folder();
    for header in [HEADER, chinese] {
        assert_eq!(committed(&of_stdin(xlsx(&header, &rows))), "CNY 105.00");
        let file = put(&dir, "plan.xlsx", xlsx(&header, &rows));
        let line = format!("envcoop-gap {file} {OPTIONS} --format json");
        assert_eq!(committed(&run(&line).done().json()), "CNY 105.00");
    }
    // A plan that marks nothing adds all up.
    let mut unmarked = rows;
    unmarked[0][9] = "";
    assert_eq!(committed(&of_stdin(plan(&unmarked))), "CNY 175.00");
}

#[test]
fn the_order_of_rows_and_files_and_any_split_change_nothing() {
    let dir = folder();
    let rows = [A, B, C];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let rows = order.map(|at| rows[at]);
        assert_eq!(committed(&of_stdin(plan(&rows))), "CNY 105.00");
        let first = put(&dir, "first.csv", plan(&rows[..1]));
        let second = put(&dir, "second.json", json_plan(&rows[1..]));
        for files in [format!("{first} {second}"), format!("{second} {first}")] {
            let done = run(&format!("envcoop-gap {files} {OPTIONS} --format json")).done();
            assert_eq!(committed(&done.json()), "CNY 105.00", "{order:?}");
        }
        let line = format!("envcoop-gap - {second} {OPTIONS} --format json");
        let done = run(&line).stdin(plan(&rows[..1])).done();
        assert_eq!(committed(&done.json()), "CNY 105.00", "{order:?}");
    }
}

#[test]
fn every_figure_of_money_leaves_out_what_is_counted_elsewhere() {
    let plan = plan(&[A, B, C]);
    let told = |line: &str| run(&format!("{line} {OPTIONS} -q")).stdin(plan.as_str()).done();
    let analysis = told("envcoop-gap - --format json").json();
    let measure = |id: &str| {
        let all = analysis["measures"].as_array().expect("measures");
        all.iter().find(|own| own["id"] == id).expect("it is there").clone()
    };
    assert_eq!(measure("W1.1")["money"][0]["committed"], "100.00");
    // B still counts, and its need of money is met: its project has some.
    assert_eq!(measure("W1.2")["money"], json!([]));
    assert_eq!(measure("W1.2")["activities"], 1);
    assert_eq!(measure("W1.2")["needs"]["funding"], "met");
    // Wang answers for B and C: 5 of them; the years halve what is left of A: 184 and 365 days of 549.
    let owners = told("envcoop-gap - --by owner --format json").json();
    let of_wang = owners.to_string();
    assert!(of_wang.contains("\"5.00\"") && !of_wang.contains("75.00"), "{of_wang}");
    let years = told("envcoop-gap - --by year --format csv").out;
    assert!(years.contains("33.52") && years.contains("71.48"), "{years}");
    for (lang, said) in [("en", "at A"), ("zh", "计入 A")] {
        let text = told(&format!("envcoop-gap explain W1.2 - --lang {lang}")).out;
        assert!(text.contains(said) && !text.contains("70.00"), "{text}");
        let page = told(&format!("envcoop-report html - --lang {lang}")).out;
        assert!(page.contains(said) && page.contains("105.00"), "{said}");
        assert!(!page.contains("175.00"));
    }
    // The table of activities, read as a plan, says the same.
    let dir = folder();
    let into = dir.path().join("out");
    run(&format!("envcoop-report csv - {OPTIONS} -q --for data -o"))
        .arg(into.as_os_str())
        .stdin(plan.as_str())
        .done();
    let activities = std::fs::read(into.join("activities.csv")).expect("the table");
    assert_eq!(committed(&of_stdin(activities.clone())), "CNY 105.00");
    let mut table = csv::Reader::from_reader(&activities[..]);
    let mut at = |name: &str| table.headers().expect("headers").iter().position(|own| own == name);
    let columns = ["id", "same_as", "money_at"].map(|name| at(name).expect("a column"));
    let found: Vec<[String; 3]> = table
        .records()
        .map(|row| row.expect("a row"))
        .map(|row| columns.map(|at| row[at].to_owned()))
        .collect();
    assert_eq!(found, [["A", "B", ""], ["B", "", "A"], ["C", "-", ""]]);
    let rows = told("envcoop-gap explain W1.2 - --format json").json();
    assert_eq!(rows["rows"][0]["money_at"], "A", "{rows}");
}

#[test]
fn a_proposal_paid_for_at_another_needs_that_one_and_costs_nothing_more() {
    let proposed = |mut row: Row| {
        row[3] = "proposed";
        row
    };
    let plan = plan(&[proposed(A), proposed(B), proposed(C)]);
    let line = format!("envcoop-gap next - {OPTIONS} --budget 100 -q --format json");
    let told = run(&line).stdin(plan.as_str()).done().json();
    assert_eq!((&told["chosen"], &told["cost"]), (&json!(["A", "B"]), &json!("100.00")), "{told}");
    // Without A there is no B.
    let told = run(&format!("{line} --never A")).stdin(plan).done().json();
    assert_eq!((&told["chosen"], &told["cost"]), (&json!(["C"]), &json!("5.00")), "{told}");
}

#[test]
fn marks_that_mean_nothing_are_told_by_name_with_the_way_out() {
    let named = |mut row: Row, same: &'static str| {
        row[9] = same;
        row
    };
    let poor = |mut row: Row| {
        (row[7], row[8]) = ("", "");
        row
    };
    for (rows, sum, en, zh) in [
        (vec![named(A, "A"), B], "170.00", "row `A` names itself", "`A` 行把自己注明"),
        (
            vec![named(A, "Z"), B],
            "170.00",
            "row `A` names `Z` as the same project, but no row",
            "已读取的行中没有此编号",
        ),
        (
            vec![named(A, "B"), named(B, "A")],
            "100.00",
            "rows `A`, `B` name each other",
            "互相注明为同一项目",
        ),
        (vec![poor(A), B], "70.00", "row `A` has no money that counts", "`A` 行没有计入的资金"),
        (vec![A, named(C, "B"), B], "105.00", "rows `A`, `C` name `B`", "都注明与 `B` 为同一项目"),
    ] {
        for (lang, said) in [("en", en), ("zh", zh)] {
            let line = format!("envcoop-gap - {OPTIONS} --format json --lang {lang}");
            let done = run(&line).stdin(plan(&rows)).done();
            assert_eq!(committed(&done.json()), format!("CNY {sum}"), "{en}");
            assert_eq!(done.err.matches(said).count(), 1, "{}", done.err);
            assert!(done.err.contains("same_as") && done.err.lines().count() >= 2, "{}", done.err);
        }
    }
    // A chain, and words for none.
    let chain = [A, named(B, "C"), named(C, "无")];
    let done = run(&format!("envcoop-gap - {OPTIONS} --format json")).stdin(plan(&chain)).done();
    assert_eq!((committed(&done.json()).as_str(), done.err.as_str()), ("CNY 100.00", ""));
}

/// Published activities: identifier, other identifier, title, days and money.
fn published(activities: &[[&str; 6]]) -> String {
    let activity = |[name, other, title, start, end, amount]: &[&str; 6]| {
        format!(
            "<iati-activity default-currency=\"CNY\"><iati-identifier>{name}</iati-identifier>\
             <other-identifier ref=\"{other}\" type=\"A1\"/><title><narrative>{title}</narrative></title>\
             <activity-status code=\"2\"/><activity-date type=\"1\" iso-date=\"{start}\"/>\
             <activity-date type=\"3\" iso-date=\"{end}\"/><budget><period-start iso-date=\"{start}\"/>\
             <period-end iso-date=\"{end}\"/><value>{amount}</value></budget></iati-activity>"
        )
    };
    let all: String = activities.iter().map(activity).collect();
    format!("<iati-activities version=\"2.03\">{all}</iati-activities>")
}

#[test]
fn a_plan_and_published_files_are_held_against_each_other() {
    let dir = folder();
    let file = |activities: &[[&str; 6]]| put(&dir, "f.xml", published(activities));
    let own = |row: Row| put(&dir, "own.csv", plan(&[row]));
    let unmarked = Row::from([
        "A",
        "W1.1",
        "POPs stock",
        "ongoing",
        "Li",
        "2026-07-01",
        "2027-12-31",
        "100",
        "CNY",
        "",
    ]);
    let by_title = ["X-1", "", "POPs  stock!", "2027-01-01", "2028-12-31", "64"];
    for (activities, found) in [
        // Title and days; another case and punctuation.
        (vec![by_title], Some(("title", "64.00"))),
        // Title and money.
        (
            vec![["X-1", "", "pops stock", "2030-01-01", "2030-12-31", "100"]],
            Some(("title", "100.00")),
        ),
        (vec![["X-1", "", "pops stock", "2030-01-01", "2030-12-31", "64"]], None),
        (vec![["X-1", "", "another", "2027-01-01", "2028-12-31", "100"]], None),
        // Two publishers know one project under each other's identifier.
        (
            vec![
                ["X-1", "", "one", "2027-01-01", "2028-12-31", "64"],
                ["Y-1", "X-1", "other", "2027-01-01", "2028-12-31", "60"],
            ],
            Some(("identifier", "60.00")),
        ),
    ] {
        let (plan, xml) = (own(unmarked), file(&activities));
        for files in [format!("{plan} {xml}"), format!("{xml} {plan}")] {
            let line = format!("envcoop-gap same {files} --framework mini -q --format json");
            let told = run(&line).done().json();
            let line = format!("envcoop-gap {files} {OPTIONS} -q --format json");
            let advice = run(&line).done().json()["advice"].take();
            let twice = advice.as_array().expect("advice").iter().find(|a| a["doubt"] == "twice");
            match found {
                None => assert_eq!((&told["pairs"], twice), (&json!([]), None)),
                Some((why, money)) => {
                    assert_eq!(told["pairs"][0]["why"], why, "{told}");
                    assert_eq!(told["pairs"].as_array().map(Vec::len), Some(1), "{told}");
                    let money = json!([{"currency": "CNY", "amount": money}]);
                    assert_eq!(twice.expect("it is told")["money"], money);
                    assert_eq!(told["money"], money);
                }
            }
        }
    }
    // A cell of the row cites the identifier; marked, nothing is suspected and the money counts once.
    let xml = file(&[["X-1", "", "one", "2030-01-01", "2030-12-31", "64"]]);
    let header = "id,measures,title,status,start,end,budget,currency,evidence,same_as";
    for (evidence, same, pairs) in [
        ("https://example.org/activity/X-1", "", 1),
        ("see X-1", "", 1),
        ("X-10", "", 0),
        ("X-1", "iati:X-1", 0),
    ] {
        let row = format!("A,W1.1,own,ongoing,,,100,CNY,{evidence},{same}");
        let plan = put(&dir, "own.csv", format!("{header}\n{row}\n"));
        let line = format!("envcoop-gap same {plan} {xml} --framework mini -q --format json");
        let told = run(&line).done().json();
        assert_eq!(told["pairs"].as_array().map(Vec::len), Some(pairs), "{evidence}: {told}");
    }
}

#[test]
fn pairs_are_listed_in_every_form_and_both_languages() {
    let dir = folder();
    let plan = put(
        &dir,
        "own.csv",
        plan(&[[
            "A",
            "W1.1",
            "POPs stock",
            "ongoing",
            "Li",
            "2026-07-01",
            "2027-12-31",
            "100",
            "CNY",
            "",
        ]]),
    );
    let xml = put(
        &dir,
        "f.xml",
        published(&[["X-1", "", "POPs stock", "2027-01-01", "2028-12-31", "64"]]),
    );
    for (lang, said) in [("en", "CNY 64.00 may count twice"), ("zh", "CNY 64.00 可能重复计入")]
    {
        for form in ["table", "markdown", "html", "csv", "json"] {
            let line = format!(
                "envcoop-gap same {plan} {xml} --framework mini -q --lang {lang} --format {form}"
            );
            let text = run(&line).done().out;
            assert!(text.contains("iati:X-1") && text.contains("64.00"), "{form}: {text}");
            let is_for_people = !["csv", "json"].contains(&form);
            assert_eq!(text.contains(said), is_for_people, "{form}: {text}");
        }
    }
    let line = format!("envcoop-gap same {plan} --framework mini -q");
    assert!(run(&line).done().out.contains("no two rows seem to be the same project"));
}
