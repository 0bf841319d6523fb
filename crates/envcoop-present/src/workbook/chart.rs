//! The chart of the challenges: what is met for certain, what is not known, what is not met. It is
//! drawn from cells of its sheet.

use envcoop_core::judge::gap::{Gap, Interval};
use envcoop_core::percent::Percent;
use envcoop_core::text::Label;
use envcoop_forms::palette::{INK, LINE, MET, PAPER, SOFT, UNKNOWN, UNMET};
use envcoop_forms::workbook::{Book, Cell, Looks, WorkbookError, visible, write};
use envcoop_words as words;
use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartPatternFill, ChartPatternFillType, ChartSolidFill, ChartType, Color, Worksheet,
};

/// Where the figures of the chart stand: a header, then a row per challenge.
pub(super) struct Figures {
    /// The row above the header.
    pub(super) first: u32,
    /// How many challenges there are.
    pub(super) n: u32,
}

/// The column of the names of the challenges; a column for each part of a bar follows.
const NAMES: u16 = 1;
/// The width of that column.
pub(super) const TITLE_WIDTH: usize = 46;
/// How much of a title a chart has room for.
const SHOWN: usize = 60;

impl Figures {
    fn header(&self) -> u32 {
        self.first + 1
    }

    /// Writes the figures.
    pub(super) fn write(
        &self,
        book: &Book<'_>,
        gap: &Gap,
        sheet: &mut Worksheet,
    ) -> Result<(), WorkbookError> {
        let (words, looks) = (book.words, &book.looks);
        let heading = words.all(words::chart::FIGURES, " / ");
        sheet.write_string_with_format(self.first, NAMES, &heading, &looks.loud())?;
        sheet.set_row_height(self.first, looks.height([(&*heading, TITLE_WIDTH)]))?;
        let names = PARTS.map(|part| words.all(part.0, "\n"));
        let header = looks.header(false);
        sheet.write_blank(self.header(), NAMES, &header)?;
        for (col, name) in (NAMES + 1..).zip(&names) {
            sheet.write_string_with_format(self.header(), col, name, &header)?;
        }
        let height = looks.height(names.iter().map(|name| (&**name, 9))).max(24.0);
        sheet.set_row_height(self.header(), height)?;
        let groups = gap.framework.challenges.iter().zip(&gap.challenges);
        for (row, (challenge, group)) in (self.header() + 1..).zip(groups) {
            let titles = words.langs().iter().map(|&lang| shortened(challenge.title.get(lang)));
            let titles = titles.collect::<Vec<_>>().join("\n");
            let name = visible(&format!("{} {titles}", challenge.id)).into_owned();
            sheet.write_string_with_format(row, NAMES, &name, &looks.ruled())?;
            for (col, part) in (NAMES + 1..).zip(parts(group.interval)) {
                let format = Looks::lined(looks.percent(), false);
                write(sheet, row, col, &Cell::percent(part).content, &format)?;
            }
            sheet.set_row_height(row, looks.height([(&*name, TITLE_WIDTH)]))?;
        }
        Ok(())
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Splits 100 per cent into what is met for certain, not known, and not met, in printed figures.
fn parts(interval: Option<Interval>) -> [Option<Percent>; 3] {
    let bounds = interval.map(|i| (i.low.percent().0, i.high.percent().0));
    [
        bounds.map(|(low, _)| Percent(low)),
        bounds.map(|(low, high)| Percent(high - low)),
        bounds.map(|(_, high)| Percent(1000 - high)),
    ]
}

/// The parts of a bar and the colour of the figures in them.
const PARTS: [(Label, u32); 3] = [
    (words::figure::MET_FOR_CERTAIN, PAPER),
    (words::value::UNKNOWN, INK),
    (words::chart::UNMET, SOFT),
];

/// Makes the chart, of this many pixels.
pub(super) fn chart(book: &Book<'_>, figures: &Figures, (width, height): (u32, u32)) -> Chart {
    let (words, sheet) = (book.words, book.words.first(words::sheet::SUMMARY));
    let font = |size: u32, color: u32| {
        let mut font = ChartFont::new();
        font.set_size(size).set_color(Color::RGB(color)).unset_bold();
        if let Some(name) = book.looks.font() {
            font.set_name(name);
        }
        font
    };
    let mut chart = Chart::new(ChartType::BarStacked);
    let (first, last) = (figures.header() + 1, figures.header() + figures.n);
    let fills = [solid(MET), hatched(UNKNOWN), solid(UNMET)];
    for ((col, (_, ink)), mut fill) in (NAMES + 1..).zip(PARTS).zip(fills) {
        let mut label = ChartDataLabel::new();
        // A figure that does not fit into its bar is left out: it stands in the table.
        label.show_value().set_num_format("[>=5]0.0;;").set_font(&font(9, ink));
        if ink == INK {
            // On hatching, figures need a ground.
            label.set_format(ChartFormat::new().set_solid_fill(
                ChartSolidFill::new().set_color(Color::RGB(PAPER)).set_transparency(25),
            ));
        }
        chart
            .add_series()
            .set_name((sheet, figures.header(), col))
            .set_categories((sheet, first, NAMES, last, NAMES))
            .set_values((sheet, first, col, last, col))
            .set_format(&mut fill)
            .set_data_label(&label)
            .set_gap(45)
            .set_overlap(100);
    }
    chart
        .title()
        .set_name(&words.all(words::chart::TITLE, " / "))
        .set_font(font(12, INK).set_bold());
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(10, INK));
    // The first challenge on top, the scale below.
    chart
        .y_axis()
        .set_reverse()
        .set_label_interval(1)
        .set_crossing(ChartAxisCrossing::Max)
        .set_font(&font(10, INK))
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(Color::RGB(LINE))));
    chart
        .x_axis()
        .set_min(0)
        .set_max(100)
        .set_major_unit(20)
        .set_num_format("0")
        .set_font(&font(9, SOFT))
        .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(LINE)).set_width(0.5));
    chart.set_width(width).set_height(height);
    chart.set_alt_text(words.all(words::chart::TITLE, " / "));
    chart
}

fn solid(color: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format
        .set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color)))
        .set_border(ChartLine::new().set_color(Color::RGB(SOFT)).set_width(0.5));
    format
}

fn hatched(color: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    let fill = ChartPatternFill::new()
        .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
        .set_foreground_color(Color::RGB(color))
        .set_background_color(Color::RGB(PAPER))
        .clone();
    format
        .set_pattern_fill(&fill)
        .set_border(ChartLine::new().set_color(Color::RGB(SOFT)).set_width(0.5));
    format
}
