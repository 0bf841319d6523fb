//! `envcoop-gap next` against every choice of small plans, and against an analysis of the plan with
//! the choice approved.

use std::fmt::Write as _;
use std::sync::Arc;

use envcoop_core::date::{self, Date};
use envcoop_core::framework::Framework;
use envcoop_core::judge::gap::Gap;
use envcoop_core::judge::judged::Rules;
use envcoop_core::judge::tally::Tally;
use envcoop_core::problem::Problems;
use envcoop_core::vocabulary::{Blank, Profile};
use envcoop_intake::reader::PlanReader;
use envcoop_tests::dice::Dice;
use envcoop_tests::json::texts;
use envcoop_tests::{folder, put, read, run, shipped};

/// Returns a plan with these rows approved.
fn approved(plan: &str, chosen: &[&str]) -> String {
    let mut reader = csv::Reader::from_reader(plan.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = |name| header.iter().position(|column| column == name).expect("a column");
    let (id, status) = (column("id"), column("status"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("memory can be written");
    let mut n_approved = 0;
    for row in reader.records() {
        let row = row.expect("a row");
        let is_chosen = chosen.contains(&&row[id]);
        n_approved += usize::from(is_chosen);
        let cells = row.iter().enumerate();
        let cells = cells.map(|(i, cell)| if is_chosen && i == status { "planned" } else { cell });
        writer.write_record(cells).expect("memory can be written");
    }
    assert_eq!(n_approved, chosen.len(), "{chosen:?}");
    String::from_utf8(writer.into_inner().expect("memory can be written")).expect("UTF-8")
}

#[test]
fn the_choice_approved_in_the_plan_gives_the_figures_that_were_told() {
    let plan = read("data/examples/plan.csv");
    let dir = folder();
    let options = "--as-of 2026-09-30 --quiet --format json";
    for budget in ["1000000", "5000000", "12000000", "99000000"] {
        let line = format!(
            "envcoop-gap next data/examples/plan.csv --budget {budget} --currency CNY {options}"
        );
        let told = run(&line).done().json();
        let chosen = texts(&told["chosen"]);
        let approved = approved(&plan, &chosen);
        let name = put(&dir, &format!("{budget}.csv"), approved);
        let gap = run(&format!("envcoop-gap {name} {options}")).done().json();
        for (told, found) in told["challenges"]
            .as_array()
            .expect("a list")
            .iter()
            .zip(gap["challenges"].as_array().expect("a list"))
        {
            let (told, found) = (told["after"].as_f64(), found["low"].as_f64());
            let (told, found) = (told.expect("a number"), found.expect("a number"));
            assert!((told - found).abs() <= 0.050_001, "{budget}: {told} {found}");
        }
    }
}

/// Writes a small plan with many ties, and returns its text and the ids of its proposals.
fn small_plan(dice: &mut Dice) -> (String, Vec<String>) {
    const MEASURES: [&str; 7] = ["", "W1.1", "W1.2", "W2.1", "W2.2", "W1.1;W2.1", "W1.2;W2.2"];
    let mut pick = |words: &[&str]| words[dice.below(words.len())].to_owned();
    let mut rows =
        "id,measures,title,stage,status,owner,start,end,budget,currency,note,link,after\n"
            .to_owned();
    let mut ids = Vec::new();
    for i in 0..9 {
        let is_live = i < 2;
        let status =
            if is_live { pick(&["planned", "ongoing", "?"]) } else { "proposed".to_owned() };
        let id = format!("{}{i}", if is_live { "L" } else { "P" });
        let (start, end) = [
            ("2027-07-01", "2027-12-31"),
            ("2027-01-01", "2027-12-31"),
            ("", ""),
            ("2028-01-01", "?"),
        ][pick(&["0", "0", "1", "2", "3"]).parse::<usize>().expect("a number")];
        let money = pick(&["10,CNY", "20,CNY", "20,CNY", "35.5,CNY", "0,CNY", "?,", ","]);
        let after = if is_live { String::new() } else { pick(&["", "", "", "P3", "L0", "P5;P4"]) };
        let link = pick(&["", "", "", "", "rule"]);
        let (measures, owner) = (pick(&MEASURES), pick(&["Wu", "Wu", "", "?"]));
        writeln!(rows, "{id},{measures},,,{status},{owner},{start},{end},{money},,{link},{after}")
            .expect("text can be written");
        if !is_live {
            ids.push(id);
        }
    }
    (rows, ids)
}

/// Returns the mean of `low` over the challenges as a fraction of floats, which is exact enough to
/// tell choices of so few needs apart.
fn mean(framework: &Arc<Framework>, plan: &str, as_of: Date) -> f64 {
    let rules = Rules { profile: Profile::Track, as_of, blank: Blank::Unmet };
    let mut tally = Tally::new(framework, rules);
    let mut reader = PlanReader::new(framework, None, Problems::default());
    reader.read("plan", plan.as_bytes(), &mut |row| tally.add(&rules.judge(row)));
    assert_eq!(reader.finish().problems.n_errors(), 0, "{plan}");
    let gap = Gap::new(framework, tally, rules.profile).expect("no contradiction");
    let lows: Vec<f64> = gap
        .challenges
        .iter()
        .filter_map(|challenge| challenge.interval)
        .map(|interval| interval.low.fraction())
        .map(|(part, whole)| part as f64 / whole as f64 * 100.0)
        .collect();
    lows.iter().sum::<f64>() / lows.len() as f64
}

#[test]
fn no_choice_of_a_small_plan_is_better_than_the_one_that_is_told() {
    let framework = Arc::new(shipped("mini"));
    let as_of = date::parse("2027-06-30").expect("a date");
    let mut dice = Dice(7);
    let mut n_chosen = 0;
    for round in 0..60 {
        let (plan, ids) = small_plan(&mut dice);
        let budget = ["30", "55.5", "70", "2027=40"][round % 4];
        let line = format!(
            "envcoop-gap next - --framework mini --as-of 2027-06-30 --budget {budget} \
             --currency CNY --quiet --format json"
        );
        let told = run(&line).stdin(plan.clone()).done().json();
        let cells: Vec<Vec<&str>> =
            plan.lines().skip(1).map(|row| row.split(',').collect()).collect();
        let cell =
            |id: &str, at: usize| cells.iter().find(|row| row[0] == id).map_or("", |row| row[at]);
        let cents = |id: &str| -> Option<i64> {
            let text = cell(id, 8);
            text.parse::<f64>().ok().map(|amount| (amount * 100.0).round() as i64)
        };
        let most = budget.trim_start_matches("2027=").parse::<f64>().expect("an amount") * 100.0;
        let mut best: Option<(f64, i64, usize, Vec<&str>)> = None;
        for bits in 0u32..1 << ids.len() {
            let set: Vec<&str> =
                (0..ids.len()).filter(|i| bits >> i & 1 == 1).map(|i| ids[i].as_str()).collect();
            let costs: Option<Vec<i64>> = set.iter().map(|id| cents(id)).collect();
            let Some(costs) = costs else { continue };
            let in_year = |id: &&str| !budget.contains('=') || cell(id, 6).starts_with("2027");
            let needs = |id: &&str| {
                let after = cell(id, 12).split(';').filter(|id| id.starts_with('P'));
                after.into_iter().all(|other| set.contains(&other))
            };
            let cost: i64 = costs.iter().sum();
            if cost as f64 > most || !set.iter().all(in_year) || !set.iter().all(needs) {
                continue;
            }
            let n_free = costs.iter().filter(|cost| **cost == 0).count();
            let approved: String = plan
                .lines()
                .map(|row| {
                    let is_chosen = set.iter().any(|id| row.starts_with(&format!("{id},")));
                    let row = if is_chosen {
                        row.replace(",proposed,", ",planned,")
                    } else {
                        row.to_owned()
                    };
                    row + "\n"
                })
                .collect();
            let mean = mean(&framework, &approved, as_of);
            let is_better = match &best {
                None => true,
                Some((most, least, fewest, first)) => {
                    let equal = (mean - most).abs() < 1e-9;
                    (!equal && mean > *most)
                        || (equal && (cost, n_free, &set) < (*least, *fewest, first))
                }
            };
            if is_better {
                best = Some((mean, cost, n_free, set));
            }
        }
        let (mean, cost, _, set) = best.expect("to approve nothing is a choice");
        let mut chosen = texts(&told["chosen"]);
        chosen.sort_unstable();
        assert_eq!(chosen, set, "round {round}, {budget}\n{plan}{told:#}");
        assert_eq!(told["cost"], format!("{}.{:02}", cost / 100, cost % 100));
        let after = told["objective"]["after"].as_f64().expect("a number");
        assert!((after - mean).abs() < 1e-6, "round {round}: {after} {mean}");
        n_chosen += set.len();
    }
    assert!(n_chosen > 60, "only {n_chosen} were chosen in all");
}
