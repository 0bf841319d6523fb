//! A checklist in each of its forms.

use std::borrow::Cow;
use std::io::{self, Write};

use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document};
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::{Status, Word};
use envcoop_forms::table::Kind;
use envcoop_forms::table::csv::{Audience, CsvWriter};
use envcoop_forms::table::markdown::escape;
use envcoop_forms::terminal::Grid;

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

/// Writes a GitHub task list under a heading per area and measure.
pub(crate) fn markdown(
    framework: &Framework,
    items: &[Item<'_>],
    year: i16,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "# {} {year}", escape(framework.title.get(lang)))?;
    let (mut area, mut measure) = ("", "");
    for item in items {
        if area != item.measure.area {
            area = &item.measure.area;
            let title = framework.areas.iter().find(|a| a.id == area).map(|a| a.title.get(lang));
            writeln!(out, "\n## {area} {}", escape(title.unwrap_or_default()))?;
        }
        if measure != item.measure.id {
            measure = &item.measure.id;
            writeln!(out, "\n### {measure} {}\n", escape(item.measure.title.get(lang)))?;
        }
        let stage = item.action.stage.label().get(lang).to_lowercase();
        let text = escape(item.action.text.get(lang));
        match lang {
            Lang::En => writeln!(out, "- [ ] **{}** {text} ({stage}, due {})", item.id, item.due)?,
            Lang::Zh => writeln!(out, "- [ ] **{}** {text}（{stage}，{} 前）", item.id, item.due)?,
        }
    }
    Ok(())
}

pub(crate) fn table(
    items: &[Item<'_>],
    lang: Lang,
    width: Option<u16>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let due = Label { en: "Due", zh: "截止日期" }.get(lang);
    let mut grid = Grid::new(
        [
            (Column::Id.label().get(lang), Kind::Text),
            (due, Kind::Date),
            (Column::Stage.label().get(lang), Kind::Text),
            (Column::Title.label().get(lang), Kind::Text),
        ],
        width,
    );
    for item in items {
        grid.row([
            item.id.clone(),
            item.due.to_string(),
            item.action.stage.label().get(lang).to_owned(),
            item.action.text.get(lang).to_owned(),
        ]);
    }
    out.write_all(grid.render().as_bytes())
}
