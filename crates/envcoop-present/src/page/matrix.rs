//! The map of areas and challenges: a number in every cell, a colour behind it.

use envcoop_core::judge::gap::Interval;
use envcoop_forms::html::Said;
use envcoop_forms::palette::{STEPS, shade};
use envcoop_words as words;
use maud::{Markup, html};

use super::Page;
use super::anchor::{OVERALL, anchor, of_cell};
use crate::headline;
use crate::tables::cell_members;

impl Page<'_> {
    /// Writes one row per area and one column per challenge, with the whole of each.
    pub(super) fn matrix(&self) -> Markup {
        let gap = self.gap;
        let framework = &*gap.framework;
        html! {
            p { (self.say(words::area::MAP_ABOUT)) } "\n"
            div class="wide" { table class="map" {
                caption { (self.say(words::area::MAP_CAPTION)) } "\n"
                thead { tr {
                    th scope="col" { (self.say(words::area::AREA)) }
                    @for challenge in &framework.challenges {
                        th scope="col" {
                            (self.id(&challenge.id)) " " span class="title" { (self.say(&challenge.title)) }
                        }
                    }
                    th scope="col" class="whole" { (self.say(words::area::AS_WHOLE)) }
                } } "\n"
                tbody { "\n"
                    @for (j, area) in framework.areas.iter().enumerate() {
                        tr {
                            th scope="row" { (self.titled(&area.id, &area.title)) }
                            @for (i, challenge) in framework.challenges.iter().enumerate() {
                                @let members = cell_members(framework, i, j);
                                @if members.is_empty() {
                                    @let title = self.plain(words::area::NO_MEASURE_FOR_CHALLENGE);
                                    td class="void" title=(Said(&title)) { "–" }
                                } @else {
                                    @let anchor = of_cell(framework, &challenge.id, &area.id);
                                    (self.cell(&anchor, gap.group(&members).interval, ""))
                                }
                            }
                            (self.cell(&anchor(&area.id), gap.areas[j].interval, " whole"))
                        } "\n"
                    }
                } "\n"
                tbody class="all" { tr {
                    th scope="row" { (self.say(words::challenge::AS_WHOLE)) }
                    @for (challenge, group) in framework.challenges.iter().zip(&gap.challenges) {
                        (self.cell(&anchor(&challenge.id), group.interval, ""))
                    }
                    (self.cell(OVERALL, gap.overall.interval, " whole"))
                } }
            } } "\n"
            (self.key())
        }
    }

    /// Explains the colours.
    fn key(&self) -> Markup {
        let bounds: Vec<i32> = STEPS.iter().map(|(from, _)| from / 10).chain([100]).collect();
        let others =
            [("na", words::matrix::NONE_APPLIES), ("void", words::area::NO_MEASURE_FOR_CHALLENGE)];
        html! {
            p class="key" {
                @for (i, step) in bounds.windows(2).enumerate() {
                    @let [from, to] = [step[0], step[1]];
                    span { i class={ "swatch s" (i) } {} " " (self.each(|lang| match to {
                        100 => words::figure::last_step(lang, from, to),
                        _ => words::figure::step(lang, from, to),
                    })) } " "
                }
                @for (class, words) in others {
                    span { i class={ "swatch " (class) } {} " " (self.say(words)) } " "
                }
            } "\n"
        }
    }

    fn cell(&self, anchor: &str, interval: Option<Interval>, class: &str) -> Markup {
        let Some(bounds) = interval else {
            let title = self.plain(words::matrix::NONE_APPLIES);
            return html! {
                td class={ "na" (class) } title=(Said(&title)) {
                    a href={ "#" (anchor) } { (self.say(words::state::NOT_APPLICABLE_SHORT)) }
                }
            };
        };
        let low = shade(bounds.low.percent());
        let step = STEPS.iter().position(|(_, shade)| *shade == low).unwrap_or_default();
        let text = headline::interval(interval);
        html! {
            td class={ "s" (step) (class) } {
                a href={ "#" (anchor) } {
                    // A narrow cell may break after the dash.
                    @for (i, part) in text.split_inclusive('–').enumerate() { @if i > 0 { wbr; } (part) }
                }
            }
        }
    }
}
