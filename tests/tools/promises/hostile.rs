//! Hostile plans and strategies: tables stay whole and safe, or the cell at fault is named.

use std::fs;
use std::path::Path;

use envcoop_core::delimited::guard;
use envcoop_core::framework::load;
use envcoop_core::plan::Column;
use envcoop_core::problem::Problems;
use envcoop_intake::reader::PlanReader;
use envcoop_tests::hostile::{LONGEST, TEXTS, framework, kept, plan};
use envcoop_tests::{folder, put, run};
use proptest::prelude::*;
use tempfile::TempDir;

/// The columns of a plan that take any text.
const FREE: [&str; 5] = ["title", "owner", "funder", "evidence", "note"];

/// The forms in which tables are written: options, separator.
const FORMS: [(&str, u8); 3] =
    [("--for data", b','), ("--for sheet", b','), ("--sep semicolon", b';')];

fn strategy(dir: &TempDir) -> String {
    put(dir, "hostile.json", framework())
}

/// Writes the tables of a plan; returns the folder that they are in.
fn report(dir: &TempDir, plan: &str, strategy: &str, form: &str, name: &str) -> String {
    let out = dir.path().join(name).display().to_string();
    let options = format!("--framework {strategy} --as-of 2027-06-30 --quiet");
    run(&format!("envcoop-report csv {plan} {options} {form} -o {out}")).done();
    out
}

/// Reads a table as it stands there, header first.
fn table(path: impl AsRef<Path>, separator: u8) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("the table is there");
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).delimiter(separator).from_reader(text.as_bytes());
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.into_records().map(|record| cells(record.expect("as many cells as above"))).collect()
}

/// Returns the cells under a header.
fn column<'t>(table: &'t [Vec<String>], name: &str) -> Vec<&'t str> {
    let at = table[0].iter().position(|header| header == name).expect("there is such a column");
    table[1..].iter().map(|row| row[at].as_str()).collect()
}

/// Tells whether a spreadsheet may take a cell for a formula; a number is none.
fn may_run(cell: &str) -> bool {
    let opens = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    cell.trim_start_matches([' ', '\u{3000}', '\u{a0}', '\u{feff}']).starts_with(opens)
        && cell.replace(',', ".").parse::<f64>().is_err()
}

#[test]
fn every_text_stands_in_the_table_of_activities() {
    let dir = folder();
    let strategy = strategy(&dir);
    let plan = put(&dir, "plan.json", plan(&TEXTS));
    for (form, separator) in FORMS {
        let out = report(&dir, &plan, &strategy, form, &form.replace(' ', ""));
        let activities = table(format!("{out}/activities.csv"), separator);
        for name in FREE {
            for (text, cell) in TEXTS.iter().zip(column(&activities, name)) {
                let cell = if form == "--for data" { cell } else { guard::remove(cell) };
                assert_eq!(cell, kept(text), "{form} {name}");
            }
        }
        assert_eq!(column(&activities, "id").len(), TEXTS.len());
    }
}

#[test]
fn no_cell_of_a_sheet_is_a_formula_and_every_table_is_whole() {
    let dir = folder();
    let strategy = strategy(&dir);
    let plan = put(&dir, "plan.json", plan(&TEXTS));
    for (form, separator) in FORMS {
        let out = report(&dir, &plan, &strategy, form, &form.replace(' ', ""));
        for entry in fs::read_dir(&out).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "json") {
                continue;
            }
            let cells: Vec<String> = table(&path, separator).concat();
            let formula = cells.iter().find(|cell| may_run(cell));
            assert!(form == "--for data" || formula.is_none(), "{}: {formula:?}", path.display());
        }
        assert_eq!(table(format!("{out}/measures.csv"), separator).len(), 1 + 300);
        let titles = table(format!("{out}/measures.csv"), separator);
        let expected = format!("{} W1.1 en", TEXTS[0]);
        let title = column(&titles, "title")[0];
        assert_eq!(if form == "--for data" { title } else { guard::remove(title) }, expected);
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_cut_is_named() {
    let dir = folder();
    let strategy = strategy(&dir);
    let options = format!("--framework {strategy} --as-of 2027-06-30 --quiet");
    let (longest, longer) = ("环".repeat(LONGEST), "环".repeat(LONGEST + 1));
    // The guard counts as well, and so does each half of a character beyond the first plane.
    let (guarded, wide) = (format!("={}", &longest[3..]), "😀".repeat(LONGEST / 2 + 1));
    let cases = [(&longest, true), (&longer, false), (&guarded, false), (&wide, false)];
    for (i, (text, fits)) in cases.into_iter().enumerate() {
        let plan = put(&dir, "long.json", plan(&["short", text]));
        let data = report(&dir, &plan, &strategy, "--for data", &format!("data-{i}"));
        let activities = table(format!("{data}/activities.csv"), b',');
        assert_eq!(column(&activities, "note")[1], text);
        let out = dir.path().join(format!("sheet-{i}"));
        let ran = run(&format!("envcoop-report csv {plan} {options} -o {}", out.display()));
        if fits {
            ran.done();
            assert_eq!(column(&table(out.join("activities.csv"), b','), "note")[1], text);
        } else {
            let message = ran.refused().err;
            let named = "activities.csv: row `H-1`: column title: 32768 characters";
            assert!(message.contains(named), "{message}");
            assert!(message.contains("shorten the text, or write for programs"), "{message}");
            assert!(!out.exists(), "a refused report left a folder");
        }
    }
}

