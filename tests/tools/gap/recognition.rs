//! How `envcoop-gap classify` weighs words and codes, and the labels that it is measured by.

use std::collections::{BTreeMap, BTreeSet};

use envcoop_core::framework::{ClassifyPolicy, Framework, load};
use envcoop_core::text::Lang;
use envcoop_intake::classify::{Classifier, Learned, Lesson, Match, Part, Sign};
use envcoop_intake::iati::{Narrative, Published, Sector};
use envcoop_tests::{folder, put, read, run, shipped};
use serde_json::{Value, json};

fn texts(texts: &[&str]) -> Vec<Narrative> {
    let narrative = |text: &&str| Narrative { text: (*text).to_owned(), ..Narrative::default() };
    texts.iter().map(narrative).collect()
}

fn titled(title: &str) -> Published {
    Published { titles: texts(&[title]), ..Published::default() }
}

fn sector(code: &str) -> Vec<Sector> {
    vec![Sector { code: code.to_owned(), is_dac5: true, share: 10_000 }]
}

fn ids<'f>(framework: &'f Framework, matches: &[Match<'_>]) -> Vec<&'f str> {
    matches.iter().map(|found| framework.measure(found.measure).id.as_str()).collect()
}

#[track_caller]
fn recognises(title: &str, expected: &[&str]) {
    let framework = shipped("two-services-2012");
    let found = Classifier::new(&framework).classify(&titled(title));
    assert_eq!(ids(&framework, &found), expected, "{title}");
}

#[test]
fn the_forms_of_words_do_not_matter() {
    recognises("Restoring a wetland", &["W4.5"]);
    recognises("WETLANDS RESTORED", &["W4.5"]);
    recognises("Gestion des déchets dangereux", &["W2.4"]);
    recognises("Un déchet dangereux de moins", &["W2.4"]);
    recognises("GESTION DES DECHETS DANGEREUX", &["W2.4"]);
    recognises("Planta de tratamiento de agua residual", &["W2.2"]);
    recognises("Plantas de tratamiento de aguas residuales", &["W2.2"]);
    recognises("О сохранении биоразнообразия", &["W4.5"]);
    recognises("Биологическому разнообразию: новая жизнь", &["W4.5"]);
}

#[test]
fn chinese_is_recognised_without_blanks_and_across_line_breaks() {
    recognises("关于开展土壤修复试点的合作项目", &["W2.6"]);
    recognises("关于开展土壤 修复试点的合作项目", &["W2.6"]);
    recognises("某省ＰＯＰｓ治理项目", &["W2.5"]);
    recognises("某县道路建设", &[]);
}

#[test]
fn what_speaks_against_a_measure_is_taken_off() {
    recognises("Wetland birds of the delta", &["W4.5"]);
    recognises("Improving the business climate", &[]);
    recognises("Mainstreaming gender in forest villages", &["W4.5"]);
    recognises("Emergency relief for villages at the edge of a forest", &[]);
    let framework = shipped("two-services-2012");
    let classifier = Classifier::new(&framework);
    let words = |code: &str| Published {
        titles: texts(&["A new phase"]),
        descriptions: texts(&["Work in a nature reserve for the biodiversity of the coast."]),
        sectors: sector(code),
        ..Published::default()
    };
    assert_eq!(ids(&framework, &classifier.classify(&words("41030"))), ["W4.5"]);
    assert!(classifier.classify(&words("12220")).is_empty(), "a health project");
}

#[test]
fn hints_need_company() {
    recognises("A learning network of towns", &[]);
    recognises("Network for peatlands", &["W4.5", "W1.6"]);
    recognises("Training of drivers", &[]);
}

#[test]
fn the_rest_stands_back_and_the_most_particular_measure_wins() {
    recognises("An environment fit to live in", &["W7.3"]);
    recognises("Cleaner environment by removal of PCB", &["W2.5"]);
    recognises("Obsolete pesticides", &["W2.5"]);
    recognises("National biodiversity strategy and its forests", &["W4.6"]);
}

#[test]
fn a_description_alone_is_not_enough_however_much_it_says() {
    let framework = shipped("two-services-2012");
    let mut activity = titled("Phase two");
    activity.descriptions = texts(&["Wetlands, forests, species, coral reefs, deforestation."]);
    let classifier = Classifier::new(&framework);
    assert!(classifier.classify(&activity).is_empty());
    activity.sectors = sector("41030");
    assert_eq!(ids(&framework, &classifier.classify(&activity)), ["W4.5"]);
}

#[test]
fn every_score_is_the_sum_of_its_evidence() {
    let framework = shipped("two-services-2012");
    let classifier = Classifier::new(&framework);
    let (mut n_matches, mut n_against) = (0, 0);
    let xml = read("data/examples/published.xml");
    let mut problems = envcoop_core::problem::Problems::default();
    let file = std::sync::Arc::from("published.xml");
    envcoop_intake::iati::read(&file, xml.as_bytes(), &mut problems, &mut |activity, _| {
        for found in classifier.classify(&activity) {
            let sum: i128 = found.evidence.iter().map(|piece| piece.worth.0).sum();
            assert_eq!(found.score.0, sum, "{found:?}");
            let is_against = |sign: &Sign<'_>| {
                matches!(sign, Sign::AgainstSector(..) | Sign::Phrase { part: Part::Against, .. })
            };
            for piece in &found.evidence {
                assert_eq!(piece.worth.0 < 0, is_against(&piece.sign), "{piece:?}");
                n_against += u32::from(is_against(&piece.sign));
            }
            n_matches += 1;
        }
    });
    assert!(n_matches > 30 && n_against > 0, "{n_matches} matches, {n_against} pieces against");
}

