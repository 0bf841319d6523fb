//! `envcoop-checklist check` and `status`.

use std::fs;

use envcoop_tests::{backup, folder, put, run};

const PLAN: &str = "id,measures,title,status,owner,end,budget,currency,link\n\
                    A1,W1.1, one ,进行中,Li,2027/6/30,100,CNY,human\n\
                    A2,W1.1：60；W2.1：40,two,Completed,Li; Wang,2027-01-31,,,\n\
                    A3,W2.1,three,planned,？,2027-02-28,,,\n";

#[test]
fn check_lists_every_problem_and_ends_with_one() {
    let rows: String = (1..=30).map(|i| format!("A{i},late\n")).collect();
    let found = run("envcoop-checklist check -").stdin(format!("id,status\n{rows}")).found();
    assert_eq!(found.messages().len(), 30, "{}", found.err);
    assert_eq!(found.out, "-: 30 rows, 30 problems\n");
    let done = run("envcoop-checklist check data/examples/plan.csv --no-advice").done();
    assert_eq!(done.out, "data/examples/plan.csv: 128 rows, 0 problems\n");
    assert_eq!(done.complaints(), [""; 0]);
    let missing = run("envcoop-checklist check nowhere.csv").refused();
    assert!(missing.err.contains("nowhere.csv: cannot be read"), "{}", missing.err);
}

#[test]
fn fix_repairs_what_has_one_safe_answer_and_shows_it() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", PLAN);
    let fixed = run(&format!("envcoop-checklist check --fix {plan} --framework mini")).done();
    let expected = "id,measures,title,status,owner,end,budget,currency,link\n\
                    A1,W1.1,one,ongoing,Li,2027-06-30,100,CNY,human\n\
                    A2,\"W1.1:60;W2.1:40\",two,completed,Li; Wang,2027-01-31,,,\n\
                    A3,W2.1,three,planned,?,2027-02-28,,,\n";
    assert_eq!(fs::read_to_string(&plan).expect("the plan"), expected);
    assert_eq!(backup(&plan), PLAN);
    for repair in [
        ":2: column title: ` one ` -> `one`",
        ":2: column status: `进行中` -> `ongoing`",
        ":2: column end: `2027/6/30` -> `2027-06-30`",
        ":3: column measures: `W1.1：60；W2.1：40` -> `W1.1:60;W2.1:40`",
        ":4: column owner: `？` -> `?`",
        ": 3 rows, 0 problems",
    ] {
        assert!(fixed.out.contains(repair), "{repair}\n{}", fixed.out);
    }
    let again = run(&format!("envcoop-checklist check --fix {plan} --framework mini")).done();
    assert_eq!(again.out.lines().count(), 1, "nothing is left to repair: {}", again.out);
}

#[test]
fn fix_leaves_what_has_no_safe_answer() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", "id,status,end\nA1,delayed,6/7/2027\n");
    let found = run(&format!("envcoop-checklist check --fix {plan}")).found();
    assert_eq!(found.messages().len(), 2, "{}", found.err);
    assert_eq!(
        fs::read_to_string(&plan).expect("the plan"),
        "id,status,end\nA1,delayed,6/7/2027\n"
    );
}

#[test]
fn status_counts_done_due_and_late() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", format!("{PLAN}A4,W1.2,x,cancelled,Li,2027-01-01,,,\n"));
    let checked = format!("envcoop-checklist check --fix {plan} --framework mini");
    run(&checked).done();
    let out = run(&format!("envcoop-checklist status {plan} --framework mini --as-of 2027-03-01"))
        .done()
        .out;
    let row = |name: &str| -> Vec<String> {
        let line = out.lines().find(|line| line.trim_start().starts_with(name));
        let line = line.unwrap_or_else(|| panic!("no {name} in\n{out}"));
        line.split_whitespace().rev().take(4).map(str::to_owned).collect()
    };
    let counts = |name: &str| -> Vec<String> { row(name)[1..].iter().rev().cloned().collect() };
    assert_eq!(counts("C1 "), ["1", "1", "0"]);
    assert_eq!(counts("C2 "), ["1", "0", "1"]);
    assert_eq!(counts("Li "), ["1", "1", "0"]);
    assert_eq!(counts("Wang "), ["1", "0", "0"]);
    assert_eq!(counts("not known (?)"), ["0", "0", "1"]);
    assert_eq!(counts("2027-01"), ["1", "0", "0"], "a cancelled row is nothing to do");
    assert_eq!(counts("all rows"), ["1", "1", "1"]);
    assert_eq!(row("all rows")[0], "███████!!!!!!░░░░░░░");
}

#[test]
fn every_tool_means_the_same_by_late() {
    let dir = folder();
    let plan = put(
        &dir,
        "plan.csv",
        "id,measures,status,owner,start,end,link\n\
         A1,W1.1,planned,Li,2027-03-01,2027-12-31,\n\
         A2,W1.1,ongoing,Li,2026-01-01,2027-03-31,\n\
         A3,W1.1,suspended,Li,2027-01-01,2028-12-31,\n\
         A4,W1.2,planned,Wang,2027-07-01,2027-12-31,\n\
         A5,W1.2,ongoing,Wang,2026-01-01,?,\n\
         A6,W1.2,completed,Wang,2026-01-01,2026-12-31,\n\
         A7,W2.1,proposed,Wang,2026-01-01,2026-12-31,\n\
         A8,W2.1,ongoing,Zhao,2026-01-01,2026-12-31,rule\n\
         A9,W2.1,ongoing,Zhao,2026-01-01,2026-12-31,\n\
         B1,W2.1,cancelled,Zhao,2026-01-01,2026-12-31,\n",
    );
    let of = "--framework mini --as-of 2027-06-30";
    let gap = run(&format!("envcoop-gap {plan} {of} --by owner --format json")).done().json();
    let status = run(&format!("envcoop-checklist status {plan} {of}")).done().out;
    let tables = dir.path().join("tables");
    run(&format!("envcoop-report csv {plan} {of} --for data -o {}", tables.display())).done();
    let rows = fs::read_to_string(tables.join("late.csv")).expect("the table");
    for (owner, late) in [("Li", 3), ("Wang", 0), ("Zhao", 2)] {
        let groups = gap["by"]["groups"].as_array().expect("owners");
        let group = groups.iter().find(|group| group["name"] == owner).expect("the owner");
        assert_eq!(group["late"], late, "{owner} in the analysis");
        let line = status.lines().find(|line| line.trim_start().starts_with(owner));
        let counts: Vec<&str> = line.expect("the owner").split_whitespace().collect();
        assert_eq!(counts[3], late.to_string(), "{owner} in\n{status}");
        let listed = rows.lines().filter(|row| row.contains(&format!(",{owner},"))).count();
        assert_eq!(listed, late, "{owner} in\n{rows}");
    }
}
