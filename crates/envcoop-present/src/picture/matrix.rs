//! The challenges by areas as a heat map. A cell that the strategy itself leaves empty is no gap.

use envcoop_core::judge::gap::{Interval, Member};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Need;
use envcoop_forms::canvas::{Anchor, Area, Canvas, Fill, Type, text_width, wrap};
use envcoop_forms::palette::{EMPTY, LINE, NOT_APPLICABLE, STEPS, Shade, shade};
use envcoop_words as words;

use super::{Picture, Scene, id_width};
use crate::headline;
use crate::tables::cell_members;

/// See [`draw`].
pub(super) const PICTURE: Picture = Picture {
    name: "matrix",
    title: words::area::MATRIX_TITLE,
    about: words::area::MATRIX_ABOUT,
    draw,
};

/// The width of a challenge's id, of its title, of a cell.
const ID_WIDTH: f64 = 18.0;
const TITLE_WIDTH: f64 = 186.0;
const CELL: (f64, f64) = (100.0, 66.0);
const SIZE: f64 = 12.0;

fn draw(view: &Scene<'_>) -> String {
    let Scene { gap, lang, .. } = *view;
    let framework = &*gap.framework;
    let id_width = id_width(framework.challenges.iter().map(|c| &c.id), SIZE, ID_WIDTH);
    let name_width = id_width + 8.0 + TITLE_WIDTH + 8.0;
    let width = name_width + CELL.0 * framework.areas.len() as f64 + 2.0;
    let mut canvas = view.canvas(&PICTURE, width);
    let titles = framework.areas.iter().map(|area| area.title.get(lang));
    let n_lines = titles.map(|t| wrap(t, CELL.0 - 10.0, 11.0).len()).max().unwrap_or(1).min(6);
    let top = 20.0 + n_lines as f64 * 11.0 * 1.25 + 6.0;
    for (j, area) in framework.areas.iter().enumerate() {
        let x = name_width + j as f64 * CELL.0 + 4.0;
        canvas.wrapped((x, 13.0), &area.id, CELL.0 - 6.0, 1, Type::plain(SIZE).bold());
        canvas.wrapped((x, 29.0), area.title.get(lang), CELL.0 - 10.0, 6, Type::soft(11.0));
    }
    for (i, challenge) in framework.challenges.iter().enumerate() {
        let y = top + i as f64 * CELL.1;
        canvas.text((0.0, y + 17.0), &challenge.id, Type::plain(SIZE).bold());
        let title = challenge.title.get(lang);
        let at = (id_width + 8.0, y + 17.0);
        canvas.wrapped(at, title, TITLE_WIDTH, 3, Type::plain(SIZE));
        for (j, area) in framework.areas.iter().enumerate() {
            let place = Area(name_width + j as f64 * CELL.0, y, CELL.0, CELL.1);
            cell(&mut canvas, view, (i, j), place, &format!("{} × {}", challenge.id, area.id));
        }
    }
    let bottom = top + framework.challenges.len() as f64 * CELL.1;
    let next = legend(&mut canvas, bottom + 26.0, lang);
    canvas.finish(next + 12.0)
}

fn cell(
    canvas: &mut Canvas,
    view: &Scene<'_>,
    (challenge, area): (usize, usize),
    place: Area,
    name: &str,
) {
    let Scene { gap, before, lang, .. } = *view;
    let members = cell_members(&gap.framework, challenge, area);
    let group = gap.group(&members);
    let Area(x, y, w, h) = place;
    let inner = Area(x + 1.0, y + 1.0, w - 2.0, h - 2.0);
    let middle = x + w / 2.0;
    let n_measures = group.measures();
    let measures = words::measure::count(lang, n_measures);
    let figure = headline::interval(group.interval);
    let (fill, Shade { paper, ink }) = match group.interval {
        _ if n_measures == 0 => (Fill::Void, EMPTY),
        None => (Fill::Plain(NOT_APPLICABLE.paper), NOT_APPLICABLE),
        Some(Interval { low, .. }) => {
            let shade = shade(low.percent());
            (Fill::Plain(shade.paper), shade)
        }
    };
    canvas.rect(inner, fill, &format!("{name}: {figure}, {measures}"));
    canvas.frame(place, LINE);
    if n_measures == 0 {
        return;
    }
    let figure = if group.interval.is_some() {
        figure
    } else {
        words::state::NOT_APPLICABLE_SHORT.get(lang).to_owned()
    };
    let look = Type::plain(13.0).in_color(ink).at(Anchor::Middle);
    let small = Type { size: 11.0, ..look };
    canvas.text((middle, y + 24.0), &figure, look.bold());
    canvas.text((middle, y + 39.0), measures, small);
    let Some(Interval { high, .. }) = group.interval else { return };
    // There is room for one more line: what changed matters more than what a 0 says already.
    let earlier = before.map(|before| headline::interval(before.group(&members).interval));
    let is_uncovered = |member: &Member| gap.tally.measures[member.measure.at()].live == 0;
    if let Some(earlier) = earlier.filter(|earlier| *earlier != figure) {
        let before = words::change::BEFORE.get(lang);
        canvas.text(
            (middle, y + 53.0),
            format_args!("{before} {earlier}"),
            Type { size: 10.5, ..small },
        );
    } else if members.iter().all(is_uncovered) {
        canvas.text((middle, y + 53.0), Need::Activity.gap_word().get(lang), small);
    }
    let high = shade(high.percent());
    if high.paper != paper {
        canvas.rect(Area(x + 1.0, y + h - 7.0, w - 2.0, 6.0), Fill::Plain(high.paper), "");
    }
}

/// Explains the colours; returns where the last line stands.
fn legend(canvas: &mut Canvas, y: f64, lang: Lang) -> f64 {
    let bounds = STEPS.iter().map(|(from, _)| from / 10).chain([100]).collect::<Vec<_>>();
    let steps: Vec<String> =
        bounds.windows(2).map(|pair| format!("{}–{}", pair[0], pair[1])).collect();
    let mut entries: Vec<(Fill, &str)> = STEPS
        .iter()
        .zip(&steps)
        .map(|((_, shade), words)| (Fill::Plain(shade.paper), words.as_str()))
        .collect();
    let heading = words::figure::STEPS_HEADING.get(lang);
    canvas.text((0.0, y), heading, Type::soft(12.0));
    canvas.legend((text_width(heading, 12.0) + 12.0, y), &entries);
    entries.clear();
    entries.push((Fill::Plain(NOT_APPLICABLE.paper), words::state::NOT_APPLICABLE.get(lang)));
    entries.push((Fill::Void, words::area::NO_MEASURE_HERE.get(lang)));
    canvas.legend((0.0, y + 22.0), &entries);
    let strip = words::area::STRIP.get(lang);
    canvas.text((0.0, y + 44.0), strip, Type::soft(12.0));
    y + 44.0
}
