//! `envcoop-gap`: the worked example figure by figure, every format, thresholds, explanations.

use envcoop_tests::json::by_id;
use envcoop_tests::{MINI, folder, put, read, run};
use serde_json::{Value, json};

fn mini_json() -> Value {
    run(&format!("envcoop-gap {MINI} --format json")).done().json()
}

fn interval(entry: &Value) -> (f64, f64) {
    let number = |key: &str| entry[key].as_f64().unwrap_or_else(|| panic!("no {key} in {entry}"));
    (number("low"), number("high"))
}

#[test]
fn the_worked_example_comes_out_figure_by_figure() {
    let gap = mini_json();
    assert_eq!(gap["format"], "envcoop/gap/1");
    assert_eq!(gap["framework"]["id"], "mini");
    assert_eq!((&gap["as_of"], &gap["profile"]), (&json!("2027-06-30"), &json!("track")));
    assert_eq!(gap["blank"], "unmet");

    let measure = |id| by_id(&gap["measures"], id);
    assert_eq!(measure("W1.1")["state"], "met");
    assert_eq!(measure("W2.1")["state"], "met");
    let soil = measure("W1.2");
    assert_eq!((soil["state"].as_str(), interval(soil)), (Some("action-gap"), (60.0, 80.0)));
    let needs = json!({
        "activity": "met", "owner": "unknown", "schedule": "met", "funding": "met",
        "timely": "unmet", "delivery": "unmet", "evidence": "unmet",
    });
    assert_eq!(soil["needs"], needs);
    assert_eq!(soil["activities"], 2);
    let focal = measure("W2.2");
    assert_eq!(focal["state"], "not-applicable");
    assert_eq!((&focal["low"], &focal["high"]), (&Value::Null, &Value::Null));
    assert_eq!(focal["reason"], "handled by another department");

    assert_eq!(interval(by_id(&gap["challenges"], "C1")), (80.0, 90.0));
    assert_eq!(interval(by_id(&gap["challenges"], "C2")), (100.0, 100.0));
    assert_eq!(interval(by_id(&gap["areas"], "W1")), (80.0, 90.0));
    assert_eq!(interval(by_id(&gap["areas"], "W2")), (100.0, 100.0));
    assert_eq!(interval(&gap["overall"]), (86.7, 93.3));
    let counts = ["measures", "met", "data_gap", "action_gap", "not_applicable"];
    assert_eq!(counts.map(|key| gap["overall"][key].as_u64()), [4, 2, 0, 1, 1].map(Some));

    let money = |id: &'static str| measure(id)["money"].clone();
    let sums = |currency, committed, proposed| json!({"currency": currency, "committed": committed, "proposed": proposed});
    assert_eq!(
        money("W1.1"),
        json!([sums("CNY", "1200000.00", "0.00"), sums("USD", "50.00", "0.00")])
    );
    assert_eq!(money("W1.2"), json!([sums("CNY", "150000.00", "900000.00")]));
    assert_eq!(
        money("W2.1"),
        json!([sums("CNY", "350000.00", "0.00"), sums("USD", "50.00", "0.00")])
    );
    assert_eq!(money("W2.2"), json!([]));
}

#[test]
fn the_five_challenges_share_the_plans_money_out_exactly() {
    let gap =
        run("envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --format json").done().json();
    let cents = |amount: &Value| -> i128 {
        let text = amount.as_str().expect("an amount is a string");
        text.replace('.', "").parse().expect("an amount is a number")
    };
    let mut sums = std::collections::BTreeMap::<String, [i128; 2]>::new();
    for challenge in gap["challenges"].as_array().expect("a list") {
        for money in challenge["money"].as_array().expect("a list") {
            let sum = sums.entry(money["currency"].to_string()).or_default();
            sum[0] += cents(&money["committed"]);
            sum[1] += cents(&money["proposed"]);
        }
    }
    let overall = gap["overall"]["money"].as_array().expect("a list");
    assert_eq!(overall.len(), 6, "the example has six currencies");
    for money in overall {
        let sum = sums[&money["currency"].to_string()];
        assert_eq!(sum, [cents(&money["committed"]), cents(&money["proposed"])], "{money}");
    }
}

#[test]
fn lateness_depends_on_the_day_and_the_profile_on_what_counts() {
    let line =
        |rest: &str| format!("envcoop-gap data/examples/mini-plan.csv --framework mini {rest}");
    let overall = |rest: &str| interval(&run(&line(rest)).done().json()["overall"]);
    assert_eq!(overall("--as-of 2027-02-28 --format json"), (93.3, 100.0));
    assert_eq!(overall("--as-of 2027-06-30 --format json --profile plan"), (91.7, 100.0));
    assert_eq!(overall("--as-of 2027-06-30 --format json --profile deliver"), (81.0, 85.7));
}

