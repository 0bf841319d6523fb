//! `import --review`, `merge` of what comes back, and `--learn`: a rule proposes, a person decides, and
//! what she decided stays.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use envcoop_tests::{converted, folder, put, run};
use rust_xlsxwriter::Workbook;

pub(super) const TABLE: &str = "工作任务,责任单位,完成时限,进展\n\
                     开展大气污染联合治理谈判,国际司,2027-06-30,在办\n\
                     跨界水体联合监测,水司,2027-09-30,在办\n\
                     举办绿色电影周,宣教中心,2027-05-15,未开始\n\
                     与东盟开展生物多样性培训,东盟中心,2027-06-30,未开始\n";

/// Ids of the rows of the table.
pub(super) const AIR: &str = "TQCWR6ZPY";
pub(super) const WATER: &str = "T4X8SPT6P";
pub(super) const FILM: &str = "T5JES996E";
pub(super) const ASEAN: &str = "TXK2NV78K";

/// Imports the table; returns the folder, the plan and the review.
pub(super) fn imported(review: &str, more: &str) -> (tempfile::TempDir, String, String) {
    let dir = folder();
    let table = put(&dir, "table.csv", TABLE);
    let [plan, review] = ["plan.csv", review].map(|name| path(dir.path(), name));
    run(&format!("envcoop-checklist import {table} -o {plan} --review {review} {more}")).done();
    (dir, plan, review)
}

pub(super) fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("text").to_owned()
}

/// Returns a review as CSV with these decisions, by id.
pub(super) fn decided(review: &str, decisions: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(review).expect("it was written");
    let mut records = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = records.headers().expect("a header").clone();
    let at = headers.iter().position(|header| header == "decision").expect("a column");
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&headers).expect("memory");
    for record in records.records() {
        let record = record.expect("a row");
        let decision = decisions.iter().find(|(own, _)| *own == &record[0]).map_or("", |own| own.1);
        let cell = |(n, text)| if n == at { decision } else { text };
        out.write_record(record.iter().enumerate().map(cell)).expect("memory");
    }
    String::from_utf8(out.into_inner().expect("memory")).expect("text")
}

/// Returns measures and link of a row of a plan.
pub(super) fn row(plan: &str, id: &str) -> (String, String) {
    let text = fs::read_to_string(plan).expect("the plan is there");
    let mut records = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let at = |name: &str, headers: &csv::StringRecord| {
        headers.iter().position(|header| header == name).expect("a column")
    };
    let headers = records.headers().expect("a header").clone();
    let (measures, link) = (at("measures", &headers), at("link", &headers));
    let found = records.records().map(|record| record.expect("a row")).find(|r| &r[0] == id);
    let found = found.expect("the row is there");
    (found[measures].to_owned(), found[link].to_owned())
}

pub(super) fn pair(measures: &str, link: &str) -> (String, String) {
    (measures.to_owned(), link.to_owned())
}

#[test]
fn the_least_certain_stand_first_with_candidates_and_reasons() {
    let (_dir, _, review) = imported("review.csv", "--for data");
    let text = fs::read_to_string(review).expect("it was written");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("id,title,about,tied,decision,candidate_1,why_1,"), "{text}");
    assert!(lines[1].starts_with(FILM) && lines[1].contains("1.00: hint in title"), "{text}");
    assert!(lines[4].starts_with(ASEAN) && lines[4].contains("W7.2 "), "{text}");
}

