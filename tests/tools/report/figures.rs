//! `envcoop-report html`: every figure of the page is that of the analysis, to the last digit, and can
//! be worked out from what stands in the page; it stays small.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use envcoop_tests::dom::{Element, parse};
use envcoop_tests::files::{Row, tables};
use envcoop_tests::{PLAN, folder, hostile, put, run, shared};
use serde_json::Value;

fn page(line: &str) -> String {
    run(&format!("envcoop-report html {line}")).done().out
}

/// Returns percentages of the JSON of an analysis as a page shows them.
fn percents(entry: &Value) -> String {
    match (entry["low"].as_f64(), entry["high"].as_f64()) {
        (Some(low), Some(high)) => format!("{low:.1}–{high:.1}\u{a0}%"),
        _ => "–".to_owned(),
    }
}

/// Returns sums of money, those that are not zero, as a page shows them.
fn purse<'r>(rows: impl Iterator<Item = &'r Row>, column: &str) -> String {
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    for row in rows {
        let cents = row[column].replace('.', "").parse::<i128>().expect("an amount");
        *sums.entry(&row["currency"]).or_default() += cents;
    }
    let shown = sums.iter().filter(|(_, cents)| **cents != 0).map(|(currency, cents)| {
        let units = (cents / 100).to_string();
        let groups: Vec<&str> = units
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).expect("digits"))
            .collect();
        format!("{currency} {}.{:02}", groups.join(","), cents % 100)
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() { "–".to_owned() } else { shown.join("\n") }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn id(entry: &Value) -> &str {
    entry["id"].as_str().expect("an id")
}

/// Compares every figure of a page with the JSON and the CSV of the same analysis.
fn compare(line: &str) {
    let gap = run(&format!("envcoop-gap {line} --format json")).done().json();
    let table = tables(line);
    let (money, matrix) = (table("money"), table("matrix"));
    let page = parse(&page(line));
    let section = page.by_id("challenges");
    let glance = section.find(|e| e.name == "tr" && e.elements().any(|cell| cell.is("big")));
    let groups: Vec<(&str, &Value)> = list(&gap["challenges"])
        .iter()
        .map(|entry| (id(entry), entry))
        .chain([("overall", &gap["overall"])])
        .collect();
    assert_eq!(glance.len(), groups.len());
    for (row, (id, entry)) in glance.iter().zip(&groups) {
        assert_eq!(row.one(|e| e.is("figure")).text(), percents(entry), "{id}");
        let links = row.find(|e| e.name == "a" && e.get("href") == format!("#{id}"));
        let texts: Vec<String> = links.iter().map(|link| link.text()).collect();
        for key in ["met", "data_gap", "action_gap", "not_applicable"] {
            assert!(texts.contains(&entry[key].to_string()), "{id} {key}: {texts:?}");
        }
        let counts = &texts[texts.len() - 6..];
        let states = ["met", "data_gap", "action_gap", "not_applicable"];
        assert_eq!(counts[..4], states.map(|key| entry[key].to_string()), "{id}");
        let own = money.iter().filter(|row| *id == "overall" || row["challenge"] == *id);
        assert_eq!(counts[5], purse(own, "committed"), "{id}");
    }

    // The map: every cell as in the matrix, and those without measures marked.
    let map = page.by_id("map");
    let cells: BTreeMap<&str, &Element> =
        map.find(|e| e.name == "a").iter().map(|link| (&link.get("href")[1..], *link)).collect();
    let voids = matrix.iter().filter(|cell| cell["measures"] == "0").count();
    assert_eq!(map.find(|e| e.is("void") && e.name == "td").len(), voids);
    for cell in matrix.iter().filter(|cell| cell["measures"] != "0") {
        let id = format!("{}-{}", cell["challenge"], cell["area"]);
        let expected = match &*cell["low"] {
            "" => "n/a".to_owned(),
            low => format!("{low}–{}", cell["high"]),
        };
        assert_eq!(cells[id.as_str()].text(), expected, "{id}");
        // Behind it stands a subtotal with the same figures.
        let sums = page.by_id(&id);
        assert_eq!(sums.name, "tbody");
        let sum = sums.one(|e| e.is("sum") && e.name == "tr");
        let texts = sum.cells();
        let shown = if expected == "n/a" { "–".to_owned() } else { format!("{expected}\u{a0}%") };
        assert_eq!(texts[4], shown, "{id}");
        assert_eq!(texts[6], format!("{}/{}", cell["assessed"], cell["measures"]), "{id}");
    }
    for entry in list(&gap["areas"]) {
        let area = id(entry);
        let sum = page.by_id(area).one(|e| e.is("sum") && e.name == "tr").cells();
        assert_eq!(sum[4], percents(entry), "{area}");
        let own = || money.iter().filter(|row| row["area"] == area);
        assert_eq!(sum[7..], [purse(own(), "committed"), purse(own(), "proposed")], "{area}");
    }
    // Each challenge's total, and the sums above it add up to it.
    for (id, entry) in &groups {
        let section = page.by_id(id);
        let total = section.one(|e| e.name == "tbody" && e.is("total")).cells();
        assert!(total.len() == 1, "{id}");
        let rows = section.find(|e| e.name == "tr" && e.is("sum"));
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let columns: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.cells()[1..4].iter().map(|text| number(text)).collect())
            .collect();
        let (total, parts) = columns.split_last().expect("a total");
        for (i, sum) in total.iter().enumerate() {
            let added: f64 = parts.iter().map(|row| row[i]).sum();
            assert!((added - sum).abs() < 1e-9, "{id}: {added} {sum}");
        }
        let shown = rows.last().expect("a total").cells();
        assert_eq!(shown[4], percents(entry), "{id}");
        if entry["low"].is_number() {
            let low = format!("low = met / all = {} / {} = ", total[0], total[2]);
            assert!(shown[0].contains(&low), "{id}: {low}: {}", shown[0]);
        }
    }

    // Measures: percentages, state, needs, money.
    for entry in list(&gap["measures"]) {
        let id = id(entry);
        let section = page.by_id(id);
        assert_eq!(section.one(|e| e.is("figure")).text(), percents(entry), "{id}");
        let state = section.one(|e| e.is("state")).text().replace(' ', "-");
        assert_eq!(state, entry["state"].as_str().expect("a state"), "{id}");
        let asked = section.find(|e| e.is("ask"));
        assert_eq!(asked.len(), usize::from(state != "not-applicable"), "{id}");
        for row in asked.iter().flat_map(|table| table.find(|e| e.name == "tr")).skip(1) {
            let cells = row.cells();
            assert_eq!(entry["needs"][&*cells[0]], *cells[2], "{id} {}", cells[0]);
        }
        let own = || money.iter().filter(|row| row["measure"] == id);
        let sum = section.find(|e| e.name == "tbody" && e.is("total"));
        let sum = sum.iter().flat_map(|body| body.elements()).last().map(Element::cells);
        let expected = [purse(own(), "committed"), purse(own(), "proposed")];
        match sum {
            Some(cells) => assert_eq!(cells[2..], expected, "{id}"),
            None => assert_eq!(expected, ["–", "–"], "{id}"),
        }
    }

    // Gaps, worst first, one row each.
    let gaps = table("gaps");
    let mut worst: Vec<String> = Vec::new();
    for row in &gaps {
        if worst.last() != Some(&row["measure"]) {
            worst.push(row["measure"].clone());
        }
    }
    let rows = page.find(|e| !e.get("data-state").is_empty());
    let shown: Vec<String> = rows.iter().map(|row| row.one(|e| e.is("id")).text()).collect();
    assert_eq!(shown, worst);
    for row in rows {
        let id = row.one(|e| e.is("id")).text();
        let of_measure = gaps.iter().filter(|gap| gap["measure"] == id);
        let needs: Vec<&str> = of_measure.map(|gap| gap["need"].as_str()).collect();
        assert_eq!(row.get("data-needs"), needs.join(" "), "{id}");
    }
}