#[test]
fn the_table_opens_with_the_challenges_and_fits_the_terminal() {
    for (width, lang) in [(80, "en"), (80, "zh"), (100, "en"), (132, "zh")] {
        let line = format!("envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --lang {lang}");
        let table = run(&line).width(width).done().out;
        let first_id = table.lines().filter_map(|line| line.split_whitespace().next()).nth(5);
        assert!(table.find("C1 ").expect("C1") < table.find("W1.5").expect("W1.5"), "{first_id:?}");
        let columns = |line: &str| -> usize {
            line.chars().map(|c| if c as u32 >= 0x2e80 { 2 } else { 1 }).sum()
        };
        let widest = table.lines().filter(|line| !line.starts_with("- ")).map(columns).max();
        assert!(widest <= Some(width.into()), "{widest:?} columns on {width}\n{table}");
    }
}

#[test]
fn the_table_of_the_worked_example_says_what_to_do() {
    let out = run(&format!("envcoop-gap {MINI}")).done().out;
    for part in
        ["80.0–90.0", "100.0–100.0", "86.7–93.3", "CNY 1,350,000.00", "late, unowned?", "W1.2-"]
    {
        assert!(out.contains(part), "{part} is missing:\n{out}");
    }
    assert!(
        out.contains("handled by another department (A5, data/examples/mini-plan.csv:6)"),
        "{out}"
    );
    let zh = run(&format!("envcoop-gap {MINI} --lang zh")).done().out;
    assert!(zh.contains("逾期、无负责人？"), "{zh}");
}

#[test]
fn csv_has_one_row_per_measure_in_both_profiles() {
    let sheet = run(&format!("envcoop-gap {MINI} --format csv")).done().out;
    let data = run(&format!("envcoop-gap {MINI} --format csv --for data")).done().out;
    assert!(sheet.starts_with("\u{feff}id,area,challenge,title,state,low,high,"), "{sheet}");
    assert_eq!(sheet.trim_start_matches('\u{feff}').replace("\r\n", "\n"), data);
    assert_eq!(data.lines().count(), 1 + 4);
    assert!(data.contains("\nW1.2,W1,C1,"), "{data}");
    assert!(
        data.contains(",action-gap,60.0,80.0,2,1,yes,timely,owner,2026-01-01,2027-12-31,\n"),
        "{data}"
    );
}

#[test]
fn markdown_is_a_memo() {
    let memo = run(&format!("envcoop-gap {MINI} --format markdown")).done().out;
    assert!(memo.starts_with("# "), "{memo}");
    assert!(memo.contains("| 80.0–90.0 |") && memo.contains("## Measures with gaps"), "{memo}");
    let n_cells = |line: &str| line.matches(" | ").count();
    let rows: Vec<&str> = memo.lines().filter(|line| line.starts_with("| C")).collect();
    assert!(rows.windows(2).all(|pair| n_cells(pair[0]) == n_cells(pair[1])), "{rows:?}");
}

#[test]
fn a_missed_threshold_names_the_challenge_and_ends_with_one() {
    let out = run(&format!("envcoop-gap {MINI} --fail-under 80.1")).found();
    assert!(out.err.contains("challenge C1 is at 80.0 %, under 80.1 %"), "{}", out.err);
    assert!(!out.err.contains("C2"), "{}", out.err);
    assert!(out.out.contains("86.7–93.3"), "the result is still written");
    run(&format!("envcoop-gap {MINI} --fail-under 80")).done();
    run(&format!("envcoop-gap {MINI} --fail-under 101")).refused();
}

#[test]
fn a_measure_is_explained_by_its_rows() {
    let out = run(&format!("envcoop-gap explain W1.2 {MINI}")).done().out;
    for part in [
        "low = met / all = 3 / 5 = 60.0 %",
        "high = (met + unknown) / all = (3 + 1) / 5 = 80.0 %",
        "state: action gap",
        "A3 (data/examples/mini-plan.csv:4)",
        "A4 (data/examples/mini-plan.csv:5)",
        "(CNY 900,000.00)",
        "committed: CNY 150,000.00",
    ] {
        assert!(out.contains(part), "{part} is missing:\n{out}");
    }
    let excluded = run(&format!("envcoop-gap explain W2.2 {MINI}")).done().out;
    assert!(excluded.contains("handled by another department (A5,"), "{excluded}");
}

