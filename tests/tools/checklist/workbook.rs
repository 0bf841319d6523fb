//! `envcoop-checklist new --format xlsx`: nothing is lost on the way out and back, and the workbook
//! keeps to what spreadsheet programs agree on.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use envcoop_core::plan::{Document, canonical};
use envcoop_core::problem::Problems;
use envcoop_core::text::Lang;
use envcoop_intake::plan::PlanFile;
use envcoop_tests::files::parts;
use envcoop_tests::{converted, folder, run, shipped};

const LANGS: [&str; 3] = ["en", "zh", "both"];

/// Writes a checklist of one area into a folder.
fn workbook(dir: &Path, name: &str, more: &str) -> PathBuf {
    let path = dir.join(name);
    let line = "envcoop-checklist new --area W2 --year 2027 --format xlsx";
    run(&format!("{line} {more}")).arg("-o").arg(path.as_os_str()).done();
    path
}

/// Reads a plan, and what was sent out where the file says so.
fn plan(path: &Path) -> (Document, Option<Document>) {
    let mut problems = Problems::default();
    let name = path.to_str().expect("the path is text").into();
    let file = File::open(path).expect("the file is there");
    let read = PlanFile::read(&name, file, None, &shipped("two-services-2012"), &mut problems);
    let PlanFile { plan, base, .. } = read.unwrap_or_else(|| panic!("{problems:?}"));
    (plan, base)
}

/// Returns what a plan says: each row's cells by column, in the one spelling of the format.
fn said(plan: &Document) -> Vec<BTreeMap<String, String>> {
    let row = |cells: &[String]| {
        let cells = plan.headings.iter().zip(cells).map(|(heading, text)| {
            let name = heading.column.map_or(&*heading.text, |column| column.code());
            (name.to_owned(), canonical(heading.column, text).into_owned())
        });
        cells.collect()
    };
    plan.lines.iter().map(|line| row(&line.cells)).collect()
}

/// Returns the parts of a workbook by their paths.
/// Returns what stands between every pair of two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
}

#[test]
fn every_cell_comes_back_and_the_baseline_is_what_was_sent() {
    let dir = folder();
    for lang in LANGS {
        let line = format!("envcoop-checklist new --area W2 --year 2027 --lang {lang}");
        let csv = dir.path().join(format!("{lang}.csv"));
        run(&format!("{line} --format csv --for data")).arg("-o").arg(csv.as_os_str()).done();
        let (sent, _) = plan(&csv);
        let path = workbook(dir.path(), &format!("{lang}.xlsx"), &format!("--lang {lang}"));
        let (back, base) = plan(&path);
        assert!(!sent.lines.is_empty());
        assert_eq!(said(&back), said(&sent), "{lang}");
        assert_eq!(said(&base.expect("there is a baseline")), said(&sent), "{lang}");
        let gap = |path: &Path| {
            let gap = run("envcoop-gap --as-of 2027-06-30 --format json").arg(path.as_os_str());
            let gap = gap.done();
            assert_eq!(gap.err, "", "{}", path.display());
            gap.json()
        };
        assert_eq!(gap(&path), gap(&csv));
    }
}

#[test]
fn titles_stand_in_both_languages_and_headers_are_read_back() {
    let dir = folder();
    let path = workbook(dir.path(), "both.xlsx", "--lang both");
    let (back, _) = plan(&path);
    assert!(back.headings.iter().all(|heading| heading.column.is_some()));
    let framework = shipped("two-services-2012");
    let action = &framework.measures.iter().find(|m| m.id == "W2.1").expect("it is").actions[0];
    let title = format!("{}\n{}", action.text.get(Lang::En), action.text.get(Lang::Zh));
    assert!(back.lines[0].cells.contains(&title), "{:?}", back.lines[0].cells);
    let notes = &parts(&path)["xl/comments1.xml"];
    assert!(notes.contains("负责人"));
}

