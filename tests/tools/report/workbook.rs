//! `envcoop-report xlsx`: the workbook says what the analysis says, to the last digit, and opens
//! everywhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use envcoop_core::judge::gap::State;
use envcoop_core::text::Lang;
use envcoop_forms::table::{ColumnSpec, Forms};
use envcoop_present::tables;
use envcoop_tests::files::{self, parts};
use envcoop_tests::{PLAN, converted, folder, put, read, run};
use serde_json::{Value, json};

const LANGS: [(&str, &[Lang]); 3] =
    [("en", &[Lang::En]), ("zh", &[Lang::Zh]), ("both", &[Lang::En, Lang::Zh])];
/// The names of the sheets, in English and in Chinese.
const SHEETS: [(&str, &str); 9] = [
    ("Summary", "概要"),
    ("Matrix", "矩阵"),
    ("Measures", "措施"),
    ("Gaps", "缺口"),
    ("Activities", "活动"),
    ("Money", "资金"),
    ("Money by challenge", "各挑战资金"),
    ("Late", "逾期"),
    ("About", "关于"),
];

type Row = BTreeMap<String, Data>;

/// Writes a report of a plan into a folder.
fn report(dir: &Path, name: &str, line: &str) -> PathBuf {
    let path = dir.join(name);
    run(&format!("envcoop-report xlsx {line}")).arg("-o").arg(path.as_os_str()).done();
    path
}

/// Reads every sheet.
fn sheets(path: &Path) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    book.worksheets()
}

fn sheet<'s>(sheets: &'s [(String, Range<Data>)], en: &str) -> &'s Range<Data> {
    let zh = SHEETS.iter().find(|(own, _)| *own == en).map_or("变化", |(_, zh)| zh);
    let found = sheets.iter().find(|(name, _)| name == en || name == zh);
    &found.unwrap_or_else(|| panic!("no sheet {en}")).1
}

/// Returns the columns of a table on its sheet.
fn columns(name: &str) -> Vec<ColumnSpec> {
    let all = tables::ALL.iter().chain(&tables::OF_BASELINE);
    let found = all.copied().find(|schema| schema.spec().name == name);
    found.unwrap_or_else(|| panic!("no table {name}")).columns(Forms::SHEET)
}

/// Reads a table by the names of its columns.
fn table(range: &Range<Data>, columns: &[ColumnSpec], langs: &[Lang]) -> Vec<Row> {
    let header = |column: &ColumnSpec| {
        let unit = if column.unit == "%" { " %" } else { "" };
        let titles = langs.iter().map(|&lang| format!("{}{unit}", column.title.get(lang)));
        titles.collect::<Vec<_>>().join("\n")
    };
    let names: BTreeMap<String, &str> =
        columns.iter().map(|column| (header(column), column.name)).collect();
    let first = header(&columns[0]);
    let mut rows = range.rows().skip_while(|row| row[0].to_string() != first);
    let columns: Vec<Option<&str>> = rows
        .next()
        .unwrap_or_else(|| panic!("no column {first}"))
        .iter()
        .map(|cell| names.get(&cell.to_string()).copied())
        .collect();
    let named = |row: &[Data]| {
        let cells = columns.iter().zip(row);
        cells.filter_map(|(name, cell)| Some(((*name)?.to_owned(), cell.clone()))).collect()
    };
    rows.take_while(|row| row.iter().any(|cell| *cell != Data::Empty)).map(named).collect()
}

/// Returns the parts of a workbook by their paths.
/// Writes a number of JSON, or an amount of it, as the workbook's cell must read.
fn same(cell: &Data, value: &Value) -> bool {
    match (cell, value) {
        (Data::Empty, Value::Null) => true,
        (Data::Float(own), Value::Number(number)) => number.as_f64() == Some(*own),
        (Data::Float(own), Value::String(amount)) => format!("{own:.2}") == *amount,
        _ => false,
    }
}

