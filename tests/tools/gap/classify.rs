//! `envcoop-gap classify` and IATI files: no activity is lost, every match says why.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use envcoop_tests::{Output, folder, put, read, run, shared, shipped};

fn rows(out: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(out.trim_start_matches('\u{feff}').as_bytes());
    reader.records().collect::<Result<_, _>>().expect("well-formed CSV")
}

fn classify(path: &str) -> Output {
    run("envcoop-gap classify --for data").arg(path).done()
}

/// Column numbers of a classified plan.
const ID: usize = 0;
const MEASURES: usize = 1;
const LINK: usize = 15;
const SCORE: usize = 16;
const WHY: usize = 17;

#[test]
fn every_published_activity_becomes_a_row_that_says_why() {
    let framework = shipped("two-services-2012");
    let out = classify("data/examples/published.xml");
    let rows = rows(&out.out);
    assert_eq!(rows.len(), read("data/examples/published.xml").matches("<iati-activity ").count());
    let unmatched = rows.iter().filter(|row| row[MEASURES].is_empty()).count();
    let note = format!(
        "data/examples/published.xml: 60 activities, {} matched, {unmatched} kept without a measure",
        rows.len() - unmatched
    );
    assert!(out.err.contains(&note), "{}", out.err);
    for row in &rows {
        assert!(row[ID].starts_with("iati:") && &row[LINK] == "rule", "{row:?}");
        assert_eq!(row[MEASURES].is_empty(), row[WHY].is_empty(), "{row:?}");
        for measure in row[MEASURES].split(';').filter(|id| !id.is_empty()) {
            assert!(framework.measure_idx(measure).is_some(), "{measure}");
            assert!(row[WHY].contains(&format!("{measure} ")), "{row:?}");
        }
        assert!(
            row[SCORE].is_empty() || row[SCORE].parse::<f64>().expect("a score") >= 1.0,
            "{row:?}"
        );
    }
}

#[test]
fn a_person_confirms_a_match_and_it_counts() {
    let dir = folder();
    let classified = classify("data/examples/published.xml").out;
    let json = |plan: &str| {
        run(&format!("envcoop-gap {plan} --as-of 2026-09-30 --profile plan --format json"))
            .done()
            .json()
    };
    let proposed = json(&put(&dir, "proposed.csv", &classified));
    let confirmed = json(&put(&dir, "confirmed.csv", classified.replace(",rule,", ",human,")));
    assert_eq!(proposed["overall"]["low"], 0.0, "a rule proves nothing");
    assert_eq!(proposed["overall"]["assessed"], 0);
    assert!(confirmed["overall"]["low"].as_f64() > Some(0.0), "{}", confirmed["overall"]);
}

#[test]
fn a_published_file_and_its_plan_come_to_the_same() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", classify("data/examples/published.xml").out);
    let gap = |path: &str| {
        run(&format!("envcoop-gap {path} --as-of 2026-09-30 --format csv --for data")).done().out
    };
    assert_eq!(gap(&plan), gap("data/examples/published.xml"));
    let blank = |path: &str| {
        run(&format!("envcoop-gap {path} --format json")).done().json()["blank"].clone()
    };
    assert_eq!(
        (blank("data/examples/published.xml"), blank(&plan)),
        ("unknown".into(), "unmet".into())
    );
}

#[test]
fn evidence_is_weighed_as_the_framework_says() {
    let activity = |id: &str, inside: &str| {
        format!("<iati-activity><iati-identifier>{id}</iati-identifier>{inside}</iati-activity>")
    };
    let title = |text: &str| format!("<title><narrative>{text}</narrative></title>");
    let xml = [
        activity("none", &title("Village roads")),
        activity("title", &title("Persistent organic pollutants in soil")),
        activity("empty", ""),
    ];
    let xml = format!("<iati-activities version=\"2.03\">{}</iati-activities>", xml.concat());
    let out = run("envcoop-gap classify - --framework mini --for data").stdin(xml).done();
    let rows = rows(&out.out);
    let measures: Vec<&str> = rows.iter().map(|row| &row[MEASURES]).collect();
    assert_eq!(measures[0], "");
    assert!(measures[1].contains("W1.1"), "{rows:?}");
    assert_eq!(measures[2], "");
    assert!(
        rows[1][WHY].to_lowercase().contains("title \"persistent organic pollutants\""),
        "{rows:?}"
    );
    assert_eq!(&rows[2][2], "?", "a title that is not published is not known");
}

