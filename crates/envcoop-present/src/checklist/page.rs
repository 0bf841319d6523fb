//! A plan as one page: read and printed anywhere, ticked and edited in a browser, handed back as CSV.
//!
//! No text of a plan can run in it, escaped or not: see [`html::page`]. Without the script it is a
//! page to read: the script makes controls of its cells and brings the bars that need it. What people
//! enter stays in their browser until they export; the plan itself stands in the page as data, so
//! that every cell that nobody touched is exported as it was.

use std::collections::BTreeMap;
use std::io::{self, Write};

use envcoop_core::date::{self, Date};
use envcoop_core::framework::{Action, Area, Framework, Measure, MeasureIdx};
use envcoop_core::plan::{Column, Document, Line, grammar};
use envcoop_core::text::{Label, Lang, Text, trim};
use envcoop_core::vocabulary::{Stage, Status, Word};
use envcoop_forms::html::{self, Said};
use envcoop_forms::palette::{
    self, ALARM, FOCUS, FRAME, INK, LINE, MET, NOTICE, PALE, PAPER, SOFT,
};
use envcoop_forms::phrase::Phrase;
use envcoop_words as words;
use maud::{Markup, PreEscaped, html};

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// Writes a plan as a page. The first language of `langs` leads; what the page itself says and what
/// the framework says is repeated beneath it in the others.
///
/// # Errors
/// Passes on what the stream refuses.
pub fn write(
    framework: &Framework,
    plan: &Document,
    heading: &Text,
    langs: &[Lang],
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = Page { framework, plan, langs };
    let groups = page.groups();
    let body = html! {
        header { "\n"
            h1 { (page.say(heading)) } "\n"
            p { (page.say(Phrase::each(|lang| page.summary(&groups, lang)))) } "\n"
            (page.bar(&groups))
            noscript { p class="notice" { (page.say(words::checklist::NO_SCRIPT)) } } "\n"
        } "\n"
        main { "\n"
            @for (area, measures) in &groups { (page.area(*area, measures)) }
        } "\n"
        script type="application/json" id="plan" { (PreEscaped(page.data()?)) } "\n"
    };
    let colors = [
        ("ink", INK),
        ("soft", SOFT),
        ("line", LINE),
        ("pale", PALE),
        ("deep", MET),
        ("alarm", ALARM),
        ("paper", PAPER),
        ("notice", NOTICE),
        ("frame", FRAME),
        ("focus", FOCUS),
    ];
    let style = palette::properties(&colors) + STYLE;
    let lang = page.lang();
    let page = html::page(lang, heading.get(lang), &style, SCRIPT, &body);
    out.write_all(page.into_string().as_bytes())
}

/// The rows of a plan by area and by the first measure that they serve, in framework order; those
/// that serve none come last. Rows keep the plan's order.
type Groups<'p> = Vec<(Option<&'p Area>, Vec<(Option<&'p Measure>, Vec<usize>)>)>;

struct Page<'p> {
    framework: &'p Framework,
    plan: &'p Document,
    /// Never empty.
    langs: &'p [Lang],
}

impl<'p> Page<'p> {
    fn lang(&self) -> Lang {
        self.langs.first().copied().unwrap_or_default()
    }

