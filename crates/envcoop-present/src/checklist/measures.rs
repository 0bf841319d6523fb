//! Every measure of the strategy on a sheet: a row to decide may serve one that is no candidate.

use envcoop_core::framework::{Area, Framework, Measure};
use envcoop_forms::document::Block;
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, TableSpec};
use envcoop_forms::workbook::{Book, WorkbookError, fill};
use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

use crate::tables::titled;

/// A measure and its area.
struct Row<'f>(&'f Measure, Option<&'f Area>);

impl<'f> Row<'f> {
    const TABLE: TableOf<'f, Self> = TableOf {
        spec: TableSpec::shown(words::sheet::MEASURES),
        columns: &[
            ColumnSpec::shown(words::column::ID, Kind::Text)
                .width(8, 12)
                .of(|row| row.0.id.as_str().into()),
            ColumnSpec::shown(words::column::TITLE, Kind::Text)
                .prose()
                .width(30, 60)
                .of(|row| (&row.0.title).into()),
            ColumnSpec::shown(words::table::AREA_OF_WORK, Kind::Text)
                .prose()
                .width(24, 44)
                .of(|row| row.1.map(|area| titled(&area.id, &area.title)).into()),
        ],
    };
}

/// Returns the sheet.
///
/// # Errors
/// Names the text that no cell holds.
pub(super) fn sheet(framework: &Framework, book: &Book<'_>) -> Result<Worksheet, WorkbookError> {
    let area = |own: &Measure| framework.areas.iter().find(|area| area.id == own.area);
    let rows = framework.measures.iter().map(|own| Row(own, area(own)));
    let blocks = [
        Block::Title(words::sheet::MEASURES.into()),
        Block::text(words::candidate::HOW_MEASURES),
        Block::Table(Row::TABLE.fill(rows), None),
    ];
    let sheet = book.sheet(Worksheet::new(), words::sheet::MEASURES, &book.title)?;
    fill(sheet, &book.looks, book.words, &blocks)
}
