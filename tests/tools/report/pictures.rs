//! `envcoop-report svg` and `list`: pictures that say what the tables say.

use std::collections::BTreeSet;

use envcoop_tests::{PLAN, folder, put, read, run};
use quick_xml::Reader;
use quick_xml::events::Event;

const PICTURES: [&str; 4] = ["challenges", "matrix", "timeline", "money"];

/// What a picture holds, read by a reader of XML that knows nothing of pictures.
struct Seen {
    elements: BTreeSet<String>,
    ids: Vec<String>,
    texts: Vec<String>,
}

fn seen(svg: &str) -> Seen {
    let mut reader = Reader::from_str(svg);
    let mut seen = Seen { elements: BTreeSet::new(), ids: Vec::new(), texts: Vec::new() };
    let mut text = String::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name();
                let name = name.as_ref().to_owned();
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("an attribute");
                    let key = attribute.key.as_ref().to_owned();
                    assert!(!key.starts_with("on") && key != "style" && key != "href", "{key}");
                    if key == "id" {
                        seen.ids.push(attribute.value.into_owned());
                    }
                }
                seen.elements.insert(name);
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => {
                text.push(match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "#39" => '\'',
                    other => panic!("&{other};"),
                });
            }
            Event::End(_) => seen.texts.push(std::mem::take(&mut text)),
            Event::Eof => return seen,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_figure_of_a_picture_is_that_of_the_analysis() {
    let gap = run(&format!("envcoop-gap {PLAN} --format json")).done().json();
    let figure = |entry: &serde_json::Value| {
        let [low, high] = ["low", "high"].map(|key| entry[key].as_f64().expect("a number"));
        format!("{low:.1}–{high:.1}")
    };
    let challenges = seen(&run(&format!("envcoop-report svg challenges {PLAN}")).done().out);
    for entry in gap["challenges"].as_array().expect("a list").iter().chain([&gap["overall"]]) {
        let expected = format!("{} %", figure(entry));
        assert!(challenges.texts.contains(&expected), "{expected}: {:?}", challenges.texts);
    }

    let matrix = seen(&run(&format!("envcoop-report svg matrix {PLAN}")).done().out);
    let dir = folder();
    run(&format!("envcoop-report csv {PLAN} --for data -o {}", dir.path().display())).done();
    let mut cells = csv::Reader::from_path(dir.path().join("matrix.csv")).expect("a table");
    let mut n_cells = 0;
    for cell in cells.records().map(|cell| cell.expect("a row")) {
        let interval = match &cell[2] {
            "" => "–".to_owned(),
            low => format!("{low}–{}", &cell[3]),
        };
        let n =
            if &cell[4] == "1" { "1 measure".to_owned() } else { format!("{} measures", &cell[4]) };
        let expected = format!("{} × {}: {interval}, {n}", &cell[0], &cell[1]);
        assert!(matrix.texts.contains(&expected), "{expected}");
        n_cells += 1;
    }
    assert_eq!(n_cells, 40);

    let money = seen(&run(&format!("envcoop-report svg money {PLAN}")).done().out);
    for challenge in gap["challenges"].as_array().expect("a list") {
        for sums in challenge["money"].as_array().expect("a list") {
            let committed = sums["committed"].as_str().expect("text");
            let found = |text: &String| text.replace(',', "").starts_with(committed);
            assert!(money.texts.iter().any(found), "{committed}");
        }
    }

    let timeline = seen(&run(&format!("envcoop-report svg timeline {PLAN}")).done().out);
    let mut rows = csv::Reader::from_path(dir.path().join("timeline.csv")).expect("a table");
    let mut n_dated = 0;
    for row in rows.records().map(|row| row.expect("a row")).filter(|row| !row[3].is_empty()) {
        let expected = format!("{} {}: {} – {}", &row[0], &row[2], &row[3], &row[4]);
        assert!(timeline.texts.contains(&expected), "{expected}");
        n_dated += 1;
    }
    assert!(n_dated > 20);
}

#[test]
fn a_picture_is_shapes_and_text_whatever_the_strategy_says() {
    let dir = folder();
    let hostile = r#"</svg><script>alert(1)</script> & \"x\" 'y' \u202e"#;
    let framework = read("data/frameworks/mini.json").replace("Clean up at home", hostile);
    let framework = put(&dir, "hostile.json", framework);
    for picture in PICTURES {
        for lang in ["en", "zh"] {
            let line = format!(
                "envcoop-report svg {picture} data/examples/mini-plan.csv --as-of 2027-06-30 --lang \
                 {lang} --framework {framework}"
            );
            let svg = run(&line).done().out;
            assert_eq!(svg, run(&line).done().out, "the same request gives the same bytes");
            let Seen { elements, ids, .. } = seen(&svg);
            let shapes = ["svg", "title", "desc", "defs", "pattern", "g", "rect", "line", "text"];
            let known: BTreeSet<String> = shapes.map(str::to_owned).into();
            assert!(elements.is_subset(&known), "{elements:?}");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
        }
    }
}

#[test]
fn a_wrong_date_in_one_row_does_not_press_the_others_together() {
    let dir = folder();
    let plan = put(
        &dir,
        "plan.csv",
        "id,measures,status,start,end\nA1,W1.1,ongoing,1950-01-01,2120-12-31\nA2,W1.2,ongoing,2027-01-01,2027-12-31\n\
         A3,W2.1,ongoing,2027-03-01,\n",
    );
    let line = format!("envcoop-report svg timeline {plan} --framework mini --as-of 2027-06-30");
    let texts = seen(&run(&line).done().out).texts;
    assert!(texts.contains(&"2015".to_owned()) && texts.contains(&"2039".to_owned()));
    assert!(!texts.contains(&"2014".to_owned()) && !texts.contains(&"2040".to_owned()));
    assert!(texts.contains(&"?".to_owned()), "an end that is not known is marked");
}

#[test]
fn what_there_is_is_listed() {
    let list = run("envcoop-report list").done().out;
    let dir = folder();
    let line = format!(
        "envcoop-report csv data/examples/mini-plan.csv --framework mini --baseline \
         data/examples/mini-plan.csv -o {}",
        dir.path().display()
    );
    run(&line).done();
    for entry in std::fs::read_dir(dir.path()).expect("a folder") {
        let name = entry.expect("a file").file_name().to_string_lossy().replace(".csv", "");
        assert!(list.lines().any(|line| line.split_whitespace().next() == Some(&name)), "{name}");
    }
    for picture in PICTURES {
        assert!(list.lines().any(|line| line.split_whitespace().next() == Some(picture)));
    }
    let refused = run("envcoop-report svg challange x.csv").refused();
    assert!(refused.err.contains("did you mean `challenges`?"), "{}", refused.err);
}