    /// Says something in every language of the page, each after the first beneath it.
    fn say<'t>(&self, words: impl Into<Phrase<'t>>) -> Markup {
        let words = words.into();
        html! {
            (Said(words.get(self.lang())))
            @for &lang in self.langs.iter().skip(1) {
                span class="also" lang=(lang.code()) { (Said(words.get(lang))) }
            }
        }
    }

    /// Returns a label where markup cannot stand.
    fn plain(&self, label: Label) -> String {
        Phrase::from(label).all(self.langs, " ").into_owned()
    }

    fn text(&self, row: &'p Line, column: Column) -> &'p str {
        trim(self.plan.text(row, column))
    }

    /// Returns the measures that a row serves, in its own order.
    fn measures(&self, row: &'p Line) -> impl Iterator<Item = MeasureIdx> {
        let ids = grammar::measures(self.text(row, Column::Measures));
        ids.filter_map(|id| self.framework.measure_idx(id))
    }

    fn groups(&self) -> Groups<'p> {
        let mut by_measure: BTreeMap<Option<MeasureIdx>, Vec<usize>> = BTreeMap::new();
        for (i, row) in self.plan.lines.iter().enumerate() {
            by_measure.entry(self.measures(row).next()).or_default().push(i);
        }
        let without = by_measure.remove(&None);
        let mut groups: Groups<'p> = Vec::new();
        for (idx, rows) in by_measure {
            let measure = idx.map(|idx| self.framework.measure(idx));
            let area = measure.and_then(|m| self.framework.areas.iter().find(|a| a.id == m.area));
            match groups.last_mut() {
                Some((last, measures)) if last.map(|a| &a.id) == area.map(|a| &a.id) => {
                    measures.push((measure, rows));
                }
                _ => groups.push((area, vec![(measure, rows)])),
            }
        }
        groups.extend(without.map(|rows| (None, vec![(None, rows)])));
        groups
    }

    fn summary(&self, groups: &Groups<'_>, lang: Lang) -> String {
        let days = self.plan.lines.iter().filter_map(|row| self.due(row));
        let measures = groups.iter().flat_map(|(_, measures)| measures);
        let measures = measures.filter(|(measure, _)| measure.is_some()).count() as u64;
        let rows = self.plan.lines.len() as u64;
        match days.clone().min().zip(days.max()) {
            None => words::checklist::summary(lang, rows, measures),
            Some((first, last)) if first == last => {
                words::checklist::summary_due_on(lang, rows, measures, first)
            }
            Some((first, last)) => words::checklist::summary_due(lang, rows, measures, first, last),
        }
    }

    fn due(&self, row: &'p Line) -> Option<Date> {
        date::parse(self.text(row, Column::End)).ok()
    }

    /// Writes what only a script can serve; it stays hidden until there is one.
    fn bar(&self, groups: &Groups<'_>) -> Markup {
        let areas = groups.iter().enumerate().map(|(i, (area, _))| {
            let title = match area {
                Some(area) => format!("{} {}", area.id, area.title.get(self.lang())),
                None => words::checklist::WITHOUT_MEASURE.get(self.lang()).to_owned(),
            };
            (i.to_string(), title)
        });
        let stages = Stage::ALL.iter().map(|w| (w.code().to_owned(), self.plain(w.label())));
        let statuses = Status::ALL.iter().map(|w| (w.code().to_owned(), self.plain(w.label())));
        let choices: [(&str, Label, Vec<_>); 3] = [
            ("area", words::area::AREA, areas.collect()),
            ("stage", Column::Stage.label(), stages.collect()),
            ("status", Column::Status.label(), statuses.collect()),
        ];
        html! {
            form id="bar" hidden { "\n"
                p id="done" { progress max="1" value="0" {} " " output {} } "\n"
                @for (name, title, choices) in choices {
                    label { (self.say(title)) " " select name=(name) {
                        option value="" { (Said(&self.plain(words::list::ALL))) }
                        @for (value, text) in choices { option value=(value) { (Said(&text)) } }
                    } } "\n"
                }
                label class="search" {
                    (self.say(words::page::SEARCH)) " " input type="search" name="text" autocomplete="off";
                } "\n"
                span class="buttons" {
                    button type="button" id="export" { (self.say(words::checklist::EXPORT)) } "\n"
                    button type="button" id="forget" hidden { (self.say(words::checklist::FORGET)) }
                } "\n"
                p id="news" role="status" {} "\n"
            } "\n"
        }
    }

    fn area(&self, area: Option<&Area>, measures: &[(Option<&Measure>, Vec<usize>)]) -> Markup {
        let columns = [
            words::checklist::DONE,
            Column::Id.label(),
            Column::Title.label(),
            Column::Stage.label(),
            words::checklist::DUE,
            Column::Status.label(),
            Column::Owner.label(),
            Column::Note.label(),
        ];
        html! {
            table { "\n"
                caption { h2 {
                    @match area {
                        Some(area) => (self.titled(&area.id, &area.title)),
                        None => (self.say(words::checklist::WITHOUT_MEASURE)),
                    }
                } } "\n"
                thead { tr { @for column in columns { th scope="col" { (self.say(column)) } } } } "\n"
                @for (measure, rows) in measures {
                    tbody { "\n"
                        @if let Some(measure) = measure {
                            tr { th colspan="8" scope="rowgroup" { (self.titled(&measure.id, &measure.title)) } } "\n"
                        }
                        @for &row in rows { (self.row(row)) }
                    } "\n"
                }
            } "\n"
        }
    }

    fn titled(&self, id: &str, title: &Text) -> Markup {
        html! { span class="id" { (Said(id)) } " " (self.say(title)) }
    }

    fn row(&self, at: usize) -> Markup {
        let row = &self.plan.lines[at];
        let text = |column| Said(self.text(row, column));
        let status = Status::read(text(Column::Status).0);
        let stage = Stage::read(text(Column::Stage).0);
        let word = |label: Option<Label>, column| {
            html! { @if let Some(label) = label { (self.say(label)) } @else { (text(column)) } }
        };
        html! {
            tr data-row=(at) data-stage=(stage.map_or("", Word::code)) data-status=(status.map_or("", Word::code)) {
                td { input type="checkbox" disabled checked[status == Some(Status::Completed)]; }
                th scope="row" { (text(Column::Id)) }
                td { (self.title(row)) }
                td { (word(stage.map(Word::label), Column::Stage)) }
                td { (text(Column::End)) }
                td { (word(status.map(Word::label), Column::Status)) }
                td { (text(Column::Owner)) }
                td { (text(Column::Note)) }
            } "\n"
        }
    }

    /// Writes what is done, in every language of the page where the framework knows it, and which
    /// further measures it serves.
    fn title(&self, row: &'p Line) -> Markup {
        let others: Vec<&str> =
            self.measures(row).skip(1).map(|idx| self.framework.measure(idx).id.as_str()).collect();
        html! {
            @match self.action(row) {
                Some(action) => (self.say(&action.text)),
                None => (Said(self.text(row, Column::Title))),
            }
            @if !others.is_empty() {
                @let ids = others.join(self.lang().comma());
                span class="also" {
                    "(" (Said(&self.plain(words::checklist::ALSO_SERVES))) " " (Said(&ids)) ")"
                }
            }
        }
    }

    /// Returns the action of the framework that a row is, as `new` made it: `W1.1-a-2027`, its title
    /// untouched, in one language or in several beneath each other. A page in one language shows
    /// the title as it stands.
    fn action(&self, row: &'p Line) -> Option<&'p Action> {
        if self.langs.len() < 2 {
            return None;
        }
        let (id, _year) = self.text(row, Column::Id).rsplit_once('-')?;
        let mut actions = self.measures(row).flat_map(|idx| &self.framework.measure(idx).actions);
        let action = actions.find(|action| action.id == id)?;
        let is_untouched = |line| Lang::ALL.iter().any(|&lang| action.text.get(lang) == line);
        self.text(row, Column::Title).lines().all(is_untouched).then_some(action)
    }

    /// Returns the plan and the words that the script needs.
    fn data(&self) -> io::Result<String> {
        let mut headings: Vec<&str> = self.plan.headings.iter().map(|h| h.text.as_str()).collect();
        // What people enter needs a column to stand in, and a plan is handed back whole.
        for column in Column::ALL.into_iter().filter(|&c| self.plan.position(c).is_none()) {
            headings.push(column.code());
        }
        let at = |column: Column| {
            self.plan.position(column).or_else(|| headings.iter().position(|&h| h == column.code()))
        };
        let rows = self.plan.lines.iter().map(|row| {
            let n = row.cells.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
            &row.cells[..n]
        });
        let data = Data {
            framework: &self.framework.id,
            version: &self.framework.version,
            at: Positions {
                id: at(Column::Id),
                status: at(Column::Status),
                owner: at(Column::Owner),
                note: at(Column::Note),
            },
            rows: rows.collect(),
            unknowns: grammar::UNKNOWNS,
            statuses: Status::ALL
                .iter()
                .map(|word| (word.code(), self.plain(word.label())))
                .chain([(grammar::UNKNOWN, self.plain(words::value::UNKNOWN))])
                .collect(),
            words: WORDS.map(|(key, label)| (key, self.plain(label))).into(),
            headings,
        };
        html::data(&data).map_err(io::Error::from)
    }
}