#[test]
fn every_figure_of_the_page_is_that_of_the_analysis() {
    compare(PLAN);
    compare("data/examples/mini-plan.csv --framework mini --as-of 2027-06-30");
    compare(&format!("{PLAN} --profile deliver --blank unknown"));
    compare("data/examples/published.xml --as-of 2026-09-30");
    let folder = folder();
    let strategy = put(&folder, "strategy.json", hostile::framework());
    let plan = put(&folder, "plan.json", hostile::plan(&hostile::TEXTS));
    compare(&format!("{plan} --framework {strategy} --as-of 2027-06-30"));
}

#[test]
fn the_rows_behind_a_measure_add_up_to_its_money() {
    adds_up(&parse(&page(PLAN)));
}

/// Adds up the rows behind each measure, those that are only counted included.
fn adds_up(page: &Element) {
    for table in page.find(|e| e.name == "table" && e.is("rows")) {
        let cells = |body: &Element| -> Vec<Vec<String>> {
            body.elements().map(|row| row.cells().split_off(row.elements().count() - 2)).collect()
        };
        let bodies: Vec<&Element> = table.find(|e| e.name == "tbody");
        let [rows, total] = bodies[..] else { panic!("{} bodies", bodies.len()) };
        let add = |lists: &[Vec<String>], at: usize| -> BTreeMap<String, i128> {
            let mut sums = BTreeMap::new();
            for line in lists.iter().flat_map(|cells| cells[at].lines()).filter(|line| *line != "–")
            {
                let (currency, amount) = line.split_once(' ').expect("a currency");
                let cents = amount.replace([',', '.'], "").parse::<i128>().expect("an amount");
                *sums.entry(currency.to_owned()).or_default() += cents;
            }
            sums
        };
        let (mut rows, mut total) = (cells(rows), cells(total));
        let sum = total.pop().expect("a sum");
        rows.extend(total);
        for at in 0..2 {
            assert_eq!(add(&rows, at), add(std::slice::from_ref(&sum), at));
        }
    }
}

