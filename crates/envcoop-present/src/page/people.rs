//! Who does what, and what is done for each theme of the strategy.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::text::Label;
use envcoop_core::who::Who;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::Kind;
use envcoop_words as words;
use maud::{Markup, html};

use super::Page;
use super::pieces::{COMMITTED, clipped, late, percents, purse};
use crate::tables::term_members;

/// How many owners, and how many partners, are listed.
const LISTED: usize = 20;

impl Page<'_> {
    /// Writes owners and partners, those with most activities first.
    pub(super) fn people(&self) -> Markup {
        let breakdown = &self.study.breakdown;
        html! {
            p { (self.say(words::people::ABOUT)) } "\n"
            div class="pair" { "\n"
                (self.who(words::people::OWNERS, &breakdown.owners))
                (self.who(words::people::PARTNERS, &breakdown.partners))
            } "\n"
        }
    }

    fn who(&self, title: Label, by: &BTreeMap<Who, RowSums>) -> Markup {
        let columns = [
            (title, Kind::Text),
            (words::row::ACTIVITIES, Kind::Integer),
            (words::row::PROPOSALS, Kind::Integer),
            (words::row::LATE_HEADING, Kind::Integer),
            (words::money::COMMITTED_HEADING, Kind::Amount),
        ];
        let mut most: Vec<(&Who, &RowSums)> = by.iter().collect();
        // Who is missing stands first: that is a gap. Ties keep the order of names.
        most.sort_by_key(|(who, sums)| (matches!(who, Who::Named(_)), Reverse(sums.live)));
        let n_more = most.len().saturating_sub(LISTED);
        let rows = most.into_iter().take(LISTED).map(|(who, sums)| {
            let [live, proposed, n_late, perhaps] = sums.counts();
            let name = match who.label() {
                None => clipped(who.code(), 60),
                Some(missing) => html! { em { (self.say(missing)) } },
            };
            let money = purse(&sums.money, COMMITTED);
            vec![name, html! { (live) }, html! { (proposed) }, late(n_late, perhaps), money]
        });
        html! {
            div { "\n"
                (self.table("list people", title, &columns, rows))
                @if n_more > 0 {
                    p class="more" { (self.prose(|lang| words::people::more(lang, n_more))) } "\n"
                }
            } "\n"
        }
    }

    /// Writes the terms of the strategy, by kind.
    pub(super) fn terms(&self) -> Markup {
        let columns = [
            (words::term::TERM, Kind::Text),
            (words::figure::MET_LOW_HIGH, Kind::Percent),
            (words::row::ACTIVITIES, Kind::Integer),
            (words::row::LATE_HEADING, Kind::Integer),
        ];
        let framework = &*self.gap.framework;
        let mut groups: Vec<(&str, Vec<Vec<Markup>>)> = Vec::new();
        let mut without = Vec::new();
        for (term, sums) in framework.terms.iter().zip(&self.study.breakdown.terms) {
            let members = term_members(framework, &term.id);
            if members.is_empty() {
                without.push(&term.title);
                continue;
            }
            let [live, _, n_late, perhaps] = sums.counts();
            let links = self.links(members.iter().map(|member| member.measure));
            let cells = vec![
                html! { (self.say(&term.title)) small class="ids" { (links) } },
                html! { (percents(self.gap.group(&members).interval)) },
                html! { (live) },
                late(n_late, perhaps),
            ];
            match groups.iter_mut().find(|(kind, _)| *kind == term.kind) {
                Some((_, rows)) => rows.push(cells),
                None => groups.push((&term.kind, vec![cells])),
            }
        }
        html! {
            p { (self.say(words::term::ABOUT)) } "\n"
            div class="columns" { "\n"
                @for (kind, rows) in groups {
                    @let caption = Phrase::each(|lang| framework.kind_title(kind, lang).to_owned());
                    (self.table("list terms", caption, &columns, rows))
                }
            } "\n"
            @if !without.is_empty() && !self.study.scope.is_part() {
                p class="more" { (self.each(|lang| {
                    let titles: Vec<&str> = without.iter().map(|title| title.get(lang)).collect();
                    words::term::without_measures(lang, titles.join(lang.comma()))
                })) } "\n"
            }
        }
    }
}