#[track_caller]
fn agree(rows: &[Row], entries: &Value, keys: &[&str]) {
    let entries = entries.as_array().expect("a list");
    assert_eq!(rows.len(), entries.len());
    for (row, entry) in rows.iter().zip(entries) {
        assert_eq!(row["id"].to_string(), entry["id"].as_str().unwrap_or_default());
        for key in keys {
            assert!(same(&row[*key], &entry[*key]), "{key}: {:?} for {entry}", row[*key]);
        }
    }
}

#[track_caller]
fn money_agrees(rows: &[Row], key: &str, entries: &Value) {
    let mut rows = rows.iter();
    for entry in entries.as_array().expect("a list") {
        for money in entry["money"].as_array().expect("a list") {
            let row = rows.next().expect("a row per currency");
            assert_eq!(row[key].to_string(), entry["id"].as_str().unwrap_or_default());
            assert_eq!(
                row["currency"],
                Data::String(money["currency"].as_str().expect("a code").into())
            );
            for key in ["committed", "proposed"] {
                assert!(same(&row[key], &money[key]), "{row:?}: {money}");
            }
        }
    }
    assert!(rows.next().is_none());
}

#[test]
fn every_figure_is_that_of_the_analysis() {
    let dir = folder();
    let gap = run(&format!("envcoop-gap {PLAN} --format json")).done().json();
    let csv = files::tables(PLAN);
    for (lang, langs) in LANGS {
        let path = report(dir.path(), &format!("{lang}.xlsx"), &format!("{PLAN} --lang {lang}"));
        let sheets = sheets(&path);
        let names: Vec<&str> = sheets.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, SHEETS.map(|(en, zh)| if lang == "zh" { zh } else { en }));

        let counts = ["met", "data_gap", "action_gap", "not_applicable", "assessed"];
        let of_groups = [&["low", "high"][..], &counts].concat();
        let rows = table(sheet(&sheets, "Summary"), &columns("challenges"), langs);
        let mut groups = gap["challenges"].as_array().expect("a list").clone();
        groups.push(gap["overall"].clone());
        agree(&rows, &groups.clone().into(), &of_groups);

        let rows = table(sheet(&sheets, "Measures"), &columns("measures"), langs);
        agree(&rows, &gap["measures"], &["low", "high", "activities", "proposals"]);
        for (row, entry) in rows.iter().zip(gap["measures"].as_array().expect("a list")) {
            let state = State::ALL.into_iter().find(|state| entry["state"] == state.code());
            let label = state.expect("a state").label();
            let texts: Vec<_> = langs.iter().map(|&lang| label.get(lang)).collect();
            assert_eq!(row["state"].to_string(), texts.join("\n"));
        }

        let rows = table(sheet(&sheets, "Money"), &columns("money"), langs);
        money_agrees(&rows, "measure", &gap["measures"]);
        let of_challenges = [columns("challenge_changes"), columns("money")].concat();
        let rows = table(sheet(&sheets, "Money by challenge"), &of_challenges, langs);
        money_agrees(&rows, "challenge", &groups.into());

        let rows = table(sheet(&sheets, "Matrix"), &columns("matrix"), langs);
        let expected = csv("matrix");
        assert_eq!(rows.len(), expected.len());
        for (at, (row, own)) in rows.iter().zip(&expected).enumerate() {
            let spot = sheet(&sheets, "Matrix").get((4 + at / 8, 2 + at % 8)).expect("a cell");
            for key in ["low", "high", "measures", "assessed"] {
                let number = own[key].parse::<f64>().map_or(Data::Empty, Data::Float);
                assert_eq!(row[key], number, "{key} of {own:?}");
                if key == "low" {
                    let dash = Data::String("–".to_owned());
                    let shown = if number == Data::Empty { dash } else { number };
                    assert_eq!(*spot, shown, "{own:?}");
                }
            }
        }
        for (name, of_csv) in [("Gaps", "gaps"), ("Late", "late")] {
            let columns = columns(of_csv);
            let (rows, own) = (table(sheet(&sheets, name), &columns, langs), csv(of_csv));
            let ids = |key: &str| -> Vec<String> { own.iter().map(|r| r[key].clone()).collect() };
            let key = columns[0].name;
            assert_eq!(rows.iter().map(|r| r[key].to_string()).collect::<Vec<_>>(), ids(key));
        }
    }
}

