//! Published activities: money counted once, words where markup stands around them.

use envcoop_tests::{folder, put, run};
use serde_json::Value;

fn activity(name: &str, attributes: &str, elements: &str) -> String {
    format!(
        "<iati-activity default-currency=\"USD\" {attributes}><iati-identifier>{name}</iati-identifier>\
         <title><narrative>Persistent organic pollutants inventory</narrative></title>\
         <activity-status code=\"2\"/>{elements}</iati-activity>\n"
    )
}

fn budget(amount: u32, from: &str, to: &str, more: &str) -> String {
    format!(
        "<budget {more}><period-start iso-date=\"{from}\"/><period-end iso-date=\"{to}\"/>\
         <value>{amount}</value></budget>"
    )
}

fn year(amount: u32) -> String {
    budget(amount, "2026-01-01", "2026-12-31", "")
}

/// Analyses published activities; returns the sum of all measures' money, and what was said.
fn money(activities: &str) -> (Value, String) {
    let dir = folder();
    let text = format!("<iati-activities version=\"2.03\">\n{activities}</iati-activities>");
    let file = put(&dir, "f.xml", text);
    let line = format!("envcoop-gap {file} --framework mini --as-of 2026-06-30 --format json");
    let out = run(&line).done();
    (out.json()["overall"]["money"].clone(), out.err)
}

#[track_caller]
fn check(activities: &[String], expected: &str) -> String {
    let (found, err) = money(&activities.concat());
    assert_eq!(found[0]["committed"], expected, "{found} {err}");
    err
}

#[test]
fn a_programme_and_its_projects_count_the_same_money_once() {
    let commitment = |amount| {
        format!(
            "<transaction><transaction-type code=\"2\"/><transaction-date iso-date=\"2026-02-01\"/>\
             <value>{amount}</value></transaction>"
        )
    };
    let to = |name: &str, kind: u8| format!("<related-activity ref=\"{name}\" type=\"{kind}\"/>");
    let whole = |links: String| activity("X-1", "", &(year(1000) + &links));
    let part = |name: &str, amount, links: String| activity(name, "", &(year(amount) + &links));
    let (down, up) = (to("B", 2) + &to("C", 2), to("X-1", 1));
    let both = [whole(down.clone()), part("B", 600, up.clone()), part("C", 400, up.clone())];
    let err = check(&both, "1000.00");
    let said = "`X-1` and its parts `B`, `C` publish the same money: USD 1000.00 is counted once";
    assert_eq!(err.matches(said).count(), 1, "{err}");
    // One side names the other, in any order of the file.
    check(&[whole(down), part("B", 600, String::new()), part("C", 400, String::new())], "1000.00");
    let from_below = [part("B", 600, up.clone()), part("C", 400, up.clone()), whole(to("Z", 2))];
    check(&from_below, "1000.00");
    // Commitments of the parts are the budget of the whole.
    let parts = [("B", 600), ("C", 400)]
        .map(|(name, amount)| activity(name, "", &(commitment(amount) + &up)));
    check(&[&[whole(to("B", 2))][..], &parts].concat(), "1000.00");
    // Levels and identifiers say the same.
    let level = |name: &str, amount, level: u8| {
        activity(name, &format!("hierarchy=\"{level}\""), &year(amount))
    };
    check(&[level("X-1", 1000, 1), level("X-1-a", 600, 2), level("X-1-b", 400, 2)], "1000.00");
    check(&[level("X", 1000, 1), level("Q", 600, 2), level("R", 400, 2)], "1000.00");
    let three = [level("X", 1000, 1), level("X-1", 1000, 2), level("X-1-1", 900, 3)];
    check(&three, "900.00");
    // Activities of one level, siblings and circles are no family.
    check(&[level("X", 1000, 1), level("Y", 600, 1)], "1600.00");
    check(&[part("B", 600, to("C", 3)), part("C", 400, to("B", 3))], "1000.00");
    check(&[part("B", 600, to("C", 2)), part("C", 400, to("B", 2))], "1000.00");
    // Where the parts publish no money, that of the whole stays.
    check(&[whole(to("B", 2)), activity("B", "", &up)], "1000.00");
}

#[test]
fn the_plan_of_a_family_says_where_the_money_is() {
    let dir = folder();
    let link = "<related-activity ref=\"B\" type=\"2\"/>";
    let rows = activity("A", "", &(year(5) + link)) + &activity("B", "", &year(5));
    let file =
        put(&dir, "f.xml", format!("<iati-activities version=\"2.03\">{rows}</iati-activities>"));
    for (lang, note) in
        [("en", "the money is counted at its parts: B"), ("zh", "金额计入其组成部分：B")]
    {
        let out =
            run(&format!("envcoop-gap classify {file} --framework mini --lang {lang}")).done().out;
        let row = out.lines().find(|line| line.contains("iati:A,")).expect("the row is there");
        assert!(row.contains(note) && row.contains(",?,?,"), "{row}");
    }
}