#[test]
fn decisions_come_back_as_a_persons_and_stay() {
    let (dir, plan, review) = imported("review.csv", "");
    let decisions = [(AIR, "y"), (WATER, "W3.1; W1.1"), (FILM, "n")];
    let copy = put(&dir, "decided.csv", decided(&review, &decisions));
    let merged = run(&format!("envcoop-checklist merge {plan} {copy}")).done();
    assert!(merged.err.contains(&format!("1 row stays open: {ASEAN}")), "{}", merged.err);
    assert_eq!(row(&plan, AIR), pair("W2.2", "human"));
    assert_eq!(row(&plan, WATER), pair("W3.1;W1.1", "human"));
    assert_eq!(row(&plan, FILM), pair("", "human"));
    assert_eq!(row(&plan, ASEAN), pair("W4.5;W7.2", "rule"));
    run(&format!("envcoop-checklist check {plan}")).done();
    let again = run(&format!("envcoop-checklist merge {plan} {copy}")).done();
    assert!(again.err.contains("stays as it is"), "{}", again.err);

    // The same table anew: what was decided is not proposed again, by `--learn` or by `merge`.
    let [table, next] = ["table.csv", "next.csv"].map(|name| path(dir.path(), name));
    let line = format!("envcoop-checklist import {table} -o {next} --learn {plan}");
    let told = run(&line).done().err;
    assert!(told.contains("3 rows that a person decided, 2 with measures, 1 refused"), "{told}");
    assert!(told.contains("3 rows keep what a person decided"), "{told}");
    assert_eq!(row(&next, FILM), pair("", "human"));
    assert_eq!(row(&next, ASEAN), pair("W4.5;W7.2", "rule"));
    let next_of_next = path(dir.path(), "after.csv");
    run(&format!("envcoop-checklist import {table} -o {next_of_next} --learn {next}")).done();
    assert_eq!(row(&next_of_next, FILM), pair("", "human"));
    let plain = path(dir.path(), "plain.csv");
    run(&format!("envcoop-checklist import {table} -o {plain}")).done();
    let merged = run(&format!("envcoop-checklist merge {plan} {plain}")).done();
    assert!(merged.out.contains("a person tied it to its measures"), "{}", merged.out);
    assert_eq!(row(&plan, FILM), pair("", "human"));
}

#[test]
fn what_cannot_be_read_is_named_with_its_cell_and_the_way_out() {
    for (lang, said, hint) in [
        ("en", "decision `perhaps` is none", "write y, n, 1 to 3, or ids of measures"),
        ("zh", "无法识别决定 `perhaps`", "请填 y、n、1 至 3"),
    ] {
        let (dir, plan, review) = imported("review.csv", "");
        let before = fs::read(&plan).expect("a plan");
        let decisions = [(FILM, "perhaps"), (AIR, "3"), (WATER, "y")];
        let copy = put(&dir, "decided.csv", decided(&review, &decisions));
        let line = format!("envcoop-checklist merge {plan} {copy} --lang {lang}");
        let refused = run(&line).refused().err;
        assert!(refused.contains("decided.csv:2: ") && refused.contains(said), "{refused}");
        assert!(refused.contains("decided.csv:3: ") && refused.contains("`3`"), "{refused}");
        assert!(refused.contains(hint), "{refused}");
        assert_eq!(fs::read(&plan).expect("a plan"), before);
        run(&format!("{line} --keep-going")).done();
        assert_eq!(row(&plan, WATER), pair("W3.1", "human"));
        assert_eq!(row(&plan, FILM), pair("W7.3", "rule"));
    }
}