#[test]
fn activities_are_typed_and_what_is_not_known_stays_so() {
    let dir = folder();
    let path = report(dir.path(), "plan.xlsx", PLAN);
    let sheets = sheets(&path);
    let rows = table(sheet(&sheets, "Activities"), &columns("activities"), &[Lang::En]);
    let plan = read("data/examples/plan.csv");
    let mut plan = csv::Reader::from_reader(plan.as_bytes());
    let plan: Vec<BTreeMap<String, String>> =
        plan.deserialize().collect::<Result<_, _>>().expect("well-formed CSV");
    assert_eq!(rows.len(), plan.len());
    for (row, own) in rows.iter().zip(&plan) {
        assert_eq!(row["id"].to_string(), own["id"]);
        for key in ["start", "end", "updated"] {
            match &row[key] {
                Data::DateTime(day) => {
                    let (year, month, day, ..) = day.to_ymd_hms_milli();
                    assert_eq!(format!("{year}-{month:02}-{day:02}"), own[key]);
                }
                other => assert!(["", "?"].contains(&&*other.to_string()), "{own:?}"),
            }
        }
        match &row["budget"] {
            Data::Float(amount) => assert_eq!(Ok(*amount), own["budget"].parse()),
            other => assert!(["", "?"].contains(&&*other.to_string()), "{own:?}"),
        }
    }
    assert!(rows.iter().any(|row| row["link"] == Data::String("Rule".into())));
}

#[test]
fn no_formula_macro_or_merged_cell_and_every_sheet_is_made_for_work_and_paper() {
    let dir = folder();
    for (lang, _) in LANGS {
        for mode in ["", "--constant-memory"] {
            let line = format!("{PLAN} --lang {lang} --force {mode}");
            let parts = parts(&report(dir.path(), "plan.xlsx", &line));
            for (name, part) in &parts {
                assert!(!name.contains("vba") && !name.contains("externalLink"), "{name}");
                if !name.starts_with("xl/worksheets/sheet") {
                    continue;
                }
                for not in ["<f>", "<f ", "<mergeCell"] {
                    assert!(!part.contains(not), "{name}: {not}");
                }
                for has in ["paperSize=\"9\"", "\"landscape\"", "fitToPage=\"1\"", "&amp;P"] {
                    assert!(part.contains(has), "{name}: no {has}");
                }
                let is_table = !["sheet1.", "sheet2.", "sheet9."].iter().any(|n| name.contains(n));
                assert_eq!(part.contains("state=\"frozen\""), is_table, "{name}");
                assert_eq!(part.contains("<autoFilter"), is_table || name.contains("sheet2."));
            }
            for bars in ["sheet1", "sheet3"] {
                let part = &parts[&format!("xl/worksheets/{bars}.xml")];
                assert!(part.contains("<dataBar") && part.contains("val=\"100\""), "{bars}");
            }
            let chart = &parts["xl/charts/chart1.xml"];
            assert!(chart.contains("<c:grouping val=\"stacked\"/>") && chart.contains("57.4"));
            let custom = &parts["docProps/custom.xml"];
            for fact in ["envcoop/report/1", "2026-09-30", "sha256:", "two-services-2012"] {
                assert!(custom.contains(fact), "{fact}");
            }
            assert_eq!(parts["xl/styles.xml"].contains("Microsoft YaHei"), lang != "en");
        }
    }
}

#[test]
fn the_same_plan_is_the_same_file_and_both_modes_show_the_same() {
    let dir = folder();
    for (lang, _) in LANGS {
        let line = format!("{PLAN} --lang {lang} --force");
        let mut shown = Vec::new();
        for mode in ["", "--constant-memory"] {
            let line = format!("{line} {mode}");
            let (first, second) =
                (report(dir.path(), "1.xlsx", &line), report(dir.path(), "2.xlsx", &line));
            assert!(fs::read(&first).expect("read") == fs::read(second).expect("read"), "{line}");
            shown.push(sheets(&first));
        }
        assert!(shown[0] == shown[1], "{lang}");
    }
}