#[test]
fn a_revised_budget_replaces_the_original_however_its_days_are_spelt() {
    let original = budget(1000, "2026-01-01", "2026-12-31", "type=\"1\"");
    for (from, to) in [
        ("2026-01-01", "2026-12-31"),
        ("2026-01-01Z", "2026-12-31Z"),
        ("2026-01-01T00:00:00", "2026-12-31T00:00:00Z"),
        ("2026-01-01+08:00", "2026-12-31 00:00"),
    ] {
        let revised = budget(1500, from, to, "type=\"2\"");
        let err = check(&[activity("A", "", &(original.clone() + &revised))], "1500.00");
        assert!(!err.contains("overlap"), "{err}");
    }
    let longer = budget(1500, "2026-01-01", "2027-12-31", "type=\"2\"");
    let err = check(&[activity("A", "", &(original.clone() + &longer))], "2500.00");
    let said = "column budget: budgets of `2026-01-01 to 2026-12-31` and `2026-01-01 to 2027-12-31` overlap";
    assert!(err.contains(said), "{err}");
    let next = budget(500, "2027-01-01", "2027-12-31", "");
    assert!(!check(&[activity("A", "", &(original + &next))], "1500.00").contains("overlap"));
}

#[test]
fn words_within_markup_are_words() {
    let dir = folder();
    for title in [
        "<narrative>Persistent <i>organic</i> pollutants <a href=\"x\">inventory</a></narrative>",
        "<narrative><p>Persistent organic</p><p>pollutants inventory</p></narrative>",
        "<p>Persistent <b>organic</b> pollutants inventory</p>",
        "Persistent <i>organic</i> pollutants inventory",
        "<narrative>&lt;p&gt;Persistent &lt;b&gt;organic&lt;/b&gt; pollutants&amp;nbsp;inventory&lt;/p&gt;</narrative>",
        "<narrative><![CDATA[<p>Persistent organic&nbsp;pollutants <br/>inventory</p>]]></narrative>",
        "<narrative>Per\u{ad}sistent\u{a0}organic pollu\u{200b}tants inventory</narrative>",
    ] {
        let text = format!(
            "<iati-activities><iati-activity><iati-identifier>A</iati-identifier><title>{title}</title>\
             </iati-activity></iati-activities>"
        );
        let file = put(&dir, "f.xml", text);
        let out = run(&format!("envcoop-gap classify {file}")).done().out;
        assert!(out.contains("Persistent organic pollutants inventory"), "{title}: {out}");
    }
}

#[test]
fn what_is_under_way_goes_by_the_later_of_its_ends() {
    let dir = folder();
    let days = "<activity-date type=\"1\" iso-date=\"2025-01-01\"/>\
                <activity-date type=\"3\" iso-date=\"2027-12-31\"/>\
                <activity-date type=\"4\" iso-date=\"2026-01-31\"/>";
    for (status, end) in [("2", "2027-12-31"), ("4", "2026-01-31")] {
        let row = activity("A", "", days)
            .replace("status code=\"2\"", &format!("status code=\"{status}\""));
        let file = put(
            &dir,
            "f.xml",
            format!("<iati-activities version=\"2.03\">{row}</iati-activities>"),
        );
        let out = run(&format!("envcoop-gap classify {file}")).done();
        assert!(out.out.contains(&format!(",2025-01-01,{end},")), "{}", out.out);
        assert_eq!(
            out.err.contains("the planned end `2027-12-31` counts"),
            status == "2",
            "{}",
            out.err
        );
    }
}

#[test]
fn a_table_with_headers_of_its_own_is_not_sent_in_a_circle() {
    let dir = folder();
    let table = put(&dir, "t.csv", "Nr,Name,Wer\n1,Soil,Li\n");
    let out = run(&format!("envcoop-gap classify {table}")).refused();
    assert!(out.err.contains("settle it once with `envcoop-checklist import "), "{}", out.err);
    let out = run(&format!("envcoop-gap analyse {table}")).refused();
    assert!(!out.err.contains("classify"), "{}", out.err);
}

#[test]
fn no_name_of_a_file_reaches_the_terminal_as_a_command() {
    let dir = folder();
    let name = "a\u{1b}[31mb\u{9b}2Jc";
    let plan = put(&dir, &format!("{name}.csv"), "id,measures,status\nA1,W1.1,planned\n");
    let file = put(
        &dir,
        &format!("{name}.xml"),
        format!("<iati-activities>{}</iati-activities>", activity("A", "", "")),
    );
    for (command, file) in [
        ("envcoop-checklist check", &plan),
        ("envcoop-gap analyse", &plan),
        ("envcoop-gap snapshot", &plan),
        ("envcoop-gap classify", &file),
    ] {
        for form in ["", "--lang zh"] {
            let out =
                run(&format!("{command} --framework mini {form}")).arg(file).width(100).done();
            let all = out.out + &out.err;
            assert!(!all.contains(['\u{1b}', '\u{9b}']), "{command}: {all:?}");
        }
    }
}
