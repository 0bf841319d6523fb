//! Money per measure and currency, and its sums by challenge: two sheets, since each is a table to
//! sort and filter.

use envcoop_core::judge::gap::GroupGap;
use envcoop_core::study::Study;
use envcoop_core::text::Text;
use envcoop_forms::workbook::{Book, Cell, Column, Grid, WorkbookError, columns, put_first};
use rust_xlsxwriter::Worksheet;

use super::cell;
use crate::headline::OVERALL;
use crate::tables;

/// The columns that come first, a title after the id; sums by challenge have no others.
const FIRST: [&str; 4] = ["measure", "currency", "committed", "proposed"];
/// The width of the column of titles.
const TITLE_WIDTH: usize = 46;

/// Fills the sheet of measures and returns it with that of challenges.
pub(super) fn fill(
    book: &Book<'_>,
    study: &Study,
    sheets: [Worksheet; 2],
) -> Result<[Worksheet; 2], WorkbookError> {
    let (gap, framework, [of_measures, of_challenges]) =
        (&*study.gap, &study.gap.framework, sheets);
    let title = |text: &Text| Cell::text(book.words.text(text, "\n"));
    let mut rows = cell::rows(book.words, |_| tables::money(gap));
    let mut columns = columns(book.words, &tables::MONEY, &rows);
    put_first(&FIRST, &tables::MONEY, &mut columns, &mut rows);
    let of_title = tables::MEASURES.columns.iter().find(|column| column.name == "title");
    columns.splice(1..1, of_title.map(|spec| Column::new(book.words, spec, TITLE_WIDTH)));
    let measures = gap.measures.iter().flat_map(|result| {
        let n_currencies = gap.tally.measures[result.measure.at()].money.len();
        std::iter::repeat_n(framework.measure(result.measure), n_currencies)
    });
    let mut grid = Grid::begin(&book.looks, of_measures, 0, columns.clone())?;
    for (row, measure) in rows.iter_mut().zip(measures) {
        row.insert(1, title(&measure.title));
        grid.push(row)?;
    }
    let of_measures = grid.end()?;

    columns.truncate(FIRST.len() + 1);
    columns[0].title = book.words.all(tables::CHALLENGE_CHANGES.columns[0].title, "\n");
    let mut grid = Grid::begin(&book.looks, of_challenges, 0, columns)?;
    let mut sums = |id: &str, title: Cell<'static>, group: &GroupGap| {
        group.money.iter().try_for_each(|(currency, sums)| {
            grid.push(&[
                Cell::text(id.to_owned()),
                title.clone(),
                Cell::text(currency.to_string()),
                Cell::amount(sums.committed),
                Cell::amount(sums.proposed),
            ])
        })
    };
    for (challenge, group) in framework.challenges.iter().zip(&gap.challenges) {
        sums(&challenge.id, title(&challenge.title), group)?;
    }
    sums("", Cell::text(book.words.all(OVERALL, "\n")), &gap.overall)?;
    Ok([of_measures, grid.end()?])
}