#[test]
fn the_rows_of_a_long_plan_are_kept_in_files_by_themselves() {
    let dir = folder();
    let plan = |n: usize| {
        let mut plan = "id,measures,title,status\n".to_owned();
        let title = "a title that takes more than one line in its column, ".repeat(3);
        (0..n).for_each(|i| plan.push_str(&format!("A{i},W1.1,\"{title}\",planned\n")));
        put(&dir, &format!("{n}.csv"), plan)
    };
    let has_high_rows = |path: &Path| {
        let rows = parts(path).remove("xl/worksheets/sheet5.xml").expect("there are activities");
        // The header has its own height in any case.
        rows.contains("A9999") && rows.matches("customHeight=").count() > 10_000
    };
    let (most, more) = (plan(10_000), plan(10_001));
    assert!(has_high_rows(&report(dir.path(), "most.xlsx", &format!("{most} --as-of 2026-09-30"))));
    let by_itself = report(dir.path(), "more.xlsx", &format!("{more} --as-of 2026-09-30"));
    assert!(!has_high_rows(&by_itself));
    let asked =
        report(dir.path(), "asked.xlsx", &format!("{more} --as-of 2026-09-30 --constant-memory"));
    assert!(fs::read(by_itself).expect("read") == fs::read(asked).expect("read"));
}

#[test]
fn changes_have_a_sheet_where_there_is_a_baseline() {
    let dir = folder();
    let old = read("data/examples/plan.csv").replace(",ongoing,", ",planned,");
    let old = put(&dir, "old.csv", old);
    let path = report(dir.path(), "plan.xlsx", &format!("{PLAN} --baseline {old}"));
    let sheets = sheets(&path);
    let changes = sheet(&sheets, "Changes");
    assert_eq!(table(changes, &columns("challenge_changes"), &[Lang::En]).len(), 5);
    let rows = table(changes, &columns("changes"), &[Lang::En]);
    assert!(!rows.is_empty());
    for row in rows {
        assert!(["better", "worse"].contains(&&*row["change"].to_string()), "{row:?}");
        assert_ne!(row["cause"], Data::Empty);
    }
    let about = sheet(&sheets, "About");
    let has = |text: &str| about.rows().any(|row| row[1].to_string().starts_with(text));
    assert!(has("data/examples/plan.csv\n23,680 bytes\nSHA-256 ") && has(&old));
}

/// Makes a framework of many measures with texts that mislead or that no file can hold.
fn hostile_framework(n: usize) -> Value {
    let mut framework: Value =
        serde_json::from_str(&read("data/frameworks/mini.json")).expect("JSON");
    let text = |text: &str| json!({"en": text, "zh": text});
    framework["title"] = text("=1+1 & <b>\u{1}\u{fffe}\u{202e}");
    framework["challenges"][0]["title"] = text("=HYPERLINK(\"x\")\u{7} & <c:f>");
    let model = framework["measures"][0].clone();
    let measures = (1..=n).map(|at| {
        let mut measure = model.clone();
        measure["id"] = json!(format!("W1.{at}"));
        measure["title"] = text(&format!("@SUM(A{at})\u{0}"));
        measure["statement"] = text(&format!("statement {at}"));
        measure["actions"] = json!([]);
        measure["indicators"] = json!([]);
        measure
    });
    let others = framework["measures"].as_array().expect("a list").iter();
    let others: Vec<Value> = others.filter(|m| m["area"] != "W1").cloned().collect();
    framework["measures"] = measures.chain(others).collect();
    framework
}

