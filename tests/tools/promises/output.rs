//! Where results go: files whole or not at all, never over an existing one unasked.

use std::fs;
use std::io::{self, Write};

use calamine::{DataType, Reader, Xlsx, open_workbook};
use envcoop_cli::{ExitStatus, Stream, Streams};
use envcoop_core::text::Lang;
use envcoop_tests::{folder, put, root, run};

const NEW: &str = "envcoop-checklist new --year 2027 --area W1 --format csv";

#[test]
fn a_file_holds_what_standard_output_shows() {
    let dir = folder();
    let path = dir.path().join("list.csv");
    let shown = run(NEW).done().out;
    let silent = run(&format!("{NEW} -o {}", path.display())).done();
    assert_eq!(silent.out, "");
    assert_eq!(fs::read_to_string(&path).expect("the file is there"), shown);
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "something is left over");
}

#[test]
fn an_existing_file_is_replaced_only_with_force() {
    let dir = folder();
    let path = put(&dir, "list.csv", "mine");
    let refused = run(&format!("{NEW} -o {path}")).refused();
    assert!(refused.err.contains("exists already; `--force` replaces it"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&path).expect("the file is there"), "mine");
    run(&format!("{NEW} -o {path} --force")).done();
    assert_ne!(fs::read_to_string(&path).expect("the file is there"), "mine");
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_the_work() {
    let dir = folder();
    let inside = dir.path().join("no/where.csv");
    let refused = run(&format!("{NEW} -o {}", inside.display())).refused();
    assert!(refused.err.contains("there is no folder"), "{}", refused.err);
    let refused = run(&format!("{NEW} -o {}", dir.path().display())).refused();
    assert!(refused.err.contains("is a folder, not a file"), "{}", refused.err);
}

#[test]
fn a_link_is_followed_and_a_replaced_file_keeps_its_rights() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let dir = folder();
        let path = put(&dir, "real.csv", "old");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("rights can be set");
        let link = dir.path().join("link.csv");
        symlink(&path, &link).expect("a link can be made");
        run(&format!("{NEW} --force -o {}", link.display())).done();
        assert!(fs::symlink_metadata(&link).expect("the link is there").is_symlink());
        let rights = fs::metadata(&path).expect("the file is there").mode() & 0o777;
        assert_eq!(rights, 0o640);
        assert_ne!(fs::read_to_string(&path).expect("the file is there"), "old");
    }
}

/// A stream that fails as a pipe does whose reader went away, or as a full disk does.
struct Failing(io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_closed_pipe_is_no_failure_and_a_full_disk_is() {
    root();
    for (kind, status) in [
        (io::ErrorKind::BrokenPipe, ExitStatus::Done),
        (io::ErrorKind::StorageFull, ExitStatus::Error),
    ] {
        for line in [NEW, "envcoop-checklist --help"] {
            let mut err = Vec::new();
            let args = line.split(' ').map(Into::into).collect();
            let mut out = Failing(kind);
            let streams = Streams {
                stdin: &mut io::empty(),
                out: &mut Stream::plain(&mut out),
                err: &mut Stream::plain(&mut err),
                lang: Lang::En,
            };
            let ended = envcoop_checklist::run(args, streams);
            assert_eq!(ended, status, "{line} {kind}");
        }
    }
}

#[test]
fn a_plan_is_written_before_anybody_reads_what_was_done() {
    let dir = folder();
    let plan = put(&dir, "plan.csv", "id,measures,status,owner\nA1,W1.1,planned,\n");
    let copy = put(&dir, "copy.csv", "id,measures,status,owner\nA1,W1.1,planned,Ann\n");
    let base = put(&dir, "base.csv", "id,measures,status,owner\nA1,W1.1,planned,\n");
    let line = format!("envcoop-checklist merge {plan} {copy} --base {base} --framework mini");
    let (mut out, mut err) = (Failing(io::ErrorKind::BrokenPipe), io::sink());
    let streams = Streams {
        stdin: &mut io::empty(),
        out: &mut Stream::plain(&mut out),
        err: &mut Stream::plain(&mut err),
        lang: Lang::En,
    };
    let args = line.split(' ').map(Into::into).collect();
    assert_eq!(envcoop_checklist::run(args, streams), ExitStatus::Done);
    assert!(fs::read_to_string(&plan).expect("it is there").contains("Ann"));
}

#[test]
fn quiet_leaves_only_errors_and_the_result() {
    assert_ne!(run(NEW).done().err, "");
    assert_eq!(run(&format!("{NEW} --quiet")).done().err, "");
    assert_ne!(run("envcoop-checklist new --measure W9.9 --quiet").refused().err, "");
}

#[test]
fn a_shared_or_protected_file_stays_so() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        const ROWS: &str = "id,status,end\nA1,planned,2027/6/30\n";
        let dir = folder();
        let plan = put(&dir, "plan.csv", ROWS);
        let set = |mode| {
            fs::set_permissions(&plan, fs::Permissions::from_mode(mode))
                .expect("rights can be set");
        };
        let fix = format!("envcoop-checklist check {plan} --fix --framework mini");
        // More than a new file would get here.
        set(0o666);
        run(&fix).done();
        for entry in fs::read_dir(dir.path()).expect("a folder") {
            let entry = entry.expect("an entry");
            let mode = entry.metadata().expect("it is there").mode() & 0o777;
            assert_eq!(mode, 0o666, "{}", entry.path().display());
        }
        fs::write(&plan, ROWS).expect("it can be written");
        set(0o444);
        for line in [fix.clone(), format!("{NEW} --force -o {plan}")] {
            let refused = run(&line).refused();
            assert!(refused.err.contains("is protected against writing"), "{}", refused.err);
        }
        assert_eq!(fs::read_to_string(&plan).expect("it is there"), ROWS);
    }
}