#[test]
fn a_control_character_is_refused_with_its_cell() {
    let dir = folder();
    let out = dir.path().join("out");
    for c in (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32) {
        if matches!(c, '\t' | '\n' | '\r') {
            continue;
        }
        let name = format!("character U+{:04X}", c as u32);
        let text = format!("a{c}b");
        for (file, content) in [
            ("plan.json", plan(&["x", &text])),
            ("plan.csv", format!("id,status,title\nA1,planned,x\nA2,planned,{text}\n")),
        ] {
            // A text full of NUL is another encoding; a single one is a fault of its cell.
            let plan = put(&dir, file, content);
            let line = format!("envcoop-report csv {plan} --framework mini");
            let refused = run(&format!("{line} -o {}", out.display())).refused();
            assert!(refused.err.contains(&name), "{file}: {name}\n{}", refused.err);
            assert!(refused.err.contains("column title"), "{}", refused.err);
            assert!(!out.exists());
        }
    }
}

#[test]
fn a_control_character_in_a_strategy_is_refused_with_its_text() {
    let dir = folder();
    let title = envcoop_tests::read("data/frameworks/mini.json");
    let title = title.replacen("Clean up at home", "Clean up\\u0000 at home", 1);
    let strategy = put(&dir, "own.json", title);
    let out = dir.path().join("out");
    for form in ["sheet", "data"] {
        let line = "envcoop-report csv data/examples/mini-plan.csv --as-of 2027-06-30";
        let line = format!("{line} --framework {strategy} --for {form} -o {}", out.display());
        let message = run(&line).refused().err;
        let named = "challenges.csv: row `C1`: column title: character U+0000";
        assert!(message.contains(named), "{message}");
        assert!(!out.exists());
    }
}

#[test]
fn a_row_left_out_for_a_control_character_is_told_without_it() {
    let dir = folder();
    let plan =
        put(&dir, "plan.csv", "id,status,title\nA1,planned,x\nA2,planned,a\u{1b}\u{202e}b\n");
    for form in ["sheet", "data"] {
        let out = dir.path().join(form);
        let line = format!("envcoop-report csv {plan} --framework mini --for {form} --keep-going");
        run(&format!("{line} -o {}", out.display())).done();
        let problems = table(out.join("problems.csv"), b',');
        let expected = "character U+001B in `a\\u{1b}\\u{202e}b`";
        assert_eq!(column(&problems, "message"), [expected]);
    }
}

#[test]
fn no_character_that_misleads_reaches_the_terminal() {
    let dir = folder();
    let hidden = "x\u{61c}\u{feff}\u{200b}\u{2066}\u{202e}y";
    let rows = format!("A1,W1.1,ongoing,{hidden},2027-02-30\nA2,W1.1,planned,{hidden},\n");
    let wrong = put(&dir, "wrong.csv", format!("id,measures,status{hidden},owner,end\n{rows}"));
    let unsound = put(&dir, "unsound.csv", format!("id,measures,status,owner,end\n{rows}"));
    let sound =
        put(&dir, "sound.csv", format!("id,measures,status,owner\nA1,W1.1,ongoing,{hidden}\n"));
    let edited =
        put(&dir, "edited.csv", format!("id,measures,status,owner\nA1,W1.1,ongoing,{hidden}z\n"));
    let missing = dir.path().join(format!("no{hidden}file.csv"));
    for line in [
        format!("envcoop-gap {wrong} --framework mini"),
        format!("envcoop-gap {unsound} --framework mini"),
        format!("envcoop-gap {} --framework mini", missing.display()),
        format!("envcoop-gap {sound} --framework mini --by owner"),
        format!("envcoop-gap {sound} --framework mini --format markdown"),
        format!("envcoop-gap explain W1.1 {sound} --framework mini"),
        format!("envcoop-checklist status {sound} --framework mini"),
        format!("envcoop-checklist merge {sound} {edited} --framework mini -o -"),
    ] {
        let ended = run(&line).output();
        let said = if line.ends_with("-o -") { ended.err } else { ended.out + &ended.err };
        let misleads = |c: &char| *c != '\n' && envcoop_core::text::misleads(*c);
        assert_eq!(said.chars().find(misleads), None, "{line}\n{said}");
        assert!(!said.is_empty(), "{line}");
    }
}

