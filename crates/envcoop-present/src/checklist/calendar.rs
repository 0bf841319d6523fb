//! A plan's due dates as a calendar: RFC 5545, one all-day event per row that has one.
//!
//! The same plan gives the same bytes. Every event must carry the moment of its revision (`DTSTAMP`);
//! it is the row's own `updated` day, so that an event imported again replaces the one that is
//! there. A clock would make every copy differ, and the environment is for builds, not for plans.

use std::io::{self, Write};

use envcoop_core::date::{self, Date};
use envcoop_core::framework::{Framework, Measure};
use envcoop_core::plan::{Column, Document, Line, grammar};
use envcoop_core::text::{Lang, Text, trim};
use envcoop_core::vocabulary::{Stage, Status, Word};
use envcoop_words as words;

/// The revision of rows that nobody has reviewed: one fixed moment, before all of their due dates.
const NEVER_REVIEWED: &str = "20120101T000000Z";

/// The longest line in octets, its end not counted.
const LONGEST: usize = 75;

/// Writes a plan's due dates. Returns how many rows have none and are therefore left out.
///
/// # Errors
/// Passes on what the stream refuses.
pub fn write(
    framework: &Framework,
    plan: &Document,
    heading: &Text,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<u64> {
    let mut n_without = 0;
    let title = heading.get(lang);
    line(out, "BEGIN", "VCALENDAR")?;
    line(out, "VERSION", "2.0")?;
    line(out, "PRODID", "-//envcoop//envcoop-checklist//EN")?;
    line(out, "CALSCALE", "GREGORIAN")?;
    // The standard's name for it (RFC 7986), and the one that most programs read.
    line(out, "NAME", &escaped(title))?;
    line(out, "X-WR-CALNAME", &escaped(title))?;
    for row in &plan.lines {
        match day(plan, row, Column::End) {
            Some(due) => event(framework, plan, row, due, lang, out)?,
            None => n_without += 1,
        }
    }
    line(out, "END", "VCALENDAR")?;
    Ok(n_without)
}

fn event(
    framework: &Framework,
    plan: &Document,
    row: &Line,
    due: Date,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = |column| trim(plan.text(row, column));
    let id = text(Column::Id);
    let status = Status::read(text(Column::Status));
    let stage = Stage::read(text(Column::Stage));
    let stage = stage.map_or(text(Column::Stage), |stage| stage.label().get(lang));
    let measures: Vec<&Measure> = measures(framework, text(Column::Measures)).collect();

    line(out, "BEGIN", "VEVENT")?;
    line(out, "UID", &escaped(&format!("{id}.{}@envcoop", framework.id)))?;
    match day(plan, row, Column::Updated) {
        Some(day) => line(out, "DTSTAMP", &format!("{}T000000Z", basic(day)))?,
        None => line(out, "DTSTAMP", NEVER_REVIEWED)?,
    }
    line(out, "DTSTART;VALUE=DATE", &basic(due))?;
    // The end is the first day that no longer belongs to it. The calendar's last day has no such
    // day; an event without an end lasts one day as well.
    if let Ok(next) = due.tomorrow() {
        line(out, "DTEND;VALUE=DATE", &basic(next))?;
    }
    // Calendars show one line.
    let title = text(Column::Title).lines().collect::<Vec<_>>().join(" / ");
    line(out, "SUMMARY", &escaped(&format!("{id} {title}")))?;
    let status_text = status.map_or(text(Column::Status), |status| status.label().get(lang));
    let colon = words::list::COLON.get(lang);
    let mut about: Vec<String> =
        measures.iter().map(|m| format!("{} {}", m.id, m.title.get(lang))).collect();
    for (column, value) in [
        (Column::Stage, stage),
        (Column::Owner, text(Column::Owner)),
        (Column::Status, status_text),
    ] {
        if !value.is_empty() {
            about.push(format!("{}{colon}{value}", column.label().get(lang)));
        }
    }
    line(out, "DESCRIPTION", &escaped(&about.join("\n")))?;
    let mut categories: Vec<String> = Vec::new();
    for area in framework.areas.iter().filter(|a| measures.iter().any(|m| m.area == a.id)) {
        categories.push(escaped(area.title.get(lang)));
    }
    if !stage.is_empty() {
        categories.push(escaped(stage));
    }
    if !categories.is_empty() {
        line(out, "CATEGORIES", &categories.join(","))?;
    }
    line(out, "STATUS", standing(status))?;
    // A due date keeps nobody from a meeting.
    line(out, "TRANSP", "TRANSPARENT")?;
    line(out, "END", "VEVENT")
}

/// Returns the measures that a cell names, in its order; what it names wrongly is passed over.
fn measures<'f>(framework: &'f Framework, cell: &str) -> impl Iterator<Item = &'f Measure> {
    grammar::measures(cell)
        .filter_map(|id| framework.measure_idx(id))
        .map(|idx| framework.measure(idx))
}