#[test]
fn a_folder_of_tables_is_not_called_like_a_file() {
    let dir = folder();
    let out = dir.path().join("tables.csv");
    let line = "envcoop-report csv data/examples/mini-plan.csv --framework mini";
    let refused = run(line).arg("-o").arg(out.as_os_str()).refused();
    assert!(refused.err.contains("name a folder") && !out.exists(), "{}", refused.err);
}

/// Commands that end with a result, with what a form of it says besides.
const RESULTS: [(&str, &str); 9] = [
    ("envcoop-gap analyse data/examples/mini-plan.csv", "W1.2"),
    ("envcoop-gap explain C1 data/examples/mini-plan.csv", "A1"),
    ("envcoop-gap diff data/examples/mini-plan-earlier.csv data/examples/mini-plan.csv", "A2"),
    ("envcoop-gap next data/examples/mini-plan.csv --budget 1000000", "C2"),
    ("envcoop-gap snapshot data/examples/mini-plan.csv", "W2.1"),
    ("envcoop-checklist status data/examples/mini-plan.csv", "C2"),
    ("envcoop-checklist check data/examples/mini-plan.csv", "mini-plan.csv"),
    ("envcoop-checklist migrate mini mini data/examples/mini-plan.csv --dry-run", "mini-plan.csv"),
    ("envcoop-report list", "activities"),
];

/// The options of a command on a plan of the small strategy.
fn options(command: &str) -> &'static str {
    match command {
        c if c.contains("migrate") || c.contains("list") => "",
        c if c.contains("check ") => "--framework mini",
        _ => "--framework mini --as-of 2027-06-30",
    }
}

#[test]
fn the_name_of_a_file_decides_the_form_of_every_result() {
    let dir = folder();
    for (command, _) in RESULTS {
        let command = format!("{command} {}", options(command));
        let named = [("md", "markdown"), ("json", "json"), ("csv", "csv"), ("html", "html")];
        for (ending, form) in named.into_iter().chain([("txt", "table")]) {
            let path = dir.path().join(format!("result.{ending}"));
            run(&format!("{command} --force -o {}", path.display())).done();
            let shown = run(&format!("{command} --format {form}")).done().out;
            assert_eq!(fs::read_to_string(&path).expect("it is there"), shown, "{command} {form}");
        }
        // What the user says comes first.
        let path = dir.path().join("result.txt");
        run(&format!("{command} --force --format json -o {}", path.display())).done();
        let text = fs::read_to_string(&path).expect("it is there");
        assert!(text.contains("\n  \"format\": \"envcoop/"), "{command}: {text}");
    }
}

#[test]
fn every_result_is_a_workbook_of_its_tables_too() {
    let dir = folder();
    for ((command, said), lang) in RESULTS.into_iter().zip(["en", "zh", "both"].into_iter().cycle())
    {
        let command = format!("{command} {} --lang {lang}", options(command));
        let path = dir.path().join("result.xlsx");
        let write = || {
            run(&format!("{command} --force -o {}", path.display())).done();
            fs::read(&path).expect("it is there")
        };
        assert!(write() == write(), "{command}: the same result gives other bytes");
        let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
        let sheets = book.worksheets();
        let texts: Vec<String> = sheets
            .iter()
            .flat_map(|(_, range)| range.rows().flatten().map(ToString::to_string))
            .collect();
        assert!(texts.iter().any(|text| text.contains(said)), "{command}: {texts:?}");
        // A sheet for each table and list: as many as the page has.
        let page = run(&format!("{command} --format html")).done().out;
        let n_tables = page.matches("<table").count() + page.matches("<ul").count();
        assert_eq!(sheets.len(), n_tables.max(1), "{command}");
        let refused = run(&format!("{command} --format xlsx")).width(80).refused();
        assert!(refused.err.contains("`-o FILE.xlsx`"), "{}", refused.err);
    }
}

#[test]
fn figures_on_the_sheets_of_a_result_are_numbers() {
    let dir = folder();
    let path = dir.path().join("next.xlsx");
    let line = "data/examples/plan.csv data/examples/proposals.csv --as-of 2026-09-30";
    let next = format!("envcoop-gap next {line} --budget 3000000 --currency CNY");
    let json = run(&format!("{next} --format json")).done().json();
    run(&format!("{next} -q -o {}", path.display())).done();
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let range = book.worksheet_range("What is met for certain").expect("the sheet of challenges");
    let row = range.rows().find(|row| row[0].to_string().starts_with("C1 ")).expect("C1");
    for (cell, side) in row[4..6].iter().zip(["before", "after"]) {
        let shown = cell.get_float().expect("a number");
        let own = json["challenges"][0][side].as_f64().expect("a number");
        assert!((shown - own).abs() < 0.005 + 1e-9, "{own}: {row:?}");
    }
}