#[test]
fn an_identifier_that_stands_twice_loses_no_activity() {
    let one = "<iati-activity><iati-identifier>X-1</iati-identifier></iati-activity>";
    let xml = format!("<iati-activities version=\"2.03\">\n{one}\n{one}\n{one}</iati-activities>");
    let out = run("envcoop-gap classify - --for data").stdin(xml.clone()).done();
    let ids: Vec<String> = rows(&out.out).iter().map(|row| row[ID].to_owned()).collect();
    assert_eq!(ids, ["iati:X-1", "iati:X-1#2", "iati:X-1#3"]);
    assert!(out.err.contains("-:3: column iati-identifier:"), "{}", out.err);
    let refused = run("envcoop-gap -").stdin(xml).refused();
    assert!(refused.err.contains("id `iati:X-1` is used already at -:2"), "{}", refused.err);
}

#[test]
fn broken_xml_is_refused_with_line_and_byte_and_writes_nothing() {
    let dir = folder();
    let out = dir.path().join("plan.csv");
    let whole = read("data/examples/published.xml");
    let cut = whole.char_indices().nth(9000).expect("long enough").0;
    let doctype = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><iati-activities/>";
    let entity = "<iati-activities version=\"2.03\"><iati-activity><title>&e;</title></iati-activity></iati-activities>";
    for (content, what) in [
        (&whole[..cut], "byte"),
        (doctype, "document type declaration"),
        (entity, "&e;"),
        ("<html></html>", "html"),
        ("nothing here is a table", "in.xml"),
    ] {
        let path = put(&dir, "in.xml", content);
        let refused = run(&format!("envcoop-gap classify {path} -o {}", out.display())).refused();
        assert!(refused.err.contains(what), "wanted {what}\n{}", refused.err);
        assert!(refused.err.contains("hint: "), "{}", refused.err);
        assert!(!out.exists());
    }
}

#[test]
fn real_portfolios_lose_no_activity() {
    let Some(folder) = shared("data/iati") else { return };
    for (file, n_activities) in [
        ("aiddata_2.03_TimorLeste.xml", 773),
        ("aiddata_gef_1.04.xml", 724),
        ("dfid_tanzania_1.02.xml", 273),
        ("dportal_env_selection_public.xml", 390),
        ("raw_dportal_51_sida.xml", 100),
        ("raw_dportal_88_ec_intpa.xml", 100),
    ] {
        let out = classify(folder.join(file).to_str().expect("a path is text"));
        let rows = rows(&out.out);
        assert_eq!(rows.len(), n_activities, "{file}");
        let ids: BTreeSet<&str> = rows.iter().map(|row| &row[ID]).collect();
        assert_eq!(ids.len(), n_activities, "{file}: ids repeat");
        let gap =
            run("envcoop-gap - --as-of 2026-09-30 --format json").stdin(out.out.clone()).done();
        assert_eq!(gap.json()["rows"], n_activities, "{file}: {}", gap.err);
    }
}

fn xml_files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            xml_files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "xml") {
            found.push(path);
        }
    }
}

/// The standard's own test files: each is read with all its activities, or refused in words.
#[test]
fn the_standards_test_files_are_read_or_refused_in_words() {
    let Some(folder) = shared("data/validator_iati_schemas") else { return };
    let mut paths = Vec::new();
    xml_files(&folder, &mut paths);
    assert_eq!(paths.len(), 694);
    let (mut n_read, mut n_organisation_files) = (0, 0);
    for path in &paths {
        let out = run("envcoop-gap classify --framework mini --for data").arg(path).output();
        let text = fs::read_to_string(path).expect("the files are UTF-8");
        if out.out.is_empty() {
            assert!(out.err.contains("error: "), "{} was lost in silence", path.display());
            n_organisation_files += u32::from(out.err.contains("an IATI organisation file"));
        } else {
            n_read += 1;
            assert_eq!(rows(&out.out).len(), count_activities(&text), "{}", path.display());
        }
    }
    assert_eq!((n_read, n_organisation_files), (538, 148));
}

fn count_activities(text: &str) -> usize {
    ["<iati-activity>", "<iati-activity "].iter().map(|tag| text.matches(tag).count()).sum()
}