/// What the script says; it fills in `{n}` and the like.
const WORDS: [(&str, Label); 8] = [
    ("progress", words::checklist::PROGRESS),
    ("shown", words::checklist::SHOWN),
    ("edited", words::checklist::EDITED),
    ("editedOne", words::checklist::EDITED_ONE),
    ("unkept", words::checklist::UNKEPT),
    ("forget", words::checklist::FORGET_EVERY),
    ("reasons", words::checklist::NEEDS_REASON),
    ("exported", words::checklist::EXPORTED),
];

/// What the script reads.
#[derive(serde::Serialize)]
struct Data<'p> {
    framework: &'p str,
    version: &'p str,
    /// Headers of the plan's columns, as they stand.
    headings: Vec<&'p str>,
    at: Positions,
    /// The cells as they stand, without the blank ones at the end of a row.
    rows: Vec<&'p [String]>,
    /// Codes and labels.
    statuses: Vec<(&'static str, String)>,
    /// What is read as saying that a cell is not known.
    unknowns: [&'static str; 2],
    words: BTreeMap<&'static str, String>,
}

/// Where the columns stand that the script knows by name.
#[derive(serde::Serialize)]
struct Positions {
    id: Option<usize>,
    status: Option<usize>,
    owner: Option<usize>,
    note: Option<usize>,
}
