//! The first sheet: the challenges in figures and as a chart, and how to read them.

use envcoop_core::study::Study;
use envcoop_core::text::Label;
use envcoop_forms::palette::{INK, Shade, UNMET};
use envcoop_forms::table::{TableOf, TableSpec};
use envcoop_forms::workbook::{Book, Cell, Content, DATE, Grid, WorkbookError, filled, write};
use envcoop_words as words;
use rust_xlsxwriter::{FormatAlign, Worksheet};

use super::chart::{self, Figures};
use super::{blank, needs};
use crate::advice;
use crate::headline::judged_by;
use crate::restrictions::limits;
use crate::tables::{self, Sum};

/// How wide the columns after the first are.
const WIDTHS: [usize; 9] = [chart::TITLE_WIDTH, 11, 11, 11, 11, 11, 12, 12, 26];
/// The width of the first column, for each language.
const ID_WIDTH: usize = 17;
/// How tall the chart is, in rows of the default height: for its title, legend and axis, and for
/// each challenge.
const CHART_ROWS: u32 = 6;
const BAR_ROWS: u32 = 2;
/// The same, for each language after the first: names are written one below the other.
const MORE_BAR_ROWS: u32 = 1;
/// More challenges than these need more than a page.
const ON_ONE_PAGE: usize = 10;

impl<'a> Sum<'a> {
    /// The challenges on this sheet: an id, under the names of facts, before its title; money last.
    const GLANCE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::challenge::CHALLENGE),
        columns: &[
            Self::ID,
            Self::TITLE,
            Self::LOW,
            Self::HIGH,
            Self::N_MET,
            Self::N_DATA_GAP,
            Self::N_ACTION_GAP,
            Self::N_NOT_APPLICABLE,
            Self::N_ASSESSED,
            Self::COMMITTED,
        ],
    };
}

pub(super) fn fill(
    book: &Book<'_>,
    study: &Study,
    mut sheet: Worksheet,
) -> Result<Worksheet, WorkbookError> {
    let (framework, words, looks) = (&study.gap.framework, book.words, &book.looks);
    sheet.set_screen_gridlines(false).set_print_center_horizontally(true);
    if framework.challenges.len() <= ON_ONE_PAGE {
        sheet.set_print_fit_to_pages(1, 1);
    }
    book.headline(&mut sheet, &book.title)?;
    let header = facts(book, study, &mut sheet)? + 1;

    let table = Sum::GLANCE.fill(tables::of_challenges(study).chain([tables::overall(study)]));
    let (mut columns, mut rows) = filled(words, &table, "\n");
    let widths = [ID_WIDTH * words.langs().len()].into_iter().chain(WIDTHS);
    columns.iter_mut().zip(widths).for_each(|(column, width)| column.width = width);
    // A digit of the font that widths are measured in has seven pixels, a column five more.
    let width: usize = columns.iter().map(|column| 7 * column.width + 5).sum();
    let last_col = columns.len() as u16 - 1;
    for cell in rows.last_mut().into_iter().flatten() {
        cell.shade = Some(Shade { paper: UNMET, ink: INK });
    }
    let mut grid = Grid::begin(looks, sheet, header, columns)?;
    rows.iter().try_for_each(|row| grid.push(row))?;
    let mut next = grid.last() + 2;
    let mut sheet = grid.with_bars()?.plain()?;

    for label in [words::analysis::BOUNDS_MEAN, words::analysis::GAPS_MEAN] {
        for &lang in words.langs() {
            book.line(&mut sheet, next, label.get(lang), &looks.line())?;
            next += 1;
        }
    }
    let chart = next + 1;
    let bar_rows = BAR_ROWS + MORE_BAR_ROWS * (words.langs().len() as u32 - 1);
    let n_rows = CHART_ROWS + bar_rows * framework.challenges.len() as u32;
    let figures = Figures { first: chart + n_rows + 2, n: framework.challenges.len() as u32 };
    figures.write(book, &study.gap, &mut sheet)?;
    // The figures of the chart stand in the table above as well: they need no paper.
    sheet.set_print_area(0, 0, chart + n_rows, last_col)?;
    let size = (width as u32 - 10, n_rows * 20);
    sheet.insert_chart_with_offset(chart, 0, &chart::chart(book, &figures, size), 5, 0)?;
    Ok(sheet)
}

/// Says what was judged and how; returns the row after it.
fn facts(book: &Book<'_>, study: &Study, sheet: &mut Worksheet) -> Result<u32, WorkbookError> {
    let (words, looks, rules) = (book.words, &book.looks, study.gap.rules);
    let framework = &study.gap.framework;
    let needs = needs(book, study, " / ");
    let strategy = words.text(&framework.title, " / ");
    let mut facts: Vec<(Label, Cell<'_>)> = vec![
        (words::analysis::AS_OF, Cell::day(rules.as_of)),
        (
            words::strategy::HEADING,
            // The id first: a title may turn the direction of what follows it.
            Cell::text(format!("{} {}: {strategy}", framework.id, framework.version)),
        ),
        (
            words::analysis::NEEDS_THAT_COUNT,
            Cell::text(format!("{}: {needs}", words.all(judged_by(&study.gap), " / "))),
        ),
        (words::analysis::BLANK_MEANS, Cell::text(words.all(blank(rules.blank), " / "))),
    ];
    for (name, line) in limits(study) {
        facts.push((name, Cell::text(line.all(words.langs(), " / ").into_owned())));
    }
    for own in advice::told(study) {
        let line = advice::said(own, framework);
        facts
            .push((words::advice::ADVICE, Cell::text(line.all(words.langs(), " / ").into_owned())));
    }
    if !study.baseline_inputs.is_empty() {
        let names: Vec<_> = study.baseline_inputs.iter().map(|input| &*input.name).collect();
        facts.push((words::analysis::COMPARED_WITH, Cell::text(names.join(", "))));
    }
    let date = looks.line().set_num_format(DATE);
    let date = date.set_align(FormatAlign::Left);
    let mut row = 1;
    for (label, cell) in facts {
        let name = words.all(label, " / ");
        book.line(sheet, row, &name, &looks.loud())?;
        let format = if matches!(cell.content, Content::Day(_)) { &date } else { &looks.line() };
        write(sheet, row, 1, &cell.content, format)?;
        row += 1;
    }
    Ok(row)
}
