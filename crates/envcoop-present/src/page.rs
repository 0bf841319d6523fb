//! The report as one page, to be handed on: opened, printed and checked anywhere.
//!
//! No text of a plan can run in it, escaped or not: see [`html::page`]. Without the script it is
//! complete: the script only filters the list of gaps. Every figure is a link to the table from
//! which it can be worked out again, in the last section.

mod anchor;
mod challenges;
mod changes;
mod gaps;
mod groups;
mod header;
mod late;
mod look;
mod matrix;
mod measures;
mod noted;
mod outside;
mod people;
mod pictures;
mod pieces;

use envcoop_core::judge::gap::Gap;
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::html::{self, InLangs, Said};
use envcoop_forms::phrase::Phrase;
use envcoop_words as words;
use maud::{Markup, Render as _, html};

pub use self::noted::Noted;

const SCRIPT: &str = include_str!("page/page.js");

/// How many rows of each measure a report for reading lists in full; it says how many more there
/// are. Tables and workbooks hold every row.
pub const LISTED_ROWS: usize = 30;

/// Writes the report as one page in these languages, the first of which leads. `tool` is the program
/// that made it, with its version; `noted` the rows that lists show.
pub fn write(study: &Study, noted: &Noted, langs: &[Lang], tool: &str) -> String {
    let listed = measures::listed(study);
    Page { study, gap: &study.gap, noted, langs, listed, tool }.write()
}

/// What the page shows, and in which languages: never none, the first one leads.
struct Page<'s> {
    study: &'s Study,
    gap: &'s Gap,
    noted: &'s Noted,
    langs: &'s [Lang],
    /// How many rows of each measure are listed at most.
    listed: usize,
    tool: &'s str,
}

/// A part of the page: the name that links lead to, its title, what stands in it.
type Section = (&'static str, Label, Markup);

impl Page<'_> {
    fn write(&self) -> String {
        let lang = self.lang();
        let title = self.gap.framework.title.get(lang);
        let title = words::page::title(lang, title, self.gap.rules.as_of);
        let sections = self.sections();
        let body = html! {
            (look::patterns()) "\n" (self.header(&sections))
            main id="main" { "\n"
                @for (id, title, content) in &sections {
                    section id=(id) { "\n" h2 { (self.say(*title)) } "\n" (content) } "\n"
                }
            } "\n"
            footer { p { (Said(self.tool)) } } "\n"
        };
        html::page(lang, &title, &look::style(self.langs), SCRIPT, &body).into_string()
    }

    fn sections(&self) -> Vec<Section> {
        let changes = self.study.changes.as_ref();
        let changes =
            changes.map(|it| ("changes", words::change::SINCE_BASELINE, self.changes(it)));
        let mut sections = vec![
            ("challenges", words::challenge::HOW_MET, self.challenges()),
            ("map", words::area::AGAINST_CHALLENGES, self.matrix()),
        ];
        sections.extend(changes);
        sections.extend([
            ("gaps", words::gap::WORST_FIRST, self.gaps()),
            ("timeline", words::measure::TIMELINE, self.timeline()),
            ("money", words::money::MONEY, self.money()),
            ("late", words::row::LATE_ACTIVITIES, self.late()),
            ("people", words::people::OWNERS_AND_PARTNERS, self.people()),
            ("terms", words::term::TERMS_OF_STRATEGY, self.terms()),
            ("outside", words::analysis::OUTSIDE_FIGURES, self.outside()),
            ("problems", words::input::PROBLEMS, self.problems()),
            ("figures", words::figure::HOW_EACH, self.figures()),
        ]);
        sections
    }

    /// Writes the last section: how each figure comes about.
    fn figures(&self) -> Markup {
        html! {
            p { (self.say(words::figure::ABOUT)) } "\n"
            (self.overall())
            @for i in 0..self.gap.framework.challenges.len() { (self.challenge(i)) }
            @for result in &self.gap.measures { (self.measure(result)) }
        }
    }

    fn lang(&self) -> Lang {
        self.langs.first().copied().unwrap_or_default()
    }

    /// Says something in every language of the page.
    fn say<'t>(&self, words: impl Into<Phrase<'t>>) -> Markup {
        InLangs(&words.into(), self.langs).render()
    }

    /// Says a sentence in every language of the page.
    fn each(&self, sentence: impl Fn(Lang) -> String) -> Markup {
        self.say(Phrase::each(sentence))
    }

    /// Says a sentence in which commands stand in backticks.
    fn prose(&self, sentence: impl Fn(Lang) -> String) -> Markup {
        html::in_each(self.langs, |lang| {
            html! {
                @for (i, part) in sentence(lang).split('`').enumerate() {
                    @if i % 2 == 0 { (Said(part)) } @else { code { (Said(part)) } }
                }
            }
        })
    }

    /// Returns a label for an attribute or an option, where no markup can stand: in every language
    /// of the page, one after the other.
    fn plain(&self, label: Label) -> String {
        Phrase::from(label).all(self.langs, " · ").into_owned()
    }
}
