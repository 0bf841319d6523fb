//! A plan and a strategy that stand in the way of every format: formulas, markup, quotes, line ends,
//! separators, characters that turn the direction of text, words that readers take for numbers or
//! for nothing, long cells, many measures.
//!
//! Made here once for the black-box tests and for the chores that give results to other programs.

use serde_json::{Value, json};

/// What a cell may hold that wants to be more than text, or is taken for something else.
pub const TEXTS: [&str; 38] = [
    "=1+1",
    "+1",
    "-5",
    "@x",
    "-",
    "'=1+1",
    "''=1+1",
    "'quoted'",
    "'",
    "'+1",
    " =1",
    "\u{3000}=1+1",
    "＝1+1",
    "＋86 10",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://example.org/\"&A1,\"click, here\")",
    "a\"b\"\"c\"",
    "\"",
    "a,b;c\td|e",
    "one\ntwo",
    "one\r\ntwo\rthree\n\nfive",
    "x\n=1+1",
    "<script>alert(1)</script>&amp;<!--",
    "<b>bold</b> ]]> &lt;",
    "环境合作，“双边”；多边",
    "𠀀 emoji 😀 e\u{301}",
    "abc \u{202e}fed\u{202c} \u{2066}x\u{2069}",
    "zero\u{200b}width\u{2028}line\u{feff}mark",
    "NA",
    "NULL",
    "nan",
    "TRUE",
    "1e5",
    "007",
    "2027-01-02",
    "3/4",
    "#N/A",
    "# a comment\\",
];

/// The longest cell that a spreadsheet takes, in UTF-16 units.
pub const LONGEST: usize = 32_767;

/// Returns what a tool keeps of a text: without blanks at its ends, line ends as LF.
pub fn kept(text: &str) -> String {
    let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{3000}' || c == '\u{a0}';
    text.trim_matches(is_blank).replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns a strategy of 300 measures with hostile titles, as JSON.
pub fn framework() -> String {
    let mut framework: Value =
        serde_json::from_str(include_str!("../../data/frameworks/mini.json")).unwrap_or_default();
    framework["id"] = json!("hostile");
    let models = framework["measures"].as_array().cloned().unwrap_or_default();
    let measures = (0..300).map(|i| {
        let model = &models[i * models.len() / 300];
        let area = model["area"].as_str().unwrap_or_default();
        let id = format!("{area}.{}", 1 + i % 150);
        let old = model["id"].as_str().unwrap_or_default();
        // The ids of actions and indicators begin with that of their measure.
        let named = model.to_string().replace(&format!("\"{old}\""), &format!("\"{id}\""));
        let named = named.replace(&format!("\"{old}-"), &format!("\"{id}-"));
        let mut measure: Value = serde_json::from_str(&named).unwrap_or_default();
        let hostile = TEXTS[i % TEXTS.len()];
        for lang in ["en", "zh"] {
            measure["title"][lang] = json!(format!("{hostile} {id} {lang}"));
            for action in measure["actions"].as_array_mut().into_iter().flatten() {
                action["text"][lang] = json!(format!("{hostile} {} {lang}", action["id"]));
            }
        }
        measure
    });
    framework["measures"] = measures.collect();
    framework.to_string()
}

/// Returns a plan for [`framework`] as JSON, which keeps texts as they are: one row for each of
/// `texts`, in every cell that takes free text.
pub fn plan(texts: &[&str]) -> String {
    const STATUSES: [&str; 5] = ["planned", "ongoing", "completed", "suspended", "proposed"];
    const CURRENCIES: [&str; 3] = ["CNY", "USD", "JPY"];
    let row = |(i, text): (usize, &&str)| {
        let end = if i % 3 == 0 { "?" } else { "2027-12-31" };
        json!({
            "id": format!("H-{i}"),
            "measures": format!("W1.{};W2.{}", 1 + i % 150, 1 + i % 150),
            "title": text,
            "status": STATUSES[i % STATUSES.len()],
            "owner": text,
            "partner": "NA; NULL;TRUE",
            "funder": text,
            "start": "2027-01-01",
            "end": end,
            "budget": format!("{}.{:02}", 1 + i * 1234, i % 100),
            "currency": CURRENCIES[i % CURRENCIES.len()],
            "evidence": text,
            "note": text,
        })
    };
    let rows: Vec<Value> = texts.iter().enumerate().map(row).collect();
    json!({"format": "envcoop/plan/1", "activities": rows}).to_string()
}