#[test]
fn a_hostile_plan_gives_a_file_that_opens_or_an_error_that_names_the_cell() {
    let dir = folder();
    let framework = put(&dir, "many.json", hostile_framework(300).to_string());
    let longest = "字".repeat(32_767);
    let rows = format!(
        "id,measures,status,title,owner,note\nA-1,W1.1,ongoing,\"=cmd|' /C calc'!A0\",+86 10,{longest}\n\
         A-2,W1.300,ongoing,</t><script>,\u{202e}abc\u{2066},_x0041_\n\
         A-3,,planned,\"@x\ty\",-1+1,\u{fffe}\u{ffff}\n"
    );
    let plan = put(&dir, "plan.csv", &rows);
    let line = format!("{plan} --framework {framework} --as-of 2027-06-30 --force");
    for mode in ["", "--constant-memory"] {
        let path = report(dir.path(), "plan.xlsx", &format!("{line} {mode}"));
        let sheets = sheets(&path);
        assert_eq!(
            table(sheet(&sheets, "Measures"), &columns("measures"), &[Lang::En])[0]["title"]
                .to_string(),
            "@SUM(A1)·"
        );
        let rows = table(sheet(&sheets, "Activities"), &columns("activities"), &[Lang::En]);
        let texts = |row: &Row| ["title", "owner", "note"].map(|key| row[key].to_string());
        assert_eq!(texts(&rows[0]), ["=cmd|' /C calc'!A0", "+86 10", &longest]);
        assert_eq!(texts(&rows[1]), ["</t><script>", "\u{202e}abc\u{2066}", "_x0041_"]);
        assert_eq!(texts(&rows[2]), ["@x\ty", "-1+1", "··"]);
        for (name, part) in parts(&path) {
            assert!(!part.contains("<f>") && !part.contains("<script>"), "{name}");
            let is_xml = |c: char| c >= ' ' && !"\u{fffe}\u{ffff}".contains(c);
            let odd = part.chars().find(|&c| !is_xml(c) && !"\t\n\r".contains(c));
            assert_eq!(odd, None, "{name}");
        }
        let plan = put(&dir, "long.csv", rows_with(&format!("{longest}字")));
        let line = format!("envcoop-report xlsx {plan} --framework mini {mode} -o -");
        let refused = run(&line).refused();
        let expected = format!(
            "envcoop-report: error: {plan}:3: column note: 32768 characters are more than the 32767 \
             that a workbook's cell holds\n  hint: shorten the text, or write CSV\n"
        );
        assert_eq!(refused.err, expected);
    }
}

fn rows_with(note: &str) -> String {
    format!("id,status,note\nA-1,planned,ok\nA-2,planned,{note}\n")
}

#[test]
fn a_report_is_neither_poured_into_a_terminal_nor_over_a_file() {
    let refused = run(&format!("envcoop-report xlsx {PLAN}")).width(80).refused();
    assert!(refused.err.contains("-o FILE.xlsx"), "{}", refused.err);
    let dir = folder();
    let there = put(&dir, "there.xlsx", "mine");
    let refused = run(&format!("envcoop-report xlsx {PLAN} -o {there}")).refused();
    assert!(refused.err.contains("exists already; `--force` replaces it"), "{}", refused.err);
    assert_eq!(fs::read_to_string(there).expect("it is there"), "mine");
}

#[test]
fn libre_office_opens_prints_and_saves_it_without_loss() {
    let dir = folder();
    for (lang, langs) in LANGS {
        let mode = if lang == "zh" { "--constant-memory" } else { "" };
        let line = format!("{PLAN} --lang {lang} {mode}");
        let path = report(dir.path(), &format!("{lang}.xlsx"), &line);
        let into = dir.path().join(lang);
        fs::create_dir(&into).expect("a folder can be made");
        let Some(saved) = converted(&path, "xlsx", &into) else { return };
        let (own, saved) = (sheets(&path), sheets(&saved));
        for (name, of_csv) in [
            ("Summary", "challenges"),
            ("Matrix", "matrix"),
            ("Measures", "measures"),
            ("Gaps", "gaps"),
            ("Activities", "activities"),
            ("Money", "money"),
        ] {
            let of = |sheets| table(sheet(sheets, name), &columns(of_csv), langs);
            assert!(of(&own) == of(&saved), "{lang}: {name}");
        }
        if lang == "both" {
            let pdf = converted(&path, "pdf", &into).expect("it was there before");
            assert!(fs::read(pdf).expect("it is there").starts_with(b"%PDF"));
        }
    }
}