/// Makes a plan of `n` rows, well spread over the measures, with texts of usual length.
fn large_plan(n: usize) -> String {
    let gap = run("envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --format json").done();
    let gap = gap.json();
    let ids: Vec<&str> = list(&gap["measures"])
        .iter()
        .filter(|entry| entry["state"] != "not-applicable")
        .map(id)
        .collect();
    let mut plan = "id,measures,title,status,owner,partner,start,end,budget,currency\n".to_owned();
    for i in 0..n {
        let status = ["ongoing", "planned", "completed", "proposed", "suspended"][i % 5];
        let (first, second) = (ids[i % ids.len()], ids[(i * 7 + 1) % ids.len()]);
        let measures = if first == second { first.to_owned() } else { format!("{first};{second}") };
        writeln!(
            plan,
            "LP-{i:05},{measures},\"Capacity building for provincial inspectors, phase {i}: 省级环境监察人员能力建设\",\
             {status},Owner {},Partner {},2026-01-01,2026-{:02}-28,{}.50,CNY",
            i % 700,
            i % 900,
            i % 12 + 1,
            i * 13
        )
        .expect("text can be written");
    }
    plan
}

/// How large a page may be.
const MOST_BYTES: usize = 1_000_000;

#[test]
fn a_page_of_a_large_plan_stays_small_and_says_what_it_leaves_out() {
    let folder = folder();
    let plan = put(&folder, "large.csv", large_plan(5000));
    let text = page(&format!("{plan} --as-of 2026-09-30 --lang both"));
    assert!(text.len() < MOST_BYTES, "{} bytes", text.len());
    let page = parse(&text);
    for table in page.find(|e| e.name == "table" && e.is("rows")) {
        let bodies = table.find(|e| e.name == "tbody");
        let n_rows = bodies[0].elements().count();
        assert!((10..=30).contains(&n_rows), "{n_rows} rows");
        // How many there are besides stands under them, with their money.
        assert!(bodies[1].text().contains("more: envcoop-gap explain W"), "{}", bodies[1].text());
    }
    adds_up(&page);
    let late = page.by_id("late");
    assert_eq!(late.find(|e| e.name == "tr").len(), 51);
    compare(&format!("{plan} --as-of 2026-09-30"));
}

#[test]
fn a_page_of_the_largest_published_file_stays_small() {
    let Some(file) = shared("data/iati/dportal_env_selection_public.xml") else { return };
    let line = format!("{} --as-of 2026-09-30 --lang both", file.display());
    let text = page(&line);
    assert!(text.len() < MOST_BYTES, "{} bytes", text.len());
    parse(&text);
}
