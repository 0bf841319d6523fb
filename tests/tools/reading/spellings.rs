//! What is typed in several ways and means one thing: names, ids, days, rates.

use encoding_rs::GB18030;
use envcoop_tests::{MINI, folder, put, run};

const HEADER: &str = "id,measures,status,owner,start,end\n";

#[test]
fn a_name_in_any_spelling_is_one_person() {
    let dir = folder();
    let owners = [
        "Li Ming",
        "Li Ming",
        "LI MING",
        "li  ming",
        "Ｌｉ　Ｍｉｎｇ",
        "Li\u{a0}Ming",
        "Li\u{200b} Ming",
        "\"José\"",
        "Jose\u{301}",
        "\"李娜,王强\"",
        "李娜、王强",
        "李娜/王强",
        "李娜；王强",
        "\"A, B; C\"",
    ];
    let rows: String =
        (1..).zip(owners).map(|(n, owner)| format!("A{n},W1.1,planned,{owner},,\n")).collect();
    let plan = put(&dir, "plan.csv", format!("{HEADER}{rows}"));
    let out =
        run(&format!("envcoop-gap {plan} --framework mini --by owner --format csv")).done().out;
    let count = |name: &str| {
        let line = out.lines().find(|line| line.trim_start_matches('\"').starts_with(name));
        let line = line.unwrap_or_else(|| panic!("{name}: {out}"));
        line.rsplit(',').find(|_| true).map(|_| line.to_owned()).expect("a line")
    };
    assert_eq!(out.lines().count(), 1 + 6, "{out}");
    for (name, n) in [("Li Ming", 7), ("José", 2), ("李娜", 4), ("王强", 4), ("C", 1)] {
        assert!(count(name).contains(&format!(",{n},")), "{name}: {out}");
    }
    let status =
        run(&format!("envcoop-checklist status {plan} --framework mini --format csv")).done().out;
    assert_eq!(status.matches("Li Ming").count(), 1, "{status}");
    assert!(!status.contains("LI MING"), "{status}");
}

#[test]
fn an_id_in_another_spelling_is_the_same_row() {
    let dir = folder();
    for twin in ["Ａ１", "A\u{200b}1", "A1\u{feff}"] {
        let plan =
            put(&dir, "plan.csv", format!("{HEADER}A1,W1.1,planned,,,\n{twin},W1.2,planned,,,\n"));
        let out = run(&format!("envcoop-gap {plan} --framework mini")).refused();
        assert!(out.err.contains("is used already at"), "{twin}: {}", out.err);
        let sent = put(&dir, "sent.csv", format!("{HEADER}A1,W1.1,planned,,,\n"));
        let plan = put(&dir, "plan.csv", format!("{HEADER}A1,W1.1,planned,,,\n"));
        let copy = put(&dir, "copy.csv", format!("{HEADER}{twin},W1.1,planned,Li,,\n"));
        let line = format!("envcoop-checklist merge {plan} {copy} --base {sent} --framework mini");
        let out = run(&line).done();
        assert!(out.out.contains("applied 1, new rows 0"), "{twin}: {}", out.out);
    }
}

#[test]
fn days_of_one_meaning_are_read_with_a_note() {
    let dir = folder();
    for (start, end) in [
        ("2027-06-30T00:00:00Z", "2027/9/30 0:00"),
        ("20270630", "2027.9.30"),
        ("2027年6月30日", "2027-09-30 00:00"),
    ] {
        let csv = format!("{HEADER}A1,W1.1,planned,Li,{start},{end}\n");
        let json = format!(
            "[{{\"id\":\"A1\",\"measures\":\"W1.1\",\"status\":\"planned\",\"start\":\"{start}\",\"end\":\"{end}\"}}]"
        );
        for (name, content) in [("p.csv", csv), ("p.json", json)] {
            let plan = put(&dir, name, content);
            let line =
                format!("envcoop-gap {plan} --framework mini --as-of 2027-06-30 --format json");
            let out = run(&line).done();
            let needs = &out.json()["measures"][0]["needs"];
            assert_eq!([&needs["schedule"], &needs["timely"]], ["met", "met"]);
            let note =
                format!("2 days written in another form, the first `{start}` for `2027-06-30`");
            assert!(out.err.contains(&note), "{}", out.err);
            let late = run(&line.replace("06-30", "07-01")).done();
            assert_eq!(late.json()["measures"][0]["needs"]["timely"], "unmet");
        }
    }
    for doubtful in ["30/6/27", "2027-06-30T20:00:00Z", "46203"] {
        let plan = put(&dir, "p.csv", format!("{HEADER}A1,W1.1,planned,Li,{doubtful},\n"));
        let out = run(&format!("envcoop-gap {plan} --framework mini")).refused();
        assert!(out.err.contains("not a date"), "{}", out.err);
    }
}

#[test]
fn rates_and_targets_are_read_as_plans_are() {
    let dir = folder();
    let utf_16 = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let gb = |text: &str| GB18030.encode(text).0.into_owned();
    let rates = "日期;币种;汇率\n2027/5/1;USD;7,1\n";
    let targets = "编号,口径,期限\nW1,plan,2027/6/30\n";
    let plain = run(&format!(
        "envcoop-gap {MINI} --rates data/examples/mini-rates.csv --currency CNY --target data/examples/mini-targets.csv"
    ));
    plain.done();
    for encode in [&utf_16 as &dyn Fn(&str) -> Vec<u8>, &gb, &|text| text.as_bytes().to_vec()] {
        let own = put(&dir, "rates.csv", encode(rates));
        let line = format!("envcoop-gap {MINI} --rates {own} --currency CNY --format json");
        let used = run(&line).done().json()["rates"]["used"][0].clone();
        assert_eq!([&used["rate"], &used["date"]], ["7.1", "2027-05-01"]);
        let own = put(&dir, "targets.csv", encode(targets));
        let out = run(&format!("envcoop-gap {MINI} --target {own} --format json")).done();
        assert_eq!(out.json()["targets"]["not_due"].as_array().map(Vec::len), Some(2));
    }
    let rates = put(&dir, "r.csv", "date,currency,rate\n2570-01-01,USD,7\n");
    let targets = put(&dir, "t.csv", "id,profile,by\nW1,plan,2207-01-01\n");
    for (option, day) in [
        (format!("--rates {rates} --currency CNY"), "2570-01-01"),
        (format!("--target {targets}"), "2207-01-01"),
    ] {
        let err = run(&format!("envcoop-gap {MINI} {option}")).refused().err;
        assert!(err.contains(&format!("`{day}` is not between the years")), "{err}");
    }
}
