//! A plan as one page: read and printed anywhere, ticked and edited in a browser, handed back as CSV.
//!
//! The page is one file and fetches nothing. Its content policy names its style and its script by
//! their digests, so that no text of a plan can run, escaped or not. Without the script it is a page
//! to read: the script makes controls of its cells and brings the bars that need it. What people
//! enter stays in their browser until they export; the plan itself stands in the page as data, so
//! that every cell that nobody touched is exported as it was.

mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};

use envcoop_core::date::{self, Date};
use envcoop_core::framework::{Action, Area, Framework, Measure, MeasureIdx};
use envcoop_core::plan::{Column, Document, Line, grammar};
use envcoop_core::text::{Label, Lang, Text, trim};
use envcoop_core::vocabulary::{Stage, Status, Word};
use envcoop_forms::html::{self, escape};

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// Writes a plan as a page. The first language of `langs` leads; what the page itself says and what
/// the framework says is repeated beneath it in the others.
///
/// # Errors
/// Passes on what the stream refuses.
pub(crate) fn write(
    framework: &Framework,
    plan: &Document,
    heading: &Text,
    langs: &[Lang],
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = Page { framework, plan, langs };
    let lang = page.lang();
    let title = escape(heading.get(lang));
    // What the page may do: nothing but its own style and script. It opens no address and sends
    // no form; a download that it makes itself needs no permission.
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; \
         script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        lang.code(),
        html::policy_source(STYLE),
        html::policy_source(SCRIPT),
    )?;
    write!(out, "<header>\n<h1>{}</h1>\n", page.each(|lang| heading.get(lang).to_owned()))?;
    let groups = page.groups();
    writeln!(out, "<p>{}</p>", page.each(|lang| page.summary(&groups, lang)))?;
    page.write_bar(&groups, out)?;
    writeln!(
        out,
        "<noscript><p class=\"notice\">{}</p></noscript>\n</header>\n<main>",
        page.label(words::NO_SCRIPT)
    )?;
    for (area, measures) in &groups {
        page.write_area(*area, measures, out)?;
    }
    writeln!(
        out,
        "</main>\n<script type=\"application/json\" id=\"plan\">{}</script>",
        page.data()?
    )?;
    write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
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

    /// Returns a text in every language of the page, escaped, each after the first beneath it.
    fn each(&self, text: impl Fn(Lang) -> String) -> String {
        let mut all = escape(&text(self.lang())).into_owned();
        for &lang in self.langs.iter().skip(1) {
            let (code, text) = (lang.code(), text(lang));
            all.push_str(&format!("<span class=\"also\" lang=\"{code}\">{}</span>", escape(&text)));
        }
        all
    }

    fn label(&self, label: Label) -> String {
        self.each(|lang| label.get(lang).to_owned())
    }

    /// Returns a label where markup cannot stand, not escaped.
    fn plain(&self, label: Label) -> String {
        self.langs.iter().map(|&lang| label.get(lang)).collect::<Vec<_>>().join(" ")
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
        let (first, last) = (days.clone().min(), days.max());
        let days = first.zip(last).map(|(first, last)| (first.to_string(), last.to_string()));
        let days = days.as_ref().map(|(first, last)| (first.as_str(), last.as_str()));
        let measures = groups.iter().flat_map(|(_, measures)| measures);
        let n_measures = measures.filter(|(measure, _)| measure.is_some()).count();
        words::summary(lang, self.plan.lines.len(), n_measures, days)
    }

    fn due(&self, row: &'p Line) -> Option<Date> {
        date::parse(self.text(row, Column::End)).ok()
    }

    /// Writes what only a script can serve; it stays hidden until there is one.
    fn write_bar(&self, groups: &Groups<'_>, out: &mut dyn Write) -> io::Result<()> {
        let label = |label| self.label(label);
        writeln!(
            out,
            "<form id=\"bar\" hidden>\n<p id=\"done\"><progress max=\"1\" value=\"0\"></progress> <output></output></p>"
        )?;
        let areas = groups.iter().enumerate().map(|(i, (area, _))| {
            (
                i.to_string(),
                match area {
                    Some(area) => format!("{} {}", area.id, area.title.get(self.lang())),
                    None => words::NO_MEASURE.get(self.lang()).to_owned(),
                },
            )
        });
        let stages = Stage::ALL.iter().map(|w| (w.code().to_owned(), self.plain(w.label())));
        let statuses = Status::ALL.iter().map(|w| (w.code().to_owned(), self.plain(w.label())));
        let choices: [(&str, Label, Vec<_>); 3] = [
            ("area", words::AREA, areas.collect()),
            ("stage", Column::Stage.label(), stages.collect()),
            ("status", Column::Status.label(), statuses.collect()),
        ];
        for (name, title, choices) in choices {
            let all = self.plain(words::ALL);
            write!(
                out,
                "<label>{} <select name=\"{name}\"><option value=\"\">{}",
                label(title),
                escape(&all)
            )?;
            for (value, text) in choices {
                write!(out, "<option value=\"{value}\">{}", escape(&text))?;
            }
            writeln!(out, "</select></label>")?;
        }
        writeln!(
            out,
            "<label class=\"search\">{} <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\n\
             <span class=\"buttons\"><button type=\"button\" id=\"export\">{}</button>\n\
             <button type=\"button\" id=\"forget\" hidden>{}</button></span>\n\
             <p id=\"news\" role=\"status\"></p>\n</form>",
            label(words::SEARCH),
            label(words::EXPORT),
            label(words::FORGET),
        )
    }

    fn write_area(
        &self,
        area: Option<&Area>,
        measures: &[(Option<&Measure>, Vec<usize>)],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let title = match area {
            Some(area) => {
                let id = format!("<span class=\"id\">{}</span> ", escape(&area.id));
                id + &self.each(|lang| area.title.get(lang).to_owned())
            }
            None => self.label(words::NO_MEASURE),
        };
        write!(out, "<table>\n<caption><h2>{title}</h2></caption>\n<thead><tr>")?;
        let columns = [
            words::DONE,
            Column::Id.label(),
            Column::Title.label(),
            Column::Stage.label(),
            words::DUE,
            Column::Status.label(),
            Column::Owner.label(),
            Column::Note.label(),
        ];
        for column in columns {
            write!(out, "<th scope=\"col\">{}</th>", self.label(column))?;
        }
        writeln!(out, "</tr></thead>")?;
        for (measure, rows) in measures {
            writeln!(out, "<tbody>")?;
            if let Some(measure) = measure {
                writeln!(
                    out,
                    "<tr><th colspan=\"8\" scope=\"rowgroup\"><span class=\"id\">{}</span> {}</th></tr>",
                    escape(&measure.id),
                    self.each(|lang| measure.title.get(lang).to_owned()),
                )?;
            }
            for &row in rows {
                self.write_row(row, out)?;
            }
            writeln!(out, "</tbody>")?;
        }
        writeln!(out, "</table>")
    }

    fn write_row(&self, at: usize, out: &mut dyn Write) -> io::Result<()> {
        let row = &self.plan.lines[at];
        let text = |column| self.text(row, column);
        let status = Status::read(text(Column::Status));
        let stage = Stage::read(text(Column::Stage));
        write!(
            out,
            "<tr data-row=\"{at}\" data-stage=\"{}\" data-status=\"{}\"><td><input type=\"checkbox\" disabled{}></td>\
             <th scope=\"row\">{}</th><td>{}</td>",
            stage.map_or("", Word::code),
            status.map_or("", Word::code),
            if status == Some(Status::Completed) { " checked" } else { "" },
            escape(text(Column::Id)),
            self.title(row),
        )?;
        let word = |label: Option<Label>, column| match label {
            Some(label) => self.label(label),
            None => escape(text(column)).into_owned(),
        };
        writeln!(
            out,
            "<td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            word(stage.map(Word::label), Column::Stage),
            escape(text(Column::End)),
            word(status.map(Word::label), Column::Status),
            escape(text(Column::Owner)),
            escape(text(Column::Note)),
        )
    }

    /// Returns what is done, in every language of the page where the framework knows it, and which
    /// further measures it serves.
    fn title(&self, row: &'p Line) -> String {
        let mut all = match self.action(row) {
            Some(action) => self.each(|lang| action.text.get(lang).to_owned()),
            None => escape(self.text(row, Column::Title)).into_owned(),
        };
        let others: Vec<&str> =
            self.measures(row).skip(1).map(|idx| self.framework.measure(idx).id.as_str()).collect();
        if !others.is_empty() {
            let (also, ids) = (self.plain(words::ALSO), others.join(self.lang().comma()));
            all.push_str(&format!(
                "<span class=\"also\">({} {})</span>",
                escape(&also),
                escape(&ids)
            ));
        }
        all
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
                .chain([(grammar::UNKNOWN, self.plain(words::UNKNOWN))])
                .collect(),
            words: words::OF_SCRIPT.map(|(key, label)| (key, self.plain(label))).into(),
            headings,
        };
        html::data(&data).map_err(io::Error::from)
    }
}

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
