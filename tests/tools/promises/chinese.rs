//! What people read in Chinese holds no code and no English word: on plans and a strategy whose own
//! texts are Chinese, whatever Latin word is left is an id, a name, a currency, or listed here.

use std::collections::BTreeSet;

use calamine::{Reader, Xlsx, open_workbook};
use envcoop_tests::dom::content;
use envcoop_tests::{folder, put, read, run};

/// Names that Chinese texts write in Latin letters, and the id of all measures.
const NAMES: [&str; 8] =
    ["envcoop", "checklist", "report", "CSV", "PLAN", "xlsx", "OWN", "overall"];
const OPTIONS: &str = "--framework mini --as-of 2027-06-30 --lang zh";

const HEADER: &str =
    "id,measures,title,status,owner,partner,start,end,budget,currency,evidence,note\n";
const NOW: &str = "\
A1,W1.1,清查,ongoing,李,俄方,2027-01-10,2027-09-30,1200000,CNY,,
A2,W1.1;W2.1,培训,completed,王,,2026-03-01,2026-06-30,100.00,USD,报告,
A3,W1.2,试点,planned,,,2027-03-01,2027-12-31,,,,
A4,W2.1:70;W1.2:30,对话,suspended,?,日方,2026-01-01,2027-03-31,500000,CNY,,
A5,W2.2,联络,not-applicable,,,,,,,,由另一部门负责
A6,W1.2,基金,proposed,赵,,2027-08-01,2028-07-31,900000,CNY,,
A7,W1.2,未定,proposed,,,,,,,,
A8,,其他,?,,,,,10,EUR,,
A9,W2.1,会议,planned,王,,2027-06-01,2027-07-01,,,,
";

/// Returns the Latin words of a line that are no paths, commands or digests.
fn latin(text: &str) -> BTreeSet<String> {
    // A digest is no word.
    let text = text.split("SHA-256").next().unwrap_or_default();
    let said: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let is_path = |part: &&str| part.contains(['/', '\\']) || part.contains(".csv");
    let parts = said.split([' ', '\n', '\u{a0}', '，', '：', '（', '）', '(', ')']);
    let words = parts.filter(|part| !is_path(part)).flat_map(|part| {
        part.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1)
    });
    words.map(str::to_owned).collect()
}

/// Returns the lines of a result with a Latin word that neither the plan nor the strategy has.
fn foreign(what: &str, text: &str, own: &BTreeSet<String>) -> Vec<String> {
    let is_foreign = |line: &&str| !latin(line).is_subset(own);
    text.lines().filter(is_foreign).map(|line| format!("{what}: {}", line.trim())).collect()
}

/// Returns what markup says: its texts but commands and data, and what stands in attributes for people.
fn said(markup: &str) -> String {
    let mut texts = Vec::new();
    for part in markup.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag has an end");
        let is_typed = tag.starts_with("code") || tag.starts_with("script");
        texts.push(if is_typed { "" } else { text });
        for key in [" title=\"", " aria-label=\"", " placeholder=\""] {
            let value = tag.split_once(key).and_then(|(_, rest)| rest.split_once('"'));
            texts.extend(value.map(|(value, _)| value));
        }
    }
    texts.join("\n")
}

#[test]
fn what_people_read_in_chinese_holds_no_code() {
    let dir = folder();
    let now = put(&dir, "now.csv", format!("{HEADER}{NOW}"));
    let old = put(&dir, "old.csv", format!("{HEADER}{}", NOW.replace("ongoing,李", "planned,")));
    let strategy: serde_json::Value =
        serde_json::from_str(&read("data/frameworks/mini.json")).expect("JSON");
    let mut own: BTreeSet<String> = NAMES.map(str::to_owned).into();
    // Ids of the strategy, and the words that its Chinese texts have in Latin letters.
    let mut texts = vec![&strategy];
    while let Some(value) = texts.pop() {
        match value {
            serde_json::Value::Array(list) => texts.extend(list),
            serde_json::Value::Object(map) => {
                let takes = |key: &str| key == "zh" || key == "id" || key == "cite";
                own.extend(
                    map.iter()
                        .filter(|(key, _)| takes(key))
                        .flat_map(|(_, value)| latin(value.as_str().unwrap_or_default())),
                );
                texts.extend(map.values());
            }
            _ => {}
        }
    }
    own.extend(["CNY", "USD", "EUR"].map(str::to_owned));
    let beside = "--rates data/examples/mini-rates.csv --currency CNY";
    let mut found = Vec::new();
    let mut commands = vec![
        format!("envcoop-gap analyse {now} {beside}"),
        format!("envcoop-gap analyse {now} --target data/examples/mini-targets.csv"),
        format!("envcoop-gap analyse {now} --area W1 --period 2027-01-01.."),
        format!("envcoop-gap diff {old} {now}"),
        format!("envcoop-gap next {now} --budget 1000000"),
        format!("envcoop-checklist status {now}"),
        format!("envcoop-report markdown {now} --baseline {old} {beside}"),
    ];
    let groups = ["area", "term", "owner", "partner", "year", "matrix"];
    commands.extend(groups.map(|by| format!("envcoop-gap analyse {now} --by {by}")));
    let subjects = ["W1.1", "W1.2", "W2.2", "C1", "W1", "C1/W1", "JP", "overall"];
    commands.extend(subjects.map(|id| format!("envcoop-gap explain {id} {now}")));
    for command in &commands {
        let forms = if command.contains("report") { &[""][..] } else { &["", "--format markdown"] };
        for form in forms {
            let text = run(&format!("{command} {OPTIONS} {form}")).done().out;
            found.extend(foreign(command, &text, &own));
        }
    }
    for picture in ["challenges", "matrix", "timeline", "money"] {
        let line = format!("envcoop-report svg {picture} {now} {OPTIONS} --area W1");
        let svg = run(&line).done().out;
        found.extend(foreign(picture, &said(&svg), &own));
    }
    for (line, name) in [
        (format!("envcoop-report html {now} --baseline {old} {beside} {OPTIONS}"), "report"),
        (
            "envcoop-checklist new --framework mini --year 2027 --lang zh --format html".to_owned(),
            "new",
        ),
    ] {
        found.extend(foreign(name, &said(&content(&run(&line).done().out)), &own));
    }
    for (line, name) in [
        (format!("envcoop-report xlsx {now} --baseline {old} {beside} {OPTIONS}"), "report.xlsx"),
        (
            "envcoop-checklist new --framework mini --year 2027 --lang zh --format xlsx".to_owned(),
            "new.xlsx",
        ),
    ] {
        let path = dir.path().join(name);
        run(&line).arg("-o").arg(path.as_os_str()).done();
        let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
        // Codes stand where the tool reads them back: in what drop-downs offer, in what was sent out.
        let names = book.sheet_names();
        for name in names.into_iter().filter(|name| name != "选项" && name != "基线") {
            let sheet = book.worksheet_range(&name).expect("a sheet");
            let cells = sheet.used_cells().map(|(_, _, cell)| cell.to_string());
            found.extend(foreign(
                &name,
                &cells.chain([name.clone()]).collect::<Vec<_>>().join("\n"),
                &own,
            ));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
