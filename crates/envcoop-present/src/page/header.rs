//! The head of the page: which strategy, how it was judged, on what, and where to read on.

use envcoop_core::study::Input;
use envcoop_core::vocabulary::Blank;
use envcoop_forms::html::Said;
use envcoop_words as words;
use maud::{Markup, display, html};

use super::{Page, Section};
use crate::advice;
use crate::headline;
use crate::restrictions::limits;

impl Page<'_> {
    pub(super) fn header(&self, sections: &[Section]) -> Markup {
        html! {
            a class="skip" href="#main" { (self.say(words::page::SKIP)) } "\n"
            header { "\n"
                div class="top" {
                    p class="kind" { (self.say(words::analysis::GAP_ANALYSIS)) } "\n" (self.switch())
                } "\n"
                h1 { (self.say(&self.gap.framework.title)) } "\n"
                p class="lead" { (self.lead()) } "\n"
                (self.facts())
                nav aria-label=(Said(&self.plain(words::page::CONTENTS))) { ul {
                    @for (id, title, _) in sections {
                        li { a href={ "#" (id) } { (self.say(*title)) } }
                    }
                } } "\n"
            } "\n"
        }
    }

    /// Says in a sentence how it stands.
    fn lead(&self) -> Markup {
        let overall = &self.gap.overall;
        let [met, data, action, other] = overall.states;
        let n = overall.measures();
        // The two figures stand on one line.
        let share = headline::interval(overall.interval).replace('–', "\u{2060}–\u{2060}");
        self.each(|lang| words::analysis::lead(lang, n, met, action, data, other, &share))
    }

    /// Writes what chooses the language. It works without a script.
    fn switch(&self) -> Markup {
        html! {
            @if self.langs.len() > 1 {
                fieldset class="lang" {
                    legend class="away" { (Said(&self.plain(words::language::LANGUAGE))) }
                    @for (i, lang) in self.langs.iter().enumerate() {
                        @let code = lang.code();
                        input type="radio" name="lang" id={ "lang-" (code) } checked=[(i == 0).then_some("")];
                        label for={ "lang-" (code) } lang=(code) { (words::language::NAME.get(*lang)) }
                    }
                } "\n"
            }
        }
    }

    /// Writes the terms of the analysis and what was read.
    fn facts(&self) -> Markup {
        let rules = self.gap.rules;
        let framework = &*self.gap.framework;
        let needs = self.each(|lang| {
            let needs = rules.profile.needs().iter().map(|need| need.label().get(lang));
            needs.collect::<Vec<_>>().join(lang.comma())
        });
        let blank = match rules.blank {
            Blank::Unmet => words::analysis::BLANK_IS_NONE,
            Blank::Unknown => words::blank::NOT_KNOWN,
        };
        let files = |inputs: &[Input]| {
            html! {
                @for input in inputs {
                    @let (bytes, digest) = (input.bytes, &input.sha256);
                    span class="file" {
                        (Said(&input.name)) " "
                        small { (self.each(|lang| words::input::size(lang, bytes, digest))) }
                    }
                }
            }
        };
        let mut facts = vec![
            (words::analysis::AS_OF, html! { strong { (display(rules.as_of)) } }),
            (
                words::analysis::ASKED,
                html! { (self.say(headline::judged_by(self.gap))) ": " (needs) },
            ),
            (words::analysis::BLANK_MEANS, self.say(blank)),
            (
                words::strategy::HEADING,
                html! { (Said(&framework.id)) " " (Said(&framework.version)) },
            ),
            (words::strategy::SOURCE, self.say(&framework.source.title)),
            (words::row::ROWS_READ, html! { (self.gap.tally.rows) }),
            (words::input::MADE_FROM, files(&self.study.inputs)),
        ];
        for (name, line) in limits(self.study) {
            facts.push((name, html! { span class="file" { (self.say(line)) } }));
        }
        for own in advice::told(self.study) {
            let line = advice::said(own, framework);
            facts.push((words::advice::ADVICE, html! { span class="file" { (self.say(line)) } }));
        }
        if let Some(changes) = &self.study.changes {
            let as_of = self.each(|lang| words::input::as_of(lang, changes.before.rules.as_of));
            let baseline = html! { (as_of) (files(&self.study.baseline_inputs)) };
            facts.push((words::analysis::COMPARED_WITH, baseline));
        }
        html! {
            dl class="facts" { "\n"
                @for (name, value) in facts { div { dt { (self.say(name)) } dd { (value) } } "\n" }
            } "\n"
        }
    }
}