#[test]
fn a_row_that_a_person_decided_otherwise_is_a_conflict_and_a_row_that_is_gone_is_named() {
    let (dir, plan, review) = imported("review.csv", "--for data");
    let text = fs::read_to_string(&plan).expect("a plan");
    let by_hand = text
        .lines()
        .filter(|line| !line.starts_with(WATER))
        .map(|line| match line.starts_with(AIR) {
            true => line.replacen("W2.2", "W1.1", 1).replacen(",rule,", ",human,", 1),
            false => line.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("\n");
    fs::write(&plan, by_hand + "\n").expect("written");
    let decisions = [(AIR, "y"), (WATER, "y"), (FILM, "n")];
    let copy = put(&dir, "decided.csv", decided(&review, &decisions));
    let found = run(&format!("envcoop-checklist merge {plan} {copy}")).found();
    assert!(found.out.contains(&format!("conflict: {AIR} measures")), "{}", found.out);
    assert!(found.err.contains(&format!("row `{WATER}` is not in")), "{}", found.err);
    assert_eq!(row(&plan, FILM), pair("W7.3", "rule"), "nothing was written");
    run(&format!("envcoop-checklist merge {plan} {copy} --resolve ours")).done();
    assert_eq!(row(&plan, AIR), pair("W1.1", "human"));
    assert_eq!(row(&plan, FILM), pair("", "human"));
}

#[test]
fn measures_and_who_tied_them_are_one_matter() {
    // One reviewer takes other measures; another does so too, or confirms what the rule says.
    for (other, taken) in [("W1.1", "W1.1"), ("y", "W2.2")] {
        let (dir, plan, review) = imported("review.csv", "--for data");
        let first = put(&dir, "first.csv", decided(&review, &[(AIR, "W4.5")]));
        let second = put(&dir, "second.csv", decided(&review, &[(AIR, other)]));
        let line = format!("envcoop-checklist merge {plan} {first} {second}");
        let found = run(&line).found();
        let shown = format!("conflict: {AIR} measures, link\n  sent out: `W2.2, rule`\n");
        assert!(found.out.contains(&shown) && found.out.contains("conflicts 1,"), "{}", found.out);
        let before = fs::read(&plan).expect("a plan");
        run(&format!("{line} --resolve ours")).done();
        assert_eq!(row(&plan, AIR), pair("W2.2", "rule"));
        assert_eq!(fs::read(&plan).expect("a plan"), before);
        let conflicts = path(dir.path(), "conflicts.csv");
        run(&format!("{line} --for data --conflicts {conflicts}")).found();
        let settled = put(&dir, "settled.csv", decided(&conflicts, &[(AIR, "theirs_2")]));
        run(&format!("{line} --settle {settled}")).done();
        assert_eq!(row(&plan, AIR), pair(taken, "human"));
        fs::write(&plan, before).expect("written");
        run(&format!("{line} --resolve first.csv=theirs")).done();
        assert_eq!(row(&plan, AIR), pair("W4.5", "human"));
        // What a person confirmed by now, another review does not change in silence.
        let found = run(&format!("envcoop-checklist merge {plan} {second}")).found();
        assert!(found.out.contains(&format!("conflict: {AIR} measures")), "{}", found.out);
    }
}

#[test]
fn a_proposal_that_a_person_confirmed_is_not_changed_in_silence_by_another_review() {
    let (dir, plan, review) = imported("review.csv", "");
    let [first, second] = [("first.csv", "y"), ("second.csv", "W4.5")]
        .map(|(name, decision)| put(&dir, name, decided(&review, &[(AIR, decision)])));
    run(&format!("envcoop-checklist merge {plan} {first}")).done();
    let found = run(&format!("envcoop-checklist merge {plan} {second}")).found();
    assert!(found.out.contains(&format!("conflict: {AIR} measures, link")), "{}", found.out);
    assert_eq!(row(&plan, AIR), pair("W2.2", "human"));
}

#[test]
fn the_plan_and_its_review_are_two_files() {
    let dir = folder();
    let table = put(&dir, "table.csv", TABLE);
    let plan = path(dir.path(), "plan.csv");
    let line = format!("envcoop-checklist import {table} -o {plan} --review");
    assert!(run(&format!("{line} {plan}")).refused().err.contains("give `--review` another name"));
    let refused = run(&format!("{line} {}", path(dir.path(), "review.pdf"))).refused().err;
    assert!(refused.contains(".xlsx, .csv"), "{refused}");
    assert!(!Path::new(&plan).exists());
}

/// Writes what a workbook shows into a new one, with these decisions by id.
fn filled(review: &str, decisions: &[(&str, &str)], into: &str) {
    let mut book = open_workbook_auto(review).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    let mut copy = Workbook::new();
    let own = copy.add_worksheet();
    let mut decision = None;
    for (at, cells) in sheet.rows().enumerate() {
        let header = cells.iter().position(|cell| {
            matches!(cell, Data::String(text) if text.contains("Decision") || text.contains("决定"))
                && cells.iter().filter(|cell| **cell != Data::Empty).count() > 3
        });
        decision = decision.or(header);
        let id = cells[0].to_string();
        for (column, cell) in cells.iter().enumerate() {
            let decided = decisions.iter().find(|(own, _)| *own == id);
            let text = match decided.filter(|_| decision == Some(column)) {
                Some((_, text)) => (*text).to_owned(),
                None => cell.to_string(),
            };
            own.write_string(at as u32, column as u16, text).expect("a cell");
        }
    }
    copy.save(into).expect("saved");
}

#[test]
fn a_workbook_comes_back_in_every_language_and_as_other_programs_save_it() {
    for lang in ["en", "zh", "both"] {
        let (dir, plan, review) = imported("review.xlsx", &format!("--lang {lang}"));
        let copy = path(dir.path(), "decided.xlsx");
        filled(&review, &[(AIR, "y"), (ASEAN, "2"), (FILM, "n: serves none")], &copy);
        let saved = converted(Path::new(&copy), "ods", dir.path());
        let blank = dir.path().join("blank");
        fs::create_dir(&blank).expect("a folder");
        if let Some(blank) = converted(Path::new(&review), "xlsx", &blank) {
            let line = format!("envcoop-checklist merge {plan} {}", blank.display());
            let told = run(&line).refused();
            assert!(told.err.contains("none of its 4 rows is decided"), "{}", told.err);
        }
        let saved = saved.map_or(copy, |saved| saved.to_str().expect("text").to_owned());
        run(&format!("envcoop-checklist merge {plan} {saved}")).done();
        assert_eq!(row(&plan, AIR), pair("W2.2", "human"), "{lang}");
        assert_eq!(row(&plan, ASEAN), pair("W7.2", "human"), "{lang}");
        assert_eq!(row(&plan, FILM), pair("", "human"), "{lang}");
    }
}

#[test]
fn what_people_decided_of_other_rows_helps_and_stands_in_why() {
    let dir = folder();
    let plan = put(
        &dir,
        "decided.csv",
        "id,measures,title,status,link\n\
         A1,W2.8,Geothermal heating of Harbin,ongoing,human\n\
         A2,W2.8,Geothermal heating for two schools,planned,human\n\
         A3,,Board meeting,planned,human\n",
    );
    let table = put(
        &dir,
        "table.csv",
        "Task,Responsible unit,Completion date,Status\n\
         Geothermal heating and environmental goods,Li,2027-06-30,planned\n\
         Board dinner,Li,2027-06-30,planned\n",
    );
    let out = path(dir.path(), "plan.csv");
    for line in [
        format!("envcoop-checklist import {table} -o {out} --force --learn {plan}"),
        format!("envcoop-gap classify {table} -o {out} --force --learn {plan}"),
    ] {
        let told = run(&line).done().err;
        assert!(
            told.contains("3 rows that a person decided, 2 with measures, 1 refused"),
            "{told}"
        );
        assert!(told.contains("learnt from 3 different rows: "), "{told}");
    }
    let nobody = put(&dir, "nobody.csv", "id,measures,title,status,link\nA1,W2.8,x,ongoing,rule\n");
    let line = format!("envcoop-checklist import {table} -o {out} --force --learn {nobody}");
    let told = run(&line).done().err;
    assert!(told.contains("no row that a person decided") && told.contains("hint: "), "{told}");
}

#[test]
fn any_table_is_classified_where_its_columns_are_sure() {
    let dir = folder();
    let table = put(&dir, "table.csv", TABLE);
    let out = run(&format!("envcoop-gap classify {table} --for data")).done();
    let header = "link,score,why,recipients,other_ids";
    assert!(out.out.lines().next().is_some_and(|line| line.ends_with(header)), "{}", out.out);
    assert!(out.out.contains("rule,1.25,\"W2.2 1.25: "), "{}", out.out);
    let unsure =
        put(&dir, "unsure.csv", "工作任务,经费,进展\n开展谈判,20,在办\n与东盟培训,35.5,办结\n");
    for (lang, hint) in [
        ("en", "settle it once with `envcoop-checklist import "),
        ("zh", "请先运行 `envcoop-checklist import "),
    ] {
        let refused = run(&format!("envcoop-gap classify {unsure} --lang {lang}")).refused().err;
        assert!(refused.contains(hint) && refused.contains("--map"), "{refused}");
    }
}

#[test]
fn a_decision_on_a_row_without_an_id_is_refused_by_its_cell() {
    let (dir, plan, review) = imported("review.csv", "");
    let mut text = decided(&review, &[(AIR, "y")]);
    let n_columns = text.lines().next().expect("a header").split(',').count();
    let mut cells = vec![""; n_columns];
    (cells[1], cells[4]) = ("绿色丝路交流", "W7.6");
    text.push_str(&cells.join(","));
    let copy = put(&dir, "added.csv", text);
    let refused = run(&format!("envcoop-checklist merge {plan} {copy} --lang zh")).refused();
    assert!(refused.err.contains("`W7.6`") && refused.err.contains("没有编号"), "{}", refused.err);
    assert_eq!(row(&plan, AIR).1, "rule", "nothing was written");
}