#[test]
fn texts_that_look_like_values_are_told_once() {
    let dir = folder();
    let strategy = strategy(&dir);
    let plan = put(&dir, "plan.json", plan(&["plain", "007", "1e5"]));
    let line = format!("envcoop-report csv {plan} --framework {strategy}");
    let sheet = run(&format!("{line} -o {}", dir.path().join("sheet").display())).done();
    assert_eq!(sheet.err.matches("warning").count(), 1, "{}", sheet.err);
    assert!(sheet.err.contains("activities.csv: row `H-1`: column title: `007`"), "{}", sheet.err);
    let data = dir.path().join("data");
    let data = run(&format!("{line} --for data -o {}", data.display())).done();
    assert!(!data.err.contains("warning"), "{}", data.err);
}

#[test]
fn files_for_programs_have_commas() {
    let dir = folder();
    let out = dir.path().join("out");
    let line = "envcoop-report csv data/examples/plan.csv --for data --sep semicolon";
    let refused = run(&format!("{line} -o {}", out.display())).refused();
    assert!(refused.err.contains("`--sep semicolon` is for spreadsheets"), "{}", refused.err);
    assert!(!out.exists());
}

/// Writes a plan as sheets, reads the sheet of activities as the plan, and compares what both say.
#[track_caller]
fn comes_back(dir: &TempDir, strategy: &str, texts: &[&str]) {
    let plan = put(dir, "plan.json", plan(texts));
    let once = report(dir, &plan, strategy, "--for data --force", "once");
    for (form, separator) in &FORMS[1..] {
        let sheet = report(dir, &plan, strategy, &format!("{form} --force"), "sheet");
        let again = format!("{sheet}/activities.csv");
        let again = report(dir, &again, strategy, "--for data --force", "again");
        for name in ["activities", "owners", "owner_money", "money", "measures", "gaps"] {
            let [before, after] = [&once, &again].map(|folder| {
                let mut rows = table(format!("{folder}/{name}.csv"), b',');
                // Where a row stands is another place.
                let is_place = |header: &String| matches!(header.as_str(), "file" | "line");
                let places: Vec<bool> = rows[0].iter().map(is_place).collect();
                for row in &mut rows {
                    let cells = row.iter_mut().zip(&places).filter(|(_, is_place)| **is_place);
                    cells.for_each(|(cell, _)| cell.clear());
                }
                rows
            });
            assert_eq!(before, after, "{name} {form} ({separator})");
        }
    }
}

#[test]
fn a_sheet_of_hostile_activities_comes_back_as_the_same_plan() {
    let dir = folder();
    comes_back(&dir, &strategy(&dir), &TEXTS);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_sheet_of_activities_comes_back_as_the_same_plan(
        texts in prop::collection::vec("['=+\\-@ \t\r\n\u{3000}\u{a0}\u{feff}＝＠\",;a1.?环]{0,10}", 8),
        with_commas: bool,
    ) {
        let dir = folder();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let plan = put(&dir, "plan.json", plan(&texts));
        let (form, _) = FORMS[if with_commas { 1 } else { 2 }];
        let out = report(&dir, &plan, &strategy(&dir), form, "out");
        let sheet = fs::read(Path::new(&out).join("activities.csv")).expect("the table is there");
        let own = load("hostile.json", &framework()).expect("it is sound");
        let mut reader = PlanReader::new(&own, None, Problems::default());
        let mut found = Vec::new();
        reader.read("activities.csv", sheet.as_slice(), &mut |row| {
            let cell = |column| row.cells.get(column).to_owned();
            found.push([Column::Title, Column::Owner, Column::Funder, Column::Note].map(cell));
        });
        prop_assert_eq!(reader.finish().problems.n_errors(), 0);
        let expected: Vec<[String; 4]> =
            texts.iter().map(|text| std::array::from_fn(|_| kept(text))).collect();
        prop_assert_eq!(found, expected);
    }
}