/// A framework without a policy is recognised by the weights of the shipped strategy.
#[test]
fn what_a_policy_leaves_out_is_as_in_the_strategy() {
    let (strategy, default) =
        (shipped("two-services-2012").policy.classify, ClassifyPolicy::default());
    assert_eq!(format!("{:?}", default.weights), format!("{:?}", strategy.weights));
    let bounds = |policy: &ClassifyPolicy| (policy.threshold, policy.most, policy.share_of_best);
    assert_eq!(bounds(&default), bounds(&strategy));
}

#[test]
fn faults_of_signals_are_named() {
    let mini: Value = serde_json::from_str(&read("data/frameworks/mini.json")).expect("JSON");
    let fault = |change: &dyn Fn(&mut Value), message: &str| {
        let mut value = mini.clone();
        change(&mut value);
        let problems = load("mine.json", &value.to_string()).expect_err("it is wrong");
        let said: Vec<String> =
            problems.iter().map(|p| p.message.get(Lang::En).to_owned()).collect();
        assert!(said.iter().any(|said| said.contains(message)), "{message}: {said:?}");
    };
    let keyword = mini["measures"][0]["signals"]["keywords"]["en"][0].clone();
    let signals = |v: &mut Value, key: &str, to: Value| v["measures"][0]["signals"][key] = to;
    fault(&|v| signals(v, "against", json!({"en": [keyword]})), "is against and keyword");
    fault(&|v| signals(v, "hints", json!({"en": ["x y", "X y"]})), "stands twice in `en`");
    fault(&|v| signals(v, "against", json!({"en": ["..."]})), "has no letter or digit");
    fault(&|v| signals(v, "over", json!(["W9.9"])), "unknown measure `W9.9`");
    fault(&|v| signals(v, "over", json!(["W1.1"])), "is over itself");
    let group = json!({"classify": {"against": {"crs": ["1"]}}});
    fault(&|v| v["policy"] = group.clone(), "has not two to five digits");
}

/// A person confirmed the first row, cleared the second and gave the third other measures; then the
/// same activities are classified anew.
#[test]
fn a_rule_never_changes_what_a_person_tied() {
    const RULE: &str = "id,measures,title,status,link\n\
                        iati:1,W1.1,one,ongoing,rule\n\
                        iati:2,W1.1,two,ongoing,rule\n\
                        iati:3,W1.1,three,ongoing,rule\n\
                        iati:4,W1.1,four,ongoing,rule\n";
    const PERSON: &str = "id,measures,title,status,link\n\
                          iati:1,W1.1,one,ongoing,human\n\
                          iati:2,,two,ongoing,\n\
                          iati:3,\"W2.1;W2.2\",three,ongoing,human\n\
                          iati:4,W1.1,four,ongoing,rule\n";
    let anew = RULE.replace("W1.1", "W1.2").replace("ongoing", "completed");
    for more in ["--base SENT", "--base SENT --resolve theirs", "--resolve theirs"] {
        let dir = folder();
        let plan = put(&dir, "plan.csv", PERSON);
        let (sent, copy) = (put(&dir, "sent.csv", RULE), put(&dir, "anew.csv", &anew));
        let more = more.replace("SENT", &sent);
        let line = format!("envcoop-checklist merge {plan} {copy} --framework mini {more}");
        let out = run(&line).done().out;
        let merged = std::fs::read_to_string(&plan).expect("the plan is there");
        let expected = PERSON.replace("ongoing", "completed").replace("iati:4,W1.1", "iati:4,W1.2");
        assert_eq!(merged, expected, "{more}: {out}");
        for id in ["iati:1", "iati:2", "iati:3"] {
            let is_held = |line: &str| line.starts_with(id) && line.contains("a person tied it");
            assert!(out.lines().any(is_held), "{more}: {out}");
        }
        assert!(!out.contains("iati:4 `four`: a person"), "{out}");
    }
}

