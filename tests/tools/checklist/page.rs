//! `envcoop-checklist new --format html`: a page that needs nothing and lets nothing in. What its
//! script does is tried in a real browser by `cargo xtask browser`.

use envcoop_core::text::Lang;
use envcoop_tests::{folder, put, read, run, shipped};
use serde_json::Value;

const NEW: &str = "envcoop-checklist new --year 2027 --format html";

/// Returns what stands between two marks, and what comes after.
#[track_caller]
fn between<'t>(text: &'t str, start: &str, end: &str) -> (&'t str, &'t str) {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} behind {start}"))
}

/// Returns the page without its script and its style, which are the project's own.
fn content(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").expect("a style");
    let (_, rest) = rest.split_once("</style>").expect("an end of the style");
    let (content, _) = rest.split_once("\n<script>").expect("a script");
    format!("{head}{content}")
}

/// Returns the plan that the page carries.
fn data(page: &str) -> Value {
    let (json, _) = between(page, "<script type=\"application/json\" id=\"plan\">", "</script>");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn the_page_asks_for_nothing() {
    for lang in ["en", "zh", "both"] {
        let page = run(&format!("{NEW} --lang {lang}")).done().out;
        // The address of a download is one that the page makes itself.
        let lower = page.replace("ObjectURL(", "").to_lowercase();
        for word in ["http:", "https:", "//www", "src=", "href=", "@import", "fetch(", "import("] {
            assert!(!lower.contains(word), "{lang}: {word}");
        }
        assert!(!page.contains("url("), "{lang}: the style fetches something");
        let (policy, _) = between(&page, "Content-Security-Policy\" content=\"", "\">");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        // What no digest names does not run.
        let content = content(&page);
        for word in
            [" style=", " onclick", " onload", " onerror", "<style", "<script>", "javascript:"]
        {
            assert!(!content.contains(word), "{lang}: {word}");
        }
    }
}

#[test]
fn the_page_says_its_language_and_opens_with_its_encoding() {
    for (lang, code) in [("en", "en"), ("zh", "zh"), ("both", "en")] {
        let page = run(&format!("{NEW} --lang {lang}")).done().out;
        let start =
            format!("<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n");
        assert!(page.starts_with(&start), "{}", &page[..200]);
    }
    let both = run(&format!("{NEW} --lang both")).done().out;
    assert!(
        both.contains("<th scope=\"col\">Owner<span class=\"also\" lang=\"zh\">负责人</span></th>")
    );
}

#[test]
fn every_area_is_a_table_and_every_action_a_row_of_it() {
    let framework = shipped("two-services-2012");
    let page = run(NEW).done().out;
    let content = content(&page);
    let captions: Vec<&str> = content
        .split("<caption><h2>")
        .skip(1)
        .map(|rest| between(rest, "</span> ", "</h2>").0)
        .collect();
    let titles: Vec<&str> = framework.areas.iter().map(|area| area.title.get(Lang::En)).collect();
    assert_eq!(captions, titles);
    assert_eq!(content.matches("<table>").count(), content.matches("<thead>").count());
    assert_eq!(content.matches("scope=\"col\"").count(), 8 * framework.areas.len());
    assert_eq!(content.matches("scope=\"rowgroup\"").count(), framework.measures.len());
    let rows: Vec<&str> = content
        .split("<th scope=\"row\">")
        .skip(1)
        .map(|rest| rest.split_once('<').expect("an end").0)
        .collect();
    let actions = framework.measures.iter().flat_map(|m| &m.actions);
    assert_eq!(rows, actions.map(|a| format!("{}-2027", a.id)).collect::<Vec<_>>());
    // Without the script nothing pretends to work.
    assert_eq!(content.matches("<input type=\"checkbox\" disabled>").count(), rows.len());
    assert!(content.contains("<form id=\"bar\" hidden>") && content.contains("<noscript>"));
}

#[test]
fn the_page_carries_the_plan_as_it_is() {
    for lang in ["en", "zh", "both"] {
        let csv = run(&format!(
            "envcoop-checklist new --year 2027 --lang {lang} --format csv --for data"
        ));
        let csv = csv.done().out;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let records: Vec<Vec<String>> =
            reader.deserialize().collect::<Result<_, _>>().expect("well-formed CSV");
        let data = data(&run(&format!("{NEW} --lang {lang}")).done().out);
        assert_eq!(data["headings"], serde_json::json!(records[0]));
        let rows = data["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), records.len() - 1);
        for (row, record) in rows.iter().zip(&records[1..]) {
            let n = record.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
            assert_eq!(*row, serde_json::json!(record[..n]));
        }
    }
}

#[test]
fn a_hostile_strategy_stays_text() {
    const HOSTILE: &str = "</script></title><img src=x onerror=alert(1)> & \"q\" 'a' <!-- \u{202e}cba\u{2066} \u{7} \u{0} end";
    let mut framework: Value =
        serde_json::from_str(&read("data/frameworks/mini.json")).expect("JSON");
    for lang in ["en", "zh"] {
        framework["title"][lang] = format!("{HOSTILE} {lang}").into();
        framework["areas"][0]["title"][lang] = format!("{HOSTILE} {lang}").into();
        framework["measures"][0]["title"][lang] = format!("{HOSTILE} {lang}").into();
        framework["measures"][0]["actions"][0]["text"][lang] = format!("{HOSTILE} {lang}").into();
    }
    let folder = folder();
    let path = put(&folder, "hostile.json", framework.to_string());
    for lang in ["en", "zh", "both"] {
        let page = run(&format!("{NEW} --lang {lang} --framework")).arg(&path).done().out;
        let content = content(&page);
        assert!(!content.contains("<img") && !content.contains("<!--"), "{lang}");
        assert_eq!(page.matches("</script>").count(), 2, "the plan's end and the script's");
        assert_eq!(page.matches("</title>").count(), 1);
        let unseen = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(page.chars().find(|&c| unseen(c)), None);
        // Every quote of a text is escaped: what quotes remain enclose attributes.
        let (main, _) = between(&content, "<main>", "</main>");
        assert!(main.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;q&quot; &#39;a&#39; &lt;!-- ·cba· · · end"));
        // What is handed back is what was given, to the last unseen character.
        let title = data(&page)["rows"][0][2].as_str().expect("a title").to_owned();
        assert!(title.starts_with(HOSTILE), "{title:?}");
    }
}

#[test]
fn a_page_is_small() {
    let n_rows = shipped("two-services-2012");
    let n_rows: usize = n_rows.measures.iter().map(|m| m.actions.len()).sum();
    let page = run(NEW).done().out;
    let fixed = run(&format!("{NEW} --framework mini --measure W1.1")).done().out.len();
    assert!(fixed < 25_000, "{fixed} bytes without rows to speak of");
    assert!(page.len() < fixed + 600 * n_rows, "{} bytes for {n_rows} rows", page.len());
}

#[test]
fn the_same_plan_gives_the_same_page() {
    assert_eq!(run(NEW).done().out, run(NEW).done().out);
}
