//! The challenges at a glance: percentages, bars, counts, money.

use envcoop_core::judge::gap::{GroupGap, Interval};
use envcoop_core::text::Label;
use envcoop_forms::table::Kind;
use envcoop_words as words;
use maud::{Markup, html};

use super::Page;
use super::anchor::{OVERALL, anchor};
use super::pieces::{COMMITTED, bar, percents, purse};
use crate::headline;

impl Page<'_> {
    /// Writes one row per challenge and one for all measures.
    pub(super) fn challenges(&self) -> Markup {
        let columns = [
            (words::challenge::CHALLENGE, Kind::Text),
            (words::figure::MET_LOW_HIGH, Kind::Text),
            (words::table::MET, Kind::Integer),
            (words::table::DATA_GAP, Kind::Integer),
            (words::table::ACTION_GAP, Kind::Integer),
            (words::measure::NOT_APPLICABLE, Kind::Integer),
            (words::measure::ASSESSED, Kind::Integer),
            (words::money::COMMITTED_HEADING, Kind::Amount),
        ];
        let names = columns.map(|(title, _)| title);
        let gap = self.gap;
        let before = self.study.changes.as_ref().map(|changes| &changes.before);
        let groups = html! {
            tbody { "\n"
                @for (i, challenge) in gap.framework.challenges.iter().enumerate() {
                    @let head = html! { (self.titled(&challenge.id, &challenge.title)) small { (self.say(&challenge.statement)) } };
                    @let before = before.and_then(|before| before.challenges[i].interval);
                    (self.glance(&anchor(&challenge.id), &head, &gap.challenges[i], before, &names))
                }
            } "\n"
            tbody class="all" { "\n"
                @let before = before.and_then(|before| before.overall.interval);
                (self.glance(OVERALL, &self.say(headline::OVERALL), &gap.overall, before, &names))
            }
        };
        let keys = [
            (Some("met"), words::figure::MET_FOR_CERTAIN),
            (Some("maybe"), words::figure::MAY_BE_MET),
            (None, words::figure::NOT_MET),
        ];
        html! {
            p { (self.say(words::figure::HOW_TO_READ)) } "\n"
            (self.headed("glance", words::challenge::HOW_MET_CAPTION, &columns, &groups))
            p class="key" {
                @for (i, (class, words)) in keys.into_iter().enumerate() {
                    @if i > 0 { " " }
                    span {
                        svg class="bar" aria-hidden="true" {
                            @if let Some(class) = class { rect class=(class) width="100%" height="100%" {} }
                        }
                        " " (self.say(words))
                    }
                }
            } "\n"
        }
    }

    fn glance(
        &self,
        anchor: &str,
        head: &Markup,
        group: &GroupGap,
        before: Option<Interval>,
        names: &[Label; 8],
    ) -> Markup {
        let link = format!("#{anchor}");
        let mut cells: Vec<String> = group.states.iter().map(u64::to_string).collect();
        cells.push(format!("{}/{}", group.assessed, group.measures()));
        let classes = ["", "", "", "", " assessed"];
        html! {
            tr {
                th scope="row" { (head) }
                td class="big" {
                    a class="figure" href=(link) { (percents(group.interval)) } (bar(group.interval))
                    @if let Some(changes) = &self.study.changes {
                        @let as_of = changes.before.rules.as_of;
                        small { (self.each(|lang| words::change::was(lang, as_of, percents(before)))) }
                    }
                }
                @for ((cell, name), class) in cells.iter().zip(&names[2..]).zip(classes) {
                    td class={ "n" (class) @if cell == "0" { " zero" } } {
                        span class="name" { (self.say(*name)) } a href=(link) { (cell) }
                    }
                }
                td class="n money" {
                    span class="name" { (self.say(names[7])) } a href=(link) { (purse(&group.money, COMMITTED)) }
                    (self.worth(&group.money))
                }
            } "\n"
        }
    }
}
