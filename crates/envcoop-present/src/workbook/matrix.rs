//! Challenges by areas of work as a heat map, and the same as a table.

use envcoop_core::judge::gap::{GroupGap, Interval};
use envcoop_core::percent::Percent;
use envcoop_core::study::Study;
use envcoop_forms::palette::{self, STEPS};
use envcoop_forms::workbook::{
    Book, Cell, Content, Grid, Looks, WorkbookError, crossed_out, filled, shaded, write,
};
use envcoop_words as words;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use crate::tables::{self, cell_members};

/// The widths of the columns: id of the challenge, its title, an area.
const ID_WIDTH: usize = 11;
const TITLE_WIDTH: usize = 42;
const AREA_WIDTH: usize = 15;
/// The row of the heat map's header.
const HEADER: u32 = 3;

/// A cell of the heat map.
struct Spot {
    content: Content<'static>,
    format: Format,
}

pub(super) fn fill(
    book: &Book<'_>,
    study: &Study,
    mut sheet: Worksheet,
) -> Result<Worksheet, WorkbookError> {
    let (framework, words, looks) = (&study.gap.framework, book.words, &book.looks);
    let table = tables::matrix(study);
    let n_areas = framework.areas.len();
    sheet.set_screen_gridlines(false).set_landscape();
    book.headline(&mut sheet, &words.all(words::area::MATRIX_TITLE, " / "))?;
    let means = words.all(words::matrix::CELLS_MEAN, " / ");
    book.line(&mut sheet, 1, &means, &looks.line())?;

    let (mut columns, rows) = filled(words, &table, "\n");
    let widths = [ID_WIDTH, TITLE_WIDTH].into_iter().chain(std::iter::repeat(AREA_WIDTH));
    columns.iter_mut().zip(widths).for_each(|(column, width)| column.width = width);
    let area = |at: usize| {
        let area = &framework.areas[at];
        format!("{}\n{}", area.id, words.text(&area.title, "\n"))
    };
    let areas: Vec<String> = (0..n_areas).map(area).collect();
    let header = looks.header(false).set_align(FormatAlign::Center);
    for (col, area) in (2u16..).zip(&areas) {
        sheet.set_column_width(col, AREA_WIDTH as f64)?;
        write(&mut sheet, HEADER, col, &Cell::text(&**area).content, &header)?;
    }
    let titles = areas.iter().map(|area| (&**area, AREA_WIDTH - 2));
    sheet.set_row_height(HEADER, looks.height(titles))?;
    for (row, (i, challenge)) in (HEADER + 1..).zip(framework.challenges.iter().enumerate()) {
        let title = Cell::text(words.text(&challenge.title, "\n"));
        write(&mut sheet, row, 0, &Cell::text(&*challenge.id).content, &looks.name())?;
        write(&mut sheet, row, 1, &title.content, &looks.ruled())?;
        for (col, j) in (2u16..).zip(0..n_areas) {
            let spot = spot(looks, &study.gap.group(&cell_members(framework, i, j)));
            write(&mut sheet, row, col, &spot.content, &spot.format)?;
        }
        let title: &str = if let Content::Text(text) = &title.content { text } else { "" };
        sheet.set_row_height(row, looks.height([(title, TITLE_WIDTH)]).max(30.0))?;
    }
    let after = HEADER + framework.challenges.len() as u32 + 2;
    let after = legend(book, &mut sheet, after)?;

    book.line(&mut sheet, after, &words.all(words::matrix::ALL_CELLS, " / "), &looks.loud())?;
    let mut grid = Grid::begin(looks, sheet, after + 1, columns)?;
    rows.iter().try_for_each(|row| grid.push(row))?;
    Ok(grid.with_bars()?.filtered()?)
}

/// Returns a cell of the heat map.
fn spot(looks: &Looks, group: &GroupGap) -> Spot {
    let centred =
        looks.text().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    let centred = Looks::lined(centred, false);
    let dash = Content::Text("–".into());
    let Some(Interval { low, high }) = group.interval else {
        let format = match group.measures() {
            0 => crossed_out(centred),
            _ => shaded(centred, palette::NOT_APPLICABLE),
        };
        return Spot { content: dash, format };
    };
    let (low, high) = (low.percent(), high.percent());
    Spot {
        content: Content::Percent(low),
        format: shaded(centred, palette::shade(low)).set_num_format(both(low, high)),
    }
}

/// Returns the format under which a number shows as `low–high`: the number itself is low.
fn both(low: Percent, high: Percent) -> String {
    if low == high { "0.0".to_owned() } else { format!("0.0\"–{high}\"") }
}

/// Says what the colours mean; returns the row after it.
fn legend(book: &Book<'_>, sheet: &mut Worksheet, row: u32) -> Result<u32, WorkbookError> {
    let (words, looks) = (book.words, &book.looks);
    book.line(sheet, row, &words.all(words::matrix::COLOURS, " / "), &looks.loud())?;
    let centred = Looks::lined(looks.text().set_align(FormatAlign::Center), false);
    let mut next = row + 1;
    let ends = STEPS.iter().skip(1).map(|(from, _)| from - 1).chain([1000]);
    for ((from, shade), to) in STEPS.iter().zip(ends) {
        let range = format!("{}–{}", Percent(*from), Percent(to));
        book.line(sheet, next, &range, &shaded(centred.clone(), *shade))?;
        next += 1;
    }
    let not_applicable = shaded(centred.clone(), palette::NOT_APPLICABLE);
    for (format, label) in [
        (not_applicable, words::matrix::NONE_APPLIES),
        (crossed_out(centred), words::area::NO_MEASURE_HERE),
    ] {
        book.line(sheet, next, "–", &format)?;
        sheet.write_string_with_format(next, 1, words.all(label, " / "), &looks.line())?;
        next += 1;
    }
    Ok(next + 1)
}
