//! The list of gaps: one row per measure that is not met, worst first, and what finds rows in it.

use std::collections::BTreeSet;

use envcoop_core::judge::gap::{MeasureGap, State};
use envcoop_core::judge::next_step;
use envcoop_core::text::{Label, Text};
use envcoop_core::vocabulary::{Answer, Need};
use envcoop_forms::html::{self, Said};
use envcoop_words as words;
use maud::{Markup, html};

use super::Page;
use super::anchor::anchor;
use super::pieces::{answer_class, bar};
use crate::tables::worst_first;

/// Values and what they are called.
type Choices = Vec<(String, String)>;

impl Page<'_> {
    pub(super) fn gaps(&self) -> Markup {
        let worst = worst_first(self.gap);
        if worst.is_empty() {
            return html! { p { (self.say(words::gap::NO_GAPS)) } "\n" };
        }
        let columns = [
            words::measure::MEASURE,
            words::figure::MET_LOW_HIGH,
            words::gap::MISSING,
            words::measure::NEXT_HEADING,
        ];
        html! {
            p { (self.say(words::gap::ABOUT)) } "\n"
            (self.filters(&worst))
            div class="wide" { table class="gaps" id="gap-list" {
                caption { (self.each(|lang| words::gap::not_fully_met(lang, worst.len() as u64))) } "\n"
                thead { tr { @for title in columns { th scope="col" { (self.say(title)) } } } } "\n"
                tbody { "\n" @for result in &worst { (self.open_gap(result)) } }
            } } "\n"
            p id="gap-none" hidden="" { (self.say(words::gap::NONE_FOUND)) } "\n"
        }
    }

    fn open_gap(&self, result: &MeasureGap) -> Markup {
        let framework = &*self.gap.framework;
        let profile = result.profile;
        let measure = framework.measure(result.measure);
        let tally = &self.gap.tally.measures[result.measure.at()];
        let challenges: Vec<&str> = measure.answers.iter().map(|a| a.challenge.as_str()).collect();
        let missing = |answer| result.needs(profile, answer).map(move |need| (need, answer));
        let missing: Vec<(Need, Answer)> =
            missing(Answer::Unmet).chain(missing(Answer::Unknown)).collect();
        let needs: Vec<&str> = missing.iter().map(|(need, _)| need.code()).collect();
        let ids = std::iter::once(measure.area.as_str()).chain(challenges.iter().copied());
        html! {
            tr data-area=(Said(&measure.area)) data-challenges=(Said(&challenges.join(" ")))
                data-state=(result.state.code()) data-needs=(needs.join(" ")) {
                th scope="row" {
                    (self.named(result.measure))
                    small { @for id in ids { a href={ "#" (anchor(id)) } { (Said(id)) } " " } }
                }
                td class="share" {
                    (self.figure(&measure.id, result.interval)) (bar(result.interval)) (self.state(result.state))
                }
                td { ul class="needs" {
                    @for (need, answer) in missing {
                        @let word = html! {
                            b class={ "need " (answer_class(answer)) } {
                                (self.say(need.gap_word())) @if answer == Answer::Unknown { "?" }
                            }
                        };
                        // What no row decides needs no line of its own.
                        @match tally.needs[need as usize].witness() {
                            Some(row) => li { (word) " " (self.witness(row)) },
                            None => li class="short" { (word) },
                        }
                    }
                } }
                td class="next" {
                    (self.each(|lang| next_step::next_step(framework, result, profile, lang)))
                }
            } "\n"
        }
    }

    /// Writes what only a script can serve; it stays hidden until there is one.
    fn filters(&self, worst: &[&MeasureGap]) -> Markup {
        let framework = &*self.gap.framework;
        let areas: BTreeSet<&str> =
            worst.iter().map(|m| framework.measure(m.measure).area.as_str()).collect();
        let areas = framework.areas.iter().filter(|area| areas.contains(area.id.as_str()));
        let areas = areas.map(|area| (&area.id, &area.title));
        let challenges = framework.challenges.iter().map(|it| (&it.id, &it.title));
        let titled = |(id, title): (&'_ String, &Text)| {
            (id.clone(), format!("{id} {}", title.get(self.lang())))
        };
        let states = [State::ActionGap, State::DataGap];
        let states = states.map(|state| (state.code().to_owned(), self.plain(state.label())));
        let needs = self.gap.rules.profile.needs().iter();
        let needs = needs.map(|need| (need.code().to_owned(), self.plain(need.gap_word())));
        let choices: [(&str, Label, Choices); 4] = [
            ("challenge", words::challenge::CHALLENGE, challenges.map(titled).collect()),
            ("area", words::area::AREA, areas.map(titled).collect()),
            ("state", words::formula::STATE, states.into()),
            ("need", words::need::NEED, needs.collect()),
        ];
        html! {
            form id="filters" hidden="" { "\n"
                @for (name, title, choices) in choices {
                    (html::choice(name, &self.say(title), &self.plain(words::list::ALL), choices))
                }
                label class="search" {
                    (self.say(words::page::SEARCH)) " " input type="search" name="text" autocomplete="off";
                } "\n"
                p role="status" { output id="gap-count" {} " / " (worst.len()) } "\n"
            } "\n"
        }
    }
}
