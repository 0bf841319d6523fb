//! `envcoop-checklist new --format ics`: due dates as a calendar, read back by the rules of RFC 5545.

use std::collections::HashSet;

use envcoop_core::date::parse;
use envcoop_core::text::Lang;
use envcoop_tests::{folder, put, read, run, shipped};
use proptest::prelude::*;

/// An event: its properties in file order, values as they stand.
type Event = Vec<(String, String)>;

/// Takes a calendar apart: lines end with CRLF, none is longer than 75 octets, one that begins with a
/// blank goes on where the last one ended.
fn unfolded(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "a bare line feed");
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count(), "a bare carriage return");
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().expect("a line to go on with").push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    let split = |line: String| {
        let (name, value) = line.split_once(':').expect("a name and a value");
        (name.to_owned(), value.to_owned())
    };
    lines.into_iter().map(split).collect()
}

/// Reads a value of type TEXT.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => text.push(c),
                other => panic!("escaped: {other:?}"),
            },
            ';' | ',' => panic!("unescaped `{c}` in {value}"),
            c => {
                assert!(!c.is_control() || c == '\t', "{c:?}");
                text.push(c);
            }
        }
    }
    text
}

fn events(text: &str) -> Vec<Event> {
    let lines = unfolded(text);
    let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(lines.first(), Some(&named("BEGIN", "VCALENDAR")));
    assert_eq!(lines.last(), Some(&named("END", "VCALENDAR")));
    let mut events: Vec<Event> = Vec::new();
    let mut open = false;
    for (name, value) in &lines[1..lines.len() - 1] {
        match (name.as_str(), value.as_str()) {
            ("BEGIN", "VEVENT") => {
                assert!(!open);
                (open, _) = (true, events.push(Vec::new()));
            }
            ("END", "VEVENT") => open = false,
            _ if open => events.last_mut().expect("is open").push((name.clone(), value.clone())),
            _ => {}
        }
    }
    events
}

#[track_caller]
fn value<'e>(event: &'e Event, name: &str) -> &'e str {
    let mut values = event.iter().filter(|(other, _)| other == name);
    let (_, value) = values.next().unwrap_or_else(|| panic!("no {name} in {event:?}"));
    assert!(values.next().is_none(), "{name} stands twice");
    value
}

#[test]
fn every_action_is_an_all_day_event_on_its_due_date() {
    for lang in ["en", "zh"] {
        let line = format!("envcoop-checklist new --year 2027 --lang {lang} --format ics");
        let events = events(&run(&line).done().out);
        let framework = shipped("two-services-2012");
        let actions: Vec<_> = framework.measures.iter().flat_map(|m| &m.actions).collect();
        assert_eq!(events.len(), actions.len());
        let mut ids = HashSet::new();
        for (event, action) in events.iter().zip(actions) {
            assert!(ids.insert(value(event, "UID")));
            assert_eq!(
                value(event, "UID"),
                format!("{}-2027.two-services-2012@envcoop", action.id)
            );
            let iso = |name| {
                let day = value(event, name);
                parse(&format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..])).expect("a day")
            };
            let (start, end) = (iso("DTSTART;VALUE=DATE"), iso("DTEND;VALUE=DATE"));
            assert_eq!((start.month(), start.day()), (action.month, start.days_in_month()));
            assert_eq!(start.tomorrow().expect("a next day"), end);
            let text =
                if lang == "en" { action.text.get(Lang::En) } else { action.text.get(Lang::Zh) };
            let summary = unescaped(value(event, "SUMMARY"));
            assert_eq!(summary, format!("{}-2027 {text}", action.id));
            assert_eq!(value(event, "TRANSP"), "TRANSPARENT");
            assert_eq!(value(event, "STATUS"), "TENTATIVE");
            assert!(value(event, "DTSTAMP").ends_with('Z'));
        }
    }
}

#[test]
fn an_event_says_what_it_serves() {
    let events =
        events(&run("envcoop-checklist new --year 2027 --framework mini --format ics").done().out);
    let measure = &shipped("mini").measures[0];
    let about = unescaped(value(&events[0], "DESCRIPTION"));
    assert_eq!(
        about,
        format!("{} {}\nStage: Prepare\nStatus: Proposed", measure.id, measure.title.get(Lang::En))
    );
    let area = &shipped("mini").areas[0];
    let categories = value(&events[0], "CATEGORIES").replace("\\,", "\u{1}");
    let categories: Vec<_> = categories.split(',').map(|c| c.replace('\u{1}', "\\,")).collect();
    assert_eq!(
        categories.iter().map(|c| unescaped(c)).collect::<Vec<_>>(),
        [area.title.get(Lang::En), "Prepare"]
    );
}

#[test]
fn two_languages_stand_on_one_line_of_a_summary() {
    let line = "envcoop-checklist new --year 2027 --framework mini --format ics --lang both";
    let events = events(&run(line).done().out);
    let text = &shipped("mini").measures[0].actions[0].text;
    let summary = unescaped(value(&events[0], "SUMMARY"));
    assert!(
        summary.ends_with(&format!("{} / {}", text.get(Lang::En), text.get(Lang::Zh))),
        "{summary}"
    );
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let line = "envcoop-checklist new --year 2027 --format ics --lang zh";
    assert_eq!(run(line).done().out, run(line).done().out);
}

/// Writes a checklist of a strategy whose first action and measure say `text`.
fn calendar_of(text: &str) -> String {
    let mut framework: serde_json::Value =
        serde_json::from_str(&read("data/frameworks/mini.json")).expect("JSON");
    framework["measures"][0]["title"]["en"] = text.into();
    framework["measures"][0]["actions"][0]["text"]["en"] = text.into();
    let folder = folder();
    let path = put(&folder, "framework.json", framework.to_string());
    let line = "envcoop-checklist new --year 2027 --measure W1.1 --format ics --framework";
    run(line).arg(path).done().out
}

#[test]
fn a_calendar_reads_back_what_is_hard_to_write() {
    for text in [
        "a\\b;c,d:e \"f\"",
        "BEGIN:VEVENT",
        "\\n is no line end",
        &"汉字折行".repeat(40),
        &"🌊é汉".repeat(40),
        &"x".repeat(75 * 3),
    ] {
        let events = events(&calendar_of(text));
        assert_eq!(unescaped(value(&events[0], "SUMMARY")), format!("W1.1-a-2027 {text}"));
    }
    // A control character is forbidden, a line end ends no property.
    let events = events(&calendar_of("a\u{7}b\r\nEND:VCALENDAR"));
    assert_eq!(unescaped(value(&events[0], "SUMMARY")), "W1.1-a-2027 ab / END:VCALENDAR");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_text_says_it_comes_back(
        text in "[a-z][ -~\u{80}-\u{7ff}汉字，；\u{2028}🌊\\\\;,:\n]{0,200}[a-z]"
    ) {
        let expected: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let events = events(&calendar_of(&text));
        let about = unescaped(value(&events[0], "DESCRIPTION"));
        prop_assert_eq!(about, format!("W1.1 {expected}\nStage: Prepare\nStatus: Proposed"));
        let summary = unescaped(value(&events[0], "SUMMARY"));
        prop_assert_eq!(summary, format!("W1.1-a-2027 {}", expected.replace('\n', " / ")));
    }
}
