//! `import --force` over what is there: nothing that a person wrote is lost, or goes in silence.

use std::fs;
use std::path::Path;

use envcoop_tests::{backup, folder, put, run};

const TABLE: &str = "工作任务,责任单位,完成时限,进展\n\
                     开展大气污染联合治理谈判,国际司,2027-06-30,在办\n\
                     跨界水体联合监测,水司,2027-09-30,在办\n\
                     举办绿色电影周,宣教中心,2027-05-15,未开始\n";

fn n_files(folder: &Path) -> usize {
    fs::read_dir(folder).expect("a folder").count()
}

/// Makes a plan of the table, in which a person confirms one row and refuses another; returns its path
/// and the line that imports the table anew.
fn decided(dir: &tempfile::TempDir) -> (String, String) {
    let table = put(dir, "table.csv", TABLE);
    let plan = dir.path().join("plan.csv").to_str().expect("text").to_owned();
    let line = format!("envcoop-checklist import {table} -o {plan}");
    run(&line).done();
    let text = fs::read_to_string(&plan).expect("a plan");
    let by_hand = |line: &str| match line {
        line if line.contains("大气") => line.replacen(",rule,", ",human,", 1),
        line if line.contains("电影") => {
            line.replacen("W7.3", "", 1).replacen(",rule,", ",human,", 1)
        }
        line => line.to_owned(),
    };
    let text: Vec<String> = text.lines().map(by_hand).collect();
    assert_eq!(text.concat().matches(",human,").count(), 2, "{text:?}");
    fs::write(&plan, text.join("\r\n") + "\r\n").expect("written");
    (plan, line)
}

#[test]
fn a_plan_that_is_imported_anew_is_kept_and_its_decisions_are_counted() {
    for (lang, kept, lost, hint) in [
        ("en", "what it was is in", "2 rows that a person decided", "run the same command again"),
        ("zh", "原", "有 2 行由人工决定", "再次运行同一命令"),
    ] {
        let dir = folder();
        let (plan, line) = decided(&dir);
        let was = fs::read_to_string(&plan).expect("a plan");
        let refused = run(&line).refused().err;
        assert!(refused.contains("--force") && n_files(dir.path()) == 2, "{refused}");
        let told = run(&format!("{line} --force --lang {lang}")).done().err;
        assert_eq!(backup(&plan), was);
        for said in [kept, lost, hint] {
            assert!(told.contains(said), "{told}");
        }
        let old = told.split("--learn ").nth(1).and_then(|rest| rest.split('`').next());
        let old = old.expect("the way out");
        // The way out is one.
        run(&format!("{line} --force --learn {old}")).done();
        let now = fs::read_to_string(&plan).expect("a plan");
        assert_eq!(now.matches(",human,").count(), 2, "{now}");
    }
}

#[test]
fn nothing_is_kept_or_told_of_a_plan_that_says_the_same_and_of_decisions_that_stay() {
    let dir = folder();
    let (plan, line) = decided(&dir);
    let copy = put(&dir, "copy.csv", fs::read(&plan).expect("a plan"));
    let told = run(&format!("{line} --force --learn {copy}")).done().err;
    assert!(!told.contains("that a person decided are not"), "{told}");
    let n = n_files(dir.path());
    let told = run(&format!("{line} --force --learn {copy}")).done().err;
    assert!(!told.contains("what it was is in"), "{told}");
    assert_eq!(n_files(dir.path()), n);
    // What is no plan is kept as well.
    fs::write(&plan, "a letter").expect("written");
    let told = run(&format!("{line} --force --learn {copy}")).done().err;
    assert!(told.contains("what it was is in"), "{told}");
    assert!(fs::write(dir.path().join(".~lock.plan.csv#"), "Li").is_ok());
    fs::write(&plan, "a letter").expect("written");
    let refused = run(&format!("{line} --force")).refused().err;
    assert!(refused.contains("open in a spreadsheet program"), "{refused}");
    assert_eq!(fs::read_to_string(&plan).expect("it is there"), "a letter");
}

#[test]
fn a_review_in_which_a_person_wrote_is_kept() {
    let dir = folder();
    let (_, line) = decided(&dir);
    let review = put(&dir, "review.csv", "id,decision\nA1,y\n");
    let told = run(&format!("{line} --force --review {review}")).done().err;
    assert!(told.contains("review.csv written; what it was is in"), "{told}");
    assert_eq!(backup(&review), "id,decision\nA1,y\n");
}

#[test]
fn what_new_export_and_classify_write_over_is_kept() {
    let folder = folder();
    let table =
        put(&folder, "table.csv", "Task,Responsible unit,Status\nTalks on air,Li,planned\n");
    let plan = put(&folder, "plan.csv", "");
    run(&format!("envcoop-checklist import {table} -o {plan} --force")).done();
    for (name, line) in [
        ("list.csv", "envcoop-checklist new --framework mini --year 2027".to_owned()),
        ("back.csv", format!("envcoop-checklist export {plan} --into {table}")),
        ("classified.csv", format!("envcoop-gap classify {table}")),
    ] {
        let out = put(&folder, name, "what a person wrote\n");
        for (lang, said) in [("en", "what it was is in"), ("zh", "原文件保存为")] {
            fs::write(&out, "what a person wrote\n").expect("written");
            let told = run(&format!("{line} -o {out} --force --lang {lang}")).done().err;
            assert!(told.contains(&format!("{name}.2")), "{said}: {told}");
        }
        let kept = fs::read_dir(folder.path()).expect("a folder").filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let own = path.file_name()?.to_str()?.to_owned();
            (own.starts_with(&format!("{name}.2")) && own.ends_with(".bak")).then_some(path)
        });
        let kept: Vec<_> = kept.map(|path| fs::read_to_string(path).expect("text")).collect();
        assert!(kept.iter().any(|text| text == "what a person wrote\n"), "{name}: {kept:?}");
    }
}

#[test]
fn nothing_is_written_where_one_of_the_outputs_is_open_elsewhere() {
    let dir = folder();
    let (plan, line) = decided(&dir);
    let was = fs::read_to_string(&plan).expect("a plan");
    put(&dir, "review.xlsx", "");
    put(&dir, "~$review.xlsx", "Li");
    let review = dir.path().join("review.xlsx");
    let refused = run(&format!("{line} --force --review")).arg(&review).refused().err;
    assert!(refused.contains("open in a spreadsheet program"), "{refused}");
    assert_eq!(fs::read_to_string(&plan).expect("it is there"), was);
}

#[test]
fn a_row_that_a_person_refused_and_no_rule_ties_counts_among_the_decisions() {
    let dir = folder();
    let table = put(&dir, "table.csv", format!("{TABLE}办公室例会,办公室,2027-06-30,未开始\n"));
    let plan = dir.path().join("plan.csv").to_str().expect("text").to_owned();
    let line = format!("envcoop-checklist import {table} -o {plan}");
    let review = dir.path().join("review.csv").to_str().expect("text").to_owned();
    run(&format!("{line} --review {review} --for data")).done();
    let text = fs::read_to_string(&review).expect("a review");
    let office = text.lines().find(|line| line.contains("办公室例会")).expect("a row");
    let id = office.split(',').next().expect("an id");
    let decided = put(&dir, "decided.csv", format!("id,decision,candidate_1\n{id},n,\n"));
    run(&format!("envcoop-checklist merge {plan} {decided}")).done();
    let told = run(&format!("{line} --force")).done().err;
    assert!(told.contains("1 row that a person decided is not decided so"), "{told}");
}
