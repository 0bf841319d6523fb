//! How far each challenge is met: an interval, never one number.

use envcoop_core::judge::gap::{GroupGap, Interval};
use envcoop_core::percent::Percent;
use envcoop_forms::canvas::{Anchor, Area, Canvas, Fill, Type, wrap};
use envcoop_forms::palette::{LINE, MET, SOFT, UNKNOWN, UNMET};
use envcoop_words as words;

use super::{Picture, Scene};
use crate::headline;

/// See [`draw`].
pub(super) const PICTURE: Picture = Picture {
    name: "challenges",
    title: words::challenge::HOW_MET,
    about: words::challenge::PICTURE_ABOUT,
    draw,
};

const WIDTH: f64 = 960.0;
const NAME_WIDTH: f64 = 330.0;
/// What the mark of an earlier plan takes beneath a bar.
const MARK: f64 = 10.0;
const BAR: (f64, f64) = (350.0, 470.0);

fn draw(view: &Scene<'_>) -> String {
    let Scene { gap, lang, .. } = *view;
    let mut canvas = view.canvas(&PICTURE, WIDTH);
    canvas.legend(
        (BAR.0, 18.0),
        &[
            (Fill::Plain(MET), words::figure::MET_FOR_CERTAIN.get(lang)),
            (Fill::Striped(UNKNOWN), words::answer::UNKNOWN.get(lang)),
            (Fill::Plain(UNMET), words::figure::NOT_MET.get(lang)),
        ],
    );
    let names = gap.framework.challenges.iter().map(|c| format!("{} {}", c.id, c.title.get(lang)));
    let names = names.chain([headline::OVERALL.get(lang).to_owned()]);
    let groups = names.zip(gap.challenges.iter().chain([&gap.overall]));
    let earlier: Vec<&GroupGap> = view
        .before
        .map_or(Vec::new(), |before| before.challenges.iter().chain([&before.overall]).collect());
    let top = 34.0;
    let mut y = top;
    for (i, (name, group)) in groups.enumerate() {
        if i == gap.challenges.len() {
            canvas.line((0.0, y), (WIDTH, y), LINE, 1.0);
            y += 6.0;
        }
        let height = row(&mut canvas, y, &name, group);
        if let Some(before) = earlier.get(i) {
            mark(&mut canvas, y + height / 2.0 + 15.0, before, words::change::BEFORE.get(lang));
            y += MARK;
        }
        y += height;
    }
    for percent in [0, 25, 50, 75, 100] {
        let x = BAR.0 + BAR.1 * f64::from(percent) / 100.0;
        canvas.line((x, y), (x, y + 5.0), LINE, 1.0);
        canvas.text(
            (x, y + 18.0),
            format_args!("{percent} %"),
            Type::soft(11.0).at(Anchor::Middle),
        );
    }
    canvas.finish(y + 26.0)
}

/// Draws a row and returns its height.
fn row(canvas: &mut Canvas, y: f64, name: &str, group: &GroupGap) -> f64 {
    let look = Type::plain(14.0);
    let lines = wrap(name, NAME_WIDTH, look.size).len().min(3);
    let height = (lines as f64 * look.size * 1.25 + 14.0).max(40.0);
    let middle = y + height / 2.0;
    let first = middle - (lines as f64 - 1.0) * look.size * 0.625 + 5.0;
    canvas.wrapped((0.0, first), name, NAME_WIDTH, 3, look);
    let figure = headline::interval(group.interval);
    let (low, high) = group.interval.map_or((0.0, 0.0), |Interval { low, high }| {
        (fraction(low.percent()), fraction(high.percent()))
    });
    if group.interval.is_some() {
        canvas.bar(
            Area(BAR.0, middle - 11.0, BAR.1, 22.0),
            low,
            high,
            &format!("{name}: {figure} %"),
        );
    } else {
        canvas.rect(Area(BAR.0, middle - 11.0, BAR.1, 22.0), Fill::Void, name);
    }
    canvas.text((WIDTH, middle + 5.0), format_args!("{figure} %"), look.bold().at(Anchor::End));
    height
}

/// Marks what an earlier plan came to, beneath the bar.
fn mark(canvas: &mut Canvas, y: f64, before: &GroupGap, word: &str) {
    let Some(Interval { low, high }) = before.interval else { return };
    let [from, to] = [low, high].map(|bound| BAR.0 + BAR.1 * fraction(bound.percent()));
    canvas.line((from, y), (to.max(from + 1.0), y), SOFT, 3.0);
    for end in [from, to] {
        canvas.line((end, y - 4.0), (end, y + 4.0), SOFT, 1.5);
    }
    let figure = headline::interval(before.interval);
    let look = Type::soft(11.0).at(Anchor::End);
    canvas.text((WIDTH, y + 6.0), format_args!("{word} {figure} %"), look);
}

/// Returns a printed percentage as a fraction: the picture shows what the table says.
fn fraction(percent: Percent) -> f64 {
    f64::from(percent.0) / 1000.0
}