#[test]
fn a_challenge_and_an_area_are_explained_by_their_measures() {
    let challenge = run(&format!("envcoop-gap explain C1 {MINI}")).done().out;
    assert!(challenge.contains("low = met / all = 8 / 10 = 80.0 %"), "{challenge}");
    assert!(
        challenge.contains("high = (met + unknown) / all = (8 + 1) / 10 = 90.0 %"),
        "{challenge}"
    );
    let second = run(&format!("envcoop-gap explain C2 {MINI}")).done().out;
    assert!(second.contains("low = met / all = 7.5 / 7.5 = 100.0 %"), "{second}");
    let overall = run(&format!("envcoop-gap explain overall {MINI}")).done().out;
    assert!(overall.contains("low = met / all = 13 / 15 = 86.7 %"), "{overall}");
    let near = run(&format!("envcoop-gap explain W1.22 {MINI}")).refused();
    assert!(near.err.contains("did you mean `W1.2`?"), "{}", near.err);
}

#[test]
fn several_plans_are_one_and_their_order_changes_nothing() {
    let plan = read("data/examples/mini-plan.csv");
    let (header, rows) = plan.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let dir = folder();
    let part =
        |name: &str, rows: &[&str]| put(&dir, name, format!("{header}\n{}\n", rows.join("\n")));
    let (first, second) = (part("a.csv", &rows[..3]), part("b.csv", &rows[3..]));
    let json = |plans: &str| {
        run(&format!("envcoop-gap {plans} --framework mini --as-of 2027-06-30 --format json"))
            .done()
            .out
    };
    let whole = json("data/examples/mini-plan.csv");
    assert_eq!(json(&format!("{first} {second}")), whole);
    assert_eq!(json(&format!("{second} {first}")), whole);
}

#[test]
fn the_same_plan_as_csv_tsv_json_and_from_standard_input_gives_the_same_bytes() {
    let plan = read("data/examples/mini-plan.csv");
    let line = "envcoop-gap - --framework mini --as-of 2027-06-30 --format json";
    let whole = run(line).stdin(plan.clone()).done().out;
    let mut reader = csv::Reader::from_reader(plan.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let rows: Vec<Value> = records
        .iter()
        .map(|row| {
            headers.iter().zip(row).map(|(k, v)| (k.to_owned(), json!(v))).collect::<Value>()
        })
        .collect();
    let json = json!({"format": "envcoop/plan/1", "activities": rows});
    assert_eq!(run(line).stdin(json.to_string()).done().out, whole);
    assert_eq!(run(line).stdin(Value::Array(rows).to_string()).done().out, whole);
    let separated = |separator: &str| {
        let lines = std::iter::once(&headers).chain(&records);
        lines.map(|row| row.iter().collect::<Vec<_>>().join(separator) + "\r\n").collect::<String>()
    };
    assert_eq!(run(line).stdin(separated("\t")).done().out, whole);
    let marked = format!("\u{feff}sep=,\r\n{}", plan.replace('\n', "\r\n"));
    assert_eq!(run(line).stdin(marked).done().out, whole);
}

#[test]
fn chinese_headers_and_labels_are_read_in_any_order() {
    let plan = "状态,备注,编号,对应措施,负责人,开始日期,结束日期,预算,币种\n\
                进行中,,A1,W1.1；W2.1,李,2027-01-01,2027-12-31,100,CNY\n\
                不适用,由其他部门负责,A2,W2.2,,,,,\n";
    let line = "envcoop-gap - --framework mini --as-of 2027-06-30 --format json";
    let gap = run(line).stdin(plan).done().json();
    assert_eq!(by_id(&gap["measures"], "W1.1")["state"], "met");
    assert_eq!(by_id(&gap["measures"], "W2.2")["reason"], "由其他部门负责");
}

#[test]
fn colour_is_only_where_it_is_asked_for() {
    let plain = run(&format!("envcoop-gap {MINI} --fail-under 90")).found();
    let coloured = run(&format!("envcoop-gap {MINI} --fail-under 90 --color always")).found();
    assert!(!plain.err.contains('\u{1b}') && coloured.err.contains('\u{1b}'));
    let words =
        |err: &str| err.replace("\u{1b}[1m", "").replace("\u{1b}[31m", "").replace("\u{1b}[0m", "");
    assert_eq!(words(&coloured.err), plain.err, "words stand beside colours");
}
