//! When each measure is worked on: from the first day to the last of the rows that serve it.

use envcoop_core::date::Date;
use envcoop_core::judge::gap::{Gap, MeasureGap, State};
use envcoop_core::text::Lang;
use envcoop_forms::canvas::{Anchor, Area, Canvas, Fill, Type, wrap};
use envcoop_forms::palette::{ACTION, ALARM, LINE, MET, NOT_APPLICABLE, UNKNOWN};
use envcoop_words as words;

use super::{Picture, Scene, id_width};

/// See [`draw`].
pub(super) const PICTURE: Picture = Picture {
    name: "timeline",
    title: words::measure::TIMELINE_TITLE,
    about: words::measure::TIMELINE_ABOUT,
    draw,
};

const WIDTH: f64 = 1150.0;
const NAME_WIDTH: f64 = 430.0;
/// The width of a measure's id, at least and at most.
const ID_WIDTH: (f64, f64) = (40.0, 160.0);
const SCALE: (f64, f64) = (445.0, 700.0);
const ROW: f64 = 20.0;
const SIZE: f64 = 12.0;
/// How many years around the day of the report are shown at most: a wrong date in one row must not
/// press all others together.
const MOST_YEARS: i16 = 12;

/// The years that are shown: the first, and the one after the last.
#[derive(Clone, Copy, Debug)]
struct Years {
    first: i16,
    end: i16,
}

impl Years {
    fn of(gap: &Gap) -> Years {
        let today = gap.rules.as_of.year();
        let days = gap.tally.measures.iter().flat_map(|m| [m.start, m.end]).flatten();
        let years = days.map(|day| day.year().clamp(today - MOST_YEARS, today + MOST_YEARS));
        let (first, last) =
            years.fold((today, today), |(first, last), year| (first.min(year), last.max(year)));
        Years { first, end: last + 1 }
    }

    /// Returns where a day stands, from 0 to 1, within the years that are shown.
    fn at(self, day: Date) -> f64 {
        let of_year = f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year());
        let years = f64::from(day.year() - self.first) + of_year;
        (years / f64::from(self.end - self.first)).clamp(0.0, 1.0)
    }
}

/// Draws the measures in framework order, area by area.
fn draw(view: &Scene<'_>) -> String {
    let Scene { gap, lang, .. } = *view;
    let mut canvas = view.canvas(&PICTURE, WIDTH);
    let fills = State::ALL.map(|state| (fill(state), state.label().get(lang)));
    canvas.legend((SCALE.0, 16.0), &fills);
    let years = Years::of(gap);
    let x = |day| SCALE.0 + SCALE.1 * years.at(day);
    let top = 48.0;
    let n_areas = gap.framework.areas.len() as f64;
    let bottom = top + gap.measures.len() as f64 * ROW + n_areas * (ROW + 4.0);
    for year in years.first..=years.end {
        let Ok(day) = Date::new(year, 1, 1) else { continue };
        canvas.line((x(day), top - 8.0), (x(day), bottom), LINE, 1.0);
        if year < years.end {
            let next = Date::new(year + 1, 1, 1).map_or(x(day), x);
            let look = Type::soft(11.0).at(Anchor::Middle);
            canvas.text(((x(day) + next) / 2.0, top - 10.0), year, look);
        }
    }
    let ids = gap.framework.measures.iter().map(|measure| &measure.id);
    let id_width = id_width(ids, SIZE, ID_WIDTH.0).min(ID_WIDTH.1);
    let mut y = top;
    for area in &gap.framework.areas {
        let area_title = format!("{} {}", area.id, area.title.get(lang));
        canvas.wrapped((0.0, y + 17.0), &area_title, NAME_WIDTH, 1, Type::plain(SIZE + 1.0).bold());
        y += ROW + 4.0;
        for result in &gap.measures {
            if gap.framework.measure(result.measure).area == area.id {
                row(&mut canvas, gap, lang, result, (id_width, y), &x);
                y += ROW;
            }
        }
    }
    let today = x(gap.rules.as_of);
    canvas.line((today, top - 8.0), (today, bottom), ALARM, 1.5);
    let look = Type::plain(11.0).in_color(ALARM).at(Anchor::Middle);
    canvas.text((today, bottom + 13.0), gap.rules.as_of, look.bold());
    canvas.finish(bottom + 20.0)
}

fn fill(state: State) -> Fill {
    match state {
        State::Met => Fill::Plain(MET),
        State::DataGap => Fill::Striped(UNKNOWN),
        State::ActionGap => Fill::Plain(ACTION),
        State::NotApplicable => Fill::Plain(NOT_APPLICABLE.paper),
    }
}

fn row(
    canvas: &mut Canvas,
    gap: &Gap,
    lang: Lang,
    result: &MeasureGap,
    (id_width, y): (f64, f64),
    x: &impl Fn(Date) -> f64,
) {
    let measure = gap.framework.measure(result.measure);
    let tally = &gap.tally.measures[result.measure.at()];
    let base = y + 14.0;
    let look = Type::soft(SIZE).at(Anchor::End);
    canvas.wrapped((id_width, base), &measure.id, id_width, 1, look);
    let title = measure.title.get(lang);
    let width = NAME_WIDTH - 10.0 - id_width;
    // Nearly every title fits; the others are whole where a pointer rests on them.
    let size = if wrap(title, width, SIZE).len() > 1 { SIZE - 1.0 } else { SIZE };
    canvas.wrapped((id_width + 8.0, base), title, width, 1, Type::plain(size));
    let day = |day: Option<Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let hint = format!("{} {}: {} – {}", measure.id, title, day(tally.start), day(tally.end));
    match (tally.start, tally.end) {
        (Some(start), Some(end)) if start <= end => {
            let (from, to) = (x(start), x(end));
            canvas.rect(
                Area(from, y + 4.0, (to - from).max(3.0), ROW - 8.0),
                fill(result.state),
                &hint,
            );
        }
        (None, None) => {
            let words = match result.state {
                State::NotApplicable => State::NotApplicable.label().get(lang),
                _ => words::measure::NO_DATES.get(lang),
            };
            canvas.text((SCALE.0 + 6.0, base), words, Type::soft(11.0));
        }
        // Only one end is known, or first and last are of rows that do not meet.
        (start, end) => {
            for at in [start, end].into_iter().flatten().map(x) {
                canvas.rect(Area(at - 2.0, y + 4.0, 4.0, ROW - 8.0), fill(result.state), &hint);
            }
            if let Some(at) = start.xor(end).map(x) {
                canvas.text((at + 6.0, base), "?", Type::soft(11.0));
            }
        }
    }
}
