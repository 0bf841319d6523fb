//! The first sheet: the challenges in figures and as a chart, and how to read them.

use envcoop_core::judge::gap::{GroupGap, Interval};
use envcoop_core::percent::Percent;
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Text};
use envcoop_forms::palette::{INK, Shade, UNMET};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{Kind, TableSpec};
use envcoop_forms::workbook::{Book, Cell, Column, Content, DATE, Grid, WorkbookError, write};
use envcoop_words as words;
use rust_xlsxwriter::{FormatAlign, Worksheet};

use super::chart::{self, Figures};
use super::{blank, needs};
use crate::headline::{OVERALL, money_lines};
use crate::restrictions::limits;
use crate::tables;

/// The columns of the table of challenges, and how wide they are; money comes after them, an id,
/// under the names of facts, before.
const COLUMNS: [(&str, usize); 8] = [
    ("title", chart::TITLE_WIDTH),
    ("low", 11),
    ("high", 11),
    ("met", 11),
    ("data_gap", 11),
    ("action_gap", 11),
    ("not_applicable", 12),
    ("assessed", 12),
];
const MONEY_WIDTH: usize = 26;
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

    let mut grid = Grid::begin(looks, sheet, header, columns(book))?;
    let title = |text: &Text| words.text(text, "\n");
    let money = |group: &GroupGap| {
        let lines = |lang| {
            let [committed, _] = money_lines(&group.money, study.exchange.as_ref(), lang);
            committed.join("\n")
        };
        Phrase::each(lines).all(words.langs(), "\n").into_owned()
    };
    for (challenge, group) in framework.challenges.iter().zip(&study.gap.challenges) {
        grid.push(&row(&challenge.id, title(&challenge.title), group, money(group)))?;
    }
    let overall = Shade { paper: UNMET, ink: INK };
    let all = &study.gap.overall;
    let cells = row("", words.all(OVERALL, "\n"), all, money(all));
    let cells: Vec<_> = cells.into_iter().map(|cell| cell.shaded(Some(overall))).collect();
    grid.push(&cells)?;
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
    sheet.set_print_area(0, 0, chart + n_rows, COLUMNS.len() as u16 + 1)?;
    let widths = of_columns(book).into_iter().map(|(_, width)| width).chain([MONEY_WIDTH]);
    // A digit of the font that widths are measured in has seven pixels, a column five more.
    let width: usize = widths.map(|width| 7 * width + 5).sum();
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
            Cell::text(format!("{}: {needs}", rules.profile.code())),
        ),
        (words::analysis::BLANK_MEANS, Cell::text(words.all(blank(rules.blank), " / "))),
    ];
    for (name, line) in limits(study) {
        facts.push((name, Cell::text(line.all(words.langs(), " / ").into_owned())));
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

fn of_columns(book: &Book<'_>) -> Vec<(&'static str, usize)> {
    let id = ("id", ID_WIDTH * book.words.langs().len());
    [id].into_iter().chain(COLUMNS).collect()
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let spec: &TableSpec = &tables::CHALLENGES;
    let of_table = of_columns(book).into_iter().filter_map(|(name, width)| {
        let column = spec.columns.iter().find(|column| column.name == name)?;
        Some(Column::new(book.words, column, width))
    });
    let money = Column {
        title: book.words.all(words::money::MONEY_COMMITTED, "\n"),
        kind: Kind::Amount,
        is_code: false,
        is_to_fill: false,
        width: MONEY_WIDTH,
    };
    of_table.chain([money]).collect()
}

fn row(id: &str, title: String, group: &GroupGap, money: String) -> Vec<Cell<'static>> {
    let [low, high] = bounds(group.interval);
    let mut row =
        vec![Cell::text(id.to_owned()), Cell::text(title), Cell::percent(low), Cell::percent(high)];
    row.extend(group.states.map(Cell::whole));
    row.push(Cell::whole(group.assessed));
    row.push(Cell::text(money));
    row
}

fn bounds(interval: Option<Interval>) -> [Option<Percent>; 2] {
    [interval.map(|i| i.low.percent()), interval.map(|i| i.high.percent())]
}