#[test]
fn cells_hold_no_formulas_and_drop_downs_refer_to_defined_names() {
    let dir = folder();
    for lang in LANGS {
        let parts =
            parts(&workbook(dir.path(), &format!("{lang}.xlsx"), &format!("--lang {lang}")));
        let book = &parts["xl/workbook.xml"];
        for (name, part) in &parts {
            assert!(!part.contains("<f>") && !part.contains("<f "), "{name}");
            assert!(!part.contains("<mergeCell"), "{name}");
            assert!(!name.contains("vba") && !name.contains("externalLink"), "{name}");
        }
        let checklist = &parts["xl/worksheets/sheet1.xml"];
        let lists = between(checklist, "<formula1>", "</formula1>");
        assert_eq!(lists.len(), 5);
        for list in lists {
            assert!(book.contains(&format!("<definedName name=\"{list}\">")), "{list}");
        }
        // 44 rows, the header and 200 spare rows.
        let (back, _) = plan(&dir.path().join(format!("{lang}.xlsx")));
        let last = back.lines.len() + 1 + 200;
        assert!(checklist.contains(&format!("sqref=\"E2:E{last}\"")));
        assert!(checklist.contains(&format!("<autoFilter ref=\"A1:P{}\"", back.lines.len() + 1)));
        assert!(checklist.contains("topLeftCell=\"B2\"") && checklist.contains("state=\"frozen\""));
        assert!(checklist.contains("paperSize=\"9\"") && checklist.contains("\"landscape\""));
        for name in ["_xlnm.Print_Titles", "_xlnm.Print_Area", "\"AsOf\""] {
            assert!(book.contains(name), "{name}");
        }
        assert_eq!(parts["xl/styles.xml"].contains("Microsoft YaHei"), lang != "en");
        let custom = &parts["docProps/custom.xml"];
        for text in ["envcoop/plan/1", "two-services-2012", "2027"] {
            assert!(custom.contains(text), "{text}");
        }
    }
}

#[test]
fn colours_follow_the_words_of_the_cells() {
    let dir = folder();
    let parts = parts(&workbook(dir.path(), "words.xlsx", ""));
    let checklist = &parts["xl/worksheets/sheet1.xml"];
    let rules = between(checklist, "<cfRule type=\"expression\"", "</cfRule>");
    for (word, zh) in [("Ongoing", "进行中"), ("Completed", "已完成"), ("Cancelled", "已取消")]
    {
        let told = |rule: &&str| rule.contains(&format!("$E2=\"{word}\"")) && rule.contains(zh);
        assert!(rules.iter().any(told), "no colour for {word}: {rules:?}");
    }
    // What is planned is late by its start, what is under way by its end.
    let late: Vec<&&str> = rules.iter().filter(|rule| rule.contains("AsOf")).collect();
    for (day, word) in [("$I2", "Ongoing"), ("$H2", "Planned")] {
        let is_told =
            |rule: &&&str| rule.contains(&format!("{day}&lt;AsOf")) && rule.contains(word);
        assert!(late.iter().any(is_told), "no rule for {word}: {late:?}");
    }
    assert_eq!(late.len(), 2);
}

#[test]
fn the_same_checklist_is_the_same_file_and_no_clock_is_asked() {
    let dir = folder();
    for more in ["", "--lang both", "--as-of 2027-05-15"] {
        let first = workbook(dir.path(), "first.xlsx", &format!("{more} --force"));
        let second = workbook(dir.path(), "second.xlsx", &format!("{more} --force"));
        assert!(fs::read(&first).expect("read") == fs::read(&second).expect("read"), "{more}");
        let day = if more.contains("2027") { "2027-05-15" } else { "1980-01-01" };
        let core = &parts(&first)["docProps/core.xml"];
        for stamp in between(core, "xsi:type=\"dcterms:W3CDTF\">", "</") {
            assert_eq!(stamp, format!("{day}T00:00:00Z"));
        }
        assert_eq!(
            parts(&first)["docProps/custom.xml"].contains("envcoop.as-of"),
            more.contains("2027")
        );
    }
}

#[test]
fn a_workbook_is_not_poured_into_a_terminal() {
    let refused = run("envcoop-checklist new --year 2027 --format xlsx").width(80).refused();
    assert!(refused.err.contains("-o FILE.xlsx"), "{}", refused.err);
}

#[test]
fn libre_office_opens_prints_and_saves_it_without_loss() {
    let dir = folder();
    for lang in LANGS {
        let path = workbook(dir.path(), &format!("{lang}.xlsx"), &format!("--lang {lang}"));
        let (sent, _) = plan(&path);
        let into = dir.path().join(lang);
        fs::create_dir(&into).expect("a folder can be made");
        // UTF-8, comma, quotes; the first sheet.
        let Some(csv) = converted(&path, "csv:Text - txt - csv (StarCalc):44,34,76,1", &into)
        else {
            return;
        };
        assert_eq!(said(&plan(&csv).0), said(&sent), "{lang}");
        let saved = converted(&path, "xlsx", &into).expect("it was there before");
        let (back, base) = plan(&saved);
        assert_eq!(said(&back), said(&sent), "{lang}");
        assert_eq!(said(&base.expect("the baseline stays")), said(&sent), "{lang}");
        let book = &parts(&saved)["xl/workbook.xml"];
        for name in ["Statuses", "Measures", "AsOf"] {
            assert!(book.contains(&format!("name=\"{name}\"")), "{lang}: {name} is lost");
        }
        let pdf = converted(&path, "pdf", &into).expect("it was there before");
        assert!(fs::read(pdf).expect("it is there").starts_with(b"%PDF"));
    }
}
