//! `envcoop-checklist new`: the strategy's actions as rows of a plan.

use std::collections::BTreeSet;

use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Stage;
use envcoop_tests::{folder, put, run, shipped};

/// Returns the rows of a checklist for programs, header first.
fn rows(line: &str) -> Vec<csv::StringRecord> {
    let out = run(&format!("{line} --format csv --for data")).done().out;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes());
    reader.records().collect::<Result<_, _>>().expect("well-formed CSV")
}

fn ids(line: &str) -> Vec<String> {
    rows(line).into_iter().skip(1).map(|row| row[0].to_owned()).collect()
}

#[test]
fn every_action_is_a_proposed_row_due_at_the_end_of_its_month() {
    let framework = shipped("two-services-2012");
    let rows = rows("envcoop-checklist new --year 2028");
    let header: Vec<&str> = rows[0].iter().collect();
    assert_eq!(header[..5], ["id", "measures", "title", "stage", "status"]);
    let actions: Vec<_> =
        framework.measures.iter().flat_map(|m| m.actions.iter().map(move |a| (m, a))).collect();
    assert_eq!(rows.len(), 1 + actions.len());
    for (row, (measure, action)) in rows[1..].iter().zip(&actions) {
        assert_eq!(row[0], format!("{}-2028", action.id));
        assert_eq!(
            (&row[1], &row[2], &row[4]),
            (&*measure.id, action.text.get(Lang::En), "proposed")
        );
        assert_eq!(&row[3], action.stage.code());
        let due = envcoop_core::date::parse(&row[8]).expect("a due date");
        assert_eq!((due.year(), due.month(), due.day()), (2028, action.month, due.days_in_month()));
    }
}

#[test]
fn a_checklist_is_a_plan_in_every_data_format() {
    for format in ["csv", "csv --for data", "json"] {
        for lang in ["en", "zh"] {
            let line = format!("envcoop-checklist new --year 2027 --lang {lang} --format {format}");
            let list = run(&line).done().out;
            let gap = run("envcoop-gap - --as-of 2026-12-31 --format json").stdin(list).done();
            assert_eq!(gap.err, "", "{line}");
            let gap = gap.json();
            let n_actions: usize =
                shipped("two-services-2012").measures.iter().map(|m| m.actions.len()).sum();
            assert_eq!(gap["rows"], n_actions);
            assert_eq!((&gap["orphans"], &gap["overall"]["high"]), (&0.into(), &0.0.into()));
        }
    }
}

#[test]
fn filters_narrow_and_several_of_a_kind_widen() {
    let framework = shipped("two-services-2012");
    let all = ids("envcoop-checklist new --year 2027");
    let of = |filter: &str| ids(&format!("envcoop-checklist new --year 2027 {filter}"));
    let expected = |takes: &dyn Fn(&envcoop_core::framework::Measure) -> bool| -> Vec<String> {
        let measures = framework.measures.iter().filter(|m| takes(m));
        measures.flat_map(|m| &m.actions).map(|a| format!("{}-2027", a.id)).collect()
    };
    assert_eq!(of("--area W2"), expected(&|m| m.area == "W2"));
    assert_eq!(of("--area W2,W5"), of("--area W2 --area W5"));
    assert_eq!(of("--measure W1.1"), expected(&|m| m.id == "W1.1"));
    assert_eq!(of("--challenge C4"), expected(&|m| m.strength("C4").is_some()));
    let term = &framework.measures[0].terms[0];
    assert_eq!(of(&format!("--term {term}")), expected(&|m| m.terms.contains(term)));
    let n_fund =
        framework.measures.iter().flat_map(|m| &m.actions).filter(|a| a.stage == Stage::Fund);
    assert_eq!(of("--stage fund").len(), n_fund.count());
    let both: BTreeSet<String> = of("--area W2 --challenge C4").into_iter().collect();
    let (area, challenge): (BTreeSet<_>, BTreeSet<_>) =
        (of("--area W2").into_iter().collect(), of("--challenge C4").into_iter().collect());
    assert_eq!(both, area.intersection(&challenge).cloned().collect());
    assert!(both.len() < area.len() && area.len() < all.len());
}

#[test]
fn a_filter_that_names_nothing_is_refused_with_what_was_meant() {
    for (filter, what) in [
        ("--area water", "no area `water`; there are: W1, W2"),
        ("--challenge c1", "did you mean `C1`?"),
        ("--measure W1.11", "did you mean `W1.1`?"),
        ("--term clmate", "no term `clmate`"),
    ] {
        let refused = run(&format!("envcoop-checklist new {filter}")).refused();
        assert!(refused.err.contains(what), "{filter}: {}", refused.err);
    }
}

