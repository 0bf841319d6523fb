//! Money by challenge, each currency by itself: they are never added to each other.

use envcoop_core::judge::gap::Gap;
use envcoop_core::judge::tally::Sums;
use envcoop_core::money::{Cents, Currency};
use envcoop_forms::canvas::{Anchor, Area, Canvas, Fill, Type};
use envcoop_forms::palette::{LINE, MET, PROPOSED};
use envcoop_words as words;

use super::{Picture, Scene, id_width};

/// See [`draw`].
pub(super) const PICTURE: Picture = Picture {
    name: "money",
    title: words::money::PICTURE_TITLE,
    about: words::money::PICTURE_ABOUT,
    draw,
};

const WIDTH: f64 = 960.0;
/// The width of an id, and of the longest bar.
const ID_WIDTH: f64 = 50.0;
const BAR: f64 = 560.0;
const SIZE: f64 = 13.0;
const ROW: f64 = 26.0;

/// Draws the money of each challenge.
fn draw(view: &Scene<'_>) -> String {
    let Scene { gap, lang, .. } = *view;
    let mut canvas = view.canvas(&PICTURE, WIDTH);
    let currencies: Vec<Currency> = gap.overall.money.keys().copied().collect();
    if currencies.is_empty() {
        let none = words::money::NO_BUDGETS.get(lang);
        canvas.text((0.0, 18.0), none, Type::soft(14.0));
        return canvas.finish(30.0);
    }
    let left = id_width(gap.framework.challenges.iter().map(|c| &c.id), SIZE, ID_WIDTH) + 10.0;
    canvas.legend(
        (left, 18.0),
        &[
            (Fill::Plain(MET), words::money::COMMITTED.get(lang)),
            (Fill::Striped(PROPOSED), words::money::PROPOSED.get(lang)),
        ],
    );
    let mut y = 34.0;
    for currency in currencies {
        y = panel(&mut canvas, gap, currency, (left, y)) + 16.0;
    }
    canvas.finish(y)
}

/// Draws one currency from `y` on, its bars from `left` on; returns where it ends.
fn panel(canvas: &mut Canvas, gap: &Gap, currency: Currency, (left, y): (f64, f64)) -> f64 {
    let sums: Vec<Sums> = gap
        .challenges
        .iter()
        .map(|group| group.money.get(&currency).copied().unwrap_or_default())
        .collect();
    let most = sums.iter().map(|s| s.committed.0 + s.proposed.0).max().unwrap_or(0).max(1);
    let length = |amount: Cents| BAR * amount.0 as f64 / most as f64;
    canvas.text((0.0, y + 14.0), currency, Type::plain(14.0).bold());
    let mut row = y + 22.0;
    for (challenge, sums) in gap.framework.challenges.iter().zip(&sums) {
        let middle = row + ROW / 2.0;
        canvas.text((left - 10.0, middle + 5.0), &challenge.id, Type::plain(SIZE).at(Anchor::End));
        let Sums { committed, proposed } = *sums;
        let label = match (committed.0, proposed.0) {
            (_, 0) => committed.grouped(),
            _ => format!("{} + {}", committed.grouped(), proposed.grouped()),
        };
        let hint = format!("{} {currency} {label}", challenge.id);
        let (solid, striped) = (length(committed), length(proposed));
        canvas.rect(Area(left, middle - 8.0, solid, 16.0), Fill::Plain(MET), &hint);
        canvas.rect(
            Area(left + solid, middle - 8.0, striped, 16.0),
            Fill::Striped(PROPOSED),
            &hint,
        );
        canvas.text((left + solid + striped + 8.0, middle + 5.0), label, Type::plain(SIZE));
        row += ROW;
    }
    canvas.line((left, y + 22.0), (left, row), LINE, 1.0);
    row
}
