//! The shipped data: strategies, schemas, examples, and that nothing of the source stands anywhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use envcoop_core::framework::{SHIPPED, Strength, load};
use envcoop_tests::json::Schema;
use envcoop_tests::{read, root, run, shared, shipped};
use serde_json::{Value, json};

#[test]
fn every_shipped_framework_is_sound_and_fits_the_schema() {
    let schema = Schema::read("data/frameworks/framework.schema.json");
    for framework in SHIPPED {
        let value: Value = serde_json::from_str(framework.json).expect("JSON");
        schema.fits(framework.id, &value);
        let loaded = load(framework.id, framework.json);
        assert!(loaded.is_ok(), "{:?}", loaded.err());
        assert_eq!(value["id"], framework.id);
    }
}

#[test]
fn the_framework_schema_refuses_what_the_format_does_not_know() {
    let schema = Schema::read("data/frameworks/framework.schema.json");
    let mini: Value = serde_json::from_str(SHIPPED[1].json).expect("JSON");
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut value = mini.clone();
        change(&mut value);
        assert_ne!(value, mini, "the change changes something");
        !schema.allows(&value)
    };
    assert!(broken(&|v| v["color"] = json!("green")));
    assert!(broken(&|v| v["measures"][0]["title"] = json!({"en": "only one language"})));
    assert!(broken(&|v| v["measures"][0]["answers"][0]["strength"] = json!("strong")));
    assert!(broken(&|v| v["measures"][0]["actions"][0]["month"] = json!(13)));
    assert!(broken(&|v| v["measures"][0]["rev"] = json!(0)));
    for id in ["", "1.10", "A/B", "A;B", "A B", "-a", "A.", "?"] {
        assert!(broken(&|v| v["areas"][0]["id"] = json!(id)), "{id}");
    }
    for id in ["T1", "GBF-02", "KM-GBF-3", "目标3", "Цель_2"] {
        assert!(!broken(&|v| v["areas"][0]["id"] = json!(id)), "{id}");
    }
    assert!(broken(&|v| v["measures"][0]["signals"]["crs"] = json!(["4101"])));
    assert!(broken(&|v| drop(v.as_object_mut().expect("an object").remove("areas"))));
}

#[test]
fn the_strategy_has_its_five_challenges_and_eight_areas() {
    let framework = shipped("two-services-2012");
    assert_eq!((framework.challenges.len(), framework.areas.len()), (5, 8));
    for area in &framework.areas {
        let n_measures = framework.measures.iter().filter(|m| m.area == area.id).count();
        assert!(n_measures > 0, "{} has no measure", area.id);
    }
    for measure in &framework.measures {
        let primaries = measure.answers.iter().filter(|a| a.strength == Strength::Primary);
        assert_eq!(primaries.count(), 1, "{}", measure.id);
        assert!(measure.cite.starts_with("III."), "{}: cited as {}", measure.id, measure.cite);
        assert!(!measure.actions.is_empty(), "{} has no action", measure.id);
    }
}

#[test]
fn every_need_of_every_measure_is_served_by_some_action() {
    use envcoop_core::vocabulary::Need;
    let framework = shipped("two-services-2012");
    let stage_needs = &framework.policy.stage_needs;
    for measure in &framework.measures {
        let unserved: Vec<Need> = Need::ALL
            .into_iter()
            .filter(|need| !measure.actions.iter().any(|a| stage_needs.of(a.stage).contains(need)))
            .collect();
        // Not every measure is carried out with money or in the field; all are begun and checked.
        let must = [Need::Activity, Need::Owner, Need::Delivery];
        assert!(!unserved.iter().any(|need| must.contains(need)), "{}: {unserved:?}", measure.id);
    }
}

#[test]
fn the_json_of_every_analysis_fits_its_schema() {
    let schema = Schema::read("data/schemas/gap.schema.json");
    for line in [
        "envcoop-gap data/examples/mini-plan.csv --framework mini --as-of 2027-06-30 --format json",
        "envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --format json",
        "envcoop-gap data/examples/published.xml --as-of 2026-09-30 --format json --profile deliver",
        "envcoop-gap data/examples/plan.csv data/examples/published.xml --format json --blank unknown",
        "envcoop-gap data/examples/mini-plan.csv --framework mini --as-of 2027-06-30 --format json --area W1 --period 2027-01-01.. --target data/examples/mini-targets.csv --rates data/examples/mini-rates.csv --currency CNY",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(["challenge", "area", "term", "partner", "owner", "year", "matrix"].map(|by| {
        format!("envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --format json --by {by}")
    })) {
        let line = &*line;
        schema.fits(line, &run(line).done().json());
    }
    let nothing = run("envcoop-gap - --format json").stdin("id,status\n").done().json();
    schema.fits("an empty plan", &nothing);
    let mut wrong = nothing;
    wrong["overall"]["low"] = json!("0.0");
    assert!(!schema.allows(&wrong));
}

#[test]
fn the_shipped_plan_has_the_gaps_that_its_readme_tells() {
    let line = |profile: &str| {
        format!(
            "envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --profile {profile} --format json"
        )
    };
    let out = run(&line("track")).done();
    assert_eq!(out.complaints(), [""; 0], "an example has no problems");
    let gap = out.json();
    assert_eq!((&gap["rows"], &gap["orphans"]), (&json!(128), &json!(6)));
    let uncovered: Vec<&str> = gap["measures"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|m| m["state"] == "action-gap" && m["activities"] == 0)
        .map(|m| m["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(
        uncovered,
        ["W1.5", "W1.7", "W3.5", "W3.9", "W3.10", "W4.4", "W6.3", "W6.4", "W7.4", "W7.5", "W8.5",]
    );
    assert_eq!(gap["overall"]["not_applicable"], 3);
}

/// The files of the repository that people write, tool folders and build results left out.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(&*name, "target" | ".git") {
                files(&path, found);
            }
        } else if !matches!(&*name, "Cargo.lock" | "source-runs.txt") {
            found.push(path);
        }
    }
}

/// FNV-1a, 64 bits, as `data/source-runs.txt` says.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

/// Returns the runs of eight words of a text.
fn runs(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(8).map(|run| run.join(" ")).collect()
}

fn source_runs() -> BTreeSet<u64> {
    let text = read("data/source-runs.txt");
    let hashes = text.lines().filter(|line| !line.starts_with('#'));
    hashes.map(|line| u64::from_str_radix(line, 16).expect("a hash")).collect()
}

#[test]
fn no_run_of_eight_words_of_the_source_stands_in_the_repository() {
    let source = source_runs();
    assert!(source.len() > 1000, "only {} runs are known", source.len());
    let mut paths = Vec::new();
    files(&root(), &mut paths);
    assert!(paths.len() > 50, "only {} files were looked at", paths.len());
    let mut copied = Vec::new();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let found = runs(&text).into_iter().find(|run| source.contains(&fnv1a(run.as_bytes())));
        copied.extend(found.map(|run| format!("{}: {run}", path.display())));
    }
    assert!(copied.is_empty(), "the source's own words:\n{}", copied.join("\n"));
}

#[test]
fn the_hashes_are_those_of_the_source() {
    let Some(path) = shared("strategy-source.txt") else { return };
    let text = fs::read_to_string(path).expect("the source can be read");
    let expected: BTreeSet<u64> = runs(&text).iter().map(|run| fnv1a(run.as_bytes())).collect();
    assert_eq!(source_runs(), expected);
}
