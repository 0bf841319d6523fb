//! A checklist in each of its forms.

use std::borrow::Cow;
use std::io::{self, Write};

use envcoop_cli::Grid;
use envcoop_core::framework::Framework;
use envcoop_core::plan::{self, Column, Status, Word};
use envcoop_core::table::Kind;
use envcoop_core::table::csv::{Audience, CsvWriter};
use envcoop_core::table::markdown::escape;
use envcoop_core::text::{Label, Lang};
use serde::ser::{Serialize, Serializer};

use crate::select::Item;

/// Returns the text of an item's row under a column of the plan; most are for people to fill.
fn cell<'i>(item: &'i Item<'_>, column: Column, lang: Lang) -> Cow<'i, str> {
    match column {
        Column::Id => Cow::Borrowed(&item.id),
        Column::Measures => Cow::Borrowed(&item.measure.id),
        Column::Title => Cow::Borrowed(item.action.text.get(lang)),
        Column::Stage => Cow::Borrowed(item.action.stage.code()),
        Column::Status => Cow::Borrowed(Status::Proposed.code()),
        Column::End => Cow::Owned(item.due.to_string()),
        _ => Cow::Borrowed(""),
    }
}

pub(crate) fn csv(
    items: &[Item<'_>],
    lang: Lang,
    audience: Audience,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, audience);
    csv.texts(Column::ALL.map(Column::code))?;
    for item in items {
        let cells = Column::ALL.map(|column| cell(item, column, lang));
        csv.texts(cells.iter().map(|text| &**text))?;
    }
    Ok(())
}

/// A checklist as JSON: a plan for programs.
#[derive(serde::Serialize)]
struct Plan<'i> {
    format: &'static str,
    activities: Vec<Row<'i>>,
}

/// An item's cells by column, in the order of columns; blank ones are left out.
struct Row<'i>(&'i Item<'i>, Lang);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Row(item, lang) = self;
        let cells =
            Column::ALL.into_iter().map(|column| (column.code(), cell(item, column, *lang)));
        serializer.collect_map(cells.filter(|(_, text)| !text.is_empty()))
    }
}

pub(crate) fn json(items: &[Item<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let activities = items.iter().map(|item| Row(item, lang)).collect();
    let plan = Plan { format: plan::JSON_FORMAT, activities };
    serde_json::to_writer_pretty(&mut *out, &plan).map_err(io::Error::from)?;
    out.write_all(b"\n")
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
