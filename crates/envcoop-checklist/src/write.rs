//! A checklist in each of its forms.

use std::borrow::Cow;
use std::io::{self, Write};

use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Status;
use envcoop_forms::document::{self, Block, Line, Mark, Run, Style};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::csv::{Audience, CsvWriter};
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, TableSpec};
use envcoop_present::tables::titled;
use envcoop_words as words;

use crate::select::Item;

/// Makes a plan of the items: most cells are for people to fill. Titles are in each of `langs`.
pub(crate) fn plan(items: &[Item<'_>], langs: &[Lang]) -> Document {
    let mut plan = Document::new();
    for item in items {
        plan.push(|heading| match heading.column {
            Some(Column::Id) => Cow::Borrowed(&item.id),
            Some(Column::Measures) => Cow::Borrowed(&item.measure.id),
            Some(Column::Title) => {
                let titles = langs.iter().map(|&lang| item.action.text.get(lang));
                Cow::Owned(titles.collect::<Vec<_>>().join("\n"))
            }
            Some(Column::Stage) => Cow::Borrowed(item.action.stage.code()),
            Some(Column::Status) => Cow::Borrowed(Status::Proposed.code()),
            Some(Column::End) => Cow::Owned(item.due.to_string()),
            _ => Cow::Borrowed(""),
        });
    }
    plan
}

pub(crate) fn csv(plan: &Document, audience: Audience, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, audience);
    csv.texts(plan.headings.iter().map(|heading| &*heading.text))?;
    for line in &plan.lines {
        csv.texts(line.cells.iter().map(String::as_str))?;
    }
    Ok(())
}

/// Lists the items as tasks, under a heading per area and measure.
pub(crate) fn tasks<'a>(
    framework: &'a Framework,
    items: &'a [Item<'_>],
    year: i16,
) -> document::Document<'a> {
    let title = Phrase::each(|lang| format!("{} {year}", framework.title.get(lang)));
    let mut blocks = vec![Block::Title(title)];
    for of_area in items.chunk_by(|a, b| a.measure.area == b.measure.area) {
        let area = &of_area[0].measure.area;
        let own = framework.areas.iter().find(|own| own.id == *area);
        blocks.extend(own.map(|own| Block::heading(titled(area, &own.title))));
        for of_measure in of_area.chunk_by(|a, b| a.measure.id == b.measure.id) {
            let measure = of_measure[0].measure;
            blocks.push(Block::Heading(3, titled(&measure.id, &measure.title)));
            blocks.push(Block::List(Mark::Task, of_measure.iter().map(task).collect()));
        }
    }
    blocks
}

fn task<'a>(item: &'a Item<'_>) -> Line<'a> {
    let what = Phrase::each(|lang| {
        let stage = item.action.stage.label().get(lang).to_lowercase();
        words::checklist::task(lang, item.action.text.get(lang), stage, item.due)
    });
    Line(vec![Run::new(Style::Strong, item.id.as_str()), Run::new(Style::Plain, what)])
}

/// An item as a row to read.
struct Row<'a>(&'a Item<'a>);

impl<'a> Row<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::sheet::CHECKLIST),
        columns: &[
            ColumnSpec::shown(words::column::ID, Kind::Text).of(|Row(own)| own.id.as_str().into()),
            ColumnSpec::shown(words::checklist::DUE, Kind::Date).of(|Row(own)| own.due.into()),
            ColumnSpec::shown(words::column::STAGE, Kind::Text)
                .of(|Row(own)| own.action.stage.label().into()),
            ColumnSpec::shown(words::column::TITLE, Kind::Text)
                .of(|Row(own)| (&own.action.text).into()),
        ],
    };
}

/// Lists the items as a table.
pub(crate) fn table<'a>(items: &'a [Item<'a>]) -> document::Document<'a> {
    vec![Block::Table(Row::TABLE.fill(items.iter().map(Row)), None)]
}