/// What a person reviewed is no published file: `classify` refuses it, and replaces it only when
/// told so.
#[test]
fn classifying_anew_does_not_replace_a_reviewed_file() {
    let dir = folder();
    let line = "envcoop-gap classify data/examples/published.xml -o";
    let plan = dir.path().join("plan.csv").to_string_lossy().into_owned();
    run(&format!("{line} {plan}")).done();
    let reviewed = std::fs::read_to_string(&plan).expect("a plan").replace(",rule,", ",human,");
    std::fs::write(&plan, &reviewed).expect("the plan can be written");
    let refused = run(&format!("{line} {plan}")).refused();
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(&plan).expect("a plan"), reviewed);
    run(&format!("envcoop-gap classify {plan}")).refused();
}

#[test]
fn the_labels_are_measures_split_by_publisher_and_hold_no_text() {
    let framework = shipped("two-services-2012");
    let labels = read("data/gold/labels.csv");
    let mut rows = labels.lines();
    assert_eq!(rows.next(), Some("identifier,publisher,file,half,reader_a,reader_b,settled"));
    let mut half_of = BTreeMap::<&str, &str>::new();
    let mut seen = BTreeSet::new();
    let mut counts = BTreeMap::<(&str, bool), u32>::new();
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let [identifier, publisher, file, half, a, b, settled] = cells[..] else {
            panic!("not seven cells: {row}")
        };
        assert!(seen.insert((file, identifier)), "{row} stands twice");
        assert!(["tuning", "test"].contains(&half), "{row}");
        assert_eq!(*half_of.entry(publisher).or_insert(half), half, "{publisher} is in both");
        // An identifier or a file's name has no blanks: nothing else may stand there.
        assert!(!row.contains([' ', '"']), "{row}");
        for measures in [a, b, settled] {
            let list: Vec<&str> = measures.split(';').filter(|id| !id.is_empty()).collect();
            assert!(list.len() <= 3, "{row}");
            assert!(list.iter().all(|id| framework.measure_idx(id).is_some()), "{row}");
            assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len(), "{row}");
        }
        *counts.entry((half, settled.is_empty())).or_default() += 1;
        let set = |list: &str| list.split(';').map(str::to_owned).collect::<BTreeSet<_>>();
        let is_settled_as_read = set(a) != set(b) || set(settled) == set(a);
        assert!(is_settled_as_read, "both readers say the same: {row}");
    }
    assert!(seen.len() >= 200, "only {} labels", seen.len());
    assert!(counts.len() == 4 && counts.values().all(|&n| n >= 40), "{counts:?}");
}

#[test]
fn candidates_show_what_falls_short_of_the_threshold() {
    let framework = shipped("two-services-2012");
    let classifier = Classifier::new(&framework);
    let mut activity = titled("A plant for the valley");
    activity.descriptions = texts(&["It takes the sewage of a town."]);
    assert_eq!(ids(&framework, &classifier.classify(&activity)), [] as [&str; 0]);
    let candidates = classifier.candidates(&activity, 3);
    assert_eq!(ids(&framework, &candidates), ["W2.2"]);
    assert!(candidates[0].score < framework.policy.classify.threshold);
    assert_eq!(candidates[0].evidence[0].sign.to_string(), "description \"sewage\"");

    activity.titles = texts(&["Restoring a wetland"]);
    let candidates = classifier.candidates(&activity, 3);
    assert_eq!(ids(&framework, &candidates), ["W4.5", "W2.2"], "what is matched comes first");
    assert_eq!(ids(&framework, &classifier.candidates(&activity, 1)), ["W4.5"]);
}

#[test]
fn what_was_learnt_ties_no_row_alone_and_none_that_has_a_match() {
    let framework = shipped("two-services-2012");
    let air = framework.measure_idx("W2.2").expect("it is there");
    let lesson =
        |title: &str| Lesson { title: title.to_owned(), accepted: vec![air], refused: Vec::new() };
    let lessons = [lesson("Coal boilers of Harbin"), lesson("Coal boilers in schools")];
    let learned = Learned::of(&lessons, &framework.policy.classify.learned);
    let classifier = Classifier::new(&framework).with_learned(&learned);
    let mut activity = titled("Fewer coal boilers");
    assert_eq!(ids(&framework, &classifier.classify(&activity)), [] as [&str; 0]);
    assert_eq!(ids(&framework, &classifier.candidates(&activity, 3)), ["W2.2"]);

    activity.descriptions = texts(&["Also the sewage of the town."]);
    let found = classifier.classify(&activity);
    assert_eq!(ids(&framework, &found), ["W2.2"]);
    let signs: Vec<String> = found[0].evidence.iter().map(|piece| piece.sign.to_string()).collect();
    assert_eq!(signs, ["description \"sewage\"", "learned \"coal boilers\" 2 of 2"]);

    activity.titles = texts(&["Restoring a wetland beside coal boilers"]);
    assert_eq!(ids(&framework, &classifier.classify(&activity)), ["W4.5"]);
}
