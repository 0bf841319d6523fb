//! No command writes over a file that it reads in the same run, under whatever name of it.

use std::fs;
use std::path::Path;

use envcoop_tests::{folder, put, read, root, run};

const AS_OF: &str = "--framework mini --as-of 2027-06-30";

/// Copies a shipped example into a folder; returns its path there.
fn copy(dir: &tempfile::TempDir, name: &str) -> String {
    put(dir, name, read(root().join("data/examples").join(name)))
}

/// Every command that writes a result, with the file whose loss would hurt as IN.
fn commands(dir: &tempfile::TempDir) -> Vec<(String, String)> {
    let plan = copy(dir, "mini-plan.csv");
    let earlier = copy(dir, "mini-plan-earlier.csv");
    let rates = copy(dir, "mini-rates.csv");
    let targets = copy(dir, "mini-targets.csv");
    let published = put(dir, "published", read(root().join("data/examples/published.xml")));
    let strategy = put(dir, "strategy.json", read(root().join("data/frameworks/mini.json")));
    let snapshot = dir.path().join("plan.snapshot");
    run(&format!("envcoop-gap snapshot {plan} {AS_OF} -o {}", snapshot.display())).done();
    let snapshot = snapshot.display().to_string();
    let of_plan = [
        "envcoop-gap analyse IN",
        "envcoop-gap analyse IN --format json",
        "envcoop-gap analyse IN --format xlsx",
        "envcoop-gap explain C1 IN --format html",
        "envcoop-gap next IN --budget 1000000 --format markdown",
        "envcoop-gap snapshot IN",
        "envcoop-checklist status IN --format csv",
        "envcoop-checklist new --year 2027 --gaps IN --format csv",
        "envcoop-checklist new --year 2027 --gaps IN --format xlsx",
    ];
    let mut all: Vec<(String, String)> =
        of_plan.map(|line| (line.replace("IN", &plan) + " " + AS_OF, plan.clone())).into();
    // The names of reports end in their form, and those of plans in any: what it is, its bytes tell.
    let reports = [("html", "html"), ("xlsx", "xlsx"), ("markdown", "md"), ("svg matrix", "svg")];
    for (report, ending) in reports {
        let plan = put(dir, &format!("plan.{ending}"), read(&plan));
        all.push((format!("envcoop-report {report} {plan} {AS_OF}"), plan));
    }
    let plan_of_rows = put(dir, "rows.xlsx", read(&plan));
    let constant = format!("envcoop-report xlsx {plan_of_rows} {AS_OF} --constant-memory");
    all.push((constant, plan_of_rows));
    let beside = [
        (format!("envcoop-gap diff {earlier} {plan} {AS_OF}"), &earlier),
        (format!("envcoop-gap diff {earlier} {plan} {AS_OF}"), &plan),
        (format!("envcoop-gap analyse {plan} {AS_OF} --target {targets}"), &targets),
        (format!("envcoop-gap analyse {plan} {AS_OF} --rates {rates} --currency CNY"), &rates),
        (format!("envcoop-gap analyse {plan} --framework {strategy}"), &strategy),
        (format!("envcoop-report html {plan} {AS_OF} --baseline {earlier}"), &earlier),
        (format!("envcoop-gap snapshot {plan} {AS_OF} --check {snapshot}"), &snapshot),
        (format!("envcoop-checklist new --year 2027 --framework {strategy}"), &strategy),
        (format!("envcoop-checklist check {plan} --framework mini"), &plan),
        (format!("envcoop-checklist merge {plan} {earlier} --framework mini"), &plan),
        (format!("envcoop-checklist merge {plan} {earlier} --framework mini"), &earlier),
        (format!("envcoop-checklist migrate mini {strategy} {plan}"), &plan),
        (format!("envcoop-gap classify {published}"), &published),
    ];
    all.extend(beside.into_iter().map(|(line, sacred)| (line, sacred.clone())));
    all
}

/// Ways to name a file.
fn names(dir: &Path, file: &str) -> Vec<String> {
    let name = Path::new(file).file_name().expect("a name").to_string_lossy();
    let mut names = vec![file.to_owned(), format!("{}/./{name}", dir.display())];
    #[cfg(unix)]
    {
        let (soft, hard) = (dir.join(format!("soft-{name}")), dir.join(format!("hard-{name}")));
        if !soft.exists() {
            std::os::unix::fs::symlink(file, &soft).expect("a link can be made");
            fs::hard_link(file, &hard).expect("a link can be made");
        }
        names.extend([soft, hard].map(|path| path.display().to_string()));
    }
    names
}

#[test]
fn no_command_writes_over_what_it_reads() {
    let (dir, mut n_places) = (folder(), 0);
    for (command, sacred) in commands(&dir) {
        let before = fs::read(&sacred).expect("it is there");
        for name in names(dir.path(), &sacred) {
            let refused = run(&format!("{command} --force -o {name}")).refused();
            assert!(fs::read(&sacred).expect("it is there") == before, "{command} -o {name}");
            // A name that asks for another form is refused before anything is read.
            let is_form = refused.err.contains("is written here; give it a name");
            let is_place = refused.err.contains("the result would be written over it");
            assert!(is_place || is_form, "{command} -o {name}: {}", refused.err);
            n_places += u32::from(is_place);
        }
    }
    assert!(n_places > 60, "only {n_places} were refused for the place");
}

#[test]
fn no_table_of_a_folder_replaces_an_input() {
    let dir = folder();
    let plan = read(root().join("data/examples/mini-plan.csv"));
    for name in ["measures.csv", "activities.csv", "gaps.csv", "datapackage.json"] {
        let path = put(&dir, name, &plan);
        let command = format!("envcoop-report csv {path} {AS_OF} --for data --force");
        let refused = run(&format!("{command} -o {}", dir.path().display())).refused();
        assert!(refused.err.contains("would be written over it"), "{}", refused.err);
        assert_eq!(read(&path), plan, "{name}");
        fs::remove_file(&path).expect("it is there");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0, "{name}: left over");
    }
}

#[test]
fn two_names_that_mean_two_files_are_written() {
    let dir = folder();
    let plan = copy(&dir, "mini-plan.csv");
    let beside = put(&dir, "twin.csv", read(root().join("data/examples/mini-plan.csv")));
    run(&format!("envcoop-gap {plan} {AS_OF} -o {beside} --force")).done();
    assert!(read(&beside).starts_with('\u{feff}'));
}