/// Returns how an event stands: the standard knows three words.
fn standing(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Planned | Status::Ongoing | Status::Completed) => "CONFIRMED",
        Some(Status::Cancelled | Status::NotApplicable) => "CANCELLED",
        Some(Status::Proposed | Status::Suspended) | None => "TENTATIVE",
    }
}

fn day(plan: &Document, row: &Line, column: Column) -> Option<Date> {
    date::parse(trim(plan.text(row, column))).ok()
}

fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Escapes a text; control characters, which the standard forbids, are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(c),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line, folded between characters so that no part is too long.
fn line(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    let whole = format!("{name}:{value}");
    let (mut rest, mut room) = (whole.as_str(), LONGEST);
    while rest.len() > room {
        let border = (0..=room).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(room);
        let (part, more) = rest.split_at(border);
        write!(out, "{part}\r\n ")?;
        // The blank that marks a continuation counts.
        (rest, room) = (more, LONGEST - 1);
    }
    write!(out, "{rest}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use envcoop_core::framework::shipped;
    use envcoop_core::plan::Heading;

    fn written(rows: &[[&str; 5]]) -> (u64, String) {
        let framework = shipped("mini").expect("it is shipped").expect("it is sound");
        let headings = ["id", "measures", "status", "end", "updated"].map(Heading::new).into();
        let lines = rows.iter().map(|row| Line { number: 0, cells: row.map(Into::into).into() });
        let plan = Document { headings, lines: lines.collect() };
        let heading = Text::new(|_| "Plan".to_owned());
        let mut out = Vec::new();
        let n = write(&framework, &plan, &heading, Lang::En, &mut out).expect("memory");
        (n, String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn rows_without_a_day_are_left_out_and_counted() {
        let (n, text) = written(&[
            ["A1", "W1.1", "planned", "2027-02-28", ""],
            ["A2", "W1.1", "planned", "", ""],
            ["A3", "W1.1", "planned", "?", ""],
            ["A4", "W1.1", "planned", "soon", ""],
        ]);
        assert_eq!((n, text.matches("BEGIN:VEVENT").count()), (3, 1));
        assert!(text.contains("\r\nDTSTART;VALUE=DATE:20270228\r\nDTEND;VALUE=DATE:20270301\r\n"));
    }

    #[test]
    fn an_event_stands_as_its_row_and_is_as_old_as_its_review() {
        for (status, standing) in [
            ("cancelled", "CANCELLED"),
            ("不适用", "CANCELLED"),
            ("已完成", "CONFIRMED"),
            ("?", "TENTATIVE"),
        ] {
            let (_, text) = written(&[["A1", "", status, "2027-02-28", "2026-11-02"]]);
            assert!(text.contains(&format!("\r\nSTATUS:{standing}\r\n")), "{text}");
            assert!(text.contains("\r\nDTSTAMP:20261102T000000Z\r\n"), "{text}");
        }
    }

    #[test]
    fn the_last_day_of_all_has_no_next_one() {
        let (_, text) = written(&[["A1", "", "planned", "9999-12-31", ""]]);
        assert!(text.contains("DTSTART;VALUE=DATE:99991231") && !text.contains("DTEND"), "{text}");
        assert!(text.contains("\r\nDTSTAMP:20120101T000000Z\r\n"), "{text}");
    }
}