#[test]
fn gaps_ask_only_for_actions_that_serve_an_unmet_need() {
    let framework = shipped("mini");
    // W1.2 lacks only `timely`; W2.2 does not apply; the others are met.
    let line = "envcoop-checklist new --framework mini --year 2028 --as-of 2027-06-30 \
                --gaps data/examples/mini-plan.csv";
    let soil = framework.measures.iter().find(|m| m.id == "W1.2").expect("it is there");
    let deliver = soil.actions.iter().filter(|a| a.stage == Stage::Deliver);
    let expected: Vec<String> = deliver.map(|a| format!("{}-2028", a.id)).collect();
    assert!(!expected.is_empty(), "the example needs an action to propose");
    assert_eq!(ids(line), expected);
    let nothing = put(folder_of_test(), "empty.csv", "id,status\n");
    let all = ids("envcoop-checklist new --framework mini --year 2028");
    let everything = format!(
        "envcoop-checklist new --framework mini --year 2028 --profile deliver --gaps {nothing}"
    );
    assert_eq!(ids(&everything), all);
}

/// Returns a folder that lives as long as the test process.
fn folder_of_test() -> &'static tempfile::TempDir {
    static FOLDER: std::sync::OnceLock<tempfile::TempDir> = std::sync::OnceLock::new();
    FOLDER.get_or_init(folder)
}

#[test]
fn a_bad_plan_behind_gaps_is_refused() {
    let plan = put(folder_of_test(), "bad.csv", "id,status\nA1,later\n");
    let refused = run(&format!("envcoop-checklist new --gaps {plan}")).refused();
    assert!(
        refused.err.contains("bad.csv:2: column status: unknown status `later`"),
        "{}",
        refused.err
    );
}

#[test]
fn markdown_is_a_task_list_with_the_id_first() {
    let out =
        run("envcoop-checklist new --framework mini --year 2027 --format markdown").done().out;
    let tasks: Vec<&str> = out.lines().filter(|line| line.starts_with("- ")).collect();
    let ids = ids("envcoop-checklist new --framework mini --year 2027");
    assert_eq!(tasks.len(), ids.len());
    for (task, id) in tasks.iter().zip(&ids) {
        assert!(task.starts_with(&format!("- [ ] **{id}** ")), "{task}");
    }
    assert!(tasks.iter().all(|task| task.contains("due 2027-")), "{out}");
    assert_eq!(out.matches("\n### W").count(), 4, "a heading per measure\n{out}");
}

#[test]
fn the_table_shows_id_due_date_and_text() {
    let out = run("envcoop-checklist new --framework mini --year 2027 --lang zh").width(80).done();
    assert!(out.out.contains("W1.1-a-2027") && out.out.contains("截止日期"), "{}", out.out);
    assert!(out.err.contains("4 项措施的 20 项行动，2027 年到期"), "{}", out.err);
}

#[test]
fn the_example_that_was_sent_out_is_what_the_tool_writes() {
    let sent = envcoop_tests::read("data/examples/checklist-sent.csv");
    let line = "envcoop-checklist new --framework mini --year 2027 --format csv";
    assert_eq!(run(line).done().out, sent);
}

/// E11: what a shell may do to a result on its way into a file.
#[test]
fn the_help_warns_of_shells_that_re_encode() {
    let help = run("envcoop-checklist new --help").done().out;
    assert!(help.contains("PowerShell re-encodes"), "{help}");
}

/// E12: no clock in a result, unless asked.
#[test]
fn the_same_request_gives_the_same_bytes() {
    for format in ["csv", "csv --for data", "json", "markdown", "table"] {
        let line = format!("envcoop-checklist new --year 2027 --lang zh --format {format}");
        assert_eq!(run(&line).done().out, run(&line).done().out, "{format}");
    }
}

#[test]
fn the_name_of_the_output_tells_its_form() {
    let dir = folder();
    for (name, starts) in
        [("a.xlsx", &b"PK"[..]), ("a.csv", b"\xef\xbb\xbfid,"), ("a.md", b"# "), ("a.json", b"{")]
    {
        let path = dir.path().join(name);
        run(&format!("envcoop-checklist new --framework mini --year 2027 -o {}", path.display()))
            .done();
        assert!(std::fs::read(path).expect("the file").starts_with(starts), "{name}");
    }
}
